import Foundation
import Lab
import Language
import Notebook

/// A lesson that is played by the lines of a pipe or a file, as a person would type them.
struct PipedLesson {
    private let terminal: Terminal
    private let configuration: Session.Configuration

    init(_ terminal: Terminal, configuration: Session.Configuration) {
        (self.terminal, self.configuration) = (terminal, configuration)
    }

    /// - Returns: the code to end with: 1 where a line or a cell failed.
    func run(_ lesson: Lesson, _ options: PlayOptions) throws -> Int32 {
        let run = ScriptRun(terminal: terminal)
        run.catchInterrupts()
        let sink = run.sink()
        let session = Session(configuration: configuration, sink: sink, interruption: run.interruption)
        session.keepsUndo = true
        let screen = try LessonOpening(
            lesson, options, session: session, sink: sink, terminal: terminal
        ).screen { _ in nil }
        screen.open()
        if let pause = options.pause {
            try screen.play(pause: pause)
            return screen.hasFailed ? Program.Exit.failed : Program.Exit.fine
        }
        var code = Program.Exit.fine
        while let cell = read() {
            let entry = cell.typed
            if Prompt.wordsToLeave.contains(
                entry.trimmingCharacters(in: .whitespaces))
            {
                break
            }
            if case .handled = screen.handle(entry) { continue }
            do {
                try session.run(cell, echo: .all)
                sink.progress(nil)
            } catch {
                let error = ScriptError(error)
                if error.kind == "SystemExit" { return run.failed(error, sink) }
                code = run.failed(error, sink)
                if error.isInterruption { return code }
            }
            screen.hasRunLine()
        }
        return screen.hasFailed ? max(code, Program.Exit.failed) : code
    }

    /// One entry: lines until they can run.
    private func read() -> ParsedCell? {
        var lines: [String] = []
        while let line = readLine(strippingNewline: true) {
            lines.append(line)
            let cell = ParsedCell(lines.joined(separator: "\n"))
            if lines.count == 1, LessonVerb.read(line, isVariable: { _ in false }) != nil { return cell }
            if case .incomplete = cell.completeness { continue }
            return cell
        }
        return lines.isEmpty ? nil : ParsedCell(lines.joined(separator: "\n"))
    }
}
