import COpenBLAS

/// Products of float32 on one thread.
///
/// oneDNN copies what it multiplies, block by block, and how A and B lie decides what that costs.
/// With cold operands it has 97 % of the arithmetic limit where both lie in rows; 87 % where B lies across,
/// and also where its rows are a multiple of 4 KB apart, so that they meet in the same lines of
/// the first cache; and 70 to 80 % where A lies across, 92 % if that is handed over in pieces that
/// were copied into the second cache.
enum BLAS {
    /// Below this many multiplications the smaller effort of a call counts for more.
    private static let smallestForOneDNN = 1 << 14
    /// For so many rows a B that lies across is turned first, if it is not larger than 32 MB.
    private static let fewestRowsToTurn = 64, largestToTurn = 1 << 23
    /// An A that lies across is handed over in pieces of so many of its rows, which oneDNN halves where they
    /// are more than 384: a block of 256 fits the first cache, one of 384 does not.
    private static let longest = 512, undivided = 384
    /// With fewer columns a number of A is not used often enough for its copy.
    private static let fewestColumnsForPieces = 256

    /// Our pool is the only one: OpenBLAS's own threads would fight it for the cores.
    static let ready: Void = openblas_set_num_threads(1)

    /// C = alpha · op(A) · op(B) + beta · C on the calling thread, by whichever library is ahead.
    static func product(
        _ a: MatrixOperand, _ b: MatrixOperand, m: Int, n: Int, k: Int, alpha: Float, beta: Float,
        into c: MutableFloats, stride ldc: Int
    ) {
        if b.transposed, hasAwkwardRows(b, m: m, n: n, k: k) {
            return withRows(of: b, n: n, k: k) {
                product(a, $0, m: m, n: n, k: k, alpha: alpha, beta: beta, into: c, stride: ldc)
            }
        }
        guard a.transposed, n >= fewestColumnsForPieces, isForOneDNN(m, n, k) else {
            return call(a, b, m: m, n: n, k: k, alpha: alpha, beta: beta, into: c, stride: ldc)
        }
        let length = pieceLength(k), step = spread(m)
        Scratch.with(length * step) { rows in
            for start in stride(from: 0, to: k, by: length) {
                let size = min(length, k - start)
                copyRows(of: a.from(column: start), count: size, length: m, into: rows, step)
                call(
                    MatrixOperand(rows, stride: step, transposed: true), b.from(row: start), m: m, n: n,
                    k: size,
                    alpha: alpha, beta: start == 0 ? beta : 1, into: c, stride: ldc)
            }
        }
    }

    /// Even pieces of an inner axis of k, none of which ends as a block of 257 to 384.
    private static func pieceLength(_ k: Int) -> Int {
        func even(_ parts: Int) -> Int { ((k + parts - 1) / parts + 15) / 16 * 16 }
        let parts = (k + longest - 1) / longest, length = even(parts)
        return length > longest / 2 && length <= undivided ? even(2 * parts) : length
    }

    private static func call(
        _ a: MatrixOperand, _ b: MatrixOperand, m: Int, n: Int, k: Int, alpha: Float, beta: Float,
        into c: MutableFloats, stride ldc: Int
    ) {
        if isForOneDNN(m, n, k),
            OneDNN.product(a, b, m: m, n: n, k: k, alpha: alpha, beta: beta, into: c, stride: ldc)
        {
            return
        }
        _ = ready
        // OpenBLAS insists on strides that hold a whole row, even where there is only one row.
        cblas_sgemm(
            CblasRowMajor, a.transposed ? CblasTrans : CblasNoTrans, b.transposed ? CblasTrans : CblasNoTrans,
            blasint(m), blasint(n), blasint(k), alpha, a.base, blasint(max(a.stride, a.transposed ? m : k)),
            b.base, blasint(max(b.stride, b.transposed ? k : n)), beta, c, blasint(max(ldc, n)))
    }

    static func isForOneDNN(_ m: Int, _ n: Int, _ k: Int) -> Bool {
        m * n * k >= smallestForOneDNN && OneDNN.isFast
    }

    // MARK: How a matrix lies

    /// Whether a copy of B in rows that do not meet in the cache is worth making: for many rows of A.
    static func hasAwkwardRows(_ b: MatrixOperand, m: Int, n: Int, k: Int) -> Bool {
        m >= fewestRowsToTurn && n * k <= largestToTurn && (b.transposed || isAwkward(b.stride))
            && isForOneDNN(m, n, k)
    }

    /// Calls `body` with a copy of op(B) in rows.
    static func withRows(of b: MatrixOperand, n: Int, k: Int, _ body: (MatrixOperand) -> Void) {
        let step = spread(n)
        Scratch.with(k * step) { rows in
            if b.transposed {
                LaneTranspose.apply(b.base, b.stride, rows: n, columns: k, into: rows, step)
            } else {
                copyRows(of: b, count: k, length: n, into: rows, step)
            }
            body(MatrixOperand(rows, stride: step))
        }
    }

    /// Copies rows of what is stored, side by side where they are many; they come to lie `step` apart.
    private static func copyRows(
        of x: MatrixOperand, count: Int, length: Int, into rows: MutableFloats, _ step: Int
    ) {
        Partition.forEachRow(count, columns: length) {
            (rows + $0 * step).update(from: x.base + $0 * x.stride, count: length)
        }
    }

    /// Whether rows so many numbers apart meet in the same lines of the first cache.
    private static func isAwkward(_ stride: Int) -> Bool { stride % 1024 == 0 }

    /// How far apart rows of `count` numbers are laid so that they do not meet.
    static func spread(_ count: Int) -> Int { count % 256 == 0 ? count + 16 : count }
}
