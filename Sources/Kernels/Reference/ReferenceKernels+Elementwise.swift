import Foundation

extension ReferenceKernels {
    // y[i] = op(x[i])
    public func unary(_ op: UnaryOperation, _ x: Floats, into y: MutableFloats, count: Int) {
        for i in 0..<count { y[i] = Float(op.value(at: Double(x[i]))) }
    }

    // y[i] = op(a[i·aStride], b[i·bStride])
    public func binary(
        _ op: BinaryOperation, _ a: Floats, stride aStride: Int, _ b: Floats, stride bStride: Int,
        into y: MutableFloats, count: Int
    ) {
        for i in 0..<count { y[i] = Float(op.value(at: Double(a[i * aStride]), Double(b[i * bStride]))) }
    }

    // y[i] += alpha · x[i]
    public func axpy(_ alpha: Float, _ x: Floats, into y: MutableFloats, count: Int) {
        for i in 0..<count { y[i] = Float(Double(y[i]) + Double(alpha) * Double(x[i])) }
    }
}

extension UnaryOperation {
    /// The operation in float64.
    fileprivate func value(at x: Double) -> Double {
        switch self {
        case .negate: return -x
        case .absolute: return x.magnitude
        case .square: return x * x
        case .squareRoot: return x.squareRoot()
        case .reciprocalSquareRoot: return 1 / x.squareRoot()
        case .reciprocal: return 1 / x
        case .exp: return Foundation.exp(x)
        case .log: return Foundation.log(x)
        case .log2: return Foundation.log2(x)
        case .log10: return Foundation.log10(x)
        case .log1p: return Foundation.log1p(x)
        case .expm1: return Foundation.expm1(x)
        case .sin: return Foundation.sin(x)
        case .cos: return Foundation.cos(x)
        case .tan: return Foundation.tan(x)
        case .tanh: return Foundation.tanh(x)
        case .sigmoid: return 1 / (1 + Foundation.exp(-x))
        case .relu: return x < 0 ? 0 : x  // NaN stays NaN
        case .erf: return Foundation.erf(x)
        case .sign: return (x > 0 ? 1 : 0) - (x < 0 ? 1 : 0)  // NaN gives 0, as in PyTorch
        case .floor: return x.rounded(.down)
        case .ceil: return x.rounded(.up)
        case .round: return x.rounded(.toNearestOrEven)
        case .trunc: return x.rounded(.towardZero)
        }
    }
}

extension BinaryOperation {
    /// The operation in float64. Maximum and minimum are NaN when either operand is.
    fileprivate func value(at a: Double, _ b: Double) -> Double {
        switch self {
        case .add: return a + b
        case .subtract: return a - b
        case .multiply: return a * b
        case .divide: return a / b
        case .power: return Foundation.pow(a, b)
        case .maximum: return a.isNaN || b.isNaN ? .nan : (a > b ? a : b)
        case .minimum: return a.isNaN || b.isNaN ? .nan : (a < b ? a : b)
        }
    }
}
