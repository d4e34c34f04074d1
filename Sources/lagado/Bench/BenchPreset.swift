import GPT
import Kernels
import Neural
import Tensors

/// Sizes that are worth measuring, by name.
enum BenchPreset: String, CaseIterable {
    case model5, pocket, tiny

    var configuration: GPTConfiguration {
        var configuration = GPTConfiguration.model5
        switch self {
        case .model5: break
        case .pocket:
            (configuration.width, configuration.heads, configuration.blocks, configuration.context) = (
                128, 4, 4, 128
            )
        case .tiny:
            configuration.vocabularySize = 256
            (configuration.width, configuration.heads, configuration.blocks, configuration.context) = (
                64, 4, 2, 64
            )
        }
        return configuration
    }

    var batch: Int { self == .pocket ? 8 : 16 }

    /// Steps that are timed, after two that are not.
    var steps: Int { self == .model5 ? 3 : self == .pocket ? 10 : 100 }
}

extension BenchReport {
    /// What every measurement of a model depends on.
    mutating func settings(_ preset: BenchPreset, batch: Int? = nil) {
        setting("preset", preset.rawValue)
        if let batch { setting("batch", batch) }
        setting("seq_len", preset.configuration.context)
        setting("threads", Compute.threads)
    }
}

/// A measurement of a model on random tokens, as each begins: the report with its
/// settings, and the model of seed 1.
struct BenchModel {
    private(set) var report: BenchReport
    let model: GPT
    let batch: Int
    let generator = Generator(seed: 1)

    init(_ name: String, _ preset: BenchPreset, batch: Int?, _ precision: DType) throws {
        self.batch = batch ?? preset.batch
        report = BenchReport(name)
        report.settings(preset, batch: self.batch)
        report.setting("precision", precision.shortName)
        model = try GPT(preset.configuration, generator: generator)
    }

    func tokens(_ shape: [Int]) throws -> Tensor {
        try generator.integers(0, model.configuration.vocabularySize, shape)
    }
}
