import Foundation

/// A 32-bit Mersenne Twister, MT19937 (Matsumoto & Nishimura 1998), and the bulk draws that PyTorch makes
/// with it on a CPU.
public struct MersenneTwister: Sendable {
    /// The state: 624 words, of which draws are made in order.
    public private(set) var words: [UInt32]
    /// The word that the next draw takes; 624 before the words are renewed.
    public private(set) var position = 624

    /// The state that Knuth's multiplicative sequence makes of a seed, as `init_genrand` does.
    public init(seed: UInt32) {
        words = [seed]
        words.reserveCapacity(624)
        for i in 1..<624 {
            words.append(1_812_433_253 &* (words[i - 1] ^ (words[i - 1] >> 30)) &+ UInt32(i))
        }
    }

    /// From a state that was read before, of 624 words.
    public init(words: [UInt32], position: Int) {
        precondition(words.count == 624 && (0...624).contains(position), "a state has 624 words")
        (self.words, self.position) = (words, position)
    }

    /// The next 32 bits; renews the words where all are used up.
    public mutating func next() -> UInt32 {
        if position == 624 { twist() }
        let word = words[position]
        position += 1
        return MersenneTwister.tempered(word)
    }

    /// Passes over `count` draws. O(count).
    public mutating func skip(_ count: Int) {
        var left = count
        while left > 0 {
            if position == 624 { twist() }
            let length = min(624 - position, left)
            position += length
            left -= length
        }
    }

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

    // MARK: Bulk draws

    /// `count` draws in order, handed over in runs as long as the state allows: `body(index of the first,
    /// draws)`.
    private mutating func draws(_ count: Int, _ body: (Int, UnsafeBufferPointer<UInt32>) -> Void) {
        var done = 0
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 624) { run in
            while done < count {
                if position == 624 { twist() }
                let length = min(624 - position, count - done)
                words.withUnsafeBufferPointer { s in
                    for i in 0..<length { run[i] = MersenneTwister.tempered(s[position &+ i]) }
                }
                body(done, UnsafeBufferPointer(start: run.baseAddress, count: length))
                position += length
                done += length
            }
        }
    }

    /// [0, 1) with 24 bits.
    @inline(__always)
    private static func unit(_ draw: UInt32) -> Float { Float(draw & 0xff_ffff) * 0x1p-24 }

    /// U(low, low + width), one draw a number.
    public mutating func fillUniform(_ y: Operand<Float>, count: Int, low: Float, width: Float) {
        let y = y.writing
        draws(count) { start, run in
            let target = y + start
            // One rounding (a fused multiply-add), as PyTorch's build has it: the same bits.
            for i in 0..<run.count { target[i] = low.addingProduct(MersenneTwister.unit(run[i]), width) }
        }
    }

    /// N(mean, deviation²) for sixteen numbers and more, in runs of sixteen; the last run may overlap the one
    /// before it and is drawn anew.
    public mutating func fillNormal(_ y: Operand<Float>, count: Int, mean: Float, deviation: Float) {
        precondition(count >= 16, "sixteen numbers and more")
        let base = y.writing
        draws(count) { start, run in
            for i in 0..<run.count { base[start &+ i] = MersenneTwister.unit(run[i]) }
        }
        let whole = count / 16, bundle = 2048
        ThreadPool.forEach((whole + bundle - 1) / bundle) { part in
            for run in (part * bundle)..<min(whole, (part + 1) * bundle) {
                MersenneTwister.boxMuller(base + run * 16, mean, deviation)
            }
        }
        guard count % 16 != 0 else { return }
        let last = base + count - 16
        for i in 0..<16 { last[i] = MersenneTwister.unit(next()) }
        MersenneTwister.boxMuller(last, mean, deviation)
    }

    /// Eight pairs of uniform numbers become sixteen normal ones (Box & Muller 1958).
    private static func boxMuller(_ d: UnsafeMutablePointer<Float>, _ mean: Float, _ deviation: Float) {
        for j in 0..<8 {
            let u1 = 1 - d[j], u2 = d[j + 8]
            let r = (-2 * logf(u1)).squareRoot(), theta = 2 * Float.pi * u2
            d[j] = r * cosf(theta) * deviation + mean
            d[j + 8] = r * sinf(theta) * deviation + mean
        }
    }
}
