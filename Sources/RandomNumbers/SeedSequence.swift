/// NumPy's `SeedSequence`: whole numbers of any quality mixed into a pool of four words or more, from which
/// generators take their first state (after O'Neill's `seed_seq`).
public struct SeedSequence: Equatable, Sendable {
    private var pool: [UInt32]

    /// - Parameters:
    ///   - entropy: the words of the seed, the lowest first.
    ///   - spawnKey: the words of the place in a family of sequences; none for the first.
    ///   - size: the words of the pool, 4 at least.
    public init(entropy: [UInt32], spawnKey: [UInt32] = [], size: Int = 4) {
        var words = entropy
        // So that a key is never taken for more of the seed.
        if !spawnKey.isEmpty, words.count < size {
            words += Array(repeating: 0, count: size - words.count)
        }
        words += spawnKey
        var constant: UInt32 = 0x43b0_d7e5
        func hashed(_ word: UInt32) -> UInt32 {
            var value = word ^ constant
            constant = constant &* 0x931e_8875
            value = value &* constant
            return value ^ (value >> 16)
        }
        func mixed(_ x: UInt32, _ y: UInt32) -> UInt32 {
            let value = 0xca01_f9dd &* x &- 0x4973_f715 &* y
            return value ^ (value >> 16)
        }
        pool = (0..<max(4, size)).map { hashed($0 < words.count ? words[$0] : 0) }
        for source in pool.indices {
            for place in pool.indices where place != source {
                pool[place] = mixed(pool[place], hashed(pool[source]))
            }
        }
        for word in words.dropFirst(pool.count) {
            for place in pool.indices { pool[place] = mixed(pool[place], hashed(word)) }
        }
    }

    /// Words of a first state. O(count).
    public func state(words count: Int) -> [UInt32] {
        var constant: UInt32 = 0x8b51_f9dd
        return (0..<count).map { index in
            var value = pool[index % pool.count] ^ constant
            constant = constant &* 0x58f3_8ded
            value = value &* constant
            return value ^ (value >> 16)
        }
    }
}
