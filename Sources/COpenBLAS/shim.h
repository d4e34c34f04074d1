#include <cblas.h>

/// Whether the code is compiled for 32 registers of 64 bytes, which the compiler tells C but not Swift: it decides how many
/// sums a loop may keep in registers.
#ifdef __AVX512F__
#define LAGADO_HAS_AVX512 1
#else
#define LAGADO_HAS_AVX512 0
#endif
