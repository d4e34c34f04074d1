import Presentation

/// What of a test was trained on word for word: runs of tokens that stand in both.
///
/// Windows that overlap, cut first and split afterwards, leak: nearly every window of the test has neighbours
/// in training that hold most of its tokens. A split of the text before windows are cut does not.
public struct Leakage: Sendable {
    /// Tokens in a run.
    public let run: Int
    /// The rows of the test (windows, or whole texts): their tokens, and those in runs that training has too.
    public let byRow: [(tokens: Int, leaked: Int)]
    /// The longest stretch of one row that stands in one row of training: where in the test, and where there.
    public let longest: (testRow: Int, test: Range<Int>, trainRow: Int, train: Range<Int>)?

    /// How many rows the test has.
    public var rows: Int { byRow.count }
    /// Those with at least one run that training has too.
    public var touched: Int { byRow.reduce(0) { $0 + ($1.leaked > 0 ? 1 : 0) } }
    /// Those that consist of nothing else.
    public var whole: Int { byRow.reduce(0) { $0 + ($1.leaked > 0 && $1.leaked == $1.tokens ? 1 : 0) } }
    /// Tokens of the test.
    public var tokens: Int { byRow.reduce(0) { $0 + $1.tokens } }
    /// Those in such runs.
    public var leaked: Int { byRow.reduce(0) { $0 + $1.leaked } }
    /// The share of the test's tokens that stand in such runs.
    public var share: Double { tokens > 0 ? Double(leaked) / Double(tokens) : 0 }

    /// Looks up each run of `run` tokens of the test among those of training.
    ///
    /// - Throws: `TextError` for runs of no tokens, and where no row is long enough for one.
    /// - Complexity: O(tokens) expected; 16 bytes for each token of training.
    public init(
        train: [[Int]], test: [[Int]], run: Int = 32, poll: () throws -> Void = {}
    ) throws {
        guard run > 0 else { throw TextError(.value, "n=\(run): a run has at least one token") }
        guard train.contains(where: { $0.count >= run }), test.contains(where: { $0.count >= run }) else {
            throw TextError(
                .value, "no row has \(Formatting.count(run, "token")): there are no runs of that length",
                hint: "leakage(train, test, n=\(max(1, min(8, run / 2))))")
        }
        // The first place of each run, by its hash; what has the same hash is compared.
        var places: [UInt64: (row: Int, start: Int)] = [:]
        for (row, tokens) in train.enumerated() {
            try poll()
            var hash = RunHash(length: run)
            for (index, token) in tokens.enumerated() {
                hash.roll(in: token, out: index >= run ? tokens[index - run] : nil)
                guard index >= run - 1, places[hash.value] == nil else { continue }
                places[hash.value] = (row, index - run + 1)
            }
        }
        var byRow: [(tokens: Int, leaked: Int)] = []
        var longest: (testRow: Int, test: Range<Int>, trainRow: Int, train: Range<Int>)?
        for (row, tokens) in test.enumerated() {
            try poll()
            var hash = RunHash(length: run)
            var (covered, end) = (0, 0)
            var last: (index: Int, row: Int, start: Int)?
            for (index, token) in tokens.enumerated() {
                hash.roll(in: token, out: index >= run ? tokens[index - run] : nil)
                guard index >= run - 1, let place = places[hash.value] else { continue }
                let start = index - run + 1
                let other = train[place.row]
                guard tokens[start...index].elementsEqual(other[place.start..<(place.start + run)]) else {
                    continue
                }
                covered += index + 1 - max(start, end)
                end = index + 1
                // As far as both are alike, once for each way to lay them beside each other.
                defer { last = (index, place.row, place.start) }
                if let last, last == (index - 1, place.row, place.start - 1) { continue }
                guard tokens.count > longest?.test.count ?? 0 else { continue }
                var (back, length) = (0, run)
                while start > back, place.start > back,
                    tokens[start - back - 1] == other[place.start - back - 1]
                { back += 1 }
                while start + length < tokens.count, place.start + length < other.count,
                    tokens[start + length] == other[place.start + length]
                { length += 1 }
                if back + length > longest?.test.count ?? 0 {
                    longest = (
                        row, (start - back)..<(start + length), place.row,
                        (place.start - back)..<(place.start + length)
                    )
                }
            }
            byRow.append((tokens.count, covered))
        }
        (self.run, self.byRow) = (run, byRow)
        self.longest = longest
    }
}

/// A polynomial hash of the last tokens, modulo 2⁶⁴ (Karp and Rabin 1987).
private struct RunHash {
    private static let base: UInt64 = 0x9E37_79B9_7F4A_7C15
    private(set) var value: UInt64 = 0
    private let leaving: UInt64

    init(length: Int) {
        var power: UInt64 = 1
        for _ in 0..<length { power = power &* Self.base }
        leaving = power
    }

    mutating func roll(in token: Int, out: Int?) {
        value = value &* Self.base &+ Self.mixed(token)
        if let out { value = value &- Self.mixed(out) &* leaving }
    }

    /// Spread over all bits, so that small ids do not collide modulo 2⁶⁴.
    private static func mixed(_ token: Int) -> UInt64 {
        var x = UInt64(bitPattern: Int64(token)) &+ 0x9E37_79B9_7F4A_7C15
        x = (x ^ (x >> 30)) &* 0xBF58_476D_1CE4_E5B9
        x = (x ^ (x >> 27)) &* 0x94D0_49BB_1331_11EB
        return x ^ (x >> 31)
    }
}
