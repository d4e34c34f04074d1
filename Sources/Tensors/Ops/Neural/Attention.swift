import Kernels

extension Tensor {
    /// z = softmax(scale · q·kᵀ + causal mask)·v (Vaswani et al. 2017, eq. 1), never holding [B, H, T, S].
    ///
    /// - Parameters: self is q [..., H, T, D]; k and v [..., H, S, D]; `mask` a bool (true: may look)
    ///   or float (added) tensor that broadcasts to [..., T, S]: with one, the plain composition is computed
    ///   instead. `scale`: 1/√D unless given.
    /// - Returns: z [B, H, T, D], laid out so that `z.transpose(1, 2).reshape(B, T, H·D)` is a view.
    public func attention(_ k: Tensor, _ v: Tensor, causal: Bool, scale: Double? = nil, mask: Tensor? = nil)
        throws -> Tensor
    {
        guard rank >= 2, k.rank == rank, v.rank == rank, shape[rank - 1] == k.shape[rank - 1],
            k.shape == v.shape,
            shape.dropLast(2) == k.shape.dropLast(2)
        else {
            throw TensorError.shape(
                "scaled_dot_product_attention wants query [..., T, D], key and value [..., S, D]",
                "query \(Shape.description(shape))",
                "key \(Shape.description(k.shape))     value \(Shape.description(v.shape))")
        }
        if Autocast.applies(self, k, v), dtype != .bfloat16 || k.dtype != .bfloat16 || v.dtype != .bfloat16 {
            return try to(.bfloat16).attention(
                k.to(.bfloat16), v.to(.bfloat16), causal: causal, scale: scale, mask: mask)
        }
        if dtype == .float16, k.dtype == dtype, v.dtype == dtype {
            let mask = try mask.map { $0.dtype == dtype ? try $0.to(.float32) : $0 }
            return try to(.float32).attention(
                k.to(.float32), v.to(.float32), causal: causal, scale: scale, mask: mask
            ).to(dtype)
        }
        let width = shape[rank - 1]
        let factor = scale ?? 1 / Double(max(width, 1)).squareRoot()
        // The kernel takes [B, H, T, D] in float32 or bfloat16; everything else is the formula, op by op.
        guard mask == nil, rank == 4, dtype == .float32 || dtype == .bfloat16, k.dtype == dtype,
            v.dtype == dtype, count > 0, k.count > 0
        else {
            return try attentionPattern(k, causal: causal, scale: factor, mask: mask).pattern.matmul(v)
        }
        let (q, keys, values) = (
            try detach().rowsUnit(), try k.detach().rowsUnit(), try v.detach().rowsUnit()
        )
        let (B, H, T, S) = (shape[0], shape[1], shape[2], k.shape[2])
        // [B, H, T, D]
        let z = try Observation.suspended { try Tensor.empty([B, T, H, width], dtype).transpose(1, 2) }
        let sums = try Tensor.empty([B, H, T])
        let call = AttentionShape(
            batch: B, heads: H, queries: T, keys: S, width: width, causal: causal, scale: Float(factor),
            q: q.attentionStrides, k: keys.attentionStrides, v: values.attentionStrides, z: z.attentionStrides
        )
        let isBFloat16 = dtype == .bfloat16
        if isBFloat16 {
            kernels.attention(
                call, q: q.bfloat16s, k: keys.bfloat16s, v: values.bfloat16s, into: z.uninitializedBFloat16s,
                logSumExp: sums.uninitializedFloats)
        } else {
            kernels.attention(
                call, q: q.floats, k: keys.floats, v: values.floats, into: z.uninitializedFloats,
                logSumExp: sums.uninitializedFloats)
        }
        guard Tensor.notes(self, k, v) else { return z }
        return Tensor.owned(z).recorded(
            "ScaledDotProductFlashAttentionForCpuBackward0", [self, k, v], saved: [q, keys, values, z],
            again: .another { dz, attach in
                let parts = [q, keys, values].enumerated().map { attach($1, [.input($0)], nil) }
                return try Tensor.pullback(dz, of: parts) {
                    try parts[0].attentionPattern(parts[1], causal: causal, scale: factor).pattern
                        .matmul(parts[2])
                }
            }
        ) { dz in
            let dz = try Tensor.laidOut(dz, like: z)
            let (dq, dk, dv) = try Tensor.gradients(like: q, keys, values)
            if isBFloat16 {
                dz.kernels.attentionBackward(
                    call, q: q.bfloat16s, k: keys.bfloat16s, v: values.bfloat16s, z: z.bfloat16s,
                    logSumExp: sums.floats,
                    dz: dz.bfloat16s,
                    dq: dq.uninitializedAtOffset(), dk: dk.uninitializedAtOffset(),
                    dv: dv.uninitializedAtOffset())
            } else {
                dz.kernels.attentionBackward(
                    call, q: q.floats, k: keys.floats, v: values.floats, z: z.floats, logSumExp: sums.floats,
                    dz: dz.floats,
                    dq: dq.uninitializedAtOffset(), dk: dk.uninitializedAtOffset(),
                    dv: dv.uninitializedAtOffset())
            }
            return [dq, dk, dv]
        }
    }

    /// The same with everything in sight: scores and pattern [..., T, S], for traces and for masks.
    ///
    /// - Throws: ShapeError for a mask that does not broadcast to [..., T, S].
    public func attentionPattern(
        _ k: Tensor, causal: Bool, scale: Double, mask: Tensor? = nil
    ) throws -> (scores: Tensor, pattern: Tensor) {
        let scores = try matmul(k.transpose(-2, -1)) * constant(.float(scale))
        var masked = scores
        if causal {
            let (T, S) = (shape[rank - 2], k.shape[rank - 2])
            let future = try Tensor.ones([T, S], .bool).triu(1 + S - T)
            masked = try masked.maskedFill(future, .float(-.infinity))
        }
        if let mask {
            masked =
                mask.dtype == .bool
                ? try masked.maskedFill(mask.logicalNot(), .float(-.infinity)) : try masked + mask
        }
        guard mask != nil, masked.count > 0 else { return (scores, try masked.softmax(-1)) }
        // A row that may look nowhere looks nowhere, and is not NaN: PyTorch's safe softmax.
        let largest = try masked.detach().amax([-1], keepDim: true)
        let isBlind = try largest.compare(.equal, masked.constant(.float(-.infinity)))
        return (scores, try masked.maskedFill(isBlind, .int(0)).softmax(-1).maskedFill(isBlind, .int(0)))
    }

    /// Memory for the gradients of q, k and v, with the strides of q, k and v. Where those three
    /// are parts of one tensor (the output of a QKV layer), so are the gradients: `split`'s
    /// backward then has nothing to join.
    private static func gradients(like q: Tensor, _ k: Tensor, _ v: Tensor) throws -> (Tensor, Tensor, Tensor)
    {
        func over(_ storage: Storage, _ x: Tensor, _ offset: Int) -> Tensor {
            Tensor(storage: storage, shape: x.shape, strides: x.strides, offset: offset)
        }
        let packed =
            q.storage === k.storage && q.storage === v.storage
            && q.storage.count == q.count + k.count + v.count
            && Set([q.offset, k.offset, v.offset]).count == 3
        if packed {
            let storage = try Storage(q.dtype, count: q.storage.count)
            return (over(storage, q, q.offset), over(storage, k, k.offset), over(storage, v, v.offset))
        }
        // Elsewhere each has a block of its own, as wide as its strides span.
        func own(_ x: Tensor) throws -> Tensor {
            let span = zip(x.shape, x.strides).reduce(1) { $0 + ($1.0 - 1) * $1.1 }
            let block = span == x.count ? try empty([span], x.dtype) : try zeros([span], x.dtype)
            return over(block.storage, x, 0)
        }
        return (try own(q), try own(k), try own(v))
    }

    private func uninitializedAtOffset<Number: Scalar>() -> Operand<Number> {
        storage.uninitialized(Number.self) + offset
    }

    /// This tensor when its last axis has stride 1, else a copy.
    private func rowsUnit() throws -> Tensor {
        strides[rank - 1] == 1 || shape[rank - 1] == 1 ? self : try clone()
    }

    private var attentionStrides: AttentionStrides {
        AttentionStrides(batch: strides[0], head: strides[1], position: strides[2])
    }

    /// `x` with the strides of `model`: as it is, or copied.
    private static func laidOut(_ x: Tensor, like model: Tensor) throws -> Tensor {
        if x.strides == model.strides { return x }
        let result = try Tensor.empty(
            [model.shape[0], model.shape[2], model.shape[1], model.shape[3]], model.dtype
        ).transpose(1, 2)
        try copy(from: x, into: result)
        return result
    }
}
