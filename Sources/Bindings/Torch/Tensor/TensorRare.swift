import Language
import Tensors

/// Commands that a course uses now and then; those of every day are in the files beside this one.
enum TensorRare {
    static let other = Parameter<Tensor>("other", "a tensor")
    static let last = Parameter<Int>("dim", "the axis", default: -1)
    private static let asType = Parameter<DType?>(
        "dtype", "the type of the elements", default: nil, .keywordOnly)

    static func unary(
        _ name: String, _ summary: String, _ formula: String = "",
        _ apply: @escaping (Tensor) throws -> Tensor
    ) -> Builtin {
        Builtin(
            name, group: "torch", summary: summary, input, returns: "a tensor of the same shape",
            example: "torch.\(name)(x)", pytorch: "torch.\(name)(x)", formula: formula
        ) { _, x in
            try apply(x)
        }
    }

    private static func binary(
        _ name: String, _ summary: String, _ formula: String = "",
        _ apply: @escaping (Tensor, Tensor) throws -> Tensor
    ) -> Builtin {
        Builtin(
            name, group: "torch", summary: summary, input, Parameter<Operand>("other", "a tensor or number"),
            returns: "a tensor of the shape that both broadcast to",
            example: "torch.\(name)(x, y)", pytorch: "torch.\(name)(x, y)", formula: formula
        ) { _, x, y in try apply(x, y.tensor(beside: x)) }
    }

    /// The same where a number is no second operand.
    private static func pairwise(
        _ name: String, _ summary: String, _ formula: String = "",
        _ apply: @escaping (Tensor, Tensor) throws -> Tensor
    ) -> Builtin {
        Builtin(
            name, group: "torch", summary: summary, input, other,
            returns: "a tensor of the shape that both broadcast to", example: "torch.\(name)(x, y)",
            pytorch: "torch.\(name)(x, y)", formula: formula
        ) { _, x, y in try apply(x, y) }
    }

    /// Functions of `torch` and methods of tensors.
    package static let shared: [Builtin] =
        elementwise + reductions + order + shapes + products
        + LinearAlgebraModule.shared.filter {
            ["inverse", "pinverse", "det", "matrix_power"].contains($0.name)
        }

    // MARK: Element by element

    private static let elementwise: [Builtin] =
        [
            unary("asin", "The angle of a sine.", "asin x") { try $0.asin() },
            unary("acos", "The angle of a cosine.", "acos x") { try $0.acos() },
            unary("atan", "The angle of a tangent.", "atan x") { try $0.atan() },
            unary("arctan", "The angle of a tangent.", "atan x") { try $0.atan() },
            unary("sinh", "The hyperbolic sine.", "sinh x") { try $0.sinh() },
            unary("cosh", "The hyperbolic cosine.", "cosh x") { try $0.cosh() },
            unary("exp2", "2 to the power of each element.", "2ˣ") { try $0.exp2() },
            unary("logit", "The logarithm of the odds.", "ln(x / (1 − x))") { try $0.logit() },
            unary("sinc", "The normalised sinc.", "sin(πx) / πx") { try $0.sinc() },
            unary("lgamma", "The logarithm of the gamma function.", "ln Γ(x)") { try $0.lgamma() },
            unary("frac", "What stands behind the point.", "x − trunc x") {
                guard $0.dtype.isFloatingPoint else {
                    throw TensorError(
                        .notImplemented, "\"frac_cpu\" not implemented for '\($0.dtype.scalarName)'",
                        hint: "x.float()")
                }
                return try $0 - $0.trunc()
            }, unary("fix", "Each element without what stands behind the point.") { try $0.trunc() },
            unary("positive", "The elements as they are.", "x") { try TensorOperators.positive($0) },
            unary("negative", "Each element with the other sign.", "−x") { try -$0 },
            unary("absolute", "The size of each element.", "|x|") { try $0.abs() },
            unary("deg2rad", "Degrees as radians.", "πx / 180") {
                try ($0.dtype.isFloatingPoint ? $0 : $0.to(.float32)) * $0.constant(.float(.pi / 180))
            },
            unary("rad2deg", "Radians as degrees.", "180x / π") {
                try ($0.dtype.isFloatingPoint ? $0 : $0.to(.float32)) * $0.constant(.float(180 / .pi))
            },
            unary("signbit", "Where the sign is a minus, also that of -0.0.") { try $0.signBit() },
            pairwise("atan2", "The angle of a point.", "atan2(y, x)") { try $0.atan2($1) },
            pairwise("hypot", "The length of two sides.", "√(x² + y²)") { try $0.hypot($1) },
            binary("fmod", "The rest of a division, with the sign of the dividend.", "x − y·trunc(x/y)") {
                try $0.fmod($1)
            },
            binary("copysign", "The size of one with the sign of the other.") { try $0.copySign($1) },
            pairwise("logaddexp", "The logarithm of a sum of exponentials.", "ln(eˣ + eʸ)") {
                try $0.logAddExp($1)
            },
            binary("xlogy", "The product with a logarithm, 0 at 0.", "x·ln y") { try $0.xlogy($1) },
            pairwise("heaviside", "0 below 0, 1 above, the other at 0.") { try $0.heaviside($1) },
            pairwise("ldexp", "The product with a power of 2.", "x·2ʸ") { try $0 * $1.exp2() },
            binary("float_power", "Each element to a power, in float64.", "xʸ") {
                try $0.to(.float64).pow($1.to(.float64))
            },
            pairwise("gcd", "The greatest common divisor.") { try whole($0, $1, divisor) },
            pairwise("lcm", "The least common multiple.") {
                try whole($0, $1) {
                    $0 == 0 || $1 == 0
                        ? 0
                        : ($0 / divisor($0, $1)).multipliedReportingOverflow(by: $1).partialValue
                            .magnitudeClamped
                }
            },
            Builtin(
                "isclose", group: "torch", summary: "Where elements of two tensors are close.", input, other,
                Parameter<Double>("rtol", "tolerance relative to the other", default: 1e-5),
                Parameter<Double>("atol", "absolute tolerance", default: 1e-8),
                Parameter<Bool>("equal_nan", "whether NaN is close to NaN", default: false),
                returns: "a bool tensor",
                example: "torch.isclose(x, y)", pytorch: "torch.isclose(x, y)",
                formula: "|x − y| ≤ atol + rtol·|y|"
            ) { _, x, y, relative, absolute, nan in
                try x.areClose(to: y, rtol: relative, atol: absolute, equalNaN: nan)
            },
            Builtin(
                "nan_to_num", group: "torch", summary: "NaN and infinities replaced by numbers.", input,
                Parameter<Double?>("nan", "for NaN", default: 0),
                Parameter<Double?>("posinf", "for infinity; the largest number where left out", default: nil),
                Parameter<Double?>("neginf", "for minus infinity", default: nil),
                returns: "a tensor of the same shape", example: "torch.nan_to_num(x)",
                pytorch: "torch.nan_to_num(x)"
            ) { _, x, nan, high, low in
                guard x.dtype.isFloatingPoint else { return x }
                let most =
                    x.dtype == .float64
                    ? Double.greatestFiniteMagnitude
                    : x.dtype == .float32
                        ? Double(Float.greatestFiniteMagnitude) : 3.3895313892515355e38
                let infinity = try x.detach().constant(.float(.infinity))
                return try x.maskedFill(x.isNaN(), .float(nan ?? 0)).maskedFill(
                    x.compare(.equal, infinity), .float(high ?? most)
                ).maskedFill(x.compare(.equal, -infinity), .float(low ?? -most))
            },
            Builtin(
                "addcmul", group: "torch", summary: "A tensor plus a product of two.", input,
                Parameter<Tensor>("tensor1", "the first factor"), Parameter<Tensor>("tensor2", "the second"),
                Parameter<Number>(
                    "value", "what the product is multiplied by", default: .int(1), .keywordOnly),
                returns: "a tensor", example: "torch.addcmul(x, a, b)",
                pytorch: "torch.addcmul(x, a, b)", formula: "x + v·a·b"
            ) { _, x, a, b, value in try x + a * b * x.fittingConstant(value) },
            Builtin(
                "addcdiv", group: "torch", summary: "A tensor plus a quotient of two.", input,
                Parameter<Tensor>("tensor1", "the dividend"), Parameter<Tensor>("tensor2", "the divisor"),
                Parameter<Number>(
                    "value", "what the quotient is multiplied by", default: .int(1), .keywordOnly),
                returns: "a tensor", example: "torch.addcdiv(x, a, b)",
                pytorch: "torch.addcdiv(x, a, b)", formula: "x + v·a/b"
            ) { _, x, a, b, value in
                try TensorOperators.checkDivides(a, b)
                return try x + a / b * x.constant(value)
            },
        ]
        + [("clamp_min", true), ("clamp_max", false)].map { name, isLow in
            Builtin(
                name, group: "torch", summary: "Elements not \(isLow ? "below" : "above") a bound.", input,
                Parameter<Operand>(isLow ? "min" : "max", "the bound"),
                returns: "a tensor of the same shape", example: "x.\(name)(0)", pytorch: "torch.\(name)(x, 0)"
            ) { _, x, bound in
                if case .number(let number) = bound {
                    return try isLow ? x.clamp(number, nil) : x.clamp(nil, number)
                }
                return try isLow ? x.maximum(bound.tensor(beside: x)) : x.minimum(bound.tensor(beside: x))
            }
        }

    private static func divisor(_ a: Int64, _ b: Int64) -> Int64 {
        var (a, b) = (a.magnitude, b.magnitude)
        while b != 0 { (a, b) = (b, a % b) }
        return Int64(clamping: a)
    }

    private static func whole(_ x: Tensor, _ y: Tensor, _ op: (Int64, Int64) -> Int64) throws -> Tensor {
        guard !x.dtype.isFloatingPoint, !y.dtype.isFloatingPoint else {
            throw TensorError(
                .notImplemented, "\"gcd_cpu\" not implemented for '\(DType.promoted(x.dtype, y.dtype))'",
                hint: "gcd and lcm are for integers: x.long()")
        }
        let shape = try Shape.broadcast(x.shape, y.shape, for: "gcd")
        let (a, b) = (try x.expand(shape).elements(Int64.self), try y.expand(shape).elements(Int64.self))
        return try Tensor(zip(a, b).map(op), shape).to(DType.promoted(x.dtype, y.dtype))
    }

    // MARK: One number of many

    private static let reductions: [Builtin] = [
        Builtin(
            "aminmax", group: "torch", summary: "The smallest and the largest element.", input,
            Parameter<Int?>("dim", "the axis; all where left out", default: nil, .keywordOnly),
            Parameter<Bool>("keepdim", "whether the axis stays with size 1", default: false, .keywordOnly),
            returns: "min and max", example: "torch.aminmax(x)", pytorch: "torch.aminmax(x)"
        ) { _, x, axis, keep in
            let axes = axis.map { [$0] }
            guard x.count > 0 || axis != nil else {
                throw TensorError(
                    .runtime,
                    "aminmax(): cannot compute aminmax over an empty dimension as the operation has no "
                        + "identity."
                )
            }
            return ReturnTypes.value(
                "aminmax",
                [
                    ("min", try x.extreme(axes, keepDim: keep, largest: false)),
                    ("max", try x.extreme(axes, keepDim: keep, largest: true)),
                ])
        },
        spread("var_mean", root: false), spread("std_mean", root: true),
        Builtin(
            "nansum", group: "torch", summary: "The sum of elements that are numbers.", input, dims, keepdim,
            returns: "a tensor", example: "x.nansum()", pytorch: "torch.nansum(x)"
        ) { _, x, axes, keep in
            try x.maskedFill(x.isNaN(), .int(0)).sum(axes?.reduced, keepDim: keep)
        },
        Builtin(
            "nanmean", group: "torch", summary: "The average of elements that are numbers.", input, dims,
            keepdim, returns: "a tensor", example: "x.nanmean()", pytorch: "torch.nanmean(x)"
        ) { _, x, axes, keep in
            guard x.dtype.isFloatingPoint else {
                throw TensorError(
                    .notImplemented,
                    "nanmean(): expected input to have floating point or complex dtype but got "
                        + "\(x.dtype.scalarName)",
                    hint: "x.float()")
            }
            let missing = try x.isNaN()
            let counted = try missing.logicalNot().to(x.dtype).sum(axes?.reduced, keepDim: keep)
            return try x.maskedFill(missing, .int(0)).sum(axes?.reduced, keepDim: keep) / counted
        },
        Builtin(
            "quantile", group: "torch", summary: "The value below which a part of the elements lies.", input,
            Parameter<Operand>("q", "the part, 0 to 1, or several"),
            Parameter<Int?>("dim", "the axis; all where left out", default: nil), keepdim,
            Parameter<String>(
                "interpolation", "'linear', 'lower', 'higher', 'nearest' or 'midpoint'", default: "linear",
                .keywordOnly), returns: "a tensor",
            example: "torch.quantile(x, 0.5)", pytorch: "torch.quantile(x, 0.5)"
        ) { _, x, q, axis, keep, how in
            try x.quantile(q.tensor(beside: x), axis, keepDim: keep, interpolation: how)
        },
        pair("mode", "The most frequent element along an axis.") { try $0.mode($1, keepDim: $2) },
        Builtin(
            "kthvalue", group: "torch", summary: "The k-th smallest element along an axis.", input,
            Parameter<Int>("k", "which, from 1"), last, keepdim, returns: "values and indices",
            example: "x.kthvalue(2)", pytorch: "torch.kthvalue(x, 2)"
        ) { _, x, k, axis, keep in
            let (values, indices) = try x.kthValue(k, axis, keepDim: keep)
            return ReturnTypes.value("kthvalue", [("values", values), ("indices", indices)])
        },
        Builtin(
            "cumprod", group: "torch", summary: "Running products along an axis.", input, dim,
            returns: "a tensor", example: "x.cumprod(0)", pytorch: "torch.cumprod(x, dim=0)"
        ) { _, x, axis in
            try x.cumulativeProduct(axis)
        },
        running("cummax", "The largest so far along an axis.", largest: true),
        running("cummin", "The smallest so far along an axis.", largest: false),
        Builtin(
            "logcumsumexp", group: "torch", summary: "Running logarithms of sums of exponentials.", input,
            dim, returns: "a tensor", example: "torch.logcumsumexp(x, 0)",
            pytorch: "torch.logcumsumexp(x, 0)", formula: "ln Σ eˣ"
        ) { _, x, axis in try x.logCumulativeSumExp(axis) },
        Builtin(
            "diff", group: "torch", summary: "Differences of neighbours.", input,
            Parameter<Int>("n", "how often", default: 1), last, returns: "a tensor", example: "torch.diff(x)",
            pytorch: "torch.diff(x)", formula: "x[i + 1] − x[i]"
        ) { _, x, n, axis in try x.diff(n, axis) },
        Builtin(
            "cov", group: "torch", summary: "Covariances of rows.", input,
            Parameter<Int>(
                "correction", "what is subtracted from the number of columns", default: 1, .keywordOnly),
            returns: "a matrix", example: "torch.cov(torch.eye(2))", pytorch: "torch.cov(x)"
        ) { _, x, correction in try x.covariance(correction: correction) },
        Builtin(
            "corrcoef", group: "torch", summary: "Correlations of rows.", input, returns: "a matrix",
            example: "torch.corrcoef(torch.eye(2))", pytorch: "torch.corrcoef(x)"
        ) { _, x in
            try x.correlation()
        },
        Builtin(
            "dist", group: "torch", summary: "The length of the difference of two tensors.", input, other,
            Parameter<Double>("p", "the power of the length", default: 2), returns: "a tensor",
            example: "torch.dist(x, y)", pytorch: "torch.dist(x, y)", formula: "‖x − y‖ₚ"
        ) { _, x, y, p in try (x - y).norm(p) },
    ]

    private static func spread(_ name: String, root: Bool) -> Builtin {
        Builtin(
            name, group: "torch", summary: "The \(root ? "standard deviation" : "variance") and the average.",
            input,
            Parameter<Value>("dim", "the axes; all where left out", default: .none),
            Parameter<Bool>("unbiased", "divides by n − 1 and not n", default: true),
            Parameter<Bool>("keepdim", "whether the axis stays with size 1", default: false),
            Parameter<Int?>(
                "correction", "what is subtracted from the number of elements", default: nil, .keywordOnly),
            returns: "two tensors", example: "torch.\(name)(x)", pytorch: "torch.\(name)(x)"
        ) { _, x, dim, unbiased, keep, correction -> Value in
            var (axes, degrees): ([Int]?, Int) = (nil, correction ?? (unbiased ? 1 : 0))
            if case .bool(let flag) = dim {
                // `std_mean(x, False)`: the flag alone, over all elements.
                degrees = flag ? 1 : 0
            } else if !dim.isNone {
                guard let sizes = try Sizes.from(dim) else {
                    throw ScriptError("TypeError", "\(name)() wants an axis for 'dim', not \(dim.typeName)")
                }
                axes = sizes.elements.isEmpty ? nil : sizes.elements
            }
            let variance = try x.variance(axes, correction: degrees, keepDim: keep)
            return .tuple([
                try (root ? variance.sqrt() : variance).scriptValue,
                try x.mean(axes, keepDim: keep).scriptValue,
            ])
        }
    }

    private static func pair(
        _ name: String, _ summary: String,
        _ apply: @escaping (Tensor, Int, Bool) throws -> (values: Tensor, indices: Tensor)
    ) -> Builtin {
        Builtin(
            name, group: "torch", summary: summary, input, last, keepdim, returns: "values and indices",
            example: "x.\(name)()", pytorch: "torch.\(name)(x)"
        ) { _, x, axis, keep in
            let (values, indices) = try apply(x, axis, keep)
            return ReturnTypes.value(name, [("values", values), ("indices", indices)])
        }
    }

    private static func running(_ name: String, _ summary: String, largest: Bool) -> Builtin {
        Builtin(
            name, group: "torch", summary: summary, input, dim, returns: "values and indices",
            example: "x.\(name)(0)", pytorch: "torch.\(name)(x, 0)"
        ) { _, x, axis in
            let (values, indices) = try x.cumulativeExtreme(axis, largest: largest)
            return ReturnTypes.value(name, [("values", values), ("indices", indices)])
        }
    }

    // MARK: Shapes

    private static let shapes: [Builtin] =
        [
            Builtin(
                "unflatten", group: "torch", summary: "One axis as several.", input, dim,
                Parameter<Sizes>("sizes", "their sizes; one may be -1"), returns: "a tensor",
                example: "x.unflatten(0, (2, -1))",
                pytorch: "x.unflatten(0, (2, -1))"
            ) { _, x, axis, sizes in try x.unflatten(axis, sizes.elements) },
            Builtin(
                "tensor_split", group: "torch",
                summary: "So many pieces along an axis, or pieces that end at given places.", input,
                Parameter<Value>("indices_or_sections", "how many, or where they end"),
                Parameter<Int>("dim", "the axis", default: 0), returns: "a tuple of tensors",
                example: "torch.tensor_split(x, 3)", pytorch: "torch.tensor_split(x, 3)"
            ) { _, x, parts, axis in
                try sections(x, parts, axis, "tensor_split")
            },
            Builtin(
                "hsplit", group: "torch", summary: "Pieces from left to right.", input,
                Parameter<Value>("indices_or_sections", "how many, or where they end"),
                returns: "a tuple of tensors",
                example: "torch.hsplit(x, 2)", pytorch: "torch.hsplit(x, 2)"
            ) { _, x, parts in try sections(x, parts, x.rank == 1 ? 0 : 1, "hsplit") },
            Builtin(
                "vsplit", group: "torch", summary: "Pieces from top to bottom.", input,
                Parameter<Value>("indices_or_sections", "how many, or where they end"),
                returns: "a tuple of tensors",
                example: "torch.vsplit(x, 2)", pytorch: "torch.vsplit(x, 2)"
            ) { _, x, parts in
                guard x.rank >= 2 else {
                    throw TensorError(
                        .runtime,
                        "torch.vsplit requires a tensor with at least 2 dimension, but got a tensor with "
                            + "\(x.rank) dimensions!"
                    )
                }
                return try sections(x, parts, 0, "vsplit")
            },
            unary("fliplr", "Columns in reverse order.") {
                guard $0.rank >= 2 else { throw TensorError(.runtime, "Input must be >= 2-d.") }
                return try $0.flip([1])
            },
            unary("flipud", "Rows in reverse order.") {
                guard $0.rank >= 1 else { throw TensorError(.runtime, "Input must be >= 1-d.") }
                return try $0.flip([0])
            },
            Builtin(
                "rot90", group: "torch", summary: "A quarter turn, so many times.", input,
                Parameter<Int>("k", "how many", default: 1),
                Parameter<[Int]>("dims", "in which plane", default: [0, 1]),
                returns: "a tensor", example: "torch.rot90(x)", pytorch: "torch.rot90(x)"
            ) { _, x, k, axes in
                guard x.rank >= 2 else {
                    throw TensorError(.runtime, "expected total dims >= 2, but got total dims = \(x.rank)")
                }
                guard axes.count == 2, axes[0] != axes[1] else {
                    throw ScriptError("RuntimeError", "expected two different dims, got \(axes)")
                }
                switch ((k % 4) + 4) % 4 {
                case 1: return try x.flip([axes[1]]).transpose(axes[0], axes[1])
                case 2: return try x.flip(axes)
                case 3: return try x.flip([axes[0]]).transpose(axes[0], axes[1])
                default: return try x.clone()
                }
            },
            Builtin(
                "diag_embed", group: "torch", summary: "Rows as diagonals of matrices.", input,
                returns: "a tensor [..., n, n]", example: "torch.diag_embed(x)",
                pytorch: "torch.diag_embed(x)"
            ) { _, x in
                guard let n = x.shape.last else {
                    throw TensorError(.runtime, "diag_embed wants at least one axis")
                }
                return try x.unsqueeze(-1) * Tensor.eye(n).to(x.dtype)
            },
        ]
        + [("swapdims", "Two axes exchanged: a view.")].map { name, summary in
            Builtin(
                name, group: "torch", summary: summary, input, Parameter<Int>("dim0", "the first axis"),
                Parameter<Int>("dim1", "the second axis"), returns: "a tensor",
                example: "x.\(name)(0, 1)", pytorch: "torch.\(name)(x, 0, 1)"
            ) { _, x, a, b in try x.transpose(a, b) }
        }
        + ["movedim", "moveaxis"].map { name in
            Builtin(
                name, group: "torch", summary: "Axes moved to other places: a view.", input,
                Parameter<Sizes>("source", "the axes"), Parameter<Sizes>("destination", "where they go"),
                returns: "a tensor",
                example: "x.\(name)(0, -1)", pytorch: "torch.\(name)(x, 0, -1)"
            ) { _, x, source, target in
                let from = try source.elements.map { try Shape.axis($0, rank: x.rank) },
                    to = try target.elements.map { try Shape.axis($0, rank: x.rank) }
                guard from.count == to.count, Set(from).count == from.count, Set(to).count == to.count else {
                    throw ScriptError(
                        "RuntimeError",
                        "\(name): source and destination want the same number of different axes, got "
                            + "\(source.elements) and \(target.elements)"
                    )
                }
                var rest = (0..<x.rank).filter { !from.contains($0) }[...]
                return try x.permute(
                    (0..<x.rank).map { place in
                        to.firstIndex(of: place).map { from[$0] } ?? rest.removeFirst()
                    })
            }
        }
        + [1, 2, 3].map { n in
            Builtin(
                "atleast_\(n)d", group: "torch",
                summary: "The tensor with at least \(n) \(n == 1 ? "axis" : "axes").", input,
                returns: "a tensor", example: "torch.atleast_\(n)d(x)",
                pytorch: "torch.atleast_\(n)d(x)"
            ) { _, x in
                if x.rank >= n { return x }
                if n == 3 && x.rank == 2 { return try x.unsqueeze(-1) }
                if n == 3 && x.rank == 1 { return try x.unsqueeze(0).unsqueeze(-1) }
                return try x.reshape(Array(repeating: 1, count: n - x.rank) + x.shape)
            }
        }

    private static func sections(_ x: Tensor, _ parts: Value, _ axis: Int, _ name: String) throws -> Value {
        let at = try Shape.axis(axis, rank: x.rank)
        guard x.rank > 0 else {
            throw TensorError(
                .runtime, "\(name) expected at least a 1-dimensional tensor, but got a tensor with 0 dims")
        }
        let size = x.shape[at]
        var ends: [Int]
        if let count = try Operations.index(parts) {
            guard count > 0 else {
                throw TensorError(.runtime, "number of sections must be larger than 0, got \(count)")
            }
            guard name == "tensor_split" || size % count == 0 else {
                throw TensorError(
                    .runtime, "\(name): the size \(size) of dimension \(at) is not divisible by \(count)")
            }
            try Shape.checkMemory(count, each: 256)
            ends = (1..<max(count, 1)).map { $0 * (size / count) + min($0, size % count) }
        } else if let given = try SizeTuple.from(parts) {
            ends = given.elements.map { min(max($0 < 0 ? $0 + size : $0, 0), size) }
        } else {
            throw ScriptError("TypeError", "\(name)() wants an int or a list of ints, not \(parts.typeName)")
        }
        ends.append(size)
        var start = 0
        return .tuple(
            try ends.map { end in
                defer { start = end }
                return try x.slice(at, from: min(start, end), to: end).scriptValue
            })
    }
}

extension Int64 {
    fileprivate var magnitudeClamped: Int64 { self == .min ? .max : Swift.abs(self) }
}
