/// A line of a text, a part of which is meant: carets go right under that part.
public struct MarkedLine: Equatable, Sendable {
    public var before: String
    public var marked: String
    public var after: String

    public init(before: String, marked: String, after: String = "") {
        (self.before, self.marked, self.after) = (before, marked, after)
    }

    public var text: String { before + marked + after }

    /// Without the blanks and tabs at its beginning, as far as they stand before what is marked.
    public var withoutIndentation: MarkedLine {
        MarkedLine(
            before: String(before.drop { $0 == " " || $0 == "\t" }), marked: marked, after: after)
    }

    /// The line of carets: at least one.
    ///
    /// - Parameter margin: columns that stand before the text.
    public func carets(margin: Int) -> String {
        String(repeating: " ", count: margin + Columns.width(before))
            + String(repeating: "^", count: max(1, Columns.width(marked)))
    }

    /// The text with its control characters made visible, and the carets below it, both behind four blanks.
    public var lines: [String] { ["    " + Formatting.visible(text), carets(margin: 4)] }
}
