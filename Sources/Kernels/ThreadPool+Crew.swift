import Foundation
import Synchronization

/// The threads behind `ThreadPool` and the job that they share.
///
/// A job is one word, `ticket` = generation · 2⁴⁰ + chunks not yet taken. Whoever lowers the word by one owns a chunk;
/// a word whose lower part is zero offers nothing. A thread that comes late therefore finds either nothing or a chunk of
/// the newest job, never one of a job that is over, and a job lives until every chunk that was taken is done.
final class Crew: @unchecked Sendable {
    /// The job's body; a pointer, so that no thread keeps a reference to a closure that must not outlive its call.
    private var body: UnsafePointer<(Int) -> Void>?
    private var chunks = 0

    private let ticket = Atomic<UInt64>(0)
    private let done = Atomic<Int>(0)
    private let sleepers = Atomic<Int>(0)
    private let callerSleeps = Atomic<Bool>(false)

    private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let work = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private let finished = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    /// Threads started, the callers not counted.
    private var workers = 0

    private init() {
        pthread_mutex_init(lock, nil)
        pthread_cond_init(work, nil)
        pthread_cond_init(finished, nil)
    }

    // MARK: The caller's side

    /// Cuts nothing: hands out the chunks, takes part, and returns when all are done.
    func run(_ count: Int, _ work: @escaping (Int) -> Void) {
        startWorkers(ThreadPool.threads - 1)
        withUnsafePointer(to: work) { body in
            self.body = body
            chunks = count
            done.store(0, ordering: .relaxed)
            let generation = (ticket.load(ordering: .relaxed) >> Self.countBits) &+ 1
            ticket.store(generation << Self.countBits | UInt64(count), ordering: .sequentiallyConsistent)
            if sleepers.load(ordering: .sequentiallyConsistent) > 0 { wakeWorkers() }
            takeChunks()
            waitUntilDone(count)
            self.body = nil
        }
    }

    private func waitUntilDone(_ count: Int) {
        for _ in 0..<Self.callerSpins where done.load(ordering: .acquiring) == count { return }
        pthread_mutex_lock(lock)
        callerSleeps.store(true, ordering: .sequentiallyConsistent)
        while done.load(ordering: .sequentiallyConsistent) != count { pthread_cond_wait(finished, lock) }
        callerSleeps.store(false, ordering: .sequentiallyConsistent)
        pthread_mutex_unlock(lock)
    }

    private func wakeWorkers() {
        pthread_mutex_lock(lock)
        pthread_cond_broadcast(work)
        pthread_mutex_unlock(lock)
    }

    // MARK: The workers' side

    /// Takes chunks of the present job until none is left.
    private func takeChunks() {
        var seen = ticket.load(ordering: .acquiring)
        while seen & Self.countMask != 0 {
            let (taken, now) = ticket.weakCompareExchange(
                expected: seen, desired: seen - 1, ordering: .acquiringAndReleasing)
            guard taken else {
                seen = now
                continue
            }
            // From here until `done` is raised the job cannot end, so its body and count stand still.
            let total = chunks
            Self.call(body!, total - Int(seen & Self.countMask))
            let finished = done.add(1, ordering: .sequentiallyConsistent).newValue
            if finished == total, callerSleeps.load(ordering: .sequentiallyConsistent) { wakeCaller() }
            seen = ticket.load(ordering: .acquiring)
        }
    }

    /// Apart, so that the reference to the closure is given back before the chunk counts as done.
    @inline(never)
    private static func call(_ body: UnsafePointer<(Int) -> Void>, _ chunk: Int) { body.pointee(chunk) }

    private func wakeCaller() {
        pthread_mutex_lock(lock)
        pthread_cond_signal(finished)
        pthread_mutex_unlock(lock)
    }

    /// A worker's life: take chunks, watch for a while, sleep.
    private func serve(index: Int) {
        ThreadMark.isWorking = true
        while true {
            // A worker past the wanted number leaves the chunks to the others.
            let isWanted = index < ThreadPool.threads - 1
            if isWanted { takeChunks() }
            let seen = ticket.load(ordering: .relaxed)
            if isWanted, seen & Self.countMask != 0 { continue }
            var spins = 0
            while ticket.load(ordering: .relaxed) >> Self.countBits == seen >> Self.countBits {
                spins += 1
                if spins > Self.workerSpins {
                    sleep(after: seen >> Self.countBits)
                    break
                }
            }
        }
    }

    private func sleep(after generation: UInt64) {
        pthread_mutex_lock(lock)
        sleepers.add(1, ordering: .sequentiallyConsistent)
        while ticket.load(ordering: .sequentiallyConsistent) >> Self.countBits == generation {
            pthread_cond_wait(work, lock)
        }
        sleepers.subtract(1, ordering: .sequentiallyConsistent)
        pthread_mutex_unlock(lock)
    }

    /// Starts what is missing. A thread that the system refuses is done without: the others take its chunks.
    private func startWorkers(_ count: Int) {
        while workers < count {
            let index = workers
            workers += 1
            let box = Unmanaged.passRetained(WorkerStart(crew: self, index: index))
            var attributes = pthread_attr_t()
            pthread_attr_init(&attributes)
            pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
            pthread_attr_setstacksize(&attributes, 2 << 20)
            var thread = pthread_t()
            let status = pthread_create(
                &thread, &attributes,
                { argument in
                    let start = Unmanaged<WorkerStart>.fromOpaque(argument!).takeRetainedValue()
                    start.crew.serve(index: start.index)
                    return nil
                }, box.toOpaque())
            pthread_attr_destroy(&attributes)
            if status != 0 { box.release() }
        }
    }

    private static let countBits: UInt64 = 40
    private static let countMask: UInt64 = (1 << 40) - 1
    /// About 50 µs of watching for workers, and as much for the caller at the end of a job.
    private static let workerSpins = 60_000
    private static let callerSpins = 60_000
}

/// What a new thread is told.
private final class WorkerStart {
    let crew: Crew
    let index: Int

    init(crew: Crew, index: Int) { (self.crew, self.index) = (crew, index) }
}

// MARK: One crew, one job at a time

extension Crew {
    nonisolated(unsafe) private static var shared: Crew = {
        // A forked child has none of its parent's threads: it gets a new crew, whose threads start at first use.
        pthread_atfork(nil, nil) { Crew.renew() }
        return Crew()
    }()
    private static let busy = Atomic<Bool>(false)

    /// The crew, or nil while a job is under way.
    static func take() -> Crew? {
        busy.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged ? shared : nil
    }

    static func giveBack() { busy.store(false, ordering: .releasing) }

    private static func renew() {
        shared = Crew()
        busy.store(false, ordering: .releasing)
    }
}

/// Whether the present thread is inside a job, kept for each thread.
enum ThreadMark {
    private static let key: pthread_key_t = {
        var key = pthread_key_t()
        pthread_key_create(&key, nil)
        return key
    }()

    static var isWorking: Bool {
        get { pthread_getspecific(key) != nil }
        set { pthread_setspecific(key, newValue ? UnsafeRawPointer(bitPattern: 1) : nil) }
    }
}
