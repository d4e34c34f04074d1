import Language
import Tensors

/// Products that are rare.
extension TensorRare {
    static let products: [Builtin] = [
        Builtin(
            "kron", group: "torch", summary: "Every product of an element of one with all of the other.",
            input, other, returns: "a tensor", example: "torch.kron(torch.eye(2), torch.ones(2, 2))",
            pytorch: "torch.kron(a, b)"
        ) { _, x, y in try x.kron(y) },
        Builtin(
            "addmm", group: "torch", summary: "A tensor plus a product of matrices.", input,
            Parameter<Tensor>("mat1", "the first factor"), Parameter<Tensor>("mat2", "the second"),
            Parameter<Number>("beta", "what the tensor is multiplied by", default: .int(1), .keywordOnly),
            Parameter<Number>("alpha", "what the product is multiplied by", default: .int(1), .keywordOnly),
            returns: "a matrix", example: "torch.addmm(x, a, b)", pytorch: "torch.addmm(x, a, b)",
            formula: "β·x + α·a·b"
        ) { _, x, a, b, beta, alpha in
            try sum(x, a.matmul(b), beta, alpha)
        },
        Builtin(
            "baddbmm", group: "torch", summary: "A tensor plus products of batches of matrices.", input,
            Parameter<Tensor>("batch1", "the first factors"), Parameter<Tensor>("batch2", "the second"),
            Parameter<Number>("beta", "what the tensor is multiplied by", default: .int(1), .keywordOnly),
            Parameter<Number>("alpha", "what the products are multiplied by", default: .int(1), .keywordOnly),
            returns: "a tensor", example: "torch.baddbmm(x, a, b)", pytorch: "torch.baddbmm(x, a, b)",
            formula: "β·x + α·a·b"
        ) { _, x, a, b, beta, alpha in
            try sum(x, a.matmul(b), beta, alpha)
        },
        Builtin(
            "inner", group: "torch", summary: "Sums of products along the last axes.", input, other,
            returns: "a tensor", example: "torch.inner(x, y)", pytorch: "torch.inner(x, y)"
        ) { _, x, y in
            x.rank == 0 || y.rank == 0 ? try x * y : try x.matmul(y.rank == 1 ? y : y.transpose(-2, -1))
        },
        Builtin(
            "vdot", group: "torch", summary: "The sum of products of two vectors.", input, other,
            returns: "a tensor", example: "torch.vdot(a, b)", pytorch: "torch.vdot(a, b)"
        ) { _, x, y in
            guard x.rank == 1, y.rank == 1 else {
                throw TensorError(.runtime, "1D tensors expected, but got \(x.rank)D and \(y.rank)D tensors")
            }
            return try x.matmul(y)
        },
        Builtin(
            "tensordot", group: "torch",
            summary: "Sums of products over the last axes of one and the first of the other.", input, other,
            Parameter<Value>("dims", "how many axes, or two lists of them", default: .int(2)),
            returns: "a tensor", example: "torch.tensordot(a, b, dims=1)",
            pytorch: "torch.tensordot(a, b, dims=1)"
        ) { _, x, y, dims in
            var (left, right): ([Int], [Int])
            if let n = try Operations.index(dims) {
                guard n >= 0, n <= min(x.rank, y.rank) else {
                    throw TensorError(
                        .runtime, "tensordot expects dims >= 0 and no more than the axes, but got dims=\(n)")
                }
                (left, right) = (Array((x.rank - n)..<x.rank), Array(0..<n))
            } else {
                let pair = try Operations.array(dims)
                guard pair.count == 2, let a = try Sizes.from(pair[0]), let b = try Sizes.from(pair[1]) else {
                    throw ScriptError(
                        "RuntimeError", "tensordot expects dims to be int or two lists of ints",
                        hint: "dims=([1], [0])")
                }
                (left, right) = (a.elements, b.elements)
            }
            guard left.count == right.count else {
                throw TensorError(
                    .runtime, "both dimension lists should have same length",
                    details: ["\(left) and \(right)"])
            }
            left = try left.map { try Shape.axis($0, rank: x.rank) }
            right = try right.map { try Shape.axis($0, rank: y.rank) }
            try Shape.checkDistinct(left)
            try Shape.checkDistinct(right)
            // A scalar answers to the axis 0, and has none.
            if x.rank == 0 || y.rank == 0 {
                (left, right) = (x.rank == 0 ? [] : left, y.rank == 0 ? [] : right)
            }
            guard left.count == right.count, left.map({ x.shape[$0] }) == right.map({ y.shape[$0] }) else {
                throw TensorError(
                    .runtime, "contracted dimensions need to match",
                    details: [
                        "\(Shape.description(x.shape)) over \(left), \(Shape.description(y.shape)) over "
                            + "\(right)"
                    ])
            }
            let freeX = (0..<x.rank).filter { !left.contains($0) },
                freeY = (0..<y.rank).filter { !right.contains($0) }
            let inner = left.reduce(1) { $0 * x.shape[$1] }
            let a = try x.permute(freeX + left).reshape([freeX.reduce(1) { $0 * x.shape[$1] }, inner])
            let b = try y.permute(right + freeY).reshape([inner, freeY.reduce(1) { $0 * y.shape[$1] }])
            return try a.matmul(b).reshape(freeX.map { x.shape[$0] } + freeY.map { y.shape[$0] })
        },
        Builtin(
            "cross", group: "torch", summary: "The vector at right angles to two others.", input, other, last,
            returns: "a tensor", example: "torch.cross(a, b, dim=-1)",
            pytorch: "torch.cross(a, b, dim=-1)", formula: "a × b"
        ) { _, x, y, axis in try x.cross(y, axis) },
        Builtin(
            "cdist", group: "torch", summary: "Distances of all rows of one from all of the other.",
            Parameter<Tensor>("x1", "rows [..., n, d]"), Parameter<Tensor>("x2", "rows [..., m, d]"),
            Parameter<Double>("p", "the power of the length", default: 2), returns: "a tensor [..., n, m]",
            example: "torch.cdist(x, y)", pytorch: "torch.cdist(x, y)"
        ) { _, x, y, p in
            try x.distances(to: y, p: p)
        },
    ]

    private static func sum(_ x: Tensor, _ product: Tensor, _ beta: Number, _ alpha: Number) throws -> Tensor
    {
        let left = beta == .int(1) ? x : try x * x.constant(beta),
            right = alpha == .int(1) ? product : try product * product.constant(alpha)
        return try left + right
    }
}
