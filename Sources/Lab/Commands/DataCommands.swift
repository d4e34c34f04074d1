import Bindings
import Foundation
import Language
import Presentation
import Tensors
import Text

/// From a book to batches.
enum DataCommands {
    static let all: [Builtin] =
        [load, clean, encode, decode, trainTokenizer] + samplers + [form, vocabulary]

    static let load = Builtin(
        "load", group: "data", summary: "Loads the text of a book, from the cache, a folder or the network.",
        Parameter<BookName>(
            "name",
            "a name such as \"gulliver\", a Gutenberg number, a file, an address; \"voyage\" needs nothing"),
        Parameter<Bool>(
            "clean", "remove Gutenberg's header and licence, and make line ends \\n", default: false),
        Parameter<String?>("encoding", "how a file's bytes are read; guessed if omitted", default: nil),
        Parameter<Bool>("refresh", "download again", default: false),
        returns: "str", example: "text = load(\"voyage\")", pytorch: "text = requests.get(url).text"
    ) { interpreter, name, isClean, encoding, refresh -> String in
        let session = try interpreter.session()
        let output = interpreter.output
        defer { output.progress(nil) }
        var last = 0.0
        let codec = try encoding.map { try TextEncoding.codec($0, "strict").0 }
        let book = try session.configuration.library.load(
            name.text, encoding: codec, refresh: refresh
        ) { part in
            try interpreter.interruption.check()
            let now = ProcessInfo.processInfo.systemUptime
            guard now - last >= 0.05 else { return }
            last = now
            output.progress(
                Language.Progress(label: "loading \(name.text)", completed: part.received, total: part.total))
        }
        output.progress(nil)
        output.note(Formatting.visible(book.summary))
        for warning in book.warnings { output.note("warning: " + Formatting.visible(warning)) }
        var text = book.text
        if isClean {
            let cleaned = Text.clean(text)
            output.note(cleaned.report)
            text = cleaned.text
        }
        session.lastBook = text
        session.lastLoaded = (name.text, text)
        return text
    }

    static let clean = Builtin(
        "clean", group: "data",
        summary: "Removes Gutenberg's header and licence, and makes every line end in one line feed.",
        Parameter<String>("text", "a text as it came"), returns: "str",
        example: "clean(\"one\\r\\ntwo\\r\\n\")",
        pytorch: "text = text.replace(\"\\r\\n\", \"\\n\")"
    ) { interpreter, text -> String in
        let cleaned = Text.clean(text)
        interpreter.output.note(cleaned.report)
        return cleaned.text
    }

    static let encode = Builtin(
        "encode", group: "data", summary: "Encodes a text as a tensor of token ids.",
        Parameter<String>("text", TokenizerObject.textHelp),
        Parameter<AnyTokenizer?>("tokenizer", "the variable tokenizer if left out", default: nil),
        returns: "Tensor [N] int64", example: "tokens = encode(\"the man-mountain\")",
        pytorch: "tokens = torch.tensor(tokenizer.encode(text))"
    ) { interpreter, text, tokenizer -> Tensor in
        let ids = try (tokenizer ?? interpreter.session().presentTokenizer).ids(text, interpreter)
        return try Tensor(ids.map(Int64.init), [ids.count])
    }

    static let decode = Builtin(
        "decode", group: "data", summary: "Decodes token ids to text.",
        Parameter<TokenIDs>("tokens", "ids, as a tensor or a list"),
        Parameter<AnyTokenizer?>("tokenizer", "the variable tokenizer if left out", default: nil),
        returns: "str", example: "decode(encode(\"ahoy\"))", pytorch: "tokenizer.decode(tokens)"
    ) { interpreter, tokens, tokenizer -> String in
        try (tokenizer ?? interpreter.session().presentTokenizer).tokenizer(interpreter).decode(tokens.ids)
    }

    static let trainTokenizer = Builtin(
        "train_tokenizer", group: "data",
        summary: "Learns a byte-pair encoding from a text: "
            + "the most frequent pair becomes a token, again and again.",
        Parameter<String>("text", "what to learn from"),
        Parameter<Int>("vocab_size", "tokens in all, the 256 bytes among them", default: 512),
        returns: "Tokenizer", example: "tokenizer = train_tokenizer(text, vocab_size=512)",
        pytorch: "tokenizers.ByteLevelBPETokenizer().train_from_iterator([text], vocab_size=512)"
    ) { interpreter, text, size -> TokenizerObject in
        let output = interpreter.output
        defer { output.progress(nil) }
        let tokenizer = try Tokenizer.train(on: text, vocabularySize: size, name: "trained") {
            learned, wanted in
            try interpreter.interruption.check()
            output.progress(Language.Progress(label: "merges", completed: learned, total: wanted))
        }
        if tokenizer.vocabularySize < size {
            output.note(
                "the text has pairs for \(Formatting.count(tokenizer.vocabularySize, "token")) only: "
                    + "n_vocab=tokenizer.vocab_size fits the model to it"
            )
        }
        return TokenizerObject(tokenizer)
    }

    // MARK: Samplers

    private static func sampler(
        _ name: String, _ summary: String, pytorch: String,
        _ make: @escaping (Int, Int, Int) throws -> any Sampler
    ) -> Builtin {
        Builtin(
            name, group: "data", summary: summary,
            Parameter<TokenIDs>("tokens", "the text to take windows from"),
            Parameter<Int>("batch_size", "B, windows in a batch", default: 16),
            Parameter<Int>("seq_len", "T, tokens in a window", default: 256),
            returns: "sampler", example: "sampler = \(name)(train_data, batch_size=4, seq_len=32)",
            pytorch: pytorch
        ) { _, tokens, batch, length -> SamplerObject in
            // Sixteen bytes a token and some: a batch that no memory holds is refused before it is drawn.
            // What is no size at all, the sampler says itself.
            let (size, overflow) = batch.multipliedReportingOverflow(by: length)
            if batch > 0, length > 0, overflow || size > 1 << 28 {
                throw ScriptError(
                    "MemoryError", "a batch of \(batch) × \(length) tokens is too large",
                    hint: "batch_size=16, seq_len=256")
            }
            return SamplerObject(try BatchSource(tokens.tensor(), make(tokens.ids.count, batch, length)))
        }
    }

    static let samplers: [Builtin] = [
        sampler(
            "RandomSampler",
            "Draws windows at random positions, as the lecture does: without epochs, with repeats.",
            pytorch: "ix = torch.randint(len(data) - T, (B,)); X = data[ix[:, None] + torch.arange(T)]"
        ) { try RandomSampler(count: $0, batchSize: $1, sequenceLength: $2) },
        sampler(
            "EpochSampler",
            "Gives every window once in random order, then starts over, as a DataLoader does.",
            pytorch: "DataLoader(dataset, batch_size=B, shuffle=True)"
        ) { try EpochSampler(count: $0, batchSize: $1, sequenceLength: $2) },
        sampler(
            "SequentialSampler", "Gives every window once, from the beginning of the text to its end.",
            pytorch: "DataLoader(dataset, batch_size=B, shuffle=False)"
        ) { try SequentialSampler(count: $0, batchSize: $1, sequenceLength: $2) },
    ]

    static let form = Builtin(
        "form", group: "data",
        summary:
            "Compares the shape of a text with a book's: line breaks, spacing, punctuation, word lengths.",
        Parameter<String>("text", "for example what generate() returned"),
        Parameter<String?>("book", "what to compare with; the book that was loaded last", default: nil),
        returns: "table", example: "form(\"A line.\\nAnother line.\\n\", text)"
    ) { interpreter, text, book -> TableObject in
        guard let book = try book ?? interpreter.session().lastBook else {
            throw ScriptError(
                "ValueError", "form compares with a book, and none was loaded yet",
                hint: "form(sample, load(\"voyage\"))")
        }
        guard !text.isEmpty, !book.isEmpty else {
            throw ScriptError("ValueError", "form: there is nothing to measure in an empty text")
        }
        let comparison = TextForm.compare(text, with: book)
        let rows = comparison.rows.map {
            [
                $0.name, Formatting.fixed($0.text, 3), Formatting.fixed($0.book, 3),
                Formatting.fixed(100 * $0.closeness, 0) + " %",
            ]
        }
        return TableObject(
            "The form of the text beside the book's", headers: ["", "text", "book", "close"], rows: rows,
            footer: ["in all \(Formatting.fixed(100 * comparison.closeness, 0)) % like the book"])
    }

    static let vocabulary = Builtin(
        "vocabulary", group: "data",
        summary: "Counts the distinct characters, words and tokens of a text, and lists the most frequent.",
        Parameter<String>("text", "for example a book"),
        Parameter<AnyTokenizer?>(
            "tokenizer", "counts its tokens too, and says how much of its vocabulary is used", default: nil),
        Parameter<Int>("n", "how many of the most frequent to list", default: 10),
        returns: "Vocabulary", example: "vocabulary(text, tokenizer)",
        pytorch: "collections.Counter(text).most_common(10)"
    ) { interpreter, text, tokenizer, count -> VocabularyObject in
        guard count >= 0 else {
            throw ScriptError(
                "ValueError", "vocabulary: n must be at least 0, got \(count)", hint: "vocabulary(text, n=10)"
            )
        }
        guard let tokenizer else { return try VocabularyObject(TextVocabulary(of: text), nil, shown: count) }
        let own = try tokenizer.tokenizer(interpreter), ids = try tokenizer.ids(text, interpreter)
        return try VocabularyObject(
            TextVocabulary(of: text, tokens: (ids, own.vocabularySize)), own, shown: count)
    }
}

/// A book as a person names it: text, or Gutenberg's number.
struct BookName: ScriptConvertible {
    var text: String
    static var scriptName: String { "str or int" }
    static var suggestions: [String] { Catalog.bookNames }
    static func from(_ value: Value) throws -> BookName? {
        if let text = value.text { return BookName(text: text) }
        if case .int(let number) = value { return BookName(text: String(number)) }
        return nil
    }
    var scriptValue: Value { .string(text) }
}
