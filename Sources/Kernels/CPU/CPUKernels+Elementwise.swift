extension CPUKernels {
    public func unary(_ op: UnaryOperation, _ x: Floats, into y: MutableFloats, count: Int) {
        // The switch stands outside the loops: each case is a loop of its own, with the function inside.
        switch op {
        case .negate: Self.map(x, y, count) { $0.negated }
        case .absolute: Self.map(x, y, count) { $0.absolute }
        case .square: Self.map(x, y, count) { $0 * $0 }
        case .squareRoot: Self.map(x, y, count) { VectorMath.squareRoot($0) }
        case .reciprocalSquareRoot: Self.map(x, y, count) { 1 / VectorMath.squareRoot($0) }
        case .reciprocal: Self.map(x, y, count) { 1 / $0 }
        case .exp: Self.map(x, y, count, cost: 2) { VectorMath.exp($0) }
        case .log: Self.map(x, y, count, cost: 2) { VectorMath.log($0) }
        case .log2: Self.map(x, y, count, cost: 4) { DoubleMath.apply($0) { DoubleMath.log2($0) } }
        case .log10: Self.map(x, y, count, cost: 4) { DoubleMath.apply($0) { DoubleMath.log10($0) } }
        case .log1p: Self.map(x, y, count, cost: 4) { DoubleMath.apply($0) { DoubleMath.log1p($0) } }
        case .expm1: Self.map(x, y, count, cost: 4) { DoubleMath.apply($0) { DoubleMath.expm1($0) } }
        case .sin: Self.map(x, y, count, cost: 4) { Trigonometry.apply(.sin, $0) }
        case .cos: Self.map(x, y, count, cost: 4) { Trigonometry.apply(.cos, $0) }
        case .tan: Self.map(x, y, count, cost: 4) { Trigonometry.apply(.tan, $0) }
        case .tanh: Self.map(x, y, count, cost: 2) { VectorMath.tanh($0) }
        case .sigmoid: Self.map(x, y, count, cost: 2) { VectorMath.sigmoid($0) }
        case .relu: Self.map(x, y, count) { $0.replacing(with: Lanes(), where: $0 .< 0) }
        case .erf: Self.map(x, y, count, cost: 2) { VectorMath.erf($0) }
        case .sign: Self.map(x, y, count) { Self.sign($0) }
        case .floor: Self.map(x, y, count) { $0.rounded(.down) }
        case .ceil: Self.map(x, y, count) { $0.rounded(.up) }
        case .round: Self.map(x, y, count) { $0.rounded(.toNearestOrEven) }
        case .trunc: Self.map(x, y, count) { $0.rounded(.towardZero) }
        }
    }

    public func binary(
        _ op: BinaryOperation, _ a: Floats, stride aStride: Int, _ b: Floats, stride bStride: Int,
        into y: MutableFloats, count: Int
    ) {
        let (a, b) = (Operand(a, aStride), Operand(b, bStride))
        switch op {
        case .add: Self.map(a, b, y, count) { $0 + $1 }
        case .subtract: Self.map(a, b, y, count) { $0 - $1 }
        case .multiply: Self.map(a, b, y, count) { $0 * $1 }
        case .divide: Self.map(a, b, y, count) { $0 / $1 }
        case .power: Self.power(a, b, y, count)
        case .maximum: Self.map(a, b, y, count) { $0.replacing(with: $1, where: $1 .> $0 .| $1 .!= $1) }
        case .minimum: Self.map(a, b, y, count) { $0.replacing(with: $1, where: $1 .< $0 .| $1 .!= $1) }
        }
    }

    public func axpy(_ alpha: Float, _ x: Floats, into y: MutableFloats, count: Int) {
        let alpha = Lanes(repeating: alpha)
        Work.forEachPiece(count) { start, size in
            let (x, y) = (x + start, y + start)
            forEachLanes(size) { i, n in store(load(x + i, n).times(alpha, plus: load(y + i, n)), y + i, n) }
        }
    }

    @inline(__always)
    private static func sign(_ x: Lanes) -> Lanes {
        let positive = Lanes().replacing(with: Lanes(repeating: 1), where: x .> 0)
        return positive.replacing(with: Lanes(repeating: -1), where: x .< 0)
    }

    /// aᵇ; the squares and roots that people write go without the logarithm.
    private static func power(_ a: Operand, _ b: Operand, _ y: MutableFloats, _ count: Int) {
        if b.isConstant, count > 0 {
            switch b.base[0] {
            case 2: return map(a, b, y, count) { a, _ in a * a }
            case 3: return map(a, b, y, count) { a, _ in a * a * a }
            case 1: return map(a, b, y, count) { a, _ in a }
            case -1: return map(a, b, y, count) { a, _ in 1 / a }
            default: break
            }
        }
        map(a, b, y, count, cost: 8) { DoubleMath.power($0, $1) }
    }

    // MARK: Loops

    /// y = f(x), every number on its own.
    @inline(__always)
    static func map(_ x: Floats, _ y: MutableFloats, _ count: Int, cost: Int = 1, _ f: (Lanes) -> Lanes) {
        Work.forEachPiece(count, cost: cost) { start, size in
            let (x, y) = (x + start, y + start)
            forEachLanes(size) { i, n in store(f(load(x + i, n)), y + i, n) }
        }
    }

    /// An operand of a binary operation: numbers, or one number for all.
    struct Operand {
        let base: Floats
        let isConstant: Bool

        init(_ base: Floats, _ stride: Int) { (self.base, isConstant) = (base, stride == 0) }
    }

    /// y = f(a, b), every pair on its own.
    @inline(__always)
    private static func map(
        _ a: Operand, _ b: Operand, _ y: MutableFloats, _ count: Int, cost: Int = 1,
        _ f: (Lanes, Lanes) -> Lanes
    ) {
        guard count > 0 else { return }
        let (first, second) = (Lanes(repeating: a.base[0]), Lanes(repeating: b.base[0]))
        Work.forEachPiece(count, cost: cost) { start, size in
            let y = y + start
            switch (a.isConstant, b.isConstant) {
            case (false, false):
                let (a, b) = (a.base + start, b.base + start)
                forEachLanes(size) { i, n in store(f(load(a + i, n), load(b + i, n)), y + i, n) }
            case (false, true):
                let a = a.base + start
                forEachLanes(size) { i, n in store(f(load(a + i, n), second), y + i, n) }
            case (true, false):
                let b = b.base + start
                forEachLanes(size) { i, n in store(f(first, load(b + i, n)), y + i, n) }
            case (true, true):
                forEachLanes(size) { i, n in store(f(first, second), y + i, n) }
            }
        }
    }
}
