import Foundation
import Kernels

// y = op(x), element by element; integers become float32 where the result is not an integer.

func power(_ base: Double, _ exponent: Double) -> Double { Foundation.pow(base, exponent) }

/// What the derivative of a function is computed from: the rest of the two may be changed in place, or go.
public enum KeptForBackward: Sendable { case input, output, both }

extension Tensor {
    /// The numbers of op(x), unrecorded.
    private func compute(_ op: UnaryOperation) throws -> Tensor {
        let keepsIntegers: Set<UnaryOperation> = [
            .negate, .absolute, .square, .relu, .sign, .floor, .ceil, .round, .trunc,
        ]
        if !dtype.isFloatingPoint {
            if dtype == .bool, let kernel = Tensor.kernelsWithoutBool[op] {
                throw TensorError(
                    .notImplemented, "\"\(kernel)\" not implemented for 'Bool'", hint: "x.long()")
            }
            guard keepsIntegers.contains(op) else { return try detach().to(.standard).compute(op) }
            let x = try detach().to(.int64).elements(Int64.self).map { value -> Int64 in
                switch op {
                case .negate: return 0 &- value
                case .absolute: return value < 0 ? 0 &- value : value
                case .square: return value &* value
                case .relu: return max(value, 0)
                case .sign: return value.signum()
                default: return value
                }
            }
            return try Tensor(x, shape).to(dtype == .bool && op != .sign ? .int64 : dtype)
        }
        if dtype.isReduced { return try detach().to(.float32).compute(op).to(dtype) }
        let x = try detach().contiguous()
        let y = try Tensor.empty(shape, dtype)
        if dtype == .float32 {
            kernels.unary(op, x.floats, into: y.uninitializedFloats, count: count)
        } else {
            Host.map(
                x.numbers(Double.self), into: y.uninitialized(Double.self), count: count, double(op))
        }
        return y
    }

    /// What PyTorch names in refusing bool tensors.
    private static let kernelsWithoutBool: [UnaryOperation: String] = [
        .absolute: "abs_cpu", .floor: "floor_vml_cpu", .ceil: "ceil_vml_cpu",
        .round: "round_vml_cpu", .trunc: "trunc_vml_cpu",
    ]

    /// y = op(x) with dx = derivative(x, y, dy), of which one is kept for it.
    private func differentiable(
        _ op: UnaryOperation, _ name: String, keeps: KeptForBackward,
        _ derivative: @escaping (_ x: Tensor, _ y: Tensor, _ dy: Tensor) throws -> Tensor
    ) throws -> Tensor {
        let y = try compute(op)
        guard Tensor.notes(self) else { return y }
        let kept = keeps == .input ? detach() : y
        return Tensor.owned(y).recorded(name, [self], saved: [kept]) { [try derivative(kept, kept, $0)] }
    }

    /// −x; [...] → [...]. `torch.neg`.
    ///
    /// - Throws: NotImplementedError for truth values.
    public func negated() throws -> Tensor {
        guard dtype != .bool else {
            throw TensorError(
                .notImplemented, "Negation, the `-` operator, on a bool tensor is not supported. " + maskHint,
                hint: "~x")
        }
        return try compute(.negate).recorded("NegBackward0", [self]) { [try -$0] }
    }
    /// |x|; the gradient at 0 is 0; [...] → [...]. `torch.abs`.
    ///
    /// - Throws: NotImplementedError for truth values.
    public func abs() throws -> Tensor {
        try differentiable(.absolute, "AbsBackward0", keeps: .input) { x, _, dy in try dy * x.sign() }
    }
    /// x²; [...] → [...]. `torch.square`.
    public func square() throws -> Tensor {
        try differentiable(.square, "PowBackward0", keeps: .input) { x, _, dy in
            try dy * x * x.constant(.int(2))
        }
    }
    /// √x, NaN below 0; [...] → [...]. `torch.sqrt`.
    public func sqrt() throws -> Tensor {
        try differentiable(.squareRoot, "SqrtBackward0", keeps: .output) { _, y, dy in try dy / (y + y) }
    }
    /// 1 / √x; [...] → [...]. `torch.rsqrt`.
    public func rsqrt() throws -> Tensor {
        try differentiable(.reciprocalSquareRoot, "RsqrtBackward0", keeps: .output) { _, y, dy in
            try dy * y * y * y * y.constant(.float(-0.5))
        }
    }
    /// 1 / x; [...] → [...]. `torch.reciprocal`.
    public func reciprocal() throws -> Tensor {
        try differentiable(.reciprocal, "ReciprocalBackward0", keeps: .output) { _, y, dy in try -(dy * y * y)
        }
    }
    /// eˣ; [...] → [...]. `torch.exp`.
    public func exp() throws -> Tensor {
        try differentiable(.exp, "ExpBackward0", keeps: .output) { _, y, dy in try dy * y }
    }
    /// eˣ − 1, exact also near 0; [...] → [...]. `torch.expm1`.
    public func expm1() throws -> Tensor {
        try differentiable(.expm1, "Expm1Backward0", keeps: .output) { _, y, dy in
            try dy * (y + y.constant(.int(1)))
        }
    }
    /// ln x, −∞ at 0 and NaN below; [...] → [...]. `torch.log`.
    public func log() throws -> Tensor {
        try differentiable(.log, "LogBackward0", keeps: .input) { x, _, dy in try dy / x }
    }
    /// log₂ x; [...] → [...]. `torch.log2`.
    public func log2() throws -> Tensor {
        try differentiable(.log2, "Log2Backward0", keeps: .input) { x, _, dy in
            try dy / (x * x.constant(.float(M_LN2)))
        }
    }
    /// log₁₀ x; [...] → [...]. `torch.log10`.
    public func log10() throws -> Tensor {
        try differentiable(.log10, "Log10Backward0", keeps: .input) { x, _, dy in
            try dy / (x * x.constant(.float(M_LN10)))
        }
    }
    /// ln(1 + x), exact also near 0; [...] → [...]. `torch.log1p`.
    public func log1p() throws -> Tensor {
        try differentiable(.log1p, "Log1PBackward0", keeps: .input) { x, _, dy in
            try dy / (x + x.constant(.int(1)))
        }
    }
    /// sin x, x in radians; [...] → [...]. `torch.sin`.
    public func sin() throws -> Tensor {
        try differentiable(.sin, "SinBackward0", keeps: .input) { x, _, dy in try dy * x.cos() }
    }
    /// cos x, x in radians; [...] → [...]. `torch.cos`.
    public func cos() throws -> Tensor {
        try differentiable(.cos, "CosBackward0", keeps: .input) { x, _, dy in try -(dy * x.sin()) }
    }
    /// tan x, x in radians; [...] → [...]. `torch.tan`.
    public func tan() throws -> Tensor {
        try differentiable(.tan, "TanBackward0", keeps: .output) { _, y, dy in
            try dy * (y * y + y.constant(.int(1)))
        }
    }
    /// (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ); [...] → [...]. `torch.tanh`.
    public func tanh() throws -> Tensor {
        try differentiable(.tanh, "TanhBackward0", keeps: .output) { _, y, dy in
            try dy * (y.constant(.int(1)) - y * y)
        }
    }
    /// σ(x) = 1 / (1 + e⁻ˣ); [...] → [...]. `torch.sigmoid`.
    public func sigmoid() throws -> Tensor {
        try differentiable(.sigmoid, "SigmoidBackward0", keeps: .output) { _, y, dy in
            try dy * y * (y.constant(.int(1)) - y)
        }
    }
    /// max(x, 0); the gradient at 0 is 0; [...] → [...]. `F.relu`.
    ///
    /// - Throws: NotImplementedError for truth values.
    public func relu() throws -> Tensor {
        if dtype == .bool {
            throw TensorError(.notImplemented, "Boolean inputs not supported for relu", hint: "x.long()")
        }
        return try differentiable(.relu, "ReluBackward0", keeps: .output) { _, y, dy in
            // 0 where y ≤ 0; a NaN lets the gradient pass, as in PyTorch
            try Tensor.select(y.compare(.lessOrEqual, y.constant(.int(0))), Tensor.zeros([], dy.dtype), dy)
        }
    }
    /// 2/√π · ∫₀ˣ e^−t² dt; [...] → [...]. `torch.erf`.
    public func erf() throws -> Tensor {
        try differentiable(.erf, "ErfBackward0", keeps: .input) { x, _, dy in
            try dy * (-(x * x)).exp() * x.constant(.float(2 / Double.pi.squareRoot()))
        }
    }

    // Piecewise constant: the gradient is zero everywhere, as in PyTorch.
    /// −1, 0 or 1; [...] → [...]. `torch.sign`.
    public func sign() throws -> Tensor { try flat(.sign, "SignBackward0") }
    /// ⌊x⌋; [...] → [...]. `torch.floor`.
    ///
    /// - Throws: NotImplementedError for truth values.
    public func floor() throws -> Tensor { try flat(.floor, "FloorBackward0") }
    /// ⌈x⌉; [...] → [...]. `torch.ceil`.
    ///
    /// - Throws: NotImplementedError for truth values.
    public func ceil() throws -> Tensor { try flat(.ceil, "CeilBackward0") }
    /// Halves go to the even neighbour, as in Python. [...] → [...]. `torch.round`.
    ///
    /// - Throws: NotImplementedError for truth values.
    public func round() throws -> Tensor { try flat(.round, "RoundBackward0") }
    /// x without its fraction, towards 0; [...] → [...]. `torch.trunc`.
    ///
    /// - Throws: NotImplementedError for truth values.
    public func trunc() throws -> Tensor { try flat(.trunc, "TruncBackward0") }

    private func flat(_ op: UnaryOperation, _ name: String) throws -> Tensor {
        try compute(op).recorded(name, [self]) { [try Tensor.zeros($0.shape, $0.dtype)] }
    }

    /// Where the sign is a minus: also -0.0 and a NaN with one. `torch.signbit`. [...] → bool [...].
    public func signBit() throws -> Tensor {
        guard dtype.isFloatingPoint else { return try compare(.less, constant(.int(0))) }
        let x = try detach().to(.float64).contiguous(), y = try Tensor.empty(shape, .bool)
        Host.map(x.numbers(Double.self), into: y.uninitialized(Bool.self), count: count) { $0.sign == .minus }
        return y
    }

    /// True where x is NaN; [...] → bool [...]. `torch.isnan`.
    public func isNaN() throws -> Tensor { try compare(.notEqual, self) }
    /// True where x is ∞ or −∞; [...] → bool [...], false for integers. `torch.isinf`.
    public func isInfinite() throws -> Tensor {
        guard dtype.isFloatingPoint else { return try Tensor.zeros(shape, .bool) }
        return try detach().abs().compare(.equal, constant(.float(.infinity)))
    }
    /// True where x is neither infinite nor NaN; [...] → bool [...], true for integers. `torch.isfinite`.
    public func isFinite() throws -> Tensor {
        guard dtype.isFloatingPoint else { return try Tensor.ones(shape, .bool) }
        return try detach().abs().compare(.less, constant(.float(.infinity)))
    }
}

private func double(_ op: UnaryOperation) -> (Double) -> Double {
    switch op {
    case .negate: return { -$0 }
    case .absolute: return { Swift.abs($0) }
    case .square: return { $0 * $0 }
    case .squareRoot: return { $0.squareRoot() }
    case .reciprocalSquareRoot: return { 1 / $0.squareRoot() }
    case .reciprocal: return { 1 / $0 }
    case .exp: return { Foundation.exp($0) }
    case .log: return { Foundation.log($0) }
    case .log2: return { Foundation.log2($0) }
    case .log10: return { Foundation.log10($0) }
    case .log1p: return { Foundation.log1p($0) }
    case .expm1: return { Foundation.expm1($0) }
    case .sin: return { Foundation.sin($0) }
    case .cos: return { Foundation.cos($0) }
    case .tan: return { Foundation.tan($0) }
    case .tanh: return { Foundation.tanh($0) }
    case .sigmoid: return { 1 / (1 + Foundation.exp(-$0)) }
    case .relu: return { $0 < 0 ? 0 : $0 }
    case .erf: return { Foundation.erf($0) }
    case .sign: return { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 }
    case .floor: return { $0.rounded(.down) }
    case .ceil: return { $0.rounded(.up) }
    case .round: return { $0.rounded(.toNearestOrEven) }
    case .trunc: return { $0.rounded(.towardZero) }
    }
}

func logarithm(_ x: Double) -> Double { Foundation.log(x) }
