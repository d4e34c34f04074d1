import Foundation
import Kernels
import Tensors
import Text

/// `lagado bench …`: how fast this machine is with it.
struct BenchCommand: Command {
    static let name = "bench"
    static let summary =
        "measures a training step, generation, the tokenizer, the language, the start, the kernels or devices"
    static let usage = """
        lagado bench step [--preset model5|pocket|tiny] [--batch N] [--precision float32|bf16] [--steps N]
                          [--json]
        lagado bench forward [--preset …] [--batch N] [--precision float32|bf16] [--runs N] [--json]
        lagado bench generate [--preset …] [--weights float32|bf16|int8] [--tokens N] [--runs N] [--json]
        lagado bench tokenize FILE|BOOK [--json]
        lagado bench language [FILE|BOOK] [--json | --program]
        lagado bench startup [--runs N] [--json]
        lagado bench kernels [--json]
        lagado bench device [--preset …] [--batch N] [--precision float32|bf16] [--steps N] [--json]

          step       one training step: its five parts, memory, the share of the machine's limit;
                     model5 is the lecture's model
          forward    a forward pass, with log-probabilities returned and with the loss alone
          generate   100 tokens after a prompt of 11
          tokenize   GPT-2's byte-pair encoding of a text, the first time and when its words are known
          language   a loop, calls, sorting, and the words of a book counted; --program prints what is run
          startup    from the start of the program to its prompt, the median of 20
          device     the processor and each GPU: products, memory, a forward pass, a training step;
                     without a GPU what data sheets say, as a prediction
          kernels    products, attention and the rest at the lecture's shapes, beside the machine's limits

        scripts/bench measures the same with PyTorch, Hugging Face and tiktoken beside it, and prints the
        ratios.
        """

    private static let subjects = [
        "step", "forward", "generate", "tokenize", "language", "startup", "kernels", "device",
    ]
    private let subject: String
    private let list: ArgumentList
    private let preset: BenchPreset
    private let weights: DType?
    private let precision: DType

    init(_ arguments: [String], _ terminal: Terminal) throws {
        list = try ArgumentList(
            arguments, command: Self.name, flags: ["--json", "--program"],
            valued: ["--preset", "--batch", "--steps", "--runs", "--weights", "--tokens", "--precision"])
        guard let subject = list.operands.first, Self.subjects.contains(subject) else {
            throw UsageError(
                message: "lagado bench wants one of \(Self.subjects.joined(separator: ", "))",
                hint: "for example: lagado bench step --preset pocket")
        }
        self.subject = subject
        let operands = subject == "tokenize" ? 2...2 : subject == "language" ? 1...2 : 1...1
        guard operands.contains(list.operands.count) else {
            throw UsageError(
                message: subject == "tokenize"
                    ? "lagado bench tokenize wants one text" : "lagado bench \(subject) wants nothing more",
                hint: subject == "tokenize" ? "for example: lagado bench tokenize gulliver" : nil)
        }
        preset = try Self.word("--preset", list, BenchPreset.allCases.map { ($0.rawValue, $0) }) ?? .model5
        weights =
            try Self.word(
                "--weights", list, [("float32", nil)] + DType.packed.map { ($0.shortName, $0) }) ?? nil
        precision =
            try Self.word("--precision", list, DType.precisions.map { ($0.shortName, $0) }) ?? .float32
    }

    /// What one of a few words stands for, nil where the flag was not given.
    private static func word<Meaning>(
        _ flag: String, _ list: ArgumentList, _ words: [(name: String, meaning: Meaning)]
    ) throws -> Meaning? {
        guard let given = list.value(flag) else { return nil }
        guard let word = words.first(where: { $0.name == given }) else {
            throw UsageError(
                message: "\(flag) does not know '\(given)'",
                hint: "\(flag) " + words.map(\.name).joined(separator: ", "))
        }
        return word.meaning
    }

    func run() throws -> Int32 {
        if subject == "language", list.has("--program") {
            Streams.output.write(BenchLanguage.program)
            return Program.Exit.fine
        }
        let report: BenchReport
        switch subject {
        case "step":
            report = try BenchStep.run(
                preset, batch: try count("--batch"), steps: try count("--steps"), precision)
        case "forward":
            report = try BenchForward.run(
                preset, batch: try count("--batch"), runs: try count("--runs"), precision)
        case "generate":
            report = try BenchGenerate.run(
                preset, weights: weights, tokens: try count("--tokens"), runs: try count("--runs"))
        case "tokenize": report = try tokenize(list.operands[1])
        case "language": report = try BenchLanguage.run(book: list.operands.dropFirst().first)
        case "startup": report = try BenchStartup.run(try count("--runs") ?? 20)
        case "device":
            report = try BenchDevice.run(
                preset, batch: try count("--batch"), steps: try count("--steps"), precision)
        default: report = try kernels()
        }
        Streams.output.write((list.has("--json") ? report.json : report.text) + "\n")
        return Program.Exit.fine
    }

    /// A number of at least one.
    private func count(_ flag: String) throws -> Int? {
        guard let number = try list.number(flag) else { return nil }
        guard (1...1_000_000).contains(number) else {
            throw UsageError(message: "\(flag) wants a whole number from 1 to 1000000, not \(number)")
        }
        return Int(number)
    }

    private func tokenize(_ what: String) throws -> BenchReport {
        let library = Library()
        let text = try library.load(what).text
        let measured = TokenizerBenchmark(text, tokenizer: try library.gpt2())
        var report = BenchReport("tokenize")
        report.setting("text", what)
        report.setting("bytes", measured.bytes)
        report.setting("tokens", measured.tokens)
        report.add("megabytes_per_second", "words known, median of 20", measured.megabytesPerSecond, "MB/s")
        report.add("cold_megabytes_per_second", "the first time", measured.coldMegabytesPerSecond, "MB/s")
        return report
    }

    private func kernels() throws -> BenchReport {
        var report = BenchReport("kernels")
        report.setting("threads", Compute.threads)
        for row in try KernelBenchmark.run() {
            let share = row.share > 0 ? " (\(Int((row.share * 100).rounded())) % of the limit)" : ""
            report.add(
                "\(row.name), \(row.shape)", "\(row.name), \(row.shape)", row.rate, row.unit.rawValue + share)
        }
        return report
    }
}
