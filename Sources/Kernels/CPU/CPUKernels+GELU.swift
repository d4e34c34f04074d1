/// GELU; the formulas stand in `ReferenceKernels+GELU.swift`.
extension CPUKernels {
    public func gelu(_ form: GELUForm, _ x: Floats, into y: MutableFloats, count: Int) {
        Self.forward(form, x, y, count)
    }
    public func gelu(_ form: GELUForm, _ x: BFloats, into y: MutableBFloats, count: Int) {
        Self.forward(form, x, y, count)
    }

    public func geluBackward(_ form: GELUForm, _ x: Floats, dy: Floats, into dx: MutableFloats, count: Int) {
        Self.backward(form, x, dy, dx, count)
    }
    public func geluBackward(_ form: GELUForm, _ x: BFloats, dy: BFloats, into dx: MutableBFloats, count: Int)
    {
        Self.backward(form, x, dy, dx, count)
    }

    @inline(__always)
    private static func forward<Number: LaneNumber>(
        _ form: GELUForm, _ x: UnsafePointer<Number>, _ y: UnsafeMutablePointer<Number>, _ count: Int
    ) {
        switch form {
        case .erf: LaneLoops.map(ErfGELU.self, x, y, count)
        case .tanh: LaneLoops.map(TanhGELU.self, x, y, count)
        }
    }

    @inline(__always)
    private static func backward<Number: LaneNumber>(
        _ form: GELUForm, _ x: UnsafePointer<Number>, _ dy: UnsafePointer<Number>,
        _ dx: UnsafeMutablePointer<Number>, _ count: Int
    ) {
        switch form {
        case .erf: LaneLoops.map(ErfGELUBackward.self, x, dy, dx, count)
        case .tanh: LaneLoops.map(TanhGELUBackward.self, x, dy, dx, count)
        }
    }
}

private enum ErfGELU: LaneFunction {
    static var cost: Int { 2 }
    @inline(__always)
    static func of(_ x: Lanes) -> Lanes { x * (VectorMath.centredNormal(x) + 0.5) }
}

private enum ErfGELUBackward: PairFunction {
    static var cost: Int { 2 }
    @inline(__always)
    static func of(_ x: Lanes, _ dy: Lanes) -> Lanes {
        // GELU′ = Φ + x φ
        let density = VectorMath.expOfNegative(x * x * -0.5) * 0.398_942_28
        return dy * (VectorMath.centredNormal(x) + 0.5).addingProduct(x, density)
    }
}

private enum TanhGELU: LaneFunction {
    static var cost: Int { 2 }
    @inline(__always)
    static func of(_ x: Lanes) -> Lanes { x * sigmoid(argument(x)) }

    /// 2u = 2 √(2/π) (x + 0.044715 x³): ½ (1 + tanh u) is the sigmoid of it.
    @inline(__always)
    static func argument(_ x: Lanes) -> Lanes {
        x * (x * x).times(Lanes(repeating: 2 * cubic * root), plus: 2 * root)
    }

    /// 2u′.
    @inline(__always)
    static func slope(_ x: Lanes) -> Lanes {
        (x * x).times(Lanes(repeating: 6 * cubic * root), plus: 2 * root)
    }

    /// 1 / (1 + e⁻ˣ) with one power of two: where it would be subnormal it is 0, and so is x times it.
    @inline(__always)
    static func sigmoid(_ x: Lanes) -> Lanes {
        let power = VectorMath.expOfNegative(x.absolute.negated)
        return Lanes(repeating: 1).replacing(with: power, where: x .< 0) / (power + 1)
    }

    private static var root: Float { 0.797_884_56 }
    private static var cubic: Float { 0.044_715 }
}

private enum TanhGELUBackward: PairFunction {
    static var cost: Int { 2 }
    @inline(__always)
    static func of(_ x: Lanes, _ dy: Lanes) -> Lanes {
        // With σ = ½ (1 + tanh u):  GELU′ = σ + x σ (1 − σ) 2u′
        let sigma = TanhGELU.sigmoid(TanhGELU.argument(x))
        let bend = (sigma - sigma * sigma) * TanhGELU.slope(x) * x
        // Where x² overflows, σ − σ² is 0 and the product has no value: the bend is 0 there.
        let finite = bend.replacing(with: Lanes(), where: x.absolute .> 1e6)
        return dy * (sigma + finite)
    }
}
