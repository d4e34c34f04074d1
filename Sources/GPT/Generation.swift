import Kernels
import Neural
import Tensors

/// What happens when the text grows past the model's context.
public enum ContextWindow: String, CaseIterable, Sendable {
    /// The last T tokens, as the lecture crops them. Every position moves with each token, so nothing can be
    /// reused: each token costs a whole forward pass.
    case crop
    /// Half of the context is dropped at a time: every T/2 tokens one forward pass,
    /// the others come from the cache.
    case half
}

extension GPT {
    /// Continues a prompt, one token at a time.
    ///
    /// The prompt is read in one pass. While the text fits the context, keys and values are cached and a
    /// token costs one position, which is one reading of all weights.
    /// - Parameters:
    ///   - weights: the form in which the weights of linear layers and head are read, nil for their own. The
    ///     copies are kept with the model and made again when its parameters have changed.
    ///   - onToken: called with each new token; throwing from it (an interruption) ends the generation.
    /// - Returns: the new tokens only.
    /// - Throws: ValueError for an empty prompt, a negative count and options out of range, IndexError for
    ///   an id that is no token, RuntimeError for logits that are not finite.
    @discardableResult
    public func generate(
        _ prompt: [Int], _ count: Int, _ options: SamplingOptions = SamplingOptions(),
        window: ContextWindow = .crop,
        weights: DType? = nil, generator: Generator = .standard, onToken: (Int) throws -> Void = { _ in }
    ) throws -> [Int] {
        try check(prompt, count, options)
        var text = prompt
        func go() throws {
            let wasTraining = isTraining
            eval()
            defer { train(wasTraining) }
            let cache = try KeyValueCache(configuration, batch: 1)
            var pending = Array(text.suffix(configuration.context))
            for _ in 0..<count {
                if cache.length + pending.count > configuration.context {
                    cache.reset()
                    let kept = window == .crop ? configuration.context : max(1, configuration.context / 2)
                    pending = Array(text.suffix(kept))
                }
                let logits = try lastLogits(
                    Tensor(pending.map(Int64.init), [1, pending.count]), cache: cache)
                let token = try options.choose(logits.elements(), generator)
                text.append(token)
                pending = [token]
                try onToken(token)
            }
        }
        try onDevice { try reading(weights, go) }
        return Array(text.suffix(text.count - prompt.count))
    }

    /// Runs `body` without recording, over weights of that form.
    private func reading(_ form: DType?, _ body: () throws -> Void) throws {
        guard let form else { return try Autograd.withoutGrad(body) }
        if packedWeights?.form != form { packedWeights = PackedWeights(form) }
        try packedWeights?.use(body)
    }
}
