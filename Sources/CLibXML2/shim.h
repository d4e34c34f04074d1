// The types of libxml2's HTML parser. The library is loaded when it is first used: see
// Sources/Markdown/HTMLReader.swift.
#include <libxml/HTMLparser.h>
