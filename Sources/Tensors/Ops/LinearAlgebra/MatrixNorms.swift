/// Which norm of a matrix. `torch.linalg.matrix_norm(ord=)`.
public enum MatrixOrder: Sendable {
    /// √Σ a²: all elements as one row.
    case frobenius
    /// The sum of the singular values.
    case nuclear
    /// 1 and ∞: the largest sum of absolute values of a column or a row; 2: the largest singular value; with
    /// a minus sign the smallest of each.
    case number(Double)
}

extension Tensor {
    /// The norm of the matrices that lie on two axes, which go, or stay as 1. [..., n, m] → [...].
    ///
    /// - Throws: RuntimeError for an order that matrices have no norm of, for axes that are one, and for
    ///   integers; IndexError for an axis that is not there.
    public func matrixNorm(_ order: MatrixOrder, _ axes: [Int] = [-2, -1], keepDim: Bool = false) throws
        -> Tensor
    {
        let places = try axes.map { try Shape.axis($0, rank: rank) }
        guard places.count == 2, places[0] != places[1] else {
            throw TensorError(.runtime, "linalg.matrix_norm: dims must be different. Got \(axes)")
        }
        let result: Tensor
        switch order {
        case .frobenius: return try norm(2, places, keepDim: keepDim)
        case .nuclear: result = try movedim(places, [-2, -1]).svdvals().sum([-1])
        case .number(let number):
            let isLargest = number > 0
            func extreme(_ x: Tensor) throws -> Tensor { try isLargest ? x.amax([-1]) : x.amin([-1]) }
            let matrices = try movedim(places, [-2, -1])
            switch number.magnitude {
            case 1: result = try extreme(matrices.abs().sum([-2]))
            case 2: result = try extreme(matrices.svdvals())
            case .infinity: result = try extreme(matrices.abs().sum([-1]))
            default:
                throw TensorError(.runtime, "linalg.matrix_norm: Order \(number) not supported.")
            }
        }
        return keepDim ? try places.sorted().reduce(result) { try $0.unsqueeze($1) } : result
    }
}
