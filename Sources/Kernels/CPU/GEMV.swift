/// Products with one to four rows (or columns) on one side: what decoding one token after another is made of.
///
/// Every weight is used once or a few times, so the speed is that of memory, and packing a matrix into blocks
/// first, as a large product does, would read and write it once more.
enum GEMV {
    /// The most vectors at a time; with more of them OpenBLAS is ahead.
    private static let most = 4

    /// Computes C = alpha · op(A) · op(B) + beta · C if it is of this kind; false if not.
    static func apply(
        _ a: MatrixOperand, _ b: MatrixOperand, m: Int, n: Int, k: Int, alpha: Float, beta: Float,
        into c: MutableFloats, stride ldc: Int
    ) -> Bool {
        let scale = Scale(alpha: alpha, beta: beta)
        if m <= most, b.transposed {
            // C[j, r] = a_j · b_r: rows of B against the few rows of A.
            withRows(of: a, count: m, k) { vectors, stride in
                dots(b, rows: n, vectors, stride, count: m, k) { r, j, value in
                    scale.write(value, c + j * ldc + r)
                }
            }
        } else if n <= most, !a.transposed {
            // C[r, j] = a_r · b_j: the same with the sides changed.
            let columns = MatrixOperand(b.base, stride: b.stride, transposed: !b.transposed)
            withRows(of: columns, count: n, k) { vectors, stride in
                dots(a, rows: m, vectors, stride, count: n, k) { r, j, value in
                    scale.write(value, c + r * ldc + j)
                }
            }
        } else if m <= most, !b.transposed {
            withRows(of: a, count: m, k) { vectors, stride in
                combinations(b, vectors, stride, count: m, n: n, k: k, scale, into: c, ldc)
            }
        } else {
            return false
        }
        return true
    }

    /// alpha · value + beta · old.
    private struct Scale {
        let alpha: Float, beta: Float

        @inline(__always)
        func write(_ value: Float, _ place: MutableFloats) {
            place.pointee = beta == 0 ? alpha * value : alpha * value + beta * place.pointee
        }
    }

    /// The few vectors with their elements side by side, copied if they were not.
    @inline(__always)
    private static func withRows(of a: MatrixOperand, count: Int, _ k: Int, _ body: (Floats, Int) -> Void) {
        guard a.transposed else { return body(a.base, a.stride) }
        Scratch.with(count * k) { copy in
            for j in 0..<count {
                for p in 0..<k { copy[j * k + p] = a.base[p * a.stride + j] }
            }
            body(copy, k)
        }
    }

    /// `write(r, j, row_r · vector_j)` for all rows of the large matrix.
    @inline(__always)
    private static func dots(
        _ matrix: MatrixOperand, rows: Int, _ vectors: Floats, _ stride: Int, count: Int, _ k: Int,
        _ write: (Int, Int, Float) -> Void
    ) {
        Partition.forEachRow(rows, columns: k) { r in
            let row = matrix.base + r * matrix.stride
            for j in 0..<count {
                let vector = vectors + j * stride
                write(r, j, dot(row, vector, k))
            }
        }
    }

    /// Σ row · vector; the row comes from memory, the vector from the cache.
    @inline(__always)
    private static func dot(_ row: Floats, _ vector: Floats, _ count: Int) -> Float {
        Float(
            sumOfLanes(count) { i, n in
                fetchAhead(row + i)
                return load(row + i, n) * load(vector + i, n)
            })
    }

    /// C[j, :] = Σ_p a_j[p] · B[p, :], a stretch of columns at a time so that C's stretch stays in the core.
    private static func combinations(
        _ b: MatrixOperand, _ vectors: Floats, _ stride: Int, count: Int, n: Int, k: Int, _ scale: Scale,
        into c: MutableFloats, _ ldc: Int
    ) {
        let width = n * k <= Partition.piece ? n : 256
        ThreadPool.forEach((n + width - 1) / width) { block in
            let first = block * width
            let size = min(width, n - first)
            for j in 0..<count {
                let y = c + j * ldc + first
                if scale.beta == 0 {
                    y.update(repeating: 0, count: size)
                } else if scale.beta != 1 {
                    CPUKernels.multiply(y, by: scale.beta, size)
                }
            }
            var p = 0
            while p < k {
                let rows = min(4, k - p)
                let row = b.base + p * b.stride + first
                for j in 0..<count {
                    let (x, y) = (vectors + j * stride + p, c + j * ldc + first)
                    addRows(row, b.stride, x, rows, scale.alpha, to: y, size)
                }
                p += 4
            }
        }
    }

    /// y += alpha · Σ x[i] · row_i over one to four rows.
    @inline(__always)
    private static func addRows(
        _ row: Floats, _ stride: Int, _ x: Floats, _ rows: Int, _ alpha: Float, to y: MutableFloats,
        _ size: Int
    ) {
        if rows == 4 {
            let (x0, x1) = (Lanes(repeating: alpha * x[0]), Lanes(repeating: alpha * x[1]))
            let (x2, x3) = (Lanes(repeating: alpha * x[2]), Lanes(repeating: alpha * x[3]))
            forEachLanes(size) { i, n in
                var sum = load(row + i, n).times(x0, plus: load(y + i, n))
                sum = load(row + stride + i, n).times(x1, plus: sum)
                sum = load(row + 2 * stride + i, n).times(x2, plus: sum)
                sum = load(row + 3 * stride + i, n).times(x3, plus: sum)
                store(sum, y + i, n)
            }
        } else {
            for index in 0..<rows {
                let factor = Lanes(repeating: alpha * x[index])
                let row = row + index * stride
                forEachLanes(size) { i, n in
                    store(load(row + i, n).times(factor, plus: load(y + i, n)), y + i, n)
                }
            }
        }
    }
}
