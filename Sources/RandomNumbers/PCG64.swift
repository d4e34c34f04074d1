/// PCG64 (O'Neill 2014: XSL-RR 128/64): the generator behind NumPy's `default_rng`.
public struct PCG64: Equatable, Sendable {
    /// The state, and the odd number that is added to it: which of 2^127 streams it is.
    public var state: UInt128, increment: UInt128
    /// The upper half of a draw whose lower half was used.
    public var half: UInt32?

    private static let multiplier = UInt128(2_549_297_995_355_413_924) << 64 | 4_865_540_595_714_422_341

    public init(state: UInt128, increment: UInt128, half: UInt32? = nil) {
        (self.state, self.increment, self.half) = (state, increment, half)
    }

    /// The first state of a seed.
    public init(_ seed: SeedSequence) {
        let words = seed.state(words: 8)
        func number(_ high: Int) -> UInt128 {
            UInt128(words[high + 1]) << 96 | UInt128(words[high]) << 64 | UInt128(words[high + 3]) << 32
                | UInt128(words[high + 2])
        }
        self.init(state: 0, increment: number(4) << 1 | 1)
        step()
        state = state &+ number(0)
        step()
    }

    private mutating func step() { state = state &* Self.multiplier &+ increment }

    /// The next 64 bits.
    public mutating func next() -> UInt64 {
        step()
        let word = UInt64(truncatingIfNeeded: state >> 64) ^ UInt64(truncatingIfNeeded: state)
        let turn = UInt64(truncatingIfNeeded: state >> 122)
        return word >> turn | word << ((64 &- turn) & 63)
    }

    /// The next 32 bits: the lower half of 64, then the upper.
    public mutating func nextHalf() -> UInt32 {
        if let kept = half {
            half = nil
            return kept
        }
        let word = next()
        half = UInt32(truncatingIfNeeded: word >> 32)
        return UInt32(truncatingIfNeeded: word)
    }

    /// [0, 1) with 53 bits.
    public mutating func fraction() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// Passes over `count` draws; a half that was kept is lost. O(log count).
    public mutating func advance(_ count: UInt128) {
        var (factor, sum): (UInt128, UInt128) = (1, 0)
        var (multiplier, addend, left) = (Self.multiplier, increment, count)
        while left > 0 {
            if left & 1 == 1 {
                factor = factor &* multiplier
                sum = sum &* multiplier &+ addend
            }
            addend = (multiplier &+ 1) &* addend
            multiplier = multiplier &* multiplier
            left >>= 1
        }
        state = factor &* state &+ sum
        half = nil
    }
}
