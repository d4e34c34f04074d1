import Foundation
import Language

/// Where the signal handler writes while a statement runs, and while the prompt waits. Plain integers: a
/// handler may touch nothing that allocates or locks.
// unsafe: one word each, written by the main thread alone before the handler can read it.
nonisolated(unsafe) private var runningDescriptor: Int32 = -1
nonisolated(unsafe) private var promptDescriptor: Int32 = -1

/// Ctrl-C and changes of the window, turned from signals into bytes in a pipe, which ordinary code reads.
enum InterruptSignal {
    enum Event: UInt8 { case interrupt = 1, resize, goOn }

    // unsafe: of the main thread alone.
    nonisolated(unsafe) private static var isInstalled = false

    /// From now on Ctrl-C never ends the program. While no prompt waits, it asks the statement that runs to
    /// stop; three in a row, each within a second of the one before, end it even if it handles every one.
    ///
    /// - Parameter hint: is called on a second Ctrl-C within a second, on a thread of its own: nothing has
    ///   seen the first yet, tell the person why.
    static func install(_ interruption: Interruption, hint: @escaping @Sendable () -> Void) {
        guard !isInstalled, let pipe = makePipe() else { return }
        isInstalled = true
        runningDescriptor = pipe.write
        let thread = Thread {
            var (last, row) = (-Double.infinity, 0)
            while true {
                var byte: UInt8 = 0
                let count = read(pipe.read, &byte, 1)
                if count < 0, errno == EINTR { continue }
                guard count == 1 else { return }
                let now = ProcessInfo.processInfo.systemUptime
                row = now - last < 1 ? row + 1 : 1
                last = now
                if row > 1, interruption.isRequested { hint() }
                if row > 2 { interruption.insist() } else { interruption.request() }
            }
        }
        thread.name = "interrupt"
        thread.stackSize = 1 << 18
        thread.start()
        handle(SIGINT, restart: true) { _ in
            InterruptSignal.send(.interrupt)
        }
    }

    /// While the prompt waits, events go to its own pipe.
    ///
    /// - Returns: the end to read from, or -1 if the system has no pipe left.
    static func openPrompt() -> Int32 {
        guard let pipe = makePipe() else { return -1 }
        promptPipe = pipe.write
        handle(SIGWINCH, restart: true) { _ in InterruptSignal.send(.resize) }
        handle(SIGCONT, restart: true) { _ in InterruptSignal.send(.goOn) }
        return pipe.read
    }

    // unsafe: of the main thread alone.
    nonisolated(unsafe) private static var promptPipe: Int32 = -1

    /// Whether a prompt waits now.
    static var isAtPrompt: Bool {
        get { promptDescriptor >= 0 }
        set { promptDescriptor = newValue ? promptPipe : -1 }
    }

    /// Runs inside a signal handler: one `write`, and `errno` as it was.
    private static func send(_ event: Event) {
        let before = errno
        let descriptor =
            promptDescriptor >= 0 ? promptDescriptor : event == .interrupt ? runningDescriptor : -1
        if descriptor >= 0 {
            var byte = event.rawValue
            _ = write(descriptor, &byte, 1)
        }
        errno = before
    }

    private static func handle(
        _ signal: Int32, restart: Bool, _ handler: @escaping @convention(c) (Int32) -> Void
    ) {
        var action = sigaction()
        action.__sigaction_handler.sa_handler = handler
        action.sa_flags = restart ? SA_RESTART : 0
        sigemptyset(&action.sa_mask)
        sigaction(signal, &action, nil)
        // Who started the program may have blocked it, and a child inherits that.
        var one = sigset_t()
        sigemptyset(&one)
        sigaddset(&one, signal)
        pthread_sigmask(SIG_UNBLOCK, &one, nil)
    }

    private static func makePipe() -> (read: Int32, write: Int32)? {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        // A full pipe must not stop the handler.
        _ = fcntl(ends[1], F_SETFL, O_NONBLOCK)
        return (ends[0], ends[1])
    }
}
