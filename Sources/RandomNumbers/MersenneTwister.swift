/// A 32-bit Mersenne Twister, MT19937 (Matsumoto & Nishimura 1998): the generator behind PyTorch's random
/// numbers on a CPU, NumPy's `RandomState` and Python's `random`.
///
/// What each of the three makes of its draws stands with them; here are the state, its seeds, and the draws
/// that more than one of them reads alike.
public struct MersenneTwister: Equatable, Sendable {
    /// Words of the state.
    public static let size = 624

    /// The state, of which draws are made in order.
    public private(set) var words: [UInt32]
    /// The word that the next draw takes; 624 before the words are renewed.
    public private(set) var position = size

    /// The state that a seed of one word gives (`init_genrand`), as PyTorch and NumPy seed it.
    public init(seed: UInt32) {
        words = [seed]
        words.reserveCapacity(Self.size)
        for i in 1..<Self.size {
            words.append(1_812_433_253 &* (words[i - 1] ^ (words[i - 1] >> 30)) &+ UInt32(i))
        }
    }

    /// The state that any number of words gives, the lowest first (`init_by_array`), as CPython seeds it. No
    /// word at all is the same as a zero. O(words).
    public init(key: [UInt32]) {
        self.init(seed: 19_650_218)
        let key = key.isEmpty ? [0] : key, size = Self.size
        var (i, j) = (1, 0)
        for _ in 0..<max(size, key.count) {
            let previous = words[i - 1] ^ (words[i - 1] >> 30)
            words[i] = (words[i] ^ (previous &* 1_664_525)) &+ key[j] &+ UInt32(truncatingIfNeeded: j)
            (i, j) = (i + 1, (j + 1) % key.count)
            if i == size { (words[0], i) = (words[size - 1], 1) }
        }
        for _ in 1..<size {
            let previous = words[i - 1] ^ (words[i - 1] >> 30)
            words[i] = (words[i] ^ (previous &* 1_566_083_941)) &- UInt32(i)
            i += 1
            if i == size { (words[0], i) = (words[size - 1], 1) }
        }
        words[0] = 0x8000_0000
    }

    /// A state that was read before; nil unless it has 624 words and a position
    /// among them, or behind the last.
    public init?(words: [UInt32], position: Int) {
        guard words.count == Self.size, (0...Self.size).contains(position) else { return nil }
        (self.words, self.position) = (words, position)
    }

    // MARK: Draws

    /// The next 32 bits; renews the words where all are used up.
    public mutating func next() -> UInt32 {
        if position == Self.size { twist() }
        let word = words[position]
        position += 1
        return Self.tempered(word)
    }

    /// Passes over `count` draws. O(count).
    public mutating func skip(_ count: Int) {
        var left = count
        while left > 0 {
            if position == Self.size { twist() }
            let length = min(Self.size - position, left)
            position += length
            left -= length
        }
    }

    /// `count` draws in order, handed over in runs as long as the state allows:
    /// `body(index of the first, draws)`. O(count).
    public mutating func draws(_ count: Int, _ body: (Int, UnsafeBufferPointer<UInt32>) -> Void) {
        var done = 0
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: Self.size) { run in
            while done < count {
                if position == Self.size { twist() }
                let length = min(Self.size - position, count - done)
                words.withUnsafeBufferPointer { s in
                    for i in 0..<length { run[i] = Self.tempered(s[position &+ i]) }
                }
                body(done, UnsafeBufferPointer(start: run.baseAddress, count: length))
                position += length
                done += length
            }
        }
    }

    /// [0, 1) with 53 bits, of two draws (`genrand_res53`), as NumPy and CPython have it.
    public mutating func fraction() -> Double {
        let (high, low) = (Double(next() >> 5), Double(next() >> 6))
        return (high * 67_108_864 + low) / 9_007_199_254_740_992
    }

    /// `count` random bits, 0 to 64, as CPython's `getrandbits` draws them: the lower 32 first.
    public mutating func bits(_ count: Int) -> UInt64 {
        if count <= 0 { return 0 }
        if count <= 32 { return UInt64(next() >> UInt32(32 - count)) }
        let low = UInt64(next())
        return low | UInt64(next() >> UInt32(64 - count)) << 32
    }

    /// One of `0..<limit`, each equally likely, as CPython's `randrange` draws it: bits are drawn until they
    /// are below the limit. The limit is positive.
    public mutating func below(_ limit: UInt64) -> UInt64 {
        let width = UInt64.bitWidth - limit.leadingZeroBitCount
        while true {
            let drawn = bits(width)
            if drawn < limit { return drawn }
        }
    }

    // MARK: The state

    @inline(__always)
    private static func tempered(_ word: UInt32) -> UInt32 {
        var y = word
        y ^= y >> 11
        y ^= (y << 7) & 0x9d2c_5680
        y ^= (y << 15) & 0xefc6_0000
        return y ^ (y >> 18)
    }

    private mutating func twist() {
        @inline(__always) func mixed(_ high: UInt32, _ low: UInt32) -> UInt32 {
            let y = (high & 0x8000_0000) | (low & 0x7fff_ffff)
            return (y >> 1) ^ ((0 &- (y & 1)) & 0x9908_b0df)
        }
        words.withUnsafeMutableBufferPointer { buffer in
            guard let s = buffer.baseAddress else { return }
            for i in 0..<227 { s[i] = s[i &+ 397] ^ mixed(s[i], s[i &+ 1]) }
            for i in 227..<623 { s[i] = s[i &- 227] ^ mixed(s[i], s[i &+ 1]) }
            s[623] = s[396] ^ mixed(s[623], s[0])
        }
        position = 0
    }
}
