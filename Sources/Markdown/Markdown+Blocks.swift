import CMarkGFM
import Foundation

/// Why prose cannot be read.
public struct MarkdownError: Error, Equatable, Sendable, CustomStringConvertible {
    public var message: String
    public var description: String { message }
}

extension Markdown {
    /// The prose as a tree: Markdown, the HTML in it, formulas, MyST's directives.
    ///
    /// Markdown and HTML are mixed in notebooks: a tag can open in one paragraph and close
    /// in another, and a table can hold both. So cmark writes all of it as HTML, and an HTML
    /// parser reads that, as in a browser.
    ///
    /// Complexity: linear in the bytes of the source. Blocks inside more than
    /// 24 others lie beside each other.
    ///
    /// - Throws: ``MarkdownError`` where libxml2 is not on this machine.
    public func blocks() throws -> [ProseBlock] { try blocks(depth: 0) }

    /// - Parameter depth: how many directives this is inside of.
    func blocks(depth: Int) throws -> [ProseBlock] {
        let builder = BlockBuilder(depth: depth)
        let prepared = Markdown(MySTSyntax.prepared(source))
        let options = CMARK_OPT_UNSAFE | CMARK_OPT_FOOTNOTES | CMARK_OPT_FULL_INFO_STRING
        try prepared.withTree(options: options) { root, extensions in
            // A long text is handed over block by block, so that no more than one of them is there twice.
            let isLong = prepared.source.utf8.count > 1 << 20
            var nodes: [OpaquePointer] = []
            if isLong {
                var node = cmark_node_first_child(root)
                while let current = node {
                    nodes.append(current)
                    node = cmark_node_next(current)
                }
            } else {
                nodes = [root]
            }
            for node in nodes {
                guard let html = cmark_render_html(node, options, extensions) else { continue }
                defer { free(html) }
                try HTMLReader.read(UnsafeBufferPointer(start: html, count: strlen(html)), into: builder)
            }
        }
        return try builder.finished()
    }
}
