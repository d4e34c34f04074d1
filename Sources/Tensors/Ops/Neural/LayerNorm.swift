import Kernels

extension Tensor {
    /// y = (x − mean) / √(var + eps) · weight + bias over the last axis (Ba, Kiros & Hinton 2016), with the
    /// biased variance. x and y [..., E]; weight and bias [E] or nil. `F.layer_norm`.
    ///
    /// - Throws: ShapeError for a weight or bias that is not [E], RuntimeError for integers.
    public func layerNorm(weight: Tensor?, bias: Tensor?, eps: Double = 1e-5) throws -> Tensor {
        let fits = [weight, bias].allSatisfy { $0 == nil || $0?.shape == [shape.last ?? 0] }
        if dtype == .float64, fits, (shape.last ?? 0) > 0 {
            let y = try normalized(eps)
            let scaled = try weight.map { try y * $0 } ?? y
            return try bias.map { try scaled + $0 } ?? scaled
        }
        try check(weight, bias)
        // Norms are computed in float32.
        if dtype.isReduced {
            return try to(.float32).layerNorm(
                weight: weight?.to(.float32), bias: bias?.to(.float32), eps: eps
            )
            .to(dtype)
        }
        return try normed(nil, weight, bias, eps).y
    }

    /// A residual connection and the norm behind it in one pass: s = self + x and s.layerNorm(…), with the
    /// same bits as one after the other. Backward makes the gradient of both in one pass as well. Self, x, s
    /// and the result are [..., E]; weight and bias [E].
    ///
    /// - Throws: as `layerNorm`; ShapeError for x that does not broadcast.
    public func addLayerNorm(_ x: consuming Tensor, weight: Tensor?, bias: Tensor?, eps: Double = 1e-5) throws
        -> (sum: Tensor, y: Tensor)
    {
        guard dtype == .float32, x.dtype == .float32, shape == x.shape, (shape.last ?? 0) > 0 else {
            // x is let go before the norm makes its result.
            let sum = try self + consume x
            return (sum, try sum.layerNorm(weight: weight, bias: bias, eps: eps))
        }
        try check(weight, bias)
        let (sum, y) = try normed(x, weight, bias, eps)
        return (sum!, y)
    }

    /// (x − mean) / √(variance + ε) over the last axis, of recorded operations.
    private func normalized(_ eps: Double) throws -> Tensor {
        let centred = try self - mean([-1], keepDim: true)
        let spread = try variance([-1], correction: 0, keepDim: true)
        return try centred * (spread + spread.constant(.float(eps))).rsqrt()
    }

    private func check(_ weight: Tensor?, _ bias: Tensor?) throws {
        let columns = shape.last ?? 0
        for (name, parameter) in [("weight", weight), ("bias", bias)] {
            if let parameter,
                parameter.shape != [columns]
                    || (parameter.dtype != .float32 && parameter.dtype != dtype)
            {
                throw TensorError.shape(
                    "layer_norm wants a float32 \(name) of the size of the last axis",
                    "x \(Shape.description(shape))",
                    "\(name) \(Shape.description(parameter.shape))")
            }
        }
        guard dtype.isFloatingPoint, columns > 0 else {
            throw TensorError(
                .runtime,
                "layer_norm wants a floating point tensor with a last axis, got \(dtype) "
                    + "\(Shape.description(shape))",
                hint: "x.float()")
        }
    }

    /// The norm of self, or of self + `addend`, and then that sum, too. Sizes and types have been checked.
    private func normed(_ addend: Tensor?, _ weight: Tensor?, _ bias: Tensor?, _ eps: Double) throws -> (
        sum: Tensor?, y: Tensor
    ) {
        let columns = shape[rank - 1], rows = count / columns
        let first = try detach().contiguous(), second = try addend?.detach().contiguous()
        // What is normed, and kept for backward.
        let x = try second.map { _ in try Tensor.empty(shape) } ?? first
        let w = try weight?.detach().contiguous(), b = try bias?.detach().contiguous()
        let mean = try Tensor.empty([rows]), rstd = try Tensor.empty([rows])
        func forward(_ second: Tensor?) throws -> Tensor {
            let y = try Tensor.empty(x.shape)
            x.kernels.layerNorm(
                second?.floats ?? x.floats,
                residual: second.map { _ in (first.floats, x.uninitializedFloats) },
                weight: w?.floats, bias: b?.floats, eps: Float(eps),
                into: y.uninitializedFloats, mean: mean.uninitializedFloats, rstd: rstd.uninitializedFloats,
                rows: rows,
                columns: columns)
            return y
        }
        let y = try forward(second), inputs = [self] + [addend, weight, bias].compactMap { $0 }
        let sum = addend.map { _ in Tensor.owned(x) }
        guard Tensor.notes(inputs) else { return (sum, y) }
        y.recipe = { try forward(nil) }
        let (needX, needW, needB) = (
            requiresGrad || addend?.requiresGrad ?? false, weight?.requiresGrad ?? false,
            bias?.requiresGrad ?? false
        )
        let (hasAddend, hasWeight, hasBias) = (addend != nil, weight != nil, bias != nil)
        Tensor.record(
            [y] + (sum.map { [$0] } ?? []), "NativeLayerNormBackward0", inputs,
            saved: [x] + (w.map { [$0] } ?? []),
            again: .other { gradients, attach in
                let x = attach(x, [hasAddend ? .output(1) : .input(0)], nil)
                let w = w.map { attach($0, [.input(hasAddend ? 2 : 1)], nil) }
                let residual = hasAddend ? gradients[1] : nil
                guard let dy = gradients[0] else {
                    return [residual] + (hasAddend ? [residual] : []) + (hasWeight ? [nil] : [])
                        + (hasBias ? [nil] : [])
                }
                let found = try Tensor.pullback(dy, of: [x, w]) {
                    let y = try x.normalized(eps)
                    return try w.map { try y * $0 } ?? y
                }
                let dx = try found[0].map { own in try residual.map { try $0 + own } ?? own } ?? residual
                let db = needB ? try dy.reshape([rows, columns]).sum([0]) : nil
                return [dx] + (hasAddend ? [dx] : []) + (hasWeight ? [found[1]] : []) + (hasBias ? [db] : [])
            }
        ) { gradients in
            let residual = hasAddend ? try gradients[1]?.contiguous() : nil
            var (dx, dweight, dbias) = (residual, Tensor?.none, Tensor?.none)
            if let dy = try gradients[0]?.contiguous() {
                dx = needX ? try Tensor.empty(x.shape) : nil
                dweight = needW ? try Tensor.zeros([columns]) : nil
                dbias = needB ? try Tensor.zeros([columns]) : nil
                x.kernels.layerNormBackward(
                    x.floats, weight: w?.floats, mean: mean.floats, rstd: rstd.floats, dy: dy.floats,
                    residual: residual?.floats, into: dx?.uninitializedFloats,
                    dweight: dweight?.uninitializedFloats, dbias: dbias?.uninitializedFloats, rows: rows,
                    columns: columns)
            }
            return [dx] + (hasAddend ? [dx] : []) + (hasWeight ? [dweight] : []) + (hasBias ? [dbias] : [])
        }
        return (sum, y)
    }
}
