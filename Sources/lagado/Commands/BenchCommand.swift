import Foundation
import Kernels
import Text

/// `lagado bench …`: how fast this machine is with it.
struct BenchCommand: Command {
    static let name = "bench"
    static let summary = "measures a training step, the tokenizer, the start or the kernels"
    static let usage = """
        lagado bench step [--preset model5|pocket|tiny] [--batch N] [--steps N] [--json]
        lagado bench tokenize FILE|BOOK [--json]
        lagado bench startup [--runs N] [--json]
        lagado bench kernels [--json]

          step       one training step: its five parts, the forward pass, memory; model5 is the lecture's model
          tokenize   GPT-2's byte-pair encoding of a text, the first time and when its words are known
          startup    from the start of the program to its prompt, the median of 20
          kernels    products, attention and the rest at the lecture's shapes, beside the limits of the machine

        scripts/bench measures the same with PyTorch and tiktoken beside it, and prints the ratios.
        """

    private static let subjects = ["step", "tokenize", "startup", "kernels"]
    private let subject: String
    private let list: ArgumentList
    private let preset: BenchPreset

    init(_ arguments: [String], _ terminal: Terminal) throws {
        list = try ArgumentList(
            arguments, command: Self.name, flags: ["--json"], valued: ["--preset", "--batch", "--steps", "--runs"])
        guard let subject = list.operands.first, Self.subjects.contains(subject) else {
            throw UsageError(
                message: "lagado bench wants one of \(Self.subjects.joined(separator: ", "))",
                hint: "for example: lagado bench step --preset pocket")
        }
        self.subject = subject
        guard list.operands.count == (subject == "tokenize" ? 2 : 1) else {
            throw UsageError(
                message: subject == "tokenize" ? "lagado bench tokenize wants one text" : "lagado bench \(subject) wants nothing more",
                hint: subject == "tokenize" ? "for example: lagado bench tokenize gulliver" : nil)
        }
        let name = list.value("--preset") ?? BenchPreset.model5.rawValue
        guard let preset = BenchPreset(rawValue: name) else {
            throw UsageError(
                message: "there is no preset '\(name)'",
                hint: "presets: \(BenchPreset.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        self.preset = preset
    }

    func run() throws -> Int32 {
        let report: BenchReport
        switch subject {
        case "step": report = try BenchStep.run(preset, batch: try count("--batch"), steps: try count("--steps"))
        case "tokenize": report = try tokenize(list.operands[1])
        case "startup": report = try BenchStartup.run(try count("--runs") ?? 20)
        default: report = kernels()
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

    private func kernels() -> BenchReport {
        var report = BenchReport("kernels")
        report.setting("threads", ThreadPool.threads)
        for row in KernelBenchmark.run() {
            let share = row.share > 0 ? " (\(Int((row.share * 100).rounded())) % of the limit)" : ""
            report.add("\(row.name), \(row.shape)", "\(row.name), \(row.shape)", row.rate, row.unit.rawValue + share)
        }
        return report
    }
}
