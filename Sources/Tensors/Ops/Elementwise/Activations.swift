import Foundation

// Activations beside those of GPT. Each function with its slope; shapes stay.

extension Tensor.SlopeAgain {
    /// weight·eˣ for x ≤ 0, `above` else.
    fileprivate static func exponential(_ weight: Double, _ above: Double) -> Tensor.SlopeAgain {
        .formula { x, _ in
            // eˣ of large x would be infinite, and its gradient NaN.
            let low = try x.minimum(x.constant(.int(0)))
            return try Tensor.select(
                x.compare(.lessOrEqual, x.constant(.int(0))), low.exp() * x.constant(.float(weight)),
                x.constant(.float(above)))
        }
    }
}

extension Tensor {
    /// x·σ(x) = x / (1 + e⁻ˣ) (Elfwing and others 2017); [...] → [...]. `F.silu`.
    public func silu() throws -> Tensor {
        try mapped(
            "SiluBackward0", keeps: .input,
            again: .formula { x, _ in
                let s = try x.sigmoid(), one = try s.constant(.int(1))
                return try s * (one + x * (one - s))
            }, { $0 / (1 + Foundation.exp(-$0)) }
        ) { x, _ in
            let s = 1 / (1 + Foundation.exp(-x))
            return s * (1 + x * (1 - s))
        }
    }
    /// x for x > 0, `slope`·x else; [...] → [...]. `F.leaky_relu`.
    public func leakyReLU(_ slope: Double) throws -> Tensor {
        try mapped("LeakyReluBackward0", keeps: .input, again: .constant, { $0 > 0 ? $0 : slope * $0 }) {
            x, _ in
            x > 0 ? 1 : slope
        }
    }
    /// x for x > 0, α·(eˣ − 1) else (Clevert and others 2015); [...] → [...]. `F.elu`.
    public func elu(_ alpha: Double) throws -> Tensor {
        try mapped(
            "EluBackward0", keeps: .input, again: .exponential(alpha, 1),
            { $0 > 0 ? $0 : alpha * Foundation.expm1($0) }
        ) { x, _ in
            x <= 0 ? alpha * Foundation.exp(x) : 1
        }
    }
    /// Klambauer and others 2017. λ·ELU(x) with the α and λ that keep mean 0 and
    /// variance 1; [...] → [...]. `F.selu`.
    public func selu() throws -> Tensor {
        let (alpha, scale) = (1.6732632423543772, 1.0507009873554805)
        return try mapped(
            "EluBackward0", keeps: .input, again: .exponential(scale * alpha, scale),
            { scale * ($0 > 0 ? $0 : alpha * Foundation.expm1($0)) }
        ) { x, _ in
            x <= 0 ? scale * alpha * Foundation.exp(x) : scale
        }
    }
    /// ln(1 + e^βx) / β, x itself where βx is above the threshold. [...] → [...]. `F.softplus`.
    public func softplus(_ beta: Double = 1, threshold: Double = 20) throws -> Tensor {
        try mapped(
            "SoftplusBackward0", keeps: .input,
            again: .formula { x, _ in
                let scaled = try x * x.constant(.float(beta))
                let isLinear = try scaled.compare(.greater, scaled.constant(.float(threshold)))
                return try Tensor.select(isLinear, scaled.constant(.int(1)), scaled.sigmoid())
            },
            { $0 * beta > threshold ? $0 : Foundation.log1p(Foundation.exp($0 * beta)) / beta }
        ) { x, _ in
            x * beta > threshold ? 1 : 1 / (1 + Foundation.exp(-x * beta))
        }
    }
    /// ln σ(x) = min(x, 0) − ln(1 + e^−
    ///
    /// - Throws: x
    /// - Throws: ), without overflow; [...] → [...]. `F.logsigmoid`.
    public func logSigmoid() throws -> Tensor {
        try mapped(
            "LogSigmoidBackward0", again: .formula { x, _ in try (-x).sigmoid() },
            { min($0, 0) - Foundation.log1p(Foundation.exp(-Swift.abs($0))) }
        ) {
            x, _ in 1 / (1 + Foundation.exp(x))
        }
    }
    /// x · tanh(softplus(x)) (Misra 2019). [...] → [...]. `F.mish`.
    public func mish() throws -> Tensor {
        try mapped(
            "MishBackward0", keeps: .input,
            again: .formula { x, _ in
                let t = try x.softplus().tanh(), one = try x.constant(.int(1))
                return try t + x * (one - t * t) * x.sigmoid()
            }, { $0 * Foundation.tanh(Foundation.log1p(Foundation.exp($0))) }
        ) { x, _ in
            let t = Foundation.tanh(Foundation.log1p(Foundation.exp(x)))
            return t + x * (1 - t * t) / (1 + Foundation.exp(-x))
        }
    }
    /// min(max(x + 3, 0), 6) / 6; [...] → [...]. `F.hardsigmoid`.
    public func hardSigmoid() throws -> Tensor {
        // PyTorch's slope is the float32 nearest to 1/6 in every type.
        try mapped(
            "HardsigmoidBackward0", keeps: .input, cuts: true, again: .constant,
            { min(max($0 + 3, 0), 6) / 6 }
        ) {
            x, _ in
            x > -3 && x < 3 ? Double(Float(1) / 6) : 0
        }
    }
    /// x·min(max(x + 3, 0), 6) / 6 (Howard and others 2019); [...] → [...]. `F.hardswish`.
    public func hardSwish() throws -> Tensor {
        try mapped(
            "HardswishBackward0", keeps: .input, cuts: true,
            again: .formula { x, _ in
                let three = try x.constant(.int(3)), zero = try x.constant(.int(0))
                let isInside = try x.compare(.greater, -three).bitwise(.and, x.compare(.less, three))
                let outside = try x.compare(.greaterOrEqual, three).to(x.dtype)
                return try Tensor.select(isInside, x / three + x.constant(.float(0.5)), zero) + outside
            }, { $0 * min(max($0 + 3, 0), 6) / 6 }
        ) {
            x, _ in
            x <= -3 ? 0 : x < 3 ? x / 3 + 0.5 : 1
        }
    }
    /// A setting as an element of this type: integers cut it to a whole number, and
    /// refuse one that they cannot hold.
    private func setting(_ value: Double) throws -> Tensor {
        try Number.float(value).check(fits: dtype)
        return try constant(.int(Int(value.rounded(.towardZero))))
    }

    /// x, or `value` where x ≤ `threshold`. Integers stay integers. [...] → [...]. `F.threshold`.
    ///
    /// - Throws: NotImplementedError for truth values; RuntimeError for a number
    ///   that an integer type cannot hold.
    public func thresholded(_ threshold: Double, _ value: Double) throws -> Tensor {
        if dtype == .bool { try checkFloating("threshold_cpu") }
        if !dtype.isFloatingPoint {
            let value = try setting(value)
            return try Tensor.select(compare(.greater, setting(threshold)), self, value)
        }
        return try mapped(
            "ThresholdBackward0", keeps: .input, cuts: true, again: .constant,
            { $0 <= threshold ? value : $0 }
        ) {
            x, _ in
            x <= threshold ? 0 : 1
        }
    }
    /// x between two bounds. At the bounds the gradient is 0, and NaN lets it pass. Integers stay integers.
    /// [...] → [...]. `F.hardtanh`.
    ///
    /// - Throws: NotImplementedError for truth values; RuntimeError for a bound
    ///   that an integer type cannot hold.
    public func hardTanh(_ low: Double, _ high: Double) throws -> Tensor {
        guard dtype != .bool else {
            throw TensorError(.notImplemented, "Bool inputs not supported for hardtanh", hint: "x.float()")
        }
        guard dtype.isFloatingPoint else { return try maximum(setting(low)).minimum(setting(high)) }
        return try mapped(
            "HardtanhBackward0", cuts: true, again: .constant, { $0 < low ? low : $0 > high ? high : $0 }
        ) {
            x, _ in
            x <= low || x >= high ? 0 : 1
        }
    }

    /// x / (1 + |x|). [...] → [...]. `F.softsign`.
    public func softSign() throws -> Tensor { try self / (abs() + constant(.int(1))) }

    /// Softmax of −x along an axis. `F.softmin`.
    ///
    /// - Throws: IndexError for an axis that is not there.
    public func softmin(_ axis: Int) throws -> Tensor { try (-self).softmax(axis) }

    /// a·σ(b) of the halves of an axis: [..., 2n, ...] → [..., n, ...] (Dauphin and others 2017). `F.glu`.
    ///
    /// - Throws: RuntimeError for an axis of odd size, NotImplementedError for integers.
    public func glu(_ axis: Int = -1) throws -> Tensor {
        let at = try Shape.axis(axis, rank: rank)
        guard rank > 0, shape[at] % 2 == 0 else {
            throw TensorError(
                .runtime,
                "Halving dimension must be even, but dimension \(at) is size \(rank > 0 ? shape[at] : 1)")
        }
        try checkFloating("glu_cpu")
        let half = shape[at] / 2
        return try slice(at, from: 0, to: half) * slice(at, from: half, to: 2 * half).sigmoid()
    }
}
