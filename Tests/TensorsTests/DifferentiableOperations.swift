import Foundation
import Tensors

/// An operation on tensors with a derivative: how its inputs look, and how it is called.
struct DifferentiableOperation: CustomStringConvertible, Sendable {
    /// Where the numbers of the inputs lie: somewhere in general, so that no kink is hit by chance.
    enum Domain: Sendable {
        /// −2 to 2.
        case real
        /// 0.3 to 2.
        case positive
        /// 0.1 to 0.9.
        case part
        /// −0.9 to 0.9.
        case inner
    }

    /// What the gradient is held against.
    enum Precision: Sendable {
        /// float64, steps of 1e-6.
        case double
        /// What is only there for float32: steps of 1e-2, and an error that allows for it.
        case single
    }

    /// The function of `Tensor` or `Write` that the row is about, as it is declared.
    let name: String
    /// What sets this row apart from others of that function.
    var form = ""
    var domain = Domain.real
    var precision = Precision.double
    /// The shapes of the inputs for a size n: 0, 1, 3 and 17.
    let shapes: @Sendable (_ n: Int) -> [[Int]]
    /// All results that a gradient can pass through.
    let apply: @Sendable ([Tensor]) throws -> [Tensor]

    var description: String { form.isEmpty ? name : "\(name) (\(form))" }

    /// Of one input [n], or of another shape.
    static func of(
        _ name: String, _ form: String = "", _ domain: Domain = .real,
        shape: @escaping @Sendable (Int) -> [Int] = { [$0] },
        _ apply: @escaping @Sendable (Tensor) throws -> Tensor
    ) -> Self {
        Self(name: name, form: form, domain: domain, shapes: { [shape($0)] }, apply: { [try apply($0[0])] })
    }

    /// Of two inputs [n, 2] and [2], so that the second is broadcast, or of other shapes.
    static func two(
        _ name: String, _ form: String = "", _ domain: Domain = .real, _ precision: Precision = .double,
        shapes: @escaping @Sendable (Int) -> [[Int]] = { [[$0, 2], [2]] },
        _ apply: @escaping @Sendable (Tensor, Tensor) throws -> Tensor
    ) -> Self {
        Self(
            name: name, form: form, domain: domain, precision: precision, shapes: shapes,
            apply: { [try apply($0[0], $0[1])] })
    }

    /// Whole numbers 0, 1, …, below `limit` again and again.
    static func places(_ count: Int, below limit: Int) throws -> Tensor {
        try Tensor((0..<count).map { Int64(limit == 0 ? 0 : ($0 * 2 + 1) % limit) })
    }

    static func mask(_ shape: [Int]) throws -> Tensor {
        try Tensor((0..<shape.reduce(1, *)).map { $0 % 3 != 1 }, shape)
    }

    /// x, and NaN at the second, the fifth, … place.
    private static func withNaN(_ x: Tensor) throws -> Tensor {
        try x.maskedFill(mask(x.shape).logicalNot(), .float(.nan))
    }

    static func square(_ n: Int) -> [Int] { [n, n] }

    /// x with a diagonal that keeps it well away from being singular, and its eigenvalues apart.
    static func apart(_ x: Tensor, step: Double = 3) throws -> Tensor {
        let n = min(x.shape[x.rank - 2], x.shape[x.rank - 1])
        guard n > 0 else { return x }
        let steps = try Tensor.arange(.float(1), .float(Double(n) + 1), dtype: x.dtype)
        let wide = try Tensor.zeros(Array(x.shape.suffix(2)), x.dtype)
        try Tensor.copy(from: steps * steps.constant(.float(step)), into: wide.diagonal())
        return try x + wide
    }

    static func symmetric(_ x: Tensor) throws -> Tensor {
        try apart(x + x.transpose(-2, -1), step: 6)
    }

    static let all: [Self] =
        unary + binary + reductions + views + arrangements + indexing + writes + products + losses
        + linearAlgebra

    // MARK: One number at a time

    private static let unary: [Self] = [
        .of("negated") { try $0.negated() }, .of("abs") { try $0.abs() }, .of("square") { try $0.square() },
        .of("sqrt", "", .positive) { try $0.sqrt() }, .of("rsqrt", "", .positive) { try $0.rsqrt() },
        .of("reciprocal", "", .positive) { try $0.reciprocal() }, .of("exp") { try $0.exp() },
        .of("expm1") { try $0.expm1() }, .of("exp2") { try $0.exp2() },
        .of("log", "", .positive) { try $0.log() }, .of("log2", "", .positive) { try $0.log2() },
        .of("log10", "", .positive) { try $0.log10() }, .of("log1p", "", .positive) { try $0.log1p() },
        .of("sin") { try $0.sin() }, .of("cos") { try $0.cos() }, .of("tan", "", .inner) { try $0.tan() },
        .of("asinh") { try $0.asinh() }, .of("atanh", "", .inner) { try $0.atanh() },
        .of("acosh", "", .positive) { try ($0 + $0.constant(.int(1))).acosh() },
        .of("asin", "", .inner) { try $0.asin() }, .of("acos", "", .inner) { try $0.acos() },
        .of("atan") { try $0.atan() }, .of("sinh") { try $0.sinh() }, .of("cosh") { try $0.cosh() },
        .of("tanh") { try $0.tanh() }, .of("sigmoid") { try $0.sigmoid() }, .of("relu") { try $0.relu() },
        .of("erf") { try $0.erf() }, .of("logit", "", .part) { try $0.logit() },
        .of("lgamma", "", .positive) { try $0.lgamma() }, .of("sinc") { try $0.sinc() },
        .of("silu") { try $0.silu() }, .of("leakyReLU") { try $0.leakyReLU(0.1) },
        .of("elu") { try $0.elu(1.5) }, .of("selu") { try $0.selu() }, .of("softplus") { try $0.softplus() },
        .of("softplus", "β 2, linear from 1 on") { try $0.softplus(2, threshold: 1) },
        .of("logSigmoid") { try $0.logSigmoid() }, .of("mish") { try $0.mish() },
        .of("hardSigmoid") { try $0.hardSigmoid() }, .of("hardSwish") { try $0.hardSwish() },
        .of("thresholded") { try $0.thresholded(0.1, 7) }, .of("hardTanh") { try $0.hardTanh(-1, 1) },
        .of("softSign") { try $0.softSign() }, .of("gelu", "erf") { try $0.gelu(.erf) },
        .of("gelu", "tanh") { try $0.gelu(.tanh) }, .of("sign") { try $0.sign() },
        .of("floor") { try $0.floor() }, .of("ceil") { try $0.ceil() }, .of("round") { try $0.round() },
        .of("trunc") { try $0.trunc() }, .of("clamp", "numbers") { try $0.clamp(.float(-0.5), .float(1)) },
        .of("pow", "a number") { try $0.pow(.int(3)) },
        .of("pow", "a root", .positive) { try $0.pow(.float(0.3)) },
        .of("cbrt") { try $0.cbrt() }, .of("frac") { try $0.frac() }, .of("positive") { try $0.positive() },
        .of("round", "decimals") { try $0.round(decimals: 1) },
        .of("roundedAsNumPy") { try $0.roundedAsNumPy(decimals: 1) },
        .of("deg2rad") { try $0.deg2rad() }, .of("rad2deg") { try $0.rad2deg() },
        .of("nanToNum") { try withNaN($0).nanToNum(nan: 3) },
        .of("mapped", "one input") { try $0.mapped("CubeBackward0", { $0 * $0 * $0 }) { x, _ in 3 * x * x } },
    ]

    private static let binary: [Self] = [
        .two("+") { try $0 + $1 }, .two("-") { try $0 - $1 }, .two("*") { try $0 * $1 },
        .two("/", "", .positive) { try $0 / $1 }, .two("pow", "", .positive) { try $0.pow($1) },
        .two("maximum") { try $0.maximum($1) }, .two("minimum") { try $0.minimum($1) },
        .two("remainder", "", .positive) { try $0.remainder($1) },
        .two("fmod", "", .positive) { try $0.fmod($1) },
        .two("divided", "floor", .positive) { try $0.divided(by: $1, .floor) },
        .two("atan2") { try $0.atan2($1) }, .two("hypot") { try $0.hypot($1) },
        .two("logAddExp") { try $0.logAddExp($1) }, .two("logAddExp2") { try $0.logAddExp2($1) },
        .two("ldexp") { try $0.ldexp($1) }, .two("floatPower", "", .positive) { try $0.floatPower($1) },
        .two("adding") { try $0.adding($1, alpha: .float(0.7)) },
        .two("subtracting") { try $0.subtracting($1, alpha: .float(0.7)) },
        Self(
            name: "addingProduct", shapes: { [[$0, 2], [2], [$0, 1]] },
            apply: { [try $0[0].addingProduct($0[1], $0[2], value: .float(0.7))] }),
        Self(
            name: "addingQuotient", domain: .positive, shapes: { [[$0, 2], [2], [$0, 1]] },
            apply: { [try $0[0].addingQuotient($0[1], $0[2], value: .float(0.7))] }),
        .two("polyval", shapes: { [[$0], [4]] }) { try $0.polyval($1) },
        .two("xlogy", "", .positive) { try $0.xlogy($1) },
        .two("copySign") { try $0.copySign($1) }, .two("kron", shapes: { [[$0], [2]] }) { try $0.kron($1) },
        .two("cross", shapes: { [[$0, 3], [1, 3]] }) { try $0.cross($1) },
        .two("lerp", "a number") { try $0.lerp($1, .float(0.3)) },
        Self(name: "lerp", shapes: { [[$0, 2], [2], [$0, 1]] }, apply: { [try $0[0].lerp($0[1], $0[2])] }),
        Self(
            name: "clamp", shapes: { [[$0, 2], [2], [1]] },
            apply: { [try $0[0].clamp($0[1] - $0[1].constant(.int(2)), $0[2] + $0[2].constant(.int(2)))] }),
        .two("select") { try Tensor.select(mask($0.shape), $0, $1) },
        .two("mapped", "two inputs") {
            try $0.mapped(
                "FormBackward0", with: $1, { $0 * $0 * $1 }, slopes: ({ 2 * $0 * $1 }, { a, _ in a * a }))
        },
    ]

    // MARK: Many numbers to one

    private static let reductions: [Self] = [
        .of("sum") { try $0.sum() }, .of("sum", "an axis", shape: { [$0, 2] }) { try $0.sum([0]) },
        .of("mean") { try $0.mean() },
        .of("mean", "an axis", shape: { [$0, 2] }) { try $0.mean([1], keepDim: true) },
        .of("variance", shape: { [$0, 3] }) { try $0.variance([1]) },
        .of("variance", "all") { try $0.variance() },
        .of("standardDeviation", shape: { [$0, 3] }) { try $0.standardDeviation([1]) },
        .of("product") { try $0.product() },
        .of("product", "an axis", shape: { [$0, 3] }) { try $0.product(1) },
        .of("cumulativeProduct") { try $0.cumulativeProduct(0) },
        .of("cumulativeSum") { try $0.cumulativeSum(0) },
        .of("logCumulativeSumExp") { try $0.logCumulativeSumExp(0) },
        .of("cumulativeMax") { try $0.cumulativeMax(0).values },
        .of("cumulativeMin") { try $0.cumulativeMin(0).values },
        .of("diff") { try $0.diff(2) },
        .of("logSumExp", shape: { [$0, 3] }) { try $0.logSumExp(0) },
        .of("softmax", shape: { [$0, 3] }) { try $0.softmax(0) },
        .of("softmax", "the last axis", shape: { [2, $0] }) { try $0.softmax(-1) },
        .of("logSoftmax", shape: { [$0, 3] }) { try $0.logSoftmax(0) },
        .of("logSoftmax", "the last axis", shape: { [2, $0] }) { try $0.logSoftmax(-1) },
        .of("maximum", "along an axis", shape: { [$0, 3] }) {
            try $0.maximum(along: 1).values
        },
        .of("minimum", "along an axis", shape: { [$0, 3] }) { try $0.minimum(along: 1).values },
        .of("amin", "axes", shape: { [$0, 3] }) { try $0.amin([0]) },
        .of("amax", "axes", shape: { [$0, 3] }) { try $0.amax([0]) },
        .of("maximum", "all elements") { try $0.maximum() },
        .of("minimum", "all elements") { try $0.minimum() },
        .of("median") { try $0.median() },
        .of("median", "an axis", shape: { [$0, 3] }) { try $0.median(1).values },
        .of("kthValue", shape: { [$0, 3] }) { try $0.kthValue(2, 1).values },
        .of("mode", shape: { [$0, 3] }) { try $0.mode(1).values },
        .of("quantile") { try $0.quantile(Tensor([0.3, 0.8]), nil) },
        .of("sort", shape: { [$0, 3] }) { try $0.sort(0).values },
        .of("topk", shape: { [$0, 3] }) { try $0.topk(2).values },
        .of("covariance", shape: { [3, $0] }) { try $0.covariance() },
        .of("correlation", shape: { [3, $0] }) { try $0.correlation() },
        .of("norm") { try $0.norm() }, .of("norm", "p 3", shape: { [$0, 3] }) { try $0.norm(3, [1]) },
        .of("matrixNorm", shape: { [$0, 3] }) { try $0.matrixNorm(.number(1)) },
        .of("matrixNorm", "Frobenius", shape: { [2, $0, 3] }) { try $0.matrixNorm(.frobenius) },
        .of("headsRepeated", shape: { [2, $0, 2] }) {
            try $0.headsRepeated(for: .ones([4, $0.shape[1], 2]))
        },
        .of("norm", "p 1") { try $0.norm(1) }, .of("norm", "p ∞") { try $0.norm(.infinity) },
        .of("nanSum", shape: { [$0, 3] }) { try withNaN($0).nanSum([1]) },
        .of("nanMean", shape: { [$0, 3] }) { try withNaN($0).nanMean([1]) },
        .of("nanStandardDeviation", shape: { [$0, 3] }) { try withNaN($0).nanStandardDeviation([1]) },
        .of("nanMax", shape: { [$0, 3] }) {
            try withNaN($0).nanMax([1])
        },
        .of("nanMin", shape: { [$0, 3] }) {
            try withNaN($0).nanMin([1])
        },
        .of("trace", shape: square) { try $0.trace() },
        .of("softmin", shape: { [$0, 3] }) { try $0.softmin(0) },
        .of("glu", shape: { [$0, 4] }) { try $0.glu() },
        .of("glu", "the first axis", shape: { [2, $0] }) { try $0.glu(0) },
    ]

    /// Functions and names of backward passes that the table leaves out, and why.
    /// Operations whose gradient is not recorded: `create_graph=True` ends at them with an error.
    static let onceOnly: Set<String> = [
        "linearCrossEntropy", "mapped (one input)", "mapped (two inputs)", "product (an axis)",
        "scatterReduce (prod)",
    ]

    static let exceptions: [String: String] = {
        var reasons: [String: String] = [:]
        func leave(_ names: String, _ reason: String) {
            for name in names.split(separator: " ") { reasons[String(name)] = reason }
        }
        leave(
            "compare bitwise inverted logicalNot equals isClose areClose all any isNaN isInfinite isFinite "
                + "signBit isIn nonzero nonzeroColumns argmax argmin searchSorted binCount histogram "
                + "multinomial matrixRank histc numPyHistogram digitize isAmong firstPlaces "
                + "triangleIndices",
            "gives truths, places or counts")
        leave("summed", "the gradient of a broadcast")
        leave("part", "one part of unbind")
        leave("CopySlicesBackward", "a gradient's gradient: the recorded programs have it")
        leave("gcd lcm", "integers have no gradients")
        leave("integers", "gives Swift's integers")
        leave("logspace", "made from a rule: no tensor goes in")
        leave("floorDivided shifted heaviside unique uniqueConsecutive", "backward is refused, as in PyTorch")
        leave("NotImplemented", "what backward through those is called")
        leave("bernoulli normal BernoulliBackward0 NormalBackward3", "draws: gradients are zero")
        leave("CheckpointFunctionBackward", "an operation of operations: RecomputationTests has it")
        leave("constant factor fittingConstant checkSubtracts checkFloating", "computes nothing")
        leave("renewed", "what was there is gone: gradients are zero")
        leave("floored", "its gradient passes where the value is cut, which central differences deny")
        leave("to ToCopyBackward0", "another type has another precision; GradientTests has it")
        leave("stands", "packed weights serve generation, which has no backward")
        leave(
            "flippedView intersection union difference interpolated trapezoid convolved moments "
                + "weighedBins",
            "not recorded: NumPy's arrays have no gradients")
        return reasons
    }()
}
