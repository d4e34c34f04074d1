// Readline keeps its state in globals; the one prompt of the program uses them on the main thread.
@preconcurrency import CReadline
import Foundation

/// Entries of several lines, edited as a whole: keys mean what they mean in an editor as long as there is a
/// line to go to.
extension LineEditor {
    /// Puts our commands on the keys of readline's own, and the drawing in our hands.
    func installEditing() {
        rl_redisplay_function = { LineEditor.current?.redraw() }
        lagado_replace(rl_newline) { _, _ in LineEditor.current?.enter() ?? 0 }
        lagado_replace(rl_get_previous_history) { count, key in LineEditor.current?.moveUp(count, key) ?? 0 }
        lagado_replace(rl_get_next_history) { count, key in LineEditor.current?.moveDown(count, key) ?? 0 }
        lagado_replace(rl_beg_of_line) { _, _ in LineEditor.current?.goToLineStart() ?? 0 }
        lagado_replace(rl_end_of_line) { _, _ in LineEditor.current?.goToLineEnd() ?? 0 }
        lagado_replace(rl_kill_line) { count, key in LineEditor.current?.killToLineEnd(count, key) ?? 0 }
        lagado_replace(rl_unix_line_discard) { _, _ in LineEditor.current?.killToLineStart() ?? 0 }
        lagado_replace(rl_rubout) { count, key in LineEditor.current?.rubOut(count, key) ?? 0 }
        lagado_replace(rl_clear_screen) { _, _ in
            LineEditor.current?.display?.clear()
            rl_forced_update_display()
            return 0
        }
        let space: @convention(c) (Int32, Int32) -> Int32 = { count, key in
            // A lesson goes on with the space bar, too; within a line a blank is a blank.
            guard let editor = LineEditor.current, editor.spaceGoesOn, editor.line.isEmpty else {
                return rl_insert(count, key)
            }
            return editor.enter()
        }
        let newline: @convention(c) (Int32, Int32) -> Int32 = { _, _ in LineEditor.current?.breakLine() ?? 0 }
        rl_add_defun("insert-newline", newline, -1)
        for map in [rl_get_keymap_by_name("emacs"), rl_get_keymap_by_name("vi-insert")] {
            // Alt-Enter, as elsewhere.
            if let map {
                rl_bind_key_in_map(0x20, space, map)
                for keys in ["\\e\\C-m", "\\e\\C-j"] { rl_bind_keyseq_if_unbound_in_map(keys, newline, map) }
            }
        }
    }

    private func redraw(isFinal: Bool = false) {
        // Readline draws once more behind a pasted line that Enter has ended already.
        guard !hasLeft else { return }
        let prompt = rl_display_prompt.map { String(cString: $0) } ?? ""
        display?.draw(
            prompt: prompt, continuation: continuation, text: line, point: point, isFinal: isFinal)
    }

    // MARK: Lines

    private var lineStart: Int { (line[..<point].lastIndex(of: 0x0a) ?? -1) + 1 }
    private var lineEnd: Int { line[point...].firstIndex(of: 0x0a) ?? line.count }

    /// Characters from a place to the cursor, for keeping the column.
    private func characters(_ from: Int, _ to: Int) -> Int {
        String(decoding: line[from..<to], as: UTF8.self).count
    }

    private func place(in range: Range<Int>, column: Int) -> Int {
        range.lowerBound + String(decoding: line[range], as: UTF8.self).prefix(column).utf8.count
    }

    private func moveUp(_ count: Int32, _ key: Int32) -> Int32 {
        let start = lineStart
        guard start > 0 else { return rl_get_previous_history(count, key) }
        let above = (line[..<(start - 1)].lastIndex(of: 0x0a) ?? -1) + 1
        rl_point = Int32(place(in: above..<(start - 1), column: characters(start, point)))
        return 0
    }

    private func moveDown(_ count: Int32, _ key: Int32) -> Int32 {
        let end = lineEnd
        guard end < line.count else { return rl_get_next_history(count, key) }
        let below = line[(end + 1)...].firstIndex(of: 0x0a) ?? line.count
        rl_point = Int32(place(in: (end + 1)..<below, column: characters(lineStart, point)))
        return 0
    }

    private func goToLineStart() -> Int32 {
        rl_point = Int32(lineStart)
        return 0
    }

    private func goToLineEnd() -> Int32 {
        rl_point = Int32(lineEnd)
        return 0
    }

    private func killToLineEnd(_ count: Int32, _ key: Int32) -> Int32 {
        let end = lineEnd
        guard count > 0, end < line.count else { return rl_kill_line(count, key) }
        // At the end of a line, the break goes, as in an editor.
        return rl_kill_text(rl_point, Int32(max(end, point + 1)))
    }

    private func killToLineStart() -> Int32 {
        let start = Int32(lineStart)
        guard start < rl_point else { return 0 }
        _ = rl_kill_text(start, rl_point)
        rl_point = start
        return 0
    }

    /// Backspace takes away one step of an indentation.
    private func rubOut(_ count: Int32, _ key: Int32) -> Int32 {
        let blanks = line[lineStart..<point]
        guard count == 1, blanks.count > 1, blanks.allSatisfy({ $0 == 0x20 }), rl_explicit_arg == 0 else {
            return rl_rubout(count, key)
        }
        let step = blanks.count % 4 == 0 ? 4 : blanks.count % 4
        _ = rl_delete_text(rl_point - Int32(step), rl_point)
        rl_point -= Int32(step)
        return 0
    }

    // MARK: Enter

    private func enter() -> Int32 {
        let bytes = line
        let after = bytes[point...]
        if let below = after.firstIndex(of: 0x0a),
            bytes[below...].contains(where: { $0 != 0x20 && $0 != 0x0a })
        {
            return breakLine()
        }
        // Blanks that we put there ourselves are no content.
        let last = lineStart..<bytes.count
        if last.lowerBound > 0, bytes[last].allSatisfy({ $0 == 0x20 || $0 == 0x0a }), !last.isEmpty {
            _ = rl_delete_text(Int32(last.lowerBound), rl_end)
            rl_point = Int32(last.lowerBound)
        }
        let source = String(decoding: line, as: UTF8.self)
        // What was pasted or recalled as a whole runs on Enter, without an empty line to end it.
        let isWhole = line.count { $0 == 0x0a } > typedBreaks && isComplete(source + "\n") == .complete
        if !isWhole, case .incomplete = isComplete(source) {
            return breakLine()
        }
        rl_point = rl_end
        redraw(isFinal: true)
        display?.leave()
        hasLeft = true
        return rl_newline(1, 0x0a)
    }

    /// A line break at the cursor, with the blanks that the next line begins with.
    private func breakLine() -> Int32 {
        let before = String(decoding: line[..<point], as: UTF8.self)
        var blanks = line[lineStart..<point].prefix { $0 == 0x20 }.count
        if case .incomplete(let indent) = isComplete(before) { blanks = min(max(indent, 0), 200) }
        // What comes faster than anybody types is a paste, with blanks of its own.
        var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        if poll(&input, 1, 0) > 0 { blanks = 0 }
        let isAtEnd = line[point...].allSatisfy { $0 == 0x20 || $0 == 0x0a }
        let wasWhole = line.count { $0 == 0x0a } > typedBreaks
        rl_insert_text("\n" + String(repeating: " ", count: blanks))
        // A line put into the middle of what was pasted or recalled leaves it that;
        // one put behind it goes on with it.
        if isAtEnd || !wasWhole { typedBreaks = line.count { $0 == 0x0a } }
        return 0
    }
}
