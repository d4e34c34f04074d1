import CMarkGFM
import Foundation
import Presentation

/// Prose as HTML, with its headings.
public struct MarkdownPage: Equatable, Sendable {
    /// A heading, and the name of the anchor that stands in it.
    public struct Heading: Equatable, Sendable {
        public var level: Int
        public var text: String
        public var anchor: String
    }

    public var html: String
    public var headings: [Heading]
}

extension Markdown {
    /// What whoever renders a page says about things that are not in the Markdown.
    public struct Surroundings {
        /// A name for a heading's anchor that no other heading has.
        public var anchor: (_ heading: String) -> String
        /// The code of a fence as HTML, nil to show it as it is.
        public var code: (_ language: String, _ code: String) -> String?
        /// A picture as a `data:` address; nil where the page goes without it and a link is left.
        public var picture: (_ address: String) -> String?

        public init(
            anchor: @escaping (String) -> String,
            code: @escaping (String, String) -> String? = { _, _ in nil },
            picture: @escaping (String) -> String? = { _ in nil }
        ) {
            self.anchor = anchor
            self.code = code
            self.picture = picture
        }
    }

    /// The prose as HTML in cmark's safe mode: no HTML of its own, no scripts, no address that could run one.
    /// Formulas (`$…$`, `$$…$$`) are MathML.
    ///
    /// Complexity: linear in the bytes of the source.
    public func html(_ surroundings: Surroundings) -> MarkdownPage {
        var headings: [MarkdownPage.Heading] = []
        let html = withTree(options: CMARK_OPT_VALIDATE_UTF8) {
            root, extensions -> String in
            for node in Self.nodes(root) {
                switch cmark_node_get_type(node) {
                case CMARK_NODE_HEADING:
                    let text = Self.text(node)
                    let anchor = surroundings.anchor(text)
                    Self.add("<a id=\"\(Escaping.html(anchor))\"></a>", before: node)
                    headings.append(
                        .init(level: Int(cmark_node_get_heading_level(node)), text: text, anchor: anchor))
                case CMARK_NODE_CODE_BLOCK:
                    let info = String(cString: cmark_node_get_fence_info(node))
                    let language = String(info.prefix { $0 != " " })
                    if let code = surroundings.code(language, String(cString: cmark_node_get_literal(node))) {
                        Self.replace(node, CMARK_NODE_CUSTOM_BLOCK, code)
                    }
                case CMARK_NODE_IMAGE: Self.place(node, surroundings)
                case CMARK_NODE_CODE where cmark_node_get_syntax_extension(node) != nil:
                    Self.replace(
                        node, CMARK_NODE_CUSTOM_INLINE,
                        Self.formula(String(cString: cmark_node_get_literal(node))))
                default: break
                }
            }
            guard let text = cmark_render_html(root, CMARK_OPT_VALIDATE_UTF8, extensions) else { return "" }
            defer { free(text) }
            return String(cString: text)
        }
        return MarkdownPage(html: html ?? "", headings: headings)
    }

    /// A formula between its dollars as MathML where it is understood, else as it is written.
    private static func formula(_ written: String) -> String {
        let marks = written.hasPrefix("$$") ? 2 : 1
        let latex = written.dropFirst(marks).dropLast(marks).trimmingCharacters(in: .whitespacesAndNewlines)
        return MathML.html(latex, isDisplay: marks == 2)
            ?? "<code class=\"latex\">\(Escaping.html(latex))</code>"
    }

    // MARK: - The tree

    /// All nodes, each before what is in it.
    private static func nodes(_ root: OpaquePointer) -> [OpaquePointer] {
        guard let walk = cmark_iter_new(root) else { return [] }
        defer { cmark_iter_free(walk) }
        var nodes: [OpaquePointer] = []
        while true {
            switch cmark_iter_next(walk) {
            case CMARK_EVENT_ENTER: if let node = cmark_iter_get_node(walk) { nodes.append(node) }
            case CMARK_EVENT_DONE: return nodes
            default: break
            }
        }
    }

    /// The words in a node, without their marks.
    private static func text(_ root: OpaquePointer) -> String {
        nodes(root).map { node in
            switch cmark_node_get_type(node) {
            case CMARK_NODE_TEXT, CMARK_NODE_CODE: String(cString: cmark_node_get_literal(node))
            case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK: " "
            default: ""
            }
        }.joined()
    }

    /// Puts HTML in front of all that is in a node.
    private static func add(_ html: String, before node: OpaquePointer) {
        guard let mark = cmark_node_new(CMARK_NODE_CUSTOM_INLINE) else { return }
        cmark_node_set_on_enter(mark, html)
        if cmark_node_prepend_child(node, mark) == 0 { cmark_node_free(mark) }
    }

    private static func replace(_ node: OpaquePointer, _ kind: cmark_node_type, _ html: String) {
        guard let new = cmark_node_new(kind) else { return }
        cmark_node_set_on_enter(new, html)
        if cmark_node_replace(node, new) == 0 { cmark_node_free(new) }
    }

    /// Puts a picture into the page, or a link where it is elsewhere.
    private static func place(_ node: OpaquePointer, _ surroundings: Surroundings) {
        let address = String(cString: cmark_node_get_url(node))
        let words = text(node)
        if let data = surroundings.picture(address) {
            replace(
                node, CMARK_NODE_CUSTOM_INLINE,
                "<img src=\"\(Escaping.html(data))\" alt=\"\(Escaping.html(words))\">")
        } else if let link = cmark_node_new(CMARK_NODE_LINK), let label = cmark_node_new(CMARK_NODE_TEXT) {
            cmark_node_set_url(link, address)
            cmark_node_set_literal(label, words.isEmpty ? address : words)
            cmark_node_append_child(link, label)
            if cmark_node_replace(node, link) == 0 { cmark_node_free(link) }
        }
    }
}
