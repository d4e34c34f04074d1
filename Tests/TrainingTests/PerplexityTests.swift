import Foundation
import GPT
import Tensors
import Testing

import Training

/// The loss over a text, and what a loss is beside.
@Suite struct PerplexityTests {
    private func model() throws -> GPT {
        var c = GPTConfiguration.model5
        (c.vocabularySize, c.width, c.heads, c.blocks, c.context) = (31, 16, 2, 2, 12)
        return try GPT(c, generator: Generator(seed: 4))
    }
    private let text = (0..<50).map { Int64(($0 * $0 + 5) % 31) }

    /// Every target is new in exactly one window.
    @Test func windowsCountEachTokenOnce() {
        for count in [2, 3, 12, 13, 14, 25, 50] {
            for length in [1, 5, 12] {
                for stride in 1...length {
                    var seen: [Int] = []
                    for window in Perplexity.windows(count: count, length: length, stride: stride) {
                        let end = window.start + window.length
                        #expect(window.new >= 1 && window.new <= window.length && end <= count - 1)
                        seen += end - window.new + 1...end
                    }
                    #expect(seen == Array(1..<count), "\(count) \(length) \(stride)")
                }
            }
        }
    }

    /// Against one pass for each token, with what its window has before it.
    @Test(arguments: [12, 5, 1]) func agreesWithOnePassAToken(stride: Int) throws {
        let model = try model(), tokens = try Tensor(text)
        let found = try Perplexity(model, tokens, length: 12, stride: stride)
        var sum = 0.0
        for window in Perplexity.windows(count: 50, length: 12, stride: stride) {
            for place in window.start + window.length - window.new..<window.start + window.length {
                let x = try tokens.slice(0, from: window.start, to: place + 1).unsqueeze(0)
                let p = try Autograd.withoutGrad { try model(x).select(0, 0).select(0, -1) }
                sum -= try p.select(0, Int(text[place + 1])).item().double
            }
        }
        #expect(found.tokens == 49)
        #expect(abs(found.loss - sum / 49) < 1e-5)
        #expect(abs(found.perplexity - exp(sum / 49)) < 1e-3)
    }

    @Test func lossesAreTheModels() throws {
        let model = try model()
        let all = try Tensor(text)
        let x = try all.slice(0, from: 0, to: 48).reshape([4, 12]),
            y = try all.slice(0, from: 1, to: 49)
                .reshape([4, 12])
        let found = try LossExplanation(model, x, y, text: text.map(Int.init))
        #expect(try abs(found.loss - model.loss(x, y).item().double) < 1e-5)
        #expect(found.losses.shape == [4, 12] && found.vocabularySize == 31 && found.counted == 50)
        #expect(found.contained == 4 && found.unigramLosses.count == 48)
        #expect(found.classes.map(\.count).reduce(0, +) == 48)
        let p = try Autograd.withoutGrad { try model(x).exp() }
        let repeats = try p.gather(2, x.unsqueeze(2)).mean().item().double
        #expect(abs(found.repeats - repeats) < 1e-6)
        // An untrained model of the lecture says again what it has read.
        #expect(found.loss > found.uniform && found.verdict.hasPrefix("worse than knowing nothing"))
        // What is not in the text is counted as it stands.
        #expect(try LossExplanation(model, x, y, text: [1, 2, 3]).contained == 0)
    }

    @Test func whatMakesNoSenseIsRefused() throws {
        let model = try model(), tokens = try Tensor(text)
        for (length, stride) in [(0, 1), (12, 0), (12, 13)] {
            #expect(throws: TensorError.self) {
                try Perplexity(model, tokens, length: length, stride: stride)
            }
        }
        #expect(throws: TensorError.self) {
            try Perplexity(model, tokens.slice(0, from: 0, to: 1), length: 12, stride: 12)
        }
    }
}
