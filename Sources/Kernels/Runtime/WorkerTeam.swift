import CProcessor
import CThread
import Foundation
import Synchronization

/// The threads behind `ThreadPool` and the job that they share.
///
/// Each thread has a share of a job's chunks, which it takes from the front; one that has finished its own
/// takes from the back of the others'. So a core meets the same rows in one operation after the other, while
/// they may still be in its own cache. (On two cores of one CPU that made no measurable difference.)
///
/// A share is one word, next · 2³² + end. Whoever moves one of its two ends by one owns a chunk; a share
/// whose ends have met offers nothing. A thread that comes late therefore finds either nothing or a chunk of
/// the newest job, never one of a job that is over, and a job lives until every chunk that was taken is done.
final class WorkerTeam: @unchecked Sendable {
    /// The job's body; a pointer, so that no thread keeps a reference to a closure
    /// that must not outlive its call.
    private var body: UnsafePointer<(Int) -> Void>?
    private var chunks = 0

    /// Jobs so far: what workers watch.
    private let generation = Atomic<UInt64>(0)
    private let shares = ChunkShares()
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
            shares.deal(count, to: ThreadPool.threads)
            generation.add(1, ordering: .sequentiallyConsistent)
            if sleepers.load(ordering: .sequentiallyConsistent) > 0 { wakeWorkers() }
            takeChunks(thread: 0)
            waitUntilDone(count)
            self.body = nil
        }
    }

    private func waitUntilDone(_ count: Int) {
        if Self.watch(until: { done.load(ordering: .acquiring) == count }) { return }
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
    private func takeChunks(thread: Int) {
        while let chunk = shares.take(thread) {
            // From here until `done` is raised the job cannot end, so its body and count stand still.
            let total = chunks
            Self.call(body!, chunk)
            let finished = done.add(1, ordering: .sequentiallyConsistent).newValue
            if finished == total, callerSleeps.load(ordering: .sequentiallyConsistent) { wakeCaller() }
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
            let seen = generation.load(ordering: .acquiring)
            // A worker past the wanted number leaves the chunks to the others.
            if index < ThreadPool.threads - 1 { takeChunks(thread: index + 1) }
            if !Self.watch(until: { generation.load(ordering: .relaxed) != seen }) { sleep(after: seen) }
        }
    }

    private func sleep(after seen: UInt64) {
        pthread_mutex_lock(lock)
        sleepers.add(1, ordering: .sequentiallyConsistent)
        while generation.load(ordering: .sequentiallyConsistent) == seen {
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
            let box = Unmanaged.passRetained(WorkerStart(team: self, index: index))
            var attributes = pthread_attr_t()
            pthread_attr_init(&attributes)
            pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
            pthread_attr_setstacksize(&attributes, 2 << 20)
            var thread = pthread_t()
            let status = pthread_create(
                &thread, &attributes,
                { argument in
                    let start = Unmanaged<WorkerStart>.fromOpaque(argument!).takeRetainedValue()
                    start.team.serve(index: start.index)
                    return nil
                }, box.toOpaque())
            pthread_attr_destroy(&attributes)
            if status != 0 { box.release() }
        }
    }

    /// Nanoseconds of watching for workers between jobs, and for the caller at the end of one: more than most
    /// operations leave between jobs, as a thread that sleeps takes as long to wake.
    private static let patience: UInt64 = 100_000

    /// Watches for `isReached`; false if that takes longer than the patience.
    @inline(__always)
    private static func watch(until isReached: () -> Bool) -> Bool {
        var deadline: UInt64 = 0
        while true {
            for _ in 0..<64 {
                if isReached() { return true }
                lagado_relax()
            }
            let now = DispatchTime.now().uptimeNanoseconds
            if deadline == 0 { deadline = now + patience }
            if now > deadline { return false }
        }
    }
}

/// The chunks of a job that nobody has taken, a share for each thread.
private final class ChunkShares {
    /// Words lie this far apart, so that no two threads' are on one line of a cache or on the one that it
    /// fetches with it.
    private static let gap = 16
    private let words: UnsafeMutablePointer<Atomic<UInt64>>
    private let threads = Atomic<Int>(1)

    init() {
        words = .allocate(capacity: ThreadPool.mostThreads * Self.gap)
        for index in 0..<ThreadPool.mostThreads * Self.gap { (words + index).initialize(to: Atomic(0)) }
    }

    /// Cuts 0 ..< count into even stretches, the first of them for the caller.
    func deal(_ count: Int, to wanted: Int) {
        threads.store(wanted, ordering: .relaxed)
        let (each, more) = count.quotientAndRemainder(dividingBy: wanted)
        var start = 0
        for thread in 0..<wanted {
            let end = start + each + (thread < more ? 1 : 0)
            words[thread * Self.gap].store(UInt64(start) << 32 | UInt64(end), ordering: .releasing)
            start = end
        }
    }

    /// The next chunk of the thread's own share, or else the last one of
    /// another's; nil if all have been taken.
    func take(_ thread: Int) -> Int? {
        let all = threads.load(ordering: .relaxed)
        for step in 0..<all {
            let owner = thread + step < all ? thread + step : thread + step - all
            if let chunk = take(from: owner, front: step == 0) { return chunk }
        }
        return nil
    }

    private func take(from owner: Int, front: Bool) -> Int? {
        let word = words + owner * Self.gap
        var seen = word.pointee.load(ordering: .acquiring)
        while true {
            let (next, end) = (Int(seen >> 32), Int(seen & 0xFFFF_FFFF))
            guard next < end else { return nil }
            let (taken, now) = word.pointee.weakCompareExchange(
                expected: seen, desired: front ? seen + 1 << 32 : seen - 1, ordering: .acquiringAndReleasing)
            if taken { return front ? next : end - 1 }
            seen = now
        }
    }
}

/// What a new thread is told.
private final class WorkerStart {
    let team: WorkerTeam
    let index: Int

    init(team: WorkerTeam, index: Int) { (self.team, self.index) = (team, index) }
}

// MARK: One team, one job at a time

extension WorkerTeam {
    // unsafe: made once; replaced only in a forked child, before it has a second thread.
    nonisolated(unsafe) private static var shared: WorkerTeam = {
        // A forked child has none of its parent's threads: it gets a new team,
        // whose threads start at first use.
        pthread_atfork(nil, nil) { WorkerTeam.renew() }
        return WorkerTeam()
    }()
    private static let busy = Atomic<Bool>(false)

    /// The team, or nil while a job is under way.
    static func take() -> WorkerTeam? {
        busy.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged ? shared : nil
    }

    static func giveBack() { busy.store(false, ordering: .releasing) }

    private static func renew() {
        shared = WorkerTeam()
        busy.store(false, ordering: .releasing)
    }
}

/// Whether the present thread is inside a job.
enum ThreadMark {
    static var isWorking: Bool {
        @inline(__always) get { lagado_is_working() }
        @inline(__always) set { lagado_set_is_working(newValue) }
    }
}
