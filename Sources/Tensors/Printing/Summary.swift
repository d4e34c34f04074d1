import Kernels

/// What many numbers are like, in a few.
public struct TensorSummary: Equatable, Sendable {
    /// Number of elements, nan and infinities included.
    public let count: Int
    /// Over the finite numbers; nan where there are none.
    public let least: Double, mean: Double, greatest: Double
    /// √Σx², over the finite numbers.
    public let norm: Double
    /// How many elements are nan, and how many are infinite.
    public let nans: Int, infinities: Int

    /// Numbers that are neither nan nor infinite.
    public var finite: Int { count - nans - infinities }
}

extension Tensor {
    /// Range, mean, norm, and how many numbers are nan or infinite. Sums are in Double, over parts of a fixed
    /// size in their order: the same bits on any number of cores. O(count).
    ///
    /// - Throws: MemoryError where there is no room for a contiguous copy.
    public func summary() throws -> TensorSummary {
        let x = try forLooking().contiguous()
        return try withExtendedLifetime(x) {
            switch x.dtype {
            case .float32: return try Tensor.summary(x.numbers(Float.self), x.count) { Double($0) }
            case .float64: return try Tensor.summary(x.numbers(Double.self), x.count) { $0 }
            case .bfloat16: return try Tensor.summary(x.numbers(BFloat16.self), x.count) { $0.number.double }
            case .int64: return try Tensor.summary(x.numbers(Int64.self), x.count) { Double($0) }
            case .int32: return try Tensor.summary(x.numbers(Int32.self), x.count) { Double($0) }
            case .bool: return try Tensor.summary(x.numbers(Bool.self), x.count) { $0 ? 1 : 0 }
            }
        }
    }

    private static func summary<T>(
        _ x: Operand<T>, _ count: Int, _ number: (T) -> Double
    ) throws -> TensorSummary {
        let all = Host.summary(x, count: count, number)
        let finite = count - all.nans - all.infinities
        return TensorSummary(
            count: count, least: finite > 0 ? all.least : .nan,
            mean: finite > 0 ? all.sum / Double(finite) : .nan,
            greatest: finite > 0 ? all.greatest : .nan, norm: all.squares.squareRoot(), nans: all.nans,
            infinities: all.infinities)
    }
}
