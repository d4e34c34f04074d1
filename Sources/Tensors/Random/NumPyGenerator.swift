import Foundation
import Kernels
import RandomNumbers

/// NumPy's own random numbers (`numpy.random.seed`, `RandomState`): the same Mersenne Twister as PyTorch's,
/// with NumPy's ways of turning its draws into distributions.
public final class NumPyGenerator {
    private var twister: MersenneTwister
    private var cachedNormal: Double?

    /// The present context's generator, behind `numpy.random.rand` and its like.
    public static var standard: NumPyGenerator { ComputeContext.with { $0.numpyGenerator } }

    /// A generator at the start of the sequence that `seed` gives. `numpy.random.RandomState(seed)`.
    public init(seed: Int) { twister = MersenneTwister(seed: UInt32(truncatingIfNeeded: seed)) }

    /// Starts again from `seed`, whatever was drawn before. `numpy.random.seed`.
    public func reseed(_ seed: Int) {
        twister = MersenneTwister(seed: UInt32(truncatingIfNeeded: seed))
        cachedNormal = nil
    }

    /// All that decides what comes next.
    public struct State: Equatable { fileprivate let twister: MersenneTwister, cachedNormal: Double? }

    /// Everything that decides the coming draws; set it to go back. `numpy.random.get_state`.
    public var snapshot: State {
        get { State(twister: twister, cachedNormal: cachedNormal) }
        set { (twister, cachedNormal) = (newValue.twister, newValue.cachedNormal) }
    }

    /// [0, 1) with 53 bits.
    public func uniform() -> Double { twister.fraction() }

    /// Mean 0, deviation 1 (Marsaglia's polar method; the pair's other half waits for the next call).
    public func normal() -> Double {
        if let cached = cachedNormal {
            cachedNormal = nil
            return cached
        }
        while true {
            let x = 2 * uniform() - 1, y = 2 * uniform() - 1, r = x * x + y * y
            guard r < 1, r != 0 else { continue }
            let f = (-2 * log(r) / r).squareRoot()
            cachedNormal = f * x
            return f * y
        }
    }

    /// Exponentially distributed with mean 1: −ln(1 − u) of a uniform u.
    public func exponential() -> Double { -log(1 - uniform()) }

    /// 0 … most, both included, by throwing away what a mask lets through above it.
    public func integer(upTo most: UInt64) -> UInt64 {
        guard most > 0 else { return 0 }
        let mask = UInt64.max >> UInt64(most.leadingZeroBitCount)
        while true {
            let draw =
                most <= 0xffff_ffff
                ? UInt64(twister.next()) & mask
                : ((UInt64(twister.next()) << 32) | UInt64(twister.next())) & mask
            if draw <= most { return draw }
        }
    }

    /// low ≤ draw < high, high > low.
    public func integer(_ low: Int, _ high: Int) -> Int {
        low &+ Int(truncatingIfNeeded: integer(upTo: UInt64(bitPattern: Int64(high &- 1 &- low))))
    }

    /// The positions 0 ..< n in random order (Fisher–Yates from the end).
    public func permutation(_ n: Int) -> [Int] {
        guard n > 0 else { return [] }
        var order = Array(0..<n)
        for i in stride(from: n - 1, to: 0, by: -1) { order.swapAt(i, Int(integer(upTo: UInt64(i)))) }
        return order
    }

    /// Positions drawn with the given probabilities.
    public func choice(_ probabilities: [Double], _ count: Int, replace: Bool) -> [Int] {
        func places(_ weights: [Double], _ draws: Int) -> [Int] {
            var sum = 0.0
            let running = weights.map { weight -> Double in
                sum += weight
                return sum
            }
            return (0..<draws).map { _ in
                let target = uniform()
                return min(running.firstIndex { $0 / sum > target } ?? running.count - 1, running.count - 1)
            }
        }
        guard !replace else { return places(probabilities, count) }
        var (weights, found): ([Double], [Int]) = (probabilities, [])
        while found.count < count {
            for place in found { weights[place] = 0 }
            var new: [Int] = []
            for place in places(weights, count - found.count) where !new.contains(place) { new.append(place) }
            found += new
        }
        return found
    }
}

extension Tensor {
    /// A tensor of one draw after the other. The tensor has shape `shape`,
    /// drawn in row-major order. O(count).
    ///
    /// - Throws: MemoryError for a shape that does not fit; an interruption, between draws.
    public static func drawn<T: Scalar>(_ shape: [Int], _ draw: () -> T) throws -> Tensor {
        let result = try empty(shape, T.dtype)
        try Host.fill(result.uninitialized(T.self), count: result.count) { i in
            if i & 0xf_ffff == 0 { try Interruptible.poll() }
            return draw()
        }
        return result
    }
}
