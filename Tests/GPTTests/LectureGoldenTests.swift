import Foundation
import Neural
import Tensors
import TestSupport
import Testing

import GPT

/// The lecture's architecture against PyTorch: `lecture-tiny` of `../shared/golden`.
@Suite(.enabled(if: Shared.isPresent, Shared.missing))
struct LectureGoldenTests {
    /// The tokens and the model of the golden run, drawn in its order.
    private func start(_ tied: GPTConfiguration.Tied) throws -> (
        meta: [String: Any], tokens: Tensor, model: GPT, generator: Generator
    ) {
        let meta = try goldenJSON("lecture-tiny.json")
        func size(_ key: String) -> Int { (meta[key] as? NSNumber)?.intValue ?? 0 }
        let generator = Generator(seed: UInt64(size("seed")))
        let tokens = try generator.integers(0, size("vocab_size"), [400])
        var configuration = GPTConfiguration.model5
        configuration.vocabularySize = size("vocab_size")
        configuration.width = size("embed_dim")
        configuration.heads = size("heads")
        configuration.blocks = size("blocks")
        configuration.context = size("seq_len")
        configuration.tied = tied
        return (meta, tokens, try GPT(configuration, generator: generator), generator)
    }

    private func batch(_ tokens: Tensor, _ T: Int, _ B: Int, _ generator: Generator) throws -> (
        X: Tensor, Y: Tensor, starts: [Int64]
    ) {
        let starts = try generator.integers(0, tokens.count - T, [B])
        let places = try starts.unsqueeze(1) + Tensor.arange(.int(0), .int(T))
        let next = try places + places.constant(.int(1))
        return (try tokens.index([.tensor(places)]), try tokens.index([.tensor(next)]), try starts.elements())
    }

    @Test func tokensAndInitialWeightsAreTheSameNumbers() throws {
        let (meta, tokens, model, _) = try start(.shared)
        #expect(try tokens.elements(Int64.self) == (meta["tokens"] as? [NSNumber])?.map(\.int64Value))
        let reference = try Safetensors(contentsOf: Shared.golden("lecture-tiny-init.safetensors")).dictionary
        let own = Dictionary(uniqueKeysWithValues: model.namedParameters().map { ($0.name, $0.parameter) })
        #expect(Set(own.keys) == Set(reference.keys))
        var worst = 0.0
        for (name, tensor) in reference {
            worst = max(worst, try relativeError(#require(own[name]).detach(), tensor))
        }
        report("lecture-tiny initial parameters, relative", worst)
        #expect(worst < 1e-6)
    }

    @Test func activationsAndGradientsAgree() throws {
        let (meta, tokens, model, generator) = try start(.shared)
        let (X, Y, starts) = try batch(tokens, 24, 3, generator)
        #expect(starts == (meta["batch_starts"] as? [[NSNumber]])?.first?.map(\.int64Value))
        let reference = try Safetensors(contentsOf: Shared.golden("lecture-tiny-activations.safetensors"))
            .dictionary
        let trace = try model.trace(X)
        var worst = 0.0
        for (name, tensor) in reference where !["X", "Y"].contains(name) {
            var own = try #require(trace[name], "activation \(name)").detach()
            if name.hasSuffix("attn.scores") { own = try own.tril() }
            let error = try relativeError(own, tensor)
            worst = max(worst, error)
            #expect(error < 1e-5, "\(name)")
        }
        report("lecture-tiny activations, relative", worst)
        #expect(try relativeError(model(X).detach(), #require(reference["log_probs"])) < 1e-5)

        let gradients = try Safetensors(contentsOf: Shared.golden("lecture-tiny-gradients.safetensors"))
            .dictionary
        // The three ways to a loss: fused head, log-probabilities as the lecture asks, and through the trace.
        for way in 0..<3 {
            try model.zeroGrad()
            let loss: Tensor
            switch way {
            case 0: loss = try model.loss(X, Y)
            case 1: loss = try model(X).view([-1, 101]).nllLoss(Y.reshape([-1]))
            default: loss = try #require(trace["log_probs"]).view([-1, 101]).nllLoss(Y.reshape([-1]))
            }
            try loss.backward()
            var worst = 0.0
            for (name, parameter) in model.namedParameters() {
                let error = try relativeError(#require(parameter.grad), #require(gradients[name]))
                worst = max(worst, error)
                #expect(error < 1e-5, "\(name), way \(way)")
            }
            report("lecture-tiny gradients, way \(way), relative", worst)
        }
    }

    @Test(arguments: [GPTConfiguration.Tied.lecture, .shared])
    func twentyStepsOfTrainingAgree(_ tied: GPTConfiguration.Tied) throws {
        let (meta, tokens, model, generator) = try start(tied)
        let optimizer = try AdamW(model.parameters(), rate: 1e-3, weightDecay: 0.01)
        var losses: [Double] = []
        for _ in 0..<20 {
            let (X, Y, _) = try batch(tokens, 24, 3, generator)
            try optimizer.zeroGrad()
            let loss = try model.loss(X, Y)
            try loss.backward()
            try optimizer.step()
            losses.append(try loss.item().double)
        }
        let key = tied == .lecture ? "losses_tie_storage" : "losses_tie_true"
        let reference = try #require(meta[key] as? [NSNumber]).map(\.doubleValue)
        let error = largestDifference(losses, reference)
        report("lecture-tiny 20 losses, tied \(tied.rawValue), absolute", error)
        #expect(error < 1e-4)
        guard tied == .shared else { return }
        let after = try Safetensors(contentsOf: Shared.golden("lecture-tiny-after20.safetensors")).dictionary
        var worst = 0.0
        for (name, parameter) in model.namedParameters() {
            var (own, reference) = (parameter.detach(), try #require(after[name]))
            if name.hasSuffix("QKV.bias") {
                // A bias on the keys adds one number to a whole row of scores, which the softmax does not
                // see: its true gradient is zero, and Adam blows the rounding that is left up to full steps.
                // Nothing to agree on.
                func queriesAndValues(_ x: Tensor) throws -> Tensor {
                    try Tensor.concatenate([x.slice(0, from: 0, to: 48), x.slice(0, from: 96, to: 144)])
                }
                (own, reference) = (try queriesAndValues(own), try queriesAndValues(reference))
            }
            worst = max(worst, try relativeError(own, reference))
        }
        report("lecture-tiny parameters after 20 steps, relative", worst)
        #expect(worst < 1e-4)
    }
}
