import Foundation

/// A mutex that is held for a few instructions at a time: a thread that meets it taken watches for a moment
/// before it sleeps.
///
/// The cores of a training step meet at these locks a hundred times: with mutexes that sleep at once a tiny
/// model's step made twenty calls of the system more.
struct SpinLock: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)

    init() {
        var attributes = pthread_mutexattr_t()
        pthread_mutexattr_init(&attributes)
        pthread_mutexattr_settype(&attributes, Int32(PTHREAD_MUTEX_ADAPTIVE_NP))
        pthread_mutex_init(mutex, &attributes)
        pthread_mutexattr_destroy(&attributes)
    }

    func lock() { pthread_mutex_lock(mutex) }
    func unlock() { pthread_mutex_unlock(mutex) }
}
