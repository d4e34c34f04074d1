import Foundation
import Tensors
import Testing

import Training

/// Norms by layer while training: `trainer.watch`.
@Suite struct WatchTests {
    @Test func normsAreThoseOfTheStep() throws {
        let trainer = try makeTrainer()
        try trainer.watch([.weights, .updates, .gradients], every: 1)
        let named = trainer.model.module.namedParameters().map { ($0.name, $0.parameter) }
        func norms(_ tensors: [(String, Tensor)]) throws -> [String: Double] {
            var sums: [String: Double] = [:]
            for (name, tensor) in tensors {
                let parts = name.split(separator: ".")
                let layer = parts[0] == "blocks" ? "blocks.\(parts[1])" : String(parts[0])
                sums[layer, default: 0] += try tensor.detach().to(.float64).square().sum().item().double
            }
            return sums.mapValues { $0.squareRoot() }
        }
        let before = try named.map { ($0.0, try $0.1.detach().clone()) }
        try trainer.step()
        let expected: [(Watch, [String: Double])] = [
            (.weights, try norms(named)),
            (.updates, try norms(zip(named, before).map { ($0.0, try $0.1.detach() - $1.1) })),
            (.gradients, try norms(named.compactMap { name, p in p.grad.map { (name, $0) } })),
        ]
        for (kind, wanted) in expected {
            let found = try #require(trainer.history.norms[kind])
            #expect(Set(found.layers) == Set(wanted.keys) && found.steps == [0])
            for (place, layer) in found.layers.enumerated() {
                #expect(abs(found.norms[0][place] - (wanted[layer] ?? -1)) < 1e-9, "\(kind) \(layer)")
            }
        }
    }

    @Test func everyFewStepsAndNoMore() throws {
        let trainer = try makeTrainer()
        try trainer.watch([.weights], every: 3)
        try trainer.run(7)
        try trainer.watch(Watch.allCases, every: 0)
        try trainer.run(3)
        #expect(trainer.history.norms[.weights]?.steps == [0, 3, 6])
        #expect(trainer.history.norms[.updates] == nil && trainer.watched.isEmpty)
        #expect(throws: TensorError.self) { try trainer.watch([.weights], every: -1) }
    }

    /// Watching changes nothing, and a state and a file have what was taken.
    @Test func watchingIsKeptAndChangesNothing() throws {
        let (plain, trainer) = (try makeTrainer(), try makeTrainer())
        try trainer.watch(Watch.allCases, every: 2)
        let state = trainer.state
        try plain.run(4)
        try trainer.run(4)
        #expect(plain.history.losses == trainer.history.losses)
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).safetensors")
        defer { try? FileManager.default.removeItem(at: file) }
        try Checkpoint.save(trainer, to: file)
        let other = try makeTrainer()
        try Checkpoint.load(file, into: other)
        #expect(other.history.norms == trainer.history.norms && other.watched == trainer.watched)
        #expect(trainer.history.norms[.updates]?.curve(0).count == 2)
        try trainer.watch([.weights], every: 0)
        trainer.state = state
        #expect(trainer.history.norms.isEmpty && trainer.watched[.weights] == 2)
    }
}
