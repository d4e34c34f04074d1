extension Tensor {
    /// The k-th diagonal of a matrix [n, m], as a view of its elements. `torch.diagonal`.
    ///
    /// - Throws: ShapeError for what is no matrix.
    public func diagonal(_ k: Int = 0) throws -> Tensor {
        guard rank == 2 else {
            throw TensorError.shape(
                "diagonal wants a matrix", "got \(Shape.description(shape))",
                raisedAs: rank < 2 ? .index : nil)
        }
        let (n, m) = (shape[0], shape[1])
        let row = k < 0 ? min(n, -max(k, -n)) : 0, column = k > 0 ? min(m, k) : 0
        let length = max(0, min(n - row, m - column)), original = shape
        return aliasing(
            [length], [strides[0] + strides[1]], offset: offset + row * strides[0] + column * strides[1]
        )
        .recorded("DiagonalBackward0", [self]) { dy in
            // y[i] = x[i − min(k, 0), i + max(k, 0)]:  dx is zero elsewhere
            [try dy.placed(in: original, "DiagonalBackwardBackward0") { try $0.diagonal(k) }]
        }
    }

    /// A square matrix of zeros with this row [n] on its k-th diagonal. [n] → [n + |k|, n + |k|].
    ///
    /// - Throws: ShapeError for what is no row; MemoryError for a matrix that does not fit.
    public func diagonalMatrix(_ k: Int = 0) throws -> Tensor {
        guard rank == 1 else {
            throw TensorError.shape("a diagonal is one row of numbers", "got \(Shape.description(shape))")
        }
        let (size, overflow) = count.addingReportingOverflow(Int(clamping: k.magnitude))
        guard !overflow else { throw TensorError(.memory, "a matrix with the diagonal \(k) is too large") }
        let result = try Tensor.zeros([size, size], dtype)
        try Tensor.copy(from: detach(), into: result.diagonal(k))
        return result.recorded("DiagEmbedBackward0", [self]) { [try $0.diagonal(k)] }
    }
}
