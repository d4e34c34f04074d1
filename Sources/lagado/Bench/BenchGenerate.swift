import GPT
import Kernels
import Tensors

/// Generation after a prompt: the first token, which reads the prompt, and those that follow.
enum BenchGenerate {
    static let promptLength = 11

    static func run(_ preset: BenchPreset, weights form: DType?, tokens: Int?, runs: Int?) throws
        -> BenchReport
    {
        let configuration = preset.configuration
        let generator = Generator(seed: 1)
        let length = min(promptLength, configuration.context)
        let count = tokens ?? min(100, configuration.context - length)
        var report = BenchReport("generate")
        report.settings(preset)
        report.setting("weights", form?.rawValue ?? "float32")
        report.setting("prompt", length)
        report.setting("tokens", count)
        let model = try GPT(configuration, generator: generator)
        let prompt = try generator.integers(0, configuration.vocabularySize, [length]).elements(Int64.self)
            .map(Int.init)
        // The first time makes the copies of the weights and brings everything into memory.
        let preparation = try Measure.seconds {
            try model.generate(prompt, 1, weights: form, generator: generator)
        }
        var totals: [Double] = [], firsts: [Double] = []
        for _ in 0..<(runs ?? 5) {
            var isFirst = true
            let start = Measure.now
            try model.generate(prompt, count, weights: form, generator: generator) { _ in
                if isFirst { firsts.append(Measure.now - start) }
                isFirst = false
            }
            totals.append(Measure.now - start)
        }
        let (total, first) = (Measure.median(totals), Measure.median(firsts))
        report.add("token_seconds", "a token, prompt and all", total / Double(count), "s")
        report.add("tokens_per_second", "tokens", Double(count) / total, "/ s")
        report.add("first_token_seconds", "the first token", first, "s")
        if count > 1 {
            report.add("next_token_seconds", "each one after it", (total - first) / Double(count - 1), "s")
        }
        report.add("preparation_seconds", "the very first, with the copies", preparation, "s")
        report.add("peak_gigabytes", "peak memory", Measure.peakGigabytes, "GB")
        return report
    }
}
