extension CPUKernels {
    // Cut into tiles by shape; each tile is one single-threaded call of a library.
    public func gemm(
        _ a: MatrixOperand, _ b: MatrixOperand, m: Int, n: Int, k: Int,
        alpha: Float, beta: Float, into c: UnsafeMutablePointer<Float>, stride ldc: Int
    ) {
        Self.product(a, b, m: m, n: n, k: k, alpha: alpha, beta: beta, bias: nil, into: c, stride: ldc)
    }

    public func gemm(
        _ a: MatrixOperand, _ b: MatrixOperand, m: Int, n: Int, k: Int, bias: Floats?,
        into c: UnsafeMutablePointer<Float>, stride ldc: Int
    ) {
        Self.product(a, b, m: m, n: n, k: k, alpha: 1, beta: 0, bias: bias, into: c, stride: ldc)
    }

    private static func product(
        _ a: MatrixOperand, _ b: MatrixOperand, m: Int, n: Int, k: Int, alpha: Float, beta: Float,
        bias: Floats?,
        into c: MutableFloats, stride ldc: Int
    ) {
        guard m > 0, n > 0 else { return }
        func addBias(_ rows: Range<Int>, _ columns: Range<Int>) {
            guard let bias else { return }
            for row in rows {
                add(bias + columns.lowerBound, to: c + row * ldc + columns.lowerBound, columns.count)
            }
        }
        if k == 0 {
            scale(c, by: beta, m: m, n: n, stride: ldc)
            return addBias(0..<m, 0..<n)
        }
        if GEMV.apply(a, b, m: m, n: n, k: k, alpha: alpha, beta: beta, into: c, stride: ldc)
            || SplitK.apply(
                m: m, n: n, k: k, beta: beta, into: c, stride: ldc,
                part: { start, length, sums in
                    BLAS.product(
                        a.from(column: start), b.from(row: start), m: m, n: n, k: length, alpha: alpha,
                        beta: 0, into: sums, stride: n)
                })
        {
            return addBias(0..<m, 0..<n)
        }
        let tiles = Tiles(m: m, n: n, k: k, aTransposed: a.transposed, bTransposed: b.transposed)
        if tiles.sharesColumns, BLAS.hasAwkwardRows(b, m: m, n: n, k: k) {
            // Laid out once, and not by every tile that reads the same columns.
            return BLAS.withRows(of: b, n: n, k: k) {
                product(a, $0, m: m, n: n, k: k, alpha: alpha, beta: beta, bias: bias, into: c, stride: ldc)
            }
        }
        if a.transposed, !b.transposed, m <= Tiles.widest, n > Tiles.widest, BLAS.isForOneDNN(m, n, k) {
            turnedProduct(a, b, m: m, n: n, k: k, alpha: alpha, beta: beta, into: c, stride: ldc)
            return addBias(0..<m, 0..<n)
        }
        ThreadPool.forEach(tiles.count) { index in
            let (rows, columns) = tiles[index]
            BLAS.product(
                a.from(row: rows.lowerBound), b.from(column: columns.lowerBound),
                m: rows.count, n: columns.count, k: k, alpha: alpha, beta: beta,
                into: c + rows.lowerBound * ldc + columns.lowerBound, stride: ldc)
            // While the tile is in the cache.
            addBias(rows, columns)
        }
    }

    /// Computes Cᵀ = op(B)ᵀ · op(A)ᵀ, whose tiles read whole rows of what lies across where those of C would
    /// read parts of them, and turns it: 91 % of the arithmetic limit instead of 80 for the gradient of
    /// weights that lead from a wide layer to a narrow one.
    private static func turnedProduct(
        _ a: MatrixOperand, _ b: MatrixOperand, m: Int, n: Int, k: Int, alpha: Float, beta: Float,
        into c: MutableFloats, stride ldc: Int
    ) {
        let (left, right) = (
            MatrixOperand(b.base, stride: b.stride, transposed: true), MatrixOperand(a.base, stride: a.stride)
        )
        let tiles = Tiles(m: n, n: m, k: k, aTransposed: true, bTransposed: false)
        ThreadPool.forEach(tiles.count) { index in
            let (columns, rows) = tiles[index]
            let c = c + rows.lowerBound * ldc + columns.lowerBound, step = BLAS.spread(rows.count)
            Scratch.with(columns.count * step) { turned in
                if beta != 0 {
                    LaneTranspose.apply(c, ldc, rows: rows.count, columns: columns.count, into: turned, step)
                }
                BLAS.product(
                    left.from(row: columns.lowerBound), right.from(column: rows.lowerBound),
                    m: columns.count, n: rows.count, k: k, alpha: alpha, beta: beta, into: turned,
                    stride: step)
                LaneTranspose.apply(turned, step, rows: columns.count, columns: rows.count, into: c, ldc)
            }
        }
    }

    public func batchedGemm(
        batch: Int, _ a: MatrixOperand, _ b: MatrixOperand, m: Int, n: Int, k: Int, alpha: Float, beta: Float,
        into c: UnsafeMutablePointer<Float>, stride ldc: Int,
        offsets: (Int) -> (a: Int, b: Int, c: Int)
    ) {
        guard batch > 0, m > 0, n > 0 else { return }
        // Few large products are cut themselves; many small ones go several to a chunk.
        let work = m * n * max(k, 1)
        let each = max(1, Tiles.smallest / work)
        func one(_ index: Int) {
            let offset = offsets(index)
            self.gemm(
                MatrixOperand(a.base + offset.a, stride: a.stride, transposed: a.transposed),
                MatrixOperand(b.base + offset.b, stride: b.stride, transposed: b.transposed),
                m: m, n: n, k: k, alpha: alpha, beta: beta, into: c + offset.c, stride: ldc)
        }
        if batch < 32, work > 16 * Tiles.smallest {
            for index in 0..<batch { one(index) }
        } else {
            ThreadPool.forEach((batch + each - 1) / each) { chunk in
                for index in chunk * each..<min(batch, (chunk + 1) * each) { one(index) }
            }
        }
    }

    /// C = beta · C: what is left of a product over nothing.
    static func scale(_ c: MutableFloats, by beta: Float, m: Int, n: Int, stride: Int) {
        for row in 0..<m {
            for column in 0..<n { c[row * stride + column] = beta == 0 ? 0 : beta * c[row * stride + column] }
        }
    }
}

extension Matrix {
    /// op(A) without its first rows.
    func from(row: Int) -> Matrix {
        Matrix(base + (transposed ? row : row * stride), stride: stride, transposed: transposed)
    }

    /// op(A) without its first columns.
    func from(column: Int) -> Matrix {
        Matrix(base + (transposed ? column * stride : column), stride: stride, transposed: transposed)
    }
}
