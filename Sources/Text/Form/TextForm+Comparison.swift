extension TextForm {
    /// What a measure is of, in the order in which one would expect it to be learned.
    public enum Aspect: String, CaseIterable, Sendable {
        /// Where lines end, how long they are, how much of a text is spaces.
        case form
        /// Letters in a word, the share of words that the book has.
        case words
        /// Words in a sentence, punctuation, capitals after full stops.
        case sentences
    }

    /// One measure of two texts.
    public struct Row: Equatable, Sendable {
        /// What is measured, in words.
        public let name: String
        /// What it is of; nil for how a text repeats itself.
        public let aspect: Aspect?
        /// Of the generated text.
        public let text: Double
        /// Of the book.
        public let book: Double
        /// How close they are: 1 where equal, 0 where one has nothing of it: the smaller over the larger.
        public var closeness: Double {
            let (a, b) = (abs(text), abs(book))
            return max(a, b) == 0 ? 1 : min(a, b) / max(a, b)
        }
    }

    /// A generated text beside the book it was learned from, measure by measure.
    public struct Comparison: Equatable, Sendable {
        /// One for each measure, in the order in which they are shown.
        public let rows: [Row]
        /// The mean closeness of the rows: 1 for a text with exactly the book's form.
        public var closeness: Double {
            Self.mean(rows)
        }

        /// The mean closeness of the rows of one aspect.
        public func closeness(of aspect: Aspect) -> Double { Self.mean(rows.filter { $0.aspect == aspect }) }

        private static func mean(_ rows: [Row]) -> Double {
            rows.isEmpty ? 0 : rows.reduce(0) { $0 + $1.closeness } / Double(rows.count)
        }
    }

    /// Measures of a text by name, in the order in which they are shown.
    public var measures: [(name: String, value: Double, aspect: Aspect?)] {
        var list: [(String, Double, Aspect?)] = [
            ("line breaks, share of characters", lineBreakShare, .form),
            ("empty lines, share of lines", emptyLineShare, .form),
            ("line length, mean", meanLineLength, .form),
            ("line length, deviation", lineLengthDeviation, .form),
            ("spaces, share of characters", spaceShare, .form),
            ("letters in a word", meanWordLength, .words),
            ("words in a sentence", wordsPerSentence, .sentences),
            ("punctuation in 100 words", punctuationPer100Words, .sentences),
            ("capital after a full stop", capitalAfterPeriod, .sentences),
            ("different words", distinctWordShare, nil),
            ("repeated runs of 3 words", repetition, nil),
        ]
        if let knownWordShare { list.append(("words that the book has", knownWordShare, .words)) }
        return list.map { (name: $0.0, value: $0.1, aspect: $0.2) }
    }

    /// A book that texts are compared with, read once for all of them.
    public struct Book: Sendable {
        private let bytes: [UInt8]
        private let vocabulary: Set<String>

        /// Takes its words down; O(book).
        public init(_ text: String) { (bytes, vocabulary) = (Array(text.utf8), words(of: text)) }

        /// Compares a generated text with a stretch of the book of the same length, since the share of
        /// different words and of repetitions depend on the length; the stretch is from the middle of the
        /// book.
        public func compare(_ generated: String) -> Comparison {
            let length = min(bytes.count, generated.utf8.count)
            let start = (bytes.count - length) / 2
            let excerpt = String(decoding: bytes[start..<(start + length)], as: UTF8.self)
            let mine = TextForm(generated, vocabulary: vocabulary).measures
            let its = TextForm(excerpt, vocabulary: vocabulary).measures
            return Comparison(
                rows: zip(mine, its).map {
                    Row(name: $0.name, aspect: $0.aspect, text: $0.value, book: $1.value)
                })
        }
    }

    /// Compares one text with a book; see `Book`.
    public static func compare(_ generated: String, with book: String) -> Comparison {
        Book(book).compare(generated)
    }
}
