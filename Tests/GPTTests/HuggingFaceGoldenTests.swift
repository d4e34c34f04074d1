import Foundation
import GPT
import Tensors
import TestSupport
import Testing

/// `GPT2()` against Hugging Face's `GPT2LMHeadModel`: `hf-tiny` of `../shared/golden`.
@Suite(.enabled(if: Shared.isPresent, Shared.missing))
struct HuggingFaceGoldenTests {
    @Test func logitsLossAndGradientsAgree() throws {
        let model = try GPT.huggingFace(Shared.golden("hf-tiny").path).model
        let reference = try Safetensors(contentsOf: Shared.golden("hf-tiny-reference.safetensors")).dictionary
        let ids = try #require(reference["ids"]).to(.int64)
        let logits = try model(ids)
        let logitsError = try relativeError(logits.detach(), #require(reference["logits"]))
        report("hf-tiny logits, relative", logitsError)
        #expect(logitsError < 1e-5)

        // Hugging Face shifts labels itself: position t predicts token t + 1.
        let x = try model.hidden(ids).slice(1, from: 0, to: 11)
        let loss = try model.loss(hidden: x, ids.slice(1, from: 1, to: 12))
        let meta = try goldenJSON("hf-tiny.json")
        let lossError = abs(try loss.item().double - (try #require(meta["loss"] as? NSNumber)).doubleValue)
        report("hf-tiny loss, absolute", lossError)
        #expect(lossError < 1e-5)

        try loss.backward()
        let own = Dictionary(uniqueKeysWithValues: model.namedParameters().map { ($0.name, $0.parameter) })
        var worst = 0.0, compared = 0
        for (name, gradient) in reference where name.hasPrefix("grad.") {
            let bare = name.replacingOccurrences(of: "grad.transformer.", with: "").replacingOccurrences(
                of: "grad.", with: "")
            guard let (native, transposed) = GPT.nativeName(bare) else { continue }
            let mine = try #require(own[native]?.grad, "\(native)")
            worst = max(worst, try relativeError(transposed ? mine.transpose(0, 1) : mine, gradient))
            compared += 1
        }
        #expect(compared == 28)
        report("hf-tiny gradients, relative", worst)
        #expect(worst < 1e-5)
    }

    @Test func greedyContinuationIsTheSame() throws {
        let model = try GPT.huggingFace(Shared.golden("hf-tiny").path).model
        let meta = try goldenJSON("hf-tiny.json")
        let expected = try #require(meta["greedy_20"] as? [NSNumber]).map(\.intValue)
        let prompt = try #require(meta["prompt"] as? [NSNumber]).map(\.intValue)
        #expect(prompt + (try model.generate(prompt, 16, SamplingOptions(temperature: 0))) == expected)
    }
}
