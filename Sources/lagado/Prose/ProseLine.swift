import Lab
import Markdown
import Presentation

/// Words that are set in one way.
struct ProseSpan: Equatable {
    struct Look: OptionSet, Hashable {
        let rawValue: UInt8
        static let bold = Look(rawValue: 1)
        static let italic = Look(rawValue: 2)
        static let underlined = Look(rawValue: 4)
        static let struck = Look(rawValue: 8)
        static let dim = Look(rawValue: 16)
        static let code = Look(rawValue: 32)
    }

    var text: String
    var look: Look = []
}

/// One line on the screen.
struct ProseLine: Equatable {
    var spans: [ProseSpan] = []
    private(set) var width = 0

    init() {}
    init(_ text: String, _ look: ProseSpan.Look = []) { append(text, look, Columns.width(text)) }

    mutating func append(_ text: String, _ look: ProseSpan.Look, _ columns: Int) {
        guard !text.isEmpty else { return }
        width += columns
        if spans.last?.look == look {
            spans[spans.count - 1].text += text
        } else {
            spans.append(ProseSpan(text: text, look: look))
        }
    }

    static func + (a: ProseLine, b: ProseLine) -> ProseLine {
        var line = a
        for span in b.spans { line.append(span.text, span.look, 0) }
        line.width = a.width + b.width
        return line
    }

    /// With blanks before it or behind it, up to a width.
    func padded(_ columns: Int, _ alignment: BlockTable.Alignment) -> ProseLine {
        let room = max(columns - width, 0)
        let before = alignment == .left ? 0 : alignment == .right ? room : room / 2
        func blanks(_ count: Int) -> ProseLine { ProseLine(String(repeating: " ", count: count)) }
        return blanks(before) + self + blanks(room - before)
    }

    func adding(_ look: ProseSpan.Look) -> ProseLine {
        var line = self
        for index in line.spans.indices { line.spans[index].look.formUnion(look) }
        return line
    }

    /// The line as it is sent.
    func text(isStyled: Bool) -> String {
        guard isStyled else {
            var text = spans.map(\.text).joined()
            while text.last == " " { text.removeLast() }
            return text
        }
        return spans.map { span in
            var codes: [String] = []
            for (look, code) in Self.codes where span.look.contains(look) { codes.append(code) }
            return codes.isEmpty ? span.text : "\u{1b}[\(codes.joined(separator: ";"))m\(span.text)\u{1b}[0m"
        }.joined()
    }

    private static let codes: [(ProseSpan.Look, String)] = [
        (.bold, "1"), (.dim, "2"), (.italic, "3"), (.underlined, "4"), (.struck, "9"), (.code, "36"),
    ]
}
