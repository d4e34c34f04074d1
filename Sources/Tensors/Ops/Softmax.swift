import Kernels

// y = softmax(x), y = log_softmax(x) along one axis.

extension Tensor {
    /// softmax(x)ᵢ = exp xᵢ / Σⱼ exp xⱼ along `axis`.
    public func softmax(_ axis: Int) throws -> Tensor {
        if dtype == .float64 { return try inDouble(axis, "SoftmaxBackward0", logarithm: false) }
        return try alongRows(axis, "softmax", "SoftmaxBackward0") { x, y, rows, columns in
            kernels.softmax(x.floats, into: y, rows: rows, columns: columns)
        } backward: { y, dy, dx, rows, columns in
            kernels.softmaxBackward(y: y.floats, dy: dy.floats, into: dx, rows: rows, columns: columns)
        }
    }

    /// log_softmax(x)ᵢ = xᵢ − log Σⱼ exp xⱼ along `axis`.
    public func logSoftmax(_ axis: Int) throws -> Tensor {
        if dtype == .float64 { return try inDouble(axis, "LogSoftmaxBackward0", logarithm: true) }
        return try alongRows(axis, "log_softmax", "LogSoftmaxBackward0") { x, y, rows, columns in
            guard let (whole, divisor) = x.asQuotient else {
                return kernels.logSoftmax(x.floats, into: y, rows: rows, columns: columns)
            }
            // x = z / d, row by row where y will stand: x itself is never made.
            let (z, kernels) = (whole.floats, kernels)
            ThreadPool.forEach(rows) { row in
                var divisor = divisor
                let target = y + row * columns
                kernels.binary(
                    .divide, z + row * columns, stride: 1, &divisor, stride: 0, into: target, count: columns)
                kernels.logSoftmax(target, into: target, rows: 1, columns: columns)
            }
        } backward: { y, dy, dx, rows, columns in
            guard let picked = dy.asOneHot, picked.columns == columns else {
                return kernels.logSoftmaxBackward(
                    y: y.floats, dy: dy.floats, into: dx, rows: rows, columns: columns)
            }
            // dy is 0 but for one place in each row: a row of zeros serves for many.
            let (y, kernels) = (y.floats, kernels), block = max(1, (rows + 63) / 64)
            let zeros = try Tensor.zeros([(rows + block - 1) / block, columns]), pad = zeros.freshFloats
            ThreadPool.forEach(zeros.shape[0]) { part in
                let line = pad + part * columns
                for row in (part * block)..<min(rows, (part + 1) * block) {
                    let place = picked.places[row]
                    if place >= 0 { line[place] = picked.values[row] }
                    kernels.logSoftmaxBackward(
                        y: y + row * columns, dy: line, into: dx + row * columns, rows: 1, columns: columns)
                    if place >= 0 { line[place] = 0 }
                }
            }
        }
    }

    /// Either of the two in float64, where no kernel is needed.
    private func inDouble(_ axis: Int, _ name: String, logarithm: Bool) throws -> Tensor {
        let axis = try Shape.axis(axis, rank: rank), x = detach()
        guard count > 0 else { return try x.clone().recorded(name, [self]) { [$0] } }
        // Without its largest, as exp overflows; a row of −∞ alone comes out as NaN.
        let shifted = try x - x.extreme([axis], keepDim: true, largest: true)
        let powers = try shifted.exp(), total = try powers.sum([axis], keepDim: true)
        let y = logarithm ? try shifted - total.log() : try powers / total
        guard Tensor.notes(self) else { return y }
        return Tensor.owned(y).recorded(name, [self], saved: [y]) { dy in
            // softmax:  dx = y·(dy − Σ dy·y);  log_softmax:  dx = dy − exp y·Σ dy
            if logarithm { return [try dy - y.exp() * dy.sum([axis], keepDim: true)] }
            let weighted = try dy * y
            return [try weighted - y * weighted.sum([axis], keepDim: true)]
        }
    }

    private func alongRows(
        _ axis: Int, _ operation: String, _ name: String,
        _ forward: (_ x: Tensor, _ y: MutableFloats, _ rows: Int, _ columns: Int) throws -> Void,
        backward:
            @escaping (_ y: Tensor, _ dy: Tensor, _ dx: MutableFloats, _ rows: Int, _ columns: Int) throws ->
            Void
    ) throws -> Tensor {
        let axis = try Shape.axis(axis, rank: rank)
        guard dtype.isFloatingPoint else {
            throw TensorError(
                .notImplemented, "\(operation) is not implemented for \(dtype)", hint: "x.float()")
        }
        // Only the last axis lies in rows; another one is moved there and back.
        if rank > 0 && axis != rank - 1 {
            return try transpose(axis, -1).alongRows(-1, operation, name, forward, backward: backward)
                .transpose(axis, -1)
        }
        let x = try detach().to(.float32).contiguous()
        let columns = shape.last ?? 1, rows = columns == 0 ? 0 : count / columns
        let y = try Tensor.empty(shape)
        if count > 0 { try forward(x, y.freshFloats, rows, columns) }
        guard Tensor.notes(self) else { return try y.to(dtype) }
        let result = Tensor.owned(y).recorded(name, [self], saved: [y]) { dy in
            let dy = try dy.to(.float32).contiguous()
            let dx = try Tensor.empty(y.shape)
            if y.count > 0 { try backward(y, dy, dx.freshFloats, rows, columns) }
            return [dx]
        }
        return dtype == .float32 ? result : try result.to(dtype)
    }

    /// log Σ exp x over an axis, without overflow.
    public func logSumExp(_ axis: Int, keepDim: Bool = false) throws -> Tensor {
        let at = try Shape.axis(axis, rank: rank), x = dtype.isFloatingPoint ? self : try to(.float32)
        guard rank == 0 || shape[at] > 0 else { return try x.exp().sum([at], keepDim: keepDim).log() }
        let largest = try x.detach().extreme([at], keepDim: true, largest: true)
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
