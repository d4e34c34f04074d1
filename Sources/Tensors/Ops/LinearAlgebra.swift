import Foundation

// Small dense linear algebra, in Double: elimination, Householder, Jacobi. O(n³) each, one matrix at a time.

/// A dense matrix in row-major order.
struct DenseMatrix {
    let rows: Int, columns: Int
    var numbers: [Double]

    init(_ rows: Int, _ columns: Int) {
        (self.rows, self.columns, numbers) = (rows, columns, [Double](repeating: 0, count: rows * columns))
    }

    init(_ x: Tensor, _ operation: String) throws {
        guard x.dtype.isFloatingPoint else {
            throw TensorError(
                .notImplemented, "\(operation): Expected a floating point tensor as input. Got \(x.dtype)",
                hint: "x.float()")
        }
        guard x.rank == 2 else {
            throw TensorError.shape(
                "\(operation) wants one matrix", "got \(Shape.description(x.shape))",
                hint: x.rank > 2 ? "one matrix at a time: x[0]" : "x.unsqueeze(0)")
        }
        (rows, columns, numbers) = (x.shape[0], x.shape[1], try x.elements(Double.self))
    }

    subscript(i: Int, j: Int) -> Double {
        get { numbers[i * columns + j] }
        set { numbers[i * columns + j] = newValue }
    }

    var transposed: DenseMatrix {
        var result = DenseMatrix(columns, rows)
        for i in 0..<rows { for j in 0..<columns { result[j, i] = self[i, j] } }
        return result
    }

    static func identity(_ n: Int) -> DenseMatrix {
        var result = DenseMatrix(n, n)
        for i in 0..<n { result[i, i] = 1 }
        return result
    }

    func tensor(_ dtype: DType) throws -> Tensor { try Tensor(numbers, [rows, columns]).to(dtype) }

    func checkSquare(_ operation: String) throws {
        guard rows == columns else {
            throw TensorError(
                .runtime,
                "\(operation): A must be batches of square matrices, but they are \(rows) by \(columns) "
                    + "matrices"
            )
        }
    }

    /// X with self · X = b, and the determinant, by elimination with pivots. Nil where the matrix is
    /// singular.
    func solved(_ b: DenseMatrix) throws -> (x: DenseMatrix?, determinant: Double) {
        var (a, x, determinant) = (self, b, 1.0)
        for k in 0..<rows {
            try Interruptible.poll()
            let pivot = (k..<rows).max { Swift.abs(a[$0, k]) < Swift.abs(a[$1, k]) } ?? k
            guard a[pivot, k] != 0 else { return (nil, 0) }
            if pivot != k {
                determinant = -determinant
                for j in 0..<columns { (a[k, j], a[pivot, j]) = (a[pivot, j], a[k, j]) }
                for j in 0..<x.columns { (x[k, j], x[pivot, j]) = (x[pivot, j], x[k, j]) }
            }
            determinant *= a[k, k]
            for i in (k + 1)..<max(rows, k + 1) {
                let factor = a[i, k] / a[k, k]
                guard factor != 0 else { continue }
                for j in k..<columns { a[i, j] -= factor * a[k, j] }
                for j in 0..<x.columns { x[i, j] -= factor * x[k, j] }
            }
        }
        for k in (0..<rows).reversed() {
            for j in 0..<x.columns {
                var sum = x[k, j]
                for i in (k + 1)..<max(rows, k + 1) { sum -= a[k, i] * x[i, j] }
                x[k, j] = sum / a[k, k]
            }
        }
        return (x, determinant)
    }

    /// Left singular vectors, singular values (descending), right singular vectors as rows: one-sided Jacobi
    /// (Hestenes 1958) for rows ≥ columns.
    func singular() throws -> (u: DenseMatrix, values: [Double], vt: DenseMatrix) {
        if rows < columns {
            let (u, values, vt) = try transposed.singular()
            return (vt.transposed, values, u.transposed)
        }
        var (a, v) = (self, DenseMatrix.identity(columns))
        for _ in 0..<60 {
            var rotated = false
            for p in 0..<columns {
                for q in (p + 1)..<max(columns, p + 1) {
                    try Interruptible.poll()
                    var (alpha, beta, gamma) = (0.0, 0.0, 0.0)
                    for i in 0..<rows {
                        alpha += a[i, p] * a[i, p]
                        beta += a[i, q] * a[i, q]
                        gamma += a[i, p] * a[i, q]
                    }
                    guard Swift.abs(gamma) > 1e-15 * (alpha * beta).squareRoot() else { continue }
                    rotated = true
                    let zeta = (beta - alpha) / (2 * gamma)
                    let t = (zeta < 0 ? -1 : 1) / (Swift.abs(zeta) + (1 + zeta * zeta).squareRoot())
                    let c = 1 / (1 + t * t).squareRoot(), s = c * t
                    for i in 0..<rows {
                        (a[i, p], a[i, q]) = (c * a[i, p] - s * a[i, q], s * a[i, p] + c * a[i, q])
                    }
                    for i in 0..<columns {
                        (v[i, p], v[i, q]) = (c * v[i, p] - s * v[i, q], s * v[i, p] + c * v[i, q])
                    }
                }
            }
            if !rotated { break }
        }
        let lengths = (0..<columns).map { j in (0..<rows).reduce(0) { $0 + a[$1, j] * a[$1, j] }.squareRoot()
        }
        let order = lengths.indices.sorted { lengths[$0] > lengths[$1] }
        var (u, vt) = (DenseMatrix(rows, columns), DenseMatrix(columns, columns))
        for (place, j) in order.enumerated() {
            for i in 0..<rows { u[i, place] = lengths[j] > 0 ? a[i, j] / lengths[j] : 0 }
            for i in 0..<columns { vt[place, i] = v[i, j] }
        }
        return (u, order.map { lengths[$0] }, vt)
    }

    /// Eigenvalues (ascending) and eigenvectors (columns) of a symmetric matrix: cyclic Jacobi (Jacobi 1846).
    func symmetricEigen() throws -> (values: [Double], vectors: DenseMatrix) {
        var (a, v, n) = (self, DenseMatrix.identity(rows), rows)
        for i in 0..<n { for j in (i + 1)..<max(n, i + 1) { a[i, j] = a[j, i] } }
        for _ in 0..<100 {
            var off = 0.0
            for p in 0..<n {
                for q in (p + 1)..<max(n, p + 1) where a[p, q] != 0 {
                    try Interruptible.poll()
                    off += a[p, q] * a[p, q]
                    let theta = (a[q, q] - a[p, p]) / (2 * a[p, q])
                    let t = (theta < 0 ? -1 : 1) / (Swift.abs(theta) + (1 + theta * theta).squareRoot())
                    let c = 1 / (1 + t * t).squareRoot(), s = c * t
                    for i in 0..<n {
                        (a[i, p], a[i, q]) = (c * a[i, p] - s * a[i, q], s * a[i, p] + c * a[i, q])
                    }
                    for i in 0..<n {
                        (a[p, i], a[q, i]) = (c * a[p, i] - s * a[q, i], s * a[p, i] + c * a[q, i])
                    }
                    for i in 0..<n {
                        (v[i, p], v[i, q]) = (c * v[i, p] - s * v[i, q], s * v[i, p] + c * v[i, q])
                    }
                }
            }
            if off < 1e-300 { break }
        }
        let order = (0..<n).sorted { a[$0, $0] < a[$1, $1] }
        var vectors = DenseMatrix(n, n)
        for (place, j) in order.enumerated() { for i in 0..<n { vectors[i, place] = v[i, j] } }
        n = 0
        return (order.map { a[$0, $0] }, vectors)
    }

    /// Q [m, k] with orthonormal columns and R [k, n] above the diagonal, k = min(m, n): Householder's
    /// reflections.
    func orthogonal() throws -> (q: DenseMatrix, r: DenseMatrix) {
        let k = min(rows, columns)
        var (a, q) = (self, DenseMatrix.identity(rows))
        for j in 0..<k {
            try Interruptible.poll()
            let length = (j..<rows).reduce(0) { $0 + a[$1, j] * a[$1, j] }.squareRoot()
            guard length > 0, j < rows - 1 || rows == columns else { continue }
            let alpha = a[j, j] > 0 ? -length : length
            var v = (j..<rows).map { a[$0, j] }
            v[0] -= alpha
            let norm = v.reduce(0) { $0 + $1 * $1 }
            guard norm > 0, rows - j > 1 else { continue }
            for c in 0..<columns {
                let dot = 2 * v.indices.reduce(0) { $0 + v[$1] * a[j + $1, c] } / norm
                for i in v.indices { a[j + i, c] -= dot * v[i] }
            }
            for r in 0..<rows {
                let dot = 2 * v.indices.reduce(0) { $0 + v[$1] * q[r, j + $1] } / norm
                for i in v.indices { q[r, j + i] -= dot * v[i] }
            }
        }
        var (thin, upper) = (DenseMatrix(rows, k), DenseMatrix(k, columns))
        for i in 0..<rows { for j in 0..<k { thin[i, j] = q[i, j] } }
        for i in 0..<k { for j in i..<max(columns, i) { upper[i, j] = a[i, j] } }
        return (thin, upper)
    }
}

extension Tensor {
    /// A⁻¹ · b for a matrix A [n, n] and b [n] or [n, k]. `torch.linalg.solve`.
    public func solve(_ b: Tensor) throws -> Tensor {
        let a = try DenseMatrix(self, "linalg.solve")
        try a.checkSquare("linalg.solve")
        guard b.rank >= 1, b.rank <= 2, b.shape[0] == a.rows else {
            throw TensorError.shape(
                "linalg.solve: Incompatible shapes of A and B",
                "A \(Shape.description(shape))     B \(Shape.description(b.shape))")
        }
        let right = b.rank == 1 ? try b.unsqueeze(1) : b
        guard let x = try a.solved(DenseMatrix(right.to(dtype), "linalg.solve")).x else {
            throw TensorError(
                .linearAlgebra, "torch.linalg.solve: The solver failed because the input matrix is singular.")
        }
        let y = try x.tensor(dtype), original = b.shape, matrix = detach()
        let result = b.rank == 1 ? try y.squeeze(1) : y
        guard Tensor.notes(self, b) else { return result }
        return Tensor.owned(result).recorded("LinalgSolveExBackward0", [self, b], saved: [matrix, y]) { dy in
            // A·x = b:  db = A⁻ᵀ·dx,  dA = −db·xᵀ
            let db = try matrix.transpose(0, 1).contiguous().solve(dy.reshape(y.shape))
            return [try -(db.matmul(y.transpose(0, 1))), try db.reshape(original)]
        }
    }

    /// A⁻¹. `torch.linalg.inv`.
    public func inverse() throws -> Tensor {
        let a = try DenseMatrix(self, "linalg.inv")
        try a.checkSquare("linalg.inv")
        guard let x = try a.solved(.identity(a.rows)).x else {
            throw TensorError(
                .linearAlgebra,
                "linalg.inv: The diagonal element is zero, the inversion could not be completed because the "
                    + "input matrix is singular."
            )
        }
        let y = try x.tensor(dtype)
        guard Tensor.notes(self) else { return y }
        return Tensor.owned(y).recorded("LinalgInvExBackward0", [self], saved: [y]) { dy in
            // dA = −A⁻ᵀ·dy·A⁻ᵀ
            let transposed = try y.transpose(0, 1)
            return [try -(transposed.matmul(dy).matmul(transposed))]
        }
    }

    /// The determinant. `torch.linalg.det`.
    public func determinant() throws -> Tensor {
        let a = try DenseMatrix(self, "linalg.det")
        try a.checkSquare("linalg.det")
        let y = try Tensor([try a.solved(DenseMatrix(a.rows, 0)).determinant], []).to(dtype)
        guard Tensor.notes(self) else { return y }
        let x = detach()
        return Tensor.owned(y).recorded("LinalgDetBackward0", [self], saved: [x, y]) { dy in
            // dA = dy·det(A)·A⁻ᵀ
            [try x.inverse().transpose(0, 1) * (dy * y)]
        }
    }

    /// U [m, k], S [k], Vᵀ [k, n] with U·diag(S)·Vᵀ = A. `torch.linalg.svd(A, full_matrices=False)`.
    public func singularValues() throws -> (u: Tensor, s: Tensor, vt: Tensor) {
        let (u, values, vt) = try DenseMatrix(unrecorded("linalg.svd"), "linalg.svd").singular()
        return (try u.tensor(dtype), try Tensor(values).to(dtype), try vt.tensor(dtype))
    }

    /// Eigenvalues, ascending, and eigenvectors of a symmetric matrix. `torch.linalg.eigh`.
    public func symmetricEigen() throws -> (values: Tensor, vectors: Tensor) {
        let a = try DenseMatrix(unrecorded("linalg.eigh"), "linalg.eigh")
        try a.checkSquare("linalg.eigh")
        let (values, vectors) = try a.symmetricEigen()
        return (try Tensor(values).to(dtype), try vectors.tensor(dtype))
    }

    /// `torch.linalg.qr`, reduced.
    public func orthogonalised() throws -> (q: Tensor, r: Tensor) {
        let (q, r) = try DenseMatrix(unrecorded("linalg.qr"), "linalg.qr").orthogonal()
        return (try q.tensor(dtype), try r.tensor(dtype))
    }

    /// L with L·Lᵀ = A, A positive definite. `torch.linalg.cholesky`.
    public func cholesky() throws -> Tensor {
        let a = try DenseMatrix(unrecorded("linalg.cholesky"), "linalg.cholesky")
        try a.checkSquare("linalg.cholesky")
        var l = DenseMatrix(a.rows, a.rows)
        for i in 0..<a.rows {
            try Interruptible.poll()
            for j in 0...i {
                let rest = a[i, j] - (0..<j).reduce(0) { $0 + l[i, $1] * l[j, $1] }
                if i == j && rest <= 0 {
                    throw TensorError(
                        .linearAlgebra,
                        "linalg.cholesky: The factorization could not be completed because the input is not "
                            + "positive-definite (the leading minor of order \(i + 1) is not "
                            + "positive-definite)."
                    )
                }
                l[i, j] = i == j ? rest.squareRoot() : rest / l[j, j]
            }
        }
        return try l.tensor(dtype)
    }

    /// A⁺ [n, m], by singular values. `torch.linalg.pinv`.
    public func pseudoInverse() throws -> Tensor {
        let (u, s, vt) = try unrecorded("linalg.pinv").singularValues()
        let values = try s.elements(Double.self),
            limit =
                (values.first ?? 0) * Double(max(shape[0], shape[1]))
                * (dtype == .float32 ? 1.1920929e-07 : 2.220446049250313e-16)
        let inverted = try Tensor(values.map { $0 > limit ? 1 / $0 : 0 }).to(dtype)
        return try (vt.transpose(0, 1) * inverted).matmul(u.transpose(0, 1))
    }

    /// The number of singular values that are not as good as 0.
    public func matrixRank() throws -> Int {
        let values = try detach().singularValues().s.elements(Double.self)
        let limit =
            (values.first ?? 0) * Double(max(shape[0], shape[1]))
            * (dtype == .float32 ? 1.1920929e-07 : 2.220446049250313e-16)
        return values.filter { $0 > limit }.count
    }
}
