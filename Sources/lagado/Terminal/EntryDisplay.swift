import Language
import Presentation

/// Draws an entry of one or many lines on a terminal, and moves the cursor in it. Only what differs from what
/// is on the screen is written.
///
/// GNU readline draws one line and knows one prompt; an entry here has a prompt before each of its lines, so
/// readline does the editing and this the drawing (`rl_redisplay_function`).
final class EntryDisplay {
    private let terminal: Terminal
    private let write: (String) -> Void
    /// What is on the screen, from the row that the entry began on.
    private var shownRows: [String] = []
    private var shownWidths: [Int] = []
    /// The first row of the entry that is on the screen, where it is taller than the screen.
    private var first = 0
    private var position = (row: 0, column: 0)
    private var width = 0

    init(_ terminal: Terminal, write: @escaping (String) -> Void) {
        (self.terminal, self.write) = (terminal, write)
    }

    /// The cursor stands at the beginning of an empty line: nothing of the entry is on the screen.
    func begin() {
        (shownRows, shownWidths, first, position) = ([], [], 0, (0, 0))
        width = terminal.size.width
    }

    /// Brings the screen up to date.
    ///
    /// - Parameter isFinal: all rows are written, also those that go beyond the screen,
    ///   and the cursor goes behind them.
    func draw(prompt: String, continuation: String, text: [UInt8], point: Int, isFinal: Bool = false) {
        let size = terminal.size
        func layout(_ width: Int, _ point: Int) -> EntryLayout {
            EntryLayout(prompt: prompt, continuation: continuation, text: text, point: point, width: width) {
                [terminal] in terminal.shown($0)
            }
        }
        let wanted = layout(size.width, isFinal ? text.count : point)
        var output = ""
        if size.width != width, !shownRows.isEmpty {
            // The terminal has broken our rows anew: how far the cursor is from the
            // top follows from the new width.
            let above = shownWidths.prefix(position.row).reduce(0) {
                $0 + max(1, ($1 + size.width - 1) / size.width)
            }
            let row = above + position.column / size.width
            output += "\r" + (row > 0 ? "\u{1b}[\(row)A" : "") + "\u{1b}[J"
            begin()
        }
        width = size.width
        let height = max(size.height, 2)
        var start = 0
        if !isFinal, wanted.rows.count > height {
            start = min(first, wanted.cursor.row)
            start = max(start, wanted.cursor.row - height + 1)
            start = min(start, wanted.rows.count - height)
        }
        if start != first || (isFinal && wanted.rows.count > height) {
            output += go(0, 0) + "\u{1b}[J"
            (shownRows, shownWidths, first) = ([], [], start)
        }
        let end = isFinal ? wanted.rows.count : min(wanted.rows.count, start + height)
        let (rows, widths) = (Array(wanted.rows[start..<end]), Array(wanted.widths[start..<end]))
        for index in rows.indices { output += update(index, rows[index], widths[index]) }
        if shownRows.count > rows.count {
            output += go(rows.count, 0) + "\u{1b}[J"
            shownRows.removeSubrange(rows.count...)
            shownWidths.removeSubrange(rows.count...)
        }
        output += go(min(wanted.cursor.row - start, rows.count - 1), wanted.cursor.column)
        if !output.isEmpty { write(output) }
    }

    /// Goes to a new line behind the entry, if it is on the screen.
    func leave() {
        guard !shownRows.isEmpty else { return }
        write(go(max(shownRows.count - 1, 0), 0) + "\r\n")
        begin()
    }

    /// Clears the screen; the entry is drawn anew at its top.
    func clear() {
        write("\u{1b}[H\u{1b}[2J")
        begin()
    }

    // MARK: Rows

    /// Writes what is different in one row.
    private func update(_ index: Int, _ row: String, _ columns: Int) -> String {
        guard index < shownRows.count else {
            let text = go(index, 0) + row
            shownRows.append(row)
            shownWidths.append(columns)
            position = (index, columns)
            return text
        }
        let old = shownRows[index]
        guard old != row else { return "" }
        let same = zip(old, row).prefix { $0 == $1 }.map(\.1)
        let kept = String(same)
        var text = go(index, Columns.width(kept)) + row.dropFirst(same.count)
        position = (index, columns)
        if shownWidths[index] > columns { text += "\u{1b}[K" }
        (shownRows[index], shownWidths[index]) = (row, columns)
        return text
    }

    /// Moves the cursor; rows below the last are made by line feeds.
    private func go(_ row: Int, _ column: Int) -> String {
        guard position != (row, column) else { return "" }
        var text = ""
        // Behind the last column the cursor hangs between two rows: only a return is safe.
        let hangs = position.column >= width
        if row < position.row {
            text += (hangs ? "\r" : "") + "\u{1b}[\(position.row - row)A"
        } else if row > position.row {
            let present = max(shownRows.count - 1, position.row)
            if min(row, present) > position.row {
                text += (hangs ? "\r" : "") + "\u{1b}[\(min(row, present) - position.row)B"
            }
            if row > present { text += String(repeating: "\r\n", count: row - present) }
        }
        text += column == 0 ? "\r" : "\r\u{1b}[\(column)C"
        position = (row, column)
        return text
    }
}
