// The types of libxml2's HTML parser. The library is loaded when it is first used: see
// Sources/Markdown/HTMLReader.swift.
#include <libxml/xmlversion.h>
// Encodings are not looked at; with them ICU's headers would come, which Foundation has in another version: a
// module that sees both does not compile.
#undef LIBXML_ICU_ENABLED
#include <libxml/HTMLparser.h>
