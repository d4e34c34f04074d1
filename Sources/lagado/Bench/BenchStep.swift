import GPT
import Kernels
import Neural
import Tensors
import Text
import Training

/// A training step on random tokens: its five parts, its memory, and the share
/// of what this machine can compute.
enum BenchStep {
    static func run(_ preset: BenchPreset, batch: Int?, steps: Int?, _ precision: DType) throws
        -> BenchReport
    {
        let configuration = preset.configuration
        let bench = try BenchModel("step", preset, batch: batch, precision)
        var report = bench.report
        let B = bench.batch, T = configuration.context, model = bench.model
        let tokens = try bench.tokens([20_000])
        let sampler = try RandomSampler(count: 20_000, batchSize: B, sequenceLength: T)
        let trainer = try Trainer(
            model, AdamW(model.parameters(), rate: 1e-3, weightDecay: 0.01),
            BatchSource(tokens, sampler, generator: bench.generator),
            precision: precision)
        let warmUp = preset == .model5 ? 1 : 2
        try trainer.run(warmUp)
        // The limit is taken at the times of the steps: the clock of a machine
        // that others use rises and falls.
        var limits = [try KernelBenchmark.presentMultiplyAdds()]
        // In ten stretches at most, as short steps would wait for the measurement more than they take.
        let count = steps ?? preset.steps, stretches = min(count, 10)
        for stretch in 0..<stretches {
            try trainer.run(count * (stretch + 1) / stretches - count * stretch / stretches)
            limits.append(try KernelBenchmark.presentMultiplyAdds())
        }
        let times = trainer.history.times.dropFirst(warmUp)
        let step = Measure.median(times.map(\.total))
        let peak = Measure.peakGigabytes
        // Instructions for bf16 do two multiply-adds where those for float32 do one.
        let limit = Measure.median(limits) * (precision == .bfloat16 && precision.computesFast ? 2 : 1)

        report.add("step_seconds", "training step", step, "s")
        for (name, part) in [
            ("sample", \StepTimes.sample), ("forward", \.forward), ("loss", \.loss), ("backward", \.backward),
            ("update", \.update),
        ] {
            report.add(
                "step_\(name)_seconds", "  \(name)", Measure.median(times.map { $0[keyPath: part] }), "s")
        }
        let arithmetic = configuration.stepFLOPs(batch: B, length: T) / step / 1e9
        report.add("tokens_per_second", "tokens trained on", Double(B * T) / step, "/ s")
        report.add("gflops", "arithmetic of the step", arithmetic, "GFLOP/s")
        report.add("limit_gflops", "multiply-add limit", limit, "GFLOP/s")
        report.add("limit_share", "share of it", arithmetic / limit * 100, "%")
        report.add("peak_gigabytes", "peak memory", peak, "GB")
        report.add("parameters", "parameters", Double(configuration.parameterCount), "")
        return report
    }
}
