import Foundation

/// A program at a terminal that nobody sees: what it is sent is typed, what it shows can be waited for.
final class PseudoTerminal {
    private let main: Int32
    private var process: pid_t = 0
    /// All that was shown, escape sequences and carriage returns left out.
    private(set) var shown = ""
    private var pending: [UInt8] = []

    /// What Swift does not import: TIOCSPTLCK, TIOCGPTN, POSIX_SPAWN_SETSID.
    private enum Linux {
        static let setLock: UInt = 0x4004_5431
        static let getNumber: UInt = 0x8004_5430
        static let newSession: Int16 = 0x80
    }

    struct Failure: Error, CustomStringConvertible { var description: String }

    init(_ path: String, _ options: [String] = [], environment: [String: String]) throws {
        // Swift's Glibc has no posix_openpt: this is what it does on Linux.
        main = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var (unlocked, number): (Int32, UInt32) = (0, 0)
        guard main >= 0, ioctl(main, Linux.setLock, &unlocked) == 0,
            ioctl(main, Linux.getNumber, &number) == 0
        else { throw Failure(description: "this system has no pseudo terminal left") }
        let name = "/dev/pts/\(number)"
        var size = winsize(ws_row: 40, ws_col: 90, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(main, UInt(TIOCSWINSZ), &size)

        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        // The first terminal that the leader of a session opens becomes its own: Ctrl-C then is a signal.
        posix_spawn_file_actions_addopen(&actions, 0, name, O_RDWR, 0)
        posix_spawn_file_actions_adddup2(&actions, 0, 1)
        posix_spawn_file_actions_adddup2(&actions, 0, 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setflags(&attributes, Linux.newSession)

        let arguments = ([path] + options).map { strdup($0) } + [nil]
        let variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { (arguments + variables).forEach { free($0) } }
        let code = posix_spawn(&process, path, &actions, &attributes, arguments, variables)
        guard code == 0 else { throw Failure(description: String(cString: strerror(code))) }
    }

    deinit {
        if process > 0 {
            kill(process, SIGKILL)
            var status: Int32 = 0
            waitpid(process, &status, 0)
        }
        close(main)
    }

    /// Ends the program as a power cut would.
    func killAtOnce() {
        kill(process, SIGKILL)
        var status: Int32 = 0
        waitpid(process, &status, 0)
        process = 0
    }

    /// Types keys as they are: `\t`, `\r` for Enter, `\u{3}` for Ctrl-C.
    func type(_ keys: String) {
        let bytes = Array(keys.utf8)
        _ = Foundation.write(main, bytes, bytes.count)
    }

    /// Waits until a text is shown, after everything that was waited for before.
    ///
    /// - Returns: what was shown up to the end of the text.
    @discardableResult
    func wait(for text: String, seconds: Double = 20) throws -> String {
        let end = Date().addingTimeInterval(seconds)
        while true {
            if let range = shown.range(of: text) {
                let before = String(shown[..<range.upperBound])
                shown = String(shown[range.upperBound...])
                return before
            }
            guard Date() < end, receive() else {
                throw Failure(
                    description: "waited for \(text.debugDescription), shown: \(shown.debugDescription)")
            }
        }
    }

    /// - Returns: false when the program is gone.
    private func receive() -> Bool {
        var waiting = pollfd(fd: main, events: Int16(POLLIN), revents: 0)
        guard poll(&waiting, 1, 100) > 0 else { return true }
        var block = [UInt8](repeating: 0, count: 4096)
        let count = Foundation.read(main, &block, block.count)
        guard count > 0 else { return false }
        pending += block[..<count]
        shown += Self.plain(&pending)
        return true
    }

    /// Waits for the end of the program.
    func exitCode(seconds: Double = 20) throws -> Int32 {
        let end = Date().addingTimeInterval(seconds)
        var status: Int32 = 0
        while waitpid(process, &status, WNOHANG) == 0 {
            guard Date() < end else { throw Failure(description: "the program goes on; shown: \(shown)") }
            _ = receive()
        }
        process = 0
        return status & 0x7f == 0 ? (status >> 8) & 0xff : -(status & 0x7f)
    }

    /// The text without escape sequences; what is not whole yet stays.
    private static func plain(_ bytes: inout [UInt8]) -> String {
        var result: [UInt8] = []
        var index = 0
        scan: while index < bytes.count {
            switch bytes[index] {
            case 0x1b:
                guard index + 1 < bytes.count else { break scan }
                guard bytes[index + 1] == 0x5b else {
                    index += 2
                    continue
                }
                guard let end = bytes[(index + 2)...].firstIndex(where: { (0x40...0x7e).contains($0) }) else {
                    break scan
                }
                index = end + 1
            case 0x0d, 0x07: index += 1
            default:
                result.append(bytes[index])
                index += 1
            }
        }
        bytes.removeFirst(index)
        return String(decoding: result, as: UTF8.self)
    }
}
