import Kernels

// y = softmax(x), y = log_softmax(x) along one axis.

extension Tensor {
    /// softmax(x)ᵢ = exp xᵢ / Σⱼ exp xⱼ along `axis`. [...] → [...]. `torch.softmax`.
    ///
    /// - Throws: IndexError for an axis that is not there.
    public func softmax(_ axis: Int) throws -> Tensor {
        if dtype == .float64 { return try inDouble(axis, "SoftmaxBackward0", logarithm: false) }
        return try alongRows(axis, "softmax", "SoftmaxBackward0") { x, y, rows, columns in
            x.kernels.softmax(x.floats, into: y, rows: rows, columns: columns)
        } backward: { y, dy, dx, rows, columns in
            y.kernels.softmaxBackward(y: y.floats, dy: dy.floats, into: dx, rows: rows, columns: columns)
        }
    }

    /// log_softmax(x)ᵢ = xᵢ − log Σⱼ exp xⱼ along `axis`. [...] → [...]. `torch.log_softmax`.
    ///
    /// - Throws: IndexError for an axis that is not there.
    public func logSoftmax(_ axis: Int) throws -> Tensor {
        if dtype == .float64 { return try inDouble(axis, "LogSoftmaxBackward0", logarithm: true) }
        return try alongRows(axis, "log_softmax", "LogSoftmaxBackward0") { x, y, rows, columns in
            guard let (whole, divisor) = x.asQuotient else {
                return x.kernels.logSoftmax(x.floats, into: y, rows: rows, columns: columns)
            }
            // x = z / d, row by row where y will stand: x itself is never made.
            whole.kernels.logSoftmax(whole.floats, dividedBy: divisor, into: y, rows: rows, columns: columns)
        } backward: { y, dy, dx, rows, columns in
            guard let picked = dy.asOneHot, picked.columns == columns else {
                return y.kernels.logSoftmaxBackward(
                    y: y.floats, dy: dy.floats, into: dx, rows: rows, columns: columns)
            }
            // dy is 0 but for one place in each row.
            y.kernels.logSoftmaxBackward(y: y.floats, dy: picked, into: dx)
        }
    }

    /// Either of the two in float64, where no kernel is needed.
    private func inDouble(_ axis: Int, _ name: String, logarithm: Bool) throws -> Tensor {
        let axis = try Shape.axis(axis, rank: rank), x = detach()
        guard count > 0 else { return try x.clone().recorded(name, [self]) { [$0] } }
        // Without its largest, as exp overflows; a row of −∞ alone comes out as NaN.
        let shifted = try x - x.amax([axis], keepDim: true)
        let powers = try shifted.exp(), total = try powers.sum([axis], keepDim: true)
        let y = logarithm ? try shifted - total.log() : try powers / total
        guard Tensor.notes(self) else { return y }
        return Tensor.owned(y).recorded(name, [self], saved: [y]) { dy in
            [try y.softmaxGradient(dy, axis, logarithm: logarithm)]
        }
    }

    /// The gradient of x from that of this y = softmax(x), or log_softmax(x), of recorded operations.
    private func softmaxGradient(_ dy: Tensor, _ axis: Int, logarithm: Bool) throws -> Tensor {
        // softmax:  dx = y·(dy − Σ dy·y);  log_softmax:  dx = dy − exp y·Σ dy
        if logarithm { return try dy - exp() * dy.sum([axis], keepDim: true) }
        let weighted = try dy * self
        return try weighted - self * weighted.sum([axis], keepDim: true)
    }

    private func alongRows(
        _ axis: Int, _ operation: String, _ name: String,
        _ forward: (_ x: Tensor, _ y: Operand<Float>, _ rows: Int, _ columns: Int) throws -> Void,
        backward:
            @escaping (_ y: Tensor, _ dy: Tensor, _ dx: Operand<Float>, _ rows: Int, _ columns: Int) throws ->
            Void
    ) throws -> Tensor {
        let axis = try Shape.axis(axis, rank: rank)
        guard dtype.isFloatingPoint else {
            throw TensorError(
                .notImplemented,
                "\"\(operation)_lastdim_kernel_impl\" not implemented for '\(dtype.scalarName)'",
                hint: "x.float()")
        }
        // Only the last axis lies in rows; another one is moved there and back.
        if rank > 0 && axis != rank - 1 {
            return try transpose(axis, -1).alongRows(-1, operation, name, forward, backward: backward)
                .transpose(axis, -1)
        }
        let x = try detach().to(.float32).contiguous()
        let columns = shape.last ?? 1, rows = columns == 0 ? 0 : count / columns
        let y = try Tensor.empty(shape)
        if count > 0 { try forward(x, y.uninitializedFloats, rows, columns) }
        guard Tensor.notes(self) else { return try y.to(dtype) }
        let again = Node.SecondBackward.another { dy, attach in
            let y = attach(y, [.output(0)], nil)
            return [try y.softmaxGradient(dy.to(.float32), -1, logarithm: operation == "log_softmax")]
        }
        let result = Tensor.owned(y).recorded(name, [self], saved: [y], again: again) { dy in
            let dy = try dy.to(.float32).contiguous()
            let dx = try Tensor.empty(y.shape)
            if y.count > 0 { try backward(y, dy, dx.uninitializedFloats, rows, columns) }
            return [dx]
        }
        return dtype == .float32 ? result : try result.to(dtype)
    }

    /// log Σ exp x over an axis, without overflow. The axis goes, or stays as 1
    /// with `keepDim`. `torch.logsumexp`.
    ///
    /// - Throws: IndexError for an axis that is not there.
    public func logSumExp(_ axis: Int, keepDim: Bool = false) throws -> Tensor {
        let at = try Shape.axis(axis, rank: rank), x = dtype.isFloatingPoint ? self : try to(.standard)
        guard rank == 0 || shape[at] > 0 else { return try x.exp().sum([at], keepDim: keepDim).log() }
        let largest = try x.detach().amax([at], keepDim: true)
        let finite = try Tensor.select(largest.isFinite(), largest, Tensor.zeros([], largest.dtype))
        let kept = try (x.detach() - finite).exp().sum([at], keepDim: true).log() + finite
        let y = try kept.squeezed(at, keepDim)
        guard Tensor.notes(x) else { return y }
        let source = x.detach()
        return Tensor.owned(y).recorded("LogsumexpBackward0", [x], saved: [source, y]) { dy in
            // y = log Σ exp x:  dx = dy·exp(x − y); of infinities it is NaN, as in PyTorch
            [try dy.reshape(largest.shape) * (source - y.reshape(largest.shape)).exp()]
        }
    }
}
