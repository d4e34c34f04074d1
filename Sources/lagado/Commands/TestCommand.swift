import Disk
import Foundation
import Lab
import Language
import Notebook
import Presentation

/// `lagado test LESSON.md…`: runs lessons and compares what their cells print with what they say.
struct TestCommand: Command {
    static let name = "test"
    static let summary = "runs lessons and compares their outputs with what they say"
    static let usage = """
        lagado test LESSON.md… [--fast] [--fix] [--junit FILE] [--timeout S]

        A cell is compared with the output fence below it. Of a notebook (.ipynb) the stored outputs are
        compared: text that was printed, values as text, and the names of errors; not pictures, progress
        and warnings. A script (.py) has no stored outputs: it runs, and nothing is compared.

          --fast         runs the short variant (:fast:) of a cell where there is one, without comparing it
          --fix          shows what it will change, then writes the real output into the lesson where it
                         differs, and into samples that are empty
          --junit FILE   writes the result of each cell as JUnit XML, which CI servers read
          --timeout S    ends a cell that runs longer than S seconds; it has failed, and the rest is skipped

        Cells write files in the working folder only.
        Ends with 0 if all is fine, 1 if an output differs, 2 if a lesson is broken, 3 if a cell failed.
        """

    private let files: [String]
    private let isFast: Bool
    private let isFix: Bool
    private let junit: String?
    private let timeout: Double?
    private let terminal: Terminal
    private let scriptRun: ScriptRun

    init(_ arguments: [String], _ terminal: Terminal) throws {
        let list = try ArgumentList(
            arguments, command: Self.name, flags: ["--fast", "--fix"], valued: ["--junit", "--timeout"])
        guard !list.operands.isEmpty else {
            throw UsageError(
                message: "lagado test wants a lesson", hint: "for example: lagado test tutorials/*.md")
        }
        files = list.operands
        isFast = list.has("--fast")
        isFix = list.has("--fix")
        timeout = try list.seconds("--timeout")
        junit = list.value("--junit")
        if let junit,
            junit.isEmpty || ["md", "ipynb", "py"].contains((junit as NSString).pathExtension.lowercased())
        {
            // A report must not take the place of a lesson.
            throw UsageError(
                message: "--junit wants the name of a file to write, not '\(Formatting.visible(junit))'",
                hint: "for example: --junit report.xml")
        }
        self.terminal = terminal
        scriptRun = ScriptRun(terminal: terminal)
    }

    func run() throws -> Int32 {
        scriptRun.catchInterrupts()
        var worst = LessonExit.fine
        var passed = 0
        var collected = JUnitReport()
        // Whether it can be written is known before an hour of tests, not after.
        guard write(collected) else { return LessonExit.usage.rawValue }
        for file in files {
            let result = test(file, &collected)
            worst = max(worst, result.exit)
            guard write(collected) else { return LessonExit.usage.rawValue }
            if result.isInterrupted { return Program.Exit.interrupted }
            if result.exit == .fine { passed += 1 }
        }
        if files.count > 1 {
            Streams.output.write("\(passed) of \(Formatting.count(files.count, "lesson")) passed\n")
        }
        return worst.rawValue
    }

    /// - Returns: false where the report cannot be written, which is told.
    private func write(_ report: JUnitReport) -> Bool {
        guard let junit else { return true }
        do { try WholeFile.write(Array(report.xml.utf8), to: junit) } catch {
            Streams.error.write(
                terminal.shownOnError("--junit: \((error as? FileError)?.message ?? "\(error)")") + "\n")
            return false
        }
        return true
    }

    private func test(
        _ file: String, _ collected: inout JUnitReport
    ) -> (exit: LessonExit, isInterrupted: Bool) {
        let lesson: Lesson
        do { lesson = try Lesson.read(path: file) } catch {
            Streams.error.write(terminal.shownOnError("\(error)") + "\n")
            collected.add(broken: file, line: (error as? LessonError)?.line, message: "\(error)")
            return (.usage, false)
        }
        for remark in lesson.remarks {
            Streams.error.write((terminal.isErrorTerminal ? terminal.shown(remark) : remark) + "\n")
        }
        guard !isFix || lesson.format == .markdown else {
            Streams.error.write(
                "\(file): --fix writes lessons (.md) only\n"
                    + "  Jupyter runs a notebook and stores its outputs anew\n"
            )
            return (.usage, false)
        }
        let progress = TestProgress(terminal, total: lesson.cells.count)
        let runner = SessionRunner(
            configuration: Session.Configuration(seed: lesson.settings.seed ?? 0),
            interruption: scriptRun.interruption)
        runner.keepsFigures = lesson.format != .notebook
        runner.timeout = timeout
        progress.begin(lesson.cells.first)
        let report = LessonTest(lesson, fast: isFast).run(runner) { cell in
            progress.end(cell, file: lesson.name, place: failurePlace(cell, runner))
        }
        progress.finish()
        collected.add(report)
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
        // What it does is seen before it is done.
        Streams.output.write(terminal.shownOnOutput(report.fixDifference))
        guard (try? Lesson.read(path: file))?.source == report.lesson.source else {
            Streams.error.write(
                "\(file): it has changed since the test began, so nothing was written\n  run the test again\n"
            )
            return .usage
        }
        do { try WholeFile.write(report.fixedSource, to: file) } catch {
            Streams.error.write("\((error as? FileError)?.message ?? "\(error)")\n")
            return .usage
        }
        Streams.output.write("\(file): \(Formatting.count(count, "output")) written\n")
        let rest = report.cells.contains { $0.status == .didNotFail }
        let accepts = report.cells.contains { if case .accepts = $0.status { true } else { false } }
        return report.exit == .differs && !rest && !accepts ? .fine : report.exit
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

    /// Text for standard error, likewise.
    func shownOnError(_ text: String) -> String { isErrorTerminal ? shown(text) : text }
}
