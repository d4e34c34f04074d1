import Bindings
import Language
import Presentation
import PythonLibrary
import Text

/// What `vocabulary(text)` found: counts of characters, words and tokens to compute with, shown as a table.
final class VocabularyObject: NativeObject, ScriptConvertible, SummarisedProperties, Presentable {
    private let vocabulary: TextVocabulary
    private let tokenizer: Tokenizer?
    /// How many of the most frequent the second table has.
    private let shown: Int
    private let characters: Value, words: Value, tokens: Value

    init(_ vocabulary: TextVocabulary, _ tokenizer: Tokenizer?, shown: Int) throws {
        (self.vocabulary, self.tokenizer) = (vocabulary, tokenizer)
        let most = [
            vocabulary.characters.distinct, vocabulary.words.distinct, vocabulary.tokens?.distinct ?? 0,
        ]
        self.shown = min(shown, most.max() ?? 0)
        characters = try Self.counter(vocabulary.characters) { .string(String($0)) }
        words = try Self.counter(vocabulary.words, Value.string)
        tokens = try vocabulary.tokens.map { try Self.counter($0) { .int(Int($0)) } } ?? .none
    }

    private static func counter<Element>(
        _ frequencies: Frequencies<Element>, _ value: (Element) -> Value
    ) throws -> Value {
        let counter = DictValue()
        counter.sort = .counter
        for (element, count) in zip(frequencies.elements, frequencies.counts) {
            try counter.set(value(element), .int(count))
        }
        return .dict(counter)
    }

    static var scriptName: String { "vocabulary" }
    static func from(_ value: Value) throws -> VocabularyObject? {
        guard case .object(let object) = value else { return nil }
        return object as? VocabularyObject
    }
    var scriptValue: Value { .object(self) }
    var summary: String { "How often each character, word and token of a text occurs." }
    func propertySummary(_ name: String) -> String? { Self.nativeType.summary(of: name) }

    // MARK: As tables

    func repr() throws -> String { tables.map(\.text).joined(separator: "\n") }

    package var forms: Forms {
        get throws {
            Forms(StoredForms(plain: try repr(), [(.html, Form(tables.map(\.html).joined()))]))
        }
    }

    private var tables: [TextTable] { [sizes] + (shown > 0 ? [mostFrequent] : []) }

    private var sizes: TextTable {
        func row<Element>(_ name: String, _ frequencies: Frequencies<Element>) -> [String] {
            [name, Formatting.grouped(frequencies.distinct), Formatting.grouped(frequencies.total)]
        }
        var rows = [row("characters", vocabulary.characters), row("words", vocabulary.words)]
        var footer: [String] = []
        if let tokens = vocabulary.tokens, let size = vocabulary.vocabularySize, let share = vocabulary.share
        {
            rows.append(row("tokens", tokens))
            footer.append(
                "\(Formatting.fixed(100 * share, 1)) % of the tokenizer's "
                    + "\(Formatting.count(size, "token")) are used")
        }
        return TextTable(
            "The vocabulary of the text", headers: ["", "distinct", "in all"], rows: rows, footer: footer)
    }

    private var mostFrequent: TextTable {
        func cells<Element>(_ frequencies: Frequencies<Element>, _ text: (Element) -> String) -> [[String]] {
            (0..<shown).map { rank in
                guard rank < frequencies.distinct else { return ["", ""] }
                return [
                    Columns.cut(text(frequencies.elements[rank]), 14),
                    Formatting.grouped(frequencies.counts[rank]),
                ]
            }
        }
        var columns = [cells(vocabulary.characters) { Formatting.token(String($0)) }]
        columns.append(cells(vocabulary.words) { $0 })
        if let tokens = vocabulary.tokens {
            columns.append(cells(tokens) { TokenizerObject.label(Int($0), tokenizer) })
        }
        let rows = (0..<shown).map { rank in columns.flatMap { $0[rank] } }
        let headers = ["character", "count", "word", "count", "token", "count"].prefix(2 * columns.count)
        return TextTable("The most frequent", headers: Array(headers), rows: rows)
    }

    static let nativeType = NativeType<VocabularyObject>(
        ScriptClass("Vocabulary"),
        properties: [
            .init(
                "characters", "A Counter of the characters, the most frequent first.",
                get: { $0.characters }),
            .init(
                "words", "A Counter of the words in lower case, the most frequent first.",
                get: { $0.words }),
            .init(
                "tokens", "A Counter of the token ids, the most frequent first; None without a tokenizer.",
                get: { $0.tokens }),
            .init(
                "share", "The share of the tokenizer's vocabulary that occurs; None without a tokenizer.",
                get: { $0.vocabulary.share.map(Value.float) ?? .none }),
        ])
}

extension VocabularyObject: Restorable {
    func record(in snapshot: Snapshot) { snapshot.record(self, parts: [characters, words, tokens]) {} }
}
