import GPT
import Neural
import Tensors
import Text
import Training

/// A model small enough to train in a blink, on numbers instead of words.
func makeTrainer(
    seed: UInt64 = 3, epochs: Bool = false, tied: GPTConfiguration.Tied = .lecture, sgd: Bool = false,
    batch: Int = 3, clip: Double? = nil,
    accumulate: Int = 1, recompute: Bool = false, precision: DType = .float32,
    sizes: (vocabulary: Int, width: Int, context: Int) = (29, 16, 8)
) throws -> Trainer {
    let generator = Generator(seed: seed)
    var configuration = GPTConfiguration.model5
    (configuration.vocabularySize, configuration.width, configuration.context) = sizes
    (configuration.heads, configuration.blocks, configuration.tied) = (2, 2, tied)
    let model = try GPT(configuration, generator: generator)
    // A quarter of the text is held out.
    let count = max(200, 8 * sizes.context)
    let tokens = try generator.integers(0, sizes.vocabulary, [count])
    func source(_ from: Int, _ to: Int) throws -> BatchSource {
        let part = try tokens.slice(0, from: from, to: to)
        let sampler: any Sampler =
            epochs
            ? try EpochSampler(count: part.count, batchSize: batch, sequenceLength: sizes.context)
            : try RandomSampler(count: part.count, batchSize: batch, sequenceLength: sizes.context)
        return try BatchSource(part, sampler, generator: generator)
    }
    let optimizer =
        sgd
        ? try SGD(model.parameters(), rate: 0.05, momentum: 0.9) : try AdamW(model.parameters(), rate: 1e-3)
    return try Trainer(
        model, optimizer, source(0, count * 3 / 4), test: source(count * 3 / 4, count), evaluateEvery: 2,
        clip: clip, accumulate: accumulate,
        recompute: recompute, precision: precision)
}

/// Every number of a trainer's model.
func parameters(_ trainer: Trainer) throws -> [Float] {
    try trainer.model.parameters().flatMap { try $0.detach().elements(Float.self) }
}
