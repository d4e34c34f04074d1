/// What occurs in a text and how often: its distinct characters, words and tokens.
public struct TextVocabulary: Equatable, Sendable {
    /// Unicode scalars, as Python's `str` counts its characters.
    public let characters: Frequencies<Unicode.Scalar>
    /// Runs of letters and apostrophes in lower case, as in ``TextForm``.
    public let words: Frequencies<String>
    /// Token ids; nil without a tokenizer.
    public let tokens: Frequencies<Int32>?
    /// Tokens that the tokenizer has in all; nil without one.
    public let vocabularySize: Int?

    /// Counts a text. O(characters + tokens).
    ///
    /// - Parameter tokens: what a tokenizer makes of the text, and how many tokens it has in all.
    public init(of text: String, tokens: (ids: [Int32], vocabularySize: Int)? = nil) {
        characters = Frequencies(text.unicodeScalars)
        words = Frequencies(TextForm.wordList(of: text))
        self.tokens = tokens.map { Frequencies($0.ids) }
        vocabularySize = tokens?.vocabularySize
    }

    /// The share of the tokenizer's vocabulary that occurs in the text, from 0 to 1; nil without a tokenizer.
    public var share: Double? {
        guard let tokens, let vocabularySize, vocabularySize > 0 else { return nil }
        return Double(tokens.distinct) / Double(vocabularySize)
    }
}

/// Elements with how often each occurs, the most frequent first; of two that are equally frequent, the one
/// that occurs first. The order is that of Python's `Counter.most_common()`.
public struct Frequencies<Element: Hashable & Sendable>: Equatable, Sendable {
    /// Each distinct element.
    public let elements: [Element]
    /// How often each of `elements` occurs.
    public let counts: [Int]

    /// Counts the elements of a sequence. O(n) and a sort of the distinct ones.
    public init(_ sequence: some Sequence<Element>) {
        var (places, elements, counts): ([Element: Int], [Element], [Int]) = ([:], [], [])
        for element in sequence {
            if let place = places[element] {
                counts[place] += 1
            } else {
                places[element] = elements.count
                elements.append(element)
                counts.append(1)
            }
        }
        let order = elements.indices.sorted { (-counts[$0], $0) < (-counts[$1], $1) }
        (self.elements, self.counts) = (order.map { elements[$0] }, order.map { counts[$0] })
    }

    /// How many different elements there are.
    public var distinct: Int { elements.count }
    /// How many elements there are, repeats included.
    public var total: Int { counts.reduce(0, +) }
}
