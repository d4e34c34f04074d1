import Foundation
import GPT
import Kernels
import Neural
import Tensors
import Text
import Training

/// Sizes that are worth measuring, by name.
enum BenchPreset: String, CaseIterable {
    case model5, pocket, tiny

    var configuration: GPTConfiguration {
        var configuration = GPTConfiguration.model5
        switch self {
        case .model5: break
        case .pocket: (configuration.width, configuration.heads, configuration.blocks, configuration.context) = (128, 4, 4, 128)
        case .tiny:
            configuration.vocabularySize = 256
            (configuration.width, configuration.heads, configuration.blocks, configuration.context) = (64, 4, 2, 64)
        }
        return configuration
    }

    var batch: Int { self == .pocket ? 8 : 16 }

    /// Steps that are timed, after two that are not.
    var steps: Int { self == .model5 ? 3 : self == .pocket ? 10 : 100 }
}

/// One training step and one forward pass on random tokens, float32.
enum BenchStep {
    static func run(_ preset: BenchPreset, batch: Int?, steps: Int?) throws -> BenchReport {
        let configuration = preset.configuration
        let B = batch ?? preset.batch, T = configuration.context
        let generator = Generator(seed: 1)
        var report = BenchReport("step")
        report.setting("preset", preset.rawValue)
        report.setting("batch", B)
        report.setting("seq_len", T)
        report.setting("threads", ThreadPool.threads)
        let model = try GPT(configuration, generator: generator)
        let tokens = try generator.integers(0, configuration.vocabularySize, [20_000])
        let sampler = try RandomSampler(count: 20_000, batchSize: B, sequenceLength: T)
        let trainer = try Trainer(
            model, AdamW(model.parameters(), rate: 1e-3, weightDecay: 0.01), BatchSource(tokens, sampler, generator: generator))
        let warmUp = 2, timed = steps ?? preset.steps
        try trainer.run(warmUp + timed)
        let times = trainer.history.times.dropFirst(warmUp)
        let step = Measure.median(times.map(\.total))
        let peak = Measure.peakGigabytes

        let X = try generator.integers(0, configuration.vocabularySize, [B, T])
        // Everything of the steps is given back first: a forward pass alone needs none of it.
        try trainer.optimizer.zeroGrad()
        let forward = try Autograd.withoutGrad {
            _ = try model(X)
            return Measure.median(try (0..<max(3, timed / 2)).map { _ in try Measure.seconds { _ = try model(X) } })
        }
        let loss = try Autograd.withoutGrad {
            Measure.median(try (0..<max(3, timed / 2)).map { _ in try Measure.seconds { _ = try model.loss(X, X) } })
        }
        report.add("step_seconds", "training step", step, "s")
        for (name, part) in [("sample", \StepTimes.sample), ("forward", \.forward), ("loss", \.loss), ("backward", \.backward), ("update", \.update)] {
            report.add("step_\(name)_seconds", "  \(name)", Measure.median(times.map { $0[keyPath: part] }), "s")
        }
        report.add("forward_seconds", "forward, log_probs returned", forward, "s")
        report.add("forward_loss_seconds", "forward and loss only", loss, "s")
        report.add("tokens_per_second", "tokens trained on", Double(B * T) / step, "/ s")
        report.add("gflops", "arithmetic of the step", configuration.stepFLOPs(batch: B, length: T) / step / 1e9, "GFLOP/s")
        report.add("peak_gigabytes", "peak memory, training", peak, "GB")
        report.add("parameters", "parameters", Double(configuration.parameterCount), "")
        return report
    }
}
