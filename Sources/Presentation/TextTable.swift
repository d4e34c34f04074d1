/// Rows and columns as text: the first column to the left, numbers to the right, two blanks between.
public struct TextTable: Equatable, Sendable {
    public var title: String
    public var headers: [String]
    public var rows: [[String]]
    /// Lines below the rows.
    public var footer: [String]

    public init(_ title: String, headers: [String] = [], rows: [[String]], footer: [String] = []) {
        (self.title, self.headers, self.rows, self.footer) = (title, headers, rows, footer)
    }

    /// The lines, without a line feed at the end.
    public var text: String {
        let all = (headers.isEmpty ? [] : [headers]) + rows
        let columns = all.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in
            all.map { column < $0.count ? Columns.width($0[column]) : 0 }.max() ?? 0
        }
        let alignsRight = (0..<columns).map { $0 > 0 && columns > 2 && holdsNumbers($0) }
        var lines = [title]
        for row in all {
            var line = " "
            for (column, cell) in row.enumerated() {
                line += " " + Columns.padded(cell, widths[column], right: alignsRight[column]) + " "
            }
            while line.last == " " { line.removeLast() }
            lines.append(line)
        }
        lines += footer.map { "  " + $0 }
        return lines.joined(separator: "\n")
    }

    /// Whether a column has numbers and nothing else: with signs, digits in groups, a percent sign; a dash or
    /// nothing where there is none.
    func holdsNumbers(_ column: Int) -> Bool {
        rows.allSatisfy { column >= $0.count || TextTable.isNumber($0[column]) }
    }

    private static func isNumber(_ text: String) -> Bool {
        text.isEmpty || text == "–"
            || text.contains(where: \.isNumber)
                && text.allSatisfy { $0.isNumber || "+-−.,e %".contains($0) }
    }
}
