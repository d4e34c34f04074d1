import Foundation
import Kernels
import RandomNumbers

/// NumPy's newer random numbers, `numpy.random.default_rng`: PCG64, and NumPy's ways of turning its draws
/// into integers, orders and distributions.
public final class DefaultGenerator {
    /// All that decides what comes next.
    public var source: PCG64

    /// A generator that goes on from there.
    public init(_ source: PCG64) { self.source = source }

    /// [0, 1) with 53 bits.
    public func uniform() -> Double { source.fraction() }

    /// [0, 1) with 24 bits.
    public func uniformSingle() -> Float { Float(source.nextHalf() >> 8) * 0x1p-24 }

    // MARK: Integers

    /// 0 … most, both included (Lemire 2019: the upper half of a product, drawn again where it would favour
    /// some).
    public func integer(upTo most: UInt64) -> UInt64 {
        if most == 0 { return 0 }
        if most <= 0xffff_ffff { return UInt64(word(upTo: UInt32(most))) }
        if most == .max { return source.next() }
        let bound = most + 1
        var product = source.next().multipliedFullWidth(by: bound)
        if product.low < bound {
            let threshold = (UInt64.max - most) % bound
            while product.low < threshold { product = source.next().multipliedFullWidth(by: bound) }
        }
        return product.high
    }

    private func word(upTo most: UInt32) -> UInt32 {
        if most == .max { return source.nextHalf() }
        let bound = UInt64(most) + 1
        var product = UInt64(source.nextHalf()) * bound
        if product & 0xffff_ffff < bound {
            let threshold = UInt64(UInt32.max - most) % bound
            while product & 0xffff_ffff < threshold { product = UInt64(source.nextHalf()) * bound }
        }
        return UInt32(product >> 32)
    }

    /// Draws of one call for a type of one or two bytes: 32 bits give four or two.
    private struct Parts {
        var word: UInt32 = 0, left = 0

        mutating func next(_ bits: Int, _ source: inout PCG64) -> UInt32 {
            if left == 0 {
                word = source.nextHalf()
                left = 32 / bits - 1
            } else {
                word >>= UInt32(bits)
                left -= 1
            }
            return word & (1 << UInt32(bits) - 1)
        }

        mutating func integer(upTo most: UInt32, _ bits: Int, _ source: inout PCG64) -> UInt32 {
            let largest: UInt32 = 1 << UInt32(bits) - 1
            if most == 0 { return 0 }
            if most == largest { return next(bits, &source) }
            let bound = most + 1
            var product = next(bits, &source) * bound
            if product & largest < bound {
                let threshold = (largest - most) % bound
                while product & largest < threshold { product = next(bits, &source) * bound }
            }
            return product >> UInt32(bits)
        }
    }

    /// Integers low[i] … most[i], both included, in a type of integers or bool, drawn in order. Bounds are
    /// int64.
    ///
    /// - Throws: MemoryError for a shape that does not fit; an interruption.
    public func integers(_ low: Tensor, _ most: Tensor, _ shape: [Int], _ dtype: DType) throws -> Tensor {
        let ends = try (low.expand(shape).elements(Int64.self), most.expand(shape).elements(Int64.self))
        let bits = dtype == .bool ? 1 : dtype.size * 8
        var parts = Parts(), place = 0
        let drawn = try Tensor.drawn(shape) { () -> Int64 in
            let (first, last) = (ends.0[place], ends.1[place])
            place += 1
            let width = UInt64(bitPattern: last &- first)
            let offset =
                bits >= 32 ? integer(upTo: width) : UInt64(parts.integer(upTo: UInt32(width), bits, &source))
            return first &+ Int64(bitPattern: offset)
        }
        return try drawn.to(dtype)
    }

    /// Bytes, the lowest of each 32 bits first; what is left of the last is lost. O(count).
    public func bytes(_ count: Int) -> [UInt8] {
        var word: UInt32 = 0
        // For no bytes, too, NumPy draws a word.
        if count == 0 { _ = source.nextHalf() }
        return (0..<max(0, count)).map { index in
            word = index % 4 == 0 ? source.nextHalf() : word >> 8
            return UInt8(truncatingIfNeeded: word)
        }
    }

    // MARK: Orders

    /// Exchanges places from the last down to `first`, each with one at or before it (Fisher–Yates).
    private func shuffle(_ order: inout [Int], downTo first: Int = 1) {
        guard order.count > first else { return }
        for i in stride(from: order.count - 1, through: first, by: -1) {
            order.swapAt(i, Int(integer(upTo: UInt64(i))))
        }
    }

    /// 0 … most, both included, by throwing away what a mask lets through above it.
    private func masked(upTo most: UInt64) -> UInt64 {
        if most == 0 { return 0 }
        let mask = UInt64.max >> UInt64(most.leadingZeroBitCount)
        while true {
            let draw = (most <= 0xffff_ffff ? UInt64(source.nextHalf()) : source.next()) & mask
            if draw <= most { return draw }
        }
    }

    /// The positions 0 ..< count in random order, drawn as `shuffle` and `permutation` do.
    public func permutation(_ count: Int) -> [Int] {
        var order = Array(0..<max(0, count))
        for i in stride(from: order.count - 1, to: 0, by: -1) {
            order.swapAt(i, Int(masked(upTo: UInt64(i))))
        }
        return order
    }

    /// `count` of the positions 0 ..< n, none twice: the end of a shuffled row where many of many are drawn,
    /// else Floyd's way, in which each place is drawn among those up to it, or is itself where that is taken.
    public func distinct(_ count: Int, of n: Int, shuffled: Bool) -> [Int] {
        if n > 10_000, count > n / (shuffled ? 50 : 20) {
            var order = Array(0..<n)
            shuffle(&order, downTo: max(n - count, 1))
            return Array(order[(n - count)...])
        }
        var (taken, places) = (Set<Int>(minimumCapacity: count), [Int]())
        places.reserveCapacity(count)
        for j in (n - count)..<n {
            let drawn = Int(integer(upTo: UInt64(j)))
            let place = taken.insert(drawn).inserted ? drawn : j
            if place == j { taken.insert(j) }
            places.append(place)
        }
        if shuffled { shuffle(&places) }
        return places
    }

    /// Positions drawn with probabilities [n]; with `replace` false none of them twice.
    ///
    /// - Throws: ValueError where fewer can be drawn than are asked for.
    public func choice(_ probabilities: [Double], _ count: Int, replace: Bool) throws -> [Int] {
        func places(_ weights: [Double], _ draws: Int) -> [Int] {
            var running = weights, sum = 0.0
            for i in running.indices {
                sum += running[i]
                running[i] = sum
            }
            let edges = running.map { $0 / sum }
            return (0..<draws).map { _ in
                let target = uniform()
                var (low, high) = (0, edges.count)
                while low < high {
                    let middle = (low + high) / 2
                    if edges[middle] > target { high = middle } else { low = middle + 1 }
                }
                return min(low, edges.count - 1)
            }
        }
        guard !replace else { return places(probabilities, count) }
        guard probabilities.count(where: { $0 > 0 }) >= count else {
            throw TensorError(.value, "Fewer non-zero entries in p than size")
        }
        var (weights, found) = (probabilities, [Int]())
        while found.count < count {
            for place in found { weights[place] = 0 }
            var seen = Set<Int>()
            found += places(weights, count - found.count).filter { seen.insert($0).inserted }
        }
        return found
    }
}
