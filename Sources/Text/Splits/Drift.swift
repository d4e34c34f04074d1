import Foundation
import Presentation
import Statistics

/// How much a held-out part differs from the text that is trained on, measured beside stretches of that text
/// which are as long: what is usual in this book, and what is not.
public struct Drift {
    /// One measure.
    public struct Row: Equatable, Sendable {
        /// What is measured, in words.
        public let name: String
        /// Of the held-out part against the training part.
        public let value: Double
        /// Of stretches of the training part, each against the rest of it; empty where none fits.
        public let ordinary: Sample
        /// The share of them that lies as far from their median as the held-out part, or farther: (1 + those)
        /// / (1 + all). Small where the part is no ordinary stretch of the text; nil without stretches.
        public var pValue: Double? {
            guard ordinary.count > 0, !value.isNaN else { return nil }
            let middle = ordinary.quantile(0.5)
            let far = ordinary.values.filter { abs($0 - middle) >= abs(value - middle) }.count
            return Double(1 + far) / Double(1 + ordinary.count)
        }
    }

    /// One for each measure, in the order in which they are shown.
    public let rows: [Row]
    /// Tokens to train on, held out, and how many stretches were measured.
    public let (trainCount, testCount, stretches): (Int, Int, Int)

    /// Measures `test` against `train`.
    ///
    /// The Kullback-Leibler divergence is Σ q(v) ln (q(v) / p(v)) over the tokens v that occur in either, in
    /// nats a token, q and p being frequencies with ½ added to each count (Krichevsky and Trofimov 1981).
    ///
    /// - Parameters:
    ///   - stretches: how many stretches of the training part are measured beside it, at random places.
    ///   - decode: makes text of tokens, for lines, sentences and words; nil leaves those measures out.
    ///   - poll: called after each stretch; what it throws ends the measurement.
    /// - Throws: `TextError` where a part is empty, or `stretches` negative.
    /// - Complexity: O(stretches · test tokens).
    public init(
        train: [Int], test: [Int], stretches: Int = 100, from source: RandomSource,
        decode: (([Int]) throws -> String)?, poll: () throws -> Void = {}
    ) throws {
        guard !train.isEmpty, !test.isEmpty else {
            throw TextError(
                .value,
                "drift compares two parts of a text; the \(train.isEmpty ? "first" : "second") is empty",
                hint: "train_data, test_data = split(tokens, 0.9)")
        }
        guard (0...100_000).contains(stretches) else {
            throw TextError(.value, "stretches=\(stretches): 0 to 100,000 stretches can be measured")
        }
        // Ids in order of first occurrence: counts are short rows, whatever the vocabulary.
        var ids: [Int: Int] = [:]
        func dense(_ tokens: [Int]) -> [Int] {
            tokens.map { token in
                if let id = ids[token] { return id }
                ids[token] = ids.count
                return ids.count - 1
            }
        }
        let (own, held) = (dense(train), dense(test))
        let whole = TokenCounts(own, distinct: ids.count)
        let value = try Self.measures(
            TokenCounts(held, distinct: ids.count), against: whole, text: decode.map { try $0(test) })

        // A stretch leaves at least as much to compare it with.
        let places = train.count - test.count
        let fits = places >= test.count && stretches > 0
        var ordinary = [[Double]](repeating: [], count: value.count)
        for _ in 0..<(fits ? stretches : 0) {
            let bits = UInt64(source.nextUInt32()) << 32 | UInt64(source.nextUInt32())
            let start = Int(bits % UInt64(places + 1))
            let range = start..<(start + test.count)
            let part = TokenCounts(own[range], distinct: ids.count)
            let measured = try Self.measures(
                part, against: whole.without(part), text: decode.map { try $0(Array(train[range])) })
            for (index, one) in measured.enumerated() { ordinary[index].append(one.value) }
            try poll()
        }
        rows = zip(value, ordinary).map { Row(name: $0.name, value: $0.value, ordinary: Sample($1)) }
        (trainCount, testCount, self.stretches) = (train.count, test.count, fits ? stretches : 0)
    }

    private static func measures(
        _ part: TokenCounts, against rest: TokenCounts, text: String?
    ) -> [(name: String, value: Double)] {
        var list = [
            ("divergence from the rest, nats", part.divergence(from: rest)),
            ("tokens that the rest has not", part.newShare(beside: rest)),
            ("kinds of token that the rest has", part.sharedKinds(with: rest)),
            ("entropy of its tokens, nats", part.entropy),
        ]
        if let text {
            let form = TextForm(text)
            list += [
                ("line length, mean", form.meanLineLength),
                ("empty lines, share of lines", form.emptyLineShare),
                ("words in a sentence", form.wordsPerSentence), ("letters in a word", form.meanWordLength),
                ("punctuation in 100 words", form.punctuationPer100Words),
            ]
        }
        return list.map { (name: $0.0, value: $0.1) }
    }
}

/// How often each token occurs in a part of a text.
struct TokenCounts {
    private var counts: [Int]
    private let total: Int

    init(_ tokens: some Sequence<Int>, distinct: Int) {
        var (counts, total) = ([Int](repeating: 0, count: distinct), 0)
        for token in tokens {
            counts[token] += 1
            total += 1
        }
        (self.counts, self.total) = (counts, total)
    }

    private init(_ counts: [Int], _ total: Int) { (self.counts, self.total) = (counts, total) }

    /// What is left when a part is taken out.
    func without(_ part: TokenCounts) -> TokenCounts {
        TokenCounts(zip(counts, part.counts).map(-), total - part.total)
    }

    /// Kullback-Leibler, with ½ added to each count; see `Drift`.
    func divergence(from other: TokenCounts) -> Double {
        let kinds = zip(counts, other.counts).reduce(0) { $0 + ($1.0 + $1.1 > 0 ? 1 : 0) }
        let (own, its) = (Double(total) + Double(kinds) / 2, Double(other.total) + Double(kinds) / 2)
        return zip(counts, other.counts).reduce(0.0) { sum, pair in
            guard pair.0 + pair.1 > 0 else { return sum }
            let (q, p) = ((Double(pair.0) + 0.5) / own, (Double(pair.1) + 0.5) / its)
            return sum + q * log(q / p)
        }
    }

    /// The share of the tokens whose kind the other part does not have.
    func newShare(beside other: TokenCounts) -> Double {
        Double(zip(counts, other.counts).reduce(0) { $0 + ($1.1 == 0 ? $1.0 : 0) }) / Double(total)
    }

    /// The share of the kinds of token that the other part has too.
    func sharedKinds(with other: TokenCounts) -> Double {
        let own = counts.reduce(0) { $0 + ($1 > 0 ? 1 : 0) }
        let both = zip(counts, other.counts).reduce(0) { $0 + ($1.0 > 0 && $1.1 > 0 ? 1 : 0) }
        return Double(both) / Double(own)
    }

    /// −Σ q ln q of the frequencies.
    var entropy: Double {
        counts.reduce(0.0) { sum, count in
            guard count > 0 else { return sum }
            let q = Double(count) / Double(total)
            return sum - q * log(q)
        }
    }
}
