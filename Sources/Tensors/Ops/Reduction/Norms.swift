// Lengths of vectors of elements, and distances.

extension Tensor {
    /// (Σ |x|ᵖ)^(1/p) over the axes; p = ∞ is the largest |x|, −∞ the smallest, and 0 counts what is not 0.
    ///
    /// - Parameter sharing: whether, for p = ±∞, elements that attain the extreme share its gradient, as
    ///   `norm` has it, or get all of it each, as `cdist` has it.
    public func norm(_ p: Double = 2, _ axes: [Int]? = nil, keepDim: Bool = false, sharing: Bool = true)
        throws -> Tensor
    {
        guard dtype.isFloatingPoint else {
            throw TensorError(
                .notImplemented,
                "linalg.vector_norm: Expected a floating point or complex tensor as input. Got "
                    + "\(dtype.scalarName)",
                hint: "x.float()")
        }
        let kept = try keptShape(axes)
        if sharing, p < 0 || p == .infinity { try checkHasExtreme(p, axes, kept) }
        let x = try detach().to(dtype.widened)
        let y = try x.length(p, axes, keepDim).to(dtype)
        guard Tensor.notes(self) else { return y }
        return Tensor.owned(y).recorded("LinalgVectorNormBackward0", [self], saved: [x, y]) { dy in
            [try x.lengthGradient(p, axes, y.reshape(kept), dy.reshape(kept), sharing)]
        }
    }

    private func checkHasExtreme(_ p: Double, _ axes: [Int]?, _ kept: [Int]) throws {
        guard count == 0, kept != shape || rank == 0 else { return }
        let name = p == .infinity ? "inf" : p == -.infinity ? "-inf" : Number.float(p).shortText
        if let empty = try axes?.map({ try Shape.axis($0, rank: rank) }).first(where: { shape[$0] == 0 }) {
            throw TensorError(
                .runtime,
                "linalg.vector_norm cannot compute the \(name) norm on the dimension \(empty)"
                    + "because this dimension is empty and the operation does not have an identity")
        }
        guard axes == nil else { return }
        throw TensorError(
            .runtime,
            "linalg.vector_norm cannot compute the \(name) norm on an empty tensor "
                + "because the operation does not have an identity")
    }

    /// The numbers of the norm, unrecorded.
    private func length(_ p: Double, _ axes: [Int]?, _ keepDim: Bool) throws -> Tensor {
        switch p {
        case 2: return try square().sum(axes, keepDim: keepDim).sqrt()
        case 1: return try abs().sum(axes, keepDim: keepDim)
        case 0: return try compare(.notEqual, constant(.int(0))).to(dtype).sum(axes, keepDim: keepDim)
        case .infinity where count == 0:
            return try Tensor.zeros(square().sum(axes, keepDim: keepDim).shape, dtype)
        case .infinity: return try abs().amax(axes, keepDim: keepDim)
        case -.infinity: return try abs().amin(axes, keepDim: keepDim)
        default:
            return try abs().pow(.float(p)).sum(axes, keepDim: keepDim).pow(.float(1 / p))
        }
    }

    /// dx of y = ‖x‖ₚ. Where the norm is 0 it is 0, and not 0/0.
    private func lengthGradient(_ p: Double, _ axes: [Int]?, _ y: Tensor, _ dy: Tensor, _ sharing: Bool)
        throws -> Tensor?
    {
        func isZero(_ t: Tensor) throws -> Tensor { try t.compare(.equal, t.constant(.int(0))) }
        switch p {
        case 0: return sharing ? nil : try Tensor.zeros(shape, dy.dtype)
        case 1: return try sign() * dy
        case 2:
            // dx = dy·x / y
            return try dy * (self / y).maskedFill(isZero(y).expand(shape), .int(0))
        case .infinity, -.infinity:
            // dx = dy·sign x at the places of the extreme
            let size = try abs(), hits = try size.compare(.equal, y).bitwise(.or, size.isNaN()).to(dy.dtype)
            return try sign() * ((sharing ? dy / hits.sum(axes, keepDim: true) : dy) * hits)
        case ..<1:
            // dx = dy·sign x·|x|ᵖ⁻¹·y¹⁻ᵖ, 0 where x is 0
            let slope = try sign() * abs().pow(.float(p - 1)).maskedFill(isZero(self), .int(0))
            return try slope * dy * y.pow(.float(1 - p))
        default:
            // dx = dy·sign x·|x|ᵖ⁻¹ / yᵖ⁻¹
            let scale = try (dy / y.pow(.float(p - 1))).maskedFill(isZero(y), .int(0))
            return p < 2
                ? try sign() * abs().pow(.float(p - 1)) * scale : try self * abs().pow(.float(p - 2)) * scale
        }
    }

    /// ‖xᵢ − yⱼ‖ₚ of all rows of x [..., n, d] and y [..., m, d]. `torch.cdist`.
    /// → [..., n, m], leading axes broadcast.
    ///
    /// - Throws: RuntimeError for fewer than two axes, for rows of two lengths and for a negative p.
    public func distances(to other: Tensor, p: Double = 2) throws -> Tensor {
        for (place, rows) in [self, other].enumerated() where rows.rank < 2 {
            throw TensorError(
                .runtime, "cdist only supports at least 2D tensors, X\(place + 1) got: \(rows.rank)D",
                hint: "x.unsqueeze(0)")
        }
        guard shape.last == other.shape.last else {
            throw TensorError(
                .runtime,
                "X1 and X2 must have the same number of columns. X1: \(shape.last ?? 0) X2: "
                    + "\(other.shape.last ?? 0)"
            )
        }
        guard p >= 0 else { throw TensorError(.runtime, "cdist only supports non-negative p values") }
        return try (unsqueeze(-2) - other.unsqueeze(-3)).norm(p, [-1], sharing: false)
    }
}

extension Number {
    /// A whole number without a point.
    var shortText: String { double == double.rounded() ? "\(int)" : "\(double)" }
}
