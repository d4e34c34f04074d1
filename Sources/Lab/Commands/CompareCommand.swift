import Bindings
import Disk
import Foundation
import Kernels
import Language
import Plots
import Presentation
import Statistics
import Tensors
import Text
import Training

/// `compare({...})`: the same training in several ways, over several seeds.
enum CompareCommand {
    static let all: [Builtin] = [compare]

    /// Seconds and runs from which on `yes=True` is asked for.
    private static let (longest, most) = (3600.0, 1000)
    /// Seconds from which on the cost is told first.
    private static let worthTelling = 5.0

    static let compare = Builtin(
        "compare", group: "training",
        summary:
            "Trains small models in several ways over several seeds, and says which differences are real.",
        Parameter<ExperimentFactors>(
            "grid",
            "what differs: {\"sampler\": [\"random\", \"epoch\"], \"tied\": […], \"split\": […], "
                + "\"corpus\": […], \"share\": […], \"size\": [\"tiny\", \"pocket\"], \"steps\": …, "
                + "\"lr\": …, \"batch_size\": …}"
        ),
        Parameter<Int>("steps", "steps of each run", default: 200),
        Parameter<ExperimentSeeds>(
            "seeds", "how many seeds, or a list of them", default: ExperimentSeeds(Array(0..<3)), shown: "3"),
        Parameter<String?>("corpus", "a book or a text; the book that was loaded last", default: nil),
        Parameter<String?>(
            "file", "JSON lines that results are kept in, and that a run which was stopped goes on from",
            default: nil),
        Parameter<Int>("vocab_size", "tokens of a tokenizer that is trained on each corpus", default: 512),
        Parameter<AnyTokenizer?>("tokenizer", "this one instead", default: nil),
        Parameter<Int?>("at_once", "runs at a time; one for each core if left out", default: nil),
        Parameter<Bool>(
            "form", "at each test a text is written, and how close its form is to the book's is a column",
            default: false),
        Parameter<Bool>("yes", "runs what takes more than an hour as well", default: false),
        returns: "table", example: "compare({\"sampler\": [\"random\", \"epoch\"]}, steps=20, seeds=2)",
        formula: "mean ± t·s/√n over seeds; difference to the first row, seed by seed (Student's paired t)"
    ) {
        interpreter, factors, steps, seeds, corpus, file, vocabulary, tokenizer, atOnce, form, yes
            -> TableObject in
        let session = try interpreter.session()
        let names = try factors.corpora ?? [corpus ?? (session.lastBook != nil ? nil : "voyage")]
        let (count, overflow) = factors.count.multipliedReportingOverflow(by: seeds.seeds.count)
        guard !overflow, count <= ExperimentGrid.limit else {
            throw ScriptError(
                "ValueError", "a grid of more than \(Formatting.grouped(ExperimentGrid.limit)) runs")
        }
        if let atOnce, !(1...1024).contains(atOnce) {
            throw ScriptError("ValueError", "at_once must lie between 1 and 1024, got \(atOnce)")
        }
        // A grid of a million runs is refused before a million settings are made.
        guard count <= most || yes else {
            throw ScriptError(
                "ValueError",
                "that is a grid of \(Formatting.grouped(count)) runs of "
                    + "\(Formatting.count(steps, "step"))",
                hint: "fewer values or seeds; compare(…, yes=True) runs it all the same")
        }
        let corpora = try names.map {
            try Self.corpus(text($0, interpreter), vocabulary, tokenizer, interpreter)
        }
        var settings: [ExperimentSetting] = []
        for (own, choice) in try factors.settings(corpora) {
            for seed in try factors.seeds ?? seeds.seeds {
                var setting = own
                if !factors.names.contains("steps") { setting.steps = steps }
                setting.corpus = corpora[choice].name
                setting.seed = seed
                settings.append(setting)
            }
        }
        let grid = try ExperimentGrid(settings, on: corpora)
        let results = try run(
            grid, in: try file.map { try ExperimentFile($0) },
            atOnce: atOnce ?? max(1, Compute.threads), form: form, yes: yes, interpreter)
        return try ComparisonTable(factors.names, results).object
    }

    // MARK: Texts

    private static func text(_ name: String?, _ interpreter: Interpreter) throws -> (
        name: String, text: String
    ) {
        let session = try interpreter.session()
        guard let name else {
            let text = session.lastBook ?? ""
            return (session.lastLoaded?.text == text ? session.lastLoaded?.name ?? "" : "the last book", text)
        }
        // A text as it is, or what load() knows by that name.
        if name.contains("\n") || name.utf8.count > 500 { return ("a text", name) }
        let book = try session.configuration.library.load(name, encoding: nil, refresh: false) { _ in
            try interpreter.interruption.check()
        }
        return (name, book.text)
    }

    private static func corpus(
        _ text: (name: String, text: String), _ vocabulary: Int, _ tokenizer: AnyTokenizer?,
        _ interpreter: Interpreter
    ) throws -> ExperimentCorpus {
        let words: Tokenizer, ids: [Int]
        if let tokenizer {
            words = try tokenizer.tokenizer(interpreter)
            ids = try tokenizer.ids(text.text, interpreter).map(Int.init)
        } else {
            words = try Tokenizer.train(on: text.text, vocabularySize: vocabulary, name: "trained") { _, _ in
                try interpreter.interruption.check()
            }
            ids = words.encode(text.text).map { Int($0) }
        }
        guard !ids.isEmpty else { throw ScriptError("ValueError", "compare: the corpus has no tokens") }
        return ExperimentCorpus(
            text.name, tokens: ids, text: text.text, vocabulary: words.vocabularySize,
            tokenizer: tokenizer == nil ? "bpe-\(words.vocabularySize)" : words.name
        ) { try words.decode($0) }
    }

    // MARK: Runs

    private static func run(
        _ grid: ExperimentGrid, in file: ExperimentFile?, atOnce: Int, form: Bool, yes: Bool,
        _ interpreter: Interpreter
    ) throws -> [ExperimentResult] {
        let output = interpreter.output
        var known: [ExperimentSetting: ExperimentResult] = [:]
        if let file {
            let (results, wasCut) = try file.read()
            for result in results { known[result.setting] = result }
            if wasCut {
                output.note(
                    "the last line of '\(Formatting.visible(file.path))' was cut off: its run is done again")
            }
        }
        // Runs without their form are in a file of an earlier call: they run again.
        let missing = grid.settings.filter { known[$0].map { form && $0.forms == nil } ?? true }
        let workers = max(1, min(atOnce, missing.count))
        let seconds = ExperimentGrid.seconds(missing, atOnce: workers, measuresForm: form)
        let there = grid.settings.count - missing.count
        let cost =
            "\(Formatting.count(missing.count, "run"))"
            + (there > 0 ? " (\(there) more \(there == 1 ? "is" : "are") in the file already)" : "")
            + ", about \(Formatting.duration(seconds))" + (workers > 1 ? ", \(workers) at a time" : "")
        guard seconds <= longest || yes else {
            throw ScriptError(
                "ValueError", "that takes \(cost)",
                hint: "fewer steps, seeds or values; compare(…, yes=True) runs it all the same")
        }
        if seconds >= worthTelling { output.note(cost) }
        defer { output.progress(nil) }
        var done = 0
        let began = Date()
        func show() {
            let passed = Date().timeIntervalSince(began)
            var now = Language.Progress(
                label: "runs", completed: done, total: missing.count,
                secondsLeft: done > 0 ? passed / Double(done) * Double(missing.count - done) : seconds)
            now.unit = "run"
            output.progress(now)
        }
        do {
            if !missing.isEmpty {
                show()
                try grid.run(missing, atOnce: workers, measuresForm: form) { result in
                    known[result.setting] = result
                    done += 1
                    try file?.append(result)
                    show()
                } poll: {
                    try interpreter.interruption.check()
                }
            }
        } catch {
            output.progress(nil)
            if done > 0 {
                output.note(
                    "\(Formatting.count(done, "run")) of \(missing.count) finished"
                        + (file.map {
                            ": '\(Formatting.visible($0.path))' has those that could be written, and "
                                + "the same call goes on from there"
                        } ?? "; with file=\"runs.jsonl\" they would be kept"))
            }
            throw error
        }
        return grid.settings.compactMap { known[$0] }
    }
}
