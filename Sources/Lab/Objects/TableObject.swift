import Bindings
import Language
import Presentation

/// Rows and columns that a command found: shown as a table, and still values to compute with.
public final class TableObject: ScriptObject, ScriptConvertible, Presentable {
    let table: TextTable
    private var rows: [[String]] { table.rows }

    init(_ title: String, headers: [String] = [], rows: [[String]], footer: [String] = []) {
        table = TextTable(title, headers: headers, rows: rows, footer: footer)
    }

    public static var scriptName: String { "table" }
    public static func from(_ value: Value) throws -> TableObject? {
        guard case .object(let object) = value else { return nil }
        return object as? TableObject
    }
    public var scriptValue: Value { .object(self) }
    public var typeName: String { "Table" }

    public func repr() throws -> String { table.text }
    package var forms: Forms { Forms(table) }

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
                throw ScriptError("KeyError", "the table has no row '\(Formatting.visible(name))'" + near)
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
