import Kernels

extension Tensor {
    /// What would make the last axis fit the layer.
    private func linearHint(_ weight: Tensor) -> String? {
        guard weight.rank == 2, rank >= 1 else { return nil }
        let wanted = weight.shape[1]
        if rank >= 2, shape[rank - 2] == wanted { return "x.transpose(-2, -1)" }
        if rank >= 2, shape.dropFirst().reduce(1, *) == wanted { return "x.flatten(1)" }
        if wanted == 1 { return "x.unsqueeze(-1)" }
        return shape.last.map { "a layer with in_features=\($0)" }
    }

    /// A linear layer: y = x·Wᵀ + b.
    ///
    /// - Parameters:
    ///   - weight: W [out, in], as `nn.Linear` keeps it.
    ///   - bias: b [out], or nil.
    /// - Returns: [..., out] for x [..., in].
    /// - Complexity: O(rows · in · out) multiply-adds.
    /// - Throws: ShapeError where x [..., in], weight and bias do not go together.
    public func linear(_ weight: Tensor, _ bias: Tensor? = nil) throws -> Tensor {
        guard weight.rank == 2, rank >= 1, shape[rank - 1] == weight.shape[1],
            bias == nil || bias!.shape == [weight.shape[0]]
        else {
            throw TensorError.shape(
                "linear wants x [..., in], weight [out, in] and bias [out]",
                "x \(Shape.description(shape))     weight \(Shape.description(weight.shape))"
                    + (bias.map { "     bias \(Shape.description($0.shape))" } ?? ""),
                hint: linearHint(weight),
                pytorch: weight.rank == 2
                    ? "\(bias == nil ? "mm" : "addmm"): mat1 and mat2 shapes cannot be multiplied "
                        + "(\(shape.dropLast().reduce(1, *))x\(shape.last ?? 1) and "
                        + "\(weight.shape[1])x\(weight.shape[0]))" : nil)
        }
        if Autocast.applies(self, weight) { return try linearInBFloat16(weight, bias) }
        guard dtype == weight.dtype, bias == nil || bias!.dtype == dtype else {
            throw TensorError(
                .runtime,
                "linear: mat1 and mat2 must have the same dtype, but got \(dtype) and \(weight.dtype)",
                hint: dtype.isFloatingPoint ? nil : "token ids go through nn.Embedding first, or x.float()")
        }
        if dtype == .float16 {
            return try to(.float32).linear(weight.to(.float32), bias?.to(.float32)).to(dtype)
        }
        guard dtype == .float32 else {
            let y = try matmul(weight.transpose(0, 1))
            return try bias.map { try y + $0 } ?? y
        }
        let x = try detach().contiguous(), w = try weight.detach().contiguous()
        let b = try bias?.detach().contiguous()
        let (out, width) = (weight.shape[0], weight.shape[1])
        let rows = width == 0 ? 0 : count / width
        let y = try Tensor.empty(shape.dropLast() + [out])
        if rows > 0 && out > 0 {
            // [rows, out] = [rows, in] · [out, in]ᵀ
            withExtendedLifetime((x, w, b)) {
                kernels.gemm(
                    OperandMatrix(x.floats, stride: width),
                    OperandMatrix(w.floats, stride: width, transposed: true),
                    m: rows, n: out, k: width, bias: b?.floats, into: y.uninitializedFloats, stride: out)
            }
        }
        let inputs = [self, weight] + (bias.map { [$0] } ?? [])
        let (needX, needW, needB) = (requiresGrad, weight.requiresGrad, bias?.requiresGrad ?? false)
        // Not `inputs` in the closure: it would hold the operand that need not be kept.
        let hasBias = bias != nil
        guard Tensor.notes(inputs) else { return y }
        let saved = needW ? Saved(self, numbers: x) : nil, xShape = shape
        // PyTorch's names of the same operation.
        let name =
            rank == 2
            ? (bias == nil ? "MmBackward0" : "AddmmBackward0")
            : bias == nil ? "UnsafeViewBackward0" : "ViewBackward0"
        return y.recorded(
            name, operation: "linear", inputs, saved: (saved?.watched ?? []) + (needX ? [w] : []),
            again: .another { dy, attach in
                let flat = try dy.reshape([rows, out])
                let dx = try needX ? dy.matmul(attach(w, [.input(1)], nil)) : nil
                let dw = try saved.map { saved in
                    let x = try attach(saved.restored(), [.input(0)], nil).reshape([rows, width])
                    return try flat.transpose(0, 1).matmul(x)
                }
                return [dx, dw] + (hasBias ? [needB ? try flat.sum([0]) : nil] : [])
            }
        ) { dy in
            var dy = try dy.contiguous(), scale: Float = 1
            // dy = g / d that nobody has computed: the products take 1/d along.
            if !needB, let (g, divisor) = dy.asQuotient { (dy, scale) = (g, 1 / divisor) }
            var dx: Tensor?, dw: Tensor?, db: Tensor?
            if needX {
                // y = x·Wᵀ:  dx = dy·W   [rows, in]
                dx = try Tensor.empty(xShape)
                if rows > 0 {
                    dy.kernels.gemm(
                        OperandMatrix(dy.floats, stride: out), OperandMatrix(w.floats, stride: width),
                        m: rows, n: width, k: out, alpha: scale, beta: 0, into: dx!.uninitializedFloats,
                        stride: width
                    )
                }
            }
            if let x = try saved?.restored() {
                // y = x·Wᵀ:  dW = dyᵀ·x   [out, in]
                dw = try Tensor.empty([out, width])
                dy.kernels.gemm(
                    OperandMatrix(dy.floats, stride: out, transposed: true),
                    OperandMatrix(x.floats, stride: width),
                    m: out, n: width, k: rows, alpha: scale, beta: 0, into: dw!.uninitializedFloats,
                    stride: width)
            }
            if needB {
                // y = … + b:  db = Σ over rows of dy
                db = try Tensor.zeros([out])
                dy.kernels.addColumnSums(of: dy.floats, to: db!.uninitializedFloats, rows: rows, columns: out)
            }
            return [dx, dw] + (hasBias ? [db] : [])
        }
    }
}
