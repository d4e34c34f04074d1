import COpenBLAS
import Foundation

/// Factorizations of one dense matrix on the host, by LAPACK.
///
/// A matrix [m, n] is an array of m·n numbers in columns, as Fortran has it. Every function takes
/// O(m·n·min(m, n)) operations on one thread, so that results have the same bits on any number of them.
/// `info` is LAPACK's: 0, or what went wrong, counted from 1.
///
/// LAPACK cannot be interrupted: a call that takes longer than a moment runs on a thread of its own, and
/// `poll` is asked meanwhile. Where it throws, the call goes on to its end and its result is dropped.
///
/// - Throws: what `poll` throws, and nothing else.
///
/// Each function is compiled for both widths: called from other modules as it is written, a loop over numbers
/// would ask the type for every one of them.
public enum Factorizations {
    /// L below the diagonal (ones on it) and U above, and which row went where.
    public struct Triangles<Real: LAPACKScalar>: Sendable {
        /// n.
        public let size: Int
        /// Both triangles [n, n], in columns.
        public let numbers: [Real]
        /// Row i was exchanged with row `pivots[i] − 1`, one after the other.
        public let pivots: [Int32]
        /// The first place of U's diagonal that is 0, counted from 1; 0 where A can be inverted.
        public let info: Int

        /// The product of U's diagonal, with a sign for each exchange.
        public var determinant: Real {
            (0..<size).reduce(1) { product, i in
                product * (Int(pivots[i]) == i + 1 ? 1 : -1) * numbers[i * size + i]
            }
        }
    }

    /// How many singular vectors are wanted.
    public enum Vectors: Sendable { case none, thin, all }

    /// How the nearest solution is found.
    public enum Nearest: Sendable {
        /// By Q·R with columns exchanged: PyTorch's `gelsy`.
        case triangle
        /// By singular values: NumPy's `gelsd`.
        case singularValues
    }

    /// Operations that take well under a tenth of a second.
    private static let brief = 5e7

    /// Written by the thread before it signals, read after.
    private final class Box<Result>: @unchecked Sendable {
        var result: Result?
    }

    /// Runs LAPACK's call here, or, where it is long, beside, so that `poll` can break off the wait.
    private static func run<Result>(
        operations: Double, _ poll: () throws -> Void, _ body: @escaping @Sendable () -> Result
    ) throws -> Result {
        // OpenBLAS's own threads would fight our pool for the cores.
        BLAS.ready
        try poll()
        guard operations > brief else { return body() }
        let box = Box<Result>(), done = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            box.result = body()
            done.signal()
        }
        while done.wait(timeout: .now() + .milliseconds(20)) == .timedOut { try poll() }
        guard let result = box.result else { preconditionFailure("the call has ended without a result") }
        return result
    }

    private static func cost(_ m: Int, _ n: Int) -> Double { Double(m) * Double(n) * Double(min(m, n)) }

    /// A working array of the size that `ask` says it wants, and how large it is.
    private static func workspace<Real: LAPACKScalar>(
        _ ask: (UnsafeMutablePointer<Real>, inout blasint) -> Void
    ) -> (work: [Real], count: blasint) {
        var (answer, question) = (Real(0), blasint(-1))
        ask(&answer, &question)
        // In float32 a large size is rounded: one step more is enough for it.
        let count = max(1, blasint(answer.nextUp.rounded(.up)))
        return ([Real](repeating: 0, count: Int(count)), count)
    }

    /// P·L·U = A for a square matrix [n, n].
    @specialized(where Real == Float)
    @specialized(where Real == Double)
    public static func lu<Real: LAPACKScalar>(_ a: [Real], size: Int, poll: () throws -> Void) throws
        -> Triangles<Real>
    {
        try run(operations: cost(size, size), poll) {
            var (numbers, pivots, n, info) = (
                a, [blasint](repeating: 0, count: size), blasint(size), blasint(0)
            )
            var step = max(1, n)
            if n > 0 { Real.lapack.getrf(&n, &n, &numbers, &step, &pivots, &info) }
            return Triangles(size: size, numbers: numbers, pivots: pivots, info: Int(info))
        }
    }

    /// X [n, columns] with A·X = B, or with Aᵀ·X = B, from A's triangles.
    @specialized(where Real == Float)
    @specialized(where Real == Double)
    public static func solve<Real: LAPACKScalar>(
        _ lu: Triangles<Real>, transposed: Bool, _ b: [Real], columns: Int, poll: () throws -> Void
    ) throws -> [Real] {
        guard lu.size > 0, columns > 0 else { return b }
        return try run(operations: Double(lu.size) * Double(lu.size) * Double(columns), poll) {
            var (x, n, count, info) = (b, blasint(lu.size), blasint(columns), blasint(0))
            var (step, way) = (n, CChar(UInt8(ascii: transposed ? "T" : "N")))
            Real.lapack.getrs(&way, &n, &count, lu.numbers, &step, lu.pivots, &x, &n, &info, 1)
            return x
        }
    }

    /// L [n, n] with L·Lᵀ = A, zeros above its diagonal; A's lower triangle is read. `info` is the order of
    /// the leading minor that is not positive.
    @specialized(where Real == Float)
    @specialized(where Real == Double)
    public static func cholesky<Real: LAPACKScalar>(_ a: [Real], size: Int, poll: () throws -> Void) throws
        -> (l: [Real], info: Int)
    {
        guard size > 0 else { return ([], 0) }
        return try run(operations: cost(size, size), poll) {
            var (l, n, info, lower) = (a, blasint(size), blasint(0), CChar(UInt8(ascii: "L")))
            var step = n
            Real.lapack.potrf(&lower, &n, &l, &step, &info, 1)
            for column in 1..<max(1, size) { for row in 0..<column { l[column * size + row] = 0 } }
            return (l, Int(info))
        }
    }

    /// Q [m, k] with orthonormal columns and R [k, n] with zeros below its diagonal; k is min(m, n), or m
    /// where Q is to be `complete`.
    @specialized(where Real == Float)
    @specialized(where Real == Double)
    public static func qr<Real: LAPACKScalar>(
        _ a: [Real], rows: Int, columns: Int, complete: Bool, poll: () throws -> Void
    ) throws -> (q: [Real], r: [Real]) {
        let least = min(rows, columns), width = complete ? rows : least
        return try run(operations: cost(rows, max(width, columns)), poll) {
            let lapack = Real.lapack
            var (m, n, k, wide, info) = (
                blasint(rows), blasint(columns), blasint(least), blasint(width), blasint(0)
            )
            var step = max(1, m)
            var (numbers, tau) = (a, [Real](repeating: 0, count: least))
            // LAPACK takes up to 64 columns at a time.
            var count = blasint(64 * max(1, columns, width))
            var work = [Real](repeating: 0, count: least > 0 ? Int(count) : 0)
            if least > 0 { lapack.geqrf(&m, &n, &numbers, &step, &tau, &work, &count, &info) }
            var r = [Real](repeating: 0, count: width * columns)
            for column in 0..<columns {
                for row in 0..<min(column + 1, least) {
                    r[column * width + row] = numbers[column * rows + row]
                }
            }
            var q = Array(numbers.prefix(rows * width))
            q += [Real](repeating: 0, count: rows * width - q.count)
            if least > 0 {
                lapack.orgqr(&m, &wide, &k, &q, &step, tau, &work, &count, &info)
            } else {
                for i in 0..<min(rows, width) { q[i * rows + i] = 1 }
            }
            return (q, r)
        }
    }

    /// Eigenvalues, ascending, and eigenvectors as columns [n, n] (none unless wanted) of a symmetric matrix,
    /// of which the lower or the upper triangle is read.
    @specialized(where Real == Float)
    @specialized(where Real == Double)
    public static func eigh<Real: LAPACKScalar>(
        _ a: [Real], size: Int, upper: Bool = false, vectors: Bool, poll: () throws -> Void
    ) throws -> (values: [Real], vectors: [Real], info: Int) {
        guard size > 0 else { return ([], [], 0) }
        return try run(operations: 4 * cost(size, size), poll) {
            let lapack = Real.lapack
            var (numbers, values, n, info) = (
                a, [Real](repeating: 0, count: size), blasint(size), blasint(0)
            )
            var step = n
            var job = CChar(UInt8(ascii: vectors ? "V" : "N")),
                triangle = CChar(UInt8(ascii: upper ? "U" : "L"))
            var (places, wholes) = ([blasint](repeating: 0, count: 1), blasint(-1))
            var (work, count) = workspace {
                lapack.syevd(
                    &job, &triangle, &n, &numbers, &step, &values, $0, &$1, &places, &wholes, &info, 1, 1)
            }
            wholes = max(1, places[0])
            places = [blasint](repeating: 0, count: Int(wholes))
            lapack.syevd(
                &job, &triangle, &n, &numbers, &step, &values, &work, &count, &places, &wholes, &info, 1, 1)
            return (values, vectors ? numbers : [], Int(info))
        }
    }

    /// U [m, k], singular values [min(m, n)] (the largest first) and Vᵀ [k, n]; k is min(m, n), or m and n
    /// where all vectors are wanted. `info` is −4 where a number of the matrix is not finite.
    @specialized(where Real == Float)
    @specialized(where Real == Double)
    public static func svd<Real: LAPACKScalar>(
        _ a: [Real], rows: Int, columns: Int, vectors: Vectors, poll: () throws -> Void
    ) throws -> (u: [Real], values: [Real], vt: [Real], info: Int) {
        let least = min(rows, columns)
        let (wide, high) = vectors == .all ? (rows, columns) : vectors == .thin ? (least, least) : (0, 0)
        guard least > 0 else { return (identity(rows, wide), [], identity(high, columns), 0) }
        // LAPACK would try for long, and print a line of its own.
        guard a.allSatisfy({ $0.isFinite }) else { return ([], [], [], -4) }
        return try run(operations: 8 * cost(rows, columns), poll) {
            let lapack = Real.lapack
            var (numbers, values) = (a, [Real](repeating: 0, count: least))
            var (m, n, info) = (blasint(rows), blasint(columns), blasint(0))
            var (step, stepU, stepVT) = (m, m, max(1, blasint(high)))
            var u = [Real](repeating: 0, count: max(1, rows * wide)),
                vt = [Real](repeating: 0, count: max(1, high * columns))
            var job = CChar(UInt8(ascii: vectors == .all ? "A" : vectors == .thin ? "S" : "N"))
            var places = [blasint](repeating: 0, count: 8 * least)
            var (work, count) = workspace {
                lapack.gesdd(
                    &job, &m, &n, &numbers, &step, &values, &u, &stepU, &vt, &stepVT, $0, &$1, &places, &info,
                    1)
            }
            lapack.gesdd(
                &job, &m, &n, &numbers, &step, &values, &u, &stepU, &vt, &stepVT, &work, &count, &places,
                &info, 1)
            return vectors == .none ? ([], values, [], Int(info)) : (u, values, vt, Int(info))
        }
    }

    /// X [n, k] with the least ‖A·X − B‖ for B [m, k], and of such the shortest; the rank of A, counting
    /// singular values (or what stands for them) above `rcond` of the largest; the singular values, where
    /// they were needed. `info` is not 0 where they did not converge, or where a number is not finite.
    @specialized(where Real == Float)
    @specialized(where Real == Double)
    public static func nearest<Real: LAPACKScalar>(
        _ a: [Real], rows: Int, columns: Int, _ b: [Real], count: Int, rcond: Real, by way: Nearest,
        poll: () throws -> Void
    ) throws -> (x: [Real], rank: Int, values: [Real], info: Int) {
        let least = min(rows, columns), most = max(rows, columns)
        guard least > 0, count > 0 else {
            return ([Real](repeating: 0, count: columns * count), 0, [Real](repeating: 0, count: least), 0)
        }
        guard a.allSatisfy({ $0.isFinite }), b.allSatisfy({ $0.isFinite }) else { return ([], 0, [], 1) }
        return try run(
            operations: 8 * cost(rows, columns) + Double(most) * Double(least) * Double(count), poll
        ) {
            let lapack = Real.lapack
            // The right side and the solution lie in one array of max(m, n) rows.
            var x = [Real](repeating: 0, count: most * count)
            for column in 0..<count {
                for row in 0..<rows { x[column * most + row] = b[column * rows + row] }
            }
            var (numbers, values, limit) = (a, [Real](repeating: 0, count: least), rcond)
            var (m, n, k, rank, info) = (
                blasint(rows), blasint(columns), blasint(count), blasint(0), blasint(0)
            )
            var (step, stepX) = (m, blasint(most))
            switch way {
            case .triangle:
                var order = [blasint](repeating: 0, count: columns)
                var (work, size) = workspace {
                    lapack.gelsy(
                        &m, &n, &k, &numbers, &step, &x, &stepX, &order, &limit, &rank, $0, &$1, &info)
                }
                lapack.gelsy(
                    &m, &n, &k, &numbers, &step, &x, &stepX, &order, &limit, &rank, &work, &size, &info)
                values = []
            case .singularValues:
                var places = [blasint](repeating: 0, count: 1)
                var (work, size) = workspace {
                    lapack.gelsd(
                        &m, &n, &k, &numbers, &step, &x, &stepX, &values, &limit, &rank, $0, &$1, &places,
                        &info)
                }
                places = [blasint](repeating: 0, count: max(1, Int(places[0])))
                lapack.gelsd(
                    &m, &n, &k, &numbers, &step, &x, &stepX, &values, &limit, &rank, &work, &size, &places,
                    &info)
            }
            let solution = (0..<count).flatMap { x[($0 * most)..<($0 * most + columns)] }
            return (solution, Int(rank), values, Int(info))
        }
    }

    /// The numbers of a matrix [rows, columns] that lies in rows, in columns.
    @specialized(where Real == Float)
    @specialized(where Real == Double)
    public static func turned<Real: LAPACKScalar>(_ a: [Real], rows: Int, columns: Int) -> [Real] {
        guard rows > 1, columns > 1 else { return a }
        return [Real](unsafeUninitializedCapacity: a.count) { result, count in
            count = a.count
            a.withUnsafeBufferPointer { a in
                // Squares that stay in the first cache, whichever way they are gone through.
                let side = 32
                for top in stride(from: 0, to: rows, by: side) {
                    for left in stride(from: 0, to: columns, by: side) {
                        for i in top..<min(top + side, rows) {
                            for j in left..<min(left + side, columns) {
                                result[j * rows + i] = a[i * columns + j]
                            }
                        }
                    }
                }
            }
        }
    }

    private static func identity<Real: LAPACKScalar>(_ rows: Int, _ columns: Int) -> [Real] {
        var result = [Real](repeating: 0, count: rows * columns)
        for i in 0..<min(rows, columns) { result[i * rows + i] = 1 }
        return result
    }
}
