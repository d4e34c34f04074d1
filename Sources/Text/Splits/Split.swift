/// Which part of a text is held out for testing.
///
/// The lecture holds out the end of the book, which biases its test: a book ends otherwise than it begins.
public enum Holdout: String, Codable, CaseIterable, Sendable {
    /// The end of the text, as in the lecture.
    case tail
    /// The beginning.
    case head
    /// Ten stretches spread evenly over the text.
    case blocks
}

/// Index ranges of a text's tokens, one list to train on and one to test on;
/// disjoint, in order, covering all.
public struct Split: Equatable, Sendable {
    /// What is for training.
    public let train: [Range<Int>]
    /// What is held out.
    public let test: [Range<Int>]

    /// Tokens for training.
    public var trainCount: Int { train.reduce(0) { $0 + $1.count } }
    /// Tokens held out.
    public var testCount: Int { test.reduce(0) { $0 + $1.count } }

    /// Cuts `count` tokens so that `Int(fraction · count)` of them are for
    /// training, as `int(.9 * len(tokens))`.
    ///
    /// - Parameters:
    ///   - fraction: the share for training, above 0 and below 1.
    ///   - holdout: where the rest is taken from.
    ///   - blockCount: for `.blocks`: how many stretches are held out. Each is the last part of one of as
    ///     many equal sections of the text.
    /// - Throws: `TextError` for a fraction outside, or if one of the parts would be empty.
    public init(
        count: Int, fraction: Double = 0.9, holdout: Holdout = .tail, blockCount: Int = 10
    ) throws {
        guard count > 0 else {
            throw TextError(.value, "there is nothing to split: the text has no tokens")
        }
        guard fraction > 0, fraction < 1 else {
            throw TextError(
                .value, "the fraction for training is \(fraction); it must lie between 0 and 1",
                hint: fraction >= 50 && fraction < 100
                    ? "Did you mean \(fraction / 100)?"
                    : "For example split(tokens, 0.9): 90 % to train on, 10 % to test on.")
        }
        let trainCount = Int(fraction * Double(count))
        guard trainCount > 0, trainCount < count else {
            throw TextError(
                .value,
                "\(count) token\(count == 1 ? "" : "s") cannot be "
                    + "split at \(fraction): one part would be empty",
                hint: "Take a longer text, or a fraction nearer to 0.5.")
        }
        switch holdout {
        case .tail:
            train = [0..<trainCount]
            test = [trainCount..<count]
        case .head:
            test = [0..<(count - trainCount)]
            train = [(count - trainCount)..<count]
        case .blocks:
            guard blockCount > 0 else {
                throw TextError(.value, "blocks=\(blockCount): at least one stretch must be held out")
            }
            (train, test) = Self.blocks(count: count, testCount: count - trainCount, sections: blockCount)
        }
    }

    /// k-fold cross-validation by blocks: the text is cut into `k · blocks` stretches of equal length (but
    /// for a token), and fold i tests on the stretches i, i + k, i + 2k, … and trains on all others, so that
    /// every token is tested on once. One block is a k-th of the text in one piece.
    ///
    /// - Throws: `TextError` for fewer than two folds, no blocks, or more stretches than tokens.
    public static func folds(count: Int, k: Int, blocks: Int = 1) throws -> [Split] {
        guard k > 1 else {
            throw TextError(.value, "k=\(k): cross-validation takes at least two folds", hint: "k=5")
        }
        guard blocks > 0 else {
            throw TextError(.value, "blocks=\(blocks): a fold has at least one stretch of the text")
        }
        let (stretches, overflow) = k.multipliedReportingOverflow(by: blocks)
        guard !overflow, stretches <= count else {
            throw TextError(
                .value, "\(count) token\(count == 1 ? "" : "s") cannot be cut into \(k) × \(blocks) stretches"
            )
        }
        func edge(_ i: Int) -> Int { count / stretches * i + count % stretches * i / stretches }
        return (0..<k).map { fold in
            var (train, test): ([Range<Int>], [Range<Int>]) = ([], [])
            for stretch in 0..<stretches {
                let range = edge(stretch)..<edge(stretch + 1)
                if stretch % k == fold {
                    test.append(range)
                } else if let last = train.last, last.upperBound == range.lowerBound {
                    train[train.count - 1] = last.lowerBound..<range.upperBound
                } else {
                    train.append(range)
                }
            }
            return Split(train: train, test: test)
        }
    }

    private init(train: [Range<Int>], test: [Range<Int>]) { (self.train, self.test) = (train, test) }

    /// The last part of each of `sections` equal sections is held out; sizes differ by one token at most.
    private static func blocks(
        count: Int, testCount: Int, sections: Int
    ) -> (train: [Range<Int>], test: [Range<Int>]) {
        let sections = min(sections, testCount, count - testCount)
        var train: [Range<Int>] = []
        var test: [Range<Int>] = []
        /// `⌊total · k / sections⌋` without a product that could overflow.
        func share(_ total: Int, _ k: Int) -> Int { total / sections * k + total % sections * k / sections }
        for section in 0..<sections {
            let start = share(count, section)
            let end = share(count, section + 1)
            let held = share(testCount, section + 1) - share(testCount, section)
            let cut = max(start, end - held)
            if cut > start { train.append(start..<cut) }
            if cut < end { test.append(cut..<end) }
        }
        return (train, test)
    }

    /// The training part of something that has one element a token.
    public func train<Element>(of tokens: [Element]) -> [Element] { train.flatMap { tokens[$0] } }

    /// The test part of something that has one element a token.
    public func test<Element>(of tokens: [Element]) -> [Element] { test.flatMap { tokens[$0] } }
}
