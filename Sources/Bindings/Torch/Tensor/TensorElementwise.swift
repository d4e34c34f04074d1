import Language
import Tensors

/// Commands that work element by element.
enum TensorElementwise {
    /// Sendable: declared once, shared by all interpreters, and never changed afterwards.
    private struct Unary: @unchecked Sendable {
        let name: String, summary: String, formula: String
        let apply: (Tensor) throws -> Tensor
    }

    private static let unary: [Unary] = [
        .init(name: "abs", summary: "The size of each element.", formula: "|x|") { try $0.abs() },
        .init(name: "neg", summary: "Each element with the other sign.", formula: "−x") { try $0.negated() },
        .init(name: "square", summary: "Each element times itself.", formula: "x²") { try $0.square() },
        .init(name: "sqrt", summary: "The square root of each element.", formula: "√x") { try $0.sqrt() },
        .init(name: "rsqrt", summary: "One over the square root of each element.", formula: "1/√x") {
            try $0.rsqrt()
        },
        .init(name: "reciprocal", summary: "One over each element.", formula: "1/x") { try $0.reciprocal() },
        .init(name: "exp", summary: "e to the power of each element.", formula: "eˣ") { try $0.exp() },
        .init(name: "expm1", summary: "e to the power of each element, minus 1.", formula: "eˣ − 1") {
            try $0.expm1()
        },
        .init(name: "log", summary: "The natural logarithm of each element.", formula: "ln x") {
            try $0.log()
        },
        .init(name: "log2", summary: "The logarithm to base 2.", formula: "log₂ x") { try $0.log2() },
        .init(name: "log10", summary: "The logarithm to base 10.", formula: "log₁₀ x") { try $0.log10() },
        .init(name: "log1p", summary: "The natural logarithm of 1 plus each element.", formula: "ln(1 + x)") {
            try $0.log1p()
        },
        .init(name: "sin", summary: "The sine of each element.", formula: "sin x") { try $0.sin() },
        .init(name: "cos", summary: "The cosine of each element.", formula: "cos x") { try $0.cos() },
        .init(name: "tan", summary: "The tangent of each element.", formula: "tan x") { try $0.tan() },
        .init(name: "tanh", summary: "The hyperbolic tangent of each element.", formula: "tanh x") {
            try $0.tanh()
        },
        .init(name: "sigmoid", summary: "The logistic function of each element.", formula: "1/(1 + e⁻ˣ)") {
            try $0.sigmoid()
        },
        .init(name: "relu", summary: "Negative elements become 0.", formula: "max(x, 0)") { try $0.relu() },
        .init(name: "erf", summary: "The error function of each element.", formula: "erf x") { try $0.erf() },
        .init(name: "sign", summary: "-1, 0 or 1: the sign of each element.", formula: "sgn x") {
            try $0.sign()
        },
        .init(name: "floor", summary: "The largest whole number not above each element.", formula: "⌊x⌋") {
            try $0.floor()
        },
        .init(name: "ceil", summary: "The smallest whole number not below each element.", formula: "⌈x⌉") {
            try $0.ceil()
        },
        .init(name: "trunc", summary: "Each element without what stands behind the point.", formula: "") {
            try $0.trunc()
        },
    ]

    /// Sendable: declared once, shared by all interpreters, and never changed afterwards.
    private struct Binary: @unchecked Sendable {
        let names: [String], summary: String, formula: String, example: String
        let hasInPlace: Bool
        /// Which of the two may be a plain number, as PyTorch has it.
        var numbers = Numbers.either
        /// What it does where the first is a number, if it is not the same.
        var ofNumber: ((Number, Tensor) throws -> Tensor)?
        let apply: (Tensor, Tensor) throws -> Tensor

        enum Numbers { case neither, second, either }
    }

    private static let binary: [Binary] = [
        .init(
            names: ["mul", "multiply"], summary: "The product, element by element.", formula: "x·y",
            example: "x.mul(2)", hasInPlace: true
        ) { try $0 * $1 },
        .init(
            names: ["true_divide"], summary: "The quotient, element by element.", formula: "x/y",
            example: "torch.true_divide(x, 2)", hasInPlace: true
        ) { try $0 / $1 },
        .init(
            names: ["remainder"], summary: "The rest of a division, with the sign of the divisor.",
            formula: "x mod y", example: "torch.remainder(torch.tensor(-1), 3)", hasInPlace: true,
            ofNumber: { try $1.remainder(of: $0) }
        ) { try $0.remainder($1) },
        .init(
            names: ["floor_divide"], summary: "The quotient, rounded down.", formula: "⌊x/y⌋",
            example: "torch.floor_divide(torch.tensor(7), 2)", hasInPlace: true
        ) { try $0.floorDivided(by: $1) },
        .init(
            names: ["maximum"], summary: "The larger of two, element by element.", formula: "max(x, y)",
            example: "torch.maximum(x, y)", hasInPlace: false, numbers: .neither
        ) { try $0.maximum($1) },
        .init(
            names: ["minimum"], summary: "The smaller of two, element by element.", formula: "min(x, y)",
            example: "torch.minimum(x, y)", hasInPlace: false, numbers: .neither
        ) { try $0.minimum($1) },
        .init(
            names: ["eq"], summary: "Where two are equal.", formula: "x = y", example: "x.eq(y)",
            hasInPlace: false, numbers: .second
        ) { try $0.compare(.equal, $1) },
        .init(
            names: ["ne", "not_equal"], summary: "Where two differ.", formula: "x ≠ y", example: "x.ne(y)",
            hasInPlace: false, numbers: .second
        ) { try $0.compare(.notEqual, $1) },
        .init(
            names: ["lt", "less"], summary: "Where the first is smaller.", formula: "x < y",
            example: "x.lt(0)", hasInPlace: false, numbers: .second
        ) { try $0.compare(.less, $1) },
        .init(
            names: ["le", "less_equal"], summary: "Where the first is not larger.", formula: "x ≤ y",
            example: "x.le(0)", hasInPlace: false, numbers: .second
        ) { try $0.compare(.lessOrEqual, $1) },
        .init(
            names: ["gt", "greater"], summary: "Where the first is larger.", formula: "x > y",
            example: "x.gt(0)", hasInPlace: false, numbers: .second
        ) { try $0.compare(.greater, $1) },
        .init(
            names: ["ge", "greater_equal"], summary: "Where the first is not smaller.", formula: "x ≥ y",
            example: "x.ge(0)", hasInPlace: false, numbers: .second
        ) { try $0.compare(.greaterOrEqual, $1) },
        .init(
            names: ["logical_and"], summary: "Where both are not 0.", formula: "x ∧ y",
            example: "torch.logical_and(x, y)", hasInPlace: false, numbers: .neither
        ) { try $0.to(.bool).bitwise(.and, $1.to(.bool)) },
        .init(
            names: ["logical_or"], summary: "Where at least one is not 0.", formula: "x ∨ y",
            example: "torch.logical_or(x, y)", hasInPlace: false, numbers: .neither
        ) { try $0.to(.bool).bitwise(.or, $1.to(.bool)) },
        .init(
            names: ["logical_xor"], summary: "Where exactly one is not 0.", formula: "x ⊻ y",
            example: "torch.logical_xor(x, y)", hasInPlace: false, numbers: .neither
        ) { try $0.to(.bool).bitwise(.xor, $1.to(.bool)) },
        .init(
            names: ["bitwise_and"], summary: "The bits that both have.", formula: "x & y",
            example: "x.bitwise_and(y)", hasInPlace: false
        ) { try $0.bitwise(.and, $1) },
        .init(
            names: ["bitwise_or"], summary: "The bits that one has.", formula: "x | y",
            example: "x.bitwise_or(y)", hasInPlace: false
        ) { try $0.bitwise(.or, $1) },
        .init(
            names: ["bitwise_xor"], summary: "The bits that exactly one has.", formula: "x ^ y",
            example: "x.bitwise_xor(y)", hasInPlace: false
        ) { try $0.bitwise(.xor, $1) },
    ]

    private static let other = Parameter<Operand>("other", "a tensor or number")
    private static let least = Parameter<Operand?>("min", "the lower bound", default: nil)
    private static let most = Parameter<Operand?>("max", "the upper bound", default: nil)
    private static let decimals = Parameter<Int>("decimals", "digits kept behind the point", default: 0)

    private static func scaled(_ x: Tensor, _ other: Operand, _ alpha: Number) throws -> Tensor {
        let operand = try other.tensor(beside: x)
        let type = DType.promoted(x.dtype, operand.dtype)
        if case .bool = alpha, type != .bool {
            throw ScriptError("RuntimeError", "Boolean alpha only supported for Boolean results.")
        }
        if case .float = alpha, !type.isFloatingPoint {
            throw ScriptError(
                "RuntimeError",
                "For integral input tensors, argument alpha must not be a floating point number.")
        }
        if type == .bool { return alpha.isTrue ? operand : try Tensor.zeros(operand.shape, .bool) }
        return alpha == .int(1) ? operand : try operand * operand.fittingConstant(alpha)
    }

    private static func difference(_ x: Tensor, _ other: Operand, _ alpha: Number) throws -> Tensor {
        try Tensor.checkSubtracts(x.dtype, other.dtype)
        return try x - scaled(x, other, alpha)
    }

    private static let rounding = Parameter<String?>(
        "rounding_mode", "'floor', 'trunc' or None", default: nil, .keywordOnly)

    private static func quotient(_ x: Tensor, _ y: Tensor, _ mode: String?) throws -> Tensor {
        switch mode {
        case nil: return try x / y
        case let mode?:
            if let rounding = Rounding(rawValue: mode) { return try x.divided(by: y, rounding) }
            throw ScriptError(
                "RuntimeError",
                "div expected rounding_mode to be one of None, 'trunc', or 'floor' but found '\(mode)'")
        }
    }

    private static func clamp(_ x: Tensor, _ least: Operand?, _ most: Operand?) throws -> Tensor {
        func number(_ bound: Operand?) -> Number?? {
            switch bound {
            case .none: return .some(nil)
            case .number(let value): return .some(value)
            case .tensor: return nil
            }
        }
        if let low = number(least), let high = number(most) { return try x.clamp(low, high) }
        if let least, let most { return try x.clamp(least.tensor(beside: x), most.tensor(beside: x)) }
        if let least { return try x.maximum(least.tensor(beside: x)) }
        return try most.map { try x.minimum($0.tensor(beside: x)) } ?? x
    }

    private static func power(_ x: Tensor, _ exponent: Operand) throws -> Tensor {
        switch exponent {
        case .number(let number): return try x.pow(number)
        case .tensor(let tensor): return try x.pow(tensor)
        }
    }

    /// A point on the way from one tensor to another.
    static func lerp(_ x: Tensor, _ end: Tensor, _ weight: Operand) throws -> Tensor {
        switch weight {
        case .number(let number): return try x.lerp(end, number)
        case .tensor(let tensor): return try x.lerp(end, tensor)
        }
    }

    private static func rounded(_ x: Tensor, _ decimals: Int) throws -> Tensor {
        if decimals == 0 { return try x.round() }
        let scale = try x.constant(.int(10)).pow(x.constant(.float(Double(decimals))))
        return try (x * scale).round() / scale
    }

    package static let shared: [Builtin] =
        unary.map { row in
            Builtin(
                row.name, group: "torch", summary: row.summary, input, returns: "a tensor of the same shape",
                example: "torch.\(row.name)(x)", pytorch: "torch.\(row.name)(x)", formula: row.formula
            ) { _, x in try row.apply(x) }
        }
        + binary.flatMap { row in
            row.names.map { command($0, row) }
        }
        + [
            Builtin(
                "pow", group: "torch", summary: "Each element to a power.",
                Parameter<Operand>("input", "a tensor or number"),
                Parameter<Operand>("exponent", "a tensor or number"),
                returns: "a tensor of the shape that both broadcast to",
                example: "x.pow(2)", pytorch: "torch.pow(x, y)", formula: "xʸ"
            ) { _, x, y in
                if case .tensor(let base) = x { return try power(base, y) }
                return try binaryCall(x, y) { try $0.pow($1) }
            }
        ]
        + ["div", "divide"].map { name in
            Builtin(
                name, group: "torch", summary: "The quotient, element by element.",
                Parameter<Operand>("input", "a tensor or number"), other, rounding,
                returns: "a tensor of the shape that both broadcast to", example: "x.\(name)(2)",
                pytorch: "torch.\(name)(x, y)", formula: "x/y"
            ) { _, x, y, mode in try binaryCall(x, y) { try quotient($0, $1, mode) } }
        }
        + ["add", "sub", "subtract"].map { name in
            Builtin(
                name, group: "torch",
                summary: name == "add"
                    ? "The sum, element by element." : "The difference, element by element.",
                input, other,
                Parameter<Number>("alpha", "what the other is multiplied by", default: .int(1), .keywordOnly),
                returns: "a tensor of the shape that both broadcast to", example: "torch.\(name)(x, y)",
                pytorch: "torch.\(name)(x, y)",
                formula: name == "add" ? "x + α·y" : "x − α·y"
            ) { _, x, y, alpha in
                try name == "add" ? x + scaled(x, y, alpha) : difference(x, y, alpha)
            }
        }
        + [
            Builtin(
                "rsub", group: "torch", summary: "The other minus each element.", input, other,
                Parameter<Number>(
                    "alpha", "what the elements are multiplied by", default: .int(1), .keywordOnly),
                returns: "a tensor of the shape that both broadcast to", example: "torch.rsub(x, 1)",
                pytorch: "torch.rsub(x, y)", formula: "y − α·x"
            ) { _, x, y, alpha in
                try Tensor.checkSubtracts(x.dtype, y.dtype)
                let y = try y.tensor(beside: x)
                return try y - scaled(y, .tensor(x), alpha)
            }
        ]
        + ["clamp", "clip"].map { name in
            Builtin(
                name, group: "torch", summary: "Elements brought between two bounds.", input, least, most,
                returns: "a tensor of the same shape", example: "x.\(name)(0, 1)",
                pytorch: "torch.\(name)(x, min, max)",
                formula: "min(max(x, low), high)"
            ) { _, x, low, high in try clamp(x, low, high) }
        }
        + [
            Builtin(
                "round", group: "torch", summary: "Each element rounded, halves to the even neighbour.",
                input,
                Parameter<Int>("decimals", "digits kept behind the point", default: 0, .keywordOnly),
                returns: "a tensor of the same shape", example: "torch.round(x)", pytorch: "torch.round(x)"
            ) { _, x, places in try rounded(x, places) },
            Builtin(
                "logical_not", group: "torch", summary: "Where elements are 0.", input,
                returns: "a bool tensor",
                example: "torch.logical_not(x)", pytorch: "torch.logical_not(x)"
            ) { _, x in try x.logicalNot() },
            Builtin(
                "bitwise_not", group: "torch", summary: "Each bit the other way.", input, returns: "a tensor",
                example: "x.bitwise_not()", pytorch: "torch.bitwise_not(x)"
            ) { _, x in try x.inverted() },
            Builtin(
                "isnan", group: "torch", summary: "Where elements are not a number.", input,
                returns: "a bool tensor",
                example: "torch.isnan(x)", pytorch: "torch.isnan(x)"
            ) { _, x in try x.isNaN() },
            Builtin(
                "isinf", group: "torch", summary: "Where elements are infinite.", input,
                returns: "a bool tensor",
                example: "torch.isinf(x)", pytorch: "torch.isinf(x)"
            ) { _, x in try x.isInfinite() },
            Builtin(
                "isfinite", group: "torch", summary: "Where elements are finite.", input,
                returns: "a bool tensor",
                example: "torch.isfinite(x)", pytorch: "torch.isfinite(x)"
            ) { _, x in try x.isFinite() },
            Builtin(
                "equal", group: "torch", summary: "Whether two tensors have one shape and equal elements.",
                input,
                Parameter<Tensor>("other", "a tensor"), returns: "bool", example: "torch.equal(x, y)",
                pytorch: "torch.equal(x, y)"
            ) { _, x, y in try x.equals(y) },
            Builtin(
                "allclose", group: "torch", summary: "Whether all elements of two tensors are close.", input,
                Parameter<Tensor>("other", "a tensor"),
                Parameter<Double>("rtol", "tolerance relative to the other", default: 1e-5),
                Parameter<Double>("atol", "absolute tolerance", default: 1e-8),
                Parameter<Bool>("equal_nan", "whether NaN is close to NaN", default: false),
                returns: "bool", example: "torch.allclose(x, y)", pytorch: "torch.allclose(x, y)",
                formula: "|x − y| ≤ atol + rtol·|y|"
            ) { _, x, y, relative, absolute, nan in
                try x.isClose(to: y, rtol: relative, atol: absolute, equalNaN: nan)
            },
            Builtin(
                "lerp", group: "torch", summary: "A point on the way from one tensor to another.", input,
                Parameter<Tensor>("end", "where the way ends"),
                Parameter<Operand>("weight", "how far to go, 0 to 1"),
                returns: "a tensor", example: "torch.lerp(x, y, 0.5)", pytorch: "torch.lerp(x, y, weight)",
                formula: "x + w·(y − x)"
            ) { _, x, y, weight in try lerp(x, y, weight) },
        ]

    private static func command(_ name: String, _ row: Binary) -> Builtin {
        let returns = "a tensor of the shape that both broadcast to", pytorch = "torch.\(name)(x, y)"
        switch row.numbers {
        case .neither:
            return Builtin(
                name, group: "torch", summary: row.summary, input, Parameter<Tensor>("other", "a tensor"),
                returns: returns, example: row.example, pytorch: pytorch, formula: row.formula
            ) { _, x, y in try row.apply(x, y) }
        case .second:
            return Builtin(
                name, group: "torch", summary: row.summary, input, other, returns: returns,
                example: row.example,
                pytorch: pytorch, formula: row.formula
            ) { _, x, y in try row.apply(x, y.tensor(beside: x)) }
        case .either:
            return Builtin(
                name, group: "torch", summary: row.summary, Parameter<Operand>("input", "a tensor or number"),
                other,
                returns: returns, example: row.example, pytorch: pytorch, formula: row.formula
            ) { _, x, y in
                if let ofNumber = row.ofNumber, case (.number(let number), .tensor(let y)) = (x, y) {
                    return try ofNumber(number, y)
                }
                return try binaryCall(x, y, row.apply)
            }
        }
    }

    private static func binaryCall(_ x: Operand, _ y: Operand, _ apply: (Tensor, Tensor) throws -> Tensor)
        throws -> Tensor
    {
        switch (x, y) {
        case (.tensor(let a), _): return try apply(a, y.tensor(beside: a))
        case (_, .tensor(let b)): return try apply(x.tensor(beside: b), b)
        case (.number(let a), .number(let b)): return try apply(Tensor.scalar(a), Tensor.scalar(b))
        }
    }

    // MARK: In place

    private static func changing(_ object: TensorObject, _ name: String, _ body: (Tensor) throws -> Tensor)
        throws -> TensorObject
    {
        try object.tensor.update(name) { try body($0) }
        return object
    }
    private static let changed: Parameter<TensorObject> = receiver("the tensor that changes")

    static let inPlace: [Builtin] =
        unary.map { row in
            Builtin(
                row.name + "_", group: "torch", summary: row.summary + " In place.", changed,
                returns: "the tensor itself",
                example: "x.\(row.name)_()", pytorch: "x.\(row.name)_()", formula: row.formula
            ) { _, x in
                try changing(x, row.name + "_", row.apply)
            }
        }
        + binary.filter(\.hasInPlace).map { row in
            Builtin(
                row.names[0] + "_", group: "torch", summary: row.summary + " In place.", changed, other,
                returns: "the tensor itself",
                example: "x.\(row.names[0])_(2)", pytorch: "x.\(row.names[0])_(y)", formula: row.formula
            ) { _, x, y in
                try changing(x, row.names[0] + "_") { try row.apply($0, y.tensor(beside: $0)) }
            }
        }
        + [
            Builtin(
                "div_", group: "torch", summary: "Divides, in place.", changed, other, rounding,
                returns: "the tensor itself", example: "x.div_(2)",
                pytorch: "x.div_(y)"
            ) { _, x, y, mode in
                try changing(x, "div_") { try quotient($0, y.tensor(beside: $0), mode) }
            }
        ]
        + [
            Builtin(
                "pow_", group: "torch", summary: "Raises each element to a power, in place.", changed,
                Parameter<Operand>("exponent", "a tensor or number"), returns: "the tensor itself",
                example: "x.pow_(2)",
                pytorch: "x.pow_(y)", formula: "xʸ"
            ) { _, x, y in try changing(x, "pow_") { try power($0, y) } }
        ]
        + ["add_", "sub_"].map { name in
            Builtin(
                name, group: "torch", summary: name == "add_" ? "Adds, in place." : "Subtracts, in place.",
                changed, other,
                Parameter<Number>("alpha", "what the other is multiplied by", default: .int(1), .keywordOnly),
                returns: "the tensor itself", example: "x.\(name)(1)", pytorch: "x.\(name)(y)"
            ) { _, x, y, alpha in
                try changing(x, name) {
                    try name == "add_" ? $0 + scaled($0, y, alpha) : difference($0, y, alpha)
                }
            }
        }
        + ["clamp_", "clip_"].map { name in
            Builtin(
                name, group: "torch", summary: "Brings elements between two bounds, in place.", changed,
                least, most,
                returns: "the tensor itself", example: "x.\(name)(0, 1)", pytorch: "x.\(name)(min, max)"
            ) { _, x, low, high in
                try changing(x, name) { try clamp($0, low, high) }
            }
        }
        + [
            Builtin(
                "round_", group: "torch", summary: "Rounds each element, in place.", changed, decimals,
                returns: "the tensor itself", example: "x.round_()", pytorch: "x.round_()"
            ) { _, x, places in
                try changing(x, "round_") { try rounded($0, places) }
            }
        ]
}
