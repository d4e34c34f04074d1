import Language
import Tensors

// The operations that work on two tensors, element by element, after broadcasting.

extension Operation {
    static let binary: [Operation] = arithmetic + scaled + extremes + comparisons + logic + rest

    private static let arithmetic: [Operation] = [
        binary(
            "mul", "multiply", summary: "The product, element by element.", formula: "x·y",
            example: "x.NAME(2)", arrays: [.given("multiply", own: NumPy.operation(.multiply))]
        ) { try $0 * $1 },
        binary(
            "true_divide", summary: "The quotient, element by element.", formula: "x/y",
            example: "torch.NAME(x, 2)",
            arrays: [.given("divide", "true_divide", own: NumPy.operation(.divide))]
        ) { try $0 / $1 },
        binary(
            "remainder", summary: "The remainder of a division, with the sign of the divisor.",
            formula: "x mod y", example: "torch.NAME(x, 3)",
            arrays: [.given("mod", "remainder", own: NumPy.operation(.remainder))],
            ofNumber: { try $1.remainder(of: $0) }
        ) { try $0.remainder($1) },
        binary(
            "floor_divide", summary: "The quotient, rounded down.", formula: "⌊x/y⌋",
            example: "torch.NAME(x, 2)",
            arrays: [.given("floor_divide", own: NumPy.operation(.floorDivide))]
        ) { try $0.floorDivided(by: $1) },
        binary(
            "fmod", summary: "The remainder of a division, with the sign of the dividend.",
            formula: "x − y·trunc(x/y)", numbers: .second, arrays: [.promoted("fmod")]
        ) { try $0.fmod($1) },
        Operation(
            header(
                "pow", "Each element to a power.", "xʸ", example: "x.NAME(2)"), .either, other: "exponent"
        ) { x, exponent, _, _ in
            switch exponent {
            case .number(let number): return try x.pow(number)
            case .tensor(let tensor): return try x.pow(tensor)
            }
        }.with(numpy: [
            header("pow", "Each element to a power.", "xʸ", example: "x.NAME(2)").arrays(
                "power", .given("power", own: NumPy.operation(.power)), { try $0.pow($1) })
        ]),
        binary(
            "float_power", summary: "Each element to a power, in float64.", formula: "xʸ", other: "exponent",
            numbers: .second, writes: false, arrays: [.given("float_power")]
        ) { try $0.floatPower($1) },
        binary(
            "ldexp", summary: "The product with a power of 2.", formula: "x·2ʸ", numbers: .neither
        ) { try $0.ldexp($1) },
        binary(
            "gcd", summary: "The greatest common divisor.", formula: "gcd(x, y)", numbers: .neither
        ) { try $0.gcd($1) },
        binary("lcm", summary: "The least common multiple.", formula: "lcm(x, y)", numbers: .neither) {
            try $0.lcm($1)
        },
    ]

    private static let alpha = Parameter<Number>(
        "alpha", "a factor of the other", default: .int(1), .keywordOnly)
    private static let rounding = Parameter<String?>(
        "rounding_mode", "'floor', 'trunc' or None", default: nil, .keywordOnly)

    /// Sums, differences and quotients with a setting.
    private static let scaled: [Operation] = [
        Operation(
            header("add", "The sum, element by element.", "x + α·y"), .second,
            settings: [alpha.information]
        ) { x, y, values, command in
            try x.adding(y.tensor(beside: x), alpha: alpha.convert(values[2], command))
        }.with(numpy: [numpyOperator("add", "The sum, element by element.", .add)]),
        Operation(
            header("sub", "The difference, element by element.", "x − α·y", aliases: ["subtract"]), .second,
            settings: [alpha.information]
        ) { x, y, values, command in
            try Tensor.checkSubtracts(x.dtype, y.dtype)
            return try x.subtracting(y.tensor(beside: x), alpha: alpha.convert(values[2], command))
        }.with(numpy: [numpyOperator("subtract", "The difference, element by element.", .subtract)]),
        Operation(
            header("rsub", "The other minus each element.", "y − α·x", writes: false), .second,
            settings: [
                Parameter<Number>(
                    "alpha", "a factor of the elements", default: .int(1), .keywordOnly
                ).information
            ]
        ) { x, y, values, command in
            try Tensor.checkSubtracts(x.dtype, y.dtype)
            let y = try y.tensor(beside: x)
            return try y.subtracting(x, alpha: alpha.convert(values[2], command))
        },
        Operation(
            header(
                "div", "The quotient, element by element.", "x/y", aliases: ["divide"], example: "x.NAME(2)"),
            .either, settings: [rounding.information]
        ) { x, y, values, command in
            guard let mode = try rounding.convert(values[2], command) else {
                return try x / y.factor(of: x)
            }
            guard let rounding = Rounding(rawValue: mode) else {
                throw ScriptError(
                    "RuntimeError",
                    "div expected rounding_mode to be one of None, 'trunc', or 'floor' but found '\(mode)'")
            }
            return try x.divided(by: y.tensor(beside: x), rounding)
        },
    ]

    private static let extremes: [Operation] = [
        binary(
            "maximum", summary: "The larger of two, element by element.", formula: "max(x, y)",
            numbers: .neither, writes: false, arrays: [.promoted("maximum", "fmax")]
        ) { try $0.maximum($1) },
        binary(
            "minimum", summary: "The smaller of two, element by element.", formula: "min(x, y)",
            numbers: .neither, writes: false, arrays: [.promoted("minimum", "fmin")]
        ) { try $0.minimum($1) },
    ]

    private static func comparison(
        _ names: [String], _ array: String, _ summary: String, _ sign: String, _ comparison: Tensor.Comparison
    ) -> Operation {
        let example = names[0] == "eq" || names[0] == "ne" ? "x.NAME(y)" : "x.NAME(0)"
        let apply: BinaryApply = { try $0.compare(comparison, $1) }
        let header = Header(
            names: names, summary: summary, formula: "x \(sign) y",
            returns: "a bool tensor of the shape that both broadcast to", example: example,
            pytorch: "torch.NAME(x, y)", writes: false, cost: Costs.elementwise,
            place: SourcePlace(#fileID, #line))
        return Operation(header, .second) { x, y, _, _ in try apply(x, y.tensor(beside: x)) }
            .with(numpy: [header.arrays(array, .promoted(array), apply)])
    }

    private static let comparisons: [Operation] = [
        comparison(["eq"], "equal", "Where two are equal.", "=", .equal),
        comparison(["ne", "not_equal"], "not_equal", "Where two differ.", "≠", .notEqual),
        comparison(["lt", "less"], "less", "Where the first is less.", "<", .less),
        comparison(
            ["le", "less_equal"], "less_equal", "Where the first is less or equal.", "≤", .lessOrEqual),
        comparison(["gt", "greater"], "greater", "Where the first is greater.", ">", .greater),
        comparison(
            ["ge", "greater_equal"], "greater_equal", "Where the first is greater or equal.", "≥",
            .greaterOrEqual),
    ]

    private static let logic: [Operation] = [
        binary(
            "logical_and", summary: "Logical and: where both are not 0.", formula: "x ∧ y", numbers: .neither,
            writes: false, arrays: [.given("logical_and")]
        ) { try $0.to(.bool).bitwise(.and, $1.to(.bool)) },
        binary(
            "logical_or", summary: "Logical or: where at least one is not 0.", formula: "x ∨ y",
            numbers: .neither,
            writes: false, arrays: [.given("logical_or")]
        ) { try $0.to(.bool).bitwise(.or, $1.to(.bool)) },
        binary(
            "logical_xor", summary: "Logical exclusive or: where exactly one is not 0.", formula: "x ⊻ y",
            numbers: .neither,
            writes: false, arrays: [.given("logical_xor")]
        ) { try $0.to(.bool).bitwise(.xor, $1.to(.bool)) },
        binary(
            "bitwise_and", summary: "Bitwise and.", formula: "x & y", example: "x.NAME(y)",
            arrays: [.promoted("bitwise_and")]
        ) { try $0.bitwise(.and, $1) },
        binary(
            "bitwise_or", summary: "Bitwise or.", formula: "x | y", example: "x.NAME(y)",
            arrays: [.promoted("bitwise_or")]
        ) { try $0.bitwise(.or, $1) },
        binary(
            "bitwise_xor", summary: "Bitwise exclusive or.", formula: "x ^ y", example: "x.NAME(y)",
            arrays: [.promoted("bitwise_xor")]
        ) { try $0.bitwise(.xor, $1) },
    ]

    private static let rest: [Operation] = [
        binary(
            "atan2", summary: "The arc tangent of y / x, in the quadrant of the point.",
            formula: "atan2(x, y)", numbers: .neither,
            arrays: [.floats("arctan2")]
        ) { try $0.atan2($1) },
        binary(
            "hypot", summary: "The length of the hypotenuse.", formula: "√(x² + y²)", numbers: .neither,
            arrays: [.floats("hypot")]
        ) { try $0.hypot($1) },
        binary(
            "copysign", summary: "The magnitude of one with the sign of the other.", formula: "|x|·sgn y",
            numbers: .second, arrays: [.floats("copysign")]
        ) { try $0.copySign($1) },
        binary(
            "logaddexp", summary: "The logarithm of a sum of exponentials.", formula: "ln(eˣ + eʸ)",
            numbers: .neither, writes: false, arrays: [.floats("logaddexp")]
        ) { try $0.logAddExp($1) },
        binary(
            "logaddexp2", summary: "The logarithm to base 2 of a sum of powers of 2.",
            formula: "log₂(2ˣ + 2ʸ)",
            numbers: .neither, writes: false, arrays: [.floats("logaddexp2")]
        ) { try $0.logAddExp2($1) },
        binary("xlogy", summary: "The product with a logarithm, 0 at 0.", formula: "x·ln y", numbers: .second)
        {
            try $0.xlogy($1)
        },
        binary(
            "heaviside",
            summary: "The Heaviside step function: 0 below 0, 1 above, the second argument at 0.",
            formula: "0, y or 1", other: "values",
            numbers: .neither
        ) { try $0.heaviside($1) },
    ]

    private static func header(
        _ name: String, _ summary: String, _ formula: String, aliases: [String] = [],
        example: String = "torch.NAME(x, y)", writes: Bool = true, line: UInt = #line
    ) -> Header {
        Header(
            names: [name] + aliases, summary: summary, formula: formula,
            returns: "a tensor of the shape that both broadcast to", example: example,
            pytorch: "torch.NAME(x, y)", writes: writes, cost: Costs.elementwise,
            place: SourcePlace(#fileID, line))
    }

    private static func numpyOperator(_ name: String, _ summary: String, _ operation: BinaryOperator)
        -> Builtin
    {
        let apply = NumPy.operation(operation)
        return header(name, summary, "").arrays(name, .given(name, own: apply), apply)
    }
}
