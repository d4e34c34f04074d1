/// A way through operands of one shape with different strides: axes of size 1 dropped, neighbouring axes
/// merged where every operand allows it, the last axis left as the inner run.
public struct StridedIterator {
    /// Sizes of the outer axes, merged; their product is `outer`.
    public private(set) var sizes: [Int] = []
    /// Strides over the outer axes, by operand.
    public private(set) var strides: [[Int]]
    /// Length of the inner run.
    public let inner: Int
    /// Step of each operand along the inner run.
    public let innerStrides: [Int]
    /// Number of inner runs.
    public let outer: Int

    /// - Parameter operands: strides of each operand over `shape`, 0 where it is broadcast.
    public init(_ shape: [Int], _ operands: [[Int]]) {
        var merged: [(size: Int, strides: [Int])] = []
        for axis in shape.indices where shape[axis] != 1 {
            let current = operands.map { $0[axis] }
            if let last = merged.last, zip(last.strides, current).allSatisfy({ $0 == $1 * shape[axis] }) {
                merged[merged.count - 1] = (last.size * shape[axis], current)
            } else {
                merged.append((shape[axis], current))
            }
        }
        let last = merged.popLast() ?? (1, operands.map { _ in 1 })
        inner = last.size
        innerStrides = last.strides
        sizes = merged.map(\.size)
        strides = operands.indices.map { operand in merged.map { $0.strides[operand] } }
        outer = sizes.reduce(1, *)
    }

    /// Offset of `operand` at the outer position `index`.
    public func offset(_ operand: Int, _ index: Int) -> Int {
        var rest = index, offset = 0
        for axis in sizes.indices.reversed() {
            let (quotient, remainder) = rest.quotientAndRemainder(dividingBy: sizes[axis])
            offset += remainder * strides[operand][axis]
            rest = quotient
        }
        return offset
    }
}
