/// Every token's bytes, end to end in one buffer, and the way back from bytes to the id.
struct Vocabulary: Sendable {
    /// The bytes of token 0, of token 1, and so on.
    private(set) var bytes: [UInt8] = []
    /// Token `id` occupies `bytes[starts[id] ..< starts[id + 1]]`.
    private(set) var starts: [Int32] = [0]
    /// Open addressing: upper half a hash, lower half an id; all ones is an empty slot.
    private var slots: [UInt64]
    private static let empty = UInt64.max

    init(capacity: Int) {
        var size = 1024
        while size < capacity * 2 { size *= 2 }
        slots = [UInt64](repeating: Self.empty, count: size)
        bytes.reserveCapacity(capacity * 8)
        starts.reserveCapacity(capacity + 1)
    }

    var count: Int { starts.count - 1 }

    /// Where the bytes of a token stand; `id` must be in range.
    func range(of id: Int) -> Range<Int> { Int(starts[id])..<Int(starts[id + 1]) }

    /// The bytes of a token; `id` must be in range.
    subscript(id: Int) -> ArraySlice<UInt8> { bytes[range(of: id)] }

    /// Adds a token under the next id. If two tokens have the same bytes, the first is the one that is found.
    mutating func append(_ token: some Sequence<UInt8>) {
        let start = bytes.count
        bytes.append(contentsOf: token)
        let id = count
        starts.append(Int32(bytes.count))
        bytes.withUnsafeBufferPointer { all in
            let added = UnsafeBufferPointer(rebasing: all[start...])
            let hash = Self.hash(added)
            let mask = slots.count - 1
            var at = Int(hash) & mask
            while slots[at] != Self.empty {
                if UInt32(slots[at] >> 32) == hash,
                    Self.equal(all, range(of: Int(slots[at] & 0xFFFF_FFFF)), added)
                {
                    return
                }
                at = (at + 1) & mask
            }
            slots[at] = UInt64(hash) << 32 | UInt64(id)
        }
        if count * 2 > slots.count { grow() }
    }

    /// The id of the token with exactly these bytes.
    func id(of token: UnsafeBufferPointer<UInt8>) -> Int? {
        bytes.withUnsafeBufferPointer { all in
            let hash = Self.hash(token)
            let mask = slots.count - 1
            var at = Int(hash) & mask
            while slots[at] != Self.empty {
                let id = Int(slots[at] & 0xFFFF_FFFF)
                if UInt32(slots[at] >> 32) == hash, Self.equal(all, range(of: id), token) { return id }
                at = (at + 1) & mask
            }
            return nil
        }
    }

    private mutating func grow() {
        let old = slots
        slots = [UInt64](repeating: Self.empty, count: old.count * 2)
        let mask = slots.count - 1
        for entry in old where entry != Self.empty {
            var at = Int(entry >> 32) & mask
            while slots[at] != Self.empty { at = (at + 1) & mask }
            slots[at] = entry
        }
    }

    private static func hash(_ token: UnsafeBufferPointer<UInt8>) -> UInt32 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in token { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return UInt32(truncatingIfNeeded: hash ^ hash >> 32)
    }

    private static func equal(
        _ all: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ token: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        guard range.count == token.count else { return false }
        for offset in 0..<token.count where all[range.lowerBound + offset] != token[offset] { return false }
        return true
    }
}
