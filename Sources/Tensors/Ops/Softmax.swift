import Kernels

// y = softmax(x), y = log_softmax(x) along one axis.

extension Tensor {
    /// softmax(x)ᵢ = exp xᵢ / Σⱼ exp xⱼ along `axis`.
    public func softmax(_ axis: Int) throws -> Tensor {
        try alongRows(axis, "softmax", "SoftmaxBackward0") { kernels, x, y, rows, columns in
            kernels.softmax(x, into: y, rows: rows, columns: columns)
        } backward: { kernels, y, dy, dx, rows, columns in
            kernels.softmaxBackward(y: y, dy: dy, into: dx, rows: rows, columns: columns)
        }
    }

    /// log_softmax(x)ᵢ = xᵢ − log Σⱼ exp xⱼ along `axis`.
    public func logSoftmax(_ axis: Int) throws -> Tensor {
        try alongRows(axis, "log_softmax", "LogSoftmaxBackward0") { kernels, x, y, rows, columns in
            kernels.logSoftmax(x, into: y, rows: rows, columns: columns)
        } backward: { kernels, y, dy, dx, rows, columns in
            kernels.logSoftmaxBackward(y: y, dy: dy, into: dx, rows: rows, columns: columns)
        }
    }

    private func alongRows(
        _ axis: Int, _ operation: String, _ name: String,
        _ forward: (any Kernels, Floats, MutableFloats, Int, Int) -> Void,
        backward: @escaping (any Kernels, Floats, Floats, MutableFloats, Int, Int) -> Void
    ) throws -> Tensor {
        let axis = try Shape.axis(axis, rank: rank)
        guard dtype.isFloatingPoint else {
            throw TensorError(.runtime, "\(operation) is not implemented for \(dtype)", hint: "x.float()")
        }
        // Only the last axis lies in rows; another one is moved there and back.
        if rank > 0 && axis != rank - 1 {
            return try transpose(axis, -1).alongRows(-1, operation, name, forward, backward: backward).transpose(axis, -1)
        }
        let x = try detach().to(.float32).contiguous()
        let columns = shape.last ?? 1, rows = columns == 0 ? 0 : count / columns
        let y = try Tensor.empty(shape)
        if count > 0 { forward(kernels, x.floats, y.freshFloats, rows, columns) }
        guard Tensor.records(self) else { return try y.to(dtype) }
        let result = Tensor.owned(y).recorded(name, [self], saved: [y]) { dy in
            let dy = try dy.to(.float32).contiguous()
            let dx = try Tensor.empty(y.shape)
            if y.count > 0 { backward(kernels, y.floats, dy.floats, dx.freshFloats, rows, columns) }
            return [dx]
        }
        return dtype == .float32 ? result : try result.to(dtype)
    }

    /// log Σ exp x over an axis, without overflow.
    public func logSumExp(_ axis: Int, keepDim: Bool = false) throws -> Tensor {
        let largest = try detach().extreme([axis], keepDim: true, largest: true)
        let finite = try Tensor.select(largest.isFinite(), largest, Tensor.zeros([], largest.dtype))
        let result = try (self - finite).exp().sum([axis], keepDim: true).log() + finite
        return keepDim ? result : try result.squeeze(axis)
    }
}
