// The types and numbers of PCRE2. The library is loaded when a pattern is first read: see PCRE2Library.swift.
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
