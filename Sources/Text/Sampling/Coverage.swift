import Statistics

/// How often each place of a text was among the inputs of a batch: what a model has really seen.
///
/// Random windows repeat some places and leave others out; 501 batches of 16 × 256 tokens are 14 times
/// Gulliver's training part, and yet its first and last tokens are seen less than those between.
public struct Coverage: Equatable, Sendable {
    /// Tokens in the text.
    public let count: Int
    /// Tokens in a window.
    public let sequenceLength: Int
    /// How many windows started at each place.
    public private(set) var starts: [UInt32]
    /// Windows counted.
    public private(set) var windows = 0

    init(_ shape: WindowShape) {
        count = shape.count
        sequenceLength = shape.sequenceLength
        starts = [UInt32](repeating: 0, count: shape.count)
    }

    /// What windows that start at these places see.
    ///
    /// - Parameter starts: places of the text at which a window fits.
    public init(_ shape: WindowShape, starts: some Sequence<Int>) {
        self.init(shape)
        for start in starts { add(start: start) }
    }

    mutating func add(start: Int, times: Int = 1) {
        starts[start] = starts[start].addingReportingOverflow(UInt32(clamping: times)).partialValue
        windows += times
    }

    /// How often each token was seen as an input, one number a token.
    ///
    /// A place is seen by every window that starts there or at most T − 1 tokens
    /// before: a running sum of starts.
    public var counts: [Int] {
        var result = [Int](repeating: 0, count: count)
        var open = 0
        for place in 0..<count {
            open += Int(starts[place])
            if place >= sequenceLength { open -= Int(starts[place - sequenceLength]) }
            result[place] = open
        }
        return result
    }

    /// Tokens seen in all, repeats included.
    public var tokensSeen: Int { windows * sequenceLength }

    /// Everything worth saying about `counts`.
    public var summary: Summary {
        let counts = self.counts
        var summary = Summary()
        summary.windows = windows
        summary.tokensSeen = tokensSeen
        summary.passes = Double(tokensSeen) / Double(count)
        summary.neverSeen = counts.reduce(0) { $0 + ($1 == 0 ? 1 : 0) }
        summary.neverSeenFraction = Double(summary.neverSeen) / Double(count)
        summary.minimum = counts.min() ?? 0
        summary.maximum = counts.max() ?? 0
        summary.mean = summary.passes
        let spread = counts.reduce(0.0) { $0 + (Double($1) - summary.mean) * (Double($1) - summary.mean) }
        summary.standardDeviation = (spread / Double(count)).squareRoot()
        summary.repeatedStarts = starts.reduce(0) { $0 + ($1 > 1 ? Int($1) - 1 : 0) }
        summary.longestGap = Self.longestGap(counts)
        summary.gini = Evenness.gini(counts)
        return summary
    }

    /// `bins` means of `counts` over equal stretches of the text, for a plot or a line of blocks.
    public func profile(bins: Int) -> [Double] {
        let bins = max(1, min(bins, count))
        let counts = self.counts
        /// `⌊count · bin / bins⌋` without a product that could overflow.
        func edge(_ bin: Int) -> Int { count / bins * bin + count % bins * bin / bins }
        return (0..<bins).map { bin in
            let stretch = edge(bin)..<edge(bin + 1)
            return Double(counts[stretch].reduce(0, +)) / Double(max(1, stretch.count))
        }
    }

    /// Whether starts lie evenly over the text: Pearson's χ² of the starts in equal stretches of it, at least
    /// ten windows to a stretch and at most 20 stretches.
    ///
    /// - Returns: nil for fewer than 20 windows.
    public var startEvenness: (statistic: Double, degreesOfFreedom: Int, pValue: Double)? {
        let places = count - sequenceLength
        let cells = min(20, windows / 10, places)
        guard cells > 1 else { return nil }
        // Stretches of the same number of places; what is left over at the end is not looked at.
        let width = places / cells
        return Evenness.chiSquare(
            (0..<cells).map { cell in starts[(cell * width)..<((cell + 1) * width)].reduce(0) { $0 + Int($1) }
            })
    }

    private static func longestGap(_ counts: [Int]) -> Range<Int> {
        var best = 0..<0
        var start: Int?
        for place in 0...counts.count {
            if place < counts.count && counts[place] == 0 {
                if start == nil { start = place }
            } else if let begin = start {
                if place - begin > best.count { best = begin..<place }
                start = nil
            }
        }
        return best
    }

    /// Coverage in numbers.
    public struct Summary: Equatable, Sendable {
        /// Windows counted.
        public var windows = 0
        /// Tokens seen in all, repeats included.
        public var tokensSeen = 0
        /// Tokens seen divided by tokens in the text: 1 is as much as one epoch.
        public var passes = 0.0
        /// Tokens that no window had among its inputs.
        public var neverSeen = 0
        /// Those as a share of the text.
        public var neverSeenFraction = 0.0
        /// How often the token seen least was seen.
        public var minimum = 0
        /// How often the token seen most was seen.
        public var maximum = 0
        /// How often a token was seen, on average.
        public var mean = 0.0
        /// How much that varies.
        public var standardDeviation = 0.0
        /// Windows that started where an earlier one had.
        public var repeatedStarts = 0
        /// The longest stretch that no window touched.
        public var longestGap = 0..<0
        /// The Gini coefficient of how often the tokens were seen: 0 where all as often; NaN before the
        /// first.
        public var gini = Double.nan
    }
}

extension Coverage {
    /// The starts that are not zero, as pairs of place and number.
    var compactStarts: [[Int]] {
        starts.enumerated().filter { $0.element > 0 }.map { [$0.offset, Int($0.element)] }
    }

    init(_ shape: WindowShape, compactStarts: [[Int]]) {
        self.init(shape)
        for pair in compactStarts { add(start: pair[0], times: pair[1]) }
    }
}
