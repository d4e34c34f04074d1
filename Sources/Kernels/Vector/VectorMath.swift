/// Functions of sixteen floats at a time, for the loops that training spends its time in. Within two units in
/// the last place of the true value (`VectorMathTests` measures it), with infinities, NaN and subnormal
/// numbers as in libm.
///
/// Polynomials are the ones with the smallest largest error on their interval (Remez exchange), fitted to the
/// relative error of the whole function.
enum VectorMath {
    // MARK: Exponential

    /// eˣ. x = n ln 2 + r with |r| ≤ ½ ln 2, and eˣ = 2ⁿ eʳ.
    @inline(__always)
    static func exp(_ x: Lanes) -> Lanes {
        var x = x.replacing(with: Lanes(repeating: 89), where: x .> 89)  // e⁸⁹ is ∞
        x = x.replacing(with: Lanes(repeating: -105), where: x .< -105)  // e⁻¹⁰⁵ is 0
        let (n, fraction) = exponentAndPower(x)
        // 2ⁿ in two factors, as n goes beyond what an exponent holds at both ends.
        let half = n &>> 1
        return fraction * power(half) * power(n &- half)
    }

    /// eˣ for x ≤ 0, such as x − max x: 0 below −87.3, where the result would be subnormal.
    @inline(__always)
    static func expOfNegative(_ x: Lanes) -> Lanes {
        let (n, fraction) = exponentAndPower(x.replacing(with: Lanes(repeating: -87.33), where: x .< -87.33))
        return (fraction * power(n)).replacing(with: Lanes(), where: x .< -87.33)
    }

    /// n and eʳ.
    @inline(__always)
    private static func exponentAndPower(_ x: Lanes) -> (n: SIMD16<Int32>, fraction: Lanes) {
        // Adding 1.5 · 2²³ leaves no bits behind the point: the sum is a rounded integer, in its low bits.
        let shifter = Lanes(repeating: 12_582_912)
        let shifted = x.times(Lanes(repeating: 1.442_695_04), plus: shifter)
        let n = shifted - shifter
        // ln 2 in two parts; the first has few enough bits for n times it to be exact.
        let r = n.times(
            Lanes(repeating: 2.121_944_4e-4), plus: n.times(Lanes(repeating: -0.693_359_375), plus: x))
        var p = r.times(Lanes(repeating: 1.990_770_44e-4), plus: 1.394_870_05e-3)
        p = p.times(r, plus: 8.333_285_84e-3)
        p = p.times(r, plus: 4.166_623_9e-2)
        p = p.times(r, plus: 0.166_666_668)
        p = p.times(r, plus: 0.500_000_008)
        return (shifted.bits &- shifter.bits, p.times(r * r, plus: r) + 1)
    }

    /// 2ⁿ, put together from its bits; −126 ≤ n ≤ 127.
    @inline(__always)
    private static func power(_ n: SIMD16<Int32>) -> Lanes { Lanes(bits: (n &+ 127) &<< 23) }

    // MARK: Logarithm

    /// ln x. x = 2ᵉ m with √½ ≤ m < √2, and ln x = e ln 2 + ln m.
    @inline(__always)
    static func log(_ x: Lanes) -> Lanes {
        // Subnormal numbers are lifted into the normal range first.
        let isSmall = x .< Float.leastNormalMagnitude
        let lifted = x.replacing(with: x * 8_388_608, where: isSmall)
        let lift = Lanes().replacing(with: Lanes(repeating: -23), where: isSmall)
        let rootHalf = SIMD16<Int32>(repeating: 0x3F35_04F3)
        let exponent = (lifted.bits &- rootHalf) &>> 23
        let m = Lanes(bits: lifted.bits &- (exponent &<< 23))
        let shifter = Lanes(repeating: 12_582_912)
        let e = Lanes(bits: exponent &+ shifter.bits) - shifter + lift

        let f = m - 1
        var p = f.times(Lanes(repeating: 0.067_465_670_4), plus: -0.116_755_884)
        p = p.times(f, plus: 0.118_881_604)
        p = p.times(f, plus: -0.124_055_998)
        p = p.times(f, plus: 0.142_195_543)
        p = p.times(f, plus: -0.166_679_953)
        p = p.times(f, plus: 0.200_021_185)
        p = p.times(f, plus: -0.250_000_096)
        p = p.times(f, plus: 0.333_333_126)
        let square = f * f
        // Smallest parts first: f³ p − e · 2.1e−4 − f²/2 + f + e · 0.693.
        var y = (p * f * square).addingProduct(e, Lanes(repeating: -2.121_944_4e-4))
        y = square.times(Lanes(repeating: -0.5), plus: y)
        y = e.times(Lanes(repeating: 0.693_359_375), plus: f + y)
        y = y.replacing(with: x, where: x .== Float.infinity)
        y = y.replacing(with: Lanes(repeating: -.infinity), where: x .== 0)
        return y.replacing(with: Lanes(repeating: .nan), where: x .< 0 .| x .!= x)
    }

    // MARK: Sigmoid, tanh, erf

    /// 1 / (1 + e⁻ˣ).
    @inline(__always)
    static func sigmoid(_ x: Lanes) -> Lanes { 1 / (1 + exp(x.negated)) }

    /// tanh x: an odd polynomial below 0.625, and 1 − 2 / (e²ˣ + 1) above.
    @inline(__always)
    static func tanh(_ x: Lanes) -> Lanes {
        let a = x.absolute
        let square = x * x
        var p = square.times(Lanes(repeating: 2.147_537_29e-3), plus: -8.182_674_22e-3)
        p = p.times(square, plus: 2.170_296_72e-2)
        p = p.times(square, plus: -5.394_720_43e-2)
        p = p.times(square, plus: 0.133_332_098)
        p = p.times(square, plus: -0.333_333_309)
        let small = p.times(square * x, plus: x)
        let large = 1 - 2 / (exp(a + a) + 1)
        // The sign last: tanh(-0.0) is -0.0.
        return small.replacing(with: large, where: a .>= 0.625 .| a .!= a).signed(as: x)
    }

    /// erf x = 2/√π ∫₀ˣ e^(−t²) dt: an odd polynomial below 0.92, and 1 − e^(−a q(a)) above, a = |x|.
    @inline(__always)
    static func erf(_ x: Lanes) -> Lanes {
        let square = x * x
        var p = square.times(Lanes(repeating: 8.316_767_02e-5), plus: -8.130_010_47e-4)
        p = p.times(square, plus: 5.199_906_45e-3)
        p = p.times(square, plus: -2.685_894_14e-2)
        p = p.times(square, plus: 0.112_836_872)
        p = p.times(square, plus: -0.376_126_332)
        p = p.times(square, plus: 0.128_379_166_58)
        let small = p.times(x, plus: x)  // 2/√π is written as 1 + 0.128…, which keeps one more bit

        // Beyond 4, 1 − erfc x is 1 in float32.
        let whole = x.absolute
        let a = whole.replacing(with: Lanes(repeating: 4), where: whole .> 4)
        var q = a.times(Lanes(repeating: -2.222_930_96e-6), plus: 3.555_005_66e-5)
        q = q.times(a, plus: -2.256_716_96e-4)
        q = q.times(a, plus: 5.417_394_96e-4)
        q = q.times(a, plus: 1.744_435_1e-3)
        q = q.times(a, plus: -2.118_656_62e-2)
        q = q.times(a, plus: 0.104_121_71)
        q = q.times(a, plus: 0.636_114_816)
        q = q.times(a, plus: 1.128_461_72)
        let (n, fraction) = exponentAndPower((a * q).negated)
        let large = (1 - fraction * power(n)).signed(as: x)
        return small.replacing(with: large, where: whole .>= 0.92 .| whole .!= whole)
    }

    // MARK: The normal distribution

    /// Φ(x) − ½ = ½ erf(x/√2), to 2·10⁻⁷: x P(x²) / Q(x²), fitted on 0 … 5.4; ±½ beyond,
    /// which is less than 4·10⁻⁸ away.
    ///
    /// Half the work of `erf`, which is right to the last place also where it is used by itself.
    @inline(__always)
    static func centredNormal(_ x: Lanes) -> Lanes {
        let square = x * x
        var p = square.times(Lanes(repeating: 2.358_101_8e-8), plus: 6.325_338_3e-6)
        p = p.times(square, plus: 1.608_641_3e-4)
        p = p.times(square, plus: 4.629_986e-3)
        p = p.times(square, plus: 3.304_544e-2)
        p = p.times(square, plus: 0.398_942_26)
        var q = square.times(Lanes(repeating: 1.219_654e-6), plus: 7.122_971e-5)
        q = q.times(square, plus: 1.839_604_2e-3)
        q = q.times(square, plus: 2.818_939_3e-2)
        q = q.times(square, plus: 0.249_499_08)
        q = q.times(square, plus: 1)
        let far = Lanes(repeating: 0.5).signed(as: x)
        return (x * p / q).replacing(with: far, where: x.absolute .>= 5.4)
    }

    // MARK: Square root

    /// √x, to the last place: Swift's own would go one lane at a time. 1/√x from a guess on the bits and
    /// three steps of
    /// Newton's, then one correction of x · 1/√x.
    @inline(__always)
    static func squareRoot(_ x: Lanes) -> Lanes {
        // x − root² must not underflow, so small numbers are lifted by 2⁹⁶ and their roots lowered by 2⁴⁸.
        let isSmall = x .< Float(0x1p-64)
        let lifted = x.replacing(with: x * Float(0x1p96), where: isSmall)
        let half = lifted * -0.5
        var y = Lanes(bits: SIMD16<Int32>(repeating: 0x5F37_59DF) &- (lifted.bits &>> 1))
        for _ in 0..<3 {
            // y ← y (3/2 − ½ x y²)
            y = y * (half * y).times(y, plus: 1.5)
        }
        let root = lifted * y
        let rest = lifted.addingProduct(root.negated, root)
        var result = root.addingProduct(rest, y * 0.5)
        result = result.replacing(with: result * Float(0x1p-48), where: isSmall)
        result = result.replacing(with: x, where: x .== 0 .| x .== Float.infinity .| x .!= x)
        return result.replacing(with: Lanes(repeating: .nan), where: x .< 0)
    }
}
