import Bindings
import Foundation
import Language
import Presentation
import Tensors
import Text

/// Looking at tokens: what a text is cut into, how, how often, and where.
enum TokenCommands {
    static let all: [Builtin] = [tok, bpe, count, find, textheat]

    private static let tokenizerParameter = Parameter<AnyTokenizer?>(
        "tokenizer", "the variable tokenizer if left out", default: nil)

    /// Rows that a list shows of its beginning and of its end.
    private static let (head, tail) = (30, 5)

    /// Places of a long list that are shown; nil where some are left out.
    private static func shown(_ count: Int) -> [Int?] {
        guard count > head + tail + 1 else { return Array(0..<count) }
        return Array(0..<head) + [nil] + Array(count - tail..<count)
    }

    // MARK: tok

    static let tok = Builtin(
        "tok", group: "data", summary: "Lists the tokens of a text: place, id, piece and bytes of each.",
        Parameter<String>("text", TokenizerObject.textHelp), tokenizerParameter,
        returns: "table with ids, pieces and bytes", example: "tok(\"the man-mountain\")",
        pytorch: "[(i, t, tokenizer.decode([t])) for i, t in enumerate(tokenizer.encode(text))]"
    ) { interpreter, text, tokenizer -> TableObject in
        let chosen = try tokenizer ?? interpreter.session().presentTokenizer
        let own = try chosen.tokenizer(interpreter)
        let ids = try chosen.ids(text, interpreter).map(Int.init)
        let bytes = ids.map { (try? own.tokenBytes($0)) ?? [] }
        let rows = shown(ids.count).map { place -> [String] in
            guard let place else { return ["…", "", "", ""] }
            let hex = bytes[place].map { String(format: "%02x", $0) }.joined(separator: " ")
            return [
                String(place), String(ids[place]),
                Columns.cut(TokenizerObject.label(ids[place], own), 24), Columns.cut(hex, 36),
            ]
        }
        let size = text.utf8.count
        var footer = [
            "\(Formatting.count(ids.count, "token")) for \(Formatting.count(size, "byte")), "
                + "\(Formatting.count(text.unicodeScalars.count, "character"))"
                + (ids.isEmpty
                    ? "" : ": \(Formatting.fixed(Double(size) / Double(ids.count), 2)) bytes a token")
        ]
        if ids.count > rows.count { footer.append("all of them: .ids, .pieces and .bytes of this table") }
        return TableObject(
            "Tokens of \(quoted(text)), by \(own.name)", headers: ["", "id", "piece", "bytes"], rows: rows,
            footer: footer,
            values: [
                ("ids", "The ids, a tensor [N].", try TokenIDs(ids).tensor().scriptValue),
                (
                    "pieces", "The text of each token; U+FFFD for a part of a character.",
                    .list(bytes.map { .string(String(decoding: $0, as: UTF8.self)) })
                ),
                ("bytes", "The bytes of each token.", .list(bytes.map { .object(BytesValue($0)) })),
            ])
    }

    /// A text in a title: quoted, the middle of a long one left out.
    private static func quoted(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard scalars.count > 40 else { return Operations.quoted(text) }
        return Operations.quoted(String(String.UnicodeScalarView(scalars.prefix(36)))) + "…"
    }

    // MARK: bpe

    /// Bytes that are followed merge by merge.
    private static let longestWord = 400

    static let bpe = Builtin(
        "bpe", group: "data",
        summary: "Follows byte-pair encoding merge by merge: from the bytes of a word to its tokens.",
        Parameter<String>("word", "a word, with a blank before it as in a text, or a few of them"),
        tokenizerParameter,
        returns: "table with merges and ids", example: "bpe(\" mountain\")",
        pytorch: "tokenizers.ByteLevelBPETokenizer.encode(word)",
        formula: "of all neighbours, join those whose merge was learned first; again until none has a merge"
    ) { interpreter, word, tokenizer -> TableObject in
        guard !word.isEmpty else {
            throw ScriptError(
                "ValueError", "bpe wants a word, this text is empty", hint: "bpe(\" mountain\")")
        }
        guard word.utf8.count <= longestWord else {
            throw ScriptError(
                "ValueError",
                "bpe follows a word of at most \(longestWord) bytes, this text has "
                    + Formatting.grouped(word.utf8.count), hint: "bpe(text[:40])")
        }
        let own = try (tokenizer ?? interpreter.session().presentTokenizer).tokenizer(interpreter)
        func label(_ id: Int) -> String { TokenizerObject.label(id, own) }
        func line(_ ids: [Int]) -> String { Columns.cut(ids.map(label).joined(separator: " "), 44) }
        var (rows, ids): ([[String]], [Int]) = ([], [])
        var merges: [Value] = []
        let pieces = own.pieces(word)
        for piece in pieces {
            let (bytes, joins) = own.joins(of: piece)
            rows.append(["", "bytes", line(bytes)])
            for join in joins {
                rows.append([
                    Formatting.grouped(join.rank),
                    Columns.cut("\(label(join.left)) + \(label(join.right))", 22), line(join.parts),
                ])
                merges.append(
                    .tuple([
                        .int(join.rank), .tuple([.int(join.left), .int(join.right)]),
                        .list(join.parts.map(Value.int)),
                    ]))
            }
            ids += joins.last?.parts ?? bytes
        }
        var footer = [
            "\(Formatting.count(word.utf8.count, "byte")), \(Formatting.count(merges.count, "merge")), "
                + "\(Formatting.count(ids.count, "token")): "
                + Columns.cut(ids.map(String.init).joined(separator: " "), 40)
        ]
        if pieces.count > 1 {
            footer.append("cut into \(pieces.count) pieces first: no merge goes across their borders")
        }
        if merges.isEmpty { footer.append("no two neighbours have a merge") }
        return TableObject(
            "Merges of \(quoted(word)), by \(own.name)", headers: ["rank", "pair", "pieces after it"],
            rows: rows, footer: footer,
            values: [
                (
                    "merges", "Of each merge: its rank, the ids of the pair, all ids of the piece after it.",
                    .list(merges)
                ), ("ids", "The ids at the end, a tensor [N].", try TokenIDs(ids).tensor().scriptValue),
            ])
    }

    // MARK: count

    /// The ids of a text or of tokens, and what has words for them.
    private static func ids(
        _ prompt: Prompt, _ tokenizer: AnyTokenizer?, _ command: String, _ interpreter: Interpreter
    ) throws -> (ids: [Int], words: Tokenizer?) {
        let session = try interpreter.session()
        let found: [Int], words: Tokenizer?
        switch prompt {
        case .text(let text):
            let chosen = tokenizer ?? session.presentTokenizer
            words = try chosen.tokenizer(interpreter)
            found = try chosen.ids(text, interpreter).map(Int.init)
        case .tokens(let ids):
            words = try tokenizer?.tokenizer(interpreter) ?? session.tokenizerAtHand(vocabulary: nil)
            found = ids
        }
        guard !found.isEmpty else {
            throw ScriptError(
                "ValueError", "\(command) wants at least one token, there are none",
                hint: "\(command)(encode(text)…)")
        }
        if let bad = found.first(where: { $0 < 0 }) {
            throw ScriptError("IndexError", "token id \(bad): ids are 0 or more")
        }
        return (found, words)
    }

    static let count = Builtin(
        "count", group: "data",
        summary: "Counts tokens: the most frequent with their share, and how much of the vocabulary is used.",
        Parameter<Prompt>("tokens", "ids, as a tensor or a list, or a text"),
        Parameter<Int>("k", "how many of the most frequent to list", default: 10), tokenizerParameter,
        returns: "table with counts, distinct, total and used", example: "count(tokens, k=5)",
        pytorch: "torch.bincount(tokens).topk(10)"
    ) { interpreter, prompt, k, tokenizer -> TableObject in
        guard k >= 0 else {
            throw ScriptError(
                "ValueError", "count: k must be at least 0, got \(k)", hint: "count(tokens, k=10)")
        }
        let (ids, words) = try ids(prompt, tokenizer, "count", interpreter)
        let found = Frequencies(ids), total = Double(ids.count), listed = min(k, found.distinct)
        let percent = { (part: Double) in Formatting.fixed(100 * part, 2) + " %" }
        let rows = (0..<listed).map { rank in
            let (id, times) = (found.elements[rank], found.counts[rank])
            return [
                String(rank + 1), Columns.cut(TokenizerObject.label(id, words), 24), String(id),
                Formatting.grouped(times), percent(Double(times) / total),
            ]
        }
        var footer: [String] = []
        if listed > 0 {
            let sum = found.counts.prefix(listed).reduce(0, +)
            footer.append("these \(listed) are \(percent(Double(sum) / total)) of all")
        }
        let once = found.counts.reversed().prefix { $0 == 1 }.count
        footer.append("\(Formatting.grouped(once)) of them occur once")
        // What is past the tokenizer's vocabulary is of another one.
        var used: Double?
        if let words {
            if let largest = found.elements.max(), largest >= words.vocabularySize {
                footer.append(
                    "ids up to \(Formatting.grouped(largest)) are past the vocabulary of \(words.name): "
                        + "count(tokens, tokenizer=…) names their own")
            } else {
                let share = Double(found.distinct) / Double(words.vocabularySize)
                used = share
                footer.append(
                    "\(percent(share)) of the vocabulary of \(words.name) is used: "
                        + Formatting.grouped(found.distinct) + " of "
                        + Formatting.grouped(words.vocabularySize)
                )
            }
        }
        let counter = DictValue()
        counter.sort = .counter
        for (id, times) in zip(found.elements, found.counts) { try counter.set(.int(id), .int(times)) }
        return TableObject(
            "\(Formatting.count(ids.count, "token")), \(Formatting.grouped(found.distinct)) different",
            headers: rows.isEmpty ? [] : ["", "token", "id", "count", "share"], rows: rows, footer: footer,
            values: [
                ("counts", "A Counter of the ids, the most frequent first.", .dict(counter)),
                ("distinct", "How many different tokens there are.", .int(found.distinct)),
                ("total", "How many tokens there are.", .int(ids.count)),
                (
                    "used", "The share of the vocabulary that occurs, None where it is not known.",
                    used.map(Value.float) ?? .none
                ),
            ])
    }

    // MARK: find

    /// Tokens shown before and behind a place, and places that are listed.
    private static let (context, listed) = (10, 12)

    static let find = Builtin(
        "find", group: "data",
        summary: "Finds where the tokens of a text stand among others, with what is around them.",
        Parameter<TokenIDs>("tokens", "where to look: ids, as a tensor or a list"),
        Parameter<Prompt>("text", "what to look for: a text, with and without a blank before it, or ids"),
        tokenizerParameter,
        returns: "table with positions, lengths and times", example: "find(tokens, \"ship\")",
        pytorch: "(tokens.unfold(0, len(ids), 1) == ids).all(1).nonzero()"
    ) { interpreter, tokens, wanted, tokenizer -> TableObject in
        let chosen = try tokenizer ?? interpreter.session().presentTokenizer
        let own = try chosen.tokenizer(interpreter)
        if let bad = tokens.ids.first(where: { $0 < 0 || $0 >= own.vocabularySize }) {
            throw ScriptError(
                "IndexError",
                "token id \(bad) is past the vocabulary of \(own.name), 0 to \(own.vocabularySize - 1)",
                hint: "find(tokens, text, tokenizer=…), the tokenizer that made the tokens")
        }
        var patterns: [[Int]]
        var bytes: [UInt8]?
        let name: String
        switch wanted {
        case .tokens(let ids):
            (patterns, name) = ([ids], Columns.cut(ids.map(String.init).joined(separator: " "), 40))
        case .text(let text):
            patterns = [try chosen.ids(text, interpreter).map(Int.init)]
            if let first = text.unicodeScalars.first, !first.properties.isWhitespace {
                let inside = try chosen.ids(" " + text, interpreter).map(Int.init)
                // Where the blank is a token of its own, the rest has been looked for already.
                if Array(inside.dropFirst()) != patterns[0] { patterns.append(inside) }
            }
            (bytes, name) = (Array(text.utf8), quoted(text))
        }
        guard patterns.allSatisfy({ !$0.isEmpty }) else {
            throw ScriptError(
                "ValueError", "find: there is nothing to look for", hint: "find(tokens, \"ship\")")
        }
        var places: [(start: Int, count: Int)] = []
        for pattern in patterns {
            try Interruptible.poll()
            places += Occurrences.starts(of: pattern, in: tokens.ids).map { ($0, pattern.count) }
        }
        places.sort { $0.start < $1.start }
        func text(_ range: Range<Int>) -> String {
            Formatting.line((try? own.decode(Array(tokens.ids[range]))) ?? "")
        }
        let rows = places.prefix(listed).map { place -> [String] in
            let end = place.start + place.count
            var before = text(max(0, place.start - context)..<place.start)
            while Columns.width(before) > 24 { before.removeFirst() }
            let words =
                Columns.padded(before, 24, right: true) + "»" + text(place.start..<end) + "«"
                + text(end..<min(tokens.ids.count, end + context))
            return [Formatting.grouped(place.start), Columns.cut(words, 62)]
        }
        var footer: [String] = []
        if places.count > listed {
            footer.append("and \(Formatting.grouped(places.count - listed)) more: .positions has all")
        }
        let forms = patterns.map { pattern in
            pattern.map { TokenizerObject.label($0, own) }.joined(separator: " ")
        }
        footer.append("looked for as " + forms.map { "\"\($0)\"" }.joined(separator: " and "))
        var times = places.count
        if let bytes {
            times = Occurrences.starts(of: bytes, in: try own.decodeBytes(tokens.ids)).count
            if times > places.count {
                footer.append(
                    "the same letters stand \(Formatting.grouped(times - places.count)) times more, "
                        + "inside of other tokens")
            }
        }
        return TableObject(
            "\(name) stands \(Formatting.count(places.count, "time")) in "
                + Formatting.count(tokens.ids.count, "token"),
            headers: rows.isEmpty ? [] : ["place", "with what is around it"], rows: rows, footer: footer,
            values: [
                (
                    "positions", "The place of the first token of each, a tensor.",
                    try TokenIDs(places.map(\.start)).tensor().scriptValue
                ),
                (
                    "lengths", "How many tokens each of them is, a tensor.",
                    try TokenIDs(places.map(\.count)).tensor().scriptValue
                ),
                ("times", "How often the letters stand there, however they are cut.", .int(times)),
            ])
    }

    // MARK: textheat

    static let textheat = Builtin(
        "textheat", group: "data",
        summary: "Shades each token of a text by a number: a loss, a probability, an attention.",
        Parameter<Prompt>("tokens", "ids, as a tensor or a list, or a text"),
        Parameter<Value>("values", "one number for each token, as a tensor or a list"),
        Parameter<String>("label", "what the numbers are", default: "value"),
        Parameter<Double?>("vmin", "the number with the faintest shade; the least if left out", default: nil),
        Parameter<Double?>(
            "vmax", "the number with the strongest shade; the greatest if left out", default: nil),
        tokenizerParameter,
        returns: "table with values and pieces", example: "textheat(tokens[:20], torch.linspace(0, 1, 20))",
        pytorch: "plt.imshow(values[None])"
    ) { interpreter, prompt, values, label, lower, upper, tokenizer -> TableObject in
        let (ids, words) = try ids(prompt, tokenizer, "textheat", interpreter)
        let numbers: [Double]
        if let tensor = try Tensor.from(values) {
            guard tensor.count <= PlottedNumbers.most else {
                throw ScriptError(
                    "ValueError", "\(Formatting.grouped(tensor.count)) numbers are too many for one picture",
                    hint: "textheat(tokens[:200], values[:200])")
            }
            numbers = try tensor.detach().to(.float64).contiguous().elements(Double.self)
        } else {
            numbers = try PlottedNumbers.row(values, "textheat")
        }
        guard numbers.count == ids.count else {
            throw ScriptError(
                "ValueError",
                "textheat wants one number for each token: \(Formatting.count(ids.count, "token")), "
                    + Formatting.count(numbers.count, "number"),
                hint: "losses belong to the targets: textheat(Y[0], losses[0])")
        }
        if let lower, let upper, !(lower < upper) {
            throw ScriptError("ValueError", "textheat: vmin=\(lower) is not below vmax=\(upper)")
        }
        let pieces = TokenCommands.pieces(ids, words)
        let finite = numbers.filter(\.isFinite)
        let range = (lower ?? finite.min() ?? 0, upper ?? finite.max() ?? 1)
        let heat = TextHeat(pieces, numbers, label: label, range: range)
        return TableObject(
            "", rows: [], picture: Forms(heat),
            values: [
                (
                    "values", "The numbers, a tensor.",
                    try Tensor(numbers).to(.float32).scriptValue
                ), ("pieces", "The text of each token.", .list(pieces.map(Value.string))),
            ])
    }

    /// The text of each token. A character that several tokens make belongs to the last of them, and the
    /// others are shown by a dot.
    private static func pieces(_ ids: [Int], _ words: Tokenizer?) -> [String] {
        guard let words else { return ids.map { "\($0) " } }
        var characters = CharacterStream()
        return ids.enumerated().map { place, id in
            guard let bytes = try? words.tokenBytes(id) else { return "⟨\(id)⟩" }
            var piece = characters.push(bytes)
            if place == ids.count - 1 { piece += characters.finish() }
            return piece.isEmpty ? "·" : piece
        }
    }
}
