import Lab
import Language
import Presentation

/// An entry as rows on a screen: prompts in front of its lines, lines that are too long broken at the edge.
struct EntryLayout {
    private(set) var rows: [String] = []
    /// Columns that each row fills.
    private(set) var widths: [Int] = []
    private(set) var cursor = (row: 0, column: 0)

    /// - Parameters:
    ///   - prompt: what stands before the first line; `continuation` before all others.
    ///   - text: the entry, its bytes as the editor has them.
    ///   - point: the cursor, in bytes.
    ///   - shown: makes text safe for the terminal.
    init(
        prompt: String, continuation: String, text: [UInt8], point: Int, width: Int, shown: (String) -> String
    ) {
        let width = max(width, 4)
        var (row, column, offset) = ("", 0, 0)
        func close() {
            rows.append(row)
            widths.append(column)
            (row, column) = ("", 0)
        }
        func put(_ piece: String) {
            let wide = Columns.width(piece)
            if column + wide > width { close() }
            row += piece
            column += wide
        }
        func mark() {
            guard offset == point else { return }
            // Behind a full row the cursor stands at the beginning of the next.
            cursor = column == width ? (rows.count + 1, 0) : (rows.count, column)
        }
        for character in shown(prompt) { put(String(character)) }
        mark()
        for character in String(decoding: text, as: UTF8.self) {
            if character == "\n" {
                offset += 1
                close()
                for character in shown(continuation) { put(String(character)) }
            } else {
                // A tab ends at a multiple of four; what else commands a terminal is shown.
                let piece =
                    character == "\t"
                    ? String(repeating: " ", count: 4 - column % 4) : shown(String(character))
                let start = offset
                offset += character.utf8.count
                // What is shown instead may be long: it is put letter by letter.
                for part in piece.count == 1 ? [piece] : piece.map(String.init) { put(part) }
                // In the middle of a character nothing can stand; the cursor goes before it.
                if point > start, point < offset {
                    cursor = (rows.count, max(0, column - Columns.width(piece)))
                }
            }
            mark()
        }
        close()
        if cursor.row == rows.count {
            rows.append("")
            widths.append(0)
        }
    }
}
