/// Which token a pair of tokens merges into: open addressing in one flat buffer, one 64-bit word an entry.
///
/// A token made by an earlier merge has a smaller id, so the id of the result is also the rank of the merge.
final class MergeTable {
    /// Ids have 21 bits each, which bounds a vocabulary at 2,097,152 tokens.
    static let largestID = 1 << 21 - 1
    static let none: Int32 = .max

    private static let empty: UInt64 = .max
    private let slots: UnsafeMutablePointer<UInt64>
    private let mask: Int

    init(capacity: Int) {
        var size = 1024
        while size < capacity * 2 { size *= 2 }
        slots = .allocate(capacity: size)
        slots.initialize(repeating: Self.empty, count: size)
        mask = size - 1
    }

    deinit { slots.deallocate() }

    @inline(__always)
    private func start(_ pair: UInt64) -> Int {
        Int(truncatingIfNeeded: (pair &* 0x9E37_79B9_7F4A_7C15) >> 40) & mask
    }

    /// Adds a merge; false if the pair has one already.
    func insert(left: Int32, right: Int32, merged: Int32) -> Bool {
        let pair = UInt64(UInt32(bitPattern: left)) << 21 | UInt64(UInt32(bitPattern: right))
        var at = start(pair)
        while slots[at] != Self.empty {
            if slots[at] >> 22 == pair { return false }
            at = (at + 1) & mask
        }
        slots[at] = pair << 22 | UInt64(UInt32(bitPattern: merged))
        return true
    }

    /// The token that the pair merges into, or `none`, which is larger than any id.
    @inline(__always)
    func merged(_ left: Int32, _ right: Int32) -> Int32 {
        let pair = UInt64(UInt32(bitPattern: left)) << 21 | UInt64(UInt32(bitPattern: right))
        var at = start(pair)
        while true {
            let entry = slots[at]
            if entry >> 22 == pair && entry != Self.empty {
                return Int32(truncatingIfNeeded: entry & 0x3F_FFFF)
            }
            if entry == Self.empty { return Self.none }
            at = (at + 1) & mask
        }
    }
}
