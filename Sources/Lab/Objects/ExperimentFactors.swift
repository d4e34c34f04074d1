import Bindings
import GPT
import Language
import Presentation
import Text
import Training

/// The grid of `compare` as an argument: a dict from what differs to its values.
struct ExperimentFactors: ScriptConvertible {
    /// The names, in order, with their values.
    private var factors: [(name: String, values: [Value])]

    var names: [String] { factors.map(\.name) }
    /// Settings without seeds.
    var count: Int {
        factors.filter { $0.name != "seed" }.reduce(1) {
            let (product, overflow) = $0.multipliedReportingOverflow(by: $1.values.count)
            return overflow ? .max : product
        }
    }

    static var scriptName: String { "dict" }
    static func from(_ value: Value) throws -> ExperimentFactors? {
        guard case .dict(let dictionary) = value else { return nil }
        var factors: [(name: String, values: [Value])] = []
        for (key, value) in dictionary.pairs {
            guard let name = key.text else {
                throw ScriptError(
                    "TypeError", "the names of what differs are strings, not \(key.typeName)")
            }
            guard known.contains(name) else {
                let near = Suggestions.best(for: name, among: known).map { ". Did you mean '\($0)'?" } ?? ""
                throw ScriptError(
                    "ValueError", "compare: nothing differs by '\(Formatting.visible(name))'" + near,
                    hint: "one of " + known.joined(separator: ", "))
            }
            var values = [value]
            switch value {
            case .list, .tuple, .range: values = try Operations.array(value)
            default: if value.text == nil, let all = try? Operations.array(value) { values = all }
            }
            guard !values.isEmpty else {
                throw ScriptError("ValueError", "compare: '\(name)' has no values")
            }
            factors.append((name, values))
        }
        return ExperimentFactors(factors: factors)
    }
    var scriptValue: Value { .none }

    private static let known = [
        "sampler", "split", "corpus", "share", "tied", "size", "steps", "lr", "weight_decay", "batch_size",
        "seq_len", "embed_dim", "n_blocks", "n_heads", "fraction", "seed",
    ]

    /// The corpora that are named, nil where none is.
    var corpora: [String?]? {
        get throws {
            guard let values = factors.first(where: { $0.name == "corpus" })?.values else { return nil }
            return try values.map { value in
                guard let text = value.text else { throw wrong("corpus", value, "a book's name or a text") }
                return text
            }
        }
    }

    /// The seeds that are named, nil where none is.
    var seeds: [Int]? {
        get throws {
            guard let values = factors.first(where: { $0.name == "seed" })?.values else { return nil }
            return try values.map { try whole("seed", $0) }
        }
    }

    /// All combinations, the last name changing fastest, each with the place of its corpus.
    func settings(_ corpora: [ExperimentCorpus]) throws -> [(setting: ExperimentSetting, corpus: Int)] {
        var all: [(ExperimentSetting, Int)] = [(ExperimentSetting(), 0)]
        // A size first, so that sizes given one by one change it.
        let ordered = factors.enumerated().sorted {
            ($0.element.name == "size" ? 0 : 1, $0.offset) < ($1.element.name == "size" ? 0 : 1, $1.offset)
        }.map(\.element)
        for (name, values) in ordered where name != "seed" {
            all = try all.flatMap { setting, corpus in
                try values.enumerated().map { index, value in
                    var changed = setting
                    if name == "corpus" { return (changed, index) }
                    try set(name, value, in: &changed)
                    return (changed, corpus)
                }
            }
        }
        return all.map { setting, index in
            var setting = setting
            let corpus = corpora[index]
            (setting.vocabulary, setting.tokenizer, setting.sum) = (
                corpus.vocabulary, corpus.tokenizer, corpus.sum
            )
            return (setting, index)
        }
    }

    private func set(_ name: String, _ value: Value, in setting: inout ExperimentSetting) throws {
        switch name {
        case "sampler": setting.sampler = try choice(name, value)
        case "split": setting.split = try choice(name, value)
        case "tied": setting.tied = try choice(name, value)
        case "size":
            switch value.text {
            case "tiny": break
            case "pocket": (setting.width, setting.blocks, setting.heads, setting.length) = (128, 4, 4, 128)
            default: throw wrong(name, value, "\"tiny\" (2 blocks of 64) or \"pocket\" (4 blocks of 128)")
            }
        case "share": setting.share = try number(name, value)
        case "fraction": setting.fraction = try number(name, value)
        case "lr": setting.rate = try number(name, value)
        case "weight_decay": setting.weightDecay = try number(name, value)
        case "steps": setting.steps = try whole(name, value)
        case "batch_size": setting.batch = try whole(name, value)
        case "seq_len": setting.length = try whole(name, value)
        case "embed_dim": setting.width = try whole(name, value)
        case "n_blocks": setting.blocks = try whole(name, value)
        default: setting.heads = try whole(name, value)
        }
    }

    private func choice<Choice: RawRepresentable & CaseIterable>(
        _ name: String, _ value: Value
    ) throws -> Choice where Choice.RawValue == String {
        let words = Choice.allCases.map(\.rawValue)
        // `tied=None` is how a program writes it.
        let text = value.text ?? (value.isNone && words.contains("none") ? "none" : nil)
        guard let text, let choice = Choice(rawValue: text) else {
            throw wrong(name, value, words.map { "\"\($0)\"" }.joined(separator: ", "))
        }
        return choice
    }

    private func number(_ name: String, _ value: Value) throws -> Double {
        guard let number = try Double.from(value) else { throw wrong(name, value, "a number") }
        return number
    }

    private func whole(_ name: String, _ value: Value) throws -> Int {
        guard let number = try Int.from(value) else { throw wrong(name, value, "an int") }
        return number
    }

    private func wrong(_ name: String, _ value: Value, _ wanted: String) -> ScriptError {
        let shown = (try? Operations.repr(value)) ?? value.typeName
        return ScriptError(
            "ValueError",
            "compare: '\(name)' is \(wanted), not \(Formatting.visible(String(shown.prefix(60))))")
    }
}

/// Seeds as an argument: how many, or which.
struct ExperimentSeeds: ScriptConvertible {
    var seeds: [Int]
    init(_ seeds: [Int]) { self.seeds = seeds }

    static var scriptName: String { "int or list of int" }
    static func from(_ value: Value) throws -> ExperimentSeeds? {
        if let count = try? Int.from(value) {
            guard count > 0, count <= ExperimentGrid.limit else {
                throw ScriptError("ValueError", "compare: seeds=\(count): at least one seed", hint: "seeds=5")
            }
            return ExperimentSeeds(Array(0..<count))
        }
        guard let ids = try TokenIDs.from(value)?.ids, !ids.isEmpty else { return nil }
        return ExperimentSeeds(ids)
    }
    var scriptValue: Value { .list(seeds.map(Value.int)) }
}
