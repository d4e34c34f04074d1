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
        case .erf:
            map(x, y, count) { x in
                let half = x * 0.5
                return half.addingProduct(half, VectorMath.erf(x * rootHalf))
            }
        case .tanh:
            map(x, y, count) { x in
                let half = x * 0.5
                return half.addingProduct(half, VectorMath.tanh(tanhArgument(x)))
            }
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
                let cumulative = VectorMath.erf(x * rootHalf).times(Lanes(repeating: 0.5), plus: 0.5)
                let density = VectorMath.expOfNegative(x * x * -0.5) * 0.398_942_28
                return dy * cumulative.addingProduct(x, density)
            }
        case .tanh:
            map(x, dy, dx, count) { x, dy in
                // GELU′ = ½ (1 + t) + ½ x (1 − t²) u′
                let t = VectorMath.tanh(tanhArgument(x))
                let slope = (x * x).times(Lanes(repeating: 3 * cubic * root), plus: root)
                let half = Lanes(repeating: 0.5)
                let bend = (1 - t * t) * slope * x
                // Where x² overflows, 1 − t² is 0 and the product has no value: the bend is 0 there.
                let finite = bend.replacing(with: Lanes(), where: x.absolute .> 1e6)
                return dy * (1 + t + finite) * half
            }
        }
    }

    /// u = √(2/π) (x + 0.044715 x³)
    @inline(__always)
    private static func tanhArgument(_ x: Lanes) -> Lanes {
        x * (x * x).times(Lanes(repeating: cubic * root), plus: root)
    }

    private static let rootHalf: Float = 0.707_106_78
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
