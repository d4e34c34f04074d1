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

// Diagonals over any two axes.

extension Tensor {
    /// The k-th diagonals over two axes, as a view: the axes go, the diagonal comes last. `torch.diagonal`.
    ///
    /// - Throws: IndexError for an axis that is not there, RuntimeError where both are one.
    public func diagonal(_ k: Int, _ first: Int, _ second: Int) throws -> Tensor {
        let a = try Shape.axis(first, rank: rank), b = try Shape.axis(second, rank: rank)
        guard a != b else {
            throw TensorError(.runtime, "diagonal dimensions cannot be identical \(first), \(second)")
        }
        let (n, m) = (shape[a], shape[b]), original = shape
        let row = k < 0 ? min(n, -max(k, -n)) : 0, column = k > 0 ? min(m, k) : 0
        let others = shape.indices.filter { $0 != a && $0 != b }
        return aliasing(
            others.map { shape[$0] } + [max(0, min(n - row, m - column))],
            others.map { strides[$0] } + [strides[a] + strides[b]],
            offset: offset + row * strides[a] + column * strides[b]
        )
        .recorded("DiagonalBackward0", [self]) { dy in
            // y[…, i] = x[…, i − min(k, 0), …, i + max(k, 0), …]:  dx is zero elsewhere
            [try dy.placed(in: original, "DiagonalBackwardBackward0") { try $0.diagonal(k, first, second) }]
        }
    }

    /// Zeros with the rows of the last axis on the k-th diagonals of two new axes. [..., n] → an axis more,
    /// the two of size n + |k|. `torch.diag_embed`.
    ///
    /// - Throws: IndexError for an axis that is not there, RuntimeError where both are one, MemoryError for
    ///   matrices that do not fit.
    public func diagEmbed(_ k: Int, _ first: Int, _ second: Int) throws -> Tensor {
        guard let n = shape.last else { return try diagEmbed() }
        if k == 0, first == -2, second == -1 { return try diagEmbed() }
        let a = try Shape.axis(first, rank: rank + 1), b = try Shape.axis(second, rank: rank + 1)
        guard a != b else {
            throw TensorError(.runtime, "diagonal dimensions cannot be identical \(first), \(second)")
        }
        let (size, overflow) = n.addingReportingOverflow(Int(clamping: k.magnitude))
        guard !overflow else { throw TensorError(.memory, "a matrix with the diagonal \(k) is too large") }
        var sizes = shape.dropLast()[...]
        let result = try Tensor.zeros(
            (0...rank).map { $0 == a || $0 == b ? size : sizes.removeFirst() }, dtype)
        try Tensor.copy(from: detach(), into: result.diagonal(k, first, second))
        return result.recorded("DiagEmbedBackward0", [self]) { [try $0.diagonal(k, first, second)] }
    }
}
