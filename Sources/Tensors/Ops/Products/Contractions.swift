// Products of vectors, and sums of products over chosen axes.

extension Tensor {
    /// Sums of products along the last axes, [..., k] and [..., k]; with a number, the product.
    /// `torch.inner`, `numpy.inner`.
    ///
    /// - Throws: ShapeError for last axes of two sizes.
    public func inner(_ other: Tensor) throws -> Tensor {
        rank == 0 || other.rank == 0
            ? try self * other : try matmul(other.rank == 1 ? other : other.transpose(-2, -1))
    }

    /// Σ x·y of two vectors [k]. `torch.vdot`.
    ///
    /// - Throws: RuntimeError for what is no vector, ShapeError for vectors of two lengths.
    public func vdot(_ other: Tensor) throws -> Tensor {
        guard rank == 1, other.rank == 1 else {
            throw TensorError(
                .runtime, "1D tensors expected, but got \(rank)D and \(other.rank)D tensors")
        }
        return try matmul(other)
    }

    /// a[i]·b[j] of two vectors: [n, m]. `torch.outer`.
    ///
    /// - Throws: RuntimeError for what is no vector.
    public func outer(_ other: Tensor) throws -> Tensor {
        guard rank == 1, other.rank == 1 else {
            throw TensorError(.runtime, "outer: Expected 1-D arguments")
        }
        return try unsqueeze(1) * other.unsqueeze(0)
    }

    /// The product of tensors of exactly these ranks: `torch.mm`, `bmm`, `mv` and `dot`.
    /// The shapes are those of `matmul(_:)`.
    ///
    /// - Throws: RuntimeError, worded as `refusal`, for other ranks.
    public func matmul(_ other: Tensor, ranks: (Int, Int), refusal: String) throws -> Tensor {
        guard rank == ranks.0, other.rank == ranks.1 else {
            throw TensorError(
                .runtime, refusal,
                details: ["\(Shape.description(shape)) and \(Shape.description(other.shape))"],
                hint: "torch.matmul or @")
        }
        return try matmul(other)
    }

    /// The product of several matrices, from left to right. `torch.linalg.multi_dot`.
    ///
    /// - Throws: RuntimeError for fewer than two.
    public static func multiDot(_ matrices: [Tensor]) throws -> Tensor {
        guard let first = matrices.first, matrices.count >= 2 else {
            throw TensorError(
                .runtime, "multi_dot(): expected at least 2 tensors but got \(matrices.count)")
        }
        return try matrices.dropFirst().reduce(first) { try $0.matmul($1) }
    }

    /// A·A·…·A, n times; the inverse where n is negative. `torch.matrix_power`. [..., n, n] → [..., n, n].
    ///
    /// - Throws: ShapeError for what is not square; LinAlgError where n is negative and there is no inverse.
    public func matrixPower(_ n: Int) throws -> Tensor {
        guard rank >= 2, shape[rank - 2] == shape[rank - 1] else {
            throw TensorError(
                .shape, "matrix_power wants a square matrix", details: ["got \(Shape.description(shape))"])
        }
        var result = try Tensor.eye(shape[rank - 1]).to(dtype).expand(shape),
            factor = n < 0 ? try inverse() : self
        var rest = n.magnitude
        while rest > 0 {
            if rest & 1 == 1 { result = try result.matmul(factor) }
            rest >>= 1
            if rest > 0 { factor = try factor.matmul(factor) }
        }
        return result
    }

    /// Sums of products over the last n axes of x and the first n of y. `torch.tensordot(dims=n)`.
    ///
    /// - Throws: RuntimeError for an n that is negative or more than the axes, and for sizes that differ.
    public func tensordot(_ other: Tensor, _ n: Int = 2) throws -> Tensor {
        guard n >= 0, n <= min(rank, other.rank) else {
            throw TensorError(
                .runtime, "tensordot expects dims >= 0 and no more than the axes, but got dims=\(n)")
        }
        return try tensordot(other, Array((rank - n)..<rank), Array(0..<n))
    }

    /// Sums of products over pairs of axes; what is left of x comes before what is left of y.
    /// `torch.tensordot(dims=(…, …))`.
    ///
    /// - Throws: RuntimeError for lists of two lengths, for an axis named twice, for sizes that differ.
    public func tensordot(_ other: Tensor, _ axes: [Int], _ otherAxes: [Int]) throws -> Tensor {
        guard axes.count == otherAxes.count else {
            throw TensorError(
                .runtime, "both dimension lists should have same length",
                details: ["\(axes) and \(otherAxes)"])
        }
        var left = try axes.map { try Shape.axis($0, rank: rank) },
            right = try otherAxes.map { try Shape.axis($0, rank: other.rank) }
        try Shape.checkDistinct(left)
        try Shape.checkDistinct(right)
        // A scalar answers to the axis 0, and has none.
        if rank == 0 || other.rank == 0 {
            (left, right) = (rank == 0 ? [] : left, other.rank == 0 ? [] : right)
        }
        guard left.count == right.count, left.map({ shape[$0] }) == right.map({ other.shape[$0] }) else {
            throw TensorError(
                .runtime, "contracted dimensions need to match",
                details: [
                    "\(Shape.description(shape)) over \(left), "
                        + "\(Shape.description(other.shape)) over \(right)"
                ])
        }
        let freeX = (0..<rank).filter { !left.contains($0) },
            freeY = (0..<other.rank).filter { !right.contains($0) }
        let inner = left.reduce(1) { $0 * shape[$1] }
        let a = try permute(freeX + left).reshape([freeX.reduce(1) { $0 * shape[$1] }, inner])
        let b = try other.permute(right + freeY).reshape([inner, freeY.reduce(1) { $0 * other.shape[$1] }])
        return try a.matmul(b).reshape(freeX.map { shape[$0] } + freeY.map { other.shape[$0] })
    }
}
