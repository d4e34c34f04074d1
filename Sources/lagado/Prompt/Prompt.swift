import Foundation
import Lab
import Script

/// The prompt: reads an entry, runs it, shows what came of it, until the person leaves.
final class Prompt {
    private let terminal: Terminal
    private let sink: TerminalSink
    private let session: Session
    private let editor: LineEditor

    init(_ terminal: Terminal) {
        self.terminal = terminal
        sink = TerminalSink(terminal)
        let interruption = Interruption()
        session = Session(sink: sink, interruption: interruption)
        session.keepsUndo = true
        session.columns = { terminal.isOutputTerminal ? min(terminal.size.width, 100) : 80 }
        sink.wantsColour = { [unowned session] in session.usesColour }
        InterruptSignal.install(
            interruption,
            hint: { Streams.error.write("\nstops as soon as the step that runs now has ended\n") })
        editor = LineEditor(terminal: terminal, history: History(path: History.standardPath()))
        editor.isComplete = { [unowned session] source in
            if case .incomplete(let indent) = session.completeness(source) { return .incomplete(indent: indent) }
            // What is wrong already is run, so that the error says where.
            return .complete
        }
        editor.complete = { [unowned session] source, cursor in
            let found = session.completions(source, cursor: cursor)
            guard !found.candidates.isEmpty else { return nil }
            return LineEditor.Completion(start: found.range.lowerBound, candidates: found.candidates)
        }
        editor.hint = { [unowned session] source, cursor in
            session.completions(source, cursor: cursor).signature
        }
    }

    /// - Returns: the code to end with.
    func run() -> Int32 {
        sink.send(banner)
        if let notice = editor.history.notice { sink.note(notice) }
        while true {
            let number = "\(session.cellNumber)"
            let prompt = number + "> "
            let continuation =
                String(repeating: terminal.unicode ? "·" : ".", count: number.count + 1) + " "
            guard case .entry(let source) = editor.read(prompt: prompt, continuation: continuation) else {
                return Program.Exit.fine
            }
            let words = source.trimmingCharacters(in: .whitespacesAndNewlines)
            if ["quit", "exit", "quit()", "exit()"].contains(words) { return Program.Exit.fine }
            if let code = runEntry(source, promptWidth: prompt.count) { return code }
            if Streams.output.failure != nil { return Program.Exit.failed }
        }
    }

    private var banner: String {
        let style = sink.style
        let dash = terminal.unicode ? "·" : "-"
        return style.bold("Lagado \(Program.version)")
            + style.dim(" \(dash) Tab completes, name? explains, Ctrl-D leaves. Try: ") + "text = load(\"voyage\")\n"
    }

    /// - Returns: the code to end with if the program asked for it; nil to go on.
    private func runEntry(_ source: String, promptWidth: Int) -> Int32? {
        sink.hasWritten = false
        do {
            try session.run(source, echo: .all)
            sink.progress(nil)
            sink.finishLine()
        } catch {
            let error = ScriptError(error)
            sink.progress(nil)
            if error.kind == "SystemExit" { return Int32(truncatingIfNeeded: (Int(error.message) ?? 0) & 0xff) }
            // Carets stand right under what was typed if it is still there and did not wrap.
            let isRightAbove =
                !sink.hasWritten && !source.contains("\n")
                && promptWidth + Words.width(source) < terminal.size.width
            sink.finishLine()
            let text = session.report(error, indent: isRightAbove ? promptWidth : nil)
            sink.send(sink.style.error(terminal.shown(text)) + "\n")
        }
        return nil
    }
}
