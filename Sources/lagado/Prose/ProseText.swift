import Formula
import Foundation
import Lab
import Markdown
import Presentation

/// Markdown as text for a terminal: headings stand out, paragraphs and the cells of tables are filled, code
/// stays as it is.
struct ProseText {
    var style: TextStyling
    var width: Int
    /// False draws with ASCII characters only, and leaves formulas as they are written.
    var unicode: Bool
    /// Makes words safe for where they go.
    var shown: (String) -> String

    /// Prose for whoever reads: in lines that are not too long, and in characters that the terminal has.
    init(_ terminal: Terminal, style: TextStyling) {
        guard terminal.isOutputTerminal else {
            self.init(style: style, width: 100)
            return
        }
        self.init(
            style: style, width: min(terminal.size.width - 1, 100), unicode: terminal.unicode,
            shown: terminal.shown)
    }

    init(
        style: TextStyling, width: Int, unicode: Bool = true,
        shown: @escaping (String) -> String = Formatting.visible
    ) {
        (self.style, self.width, self.unicode, self.shown) = (style, width, unicode, shown)
    }

    func text(_ markdown: String) -> String {
        let source = safe(markdown)
        do {
            let lines = lines(try Markdown(source).blocks(), width: max(width, 8), level: 0)
            return lines.map { $0.text(isStyled: style.isOn) }.joined(separator: "\n")
        } catch {
            return "(shown as it is written: \(error))\n" + shown(source)
        }
    }

    /// What Markdown and HTML leave out, control characters, is shown instead; tabs
    /// stay, for they mean something there.
    private func safe(_ markdown: String) -> String {
        guard markdown.utf8.contains(where: { $0 < 32 && $0 != 10 && $0 != 9 || $0 == 127 }) else {
            return markdown
        }
        let text = markdown.replacingOccurrences(of: "\r\n", with: "\n")
        return text.split(separator: "\t", omittingEmptySubsequences: false).map {
            Formatting.visible(String($0))
        }
        .joined(separator: "\t")
    }

    // MARK: - Blocks

    /// - Parameter level: how many tables this is inside of.
    func lines(_ blocks: [ProseBlock], width: Int, level: Int, isTight: Bool = false) -> [ProseLine] {
        var result: [ProseLine] = []
        for block in blocks {
            let lines = lines(block, width: width, level: level)
            if !lines.isEmpty, !result.isEmpty, !(isTight && block.isList) { result.append(ProseLine()) }
            result += lines
        }
        return result
    }

    private func lines(_ block: ProseBlock, width: Int, level: Int) -> [ProseLine] {
        switch block {
        case .paragraph(let inlines): ProseWords(inlines, self).lines(width: width)
        case .heading(let rank, let inlines): heading(rank, inlines, width, isInTable: level > 0)
        case .code(_, let text): code(text, width, isCut: level > 0)
        case .formula(let latex):
            indented(
                (unicode ? Formula.lines(latex) : written(latex)).flatMap {
                    ProseWords([.text($0, [])], self).lines(width: room(width, 4))
                }, ProseLine("    "), width)
        case .list(let list): self.list(list, width, level)
        case .quote(let blocks): barred(lines(blocks, width: room(width, 2), level: level), width)
        case .admonition(let title, let blocks):
            barred(
                ProseWords(title, self).lines(width: room(width, 2)).map { $0.adding(.bold) }
                    + lines(blocks, width: room(width, 2), level: level), width)
        case .indented(let blocks):
            indented(lines(blocks, width: room(width, 4), level: level), ProseLine("    "), width)
        case .table(let table): ProseTable(table, self, width: width, level: level).lines()
        case .rule: [ProseLine(String(repeating: unicode ? "─" : "-", count: min(width, 1000)), .dim)]
        }
    }

    /// A formula where it cannot be shown otherwise.
    private func written(_ latex: String) -> [String] {
        latex.split(separator: "\n").map(String.init)
    }

    private func heading(_ rank: Int, _ inlines: [Inline], _ width: Int, isInTable: Bool) -> [ProseLine] {
        let lines = ProseWords(inlines, self).lines(width: width)
        if style.isOn {
            return lines.map { $0.adding(rank == 1 && !isInTable ? [.bold, .underlined] : .bold) }
        }
        guard !isInTable, rank <= 2, !lines.isEmpty else { return lines }
        let mark = rank == 1 ? (unicode ? "═" : "=") : (unicode ? "─" : "-")
        return lines + [ProseLine(String(repeating: mark, count: lines.map(\.width).max() ?? 0))]
    }

    private func code(_ text: String, _ width: Int, isCut: Bool) -> [ProseLine] {
        let lines = text.replacingOccurrences(of: "\t", with: "    ").split(
            separator: "\n", omittingEmptySubsequences: false
        )
        .map { ProseLine(shown(String($0)), .code) }
        guard isCut else { return indented(lines, ProseLine("    "), width) }
        // In a cell of a table a long line has no room.
        return lines.flatMap { line -> [ProseLine] in
            guard line.width > width else { return [line] }
            var parts: [ProseLine] = [ProseLine()]
            for character in line.spans.map(\.text).joined() {
                let columns = Columns.width(character)
                if parts[parts.count - 1].width + columns > width { parts.append(ProseLine()) }
                parts[parts.count - 1].append(String(character), .code, columns)
            }
            return parts
        }
    }

    private func list(_ list: BlockList, _ width: Int, _ level: Int) -> [ProseLine] {
        let last = (list.start ?? 0).addingReportingOverflow(list.items.count)
        let digits = String(last.overflow ? list.start ?? 0 : max(last.partialValue - 1, 0)).count
        var result: [ProseLine] = []
        for (index, item) in list.items.enumerated() {
            var mark: String
            if let start = list.start {
                let number = start.addingReportingOverflow(index)
                mark = String(number.overflow ? start : number.partialValue) + ". "
                mark = String(repeating: " ", count: max(digits + 2 - mark.count, 0)) + mark
            } else {
                mark = item.isDone == nil ? (unicode ? "• " : "- ") : ""
            }
            if let isDone = item.isDone {
                mark += unicode ? (isDone ? "☑ " : "☐ ") : (isDone ? "[x] " : "[ ] ")
            }
            let columns = Columns.width(mark)
            var lines = lines(item.blocks, width: room(width, columns), level: level, isTight: !list.isLoose)
            if lines.isEmpty { lines = [ProseLine()] }
            if list.isLoose, index > 0 { result.append(ProseLine()) }
            result.append(ProseLine(mark) + lines[0])
            result += indented(
                Array(lines.dropFirst()), ProseLine(String(repeating: " ", count: columns)), width)
        }
        return result
    }

    // MARK: - Room

    /// What is left of a width. Where next to nothing would be, nothing is taken.
    private func room(_ width: Int, _ columns: Int) -> Int { width - columns >= 12 ? width - columns : width }

    private func indented(_ lines: [ProseLine], _ indent: ProseLine, _ width: Int) -> [ProseLine] {
        guard room(width, indent.width) < width else { return lines }
        return lines.map { $0.width == 0 && indent.isBlank ? $0 : indent + $0 }
    }

    private func barred(_ lines: [ProseLine], _ width: Int) -> [ProseLine] {
        indented(lines, ProseLine(unicode ? "│ " : "> ", .dim), width)
    }
}

extension ProseLine {
    fileprivate var isBlank: Bool { spans.allSatisfy { $0.text.allSatisfy { $0 == " " } } }
}

extension ProseBlock {
    var isList: Bool { if case .list = self { true } else { false } }
}
