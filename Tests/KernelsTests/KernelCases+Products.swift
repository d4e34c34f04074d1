import Kernels

extension KernelCase {
    /// A product in all four forms, with rows that lie apart, and with what was in C before.
    static func products(_ m: Int, _ n: Int, _ k: Int, nan: Bool = false) -> [KernelCase] {
        var cases: [KernelCase] = []
        for aTransposed in [false, true] {
            for bTransposed in [false, true] {
                for (alpha, beta) in [(1, 0), (0.5, 1), (1, -2)] as [(Float, Float)] {
                    let name = "gemm \(m)×\(n)×\(k) \(aTransposed) \(bTransposed) alpha \(alpha) beta \(beta)"
                    cases.append(
                        KernelCase(name: name) { kernels in
                            var numbers = Numbers(m * 7 + n * 5 + k)
                            let (aStride, bStride) = ((aTransposed ? m : k) + 3, (bTransposed ? k : n) + 1)
                            var a = numbers.floats((aTransposed ? k : m) * aStride, -1...2)
                            let b = numbers.floats((bTransposed ? n : k) * bStride, -1...2)
                            if nan, a.count > 0 { a[a.count / 2] = .nan }
                            let stride = n + 2
                            // With beta 0 nothing of the old C may come through.
                            var c =
                                beta == 0
                                ? [Float](repeating: .nan, count: m * stride) : numbers.floats(m * stride)
                            for row in 0..<m { for gap in n..<stride { c[row * stride + gap] = 5 } }
                            a.withUnsafeBufferPointer { a in
                                b.withUnsafeBufferPointer { b in
                                    kernels.gemm(
                                        MatrixOperand(
                                            a.baseAddress!, stride: aStride, transposed: aTransposed),
                                        MatrixOperand(
                                            b.baseAddress!, stride: bStride, transposed: bTransposed),
                                        m: m, n: n, k: k, alpha: alpha, beta: beta, into: &c, stride: stride)
                                }
                            }
                            return [c]
                        })
                }
            }
        }
        return cases
    }

    /// A product with a bias in all four forms, without gaps as a linear layer has it, and with gaps.
    static func linear(_ m: Int, _ n: Int, _ k: Int) -> [KernelCase] {
        [(false, true), (false, false), (true, true), (true, false)].flatMap { aTransposed, bTransposed in
            [0, 3].map { gap in
                KernelCase(name: "linear \(m)×\(n)×\(k) \(aTransposed) \(bTransposed) gap \(gap)") {
                    kernels in
                    var numbers = Numbers(m * 7 + n * 5 + k)
                    let (aStride, bStride) = ((aTransposed ? m : k) + gap, (bTransposed ? k : n) + gap)
                    let a = numbers.floats((aTransposed ? k : m) * aStride, -1...2),
                        b = numbers.floats((bTransposed ? n : k) * bStride, -1...2)
                    let bias = numbers.floats(n)
                    var c = [Float](repeating: .nan, count: m * (n + gap)), plain = c
                    for row in 0..<m {
                        for column in n..<n + gap {
                            c[row * (n + gap) + column] = 5; plain[row * (n + gap) + column] = 5
                        }
                    }
                    a.withUnsafeBufferPointer { a in
                        b.withUnsafeBufferPointer { b in
                            let left = MatrixOperand(a.baseAddress!, stride: aStride, transposed: aTransposed)
                            let right = MatrixOperand(
                                b.baseAddress!, stride: bStride, transposed: bTransposed)
                            kernels.gemm(left, right, m: m, n: n, k: k, bias: bias, into: &c, stride: n + gap)
                            kernels.gemm(
                                left, right, m: m, n: n, k: k, bias: nil, into: &plain, stride: n + gap)
                        }
                    }
                    return [c, plain]
                }
            }
        }
    }

    /// Packing a matrix, and its product with m rows.
    static func packed(_ form: DType, _ m: Int, _ n: Int, _ k: Int, nan: Bool = false) -> KernelCase {
        KernelCase(name: "packed \(form) \(m)×\(n)×\(k)") { kernels in
            var numbers = Numbers(m * 7 + n * 5 + k)
            var (x, w) = (numbers.floats(m * k, -1...2), numbers.floats(n * k, -3...2))
            // A row of zeros, and one of numbers whose 127th part has few bits left.
            for i in 0..<min(n, 2) * k { w[i] *= i < k ? 0 : 1e-38 }
            if nan, n * k > 0 {
                w[n * k - 1] = .nan
                w[(n - 1) / 2 * k] = .infinity
                if m > 1 { x[k / 2] = .nan }
            }
            var scales = [Float](repeating: 7, count: n)
            var bytes = [UInt8](repeating: 7, count: n * k * form.size)
            // With k = 0 nothing of the old y may come through.
            var y = [Float](repeating: .nan, count: m * n)
            bytes.withUnsafeMutableBytes { bytes in
                scales.withUnsafeMutableBufferPointer { scales in
                    let packed = PackedMatrix(
                        form, rows: n, columns: k,
                        base: bytes.baseAddress ?? UnsafeMutableRawPointer(scales.baseAddress!),
                        scales: form == .int8 ? scales.baseAddress : nil)
                    kernels.pack(w, into: packed)
                    kernels.packedProduct(x, m: m, packed, into: &y)
                }
            }
            return [bytes.map(Float.init), scales, y]
        }
    }

    static func batched(_ batch: Int, _ m: Int, _ n: Int, _ k: Int) -> KernelCase {
        KernelCase(name: "batchedGemm \(batch)×\(m)×\(n)×\(k)") { kernels in
            var numbers = Numbers(batch + m)
            let (a, b) = (numbers.floats(batch * m * k, -1...2), numbers.floats(batch * n * k, -1...2))
            var c = numbers.floats(batch * m * n)
            a.withUnsafeBufferPointer { a in
                b.withUnsafeBufferPointer { b in
                    kernels.batchedGemm(
                        batch: batch, MatrixOperand(a.baseAddress!, stride: k),
                        MatrixOperand(b.baseAddress!, stride: k, transposed: true), m: m, n: n, k: k,
                        alpha: 0.5,
                        beta: 1, into: &c, stride: n
                    ) { ($0 * m * k, $0 * n * k, $0 * m * n) }
                }
            }
            return [c]
        }
    }

    /// Where q, k, v and z of an attention call lie.
    enum Layout: CaseIterable {
        /// [batch, heads, positions, width], each on its own.
        case separate
        /// q, k, v side by side in rows of one [batch, positions, 3 · heads · width]; z [batch, positions,
        /// heads, width].
        case joined
    }

    static func attention(
        _ layout: Layout, batch: Int, heads: Int, queries: Int, keys: Int, width: Int, causal: Bool,
        nan: Bool = false
    ) -> KernelCase {
        let name =
            "attention \(layout) \(batch)×\(heads), \(queries) queries, \(keys) keys, \(width) wide, "
            + "\(causal)"
        return KernelCase(name: name) { kernels in
            var numbers = Numbers(queries * 31 + keys)
            let joined = layout == .joined && queries == keys
            let (row, qSize, kSize) = (
                heads * width, batch * heads * queries * width, batch * heads * keys * width
            )
            let shared = AttentionStrides(batch: keys * 3 * row, head: width, position: 3 * row)
            let q =
                joined
                ? shared
                : AttentionStrides(batch: heads * queries * width, head: queries * width, position: width)
            let k =
                joined
                ? shared : AttentionStrides(batch: heads * keys * width, head: keys * width, position: width)
            let z =
                layout == .joined
                ? AttentionStrides(batch: queries * row, head: width, position: row)
                : AttentionStrides(batch: heads * queries * width, head: queries * width, position: width)
            let shape = AttentionShape(
                batch: batch, heads: heads, queries: queries, keys: keys, width: width, causal: causal,
                scale: 1 / Float(width).squareRoot(), q: q, k: k, v: k, z: z)
            var input = numbers.floats(qSize + 2 * kSize)
            if nan { input[input.count / 2] = .nan }
            let (kStart, vStart) = joined ? (row, 2 * row) : (qSize, qSize + kSize)
            let dz = numbers.floats(qSize)
            var output = [Float](repeating: .nan, count: qSize)
            var logSumExp = [Float](repeating: .nan, count: batch * heads * queries)
            var gradient = [Float](repeating: .nan, count: input.count)
            input.withUnsafeBufferPointer { input in
                let base = input.baseAddress!
                kernels.attention(
                    shape, q: base, k: base + kStart, v: base + vStart, into: &output, logSumExp: &logSumExp)
                gradient.withUnsafeMutableBufferPointer { gradient in
                    let d = gradient.baseAddress!
                    kernels.attentionBackward(
                        shape, q: base, k: base + kStart, v: base + vStart, z: output, logSumExp: logSumExp,
                        dz: dz,
                        dq: d, dk: d + kStart, dv: d + vStart)
                }
            }
            return [output, logSumExp, gradient]
        }
    }
}
