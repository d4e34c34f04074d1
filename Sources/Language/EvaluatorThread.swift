import Foundation

/// A thread with a stack of `Limits.stackBytes` that does one piece of work after another, while whoever
/// hands it over waits.
///
/// Foundation's `Thread` says nothing when the system refuses to start one, and whoever waits for its result
/// waits for ever; pthread_create says so.
final class EvaluatorThread: @unchecked Sendable {
    /// What the thread and those who hand over work share; it lives until the thread has ended.
    private final class Desk {
        let condition = NSCondition()
        var work: (() -> Void)?
        var isDone = false
        var isEnding = false
    }

    private var desk: Desk?
    /// One piece of work at a time, whichever thread it comes from.
    private let turn = NSLock()

    /// Does the work on the thread, and comes back when it is done.
    ///
    /// - Throws: `MemoryError` if the thread cannot be started; nothing has been done then.
    func run(_ work: @escaping () -> Void) throws {
        turn.lock()
        defer { turn.unlock() }
        let desk = try started()
        desk.condition.lock()
        (desk.work, desk.isDone) = (work, false)
        desk.condition.broadcast()
        while !desk.isDone { desk.condition.wait() }
        desk.condition.unlock()
    }

    /// Lets the thread end, which may be the one that calls.
    func end() {
        guard let desk else { return }
        desk.condition.lock()
        desk.isEnding = true
        desk.condition.broadcast()
        desk.condition.unlock()
    }

    private func started() throws -> Desk {
        if let desk { return desk }
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setstacksize(&attributes, Limits.stackBytes)
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        var thread = pthread_t()
        let made = Desk()
        let argument = Unmanaged.passRetained(made)
        let code = pthread_create(
            &thread, &attributes,
            { argument in
                EvaluatorThread.work(at: Unmanaged<Desk>.fromOpaque(argument!).takeRetainedValue())
                return nil
            }, argument.toOpaque())
        guard code == 0 else {
            argument.release()
            throw ScriptError(
                "MemoryError",
                "no thread with a stack of \(Limits.stackBytes >> 20) MB can be started: "
                    + String(cString: strerror(code)),
                hint: "raise the limit on memory (ulimit -v, ulimit -d) or free some")
        }
        desk = made
        return made
    }

    private static func work(at desk: Desk) {
        var mark = 0
        let stack = withUnsafeBytes(of: &mark) { unusedStack(below: $0.baseAddress!) }
        desk.condition.lock()
        while true {
            while desk.work == nil, !desk.isEnding { desk.condition.wait() }
            if desk.work == nil { break }
            desk.condition.unlock()
            doWork(at: desk)
            // A deep recursion that has ended keeps no memory.
            madvise(stack.baseAddress, stack.count, MADV_DONTNEED)
            desk.condition.lock()
            desk.isDone = true
            desk.condition.broadcast()
        }
        desk.condition.unlock()
    }

    /// What the work holds has been let go at the end, outside of the lock: it may be the last to hold the
    /// interpreter, which ends this thread.
    @inline(never)
    private static func doWork(at desk: Desk) {
        let work = desk.work
        desk.work = nil
        work?()
    }

    /// The stack of this thread below `top`, an address near its top, but for the megabyte there that every
    /// piece of work needs, and for what the system keeps at both ends.
    private static func unusedStack(below top: UnsafeRawPointer) -> UnsafeMutableRawBufferPointer {
        let (page, margin) = (1 << 14, 1 << 20)
        let upper = (Int(bitPattern: top) - margin) & ~(page - 1)
        let lower = (Int(bitPattern: top) - Limits.stackBytes + 4 * margin) & ~(page - 1)
        return UnsafeMutableRawBufferPointer(
            start: UnsafeMutableRawPointer(bitPattern: lower), count: upper - lower)
    }
}
