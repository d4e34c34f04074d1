import Bindings
import Language
import Plots
import Presentation
import Tensors
import Text

/// Where the test is taken from, and what that means.
enum SplitCommands {
    static let all: [Builtin] = [split, folds, drift, leakage]

    static let split = Builtin(
        "split", group: "data", summary: "Splits the tokens into a training part and a test part.",
        Parameter<TokenIDs>("tokens", "the whole text"),
        Parameter<Double>("fraction", "the fraction to train on", default: 0.9),
        Parameter<Holdout>(
            "holdout", "which part is the test: \"tail\" as in the lecture, \"head\", or \"blocks\"",
            default: .tail),
        Parameter<Int?>("blocks", "stretches that are held out with \"blocks\": 10", default: nil),
        returns: "train_data, test_data: Tensor int64", example: "train_data, test_data = split(tokens, 0.9)",
        pytorch: "n = int(.9 * len(tokens)); train_data, test_data = tokens[:n], tokens[n:]"
    ) { _, tokens, fraction, holdout, blocks -> Value in
        if blocks != nil, holdout != .blocks {
            throw ScriptError(
                "ValueError",
                "split: blocks= goes with holdout=\"blocks\"; the \(holdout.rawValue) is one piece",
                hint: "split(tokens, \(fraction), holdout=\"blocks\", blocks=\(blocks ?? 10))")
        }
        let split = try Split(
            count: tokens.ids.count, fraction: fraction, holdout: holdout, blockCount: blocks ?? 10)
        return try parts(split, tokens)
    }

    private static func parts(_ split: Split, _ tokens: TokenIDs) throws -> Value {
        .tuple([
            try TokenIDs(split.train(of: tokens.ids)).tensor().scriptValue,
            try TokenIDs(split.test(of: tokens.ids)).tensor().scriptValue,
        ])
    }

    static let folds = Builtin(
        "folds", group: "data",
        summary: "Cuts the tokens for k-fold cross-validation: each token is in the test of one fold.",
        Parameter<TokenIDs>("tokens", "the whole text"), Parameter<Int>("k", "how many folds", default: 5),
        Parameter<Int>(
            "blocks", "pieces of a fold's test, spread over the text; 1 is a k-th of it in one piece",
            default: 1),
        returns: "list of (train_data, test_data)",
        example: "for train_data, test_data in folds(tokens, 5): print(len(train_data), len(test_data))",
        pytorch: "sklearn.model_selection.KFold(5).split(tokens)"
    ) { _, tokens, k, blocks -> Value in
        if k > 0 {
            try Shape.checkMemory(k.multipliedReportingOverflow(by: tokens.ids.count).partialValue, each: 8)
        }
        return .list(
            try Split.folds(count: tokens.ids.count, k: k, blocks: blocks).map { try parts($0, tokens) })
    }

    // MARK: Drift

    static let drift = Builtin(
        "drift", group: "data",
        summary:
            "Says how much a test part differs from the training part, beside what is usual in that text.",
        Parameter<TokenIDs>("train", "the tokens to train on"), Parameter<TokenIDs>("test", "those held out"),
        Parameter<Int>(
            "stretches", "stretches of the training part, as long as the test, that are measured beside it",
            default: 100),
        Parameter<Int>("seed", "of the places of these stretches", default: 0),
        Parameter<AnyTokenizer?>(
            "tokenizer", "for lines, sentences and words; the variable tokenizer if left out", default: nil),
        returns: "table", example: "drift(*split(tokens, 0.9))",
        formula:
            "D(q ‖ p) = Σ q ln(q/p), counts with ½ added; p: stretches as far from the median, or farther"
    ) { interpreter, train, test, stretches, seed, tokenizer -> TableObject in
        let words =
            try tokenizer?.tokenizer(interpreter) ?? interpreter.session().tokenizerAtHand(vocabulary: nil)
        if tokenizer == nil, words == nil {
            interpreter.output.note("without a tokenizer, drift measures tokens only, not lines and words")
        }
        let drift = try Drift(
            train: train.ids, test: test.ids, stretches: stretches,
            from: Generator(seed: UInt64(bitPattern: Int64(seed))),
            decode: words.map { words in { try words.decode($0) } }
        ) { try interpreter.interruption.check() }
        return try table(drift)
    }

    private static func table(_ drift: Drift) throws -> TableObject {
        let compares = drift.stretches > 0
        let rows = drift.rows.map { row -> [String] in
            let digits =
                max(abs(row.value), row.ordinary.count > 0 ? abs(row.ordinary.quantile(0.5)) : 0) < 10 ? 3 : 1
            guard compares else { return [row.name, Formatting.fixed(row.value, digits)] }
            return [
                row.name, Formatting.fixed(row.value, digits),
                Formatting.fixed(row.ordinary.quantile(0.5), digits),
                Formatting.fixed(row.ordinary.quantile(0.025), digits) + " – "
                    + Formatting.fixed(row.ordinary.quantile(0.975), digits),
                row.pValue.map { Formatting.fixed($0, 3) } ?? "–",
            ]
        }
        let unusual = drift.rows.filter { ($0.pValue ?? 1) <= 0.05 }.count
        let footer =
            compares
            ? [
                "usual, 95 % of them: \(Formatting.count(drift.stretches, "stretch", "stretches")) of the "
                    + "training part, as long, against the rest of it",
                unusual == 0
                    ? "an ordinary part of this text by all \(rows.count) measures"
                    : "\(unusual) of \(rows.count) measures "
                        + (unusual == 1 ? "is" : "are") + " unusual (p ≤ 0.05)",
            ]
            : drift.trainCount >= 2 * drift.testCount
                ? ["stretches=100 says what is usual in the training part"]
                : [
                    "the training part has no stretches as long to compare with: it would take twice the "
                        + "test's length"
                ]
        return TableObject(
            Formatting.grouped(drift.testCount) + " test tokens beside "
                + "\(Formatting.grouped(drift.trainCount)) "
                + "training tokens",
            headers: compares ? ["", "test", "usual", "95 % of them", "p"] : ["", "test"], rows: rows,
            footer: footer,
            values: [
                ("divergence", "D(test ‖ train) of the tokens, in nats.", .float(drift.rows[0].value)),
                (
                    "p_value",
                    "The share of stretches whose divergence is as far from their median, or farther.",
                    drift.rows[0].pValue.map(Value.float) ?? .none
                ),
                (
                    "stretches", "The divergence of each stretch from the rest of the training part.",
                    try Tensor(drift.rows[0].ordinary.values, [drift.stretches]).scriptValue
                ),
                (
                    "values", "Each measure of the test part by its name.",
                    .record(drift.rows.map { ($0.name, .float($0.value)) })
                ),
                (
                    "p_values", "The p of each measure by its name.",
                    .record(drift.rows.map { ($0.name, $0.pValue.map(Value.float) ?? .none) })
                ),
            ])
    }

    // MARK: Leakage

    static let leakage = Builtin(
        "leakage", group: "data",
        summary: "Finds what of a test stands word for word in training: runs of n tokens that both have.",
        Parameter<TokenRows>(
            "train", "tokens, windows [B, T], or a dataset of windows: tensors, or pairs X, Y of them"),
        Parameter<TokenRows>("test", "the same, held out"),
        Parameter<Int>("n", "tokens in a run", default: 32),
        returns: "table", example: "leakage(*split(tokens, 0.9))"
    ) { interpreter, train, test, n -> TableObject in
        let found = try Leakage(train: train.rows, test: test.rows, run: n) {
            try interpreter.interruption.check()
        }
        let share = Formatting.fixed(100 * found.share, 1) + " %"
        var rows = [
            [
                "test tokens in such runs",
                "\(Formatting.grouped(found.leaked)) of \(Formatting.grouped(found.tokens)), \(share)",
            ]
        ]
        if found.rows > 1 {
            rows += [
                [
                    "windows with one",
                    "\(Formatting.grouped(found.touched)) of \(Formatting.grouped(found.rows))",
                ],
                ["windows wholly in training", Formatting.grouped(found.whole)],
            ]
        }
        if let longest = found.longest {
            func place(_ row: Int, _ range: Range<Int>, _ rows: Int) -> String {
                (rows > 1 ? "window \(Formatting.grouped(row)), " : "")
                    + "token \(Formatting.grouped(range.lowerBound))"
            }
            rows.append([
                "longest",
                "\(longest.test.count) tokens: test \(place(longest.testRow, longest.test, found.rows)) = "
                    + "training \(place(longest.trainRow, longest.train, train.rows.count))",
            ])
        }
        return TableObject(
            "Runs of \(n) tokens that training and test have in common"
                + (found.leaked == 0 ? ": none" : ""), rows: found.leaked == 0 ? [] : rows,
            footer: found.leaked == 0
                ? ["\(Formatting.grouped(found.tokens)) test tokens looked at"]
                : found.share > 0.5
                    ? [
                        "more than half of the test was trained on: its loss says little; split before "
                            + "cutting windows"
                    ] : [],
            values: [
                ("share", "The share of the test's tokens in such runs.", .float(found.share)),
                ("tokens", "How many test tokens are in such runs.", .int(found.leaked)),
                ("windows", "How many windows of the test have one.", .int(found.touched)),
                (
                    "longest", "Tokens in the longest stretch that both have.",
                    .int(found.longest?.test.count ?? 0)
                ),
            ])
    }
}

/// Rows of tokens as an argument: one text, windows [B, T], or anything that gives windows one by one.
struct TokenRows: ScriptConvertible {
    var rows: [[Int]]

    /// Tokens that windows may hold in all: 16 bytes each are remembered.
    private static let limit = 1 << 28

    static var scriptName: String { "tokens, windows or a dataset" }
    static func from(_ value: Value) throws -> TokenRows? {
        if let tensor = try Tensor.from(value) {
            guard tensor.rank == 2 else { return try TokenIDs.from(value).map { TokenRows(rows: [$0.ids]) } }
            let (rows, width) = (tensor.shape[0], tensor.shape[1])
            guard let ids = try TokenIDs.from(value)?.ids else { return nil }
            return TokenRows(rows: (0..<rows).map { Array(ids[($0 * width)..<(($0 + 1) * width)]) })
        }
        if case .list(let list) = value, case .int? = list.elements.first {
            return try TokenIDs.from(value).map { TokenRows(rows: [$0.ids]) }
        }
        if value.text != nil { return nil }
        guard let iterator = try? Operations.iterator(value) else { return nil }
        var (rows, total): ([[Int]], Int) = ([], 0)
        while let item = try iterator.next() {
            // A dataset gives pairs of X and Y.
            var window = item
            if case .tuple(let pair) = item, let first = pair.elements.first, (try? Tensor.from(first)) != nil
            {
                window = first
            }
            guard let found = try from(window) else { return nil }
            rows += found.rows
            total += found.rows.reduce(0) { $0 + $1.count }
            guard total <= limit else {
                throw ScriptError(
                    "MemoryError", "more than \(Formatting.grouped(limit)) tokens in windows",
                    hint: "a part of the dataset, or windows further apart")
            }
        }
        return TokenRows(rows: rows)
    }
    var scriptValue: Value { .list(rows.map { TokenIDs($0).scriptValue }) }
}
