import Presentation

/// HTML that someone else has written, for a page that runs no script and asks no network.
public enum SafeHTML {
    /// What of it words, lists, tables and pictures need. Everything else is left out: scripts,
    /// styles and frames with what is in them, of other elements only their marks. Pictures stay
    /// where they lie in the HTML itself.
    ///
    /// - Throws: ``MarkdownError`` where libxml2 is not on the machine.
    ///
    /// Complexity: linear in the bytes.
    public static func cleaned(_ html: String) throws -> String {
        let cleaner = Cleaner()
        try html.utf8CString.dropLast().withUnsafeBufferPointer { try HTMLReader.read($0, into: cleaner) }
        return cleaner.html
    }

    private final class Cleaner: HTMLVisitor {
        private(set) var html = ""
        /// How many elements are open that are left out with what is in them.
        private var leftOut = 0

        func open(_ name: String, _ attributes: [String: String]) {
            if leftOut > 0 || SafeHTML.leftOut.contains(name) { return leftOut += 1 }
            guard SafeHTML.elements.contains(name) else { return }
            html += "<\(name)"
            for (attribute, value) in attributes.sorted(by: { $0.key < $1.key })
            where SafeHTML.allows(attribute.lowercased(), value, in: name) {
                html += " \(attribute.lowercased())=\"\(Escaping.html(value))\""
            }
            html += ">"
        }

        func close(_ name: String) {
            if leftOut > 0 { return leftOut -= 1 }
            if SafeHTML.elements.contains(name), !SafeHTML.empty.contains(name) { html += "</\(name)>" }
        }

        func text(_ text: String) { if leftOut == 0 { html += Escaping.html(text) } }
    }

    private static let elements: Set<String> = [
        "a", "abbr", "b", "blockquote", "br", "caption", "code", "col", "colgroup", "dd", "del", "details",
        "div",
        "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins",
        "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "samp", "small", "span", "strong", "sub", "summary",
        "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul", "var",
    ]
    private static let empty: Set<String> = ["br", "col", "hr", "img"]
    private static let leftOut: Set<String> = [
        "applet", "audio", "canvas", "embed", "frame", "frameset", "head", "iframe", "math", "noframes",
        "noscript", "object", "script", "select", "style", "svg", "template", "textarea", "title", "video",
    ]
    private static let attributes: Set<String> = [
        "align", "alt", "border", "class", "colspan", "dir", "height", "lang", "open", "rowspan", "scope",
        "span",
        "start", "title", "valign", "width",
    ]

    private static func allows(_ attribute: String, _ value: String, in element: String) -> Bool {
        let value = value.lowercased()
        switch attribute {
        case "href":
            return element == "a" && ["http://", "https://", "mailto:", "#"].contains(where: value.hasPrefix)
        case "src": return element == "img" && value.hasPrefix("data:image/")
        case "style":
            // What fetches something, or covers the page.
            return !["url", "\\", "@", "/*", "image", "expression", "position"].contains(
                where: value.contains)
        default: return attributes.contains(attribute)
        }
    }
}
