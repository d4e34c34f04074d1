import Language
import Tensors

/// Numbers put to places of a tensor: `x.index_add(…)` gives a copy, `x.index_add_(…)` writes into x. Both
/// forms come from one declaration.
enum TensorWrites {
    /// Functions of `torch` and methods of tensors.
    package static let shared: [Builtin] =
        pairs.map(\.copy) + [
            Builtin(
                "take", group: "torch", summary: "Elements by their index in the flattened tensor.", input,
                index,
                returns: "a tensor", example: "x.take(i)", pytorch: "torch.take(x, i)"
            ) { _, x, places in try x.take(places) }
        ]

    /// Methods of tensors only.
    static let methods: [Builtin] =
        pairs.map(\.inPlace) + [
            Builtin(
                "masked_fill_", group: "torch", summary: "Fills with a number where the mask is True.",
                target,
                mask, value,
                returns: "the tensor itself", example: "x.masked_fill_(x < 0, 0)",
                pytorch: "x.masked_fill_(mask, value)"
            ) { _, x, mask, value in
                try x.tensor.update("masked_fill_") { try filled($0, mask, value) }
                return x
            }
        ]

    /// A copy with a number, or the number of a tensor without axes, where the mask is true.
    static func filled(_ x: Tensor, _ mask: Tensor, _ value: TensorOrNumber) throws -> Tensor {
        switch value {
        case .number(let number): return try x.maskedFill(mask, number)
        case .tensor(let tensor): return try x.maskedFill(mask, tensor)
        }
    }

    private typealias Pair = (copy: Builtin, inPlace: Builtin)

    private static let target: Parameter<TensorObject> = receiver("the tensor that changes")
    private static let index = Parameter<Tensor>("index", "positions, int64")
    private static let mask = Parameter<Tensor>("mask", "a bool tensor that broadcasts")
    private static let value = Parameter<TensorOrNumber>("value", "a number, or a tensor without axes")
    private static let source = Parameter<Tensor>("source", "the numbers to write")
    private static let src = Parameter<Tensor>(
        "src", "the numbers to write; those beyond the index are not read")
    private static let accumulate = Parameter<Bool>("accumulate", "adds and does not replace", default: false)

    private static let pairs: [Pair] = [
        pair(
            "index_add", "Adds slices at given indices of an axis", "(0, i, y)", "x[i[k]] += α·y[k]", dim,
            index,
            source,
            Parameter<Number>("alpha", "the factor", default: .int(1), .keywordOnly)
        ) { axis, index, source, alpha in .indexAdd(axis, index, source, alpha: alpha) },
        pair(
            "index_copy", "Copies slices to given indices of an axis", "(0, i, y)", "x[i[k]] = y[k]", dim,
            index,
            source
        ) {
            .indexCopy($0, $1, $2)
        },
        pair(
            "index_fill", "Fills given indices of an axis with a number", "(0, i, 7)", "x[i] = value", dim,
            index,
            value
        ) {
            try .indexFill($0, $1, tensor($2))
        },
        pair(
            "index_put", "Writes values to positions given by index tensors", "((i,), y)", "x[i] = y",
            Parameter<[Tensor]>("indices", "a tuple of index tensors"),
            Parameter<Tensor>("values", "the values; they broadcast"),
            accumulate
        ) { indices, values, accumulate in
            try .assign(indices.map(Tensor.Index.tensor), values, accumulate: accumulate, keepsType: true)
        },
        pair(
            "put", "Writes numbers to indices of the flattened tensor", "(i, y)", "x.flatten()[i] = y", index,
            source, accumulate
        ) {
            .put($0, $1, accumulate: $2)
        },
        pair(
            "masked_scatter", "Writes numbers where a mask is True, in order", "(mask, y)", "x[mask] = y[:n]",
            mask, source
        ) {
            .maskedScatter($0, $1)
        },
        pair(
            "scatter", "Writes elements to given indices along an axis", "(1, i, 1.0)",
            "x[i, index[i, j]] = src[i, j]", dim, index,
            Parameter<TensorOrNumber?>("src", "a tensor or number", default: nil),
            Parameter<Number?>("value", "one number instead of a tensor", default: nil, .keywordOnly),
            Parameter<String?>(
                "reduce", "'add' or 'multiply' instead of replacing", default: nil, .keywordOnly)
        ) { axis, index, source, value, reduce in
            let numbers: Write.Source
            switch (source, value) {
            case (.tensor(let tensor)?, nil): numbers = .tensor(tensor)
            case (.number(let number)?, nil), (nil, let number?): numbers = .number(number)
            default:
                throw ScriptError(
                    "TypeError", "scatter() wants one of 'src' and 'value'",
                    hint: "x.scatter(dim, index, src)")
            }
            if let reduce { return try .scatter(axis, index, numbers, reduce: reduce) }
            switch numbers {
            case .tensor(let tensor): return .scatter(axis, index, tensor)
            case .number(let number): return .scatter(axis, index, number)
            }
        },
        pair(
            "scatter_add", "Adds elements at given indices along an axis", "(0, i, y)",
            "x[index[i, j], j] += src[i, j]", dim, index, src
        ) {
            .scatterAdd($0, $1, $2)
        },
        pair(
            "scatter_reduce", "Reduces elements that go to the same index of an axis",
            "(0, i, y, reduce='sum')", "", dim, index, src,
            Parameter<String>("reduce", "'sum', 'prod', 'mean', 'amax' or 'amin'"),
            Parameter<Bool>(
                "include_self", "whether the elements that are there are included", default: true,
                .keywordOnly)
        ) { axis, index, source, how, includes in
            try .scatterReduce(axis, index, source, how, includeSelf: includes)
        },
    ]

    private static func tensor(_ value: TensorOrNumber) throws -> Tensor {
        switch value {
        case .tensor(let tensor): return tensor
        case .number(let number): return try .scalar(number)
        }
    }

    // MARK: Both forms of one declaration, for two to five parameters

    private static func pair<A: ScriptConvertible, B: ScriptConvertible>(
        _ name: String, _ summary: String, _ call: String, _ formula: String, _ a: Parameter<A>,
        _ b: Parameter<B>,
        _ write: @escaping (A, B) throws -> Write
    ) -> Pair {
        (
            Builtin(
                name, group: "torch", summary: "\(summary), in a copy.", input, a, b,
                returns: "a tensor of the same shape",
                example: "x.\(name)\(call)", pytorch: "x.\(name)\(call)", formula: formula
            ) { _, x, a, b in try x.written(write(a, b)) },
            Builtin(
                "\(name)_", group: "torch", summary: "\(summary).", target, a, b,
                returns: "the tensor itself",
                example: "x.\(name)_\(call)", pytorch: "x.\(name)_\(call)", formula: formula
            ) { _, x, a, b in
                try x.tensor.write(write(a, b))
                return x
            }
        )
    }

    private static func pair<A: ScriptConvertible, B: ScriptConvertible, C: ScriptConvertible>(
        _ name: String, _ summary: String, _ call: String, _ formula: String,
        _ a: Parameter<A>, _ b: Parameter<B>, _ c: Parameter<C>, _ write: @escaping (A, B, C) throws -> Write
    ) -> Pair {
        (
            Builtin(
                name, group: "torch", summary: "\(summary), in a copy.", input, a, b, c,
                returns: "a tensor of the same shape",
                example: "x.\(name)\(call)", pytorch: "x.\(name)\(call)", formula: formula
            ) { _, x, a, b, c in
                try x.written(write(a, b, c))
            },
            Builtin(
                "\(name)_", group: "torch", summary: "\(summary).", target, a, b, c,
                returns: "the tensor itself",
                example: "x.\(name)_\(call)", pytorch: "x.\(name)_\(call)", formula: formula
            ) { _, x, a, b, c in
                try x.tensor.write(write(a, b, c))
                return x
            }
        )
    }

    private static func pair<
        A: ScriptConvertible, B: ScriptConvertible, C: ScriptConvertible, D: ScriptConvertible
    >(
        _ name: String, _ summary: String, _ call: String, _ formula: String,
        _ a: Parameter<A>, _ b: Parameter<B>, _ c: Parameter<C>, _ d: Parameter<D>,
        _ write: @escaping (A, B, C, D) throws -> Write
    ) -> Pair {
        (
            Builtin(
                name, group: "torch", summary: "\(summary), in a copy.", input, a, b, c, d,
                returns: "a tensor of the same shape",
                example: "x.\(name)\(call)", pytorch: "x.\(name)\(call)", formula: formula
            ) { _, x, a, b, c, d in
                try x.written(write(a, b, c, d))
            },
            Builtin(
                "\(name)_", group: "torch", summary: "\(summary).", target, a, b, c, d,
                returns: "the tensor itself",
                example: "x.\(name)_\(call)", pytorch: "x.\(name)_\(call)", formula: formula
            ) { _, x, a, b, c, d in
                try x.tensor.write(write(a, b, c, d))
                return x
            }
        )
    }

    private static func pair<
        A: ScriptConvertible, B: ScriptConvertible, C: ScriptConvertible, D: ScriptConvertible,
        E: ScriptConvertible
    >(
        _ name: String, _ summary: String, _ call: String, _ formula: String,
        _ a: Parameter<A>, _ b: Parameter<B>, _ c: Parameter<C>, _ d: Parameter<D>, _ e: Parameter<E>,
        _ write: @escaping (A, B, C, D, E) throws -> Write
    ) -> Pair {
        (
            Builtin(
                name, group: "torch", summary: "\(summary), in a copy.", input, a, b, c, d, e,
                returns: "a tensor of the same shape",
                example: "x.\(name)\(call)", pytorch: "x.\(name)\(call)", formula: formula
            ) { _, x, a, b, c, d, e in
                try x.written(write(a, b, c, d, e))
            },
            Builtin(
                "\(name)_", group: "torch", summary: "\(summary).", target, a, b, c, d, e,
                returns: "the tensor itself",
                example: "x.\(name)_\(call)", pytorch: "x.\(name)_\(call)", formula: formula
            ) { _, x, a, b, c, d, e in
                try x.tensor.write(write(a, b, c, d, e))
                return x
            }
        )
    }
}
