extension Tensor {
    /// Rows [..., n] as diagonals of matrices [..., n, n]. `torch.diag_embed`.
    ///
    /// - Throws: RuntimeError for a tensor without axes.
    public func diagEmbed() throws -> Tensor {
        guard let n = shape.last else {
            throw TensorError(.runtime, "diag_embed wants at least one axis")
        }
        let result = try Tensor.zeros(shape + [n], dtype)
        try Tensor.copy(from: detach(), into: result.diagonals())
        return result.recorded("DiagEmbedBackward0", [self]) { [$0.diagonals()] }
    }

    /// The diagonals [..., n] of matrices [..., n, n], as a view that records nothing.
    private func diagonals() -> Tensor {
        let axes = rank - 2
        return aliasing(
            Array(shape.dropLast()), strides.prefix(axes) + [strides[axes] + strides[axes + 1]]
        ).again("DiagonalBackward0", [self]) { [try $0.diagEmbed()] }
    }

    /// A matrix with a row on its k-th diagonal, or the k-th diagonal of a matrix. `torch.diag`. [n] → [n, n]
    /// and [n, m] → [min(n, m)] for k = 0.
    ///
    /// - Throws: ShapeError for more than two axes and for none.
    public func diag(_ k: Int = 0) throws -> Tensor { rank == 1 ? try diagonalMatrix(k) : try diagonal(k) }

    /// Σ x[i, i] of a matrix. `torch.trace`. [n, m] → [].
    ///
    /// - Throws: RuntimeError for what is no matrix.
    public func trace() throws -> Tensor {
        guard rank == 2 else {
            throw TensorError(
                .runtime, "trace: expected a matrix", details: ["got \(Shape.description(shape))"])
        }
        return try diagonal(0).sum()
    }

    /// A copy of a matrix with a number on its diagonal. `x.fill_diagonal_(value)`. [n, m] → [n, m].
    ///
    /// - Throws: RuntimeError for what is no matrix, and for a number that the type cannot hold.
    public func withDiagonal(_ value: Number) throws -> Tensor {
        guard rank == 2 else {
            throw TensorError(
                .runtime, "fill_diagonal_ wants a matrix here, got \(Shape.description(shape))")
        }
        return try maskedFill(Tensor.eye(shape[0], shape[1]).to(.bool), value)
    }
}
