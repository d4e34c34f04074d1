// What the compiler tells C of the processor, or lets C say to it, and Swift not.

/// Whether the code is compiled for 32 registers of 64 bytes: it decides how many sums a loop may keep in registers.
#ifdef __AVX512F__
#define LAGADO_HAS_AVX512 1
#else
#define LAGADO_HAS_AVX512 0
#endif

/// Asks for the cache line at `place`, which will be read soon. Any address may be given.
static inline void lagado_prefetch(const void *place) { __builtin_prefetch(place, 0, 3); }

/// A moment's rest in a loop that waits for another core to write.
static inline void lagado_relax(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ __volatile__("yield");
#endif
}

// Sixteen numbers of another type, in one instruction where the processor has it: Swift's own conversions between vectors are
// calls, and a loop over sixteen lanes may be taken apart lane by lane, with all that was computed before it.

typedef float lagado_float16 __attribute__((ext_vector_type(16)));
typedef int lagado_int16 __attribute__((ext_vector_type(16)));
typedef unsigned short lagado_ushort16 __attribute__((ext_vector_type(16)));
typedef signed char lagado_char16 __attribute__((ext_vector_type(16)));

static inline lagado_int16 lagado_ints_from_ushorts(lagado_ushort16 x) { return __builtin_convertvector(x, lagado_int16); }
static inline lagado_float16 lagado_floats_from_chars(lagado_char16 x) { return __builtin_convertvector(x, lagado_float16); }

/// The low sixteen bits of each.
static inline lagado_ushort16 lagado_ushorts_from_ints(lagado_int16 x) { return __builtin_convertvector(x, lagado_ushort16); }

/// The low eight bits of each.
static inline lagado_char16 lagado_chars_from_ints(lagado_int16 x) { return __builtin_convertvector(x, lagado_char16); }
