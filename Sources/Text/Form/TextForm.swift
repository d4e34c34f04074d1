/// The form of a text in numbers: what a model learns first is where lines end, how words are spaced, that a
/// sentence begins with a capital; long before it says anything.
public struct TextForm: Equatable, Sendable {
    /// Unicode scalars in the text; `\r\n` counts once.
    public var characters = 0
    /// Lines, the empty ones among them.
    public var lines = 0
    /// Runs of letters and apostrophes.
    public var words = 0
    /// Ends of sentences: `.`, `!` and `?`.
    public var sentences = 0

    /// Line feeds among the characters; `\r\n` counts once.
    public var lineBreakShare = 0.0
    /// Empty lines among the lines.
    public var emptyLineShare = 0.0
    /// Characters in a line that is not empty, and how much that varies (standard deviation).
    public var meanLineLength = 0.0
    /// How much the length of a line varies: its standard deviation in characters.
    public var lineLengthDeviation = 0.0
    /// Spaces among the characters.
    public var spaceShare = 0.0
    /// Letters among the characters.
    public var letterShare = 0.0
    /// Letters in a word.
    public var meanWordLength = 0.0
    /// Words from one `.`, `!` or `?` to the next.
    public var wordsPerSentence = 0.0
    /// Marks such as `, ; : . ! ?` and quotes, for every 100 words.
    public var punctuationPer100Words = 0.0
    /// Of the sentences that another follows, those that it follows with a capital letter.
    public var capitalAfterPeriod = 0.0
    /// Different words among the words: falls with length, so compare texts of equal length.
    public var distinctWordShare = 0.0
    /// Runs of three words that stood in the text before, among all runs of three: 1 for "ions ions ions".
    public var repetition = 0.0
    /// Words that the reference has too; nil without a reference.
    public var knownWordShare: Double?

    /// Measures a text.
    ///
    /// - Parameter vocabulary: words that count as known, in lower case: `TextForm.words(of: book)`.
    public init(_ text: String, vocabulary: Set<String>? = nil) {
        var scan = FormScan()
        for scalar in text.unicodeScalars { scan.take(scalar) }
        scan.finish()

        characters = scan.characters
        lines = scan.lineLengths.count + scan.emptyLines
        words = scan.words.count
        sentences = scan.sentences
        lineBreakShare = Self.share(scan.lineBreaks, characters)
        emptyLineShare = Self.share(scan.emptyLines, lines)
        meanLineLength = Self.share(scan.lineLengths.reduce(0, +), scan.lineLengths.count)
        let mean = meanLineLength
        let variance = scan.lineLengths.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
        lineLengthDeviation =
            scan.lineLengths.isEmpty ? 0 : (variance / Double(scan.lineLengths.count)).squareRoot()
        spaceShare = Self.share(scan.spaces, characters)
        letterShare = Self.share(scan.letters, characters)
        meanWordLength = Self.share(scan.wordLetters, words)
        wordsPerSentence = sentences > 0 ? Double(words) / Double(sentences) : Double(words)
        punctuationPer100Words = 100 * Self.share(scan.punctuation, words)
        capitalAfterPeriod = Self.share(scan.capitalsAfterEnd, scan.startsAfterEnd)

        var ids: [String: Int] = [:]
        let numbered = scan.words.map { word -> Int in
            if let id = ids[word] { return id }
            ids[word] = ids.count
            return ids.count - 1
        }
        distinctWordShare = Self.share(ids.count, words)
        repetition = Self.repetition(numbered)
        if let vocabulary {
            knownWordShare = Self.share(
                scan.words.reduce(0) { $0 + (vocabulary.contains($1) ? 1 : 0) }, words)
        }
    }

    /// The different words of a text in lower case: a reference vocabulary.
    public static func words(of text: String) -> Set<String> { Set(wordList(of: text)) }

    /// The words of a text in lower case, in order.
    static func wordList(of text: String) -> [String] {
        var scan = FormScan()
        for scalar in text.unicodeScalars { scan.take(scalar) }
        scan.finish()
        return scan.words
    }

    private static func share(_ part: Int, _ whole: Int) -> Double {
        whole > 0 ? Double(part) / Double(whole) : 0
    }

    private static func repetition(_ words: [Int]) -> Double {
        guard words.count >= 3 else { return 0 }
        struct Run: Hashable { let a, b, c: Int }
        var seen: Set<Run> = []
        var repeated = 0
        for index in 0..<(words.count - 2)
        where !seen.insert(Run(a: words[index], b: words[index + 1], c: words[index + 2])).inserted {
            repeated += 1
        }
        return share(repeated, words.count - 2)
    }
}

/// Reads a text once, scalar by scalar, and counts.
private struct FormScan {
    var characters = 0, lineBreaks = 0, emptyLines = 0, spaces = 0, letters = 0, punctuation = 0
    var sentences = 0, startsAfterEnd = 0, capitalsAfterEnd = 0, wordLetters = 0
    var lineLengths: [Int] = []
    var words: [String] = []
    private var word = ""
    private var line = 0
    private var lineHasText = false
    private var afterEnd = false
    private var wordsInSentence = 0
    private var afterCarriageReturn = false
    private var pendingApostrophe: Unicode.Scalar?

    mutating func take(_ scalar: Unicode.Scalar) {
        let wasCarriageReturn = afterCarriageReturn
        afterCarriageReturn = scalar == "\r"
        if scalar == "\n" && wasCarriageReturn { return }  // the line ended with the carriage return
        characters += 1
        if scalar == "\n" || scalar == "\r" {
            endWord()
            lineBreaks += 1
            endLine()
            return
        }
        line += 1
        let isLetter = scalar.value < 128 ? (scalar.value | 32) &- 97 < 26 : scalar.properties.isAlphabetic
        if isLetter {
            letters += 1
            lineHasText = true
            if let apostrophe = pendingApostrophe { word.unicodeScalars.append(apostrophe) }
            pendingApostrophe = nil
            if afterEnd {
                startsAfterEnd += 1
                if scalar.properties.isUppercase { capitalsAfterEnd += 1 }
                afterEnd = false
            }
            if scalar.value < 128 {
                word.unicodeScalars.append(Unicode.Scalar(UInt8(scalar.value | 32)))
            } else {
                word += scalar.properties.lowercaseMapping
            }
            wordLetters += 1
            return
        }
        if (scalar == "'" || scalar == "\u{2019}") && !word.isEmpty && pendingApostrophe == nil {
            pendingApostrophe = "'"  // part of the word if a letter follows: don't
            lineHasText = true
            return
        }
        endWord()
        if scalar == " " || scalar == "\t" || scalar == "\u{A0}" {
            spaces += 1
            return
        }
        lineHasText = true
        if isMark(scalar) { punctuation += 1 }
        if scalar == "." || scalar == "!" || scalar == "?" {
            if wordsInSentence > 0 { sentences += 1 }
            wordsInSentence = 0
            afterEnd = true
        } else if scalar.properties.numericType != nil {
            afterEnd = false
            lineHasText = true
        }
    }

    mutating func finish() {
        endWord()
        if line > 0 { endLine() }
        if wordsInSentence > 0 { sentences += 1 }
    }

    private mutating func endWord() {
        if pendingApostrophe != nil {
            punctuation += 1
            pendingApostrophe = nil
        }
        guard !word.isEmpty else { return }
        words.append(word)
        wordsInSentence += 1
        word = ""
    }

    private mutating func endLine() {
        if lineHasText { lineLengths.append(line) } else { emptyLines += 1 }
        line = 0
        lineHasText = false
    }

    private func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
            .initialPunctuation,
            .finalPunctuation, .otherPunctuation:
            return true
        default: return false
        }
    }
}
