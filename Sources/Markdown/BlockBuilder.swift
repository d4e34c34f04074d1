/// Builds blocks from the elements of a page, in the order in which they open and close.
///
/// A block may open inside of words (`<b><table>`): so words are a flat row that remembers how each is set,
/// and only blocks are nested.
final class BlockBuilder: HTMLVisitor {
    /// Blocks inside more than this many others lie beside each other.
    private static let deepest = 24
    /// So many directives inside each other are read; the source of a deeper one is shown.
    static let deepestDirective = 6

    private let depth: Int
    var frames: [Frame] = [Frame(.page)]
    var elements: [Element] = []
    var traits: Inline.Traits = []
    /// Greater than 0 inside an element whose words nobody reads, such as a script.
    var silence = 0
    var links: [(address: String, start: Int)] = []
    var formula = ""
    private var failure: (any Error)?

    init(depth: Int) { self.depth = depth }

    /// An element that is open.
    struct Element {
        let name: String
        var before: Inline.Traits = []
        var opensFrame = false
        var isSilent = false
        /// Whether a formula stands on lines of its own; nil outside of formulas.
        var isDisplay: Bool?
        var isLink = false
        var isCode = false
        /// Begins and ends a paragraph.
        var isBlock = false
    }

    /// A block that is open, with what it has so far.
    struct Frame {
        enum Kind { case page, heading(Int), quote, indented, list, item, table, row, cell, pre, strong }
        let kind: Kind
        var blocks: [ProseBlock] = []
        var inlines: [Inline] = []
        var language: String?
        var list = BlockList(items: [])
        var isDone: Bool?
        var isHead = false
        var cell = BlockTable.Cell(blocks: [])
        var row: (cells: [BlockTable.Cell], isHeader: Bool) = ([], true)
        var header: [[BlockTable.Cell]] = []
        var rows: [[BlockTable.Cell]] = []

        init(_ kind: Kind) { self.kind = kind }
    }

    /// The blocks of the page.
    func finished() throws -> [ProseBlock] {
        while !elements.isEmpty { close(elements[elements.count - 1].name) }
        flush()
        if let failure { throw failure }
        return frames[0].blocks
    }

    // MARK: - Elements

    func open(_ name: String, _ attributes: [String: String]) {
        var element = Element(name: name, before: traits)
        defer { elements.append(element) }
        let classes = (attributes["class"] ?? "").split(separator: " ").map(String.init)
        if silence > 0 || HTMLNames.unread.contains(name) || classes.contains("footnote-backref")
            || attributes["hidden"] != nil
            || (attributes["style"] ?? "").filter({ $0 != " " }).contains("display:none")
        {
            element.isSilent = true
            silence += 1
            return
        }
        if isIn(.pre) {
            if name == "code", let language = classes.first(where: { $0.hasPrefix("language-") }) {
                frames[frames.count - 1].language =
                    String(language.dropFirst("language-".count))
                    + (attributes["data-meta"].map { " " + $0 } ?? "")
            } else if name == "br" {
                text("\n")
            }
            return
        }
        switch name {
        case "b", "strong": traits.insert(.strong)
        case "i", "em", "cite", "var", "dfn": traits.insert(.emphasis)
        case "s", "del", "strike": traits.insert(.struck)
        case "u", "ins": traits.insert(.underlined)
        case "sup": traits.insert(.raised)
        case "sub": traits.insert(.lowered)
        case "code", "tt", "kbd", "samp": element.isCode = true
        case "span" where classes.contains("math"):
            element.isDisplay = classes.contains("display")
            formula = ""
        case "a": openLink(attributes, &element)
        case "img", "image":
            add(.image(description: collapsed(attributes["alt"] ?? ""), source: attributes["src"] ?? ""))
        case "iframe", "video", "audio", "embed", "source":
            if let source = attributes["src"], !source.isEmpty {
                add(.image(description: collapsed(attributes["title"] ?? ""), source: source))
            }
        case "br": add(.lineBreak)
        case "input":
            if attributes["type"] == "checkbox", isIn(.item), frames[frames.count - 1].inlines.isEmpty {
                frames[frames.count - 1].isDone = attributes["checked"] != nil
            }
        case "q": text("“")
        case "hr":
            flush()
            frames[frames.count - 1].blocks.append(.rule)
        case "p":
            flush()
            element.isBlock = true
            if isIn(.item) { looseList() }
        default: openBlock(name, attributes, classes, &element)
        }
    }

    private func openBlock(
        _ name: String, _ attributes: [String: String], _ classes: [String], _ element: inout Element
    ) {
        let kind: Frame.Kind
        switch name {
        case "h1", "h2", "h3", "h4", "h5", "h6": kind = .heading(Int(name.dropFirst()) ?? 6)
        case "blockquote": kind = .quote
        case "dd", "figcaption": kind = .indented
        case "ul", "ol", "menu", "dir": kind = .list
        case "li": kind = .item
        case "table": kind = .table
        case "tr": kind = .row
        case "td", "th": kind = .cell
        case "pre", "textarea", "xmp", "listing": kind = .pre
        case "dt", "summary", "caption", "legend": kind = .strong
        default:
            if HTMLNames.blocks.contains(name) {
                flush()
                element.isBlock = true
            }
            if name == "section", classes.contains("footnotes") {
                frames[frames.count - 1].blocks.append(.rule)
            }
            return
        }
        flush()
        element.isBlock = true
        // What is nested too deeply lies beside what it is in.
        guard frames.count < Self.deepest else { return }
        var frame = Frame(kind)
        switch kind {
        case .list:
            if name == "ol" { frame.list.start = attributes["start"].flatMap { Int($0) } ?? 1 }
        case .cell:
            let style = (attributes["align"] ?? attributes["style"] ?? "").lowercased()
            frame.isHead = name == "th"
            frame.cell.alignment =
                style.contains("center") ? .centre : style.contains("right") ? .right : .left
            frame.cell.span = min(max(attributes["colspan"].flatMap { Int($0) } ?? 1, 1), 50)
        case .strong: traits.insert(.strong)
        default: break
        }
        frames.append(frame)
        element.opensFrame = true
    }

    func close(_ name: String) {
        guard let element = elements.popLast() else { return }
        if element.isSilent {
            silence -= 1
            return
        }
        if element.isLink { closeLink() }
        if element.opensFrame {
            closeFrame()
        } else if element.isBlock {
            flush()
        } else if let isDisplay = element.isDisplay {
            addFormula(formula, isDisplay: isDisplay)
        } else if element.isCode {
            readRole()
        } else if element.name == "q" {
            text("”")
        }
        traits = element.before
    }

    func isIn(_ kind: Frame.Kind) -> Bool {
        switch (frames[frames.count - 1].kind, kind) {
        case (.pre, .pre), (.item, .item), (.list, .list): true
        default: false
        }
    }

    func looseList() {
        guard frames.count > 1, case .list = frames[frames.count - 2].kind else { return }
        frames[frames.count - 2].list.isLoose = true
    }

    // MARK: - Blocks

    private func closeFrame() {
        flush()
        guard frames.count > 1 else { return }
        var frame = frames.removeLast()
        let parent = frames.count - 1
        func append(_ block: ProseBlock) { frames[parent].blocks.append(block) }
        switch frame.kind {
        case .page: break
        case .heading(let level):
            for block in frame.blocks {
                if case .paragraph(let inlines) = block {
                    append(.heading(level: level, inlines))
                } else {
                    append(block)
                }
            }
        case .strong: frames[parent].blocks += frame.blocks
        case .quote: append(Admonitions.read(quote: frame.blocks) ?? .quote(frame.blocks))
        case .indented: append(.indented(frame.blocks))
        case .list:
            // Words between the items are an item of their own.
            if !frame.blocks.isEmpty { frame.list.items.append(BlockList.Item(blocks: frame.blocks)) }
            append(.list(frame.list))
        case .item:
            let item = BlockList.Item(blocks: frame.blocks, isDone: frame.isDone)
            if case .list = frames[parent].kind {
                frames[parent].list.items.append(item)
            } else {
                append(.list(BlockList(items: [item])))
            }
        case .cell:
            frame.cell.blocks = frame.blocks
            if case .row = frames[parent].kind {
                frames[parent].row.cells.append(frame.cell)
                if !frame.isHead { frames[parent].row.isHeader = false }
            } else {
                frames[parent].blocks += frame.blocks
            }
        case .row:
            if !frame.blocks.isEmpty { frame.row.cells.append(BlockTable.Cell(blocks: frame.blocks)) }
            guard case .table = frames[parent].kind else {
                frames[parent].blocks += frame.row.cells.flatMap(\.blocks)
                break
            }
            if frame.row.cells.isEmpty { break }
            if frame.row.isHeader, frames[parent].rows.isEmpty {
                frames[parent].header.append(frame.row.cells)
            } else {
                frames[parent].rows.append(frame.row.cells)
            }
        case .table:
            // A caption, and words that belong to no cell.
            frames[parent].blocks += frame.blocks
            if !frame.rows.isEmpty || !frame.header.isEmpty {
                append(.table(BlockTable(header: frame.header, rows: frame.rows)))
            }
        case .pre:
            let text = frame.inlines.map(\.words).joined()
            do { frames[parent].blocks += try Directive.blocks(frame.language, text, depth: depth) } catch {
                failure = error
            }
        }
    }
}
