import GPT
import Neural
import Tensors

/// A forward pass on random tokens, with log-probabilities returned and with the loss alone.
enum BenchForward {
    static func run(_ preset: BenchPreset, batch: Int?, runs: Int?, _ precision: DType) throws
        -> BenchReport
    {
        let bench = try BenchModel("forward", preset, batch: batch, precision)
        var report = bench.report
        let model = bench.model, X = try bench.tokens([bench.batch, preset.configuration.context])
        let runs = runs ?? max(3, preset.steps / 2)
        /// The median of several runs, after one that is not timed.
        func time(_ body: () throws -> Tensor) throws -> Double {
            try Autocast.run(in: precision) {
                try Autograd.withoutGrad {
                    _ = try body()
                    return Measure.median(try (0..<runs).map { _ in try Measure.seconds(body) })
                }
            }
        }
        report.add("forward_seconds", "forward, log_probs returned", try time { try model(X) }, "s")
        report.add("forward_loss_seconds", "forward and loss only", try time { try model.loss(X, X) }, "s")
        report.add("peak_gigabytes", "peak memory", Measure.peakGigabytes, "GB")
        return report
    }
}
