extension KernelBenchmark.Bench {
    // MARK: The machine

    mutating func limits() throws {
        let work = try MultiplyAdds()
        add("multiply-adds in registers", "\(ThreadPool.threads) threads", flops: work.flops) { work.run() }
        let count = 24 << 20
        let (a, b, c) = (try BenchmarkBuffer(count), try BenchmarkBuffer(count), try BenchmarkBuffer(count))
        let (ap, bp, cp) = (a.base, b.base, c.base)
        add("triad a = b + s · c", "3 × \(count >> 18) MB", bytes: Double(count) * 12) {
            Partition.forEachPiece(count) { start, size in
                let (a, b, c) = (ap + start, bp + start, cp + start)
                forEachLanes(size) { i, n in
                    store(load(c + i, n).times(Lanes(repeating: 0.5), plus: load(b + i, n)), a + i, n)
                }
            }
        }
    }

    // MARK: Products

    private static let layers = [("QKV", 3, 1), ("W0", 1, 1), ("mlp_1", 4, 1), ("mlp_2", 1, 4)]

    mutating func products() throws {
        try layers(tokens: 4096, width: 768)
        let (x, w, z) = (
            try BenchmarkBuffer(1024 * 768), try BenchmarkBuffer(50257 * 768),
            try BenchmarkBuffer(1024 * 50257)
        )
        product("forward head", x, false, w, true, z, 1024, 50257, 768, beta: 0)
        product("dx head", z, false, w, false, x, 1024, 768, 50257, beta: 0)
        product("dweight head", z, true, x, false, w, 50257, 768, 1024, beta: 1)
        try oneToken(x, w, into: z)
    }

    mutating func smallProducts() throws { try layers(tokens: 1024, width: 64) }

    private mutating func layers(tokens: Int, width: Int) throws {
        for (name, out, input) in Self.layers.map({ ($0, $1 * width, $2 * width) }) {
            let (x, w, y) = (
                try BenchmarkBuffer(tokens * input), try BenchmarkBuffer(out * input),
                try BenchmarkBuffer(tokens * out)
            )
            // y = x wᵀ;  dx = dy w;  dw = dyᵀ x
            product("forward \(name)", x, false, w, true, y, tokens, out, input, beta: 0)
            product("dx \(name)", y, false, w, false, x, tokens, input, out, beta: 0)
            product("dweight \(name)", y, true, x, false, w, out, input, tokens, beta: 0)
        }
    }

    /// The same in bfloat16, which has twice the limit where the CPU has instructions for it.
    mutating func bfloat16Products() throws {
        let (tokens, width, kernels) = (4096, 768, kernels)
        for (name, out, input) in Self.layers.map({ ($0, $1 * width, $2 * width) }) {
            let (x, w, y) = (
                try BenchmarkBuffer(tokens * input).bfloat16s, try BenchmarkBuffer(out * input).bfloat16s,
                try BenchmarkBuffer(tokens * out).bfloat16s
            )
            func add(
                _ kind: String, _ a: BenchmarkBFloat16s, _ aTransposed: Bool, _ b: BenchmarkBFloat16s,
                _ bTransposed: Bool, _ c: BenchmarkBFloat16s,
                _ m: Int, _ n: Int, _ k: Int
            ) {
                self.add(
                    "bf16 gemm \(kind) \(name)", "\(m) × \(n) × \(k)",
                    flops: 2 * Double(m) * Double(n) * Double(k), lead: Compute.computesBFloat16 ? 2 : 1
                ) {
                    kernels.gemm(
                        Matrix(a.base, stride: aTransposed ? m : k, transposed: aTransposed),
                        Matrix(b.base, stride: bTransposed ? k : n, transposed: bTransposed),
                        m: m, n: n, k: k, bias: nil, into: c.base, stride: n)
                }
            }
            add("forward", x, false, w, true, y, tokens, out, input)
            add("dx", y, false, w, false, x, tokens, input, out)
            add("dweight", y, true, x, false, w, out, input, tokens)
        }
    }

    /// The products that generation is made of: every weight is read once.
    private mutating func oneToken(_ x: BenchmarkBuffer, _ w: BenchmarkBuffer, into z: BenchmarkBuffer) throws
    {
        let (kernels, width) = (kernels, 768)
        for (name, out) in [("QKV", 2304), ("head", 50257)] {
            add("one token \(name)", "1 × \(out) × \(width)", bytes: Double(out * width) * 4) {
                kernels.gemm(
                    MatrixOperand(x.base, stride: width),
                    MatrixOperand(w.base, stride: width, transposed: true),
                    m: 1, n: out, k: width, alpha: 1, beta: 0, into: z.base, stride: out)
            }
            for form in DType.packed {
                let numbers = try BenchmarkBuffer(out * width * form.size / 4),
                    scales = try BenchmarkBuffer(out)
                let packed = PackedMatrix(
                    form, rows: out, columns: width, base: numbers.base,
                    scales: form == .int8 ? scales.base : nil)
                kernels.pack(w.base, into: packed)
                add(
                    "one token \(name) \(form.shortName)", "1 × \(out) × \(width)",
                    bytes: Double(out * width * form.size)
                ) {
                    kernels.packedProduct(x.base, m: 1, packed, into: z.base)
                }
            }
        }
    }

    private mutating func product(
        _ name: String, _ a: BenchmarkBuffer, _ aTransposed: Bool, _ b: BenchmarkBuffer, _ bTransposed: Bool,
        _ c: BenchmarkBuffer, _ m: Int, _ n: Int, _ k: Int, beta: Float
    ) {
        let (kernels, ap, bp, cp) = (kernels, a.base, b.base, c.base)
        add("gemm \(name)", "\(m) × \(n) × \(k)", flops: 2 * Double(m) * Double(n) * Double(k)) {
            kernels.gemm(
                MatrixOperand(ap, stride: aTransposed ? m : k, transposed: aTransposed),
                MatrixOperand(bp, stride: bTransposed ? k : n, transposed: bTransposed),
                m: m, n: n, k: k, alpha: 1, beta: beta, into: cp, stride: n)
        }
    }

    // MARK: Attention

    /// At the shape of Model 5, and of the smallest preset.
    mutating func attention() throws {
        try attention(16, 12, 256, 64)
        try attention(16, 4, 64, 16)
    }

    private mutating func attention(_ batch: Int, _ heads: Int, _ positions: Int, _ width: Int) throws {
        let row = heads * width
        let joined = AttentionStrides(batch: positions * 3 * row, head: width, position: 3 * row)
        let alone = AttentionStrides(batch: positions * row, head: width, position: row)
        let shape = AttentionShape(
            batch: batch, heads: heads, queries: positions, keys: positions, width: width, causal: true,
            scale: 1 / Float(width).squareRoot(), q: joined, k: joined, v: joined, z: alone)
        let count = batch * positions * row
        let (qkv, dqkv) = (try BenchmarkBuffer(3 * count), try BenchmarkBuffer(3 * count))
        let (z, dz, sums) = (
            try BenchmarkBuffer(count), try BenchmarkBuffer(count),
            try BenchmarkBuffer(batch * heads * positions)
        )
        let (kernels, q, dq) = (kernels, qkv.base, dqkv.base)
        // Two products forward and five backward, of the pairs that the mask leaves.
        let flops = Double(batch * heads) * Double(positions * (positions + 1) / 2) * Double(width) * 2
        let size = "\(batch) × \(heads) × \(positions) × \(width)"
        add("attention forward", size, flops: 2 * flops) {
            kernels.attention(shape, q: q, k: q + row, v: q + 2 * row, into: z.base, logSumExp: sums.base)
        }
        add("attention backward", size, flops: 5 * flops) {
            kernels.attentionBackward(
                shape, q: q, k: q + row, v: q + 2 * row, z: z.base, logSumExp: sums.base, dz: dz.base,
                dq: dq, dk: dq + row, dv: dq + 2 * row)
        }
    }

    // MARK: Memory

    mutating func memoryBound() throws {
        let kernels = kernels
        let (rows, width, wide, vocabulary) = (4096, 768, 3072, 50257)
        let count = rows * wide
        let (x, y, dy, m) = (
            try BenchmarkBuffer(2 * count), try BenchmarkBuffer(2 * count), try BenchmarkBuffer(2 * count),
            try BenchmarkBuffer(2 * count)
        )
        let (mean, rstd, weight) = (
            try BenchmarkBuffer(rows), try BenchmarkBuffer(rows), try BenchmarkBuffer(wide)
        )
        let (xp, yp, dyp) = (x.base, y.base, dy.base)
        let (narrow, large) = ("\(rows) × \(width)", "\(rows) × \(wide)")
        let (small, big) = (Double(rows * width) * 4, Double(count) * 4)

        for form in [GELUForm.erf, .tanh] {
            add("gelu \(form)", large, bytes: 2 * big) { kernels.gelu(form, xp, into: yp, count: count) }
            add("gelu \(form) backward", large, bytes: 3 * big) {
                kernels.geluBackward(form, xp, dy: dyp, into: yp, count: count)
            }
        }
        add("exp", large, bytes: 2 * big) { kernels.unary(.exp, xp, into: yp, count: count) }
        add("sin", large, bytes: 2 * big) { kernels.unary(.sin, xp, into: yp, count: count) }
        add("log1p", large, bytes: 2 * big) { kernels.unary(.log1p, dyp, into: yp, count: count) }
        add("a + b", large, bytes: 3 * big) {
            kernels.binary(.add, xp, stride: 1, dyp, stride: 1, into: yp, count: count)
        }
        add("axpy", large, bytes: 3 * big) { kernels.axpy(0.5, xp, into: yp, count: count) }
        add("add bias", large, bytes: 2 * big) {
            kernels.addBias(weight.base, to: yp, rows: rows, columns: wide)
        }
        add("column sums", large, bytes: big) {
            kernels.addColumnSums(of: xp, to: weight.base, rows: rows, columns: wide)
        }
        add("sum of squares", large, bytes: big) { yp[0] = Float(kernels.sumOfSquares(xp, count: count)) }
        for (rows, width) in [(rows, width), (1024, 64)] {
            let (shape, bytes) = ("\(rows) × \(width)", Double(rows * width) * 4)
            add("layer norm", shape, bytes: 2 * bytes) {
                kernels.layerNorm(
                    xp, weight: weight.base, bias: weight.base, eps: 1e-5, into: yp, mean: mean.base,
                    rstd: rstd.base, rows: rows,
                    columns: width)
            }
            add("layer norm backward", shape, bytes: 3 * bytes) {
                kernels.layerNormBackward(
                    xp, weight: weight.base, mean: mean.base, rstd: rstd.base, dy: dyp, into: yp,
                    dweight: m.base,
                    dbias: m.base + width, rows: rows, columns: width)
            }
        }
        add("softmax", large, bytes: 2 * big) { kernels.softmax(xp, into: yp, rows: rows, columns: wide) }
        let targets = (0..<rows).map { Int64($0 * 12 % vocabulary) }
        add("cross-entropy, gradient", "480 × \(vocabulary)", bytes: Double(480 * vocabulary) * 8) {
            kernels.crossEntropy(
                m.base, stride: vocabulary, targets: targets, scale: 0.036, gradient: 1e-4, ignoreIndex: -100,
                losses: mean.base,
                rows: 480, columns: vocabulary)
        }
        add("gather", narrow, bytes: 2 * small) {
            kernels.gather(xp, ids: targets.map { $0 % 30000 }, into: yp, count: rows, columns: width)
        }
        add("scatter add", narrow, bytes: 3 * small) {
            kernels.scatterAdd(dyp, ids: targets.map { $0 % 30000 }, into: yp, count: rows, columns: width)
        }
        // Adam's v is a mean of squares.
        kernels.unary(.square, m.base, into: m.base, count: 2 * count)
        let step = AdamStep(
            rate: 1e-3, beta1: 0.9, beta2: 0.999, eps: 1e-8, weightDecay: 0.01, decoupled: true, step: 7)
        add("adam", "\(2 * count / 1_000_000) M parameters", bytes: 14 * big) {
            kernels.adam([AdamUpdate(step, parameter: xp, gradient: dyp, m: yp, v: m.base, count: 2 * count)])
        }
    }
}
