import Foundation

/// Blocks of up to 32 KB: slabs of one size each, and a list of free blocks for every size.
///
/// Sizes are the multiples of 64 up to 512 and then eight for each doubling, so at most an eighth is lost.
/// Slabs are never given back; they are what a tiny model and the interpreter's scalars use over and over.
struct SmallBlocks {
    /// The largest small block.
    static let limit = 32 << 10
    private static let slab = 256 << 10

    private(set) var inUse = 0
    private(set) var idle = 0
    /// Heads of the lists; a free block's first word is the next one's address.
    private var free = [UnsafeMutableRawPointer?](repeating: nil, count: SmallBlocks.sizeClass(limit) + 1)

    mutating func allocate(_ bytes: Int) -> UnsafeMutableRawPointer? {
        let index = Self.sizeClass(bytes)
        let size = Self.size(of: index)
        if free[index] == nil { addSlab(index, size) }
        guard let block = free[index] else { return nil }
        free[index] = block.load(as: UnsafeMutableRawPointer?.self)
        inUse += size
        idle -= size
        return block
    }

    mutating func release(_ block: UnsafeMutableRawPointer, _ bytes: Int) {
        let index = Self.sizeClass(bytes)
        block.storeBytes(of: free[index], as: UnsafeMutableRawPointer?.self)
        free[index] = block
        inUse -= Self.size(of: index)
        idle += Self.size(of: index)
    }

    private mutating func addSlab(_ index: Int, _ size: Int) {
        var slab: UnsafeMutableRawPointer?
        guard posix_memalign(&slab, 64, Self.slab) == 0, let slab else { return }
        // Linked from the end, so that blocks come out in ascending order.
        for place in stride(from: Self.slab / size - 1, through: 0, by: -1) {
            let block = slab + place * size
            block.storeBytes(of: free[index], as: UnsafeMutableRawPointer?.self)
            free[index] = block
            idle += size
        }
    }

    /// 0 … 7 for 64 … 512 bytes, then eight classes for each doubling, all multiples of 64.
    private static func sizeClass(_ bytes: Int) -> Int {
        let lines = max(1, (bytes + 63) / 64)
        if lines <= 8 { return lines - 1 }
        let power = Int.bitWidth - 1 - (lines - 1).leadingZeroBitCount  // 2^power ≤ lines − 1
        let step = 1 << (power - 3)
        return 8 * (power - 2) + (lines - 1 - (1 << power)) / step
    }

    private static func size(of index: Int) -> Int {
        if index < 8 { return 64 * (index + 1) }
        let power = index / 8 + 2
        return 64 * ((1 << power) + (index % 8 + 1) * (1 << (power - 3)))
    }
}
