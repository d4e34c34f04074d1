import Lab
import Markdown
import Presentation

/// A table in columns that fit a width: cells are filled, and where there is no room for columns at all, the
/// cells of a row stand below each other.
struct ProseTable {
    private let header: [[BlockTable.Cell]]
    private let rows: [[BlockTable.Cell]]
    private let page: ProseText
    private let width: Int
    private let level: Int
    private let columns: Int

    /// More columns than this are no table that a person reads.
    private static let mostColumns = 100

    init(_ table: BlockTable, _ page: ProseText, width: Int, level: Int) {
        (header, rows, self.page, self.width, self.level) = (table.header, table.rows, page, width, level)
        columns = min(
            (table.header + table.rows).map { $0.reduce(0) { $0 + $1.span } }.max() ?? 0, Self.mostColumns)
    }

    func lines() -> [ProseLine] {
        let all = header + rows
        // A table of one column sets its cells apart and nothing more.
        if columns <= 1 || level >= 2 { return stacked() }
        let available = width - 3 * (columns - 1)
        guard available >= 4 * columns else { return stacked() }
        let widths = fitted(all, available)

        let bar = ProseLine(page.unicode ? " │ " : " | ", .dim)
        let rule = ProseLine(
            widths.map { String(repeating: page.unicode ? "─" : "-", count: $0) }
                .joined(separator: page.unicode ? "─┼─" : "-+-"), .dim)
        let laid = all.enumerated().map { row($1, widths, bar, isHeader: $0 < header.count) }
        let isFilled = laid.dropFirst(header.count).contains { $0.count > 1 }
        var result: [ProseLine] = []
        for (index, lines) in laid.enumerated() {
            if index > 0, index == header.count || (isFilled && index > header.count) { result.append(rule) }
            result += lines
        }
        return result
    }

    private func row(_ cells: [BlockTable.Cell], _ widths: [Int], _ bar: ProseLine, isHeader: Bool)
        -> [ProseLine]
    {
        var column = 0
        var parts: [(lines: [ProseLine], width: Int, alignment: BlockTable.Alignment)] = []
        for cell in cells where column < columns {
            let span = min(cell.span, columns - column)
            let width = widths[column..<(column + span)].reduce(0, +) + 3 * (span - 1)
            parts.append((page.lines(cell.blocks, width: width, level: level + 1), width, cell.alignment))
            column += span
        }
        while column < columns {
            parts.append(([], widths[column], .left))
            column += 1
        }
        let height = max(parts.map(\.lines.count).max() ?? 0, 1)
        return (0..<height).map { index in
            var line = ProseLine()
            for (place, part) in parts.enumerated() {
                if place > 0 { line = line + bar }
                let own = index < part.lines.count ? part.lines[index] : ProseLine()
                line = line + (isHeader ? own.adding(.bold) : own).padded(part.width, part.alignment)
            }
            return line
        }
    }

    // MARK: - Widths

    /// The widths of the columns: as wide as their cells where that fits; else the widest give way first, and
    /// words are cut last.
    private func fitted(_ all: [[BlockTable.Cell]], _ available: Int) -> [Int] {
        var natural = [Int](repeating: 1, count: columns)
        var least = [Int](repeating: 1, count: columns)
        for row in all {
            var column = 0
            for cell in row where column < columns {
                if cell.span == 1 {
                    let lines = page.lines(cell.blocks, width: available, level: level + 1)
                    natural[column] = max(natural[column], lines.map(\.width).max() ?? 0)
                    least[column] = max(least[column], min(longestWord(cell.blocks), available / 2))
                }
                column += cell.span
            }
        }
        least = zip(least, natural).map { min($0, $1) }
        var widths = natural.map { min($0, 4) }
        grow(&widths, to: least, available)
        grow(&widths, to: natural, available)
        return widths
    }

    /// Gives what is left, one character after another, to the column that wants most.
    private func grow(_ widths: inout [Int], to wanted: [Int], _ available: Int) {
        var left = available - widths.reduce(0, +)
        while left > 0 {
            guard let column = widths.indices.max(by: { wanted[$0] - widths[$0] < wanted[$1] - widths[$1] }),
                widths[column] < wanted[column]
            else { return }
            widths[column] += 1
            left -= 1
        }
    }

    private func longestWord(_ blocks: [ProseBlock]) -> Int {
        blocks.map { block -> Int in
            switch block {
            case .paragraph(let inlines), .heading(_, let inlines): ProseWords(inlines, page).longest
            case .list(let list): (list.items.map { longestWord($0.blocks) }.max() ?? 0) + 3
            case .quote(let inner), .indented(let inner), .admonition(_, let inner): longestWord(inner) + 2
            case .code(_, let text):
                text.split(separator: "\n").map { Columns.width(String($0)) }.max() ?? 0
            case .formula, .table, .rule: 8
            }
        }.max() ?? 0
    }

    // MARK: - Without columns

    /// The cells of each row below each other, behind the words of the header.
    private func stacked() -> [ProseLine] {
        let titles = header.last?.map { title($0) } ?? []
        var result: [ProseLine] = []
        for row in columns <= 1 || rows.isEmpty ? header + rows : rows {
            var lines: [ProseLine] = []
            for (index, cell) in row.enumerated() {
                var blocks = cell.blocks
                if columns > 1, !rows.isEmpty, index < titles.count, !titles[index].isEmpty {
                    let title = Inline.text(titles[index] + ": ", .strong)
                    if case .paragraph(let inlines)? = blocks.first {
                        blocks[0] = .paragraph([title] + inlines)
                    } else {
                        blocks.insert(.paragraph([title]), at: 0)
                    }
                }
                lines += page.lines(blocks, width: width, level: level + 1)
            }
            if !result.isEmpty, !lines.isEmpty, columns > 1 { result.append(ProseLine()) }
            result += lines
        }
        return result
    }

    private func title(_ cell: BlockTable.Cell) -> String {
        cell.blocks.map { block in
            switch block {
            case .paragraph(let inlines), .heading(_, let inlines): inlines.map(\.words).joined()
            default: ""
            }
        }.joined(separator: " ")
    }
}
