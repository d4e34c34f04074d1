import Foundation
import TestSupport
import Testing
import Text

@Suite("Splits")
struct SplitTests {
    @Test func tailAndHead() throws {
        let tail = try Split(count: 157_786)
        #expect(tail.train == [0..<142_007] && tail.test == [142_007..<157_786])
        let head = try Split(count: 10, fraction: 0.7, holdout: .head)
        #expect(head.test == [0..<3] && head.train == [3..<10])
        #expect(tail.test(of: Array(0..<157_786)).first == 142_007)
    }

    @Test("blocks are disjoint, in order, cover the text, and have the same sizes as the tail")
    func blocks() throws {
        for count in [2, 3, 10, 11, 97, 1000, 157_786] {
            for fraction in [0.5, 0.9, 0.99] {
                guard let tail = try? Split(count: count, fraction: fraction) else { continue }
                let blocks = try Split(count: count, fraction: fraction, holdout: .blocks)
                #expect(blocks.trainCount == tail.trainCount && blocks.testCount == tail.testCount)
                let all = (blocks.train + blocks.test).sorted { $0.lowerBound < $1.lowerBound }
                #expect(all.flatMap { $0 } == Array(0..<count))
                #expect(blocks.test.count == min(10, tail.testCount, tail.trainCount))
            }
        }
    }

    @Test(arguments: [
        (0, 0.9, "no tokens"), (1, 0.9, "one part would be empty"), (100, 1.0, "between 0 and 1"),
        (100, 90.0, "between 0 and 1"), (100, -0.1, "between"), (100, .nan, "between"), (5, 0.01, "one part"),
    ])
    func refused(_ count: Int, _ fraction: Double, _ part: String) {
        #expect { try Split(count: count, fraction: fraction) } throws: { "\($0)".contains(part) }
    }
}

@Suite("Samplers")
struct SamplerTests {
    @Test("PyTorch's draws", .enabled(if: Shared.isPresent, Shared.missing))
    func draws() throws {
        struct Case: Decodable {
            let seed: UInt32
            let randint_142007_x8: [Int]
        }
        let cases = try JSONDecoder().decode([Case].self, from: Data(contentsOf: Shared.golden("rng.json")))
        for example in cases {
            let sampler = try RandomSampler(count: 142_007 + 256, batchSize: 8, sequenceLength: 256)
            #expect(
                sampler.nextStarts(from: MersenneTwister(seed: example.seed)) == example.randint_142007_x8)
        }
    }

    @Test("the lecture's batches", .enabled(if: Shared.isPresent, Shared.missing))
    func lectureBatches() throws {
        struct Lecture: Decodable {
            let seed: UInt32
            let tokens: [Int]
            let batch_starts: [[Int]]
        }
        let lecture = try JSONDecoder().decode(
            Lecture.self, from: Data(contentsOf: Shared.golden("lecture-tiny.json")))
        #expect(lecture.batch_starts.allSatisfy { $0.allSatisfy { $0 < lecture.tokens.count - 24 } })
        let sampler = try RandomSampler(count: lecture.tokens.count, batchSize: 3, sequenceLength: 24)
        let windows = try sampler.windows(of: lecture.tokens, at: lecture.batch_starts[0])
        #expect(windows.inputs.count == 72 && Array(windows.inputs[1..<24]) == Array(windows.targets[0..<23]))
    }

    @Test("an epoch sees every window once; no epoch, random windows do not")
    func epochs() throws {
        let sampler = try EpochSampler(count: 1001, batchSize: 4, sequenceLength: 10)
        let source = MersenneTwister(seed: 1)
        #expect(sampler.windowCount == 100 && sampler.batchesPerEpoch == 25)
        var starts: [Int] = []
        for _ in 0..<25 { starts += sampler.nextStarts(from: source) }
        #expect(starts.sorted() == Array(stride(from: 0, to: 1000, by: 10)))
        #expect(starts != starts.sorted())
        #expect(sampler.coverage.counts == [Int](repeating: 1, count: 1000) + [0])
        _ = sampler.nextStarts(from: source)
        #expect(sampler.epoch == 1)
        let random = try RandomSampler(count: 1001, batchSize: 4, sequenceLength: 10)
        for _ in 0..<25 { _ = random.nextStarts(from: source) }
        #expect(random.coverage.summary.neverSeen > 200)
    }

    @Test("randperm", .enabled(if: Shared.isPresent, Shared.missing))
    func permutation() {
        #expect(EpochSampler.permutation(of: 10, from: ClosureRandomSource { 0 }) == Array(0..<10))
        #expect(EpochSampler.permutation(of: 0, from: ClosureRandomSource { 0 }).isEmpty)
        #expect(EpochSampler.permutation(of: 3, from: ClosureRandomSource { 1 }) == [1, 2, 0])
    }

    @Test("coverage counts what windows really saw")
    func coverage() throws {
        let sampler = try RandomSampler(count: 57, batchSize: 5, sequenceLength: 8)
        let source = MersenneTwister(seed: 3)
        var counts = [Int](repeating: 0, count: 57)
        for _ in 0..<9 {
            for start in sampler.nextStarts(from: source) {
                for place in start..<(start + 8) { counts[place] += 1 }
            }
        }
        #expect(sampler.coverage.counts == counts)
        let summary = sampler.coverage.summary
        #expect(summary.windows == 45 && summary.tokensSeen == 360)
        #expect(summary.neverSeen == counts.filter { $0 == 0 }.count)
        #expect(summary.maximum == counts.max())
        #expect(sampler.coverage.profile(bins: 4).count == 4)
    }

    @Test("saved and restored, a sampler goes on as if nothing had been")
    func state() throws {
        for make in [
            { try RandomSampler(count: 300, batchSize: 3, sequenceLength: 7) as any Sampler },
            { try EpochSampler(count: 300, batchSize: 3, sequenceLength: 7) },
            { try SequentialSampler(count: 300, batchSize: 3, sequenceLength: 7) },
        ] {
            let (source, same) = (MersenneTwister(seed: 5), MersenneTwister(seed: 5))
            let first = try make()
            for _ in 0..<20 { _ = first.nextStarts(from: source) }
            let stored = try JSONDecoder().decode(SamplerState.self, from: JSONEncoder().encode(first.state))
            let second = try make()
            for _ in 0..<20 { _ = second.nextStarts(from: same) }
            let third = try make()
            try third.restore(stored)
            for _ in 0..<30 { #expect(third.nextStarts(from: source) == second.nextStarts(from: same)) }
            #expect(third.coverage == second.coverage)
            #expect(throws: TextError.self) {
                try RandomSampler(count: 301, batchSize: 3, sequenceLength: 7).restore(stored)
            }
        }
    }

    @Test(arguments: [
        (100, 0, 8, "batch_size is 0"), (100, 4, -1, "seq_len is -1"), (0, 4, 8, "no tokens"),
        (8, 4, 8, "at least 9"), (100, .max, 8, "too large"), (100, 4, .max, "the text has 100 tokens"),
    ])
    func refused(_ count: Int, _ batch: Int, _ length: Int, _ part: String) {
        #expect { try RandomSampler(count: count, batchSize: batch, sequenceLength: length) } throws: {
            "\($0)".contains(part)
        }
    }

    @Test func windowsOutside() throws {
        let sampler = try SequentialSampler(count: 20, batchSize: 2, sequenceLength: 5)
        #expect(sampler.nextStarts() == [0, 5] && sampler.nextStarts() == [10, 0])
        #expect(throws: TextError.self) { try sampler.windows(of: Array(0..<20), at: [15]) }
        #expect(throws: TextError.self) { try sampler.windows(of: Array(0..<19), at: [0]) }
        #expect(try sampler.windows(of: Array(0..<20), at: [14]).targets == [15, 16, 17, 18, 19])
    }
}
