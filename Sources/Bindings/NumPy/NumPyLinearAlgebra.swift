import Language
import Tensors

/// `numpy.linalg`, the products of `numpy`, and polynomials.
enum NumPyLinearAlgebra {
    private static let second = Parameter<Value>("b", "the second")

    private static func pair(
        _ name: String, _ summary: String, _ apply: @escaping (Tensor, Tensor) throws -> Tensor
    ) -> Builtin {
        Builtin(
            name, group: "numpy", summary: summary, NumPy.object, second, returns: "a number or an array",
            example: "np.\(name)([1, 2], [3, 4])", pytorch: "torch.\(name)(a, b)"
        ) { _, a, b -> Value in
            let (x, y) = try NumPy.promoted(NumPy.tensor(a), NumPy.tensor(b))
            return try ArrayObject.rewording { try ArrayObject.value(apply(x, y)) }
        }
    }

    static func dot(_ x: Tensor, _ y: Tensor) throws -> Tensor {
        x.rank == 0 || y.rank == 0 ? try x * y : try x.matmul(y)
    }

    static let products: [Builtin] = [
        Builtin(
            "einsum", group: "numpy",
            summary: "Einstein summation: sums of products over axes named by letters.",
            Parameter<String>("subscripts", "such as 'ij,jk->ik'"),
            Parameter<Value>("operands", "the arrays", .variadic),
            returns: "a number or an array", example: "np.einsum('i,i->', [1, 2], [3, 4])",
            pytorch: "torch.einsum('i,i->', a, b)"
        ) { _, equation, operands -> Value in
            try ArrayObject.rewording {
                try ArrayObject.value(
                    Tensor.einsum(equation, Operations.array(operands).map { try NumPy.tensor($0) }))
            }
        },
        Builtin(
            "corrcoef", group: "numpy", summary: "The correlation matrix of rows.",
            Parameter<Value>("x", "rows"),
            Parameter<Value>("y", "one more row", default: .none), inRows, dtype, returns: "an array",
            example: "np.corrcoef([1, 2, 3], [1, 2, 4])", pytorch: "torch.corrcoef(x)"
        ) { _, x, y, inRows, dtype -> Value in
            try ArrayObject.value(
                rows(x, y, inRows).correlation().to(NumPy.type(dtype) ?? .float64))
        },
        Builtin(
            "cov", group: "numpy", summary: "The covariance matrix of rows.", Parameter<Value>("m", "rows"),
            Parameter<Value>("y", "one more row", default: .none),
            inRows, Parameter<Bool>("bias", "divides by n and not n − 1", default: false),
            Parameter<Int?>("ddof", "what is subtracted from the number of columns", default: nil),
            Parameter<Value>("fweights", "how often each column was observed", default: .none),
            Parameter<Value>("aweights", "how much each column counts", default: .none), dtype,
            returns: "an array", example: "np.cov([1, 2, 3], [1, 2, 4])", pytorch: "torch.cov(x)"
        ) { _, x, y, inRows, bias, ddof, frequencies, weights, dtype -> Value in
            func row(_ value: Value) throws -> Tensor? { value.isNone ? nil : try NumPy.tensor(value) }
            return try ArrayObject.rewording {
                try ArrayObject.value(
                    rows(x, y, inRows).covariance(
                        correction: ddof ?? (bias ? 0 : 1), frequencies: row(frequencies),
                        weights: row(weights)
                    ).to(NumPy.type(dtype) ?? .float64))
            }
        },
        Builtin(
            "convolve", group: "numpy", summary: "The convolution of two sequences.", NumPy.object,
            Parameter<Value>("v", "the second"),
            Parameter<String>("mode", "'full', 'same' or 'valid'", default: "full"),
            returns: "an array", example: "np.convolve([1, 2, 3], [1, 1])",
            pytorch: "F.conv1d(x, kernel.flip(-1))"
        ) { _, a, b, mode in
            let (x, y) = try NumPy.promoted(NumPy.tensor(a), NumPy.tensor(b))
            guard let part = Tensor.ConvolutionPart(rawValue: mode) else {
                throw ScriptError(
                    "ValueError", "mode must be one of 'full', 'same' or 'valid', not '\(mode)'")
            }
            return ArrayObject(try x.convolved(y, part))
        },
        Builtin(
            "polyfit", group: "numpy",
            summary: "The least-squares polynomial through points, the highest power first.",
            Parameter<Value>("x", "where"), Parameter<Value>("y", "the y of the points"),
            Parameter<Int>("deg", "the highest power"),
            returns: "an array", example: "np.polyfit([0, 1, 2], [1, 3, 5], 1)",
            pytorch: "torch.linalg.lstsq(torch.vander(x, N=2), y)"
        ) { _, x, y, degree in
            ArrayObject(
                try Tensor.polyfit(
                    NumPy.floats(NumPy.tensor(x)).to(.float64), NumPy.floats(NumPy.tensor(y)).to(.float64),
                    degree
                ))
        },
        Builtin(
            "polyval", group: "numpy",
            summary: "The value of a polynomial, given by its coefficients from the highest power down.",
            Parameter<Value>("p", "the coefficients"), Parameter<Value>("x", "where"),
            returns: "a number or an array",
            example: "np.polyval([1, 2, 3], 2)", pytorch: "sum(c * x ** i for i, c in enumerate(p))"
        ) { _, p, x -> Value in
            let (coefficients, places) = try NumPy.promoted(NumPy.tensor(p), NumPy.tensor(x))
            return try ArrayObject.value(places.polyval(coefficients))
        },
        Builtin(
            "interp", group: "numpy", summary: "Linear interpolation between points.",
            Parameter<Value>("x", "where"), Parameter<Value>("xp", "the x of the points, ascending"),
            Parameter<Value>("fp", "how high they are"),
            returns: "a number or an array", example: "np.interp(0.5, [0, 1], [10, 20])",
            pytorch: "torch.lerp(a, b, w)"
        ) { _, x, xp, fp -> Value in
            try ArrayObject.value(NumPy.tensor(x).interpolated(NumPy.tensor(xp), NumPy.tensor(fp)))
        },
    ]

    private static let inRows = Parameter<Bool>(
        "rowvar", "whether variables are rows and not columns", default: true)
    private static let dtype = Parameter<Value>(
        "dtype", "the type of the result", default: .none, .keywordOnly)

    private static func rows(_ x: Value, _ y: Value, _ inRows: Bool) throws -> Tensor {
        func variables(_ value: Value) throws -> Tensor {
            let x = try NumPy.floats(NumPy.tensor(value)).to(.float64)
            return inRows || x.rank != 2 ? x : try x.transposed()
        }
        let first = try variables(x)
        guard !y.isNone else { return first }
        let other = try variables(y)
        return try ArrayObject.rewording {
            try Tensor.concatenate([
                first.rank == 2 ? first : first.reshape([1, -1]),
                other.rank == 2 ? other : other.reshape([1, -1]),
            ])
        }
    }

    private static func matrix(
        _ name: String, _ summary: String, _ apply: @escaping (Tensor) throws -> Tensor
    ) -> Builtin {
        Builtin(
            name, group: "numpy", summary: summary, NumPy.object, returns: "a number or an array",
            example: "np.linalg.\(name)([[2.0, 1.0], [1.0, 3.0]])", pytorch: "torch.linalg.\(name)(A)"
        ) { _, value -> Value in try ArrayObject.value(apply(matrices(value))) }
    }

    /// - Throws: NumPy's LinAlgError for what has fewer than two axes.
    private static func matrices(_ value: Value) throws -> Tensor {
        let x = try NumPy.floats(NumPy.tensor(value))
        guard x.rank >= 2 else {
            throw TensorError(
                .linearAlgebra, "\(x.rank)-dimensional array given. Array must be at least two-dimensional")
        }
        return x
    }

    private static let triangle = Parameter<String>(
        "UPLO", "'L' or 'U': which triangle of the matrix is read", default: "L")
    private static let symmetric = Parameter<Bool>(
        "hermitian", "whether the matrix is symmetric, which is a quicker way to the same", default: false)

    private static func isUpper(_ triangle: String) throws -> Bool {
        guard ["L", "U"].contains(triangle.uppercased()) else {
            throw ScriptError("ValueError", "UPLO argument must be 'L' or 'U'")
        }
        return triangle.uppercased() == "U"
    }

    static let commands: [Builtin] = [
        matrix("inv", "The inverse.") { try $0.inverse() },
        matrix("det", "The determinant.") { try $0.determinant() },
        Builtin(
            "pinv", group: "numpy", summary: "The pseudo-inverse.", NumPy.object,
            Parameter<Double?>(
                "rcond", "singular values below this fraction of the largest count as 0", default: nil),
            symmetric,
            Parameter<Double?>("rtol", "the same as rcond", default: nil, shown: "<no value>", .keywordOnly),
            returns: "a number or an array", example: "np.linalg.pinv([[2.0, 1.0], [1.0, 3.0]])",
            pytorch: "torch.linalg.pinv(A)"
        ) { _, value, rcond, _, rtol -> Value in
            try ArrayObject.value(matrices(value).pseudoInverse(rcond: rtol ?? rcond ?? 1e-15))
        },
        Builtin(
            "eigvalsh", group: "numpy", summary: "Eigenvalues of a symmetric matrix.", NumPy.object, triangle,
            returns: "an array", example: "np.linalg.eigvalsh([[2.0, 1.0], [1.0, 3.0]])",
            pytorch: "torch.linalg.eigvalsh(A)"
        ) { _, value, triangle -> Value in
            try ArrayObject.value(matrices(value).eigvalsh(upper: isUpper(triangle)))
        },
        Builtin(
            "cholesky", group: "numpy",
            summary: "The Cholesky factor: the lower triangle L with L·Lᵀ = A.", NumPy.object,
            Parameter<Bool>("upper", "the upper triangle, Lᵀ", default: false, .keywordOnly),
            returns: "an array", example: "np.linalg.cholesky([[2.0, 1.0], [1.0, 3.0]])",
            pytorch: "torch.linalg.cholesky(A)"
        ) { _, value, upper -> Value in
            let x = try matrices(value)
            return try ArrayObject.value(
                upper ? x.transpose(-2, -1).cholesky().transpose(-2, -1) : x.cholesky())
        },
        Builtin(
            "matrix_rank", group: "numpy", summary: "The rank.", NumPy.object,
            Parameter<Double?>("tol", "singular values up to this one count as 0", default: nil), symmetric,
            Parameter<Double?>(
                "rtol", "the same as a fraction of the largest", default: nil, .keywordOnly),
            returns: "a number or an array",
            example: "np.linalg.matrix_rank([[2.0, 1.0], [1.0, 3.0]])", pytorch: "torch.linalg.matrix_rank(A)"
        ) { _, value, tolerance, _, relative -> Value in
            let x = try NumPy.floats(NumPy.tensor(value))
            guard x.rank >= 2 else {
                return .int(try x.compare(.notEqual, x.constant(.int(0))).any().item().int)
            }
            return try ArrayObject.value(x.matrixRank(above: tolerance, relative: relative))
        },
        pair("solve", "Solves A·x = b for x.") { try NumPy.floats($0).solve(NumPy.floats($1)) },
        Builtin(
            "eigh", group: "numpy", summary: "Eigenvalues and eigenvectors of a symmetric matrix.",
            NumPy.object, triangle, returns: "two arrays",
            example: "np.linalg.eigh([[2.0, 1.0], [1.0, 2.0]])",
            pytorch: "torch.linalg.eigh(A)"
        ) { _, value, triangle -> Value in
            let (values, vectors) = try matrices(value).eigh(upper: isUpper(triangle))
            return .tuple([ArrayObject(values).scriptValue, ArrayObject(vectors).scriptValue])
        },
        Builtin(
            "svd", group: "numpy", summary: "The singular value decomposition.", NumPy.object,
            Parameter<Bool>("full_matrices", "whether U and Vh are to be square", default: true),
            Parameter<Bool>("compute_uv", "whether U and Vh are given, too", default: true), symmetric,
            returns: "three arrays",
            example: "np.linalg.svd([[1.0, 2.0], [3.0, 4.0]])",
            pytorch: "torch.linalg.svd(A, full_matrices=False)"
        ) { _, value, full, hasVectors, _ -> Value in
            guard hasVectors else { return ArrayObject(try matrices(value).svdvals()).scriptValue }
            let (u, s, vt) = try matrices(value).svd(full: full)
            return .tuple([u, s, vt].map { ArrayObject($0).scriptValue })
        },
        Builtin(
            "qr", group: "numpy", summary: "The QR decomposition.", NumPy.object,
            Parameter<String>(
                "mode", "'reduced', 'complete' (Q is square) or 'r' (R alone)", default: "reduced"),
            returns: "two arrays, or R alone", example: "np.linalg.qr([[1.0, 2.0], [3.0, 4.0]])",
            pytorch: "torch.linalg.qr(A)"
        ) { _, value, mode -> Value in
            guard let mode = QRMode(rawValue: mode) else {
                throw ScriptError("ValueError", "Unrecognized mode '\(mode)'")
            }
            let (q, r) = try matrices(value).qr(mode)
            return mode == .r
                ? ArrayObject(r).scriptValue
                : .tuple([ArrayObject(q).scriptValue, ArrayObject(r).scriptValue])
        },
        Builtin(
            "lstsq", group: "numpy", summary: "The least-squares solution of A·x = b.", NumPy.object,
            second,
            Parameter<Double?>(
                "rcond", "singular values below this fraction of the largest count as 0", default: nil),
            returns: "x, residuals, rank, singular values",
            example: "np.linalg.lstsq([[1.0, 1.0], [1.0, 2.0]], [1.0, 2.0])",
            pytorch: "torch.linalg.lstsq(A, b)"
        ) { _, a, b, rcond -> Value in
            let (x, y) = try NumPy.promoted(
                NumPy.floats(NumPy.tensor(a)), NumPy.floats(NumPy.tensor(b)))
            guard x.rank == 2 else {
                throw TensorError(
                    .linearAlgebra, "\(x.rank)-dimensional array given. Array must be two-dimensional")
            }
            guard y.rank == 1 || y.rank == 2, y.shape[0] == x.shape[0] else {
                throw TensorError(.linearAlgebra, "Incompatible dimensions")
            }
            let found = try x.leastSquares(y, rcond: rcond, by: .singularValues),
                rank = try found.rank.item().int
            // More rows than the solution can meet: what is left over, column by column.
            let isOver = x.shape[0] > x.shape[1] && rank == x.shape[1]
            let residuals =
                isOver
                ? try (x.matmul(found.solution) - y).square().sum([0]).reshape([-1])
                : try Tensor.empty([0], x.dtype)
            return .tuple([
                ArrayObject(found.solution).scriptValue, ArrayObject(residuals).scriptValue, .int(rank),
                ArrayObject(found.singularValues).scriptValue,
            ])
        },
    ]
}
