import Foundation
import GPT
import Neural
import Tensors
import Testing
import Text
import Training

/// A model small enough to train in a blink, on numbers instead of words.
private func makeTrainer(seed: UInt64 = 3, epochs: Bool = false, tied: GPTConfiguration.Tied = .lecture, sgd: Bool = false) throws -> Trainer {
    let generator = Generator(seed: seed)
    var configuration = GPTConfiguration.model5
    (configuration.vocabularySize, configuration.width, configuration.heads) = (29, 16, 2)
    (configuration.blocks, configuration.context, configuration.tied) = (2, 8, tied)
    let model = try GPT(configuration, generator: generator)
    let tokens = try generator.integers(0, 29, [200])
    func source(_ from: Int, _ to: Int) throws -> BatchSource {
        let part = try tokens.slice(0, from: from, to: to)
        let sampler: any Sampler = epochs
            ? try EpochSampler(count: part.count, batchSize: 3, sequenceLength: 8)
            : try RandomSampler(count: part.count, batchSize: 3, sequenceLength: 8)
        return try BatchSource(part, sampler, generator: generator)
    }
    let optimizer = sgd
        ? try SGD(model.parameters(), rate: 0.05, momentum: 0.9) : try AdamW(model.parameters(), rate: 1e-3)
    return try Trainer(model, optimizer, source(0, 150), test: source(150, 200), evaluateEvery: 2)
}

@Suite struct TrainerTests {
    @Test(arguments: [(false, false), (true, false), (false, true)])
    func stopSaveLoadGoOnIsNeverHavingStopped(_ epochs: Bool, _ sgd: Bool) throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("lagado-\(UUID().uuidString).safetensors")
        defer { try? FileManager.default.removeItem(at: file) }
        let whole = try makeTrainer(epochs: epochs, sgd: sgd)
        try whole.run(10)
        let first = try makeTrainer(epochs: epochs, sgd: sgd)
        try first.run(5)
        try Checkpoint.save(first, to: file)
        let second = try makeTrainer(seed: 99, epochs: epochs, sgd: sgd)
        let text = BatchSourceText(first)
        let resumed = try Trainer(
            second.model, second.optimizer, BatchSource(text.train, second.batches.sampler, generator: second.batches.generator),
            test: BatchSource(text.test, second.test!.sampler, generator: second.batches.generator), evaluateEvery: 2)
        try Checkpoint.load(file, into: resumed)
        #expect(resumed.steps == 5)
        try resumed.run(5)
        #expect(resumed.history == whole.history)
        for (a, b) in zip(resumed.model.parameters(), whole.model.parameters()) { #expect(try a.detach().equals(b.detach())) }
        #expect(resumed.batches.sampler.coverage == whole.batches.sampler.coverage)
        #expect(resumed.batches.generator.nextUInt32() == whole.batches.generator.nextUInt32())
    }

    private struct BatchSourceText {
        let train: Tensor, test: Tensor
        init(_ trainer: Trainer) { (train, test) = (trainer.batches.tokens, trainer.test!.tokens) }
    }

    @Test func theFivePartsAreTheStep() throws {
        let whole = try makeTrainer(), parts = try makeTrainer()
        let loss = try whole.step()
        let batch = try parts.sample()
        #expect(batch.X.shape == [3, 8])
        #expect(try batch.Y.slice(1, from: 0, to: 7).equals(batch.X.slice(1, from: 1, to: 8)))
        #expect(try parts.forward().shape == [3, 8, 16])
        #expect(try parts.loss().item().double == loss)
        try parts.backward()
        try parts.update()
        #expect(parts.history == whole.history)
        #expect(try parts.model.parameters()[0].detach().equals(whole.model.parameters()[0].detach()))
    }

    @Test func partsOutOfOrderSayWhatIsMissing() throws {
        let trainer = try makeTrainer()
        #expect(throws: TensorError.self) { try trainer.forward() }
        try trainer.sample()
        #expect(throws: TensorError.self) { try trainer.backward() }
        #expect(throws: TensorError.self) { try trainer.update() }
    }

    @Test func anInterruptedStepKeepsItsBatch() throws {
        struct Stop: Error {}
        let whole = try makeTrainer(), broken = try makeTrainer()
        try whole.run(4)
        try broken.run(2)
        var polls = 0
        Interruptible.poll = {
            polls += 1
            if polls == 9 { throw Stop() }
        }
        #expect(throws: Stop.self) { try broken.run(2) }
        Interruptible.poll = {}
        #expect(broken.steps == 2)
        try broken.run(2)
        #expect(broken.history == whole.history)
    }

    @Test func damagedCheckpointsAreRefusedAndChangeNothing() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("lagado-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("run.safetensors")
        let trainer = try makeTrainer()
        try trainer.run(3)
        try Checkpoint.save(trainer, to: file)
        let sound = try Data(contentsOf: file)
        let other = try makeTrainer()
        let before = try other.model.parameters()[0].detach().elements(Float.self)
        let length = sound.count
        var lying = sound
        lying[0] = 0xff
        lying[3] = 0x7f
        for damaged in [Data(), sound.prefix(7), sound.prefix(200), sound.prefix(length / 2), sound.prefix(length - 1), lying] {
            try Data(damaged).write(to: file)
            #expect(throws: TensorError.self) { try Checkpoint.load(file, into: other) }
            #expect(throws: TensorError.self) { try Checkpoint.model(from: file) }
        }
        #expect(try other.model.parameters()[0].detach().elements(Float.self) == before)
        try sound.write(to: file)
        let small = try makeTrainer(tied: .none)
        #expect(throws: TensorError.self) { try Checkpoint.load(file, into: small) }
        #expect(throws: TensorError.self) { try Checkpoint.save(trainer, to: folder.appendingPathComponent("no/such/folder/x")) }
        #expect(try Checkpoint.model(from: file).parameters()[0].detach().equals(trainer.model.parameters()[0].detach()))
    }
}
