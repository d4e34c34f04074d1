import Foundation
import Synchronization

/// The one pool of threads that everything runs on: as many threads as cores, the caller being one of them.
///
/// The threads start at first use. After a job they watch for the next one for some tens of microseconds,
/// so that the hundreds of small operations of a training step do not pay for a wake-up each,
/// and then sleep. The number of threads never changes a result: work is cut by shape and partial
/// sums are added in a fixed order.
public enum ThreadPool {
    /// Runs `body(0) … body(chunks − 1)`, in any order, side by side, and returns when all are done. Calls
    /// from inside a body run on that body's own thread, and so does a call made while another thread is
    /// using the pool. `chunks` is derived from shapes, never from the number of threads.
    public static func forEach(_ chunks: Int, _ body: (Int) -> Void) {
        guard chunks > 1, chunks <= UInt32.max, !ThreadMark.isWorking, threads > 1,
            let team = WorkerTeam.take()
        else {
            for chunk in 0..<max(chunks, 0) { body(chunk) }
            return
        }
        ThreadMark.isWorking = true
        withoutActuallyEscaping(body) { team.run(chunks, $0) }
        ThreadMark.isWorking = false
        WorkerTeam.giveBack()
    }

    /// The most threads that can be asked for.
    static let mostThreads = 1024

    /// The number of threads in use, the caller's own included.
    public static var threads: Int { ThreadCount.current }

    /// The number of threads that the environment asks for: `LAGADO_THREADS` (1 … 1024), or one for each core
    /// that this process may use. Throws `ThreadPoolError.badEnvironment` if the variable holds anything
    /// else; the pool then goes by the cores.
    public static var configuration: Int {
        get throws { try ThreadCount.fromEnvironment() }
    }

    /// Uses this many threads from the next job on. Throws `ThreadPoolError.outOfRange` outside 1 … 1024.
    public static func setThreads(_ count: Int) throws {
        guard ThreadCount.allowed.contains(count) else { throw ThreadPoolError.outOfRange(count) }
        // Jobs under way end first: from inside a job the change waits for the next one, which reads it anew.
        ThreadCount.set(count)
    }
}

/// What can be wrong with a wish for a number of threads.
public enum ThreadPoolError: Error, Equatable, CustomStringConvertible {
    /// `LAGADO_THREADS` is not a number from 1 to 1024.
    case badEnvironment(String)
    /// A number outside 1 … 1024.
    case outOfRange(Int)

    public var description: String {
        switch self {
        case .badEnvironment(let text):
            return "LAGADO_THREADS is '\(text)', expected a whole number from 1 to 1024; "
                + "unset it to use every core"
        case .outOfRange(let count):
            return "cannot use \(count) threads, expected a number from 1 to 1024"
        }
    }
}

/// How many threads to use, and where the number comes from.
private enum ThreadCount {
    static let allowed = 1...ThreadPool.mostThreads

    /// Zero until asked for: then the environment's number, or the cores.
    private static let chosen = Atomic<Int>(0)

    static var current: Int {
        let known = chosen.load(ordering: .relaxed)
        if known != 0 { return known }
        let count = (try? fromEnvironment()) ?? cores
        // Another thread may have chosen in the meantime: then that counts.
        let (isFirst, present) = chosen.compareExchange(expected: 0, desired: count, ordering: .relaxed)
        return isFirst ? count : present
    }

    static func set(_ count: Int) { chosen.store(count, ordering: .relaxed) }

    static func fromEnvironment() throws -> Int {
        guard let text = ProcessInfo.processInfo.environment["LAGADO_THREADS"] else { return cores }
        guard let count = Int(text), allowed.contains(count) else {
            throw ThreadPoolError.badEnvironment(text)
        }
        return count
    }

    /// The cores that this process may run on, fewer where a container's quota
    /// gives less time than they have.
    static let cores: Int = {
        let visible = max(1, ProcessInfo.processInfo.activeProcessorCount)
        guard let quota = try? String(contentsOfFile: "/sys/fs/cgroup/cpu.max", encoding: .utf8) else {
            return min(visible, allowed.upperBound)
        }
        // "200000 100000": microseconds of processor time for each period of so many; or "max 100000".
        let parts = quota.split(whereSeparator: \.isWhitespace).map { Double($0) }
        guard parts.count == 2, let time = parts[0], let period = parts[1], period > 0 else { return visible }
        return min(visible, allowed.upperBound, max(1, Int((time / period).rounded(.up))))
    }()
}
