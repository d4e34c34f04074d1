/// Numbers that were measured again and again: their mean, how much they vary, and how well the mean is
/// known.
public struct Sample: Equatable, Sendable {
    public let values: [Double]

    public init(_ values: [Double]) { self.values = values }

    public var count: Int { values.count }

    /// The arithmetic mean; NaN of nothing.
    public var mean: Double { values.reduce(0, +) / Double(values.count) }

    /// √(Σ (x − mean)² / (n − 1)); NaN of fewer than two values.
    public var standardDeviation: Double {
        let mean = self.mean
        return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count - 1)).squareRoot()
    }

    /// The standard deviation of the mean, s / √n; NaN of fewer than two values.
    public var standardError: Double { standardDeviation / Double(count).squareRoot() }

    /// Half the width of the interval around the mean that holds the true one with this confidence, by
    /// Student's t with n − 1 degrees of freedom; nil of fewer than two values.
    public func margin(confidence: Double = 0.95) -> Double? {
        guard count > 1 else { return nil }
        return StudentT(degreesOfFreedom: Double(count - 1)).quantile(0.5 + confidence / 2) * standardError
    }

    /// The value below which this share of them lies, between neighbours by a straight line; NaN of nothing.
    /// NumPy's `quantile` with its standard method (7 of Hyndman and Fan).
    ///
    /// - Complexity: O(n log n).
    public func quantile(_ share: Double) -> Double {
        let sorted = values.sorted()
        guard let last = sorted.last else { return .nan }
        let place = min(max(share, 0), 1) * Double(sorted.count - 1)
        let below = Int(place)
        guard below + 1 < sorted.count else { return last }
        return sorted[below] + (place - Double(below)) * (sorted[below + 1] - sorted[below])
    }
}

/// Student's paired t-test: two ways measured under the same circumstances, seed by seed.
public struct PairedTest: Equatable, Sendable {
    /// First less second, pair by pair.
    public let differences: Sample
    /// mean / standard error; infinite where all differences are the same and not 0.
    public let t: Double
    /// How likely a difference as great as this, or greater, is where there is none: two-sided.
    public let pValue: Double

    /// - Returns: nil for fewer than two pairs, or where the numbers of values differ.
    public init?(_ first: [Double], _ second: [Double]) {
        guard first.count == second.count, first.count > 1 else { return nil }
        differences = Sample(zip(first, second).map(-))
        let mean = differences.mean
        t = mean == 0 ? 0 : mean / differences.standardError
        pValue = 2 * StudentT(degreesOfFreedom: Double(first.count - 1)).upperTail(abs(t))
    }
}
