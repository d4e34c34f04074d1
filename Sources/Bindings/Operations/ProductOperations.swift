import Language
import Tensors

// Products of matrices and vectors, and what runs along rows.

extension Operation {
    static let products: [Operation] = matrices + vectors + sums + rows

    private static let other = Parameter<Tensor>("other", "a tensor")
    private static let last = Parameter<Int>("dim", "the axis", default: -1)
    private static let asType = Parameter<DType?>(
        "dtype", "the type to compute in", default: nil)
    private static let beta = Parameter<Number>(
        "beta", "a factor of the tensor", default: .int(1), .keywordOnly)
    private static let alpha = Parameter<Number>(
        "alpha", "a factor of the product", default: .int(1), .keywordOnly)

    private static func header(
        _ name: String, _ summary: String, _ formula: String, returns: String = "a tensor",
        example: String = "torch.NAME(a, b)", pytorch: String? = nil, writes: Bool = false,
        cost: CostRule? = nil, line: UInt = #line
    ) -> Header {
        Header(
            names: [name], summary: summary, formula: formula, returns: returns, example: example,
            pytorch: pytorch, writes: writes, cost: cost, place: SourcePlace(#fileID, line))
    }

    /// A product that takes tensors of certain ranks only.
    private static func product(
        _ name: String, _ summary: String, _ shapes: String, ranks: (Int, Int), second: String,
        _ refusal: String, line: UInt = #line
    ) -> Operation {
        Operation(
            header(name, summary, shapes, cost: Costs.matmul, line: line),
            Parameter<Tensor>(second, "the second factor")
        ) { try $0.matmul($1, ranks: ranks, refusal: refusal) }
    }

    /// A function of `numpy` with two factors in their common type.
    private static func array(_ name: String, _ header: Header, _ apply: @escaping BinaryApply) -> Builtin {
        let second = Parameter<Value>("b", "the second")
        return Builtin(
            name: name, group: "numpy", summary: header.summary,
            parameters: [NumPy.object.information, second.information], returns: "a number or an array",
            example: "np.\(name)([1, 2], [3, 4])", pytorch: "torch.\(header.names[0])(a, b)",
            formula: header.formula, place: header.place
        ) { command, _, values in
            let (x, y) = try NumPy.promoted(
                NumPy.tensor(NumPy.object.convert(values[0], command)),
                NumPy.tensor(second.convert(values[1], command)))
            return try ArrayObject.value(apply(x, y))
        }.costing(Costs.matmul)
    }

    private static func product(
        _ header: Header, second: String = "other", arrays: [(name: String, own: BinaryApply?)] = [],
        apply: @escaping BinaryApply
    ) -> Operation {
        Operation(header, Parameter<Tensor>(second, "the second factor"), apply: apply)
            .with(numpy: arrays.map { array($0.name, header, $0.own ?? apply) })
    }

    private static let matrices: [Operation] = [
        product(
            header(
                "matmul", "The product of matrices, of batches of them, or with vectors.",
                "[..., m, k]·[..., k, n] → [..., m, n]", pytorch: "a @ b", cost: Costs.matmul),
            arrays: [("matmul", nil)]
        ) { try $0.matmul($1) },
        product(
            "mm", "The product of two matrices.", "[m, k]·[k, n] → [m, n]", ranks: (2, 2), second: "mat2",
            "mm wants two matrices"),
        product(
            "bmm", "The products of two batches of matrices.", "[b, m, k]·[b, k, n] → [b, m, n]",
            ranks: (3, 3), second: "mat2", "batch1 and batch2 must be 3D tensors"),
        product(
            "mv", "A matrix times a vector.", "[m, k]·[k] → [m]", ranks: (2, 1), second: "vec",
            "mv wants a matrix and a vector"),
        Operation(
            header(
                "addmm", "A tensor plus a matrix product.", "β·x + α·a·b", returns: "a matrix",
                example: "torch.NAME(x, a, b)", writes: true),
            Parameter<Tensor>("mat1", "the first factor"), Parameter<Tensor>("mat2", "the second"), beta,
            alpha
        ) { try $0.addingMatmul($1, $2, beta: $3, alpha: $4) },
        Operation(
            header(
                "baddbmm", "A tensor plus a batched matrix product.", "β·x + α·a·b",
                example: "torch.NAME(x, a, b)", writes: true),
            Parameter<Tensor>("batch1", "the first factors"), Parameter<Tensor>("batch2", "the second"),
            beta, alpha
        ) { try $0.addingMatmul($1, $2, beta: $3, alpha: $4) },
        product(
            header(
                "kron", "The Kronecker product.", "x ⊗ y",
                example: "torch.NAME(torch.eye(2), torch.ones(2, 2))"),
            arrays: [("kron", nil)]
        ) { try $0.kron($1) },
    ]

    private static let vectors: [Operation] = [
        product(
            "dot", "The sum of products of two vectors.", "[k]·[k] → []", ranks: (1, 1), second: "tensor",
            "1D tensors expected"
        ).with(numpy: [
            array("dot", header("dot", "The product of vectors or matrices.", ""), NumPyLinearAlgebra.dot)
        ]),
        product(
            header(
                "outer", "The outer product of two vectors.",
                "y[i, j] = a[i]·b[j]", returns: "a matrix"),
            second: "vec2", arrays: [("outer", { try $0.flatten().outer($1.flatten()) })]
        ) { try $0.outer($1) },
        product(
            header(
                "inner", "The inner product over the last axes.", "[…, k]·[…, k] → […, …]",
                example: "torch.NAME(x, y)"),
            arrays: [("inner", nil)]
        ) { try $0.inner($1) },
        product(
            header("vdot", "The sum of products of two vectors.", "Σ x·y"),
            arrays: [("vdot", { try $0.flatten().vdot($1.flatten()) })]
        ) { try $0.vdot($1) },
        Operation(
            header(
                "cross", "The cross product of two vectors.", "a × b",
                example: "torch.NAME(a, b, dim=-1)"), other,
            Parameter<Int?>("dim", "the axis of size 3; the first one if left out", default: nil)
        ) { x, y, axis in
            if let axis { return try x.cross(y, axis) }
            try Interpreter.current?.warn(
                "Using torch.cross without specifying the dim arg is deprecated. Please either pass the dim "
                    + "explicitly or simply use torch.linalg.cross.")
            let shape = try Shape.broadcast(x.shape, y.shape, for: "cross")
            guard let first = shape.firstIndex(of: 3) else {
                throw ScriptError("RuntimeError", "no dimension of size 3 in input")
            }
            return try x.cross(y, first)
        }
        .with(numpy: [
            array("cross", header("cross", "The cross product of two vectors.", "a × b")) { x, y in
                guard x.shape.last == 3, y.shape.last == 3 else {
                    throw ScriptError(
                        "ValueError", "incompatible dimensions for cross product (dimension must be 3)")
                }
                return try x.cross(y, anyRank: true)
            }
        ]),
    ]

    private static let sums: [Operation] = [
        Operation(
            Builtin(
                "tensordot", group: "torch",
                summary: "Contracts the last axes of one tensor with the first of another.", input,
                other, Parameter<Value>("dims", "how many axes, or two lists of them", default: .int(2)),
                returns: "a tensor", example: "torch.tensordot(a, b, dims=1)",
                pytorch: "torch.tensordot(a, b, dims=1)"
            ) { _, x, y, dims in
                if let n = try Operations.index(dims) { return try x.tensordot(y, n) }
                let pair = try Operations.array(dims)
                guard pair.count == 2, let a = try Sizes.from(pair[0]), let b = try Sizes.from(pair[1]) else {
                    throw ScriptError(
                        "RuntimeError", "tensordot expects dims to be int or two lists of ints",
                        hint: "dims=([1], [0])")
                }
                return try x.tensordot(y, a.elements, b.elements)
            }),
        Operation(
            Builtin(
                "cdist", group: "torch",
                summary: "The distances between all rows of one matrix and all rows of another.",
                Parameter<Tensor>("x1", "rows [..., n, d]"), Parameter<Tensor>("x2", "rows [..., m, d]"),
                Parameter<Double>("p", "the order of the norm", default: 2),
                returns: "a tensor [..., n, m]", example: "torch.cdist(x, y)", pytorch: "torch.cdist(x, y)",
                formula: "y[i, j] = ‖x1[i] − x2[j]‖ₚ"
            ) { _, x, y, p in try x.distances(to: y, p: p) }),
    ]

    private static let axis = Parameter<Int>("dim", "the axis along which the elements add up to 1")

    private static let rows: [Operation] = [
        Operation(
            header(
                "softmax", "Softmax: exponentials that sum to 1 along an axis.", "eˣ / Σ eˣ",
                returns: "a tensor of the same shape", example: "torch.NAME(x, dim=-1)", cost: Costs.ofFirst),
            axis, asType
        ) { x, axis, type in try (type.map { try x.to($0) } ?? x).softmax(axis) },
        Operation(
            header(
                "log_softmax", "The logarithm of softmax, without overflow.", "x − ln Σ eˣ",
                returns: "a tensor of the same shape", example: "torch.NAME(x, dim=-1)", cost: Costs.ofFirst),
            axis, asType
        ) { x, axis, type in try (type.map { try x.to($0) } ?? x).logSoftmax(axis) },
    ]
}
