/// A table is text on a terminal, and HTML in a notebook and on a page.
extension TextTable: FormSource {
    /// HTML; a title without rows has its text alone.
    public var types: [MediaType] { rows.isEmpty ? [] : [.html] }

    public func text(_ options: RenderOptions) -> String? { text + "\n" }

    public func form(_ type: MediaType, names: String) -> Form? {
        type == .html && !rows.isEmpty ? Form(html) : nil
    }

    public var visible: TextTable {
        TextTable(
            Formatting.visible(title), headers: headers.map(Formatting.visible),
            rows: rows.map { $0.map(Formatting.visible) }, footer: footer.map(Formatting.visible))
    }

    /// As HTML: the title as its caption, the lines below the rows as its foot, numbers to the right.
    ///
    /// The alignment stands with each cell, since notebooks have one of their own; the class keeps them from
    /// reading dollars in it as formulas.
    public var html: String {
        let all = (headers.isEmpty ? [] : [headers]) + rows
        let columns = all.map(\.count).max() ?? 0
        let sides = (0..<columns).map { holdsNumbers($0) ? "right" : "left" }
        func row(_ cells: [String], _ element: String) -> String {
            let cells = cells.enumerated().map { column, cell in
                "<\(element) style=\"text-align: \(sides[column])\">\(Self.escaped(cell))</\(element)>"
            }
            return "<tr>" + cells.joined() + "</tr>\n"
        }
        var html = "<table class=\"tex2jax_ignore\">\n"
        if !title.isEmpty {
            html += "<caption style=\"text-align: left\">\(Self.escaped(title))</caption>\n"
        }
        if !headers.isEmpty { html += "<thead>\n" + row(headers, "th") + "</thead>\n" }
        html += "<tbody>\n" + rows.map { row($0, "td") }.joined() + "</tbody>\n"
        if !footer.isEmpty {
            let lines = footer.map { line in
                "<tr><td colspan=\"\(max(1, columns))\" style=\"text-align: left; white-space: pre-wrap\">"
                    + "\(Self.escaped(line))</td></tr>\n"
            }
            html += "<tfoot>\n" + lines.joined() + "</tfoot>\n"
        }
        return html + "</table>\n"
    }

    /// HTML may have no control characters.
    private static func escaped(_ text: String) -> String { Escaping.html(Formatting.visible(text)) }
}
