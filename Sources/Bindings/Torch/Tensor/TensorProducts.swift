import Language
import Tensors

/// Products of matrices, and what runs along rows.
enum TensorProducts {
    private static let axis = Parameter<Int>("dim", "the axis along which the elements add up to 1")
    private static let asType = Parameter<DType?>(
        "dtype", "the type to compute in", default: nil, .keywordOnly)

    /// A product that takes tensors of certain ranks only.
    private static func product(
        _ name: String, _ summary: String, _ shapes: String, ranks: (Int, Int), second: String,
        _ refusal: String
    ) -> Builtin {
        Builtin(
            name, group: "torch", summary: summary, input, Parameter<Tensor>(second, "the second factor"),
            returns: "a tensor",
            example: "torch.\(name)(a, b)", pytorch: "torch.\(name)(a, b)", formula: shapes
        ) { _, x, y in
            guard x.rank == ranks.0, y.rank == ranks.1 else {
                throw TensorError(
                    .runtime, refusal,
                    details: ["\(Shape.description(x.shape)) and \(Shape.description(y.shape))"],
                    hint: "torch.matmul or @")
            }
            return try x.matmul(y)
        }
    }

    package static let shared: [Builtin] = [
        Builtin(
            "matmul", group: "torch",
            summary: "The product of matrices, of batches of them, or with vectors.", input,
            Parameter<Tensor>("other", "the second factor"), returns: "a tensor",
            example: "torch.matmul(a, b)", pytorch: "a @ b",
            formula: "[..., m, k]·[..., k, n] → [..., m, n]"
        ) { _, x, y in try x.matmul(y) },
        product(
            "mm", "The product of two matrices.", "[m, k]·[k, n] → [m, n]", ranks: (2, 2), second: "mat2",
            "mm wants two matrices"),
        product(
            "bmm", "The products of two batches of matrices.", "[b, m, k]·[b, k, n] → [b, m, n]",
            ranks: (3, 3), second: "mat2",
            "batch1 and batch2 must be 3D tensors"),
        product(
            "mv", "A matrix times a vector.", "[m, k]·[k] → [m]", ranks: (2, 1), second: "vec",
            "mv wants a matrix and a vector"),
        product(
            "dot", "The sum of products of two vectors.", "[k]·[k] → []", ranks: (1, 1), second: "tensor",
            "1D tensors expected"),
        Builtin(
            "outer", group: "torch",
            summary: "Every product of an element of one vector with one of another.", input,
            Parameter<Tensor>("vec2", "a vector"), returns: "a matrix", example: "torch.outer(a, b)",
            pytorch: "torch.outer(a, b)",
            formula: "y[i, j] = a[i]·b[j]"
        ) { _, x, y in
            guard x.rank == 1, y.rank == 1 else {
                throw TensorError(.runtime, "outer: Expected 1-D arguments")
            }
            return try x.unsqueeze(1) * y.unsqueeze(0)
        },
        Builtin(
            "softmax", group: "torch", summary: "Exponentials that add up to 1 along an axis.", input, axis,
            asType,
            returns: "a tensor of the same shape", example: "torch.softmax(x, dim=-1)",
            pytorch: "torch.softmax(x, dim=-1)",
            formula: "eˣ / Σ eˣ"
        ) { _, x, axis, type in try (type.map { try x.to($0) } ?? x).softmax(axis) },
        Builtin(
            "log_softmax", group: "torch", summary: "The logarithm of softmax, without overflow.", input,
            axis, asType,
            returns: "a tensor of the same shape", example: "torch.log_softmax(x, dim=-1)",
            pytorch: "torch.log_softmax(x, dim=-1)",
            formula: "x − ln Σ eˣ"
        ) { _, x, axis, type in try (type.map { try x.to($0) } ?? x).logSoftmax(axis) },
    ]
}
