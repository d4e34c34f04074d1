import Kernels

// Products of matrices: y = a · b with PyTorch's rules for vectors, matrices and batches.

extension Tensor {
    /// [n]·[n] → [], [m, k]·[k] → [m], [k]·[k, n] → [n], [..., m, k]·[..., k, n] → [..., m, n] with the
    /// leading axes broadcast. O(m·n·k) for each product. `torch.matmul`.
    ///
    /// - Throws: ShapeError for a scalar, for inner sizes that differ and for leading axes that do not
    ///   broadcast; RuntimeError for two types.
    public func matmul(_ other: Tensor) throws -> Tensor {
        guard rank > 0 && other.rank > 0 else {
            throw TensorError.shape(
                "matmul: both arguments need to be at least 1D",
                "\(Shape.description(shape)) @ \(Shape.description(other.shape))",
                hint: "* for a product with a number")
        }
        if Autocast.applies(self, other), dtype != .bfloat16 || other.dtype != .bfloat16 {
            return try to(.bfloat16).matmul(other.to(.bfloat16))
        }
        if rank == 1, other.rank == 1, shape == other.shape, requiresGrad || other.requiresGrad,
            Autograd.isEnabled
        {
            return try dot(other)
        }
        let a = rank == 1 ? try unsqueeze(0) : self
        let b = other.rank == 1 ? try other.unsqueeze(1) : other
        guard a.shape[a.rank - 1] == b.shape[b.rank - 2] else {
            throw TensorError.shape(
                "mat1 and mat2 shapes cannot be multiplied (\(a.shape[a.rank - 2])x\(a.shape[a.rank - 1]) "
                    + "and \(b.shape[b.rank - 2])x\(b.shape[b.rank - 1]))",
                "\(Shape.description(shape)) @ \(Shape.description(other.shape))",
                hint: transposeHint(other), pytorch: pytorchWording(other))
        }
        var y = try Tensor.product(a, b)
        if rank == 1 { y = try y.squeeze(-2) }
        if other.rank == 1 { y = try y.squeeze(-1) }
        return y
    }

    /// [n]·[n] → [], recorded as one operation.
    private func dot(_ other: Tensor) throws -> Tensor {
        let y = try Tensor.multiply(detach().unsqueeze(0), other.detach().unsqueeze(1)).reshape([])
        let (x, w) = (other.requiresGrad ? detach() : nil, requiresGrad ? other.detach() : nil)
        return y.recorded("DotBackward0", [self, other], saved: [x, w].compactMap { $0 }) { dy in
            [try w.map { try dy * $0 }, try x.map { try dy * $0 }]
        }
    }

    /// PyTorch has other words for vectors and batches.
    private func pytorchWording(_ other: Tensor) -> String? {
        switch (rank, other.rank) {
        case (1, 1):
            return
                "inconsistent tensor size, expected tensor [\(shape[0])] and "
                + "src [\(other.shape[0])] to have the same number of elements, "
                + "but got \(shape[0]) and \(other.shape[0]) elements respectively"
        case (2, 1):
            return
                "size mismatch, got input (\(shape[0])), mat (\(shape[0])x\(shape[1])), vec "
                + "(\(other.shape[0]))"
        case (2, 3...):
            let batches = other.shape.dropLast(2).reduce(1, *)
            return "Expected size for first two dimensions of batch2 tensor to be: [\(batches), \(shape[1])] "
                + "but got: [\(batches), \(other.shape[other.rank - 2])]."
        case (_, 2):
            let rows = shape.dropLast().reduce(1, *)
            return "mm: mat1 and mat2 shapes cannot be multiplied (\(rows)x\(shape[rank - 1]) and "
                + "\(other.shape[0])x\(other.shape[1]))"
        case (3..., 3...):
            return
                "Expected size for first two dimensions of batch2 tensor to be: "
                + "[\(shape.dropLast(2).reduce(1, *)), \(shape[rank - 1])] but got: "
                + "[\(other.shape.dropLast(2).reduce(1, *)), \(other.shape[other.rank - 2])]."
        default: return nil
        }
    }

    private func transposeHint(_ other: Tensor) -> String? {
        guard rank >= 2, other.rank >= 2 else { return nil }
        return shape[rank - 1] == other.shape[other.rank - 1]
            ? "transpose the second: a @ b.transpose(-2, -1)" : nil
    }

    /// The recorded product of two tensors of at least two axes whose inner sizes agree.
    private static func product(_ a: Tensor, _ b: Tensor) throws -> Tensor {
        let y = try multiply(a.detach(), b.detach())
        guard notes(a, b) else { return y }
        let (x, w) = (b.requiresGrad ? a.detach() : nil, a.requiresGrad ? b.detach() : nil),
            (sizesA, sizesB) = (a.shape, b.shape)
        let name = a.rank == 2 && b.rank == 2 ? "MmBackward0" : "UnsafeViewBackward0"
        return y.recorded(name, operation: "matmul", [a, b], saved: [x, w].compactMap { $0 }) { dy in
            // y = a·b:  da = dy·bᵀ,  db = aᵀ·dy
            [
                try w.map { try times(dy, $0.transpose(-2, -1)).summed(to: sizesA) },
                try x.map { try weightGradient($0, dy, matrix: sizesB.count == 2).summed(to: sizesB) },
            ]
        }
    }

    /// db = aᵀ·dy. Rows of a batch that all met one matrix make one long product: [in, B·T]·[B·T, out].
    private static func weightGradient(_ a: Tensor, _ dy: Tensor, matrix: Bool) throws -> Tensor {
        guard matrix, a.rank > 2 else { return try times(a.transpose(-2, -1), dy) }
        let rows = try a.reshape([a.count / max(a.shape[a.rank - 1], 1), a.shape[a.rank - 1]])
        return try times(
            rows.transpose(0, 1),
            dy.reshape([dy.count / max(dy.shape[dy.rank - 1], 1), dy.shape[dy.rank - 1]]))
    }

    /// The product, recorded where gradients of gradients are asked for.
    private static func times(_ a: Tensor, _ b: Tensor) throws -> Tensor {
        records(a, b) ? try product(a, b) : try multiply(a, b)
    }

    /// The product, unrecorded.
    private static func multiply(_ a: Tensor, _ b: Tensor) throws -> Tensor {
        let type = DType.promoted(a.dtype, b.dtype)
        guard type == a.dtype && type == b.dtype else {
            throw TensorError(
                .runtime, "expected m1 and m2 to have the same dtype, but got: \(a.dtype) != \(b.dtype)",
                hint: "x.float()")
        }
        // What has no product of its own is widened, and rounded or wrapped around once.
        let computed = type.arithmetic.dtype
        if computed != type, type != .bfloat16 {
            return try multiply(a.to(computed), b.to(computed)).to(type)
        }
        let (m, k, n) = (a.shape[a.rank - 2], a.shape[a.rank - 1], b.shape[b.rank - 1])
        // [..., m, k]·[k, n] is one product of [...·m, k] when the rows lie evenly.
        if b.rank == 2, a.rank > 2, a.isContiguous {
            return try multiply(a.view([-1, k].map { $0 == -1 && a.count == 0 ? 0 : $0 }), b).view(
                Array(a.shape.dropLast()) + [n])
        }
        let batch = try Shape.broadcast(Array(a.shape.dropLast(2)), Array(b.shape.dropLast(2)), for: "matmul")
        let result =
            type == .float32 && k > 0
            ? try Tensor.empty(batch + [m, n], type) : try Tensor.zeros(batch + [m, n], type)
        guard result.count > 0 && k > 0 else { return result }
        let left = try operand(a.expand(batch + a.shape.suffix(2))),
            right = try operand(b.expand(batch + b.shape.suffix(2)))
        let batchCount = batch.reduce(1, *)
        let leftStrides = Array(left.tensor.strides.dropLast(2)),
            rightStrides = Array(right.tensor.strides.dropLast(2))
        let offsets: (Int) -> (a: Int, b: Int, c: Int) = { index in
            var rest = index, x = 0, y = 0
            for axis in batch.indices.reversed() {
                let (quotient, position) = rest.quotientAndRemainder(dividingBy: batch[axis])
                x += position * leftStrides[axis]
                y += position * rightStrides[axis]
                rest = quotient
            }
            return (x, y, index * m * n)
        }
        if type == .float32 {
            let p = OperandMatrix(left.tensor.floats, stride: left.stride, transposed: left.transposed)
            let q = OperandMatrix(right.tensor.floats, stride: right.stride, transposed: right.transposed)
            if batchCount == 1 {
                result.kernels.gemm(
                    p, q, m: m, n: n, k: k, alpha: 1, beta: 0, into: result.uninitializedFloats, stride: n)
            } else {
                result.kernels.batchedGemm(
                    batch: batchCount, p, q, m: m, n: n, k: k, alpha: 1, beta: 0,
                    into: result.uninitializedFloats,
                    stride: n, offsets: offsets)
            }
        } else if type == .bfloat16 {
            let p = OperandMatrix(left.tensor.bfloat16s, stride: left.stride, transposed: left.transposed)
            let q = OperandMatrix(right.tensor.bfloat16s, stride: right.stride, transposed: right.transposed)
            result.kernels.batchedGemm(
                batch: batchCount, p, q, m: m, n: n, k: k, into: result.uninitializedBFloat16s, stride: n,
                offsets: offsets)
        } else if type == .float64 {
            plain(Double.self, left.tensor, right.tensor, result, m, n, k, batchCount, offsets) {
                $0 + $1 * $2
            }
        } else if type == .int64 {
            plain(Int64.self, left.tensor, right.tensor, result, m, n, k, batchCount, offsets) {
                $0 &+ $1 &* $2
            }
        } else {
            throw TensorError(.notImplemented, "matmul is not implemented for bool", hint: "x.float()")
        }
        return result
    }

    /// The last two axes as a row-major matrix with a leading dimension, transposed or
    /// not; copied when they are neither.
    private static func operand(_ x: Tensor) throws -> (tensor: Tensor, stride: Int, transposed: Bool) {
        let (rows, columns) = (x.shape[x.rank - 2], x.shape[x.rank - 1])
        let (down, right) = (x.strides[x.rank - 2], x.strides[x.rank - 1])
        if right == 1 && (down >= max(columns, 1) || rows == 1) { return (x, max(down, columns, 1), false) }
        if down == 1 && (right >= max(rows, 1) || columns == 1) { return (x, max(right, rows, 1), true) }
        return (try x.clone(), max(columns, 1), false)
    }

    private static func plain<T: Scalar>(
        _: T.Type, _ a: Tensor, _ b: Tensor, _ result: Tensor, _ m: Int, _ n: Int, _ k: Int, _ batch: Int,
        _ offsets: (Int) -> (a: Int, b: Int, c: Int), _ multiplyAdd: (T, T, T) -> T
    ) {
        let x = (down: a.strides[a.rank - 2], right: a.strides[a.rank - 1])
        let y = (down: b.strides[b.rank - 2], right: b.strides[b.rank - 1])
        for index in 0..<batch {
            let at = offsets(index)
            Host.multiplyAdd(
                a.numbers(T.self) + at.a, x, b.numbers(T.self) + at.b, y,
                into: result.uninitialized(T.self) + at.c, m: m, n: n, k: k, multiplyAdd)
        }
    }
}
