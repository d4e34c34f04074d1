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
            x.dtype.accept(Summing(x: x))
        }
    }
}

private struct Summing: ScalarVisitor {
    /// Contiguous.
    let x: Tensor

    func visit<T: Scalar>(_: T.Type) -> TensorSummary {
        let count = x.count
        let all = Host.summary(x.numbers(T.self), count: count) { $0.wide.converted(to: Double.self) }
        let finite = count - all.nans - all.infinities
        return TensorSummary(
            count: count, least: finite > 0 ? all.least : .nan,
            mean: finite > 0 ? all.sum / Double(finite) : .nan,
            greatest: finite > 0 ? all.greatest : .nan, norm: all.squares.squareRoot(), nans: all.nans,
            infinities: all.infinities)
    }
}
