import Kernels

extension Tensor {
    /// y = x·Wᵀ + b with operands rounded to bfloat16 and sums in float32; y is
    /// bfloat16. Shapes have been checked.
    ///
    /// Gradients have the types of what they belong to: dW and db are float32 where the parameters are.
    func linearInBFloat16(_ weight: Tensor, _ bias: Tensor?) throws -> Tensor {
        let x = try detach().contiguous().to(.bfloat16), w = try weight.detach().contiguous().to(.bfloat16)
        let b = try bias?.detach().contiguous().to(.float32)
        let (out, width) = (weight.shape[0], weight.shape[1])
        let rows = width == 0 ? 0 : count / width
        let y = try Tensor.empty(shape.dropLast() + [out], .bfloat16)
        // [rows, out] = [rows, in] · [out, in]ᵀ
        kernels.gemm(
            OperandMatrix(x.bfloat16s, stride: width),
            OperandMatrix(w.bfloat16s, stride: width, transposed: true), m: rows,
            n: out, k: width, bias: b?.floats,
            into: y.uninitializedBFloat16s, stride: out)
        let inputs = [self, weight] + (bias.map { [$0] } ?? [])
        guard Tensor.notes(inputs) else { return y }
        let (needX, needW, needB) = (requiresGrad, weight.requiresGrad, bias?.requiresGrad ?? false)
        let saved = needW ? Saved(self, numbers: x) : nil,
            (xShape, xType, wType) = (shape, dtype, weight.dtype), bType = bias?.dtype, hasBias = bias != nil
        return y.recorded(
            "AddmmBackward0", operation: "linear", inputs,
            saved: (saved?.watched ?? []) + (needX ? [w] : []), again: .refused
        ) { dy in
            let dy = try dy.contiguous()
            // y = x·Wᵀ:  dx = dy·W   [rows, in]
            let dx =
                needX
                ? try Tensor.product(
                    OperandMatrix(dy.bfloat16s, stride: out), OperandMatrix(w.bfloat16s, stride: width), rows,
                    width, out, xShape,
                    xType) : nil
            var dw: Tensor?, db: Tensor?
            if let x = try saved?.restored().to(.bfloat16) {
                // y = x·Wᵀ:  dW = dyᵀ·x   [out, in]
                dw = try Tensor.product(
                    OperandMatrix(dy.bfloat16s, stride: out, transposed: true),
                    OperandMatrix(x.bfloat16s, stride: width), out,
                    width, rows, [out, width], wType)
            }
            if needB, let bType {
                // y = … + b:  db = Σ over rows of dy
                let sums = try Tensor.zeros([out])
                dy.kernels.addColumnSums(
                    of: dy.bfloat16s, to: sums.uninitializedFloats, rows: rows, columns: out)
                db = try sums.to(bType)
            }
            return [dx, dw] + (hasBias ? [db] : [])
        }
    }

    /// A product [m, n] of bfloat16 operands as a tensor of that shape and type (float32 or bfloat16).
    static func product(
        _ a: OperandMatrix<BFloat16>, _ b: OperandMatrix<BFloat16>, _ m: Int, _ n: Int, _ k: Int,
        _ shape: [Int],
        _ type: DType
    ) throws -> Tensor {
        let result = try Tensor.empty(shape, type)
        if type == .bfloat16 {
            result.kernels.gemm(
                a, b, m: m, n: n, k: k, bias: nil, into: result.uninitializedBFloat16s, stride: n)
        } else {
            result.kernels.gemm(
                a, b, m: m, n: n, k: k, alpha: 1, beta: 0, into: result.uninitializedFloats, stride: n)
        }
        return result
    }
}
