import Language
import Tensors

/// Commands that make one number of many.
enum TensorReductions {
    private static let axis = Parameter<Int?>("dim", "the axis; all where left out", default: nil)
    private static let correction = Parameter<Int?>(
        "correction", "what is subtracted from the number of elements", default: nil, .keywordOnly)
    private static let unbiased = Parameter<Value>(
        "dim", "the axis or axes; all where left out", default: .none)
    private static let asType = Parameter<DType?>(
        "dtype", "the type to compute in", default: nil, .keywordOnly)

    /// `var(unbiased=False)`, `var(dim, correction=0)`, `var(False)`.
    private static func spread(
        _ x: Tensor, _ dim: Value, _ unbiased: Bool, _ keep: Bool, _ correction: Int?, root: Bool
    ) throws -> Tensor {
        var axes: [Int]? = nil, degrees = correction ?? (unbiased ? 1 : 0)
        if case .bool(let flag) = dim {
            degrees = flag ? 1 : 0
        } else if let sizes = try Sizes?.from(dim) {
            axes = sizes?.elements
        } else {
            throw ScriptError(
                "TypeError", "\(root ? "std" : "var")() wants an axis for 'dim', not \(dim.typeName)")
        }
        guard x.dtype.isFloatingPoint else {
            throw ScriptError(
                "NotImplementedError", "std and var only support floating point and complex dtypes",
                hint: "x.float()")
        }
        return root
            ? try x.standardDeviation(axes, correction: degrees, keepDim: keep)
            : try x.variance(axes, correction: degrees, keepDim: keep)
    }

    private static func place(_ x: Tensor, _ axis: Int?, _ keep: Bool, largest: Bool) throws -> Tensor {
        guard x.dtype != .bool else {
            throw ScriptError(
                "NotImplementedError", "\(largest ? "argmax" : "argmin")(): does not support bool input",
                hint: "x.long()")
        }
        return try x.argExtreme(axis, keepDim: keep, largest: largest)
    }

    /// `max()`, `max(dim)`, `max(other)`.
    private static func extreme(_ x: Tensor, _ dim: Value, _ keep: Bool, _ largest: Bool) throws -> Value {
        if dim.isNone { return try x.extremeOfAll(largest: largest).scriptValue }
        if case .object = dim, let other = try Tensor.from(dim) {
            return try (largest ? x.maximum(other) : x.minimum(other)).scriptValue
        }
        guard let axis = try Int.from(dim) else {
            throw ScriptError(
                "TypeError",
                "\(largest ? "max" : "min")() wants an axis or a Tensor for 'dim', not \(dim.typeName)")
        }
        let (values, indices) = try x.extreme(along: axis, keepDim: keep, largest: largest)
        return ReturnTypes.value(largest ? "max" : "min", [("values", values), ("indices", indices)])
    }

    package static let shared: [Builtin] = [
        Builtin(
            "sum", group: "torch", summary: "The sum of elements.", input, dims, keepdim, asType,
            returns: "a tensor",
            example: "x.sum(dim=1)", pytorch: "torch.sum(x, dim=1)", formula: "Σ x"
        ) { _, x, axes, keep, type in
            try (type.map { try x.to($0) } ?? x).sum(axes?.reduced, keepDim: keep)
        },
        Builtin(
            "mean", group: "torch", summary: "The average of elements.", input, dims, keepdim, asType,
            returns: "a tensor",
            example: "x.mean(dim=-1, keepdim=True)", pytorch: "torch.mean(x, dim=-1)", formula: "Σ x / n"
        ) { _, x, axes, keep, type in
            try (type.map { try x.to($0) } ?? x).mean(axes?.reduced, keepDim: keep)
        },
        Builtin(
            "var", group: "torch", summary: "The variance of elements.", input, unbiased,
            Parameter<Bool>("unbiased", "divides by n − 1 and not n", default: true), keepdim, correction,
            returns: "a tensor",
            example: "x.var()", pytorch: "torch.var(x)", formula: "Σ (x − mean)² / (n − 1)"
        ) { _, x, axes, flag, keep, correction in
            try spread(x, axes, flag, keep, correction, root: false)
        },
        Builtin(
            "std", group: "torch", summary: "The standard deviation of elements.", input, unbiased,
            Parameter<Bool>("unbiased", "divides by n − 1 and not n", default: true), keepdim, correction,
            returns: "a tensor",
            example: "x.std()", pytorch: "torch.std(x)", formula: "√(Σ (x − mean)² / (n − 1))"
        ) { _, x, axes, flag, keep, correction in
            try spread(x, axes, flag, keep, correction, root: true)
        },
        Builtin(
            "max", group: "torch",
            summary: "The largest element, or the largest along an axis with its place.", input,
            Parameter<Value>("dim", "an axis, or a tensor to compare with", default: .none), keepdim,
            returns: "a tensor, or values and indices", example: "x.max(dim=1)",
            pytorch: "torch.max(x, dim=1)"
        ) { _, x, axis, keep in try extreme(x, axis, keep, true) },
        Builtin(
            "min", group: "torch",
            summary: "The smallest element, or the smallest along an axis with its place.", input,
            Parameter<Value>("dim", "an axis, or a tensor to compare with", default: .none), keepdim,
            returns: "a tensor, or values and indices", example: "x.min(dim=1)",
            pytorch: "torch.min(x, dim=1)"
        ) { _, x, axis, keep in try extreme(x, axis, keep, false) },
        Builtin(
            "amax", group: "torch", summary: "The largest element over axes.", input, dims, keepdim,
            returns: "a tensor",
            example: "x.amax(dim=1)", pytorch: "torch.amax(x, dim=1)"
        ) { _, x, axes, keep in
            try x.extreme(axes?.reduced, keepDim: keep, largest: true)
        },
        Builtin(
            "amin", group: "torch", summary: "The smallest element over axes.", input, dims, keepdim,
            returns: "a tensor",
            example: "x.amin(dim=1)", pytorch: "torch.amin(x, dim=1)"
        ) { _, x, axes, keep in
            try x.extreme(axes?.reduced, keepDim: keep, largest: false)
        },
        Builtin(
            "argmax", group: "torch", summary: "The place of the largest element.", input, axis, keepdim,
            returns: "an int64 tensor",
            example: "x.argmax(dim=-1)", pytorch: "torch.argmax(x, dim=-1)"
        ) { _, x, axis, keep in
            try place(x, axis, keep, largest: true)
        },
        Builtin(
            "argmin", group: "torch", summary: "The place of the smallest element.", input, axis, keepdim,
            returns: "an int64 tensor",
            example: "x.argmin(dim=-1)", pytorch: "torch.argmin(x, dim=-1)"
        ) { _, x, axis, keep in
            try place(x, axis, keep, largest: false)
        },
        Builtin(
            "prod", group: "torch", summary: "The product of elements.", input, axis, keepdim, asType,
            returns: "a tensor", example: "x.prod()",
            pytorch: "torch.prod(x)", formula: "Π x"
        ) { _, x, axis, keep, type in
            let source = try type.map { try x.to($0) } ?? x
            return try axis.map { try source.product($0, keepDim: keep) } ?? source.product()
        },
        Builtin(
            "median", group: "torch",
            summary: "The middle element, the lower of two; along an axis with its place.", input, axis,
            keepdim, returns: "a tensor, or values and indices",
            example: "x.median()", pytorch: "torch.median(x)"
        ) { _, x, axis, keep -> Value in
            guard let axis else { return try x.median().scriptValue }
            let (values, indices) = try x.median(axis, keepDim: keep)
            return ReturnTypes.value("median", [("values", values), ("indices", indices)])
        },
        Builtin(
            "all", group: "torch", summary: "Whether all elements are true.", input, dims, keepdim,
            returns: "a bool tensor",
            example: "(x > 0).all()", pytorch: "torch.all(x)"
        ) { _, x, axes, keep in try x.all(axes?.reduced, keepDim: keep) },
        Builtin(
            "any", group: "torch", summary: "Whether some element is true.", input, dims, keepdim,
            returns: "a bool tensor",
            example: "(x > 0).any()", pytorch: "torch.any(x)"
        ) { _, x, axes, keep in try x.any(axes?.reduced, keepDim: keep) },
        Builtin(
            "count_nonzero", group: "torch", summary: "How many elements are not 0.", input, dims,
            returns: "an int64 tensor",
            example: "torch.count_nonzero(x)", pytorch: "torch.count_nonzero(x)"
        ) { _, x, axes in try x.to(.bool).sum(axes?.reduced) },
        Builtin(
            "norm", group: "torch", summary: "The length of a vector of elements.", input,
            Parameter<Value>("p", "the power: 2 is the usual length", default: .int(2)), dims, keepdim,
            returns: "a tensor",
            example: "x.norm()", pytorch: "torch.norm(x)", formula: "(Σ |x|ᵖ)^(1/p)"
        ) { _, x, p, axes, keep in
            if p.text == "fro" { return try x.norm(2, axes?.reduced, keepDim: keep) }
            guard let power = try Number.from(p)?.double else {
                throw ScriptError(
                    p.text == nil ? "TypeError" : "RuntimeError",
                    "norm() wants a number for 'p', not \(p.typeName)")
            }
            return try x.norm(power, axes?.reduced, keepDim: keep)
        },
        Builtin(
            "cumsum", group: "torch", summary: "Running sums along an axis.", input, dim, returns: "a tensor",
            example: "x.cumsum(0)", pytorch: "torch.cumsum(x, dim=0)"
        ) { _, x, axis in try x.cumulativeSum(axis) },
        Builtin(
            "logsumexp", group: "torch",
            summary: "The logarithm of the sum of exponentials, without overflow.", input, dim, keepdim,
            returns: "a tensor", example: "torch.logsumexp(x, dim=-1)", pytorch: "torch.logsumexp(x, dim=-1)",
            formula: "ln Σ eˣ"
        ) { _, x, axis, keep in try x.logSumExp(axis, keepDim: keep) },
        Builtin(
            "numel", group: "torch", summary: "The number of elements.", input, returns: "int",
            example: "x.numel()",
            pytorch: "torch.numel(x)"
        ) { _, x in x.count },
    ]
}

extension Sizes {
    /// Axes to reduce: an empty tuple means all of them, as in PyTorch.
    var reduced: [Int]? { elements.isEmpty ? nil : elements }
}
