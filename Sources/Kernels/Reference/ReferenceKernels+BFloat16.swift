extension ReferenceKernels {
    // C[i, j] = alpha · Σ_p op(A)[i, p] · op(B)[p, j] + beta · C[i, j]
    public func gemm(
        _ a: Matrix<BFloat16>, _ b: Matrix<BFloat16>, m: Int, n: Int, k: Int,
        alpha: Float, beta: Float, into c: UnsafeMutablePointer<Float>, stride ldc: Int
    ) {
        for i in 0..<m {
            for j in 0..<n {
                var total = Double(alpha) * sum(a, b, i, j, k)
                if beta != 0 { total += Double(beta) * Double(c[i * ldc + j]) }
                c[i * ldc + j] = Float(total)
            }
        }
    }

    // C[i, j] = Σ_p op(A)[i, p] · op(B)[p, j] + bias[j], rounded at the end
    public func gemm(
        _ a: Matrix<BFloat16>, _ b: Matrix<BFloat16>, m: Int, n: Int, k: Int, bias: Floats?,
        into c: MutableBFloats, stride ldc: Int
    ) {
        for i in 0..<m {
            for j in 0..<n { c[i * ldc + j] = BFloat16(Float(sum(a, b, i, j, k) + Double(bias?[j] ?? 0))) }
        }
    }

    private func sum(_ a: Matrix<BFloat16>, _ b: Matrix<BFloat16>, _ i: Int, _ j: Int, _ k: Int) -> Double {
        var total = 0.0
        for p in 0..<k { total += Double(a.element(i, p).float) * Double(b.element(p, j).float) }
        return total
    }

    // dbias[c] += Σ_r dy[r, c]
    public func addColumnSums(of dy: BFloats, to dbias: MutableFloats, rows: Int, columns: Int) {
        widened(dy, rows * columns) { addColumnSums(of: $0, to: dbias, rows: rows, columns: columns) }
    }

    public func gelu(_ form: GELUForm, _ x: BFloats, into y: MutableBFloats, count: Int) {
        var result = [Float](repeating: 0, count: count)
        widened(x, count) { gelu(form, $0, into: &result, count: count) }
        convert(result, into: y, count: count)
    }

    public func geluBackward(_ form: GELUForm, _ x: BFloats, dy: BFloats, into dx: MutableBFloats, count: Int)
    {
        var result = [Float](repeating: 0, count: count)
        widened(x, count) { x in
            widened(dy, count) { geluBackward(form, x, dy: $0, into: &result, count: count) }
        }
        convert(result, into: dx, count: count)
    }

    public func attention(
        _ shape: AttentionShape, q: BFloats, k: BFloats, v: BFloats, into z: MutableBFloats,
        logSumExp: MutableFloats
    ) {
        let wide = Wide(shape)
        var result = [Float](repeating: 0, count: wide.queries.count)
        attention(
            wide.shape, q: wide.queries.map { q[$0(shape.q)].float },
            k: wide.keys.map { k[$0(shape.k)].float },
            v: wide.keys.map { v[$0(shape.v)].float }, into: &result, logSumExp: logSumExp)
        for (place, value) in zip(wide.queries, result) { z[place(shape.z)] = BFloat16(value) }
    }

    public func attentionBackward(
        _ shape: AttentionShape, q: BFloats, k: BFloats, v: BFloats, z: BFloats, logSumExp: Floats,
        dz: BFloats,
        dq: MutableBFloats, dk: MutableBFloats, dv: MutableBFloats
    ) {
        let wide = Wide(shape)
        var wideDq = [Float](repeating: 0, count: wide.queries.count),
            wideDk = [Float](repeating: 0, count: wide.keys.count), wideDv = wideDk
        attentionBackward(
            wide.shape, q: wide.queries.map { q[$0(shape.q)].float },
            k: wide.keys.map { k[$0(shape.k)].float },
            v: wide.keys.map { v[$0(shape.v)].float }, z: wide.queries.map { z[$0(shape.z)].float },
            logSumExp: logSumExp,
            dz: wide.queries.map { dz[$0(shape.z)].float }, dq: &wideDq, dk: &wideDk, dv: &wideDv)
        for (place, value) in zip(wide.queries, wideDq) { dq[place(shape.q)] = BFloat16(value) }
        for (place, value) in zip(wide.keys, wideDk) { dk[place(shape.k)] = BFloat16(value) }
        for (place, value) in zip(wide.keys, wideDv) { dv[place(shape.v)] = BFloat16(value) }
    }

    /// The same attention over contiguous arrays, and where each of their
    /// elements lies in the ones with strides.
    private struct Wide {
        var shape: AttentionShape
        let queries: [(AttentionStrides) -> Int], keys: [(AttentionStrides) -> Int]

        init(_ original: AttentionShape) {
            func places(_ positions: Int) -> [(AttentionStrides) -> Int] {
                (0..<original.batch * original.heads * positions * original.width).map { index in
                    let (row, d) = index.quotientAndRemainder(dividingBy: original.width)
                    let (head, position) = row.quotientAndRemainder(dividingBy: positions)
                    let (batch, h) = head.quotientAndRemainder(dividingBy: original.heads)
                    return { $0.offset(batch: batch, head: h) + position * $0.position + d }
                }
            }
            func contiguous(_ positions: Int) -> AttentionStrides {
                AttentionStrides(
                    batch: original.heads * positions * original.width, head: positions * original.width,
                    position: original.width)
            }
            (queries, keys) = (places(original.queries), places(original.keys))
            shape = original
            (shape.q, shape.z) = (contiguous(original.queries), contiguous(original.queries))
            (shape.k, shape.v) = (contiguous(original.keys), contiguous(original.keys))
        }
    }

    /// The same numbers as float32.
    func widened(_ x: BFloats, _ count: Int, _ body: (Floats) -> Void) {
        body((0..<count).map { x[$0].float })
    }

    public func convert(_ x: Floats, into y: MutableBFloats, count: Int) {
        for i in 0..<count { y[i] = BFloat16(x[i]) }
    }

    public func convert(_ x: BFloats, into y: MutableFloats, count: Int) {
        for i in 0..<count { y[i] = x[i].float }
    }
}
