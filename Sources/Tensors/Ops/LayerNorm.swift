import Kernels

extension Tensor {
    /// y = (x − mean) / √(var + eps) · weight + bias over the last axis (Ba, Kiros & Hinton 2016), with the biased
    /// variance. x and y [..., E]; weight and bias [E] or nil.
    public func layerNorm(weight: Tensor?, bias: Tensor?, eps: Double = 1e-5) throws -> Tensor {
        let columns = shape.last ?? 0
        for (name, parameter) in [("weight", weight), ("bias", bias)] {
            if let parameter, parameter.shape != [columns] || parameter.dtype != .float32 {
                throw TensorError.shape(
                    "layer_norm wants a float32 \(name) of the size of the last axis", "x \(Shape.description(shape))",
                    "\(name) \(Shape.description(parameter.shape))")
            }
        }
        // Norms are computed in float32.
        if dtype == .bfloat16 { return try to(.float32).layerNorm(weight: weight, bias: bias, eps: eps).to(.bfloat16) }
        guard dtype == .float32, columns > 0 else {
            throw TensorError(.runtime, "layer_norm wants a float32 tensor with a last axis, got \(dtype) \(Shape.description(shape))", hint: "x.float()")
        }
        let x = try detach().contiguous(), rows = count / columns
        let w = try weight?.detach().contiguous(), b = try bias?.detach().contiguous()
        let mean = try Tensor.empty([rows]), rstd = try Tensor.empty([rows])
        func forward() throws -> Tensor {
            let y = try Tensor.empty(x.shape)
            kernels.layerNorm(
                x.floats, weight: w?.floats, bias: b?.floats, eps: Float(eps), into: y.freshFloats, mean: mean.freshFloats,
                rstd: rstd.freshFloats, rows: rows, columns: columns)
            return y
        }
        let y = try forward()
        if Tensor.records([self] + [weight, bias].compactMap { $0 }) { y.recipe = forward }
        let parameters = [weight, bias].compactMap { $0 }
        let (needX, needW, needB) = (requiresGrad, weight?.requiresGrad ?? false, bias?.requiresGrad ?? false)
        return y.recorded("NativeLayerNormBackward0", [self] + parameters, saved: [x] + (w.map { [$0] } ?? [])) { dy in
            let dy = try dy.contiguous()
            let dx = needX ? try Tensor.empty(x.shape) : nil
            let dweight = needW ? try Tensor.zeros([columns]) : nil, dbias = needB ? try Tensor.zeros([columns]) : nil
            kernels.layerNormBackward(
                x.floats, weight: w?.floats, mean: mean.floats, rstd: rstd.floats, dy: dy.floats, into: dx?.freshFloats,
                dweight: dweight?.freshFloats, dbias: dbias?.freshFloats, rows: rows, columns: columns)
            return [dx] + (weight == nil ? [] : [dweight]) + (bias == nil ? [] : [dbias])
        }
    }
}
