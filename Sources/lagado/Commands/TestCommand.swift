import Disk
import Foundation
import Lab
import Notebook
import Script

/// `lagado test LESSON.md…`: runs lessons and compares what their cells print with what they say.
struct TestCommand: Command {
    static let name = "test"
    static let summary = "runs lessons and compares their outputs with what they say"
    static let usage = """
        lagado test LESSON.md… [--fast] [--fix]

        A cell is compared with the output fence below it. Of a notebook (.ipynb) the stored outputs are
        compared: text that was printed, values as text, and the names of errors; not pictures, progress
        and warnings. A script (.py) says no outputs: it runs, and nothing is compared.

          --fast   runs the short variant (:fast:) of a cell where there is one, without comparing it
          --fix    writes the real output into the lesson where it differs, and samples that are empty

        Ends with 0 if all is fine, 1 if an output differs, 2 if a lesson is broken, 3 if a cell failed.
        """

    private let files: [String]
    private let isFast: Bool
    private let isFix: Bool
    private let terminal: Terminal
    private let scriptRun: ScriptRun

    init(_ arguments: [String], _ terminal: Terminal) throws {
        let list = try ArgumentList(arguments, command: Self.name, flags: ["--fast", "--fix"])
        guard !list.operands.isEmpty else {
            throw UsageError(
                message: "lagado test wants a lesson", hint: "for example: lagado test tutorials/*.md")
        }
        files = list.operands
        isFast = list.has("--fast")
        isFix = list.has("--fix")
        self.terminal = terminal
        scriptRun = ScriptRun(terminal: terminal)
    }

    func run() throws -> Int32 {
        scriptRun.catchInterrupts()
        var worst = LessonExit.fine
        var passed = 0
        for file in files {
            let result = test(file)
            worst = max(worst, result.exit)
            if result.isInterrupted { return Program.Exit.interrupted }
            if result.exit == .fine { passed += 1 }
        }
        if files.count > 1 {
            Streams.output.write("\(passed) of \(Words.count(files.count, "lesson")) passed\n")
        }
        return worst.rawValue
    }

    private func test(_ file: String) -> (exit: LessonExit, isInterrupted: Bool) {
        let lesson: Lesson
        do {
            lesson = try Lesson.parse(try ScriptFile.read(file, allowsStreams: false).bytes, name: file)
        } catch {
            let text = (error as? ScriptError).map { ErrorReport($0).message } ?? "\(error)"
            Streams.error.write(text + "\n")
            return (.usage, false)
        }
        for remark in lesson.remarks {
            Streams.error.write((terminal.isErrorTerminal ? terminal.shown(remark) : remark) + "\n")
        }
        guard !isFix || lesson.format == .markdown else {
            Streams.error.write(
                "\(file): --fix writes lessons (.md) only\n  Jupyter runs a notebook and stores its outputs anew\n"
            )
            return (.usage, false)
        }
        let progress = TestProgress(terminal, total: lesson.cells.count)
        let runner = SessionRunner(
            configuration: Session.Configuration(seed: lesson.settings.seed ?? 0),
            interruption: scriptRun.interruption)
        runner.keepsFigures = lesson.format != .notebook
        progress.begin(lesson.cells.first)
        let report = LessonTest(lesson, fast: isFast).run(runner) { cell in
            progress.end(cell, file: lesson.name, place: failurePlace(cell, runner))
        }
        progress.finish()
        Streams.output.write(terminal.shownOnOutput(report.summary) + "\n")
        let isInterrupted = report.cells.contains { $0.status == .interrupted }
        guard isFix, !isInterrupted else { return (report.exit, isInterrupted) }
        return (fix(file, report), false)
    }

    /// Where in a cell it failed, which a lesson's expected message does not say.
    private func failurePlace(_ cell: CellReport, _ runner: SessionRunner) -> String? {
        guard case .failed = cell.status, let error = runner.failure else { return nil }
        return ProgramError(error: error, place: runner.place).text
    }

    /// Writes real outputs into the lesson; what cannot be mended that way still counts.
    private func fix(_ file: String, _ report: LessonReport) -> LessonExit {
        let count = report.cells.filter(\.writes).count
        guard count > 0 else { return report.exit }
        do { try WholeFile.write(report.fixedSource, to: file) } catch {
            Streams.error.write("\((error as? FileError)?.message ?? "\(error)")\n")
            return .usage
        }
        Streams.output.write("\(file): \(Words.count(count, "output")) written\n")
        let rest = report.cells.contains { $0.status == .didNotFail }
        return report.exit == .differs && !rest ? .fine : report.exit
    }
}

/// Says how far a test is: one line that is drawn over on a terminal, a line for each cell in a pipe.
private final class TestProgress {
    private let terminal: Terminal
    private let total: Int
    private var done = 0

    init(_ terminal: Terminal, total: Int) { (self.terminal, self.total) = (terminal, total) }

    func begin(_ cell: Cell?) {
        guard terminal.isErrorTerminal, cell != nil else { return }
        Streams.error.write("\r" + terminal.shown("cell 1 of \(total)") + "\u{1b}[K")
    }

    func end(_ report: CellReport, file: String, place: String?) {
        done += 1
        let seconds = String(format: "%.1f s", report.seconds)
        switch report.status {
        case .ok, .skipped:
            let time = report.status == .ok ? ", \(seconds)" : ""
            if !terminal.isErrorTerminal { Streams.error.write(report.text(file: file) + time + "\n") }
        default:
            finish()
            var text = report.text(file: file)
            if let place {
                // The place says all that the message does.
                text = text.prefix { $0 != "\n" } + "\n" + place
            }
            Streams.output.write(terminal.shownOnOutput(text) + "\n")
        }
        guard terminal.isErrorTerminal, done < total else { return }
        Streams.error.write("\r" + terminal.shown("cell \(done + 1) of \(total)") + "\u{1b}[K")
    }

    func finish() {
        if terminal.isErrorTerminal { Streams.error.write("\r\u{1b}[K") }
    }
}

extension Terminal {
    /// Text for standard output: made safe where a terminal reads it, as it is in a pipe.
    func shownOnOutput(_ text: String) -> String { isOutputTerminal ? shown(text) : text }
}
