import Foundation
import Presentation

/// What came of one cell in a test.
public struct CellReport: Equatable, Sendable {
    public enum Status: Equatable, Sendable {
        /// It ran, and what it printed is as expected or is not compared.
        case ok
        case differs(OutputDifference)
        /// A cell that had to fail did not.
        case didNotFail
        /// The check of an exercise takes an answer that is wrong, told in words.
        case accepts(String)
        case failed(String)
        case skipped(String)
        case interrupted
    }

    public var cell: Cell
    public var status: Status
    public var seconds: Double
    /// All that the cell printed, the message of its error included.
    public var output: String
    /// True if the output was compared with an expected one.
    public var compared: Bool
    /// True if the cell was stopped since it took longer than it may.
    public var timedOut = false
    /// True if the lesson shows a sample of this output and has none yet, or one that is not what came.
    public var fillsSample = false
    /// Kinds of stored output that were not compared.
    public var leftOut: [String] { compared ? cell.expected?.leftOut ?? [] : [] }

    /// True if `--fix` writes the output into the lesson.
    public var writes: Bool {
        if case .differs = status { cell.expected != nil } else { fillsSample }
    }

    /// `cell 3 (sample), line 27: ok, 0.2 s`, and what differs in the lines after.
    public func text(file: String) -> String {
        let kind = cell.kind == .check ? "check after " : ""
        let place = "\(file):\(cell.line): \(kind)\(cell.title)"
        switch status {
        case .ok:
            return "\(place): ok"
                + (leftOut.isEmpty ? "" : " (not compared: \(leftOut.joined(separator: ", ")))")
        case .differs(let difference):
            let from =
                cell.expected.map {
                    $0.isStored ? " from the stored one" : " (output begins in line \($0.line))"
                } ?? ""
            return "\(place): the output differs\(from)\n\(difference.description)"
        case .didNotFail: return "\(place): had to fail (':check: error') and did not"
        case .accepts(let what): return "\(place): its check accepts \(what)"
        case .failed(let message): return "\(place): failed\n" + indented(message)
        case .skipped(let reason): return "\(place): skipped, \(reason)"
        case .interrupted: return "\(place): interrupted"
        }
    }

    private func indented(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { "    " + $0 }.joined(
            separator: "\n")
    }
}

/// With which code `lagado test` ends.
public enum LessonExit: Int32, Sendable, Comparable {
    case fine = 0
    case differs = 1
    case usage = 2
    case cellFailed = 3

    /// Of several, the gravest counts: a failed cell, then a broken file, then a difference.
    public static func < (a: LessonExit, b: LessonExit) -> Bool { a.rawValue < b.rawValue }
}

/// What came of a whole lesson.
public struct LessonReport: Equatable, Sendable {
    public var lesson: Lesson
    public var cells: [CellReport]

    public var seconds: Double { cells.reduce(0) { $0 + $1.seconds } }

    public var exit: LessonExit {
        var result = LessonExit.fine
        for cell in cells {
            switch cell.status {
            case .ok, .skipped: break
            case .differs, .didNotFail, .accepts: result = max(result, .differs)
            case .failed, .interrupted: result = max(result, .cellFailed)
            }
        }
        return result
    }

    /// One line: `tutorials/00.md: 12 cells, 9 compared, 1 differs, 2 skipped (needs gpu) in 3.4 s`.
    public var summary: String {
        var counts: [String: Int] = [:]
        var reasons: [String] = []
        for cell in cells {
            switch cell.status {
            case .ok: break
            case .differs, .didNotFail, .accepts: counts["differ", default: 0] += 1
            case .failed: counts["failed", default: 0] += 1
            case .interrupted: counts["interrupted", default: 0] += 1
            case .skipped(let reason):
                counts["skipped", default: 0] += 1
                if !reasons.contains(reason) { reasons.append(reason) }
            }
        }
        let compared = cells.filter(\.compared).count
        var parts = ["\(cells.count) \(cells.count == 1 ? "cell" : "cells")", "\(compared) compared"]
        for key in ["differ", "failed", "interrupted", "skipped"] {
            guard let count = counts[key] else { continue }
            let word = key == "differ" && count == 1 ? "differs" : key
            parts.append(
                "\(count) \(word)" + (key == "skipped" ? " (\(reasons.joined(separator: "; ")))" : ""))
        }
        let others = Set(cells.flatMap(\.leftOut)).sorted()
        if !others.isEmpty { parts.append("not compared: " + others.joined(separator: ", ")) }
        return
            "\(lesson.name): \(verdict): \(parts.joined(separator: ", ")) in "
            + "\(Formatting.fixed(seconds, 1)) s"
    }

    /// What the test has come to in a word or two. Where nothing was checked, nothing is said to be right.
    private var verdict: String {
        guard exit == .fine else { return "NOT OK" }
        if cells.isEmpty { return "there is nothing to run" }
        let hasRun = cells.contains { $0.status == .ok }
        let isChecked = cells.contains { $0.compared || $0.cell.kind == .check || $0.cell.options.mustFail }
        return hasRun && !isChecked ? "ran, nothing was compared" : "ok"
    }

    /// The lesson with real output in place of the expected where both differ, and in samples that are empty
    /// or not what came; every other byte is as it was.
    public var fixedSource: [UInt8] { lesson.replacingOutputs(replacements) }

    /// What ``fixedSource`` changes, as a unified difference.
    public var fixDifference: String { lesson.difference(replacing: replacements) }

    private var replacements: [(ExpectedOutput, String)] {
        cells.compactMap { report in
            report.writes ? report.cell.expected.map { ($0, report.output) } : nil
        }
    }
}

/// Runs the cells of a lesson and compares what they print with what the lesson says.
public struct LessonTest {
    public var lesson: Lesson
    /// True runs the `:fast:` variant of a cell where there is one. What it prints is not compared: the
    /// lesson shows the output of the full one.
    public var fast: Bool

    public init(_ lesson: Lesson, fast: Bool = false) {
        self.lesson = lesson
        self.fast = fast
    }

    /// Runs all cells in order. When one fails, the rest is skipped: it would run
    /// on variables that are not there.
    ///
    /// - Parameter report: is told of each cell as soon as it is done.
    public func run(_ runner: CellRunner, report: (CellReport) -> Void = { _ in }) -> LessonReport {
        var reports: [CellReport] = []
        var stop: String?
        for cell in lesson.cells {
            let done: CellReport
            if let reason = stop ?? skippedBefore(cell, reports) ?? reasonToSkip(cell, runner) {
                done = CellReport(
                    cell: cell, status: .skipped(reason), seconds: 0, output: "", compared: false)
            } else if cell.kind == .code, cell.isExercise {
                done = exercise(cell, runner)
                if case .interrupted = done.status { stop = "\(cell.title) was interrupted" }
                if case .failed = done.status { stop = "\(cell.title) failed" }
            } else {
                done = run(cell, runner)
                if case .interrupted = done.status { stop = "\(cell.title) was interrupted" }
                if case .failed = done.status, cell.kind == .code || done.timedOut {
                    stop = "\(cell.title) \(done.timedOut ? "took too long" : "failed")"
                }
            }
            report(done)
            reports.append(done)
        }
        return LessonReport(lesson: lesson, cells: reports)
    }

    /// A check asserts what the cell before it made: without that cell it is skipped too.
    private func skippedBefore(_ cell: Cell, _ reports: [CellReport]) -> String? {
        guard cell.kind == .check, let before = reports.last, before.cell.number == cell.number,
            case .skipped(let reason) = before.status
        else { return nil }
        return reason
    }

    /// Runs the solution of an exercise, after its check has refused the blank and each wrong answer.
    private func exercise(_ cell: Cell, _ runner: CellRunner) -> CellReport {
        let checks = lesson.cells.filter { $0.kind == .check && $0.number == cell.number }
        guard let solution = cell.solution else {
            guard cell.hasBlank else { return run(cell, runner) }
            return CellReport(
                cell: cell, status: .failed("the exercise has a blank, ___, and no ```solution to fill it"),
                seconds: 0, output: "", compared: false)
        }
        let blank = cell.hasBlank ? [("the blank", cell.source)] : []
        let wrong = cell.wrong.map { ("the wrong answer in line \($0.line)", $0.source) }
        let accepted =
            checks.isEmpty ? nil : (blank + wrong).first { runner.judge($0.1, by: checks) == .right }
        var solved = cell
        solved.source = solution
        var report = run(solved, runner)
        report.cell = cell
        if let accepted, report.status == .ok { report.status = .accepts(accepted.0) }
        return report
    }

    private func reasonToSkip(_ cell: Cell, _ runner: CellRunner) -> String? {
        if let reason = cell.options.skipped { return reason }
        for need in lesson.settings.needs + cell.options.needs {
            if let reason = runner.missing(need) { return "needs \(need.rawValue): \(reason)" }
        }
        return nil
    }

    private func run(_ cell: Cell, _ runner: CellRunner) -> CellReport {
        let replaced = fast ? cell.options.fast : nil
        let result = runner.run(replaced ?? cell.source, cell: cell.identity(in: lesson.name))
        var output = result.output
        if let error = result.error {
            if !output.isEmpty, !output.hasSuffix("\n") { output += "\n" }
            output += cell.expected?.isStored == true ? Self.errorName(error, cell) : error
        }
        var report = CellReport(
            cell: cell, status: .ok, seconds: result.seconds, output: output, compared: false)
        report.timedOut = result.timedOut
        if result.timedOut {
            // Also of a cell that must fail: this is not how it should.
            report.status = .failed(result.error ?? "it took too long")
        } else if result.interrupted {
            report.status = .interrupted
        } else if let error = result.error, !cell.options.mustFail, !cell.options.mayFail {
            report.status = .failed(error)
        } else if result.error == nil, cell.options.mustFail, replaced == nil {
            report.status = .didNotFail
        } else if let expected = cell.expected, cell.options.output == .sample, replaced == nil {
            // A sample is not compared, but what --fix writes is what there is now.
            report.fillsSample =
                !output.isEmpty
                && (expected.text.isEmpty
                    || OutputComparison.difference(
                        expected: expected.text, got: output, tolerance: cell.options.tolerance,
                        isStored: expected.isStored) != nil)
        } else if let expected = cell.expected, replaced == nil {
            report.compared = true
            if let difference = OutputComparison.difference(
                expected: expected.text, got: output, tolerance: cell.options.tolerance,
                isStored: expected.isStored)
            {
                report.status = .differs(difference)
            }
        }
        return report
    }
}

extension LessonTest {
    /// The exception's name, with which its message begins, as PyTorch and NumPy would give it.
    private static func errorName(_ message: String, _ cell: Cell) -> String {
        let name = String(message.prefix { $0 != ":" && $0 != "\n" })
        // A ShapeError is a RuntimeError with more to say; NumPy calls the same mistake a ValueError.
        guard name == "ShapeError", let stored = cell.expected?.text.split(separator: "\n").last else {
            return name
        }
        return ["RuntimeError", "ValueError"].contains(stored) ? String(stored) : name
    }
}

extension Cell {
    /// What names the cell to whoever runs it.
    public func identity(in file: String) -> CellIdentity {
        CellIdentity(file: file, number: number, label: options.label, line: line, isCheck: kind == .check)
    }
}
