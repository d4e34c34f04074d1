// Readline keeps its state in globals; the one prompt of the program uses them on the main thread.
@preconcurrency import CReadline
@preconcurrency import Foundation
import Lab

/// Reads entries at the prompt with GNU readline: editing, history, completion,
/// bracketed paste, `.inputrc`, vi mode.
///
/// Readline keeps its state in globals, so there is one editor in a program. It is not touched unless a
/// terminal is at both ends: make an editor only then.
final class LineEditor {
    /// Whether a source can run as it is.
    enum Completeness: Equatable {
        case complete
        /// More lines are wanted; the next begins with this many blanks.
        case incomplete(indent: Int)
    }

    /// What Tab offers. Offsets are in bytes of the line.
    struct Completion {
        /// Where the text begins that a candidate replaces; it ends at the cursor.
        var start: Int
        var candidates: [String]
        /// Written behind a candidate that is the only one, for example `(` or nothing.
        var appended: Character?
    }

    enum Input: Equatable {
        /// What was typed or pasted, lines joined by `\n`.
        case entry(String)
        /// Ctrl-D on an empty line, or the terminal is gone.
        case end
    }

    /// Says whether a source can run. It is asked after each Enter.
    var isComplete: (String) -> Completeness = { _ in .complete }
    /// Says what could stand at the cursor. `source` is the whole entry so far, `cursor` a byte offset in it.
    var complete: (_ source: String, _ cursor: Int) -> Completion? = { _, _ in nil }
    /// A line or more about the call around the cursor, shown when Tab is pressed twice.
    var hint: (_ source: String, _ cursor: Int) -> String? = { _, _ in nil }

    let history: History
    let terminal: Terminal
    /// Draws entries of several lines, which are then edited as a whole; nil where the
    /// terminal cannot move its cursor.
    let display: EntryDisplay?
    private let events: Int32

    /// The lines of the entry that are already accepted, for hooks that have to see all of it; empty where an
    /// entry is edited as a whole.
    var earlier = ""
    /// Whether the space bar on an empty line is Enter: what a lesson that is open wants.
    var spaceGoesOn = false
    /// What stands before each line of an entry but the first.
    var continuation = ""
    /// Line breaks in the entry once Enter has put one there: more of them came
    /// by pasting or from the history.
    var typedBreaks = 0
    /// Enter has ended the entry: it stays on the screen as it is.
    var hasLeft = false
    private var indent = 0
    private var accepted: String?
    private var isAccepted = false

    init(terminal: Terminal, history: History) {
        self.terminal = terminal
        self.history = history
        name.withUTF8Buffer {
            rl_readline_name = UnsafeRawPointer($0.baseAddress!).assumingMemoryBound(to: CChar.self)
        }
        // Signals are ours: they arrive through a pipe, on this thread, between two keys.
        rl_catch_signals = 0
        rl_catch_sigwinch = 0
        rl_change_environment = 0
        events = InterruptSignal.openPrompt()
        display = terminal.movesCursor ? EntryDisplay(terminal) { LineEditor.send($0) } : nil
        LineEditor.current = self
        rl_initialize()
        // Else readline would put its own command back on Backspace before each entry.
        rl_variable_bind("bind-tty-special-chars", "off")
        installCompletion()
        if display != nil { installEditing() }
    }

    /// The one editor, for readline's callbacks, which carry no context.
    // unsafe: of the main thread alone, as readline is.
    nonisolated(unsafe) static var current: LineEditor?

    // A static string lives as long as the program, as readline wants it.
    private let name: StaticString = "lagado"

    /// Shows the prompt and reads one entry, over several lines if need be. It is added to the history.
    func read(prompt: String, continuation: String) -> Input {
        self.continuation = continuation
        guard let display else { return readLineByLine(prompt: prompt) }
        while true {
            typedBreaks = 0
            display.begin()
            switch readLine(prompt: prompt) {
            case .interrupted: continue
            case .end: return .end
            case .line(let line):
                var lines = line.split(separator: "\n", omittingEmptySubsequences: false)
                while lines.count > 1, lines.last?.allSatisfy(\.isWhitespace) == true { lines.removeLast() }
                let source = lines.joined(separator: "\n")
                history.add(source)
                return .entry(source)
            }
        }
    }

    /// Shows a prompt in the middle of a command and reads one line, which is not added to the history.
    func ask(prompt: String) -> Session.Answer {
        let (isComplete, continuation) = (self.isComplete, self.continuation)
        self.isComplete = { _ in .complete }
        defer { (self.isComplete, self.continuation) = (isComplete, continuation) }
        (typedBreaks, earlier, indent) = (0, "", 0)
        display?.begin()
        switch readLine(prompt: prompt) {
        case .interrupted: return .interrupted
        case .end: return .end
        case .line(let line): return .line(line)
        }
    }

    /// On a terminal without a cursor to move, each line is read by itself.
    private func readLineByLine(prompt: String) -> Input {
        while true {
            var lines: [String] = []
            indent = 0
            earlier = ""
            reading: while true {
                switch readLine(prompt: lines.isEmpty ? prompt : continuation) {
                case .interrupted: break reading
                case .end:
                    if lines.isEmpty { return .end }
                    break reading
                case .line(let line):
                    // Blanks that we put there ourselves are no content.
                    lines.append(!lines.isEmpty && line.allSatisfy { $0 == " " } ? "" : line)
                    let source = lines.joined(separator: "\n")
                    // What was pasted or recalled as a whole runs on Enter, without an empty line to end it.
                    let isWhole = line.contains("\n") && isComplete(source + "\n") == .complete
                    if !isWhole, case .incomplete(let indent) = isComplete(source) {
                        self.indent = min(max(indent, 0), 200)
                        earlier = source + "\n"
                        continue
                    }
                    history.add(source)
                    return .entry(source)
                }
            }
        }
    }

    private enum LineInput { case line(String), interrupted, end }

    private func readLine(prompt: String) -> LineInput {
        (isAccepted, accepted, hasLeft) = (false, nil, false)
        InterruptSignal.isAtPrompt = true
        defer { InterruptSignal.isAtPrompt = false }
        rl_startup_hook = {
            if let editor = LineEditor.current, editor.indent > 0 {
                rl_insert_text(String(repeating: " ", count: editor.indent))
            }
            return 0
        }
        rl_callback_handler_install(prompt) { line in
            // Removed at once: else readline would show the prompt again.
            rl_callback_handler_remove()
            LineEditor.current?.isAccepted = true
            LineEditor.current?.accepted = line.map {
                String(decoding: UnsafeRawBufferPointer(start: $0, count: strlen($0)), as: UTF8.self)
            }
            free(line)
        }
        while !isAccepted {
            var waits = [
                pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
                pollfd(fd: events, events: Int16(POLLIN), revents: 0),
            ]
            if poll(&waits, 2, -1) < 0, errno != EINTR { return stop(.end) }
            if waits[1].revents != 0, handleEvent() { return stop(.interrupted) }
            if waits[0].revents & Int16(POLLNVAL) != 0 { return stop(.end) }
            if waits[0].revents != 0 { rl_callback_read_char() }
        }
        guard let accepted else {
            put("\n")
            return .end
        }
        return .line(accepted)
    }

    /// - Returns: true for Ctrl-C.
    private func handleEvent() -> Bool {
        var byte: UInt8 = 0
        guard Foundation.read(events, &byte, 1) == 1 else { return false }
        switch InterruptSignal.Event(rawValue: byte) {
        case .interrupt: return true
        case .resize: rl_resize_terminal()
        case .goOn:
            // The shell had the terminal meanwhile and left it as it likes it.
            rl_deprep_terminal()
            rl_prep_terminal(1)
            display?.begin()
            rl_forced_update_display()
        case nil: break
        }
        return false
    }

    private func stop(_ input: LineInput) -> LineInput {
        // A search is ended first: it puts its own line back on the screen.
        rl_callback_sigcleanup()
        if case .interrupted = input {
            rl_point = rl_end
            rl_redisplay_function?()
            put("^C\n")
        }
        rl_free_line_state()
        rl_callback_handler_remove()
        return input
    }

    /// Text that is safe for the terminal already.
    static func send(_ text: String) {
        fputs(text, rl_outstream ?? stdout)
        fflush(rl_outstream ?? stdout)
    }

    func put(_ text: String) { LineEditor.send(text) }

    /// The line that readline has, as bytes; a zero byte may be among them.
    var line: [UInt8] {
        guard let buffer = rl_line_buffer, rl_end > 0 else { return [] }
        return [UInt8](UnsafeRawBufferPointer(start: buffer, count: Int(rl_end)))
    }

    /// The cursor, a place in `line` or behind it.
    var point: Int { min(max(Int(rl_point), 0), Int(max(rl_end, 0))) }
}
