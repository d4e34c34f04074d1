import Presentation

extension StrictJSON {
    /// A whole number.
    public static func whole(_ number: Int) -> StrictJSON { .number(String(number)) }

    /// An object whose names stand in their order, as Jupyter writes its files.
    public static func sorted(_ pairs: [(name: String, value: StrictJSON)]) -> StrictJSON {
        .object(pairs.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) })
    }

    /// The value laid out as `json.dumps(x, indent=1, ensure_ascii=False)` lays it out.
    public var laidOut: String {
        var text = ""
        write(into: &text, margin: "\n")
        return text
    }

    private func write(into text: inout String, margin: String) {
        switch self {
        case .null: text += "null"
        case .bool(let flag): text += flag ? "true" : "false"
        case .number(let digits): text += digits
        case .string(let string): text += Escaping.json(string)
        case .array(let elements):
            guard !elements.isEmpty else { return text += "[]" }
            text += "["
            for (index, element) in elements.enumerated() {
                text += (index == 0 ? "" : ",") + margin + " "
                element.write(into: &text, margin: margin + " ")
            }
            text += margin + "]"
        case .object(let pairs):
            guard !pairs.isEmpty else { return text += "{}" }
            text += "{"
            for (index, pair) in pairs.enumerated() {
                text += (index == 0 ? "" : ",") + margin + " "
                text += Escaping.json(pair.name) + ": "
                pair.value.write(into: &text, margin: margin + " ")
            }
            text += margin + "}"
        }
    }
}

extension StrictJSON {
    /// The value on one line.
    public var line: String {
        switch self {
        case .null, .bool, .number: return description
        case .string(let string): return Escaping.json(string)
        case .array(let elements): return "[" + elements.map(\.line).joined(separator: ", ") + "]"
        case .object(let pairs):
            let inner = pairs.map { Escaping.json($0.name) + ": " + $0.value.line }
            return "{" + inner.joined(separator: ", ") + "}"
        }
    }
}
