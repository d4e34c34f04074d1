import Kernels

extension Tensor {
    /// The head of a language model in one op: y = log_softmax(scale · x·Wᵀ), the logits overwritten where they lie.
    ///
    /// - Parameters: self is x [..., E]; weight W [V, E].
    /// - Returns: log-probabilities [..., V]. Backward works through chunks of rows and needs no second [rows, V].
    public func linearLogSoftmax(_ weight: Tensor, scale: Double = 1, chunk: Int = 512) throws -> Tensor {
        guard rank >= 1, weight.rank == 2, shape[rank - 1] == weight.shape[1], dtype == .float32, weight.dtype == .float32 else {
            throw TensorError.shape(
                "linear_log_softmax wants x [..., E] and weight [V, E]", "x \(Shape.description(shape))",
                "weight \(Shape.description(weight.shape))")
        }
        let x = try detach().contiguous(), w = try weight.detach().contiguous()
        let (classes, width) = (weight.shape[0], weight.shape[1])
        let rows = width == 0 ? 0 : count / width
        let y = try Tensor.empty(shape.dropLast() + [classes])
        guard y.count > 0 else { return y }
        // z = scale · x·Wᵀ, then y = z − log Σ exp z in the same place
        kernels.gemm(
            MatrixOperand(x.floats, stride: width), MatrixOperand(w.floats, stride: width, transposed: true),
            m: rows, n: classes, k: width, alpha: Float(scale), beta: 0, into: y.freshFloats, stride: classes)
        kernels.logSoftmax(y.floats, into: y.freshFloats, rows: rows, columns: classes)
        guard Tensor.records(self, weight) else { return y }
        let (needX, needW) = (requiresGrad, weight.requiresGrad)
        return Tensor.owned(y).recorded("LogSoftmaxBackward0", [self, weight], saved: [x, w, y]) { dy in
            let dy = try dy.contiguous()
            let dx = needX ? try Tensor.empty(x.shape) : nil, dw = needW ? try Tensor.empty(w.shape) : nil
            let dz = try Tensor.empty([min(chunk, rows), classes])
            for start in stride(from: 0, to: rows, by: chunk) {
                try Interruptible.poll()
                let n = min(chunk, rows - start)
                // y = log_softmax(z):  dz = dy − exp(y)·Σ dy
                kernels.logSoftmaxBackward(
                    y: y.floats + start * classes, dy: dy.floats + start * classes, into: dz.freshFloats, rows: n, columns: classes)
                if let dx {
                    // z = scale · x·Wᵀ:  dx = scale · dz·W
                    kernels.gemm(
                        MatrixOperand(dz.floats, stride: classes), MatrixOperand(w.floats, stride: width), m: n, n: width, k: classes,
                        alpha: Float(scale), beta: 0, into: dx.freshFloats + start * width, stride: width)
                }
                if let dw {
                    // z = scale · x·Wᵀ:  dW += scale · dzᵀ·x
                    kernels.gemm(
                        MatrixOperand(dz.floats, stride: classes, transposed: true), MatrixOperand(x.floats + start * width, stride: width),
                        m: classes, n: width, k: n, alpha: Float(scale), beta: start == 0 ? 0 : 1, into: dw.freshFloats, stride: width)
                }
            }
            return [dx, dw]
        }
    }
}
