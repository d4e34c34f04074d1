import Language
import Tensors

// The operations that work on one tensor, element by element.

extension Operation {
    static let unary: [Operation] = powers + angles + roundings + signs + tests

    private static let powers: [Operation] = [
        unary("square", summary: "The square of each element.", formula: "x²", arrays: [.given("square")]) {
            try $0.square()
        },
        unary("sqrt", summary: "The square root of each element.", formula: "√x", arrays: [.floats("sqrt")]) {
            try $0.sqrt()
        },
        unary("rsqrt", summary: "The reciprocal square root of each element.", formula: "1/√x") {
            try $0.rsqrt()
        },
        unary(
            "reciprocal", summary: "The reciprocal of each element.", formula: "1/x",
            arrays: [.given("reciprocal", own: NumPy.reciprocal)]
        ) { try $0.reciprocal() },
        unary("exp", summary: "e to the power of each element.", formula: "eˣ", arrays: [.floats("exp")]) {
            try $0.exp()
        },
        unary("exp2", summary: "2 to the power of each element.", formula: "2ˣ", arrays: [.floats("exp2")]) {
            try $0.exp2()
        },
        unary(
            "expm1", summary: "e to the power of each element, minus 1.", formula: "eˣ − 1",
            arrays: [.floats("expm1")]
        ) { try $0.expm1() },
        unary(
            "log", summary: "The natural logarithm of each element.", formula: "ln x",
            arrays: [.floats("log")]
        ) { try $0.log() },
        unary("log2", summary: "The logarithm to base 2.", formula: "log₂ x", arrays: [.floats("log2")]) {
            try $0.log2()
        },
        unary("log10", summary: "The logarithm to base 10.", formula: "log₁₀ x", arrays: [.floats("log10")]) {
            try $0.log10()
        },
        unary(
            "log1p", summary: "The natural logarithm of 1 plus each element.", formula: "ln(1 + x)",
            arrays: [.floats("log1p")]
        ) { try $0.log1p() },
        Operation(
            Header(
                names: ["logit"], summary: "The logit: the logarithm of the odds.",
                formula: "ln(x / (1 − x))",
                returns: "a tensor of the same shape", writes: true, cost: Costs.elementwise,
                place: SourcePlace(#fileID, #line)),
            Parameter<Double?>("eps", "how far from 0 and 1 the elements are kept", default: nil)
        ) { x, eps in
            try eps.map { try x.clamp(.float($0), .float(1 - $0)).logit() } ?? x.logit()
        },
        unary("lgamma", summary: "The logarithm of the gamma function.", formula: "ln Γ(x)") {
            try $0.lgamma()
        },
        unary("erf", summary: "The error function of each element.", formula: "erf x") { try $0.erf() },
        unary("sigmoid", summary: "The sigmoid (logistic function) of each element.", formula: "1/(1 + e⁻ˣ)")
        {
            try $0.sigmoid()
        },
        unary("relu", summary: "ReLU: negative elements become 0.", formula: "max(x, 0)") { try $0.relu() },
    ]

    private static let angles: [Operation] = [
        unary("sin", summary: "The sine of each element.", formula: "sin x", arrays: [.floats("sin")]) {
            try $0.sin()
        },
        unary("cos", summary: "The cosine of each element.", formula: "cos x", arrays: [.floats("cos")]) {
            try $0.cos()
        },
        unary("tan", summary: "The tangent of each element.", formula: "tan x", arrays: [.floats("tan")]) {
            try $0.tan()
        },
        unary(
            "asin", summary: "The arc sine of each element.", formula: "asin x", arrays: [.floats("arcsin")]
        ) {
            try $0.asin()
        },
        unary(
            "acos", summary: "The arc cosine of each element.", formula: "acos x", arrays: [.floats("arccos")]
        ) {
            try $0.acos()
        },
        unary(
            "atan", "arctan", summary: "The arc tangent of each element.", formula: "atan x",
            arrays: [.floats("arctan")]
        ) { try $0.atan() },
        unary(
            "asinh", "arcsinh", summary: "The inverse of the hyperbolic sine.", formula: "asinh x",
            arrays: [.floats("arcsinh")]
        ) { try $0.asinh() },
        unary(
            "acosh", "arccosh", summary: "The inverse of the hyperbolic cosine.", formula: "acosh x",
            arrays: [.floats("arccosh")]
        ) { try $0.acosh() },
        unary(
            "atanh", "arctanh", summary: "The inverse of the hyperbolic tangent.", formula: "atanh x",
            arrays: [.floats("arctanh")]
        ) { try $0.atanh() },
        unary("sinh", summary: "The hyperbolic sine.", formula: "sinh x", arrays: [.floats("sinh")]) {
            try $0.sinh()
        },
        unary("cosh", summary: "The hyperbolic cosine.", formula: "cosh x", arrays: [.floats("cosh")]) {
            try $0.cosh()
        },
        unary(
            "tanh", summary: "The hyperbolic tangent of each element.", formula: "tanh x",
            arrays: [.floats("tanh")]
        ) { try $0.tanh() },
        unary("sinc", summary: "The normalised sinc.", formula: "sin(πx) / πx", arrays: [.floats("sinc")]) {
            try $0.sinc()
        },
        unary(
            "deg2rad", summary: "Converts degrees to radians.", formula: "πx / 180",
            arrays: [.floats("deg2rad", "radians")]
        ) { try $0.deg2rad() },
        unary(
            "rad2deg", summary: "Converts radians to degrees.", formula: "180x / π",
            arrays: [.floats("rad2deg", "degrees")]
        ) { try $0.rad2deg() },
    ]

    private static let roundings: [Operation] = [
        unary(
            "floor", summary: "The largest integer not above each element.", formula: "⌊x⌋",
            arrays: [.floats("floor")]
        ) { try $0.floor() },
        unary(
            "ceil", summary: "The smallest integer not below each element.", formula: "⌈x⌉",
            arrays: [.floats("ceil")]
        ) { try $0.ceil() },
        unary("trunc", "fix", summary: "The integer part of each element.", arrays: [.floats("trunc", "fix")])
        {
            try $0.trunc()
        },
        unary("frac", summary: "The fractional part of each element.", formula: "x − trunc x") {
            try $0.frac()
        },
        Operation(
            Header(
                names: ["round"], summary: "Each element rounded, halves to the even neighbour.",
                returns: "a tensor of the same shape", writes: true, cost: Costs.elementwise,
                place: SourcePlace(#fileID, #line)),
            Parameter<Int>("decimals", "decimal places to keep", default: 0, .keywordOnly)
        ) { try $0.round(decimals: $1) }
        .with(numpy: ["round", "around"].map(NumPy.rounding)),
    ]

    private static let signs: [Operation] = [
        unary(
            "abs", "absolute", summary: "The absolute value of each element.", formula: "|x|",
            arrays: [.given("abs", "absolute", own: NumPy.size), .floats("fabs")]
        ) { try $0.abs() },
        unary(
            "neg", "negative", summary: "The negative of each element.", formula: "−x",
            arrays: [.given("negative")]
        ) { try $0.negated() },
        unary("positive", summary: "The elements as they are.", formula: "x", writes: false) {
            try $0.positive()
        },
        unary(
            "sign", summary: "The sign of each element: -1, 0 or 1.", formula: "sgn x",
            arrays: [.given("sign")]
        ) { try $0.sign() },
        unary(
            "signbit", summary: "Where the sign bit is set, also of -0.0.", returns: "a bool tensor",
            writes: false
        ) { try $0.signBit() },
    ]

    private static let tests: [Operation] = [
        unary(
            "isnan", summary: "Where elements are not a number.", returns: "a bool tensor", writes: false,
            arrays: [.given("isnan")]
        ) { try $0.isNaN() },
        unary(
            "isinf", summary: "Where elements are infinite.", returns: "a bool tensor", writes: false,
            arrays: [.given("isinf")]
        ) { try $0.isInfinite() },
        unary(
            "isfinite", summary: "Where elements are finite.", returns: "a bool tensor", writes: false,
            arrays: [.given("isfinite")]
        ) { try $0.isFinite() },
        unary(
            "logical_not", summary: "Logical not: where elements are 0.", formula: "¬x",
            returns: "a bool tensor",
            writes: false, arrays: [.given("logical_not")]
        ) { try $0.logicalNot() },
        unary(
            "bitwise_not", summary: "Bitwise not.", formula: "~x", returns: "a tensor",
            example: "x.NAME()", arrays: [.given("invert")]
        ) { try $0.inverted() },
    ]
}
