import Foundation
import GPT
import Neural
import Tensors
import TestSupport
import Testing
import Text
import Training

/// A trainer over a module that is no GPT, and the hooks around its update.
struct LanguageModelTests {
    private func trainer(_ model: any LanguageModel, accumulate: Int = 1, clip: Double? = nil) throws
        -> Trainer
    {
        let generator = Generator(seed: 4)
        let tokens = try generator.integers(0, 19, [120])
        func source() throws -> BatchSource {
            try BatchSource(
                tokens, RandomSampler(count: 120, batchSize: 3, sequenceLength: 6), generator: generator)
        }
        let parameters = model.parameters()
        let optimizer = try AdamW(groups: [
            ParameterGroup([parameters[0]], OptimizerSettings(rate: 0.1)),
            ParameterGroup(Array(parameters.dropFirst()), OptimizerSettings(rate: 0.01, weightDecay: 0.1)),
        ])
        return try Trainer(
            model, optimizer, source(), test: source(), evaluateEvery: 2, clip: clip, accumulate: accumulate)
    }

    private func model(logProbabilities: Bool = false) throws -> ModuleLanguageModel {
        let generator = Generator(seed: 7)
        let layers: [Module] = [
            try Embedding(19, 8, generator: generator), try Linear(8, 19, generator: generator),
        ]
        return ModuleLanguageModel(Sequential(layers + (logProbabilities ? [LogSoftmax(-1)] : [])))
    }

    @Test(arguments: [false, true]) func lossesAreThoseOfALoopByHand(logProbabilities: Bool) throws {
        let trained = try trainer(model(logProbabilities: logProbabilities))
        try trained.run(4)
        let own = try #require(trained.model as? ModuleLanguageModel)
        #expect(own.scores == (logProbabilities ? .logProbabilities : .logits))
        let other = try trainer(model(logProbabilities: logProbabilities))
        var losses: [Double] = []
        for step in 0..<4 {
            let batch = try other.batches.next()
            let scores = try other.model.module(batch.X).reshape([-1, 19]),
                answers = try batch.Y.reshape([-1])
            let loss = try logProbabilities ? scores.nllLoss(answers) : scores.crossEntropy(answers)
            try other.optimizer.zeroGrad()
            try loss.backward()
            try other.optimizer.step()
            losses.append(try loss.item().double)
            if step % 2 == 0 { try other.evaluate() }
        }
        #expect(trained.history.losses == losses)
        #expect(try parameters(trained) == parameters(other))
    }

    @Test func goingOnHasTheBitsOfNeverHavingStopped() throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(
            "lagado-\(UUID().uuidString).safetensors")
        defer { try? FileManager.default.removeItem(at: file) }
        let straight = try trainer(model())
        try straight.run(3)
        straight.optimizer.groups[1].settings.rate = 0.5
        straight.optimizer.groups[1].settings.beta1 = 0.8
        try Checkpoint.save(straight, to: file)
        try straight.run(3)
        let other = try trainer(model())
        try Checkpoint.load(file, into: other)
        #expect(other.optimizer.groups.map(\.settings) == straight.optimizer.groups.map(\.settings))
        try other.run(3)
        #expect(other.history == straight.history)
        #expect(try parameters(other) == parameters(straight))
        // A GPT's trainer refuses it, and so does one with other groups.
        #expect(throws: TensorError.self) { try Checkpoint.load(file, into: makeTrainer()) }
        try other.optimizer.add(ParameterGroup([Tensor.ones([2])], OptimizerSettings()))
        #expect(throws: TensorError.self) { try Checkpoint.load(file, into: other) }
        #expect(throws: TensorError.self) { try Checkpoint.model(from: file) }
    }

    @Test func whatIsKnownBeforehandSaysWhatIsNot() throws {
        let trainer = try trainer(model())
        #expect(!trainer.plan.isWhole && trainer.plan.parts.map(\.name).contains("optimizer"))
        let cost = StepCost(trainer.model, trainer.plan.run)
        #expect(cost.linearLayers == 1 && cost.operations == 3 * 2 * 18 * 8 * 19)
        #expect(try MemoryPlan(makeTrainer().model, trainer.plan.run).isWhole)
    }

    @Test func whatIsNoLanguageModelIsRefused() throws {
        func refused(_ module: Module) throws -> Bool {
            let trainer = try trainer(ModuleLanguageModel(module))
            do { try trainer.step() } catch { return true }
            return false
        }
        let embedding = try Embedding(19, 8)
        #expect(try refused(Sequential([embedding, Flatten(1, -1)])))
        #expect(throws: TensorError.self) {
            _ = try Trainer(
                ModuleLanguageModel(Sequential([])), SGD([Tensor.ones([2])]), trainer(model()).batches)
        }
        #expect(throws: TensorError.self) {
            let model = try model()
            _ = try Trainer(
                model, SGD(model.parameters()), trainer(model).batches, recompute: true)
        }
    }

    @Test func generationReadsNoMoreThanItsContext() throws {
        let model = try model()
        model.contextLength = 4
        var read: [Int] = []
        let watched = Watched(model.module) { read.append($0) }
        watched.contextLength = 4
        func text(_ model: ModuleLanguageModel, _ window: ContextWindow) throws -> [Int] {
            try model.generate(
                [1, 2], 7, SamplingOptions(temperature: 0), window: window, weights: nil,
                generator: Generator(seed: 1), onToken: { _ in })
        }
        let crop = try text(watched, .crop)
        #expect(crop.count == 7 && read == [2, 3, 4, 4, 4, 4, 4])
        read = []
        #expect(try text(watched, .half).count == 7 && read == [2, 3, 4, 2, 3, 4, 2])
        #expect(try text(model, .crop) == crop)
    }

    /// Says how many ids it was given.
    private final class Watched: ModuleLanguageModel {
        let tell: (Int) -> Void
        init(_ module: Module, _ tell: @escaping (Int) -> Void) {
            self.tell = tell
            super.init(module)
        }
        override func run(_ ids: Tensor, _ targets: Tensor?) throws -> (scores: Tensor, loss: Tensor?) {
            tell(ids.count)
            return try super.run(ids, targets)
        }
    }

    // MARK: Hooks

    /// Clipping in a hook, in place, is clipping by the trainer.
    @Test(arguments: [false, true]) func aHookCanClip(gpt: Bool) throws {
        func run(_ clip: Double?, _ hook: Trainer.StepHook?) throws -> Trainer {
            let trainer =
                try gpt ? makeTrainer(clip: clip, accumulate: 2) : trainer(model(), accumulate: 2, clip: clip)
            if let hook { trainer.preHooks.add(hook) }
            try trainer.run(3)
            return trainer
        }
        let byTrainer = try run(0.1, nil)
        var norms: [Double] = []
        let byHook = try run(nil) { norms.append(try clipGradientNorm($0.optimizer.parameters, 0.1)) }
        #expect(norms.count == 3 && norms.allSatisfy { $0 > 0.1 })
        #expect(try parameters(byTrainer) == parameters(byHook))
        // The optimizer's own hooks see clipped gradients, as behind clip_grad_norm_.
        let watched =
            try gpt ? makeTrainer(clip: 0.1, accumulate: 2) : trainer(model(), accumulate: 2, clip: 0.1)
        var seen: [Double] = []
        watched.optimizer.preHooks.add { seen.append(try gradientNorm($0.parameters)) }
        try watched.run(3)
        #expect(seen.allSatisfy { abs($0 - 0.1) < 1e-5 })
        #expect(try parameters(watched) == parameters(byTrainer))
    }

    @Test func aHookThatThrowsLeavesTheStepBeforeItsUpdate() throws {
        let trainer = try trainer(model()), plain = try self.trainer(model())
        let token = trainer.preHooks.add { _ in throw TensorError(.runtime, "stop") }
        let before = try parameters(trainer)
        #expect(throws: TensorError.self) { try trainer.step() }
        #expect(try trainer.steps == 0 && parameters(trainer) == before)
        trainer.preHooks.remove(token)
        var after: [Int] = []
        trainer.postHooks.add { after.append($0.steps) }
        try trainer.run(2)
        try plain.run(2)
        #expect(try after == [1, 2] && parameters(trainer) == parameters(plain))
        let state = trainer.state
        trainer.postHooks.add { _ in throw TensorError(.runtime, "late") }
        #expect(throws: TensorError.self) { try trainer.step() }
        #expect(trainer.steps == 3)
        trainer.state = state
        #expect(trainer.steps == 2 && trainer.postHooks.entries.count == 1)
    }
}
