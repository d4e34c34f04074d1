/// How evenly something is spread.
public enum Evenness {
    /// The Gini coefficient of counts that are not negative: 0 where all are the same, towards 1 where one
    /// has all. Half the mean absolute difference of two of them, divided by their mean (Gini 1912); NaN
    /// where all are 0.
    ///
    /// - Parameter frequencies: how many (not necessarily a whole number) have the count 0, 1, 2, …
    /// - Complexity: O(frequencies).
    public static func gini(frequencies: [Double]) -> Double {
        let total = frequencies.reduce(0, +)
        var (sum, below, difference) = (0.0, 0.0, 0.0)
        // Σᵢ xᵢ (members below − members above), from the smallest count on.
        for (value, members) in frequencies.enumerated() {
            sum += Double(value) * members
            difference += Double(value) * members * (2 * below + members - total)
            below += members
        }
        return difference / (total * sum)
    }

    /// The same of counts one by one.
    public static func gini(_ counts: [Int]) -> Double {
        let top = counts.max() ?? 0
        if top <= 4 * counts.count + 1000 {
            var frequencies = [Double](repeating: 0, count: top + 1)
            for count in counts { frequencies[count] += 1 }
            return gini(frequencies: frequencies)
        }
        let sorted = counts.sorted()
        let (total, sum) = (Double(counts.count), counts.reduce(0.0) { $0 + Double($1) })
        var difference = 0.0
        for (place, count) in sorted.enumerated() {
            difference += Double(count) * (2 * Double(place) + 1 - total)
        }
        return difference / (total * sum)
    }

    /// Pearson's χ² of counts against equal expectations: Σ (O − E)² / E, with k − 1 degrees of freedom, and
    /// how likely so much or more is by chance.
    ///
    /// - Returns: nil for fewer than two cells and where nothing was counted.
    public static func chiSquare(
        _ observed: [Int]
    ) -> (statistic: Double, degreesOfFreedom: Int, pValue: Double)? {
        let total = observed.reduce(0, +)
        guard observed.count > 1, total > 0 else { return nil }
        let expected = Double(total) / Double(observed.count)
        let statistic = observed.reduce(0.0) {
            $0 + (Double($1) - expected) * (Double($1) - expected) / expected
        }
        let freedom = observed.count - 1
        return (statistic, freedom, ChiSquare(degreesOfFreedom: Double(freedom)).upperTail(statistic))
    }
}
