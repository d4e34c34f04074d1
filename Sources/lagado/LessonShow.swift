import Foundation
import Lab
import Language
import Notebook

/// A lesson on the screen: prose, each cell, what the cell prints, in the order of the file.
struct LessonShow {
    private let lesson: Lesson
    private let program: ScriptRun
    private let keepGoing: Bool
    private let sink: any OutputSink
    /// What the cells print into.
    private let gate: FilteredOutput
    private let runner: SessionRunner
    private let style: TextStyling

    init(_ lesson: Lesson, program: ScriptRun, keepGoing: Bool, seed: UInt64?) {
        self.lesson = lesson
        self.program = program
        self.keepGoing = keepGoing
        sink = program.sink()
        gate = FilteredOutput(sink, passing: .all)
        runner = SessionRunner(
            configuration: Session.Configuration(seed: seed ?? 0), live: gate,
            interruption: program.interruption)
        style = TextStyling(isOn: program.terminal.isOutputTerminal && program.terminal.colours != .none)
    }

    /// - Returns: the code to end with, and what came of the cells.
    func run() -> (code: Int32, tally: RunTally) {
        program.catchInterrupts()
        var code = Program.Exit.fine
        var tally = RunTally(file: lesson.name)
        for remark in lesson.remarks { sink.note(remark) }
        for part in lesson.parts {
            switch part {
            case .prose(let prose): show(ProseText(program.terminal, style: style).text(prose.text))
            case .note: break
            case .cell(let cell):
                let result = runCell(cell)
                code = max(code, result)
                tally.add(cell.title, result == Program.Exit.fine ? nil : runner.failure)
                if result == Program.Exit.interrupted || (result != Program.Exit.fine && !keepGoing) {
                    return (code, tally)
                }
            }
        }
        return (code, tally)
    }

    private func show(_ text: String) {
        if !text.isEmpty { sink.show(text + "\n\n") }
    }

    private func runCell(_ cell: Cell) -> Int32 {
        let isShown = cell.kind == .code && cell.options.showsSource
        if let reason = cell.options.skipped {
            if isShown { show(self.source(of: cell)) }
            sink.note("\(cell.title) is not run: \(reason)")
            return Program.Exit.fine
        }
        for need in lesson.settings.needs + cell.options.needs where need == .gpu {
            if let reason = runner.missing(need) {
                sink.note("\(cell.title) is left out: it needs a \(need.rawValue), and \(reason)")
                return Program.Exit.fine
            }
        }
        if isShown { show(self.source(of: cell)) }
        if let cost = cell.options.cost, isShown { sink.note("this takes about \(cost)") }
        if cell.kind == .code, let folded = cell.options.folded, folded != "output" { fold(folded) }
        // A lesson that is played from end to end fills its blanks itself.
        let source = cell.isExercise ? cell.solution ?? cell.source : cell.source
        gate.passing = cell.options.showsOutput ? .all : .withoutResults
        let result = runner.run(source, cell: cell.identity(in: lesson.name))
        gate.passing = .all
        sink.settle()
        if let failure = runner.failure {
            if cell.options.mustFail || cell.options.mayFail, !result.interrupted {
                guard cell.options.showsOutput else { return Program.Exit.fine }
                sink.write(ErrorReport(failure).message + "\n\n")
                return Program.Exit.fine
            }
            return program.failed(failure, sink, place: runner.place)
        }
        if cell.options.folded == "output", !result.output.isEmpty { fold("output") }
        if isShown, cell.options.showsOutput, !result.output.isEmpty { sink.write("\n") }
        return Program.Exit.fine
    }

    /// Stands for what a page folds away.
    private func fold(_ what: String) { show(style.dim("(\(what) folded away)")) }

    /// The cell's lines behind the marks of a prompt, so that they cannot be mistaken for output.
    private func source(of cell: Cell) -> String {
        let lines = cell.source.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.enumerated().map { index, line in
            let mark =
                index == 0 ? "\(cell.number)> " : String(repeating: " ", count: "\(cell.number)> ".count)
            let text = program.terminal.isOutputTerminal ? program.terminal.shown(String(line)) : String(line)
            return style.dim(mark) + style.cyan(text)
        }.joined(separator: "\n")
    }
}
