import Foundation
import GPT
import Tensors
import Testing

struct SamplingTests {
    private func choose(_ logits: [Float], _ options: SamplingOptions, _ generator: Generator) throws -> Int {
        try options.choose(logits, generator)
    }

    /// How often each token comes, of 20000.
    private func shares(_ logits: [Float], _ options: SamplingOptions) throws -> [Double] {
        let generator = Generator(seed: 4)
        var counts = [Double](repeating: 0, count: logits.count)
        for _ in 0..<20_000 { counts[try choose(logits, options, generator)] += 1 }
        return counts.map { $0 / 20_000 }
    }

    @Test func tokensComeAsOftenAsTheirProbabilitiesSay() throws {
        let logits: [Float] = [0, -.infinity, 1, 2, -50]
        for temperature in [0.5, 1, 2] {
            let weights = logits.map { exp(Double($0) / temperature) }, total = weights.reduce(0, +)
            for (share, weight) in zip(try shares(logits, SamplingOptions(temperature: temperature)), weights)
            {
                #expect(abs(share - weight / total) < 0.012)
            }
        }
    }

    /// Sums are taken over runs of tokens: all of them have to be reached, in their proportions.
    @Test func everyPartOfALargeVocabularyIsReached() throws {
        var logits = [Float](repeating: 0, count: 5000)
        for i in 4000..<5000 { logits[i] = log(4) }
        // 4000 tokens of weight 1, 1000 of weight 4.
        let found = try shares(logits, SamplingOptions())
        #expect(
            abs(found[4000...].reduce(0, +) - 0.5) < 0.012 && abs(found[..<1000].reduce(0, +) - 0.125) < 0.01)
        #expect(found.filter { $0 > 0 }.count > 4000)
    }

    @Test func topKAndTopPLeaveTheLikeliest() throws {
        let logits: [Float] = [0, 3, 1, 2, 3]
        #expect(try shares(logits, SamplingOptions(topK: 1)) == [0, 1, 0, 0, 0])
        let three = try shares(logits, SamplingOptions(topK: 3))
        #expect(three[0] == 0 && three[2] == 0 && abs(three[1] - three[4]) < 0.02 && three[3] > 0.1)
        // The two threes have 0.39 each.
        #expect(try shares(logits, SamplingOptions(topP: 0.35)) == [0, 1, 0, 0, 0])
        let nucleus = try shares(logits, SamplingOptions(topP: 0.5))
        #expect(nucleus[1] > 0.48 && nucleus[4] > 0.48 && nucleus[3] == 0)
        #expect(try shares(logits, SamplingOptions(topP: 1)).allSatisfy { $0 > 0 })
    }

    /// Of a large vocabulary only what is needed is sorted: the same tokens have to stay.
    @Test func largeVocabulariesGiveWhatASortGives() throws {
        let generator = Generator(seed: 9)
        let logits = try generator.integers(0, 300, [5000]).elements(Float.self).map { $0 / 30 }
        let sorted = logits.indices.sorted { logits[$0] != logits[$1] ? logits[$0] > logits[$1] : $0 < $1 }
        let weights = sorted.map { exp(Double(logits[$0])) }, total = weights.reduce(0, +)
        for k in [1, 2, 40, 600, 2000, 5000, 9999] {
            let kept = Set(sorted.prefix(k))
            for seed in 0..<20 {
                #expect(
                    kept.contains(try choose(logits, SamplingOptions(topK: k), Generator(seed: UInt64(seed))))
                )
            }
        }
        for p in [0.01, 0.3, 0.9] {
            var sum = 0.0, size = 0
            while sum < p * total { (sum, size) = (sum + weights[size], size + 1) }
            let kept = Set(sorted.prefix(size))
            var seen = Set<Int>()
            for seed in 0..<400 {
                seen.insert(try choose(logits, SamplingOptions(topP: p), Generator(seed: UInt64(seed))))
            }
            #expect(seen.isSubset(of: kept) && seen.count > min(size, 200) / 3)
        }
    }

    @Test func whatIsNoNumberIsToldAndExtremesAreNot() throws {
        let generator = Generator(seed: 0)
        for bad in [[Float.nan, 1], [1, .nan], [.infinity, 1], [-.infinity, -.infinity]] {
            for temperature in [0, 1.0] {
                #expect(throws: TensorError.self) {
                    try choose(bad, SamplingOptions(temperature: temperature), generator)
                }
            }
        }
        #expect(try choose([1, 3, 2], SamplingOptions(temperature: 1e-300), generator) == 1)
        #expect((0..<3).contains(try choose([1, 3, 2], SamplingOptions(temperature: 1e300), generator)))
        #expect(try choose([1, 3, 3], SamplingOptions(temperature: 0), generator) == 1)
    }
}
