import Kernels

// Solving, inverting and determinants of matrices [..., n, n], by LAPACK's triangles, one matrix after the
// other. The factorizations themselves are in `LinearAlgebra+Factorizations.swift`.

/// Matrices [..., rows, columns] as LAPACK takes them: one after the other, each in columns.
struct MatrixBatch<Real: LAPACKScalar & Scalar> {
    let leading: [Int], rows: Int, columns: Int
    private let numbers: [Real], isTurned: Bool

    /// - Parameter turned: gives Aᵀ in place of A, which costs nothing where A lies in rows.
    init(_ x: Tensor, turned: Bool = false) throws {
        let last = x.shape.suffix(2)
        leading = Array(x.shape.dropLast(2))
        (rows, columns) =
            turned
            ? (last[last.endIndex - 1], last[last.endIndex - 2])
            : (
                last[last.endIndex - 2], last[last.endIndex - 1]
            )
        isTurned = turned
        numbers = try Observation.suspended { try x.elements(Real.self) }
    }

    var count: Int { leading.reduce(1, *) }

    /// What `body` makes of each matrix.
    func map<Result>(_ body: ([Real]) throws -> Result) rethrows -> [Result] {
        let size = rows * columns, count = count
        return try (0..<count).map { which in
            let matrix = count == 1 ? numbers : Array(numbers[(which * size)..<((which + 1) * size)])
            // Where A lies in rows, Aᵀ lies in columns.
            return try body(isTurned ? matrix : Factorizations.turned(matrix, rows: rows, columns: columns))
        }
    }

    /// The tensor [..., rows, columns] of matrices in columns.
    static func tensor(_ matrices: [[Real]], _ leading: [Int], _ rows: Int, _ columns: Int) throws -> Tensor {
        let inRows = matrices.map { Factorizations.turned($0, rows: columns, columns: rows) }
        return try Tensor(inRows.count == 1 ? inRows[0] : inRows.flatMap { $0 }, leading + [rows, columns])
    }
}

/// What is asked of matrices before anything is computed, and what LAPACK's `info` means, in PyTorch's words.
enum LinearAlgebra {
    /// - Throws: `TensorError` unless `x` holds float32 or float64 matrices.
    static func check(_ x: Tensor, _ operation: String) throws {
        guard x.rank >= 2 else {
            throw TensorError.shape(
                "\(operation): The input tensor A must have at least 2 dimensions.",
                "got \(Shape.description(x.shape))", hint: "x.unsqueeze(0)")
        }
        guard x.dtype.isFloatingPoint else {
            throw TensorError(
                .notImplemented,
                "\(operation): Expected a floating point or complex tensor as input. Got "
                    + x.dtype.scalarName,
                hint: "x.float()")
        }
        guard !x.dtype.isReduced else {
            throw TensorError(
                .notImplemented, "\(operation): Low precision dtypes not supported. Got BFloat16",
                hint: "x.float()")
        }
    }

    /// - Throws: `TensorError` unless `x` holds float32 or float64 matrices that are square.
    static func checkSquare(_ x: Tensor, _ operation: String) throws {
        try check(x, operation)
        let (rows, columns) = (x.shape[x.rank - 2], x.shape[x.rank - 1])
        guard rows == columns else {
            throw TensorError(
                .runtime,
                "\(operation): A must be batches of square matrices, "
                    + "but they are \(rows) by \(columns) matrices")
        }
    }

    /// - Throws: `TensorError` of the first matrix whose `info` is not 0.
    static func check(
        _ infos: [Int], _ operation: String, isBatch: Bool, _ what: (_ info: Int) -> String
    ) throws {
        guard let place = infos.firstIndex(where: { $0 != 0 }) else { return }
        let which = isBatch ? ": (Batch element \(place))" : ""
        throw TensorError(.linearAlgebra, "\(operation)\(which): \(what(infos[place]))")
    }

    /// What `gesdd`, `syevd` and `gelsd` say where they do not converge.
    static func divergence(_ values: String) -> (Int) -> String {
        { info in
            info < 0
                ? "The algorithm failed to converge because the input matrix contained non-finite values."
                : "The algorithm failed to converge because the input matrix is ill-conditioned or has too "
                    + "many repeated \(values) (error code: \(info))."
        }
    }

    /// Runs `body` for the type of the numbers, float32 or float64.
    static func dispatch<Result>(
        _ dtype: DType, _ single: () throws -> Result, _ double: () throws -> Result
    ) rethrows -> Result {
        dtype == .float64 ? try double() : try single()
    }
}

extension Tensor {
    /// The triangles of Aᵀ (which lies in columns where A lies in rows) for each matrix of a batch.
    private func triangles<Real: LAPACKScalar & Scalar>(_: Real.Type) throws -> [Factorizations.Triangles<
        Real
    >] {
        let batch = try MatrixBatch<Real>(self, turned: true)
        return try batch.map { try Factorizations.lu($0, size: batch.rows, poll: Interruptible.poll) }
    }

    /// X with A·X = B for A [..., n, n] and B [n], [..., n] beside a batch of that shape, or [..., n, k], the
    /// leading axes broadcast. O(n³). `torch.linalg.solve`.
    ///
    /// - Throws: `TensorError` for shapes that do not fit, two types, or a matrix that is singular.
    public func solve(_ b: Tensor) throws -> Tensor {
        try LinearAlgebra.checkSquare(self, "linalg.solve")
        guard dtype == b.dtype else {
            throw TensorError(
                .runtime,
                "linalg.solve: Expected A and B to have the same dtype, but found A of type "
                    + "\(dtype.scalarName) and B of type \(b.dtype.scalarName) instead")
        }
        guard b.rank >= 1 else {
            throw TensorError.shape("linalg.solve: The input tensor B must have at least 2 dimensions.")
        }
        let isVector = b.rank == 1 || (b.rank == rank - 1 && b.shape == Array(shape.dropLast()))
        let right = isVector ? try b.unsqueeze(-1) : b
        guard right.shape[right.rank - 2] == shape[rank - 1] else {
            throw TensorError.shape(
                "linalg.solve: Incompatible shapes of A and B for the equation AX = B "
                    + "(\(shape[rank - 2])x\(shape[rank - 1]) and \(right.shape[right.rank - 2])x"
                    + "\(right.shape[right.rank - 1]))",
                "A \(Shape.description(shape))     B \(Shape.description(b.shape))")
        }
        let leading = try Shape.broadcast(
            Array(shape.dropLast(2)), Array(right.shape.dropLast(2)), for: "linalg.solve")
        func stretched(_ x: Tensor) throws -> Tensor {
            let wanted = leading + x.shape.suffix(2)
            return wanted == x.shape ? x : try x.expand(wanted)
        }
        let a = try stretched(self), sides = try stretched(right)
        let x = try LinearAlgebra.dispatch(dtype, { try a.solved(sides, Float.self) }) {
            try a.solved(sides, Double.self)
        }
        return isVector ? try x.squeeze(-1) : x
    }

    /// X [..., n, k] for A and B of the same leading axes, recorded.
    private func solved<Real: LAPACKScalar & Scalar>(_ b: Tensor, _: Real.Type) throws -> Tensor {
        let lu = try triangles(Real.self), sides = try MatrixBatch<Real>(b)
        try LinearAlgebra.check(lu.map(\.info), "torch.linalg.solve", isBatch: rank > 2) { _ in
            "The solver failed because the input matrix is singular."
        }
        func solutions(_ sides: MatrixBatch<Real>, turned: Bool) throws -> Tensor {
            var which = 0
            let columns = try sides.map { side -> [Real] in
                defer { which += 1 }
                return try Factorizations.solve(
                    lu[which], transposed: turned, side, columns: sides.columns, poll: Interruptible.poll)
            }
            return try MatrixBatch.tensor(columns, sides.leading, sides.rows, sides.columns)
        }
        // What was factored is Aᵀ.
        let y = try solutions(sides, turned: true)
        guard Tensor.notes(self, b) else { return y }
        let a = detach()
        let again = Node.SecondBackward.another { dx, attach in
            let db = try attach(a, [.input(0)], nil).transpose(-2, -1).solve(dx)
            return [try -(db.matmul(attach(y, [.output(0)], nil).transpose(-2, -1))), db]
        }
        return Tensor.owned(y).recorded(
            "LinalgSolveExBackward0", [self, b], saved: [y], again: again
        ) { dx in
            // A·X = B:  dB = A⁻ᵀ·dX,  dA = −dB·Xᵀ
            let db = try solutions(MatrixBatch<Real>(dx), turned: false)
            return [try -(db.matmul(y.transpose(-2, -1))), db]
        }
    }

    /// A⁻¹ [..., n, n]. O(n³). `torch.linalg.inv`.
    ///
    /// - Throws: `TensorError` for matrices that are not square, or singular.
    public func inverse() throws -> Tensor {
        try LinearAlgebra.checkSquare(self, "linalg.inv")
        func inverted<Real: LAPACKScalar & Scalar>(_: Real.Type) throws -> Tensor {
            let lu = try triangles(Real.self), n = shape[rank - 1]
            try LinearAlgebra.check(lu.map(\.info), "linalg.inv", isBatch: rank > 2) {
                "The diagonal element \($0) is zero, the inversion could not be completed because the input "
                    + "matrix is singular."
            }
            var identity = [Real](repeating: 0, count: n * n)
            for i in 0..<n { identity[i * n + i] = 1 }
            let columns = try lu.map {
                try Factorizations.solve($0, transposed: true, identity, columns: n, poll: Interruptible.poll)
            }
            return try MatrixBatch.tensor(columns, Array(shape.dropLast(2)), n, n)
        }
        let y = try LinearAlgebra.dispatch(dtype, { try inverted(Float.self) }) { try inverted(Double.self) }
        guard Tensor.notes(self) else { return y }
        return Tensor.owned(y).recorded("LinalgInvExBackward0", [self], saved: [y]) { dy in
            // dA = −A⁻ᵀ·dY·A⁻ᵀ
            let turned = try y.transpose(-2, -1)
            return [try -(turned.matmul(dy).matmul(turned))]
        }
    }

    /// The determinants [...] of matrices [..., n, n]. O(n³). `torch.linalg.det`.
    ///
    /// - Throws: `TensorError` for matrices that are not square.
    public func determinant() throws -> Tensor {
        try LinearAlgebra.checkSquare(self, "linalg.det")
        let leading = Array(shape.dropLast(2))
        func determinants<Real: LAPACKScalar & Scalar>(_: Real.Type) throws -> Tensor {
            try Tensor(triangles(Real.self).map(\.determinant), leading)
        }
        let y = try LinearAlgebra.dispatch(dtype, { try determinants(Float.self) }) {
            try determinants(Double.self)
        }
        guard Tensor.notes(self) else { return y }
        let x = detach()
        return Tensor.owned(y).recorded("LinalgDetBackward0", [self], saved: [x, y]) { dy in
            // dA = dy·det(A)·A⁻ᵀ
            let scale = try dy.unsqueeze(-1).unsqueeze(-1)
            guard try y.compare(.equal, y.constant(.int(0))).any().item().isTrue else {
                return [try x.inverse().transpose(-2, -1) * (scale * y.unsqueeze(-1).unsqueeze(-1))]
            }
            return [try scale * x.cofactors()]
        }
    }

    /// det(A)·A⁻ᵀ, which is there for singular matrices too: det(U)·det(V)·U·diag(Πⱼ≠ᵢ Sⱼ)·Vᵀ.
    private func cofactors() throws -> Tensor {
        let (u, s, vt) = try svd(), n = shape[rank - 1]
        let own = try Tensor.eye(n).to(.bool)
        let others = try s.unsqueeze(-2).expand(s.shape + [n]).maskedFill(own, .int(1)).product(-1)
        let sign = try u.determinant() * vt.determinant()
        return try (u * others.unsqueeze(-2)).matmul(vt) * sign.unsqueeze(-1).unsqueeze(-1)
    }
}
