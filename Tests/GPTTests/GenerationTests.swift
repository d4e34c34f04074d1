import GPT
import Kernels
import Neural
import Tensors
import TestSupport
import Testing

/// Generation against recomputation, in every form of the weights.
struct GenerationTests {
    /// A model with a context of 12, small but for its heads and blocks being several.
    private func model(_ seed: UInt64 = 3, width: Int = 48) throws -> GPT {
        var configuration = GPTConfiguration.model5
        (configuration.vocabularySize, configuration.width, configuration.heads) = (97, width, 3)
        (configuration.blocks, configuration.context) = (2, 12)
        let model = try GPT(configuration, generator: Generator(seed: seed))
        // As drawn, a model says the same token over and over (its head is its embedding).
        for (name, parameter) in model.namedParameters() where name.contains("mlp") || name.contains("attn") {
            try Autograd.withoutGrad {
                try Tensor.copy(from: parameter * parameter.constant(.float(4)), into: parameter)
            }
        }
        return model
    }

    /// The log-probabilities of what follows `ids`, by a whole forward pass.
    private func next(_ model: GPT, _ ids: [Int]) throws -> [Float] {
        try Autograd.withoutGrad {
            try model(Tensor(ids.map(Int64.init), [1, ids.count])).select(1, -1).elements(Float.self)
        }
    }

    private func best(_ scores: [Float]) -> Int { scores.firstIndex(of: scores.max()!)! }

    @Test func cacheAndCropGiveWhatRecomputationGives() throws {
        let model = try model(), prompt = [5, 11, 7]
        var expected = prompt
        for _ in 0..<30 { expected.append(best(try next(model, Array(expected.suffix(12))))) }
        let text = prompt + (try model.generate(prompt, 30, SamplingOptions(temperature: 0)))
        #expect(text == expected)
        #expect(Set(expected).count > 5, "a text of one word would prove little: \(expected)")
    }

    @Test func halfWindowDropsHalfTheContextAtATime() throws {
        let model = try model(), prompt = [5, 11, 7]
        var expected = prompt, start = 0
        for _ in 0..<40 {
            if expected.count - start > 12 { start = expected.count - 6 }
            expected.append(best(try next(model, Array(expected[start...]))))
        }
        #expect(
            prompt + (try model.generate(prompt, 40, SamplingOptions(temperature: 0), window: .half))
                == expected)
        #expect(model.outgrows(13) && !model.outgrows(12))
    }

    @Test func aPromptLongerThanTheContextIsCropped() throws {
        let model = try model(), prompt = (0..<20).map { $0 * 3 }
        #expect(
            try model.generate(prompt, 1, SamplingOptions(temperature: 0)) == [
                best(try next(model, Array(prompt.suffix(12))))
            ])
    }

    @Test(
        "Rounded weights stay near: bf16 within 1 %, int8 within 3 %",
        arguments: [(DType.bfloat16, 0.01), (.int8, 0.03)])
    func roundedWeightsStayNear(_ form: DType, _ tolerance: Double) throws {
        let model = try model(width: 192), ids = try Tensor((0..<12).map { Int64($0 * 7) }, [1, 12])
        let (exact, rounded) = try Autograd.withoutGrad {
            (
                try model.hidden(ids).linear(model.parameter(named: "final_head.weight")),
                try PackedWeights(form).use {
                    try model.hidden(ids).linear(
                        PackedWeight(model.parameter(named: "final_head.weight"), as: form))
                }
            )
        }
        let error = try relativeError(rounded, exact)
        report("logits with \(form.rawValue) weights, relative", error)
        #expect(error < tolerance && error > 0)
    }

    @Test(arguments: DType.packed) func copiesFollowTheParameters(_ form: DType) throws {
        let model = try model(), other = try self.model(8), options = SamplingOptions(temperature: 0)
        func text(_ model: GPT) throws -> [Int] { try model.generate([1, 2], 20, options, weights: form) }
        let (first, second) = (try text(model), try text(other))
        #expect(try text(model) == first && first != second)
        try model.loadStateDictionary(Dictionary(uniqueKeysWithValues: other.stateDictionary()))
        #expect(try text(model) == second)
        // A parameter that is replaced, not written to.
        #expect(try text(other) == second)
        let head = try #require(other.namedModules().first { $0.name == "final_head" }?.module)
        head.register("weight", try Parameters.sharing(Tensor.zeros([97, 48])))
        #expect(try text(other) == [Int](repeating: 0, count: 20))
    }

    @Test func ofRoundedWeightsNothingIsLeftBehind() throws {
        let model = try model()
        let before = try next(model, [1, 2, 3])
        _ = try model.generate([1], 3, weights: .int8)
        #expect(try next(model, [1, 2, 3]) == before)
        let layer = try Linear(4, 2)
        let y = try PackedWeights(.bfloat16).use {
            try Autograd.recording(true) { try layer(Tensor.ones([1, 4])) }
        }
        #expect(y.requiresGrad, "where something is recorded the layer's own weights are read")
        #expect(throws: TensorError.self) {
            try Tensor.ones([1, 3]).linear(PackedWeight(layer.weight, as: .int8))
        }
    }

    @Test func anInterruptionEndsItAndThrows() throws {
        struct Stop: Error {}
        let model = try model()
        var seen: [Int] = []
        #expect(throws: Stop.self) {
            try model.generate([1], 50, SamplingOptions(temperature: 0)) {
                seen.append($0)
                if seen.count == 4 { throw Stop() }
            }
        }
        #expect(seen == (try model.generate([1], 4, SamplingOptions(temperature: 0))))
        #expect(Autograd.isEnabled && model.isTraining)
    }
}

extension Module {
    fileprivate func parameter(named name: String) throws -> Tensor {
        try #require(namedParameters(removeDuplicates: false).first { $0.name == name }?.parameter)
    }
}
