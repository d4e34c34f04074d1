import Foundation
import Kernels

// Functions of one and of two numbers, each computed in Double by one plain loop, the derivative beside it.

extension Tensor {
    /// y = f(x), element by element; integers become float32. Backward: dx = dy · slope(x, y).
    ///
    /// - Parameter keeps: which of x and y the slope is computed from.
    /// - Parameter again: how the slope itself depends on x, for gradients of gradients.
    /// - Parameter cuts: whether a slope of 0 lets nothing pass, even of an infinite or NaN dy, as where
    ///   PyTorch chooses and does not multiply.
    public func mapped(
        _ name: String, keeps: KeptForBackward = .both, cuts: Bool = false, again: SlopeAgain = .refused,
        _ function: @escaping (Double) -> Double,
        slope: @escaping (_ x: Double, _ y: Double) -> Double
    ) throws -> Tensor {
        let x = try detach().to(
            dtype.arithmetic == .float64 || (!dtype.isFloatingPoint && DType.standard == .float64)
                ? .float64 : .float32
        ).contiguous()
        let y = try Tensor.combined(x, x) { value, _ in function(value) }
        let result = try y.to(dtype.isFloatingPoint ? dtype : .standard)
        guard Tensor.notes(self) else { return result }
        let (first, second) = (keeps == .output ? y : x, keeps == .input ? x : y)
        let saved = keeps == .both ? [first, second] : [first]
        return Tensor.owned(result).recorded(
            name, [self], saved: saved, again: again.backward(first, second, keeps)
        ) { dy in
            let slopes = try Tensor.combined(first, second, slope), dx = try dy * slopes
            guard cuts else { return [dx] }
            return [
                try Tensor.select(
                    slopes.compare(.equal, slopes.constant(.int(0))), Tensor.zeros([], dx.dtype), dx)
            ]
        }
    }

    /// How the slope of a mapped function is differentiated itself.
    public enum SlopeAgain {
        /// It is the same nearby, as of a function made of straight pieces.
        case constant
        /// It is computed from x, or from y where only y was kept, by recorded operations.
        case formula((_ x: Tensor, _ y: Tensor) throws -> Tensor)
        /// Nobody has written it down.
        case refused

        /// sign / √(1 − x²)
        static func root(_ sign: Double) -> SlopeAgain {
            .formula { x, _ in try (x.constant(.int(1)) - x * x).rsqrt() * x.constant(.float(sign)) }
        }

        fileprivate func backward(_ first: Tensor, _ second: Tensor, _ keeps: KeptForBackward)
            -> Node.SecondBackward
        {
            switch self {
            case .constant: return .choices
            case .refused: return .refused
            case .formula(let slope):
                return .another { dy, attach in
                    let x = attach(first, [keeps == .output ? .output(0) : .input(0)], nil)
                    let y = keeps == .both ? attach(second, [.output(0)], nil) : x
                    return [try dy * slope(x, y).to(dy.dtype)]
                }
            }
        }
    }

    /// op(a, b) of two contiguous tensors of one shape and floating point type.
    private static func combined(_ a: Tensor, _ b: Tensor, _ op: @escaping (Double, Double) -> Double) throws
        -> Tensor
    {
        let result = try Tensor.empty(a.shape, a.dtype)
        func run<T: Scalar>(_: T.Type, _ apply: @escaping (T, T) -> T) {
            Host.map(
                a.numbers(T.self), b.numbers(T.self), into: result.uninitialized(T.self), count: a.count,
                apply
            )
        }
        if a.dtype == .float32 {
            run(Float.self) { Float(op(Double($0), Double($1))) }
        } else {
            run(Double.self, op)
        }
        return result
    }

    /// arcsin x, element by element, NaN outside [−1, 1]; [...] → [...]. `torch.asin`.
    public func asin() throws -> Tensor {
        try mapped("AsinBackward0", keeps: .input, again: .root(1), Foundation.asin) { x, _ in
            1 / (1 - x * x).squareRoot()
        }
    }
    /// arccos x, element by element, NaN outside [−1, 1]; [...] → [...]. `torch.acos`.
    public func acos() throws -> Tensor {
        try mapped("AcosBackward0", keeps: .input, again: .root(-1), Foundation.acos) { x, _ in
            -1 / (1 - x * x).squareRoot()
        }
    }
    /// arctan x, element by element; [...] → [...]. `torch.atan`.
    public func atan() throws -> Tensor {
        try mapped(
            "AtanBackward0", keeps: .input,
            again: .formula { x, _ in try (x * x + x.constant(.int(1))).reciprocal() }, Foundation.atan
        ) { x, _ in 1 / (1 + x * x) }
    }
    /// The inverse of sinh, element by element; [...] → [...]. `torch.asinh`.
    public func asinh() throws -> Tensor {
        try mapped(
            "AsinhBackward0", keeps: .input,
            again: .formula { x, _ in try (x * x + x.constant(.int(1))).rsqrt() }, Foundation.asinh
        ) { x, _ in 1 / (x * x + 1).squareRoot() }
    }
    /// The inverse of cosh, element by element, NaN below 1; [...] → [...]. `torch.acosh`.
    public func acosh() throws -> Tensor {
        try mapped(
            "AcoshBackward0", keeps: .input,
            again: .formula { x, _ in try (x * x - x.constant(.int(1))).rsqrt() }, Foundation.acosh
        ) { x, _ in 1 / (x * x - 1).squareRoot() }
    }
    /// The inverse of tanh, element by element, NaN outside [−1, 1]; [...] → [...]. `torch.atanh`.
    public func atanh() throws -> Tensor {
        try mapped(
            "AtanhBackward0", keeps: .input,
            again: .formula { x, _ in try (x.constant(.int(1)) - x * x).reciprocal() }, Foundation.atanh
        ) { x, _ in 1 / (1 - x * x) }
    }
    /// (eˣ − e⁻ˣ) / 2, element by element; [...] → [...]. `torch.sinh`.
    public func sinh() throws -> Tensor {
        try mapped("SinhBackward0", keeps: .input, again: .formula { x, _ in try x.cosh() }, Foundation.sinh)
        { x, _ in Foundation.cosh(x) }
    }
    /// (eˣ + e⁻ˣ) / 2, element by element; [...] → [...]. `torch.cosh`.
    public func cosh() throws -> Tensor {
        try mapped("CoshBackward0", keeps: .input, again: .formula { x, _ in try x.sinh() }, Foundation.cosh)
        { x, _ in Foundation.sinh(x) }
    }
    /// 2ˣ, element by element; [...] → [...]. `torch.exp2`.
    public func exp2() throws -> Tensor {
        try mapped(
            "Exp2Backward0", keeps: .output, again: .formula { _, y in try y * y.constant(.float(M_LN2)) },
            Foundation.exp2
        ) { _, y in y * M_LN2 }
    }
    /// ln(x / (1 − x)), the inverse of σ, NaN outside [0, 1]; [...] → [...]. `torch.logit`.
    public func logit() throws -> Tensor {
        try mapped(
            "LogitBackward0", keeps: .input,
            again: .formula { x, _ in try (x * (x.constant(.int(1)) - x)).reciprocal() },
            { Foundation.log($0 / (1 - $0)) }
        ) { x, _ in
            x < 0 || x > 1 ? .nan : 1 / (x * (1 - x))
        }
    }
    /// ln |Γ(x)|, with the slope ψ(x); [...] → [...]. `torch.lgamma`.
    public func lgamma() throws -> Tensor {
        try mapped(
            "LgammaBackward0", keeps: .input, again: .formula { x, _ in try x.digamma() },
            { Foundation.lgamma($0) }
        ) { x, _ in Tensor.digamma(x) }
    }

    /// ψ(x), with the slope ψ′(x); [...] → [...].
    func digamma() throws -> Tensor {
        try mapped("DigammaBackward0", keeps: .input, { Tensor.digamma($0) }) { x, _ in Tensor.trigamma(x) }
    }

    /// ψ′, raised by ψ′(x) = ψ′(x + 1) + 1/x² until its asymptotic series holds.
    private static func trigamma(_ x: Double) -> Double {
        guard x.isFinite else { return x > 0 ? 0 : .nan }
        if x <= 0 {
            let sine = Foundation.sin(.pi * x)
            return x == x.rounded() ? .infinity : .pi * .pi / (sine * sine) - trigamma(1 - x)
        }
        var (x, below) = (x, 0.0)
        while x < 10 {
            below += 1 / (x * x)
            x += 1
        }
        let f = 1 / (x * x)
        let series = f * (1.0 / 6 - f * (1.0 / 30 - f * (1.0 / 42 - f / 30)))
        return below + 1 / x + f / 2 + series / x
    }

    /// ψ = Γ′/Γ, the slope of ln Γ: raised by ψ(x) = ψ(x + 1) − 1/x until Stirling's series holds.
    private static func digamma(_ x: Double) -> Double {
        guard x.isFinite else { return x > 0 ? x : .nan }
        if x <= 0 {
            // At 0, −1, −2, … the slope has no value; elsewhere it is mirrored.
            return x == x.rounded() ? .nan : digamma(1 - x) - .pi / Foundation.tan(.pi * x)
        }
        var (x, below) = (x, 0.0)
        while x < 10 {
            below -= 1 / x
            x += 1
        }
        let f = 1 / (x * x)
        let series = f * (1.0 / 12 - f * (1.0 / 120 - f * (1.0 / 252 - f * (1.0 / 240 - f / 132))))
        return below + Foundation.log(x) - 0.5 / x - series
    }

    /// sin(πx) / (πx), 1 at 0. PyTorch rounds πx to float32 first, and so does this: sinc(1) is -2.8e-08, not
    /// 0. [...] → [...]. `torch.sinc`.
    public func sinc() throws -> Tensor {
        let isSingle = dtype != .float64
        func angle(_ x: Double) -> Double { isSingle ? Double(Float(Double.pi) * Float(x)) : Double.pi * x }
        return try mapped(
            "SincBackward0", keeps: .input,
            again: .formula { x, _ in
                let pi = try x.constant(.float(Double.pi)), a = try x * pi, zero = try x.constant(.int(0))
                let slope = try (a * a.cos() - a.sin()) / (x * x * pi)
                return try slope.maskedFill(x.compare(.equal, zero), .int(0))
            }, { $0 == 0 ? 1 : Foundation.sin(angle($0)) / angle($0) }
        ) { x, _ in
            // (πx·cos πx − sin πx) / πx², 0 at 0
            let (a, square) = (
                angle(x), isSingle ? Double(Float(x) * Float(x) * Float(Double.pi)) : x * x * Double.pi
            )
            return square == 0 ? 0 : (a * Foundation.cos(a) - Foundation.sin(a)) / square
        }
    }

    /// Refuses integers, as PyTorch does where the function `kernel` has no form for them.
    ///
    /// - Throws: NotImplementedError for every type that is not floating point.
    public func checkFloating(_ kernel: String) throws {
        guard !dtype.isFloatingPoint else { return }
        throw TensorError(
            .notImplemented, "\"\(kernel)\" not implemented for '\(dtype.scalarName)'", hint: "x.float()")
    }

    /// Refuses an operation whose gradient is not known here, where one would be asked for.
    func unrecorded(_ operation: String) throws -> Tensor {
        guard Tensor.records(self) else { return self }
        throw TensorError(
            .runtime, "\(operation) has no gradient here",
            details: ["the input \(Shape.description(shape)) requires one"], hint: "x.detach()")
    }
}

extension Tensor {
    /// op(a, b) after broadcasting, computed in Double. Backward: da = dy · slopes(a, b).0, db likewise.
    ///
    /// - Parameter again: both slopes of recorded operations, for gradients of gradients.
    public func mapped(
        _ name: String, with other: Tensor, _ op: @escaping (Double, Double) -> Double,
        slopes: (a: (Double, Double) -> Double, b: (Double, Double) -> Double),
        again: ((_ a: Tensor, _ b: Tensor) throws -> (a: Tensor, b: Tensor))? = nil
    ) throws -> Tensor {
        let (x, y, z) = try paired(other, name, op)
        guard Tensor.notes(self, other) else { return z }
        let (a, b) = (try x.contiguous(), try y.contiguous()), (shapeA, shapeB) = (self.shape, other.shape)
        let second = again.map { slopes in
            Node.SecondBackward.another { dy, attach in
                let x = attach(a, [.input(0)]) { [try $0.summed(to: shapeA)] }
                let y = attach(b, [.input(1)]) { [try $0.summed(to: shapeB)] }
                let (da, db) = try slopes(x, y)
                return [
                    try (dy * da.to(dy.dtype)).summed(to: shapeA),
                    try (dy * db.to(dy.dtype)).summed(to: shapeB),
                ]
            }
        }
        return z.recorded(name, [self, other], saved: [a, b], again: second ?? .refused) { dy in
            [
                try (dy * Tensor.combined(a, b, slopes.a).to(dy.dtype)).summed(to: shapeA),
                try (dy * Tensor.combined(a, b, slopes.b).to(dy.dtype)).summed(to: shapeB),
            ]
        }
    }

    /// Both operands broadcast and in Double, and op of them in their common type; nothing is recorded.
    private func paired(_ other: Tensor, _ name: String, _ op: (Double, Double) -> Double) throws
        -> (a: Tensor, b: Tensor, value: Tensor)
    {
        let type = Tensor.resultType(self, other)
        let (x, y, shape) = try Tensor.aligned(self, other, .float64, name)
        let result = try Tensor.empty(shape, .float64)
        try Tensor.loop(x, y, into: result, op)
        return (x, y, try result.to(type.isFloatingPoint ? type : .standard))
    }

    /// The angle of the point (x, y) with y = self, in (−π, π]; shapes broadcast. `torch.atan2`.
    ///
    /// - Throws: ShapeError for shapes that do not broadcast.
    public func atan2(_ other: Tensor) throws -> Tensor {
        let angle = try paired(other, "atan2") { Foundation.atan2($0, $1) }.value
        guard Tensor.notes(self, other) else { return angle }
        let (y, x) = (detach(), other.detach())
        return angle.recorded("Atan2Backward0", [self, other], saved: [y, x]) { dy in
            // ∂/∂y = x / (x² + y²),  ∂/∂x = −y / (x² + y²), and 0 where both are 0
            let square = try y.square() + x.square(), zero = try square.constant(.int(0))
            let share = try square.reciprocal().maskedFill(square.compare(.equal, zero), .int(0))
            return [try (dy * x * share).summed(to: y.shape), try (dy * -y * share).summed(to: x.shape)]
        }
    }
    /// √(x² + y²) without overflow; shapes broadcast. `torch.hypot`.
    ///
    /// - Throws: NotImplementedError for integers, ShapeError for shapes that do not broadcast.
    public func hypot(_ other: Tensor) throws -> Tensor {
        try checkFloating(other, "hypot_cpu")
        return try mapped(
            "HypotBackward0", with: other, { Foundation.hypot($0, $1) },
            slopes: ({ $0 / Foundation.hypot($0, $1) }, { $1 / Foundation.hypot($0, $1) })
        ) { a, b in
            let length = try a.hypot(b)
            return (try a / length, try b / length)
        }
    }
    /// ln(eˣ + eʸ) without overflow; shapes broadcast. `torch.logaddexp`.
    ///
    /// - Throws: NotImplementedError for integers, ShapeError for shapes that do not broadcast.
    public func logAddExp(_ other: Tensor) throws -> Tensor {
        try checkFloating(other, "logaddexp_cpu")
        return try mapped(
            "LogaddexpBackward0", with: other,
            { a, b in
                a == b && a.isInfinite ? a : max(a, b) + Foundation.log1p(Foundation.exp(-Swift.abs(a - b)))
            }, slopes: ({ 1 / (1 + Foundation.exp($1 - $0)) }, { 1 / (1 + Foundation.exp($0 - $1)) })
        ) { a, b in (try (a - b).sigmoid(), try (b - a).sigmoid()) }
    }
    /// log₂(2ˣ + 2ʸ), after broadcasting. `torch.logaddexp2`.
    ///
    /// - Throws: NotImplementedError for integers.
    public func logAddExp2(_ other: Tensor) throws -> Tensor {
        try checkFloating(other, "logaddexp2_cpu")
        return try mapped(
            "Logaddexp2Backward0", with: other,
            { a, b in
                a == b && a.isInfinite
                    ? a : max(a, b) + Foundation.log2(1 + Foundation.exp2(-Swift.abs(a - b)))
            }, slopes: ({ 1 / (1 + Foundation.exp2($1 - $0)) }, { 1 / (1 + Foundation.exp2($0 - $1)) })
        ) { a, b in
            let way = try (a - b) * a.constant(.float(M_LN2))
            return (try way.sigmoid(), try (-way).sigmoid())
        }
    }
    private func checkFloating(_ other: Tensor, _ kernel: String) throws {
        let type = Tensor.resultType(self, other)
        guard type.isFloatingPoint else {
            throw TensorError(
                .notImplemented, "\"\(kernel)\" not implemented for '\(type.scalarName)'", hint: "x.float()")
        }
    }

    /// x · ln y, 0 where x is 0. Shapes broadcast. `torch.xlogy`.
    ///
    /// - Throws: ShapeError for shapes that do not broadcast.
    public func xlogy(_ other: Tensor) throws -> Tensor {
        try mapped(
            "XlogyBackward0", with: other, { $0 == 0 && !$1.isNaN ? 0 : $0 * Foundation.log($1) },
            slopes: ({ $0 == 0 && $1 <= 0 ? 0 : Foundation.log($1) }, { $0 / $1 })
        ) { a, b in
            let (none, flat) = (try a.constant(.int(0)), try b.constant(.int(0)))
            let isNothing = try a.compare(.equal, none).bitwise(.and, b.compare(.lessOrEqual, flat))
            return (try Tensor.select(isNothing, flat, b.log()), try a / b)
        }
    }
    /// The magnitude of x with the sign of y, that of -0.0 included; shapes broadcast. `torch.copysign`.
    ///
    /// - Throws: ShapeError for shapes that do not broadcast.
    public func copySign(_ other: Tensor) throws -> Tensor {
        try mapped(
            "CopysignBackward0", with: other, { Foundation.copysign($0, $1) },
            slopes: (
                { a, b in a == 0 ? 0 : Foundation.copysign(a, b) / a }, { _, _ in 0 }
            )
        ) { a, b in
            // ±1, the same nearby
            let sign = try a.detach().copySign(b.detach()).sign() * a.detach().sign()
            return (sign, try sign * sign.constant(.int(0)))
        }
    }
    /// 0 below 0, 1 above, `values` at 0. Shapes broadcast. `torch.heaviside`.
    ///
    /// - Throws: RuntimeError for two types, ShapeError for shapes that do not broadcast.
    public func heaviside(_ values: Tensor) throws -> Tensor {
        guard dtype == values.dtype else {
            throw TensorError(.runtime, "heaviside is not yet implemented for tensors with different dtypes.")
        }
        let y = try paired(values, "heaviside") { $0 == 0 ? $1 : $0 > 0 ? 1 : 0 }.value.to(dtype)
        return y.withoutDerivative("heaviside", [self, values])
    }
}
