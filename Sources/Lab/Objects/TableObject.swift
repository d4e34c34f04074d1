import Bindings
import Foundation
import Language
import Presentation

/// Rows and columns that a command found: shown as a table, with a picture where there is one, and values to
/// compute with.
public final class TableObject: ScriptObject, ScriptConvertible, Presentable, SummarisedProperties {
    /// What `table.name` gives, and what it is in a sentence.
    typealias Named = (name: String, summary: String, value: Value)

    let table: TextTable
    /// Stands below the rows; in place of the table, where it has no title.
    let picture: Forms?
    let values: [Named]
    private var rows: [[String]] { table.rows }

    init(_ table: TextTable, picture: Forms? = nil, values: [Named] = []) {
        (self.table, self.picture, self.values) = (table, picture, values)
    }

    convenience init(
        _ title: String, headers: [String] = [], rows: [[String]], footer: [String] = [],
        picture: Forms? = nil, values: [Named] = []
    ) {
        self.init(
            TextTable(title, headers: headers, rows: rows, footer: footer), picture: picture, values: values)
    }

    public static var scriptName: String { "table" }
    public static func from(_ value: Value) throws -> TableObject? {
        guard case .object(let object) = value else { return nil }
        return object as? TableObject
    }
    public var scriptValue: Value { .object(self) }
    public var typeName: String { "Table" }

    public func repr() throws -> String {
        guard var text = forms.text() else { return table.text }
        if text.hasSuffix("\n") { text.removeLast() }
        return text
    }

    package var forms: Forms {
        guard let picture else { return Forms(table) }
        return Forms(IllustratedTable(table: table.title.isEmpty ? nil : table, picture: picture))
    }

    // MARK: Values

    package var summary: String { "What a command found: rows to read, and values to compute with." }
    package func propertySummary(_ name: String) -> String? { values.first { $0.name == name }?.summary }
    public var attributeNames: [String] { values.map(\.name) }
    public func getAttribute(_ name: String) throws -> Value? { values.first { $0.name == name }?.value }

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

extension TableObject: Restorable {
    public func record(in snapshot: Snapshot) { snapshot.record(self, parts: values.map(\.value)) {} }
}

/// A table with a small picture below it. Its text has no colours, so that it is compared where text is.
struct IllustratedTable: FormSource {
    let table: TextTable?
    let picture: Forms

    var types: [MediaType] {
        let own = picture.types.filter { $0 == .svg }
        return (table != nil || picture.types.contains(.html) ? [.html] : []) + own
    }

    func text(_ options: RenderOptions) -> String? {
        var plain = options
        (plain.colour, plain.height) = (false, min(options.height, 10))
        let parts = [table?.text(plain), picture.text(plain)].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined()
    }

    func form(_ type: MediaType, names: String) throws -> Form? {
        guard type == .html else { return type == .svg ? try picture.form(.svg, names: names) : nil }
        guard types.contains(.html) else { return nil }
        let above = table?.html ?? ""
        if let below = try picture.form(.html, names: names) { return Form(above + below.data) }
        // As an image: what takes HTML from programs takes no SVG inside of it.
        guard let svg = try picture.form(.svg, names: names) else { return Form(above) }
        let data = Data(svg.data.utf8).base64EncodedString()
        return Form(above + "<img src=\"data:image/svg+xml;base64,\(data)\" alt=\"\">\n")
    }

    var visible: IllustratedTable { IllustratedTable(table: table?.visible, picture: picture.visible) }
}
