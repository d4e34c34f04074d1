import Language
import Tensors

/// The module `torch.linalg`, and what of it is a function of `torch` or a method of tensors too.
enum LinearAlgebraModule {
    package static func make() -> ModuleValue {
        let module = ModuleValue(
            "torch.linalg", documentation: "Matrices.",
            commands: commands.map {
                TorchArguments.added(
                    to: $0.alsoTaking(["input": $0.parameters.first?.name ?? "A"]), of: "torch.linalg")
            })
        module["LinAlgError"] = .type(LibraryExceptions.linearAlgebra)
        MissingNames.explain(
            in: module,
            near: [
                "eig": "torch.linalg.eigh for a symmetric matrix",
                "eigvals": "torch.linalg.eigvalsh for a symmetric matrix", "lu": "torch.linalg.solve",
            ])
        return module
    }

    private static let matrix = Parameter<Tensor>("A", "a matrix")
    private static let group = "torch.linalg"
    private static let triangle = Parameter<String>(
        "UPLO", "'L' or 'U': which triangle of the matrix is read", default: "L")

    private static func isUpper(_ triangle: String) throws -> Bool {
        guard ["L", "U"].contains(triangle.uppercased()) else {
            throw ScriptError(
                "RuntimeError", "Expected UPLO argument to be 'L' or 'U', but got \(triangle)")
        }
        return triangle.uppercased() == "U"
    }

    /// Of `torch.linalg` under one name, and of `torch` and tensors under another (or the same).
    package static let shared: [Builtin] = [
        inverse("inverse"), inverse("pinverse"),
        Builtin(
            "det", group: group, summary: "The determinant of a matrix.", matrix, returns: "a tensor",
            example: "torch.det(torch.eye(2))", pytorch: "torch.linalg.det(A)"
        ) { _, x in
            try x.determinant()
        },
        Builtin(
            "matrix_power", group: group, summary: "A matrix raised to a whole power.", matrix,
            Parameter<Int>("n", "how often; the inverse where negative"), returns: "a matrix",
            example: "torch.matrix_power(torch.eye(2), 3)", pytorch: "torch.linalg.matrix_power(A, 3)"
        ) { _, x, n in try x.matrixPower(n) },
        Builtin(
            "svd", group: group, summary: "The singular value decomposition of a matrix.", matrix,
            Parameter<Bool>("full_matrices", "whether U and Vh are to be square", default: true),
            returns: "U, S and Vh",
            example: "U, S, Vh = torch.linalg.svd(A, full_matrices=False)",
            pytorch: "torch.linalg.svd(A, full_matrices=False)", formula: "A = U·diag(S)·Vh"
        ) { _, x, full in
            let (u, s, vt) = try x.svd(full: full)
            return ReturnTypes.value("linalg_svd", [("U", u), ("S", s), ("Vh", vt)])
        },
        Builtin(
            "qr", group: group, summary: "The QR decomposition.", matrix,
            Parameter<String>(
                "mode", "'reduced', 'complete' (Q is square) or 'r' (R alone)", default: "reduced"),
            returns: "Q and R",
            example: "Q, R = torch.linalg.qr(A)", pytorch: "torch.linalg.qr(A)", formula: "A = Q·R"
        ) { _, x, mode in
            guard let mode = QRMode(rawValue: mode) else {
                throw ScriptError(
                    "RuntimeError",
                    "qr received unrecognized mode '\(mode)' but expected "
                        + "one of 'reduced' (default), 'r', or 'complete'"
                )
            }
            let (q, r) = try x.qr(mode)
            return ReturnTypes.value("linalg_qr", [("Q", q), ("R", r)])
        },
        Builtin(
            "cholesky", group: group, summary: "The Cholesky factor: the lower triangle L with L·Lᵀ = A.",
            matrix, Parameter<Bool>("upper", "the upper triangle, Lᵀ", default: false, .keywordOnly),
            returns: "a matrix", example: "torch.linalg.cholesky(torch.eye(2))",
            pytorch: "torch.linalg.cholesky(A)", formula: "A = L·Lᵀ"
        ) { _, x, upper in
            upper ? try x.transpose(-2, -1).cholesky().transpose(-2, -1) : try x.cholesky()
        },
    ]

    private static func inverse(_ name: String) -> Builtin {
        Builtin(
            name, group: group,
            summary: name == "inverse"
                ? "The inverse of a matrix." : "The pseudo-inverse, from singular values.",
            matrix, returns: "a matrix",
            example: "torch.\(name)(torch.eye(2))", pytorch: "torch.\(name)(A)"
        ) { _, x in try name == "inverse" ? x.inverse() : x.pseudoInverse(rcond: 1e-15) }
        .taking(name == "inverse" ? [] : [cutoff.information]) { call in
            guard let x = try Tensor.from(call.argument("A") ?? .none) else { return try call.result() }
            return try x.pseudoInverse(rcond: call.value(cutoff)).scriptValue
        }
    }

    private static let cutoff = Parameter<Double>(
        "rcond", "singular values below this fraction of the largest count as 0", default: 1e-15)
    private static let absolute = Parameter<Double?>(
        "atol", "singular values up to this one count as 0", default: nil, .keywordOnly)
    private static let relative = Parameter<Double?>(
        "rtol", "the same as a fraction of the largest", default: nil, .keywordOnly)
    private static let symmetric = Parameter<Bool>(
        "hermitian", "whether the matrix is symmetric, which is a quicker way to the same", default: false)

    private static let commands: [Builtin] =
        shared.filter { $0.name != "inverse" && $0.name != "pinverse" } + norms + [
            Builtin(
                "inv", group: group, summary: "The inverse of a matrix.", matrix, returns: "a matrix",
                example: "torch.linalg.inv(torch.eye(2))", pytorch: "torch.linalg.inv(A)"
            ) { _, x in
                try x.inverse()
            },
            Builtin(
                "pinv", group: group, summary: "The pseudo-inverse, from singular values.",
                matrix, Parameter<Double?>("rcond", "the same as rtol", default: nil), symmetric, relative,
                returns: "a matrix", example: "torch.linalg.pinv(torch.eye(2))",
                pytorch: "torch.linalg.pinv(A)"
            ) { _, x, rcond, _, relative in try x.pseudoInverse(rcond: relative ?? rcond) },
            Builtin(
                "solve", group: group, summary: "Solves A·x = B for x.", matrix,
                Parameter<Tensor>("B", "the right side"),
                Parameter<Bool>("left", "A·x = B, or x·A = B", default: true, .keywordOnly),
                returns: "a tensor",
                example: "torch.linalg.solve(torch.eye(2), torch.ones(2))",
                pytorch: "torch.linalg.solve(A, B)"
            ) { _, x, b, isLeft in
                guard !isLeft else { return try x.solve(b) }
                // x·A = B is Aᵀ·xᵀ = Bᵀ.
                let turned = b.rank > 1 ? try b.transpose(-2, -1) : b
                let found = try x.transpose(-2, -1).solve(turned)
                return b.rank > 1 ? try found.transpose(-2, -1) : found
            },
            Builtin(
                "lstsq", group: group, summary: "The least-squares solution of A·x = B.", matrix,
                Parameter<Tensor>("B", "the right side"),
                Parameter<Double?>(
                    "rcond", "singular values below this fraction of the largest count as 0", default: nil),
                returns: "a result with .solution",
                example: "torch.linalg.lstsq(A, B).solution", pytorch: "torch.linalg.lstsq(A, B).solution"
            ) { _, x, b, rcond in
                let found = try x.leastSquares(b, rcond: rcond)
                // Of PyTorch's own choice of method (gelsy) come neither residuals nor singular values.
                return ReturnTypes.value(
                    "linalg_lstsq",
                    [
                        ("solution", found.solution), ("residuals", try Tensor.empty([0], x.dtype)),
                        ("rank", found.rank), ("singular_values", found.singularValues),
                    ])
            },
            Builtin(
                "matrix_rank", group: group, summary: "The rank of a matrix.", matrix,
                Parameter<Double?>("tol", "the same as atol", default: nil), symmetric, absolute, relative,
                returns: "an int64 tensor", example: "torch.linalg.matrix_rank(torch.eye(2))",
                pytorch: "torch.linalg.matrix_rank(A)"
            ) { _, x, tolerance, _, absolute, relative in
                try x.matrixRank(above: absolute ?? tolerance, relative: relative)
            },
            Builtin(
                "svdvals", group: group, summary: "The singular values of a matrix, the largest first.",
                matrix, returns: "a tensor", example: "torch.linalg.svdvals(torch.eye(2))",
                pytorch: "torch.linalg.svdvals(A)"
            ) { _, x in try x.svdvals() },
            Builtin(
                "eigh", group: group,
                summary: "Eigenvalues and eigenvectors of a symmetric matrix, the smallest first.", matrix,
                triangle, returns: "eigenvalues and eigenvectors",
                example: "torch.linalg.eigh(torch.eye(2))", pytorch: "torch.linalg.eigh(A)",
                formula: "A = Q·diag(L)·Qᵀ"
            ) { _, x, triangle in
                let (values, vectors) = try x.eigh(upper: isUpper(triangle))
                return ReturnTypes.value("linalg_eigh", [("eigenvalues", values), ("eigenvectors", vectors)])
            },
            Builtin(
                "eigvalsh", group: group, summary: "Eigenvalues of a symmetric matrix, the smallest first.",
                matrix, triangle, returns: "a tensor", example: "torch.linalg.eigvalsh(torch.eye(2))",
                pytorch: "torch.linalg.eigvalsh(A)"
            ) { _, x, triangle in try x.eigvalsh(upper: isUpper(triangle)) },
            Builtin(
                "multi_dot", group: group, summary: "The product of several matrices.",
                Parameter<[Tensor]>("tensors", "the matrices"), returns: "a matrix",
                example: "torch.linalg.multi_dot([A, B])", pytorch: "torch.linalg.multi_dot([A, B])"
            ) { _, matrices in try Tensor.multiDot(matrices) },
        ]

    private static let axes = Parameter<Sizes?>("dim", "the axis or axes; all if left out", default: nil)
    private static let asType = Parameter<DType?>(
        "dtype", "the type to compute in", default: nil, .keywordOnly)
    private static let keep = Parameter<Bool>("keepdim", "whether the axis stays with size 1", default: false)

    private static func matrixOrder(_ value: Value) throws -> MatrixOrder {
        switch value.text {
        case "fro": return .frobenius
        case "nuc": return .nuclear
        case let text?:
            throw ScriptError("RuntimeError", "linalg.matrix_norm: Order \(text) not supported.")
        case nil:
            guard let number = try Number.from(value)?.double else {
                throw ScriptError(
                    "TypeError",
                    "linalg_matrix_norm(): argument 'ord' must be Number or str, not \(value.typeName)")
            }
            return .number(number)
        }
    }

    private static let norms: [Builtin] =
        [("norm", "the norm of a vector or a matrix"), ("vector_norm", "the norm of vectors")].map {
            name, what in
            Builtin(
                name, group: group, summary: "Gives \(what).", Parameter<Tensor>("x", "the tensor"),
                Parameter<Value>(
                    "ord", "the order, 2 if left out", default: name == "norm" ? .none : .int(2)), axes, keep,
                asType,
                returns: "a tensor", example: "torch.linalg.\(name)(torch.ones(4))",
                pytorch: "torch.linalg.\(name)(x)", formula: "(Σ |x|ᵖ)^(1/p)"
            ) { _, given, order, axes, keep, type in
                let x = try type.map { try given.to($0) } ?? given
                let number = try Number.from(order)?.double
                if name == "vector_norm", !order.isNone, number == nil {
                    throw ScriptError(
                        "TypeError",
                        "linalg_vector_norm(): argument 'ord' must be Number, not \(order.typeName)")
                }
                if let text = order.text {
                    guard text == "fro" || text == "nuc" else {
                        throw ScriptError(
                            "RuntimeError", "linalg.matrix_norm: Order \(text) not supported.",
                            hint: "a number, 'fro' or 'nuc'")
                    }
                    guard x.rank >= 2 else {
                        throw ScriptError(
                            "RuntimeError",
                            "linalg.matrix_norm: The input tensor A must have at least 2 dimensions.")
                    }
                } else if !order.isNone, number == nil {
                    throw ScriptError(
                        "TypeError",
                        "linalg_norm(): argument 'ord' must be Number or str, not \(order.typeName)")
                }
                if name == "norm", !order.isNone, axes == nil, x.rank > 2 {
                    throw ScriptError(
                        "RuntimeError",
                        "linalg.norm: If dim is not specified but ord is, "
                            + "the input must be 1D or 2D. Got \(x.rank)D.",
                        hint: "dim=(-2, -1)")
                }
                let power = number ?? 2
                let isMatrixNorm =
                    name == "norm" && !order.isNone && order.text != "fro"
                    && (axes?.elements.count == 2 || (axes == nil && x.rank == 2))
                guard !isMatrixNorm else {
                    return try x.matrixNorm(
                        matrixOrder(order), axes?.elements ?? [-2, -1], keepDim: keep)
                }
                return try x.norm(power, axes?.reduced, keepDim: keep)
            }
        } + [
            Builtin(
                "matrix_norm", group: group, summary: "The norm of a matrix.", matrix,
                Parameter<Value>(
                    "ord", "'fro', 'nuc', 1, -1, 2, -2, inf or -inf", default: .string("fro")),
                Parameter<Sizes>("dim", "the two axes of the matrix", default: Sizes([-2, -1])), keep, asType,
                returns: "a tensor",
                example: "torch.linalg.matrix_norm(torch.eye(2))", pytorch: "torch.linalg.matrix_norm(A)"
            ) { _, given, order, axes, keep, type in
                let x = try type.map { try given.to($0) } ?? given
                guard axes.elements.count == 2 else {
                    throw ScriptError(
                        "RuntimeError", "linalg.matrix_norm: dim must be a 2-tuple.")
                }
                guard x.rank >= 2 else {
                    throw ScriptError(
                        "RuntimeError",
                        "linalg.matrix_norm: The input tensor A must have at least 2 dimensions.")
                }
                return try x.matrixNorm(matrixOrder(order), axes.elements, keepDim: keep)
            }
        ]
}
