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
