import Kernels

extension KernelCase {
    /// Products, conversions, GELU and column sums of bfloat16 numbers. Results that are bfloat16 are given
    /// as float32.
    static func bfloat16s(_ m: Int, _ n: Int, _ k: Int, gap: Int = 2, nan: Bool = false) -> [KernelCase] {
        func rounded(_ x: [Float]) -> [BFloat16] { x.map { BFloat16($0) } }
        func wide(_ x: [BFloat16]) -> [Float] { x.map(\.float) }
        var cases: [KernelCase] = []
        for (aTransposed, bTransposed) in [(false, true), (false, false), (true, false), (true, true)] {
            cases.append(
                KernelCase(name: "bfloat16 gemm \(m)×\(n)×\(k) \(aTransposed) \(bTransposed) gap \(gap)") {
                    kernels in
                    var numbers = Numbers(m * 7 + n * 5 + k)
                    let (aStride, bStride, stride) = (
                        (aTransposed ? m : k) + gap, (bTransposed ? k : n) + gap / 2, n + gap
                    )
                    var a = rounded(numbers.floats((aTransposed ? k : m) * aStride, -1...2))
                    let b = rounded(numbers.floats((bTransposed ? n : k) * bStride, -1...2)),
                        bias = numbers.floats(n)
                    if nan, a.count > 0 { a[a.count / 2] = BFloat16(.nan) }
                    var c = numbers.floats(m * stride),
                        overwritten = [Float](repeating: .nan, count: m * stride)
                    for row in 0..<m { for gap in n..<stride { overwritten[row * stride + gap] = 5 } }
                    var half = rounded(overwritten)
                    a.withUnsafeBufferPointer { a in
                        b.withUnsafeBufferPointer { b in
                            let left = Matrix(a.baseAddress!, stride: aStride, transposed: aTransposed)
                            let right = Matrix(b.baseAddress!, stride: bStride, transposed: bTransposed)
                            kernels.gemm(
                                left, right, m: m, n: n, k: k, alpha: 0.5, beta: 1, into: &c, stride: stride)
                            kernels.gemm(
                                left, right, m: m, n: n, k: k, alpha: 1, beta: 0, into: &overwritten,
                                stride: stride)
                            kernels.gemm(
                                left, right, m: m, n: n, k: k, bias: bias, into: &half, stride: stride)
                        }
                    }
                    return [c, overwritten, wide(half)]
                })
        }
        cases.append(
            KernelCase(name: "bfloat16 conversions, gelu and sums \(m)×\(n)") { kernels in
                var numbers = Numbers(m + n)
                var x = numbers.floats(m * n, -4...4)
                if nan { x[x.count / 2] = .nan }
                let dy = rounded(numbers.floats(m * n))
                var half = [BFloat16](repeating: BFloat16(7), count: m * n),
                    back = [Float](repeating: 7, count: m * n), sums = numbers.floats(n)
                kernels.convert(x, into: &half, count: m * n)
                kernels.convert(half, into: &back, count: m * n)
                kernels.addColumnSums(of: half, to: &sums, rows: m, columns: n)
                var results = [back, sums]
                for form in [GELUForm.erf, .tanh] {
                    var (y, dx) = (half, half)
                    kernels.gelu(form, half, into: &y, count: m * n)
                    kernels.geluBackward(form, half, dy: dy, into: &dx, count: m * n)
                    results += [wide(y), wide(dx)]
                }
                return results
            })
        cases.append(
            KernelCase(name: "bfloat16 cross-entropy \(m)×\(n)") { kernels in
                var numbers = Numbers(m + 3 * n)
                let stride = n + 5, ids = numbers.ids(m, below: n)
                var z = numbers.floats(m * stride), losses = [Float](repeating: 9, count: m)
                var dz = [BFloat16](repeating: BFloat16(7), count: m * stride)
                if nan { z[stride * (m / 2)] = .nan }
                kernels.crossEntropy(
                    &z, stride: stride, targets: ids, scale: 0.25, gradient: 0.3, ignoreIndex: ids[m / 2],
                    losses: &losses, into: &dz, rows: m,
                    columns: n)
                return [losses, wide(dz)]
            })
        return cases
    }

    /// Attention and its gradients over q, k, v side by side in one bfloat16 buffer.
    static func attentionOfBFloat16s(batch: Int, heads: Int, positions: Int, width: Int, causal: Bool)
        -> KernelCase
    {
        KernelCase(name: "bfloat16 attention \(batch)×\(heads)×\(positions)×\(width) \(causal)") { kernels in
            var numbers = Numbers(positions * 31 + width)
            let row = heads * width, count = batch * positions * row
            let joined = AttentionStrides(batch: positions * 3 * row, head: width, position: 3 * row)
            let alone = AttentionStrides(batch: positions * row, head: width, position: row)
            let shape = AttentionShape(
                batch: batch, heads: heads, queries: positions, keys: positions, width: width, causal: causal,
                scale: 1 / Float(width).squareRoot(), q: joined, k: joined, v: joined, z: alone)
            let input = numbers.floats(3 * count).map { BFloat16($0) },
                dz = numbers.floats(count).map { BFloat16($0) }
            var z = [BFloat16](repeating: BFloat16(.nan), count: count),
                gradient = [BFloat16](repeating: BFloat16(.nan), count: 3 * count)
            var sums = [Float](repeating: .nan, count: batch * heads * positions)
            input.withUnsafeBufferPointer { input in
                let q = input.baseAddress!
                kernels.attention(shape, q: q, k: q + row, v: q + 2 * row, into: &z, logSumExp: &sums)
                gradient.withUnsafeMutableBufferPointer { gradient in
                    let d = gradient.baseAddress!
                    kernels.attentionBackward(
                        shape, q: q, k: q + row, v: q + 2 * row, z: z, logSumExp: sums, dz: dz, dq: d,
                        dk: d + row, dv: d + 2 * row)
                }
            }
            return [z.map(\.float), sums, gradient.map(\.float)]
        }
    }
}
