import CMarkGFM
import Presentation

/// Formulas between dollars, as an extension of cmark: what stands in them is LaTeX, where `_` and `*`
/// emphasise nothing and a backslash stays.
///
/// As in MyST and pandoc: no blank behind the first dollar or before the last one, and no
/// digit behind the last one, so that `$5 and $10` are prices. Two dollars make a formula on
/// a line of its own. In cmark's tree a formula is a code node with this extension, on a page
/// `<span class="math inline">` with its LaTeX as text.
enum MathSyntax {
    /// Lets a parser read formulas. Before the parser finishes.
    static func attach(to parser: OpaquePointer) {
        guard let syntax = shared else { return }
        scanned = (nil, 0)
        cmark_parser_attach_syntax_extension(parser, syntax)
    }

    /// One for all parsers, and never freed, as cmark's own extensions.
    // unsafe: made once, and never changed.
    nonisolated(unsafe) private static let shared: OpaquePointer? = {
        guard let syntax = cmark_syntax_extension_new("math") else { return nil }
        let dollar = UnsafeMutableRawPointer(bitPattern: UInt(UInt8(ascii: "$")))
        cmark_syntax_extension_set_special_inline_chars(
            syntax, cmark_llist_append(cmark_get_default_mem_allocator(), nil, dollar))
        cmark_syntax_extension_set_match_inline_func(syntax) { syntax, _, parent, character, inlines in
            guard character == UInt8(ascii: "$"), let syntax, let inlines, let parent else { return nil }
            return MathSyntax.match(inlines, parent: parent, syntax)
        }
        cmark_syntax_extension_set_html_render_func(syntax) { _, renderer, node, _, _ in
            if let node, let html = renderer?.pointee.html { MathSyntax.render(node, into: html) }
        }
        return syntax
    }()

    /// Behind this place of a paragraph no dollar ends a formula: it need not be looked for again.
    // unsafe: read and written while `Markdown.parsing` is locked.
    nonisolated(unsafe) private static var scanned: (parent: OpaquePointer?, from: Int32) = (nil, 0)

    private static func match(
        _ inlines: OpaquePointer, parent: OpaquePointer, _ syntax: OpaquePointer
    ) -> OpaquePointer? {
        func byte(_ place: Int32) -> UInt8 { cmark_inline_parser_peek_at(inlines, place) }
        let start = cmark_inline_parser_get_offset(inlines)
        let dollar = UInt8(ascii: "$")
        let isDisplay = byte(start + 1) == dollar
        let inside = start + (isDisplay ? 2 : 1)
        guard let first = Optional(byte(inside)), first != 0, first != dollar, isDisplay || !isSpace(first)
        else { return nil }
        if scanned.parent == parent, start >= scanned.from { return nil }
        var end = inside
        while true {
            let current = byte(end)
            if current == 0 {
                scanned = (parent, start)
                return nil
            }
            if current == UInt8(ascii: "\\"), byte(end + 1) != 0 {
                end += 2
                continue
            }
            if current == dollar {
                if isDisplay {
                    if byte(end + 1) == dollar { break }
                } else if !isSpace(byte(end - 1)), !isDigit(byte(end + 1)) {
                    break
                }
            }
            end += 1
        }
        let behind = end + (isDisplay ? 2 : 1)
        guard let node = cmark_node_new(CMARK_NODE_CODE) else { return nil }
        cmark_node_set_literal(node, String(decoding: (start..<behind).map(byte), as: UTF8.self))
        cmark_node_set_syntax_extension(node, syntax)
        cmark_inline_parser_set_offset(inlines, behind)
        return node
    }

    /// Writes a formula for a page: its LaTeX, without the dollars.
    private static func render(_ node: OpaquePointer, into html: UnsafeMutablePointer<cmark_strbuf>) {
        let written = cmark_node_get_literal(node).map { String(cString: $0) } ?? ""
        let marks = written.hasPrefix("$$") ? 2 : 1
        let latex = Escaping.html(String(written.dropFirst(marks).dropLast(marks)))
        cmark_strbuf_puts(html, "<span class=\"math \(marks == 2 ? "display" : "inline")\">\(latex)</span>")
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }
    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
}
