import Synchronization

/// The one switch that stops work: Ctrl-C requests, whatever runs polls.
///
/// Libraries get `check` as a closure. A request stays until `clear()`, so that no `except` or `finally` of a script
/// can outlive it.
public final class Interruption: Sendable {
    private let flag = Atomic<Bool>(false)

    public init() {}

    /// Asks the running statement to stop. Safe from any thread and from a signal handler.
    public func request() { flag.store(true, ordering: .relaxed) }

    /// Forgets a request; called before each cell.
    public func clear() { flag.store(false, ordering: .relaxed) }

    @inline(__always)
    public var isRequested: Bool { flag.load(ordering: .relaxed) }

    /// - Throws: KeyboardInterrupt if a stop was requested.
    @inline(__always)
    public func check() throws {
        if flag.load(ordering: .relaxed) { throw ScriptError("KeyboardInterrupt", "interrupted") }
    }
}
