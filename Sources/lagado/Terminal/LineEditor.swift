import CReadline
import Foundation

/// Reads entries at the prompt with GNU readline: editing, history, completion, bracketed paste, `.inputrc`, vi mode.
///
/// Readline keeps its state in globals, so there is one editor in a program. It is not touched unless a terminal is
/// at both ends: make an editor only then.
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
    private let terminal: Terminal
    private let events: Int32

    /// The lines of the entry that are already accepted, for hooks that have to see all of it.
    fileprivate var earlier = ""
    fileprivate var indent = 0
    fileprivate var accepted: String?
    fileprivate var isAccepted = false

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
        current = self
        rl_initialize()
        installCompletion()
    }

    // A static string lives as long as the program, as readline wants it.
    private let name: StaticString = "lagado"

    /// Shows the prompt and reads one entry, over several lines if need be. It is added to the history.
    func read(prompt: String, continuation: String) -> Input {
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
        isAccepted = false
        accepted = nil
        InterruptSignal.isAtPrompt = true
        defer { InterruptSignal.isAtPrompt = false }
        rl_startup_hook = {
            if let editor = current, editor.indent > 0 {
                rl_insert_text(String(repeating: " ", count: editor.indent))
            }
            return 0
        }
        rl_callback_handler_install(prompt) { line in
            // Removed at once: else readline would show the prompt again.
            rl_callback_handler_remove()
            current?.isAccepted = true
            current?.accepted = line.map {
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
            rl_redisplay()
            put("^C\n")
        }
        rl_free_line_state()
        rl_callback_handler_remove()
        return input
    }

    fileprivate func put(_ text: String) {
        fputs(text, rl_outstream ?? stdout)
        fflush(rl_outstream ?? stdout)
    }

    fileprivate func shown(_ text: String) -> String { terminal.shown(text) }
}

/// The one editor, for readline's callbacks, which carry no context.
nonisolated(unsafe) private var current: LineEditor?

// MARK: - Completion

extension LineEditor {
    private func installCompletion() {
        // Where readline itself thinks that a word begins; what the hook says goes before.
        rl_completer_word_break_characters = UnsafePointer(strdup(" \t\n\"\\'`@$><=;|&{}()[],:+-*/%!^~."))
        rl_completer_quote_characters = nil
        rl_sort_completion_matches = 0
        rl_ignore_completion_duplicates = 0
        rl_attempted_completion_function = { _, start, end in
            rl_attempted_completion_over = 1
            return current?.matches(wordStart: Int(start), end: Int(end))
        }
        rl_add_defun("complete-or-indent", pressedTab, -1)
        for map in [rl_get_keymap_by_name("emacs"), rl_get_keymap_by_name("vi-insert")] {
            if let map, lagado_completes("\t", map) != 0 { rl_bind_key_in_map(9, pressedTab, map) }
        }
    }

    /// The candidates in readline's form: the common beginning, then all of them, then NULL; all from `malloc`.
    private func matches(wordStart: Int, end: Int) -> UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? {
        guard let buffer = rl_line_buffer else { return nil }
        let line = [UInt8](UnsafeRawBufferPointer(start: buffer, count: strlen(buffer)))
        let before = earlier.utf8.count
        let source = earlier + String(decoding: line, as: UTF8.self)
        guard end <= line.count, let completion = complete(source, before + end) else { return nil }
        rl_completion_append_character = completion.appended.flatMap { $0.asciiValue }.map(Int32.init) ?? 0
        let start = completion.start - before
        guard start >= 0, start <= end else { return nil }
        var words: [[UInt8]] = []
        for candidate in completion.candidates where !candidate.utf8.contains(0) {
            var word = [UInt8](candidate.utf8)
            if start < wordStart {
                // Readline keeps what stands before its own start of the word.
                let kept = line[start..<wordStart]
                guard word.starts(with: kept) else { continue }
                word.removeFirst(kept.count)
            } else {
                word = Array(line[wordStart..<start]) + word
            }
            if !words.contains(word) { words.append(word) }
        }
        guard var common = words.first else { return nil }
        for word in words { common = Array(zip(common, word).prefix { $0 == $1 }.map(\.0)) }
        // Not in the middle of a character.
        while !common.isEmpty, String(validating: common, as: UTF8.self) == nil { common.removeLast() }
        let all = words.count == 1 ? [words[0]] : [common] + words
        let size = (all.count + 1) * MemoryLayout<UnsafeMutablePointer<CChar>?>.stride
        guard let list = malloc(size)?.assumingMemoryBound(to: UnsafeMutablePointer<CChar>?.self) else {
            return nil
        }
        for (index, word) in all.enumerated() { list[index] = strdup(String(decoding: word, as: UTF8.self)) }
        list[all.count] = nil
        return list
    }

    /// Tab: blanks at the start of a line, else completion; twice, the signature of the call before the candidates.
    fileprivate func tab(count: Int32, key: Int32) -> Int32 {
        guard let buffer = rl_line_buffer else { return 0 }
        let isAgain = lagado_was_last(pressedTab) != 0
        let before = UnsafeRawBufferPointer(start: buffer, count: Int(rl_point))
        let line = before.lastIndex(of: 0x0a).map { before[($0 + 1)...] } ?? before[...]
        if line.allSatisfy({ $0 == 0x20 }) {
            rl_insert_text(String(repeating: " ", count: 4 - line.count % 4))
            return 0
        }
        let source =
            earlier
            + String(decoding: UnsafeRawBufferPointer(start: buffer, count: strlen(buffer)), as: UTF8.self)
        if isAgain, let text = hint(source, earlier.utf8.count + Int(rl_point)) {
            rl_crlf()
            put(shown(text))
            // The list of candidates begins a line of its own and shows the prompt again.
            if complete(source, earlier.utf8.count + Int(rl_point))?.candidates.isEmpty ?? true {
                put("\n")
                rl_on_new_line()
                rl_forced_update_display()
                return 0
            }
        }
        return lagado_complete(isAgain ? 1 : 0, count, key)
    }
}

private let pressedTab: @convention(c) (Int32, Int32) -> Int32 = { count, key in
    current?.tab(count: count, key: key) ?? 0
}
