import Foundation
import Lab
import Language
import Notebook
import Presentation

/// The prompt: reads an entry, runs it, shows what came of it, until the person leaves.
///
/// While a lesson is open, an empty line and the lesson's own words go to it, and
/// everything else is run as without one.
final class Prompt {
    private let terminal: Terminal
    private let sink: TerminalSink
    private let session: Session
    private let editor: LineEditor
    /// What the editor asked about last: what Enter finds complete is what runs.
    private var lastRead: ParsedCell?
    /// The number of the exercise whose cell was put into the history.
    private var recalled: Int?
    /// Whether the lesson was opened by `%play`, in a session that goes on without it.
    private var isGuest = false
    private var lesson: LessonScreen? { didSet { editor.spaceGoesOn = lesson != nil } }

    init(_ terminal: Terminal, configuration: Session.Configuration = Session.Configuration()) {
        self.terminal = terminal
        sink = TerminalSink(terminal)
        let interruption = Interruption()
        session = Session(configuration: configuration, sink: sink, interruption: interruption)
        session.keepsUndo = true
        session.breaksMessages = true
        session.columns = { terminal.isOutputTerminal ? min(terminal.size.width, 100) : 80 }
        sink.wantsColour = { [unowned session] in session.usesColour }
        InterruptSignal.install(
            interruption,
            hint: { Streams.error.write("\nstops as soon as the step that runs now has ended\n") })
        editor = LineEditor(terminal: terminal, history: History(path: History.standardPath()))
        editor.isComplete = { [unowned self] source in
            let cell = ParsedCell(source)
            lastRead = cell
            if case .incomplete(let indent) = cell.completeness {
                return .incomplete(indent: indent)
            }
            // What is wrong already is run, so that the error says where.
            return .complete
        }
        editor.complete = { [unowned session] source, cursor in
            let found = session.completions(source, cursor: cursor)
            guard !found.candidates.isEmpty else { return nil }
            return LineEditor.Completion(start: found.range.lowerBound, candidates: found.candidates)
        }
        session.ask = { [unowned self] prompt in
            sink.settle()
            return editor.ask(prompt: prompt)
        }
        editor.hint = { [unowned session] source, cursor in
            session.completions(source, cursor: cursor).signature
        }
    }

    /// - Returns: the code to end with.
    func run() -> Int32 {
        sink.send(banner)
        return loop()
    }

    /// Opens a lesson and goes on from it.
    ///
    /// - Returns: the code to end with.
    func run(_ lesson: Lesson, _ options: PlayOptions) throws -> Int32 {
        let opening = LessonOpening(lesson, options, session: session, sink: sink, terminal: terminal)
        let screen: LessonScreen
        do {
            screen = try opening.screen { [self] question in
                guard case .entry(let answer) = editor.read(prompt: question, continuation: "") else {
                    return nil
                }
                return answer.trimmingCharacters(in: .whitespaces)
            }
        } catch is LessonOpening.Leave { return Program.Exit.fine }
        self.lesson = screen
        screen.open()
        if let pause = options.pause {
            try screen.play(pause: pause)
            if screen.player.isAtEnd { return Program.Exit.fine }
        }
        return loop()
    }

    private func loop() -> Int32 {
        if let notice = editor.history.notice { sink.note(notice) }
        while true {
            let number = "\(session.cellNumber)"
            let prompt = number + "> "
            let continuation =
                String(repeating: terminal.unicode ? "·" : ".", count: number.count + 1) + " "
            recallExercise()
            guard case .entry(let source) = editor.read(prompt: prompt, continuation: continuation) else {
                if closesLesson() { continue }
                return Program.Exit.fine
            }
            let words = source.trimmingCharacters(in: .whitespacesAndNewlines)
            if Prompt.wordsToLeave.contains(words) {
                if closesLesson() { continue }
                return Program.Exit.fine
            }
            if let path = Prompt.lessonToPlay(words) {
                open(path)
                continue
            }
            // What a lesson says to a line stands between it and its output.
            sink.hasWritten = false
            if let lesson {
                // The output stands right below the cell, not below an empty prompt.
                if words.isEmpty, terminal.movesCursor { sink.send("\u{1b}[A\r\u{1b}[K") }
                if case .handled = lesson.handle(source) { continue }
            }
            if let code = runEntry(source, promptWidth: prompt.count) { return code }
            lesson?.hasRunLine()
            if Streams.output.failure != nil { return Program.Exit.failed }
        }
    }

    /// What ends the program, or a lesson, when it is typed alone.
    static let wordsToLeave: Set<String> = ["quit", "exit", "quit()", "exit()", "%quit"]

    /// Closes a lesson that was opened in this session; false where there is none.
    private func closesLesson() -> Bool {
        guard isGuest, lesson != nil else { return false }
        lesson = nil
        sink.note("the lesson is closed; the session goes on")
        return true
    }

    /// Puts the cell of an exercise where the arrow key finds it, to be edited.
    private func recallExercise() {
        guard let step = lesson?.player.current, step.isExercise, recalled != step.cell.number else { return }
        recalled = step.cell.number
        editor.history.offer(step.cell.source)
    }

    /// The file that `%play FILE` names.
    private static func lessonToPlay(_ line: String) -> String? {
        if line == "%play" { return "" }
        guard line.hasPrefix("%play ") else { return nil }
        return line.dropFirst("%play ".count).trimmingCharacters(in: CharacterSet(charactersIn: " \"'"))
    }

    private func open(_ path: String) {
        guard !path.isEmpty else {
            return sink.tell(error: "%play wants a file: %play lesson.md")
        }
        do {
            let read = try Lesson.read(path: path)
            let screen = try LessonOpening(
                read, PlayOptions(), session: session, sink: sink, terminal: terminal
            ).screen { _ in nil }
            (lesson, isGuest, recalled) = (screen, true, nil)
            screen.open()
        } catch {
            sink.tell(error: "\(error)")
        }
    }

    private var banner: String {
        let style = sink.style
        let dash = terminal.unicode ? "·" : "-"
        return style.bold("Lagado \(Program.version)")
            + style.dim(" \(dash) Tab completes, name? explains, Ctrl-D leaves. Try: ")
            + "text = load(\"voyage\")\n"
    }

    /// - Returns: the code to end with if the program asked for it; nil to go on.
    private func runEntry(_ source: String, promptWidth: Int) -> Int32? {
        do {
            try session.run(lastRead?.typed(as: source) ?? ParsedCell(source), echo: .all)
            sink.settle()
        } catch {
            let error = ScriptError(error)
            sink.progress(nil)
            if error.kind == "SystemExit" {
                return Int32(truncatingIfNeeded: (Int(error.message) ?? 0) & 0xff)
            }
            // Carets stand right under what was typed if it is still there and did not wrap.
            let isRightAbove =
                !sink.hasWritten && !source.contains("\n")
                && promptWidth + Columns.width(source) < terminal.size.width
            sink.tell(error: session.report(error, indent: isRightAbove ? promptWidth : nil))
        }
        return nil
    }
}
