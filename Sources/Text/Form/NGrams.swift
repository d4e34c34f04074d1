import Foundation

/// How often tokens and pairs of them occur in a text, and what the two simplest models of it would pay for a
/// token: one that knows how frequent tokens are, and one that knows what comes after what.
///
/// Smoothing is Witten's and Bell's: what was never seen gets as much as there were different things, of one
/// token p(b) = (c(b) + D/V) / (N + D) with D different tokens of V, of a pair
/// p(b | a) = (c(ab) + D(a)·p(b)) / (c(a) + D(a)) with D(a) different tokens behind a.
///
/// Source: Witten, Bell, *The Zero-Frequency Problem* (1991), method C.
public struct NGrams: Sendable {
    /// Tokens of the text.
    public let total: Int
    /// V.
    public let vocabularySize: Int
    private let counts: [Int: Int]
    private let pairs: [Pair: Int]
    /// Of each token, how often another follows it, and how many different ones do.
    private let followed: [Int: (times: Int, distinct: Int)]
    /// Of each token, its place among the most frequent; 0 is the first.
    private let ranks: [Int: Int]

    private struct Pair: Hashable {
        let first: Int, second: Int
    }

    /// Counts a text. O(N).
    public init(_ text: [Int], vocabularySize: Int) {
        (total, self.vocabularySize) = (text.count, max(1, vocabularySize))
        let found = Frequencies(text)
        counts = Dictionary(uniqueKeysWithValues: zip(found.elements, found.counts))
        ranks = Dictionary(uniqueKeysWithValues: zip(found.elements, 0...))
        var (pairs, followed): ([Pair: Int], [Int: (times: Int, distinct: Int)]) = ([:], [:])
        for (first, second) in zip(text, text.dropFirst()) {
            let isNew = pairs[Pair(first: first, second: second)] == nil
            pairs[Pair(first: first, second: second), default: 0] += 1
            followed[first, default: (0, 0)].times += 1
            if isNew { followed[first, default: (0, 0)].distinct += 1 }
        }
        (self.pairs, self.followed) = (pairs, followed)
    }

    /// The place of a token among the most frequent, 0 for the first; nil where the text does not have it.
    public func rank(_ token: Int) -> Int? { ranks[token] }

    /// −ln p of a token by how frequent it is.
    ///
    /// - Parameter leavingOut: counts the text without this occurrence, which it has; else a text would be
    ///   asked for what it has just told.
    public func unigramLoss(_ token: Int, leavingOut: Bool) -> Double { -log(unigram(token, leavingOut)) }

    /// −ln p of a token after another.
    public func bigramLoss(_ token: Int, after first: Int, leavingOut: Bool) -> Double {
        var count = Double(pairs[Pair(first: first, second: token)] ?? 0)
        let (times, different) = followed[first] ?? (0, 0)
        var (all, distinct) = (Double(times), Double(different))
        if leavingOut, count > 0 {
            if count == 1 { distinct -= 1 }
            (count, all) = (count - 1, all - 1)
        }
        let single = unigram(token, leavingOut)
        return -log(all + distinct > 0 ? (count + distinct * single) / (all + distinct) : single)
    }

    private func unigram(_ token: Int, _ leavingOut: Bool) -> Double {
        var count = Double(counts[token] ?? 0), all = Double(total), distinct = Double(counts.count)
        if leavingOut, count > 0 {
            if count == 1 { distinct -= 1 }
            (count, all) = (count - 1, all - 1)
        }
        // Of a text of one token nothing is left: all are equal.
        guard all + distinct > 0 else { return 1 / Double(vocabularySize) }
        return (count + distinct / Double(vocabularySize)) / (all + distinct)
    }
}
