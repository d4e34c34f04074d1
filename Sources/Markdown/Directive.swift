import Foundation

/// A fenced block: code, or one of MyST's directives (```` ```{note} ````), whose inside is Markdown again.
enum Directive {
    /// - Parameter info: what is written behind the fence.
    static func blocks(_ info: String?, _ text: String, depth: Int) throws -> [ProseBlock] {
        var text = text
        if text.hasSuffix("\n") { text.removeLast() }
        let info = (info ?? "").trimmingCharacters(in: .whitespaces)
        guard info.hasPrefix("{"), let end = info.firstIndex(of: "}"), depth < BlockBuilder.deepestDirective
        else {
            if info == "math" || info.hasPrefix("math ") { return [.formula(text)] }
            return [
                .code(
                    language: info.isEmpty ? nil : info.split(separator: " ").first.map(String.init),
                    text: text)
            ]
        }
        let name = info[info.index(after: info.startIndex)..<end].lowercased()
        let argument = info[info.index(after: end)...].trimmingCharacters(in: .whitespaces)
        let (options, body) = split(text)
        func inner() throws -> [ProseBlock] { try Markdown(body).blocks(depth: depth + 1) }
        func words(_ text: String) throws -> [Inline] {
            guard !text.isEmpty,
                case .paragraph(let inlines)? = try Markdown(text).blocks(depth: depth + 1).first
            else {
                return []
            }
            return inlines
        }
        switch name {
        case "math":
            return [.formula([argument, body].filter { !$0.isEmpty }.joined(separator: "\n"))]
        case "image", "figure":
            let image = Inline.image(description: options["alt"] ?? "", source: argument)
            let caption = try inner()
            return [.paragraph([image])] + (caption.isEmpty ? [] : [.indented(caption)])
        case "code", "code-block", "sourcecode", "code-cell", "literalinclude", "mermaid", "raw",
            "parsed-literal", "eval-rst":
            return [.code(language: argument.isEmpty ? nil : argument, text: body)]
        // They are lists of the pages around this one.
        case "toctree", "contents", "tableofcontents", "index", "currentmodule", "bibliography": return []
        case "div", "container", "centered", "epigraph", "pull-quote", "grid", "tab-set", "sidebar", "margin",
            "aside":
            return (argument.isEmpty || name == "div" ? [] : [.paragraph(try words(argument))])
                + (try inner())
        default:
            let title: [Inline]
            if Admonitions.fixed.contains(name) {
                // What stands behind a note's name is its first words.
                let rest = argument.isEmpty ? [] : [ProseBlock.paragraph(try words(argument))]
                return [.admonition(title: [.text(Admonitions.title(name), .strong)], rest + (try inner()))]
            }
            title = argument.isEmpty ? [.text(Admonitions.title(name), .strong)] : try words(argument)
            return [.admonition(title: title, try inner())]
        }
    }

    /// Options (`:class: tip`, or a block between dashes) and what comes after them.
    private static func split(_ text: String) -> (options: [String: String], body: String) {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
        var options: [String: String] = [:]
        func read(_ line: Substring, colon: Bool) -> Bool {
            guard line.hasPrefix(":") == colon else { return false }
            let rest = colon ? line.dropFirst() : line
            guard let end = rest.firstIndex(of: ":"), end > rest.startIndex else { return false }
            let key = rest[..<end]
            guard key.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }) else {
                return false
            }
            options[String(key)] = rest[rest.index(after: end)...].trimmingCharacters(in: .whitespaces)
            return true
        }
        if lines.first == "---", let end = lines.dropFirst().firstIndex(of: "---") {
            for line in lines[1..<end] { _ = read(line, colon: false) }
            lines = lines[(end + 1)...]
        } else {
            while let line = lines.first, read(line, colon: true) { lines = lines.dropFirst() }
        }
        return (options, lines.joined(separator: "\n"))
    }
}

/// Remarks that stand apart.
enum Admonitions {
    /// Those whose title is their name.
    static let fixed: Set<String> = [
        "note", "tip", "warning", "important", "caution", "attention", "hint", "danger", "error", "seealso",
        "todo", "versionadded", "versionchanged", "deprecated",
    ]

    static func title(_ name: String) -> String {
        switch name {
        case "seealso": "See also"
        case "todo": "To do"
        default: name.prefix(1).uppercased() + name.dropFirst().replacingOccurrences(of: "-", with: " ")
        }
    }

    /// GitHub's way: a quotation that begins with `[!NOTE]`.
    static func read(quote blocks: [ProseBlock]) -> ProseBlock? {
        guard case .paragraph(var inlines)? = blocks.first, case .text(let text, let traits)? = inlines.first,
            text.hasPrefix("[!"), let end = text.firstIndex(of: "]")
        else { return nil }
        let name = text[text.index(text.startIndex, offsetBy: 2)..<end].lowercased()
        guard fixed.contains(name) else { return nil }
        let rest = text[text.index(after: end)...].drop { $0 == " " }
        inlines[0] = .text(String(rest), traits)
        if rest.isEmpty { inlines.removeFirst() }
        let body = (inlines.isEmpty ? [] : [ProseBlock.paragraph(inlines)]) + blocks.dropFirst()
        return .admonition(title: [.text(title(name), .strong)], body)
    }
}
