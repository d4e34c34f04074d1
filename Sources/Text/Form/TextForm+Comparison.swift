extension TextForm {
    /// One measure of two texts.
    public struct Row: Equatable, Sendable {
        /// What is measured, in words.
        public let name: String
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
            rows.isEmpty ? 0 : rows.reduce(0) { $0 + $1.closeness } / Double(rows.count)
        }
    }

    /// Measures of a text by name, in the order in which they are shown.
    public var measures: [(name: String, value: Double)] {
        var list = [
            ("line breaks, share of characters", lineBreakShare),
            ("empty lines, share of lines", emptyLineShare),
            ("line length, mean", meanLineLength),
            ("line length, deviation", lineLengthDeviation),
            ("spaces, share of characters", spaceShare),
            ("letters in a word", meanWordLength),
            ("words in a sentence", wordsPerSentence),
            ("punctuation in 100 words", punctuationPer100Words),
            ("capital after a full stop", capitalAfterPeriod),
            ("different words", distinctWordShare),
            ("repeated runs of 3 words", repetition),
        ]
        if let knownWordShare { list.append(("words that the book has", knownWordShare)) }
        return list.map { (name: $0.0, value: $0.1) }
    }

    /// Compares a generated text with a stretch of the book of the same length, since the share of different
    /// words and of repetitions depend on the length; the stretch is from the middle of the book.
    public static func compare(_ generated: String, with book: String) -> Comparison {
        let vocabulary = words(of: book)
        let bytes = Array(book.utf8)
        let length = min(bytes.count, generated.utf8.count)
        let start = (bytes.count - length) / 2
        let excerpt = String(decoding: bytes[start..<(start + length)], as: UTF8.self)
        let mine = TextForm(generated, vocabulary: vocabulary).measures
        let its = TextForm(excerpt, vocabulary: vocabulary).measures
        return Comparison(rows: zip(mine, its).map { Row(name: $0.name, text: $0.value, book: $1.value) })
    }
}
