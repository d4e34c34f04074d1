import Language
import Tensors

// The operations that make one number of many, and those that run along an axis.

extension Operation {
    static let reductions: [Operation] =
        sums + extremes + spreads + counts + orders + running

    private static let axis = Parameter<Int?>("dim", "the axis; all if left out", default: nil)
    private static let last = Parameter<Int>("dim", "the axis", default: -1)
    private static let asType = Parameter<DType?>(
        "dtype", "the type to compute in", default: nil, .keywordOnly)
    private static let unbiased = Parameter<Bool>("unbiased", "divides by n − 1 and not n", default: true)
    private static let correction = Parameter<Int?>(
        "correction", "what is subtracted from the number of elements", default: nil, .keywordOnly)

    private static let sums: [Operation] = [
        reduction(
            "sum", "The sum of elements.", "Σ x", takesType: true,
            arrays: [ArrayReduction(name: "sum", isMethod: true, hasType: true)]
        ) { try $0.sum($1, keepDim: $2) },
        reduction(
            "mean", "The mean of the elements.", "Σ x / n", example: "x.NAME(dim=-1, keepdim=True)",
            takesType: true,
            arrays: [
                ArrayReduction(
                    name: "mean", isMethod: true,
                    own: { try NumPy.floats($0).mean($1, keepDim: $2) }, hasType: true)
            ]
        ) { try $0.mean($1, keepDim: $2) },
        reduction(
            "nansum", "The sum of the elements that are not NaN.", example: "x.NAME()", takesType: true,
            arrays: [NumPyReductions.overNumbers("nansum") { try $0.nanSum($1) }]
        ) { try $0.nanSum($1, keepDim: $2) },
        reduction(
            "nanmean", "The mean of the elements that are not NaN.", example: "x.NAME()", takesType: true,
            arrays: [NumPyReductions.overNumbers("nanmean") { try $0.nanMean($1) }]
        ) { try $0.nanMean($1, keepDim: $2) },
        Operation(
            Header(
                names: ["prod"], summary: "The product of elements.", formula: "Π x", example: "x.NAME()",
                pytorch: "torch.NAME(x)", cost: Costs.reduction(), place: SourcePlace(#fileID, #line)),
            axis, keepdim, asType
        ) { x, axis, keep, type in
            let source = try type.map { try x.to($0) } ?? x
            return try axis.map { try source.product($0, keepDim: keep) } ?? source.product()
        }.withArrays(ArrayReduction(name: "prod", isMethod: true, hasType: true), NumPyReductions.product),
        Operation(
            Header(
                names: ["logsumexp"], summary: "The logarithm of the sum of exponentials, without overflow.",
                formula: "ln Σ eˣ", example: "torch.NAME(x, dim=-1)", cost: Costs.reduction(),
                place: SourcePlace(#fileID, #line)),
            dim, keepdim
        ) { try $0.logSumExp($1, keepDim: $2) },
        Operation(
            Builtin(
                "norm", group: "torch", summary: "The norm of all elements, or along axes.", input,
                Parameter<Value>("p", "the order of the norm", default: .string("fro")), dims, keepdim,
                Parameter<DType?>("dtype", "the type to compute in", default: nil),
                returns: "a tensor", example: "x.norm()", pytorch: "torch.norm(x)",
                formula: "(Σ |x|ᵖ)^(1/p)"
            ) { _, x, p, axes, keep, type in
                let x = try type.map { try x.to($0) } ?? x
                if p.text == "fro" { return try x.norm(2, axes?.reduced, keepDim: keep) }
                guard let power = try Number.from(p)?.double else {
                    throw ScriptError(
                        p.text == nil ? "TypeError" : "RuntimeError",
                        "norm() wants a number for 'p', not \(p.typeName)")
                }
                return try x.norm(power, axes?.reduced, keepDim: keep)
            }),
        Operation(
            Header(
                names: ["dist"], summary: "The norm of the difference of two tensors.",
                formula: "‖x − y‖ₚ", example: "torch.NAME(x, y)", place: SourcePlace(#fileID, #line)),
            Parameter<Tensor>("other", "a tensor"),
            Parameter<Double>("p", "the order of the norm", default: 2)
        ) { try ($0 - $1).norm($2) },
    ]

    private static let extremes: [Operation] = [
        withPlace("max", "The largest element, or the largest along an axis with its index.", largest: true),
        withPlace(
            "min", "The smallest element, or the smallest along an axis with its index.", largest: false),
        reduction(
            "amax", "The largest element over axes.",
            arrays: [
                ArrayReduction(name: "max", isMethod: true, own: NumPyReductions.largest),
                ArrayReduction(name: "amax", own: NumPyReductions.largest),
                NumPyReductions.overNumbers("nanmax") {
                    try NumPyReductions.checkNotEmpty($0, $1, "maximum")
                    return try $0.nanMax($1)
                },
            ]
        ) { try $0.amax($1, keepDim: $2) },
        reduction(
            "amin", "The smallest element over axes.",
            arrays: [
                ArrayReduction(name: "min", isMethod: true, own: NumPyReductions.smallest),
                ArrayReduction(name: "amin", own: NumPyReductions.smallest),
                NumPyReductions.overNumbers("nanmin") {
                    try NumPyReductions.checkNotEmpty($0, $1, "minimum")
                    return try $0.nanMin($1)
                },
            ]
        ) { try $0.amin($1, keepDim: $2) },
        place("argmax", "The index of the largest element.", largest: true),
        place("argmin", "The index of the smallest element.", largest: false),
        Operation(
            Builtin(
                "aminmax", group: "torch", summary: "The smallest and the largest element.", input,
                Parameter<Int?>("dim", "the axis; all if left out", default: nil, .keywordOnly),
                Parameter<Bool>(
                    "keepdim", "whether the axis stays with size 1", default: false, .keywordOnly),
                returns: "min and max", example: "torch.aminmax(x)", pytorch: "torch.aminmax(x)"
            ) { _, x, axis, keep in
                let axes = axis.map { [$0] }
                guard x.count > 0 || axis != nil else {
                    throw TensorError(
                        .runtime,
                        "aminmax(): cannot compute aminmax over an empty "
                            + "dimension as the operation has no identity."
                    )
                }
                return ReturnTypes.value(
                    "aminmax",
                    [
                        ("min", try x.amin(axes, keepDim: keep)),
                        ("max", try x.amax(axes, keepDim: keep)),
                    ])
            }),
    ]

    /// `max()`, `max(dim)`, `max(other)`.
    private static func withPlace(_ name: String, _ summary: String, largest: Bool) -> Operation {
        Operation(
            Builtin(
                name, group: "torch", summary: summary, input,
                Parameter<Value>("dim", "an axis, or a tensor to compare with", default: .none), keepdim,
                returns: "a tensor, or values and indices", example: "x.\(name)(dim=1)",
                pytorch: "torch.\(name)(x, dim=1)"
            ) { _, x, dim, keep -> Value in
                if dim.isNone { return try (largest ? x.maximum() : x.minimum()).scriptValue }
                if case .object = dim, let other = try Tensor.from(dim) {
                    return try (largest ? x.maximum(other) : x.minimum(other)).scriptValue
                }
                guard let axis = try Int.from(dim) else {
                    throw ScriptError(
                        "TypeError", "\(name)() wants an axis or a Tensor for 'dim', not \(dim.typeName)")
                }
                let found =
                    try largest
                    ? x.maximum(along: axis, keepDim: keep) : x.minimum(along: axis, keepDim: keep)
                return places(name, found)
            })
    }

    private static func place(_ name: String, _ summary: String, largest: Bool) -> Operation {
        Operation(
            Header(
                names: [name], summary: summary, returns: "an int64 tensor", example: "x.NAME(dim=-1)",
                pytorch: "torch.NAME(x, dim=-1)", cost: Costs.reduction(),
                place: SourcePlace(#fileID, #line)),
            axis, keepdim
        ) { x, axis, keep in
            guard x.dtype != .bool else {
                throw ScriptError(
                    "NotImplementedError", "\(name)(): does not support bool input", hint: "x.long()")
            }
            return try largest ? x.argmax(axis, keepDim: keep) : x.argmin(axis, keepDim: keep)
        }.with(numpy: [NumPyReductions.place(name, summary, largest: largest)])
    }

    private static let spreads: [Operation] = [
        spread("var", "The variance of elements.", "Σ (x − mean)² / (n − 1)", root: false),
        spread("std", "The standard deviation of elements.", "√(Σ (x − mean)² / (n − 1))", root: true),
        spreadAndMean("var_mean", "The variance and the mean.", root: false),
        spreadAndMean("std_mean", "The standard deviation and the mean.", root: true),
        Operation(
            Header(
                names: ["cov"], summary: "The covariance matrix of rows.", returns: "a matrix",
                example: "torch.NAME(torch.eye(2))", pytorch: "torch.NAME(x)",
                place: SourcePlace(#fileID, #line)),
            Parameter<Int>(
                "correction", "what is subtracted from the number of columns", default: 1, .keywordOnly),
            Parameter<Tensor?>(
                "fweights", "how often each column was observed", default: nil, .keywordOnly),
            Parameter<Tensor?>(
                "aweights", "how much each column counts", default: nil, .keywordOnly)
        ) { try $0.covariance(correction: $1, frequencies: $2, weights: $3) },
        Operation(
            Header(
                names: ["corrcoef"], summary: "The correlation matrix of rows.", returns: "a matrix",
                example: "torch.NAME(torch.eye(2))", pytorch: "torch.NAME(x)",
                place: SourcePlace(#fileID, #line))
        ) { try $0.correlation() },
    ]

    /// `var(unbiased=False)`, `var(dim, correction=0)`, `var(False)`: the axes, and what n is lessened by.
    private static func degrees(_ name: String, _ dim: Value, _ unbiased: Bool, _ correction: Int?) throws
        -> (
            axes: [Int]?, correction: Int
        )
    {
        // The flag alone, over all elements.
        if case .bool(let flag) = dim { return (nil, flag ? 1 : 0) }
        guard let sizes = try Sizes?.from(dim) else {
            throw ScriptError("TypeError", "\(name)() wants an axis for 'dim', not \(dim.typeName)")
        }
        return (sizes?.elements, correction ?? (unbiased ? 1 : 0))
    }

    private static func spread(_ name: String, _ summary: String, _ formula: String, root: Bool) -> Operation
    {
        let dim = Parameter<Value>("dim", "the axis or axes; all if left out", default: .none)
        return Operation(
            Header(
                names: [name], summary: summary, formula: formula, example: "x.NAME()",
                pytorch: "torch.NAME(x)", cost: Costs.reduction(keepdim: 3),
                place: SourcePlace(#fileID, #line)),
            dim, unbiased, keepdim, correction
        ) { x, dim, flag, keep, correction in
            let (axes, correction) = try degrees(name, dim, flag, correction)
            guard x.dtype.isFloatingPoint else {
                throw ScriptError(
                    "NotImplementedError", "std and var only support floating point and complex dtypes",
                    hint: "x.float()")
            }
            return root
                ? try x.standardDeviation(axes, correction: correction, keepDim: keep)
                : try x.variance(axes, correction: correction, keepDim: keep)
        }.with(numpy: [NumPyReductions.spread(name, root: root)])
    }

    private static func spreadAndMean(_ name: String, _ summary: String, root: Bool) -> Operation {
        Operation(
            Builtin(
                name, group: "torch", summary: summary, input,
                Parameter<Value>("dim", "the axes; all if left out", default: .none), unbiased, keepdim,
                correction, returns: "two tensors", example: "torch.\(name)(x)", pytorch: "torch.\(name)(x)"
            ) { _, x, dim, flag, keep, correction -> Value in
                var (axes, correction) = try degrees(name, dim, flag, correction)
                if axes?.isEmpty == true { axes = nil }
                let variance = try x.variance(axes, correction: correction, keepDim: keep)
                return .tuple([
                    try (root ? variance.sqrt() : variance).scriptValue,
                    try x.mean(axes, keepDim: keep).scriptValue,
                ])
            })
    }

    private static let counts: [Operation] = [
        reduction(
            "all", "Whether all elements are true.", returns: "a bool tensor", example: "(x > 0).NAME()",
            arrays: [
                ArrayReduction(name: "all", isMethod: true) { try $0.to(.bool).all($1, keepDim: $2) }
            ]
        ) { try $0.all($1, keepDim: $2) },
        reduction(
            "any", "Whether some element is true.", returns: "a bool tensor", example: "(x > 0).NAME()",
            arrays: [
                ArrayReduction(name: "any", isMethod: true) { try $0.to(.bool).any($1, keepDim: $2) }
            ]
        ) { try $0.any($1, keepDim: $2) },
        Operation(
            Header(
                names: ["count_nonzero"], summary: "The number of elements that are not 0.",
                returns: "an int64 tensor",
                cost: Costs.reduction(), place: SourcePlace(#fileID, #line)),
            dims
        ) { try $0.to(.bool).sum($1?.reduced) }
        .withArrays(ArrayReduction(name: "count_nonzero", hasSettings: false)) { x, axes, _ in
            try x.to(.bool).sum(axes)
        },
        Operation(
            Builtin(
                "numel", group: "torch", summary: "The number of elements.", input, returns: "int",
                example: "x.numel()", pytorch: "torch.numel(x)"
            ) { _, x in x.count }),
    ]

    private static func places(_ name: String, _ result: (values: Tensor, indices: Tensor)) -> Value {
        ReturnTypes.value(name, [("values", result.values), ("indices", result.indices)])
    }

    private static let orders: [Operation] = [
        Operation(
            Builtin(
                "median", group: "torch",
                summary: "The median, the lower of two; along an axis with its index.", input, axis,
                keepdim, returns: "a tensor, or values and indices",
                example: "x.median()", pytorch: "torch.median(x)"
            ) { _, x, axis, keep -> Value in
                guard let axis else { return try x.median().scriptValue }
                return places("median", try x.median(axis, keepDim: keep))
            }),
        Operation(
            Header(
                names: ["quantile"],
                summary: "The quantile: the value below which a fraction of the elements lies.",
                example: "torch.NAME(x, 0.5)", place: SourcePlace(#fileID, #line)),
            Parameter<TensorOrNumber>("q", "the quantile, 0 to 1, or several"), axis, keepdim,
            Parameter<String>(
                "interpolation", "'linear', 'lower', 'higher', 'nearest' or 'midpoint'", default: "linear",
                .keywordOnly)
        ) { x, q, axis, keep, how in
            try x.quantile(q.tensor(beside: x), axis, keepDim: keep, interpolation: how)
        },
        Operation(
            Builtin(
                "mode", group: "torch", summary: "The most frequent element along an axis.", input, last,
                keepdim, returns: "values and indices", example: "x.mode()", pytorch: "torch.mode(x)"
            ) { _, x, axis, keep in places("mode", try x.mode(axis, keepDim: keep)) }),
        Operation(
            Builtin(
                "kthvalue", group: "torch", summary: "The k-th smallest element along an axis.", input,
                Parameter<Int>("k", "which, from 1"), last, keepdim, returns: "values and indices",
                example: "x.kthvalue(2)", pytorch: "torch.kthvalue(x, 2)"
            ) { _, x, k, axis, keep in places("kthvalue", try x.kthValue(k, axis, keepDim: keep)) }),
    ]

    // MARK: Along an axis

    /// A tensor of the same shape, each element made of those before it.
    private static func along(
        _ name: String, _ summary: String, _ formula: String, writes: Bool = false, numpy: Bool = false,
        line: UInt = #line, apply: @escaping (Tensor, Int) throws -> Tensor
    ) -> Operation {
        let header = Header(
            names: [name], summary: summary, formula: formula, returns: "a tensor of the same shape",
            example: "x.NAME(0)", pytorch: "torch.NAME(x, dim=0)", writes: writes, cost: Costs.ofFirst,
            place: SourcePlace(#fileID, line))
        let operation =
            writes
            ? Operation(header, dim, asType) { x, axis, type in
                let y = try apply(type.map { try x.to($0) } ?? x, axis)
                return try type.map { try y.to($0) } ?? y
            } : Operation(header, dim, apply: apply)
        return numpy
            ? operation.with(numpy: [NumPyReductions.along(name, summary, formula, apply)]) : operation
    }

    private static let running: [Operation] = [
        along("cumsum", "Running sums along an axis.", "y[i] = x[0] + … + x[i]", writes: true, numpy: true) {
            try $0.cumulativeSum($1)
        },
        along("cumprod", "Running products along an axis.", "y[i] = x[0]·…·x[i]", writes: true, numpy: true) {
            try $0.cumulativeProduct($1)
        },
        along("logcumsumexp", "Running logarithms of sums of exponentials.", "y[i] = ln Σ_{j ≤ i} eˣ⁽ʲ⁾") {
            try $0.logCumulativeSumExp($1)
        },
        runningExtreme("cummax", "The largest so far along an axis.", largest: true),
        runningExtreme("cummin", "The smallest so far along an axis.", largest: false),
        Operation(
            Header(
                names: ["diff"], summary: "The differences of neighbouring elements.",
                formula: "x[i + 1] − x[i]",
                place: SourcePlace(#fileID, #line)),
            Parameter<Int>("n", "how often", default: 1), last,
            Parameter<Tensor?>("prepend", "what stands before the first along the axis", default: nil),
            Parameter<Tensor?>("append", "what comes after the last along the axis", default: nil)
        ) { x, n, axis, before, after in
            let whole = [before, x, after].compactMap { $0 }
            return try (whole.count == 1 ? x : Tensor.concatenate(whole, axis)).diff(n, axis)
        }.with(numpy: [NumPyReductions.differences]),
    ]

    private static func runningExtreme(_ name: String, _ summary: String, largest: Bool) -> Operation {
        Operation(
            Builtin(
                name, group: "torch", summary: summary, input, dim, returns: "values and indices",
                example: "x.\(name)(0)", pytorch: "torch.\(name)(x, 0)"
            ) { _, x, axis in places(name, try (largest ? x.cumulativeMax(axis) : x.cumulativeMin(axis))) })
    }
}
