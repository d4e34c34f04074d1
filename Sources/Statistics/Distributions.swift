import Foundation

/// Student's t distribution.
public struct StudentT: Sendable {
    /// ν, above 0.
    public let degreesOfFreedom: Double

    public init(degreesOfFreedom: Double) { self.degreesOfFreedom = degreesOfFreedom }

    /// P(T > t), by the regularised incomplete beta function (Abramowitz and Stegun 26.7.1).
    public func upperTail(_ t: Double) -> Double {
        guard t.isFinite else { return t.isNaN ? .nan : t > 0 ? 0 : 1 }
        let tail =
            0.5
            * IncompleteFunctions.beta(
                degreesOfFreedom / (degreesOfFreedom + t * t), degreesOfFreedom / 2, 0.5)
        return t >= 0 ? tail : 1 - tail
    }

    /// The t that P(T ≤ t) = `probability` belongs to; infinite at 0 and 1. By halving, to the last bits.
    public func quantile(_ probability: Double) -> Double {
        guard probability > 0, probability < 1 else {
            return probability <= 0 ? -.infinity : probability >= 1 ? .infinity : .nan
        }
        guard probability >= 0.5 else { return -quantile(1 - probability) }
        var (low, high) = (0.0, 1.0)
        while upperTail(high) > 1 - probability, high < 1e300 { high *= 2 }
        for _ in 0..<200 where high - low > 1e-14 * high {
            let middle = (low + high) / 2
            if upperTail(middle) > 1 - probability { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }
}

/// The χ² distribution.
public struct ChiSquare: Sendable {
    /// ν, above 0.
    public let degreesOfFreedom: Double

    public init(degreesOfFreedom: Double) { self.degreesOfFreedom = degreesOfFreedom }

    /// P(X > x), by the regularised incomplete gamma function.
    public func upperTail(_ x: Double) -> Double {
        x <= 0 ? 1 : IncompleteFunctions.upperGamma(degreesOfFreedom / 2, x / 2)
    }
}

/// The regularised incomplete gamma and beta functions, to about 14 digits.
enum IncompleteFunctions {
    private static let tiny = 1e-300
    private static let limit = 100_000

    /// Q(a, x) = Γ(a, x) / Γ(a): by the series for P = 1 − Q below the mean, by the continued fraction above
    /// it (Abramowitz and Stegun 6.5.29, 6.5.31). O(√a) terms.
    static func upperGamma(_ a: Double, _ x: Double) -> Double {
        guard x > 0 else { return 1 }
        let scale = exp(a * log(x) - x - lgamma(a))
        if x < a + 1 {
            var (term, sum, n) = (1 / a, 1 / a, a)
            for _ in 0..<limit where abs(term) > abs(sum) * 1e-16 {
                n += 1
                term *= x / n
                sum += term
            }
            return max(0, 1 - sum * scale)
        }
        let fraction = continued(first: x + 1 - a) { i in
            (-Double(i) * (Double(i) - a), x + 1 - a + 2 * Double(i))
        }
        return min(1, scale / fraction)
    }

    /// I_x(a, b) by its continued fraction (Abramowitz and Stegun 26.5.8), from the side where it converges.
    static func beta(_ x: Double, _ a: Double, _ b: Double) -> Double {
        guard x > 0 else { return 0 }
        guard x < 1 else { return 1 }
        if x > (a + 1) / (a + b + 2) { return 1 - beta(1 - x, b, a) }
        let scale = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)) / a
        let fraction = continued(first: 1) { i in
            let m = Double(i / 2)
            let numerator =
                i % 2 == 0
                ? m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
                : -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            return (numerator, 1)
        }
        return scale / fraction
    }

    /// b₀ + a₁/(b₁ + a₂/(b₂ + …)) by Lentz's method; `term(i)` gives aᵢ and bᵢ.
    private static func continued(first: Double, _ term: (Int) -> (a: Double, b: Double)) -> Double {
        var f = first == 0 ? tiny : first
        var (c, d) = (f, 0.0)
        for i in 1...limit {
            let (a, b) = term(i)
            d = b + a * d
            if d == 0 { d = tiny }
            c = b + a / c
            if c == 0 { c = tiny }
            d = 1 / d
            let step = c * d
            f *= step
            if abs(step - 1) < 1e-15 { break }
        }
        return f
    }
}
