import Foundation
import Statistics
import Testing

@Suite struct StatisticsTests {
    private func close(_ a: Double, _ b: Double, _ tolerance: Double = 1e-10) -> Bool {
        abs(a - b) <= tolerance * max(1, abs(b))
    }

    /// Against roots of the incomplete beta function in 30 digits (mpmath).
    @Test(arguments: [
        (0.975, 1.0, 12.706204736174693), (0.975, 4.0, 2.7764451051977935), (0.95, 9.0, 1.8331129326562366),
        (0.995, 30.0, 2.7499956535672250), (0.975, 1000.0, 1.9623390808264104),
    ])
    func quantilesOfT(_ p: Double, _ freedom: Double, _ expected: Double) {
        let t = StudentT(degreesOfFreedom: freedom)
        #expect(close(t.quantile(p), expected))
        #expect(close(t.quantile(1 - p), -expected))
        #expect(close(t.upperTail(expected), 1 - p))
        #expect(t.quantile(0.5) == 0 || abs(t.quantile(0.5)) < 1e-12)
    }

    /// χ² with two degrees of freedom is exponential, with four has a closed form; the others are tabulated
    /// to three places.
    @Test func tailsOfChiSquare() {
        for x in [0.1, 1, 2, 5, 20, 100] {
            #expect(close(ChiSquare(degreesOfFreedom: 2).upperTail(x), exp(-x / 2), 1e-12))
            #expect(close(ChiSquare(degreesOfFreedom: 4).upperTail(x), exp(-x / 2) * (1 + x / 2), 1e-12))
        }
        for (freedom, x) in [(1.0, 3.841), (5, 11.070), (19, 30.144), (100, 124.342)] {
            #expect(abs(ChiSquare(degreesOfFreedom: freedom).upperTail(x) - 0.05) < 2e-4)
        }
        #expect(ChiSquare(degreesOfFreedom: 3).upperTail(0) == 1)
    }

    @Test func meansAndTheirIntervals() throws {
        let sample = Sample([1, 2, 3, 4, 5])
        #expect(sample.mean == 3 && close(sample.standardDeviation, 2.5.squareRoot()))
        #expect(close(try #require(sample.margin()), 2.7764451051977935 * (0.5).squareRoot()))
        #expect(sample.quantile(0.5) == 3 && sample.quantile(0.1) == 1.4 && sample.quantile(1) == 5)
        #expect(Sample([7]).margin() == nil && Sample([]).mean.isNaN)
    }

    @Test func pairedDifferences() throws {
        let test = try #require(PairedTest([5.1, 5.3, 4.9, 5.6], [5.0, 5.1, 4.8, 5.3]))
        #expect(close(test.differences.mean, 0.175, 1e-12))
        #expect(close(test.t, 0.175 / (0.09574271077563381 / 2), 1e-9))
        #expect(abs(test.pValue - 0.0354) < 5e-4)
        #expect(PairedTest([1], [2]) == nil && PairedTest([1, 2], [1]) == nil)
        #expect(try #require(PairedTest([1, 2], [1, 2])).pValue == 1)
        #expect(try #require(PairedTest([2, 3], [1, 2])).pValue == 0)
    }

    @Test func evenness() throws {
        #expect(Evenness.gini([3, 3, 3, 3]) == 0)
        #expect(close(Evenness.gini([0, 0, 0, 8]), 0.75))
        #expect(close(Evenness.gini([1, 2, 3, 4]), 0.25))
        // The two ways to compute it.
        let counts = (0..<50).map { $0 * $0 % 17 }
        #expect(close(Evenness.gini(counts + [0]), Evenness.gini(counts.map { $0 * 1_000_000 } + [0])))
        #expect(Evenness.gini([0, 0]).isNaN)
        let test = try #require(Evenness.chiSquare([10, 20, 30]))
        #expect(test.statistic == 10 && test.degreesOfFreedom == 2 && close(test.pValue, exp(-5)))
        #expect(Evenness.chiSquare([5]) == nil && Evenness.chiSquare([0, 0]) == nil)
    }
}
