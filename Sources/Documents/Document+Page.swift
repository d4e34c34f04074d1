import Disk
import Foundation
import Language
import Markdown
import Presentation

extension Document {
    /// One HTML file that needs no network and runs no script: for a phone, a dark room, a printer.
    public var page: String {
        var builder = PageBuilder(folder: folder)
        for block in blocks { builder.add(block) }
        return builder.page(title: settings.title)
    }
}

/// Puts a page together, block by block.
private struct PageBuilder {
    private var body: [String] = []
    private var headings: [MarkdownPage.Heading] = []
    private var anchors = Anchors()
    private var figures = 0
    private let folder: String?

    init(folder: String?) { self.folder = folder }

    mutating func add(_ block: Document.Block) {
        switch block {
        case .prose(let words):
            let anchors = self.anchors
            let page = Markdown(words).html(
                .init(
                    anchor: anchors.name,
                    code: { language, code in
                        guard ["python", "py", "python3", "lagado"].contains(language) else { return nil }
                        return "<pre class=\"read\"><code>\(CodeHTML.coloured(code))</code></pre>\n"
                    },
                    picture: picture))
            headings += page.headings
            body.append("<div class=\"prose\">\n\(page.html)</div>")
        case .note: break
        case .cell(let cell): add(cell)
        }
    }

    /// A picture that is in the page already, or lies beside the lesson; any other would need a network.
    private func picture(_ address: String) -> String? {
        if address.hasPrefix("data:image/") { return address }
        let types = [
            "png": "png", "jpg": "jpeg", "jpeg": "jpeg", "gif": "gif", "webp": "webp", "svg": "svg+xml",
        ]
        guard let folder, let path = address.removingPercentEncoding, !path.contains("://"),
            !path.hasPrefix("/"),
            let type = types[(path as NSString).pathExtension.lowercased()]
        else { return nil }
        let place = folder.isEmpty ? path : folder + "/" + path
        // A lesson shows what lies beside it, and nothing else of a person's files.
        guard FilePath.leads(place, into: folder.isEmpty ? "." : folder),
            let bytes = try? ReadableFile(place).all(limit: 16 << 20)
        else { return nil }
        return "data:image/\(type);base64,\(Data(bytes).base64EncodedString())"
    }

    private mutating func add(_ cell: Document.Code) {
        // The tags of MyST-NB: what is removed is not there, what is hidden opens at a press.
        let tags = Set(cell.tags)
        guard !cell.isCheck, !tags.contains("remove-cell") else { return }
        var parts: [String] = []
        if tags.isDisjoint(with: ["hidden", "remove-input"]) {
            let number = cell.number.map { " data-number=\"\($0)\"" } ?? ""
            var code = cell.source
            while code.hasSuffix("\n") { code.removeLast() }
            parts.append("<pre class=\"code\"\(number)><code>\(CodeHTML.coloured(code))</code></pre>")
        }
        if tags.contains("hide-input") { parts = parts.map { Self.folded("Code", $0) } }
        var outputs = tags.contains("remove-output") ? [] : (cell.outputs ?? []).compactMap { html($0) }
        if tags.contains("hide-output"), !outputs.isEmpty {
            outputs = [Self.folded("Output", outputs.joined(separator: "\n"))]
        }
        parts += outputs
        guard !parts.isEmpty else { return }
        defer { add(cell.answers) }
        let inner = parts.joined(separator: "\n")
        for (tag, word) in [("hint", "Hint"), ("solution", "Solution"), ("hide-cell", "Cell")]
        where cell.tags.contains(tag) {
            body.append("<details class=\"cell\"><summary>\(word)</summary>\n\(inner)\n</details>")
            return
        }
        body.append("<div class=\"cell\">\n\(inner)\n</div>")
    }

    private static func folded(_ word: String, _ html: String) -> String {
        "<details><summary>\(word)</summary>\n\(html)\n</details>"
    }

    /// Hints and a solution, each behind a word to press; wrong answers are the checks' business.
    private mutating func add(_ answers: [Document.Answer]) {
        for answer in answers {
            let (word, inner): (String, String)
            switch answer.kind {
            case .hint:
                let anchors = self.anchors
                let page = Markdown(answer.text).html(.init(anchor: anchors.name, picture: picture))
                (word, inner) = ("Hint", "<div class=\"prose\">\n\(page.html)</div>")
            case .solution:
                let code = CodeHTML.coloured(answer.text)
                (word, inner) = ("Solution", "<pre class=\"code\"><code>\(code)</code></pre>")
            case .wrong: continue
            }
            body.append("<details class=\"cell\"><summary>\(word)</summary>\n\(inner)\n</details>")
        }
    }

    private mutating func html(_ output: CellOutput) -> String? {
        switch output {
        case .text(let text):
            var text = text
            while text.hasSuffix("\n") { text.removeLast() }
            return text.isEmpty ? nil : "<pre class=\"output\">\(CodeHTML.escaped(text))</pre>"
        case .shown(let forms): return html(forms)
        case .error(_, let message):
            return "<pre class=\"output error\">\(CodeHTML.escaped(message))</pre>"
        }
    }

    /// The form that a page shows best; text where there is no other.
    private mutating func html(_ forms: Forms) -> String? {
        if forms.isDrawn {
            figures += 1
            guard let form = try? forms.form(.svg, names: "figure-\(figures)-") else { return nil }
            return "<figure>\(form.data)</figure>"
        }
        let order: [MediaType] = [.html, .markdown, .svg, .latex, .png, .jpeg]
        for type in order + forms.types.filter({ $0.isImage && !order.contains($0) }) {
            guard let form = try? forms.form(type), let html = html(form.data, type) else { continue }
            return html
        }
        return forms.text().flatMap { html(.text($0)) }
    }

    private func html(_ data: String, _ type: MediaType) -> String? {
        switch type {
        case .html: return (try? SafeHTML.cleaned(data)).map { "<div class=\"shown\">\n\($0)\n</div>" }
        case .markdown, .latex:
            let words = type == .latex && !data.contains("$") ? "$$\(data)$$" : data
            let anchors = self.anchors
            return "<div class=\"shown\">\n\(Markdown(words).html(.init(anchor: anchors.name)).html)</div>"
        default:
            let base = type.isText ? Data(data.utf8).base64EncodedString() : data
            let bytes = base.filter { $0.isASCII && ($0.isLetter || $0.isNumber || "+/=".contains($0)) }
            let name = type.rawValue
            guard name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "/+.-".contains($0)) })
            else { return nil }
            return
                "<figure><img src=\"data:\(name);base64,\(bytes)\" "
                + "alt=\"the picture that this cell drew\"></figure>"
        }
    }

    func page(title: String?) -> String {
        let title = title ?? headings.first?.text ?? "A session with Lagado"
        return """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="generator" content="lagado">
            <title>\(CodeHTML.escaped(title))</title>
            <style>
            \(PageStyle.sheet)
            </style>
            </head>
            <body>
            <main>
            \(whole)
            </main>
            </body>
            </html>

            """
    }

    /// The blocks, with the table of contents below the title.
    private var whole: String {
        let text = body.joined(separator: "\n")
        guard headings.first?.level == 1, let end = text.range(of: "</h1>\n") else { return contents + text }
        return text.replacingCharacters(in: end, with: "</h1>\n" + contents)
    }

    /// A table of contents, where there are enough headings to want one.
    private var contents: String {
        // A title at the top is no entry.
        let first = headings.first?.level ?? 1
        let isTitle = headings.filter { $0.level == first }.count == 1
        let entries = (isTitle ? headings.dropFirst() : headings[...]).filter { $0.level <= first + 2 }
        guard entries.count >= 3, let top = entries.map(\.level).min() else { return "" }
        let lines = entries.map { entry in
            let anchor = Escaping.html(entry.anchor)
            return
                "<li class=\"level-\(entry.level - top)\"><a "
                + "href=\"#\(anchor)\">\(CodeHTML.escaped(entry.text))</a></li>"
        }
        return "<nav aria-label=\"Contents\"><details><summary>Contents</summary>\n<ul>\n"
            + lines.joined(separator: "\n") + "\n</ul>\n</details></nav>\n"
    }
}

/// Names of anchors as GitHub makes them, each once.
private final class Anchors {
    private var taken: Set<String> = []

    func name(_ heading: String) -> String {
        let words = heading.lowercased().unicodeScalars.compactMap { scalar -> Character? in
            if scalar == " " || scalar == "-" { return "-" }
            let isWord =
                scalar.properties.isAlphabetic || scalar == "_" || scalar.properties.numericType != nil
            return isWord ? Character(scalar) : nil
        }
        let base = words.isEmpty ? "section" : String(words)
        var (name, count) = (base, 0)
        while !taken.insert(name).inserted {
            count += 1
            name = "\(base)-\(count)"
        }
        return name
    }
}

/// Code as HTML, in the colours of its tokens.
enum CodeHTML {
    static func coloured(_ code: String) -> String {
        let bytes = Array(code.utf8)
        var result = ""
        var place = 0
        func text(_ lower: Int, _ upper: Int) -> String {
            escaped(String(decoding: bytes[lower..<max(lower, upper)], as: UTF8.self))
        }
        for (part, range) in Colouring.parts(of: code)
        where range.lower >= place && range.upper <= bytes.count {
            result += text(place, range.lower)
            result += "<span class=\"\(name(part))\">\(text(range.lower, range.upper))</span>"
            place = range.upper
        }
        return result + text(place, bytes.count)
    }

    private static func name(_ part: Colouring.Part) -> String {
        switch part {
        case .keyword: "k"
        case .string: "s"
        case .number: "n"
        case .comment: "c"
        case .definition: "d"
        case .call: "f"
        case .decorator: "a"
        }
    }

    /// Marks of HTML escaped, control characters that it forbids left out.
    static func escaped(_ text: String) -> String {
        var safe = String.UnicodeScalarView()
        for scalar in text.unicodeScalars where scalar.value >= 32 || scalar == "\n" || scalar == "\t" {
            if !(127..<160).contains(scalar.value) { safe.append(scalar) }
        }
        return Escaping.html(String(safe))
    }
}
