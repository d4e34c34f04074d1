// Readline keeps its state in globals; the one prompt of the program uses them on the main thread.
@preconcurrency import CReadline
import Foundation
import Lab
import Presentation

// MARK: - Completion

extension LineEditor {
    func installCompletion() {
        // Where readline itself thinks that a word begins; what the hook says goes before.
        rl_completer_word_break_characters = UnsafePointer(strdup(" \t\n\"\\'`@$><=;|&{}()[],:+-*/%!^~."))
        rl_completer_quote_characters = nil
        rl_sort_completion_matches = 0
        rl_ignore_completion_duplicates = 0
        rl_attempted_completion_function = { _, start, end in
            rl_attempted_completion_over = 1
            return LineEditor.current?.matches(wordStart: Int(start), end: Int(end))
        }
        if display != nil {
            rl_completion_display_matches_hook = { matches, count, _ in
                LineEditor.current?.list(
                    (1...max(1, Int(count))).compactMap { index in matches?[index].map { String(cString: $0) }
                    })
            }
        }
        rl_add_defun("complete-or-indent", pressedTab, -1)
        for map in [rl_get_keymap_by_name("emacs"), rl_get_keymap_by_name("vi-insert")] {
            if let map, lagado_completes("\t", map) != 0 { rl_bind_key_in_map(9, pressedTab, map) }
        }
    }

    /// The candidates in readline's form: the common beginning, then all of
    /// them, then NULL; all from `malloc`.
    private func matches(wordStart: Int, end: Int) -> UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? {
        let line = self.line
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

    /// Writes candidates below the entry, in columns, and the entry again below them.
    private func list(_ words: [String]) {
        let most = 200
        display?.leave()
        let shown = words.prefix(most).map { terminal.shown($0) }
        let wide = (shown.map { Columns.width($0) }.max() ?? 0) + 2
        let columns = max(1, (terminal.size.width - 1) / max(wide, 1))
        let rows = (shown.count + columns - 1) / columns
        for row in 0..<rows {
            let cells = stride(from: row, to: shown.count, by: rows).map { Columns.padded(shown[$0], wide) }
            put(cells.joined().trimmingCharacters(in: .whitespaces) + "\n")
        }
        if words.count > most { put("\(terminal.unicode ? "…" : "...") and \(words.count - most) more\n") }
        display?.begin()
        rl_forced_update_display()
    }

    /// Tab: blanks at the start of a line, else completion; twice, the signature of
    /// the call before the candidates.
    fileprivate func tab(count: Int32, key: Int32) -> Int32 {
        let isAgain = lagado_was_last(pressedTab) != 0
        let before = line[..<point]
        let present = before.lastIndex(of: 0x0a).map { before[($0 + 1)...] } ?? before[...]
        if present.allSatisfy({ $0 == 0x20 }) {
            rl_insert_text(String(repeating: " ", count: 4 - present.count % 4))
            return 0
        }
        let source = earlier + String(decoding: line, as: UTF8.self)
        let cursor = earlier.utf8.count + point
        if isAgain, let text = hint(source, cursor) {
            if let display {
                display.leave()
                put(terminal.shown(text) + "\n")
                display.begin()
            } else {
                rl_crlf()
                put(terminal.shown(text))
            }
            // The list of candidates begins a line of its own and shows the prompt again.
            if complete(source, cursor)?.candidates.isEmpty ?? true {
                if display == nil {
                    put("\n")
                    rl_on_new_line()
                }
                rl_forced_update_display()
                return 0
            }
        }
        return lagado_complete(isAgain ? 1 : 0, count, key)
    }
}

private let pressedTab: @convention(c) (Int32, Int32) -> Int32 = { count, key in
    LineEditor.current?.tab(count: count, key: key) ?? 0
}
