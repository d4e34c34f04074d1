import Disk
import Foundation
import GPT
import Neural
import Tensors
import Testing
import Text
import Training

@Suite struct TrainerTests {
    @Test(arguments: [(false, false, 1), (true, false, 1), (false, true, 1), (true, false, 3)])
    func stopSaveLoadGoOnIsNeverHavingStopped(_ epochs: Bool, _ sgd: Bool, _ accumulate: Int) throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(
            "lagado-\(UUID().uuidString).safetensors")
        defer { try? FileManager.default.removeItem(at: file) }
        let whole = try makeTrainer(epochs: epochs, sgd: sgd, accumulate: accumulate)
        try whole.run(10)
        let first = try makeTrainer(epochs: epochs, sgd: sgd, accumulate: accumulate)
        try first.run(5)
        if accumulate > 1 {
            // In the middle of a step: one batch is done, another drawn.
            try first.sample()
            try first.forward()
            try first.loss()
            try first.backward()
            try first.sample()
        }
        try Checkpoint.save(first, to: file)
        let second = try makeTrainer(seed: 99, epochs: epochs, sgd: sgd, accumulate: accumulate)
        let text = BatchSourceText(first)
        let resumed = try Trainer(
            second.model, second.optimizer,
            BatchSource(text.train, second.batches.sampler, generator: second.batches.generator),
            test: BatchSource(text.test, second.test!.sampler, generator: second.batches.generator),
            evaluateEvery: 2,
            accumulate: accumulate)
        try Checkpoint.load(file, into: resumed)
        #expect(resumed.steps == 5)
        try resumed.run(5)
        #expect(resumed.history == whole.history)
        for (a, b) in zip(resumed.model.parameters(), whole.model.parameters()) {
            #expect(try a.detach().equals(b.detach()))
        }
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
        ComputeContext.current.poll = {
            polls += 1
            if polls == 9 { throw Stop() }
        }
        #expect(throws: Stop.self) { try broken.run(2) }
        ComputeContext.current.poll = {}
        #expect(broken.steps == 2)
        try broken.run(2)
        #expect(broken.history == whole.history)
    }

    @Test func damagedCheckpointsAreRefusedAndChangeNothing() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "lagado-\(UUID().uuidString)")
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
        for damaged in [
            Data(), sound.prefix(7), sound.prefix(200), sound.prefix(length / 2), sound.prefix(length - 1),
            lying,
        ] {
            try Data(damaged).write(to: file)
            #expect(throws: TensorError.self) { try Checkpoint.load(file, into: other) }
            #expect(throws: TensorError.self) { try Checkpoint.model(from: file) }
        }
        #expect(try other.model.parameters()[0].detach().elements(Float.self) == before)
        try sound.write(to: file)
        for unlike in [try makeTrainer(tied: .none), try makeTrainer(accumulate: 2)] {
            #expect(throws: TensorError.self) { try Checkpoint.load(file, into: unlike) }
        }
        #expect(throws: FileError.self) {
            try Checkpoint.save(trainer, to: folder.appendingPathComponent("no/such/folder/x"))
        }
        // A sound file whose contents do not fit.
        let whole = try Safetensors(contentsOf: file)
        func load(_ change: (inout Safetensors) throws -> Void) throws {
            var changed = whole
            try change(&changed)
            let place = folder.appendingPathComponent("changed.safetensors")
            try changed.write(to: place)
            try Checkpoint.load(place, into: other)
        }
        func words(_ pattern: String, _ text: String) throws {
            try load {
                $0.metadata["lagado.run"] = $0.metadata["lagado.run"]?.replacingOccurrences(
                    of: pattern, with: text, options: .regularExpression)
            }
        }
        let large = "9223372036854775807"
        for name in ["steps", "tokens", "epoch", "windows"] {
            #expect(throws: (any Error).self, "\(name)") {
                try words("\"\(name)\":[0-9]+", "\"\(name)\":\(large)")
            }
        }
        #expect(throws: (any Error).self) { try words("\"lr\":[0-9.e-]+", "\"lr\":-1") }
        #expect(throws: (any Error).self) {
            try load { file in
                file.tensors = try file.tensors.map {
                    $0.name == "optimizer.0.step" ? ($0.name, try Tensor([1e300] as [Double], [])) : $0
                }
            }
        }
        #expect(throws: (any Error).self) {
            try load { file in
                file.tensors = try file.tensors.map {
                    $0.name == "optimizer.1.exp_avg" ? ($0.name, try Tensor.zeros([2])) : $0
                }
            }
        }
        #expect(try other.model.parameters()[0].detach().elements(Float.self) == before)
        #expect(
            try Checkpoint.model(from: file).parameters()[0].detach().equals(
                trainer.model.parameters()[0].detach()))
    }
}
