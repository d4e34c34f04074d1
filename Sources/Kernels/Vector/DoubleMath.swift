import Foundation

/// Functions that training seldom needs, computed in float64 and rounded once, so that they are right to the
/// last place (log2 8 is 3, not 2.9999998). Half the speed of `VectorMath`, still many times libm's.
enum DoubleMath {
    typealias Doubles = SIMD8<Double>

    /// Applies a function of eight doubles to sixteen floats.
    @inline(__always)
    static func apply(_ x: Lanes, _ function: (Doubles) -> Doubles) -> Lanes {
        let low = function(Doubles(x.lowHalf))
        let high = function(Doubles(x.highHalf))
        return Lanes(lowHalf: SIMD8<Float>(low), highHalf: SIMD8<Float>(high))
    }

    // MARK: Exponential and logarithm

    /// eˣ to 1e−13, for results that float32 can hold: 0 or ∞ after rounding elsewhere.
    @inline(__always)
    static func exp(_ x: Doubles) -> Doubles {
        var x = x.replacing(with: Doubles(repeating: 690), where: x .> 690)
        x = x.replacing(with: Doubles(repeating: -690), where: x .< -690)
        let shifted = x * 1.442_695_040_888_963_4 + shifter
        let n = shifted - shifter
        let r = x.addingProduct(n, Doubles(repeating: -0.693_147_180_559_945_31))
        // Taylor's series; |r| ≤ 0.347 makes the first term left out 1e−14.
        var p = r.times(1 / 479_001_600, plus: 1 / 39_916_800)
        p = r.times(p, plus: 1 / 3_628_800)
        p = r.times(p, plus: 1 / 362_880)
        p = r.times(p, plus: 1 / 40_320)
        p = r.times(p, plus: 1 / 5_040)
        p = r.times(p, plus: 1 / 720)
        p = r.times(p, plus: 1 / 120)
        p = r.times(p, plus: 1 / 24)
        p = r.times(p, plus: 1 / 6)
        p = r.times(p, plus: 1 / 2)
        p = r.times(p, plus: 1)
        p = r.times(p, plus: 1)
        let exponent = bits(shifted) &- bits(Doubles(repeating: shifter)) &+ 1023
        return p * unsafeBitCast(exponent &<< 52, to: Doubles.self)
    }

    /// ln x to 1e−14, for any x that a float32 can be, or 1 + x.
    @inline(__always)
    static func log(_ x: Doubles) -> Doubles {
        let (e, m) = split(x)
        return special(x, e * 0.693_147_180_559_945_31 + logOfMantissa(m))
    }

    /// log₂ x, exact for powers of two.
    @inline(__always)
    static func log2(_ x: Doubles) -> Doubles {
        let (e, m) = split(x)
        return special(x, e + logOfMantissa(m) * 1.442_695_040_888_963_4)
    }

    @inline(__always)
    static func log10(_ x: Doubles) -> Doubles { log(x) * 0.434_294_481_903_251_83 }

    /// ln(1 + x), by its series where 1 + x would lose x's digits.
    @inline(__always)
    static func log1p(_ x: Doubles) -> Doubles {
        let series = x - x * x * (0.5 - x * (1.0 / 3))
        return log(1 + x).replacing(with: series, where: x .< 1e-5 .& x .> -1e-5)
    }

    /// eˣ − 1, by its series where the difference would lose digits.
    @inline(__always)
    static func expm1(_ x: Doubles) -> Doubles {
        let series = x + x * x * (0.5 + x * (1.0 / 6))
        return (exp(x) - 1).replacing(with: series, where: x .< 1e-5 .& x .> -1e-5)
    }

    private static let shifter = 6_755_399_441_055_744.0  // 1.5 · 2⁵², see `VectorMath.exp`

    @inline(__always)
    private static func bits(_ x: Doubles) -> SIMD8<Int64> { unsafeBitCast(x, to: SIMD8<Int64>.self) }

    /// x = 2ᵉ m with √½ ≤ m < √2.
    @inline(__always)
    private static func split(_ x: Doubles) -> (exponent: Doubles, mantissa: Doubles) {
        let exponent = (bits(x) &- 0x3FE6_A09E_667F_3BCD) &>> 52
        let mantissa = unsafeBitCast(bits(x) &- (exponent &<< 52), to: Doubles.self)
        let shifted = exponent &+ bits(Doubles(repeating: shifter))
        return (unsafeBitCast(shifted, to: Doubles.self) - shifter, mantissa)
    }

    /// ln m = 2 artanh s = 2 (s + s³/3 + s⁵/5 + …), s = (m − 1) / (m + 1), |s| ≤ 0.172.
    @inline(__always)
    private static func logOfMantissa(_ m: Doubles) -> Doubles {
        let s = (m - 1) / (m + 1)
        let square = s * s
        var p = square.times(1 / 19, plus: 1 / 17)
        p = square.times(p, plus: 1 / 15)
        p = square.times(p, plus: 1 / 13)
        p = square.times(p, plus: 1 / 11)
        p = square.times(p, plus: 1 / 9)
        p = square.times(p, plus: 1 / 7)
        p = square.times(p, plus: 1 / 5)
        p = square.times(p, plus: 1 / 3)
        p = square.times(p, plus: 1)
        return 2 * s * p
    }

    /// What a logarithm is at 0, at ∞, below 0 and for NaN.
    @inline(__always)
    private static func special(_ x: Doubles, _ y: Doubles) -> Doubles {
        var y = y.replacing(with: x, where: x .== Double.infinity)
        y = y.replacing(with: Doubles(repeating: -.infinity), where: x .== 0)
        return y.replacing(with: Doubles(repeating: .nan), where: x .< 0 .| x .!= x)
    }

    // MARK: Powers

    /// aᵇ with libm's special cases: x⁰ = 1ˣ = 1, negative a with whole b, zeros and infinities.
    @inline(__always)
    static func power(_ a: Lanes, _ b: Lanes) -> Lanes {
        let plain = a .> 0 .& a .< Float.infinity .& b.absolute .< Float.infinity
        guard all(plain) else { return powerLaneByLane(a, b) }
        return Lanes(
            lowHalf: SIMD8<Float>(exp(Doubles(b.lowHalf) * log(Doubles(a.lowHalf)))),
            highHalf: SIMD8<Float>(exp(Doubles(b.highHalf) * log(Doubles(a.highHalf)))))
    }

    @inline(never)
    private static func powerLaneByLane(_ a: Lanes, _ b: Lanes) -> Lanes {
        var y = Lanes()
        for i in 0..<16 { y[i] = Float(Foundation.pow(Double(a[i]), Double(b[i]))) }
        return y
    }
}

extension SIMD8<Double> {
    /// addend + a · self, rounded once.
    @inline(__always)
    func times(_ a: SIMD8<Double>, plus addend: Double) -> SIMD8<Double> {
        SIMD8<Double>(repeating: addend).addingProduct(self, a)
    }

    /// addend + a · self, rounded once.
    @inline(__always)
    func times(_ a: Double, plus addend: Double) -> SIMD8<Double> {
        times(SIMD8<Double>(repeating: a), plus: addend)
    }
}
