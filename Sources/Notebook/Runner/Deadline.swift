import Foundation
import Language

/// Ends a statement that runs too long: asks it to stop, and a moment later ends it whatever it handles.
final class Deadline: @unchecked Sendable {
    private let lock = NSLock()
    private let over = DispatchSemaphore(value: 0)
    private var (isOver, hasPassed) = (false, false)

    /// Seconds in which a program may tidy up after the first request.
    private static let grace = 0.5

    /// Begins to count.
    ///
    /// - Parameter seconds: how long the statement may run; more than a year is a year.
    init(seconds: Double, interruption: Interruption) {
        let seconds = min(max(seconds, 0), 3e7)
        let thread = Thread { [self] in
            guard over.wait(timeout: .now() + seconds) == .timedOut, pass({ interruption.request() }) else {
                return
            }
            guard over.wait(timeout: .now() + Self.grace) == .timedOut else { return }
            _ = pass { interruption.insist() }
        }
        thread.name = "deadline"
        thread.stackSize = 1 << 18
        thread.start()
    }

    /// Under the lock, so that no request can reach the statement after the one that is meant.
    private func pass(_ ask: () -> Void) -> Bool {
        lock.lock()
        defer { lock.unlock() }
        guard !isOver else { return false }
        hasPassed = true
        ask()
        return true
    }

    /// The statement has ended.
    ///
    /// - Returns: true if its time had run out before.
    func end() -> Bool {
        lock.lock()
        isOver = true
        lock.unlock()
        over.signal()
        return hasPassed
    }
}
