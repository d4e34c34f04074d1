/// Ids of the words met so far. A book has twenty times as many words as different words.
///
/// Words of up to 15 bytes are their own key: 15 bytes and the length fill two registers,
/// so that a comparison is exact and touches no text. Up to two ids (nearly all words) are in the
/// entry itself, more in `overflow`.
struct WordCache {
    struct Entry {
        /// Bytes 0 to 7; bytes 8 to 14 with the length on top, 0 for an empty slot.
        var low: UInt64 = 0
        var high: UInt64 = 0
        /// Number of ids in bits 0 to 7; then two ids of 28 bits, or a position in `overflow`.
        var value: UInt64 = 0
    }

    static let longestWord = 15
    /// Past this many words the cache starts again, so that a stream of nonsense cannot fill the memory.
    private static let limit = 1 << 18

    private(set) var entries = UnsafeMutablePointer<Entry>.allocate(capacity: 4096)
    private var mask = 4095
    private var count = 0
    private(set) var overflow = IDBuffer()

    init() { entries.initialize(repeating: Entry(), count: 4096) }

    func free() {
        entries.deallocate()
        overflow.free()
    }

    @inline(__always)
    private func start(_ low: UInt64, _ high: UInt64) -> Int {
        let mixed = (low &* 0x9E37_79B9_7F4A_7C15) ^ (high &* 0xC2B2_AE3D_27D4_EB4F)
        return Int(truncatingIfNeeded: (mixed ^ mixed >> 29) &* 0xBF58_476D_1CE4_E5B9 >> 32) & mask
    }

    /// The slot that holds this word, or the empty slot where it belongs.
    @inline(__always)
    func slot(_ low: UInt64, _ high: UInt64) -> UnsafeMutablePointer<Entry> {
        var at = start(low, high)
        while true {
            let entry = entries + at
            if entry.pointee.high == high && entry.pointee.low == low || entry.pointee.high == 0 {
                return entry
            }
            at = (at + 1) & mask
        }
    }

    /// Remembers the ids of a word that is not there yet.
    @inline(never)
    mutating func insert(_ low: UInt64, _ high: UInt64, ids: UnsafeMutablePointer<Int32>, count idCount: Int)
    {
        if count * 2 > mask { count < Self.limit ? grow() : clear() }
        var value = UInt64(idCount)
        if idCount <= 2 {
            value |= UInt64(UInt32(bitPattern: ids[0])) << 8
            if idCount == 2 { value |= UInt64(UInt32(bitPattern: ids[1])) << 36 }
        } else {
            value |= UInt64(overflow.count) << 8
            for index in 0..<idCount { overflow.append(ids[index]) }
        }
        slot(low, high).pointee = Entry(low: low, high: high, value: value)
        count += 1
    }

    private mutating func clear() {
        entries.update(repeating: Entry(), count: mask + 1)
        overflow.count = 0
        count = 0
    }

    private mutating func grow() {
        let old = entries
        let oldSize = mask + 1
        mask = oldSize * 2 - 1
        entries = .allocate(capacity: mask + 1)
        entries.initialize(repeating: Entry(), count: mask + 1)
        for index in 0..<oldSize where old[index].high != 0 {
            slot(old[index].low, old[index].high).pointee = old[index]
        }
        old.deallocate()
    }
}
