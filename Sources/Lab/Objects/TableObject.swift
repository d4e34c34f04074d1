import Bindings
import Language
import Presentation

/// Rows and columns that a command found: shown as a table, and still values to compute with.
public final class TableObject: ScriptObject, ScriptConvertible {
    let title: String
    let headers: [String]
    let rows: [[String]]
    let footer: [String]

    init(_ title: String, headers: [String] = [], rows: [[String]], footer: [String] = []) {
        (self.title, self.headers, self.rows, self.footer) = (title, headers, rows, footer)
    }

    public static var scriptName: String { "table" }
    public static func from(_ value: Value) throws -> TableObject? {
        guard case .object(let object) = value else { return nil }
        return object as? TableObject
    }
    public var scriptValue: Value { .object(self) }
    public var typeName: String { "Table" }

    /// The first column to the left, numbers to the right, two blanks between.
    public func repr() throws -> String {
        let all = (headers.isEmpty ? [] : [headers]) + rows
        let columns = all.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in
            all.map { column < $0.count ? Words.width($0[column]) : 0 }.max() ?? 0
        }
        let alignsRight = (0..<columns).map { column in
            column > 0 && columns > 2
                && rows.allSatisfy { column >= $0.count || TableObject.isNumber($0[column]) }
        }
        var lines = [title]
        for row in all {
            var line = " "
            for (column, cell) in row.enumerated() {
                line += " " + Words.padded(cell, widths[column], right: alignsRight[column]) + " "
            }
            while line.last == " " { line.removeLast() }
            lines.append(line)
        }
        lines += footer.map { "  " + $0 }
        return lines.joined(separator: "\n")
    }

    private static func isNumber(_ text: String) -> Bool {
        text.allSatisfy { $0.isNumber || "+-−.,e %".contains($0) } && !text.isEmpty || text == "–"
            || text.isEmpty
    }

    public func length() throws -> Int { rows.count }
    public func iterate() throws -> ScriptIterator {
        try Operations.iterator(.list(rows.map { .tuple($0.map(Value.string)) }))
    }
    public var stringKeys: [String] { rows.compactMap(\.first) }

    /// A row by its number, or by what stands in its first column.
    public func getItem(_ index: Value) throws -> Value {
        if let name = index.text {
            guard let row = rows.first(where: { $0.first == name }) else {
                let near =
                    Suggestions.best(for: name, among: stringKeys).map { ". Did you mean '\($0)'?" } ?? ""
                throw ScriptError("KeyError", "the table has no row '\(Words.visible(name))'" + near)
            }
            return .tuple(row.map(Value.string))
        }
        let position = try Operations.requireIndex(index)
        guard position >= -rows.count, position < rows.count else {
            throw ScriptError("IndexError", "the table has \(rows.count) rows")
        }
        return .tuple(rows[position < 0 ? position + rows.count : position].map(Value.string))
    }
}
