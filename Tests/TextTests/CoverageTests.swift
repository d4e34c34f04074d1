import Foundation
import RandomNumbers
import Testing
import Text

@Suite("Coverage, drawn and computed")
struct CoverageTests {
    /// The expectation, place by place, from its definition.
    private func bySum(_ N: Int, _ T: Int, _ n: Int) -> Double {
        let S = N - T
        return (0..<N).reduce(0.0) { sum, p in
            let reach = max(0, min(p, S - 1) - max(0, p - T + 1) + 1)
            return sum + pow(1 - Double(reach) / Double(S), Double(n))
        } / Double(N)
    }

    @Test(arguments: [(50, 8, 3), (50, 8, 40), (20, 15, 4), (2, 1, 5), (3000, 700, 6), (142_007, 256, 8016)])
    func computedAsDefined(_ N: Int, _ T: Int, _ n: Int) throws {
        let sampler = try RandomSampler(count: N, batchSize: 1, sequenceLength: T)
        #expect(abs(sampler.expectation(windows: n).neverSeenFraction - bySum(N, T, n)) < 1e-5)
    }

    /// 501 and 100 batches of the lecture: what is drawn, on average, is what is computed.
    @Test(arguments: [501, 100, 10])
    func drawnAsComputed(_ batches: Int) throws {
        let sampler = try RandomSampler(count: 142_007)
        let drawn = try CoverageSimulation(
            like: sampler, batches: batches, repeats: 60, from: MersenneTwister(seed: 1))
        let computed = sampler.expectation(windows: 16 * batches)
        let unseen = drawn.sample(\.neverSeenFraction)
        #expect(
            abs(unseen.mean - computed.neverSeenFraction) < max(0.002, 4 * unseen.standardError),
            "\(unseen.mean) \(computed)")
        let deviation = drawn.sample(\.standardDeviation)
        #expect(abs(deviation.mean / computed.standardDeviation - 1) < 0.02)
        let gini = try #require(computed.gini)
        #expect(abs(drawn.sample(\.gini).mean - gini) < 0.01, "\(drawn.sample(\.gini).mean) \(gini)")
        let twice = drawn.sample { Double($0.repeatedStarts) }
        #expect(abs(twice.mean - computed.repeatedStarts) < 4 * max(0.3, twice.standardError))
    }

    @Test func epochsSeeEverythingOnce() throws {
        for (count, T, batches) in [(1000, 10, 7), (1000, 10, 25), (1003, 10, 60), (50, 49, 3)] {
            for sampler: any Sampler in [
                try EpochSampler(count: count, batchSize: 4, sequenceLength: T),
                try SequentialSampler(count: count, batchSize: 4, sequenceLength: T),
            ] {
                for _ in 0..<batches { _ = sampler.nextStarts(from: MersenneTwister(seed: 3)) }
                let (own, computed) = (
                    sampler.coverage.summary, sampler.expectation(windows: 4 * batches)
                )
                #expect(abs(own.neverSeenFraction - computed.neverSeenFraction) < 1e-12)
                #expect(abs(own.standardDeviation - computed.standardDeviation) < 1e-9)
                #expect(abs(own.gini - (computed.gini ?? .nan)) < 1e-9)
                #expect(Double(own.repeatedStarts) == computed.repeatedStarts)
            }
        }
    }

    @Test func startsThatAreNotEven() throws {
        let sampler = try RandomSampler(count: 10_000, batchSize: 16, sequenceLength: 16)
        #expect(sampler.coverage.startEvenness == nil)
        let random = MersenneTwister(seed: 4)
        for _ in 0..<50 { _ = sampler.nextStarts(from: random) }
        #expect(try #require(sampler.coverage.startEvenness).pValue > 0.01)
        // One start, again and again.
        let one = try RandomSampler(count: 10_000, batchSize: 16, sequenceLength: 16)
        for _ in 0..<50 { _ = one.nextStarts(from: ClosureRandomSource { 7 }) }
        #expect(try #require(one.coverage.startEvenness).pValue < 1e-10)
    }

    @Test(arguments: [(0, 1), (1, 0), (-1, 5), (Int.max, 1), (1, Int.max), (1 << 50, 1 << 50)])
    func refused(_ batches: Int, _ repeats: Int) throws {
        let sampler = try RandomSampler(count: 1000)
        #expect(throws: TextError.self) {
            try CoverageSimulation(
                like: sampler, batches: batches, repeats: repeats, from: MersenneTwister(seed: 1))
        }
    }
}

@Suite("Parts of a text")
struct PartsTests {
    @Test(arguments: [(100, 5, 1), (101, 5, 2), (7, 7, 1), (23, 3, 4)])
    func foldsTestEveryTokenOnce(_ count: Int, _ k: Int, _ blocks: Int) throws {
        let folds = try Split.folds(count: count, k: k, blocks: blocks)
        #expect(folds.count == k)
        #expect(folds.flatMap { $0.test.flatMap { $0 } }.sorted() == Array(0..<count))
        for fold in folds {
            #expect((fold.train + fold.test).flatMap { $0 }.sorted() == Array(0..<count))
            #expect(fold.test.count == blocks)
        }
    }

    @Test(arguments: [(10, 1, 1), (10, 3, 4), (10, 3, 0), (10, Int.max, 2)])
    func foldsRefused(_ count: Int, _ k: Int, _ blocks: Int) {
        #expect(throws: TextError.self) { try Split.folds(count: count, k: k, blocks: blocks) }
    }

    /// A stretch of the same text is ordinary; one of other tokens is not.
    @Test func drift() throws {
        let random = MersenneTwister(seed: 5)
        let text = (0..<20_000).map { _ in Int(random.nextUInt32() % 50) }
        let same = try Drift(
            train: Array(text[..<18_000]), test: Array(text[18_000...]), from: MersenneTwister(seed: 1),
            decode: nil)
        #expect(try #require(same.rows[0].pValue) > 0.02)
        let other = try Drift(
            train: Array(text[..<18_000]), test: text[18_000...].map { $0 / 2 + 40 },
            from: MersenneTwister(seed: 1), decode: nil)
        #expect(try #require(other.rows[0].pValue) < 0.011)
        #expect(other.rows[0].value > 10 * other.rows[0].ordinary.quantile(0.975))
        #expect(other.rows[1].value > 0.5 && same.rows[1].value == 0)
        // Against itself nothing diverges; half the text leaves no stretch as long.
        let itself = try Drift(
            train: [1, 2, 3], test: [1, 2, 3], from: MersenneTwister(seed: 1), decode: nil)
        #expect(abs(itself.rows[0].value) < 1e-12 && itself.stretches == 0 && itself.rows[0].pValue == nil)
        #expect(throws: TextError.self) {
            try Drift(train: [], test: [1], from: MersenneTwister(seed: 1), decode: nil)
        }
    }

    /// Against the plain way: every run looked for everywhere.
    @Test func leakage() throws {
        let random = MersenneTwister(seed: 6)
        for round in 0..<30 {
            func row(_ n: Int) -> [Int] { (0..<n).map { _ in Int(random.nextUInt32() % 3) } }
            let (train, test) = ([row(40), row(9)], [row(30), row(5), row(25)])
            let n = 3 + round % 5
            let found = try Leakage(train: train, test: test, run: n)
            var runs = Set<[Int]>()
            for row in train where row.count >= n {
                for i in 0...(row.count - n) { runs.insert(Array(row[i..<(i + n)])) }
            }
            var (leaked, touched) = (0, 0)
            for row in test where row.count >= n {
                var inside = Set<Int>()
                for i in 0...(row.count - n) where runs.contains(Array(row[i..<(i + n)])) {
                    inside.formUnion(i..<(i + n))
                }
                leaked += inside.count
                touched += inside.isEmpty ? 0 : 1
            }
            #expect(found.leaked == leaked && found.touched == touched)
            if let longest = found.longest {
                #expect(
                    Array(test[longest.testRow][longest.test])
                        == Array(train[longest.trainRow][longest.train]))
            }
        }
        // Windows of one text, every second of them tested.
        let text = Array(0..<400)
        let windows = (0..<300).map { Array(text[$0..<($0 + 64)]) }
        let mixed = try Leakage(
            train: windows.enumerated().filter { $0.offset % 2 == 0 }.map(\.element),
            test: windows.enumerated().filter { $0.offset % 2 == 1 }.map(\.element))
        #expect(mixed.touched == 150 && mixed.share > 0.999 && mixed.longest?.test.count == 63)
        let clean = try Leakage(train: [Array(text[..<300])], test: [Array(text[300...])])
        #expect(clean.leaked == 0 && clean.longest == nil)
        #expect(throws: TextError.self) { try Leakage(train: [[1]], test: [[1]], run: 2) }
        #expect(throws: TextError.self) { try Leakage(train: [[1]], test: [[1]], run: 0) }
    }
}
