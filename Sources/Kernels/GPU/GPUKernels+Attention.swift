extension GPUKernels {
    /// `Shape` of `attention.c`.
    private struct Shape {
        var heads: Int, queries: Int, keys: Int
        var q: (Int, Int, Int), k: (Int, Int, Int), v: (Int, Int, Int), z: (Int, Int, Int)
        var scale: Float
        var causal: Int32

        init(_ shape: AttentionShape) {
            func steps(_ strides: AttentionStrides) -> (Int, Int, Int) {
                (strides.batch, strides.head, strides.position)
            }
            (heads, queries, keys) = (shape.heads, shape.queries, shape.keys)
            (q, k, v, z) = (steps(shape.q), steps(shape.k), steps(shape.v), steps(shape.z))
            (scale, causal) = (shape.scale, shape.causal ? 1 : 0)
        }
    }

    /// Heads wider than this hold more numbers than an item has registers for.
    private static let widest = 128

    private static let float = [("TYPE", "float"), ("LOAD", "SAME"), ("STORE", "SAME")]
    private static let bfloat16 = [("TYPE", "ushort"), ("LOAD", "float_of_bf16"), ("STORE", "bf16_of_float")]

    /// Asks for a kernel with an item for each of `positions` in each head.
    private func heads(
        _ kernel: String, _ shape: AttentionShape, _ positions: Int, _ numbers: [(String, String)],
        _ given: [Given]
    ) -> Bool {
        guard shape.width <= GPUKernels.widest, let device = GPUKernels.device(of: given) else {
            return false
        }
        let size = device.groupSize == 1 ? 16 : 64
        let tile = shape.width > 64 ? 16 : 32
        let macros =
            numbers.map { (name: $0.0, value: $0.1) }
            + [("WIDTH", "\(shape.width)"), ("TILE", "\(tile)")]
        return groups(
            ((positions + size - 1) / size, shape.batch * shape.heads, 1), of: kernel, "attention",
            macros: macros, size: size, given + [.plain(Shape(shape))])
    }

    private func isEmpty(_ shape: AttentionShape) -> Bool {
        shape.batch * shape.heads * shape.width == 0 || shape.queries == 0 || shape.keys == 0
    }

    func attention(
        _ shape: AttentionShape, q: Operand<Float>, k: Operand<Float>, v: Operand<Float>,
        into z: Operand<Float>, logSumExp: Operand<Float>
    ) {
        if forward(shape, GPUKernels.float, q, k, v, z, logSumExp) { return }
        beside.attention(shape, q: q, k: k, v: v, into: z, logSumExp: logSumExp)
    }

    func attention(
        _ shape: AttentionShape, q: Operand<BFloat16>, k: Operand<BFloat16>, v: Operand<BFloat16>,
        into z: Operand<BFloat16>, logSumExp: Operand<Float>
    ) {
        if forward(shape, GPUKernels.bfloat16, q, k, v, z, logSumExp) { return }
        beside.attention(shape, q: q, k: k, v: v, into: z, logSumExp: logSumExp)
    }

    func attentionBackward(
        _ shape: AttentionShape, q: Operand<Float>, k: Operand<Float>, v: Operand<Float>, z: Operand<Float>,
        logSumExp: Operand<Float>, dz: Operand<Float>, dq: Operand<Float>, dk: Operand<Float>,
        dv: Operand<Float>
    ) {
        if backward(shape, GPUKernels.float, q, k, v, z, logSumExp, dz, dq, dk, dv) { return }
        beside.attentionBackward(
            shape, q: q, k: k, v: v, z: z, logSumExp: logSumExp, dz: dz, dq: dq, dk: dk, dv: dv)
    }

    func attentionBackward(
        _ shape: AttentionShape, q: Operand<BFloat16>, k: Operand<BFloat16>, v: Operand<BFloat16>,
        z: Operand<BFloat16>, logSumExp: Operand<Float>, dz: Operand<BFloat16>, dq: Operand<BFloat16>,
        dk: Operand<BFloat16>, dv: Operand<BFloat16>
    ) {
        if backward(shape, GPUKernels.bfloat16, q, k, v, z, logSumExp, dz, dq, dk, dv) { return }
        beside.attentionBackward(
            shape, q: q, k: k, v: v, z: z, logSumExp: logSumExp, dz: dz, dq: dq, dk: dk, dv: dv)
    }

    private func forward<Element>(
        _ shape: AttentionShape, _ numbers: [(String, String)], _ q: Operand<Element>, _ k: Operand<Element>,
        _ v: Operand<Element>, _ z: Operand<Element>, _ logSumExp: Operand<Float>
    ) -> Bool {
        !isEmpty(shape)
            && heads(
                "attention", shape, shape.queries, numbers,
                [.read(q), .read(k), .read(v), .write(z), .write(logSumExp)])
    }

    private func backward<Element>(
        _ shape: AttentionShape, _ numbers: [(String, String)], _ q: Operand<Element>, _ k: Operand<Element>,
        _ v: Operand<Element>, _ z: Operand<Element>, _ logSumExp: Operand<Float>, _ dz: Operand<Element>,
        _ dq: Operand<Element>, _ dk: Operand<Element>, _ dv: Operand<Element>
    ) -> Bool {
        guard !isEmpty(shape), let device = GPUKernels.device(of: [.read(q), .read(dz)]),
            let delta = device.allocate(shape.batch * shape.heads * shape.queries * 4)
        else { return false }
        return withExtendedLifetime(delta) {
            let dots = Operand<Float>(delta)
            return heads(
                "attention_dq", shape, shape.queries, numbers,
                [
                    .read(q), .read(k), .read(v), .read(z), .read(logSumExp), .read(dz), .write(dq),
                    .write(dots),
                ])
                && heads(
                    "attention_dk", shape, shape.keys, numbers,
                    [.read(q), .read(k), .read(v), .read(logSumExp), .read(dz), .write(dk), .read(dots)])
                && heads(
                    "attention_dv", shape, shape.keys, numbers,
                    [.read(q), .read(k), .read(logSumExp), .read(dz), .write(dv)])
        }
    }
}
