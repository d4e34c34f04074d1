/// The functions of `UnaryOperation`, and powers that go without a logarithm; what each
/// computes stands in `Kernels.swift`.
enum Unary {
    enum Negate: LaneFunction {
        @inline(__always) static func of(_ x: Lanes) -> Lanes { x.negated }
    }
    enum Absolute: LaneFunction {
        @inline(__always) static func of(_ x: Lanes) -> Lanes { x.absolute }
    }
    enum Square: LaneFunction {
        @inline(__always) static func of(_ x: Lanes) -> Lanes { x * x }
    }
    enum Cube: LaneFunction {
        @inline(__always) static func of(_ x: Lanes) -> Lanes { x * x * x }
    }
    enum Same: LaneFunction {
        @inline(__always) static func of(_ x: Lanes) -> Lanes { x }
    }
    enum SquareRoot: LaneFunction {
        @inline(__always) static func of(_ x: Lanes) -> Lanes { VectorMath.squareRoot(x) }
    }
    enum ReciprocalSquareRoot: LaneFunction {
        @inline(__always) static func of(_ x: Lanes) -> Lanes { 1 / VectorMath.squareRoot(x) }
    }
    enum Reciprocal: LaneFunction {
        @inline(__always) static func of(_ x: Lanes) -> Lanes { 1 / x }
    }
    enum Exp: LaneFunction {
        static var cost: Int { 2 }
        @inline(__always) static func of(_ x: Lanes) -> Lanes { VectorMath.exp(x) }
    }
    enum Log: LaneFunction {
        static var cost: Int { 2 }
        @inline(__always) static func of(_ x: Lanes) -> Lanes { VectorMath.log(x) }
    }
    enum Log2: LaneFunction {
        static var cost: Int { 4 }
        @inline(__always) static func of(_ x: Lanes) -> Lanes { DoubleMath.apply(x) { DoubleMath.log2($0) } }
    }
    enum Log10: LaneFunction {
        static var cost: Int { 4 }
        @inline(__always) static func of(_ x: Lanes) -> Lanes { DoubleMath.apply(x) { DoubleMath.log10($0) } }
    }
    enum Log1p: LaneFunction {
        static var cost: Int { 4 }
        @inline(__always) static func of(_ x: Lanes) -> Lanes { DoubleMath.apply(x) { DoubleMath.log1p($0) } }
    }
    enum Expm1: LaneFunction {
        static var cost: Int { 4 }
        @inline(__always)
        static func of(_ x: Lanes) -> Lanes {
            // expm1(-0.0) is -0.0.
            DoubleMath.apply(x) { DoubleMath.expm1($0) }.replacing(with: x, where: x .== 0)
        }
    }
    enum Sin: LaneFunction {
        static var cost: Int { 4 }
        @inline(__always) static func of(_ x: Lanes) -> Lanes { Trigonometry.apply(.sin, x) }
    }
    enum Cos: LaneFunction {
        static var cost: Int { 4 }
        @inline(__always) static func of(_ x: Lanes) -> Lanes { Trigonometry.apply(.cos, x) }
    }
    enum Tan: LaneFunction {
        static var cost: Int { 4 }
        @inline(__always) static func of(_ x: Lanes) -> Lanes { Trigonometry.apply(.tan, x) }
    }
    enum Tanh: LaneFunction {
        static var cost: Int { 2 }
        @inline(__always) static func of(_ x: Lanes) -> Lanes { VectorMath.tanh(x) }
    }
    enum Sigmoid: LaneFunction {
        static var cost: Int { 2 }
        @inline(__always) static func of(_ x: Lanes) -> Lanes { VectorMath.sigmoid(x) }
    }
    enum ReLU: LaneFunction {
        @inline(__always) static func of(_ x: Lanes) -> Lanes { x.replacing(with: Lanes(), where: x .< 0) }
    }
    enum Erf: LaneFunction {
        static var cost: Int { 2 }
        @inline(__always) static func of(_ x: Lanes) -> Lanes { VectorMath.erf(x) }
    }
    enum Sign: LaneFunction {
        @inline(__always)
        static func of(_ x: Lanes) -> Lanes {
            let positive = Lanes().replacing(with: Lanes(repeating: 1), where: x .> 0)
            return positive.replacing(with: Lanes(repeating: -1), where: x .< 0)
        }
    }
    enum Floor: LaneFunction {
        @inline(__always) static func of(_ x: Lanes) -> Lanes { x.rounded(.down) }
    }
    enum Ceil: LaneFunction {
        @inline(__always) static func of(_ x: Lanes) -> Lanes { x.rounded(.up) }
    }
    enum Round: LaneFunction {
        @inline(__always) static func of(_ x: Lanes) -> Lanes { x.rounded(.toNearestOrEven) }
    }
    enum Trunc: LaneFunction {
        @inline(__always) static func of(_ x: Lanes) -> Lanes { x.rounded(.towardZero) }
    }
}

/// The functions of `BinaryOperation`.
enum Binary {
    enum Add: PairFunction {
        @inline(__always) static func of(_ x: Lanes, _ y: Lanes) -> Lanes { x + y }
    }
    enum Subtract: PairFunction {
        @inline(__always) static func of(_ x: Lanes, _ y: Lanes) -> Lanes { x - y }
    }
    enum Multiply: PairFunction {
        @inline(__always) static func of(_ x: Lanes, _ y: Lanes) -> Lanes { x * y }
    }
    enum Divide: PairFunction {
        @inline(__always) static func of(_ x: Lanes, _ y: Lanes) -> Lanes { x / y }
    }
    enum Power: PairFunction {
        static var cost: Int { 8 }
        @inline(__always) static func of(_ x: Lanes, _ y: Lanes) -> Lanes { DoubleMath.power(x, y) }
    }
    enum Maximum: PairFunction {
        @inline(__always) static func of(_ x: Lanes, _ y: Lanes) -> Lanes {
            x.replacing(with: y, where: y .> x .| y .!= y)
        }
    }
    enum Minimum: PairFunction {
        @inline(__always) static func of(_ x: Lanes, _ y: Lanes) -> Lanes {
            x.replacing(with: y, where: y .< x .| y .!= y)
        }
    }
}
