import Language
import Tensors

/// Order, counts, and elements at their places.
extension TensorRare {
    private static let right = Parameter<Bool>(
        "right", "behind equal elements and not before them", default: false, .keywordOnly)

    static let order: [Builtin] = [
        unary("msort", "Rows in order along the first axis.") { try $0.sort(0).values },
        Builtin(
            "searchsorted", group: "torch", summary: "Where values would be put into sorted rows.",
            Parameter<Tensor>("sorted_sequence", "sorted rows"), Parameter<Operand>("input", "the values"),
            right,
            returns: "an int64 tensor", example: "torch.searchsorted(x, y)",
            pytorch: "torch.searchsorted(x, y)"
        ) { _, sorted, values, right in
            try sorted.searchSorted(values.tensor(beside: sorted), right: right)
        },
        Builtin(
            "bucketize", group: "torch", summary: "In which of several intervals elements lie.", input,
            Parameter<Tensor>("boundaries", "where intervals end, ascending"), right,
            returns: "an int64 tensor", example: "torch.bucketize(x, bounds)",
            pytorch: "torch.bucketize(x, bounds)"
        ) { _, x, bounds, right in try bounds.searchSorted(x, right: right) },
        Builtin(
            "unique_consecutive", group: "torch", summary: "Runs of equal elements as one each.", input,
            Parameter<Bool>("return_inverse", "also where each element went", default: false),
            Parameter<Bool>("return_counts", "also how long each run is", default: false),
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
            Parameter<Operand>("elements", "a tensor or number"),
            Parameter<Operand>("test_elements", "the others"), returns: "a bool tensor",
            example: "torch.isin(x, y)", pytorch: "torch.isin(x, y)"
        ) { _, x, others in
            let partner: Tensor
            switch (x, others) {
            case (.tensor(let x), _): partner = x
            case (_, .tensor(let others)): partner = others
            case (.number(let number), .number):
                throw ScriptError(
                    "TypeError", "isin() wants a Tensor for one of its arguments, not two numbers",
                    hint: "torch.tensor(\(number.scriptValue))")
            }
            func tensor(_ operand: Operand) throws -> Tensor {
                guard case .number(.bool(let flag)) = operand else {
                    return try operand.tensor(beside: partner)
                }
                return try .scalar(.bool(flag))
            }
            return try tensor(x).isIn(tensor(others))
        },
        Builtin(
            "histc", group: "torch", summary: "How many elements fall into each of equal parts.", input,
            Parameter<Int>("bins", "how many parts", default: 100),
            Parameter<Double>("min", "the lower end", default: 0),
            Parameter<Double>("max", "the upper end; that of the data where both are 0", default: 0),
            returns: "a tensor [bins]",
            example: "torch.histc(x, bins=4)", pytorch: "torch.histc(x, bins=4)"
        ) { _, x, bins, low, high in
            guard x.dtype.isFloatingPoint else {
                throw TensorError(
                    .notImplemented, "\"histogram_cpu\" not implemented for '\(x.dtype)'", hint: "x.float()")
            }
            return try Tensor(x.histogram(bins: bins, low: low, high: high).counts).to(x.dtype)
        },
        Builtin(
            "histogram", group: "torch",
            summary: "How many elements fall into each of equal parts, and where these end.", input,
            Parameter<Int>("bins", "how many parts"),
            Parameter<[Double]>(
                "range", "the ends; those of the data where left out", default: [0, 0], .keywordOnly),
            Parameter<Bool>("density", "whether the area is 1", default: false, .keywordOnly),
            returns: "hist and bin_edges", example: "torch.histogram(x, 4)", pytorch: "torch.histogram(x, 4)"
        ) { _, x, bins, range, density in
            guard range.count == 2 else {
                throw ScriptError(
                    "RuntimeError", "torch.histogram(): range wants two numbers, got \(range.count)")
            }
            let (counts, edges) = try x.histogram(bins: bins, low: range[0], high: range[1], around: 0.5)
            let scale = density ? 1 / (counts.reduce(0, +) * (edges[1] - edges[0])) : 1
            let parts = try [("hist", counts.map { $0 * scale }), ("bin_edges", edges)].map {
                ($0, try Tensor($1).to(x.dtype).withoutDerivative("histogram", [x]))
            }
            return ReturnTypes.value("histogram", parts)
        },
        Builtin(
            "take_along_dim", group: "torch",
            summary: "Elements at given places along an axis, shapes broadcast.", input,
            Parameter<Tensor>("indices", "int64 places"),
            Parameter<Int?>("dim", "the axis; flattened where left out", default: nil), returns: "a tensor",
            example: "torch.take_along_dim(x, i, dim=1)", pytorch: "torch.take_along_dim(x, i, dim=1)"
        ) { _, x, places, axis in
            guard let axis else { return try x.flatten().gather(0, places.flatten()) }
            let at = try Shape.axis(axis, rank: x.rank)
            guard places.rank == x.rank else {
                throw TensorError(
                    .shape, "take_along_dim wants indices with as many axes as the input",
                    details: [
                        "input \(Shape.description(x.shape))     indices \(Shape.description(places.shape))"
                    ])
            }
            var (own, other) = (x.shape, places.shape)
            (own[at], other[at]) = (1, 1)
            let common = try Shape.broadcast(own, other, for: "take_along_dim")
            func stretched(_ t: Tensor) throws -> Tensor {
                var sizes = common
                sizes[at] = t.shape[at]
                return try t.expand(sizes)
            }
            return try stretched(x).gather(at, stretched(places))
        },
        unary("argwhere", "The positions of elements that are not 0.") { try $0.nonzero() },
        Builtin(
            "bernoulli", group: "torch", summary: "1 with the probability of each element, else 0.", input,
            Parameter<GeneratorObject?>(
                "generator", "where the random numbers come from", default: nil, .keywordOnly),
            returns: "a tensor of the same shape", example: "torch.bernoulli(torch.full((3,), 0.5))",
            pytorch: "torch.bernoulli(p)"
        ) { _, p, generator in
            try Tensor.bernoulli(p, generator?.generator ?? .standard)
        },
    ]
}
