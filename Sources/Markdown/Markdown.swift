import CMarkGFM
import Foundation

/// A piece of prose in GitHub's Markdown (CommonMark with tables, strikethrough, task lists and bare
/// links), with formulas between dollars.
public struct Markdown: Sendable {
    public let source: String

    public init(_ source: String) { self.source = source }

    /// GitHub's additions to CommonMark that are read.
    private static let extensionNames = ["table", "strikethrough", "tasklist", "autolink"]
    private static let registered: Void = cmark_gfm_core_extensions_ensure_registered()
    /// cmark keeps the characters that its extensions look for in one place for all parsers.
    private static let parsing = NSLock()

    /// Parses the source and hands over the root of the tree, which lives as long as the call, and the syntax
    /// extensions that a renderer has to be told of.
    ///
    /// Complexity: linear in the bytes of the source.
    func withTree<Result>(
        options: Int32 = CMARK_OPT_DEFAULT,
        _ body: (
            _ root: OpaquePointer, _ extensions: UnsafeMutablePointer<cmark_llist>?
        ) throws -> Result
    ) rethrows -> Result? {
        _ = Self.registered
        guard let parser = cmark_parser_new(options) else { return nil }
        defer { cmark_parser_free(parser) }
        for name in Self.extensionNames {
            if let found = cmark_find_syntax_extension(name) {
                cmark_parser_attach_syntax_extension(parser, found)
            }
        }
        var text = source
        text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { characters in
                cmark_parser_feed(parser, characters.baseAddress, characters.count)
            }
        }
        Self.parsing.lock()
        MathSyntax.attach(to: parser)
        let finished = cmark_parser_finish(parser)
        Self.parsing.unlock()
        guard let root = finished else { return nil }
        defer { cmark_node_free(root) }
        return try body(root, cmark_parser_get_syntax_extensions(parser))
    }
}
