// y = xᵖ, element by element.

extension Tensor {
    /// a ** b. Integers with negative exponents come out as 0, 1 or -1. Shapes broadcast. `torch.pow`.
    ///
    /// - Throws: NotImplementedError for truth values, ShapeError for shapes that do not broadcast.
    public func pow(_ exponent: Tensor) throws -> Tensor {
        let y = try Tensor.compute(.power, self, exponent, "**")
        guard Tensor.notes(self, exponent) else { return y }
        let (x, p, result) = (detach(), exponent.detach(), y.detach())
        let (needX, needP) = (requiresGrad, exponent.requiresGrad)
        let saved = [x, p] + (needP ? [result] : [])
        return Tensor.owned(y).recorded("PowBackward1", [self, exponent], saved: saved) { dy in
            let zero = try Tensor.zeros([], dy.dtype)
            var (dx, dp): (Tensor?, Tensor?)
            if needX {
                // y = xᵖ:  ∂y/∂x = p·xᵖ⁻¹, and 0 where p is 0
                let slope = try dy * (p * x.pow(p - p.constant(.int(1))))
                dx = try Tensor.select(p.compare(.equal, p.constant(.int(0))), zero, slope).summed(
                    to: x.shape)
            }
            if needP {
                // ∂y/∂p = xᵖ·ln x, and 0 where x is 0 and p is not negative
                let isFlat = try x.compare(.equal, x.constant(.int(0)))
                    .bitwise(.and, p.compare(.greaterOrEqual, p.constant(.int(0))))
                dp = try (dy * Tensor.select(isFlat, zero, result * x.to(result.dtype).log())).summed(
                    to: p.shape)
            }
            return [dx, dp]
        }
    }

    /// xᵖ for one number p. Roots are roots, not powers: `(-inf) ** 0.5` is NaN and
    /// `(-0.) ** -0.5` is -inf, as in PyTorch.
    ///
    /// - Throws: RuntimeError for integers to a negative integer power, and
    ///   for one that the type cannot hold.
    public func pow(_ exponent: Number) throws -> Tensor {
        if !dtype.isFloatingPoint, !exponent.isFloat, exponent.int < 0 {
            throw TensorError(
                .runtime, "Integers to negative integer powers are not allowed.",
                hint: "x.float() ** \(exponent.int)")
        }
        let p = try fittingConstant(exponent), type = Tensor.resultType(self, p)
        let y: Tensor
        switch exponent.double {
        // A truth value to the power of another of Python's.
        case _ where type == .bool: y = exponent.isTrue ? try detach().clone() : try Tensor.ones(shape, .bool)
        case 0.5 where type.isFloatingPoint: y = try detach().to(type).sqrt()
        case -0.5 where type.isFloatingPoint: y = try detach().to(type).rsqrt()
        default: y = try Tensor.compute(.power, self, p, "**")
        }
        guard Tensor.notes(self) else { return y }
        let x = detach()
        return y.recorded("PowBackward0", [self], saved: [x]) { dy in
            // y = xᵖ:  dx = dy·p·xᵖ⁻¹, and 0 for p = 0
            if exponent.double == 0 { return [try Tensor.zeros(dy.shape, dy.dtype)] }
            let lower: Number =
                exponent.isFloat ? .float(exponent.double - 1) : .int(exponent.int &- 1)
            return [try dy * (p * x.pow(lower))]
        }
    }
}
