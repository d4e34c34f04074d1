import Synchronization

/// The one switch that stops work: Ctrl-C requests, whatever runs polls.
///
/// Libraries get `check` as a closure. A request stays until the program's own code answers it, so that no
/// library can lose it: every check throws until an `except`, a `finally` or an `__exit__` of the program
/// begins. That code runs undisturbed, and once it has handled the request the program goes on as if there
/// had been none. A second request while it runs is final: every check throws until `clear()`, and nothing
/// of the program's own runs any more.
public final class Interruption: Sendable {
    /// Odd numbers are those at which a check throws.
    private enum State {
        static let idle: UInt8 = 0, requested: UInt8 = 1, handling: UInt8 = 2, final: UInt8 = 3
    }

    private let state = Atomic<UInt8>(State.idle)

    public init() {}

    /// Asks the running statement to stop. Safe from any thread and from a signal handler.
    public func request() {
        // Again where the evaluating thread has moved in between: no request may fall between two states.
        while !isRequested {
            if move(from: State.idle, to: State.requested) || move(from: State.handling, to: State.final) {
                return
            }
        }
    }

    /// Ends the running statement whatever it handles: for who asks again and again.
    public func insist() { state.store(State.final, ordering: .relaxed) }

    /// Forgets a request; called before each cell.
    public func clear() { state.store(State.idle, ordering: .relaxed) }

    /// Whether a check throws now.
    @inline(__always)
    public var isRequested: Bool { state.load(ordering: .relaxed) & 1 != 0 }

    /// Whether no code of the program may run any more.
    var isFinal: Bool { state.load(ordering: .relaxed) == State.final }

    /// - Throws: KeyboardInterrupt if a stop was requested.
    @inline(__always)
    public func check() throws {
        if isRequested { throw Interruption.error }
    }

    private static var error: ScriptError { ScriptError("KeyboardInterrupt", "interrupted") }

    // MARK: What the program's own code does with it

    /// The program's code answers the request: an `except`, a `finally` or an `__exit__` begins.
    func acknowledge() { _ = move(from: State.requested, to: State.handling) }

    /// That code has ended, and the interruption goes on to whoever called.
    func goOn() { _ = move(from: State.handling, to: State.requested) }

    /// The program has handled the request and goes on.
    func settle() { _ = move(from: State.handling, to: State.idle) }

    private func move(from old: UInt8, to new: UInt8) -> Bool {
        state.compareExchange(expected: old, desired: new, ordering: .relaxed).exchanged
    }
}
