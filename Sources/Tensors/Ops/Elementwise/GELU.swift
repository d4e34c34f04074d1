import Foundation
import Kernels

extension Tensor {
    /// y = x·Φ(x), Φ the normal distribution function (Hendrycks & Gimpel 2016): exactly with erf, or the
    /// tanh form ½x(1 + tanh(√(2/π)(x + 0.044715x³))) that GPT-2 was trained with. [...] → [...]. `F.gelu`.
    ///
    /// - Throws: NotImplementedError for integers.
    public func gelu(_ form: GELUForm = .erf) throws -> Tensor {
        if dtype == .float64 { return try geluInDouble(form) }
        if dtype == .float16 { return try to(.float32).gelu(form).to(dtype) }
        guard dtype.isFloatingPoint else {
            throw TensorError(.notImplemented, "gelu is not implemented for \(dtype)", hint: "x.float()")
        }
        let x = try detach().contiguous()
        func forward() throws -> Tensor {
            let y = try Tensor.empty(x.shape, x.dtype)
            if x.dtype == .bfloat16 {
                x.kernels.gelu(form, x.bfloat16s, into: y.uninitializedBFloat16s, count: x.count)
            } else {
                x.kernels.gelu(form, x.floats, into: y.uninitializedFloats, count: x.count)
            }
            return y
        }
        let y = try forward()
        guard Tensor.notes(self) else { return y }
        y.recipe = forward
        let again = Node.SecondBackward.another { dy, attach in
            [try dy * attach(x, [.input(0)], nil).geluSlope(form)]
        }
        return y.recorded("GeluBackward0", [self], saved: [x], again: again) { dy in
            let dy = try dy.contiguous(), dx = try Tensor.empty(x.shape, x.dtype)
            if x.dtype == .bfloat16 {
                x.kernels.geluBackward(
                    form, x.bfloat16s, dy: dy.bfloat16s, into: dx.uninitializedBFloat16s, count: x.count)
            } else {
                x.kernels.geluBackward(
                    form, x.floats, dy: dy.floats, into: dx.uninitializedFloats, count: x.count)
            }
            return [dx]
        }
    }

    /// Φ(x) + x·φ(x), or the same of the tanh form, of recorded operations.
    private func geluSlope(_ form: GELUForm) throws -> Tensor {
        func number(_ value: Double) throws -> Tensor { try constant(.float(value)) }
        let one = try number(1), half = try number(0.5)
        guard form == .erf else {
            let root = (2 / Double.pi).squareRoot(), square = try self * self
            let t = try ((self + number(0.044715) * square * self) * number(root)).tanh()
            let inner = try number(root) * (one + number(3 * 0.044715) * square)
            return try half * (one + t) + half * self * (one - t * t) * inner
        }
        let normal = try half * (one + (self * number(0.5.squareRoot())).erf())
        return try normal + self * (number(-0.5) * self * self).exp()
            * number(1 / (2 * Double.pi).squareRoot())
    }

    private func geluInDouble(_ form: GELUForm) throws -> Tensor {
        let (root, cubic) = ((2 / Double.pi).squareRoot(), 0.044715)
        func normal(_ x: Double) -> Double { 0.5 * (1 + Foundation.erf(x * 0.5.squareRoot())) }
        func tangent(_ x: Double) -> Double { Foundation.tanh(root * (x + cubic * x * x * x)) }
        return try mapped(
            "GeluBackward0", keeps: .input, again: .formula { x, _ in try x.geluSlope(form) },
            { form == .erf ? $0 * normal($0) : 0.5 * $0 * (1 + tangent($0)) }
        ) { x, _ in
            // Φ(x) + x·φ(x), or the same of the tanh form
            guard form == .erf else {
                let t = tangent(x)
                return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * root * (1 + 3 * cubic * x * x)
            }
            return normal(x) + x * Foundation.exp(-0.5 * x * x) / (2 * Double.pi).squareRoot()
        }
    }
}
