import Foundation

extension Document {
    /// MyST Markdown that `lagado test` runs and jupytext reads: options as
    /// `:name: value`, outputs in fences.
    public var lesson: String {
        var text = frontMatter
        for (index, block) in blocks.enumerated() {
            switch block {
            case .prose(""): break
            case .prose(let words):
                // A blank line between two pieces keeps them two.
                text += (index == 0 ? "" : "\n") + Document.closed(words) + "\n"
            case .note(let words): text += "\n<!-- note: \(words) -->\n"
            case .cell(let cell): text += "\n" + Document.fences(cell)
            }
        }
        return text
    }

    /// The lines between `---` at the top of a lesson.
    private var frontMatter: String {
        let own = "{" + self.own.map { "\($0.name): \($0.value)" }.joined(separator: ", ")
        let title = settings.title.map { "title: \(Document.quoted($0))\n" } ?? ""
        return """
            ---
            \(title)file_format: mystnb
            kernelspec: {name: lagado, display_name: Lagado, language: lagado}
            jupytext: {notebook_metadata_filter: "lagado,file_format"}
            lagado: \(own)}
            ---

            """
    }

    /// A text in YAML's double quotes.
    static func quoted(_ text: String) -> String {
        let inner = text.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(
            of: "\"", with: "\\\""
        )
        .replacingOccurrences(of: "\n", with: " ")
        return "\"\(inner)\""
    }

    static func fences(_ cell: Code) -> String {
        var lines = cell.options.flatMap { option in
            // Several lines of `:fast:` make a longer program.
            option.value.split(separator: "\n", omittingEmptySubsequences: false).map {
                ":\(option.name): \($0)"
            }
        }
        if cell.failed, !cell.options.contains(where: { $0.name == "check" }) {
            lines.append(":check: error")
        }
        if !cell.tags.isEmpty { lines.append(":tags: [\(cell.tags.joined(separator: ", "))]") }
        // The blank line below the options is not part of the source. (jupytext writes it, as it does one
        // before the output.)
        if !lines.isEmpty { lines.append("") }
        let head = lines.map { $0 + "\n" }.joined()
        let text = fenced(
            cell.isCheck ? "check" : "{code-cell} lagado",
            head + cell.source + (cell.source.isEmpty ? "" : "\n"))
        let output = expected(cell).map { "\n" + fenced("output", $0) } ?? ""
        return text + output + (cell.answers.isEmpty ? "" : "\n" + fences(cell.answers))
    }

    /// The text of the output fence; nil for a cell that has none.
    public static func expected(_ cell: Code) -> String? {
        guard let outputs = cell.outputs, !cell.isCheck else { return nil }
        return outputs.contains { $0.plain != nil } ? plain(outputs) : nil
    }

    /// Prose that cannot run on into the cell below, nor be taken for one: an open fence is closed, and a
    /// fence that a lesson would run is named as code to read.
    static func closed(_ prose: String) -> String {
        var open: String?
        var lines: [String] = []
        for line in prose.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            let text = line.trimmingCharacters(in: .whitespaces)
            let marks = text.prefix { $0 == text.first && ($0 == "`" || $0 == "~") }
            if let fence = open {
                if marks.count >= fence.count, marks.first == fence.first, marks.count == text.count {
                    open = nil
                }
                lines.append(line)
            } else if marks.count >= 3, marks.first == "~" || !text.dropFirst(marks.count).contains("`") {
                open = String(marks)
                let info = text.dropFirst(marks.count).trimmingCharacters(in: .whitespaces)
                let isRun =
                    ["output", "check", "hint", "solution", "wrong"].contains(info)
                    || info.hasPrefix("{code-cell}")
                lines.append(
                    isRun ? String(marks) + (["output", "hint"].contains(info) ? "text" : "python") : line)
            } else {
                lines.append(line)
            }
        }
        if let open { lines.append(open) }
        return lines.joined(separator: "\n")
    }
}
