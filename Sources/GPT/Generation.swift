import Foundation
import Tensors

/// How the next token is chosen from the logits of the last position.
public struct SamplingOptions: Equatable, Sendable {
    /// Logits are divided by it; 0 takes the most probable token.
    public var temperature = 1.0
    /// Only the k most probable tokens stay.
    public var topK: Int?
    /// Only the smallest set of tokens whose probabilities reach p stays (Holtzman et al. 2020).
    public var topP: Double?

    public init(temperature: Double = 1, topK: Int? = nil, topP: Double? = nil) {
        (self.temperature, self.topK, self.topP) = (temperature, topK, topP)
    }

    public func check() throws {
        guard temperature >= 0, temperature.isFinite else {
            throw TensorError(.value, "temperature must be 0 or more, got \(temperature)")
        }
        if let topK, topK < 1 { throw TensorError(.value, "top_k must be at least 1, got \(topK)") }
        if let topP, !(topP > 0 && topP <= 1) { throw TensorError(.value, "top_p must lie in (0, 1], got \(topP)") }
    }

    /// Draws one token from `logits`, with one number of `generator`. O(V), or O(V log V) with top-k or top-p.
    public func choose(_ logits: UnsafeBufferPointer<Float>, _ generator: Generator) throws -> Int {
        guard let best = logits.indices.max(by: { logits[$0] < logits[$1] || (logits[$0].isNaN && !logits[$1].isNaN) }),
            logits[best].isFinite
        else {
            throw TensorError(.runtime, "the model's logits are not finite: there is nothing to sample from",
                hint: "look at the losses: training with a smaller lr, or clip the gradients")
        }
        if temperature == 0 { return logits.firstIndex(of: logits[best]) ?? best }
        let top = Double(logits[best])
        func weight(_ token: Int) -> Double { exp((Double(logits[token]) - top) / temperature) }
        guard topK != nil || topP != nil else { return draw(Array(logits.indices), weight, generator) }
        var candidates = logits.indices.sorted { logits[$0] != logits[$1] ? logits[$0] > logits[$1] : $0 < $1 }
        if let topK { candidates = Array(candidates.prefix(topK)) }
        if let topP {
            let total = candidates.reduce(0) { $0 + weight($1) }
            var sum = 0.0
            let kept = candidates.firstIndex { token in
                sum += weight(token)
                return sum >= topP * total
            }
            candidates = Array(candidates.prefix((kept ?? candidates.count - 1) + 1))
        }
        return draw(candidates, weight, generator)
    }

    private func draw(_ candidates: [Int], _ weight: (Int) -> Double, _ generator: Generator) -> Int {
        let weights = candidates.map(weight)
        let target = generator.uniformDouble() * weights.reduce(0, +)
        var sum = 0.0
        for (token, weight) in zip(candidates, weights) {
            sum += weight
            if sum > target { return token }
        }
        return candidates[candidates.count - 1]
    }
}

/// What happens when the text grows past the model's context.
public enum ContextWindow: String, CaseIterable, Sendable {
    /// The last T tokens, as the lecture crops them. Every position moves with each token, so nothing can be reused:
    /// each token costs a whole forward pass.
    case crop
    /// Half of the context is dropped at a time: every T/2 tokens one forward pass, the others come from the cache.
    case half
}

extension GPT {
    /// Continues a prompt, one token at a time.
    ///
    /// While the text fits the context, keys and values are cached and a token costs one position.
    /// - Parameters:
    ///   - onToken: called with each new token; throwing from it (an interruption) ends the generation.
    /// - Returns: the new tokens only.
    @discardableResult
    public func generate(
        _ prompt: [Int], _ count: Int, _ options: SamplingOptions = SamplingOptions(), window: ContextWindow = .crop,
        generator: Generator = .standard, onToken: (Int) throws -> Void = { _ in }
    ) throws -> [Int] {
        try options.check()
        guard !prompt.isEmpty else {
            throw TensorError(.value, "generate wants a prompt of at least one token", hint: "\"\\n\" or any word to begin with")
        }
        guard count >= 0 else { throw TensorError(.value, "generate: the number of new tokens must be 0 or more, got \(count)") }
        var text = prompt
        try Autograd.withoutGrad {
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
                let logits = try lastLogits(Tensor(pending.map(Int64.init), [1, pending.count]), cache: cache)
                let token = try logits.withFloats { try options.choose($0, generator) }
                text.append(token)
                pending = [token]
                try onToken(token)
            }
        }
        return Array(text.suffix(text.count - prompt.count))
    }
}
