import COpenBLAS

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
        _ a: MatrixOperand, _ b: MatrixOperand, m: Int, n: Int, k: Int, alpha: Float, beta: Float, bias: Floats?,
        into c: MutableFloats, stride ldc: Int
    ) {
        guard m > 0, n > 0 else { return }
        func addBias(_ rows: Range<Int>, _ columns: Range<Int>) {
            guard let bias else { return }
            for row in rows { add(bias + columns.lowerBound, to: c + row * ldc + columns.lowerBound, columns.count) }
        }
        if alpha == 1, beta == 0, InnerProduct.apply(.float32, a, b, m: m, n: n, k: k, bias: bias, into: c, stride: ldc) { return }
        if k == 0 {
            scale(c, by: beta, m: m, n: n, stride: ldc)
            return addBias(0..<m, 0..<n)
        }
        if RowProducts.apply(a, b, m: m, n: n, k: k, alpha: alpha, beta: beta, into: c, stride: ldc)
            || LongProduct.apply(m: m, n: n, k: k, beta: beta, into: c, stride: ldc, part: { start, length, sums in
                BLAS.product(
                    a.from(column: start), b.from(row: start), m: m, n: n, k: length, alpha: alpha, beta: 0, into: sums, stride: n)
            })
        {
            return addBias(0..<m, 0..<n)
        }
        let tiles = Tiles(m: m, n: n, k: k, bTransposed: b.transposed)
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

/// The rectangles that a product's result is cut into, by its shape alone.
///
/// Every tile packs its own share of B, which costs columns · k for rows · columns · k of arithmetic, and more where B has to
/// be turned on the way: on two cores the product that enters a block's MLP reaches 212 GFLOP/s of 235 in tiles 1024 high,
/// 200 in tiles of 512; its gradients, whose B lies as it is needed, 222 in tiles of 512 × 384. There should be a dozen tiles.
struct Tiles {
    /// Products with fewer multiplications are not worth waking a thread for.
    static let smallest = 1 << 19
    private static let wanted = 12, enough = 8
    private static let tallest = 512, tallestTransposed = 1024, widest = 768, least = 256

    let m: Int, n: Int
    private let height: Int, width: Int
    private let down: Int, across: Int

    init(m: Int, n: Int, k: Int, bTransposed: Bool) {
        (self.m, self.n) = (m, n)
        var (down, across) = (1, 1)
        if m * n * k >= Self.smallest * 4 {
            let tallest = bTransposed ? Self.tallestTransposed : Self.tallest
            down = (m + tallest - 1) / tallest
            across = (n + Self.widest - 1) / Self.widest
            while down * across < Self.wanted {
                let (height, width) = (m / down, n / across)
                // Below a certain size packing costs more than another core brings, but eight cores should have work.
                let floor = down * across < Self.enough ? 32 : 2 * Self.least
                guard max(height, width) >= floor else { break }
                if height >= width { down *= 2 } else { across *= 2 }
            }
        }
        // Even tiles, in whole registers of 16.
        height = max(16, ((m + down - 1) / down + 15) / 16 * 16)
        width = max(16, ((n + across - 1) / across + 15) / 16 * 16)
        (self.down, self.across) = ((m + height - 1) / height, (n + width - 1) / width)
    }

    var count: Int { down * across }

    /// Tiles one below the other are neighbours: they share the columns of B.
    subscript(index: Int) -> (rows: Range<Int>, columns: Range<Int>) {
        let (column, row) = index.quotientAndRemainder(dividingBy: down)
        return (
            row * height..<min(m, (row + 1) * height), column * width..<min(n, (column + 1) * width)
        )
    }
}

/// A product of few, large tiles over a long inner axis, such as the gradient of what enters the head: instead of the
/// result, the inner axis is cut, and the parts are added up in order.
enum LongProduct {
    private static let longest = 6144

    /// Computes C = Σ parts + beta · C if it is of this kind; false if not. `part(start, length, into)` writes the product
    /// over a stretch of the inner axis, [m, n].
    static func apply(
        m: Int, n: Int, k: Int, beta: Float, into c: MutableFloats, stride ldc: Int, part: (Int, Int, MutableFloats) -> Void
    ) -> Bool {
        guard k >= 2 * longest, m * n <= 512 * 1024 else { return false }
        let parts = min(16, (k + longest - 1) / longest)
        let size = (k + parts - 1) / parts
        Scratch.with(parts * m * n) { sums in
            ThreadPool.forEach(parts) { index in
                let start = index * size
                part(start, min(size, k - start), sums + index * m * n)
            }
            Work.forEachRow(m, columns: n, cost: parts) { row in
                let (c, sums) = (c + row * ldc, sums + row * n)
                forEachLanes(n) { i, count in
                    var total = load(sums + i, count)
                    for part in 1..<parts { total += load(sums + part * m * n + i, count) }
                    if beta != 0 { total.addProduct(Lanes(repeating: beta), load(c + i, count)) }
                    store(total, c + i, count)
                }
            }
        }
        return true
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

/// Products of float32 on one thread.
enum BLAS {
    /// Below this many multiplications the smaller effort of a call counts for more.
    private static let smallestForOneDNN = 1 << 18

    /// Our pool is the only one: OpenBLAS's own threads would fight it for the cores.
    private static let ready: Void = openblas_set_num_threads(1)

    /// C = alpha · op(A) · op(B) + beta · C on the calling thread, by whichever library is ahead.
    static func product(
        _ a: MatrixOperand, _ b: MatrixOperand, m: Int, n: Int, k: Int, alpha: Float, beta: Float,
        into c: MutableFloats, stride ldc: Int
    ) {
        if m * n * k >= smallestForOneDNN, OneDNN.isFast(.float32),
            OneDNN.apply(.init(.float32, a, b, m: m, n: n, k: k, alpha: alpha, beta: beta, ldc), a.base, b.base, bias: nil, into: c)
        { return }
        _ = ready
        // OpenBLAS insists on strides that hold a whole row, even where there is only one row.
        cblas_sgemm(
            CblasRowMajor, a.transposed ? CblasTrans : CblasNoTrans, b.transposed ? CblasTrans : CblasNoTrans,
            blasint(m), blasint(n), blasint(k), alpha, a.base, blasint(max(a.stride, a.transposed ? m : k)),
            b.base, blasint(max(b.stride, b.transposed ? k : n)), beta, c, blasint(max(ldc, n)))
    }
}
