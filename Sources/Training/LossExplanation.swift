import Foundation
import GPT
import Tensors
import Text

/// A loss beside what the simplest models would pay for the same targets, and by how frequent those are.
public struct LossExplanation {
    /// Targets of one class, and the mean losses of three models on them.
    public struct Class: Equatable, Sendable {
        /// Which tokens of the text: `the 10 most frequent`, …
        public let name: String
        /// How many targets are of it.
        public let count: Int
        /// The mean loss of the model, of frequency alone, and of pairs.
        public let model: Double, unigram: Double, bigram: Double
    }

    /// The loss of each target, [B, T].
    public let losses: Tensor
    /// Their mean.
    public let loss: Double
    /// What each target costs a model that knows frequencies, and one that knows pairs; row by row.
    public let unigramLosses: [Double], bigramLosses: [Double]
    /// V.
    public let vocabularySize: Int
    /// The mean probability of the token that was just read, and the mean entropy of predictions, in nats.
    public let repeats: Double, entropy: Double
    /// Classes that have targets, the most frequent first.
    public let classes: [Class]
    /// Tokens of the text that frequencies and pairs are counted in, and how many rows of the batch are in
    /// it: their own tokens are left out of the counts.
    public let counted: Int, contained: Int

    /// ln V: what it costs to know nothing.
    public var uniform: Double { log(Double(vocabularySize)) }
    /// The mean of a model that knows how frequent each token is.
    public var unigram: Double { mean(unigramLosses) }
    /// The mean of a model that knows what comes after what.
    public var bigram: Double { mean(bigramLosses) }

    private func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(max(1, values.count)) }

    /// Reads targets [B, T] that follow ids [B, T].
    ///
    /// - Parameters:
    ///   - text: what is counted; nil counts the batch.
    ///   - poll: called between parts; throwing from it ends the reading.
    /// - Throws: what the model throws.
    public init(
        _ model: any LanguageModel, _ ids: Tensor, _ targets: Tensor, text: [Int]?,
        poll: () throws -> Void = {}
    ) throws {
        let found = try model.readings(ids, targets, detailed: true, poll: poll)
        losses = try found.losses.reshape(ids.shape)
        let values = try found.losses.to(.float64).elements(Double.self)
        loss = try found.losses.to(.float64).mean().item().double
        repeats = try found.repeats.to(.float64).mean().item().double
        entropy = try found.entropies.to(.float64).mean().item().double
        vocabularySize = found.vocabularySize
        let (B, T) = (ids.shape[0], ids.shape[1])
        func rows(_ tensor: Tensor) throws -> [[Int]] {
            let all = try tensor.to(.int64).contiguous().elements(Int64.self).map(Int.init)
            return (0..<B).map { Array(all[$0 * T..<($0 + 1) * T]) }
        }
        let (x, y) = (try rows(ids), try rows(targets))
        // A window is its inputs and its last target.
        let windows = zip(x, y).map { $0 + $1.suffix(1) }
        let source = text ?? windows.flatMap { $0 }
        let isIn = try windows.map { window in
            try poll()
            return text == nil || !Occurrences.starts(of: window, in: source).isEmpty
        }
        (counted, contained) = (source.count, isIn.count { $0 })
        let grams = NGrams(source, vocabularySize: vocabularySize)
        var (single, paired): ([Double], [Double]) = ([], [])
        var sums: [Int: (count: Int, model: Double, unigram: Double, bigram: Double)] = [:]
        for row in 0..<B {
            try poll()
            for (place, (first, token)) in zip(x[row], y[row]).enumerated() {
                let unigram = grams.unigramLoss(token, leavingOut: isIn[row])
                let bigram = grams.bigramLoss(token, after: first, leavingOut: isIn[row])
                single.append(unigram)
                paired.append(bigram)
                let kind = Self.kind(grams.rank(token))
                let sum = sums[kind] ?? (0, 0, 0, 0)
                sums[kind] = (
                    sum.count + 1, sum.model + values[row * T + place], sum.unigram + unigram,
                    sum.bigram + bigram
                )
            }
        }
        (unigramLosses, bigramLosses) = (single, paired)
        classes = sums.sorted { $0.key < $1.key }.map { kind, sum in
            let count = Double(sum.count)
            return Class(
                name: Self.names[kind], count: sum.count, model: sum.model / count,
                unigram: sum.unigram / count, bigram: sum.bigram / count)
        }
    }

    private static let names = [
        "the 10 most frequent", "11 to 100", "101 to 1,000", "1,001 to 10,000", "rarer", "not in the text",
    ]

    /// The class of a token with this place among the most frequent.
    private static func kind(_ rank: Int?) -> Int {
        guard let rank else { return 5 }
        return [10, 100, 1000, 10_000].firstIndex { rank < $0 } ?? 4
    }

    /// What the loss says, in a sentence.
    public var verdict: String {
        let near = 0.15
        guard loss.isFinite else { return "the loss is not finite: numbers in the model have overflowed" }
        if loss > uniform + near {
            let sure =
                repeats > 0.2
                ? "it expects the token that it has just read once more, with "
                    + "\(Self.percent(repeats)) on average"
                : "its predictions have an entropy of \(Self.number(entropy)), and \(Self.number(uniform)) "
                    + "would be no opinion"
            return "worse than knowing nothing: the model is sure of the wrong tokens; \(sure)"
        }
        if loss > uniform - near { return "as much as knowing nothing: all tokens are about equally likely" }
        if loss > unigram + near {
            return "between knowing nothing and knowing how frequent each token is"
        }
        if loss > unigram - near {
            return "as much as knowing how frequent each token is, whatever came before"
        }
        if loss > bigram + near {
            return "better than frequencies, not yet as good as knowing pairs of tokens"
        }
        if loss > bigram - near { return "as good as knowing which token follows which" }
        return "better than pairs: it uses more than the last token"
    }

    private static func number(_ value: Double) -> String { String(format: "%.2f", value) }
    private static func percent(_ value: Double) -> String { String(format: "%.1f %%", 100 * value) }
}
