import Foundation

/// sin, cos and tan in float64: x = n π/2 + r with |r| ≤ π/4, and Taylor's series in r.
enum Trigonometry {
    enum Function { case sin, cos, tan }

    @inline(__always)
    static func apply(_ function: Function, _ x: Lanes) -> Lanes {
        // Beyond that, n π/2 is not known to enough places. Such angles are rare and infinities are NaN.
        guard all(x.absolute .< 1e9) else { return laneByLane(function, x) }
        let y = DoubleMath.apply(x) { x in
            let (sine, cosine, quadrant) = reduced(x)
            let isOdd = (quadrant & 1) .== 1
            if function == .tan {
                // tan(r + π/2) = −cos r / sin r
                return (sine / cosine).replacing(with: -cosine / sine, where: isOdd)
            }
            // sin(r + n π/2) is sin r, cos r, −sin r, −cos r for n = 0, 1, 2,
            // 3; the cosine is one quadrant on.
            let isCosine = function == .sin ? isOdd : .!isOdd
            let quarter = function == .sin ? quadrant : quadrant &+ 1
            let value = sine.replacing(with: cosine, where: isCosine)
            return value.replacing(with: -value, where: (quarter & 2) .== 2)
        }
        // sin(-0.0) and tan(-0.0) are -0.0.
        return function == .cos ? y : y.replacing(with: x, where: x .== 0)
    }

    /// sin r, cos r, and n (only its last bits matter).
    @inline(__always)
    private static func reduced(_ x: SIMD8<Double>) -> (
        sine: SIMD8<Double>, cosine: SIMD8<Double>, SIMD8<Int64>
    ) {
        typealias Doubles = SIMD8<Double>
        let shifter = 6_755_399_441_055_744.0
        let shifted = x * 0.636_619_772_367_581_34 + shifter
        let n = shifted - shifter
        // π/2 to 107 bits, in two parts.
        var r = x.addingProduct(n, Doubles(repeating: -1.570_796_326_794_896_6))
        r = r.addingProduct(n, Doubles(repeating: -6.123_233_995_736_766e-17))
        let square = r * r
        var s = square.times(-1 / 1_307_674_368_000, plus: 1 / 6_227_020_800)
        s = square.times(s, plus: -1 / 39_916_800)
        s = square.times(s, plus: 1 / 362_880)
        s = square.times(s, plus: -1 / 5_040)
        s = square.times(s, plus: 1 / 120)
        s = square.times(s, plus: -1 / 6)
        var c = square.times(-1 / 87_178_291_200, plus: 1 / 479_001_600)
        c = square.times(c, plus: -1 / 3_628_800)
        c = square.times(c, plus: 1 / 40_320)
        c = square.times(c, plus: -1 / 720)
        c = square.times(c, plus: 1 / 24)
        c = square.times(c, plus: -1 / 2)
        c = square.times(c, plus: 1)
        return (r.addingProduct(s * square, r), c, unsafeBitCast(shifted, to: SIMD8<Int64>.self))
    }

    @inline(never)
    private static func laneByLane(_ function: Function, _ x: Lanes) -> Lanes {
        var y = Lanes()
        for i in 0..<16 {
            let angle = Double(x[i])
            switch function {
            case .sin: y[i] = Float(Foundation.sin(angle))
            case .cos: y[i] = Float(Foundation.cos(angle))
            case .tan: y[i] = Float(Foundation.tan(angle))
            }
        }
        return y
    }
}
