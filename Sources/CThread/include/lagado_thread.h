#ifndef LAGADO_THREAD_H
#define LAGADO_THREAD_H
#include <stdbool.h>

// What each thread keeps for itself. Swift has no thread-local variables, and pthread_getspecific is a call where this is one load:
// an operation on a small tensor asks six times.

/// A thread-local pointer, its owner elsewhere. In a program of one piece the linker makes its address a constant.
#define LAGADO_THREAD_LOCAL(type, name)                                                                                          \
    extern _Thread_local type lagado_thread_##name __attribute__((visibility("hidden"), tls_model("initial-exec")));             \
    static inline type lagado_##name(void) { return lagado_thread_##name; }                                                      \
    static inline void lagado_set_##name(type value) { lagado_thread_##name = value; }

/// The context that computations of this thread belong to (Tensors/Context.swift).
LAGADO_THREAD_LOCAL(void *, context)
/// The interpreter whose program runs on this thread.
LAGADO_THREAD_LOCAL(void *, interpreter)
/// Whether this thread is inside a job of the thread pool.
LAGADO_THREAD_LOCAL(bool, is_working)

#endif
