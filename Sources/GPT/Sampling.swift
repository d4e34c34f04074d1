import Foundation
import Kernels
import Tensors

/// How the next token is chosen from the logits of the last position.
public struct SamplingOptions: Equatable, Sendable {
    /// Logits are divided by it; 0 takes the most probable token.
    public var temperature = 1.0
    /// Only the k most probable tokens stay.
    public var topK: Int?
    /// Only the smallest set of tokens whose probabilities reach p stays (Holtzman et al. 2020).
    public var topP: Double?

    /// The most free choice, or one narrowed by what is given.
    public init(temperature: Double = 1, topK: Int? = nil, topP: Double? = nil) {
        (self.temperature, self.topK, self.topP) = (temperature, topK, topP)
    }

    /// Refuses what makes no sense.
    ///
    /// - Throws: ValueError that names the setting and its range.
    public func check() throws {
        guard temperature >= 0, temperature.isFinite else {
            throw TensorError(.value, "temperature must be 0 or more, got \(temperature)")
        }
        if let topK, topK < 1 { throw TensorError(.value, "top_k must be at least 1, got \(topK)") }
        if let topP, !(topP > 0 && topP <= 1) {
            throw TensorError(.value, "top_p must lie in (0, 1], got \(topP)")
        }
    }

    /// Draws one token from `logits`, with one number of `generator`. O(V), and a
    /// sort of what top-k or top-p keep.
    ///
    /// - Throws: RuntimeError for logits that are not finite.
    public func choose(_ logits: [Float], _ generator: Generator) throws -> Int {
        let best = try Self.best(logits)
        guard temperature > 0 else { return best }
        // e^((x − largest) / temperature): in proportion to the probabilities.
        let top = logits[best], factor = Float(min(1 / temperature, 1e30))
        var weights = try Tensor(logits.map { ($0 - top) * factor }).exp().elements(Float.self)
        if topK == nil && topP == nil { return try Self.draw(weights, generator) }
        let candidates = kept(logits, weights)
        weights = candidates.map { weights[$0] }
        return candidates[try Self.draw(weights, generator)]
    }

    /// The first of the largest logits.
    private static func best(_ logits: [Float]) throws -> Int {
        var (best, top) = (0, -Float.infinity)
        for i in logits.indices where !(logits[i] <= top) {
            (best, top) = (i, logits[i])
            if top.isNaN { break }
        }
        guard top.isFinite else {
            throw TensorError(
                .runtime, "the model's logits are not finite: there is nothing to sample from",
                hint: "look at the losses: training with a smaller lr, or clip the gradients")
        }
        return best
    }

    /// An index, each as probable as its weight. The sums are in Double, over runs of 1024 first.
    private static func draw(_ weights: [Float], _ generator: Generator) throws -> Int {
        let run = 1024, numbers = try ComputeContext.on(.host) { try Tensor(weights) }
        let sums = stride(from: 0, to: weights.count, by: run).map { start in
            numbers.device.kernels.sum(
                numbers.numbers(Float.self) + start, count: min(run, weights.count - start))
        }
        var left = generator.uniformDouble() * sums.reduce(0, +)
        for (index, sum) in sums.enumerated() {
            guard left < sum else {
                left -= sum
                continue
            }
            for i in index * run..<min((index + 1) * run, weights.count) {
                left -= Double(weights[i])
                if left < 0 { return i }
            }
        }
        return weights.lastIndex { $0 > 0 } ?? 0
    }

    // MARK: Top-k and top-p

    /// The tokens that top-k and top-p leave, the most probable first.
    private func kept(_ logits: [Float], _ weights: [Float]) -> [Int] {
        guard let topP else { return Self.largest(topK ?? logits.count, logits) }
        // Seldom does it take many tokens to reach p: more and more of them are looked at.
        let limit = min(topK ?? logits.count, logits.count)
        let all = topK == nil ? weights.reduce(0.0) { $0 + Double($1) } : nil
        var size = topK == nil ? min(256, limit) : limit
        while true {
            let candidates = Self.largest(size, logits)
            let total = all ?? candidates.reduce(0.0) { $0 + Double(weights[$1]) }
            var sum = 0.0
            let last = candidates.firstIndex { token in
                sum += Double(weights[token])
                return sum >= topP * total
            }
            if let last { return Array(candidates[...last]) }
            if size == limit { return candidates }
            size = min(limit, size * 8)
        }
    }

    /// The tokens with the `count` largest logits, in descending order; of equals those that come first.
    static func largest(_ count: Int, _ logits: [Float]) -> [Int] {
        func isAhead(_ a: Int, _ b: Int) -> Bool { logits[a] != logits[b] ? logits[a] > logits[b] : a < b }
        guard count < logits.count / 8 else { return Array(logits.indices.sorted(by: isAhead).prefix(count)) }
        var found: [Int] = []
        var least = -Float.infinity
        for i in logits.indices where logits[i] > least || found.count < count {
            found.append(i)
            if found.count == 2 * count {
                found = Array(found.sorted(by: isAhead).prefix(count))
                least = logits[found[count - 1]]
            }
        }
        return Array(found.sorted(by: isAhead).prefix(count))
    }
}
