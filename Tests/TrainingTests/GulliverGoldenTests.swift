import Foundation
import GPT
import Neural
import Tensors
import TestSupport
import Testing
import Text
import Training

/// The lecture's loop on the real book against PyTorch: `gulliver-pocket` of `../shared/golden`.
@Suite(.enabled(if: Shared.isPresent, Shared.missing))
struct GulliverGoldenTests {
    @Test func onTheHost() throws { try hundredAndOneLossesAreTorchs(within: 1e-4) }

    func hundredAndOneLossesAreTorchs(within tolerance: Double) throws {
        let meta = try goldenJSON("gulliver-pocket.json")
        func size(_ key: String) throws -> Int { try #require(meta[key] as? NSNumber).intValue }
        let tokenizer = try Tokenizer.gpt2(mergesFile: Array(Data(contentsOf: Shared.data("vocab.bpe"))))
        let text = String(decoding: try Data(contentsOf: Shared.data("pg829.txt")), as: UTF8.self)
        let ids = tokenizer.encode(text)
        #expect(ids.count == (try size("tokens")))
        let tokens = try Tensor(ids.map(Int64.init))
        let cut = Int(0.9 * Double(ids.count))
        let generator = Generator(seed: UInt64(try size("seed")))

        var configuration = GPTConfiguration.model5
        configuration.width = try size("embed_dim")
        configuration.heads = try size("heads")
        configuration.blocks = try size("blocks")
        configuration.context = try size("seq_len")
        let model = try GPT(configuration, generator: generator)
        func source(_ part: Tensor) throws -> BatchSource {
            let sampler = try RandomSampler(
                count: part.count, batchSize: try size("batch_size"), sequenceLength: try size("seq_len"))
            return try BatchSource(part, sampler, generator: generator)
        }
        let trainer = try Trainer(
            model, AdamW(model.parameters(), rate: 1e-3, weightDecay: 0.01),
            source(tokens.slice(0, from: 0, to: cut)),
            test: source(tokens.slice(0, from: cut, to: ids.count)), evaluateEvery: 20)
        try trainer.run(101)

        let losses = try #require(meta["train_losses"] as? [NSNumber]).map(\.doubleValue)
        let error = largestDifference(trainer.history.losses, losses)
        report("gulliver-pocket 101 training losses, absolute", error)
        #expect(error < tolerance)
        let tests = try #require(meta["test_losses"] as? [String: NSNumber])
        #expect(trainer.history.testLosses.map(\.step) == tests.keys.compactMap { Int($0) }.sorted())
        let testError =
            trainer.history.testLosses.map { abs($0.loss - (tests["\($0.step)"]?.doubleValue ?? .infinity)) }
            .max() ?? .infinity
        report("gulliver-pocket test losses, absolute", testError)
        #expect(testError < tolerance)
    }
}
