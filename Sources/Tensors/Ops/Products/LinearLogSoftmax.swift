import Kernels

extension Tensor {
    /// The head of a language model in one op: y = log_softmax(scale · x·Wᵀ), the
    /// logits overwritten where they lie.
    ///
    /// - Parameters: self is x [..., E]; weight W [V, E].
    /// - Returns: log-probabilities [..., V]; bfloat16 under `Autocast`, rounded after the float32 softmax.
    ///   Backward works through chunks of rows and needs no second [rows, V].
    /// - Throws: ShapeError where x and weight do not go together.
    public func linearLogSoftmax(_ weight: Tensor, scale: Double = 1, chunk: Int = HeadProducts.chunk) throws
        -> Tensor
    {
        let isBFloat16 = Autocast.applies(self, weight)
        guard rank >= 1, weight.rank == 2, shape[rank - 1] == weight.shape[1],
            isBFloat16 || (dtype == .float32 && weight.dtype == .float32)
        else {
            throw TensorError.shape(
                "linear_log_softmax wants x [..., E] and weight [V, E]", "x \(Shape.description(shape))",
                "weight \(Shape.description(weight.shape))")
        }
        let (classes, width) = (weight.shape[0], weight.shape[1])
        let rows = width == 0 ? 0 : count / width
        let y = try Tensor.empty(shape.dropLast() + [classes], isBFloat16 ? .bfloat16 : .float32)
        guard y.count > 0 else { return y }
        let x: Tensor, w: Tensor
        do {
            let head = try HeadProducts(
                self, weight, scale: scale, rows: isBFloat16 ? min(chunk, rows) : 0, gradients: false)
            (x, w) = (head.x, head.w)
            for start in stride(from: 0, to: rows, by: chunk) {
                try Interruptible.poll()
                let n = min(chunk, rows - start)
                // z = scale · x·Wᵀ, then y = z − log Σ exp z: in float32 in the same place
                let z = isBFloat16 ? head.z : y.uninitializedFloats + start * classes
                head.forward(start, n, alpha: head.scale, into: z, stride: classes)
                kernels.logSoftmax(z, into: z, rows: n, columns: classes)
                if isBFloat16 {
                    kernels.convert(z, into: y.uninitializedBFloat16s + start * classes, count: n * classes)
                }
            }
        }
        guard Tensor.notes(self, weight) else { return y }
        let (needX, needW) = (requiresGrad, weight.requiresGrad)
        return Tensor.owned(y).recorded(
            "LogSoftmaxBackward0", operation: "linear_log_softmax", [self, weight], saved: [x, w, y],
            again: .another { dy, attach in
                let (x, w) = (attach(x, [.input(0)], nil), attach(w, [.input(1)], nil))
                return try Tensor.pullback(dy, of: [x, w]) {
                    let z = try x.linear(w)
                    return try (z * z.constant(.float(scale))).logSoftmax(-1)
                }
            }
        ) { dy in
            let head = try HeadProducts(x, w, scale: scale, rows: min(chunk, rows), gradients: true)
            let dy = try dy.contiguous()
            let dx = needX ? try Tensor.empty(x.shape) : nil, dw = needW ? try Tensor.empty(w.shape) : nil
            for start in stride(from: 0, to: rows, by: chunk) {
                try Interruptible.poll()
                let n = min(chunk, rows - start)
                // y = log_softmax(z):  dz = dy − exp(y)·Σ dy, into rows that lie further apart
                let from = start * classes
                if let dz = head.dz {
                    y.kernels.logSoftmaxBackward(
                        y: y.bfloat16s + from, dy: dy.bfloat16s + from, scratch: head.z, into: dz,
                        stride: head.stride, rows: n, columns: classes)
                } else {
                    y.kernels.logSoftmaxBackward(
                        y: y.floats + from, dy: dy.floats + from, into: head.z, stride: head.stride, rows: n,
                        columns: classes)
                }
                if let dx {
                    head.inputGradient(n, alpha: head.scale, into: dx.uninitializedFloats + start * width)
                }
                if let dw { head.weightGradient(start, n, alpha: head.scale, into: dw.uninitializedFloats) }
            }
            return [dx, dw]
        }
    }
}
