import Foundation

/// Large blocks: one range of addresses, cut by best fit, its free neighbours joined.
///
/// Addresses are reserved once, several times the machine's memory, and cost nothing until they are touched.
/// Which pieces of 2 MB have been touched is written down; free pieces that have are what
/// reuse saves and trimming returns.
struct Arena {
    private struct Range {
        var start: Int
        var size: Int
    }

    /// Bytes in blocks, rounded up to pages.
    private(set) var inUse = 0
    private var highestUse = 0
    private var base: UnsafeMutableRawPointer?
    /// Free ranges in ascending order of address; no two touch. The last reaches to the end.
    private var free: [Range] = []
    private var isTouched: [Bool] = []
    private var touched = 0

    private static let page = 4096
    private static let piece = 2 << 20
    /// What may be idle beyond a thirty-second of the peak.
    private static let slack = 64 << 20
    /// Below this size a new block is not worth asking the system how much memory it has.
    private static let unchecked = 32 << 20

    /// Bytes that have pages and are in no block.
    var idle: Int { max(0, touched * Self.piece - inUse) }

    mutating func allocate(_ bytes: Int) -> UnsafeMutableRawPointer? {
        let size = (bytes + Self.page - 1) / Self.page * Self.page
        guard reserve(), let index = bestFit(size) else { return nil }
        let start = free[index].start
        let pieces = start / Self.piece...(start + size - 1) / Self.piece
        var fresh = untouched(in: pieces) * Self.piece

        // Idle pages go back before new ones come, so that the process stays near its peak of memory in use.
        let allowed = max(highestUse, inUse + size)
        let bound = allowed + allowed / 32 + Self.slack
        if fresh > 0, touched * Self.piece + fresh > bound { trim(to: bound - fresh, sparing: pieces) }
        if fresh >= Self.unchecked, fresh > SystemMemory.available {
            trim(to: 0)
            fresh = untouched(in: pieces) * Self.piece
            if fresh > SystemMemory.available { return nil }
        }

        for piece in pieces where !isTouched[piece] {
            isTouched[piece] = true
            touched += 1
        }
        free[index].start += size
        free[index].size -= size
        if free[index].size == 0 { free.remove(at: index) }
        inUse += size
        highestUse = max(highestUse, inUse)
        return base! + start
    }

    mutating func release(_ block: UnsafeMutableRawPointer, _ bytes: Int) {
        let size = (bytes + Self.page - 1) / Self.page * Self.page
        inUse -= size
        var range = Range(start: block - base!, size: size)
        var index = firstRange(after: range.start)
        if index < free.count, range.start + range.size == free[index].start {
            range.size += free[index].size
            free.remove(at: index)
        }
        if index > 0, free[index - 1].start + free[index - 1].size == range.start {
            index -= 1
            free[index].size += range.size
        } else {
            free.insert(range, at: index)
        }
    }

    /// Gives all idle pages back and forgets the peak that they were kept for.
    mutating func trim() {
        trim(to: 0)
        highestUse = inUse
    }

    /// Gives pages of free ranges back, the largest range first, until at most `limit` bytes have pages.
    private mutating func trim(to limit: Int, sparing spared: ClosedRange<Int> = -1...(-1)) {
        for range in free.sorted(by: { $0.size > $1.size }) {
            // Pieces that lie in the range as a whole; the others are shared with blocks.
            let first = (range.start + Self.piece - 1) / Self.piece
            let end = (range.start + range.size) / Self.piece
            var piece = first
            while piece < end, touched * Self.piece > limit {
                defer { piece += 1 }
                guard isTouched[piece], !spared.contains(piece) else { continue }
                madvise(base! + piece * Self.piece, Self.piece, Int32(MADV_DONTNEED))
                isTouched[piece] = false
                touched -= 1
            }
        }
    }

    private func untouched(in pieces: ClosedRange<Int>) -> Int {
        var count = 0
        for piece in pieces where !isTouched[piece] { count += 1 }
        return count
    }

    // MARK: Finding a place

    /// The smallest range that has room. The last one, which reaches to the end of the addresses, is the
    /// largest, so new ground is broken only where no hole fits.
    private func bestFit(_ size: Int) -> Int? {
        var (best, bestSize) = (-1, Int.max)
        for index in free.indices where free[index].size >= size && free[index].size < bestSize {
            (best, bestSize) = (index, free[index].size)
        }
        return best < 0 ? nil : best
    }

    private func firstRange(after start: Int) -> Int {
        var (low, high) = (0, free.count)
        while low < high {
            let middle = (low + high) / 2
            if free[middle].start < start { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Reserves addresses at first use: four times the machine's memory, or what the system grants.
    private mutating func reserve() -> Bool {
        if base != nil { return true }
        var size = min(max(SystemMemory.physical, 1 << 30), 1 << 44) / Self.piece * Self.piece * 4
        while size >= 64 << 20 {
            let flags = Int32(MAP_PRIVATE) | Int32(MAP_ANONYMOUS) | Int32(MAP_NORESERVE)
            if let range = mmap(nil, size, PROT_READ | PROT_WRITE, flags, -1, 0), range != MAP_FAILED {
                // Pages of 2 MB, where the system has them: fewer faults, fewer translations to look up.
                madvise(range, size, Int32(MADV_HUGEPAGE))
                let skipped = (Self.piece - Int(bitPattern: range) % Self.piece) % Self.piece
                base = range + skipped
                free = [Range(start: 0, size: size - skipped)]
                isTouched = [Bool](repeating: false, count: size / Self.piece + 1)
                return true
            }
            size /= 2
        }
        return false
    }
}
