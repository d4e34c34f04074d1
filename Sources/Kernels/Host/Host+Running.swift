import Foundation

// Running sums, products and extremes of a row, in place.

extension Host {
    /// p[i] = Σ_{j ≤ i} p[j].
    public static func runningSum(_ p: MutableHostRow<Double>) {
        for i in p.indices.dropFirst() { p[i] += p[i - 1] }
    }

    /// The same of integers, which wrap around.
    public static func runningSum(_ p: MutableHostRow<Int64>) {
        for i in p.indices.dropFirst() { p[i] = p[i] &+ p[i - 1] }
    }

    /// p[i] = Π_{j ≤ i} p[j].
    public static func runningProduct(_ p: MutableHostRow<Double>) {
        for i in p.indices.dropFirst() { p[i] *= p[i - 1] }
    }

    /// The same of integers, which wrap around.
    public static func runningProduct(_ p: MutableHostRow<Int64>) {
        for i in p.indices.dropFirst() { p[i] = p[i] &* p[i - 1] }
    }

    /// p[i] = ln Σ_{j ≤ i} exp p[j], without overflow.
    public static func runningLogSumExp(_ p: MutableHostRow<Double>) {
        for i in p.indices.dropFirst() {
            let (last, next) = (p[i - 1], p[i])
            let low = next.isNaN || next < last ? next : last, high = next.isNaN || next > last ? next : last
            // Two infinities of one sign are that infinity.
            p[i] = low != high || low.isFinite ? log1p(exp(low - high)) + high : p[i]
        }
    }

    /// Where the largest (smallest) of p[0] … p[i] stands, for each i; the last among equals, NaN above all.
    public static func runningExtreme(_ p: MutableHostRow<Double>, largest: Bool) -> [Int64] {
        var best = 0
        return p.indices.map { i in
            if p[i].isNaN || (largest ? p[i] >= p[best] : p[i] <= p[best]) {
                if !p[best].isNaN || p[i].isNaN { best = i }
            }
            return Int64(best)
        }
    }

    /// p[i] = Π_{j ≠ i} p[j]: the product of what stands before times the product of what stands behind.
    public static func productOfOthers(_ p: MutableHostRow<Double>) {
        let n = p.count
        var behind = [Double](repeating: 1, count: n), before = 1.0
        for i in stride(from: n - 2, through: 0, by: -1) { behind[i] = behind[i + 1] * p[i + 1] }
        for i in 0..<n { (p[i], before) = (before * behind[i], before * p[i]) }
    }

    /// p[i] = (p[0]·…·p[i − 1]) · s[i] with s[i] = dy[i] + p[i + 1]·s[i + 1]: the gradient of a running
    /// product, without a division.
    public static func runningProductGradient(_ p: MutableHostRow<Double>, _ dy: ArraySlice<Double>) {
        let n = p.count, start = dy.startIndex
        var rest = [Double](repeating: 0, count: n + 1), before = 1.0
        for i in stride(from: n - 1, through: 0, by: -1) {
            rest[i] = dy[start + i] + (i + 1 < n ? p[i + 1] * rest[i + 1] : 0)
        }
        // A zero is 0.0 and not -0.0.
        for i in 0..<n { (p[i], before) = (before * rest[i] + 0, before * p[i]) }
    }
}
