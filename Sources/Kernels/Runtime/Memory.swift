import Foundation

/// Memory for tensors: blocks aligned to 64 bytes, kept for reuse when given back.
///
/// Training asks for the same sizes every step, and fresh memory costs a page fault for each page,
/// so blocks of 32 KB and more are cut from one large range of addresses whose pages stay with the process.
/// Neighbouring free blocks become one, whatever sizes they had, and pages go back to the system before
/// the process would hold more than a thirty-second above the most that was ever in use at one time.
/// Smaller blocks come from slabs of one size each. Thread-safe. Blocks are not zeroed.
public enum Memory {
    /// A block of at least `bytes` bytes, aligned to 64; nil when there is no such memory, which is found out
    /// before the system would have to end the process for it. Zero bytes are a block too.
    public static func allocate(_ bytes: Int) -> UnsafeMutableRawPointer? {
        guard bytes >= 0, bytes <= Int.max / 4 else { return nil }
        return locked { bytes <= SmallBlocks.limit ? small.allocate(bytes) : arena.allocate(bytes) }
    }

    /// Gives a block of `allocate(bytes)` back; `bytes` is the number that it was asked for with.
    public static func release(_ pointer: UnsafeMutableRawPointer, bytes: Int) {
        locked {
            if bytes <= SmallBlocks.limit {
                small.release(pointer, bytes)
            } else {
                arena.release(pointer, bytes)
            }
        }
    }

    /// Gives the pages of all free large blocks back to the system.
    public static func trim() { locked { arena.trim() } }

    /// Bytes in blocks that were allocated and not given back.
    public static var inUse: Int { locked { arena.inUse + small.inUse } }

    /// Bytes that the process holds for reuse, at most.
    public static var pooled: Int { locked { arena.idle + small.idle } }

    /// The most bytes that were in use at one time, since the start or the last `resetPeak()`.
    public static var peak: Int { locked { usage.peak } }

    /// Lets `peak` start again from what is in use now.
    public static func resetPeak() { locked { usage.peak = arena.inUse + small.inUse } }

    /// Bytes that a new block could have: what the system says is available, and what is held for reuse.
    public static var available: Int {
        let (system, idle) = (SystemMemory.available, pooled)
        return system > Int.max - idle ? Int.max : system + idle
    }

    /// Bytes that the process has in pages outside of what is managed here: the program, its
    /// libraries, the language's values.
    public static var outside: Int { max(0, SystemMemory.resident - inUse - pooled) }

    /// Bytes of memory in this machine.
    public static var physical: Int { SystemMemory.physical }

    // MARK: State, under one lock

    // unsafe: read and written while `lock` is held.
    #if PLAIN_MEMORY
        nonisolated(unsafe) private static var arena = PlainBlocks()
        nonisolated(unsafe) private static var small = PlainBlocks()
    #else
        nonisolated(unsafe) private static var arena = Arena()
        nonisolated(unsafe) private static var small = SmallBlocks()
    #endif
    nonisolated(unsafe) private static var usage = Usage()
    private static let lock: SpinLock = {
        // A fork in the middle of an allocation would leave the child with a lock that nobody holds.
        pthread_atfork({ Memory.lockForFork() }, { Memory.unlockAfterFork() }, { Memory.unlockAfterFork() })
        return SpinLock()
    }()

    private static func locked<Result>(_ body: () -> Result) -> Result {
        lock.lock()
        defer {
            usage.note(arena.inUse + small.inUse)
            lock.unlock()
        }
        return body()
    }

    private static func lockForFork() { lock.lock() }
    private static func unlockAfterFork() { lock.unlock() }

    private struct Usage {
        var peak = 0

        mutating func note(_ inUse: Int) { if inUse > peak { peak = inUse } }
    }
}

/// What the system says about memory.
enum SystemMemory {
    /// Bytes in this machine.
    static let physical = sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))

    /// Bytes of this process that have pages.
    static var resident: Int {
        // "size resident shared …", in pages.
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return 0 }
        let fields = text.split(separator: " ")
        return fields.count > 1 ? (Int(fields[1]) ?? 0) * sysconf(Int32(_SC_PAGESIZE)) : 0
    }

    /// What this process can get without swapping, and without meeting the limit of its container.
    static var available: Int { min(unlimited, ContainerMemory.own.available ?? .max) }

    /// `MemAvailable`: what programs can get; all there is where the system does not tell.
    private static var unlimited: Int {
        guard let text = try? String(contentsOfFile: "/proc/meminfo", encoding: .utf8) else {
            return physical
        }
        for line in text.split(separator: "\n") where line.hasPrefix("MemAvailable:") {
            let number = line.dropFirst("MemAvailable:".count).split(separator: " ").first.flatMap { Int($0) }
            if let number { return number * 1024 }
        }
        return physical
    }
}
