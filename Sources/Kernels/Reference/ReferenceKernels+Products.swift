extension ReferenceKernels {
    // C[i, j] = alpha · Σ_p op(A)[i, p] · op(B)[p, j] + beta · C[i, j]
    public func gemm(
        _ a: MatrixOperand, _ b: MatrixOperand, m: Int, n: Int, k: Int,
        alpha: Float, beta: Float, into c: UnsafeMutablePointer<Float>, stride ldc: Int
    ) {
        for i in 0..<m {
            for j in 0..<n {
                var total = 0.0
                for p in 0..<k { total += Double(a.element(i, p)) * Double(b.element(p, j)) }
                total *= Double(alpha)
                // With beta 0 the old C is not read: it may be memory that was never written.
                if beta != 0 { total += Double(beta) * Double(c[i * ldc + j]) }
                c[i * ldc + j] = Float(total)
            }
        }
    }

    // C[i, j] = Σ_p op(A)[i, p] · op(B)[p, j] + bias[j]
    public func gemm(
        _ a: MatrixOperand, _ b: MatrixOperand, m: Int, n: Int, k: Int, bias: Floats?,
        into c: UnsafeMutablePointer<Float>, stride ldc: Int
    ) {
        for i in 0..<m {
            for j in 0..<n {
                var total = Double(bias?[j] ?? 0)
                for p in 0..<k { total += Double(a.element(i, p)) * Double(b.element(p, j)) }
                c[i * ldc + j] = Float(total)
            }
        }
    }

    // The same product, once for each set of offsets.
    public func batchedGemm(
        batch: Int, _ a: MatrixOperand, _ b: MatrixOperand, m: Int, n: Int, k: Int, alpha: Float, beta: Float,
        into c: UnsafeMutablePointer<Float>, stride ldc: Int,
        offsets: (Int) -> (a: Int, b: Int, c: Int)
    ) {
        for index in 0..<batch {
            let offset = offsets(index)
            gemm(
                MatrixOperand(a.base + offset.a, stride: a.stride, transposed: a.transposed),
                MatrixOperand(b.base + offset.b, stride: b.stride, transposed: b.transposed),
                m: m, n: n, k: k, alpha: alpha, beta: beta, into: c + offset.c, stride: ldc)
        }
    }

    // y[r, c] += bias[c]
    public func addBias(_ bias: Floats, to y: MutableFloats, rows: Int, columns: Int) {
        for row in 0..<rows {
            for column in 0..<columns { y[row * columns + column] += bias[column] }
        }
    }

    // dbias[c] += Σ_r dy[r, c]: every row received the same bias, so the bias receives every row's gradient.
    public func addColumnSums(of dy: Floats, to dbias: MutableFloats, rows: Int, columns: Int) {
        for column in 0..<columns {
            var total = 0.0
            for row in 0..<rows { total += Double(dy[row * columns + column]) }
            dbias[column] = Float(Double(dbias[column]) + total)
        }
    }
}
