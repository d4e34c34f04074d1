extension CPUKernels {
    public func unary(_ op: UnaryOperation, _ x: Floats, into y: MutableFloats, count: Int) {
        // The switch stands outside the loops: each case is a loop of its own, with the function inside.
        switch op {
        case .negate: LaneLoops.map(Unary.Negate.self, x, y, count)
        case .absolute: LaneLoops.map(Unary.Absolute.self, x, y, count)
        case .square: LaneLoops.map(Unary.Square.self, x, y, count)
        case .squareRoot: LaneLoops.map(Unary.SquareRoot.self, x, y, count)
        case .reciprocalSquareRoot: LaneLoops.map(Unary.ReciprocalSquareRoot.self, x, y, count)
        case .reciprocal: LaneLoops.map(Unary.Reciprocal.self, x, y, count)
        case .exp: LaneLoops.map(Unary.Exp.self, x, y, count)
        case .log: LaneLoops.map(Unary.Log.self, x, y, count)
        case .log2: LaneLoops.map(Unary.Log2.self, x, y, count)
        case .log10: LaneLoops.map(Unary.Log10.self, x, y, count)
        case .log1p: LaneLoops.map(Unary.Log1p.self, x, y, count)
        case .expm1: LaneLoops.map(Unary.Expm1.self, x, y, count)
        case .sin: LaneLoops.map(Unary.Sin.self, x, y, count)
        case .cos: LaneLoops.map(Unary.Cos.self, x, y, count)
        case .tan: LaneLoops.map(Unary.Tan.self, x, y, count)
        case .tanh: LaneLoops.map(Unary.Tanh.self, x, y, count)
        case .sigmoid: LaneLoops.map(Unary.Sigmoid.self, x, y, count)
        case .relu: LaneLoops.map(Unary.ReLU.self, x, y, count)
        case .erf: LaneLoops.map(Unary.Erf.self, x, y, count)
        case .sign: LaneLoops.map(Unary.Sign.self, x, y, count)
        case .floor: LaneLoops.map(Unary.Floor.self, x, y, count)
        case .ceil: LaneLoops.map(Unary.Ceil.self, x, y, count)
        case .round: LaneLoops.map(Unary.Round.self, x, y, count)
        case .trunc: LaneLoops.map(Unary.Trunc.self, x, y, count)
        }
    }

    public func binary(
        _ op: BinaryOperation, _ a: Floats, stride aStride: Int, _ b: Floats, stride bStride: Int,
        into y: MutableFloats, count: Int
    ) {
        let (a, b) = (Operand(a, aStride), Operand(b, bStride))
        switch op {
        case .power: Self.power(a, b, y, count)
        case .add: Self.map(Binary.Add.self, a, b, y, count)
        case .subtract: Self.map(Binary.Subtract.self, a, b, y, count)
        case .multiply: Self.map(Binary.Multiply.self, a, b, y, count)
        case .divide: Self.map(Binary.Divide.self, a, b, y, count)
        case .maximum: Self.map(Binary.Maximum.self, a, b, y, count)
        case .minimum: Self.map(Binary.Minimum.self, a, b, y, count)
        }
    }

    public func axpy(_ alpha: Float, _ x: Floats, into y: MutableFloats, count: Int) {
        let alpha = Lanes(repeating: alpha)
        Partition.forEachPiece(count) { start, size in
            let (x, y) = (x + start, y + start)
            forEachLanes(size) { i, n in store(load(x + i, n).times(alpha, plus: load(y + i, n)), y + i, n) }
        }
    }

    /// aᵇ; the squares and roots that people write go without the logarithm.
    private static func power(_ a: Operand, _ b: Operand, _ y: MutableFloats, _ count: Int) {
        if b.isConstant, count > 0 {
            switch b.base[0] {
            case 2: return map(Unary.Square.self, a, y, count)
            case 3: return map(Unary.Cube.self, a, y, count)
            case 1: return map(Unary.Same.self, a, y, count)
            case -1: return map(Unary.Reciprocal.self, a, y, count)
            default: break
            }
        }
        map(Binary.Power.self, a, b, y, count)
    }

    /// An operand of a binary operation: numbers, or one number for all.
    private struct Operand {
        let base: Floats
        let isConstant: Bool

        init(_ base: Floats, _ stride: Int) { (self.base, isConstant) = (base, stride == 0) }
    }

    /// y = F(a), every number on its own.
    @inline(__always)
    private static func map<F: LaneFunction>(_: F.Type, _ a: Operand, _ y: MutableFloats, _ count: Int) {
        if a.isConstant {
            y.update(repeating: F.of(Lanes(repeating: a.base[0]))[0], count: count)
        } else {
            LaneLoops.map(F.self, a.base, y, count)
        }
    }

    /// y = F(a, b), every pair on its own.
    @inline(__always)
    private static func map<F: PairFunction>(
        _: F.Type, _ a: Operand, _ b: Operand, _ y: MutableFloats, _ count: Int
    ) {
        guard count > 0 else { return }
        switch (a.isConstant, b.isConstant) {
        case (false, false): LaneLoops.map(F.self, a.base, b.base, y, count)
        case (false, true): LaneLoops.map(F.self, a.base, number: b.base[0], y, count)
        case (true, false): LaneLoops.map(F.self, number: a.base[0], b.base, y, count)
        case (true, true):
            y.update(
                repeating: F.of(Lanes(repeating: a.base[0]), Lanes(repeating: b.base[0]))[0], count: count)
        }
    }
}
