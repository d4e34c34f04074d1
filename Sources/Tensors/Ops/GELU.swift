import Kernels

extension Tensor {
    /// y = x·Φ(x), Φ the normal distribution function (Hendrycks & Gimpel 2016): exactly with erf, or the tanh form
    /// ½x(1 + tanh(√(2/π)(x + 0.044715x³))) that GPT-2 was trained with.
    public func gelu(_ form: GELUForm = .erf) throws -> Tensor {
        guard dtype == .float32 || dtype == .bfloat16 else { throw TensorError(.notImplemented, "gelu is not implemented for \(dtype)", hint: "x.float()") }
        let x = try detach().contiguous()
        func forward() throws -> Tensor {
            let y = try Tensor.empty(x.shape, x.dtype)
            if x.dtype == .bfloat16 {
                kernels.gelu(form, x.halves, into: y.freshHalves, count: x.count)
            } else {
                kernels.gelu(form, x.floats, into: y.freshFloats, count: x.count)
            }
            return y
        }
        let y = try forward()
        guard Tensor.records(self) else { return y }
        y.recipe = forward
        return y.recorded("GeluBackward0", [self], saved: [x]) { dy in
            let dy = try dy.contiguous(), dx = try Tensor.empty(x.shape, x.dtype)
            if x.dtype == .bfloat16 {
                kernels.geluBackward(form, x.halves, dy: dy.halves, into: dx.freshHalves, count: x.count)
            } else {
                kernels.geluBackward(form, x.floats, dy: dy.floats, into: dx.freshFloats, count: x.count)
            }
            return [dx]
        }
    }
}
