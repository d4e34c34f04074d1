// Sums in which one side is multiplied by numbers, as `torch.add(alpha=…)`, `addcmul` and `addmm` write them.

extension Tensor {
    /// x + α·y, y broadcast with x. `torch.add(x, y, alpha=α)`.
    ///
    /// - Throws: RuntimeError for an α of another category than the result's type.
    public func adding(_ other: Tensor, alpha: Number) throws -> Tensor {
        try self + other.scaled(by: alpha, beside: self)
    }

    /// x − α·y, y broadcast with x. `torch.sub(x, y, alpha=α)`.
    ///
    /// - Throws: RuntimeError for truth values, and for an α of another category than the result's type.
    public func subtracting(_ other: Tensor, alpha: Number) throws -> Tensor {
        try self - other.scaled(by: alpha, beside: self)
    }

    /// α·y as a summand of `partner`.
    private func scaled(by alpha: Number, beside partner: Tensor) throws -> Tensor {
        let type = DType.promoted(partner.dtype, dtype)
        if case .bool = alpha, type != .bool {
            throw TensorError(.runtime, "Boolean alpha only supported for Boolean results.")
        }
        if case .float = alpha, !type.isFloatingPoint {
            throw TensorError(
                .runtime,
                "For integral input tensors, argument alpha must not be a floating point number.")
        }
        if type == .bool { return alpha.isTrue ? self : try Tensor.zeros(shape, .bool) }
        return alpha == .int(1) ? self : try self * fittingConstant(alpha)
    }

    /// x + v·a·b; shapes broadcast. `torch.addcmul`.
    ///
    /// - Throws: ShapeError for shapes that do not broadcast.
    public func addingProduct(_ a: Tensor, _ b: Tensor, value: Number = .int(1)) throws -> Tensor {
        try self + a * b * fittingConstant(value)
    }

    /// x + v·a/b; shapes broadcast. `torch.addcdiv`.
    ///
    /// - Throws: RuntimeError for a quotient of integers.
    public func addingQuotient(_ a: Tensor, _ b: Tensor, value: Number = .int(1)) throws -> Tensor {
        guard a.dtype.isFloatingPoint || b.dtype.isFloatingPoint else {
            throw TensorError(
                .runtime,
                "Integer division with addcdiv is no longer supported, and in a future  release addcdiv "
                    + "will perform a true division of tensor1 and tensor2.", hint: "tensor1.float()")
        }
        return try self + a / b * constant(value)
    }

    /// β·x + α·a·b of matrices a [..., n, k] and b [..., k, m]; x broadcasts. `torch.addmm`, `torch.baddbmm`.
    ///
    /// - Throws: ShapeError for sizes that do not go together, RuntimeError for two types.
    public func addingMatmul(_ a: Tensor, _ b: Tensor, beta: Number = .int(1), alpha: Number = .int(1)) throws
        -> Tensor
    {
        let product = try a.matmul(b), left = beta == .int(1) ? self : try self * constant(beta)
        return try left + (alpha == .int(1) ? product : product * product.constant(alpha))
    }
}
