import Foundation
import RandomNumbers

// Numbers with a point, as NumPy's `Generator` draws them.

extension DefaultGenerator {
    /// One of the two ziggurats, ready to draw: a draw in layer i is `bits · width[i]`.
    private struct Ziggurat {
        let width: [Double], density: [Double], inner: [UInt64]

        init(_ edges: [UInt64], _ densities: [UInt64], _ inner: [UInt64], bits: Int) {
            let scale = Double(sign: .plus, exponent: -bits, significand: 1)
            width = edges.map { Double(bitPattern: $0) * scale }
            density = densities.map { Double(bitPattern: $0) }
            self.inner = inner
        }
    }

    private static let normals = Ziggurat(
        ZigguratTables.normalEdges, ZigguratTables.normalDensities, ZigguratTables.normalInner, bits: 52)
    private static let exponentials = Ziggurat(
        ZigguratTables.exponentialEdges, ZigguratTables.exponentialDensities,
        ZigguratTables.exponentialInner, bits: 53)
    /// The same in single precision, of 23 bits; NumPy's exponential ones went through nine digits of text.
    private static let singleNormals = (
        width: normals.width.map { Float($0 * 0x1p29) }, density: normals.density.map { Float($0) },
        inner: normals.inner.map { UInt32(($0 + 1 << 28) >> 29) }
    )
    private static let singleExponentials = (
        width: exponentials.width.map { nineDigits($0 * 0x1p30) },
        density: exponentials.density.map(nineDigits),
        inner: exponentials.inner.map { UInt32(($0 + 1 << 29) >> 30) }
    )
    private static func nineDigits(_ x: Double) -> Float { Float(String(format: "%.9g", x)) ?? Float(x) }
    private static let normalTail = 3.6541528853610087963519472518
    private static let exponentialTail = 7.69711747013104972

    /// Mean 0, deviation 1.
    public func normal() -> Double {
        let z = Self.normals
        while true {
            var bits = source.next()
            let layer = Int(bits & 0xff)
            bits >>= 8
            let isNegative = bits & 1 == 1, size = (bits >> 1) & 0x000f_ffff_ffff_ffff
            let x = Double(size) * z.width[layer], signed = isNegative ? -x : x
            if size < z.inner[layer] { return signed }
            if layer == 0 {
                while true {
                    let beyond = -(1 / Self.normalTail) * log1p(-uniform()), height = -log1p(-uniform())
                    guard height + height > beyond * beyond else { continue }
                    return (size >> 8) & 1 == 1 ? -(Self.normalTail + beyond) : Self.normalTail + beyond
                }
            }
            if (z.density[layer - 1] - z.density[layer]) * uniform() + z.density[layer] < exp(-0.5 * x * x) {
                return signed
            }
        }
    }

    /// The same in single precision.
    public func normalSingle() -> Float {
        let z = Self.singleNormals
        while true {
            let bits = source.nextHalf()
            let layer = Int(bits & 0xff), isNegative = (bits >> 8) & 1 == 1, size = (bits >> 9) & 0x007f_ffff
            let x = Float(size) * z.width[layer], signed = isNegative ? -x : x
            if size < z.inner[layer] { return signed }
            if layer == 0 {
                let tail = Float(Self.normalTail), inverse = Float(1 / Self.normalTail)
                while true {
                    let beyond = -inverse * log1pf(-uniformSingle()), height = -log1pf(-uniformSingle())
                    guard height + height > beyond * beyond else { continue }
                    return (size >> 8) & 1 == 1 ? -(tail + beyond) : tail + beyond
                }
            }
            let height = (z.density[layer - 1] - z.density[layer]) * uniformSingle() + z.density[layer]
            if Double(height) < exp(-0.5 * Double(x) * Double(x)) { return signed }
        }
    }

    /// Exponentially distributed with mean 1.
    public func exponential() -> Double {
        let z = Self.exponentials
        while true {
            var bits = source.next() >> 3
            let layer = Int(bits & 0xff)
            bits >>= 8
            let x = Double(bits) * z.width[layer]
            if bits < z.inner[layer] { return x }
            if layer == 0 { return Self.exponentialTail - log1p(-uniform()) }
            if (z.density[layer - 1] - z.density[layer]) * uniform() + z.density[layer] < exp(-x) { return x }
        }
    }

    /// The same in single precision.
    public func exponentialSingle() -> Float {
        let z = Self.singleExponentials
        while true {
            var bits = source.nextHalf() >> 1
            let layer = Int(bits & 0xff)
            bits >>= 8
            let x = Float(bits) * z.width[layer]
            if bits < z.inner[layer] { return x }
            if layer == 0 { return Float(Self.exponentialTail) - log1pf(-uniformSingle()) }
            if (z.density[layer - 1] - z.density[layer]) * uniformSingle() + z.density[layer] < expf(-x) {
                return x
            }
        }
    }

    /// −ln(1 − u) of a uniform u: `standard_exponential(method='inv')`.
    public func exponentialByInversion() -> Double { -log1p(-uniform()) }

    /// The gamma distribution of a shape and scale 1 (Marsaglia & Tsang 2000; below 1 Ahrens & Dieter 1974).
    public func gamma(_ shape: Double) -> Double {
        if shape == 1 { return exponential() }
        if shape == 0 { return 0 }
        if shape.isNaN { return .nan }
        if shape < 1 {
            while true {
                let u = uniform(), v = exponential()
                if u <= 1 - shape {
                    let x = pow(u, 1 / shape)
                    if x <= v { return x }
                } else {
                    let y = -log((1 - u) / shape), x = pow(1 - shape + shape * y, 1 / shape)
                    if x <= v + y { return x }
                }
            }
        }
        let b = shape - 1 / 3.0, c = 1 / (9 * b).squareRoot()
        while true {
            var x = 0.0, v = 0.0
            repeat {
                x = normal()
                v = 1 + c * x
            } while v <= 0
            v = v * v * v
            let u = uniform()
            if u < 1 - 0.0331 * (x * x) * (x * x) { return b * v }
            if log(u) < 0.5 * x * x + b * (1 - v + log(v)) { return b * v }
        }
    }

    /// The beta distribution (Jöhnk 1964 where both are 1 at most, else of two gammas).
    public func beta(_ a: Double, _ b: Double) -> Double {
        guard a <= 1, b <= 1 else {
            let first = gamma(a), second = gamma(b)
            return first / (first + second)
        }
        while true {
            let u = uniform(), v = uniform(), x = pow(u, 1 / a), y = pow(v, 1 / b)
            guard x + y <= 1, u + v > 0 else { continue }
            if x > 0, y > 0 { return x / (x + y) }
            // Powers that are too small to be told from 0: by their logarithms.
            var logX = log(u) / a, logY = log(v) / b
            let largest = max(logX, logY)
            (logX, logY) = (logX - largest, logY - largest)
            return exp(logX - log(exp(logX) + exp(logY)))
        }
    }

    func chiSquare(_ freedom: Double) -> Double { 2 * gamma(freedom / 2) }

    func studentT(_ freedom: Double) -> Double {
        let number = normal(), denominator = gamma(freedom / 2)
        return (freedom / 2).squareRoot() * number / denominator.squareRoot()
    }

    func laplace(_ mean: Double, _ scale: Double) -> Double {
        while true {
            let u = uniform()
            if u >= 0.5 { return mean - scale * log(2 - u - u) }
            if u > 0 { return mean + scale * log(u + u) }
        }
    }

    func gumbel(_ mode: Double, _ scale: Double) -> Double {
        while true {
            let u = 1 - uniform()
            if u < 1 { return mode - scale * log(-log(u)) }
        }
    }

    func logistic(_ mean: Double, _ scale: Double) -> Double {
        while true {
            let u = uniform()
            if u > 0 { return mean + scale * log(u / (1 - u)) }
        }
    }

    func triangular(_ left: Double, _ mode: Double, _ right: Double) -> Double {
        let base = right - left, first = mode - left, ratio = first / base
        let u = uniform()
        return u <= ratio
            ? left + (u * (first * base)).squareRoot()
            : right - ((1 - u) * ((right - mode) * base)).squareRoot()
    }
}
