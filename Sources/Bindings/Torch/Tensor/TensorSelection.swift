import Language
import Tensors

/// Commands that choose, order and mask elements.
enum TensorSelection {
    private static let index = Parameter<Tensor>("index", "positions, int64")
    private static let mask = Parameter<Tensor>("mask", "a bool tensor that broadcasts")
    private static let diagonal = Parameter<Int>("diagonal", "which diagonal is the border", default: 0)
    private static let descending = Parameter<Bool>("descending", "largest first", default: false)
    private static let stable = Parameter<Bool>(
        "stable", "equal elements keep their order: always so here", default: false, .keywordOnly)
    private static let last = Parameter<Int>("dim", "the axis", default: -1)

    private static func pair(_ name: String, _ result: (values: Tensor, indices: Tensor)) -> Value {
        ReturnTypes.value(name, [("values", result.values), ("indices", result.indices)])
    }

    package static let shared: [Builtin] = [
        Builtin(
            "tril", group: "torch", summary: "The lower triangle; 0 above the diagonal.", input, diagonal,
            returns: "a tensor",
            example: "torch.tril(torch.ones(3, 3))", pytorch: "torch.tril(x)"
        ) { _, x, k in try x.tril(k) },
        Builtin(
            "triu", group: "torch", summary: "The upper triangle; 0 below the diagonal.", input, diagonal,
            returns: "a tensor",
            example: "torch.triu(torch.ones(3, 3), 1)", pytorch: "torch.triu(x)"
        ) { _, x, k in try x.triu(k) },
        Builtin(
            "sort", group: "torch", summary: "Elements in order, with the places they came from.", input,
            last, descending, stable,
            returns: "values and indices", example: "x.sort()", pytorch: "torch.sort(x)"
        ) { _, x, axis, down, _ in
            pair("sort", try x.sort(axis, descending: down))
        },
        Builtin(
            "argsort", group: "torch", summary: "The places of elements in order.", input, last, descending,
            stable,
            returns: "an int64 tensor", example: "x.argsort()", pytorch: "torch.argsort(x)"
        ) { _, x, axis, down, _ in
            try x.sort(axis, descending: down).indices
        },
        Builtin(
            "topk", group: "torch", summary: "The k largest elements along an axis, with their places.",
            input,
            Parameter<Int>("k", "how many"), last,
            Parameter<Bool>("largest", "or the smallest", default: true),
            Parameter<Bool>("sorted", "in order", default: true),
            returns: "values and indices", example: "torch.topk(probs, 5)", pytorch: "torch.topk(x, 5)"
        ) { _, x, k, axis, largest, sorted in
            guard x.dtype != .bool else {
                throw ScriptError(
                    "NotImplementedError", "topk does not support bool dtypes on CPU", hint: "x.long()")
            }
            return pair("topk", try x.topk(k, axis, largest: largest, sorted: sorted))
        },
        Builtin(
            "unique", group: "torch", summary: "The different elements, in order.", input,
            Parameter<Bool>("sorted", "in order: always so here", default: true),
            Parameter<Bool>("return_inverse", "also where each element went", default: false),
            Parameter<Bool>("return_counts", "also how often each occurs", default: false),
            Parameter<Int?>(
                "dim", "the axis whose slices are compared; single elements where left out", default: nil),
            returns: "a tensor, or a tuple", example: "x.unique(return_counts=True)",
            pytorch: "torch.unique(x)"
        ) { _, x, _, inverse, counts, axis -> Value in
            let found = try axis.map { try x.unique(along: $0) } ?? x.unique()
            if !inverse && !counts { return found.values.scriptValue }
            return .tuple(
                [found.values.scriptValue] + (inverse ? [found.inverse.scriptValue] : [])
                    + (counts ? [found.counts.scriptValue] : []))
        },
        Builtin(
            "bincount", group: "torch", summary: "How often each of 0, 1, 2, … occurs.", input,
            Parameter<Tensor?>("weights", "what each occurrence counts", default: nil),
            Parameter<Int>("minlength", "the least length of the result", default: 0),
            returns: "an int64 tensor, or sums of weights", example: "torch.bincount(x, minlength=10)",
            pytorch: "torch.bincount(x)"
        ) { _, x, weights, least in
            try weights.map { try x.binCount(weights: $0, minimumLength: least) }
                ?? x.binCount(minimumLength: least)
        },
        Builtin(
            "masked_fill", group: "torch", summary: "A copy with a number where the mask is true.", input,
            mask,
            Parameter<Operand>("value", "a number, or a tensor without axes"), returns: "a tensor",
            example: "x.masked_fill(mask == 0, float('-inf'))", pytorch: "x.masked_fill(mask, value)"
        ) { _, x, mask, value in try TensorWrites.filled(x, mask, value) },
        Builtin(
            "masked_select", group: "torch", summary: "The elements where the mask is true, in one row.",
            input, mask,
            returns: "a tensor [n]", example: "x.masked_select(x > 0)",
            pytorch: "torch.masked_select(x, mask)"
        ) { _, x, mask in
            try x.maskedSelect(mask)
        },
        Builtin(
            "gather", group: "torch", summary: "The elements at given places along an axis.", input, dim,
            index, returns: "a tensor",
            example: "x.gather(1, y.unsqueeze(1))", pytorch: "torch.gather(x, 1, index)",
            formula: "y[i, j] = x[i, index[i, j]]"
        ) { _, x, axis, places in try x.gather(axis, places) },
        Builtin(
            "index_select", group: "torch", summary: "Chosen positions of one axis.", input, dim, index,
            returns: "a tensor",
            example: "x.index_select(0, i)", pytorch: "torch.index_select(x, 0, i)"
        ) { _, x, axis, places in
            try x.indexSelect(axis, places)
        },
        Builtin(
            "nonzero", group: "torch", summary: "The positions of elements that are not 0.", input,
            Parameter<Bool>("as_tuple", "one tensor for each axis", default: false, .keywordOnly),
            returns: "an int64 tensor [n, rank]",
            example: "torch.nonzero(x)", pytorch: "torch.nonzero(x)"
        ) { _, x, apart -> Value in
            apart ? .tuple(try x.nonzeroColumns().map(\.scriptValue)) : try x.nonzero().scriptValue
        },
        Builtin(
            "multinomial", group: "torch",
            summary: "Draws places with probability proportional to the elements.", input,
            Parameter<Int>("num_samples", "how many draws"),
            Parameter<Bool>("replacement", "a place may be drawn again", default: false),
            Parameter<GeneratorObject?>(
                "generator", "where the random numbers come from", default: nil, .keywordOnly),
            returns: "an int64 tensor", example: "torch.multinomial(probs, num_samples=1)",
            pytorch: "torch.multinomial(probs, 1)"
        ) { _, x, count, again, generator in
            try x.multinomial(count, replacement: again, generator?.generator ?? .standard)
        },
        Builtin(
            "diagonal", group: "torch", summary: "The diagonal of a matrix.", input,
            Parameter<Int>("offset", "which diagonal", default: 0), returns: "a tensor",
            example: "x.diagonal()",
            pytorch: "torch.diagonal(x)"
        ) { _, x, offset in try x.diagonal(offset) },
        Builtin(
            "diag", group: "torch", summary: "The diagonal of a matrix, or a matrix with a diagonal.", input,
            diagonal, returns: "a tensor", example: "torch.diag(x)", pytorch: "torch.diag(x)"
        ) { _, x, offset in
            x.rank == 1 ? try x.diagonalMatrix(offset) : try x.diagonal(offset)
        },
        Builtin(
            "trace", group: "torch", summary: "The sum of the diagonal.", input, returns: "a tensor",
            example: "torch.trace(x)",
            pytorch: "torch.trace(x)"
        ) { _, x in
            guard x.rank == 2 else {
                throw ScriptError(
                    "RuntimeError", "trace: expected a matrix", details: ["got \(Shape.description(x.shape))"]
                )
            }
            return try x.diagonal(0).sum()
        },
    ]

    static let methods: [Builtin] = [
        Builtin(
            "where", group: "torch", summary: "Its elements where a condition holds, others elsewhere.",
            input,
            Parameter<Tensor>("condition", "a bool tensor"),
            Parameter<Operand>("other", "a tensor or number"), returns: "a tensor",
            example: "x.where(x > 0, 0)", pytorch: "x.where(x > 0, 0)"
        ) { _, x, condition, other in
            try Tensor.select(condition, x, other.tensor(fitting: x))
        }
    ]
}
