import Foundation

// Whole numbers of a distribution, as NumPy's `Generator` draws them.

extension DefaultGenerator {
    /// ln Γ(x) (Stirling's series behind a recurrence up to 7).
    private static func logGamma(_ x: Double) -> Double {
        let terms = [
            8.333333333333333e-02, -2.777777777777778e-03, 7.936507936507937e-04, -5.952380952380952e-04,
            8.417508417508418e-04, -1.917526917526918e-03, 6.410256410256410e-03, -2.955065359477124e-02,
            1.796443723688307e-01, -1.39243221690590e+00,
        ]
        if x == 1 || x == 2 { return 0 }
        let steps = x < 7 ? Int(7 - x) : 0
        var x0 = x + Double(steps)
        let square = (1 / x0) * (1 / x0), logTwoPi = 1.8378770664093453
        var sum = terms[9]
        for term in terms[..<9].reversed() { sum = sum * square + term }
        var result = sum / x0 + 0.5 * logTwoPi + (x0 - 0.5) * log(x0) - x0
        for _ in 0..<steps {
            result -= log(x0 - 1)
            x0 -= 1
        }
        return result
    }

    /// ⌊x⌋; the least integer, which no distribution takes, where there is no such integer.
    private static func whole(_ x: Double) -> Int { Int(exactly: x.rounded(.down)) ?? .min }

    /// Events at a rate (Hörmann 1993, PTRS; below 10 by products of uniform numbers).
    public func poisson(_ rate: Double) -> Int {
        if rate == 0 { return 0 }
        if rate < 10 {
            let limit = exp(-rate)
            var (count, product) = (0, 1.0)
            while true {
                product *= uniform()
                guard product > limit else { return count }
                count += 1
            }
        }
        let root = rate.squareRoot(), logRate = log(rate)
        let b = 0.931 + 2.53 * root, a = -0.059 + 0.02483 * b
        let inverseAlpha = 1.1239 + 1.1328 / (b - 3.4), edge = 0.9277 - 3.6224 / (b - 2)
        while true {
            let u = uniform() - 0.5, v = uniform(), us = 0.5 - abs(u)
            let k = Self.whole((2 * a / us + b) * u + rate + 0.43)
            if us >= 0.07, v <= edge { return k }
            if k < 0 || (us < 0.013 && v > us) { continue }
            if log(v) + log(inverseAlpha) - log(a / (us * us) + b)
                <= -rate + Double(k) * logRate - Self.logGamma(Double(k) + 1)
            {
                return k
            }
        }
    }

    /// Successes among n (by inversion where few are expected, else by Kachitvichyanukul & Schmeiser's BTPE,
    /// 1988).
    public func binomial(_ n: Int, _ p: Double) -> Int {
        if n == 0 || p == 0 { return 0 }
        if p <= 0.5 { return p * Double(n) <= 30 ? binomialByInversion(n, p) : binomialByParts(n, p) }
        let q = 1 - p
        return n - (q * Double(n) <= 30 ? binomialByInversion(n, q) : binomialByParts(n, q))
    }

    private func binomialByInversion(_ n: Int, _ p: Double) -> Int {
        let q = 1 - p, first = exp(Double(n) * log(q)), mean = Double(n) * p
        let bound = Int(min(Double(n), mean + 10 * (mean * q + 1).squareRoot()))
        var (x, px, u) = (0, first, uniform())
        while u > px {
            x += 1
            if x > bound {
                (x, px, u) = (0, first, uniform())
            } else {
                u -= px
                px = (Double(n - x + 1) * p * px) / (Double(x) * q)
            }
        }
        return x
    }

    private func binomialByParts(_ n: Int, _ p: Double) -> Int {
        let r = min(p, 1 - p), q = 1 - r, count = Double(n)
        let fm = count * r + r, m = Int(fm.rounded(.down)), middle = Double(m)
        let p1 = (2.195 * (count * r * q).squareRoot() - 4.6 * q).rounded(.down) + 0.5
        let xm = middle + 0.5, xl = xm - p1, xr = xm + p1
        let c = 0.134 + 20.5 / (15.3 + middle)
        var a = (fm - xl) / (fm - xl * r)
        let left = a * (1 + a / 2)
        a = (xr - fm) / (xr * q)
        let right = a * (1 + a / 2)
        let p2 = p1 * (1 + 2 * c), p3 = p2 + c / left, p4 = p3 + c / right, nrq = count * r * q
        while true {
            let u = uniform() * p4
            var v = uniform(), y: Int
            if u <= p1 {
                y = Self.whole(xm - p1 * v + u)
                return p > 0.5 ? n - y : y
            }
            if u <= p2 {
                let x = xl + (u - p1) / c
                v = v * c + 1 - abs(middle - x + 0.5) / p1
                if v > 1 { continue }
                y = Self.whole(x)
            } else if u <= p3 {
                y = Self.whole(xl + log(v) / left)
                if y < 0 || v == 0 { continue }
                v = v * (u - p2) * left
            } else {
                y = Self.whole(xr - log(v) / right)
                if y > n || y < 0 || v == 0 { continue }
                v = v * (u - p3) * right
            }
            let k = abs(y - m)
            if k > 20, Double(k) < nrq / 2 - 1 {
                // Squeezed between two parabolas, and by Stirling's series where that does not decide.
                let distance = Double(k)
                let rho = (distance / nrq) * ((distance * (distance / 3 + 0.625) + 1 / 6.0) / nrq + 0.5)
                let t = -distance * distance / (2 * nrq), logV = log(v)
                if logV < t - rho { return p > 0.5 ? n - y : y }
                if logV > t + rho { continue }
                let x1 = Double(y + 1), f1 = Double(m + 1), z = Double(n + 1 - m), w = Double(n - y + 1)
                func series(_ x: Double) -> Double {
                    let x2 = x * x
                    return (13680 - (462 - (132 - (99 - 140 / x2) / x2) / x2) / x2) / x / 166_320
                }
                let bound =
                    xm * log(f1 / x1) + (Double(n - m) + 0.5) * log(z / w)
                    + Double(y - m) * log(w * r / (x1 * q)) + series(f1) + series(z) + series(x1) + series(w)
                if logV > bound { continue }
                return p > 0.5 ? n - y : y
            }
            let s = r / q, ratio = s * Double(n + 1)
            var f = 1.0
            if m < y {
                for i in (m + 1)...y { f *= ratio / Double(i) - s }
            } else if m > y {
                for i in (y + 1)...m { f /= ratio / Double(i) - s }
            }
            if v <= f { return p > 0.5 ? n - y : y }
        }
    }

    /// Trials up to the first success (by search where p is a third or more, else by inversion).
    public func geometric(_ p: Double) -> Int {
        if p < 0.333333333333333333333333 {
            let z = (-exponential() / log1p(-p)).rounded(.up)
            return z >= 9.223372036854776e18 ? .max : Int(z)
        }
        let q = 1 - p, u = uniform()
        var (x, sum, product) = (1, p, p)
        while u > sum {
            product *= q
            sum += product
            x += 1
        }
        return x
    }

    func negativeBinomial(_ n: Double, _ p: Double) -> Int {
        poisson(min(gamma(n) * ((1 - p) / p), 9.223372006484771e18))
    }

    /// How often each of k outcomes came up among n. O(k).
    public func multinomial(_ n: Int, _ probabilities: [Double]) -> [Int] {
        var counts = [Int](repeating: 0, count: probabilities.count), left = n, rest = 1.0
        for (place, p) in probabilities.dropLast().enumerated() {
            counts[place] = binomial(left, p / rest)
            left -= counts[place]
            if left <= 0 { return counts }
            rest -= p
        }
        if !counts.isEmpty { counts[counts.count - 1] = left }
        return counts
    }

    /// Shares that sum to 1, of gammas. O(k).
    public func dirichlet(_ concentrations: [Double]) -> [Double] {
        if concentrations.max() ?? 1 < 0.1 {
            // Of betas, where gammas would all be 0.
            var rest = 1.0
            var shares = [Double](repeating: 0, count: concentrations.count)
            for place in concentrations.indices.dropLast() {
                let others = concentrations[(place + 1)...].reversed().reduce(0, +)
                let share = beta(concentrations[place], others)
                shares[place] = rest * share
                rest *= 1 - share
            }
            shares[shares.count - 1] = rest
            return shares
        }
        var sum = 0.0
        let drawn = concentrations.map { concentration -> Double in
            let one = gamma(concentration)
            sum += one
            return one
        }
        let inverse = 1 / sum
        return drawn.map { $0 * inverse }
    }
}
