import Foundation
import Lab

/// Markdown as plain text for a terminal: headings stand out, paragraphs are filled, tables and code stay as they are.
struct ProseText {
    var style: TextStyling
    var width: Int

    func text(_ markdown: String) -> String {
        var result: [String] = []
        var paragraph: [String] = []
        var fence: String?
        func close() {
            if !paragraph.isEmpty { result += filled(paragraph.joined(separator: " "), indent: "") }
            paragraph = []
        }
        for line in Words.visible(markdown).split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            let trimmed = line.trimmingCharacters(in: .whitespaces)
            if let mark = fence {
                if trimmed.hasPrefix(mark) { fence = nil } else { result.append("    " + line) }
            } else if trimmed.hasPrefix("```") || trimmed.hasPrefix("~~~") {
                close()
                fence = String(trimmed.prefix(3))
            } else if trimmed.isEmpty {
                close()
                if result.last?.isEmpty == false { result.append("") }
            } else if trimmed.hasPrefix("#") {
                close()
                let words = trimmed.drop { $0 == "#" }.trimmingCharacters(in: .whitespaces)
                result.append(style.bold(inline(words, isStyled: false)))
            } else if trimmed.hasPrefix("|") || trimmed.hasPrefix("$$") {
                close()
                result.append(line)
            } else if let (mark, rest) = listItem(trimmed) {
                close()
                let blanks = String(line.prefix { $0 == " " })
                result += filled(rest, indent: blanks + String(repeating: " ", count: mark.count), first: blanks + mark)
            } else if trimmed.hasPrefix(">") {
                close()
                result += filled(trimmed.drop { $0 == ">" || $0 == " " }.description, indent: "  ").map(style.dim)
            } else {
                paragraph.append(trimmed)
            }
        }
        close()
        while result.last?.isEmpty == true { result.removeLast() }
        while result.first?.isEmpty == true { result.removeFirst() }
        return result.joined(separator: "\n")
    }

    private func listItem(_ line: String) -> (mark: String, rest: String)? {
        let head = line.prefix { $0 != " " }
        guard head.count < line.count else { return nil }
        let isNumber = head.count <= 4 && (head.hasSuffix(".") || head.hasSuffix(")"))
            && head.dropLast().allSatisfy(\.isNumber) && head.count > 1
        guard ["-", "*", "+"].contains(head) || isNumber else { return nil }
        let rest = line.dropFirst(head.count).drop { $0 == " " }
        return ((isNumber ? String(head) : "-") + " ", String(rest))
    }

    /// Words in lines no longer than the width.
    private func filled(_ text: String, indent: String, first: String? = nil) -> [String] {
        var lines: [String] = []
        var line = first ?? indent
        var used = Words.width(line)
        var isEmpty = true
        for word in text.split(separator: " ") {
            let wide = Words.width(inline(String(word), isStyled: false))
            if !isEmpty, used + 1 + wide > width {
                lines.append(line)
                (line, used, isEmpty) = (indent, Words.width(indent), true)
            }
            line += (isEmpty ? "" : " ") + word
            used += (isEmpty ? 0 : 1) + wide
            isEmpty = false
        }
        lines.append(line)
        return lines.map { inline($0, isStyled: style.isOn) }
    }

    /// Emphasis and code without their marks, links as their words.
    private func inline(_ text: String, isStyled: Bool) -> String {
        var result = ""
        var isBold = false
        var isCode = false
        var rest = text[...]
        while let character = rest.first {
            if character == "`" {
                isCode.toggle()
                if isStyled { result += isCode ? "\u{1b}[36m" : "\u{1b}[39m" }
                rest = rest.dropFirst()
            } else if !isCode, rest.hasPrefix("**") {
                isBold.toggle()
                if isStyled { result += isBold ? "\u{1b}[1m" : "\u{1b}[22m" }
                rest = rest.dropFirst(2)
            } else if !isCode, character == "[", let end = rest.firstIndex(of: "]"),
                rest[end...].hasPrefix("]("), let close = rest[end...].firstIndex(of: ")")
            {
                result += rest[rest.index(after: rest.startIndex)..<end]
                rest = rest[rest.index(after: close)...]
            } else {
                result.append(character)
                rest = rest.dropFirst()
            }
        }
        if isStyled, isBold || isCode { result += "\u{1b}[0m" }
        return result
    }
}
