import Language

/// The generator behind Python's `random`: MT19937 of Matsumoto and Nishimura (1998), seeded and read as
/// CPython does it.
struct MersenneTwister: Equatable {
    private static let size = 624
    private(set) var words = [UInt32](repeating: 0, count: size)
    private(set) var position = size

    /// From any number of 32-bit words, the lowest first (`init_by_array`).
    init(key: [UInt32]) {
        start(19_650_218)
        let key = key.isEmpty ? [0] : key
        let size = MersenneTwister.size
        var (i, j) = (1, 0)
        for _ in 0..<max(size, key.count) {
            let previous = words[i - 1] ^ (words[i - 1] >> 30)
            words[i] = (words[i] ^ (previous &* 1_664_525)) &+ key[j] &+ UInt32(j)
            (i, j) = (i + 1, (j + 1) % key.count)
            if i == size { (words[0], i) = (words[size - 1], 1) }
        }
        for _ in 0..<(size - 1) {
            let previous = words[i - 1] ^ (words[i - 1] >> 30)
            words[i] = (words[i] ^ (previous &* 1_566_083_941)) &- UInt32(i)
            i += 1
            if i == size { (words[0], i) = (words[size - 1], 1) }
        }
        words[0] = 0x8000_0000
    }

    /// From a state that was read before.
    init?(words: [UInt32], position: Int) {
        guard words.count == MersenneTwister.size, (0...MersenneTwister.size).contains(position) else {
            return nil
        }
        (self.words, self.position) = (words, position)
    }

    private mutating func start(_ seed: UInt32) {
        words[0] = seed
        for i in 1..<MersenneTwister.size {
            words[i] = 1_812_433_253 &* (words[i - 1] ^ (words[i - 1] >> 30)) &+ UInt32(i)
        }
        position = MersenneTwister.size
    }

    /// The next 32 bits.
    mutating func next() -> UInt32 {
        if position >= MersenneTwister.size { twist() }
        var word = words[position]
        position += 1
        word ^= word >> 11
        word ^= (word << 7) & 0x9D2C_5680
        word ^= (word << 15) & 0xEFC6_0000
        return word ^ (word >> 18)
    }

    private mutating func twist() {
        let size = MersenneTwister.size
        for i in 0..<size {
            let mixed = (words[i] & 0x8000_0000) | (words[(i + 1) % size] & 0x7FFF_FFFF)
            words[i] = words[(i + 397) % size] ^ (mixed >> 1) ^ (mixed & 1 == 0 ? 0 : 0x9908_B0DF)
        }
        position = 0
    }

    /// A number in [0, 1) with 53 random bits.
    mutating func fraction() -> Double {
        let (high, low) = (Double(next() >> 5), Double(next() >> 6))
        return (high * 67_108_864 + low) / 9_007_199_254_740_992
    }

    /// `count` random bits, at most 64.
    mutating func bits(_ count: Int) -> UInt64 {
        if count <= 0 { return 0 }
        if count <= 32 { return UInt64(next() >> UInt32(32 - count)) }
        let low = UInt64(next())
        return low | UInt64(next() >> UInt32(64 - count)) << 32
    }

    /// A number in `0..<limit`, each equally likely.
    mutating func below(_ limit: UInt64) -> UInt64 {
        let width = UInt64.bitWidth - limit.leadingZeroBitCount
        while true {
            let drawn = bits(width)
            if drawn < limit { return drawn }
        }
    }
}
