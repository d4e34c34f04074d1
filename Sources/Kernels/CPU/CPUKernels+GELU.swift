/// GELU; the formulas stand in `ReferenceKernels+GELU.swift`.
extension CPUKernels {
    public func gelu(_ form: GELUForm, _ x: Floats, into y: MutableFloats, count: Int) { Self.forward(form, x, y, count) }
    public func gelu(_ form: GELUForm, _ x: BFloats, into y: MutableBFloats, count: Int) { Self.forward(form, x, y, count) }

    public func geluBackward(_ form: GELUForm, _ x: Floats, dy: Floats, into dx: MutableFloats, count: Int) {
        Self.backward(form, x, dy, dx, count)
    }
    public func geluBackward(_ form: GELUForm, _ x: BFloats, dy: BFloats, into dx: MutableBFloats, count: Int) {
        Self.backward(form, x, dy, dx, count)
    }

    @inline(__always)
    private static func forward<Number: LaneNumber>(
        _ form: GELUForm, _ x: UnsafePointer<Number>, _ y: UnsafeMutablePointer<Number>, _ count: Int
    ) {
        switch form {
        case .erf: map(x, y, count) { x in x * (VectorMath.centredNormal(x) + 0.5) }
        case .tanh: map(x, y, count) { x in x * sigmoid(tanhArgument(x)) }
        }
    }

    @inline(__always)
    private static func backward<Number: LaneNumber>(
        _ form: GELUForm, _ x: UnsafePointer<Number>, _ dy: UnsafePointer<Number>, _ dx: UnsafeMutablePointer<Number>, _ count: Int
    ) {
        switch form {
        case .erf:
            map(x, dy, dx, count) { x, dy in
                // GELU′ = Φ + x φ
                let density = VectorMath.expOfNegative(x * x * -0.5) * 0.398_942_28
                return dy * (VectorMath.centredNormal(x) + 0.5).addingProduct(x, density)
            }
        case .tanh:
            map(x, dy, dx, count) { x, dy in
                // With σ = ½ (1 + tanh u):  GELU′ = σ + x σ (1 − σ) 2u′
                let sigma = sigmoid(tanhArgument(x))
                let slope = (x * x).times(Lanes(repeating: 6 * cubic * root), plus: 2 * root)
                let bend = (sigma - sigma * sigma) * slope * x
                // Where x² overflows, σ − σ² is 0 and the product has no value: the bend is 0 there.
                let finite = bend.replacing(with: Lanes(), where: x.absolute .> 1e6)
                return dy * (sigma + finite)
            }
        }
    }

    /// 1 / (1 + e⁻ˣ) with one power of two: where it would be subnormal it is 0, and so is x times it.
    @inline(__always)
    private static func sigmoid(_ x: Lanes) -> Lanes {
        let power = VectorMath.expOfNegative(x.absolute.negated)
        return Lanes(repeating: 1).replacing(with: power, where: x .< 0) / (power + 1)
    }

    /// 2u = 2 √(2/π) (x + 0.044715 x³): ½ (1 + tanh u) is the sigmoid of it.
    @inline(__always)
    private static func tanhArgument(_ x: Lanes) -> Lanes {
        x * (x * x).times(Lanes(repeating: 2 * cubic * root), plus: 2 * root)
    }

    private static let root: Float = 0.797_884_56
    private static let cubic: Float = 0.044_715

    /// y = f(x), every number on its own.
    @inline(__always)
    private static func map<Number: LaneNumber>(
        _ x: UnsafePointer<Number>, _ y: UnsafeMutablePointer<Number>, _ count: Int, _ f: (Lanes) -> Lanes
    ) {
        Work.forEachPiece(count, cost: 2) { start, size in
            let (x, y) = (x + start, y + start)
            forEachLanes(size) { i, n in Number.write(f(Number.lanes(x + i, n)), y + i, n) }
        }
    }

    /// z = f(x, y), every pair on its own.
    @inline(__always)
    private static func map<Number: LaneNumber>(
        _ x: UnsafePointer<Number>, _ y: UnsafePointer<Number>, _ z: UnsafeMutablePointer<Number>, _ count: Int, _ f: (Lanes, Lanes) -> Lanes
    ) {
        Work.forEachPiece(count, cost: 2) { start, size in
            let (x, y, z) = (x + start, y + start, z + start)
            forEachLanes(size) { i, n in Number.write(f(Number.lanes(x + i, n), Number.lanes(y + i, n)), z + i, n) }
        }
    }
}
