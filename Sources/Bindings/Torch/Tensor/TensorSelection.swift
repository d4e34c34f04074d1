import Language
import Tensors

/// Commands that choose, order and mask elements.
enum TensorSelection {
    private static let index = Parameter<Tensor>("index", "positions, int64")
    private static let mask = Parameter<Tensor>("mask", "a bool tensor that broadcasts")
    private static let descending = Parameter<Bool>("descending", "largest first", default: false)
    private static let stable = Parameter<Bool>(
        "stable", "equal elements keep their order: always so here", default: false, .keywordOnly)
    private static let last = Parameter<Int>("dim", "the axis", default: -1)

    private static func pair(_ name: String, _ result: (values: Tensor, indices: Tensor)) -> Value {
        ReturnTypes.value(name, [("values", result.values), ("indices", result.indices)])
    }

    static let shared: [Builtin] = chosen + intervals

    private static let chosen: [Builtin] = [
        Builtin(
            "sort", group: "torch", summary: "Sorted elements, with their indices.", input,
            last, descending, stable,
            returns: "values and indices", example: "x.sort()", pytorch: "torch.sort(x)"
        ) { _, x, axis, down, _ in
            pair("sort", try x.sort(axis, descending: down))
        },
        Builtin(
            "argsort", group: "torch", summary: "The indices that sort the elements.", input, last,
            descending,
            stable,
            returns: "an int64 tensor", example: "x.argsort()", pytorch: "torch.argsort(x)"
        ) { _, x, axis, down, _ in
            try x.sort(axis, descending: down).indices
        },
        Builtin(
            "topk", group: "torch", summary: "The k largest elements along an axis, with their indices.",
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
            "unique", group: "torch", summary: "The distinct elements, sorted.", input,
            Parameter<Bool>("sorted", "in order: always so here", default: true),
            Parameter<Bool>("return_inverse", "also the indices that rebuild the input", default: false),
            Parameter<Bool>("return_counts", "also the counts", default: false),
            Parameter<Int?>(
                "dim", "the axis whose slices are compared; single elements if left out", default: nil),
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
            "bincount", group: "torch", summary: "Counts how often each of 0, 1, 2, … occurs.", input,
            Parameter<Tensor?>("weights", "the weight of each occurrence", default: nil),
            Parameter<Int>("minlength", "the least length of the result", default: 0),
            returns: "an int64 tensor, or sums of weights", example: "torch.bincount(x, minlength=10)",
            pytorch: "torch.bincount(x)"
        ) { _, x, weights, least in
            try weights.map { try x.binCount(weights: $0, minimumLength: least) }
                ?? x.binCount(minimumLength: least)
        },
        Builtin(
            "masked_fill", group: "torch", summary: "A copy with a number where the mask is True.", input,
            mask,
            Parameter<TensorOrNumber>("value", "a number, or a tensor without axes"), returns: "a tensor",
            example: "x.masked_fill(mask == 0, float('-inf'))", pytorch: "x.masked_fill(mask, value)"
        ) { _, x, mask, value in try TensorWrites.filled(x, mask, value) }.costing(Costs.elementwise),
        Builtin(
            "masked_select", group: "torch", summary: "The elements where the mask is True, as a vector.",
            input, mask,
            returns: "a tensor [n]", example: "x.masked_select(x > 0)",
            pytorch: "torch.masked_select(x, mask)"
        ) { _, x, mask in
            try x.maskedSelect(mask)
        },
        Builtin(
            "gather", group: "torch", summary: "The elements at given indices along an axis.", input, dim,
            index, returns: "a tensor",
            example: "x.gather(1, y.unsqueeze(1))", pytorch: "torch.gather(x, 1, index)",
            formula: "y[i, j] = x[i, index[i, j]]"
        ) { _, x, axis, places in try x.gather(axis, places) },
        Builtin(
            "index_select", group: "torch", summary: "Selects indices along an axis.", input, dim, index,
            returns: "a tensor",
            example: "x.index_select(0, i)", pytorch: "torch.index_select(x, 0, i)"
        ) { _, x, axis, places in
            try x.indexSelect(axis, places)
        },
        Builtin(
            "nonzero", group: "torch", summary: "The indices of elements that are not 0, one row each.",
            input,
            Parameter<Bool>("as_tuple", "one tensor for each axis", default: false, .keywordOnly),
            returns: "an int64 tensor [n, rank]",
            example: "torch.nonzero(x)", pytorch: "torch.nonzero(x)"
        ) { _, x, apart -> Value in
            apart ? .tuple(try x.nonzeroColumns().map(\.scriptValue)) : try x.nonzero().scriptValue
        },
        Builtin(
            "multinomial", group: "torch",
            summary: "Draws indices with probabilities proportional to the elements.", input,
            Parameter<Int>("num_samples", "how many draws"),
            Parameter<Bool>("replacement", "whether an index may be drawn again", default: false),
            Parameter<GeneratorObject?>(
                "generator", "where the random numbers come from", default: nil, .keywordOnly),
            returns: "an int64 tensor", example: "torch.multinomial(probs, num_samples=1)",
            pytorch: "torch.multinomial(probs, 1)"
        ) { _, x, count, again, generator in
            try x.multinomial(count, replacement: again, generator?.generator ?? .standard)
        },
    ]

    // MARK: Sets, runs and intervals

    private static let right = Parameter<Bool>(
        "right", "after equal elements rather than before them", default: false, .keywordOnly)
    private static let narrow = Parameter<Bool>(
        "out_int32", "int32 in place of int64", default: false, .keywordOnly)

    private static let intervals: [Builtin] = [
        Builtin(
            "msort", group: "torch", summary: "Sorts along the first axis.", input,
            returns: "a tensor of the same shape", example: "torch.msort(x)", pytorch: "torch.msort(x)"
        ) { _, x in try x.sort(0).values },
        Builtin(
            "argwhere", group: "torch", summary: "The indices of elements that are not 0, one row each.",
            input,
            returns: "an int64 tensor [n, rank]", example: "torch.argwhere(x)", pytorch: "torch.argwhere(x)"
        ) { _, x in try x.nonzero() },
        Builtin(
            "searchsorted", group: "torch", summary: "The indices at which values go into sorted rows.",
            Parameter<Tensor>("sorted_sequence", "sorted rows"),
            Parameter<TensorOrNumber>("input", "the values"), narrow, right,
            Parameter<String?>("side", "'left' or 'right', the same as `right`", default: nil, .keywordOnly),
            Parameter<Tensor?>("sorter", "the indices that sort the rows", default: nil, .keywordOnly),
            returns: "an int64 tensor", example: "torch.searchsorted(x, y)",
            pytorch: "torch.searchsorted(x, y)"
        ) { _, sorted, values, narrow, right, side, sorter in
            guard side == nil || side == "left" || side == "right" else {
                throw ScriptError(
                    "RuntimeError",
                    "torch.searchsorted(): side can only be 'left' or 'right' but got \(side ?? "")")
            }
            guard !right || side != "left" else {
                throw ScriptError(
                    "RuntimeError",
                    "torch.searchsorted(): side and right can't be set to opposites, got side of left while "
                        + "right was True")
            }
            let rows = try sorter.map { try sorted.gather(-1, $0) } ?? sorted
            let places = try rows.searchSorted(
                values.tensor(beside: sorted), right: right || side == "right")
            return narrow ? try places.to(.int32) : places
        },
        Builtin(
            "bucketize", group: "torch", summary: "The index of the interval that each element lies in.",
            input,
            Parameter<Tensor>("boundaries", "where intervals end, ascending"), narrow, right,
            returns: "an int64 tensor", example: "torch.bucketize(x, bounds)",
            pytorch: "torch.bucketize(x, bounds)"
        ) { _, x, bounds, narrow, right in
            let places = try bounds.searchSorted(x, right: right)
            return narrow ? try places.to(.int32) : places
        },
        Builtin(
            "unique_consecutive", group: "torch", summary: "Removes repeated neighbours.", input,
            Parameter<Bool>("return_inverse", "also the indices that rebuild the input", default: false),
            Parameter<Bool>("return_counts", "also the length of each run", default: false),
            returns: "a tensor, or a tuple", example: "torch.unique_consecutive(x)",
            pytorch: "torch.unique_consecutive(x)"
        ) { _, x, inverse, counts -> Value in
            let found = try x.uniqueConsecutive()
            if !inverse && !counts { return found.values.scriptValue }
            return .tuple(
                [found.values.scriptValue] + (inverse ? [found.inverse.scriptValue] : [])
                    + (counts ? [found.counts.scriptValue] : []))
        },
        Builtin(
            "isin", group: "torch", summary: "Where elements are among others.",
            Parameter<TensorOrNumber>("elements", "a tensor or number"),
            Parameter<TensorOrNumber>("test_elements", "the others"),
            Parameter<Bool>("invert", "where they are not", default: false, .keywordOnly),
            returns: "a bool tensor",
            example: "torch.isin(x, y)", pytorch: "torch.isin(x, y)"
        ) { _, x, others, isInverted in
            let partner: Tensor
            switch (x, others) {
            case (.tensor(let x), _): partner = x
            case (_, .tensor(let others)): partner = others
            case (.number(let number), .number):
                throw ScriptError(
                    "TypeError", "isin() wants a Tensor for one of its arguments, not two numbers",
                    hint: "torch.tensor(\(number.scriptValue))")
            }
            func tensor(_ operand: TensorOrNumber) throws -> Tensor {
                guard case .number(.bool(let flag)) = operand else {
                    return try operand.tensor(beside: partner)
                }
                return try .scalar(.bool(flag))
            }
            let found = try tensor(x).isIn(tensor(others))
            return isInverted ? try found.logicalNot() : found
        }.alsoTaking(["element": "elements", "test_element": "test_elements"]),
        Builtin(
            "histc", group: "torch", summary: "Counts elements in equal bins.", input,
            Parameter<Int>("bins", "how many parts", default: 100),
            Parameter<Double>("min", "the lower end", default: 0),
            Parameter<Double>("max", "the upper end; that of the data where both are 0", default: 0),
            returns: "a tensor [bins]",
            example: "torch.histc(x, bins=4)", pytorch: "torch.histc(x, bins=4)"
        ) { _, x, bins, low, high in try x.histc(bins: bins, low: low, high: high) },
        Builtin(
            "histogram", group: "torch",
            summary: "Counts elements in equal bins; gives the counts and the edges.", input,
            Parameter<Int>("bins", "how many parts"),
            Parameter<[Double]?>(
                "range", "the ends; those of the data if left out", default: nil, .keywordOnly),
            Parameter<Bool>("density", "whether to normalise to an area of 1", default: false, .keywordOnly),
            returns: "hist and bin_edges", example: "torch.histogram(x, 4)", pytorch: "torch.histogram(x, 4)"
        ) { _, x, bins, ends, density in
            let range = ends ?? [0, 0]
            guard range.count == 2 else {
                throw ScriptError(
                    "RuntimeError", "torch.histogram(): range wants two numbers, got \(range.count)")
            }
            let (counts, edges) = try x.histogram(
                bins: bins, low: range[0], high: range[1], density: density)
            return ReturnTypes.value("histogram", [("hist", counts), ("bin_edges", edges)])
        },
        Builtin(
            "take_along_dim", group: "torch",
            summary: "Elements at given indices along an axis; shapes broadcast.", input,
            Parameter<Tensor>("indices", "int64 indices"),
            Parameter<Int?>("dim", "the axis; flattened if left out", default: nil), returns: "a tensor",
            example: "torch.take_along_dim(x, i, dim=1)", pytorch: "torch.take_along_dim(x, i, dim=1)"
        ) { _, x, places, axis in try x.takeAlong(places, axis) },
        Builtin(
            "bernoulli", group: "torch",
            summary: "Bernoulli draws: 1 with the probability of each element, else 0.", input,
            Parameter<GeneratorObject?>(
                "generator", "where the random numbers come from", default: nil, .keywordOnly),
            returns: "a tensor of the same shape", example: "torch.bernoulli(torch.full((3,), 0.5))",
            pytorch: "torch.bernoulli(p)"
        ) { _, p, generator in
            try Tensor.bernoulli(p, generator?.generator ?? .standard)
        },
    ]

    static let methods: [Builtin] = [
        Builtin(
            "where", group: "torch", summary: "Its elements where a condition holds, others elsewhere.",
            input,
            Parameter<Tensor>("condition", "a bool tensor"),
            Parameter<TensorOrNumber>("other", "a tensor or number"), returns: "a tensor",
            example: "x.where(x > 0, 0)", pytorch: "x.where(x > 0, 0)"
        ) { _, x, condition, other in
            try Tensor.select(condition, x, other.tensor(fitting: x))
        }.costing(Costs.elementwise)
    ]
}
