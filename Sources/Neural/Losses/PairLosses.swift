import Tensors

// How near vectors are that belong together.

extension Tensor {
    /// x·y / (max(|x|, eps)·max(|y|, eps)) along an axis.
    ///
    /// - Throws: ShapeError and RuntimeError, in PyTorch's words, for operands that do not fit.
    public func cosineSimilarity(_ other: Tensor, _ axis: Int = 1, eps: Double = 1e-8) throws -> Tensor {
        // The axis is one of the shape that both are brought to.
        let shape = try Shape.broadcast(shape, other.shape, for: "cosine_similarity")
        let (a, b) = (try expand(shape), try other.expand(shape))
        let x = try a / a.norm(2, [axis], keepDim: true).floored(eps)
        let y = try b / b.norm(2, [axis], keepDim: true).floored(eps)
        return try (x * y).sum([axis])
    }

    /// x / max(‖x‖ₚ, eps) along an axis.
    ///
    /// - Throws: IndexError for an axis that is not there.
    public func normalized(_ p: Double = 2, _ axis: Int = 1, eps: Double = 1e-12) throws -> Tensor {
        try self / norm(p, [axis], keepDim: true).clamp(.float(eps), nil)
    }

    /// ‖x − y + eps‖ₚ along the last axis.
    ///
    /// - Throws: ShapeError and RuntimeError, in PyTorch's words, for operands that do not fit.
    public func pairwiseDistance(_ other: Tensor, p: Double = 2, eps: Double = 1e-6, keepDim: Bool = false)
        throws -> Tensor
    {
        try (self - other + constant(.float(eps))).norm(p, [-1], keepDim: keepDim)
    }

    /// 1 − cos for pairs that belong together (target 1), max(0, cos − margin) for others (−1). x and y [N,
    /// D], targets [N], or [D] and []; [] or, with no reduction, the shape of the targets.
    /// `F.cosine_embedding_loss`.
    ///
    /// - Throws: ShapeError and RuntimeError, in PyTorch's words, for operands that do not fit.
    public func cosineEmbedding(
        _ other: Tensor, _ target: Tensor, margin: Double = 0, reduction: LossReduction = .mean
    ) throws -> Tensor {
        let axis = target.rank
        guard axis <= 1 else {
            throw TensorError(.runtime, "0D or 1D target tensor expected, multi-target not supported")
        }
        guard rank == axis + 1, other.rank == axis + 1 else {
            throw TensorError(
                .runtime,
                "\(axis)D target tensor expects \(axis + 1)D input tensors, but found inputs with sizes "
                    + "\(Shape.description(shape)) and \(Shape.description(other.shape)).")
        }
        // x·y / √((x·x + ε)·(y·y + ε)): in this order it is 1, and not almost 1, where the two are equal.
        func square(_ x: Tensor) throws -> Tensor {
            let sum = try (x * x).sum([axis])
            return try sum + sum.constant(.float(1e-12))
        }
        let cosine = try (self * other).sum([axis]) / (square(self) * square(other)).sqrt()
        let together = try cosine.constant(.int(1)) - cosine, none = try cosine.constant(.int(0))
        let apart = try (cosine - cosine.constant(.float(margin))).clamp(.int(0), nil)
        // A target that is neither 1 nor −1 counts for nothing.
        func share(_ sign: Int, _ terms: Tensor) throws -> Tensor {
            try Tensor.select(target.compare(.equal, target.constant(.int(sign))), terms, none)
        }
        return try (share(1, together) + share(-1, apart)).reduced(reduction)
    }

    /// max(0, −target·(x − y) + margin). x, y and target broadcast; [] or, with no reduction, their
    /// shape. `F.margin_ranking_loss`.
    ///
    /// - Throws: ShapeError and RuntimeError, in PyTorch's words, for operands that do not fit.
    public func marginRanking(
        _ other: Tensor, _ target: Tensor, margin: Double = 0, reduction: LossReduction = .mean
    ) throws -> Tensor {
        guard rank == other.rank, rank == target.rank else {
            throw TensorError(
                .runtime, "margin_ranking_loss : All input tensors should have same dimension",
                details: [
                    "input1 \(Shape.description(shape))     input2 \(Shape.description(other.shape))     "
                        + "target \(Shape.description(target.shape))"
                ])
        }
        return try (-(target * (self - other)) + constant(.float(margin))).clamp(.int(0), nil).reduced(
            reduction)
    }

    /// max(0, |a − p| − |a − n| + margin). a, p and n [..., D]; [] or, with no reduction,
    /// [...]. `F.triplet_margin_loss`.
    ///
    /// - Throws: ShapeError and RuntimeError, in PyTorch's words, for operands that do not fit.
    public func tripletMargin(
        _ positive: Tensor, _ negative: Tensor, margin: Double = 1, p: Double = 2, eps: Double = 1e-6,
        swap: Bool = false, reduction: LossReduction = .mean
    ) throws -> Tensor {
        var far = try pairwiseDistance(negative, p: p, eps: eps)
        // The negative may be nearer to the positive than to the anchor.
        if swap { far = try far.minimum(positive.pairwiseDistance(negative, p: p, eps: eps)) }
        let gap = try pairwiseDistance(positive, p: p, eps: eps) - far
        return try (gap + gap.constant(.float(margin))).clamp(.int(0), nil).reduced(reduction)
    }
}
