import Foundation

/// The time from the start of the program to its prompt, at a terminal that nobody sees.
enum BenchStartup {
    /// What Swift's Glibc does not import: TIOCSPTLCK, TIOCGPTN, POSIX_SPAWN_SETSID.
    private enum Linux {
        static let setLock: UInt = 0x4004_5431
        static let getNumber: UInt = 0x8004_5430
        static let newSession: Int16 = 0x80
    }

    struct Failure: Error, CustomStringConvertible { var description: String }

    static func run(_ runs: Int) throws -> BenchReport {
        let times = try (0..<max(1, runs)).map { _ in try once() }
        var report = BenchReport("startup")
        report.setting("runs", times.count)
        report.add("startup_seconds", "start to prompt, median", Measure.median(times), "s")
        report.add("startup_fastest_seconds", "fastest", times.min() ?? .nan, "s")
        report.add("startup_slowest_seconds", "slowest", times.max() ?? .nan, "s")
        return report
    }

    /// - Returns: seconds from the call that starts the program until `1> ` has arrived.
    private static func once() throws -> Double {
        let main = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        defer { if main >= 0 { close(main) } }
        var (unlocked, number): (Int32, UInt32) = (0, 0)
        guard main >= 0, ioctl(main, Linux.setLock, &unlocked) == 0,
            ioctl(main, Linux.getNumber, &number) == 0
        else {
            throw Failure(description: "this system has no pseudo terminal left")
        }
        var size = winsize(ws_row: 40, ws_col: 100, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(main, UInt(TIOCSWINSZ), &size)

        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/pts/\(number)", O_RDWR, 0)
        posix_spawn_file_actions_adddup2(&actions, 0, 1)
        posix_spawn_file_actions_adddup2(&actions, 0, 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setflags(&attributes, Linux.newSession)

        var variables = ProcessInfo.processInfo.environment
        variables["NO_COLOR"] = "1"
        variables["TERM"] = "xterm-256color"
        let arguments: [UnsafeMutablePointer<CChar>?] = [strdup("lagado"), nil]
        let environment = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { (arguments + environment).forEach { free($0) } }

        let start = DispatchTime.now().uptimeNanoseconds
        var process: pid_t = 0
        let code = posix_spawn(&process, "/proc/self/exe", &actions, &attributes, arguments, environment)
        guard code == 0 else {
            throw Failure(description: "lagado cannot be started: \(String(cString: strerror(code)))")
        }
        defer {
            kill(process, SIGKILL)
            var status: Int32 = 0
            waitpid(process, &status, 0)
        }
        var shown: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 4096)
        while true {
            var waiting = pollfd(fd: main, events: Int16(POLLIN), revents: 0)
            guard poll(&waiting, 1, 10_000) > 0 else { throw Failure(description: "no prompt within 10 s") }
            let count = read(main, &block, block.count)
            guard count > 0 else { throw Failure(description: "lagado ended before its prompt") }
            shown += block[..<count]
            if String(decoding: shown, as: UTF8.self).contains("1> ") {
                return Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
            }
        }
    }
}
