import Foundation

extension Lesson {
    /// Reads a lesson in MyST Markdown: front matter, prose, notes, cells with options and their output.
    ///
    /// - Throws: ``LessonError`` naming file, line, and what to do.
    public static func markdown(_ bytes: [UInt8], name: String) throws -> Lesson {
        var reader = MarkdownReader(source: try SourceLines(bytes, name: name), name: name)
        try reader.read()
        return Lesson(
            name: name, format: .markdown, source: bytes, settings: reader.settings, parts: reader.parts)
    }
}

/// Walks once through the lines of a lesson.
private struct MarkdownReader {
    let source: SourceLines
    let name: String
    var settings = Lesson.Settings()
    var parts: [Part] = []

    private var lines: [SourceLines.Line] { source.lines }
    private var index = 0
    private var prose: (start: Int, lines: [String])?
    private var number = 0
    private var labels: [String: Int] = [:]
    /// Where in `parts` the cell is to which an output fence would belong now.
    private var open: Int?
    /// Where in `parts` the last cell is: what hints, solutions and wrong answers belong to.
    private var last: Int?

    init(source: SourceLines, name: String) {
        self.source = source
        self.name = name
    }

    mutating func read() throws {
        if lines.first?.text.trimmingTrailingBlanks == "---" {
            let end = lines.dropFirst().firstIndex {
                ["---", "..."].contains($0.text.trimmingTrailingBlanks)
            }
            guard let end else {
                throw fail(1, "the front matter is not closed", "end it with a line of three dashes: ---")
            }
            let block = lines[1..<end].map(\.text)
            settings = try FrontMatter.settings(from: block, firstLine: 2, file: name)
            index = end + 1
        }
        while index < lines.count {
            let text = lines[index].text
            if let fence = Fence(text) {
                try read(fence)
            } else if text.trimmingBlanks.hasPrefix("<!-- note:")
                || text.trimmingBlanks.hasPrefix("<!--note:")
            {
                try readNote()
            } else {
                if !text.trimmingBlanks.isEmpty { open = nil }
                add(text)
                index += 1
            }
        }
        closeProse()
    }

    func fail(_ line: Int, _ message: String, _ hint: String? = nil) -> LessonError {
        LessonError(file: name, line: line, message: message, hint: hint)
    }

    // MARK: - Prose

    private mutating func add(_ text: String) {
        if prose == nil { prose = (index, []) }
        prose?.lines.append(text)
    }

    private mutating func closeProse() {
        defer { prose = nil }
        guard var (start, lines) = prose else { return }
        while let first = lines.first, first.trimmingBlanks.isEmpty {
            lines.removeFirst()
            start += 1
        }
        while let last = lines.last, last.trimmingBlanks.isEmpty { lines.removeLast() }
        guard !lines.isEmpty else { return }
        parts.append(.prose(Prose(text: lines.joined(separator: "\n"), line: start + 1)))
    }

    private mutating func readNote() throws {
        let start = index
        var text: [String] = []
        while index < lines.count {
            let line = lines[index].text
            index += 1
            guard let end = line.range(of: "-->") else {
                text.append(line)
                continue
            }
            text.append(String(line[..<end.lowerBound]))
            closeProse()
            let whole = text.joined(separator: "\n")
            let words = whole.range(of: "note:").map { String(whole[$0.upperBound...]) } ?? whole
            parts.append(
                .note(Prose(text: words.trimmingCharacters(in: .whitespacesAndNewlines), line: start + 1)))
            let rest = line[end.upperBound...]
            if !rest.allSatisfy(\.isWhitespace) { add(String(rest)) }
            return
        }
        throw fail(start + 1, "this note is not closed", "end it with -->")
    }

    // MARK: - Fences

    private mutating func read(_ fence: Fence) throws {
        let start = index
        guard let end = lines[(start + 1)...].firstIndex(where: { fence.isClosed(by: $0.text) }) else {
            throw fail(
                start + 1, "this fence is not closed: \(fence.marks)\(fence.info)",
                "end it with a line \(fence.marks)")
        }
        let body = lines[(start + 1)..<end].map { fence.unindented($0.text) }
        defer { index = end + 1 }
        let plain = settings.hasPlainCells ? fence.plainCell : nil
        switch plain.map({ .cell(language: $0.language) }) ?? fence.kind {
        case .other:
            try check(fence, line: start + 1)
            open = nil
            for line in lines[start...end] {
                add(line.text)
                index += 1
            }
        case .cell(let language):
            if let language, !Fence.languages.contains(language.lowercased()) {
                throw fail(start + 1, "a cell in '\(language)' cannot be run", "write ```{code-cell} lagado")
            }
            closeProse()
            number += 1
            var (options, count) = try CellOptions.read(body, firstLine: start + 2, file: name)
            if let plain { options.take(tags: plain.tags) }
            if let label = options.label {
                if let other = labels[label] {
                    throw fail(
                        start + 1, "the label '\(label)' is taken by the cell in line \(other)",
                        "give one of them another name")
                }
                labels[label] = start + 1
            }
            open = parts.count
            last = parts.count
            parts.append(
                .cell(
                    Cell(
                        number: number, source: body.dropFirst(count).joined(separator: "\n"),
                        line: start + 2 + count,
                        options: options, end: lines[end].range.upperBound)))
        case .check:
            closeProse()
            let (options, count) = try CellOptions.read(body, firstLine: start + 2, file: name)
            open = nil
            parts.append(
                .cell(
                    Cell(
                        kind: .check, number: number, source: body.dropFirst(count).joined(separator: "\n"),
                        line: start + 2 + count, options: options, end: lines[end].range.upperBound)))
        case .hint, .solution, .wrong:
            guard let last, case .cell(var cell) = parts[last] else {
                throw fail(
                    start + 1, "this \(fence.info) belongs to no cell",
                    "put it after the {code-cell} of the exercise")
            }
            closeProse()
            open = nil
            let text = body.joined(separator: "\n")
            switch fence.kind {
            case .hint: cell.hints.append(text)
            case .wrong: cell.wrong.append(WrongAnswer(source: text, line: start + 2))
            default:
                guard cell.solution == nil else {
                    throw fail(start + 1, "this exercise has a solution already", "keep one of them")
                }
                cell.solution = text
            }
            parts[last] = .cell(cell)
        case .output:
            guard let open, case .cell(var cell) = parts[open] else {
                throw fail(
                    start + 1, "this output belongs to no cell",
                    "put it right under the {code-cell} that prints it, or call the fence ```text")
            }
            prose = nil  // only blank lines can be there
            let inner = lines[start].range.upperBound..<lines[end].range.lowerBound
            cell.expected = ExpectedOutput(
                text: body.joined(separator: "\n"), line: start + 2, range: inner,
                fence: lines[start].range.lowerBound..<lines[end].range.upperBound, indent: fence.indent)
            parts[open] = .cell(cell)
            self.open = nil
        }
    }

    /// A fence of another kind is prose, but a slip of the pen would silently leave a cell out.
    private func check(_ fence: Fence, line: Int) throws {
        let word = fence.info.lowercased()
        let isSlip =
            ["{code", "{cell", "code-cell", "{ code-cell"].contains { word.hasPrefix($0) }
            && !word.hasPrefix("{code-block}") && !word.hasPrefix("{code}")
        if isSlip
            || ["outputs", "{output}", "checks", "{check}", "hints", "solutions", "{solution}"].contains(word)
            || (word == "output" && fence.info != word)
        {
            throw fail(
                line, "no fence is called '\(fence.info)'",
                "there are ```{code-cell} lagado, ```output, ```check, ```hint, ```solution and ```wrong")
        }
    }
}

/// The opening line of a fenced block: three or more backticks or tildes, and what is written behind them.
struct Fence {
    enum Kind: Equatable {
        case cell(language: String?)
        case output, check, hint, solution, wrong, other
    }

    var indent: String
    var marks: String
    var info: String

    init?(_ line: String) {
        let indent = line.prefix { $0 == " " || $0 == "\t" }
        let rest = line.dropFirst(indent.count)
        guard let mark = rest.first, mark == "`" || mark == "~" || mark == ":" else { return nil }
        let marks = rest.prefix { $0 == mark }
        let info = rest.dropFirst(marks.count).trimmingCharacters(in: .whitespaces)
        // A backtick behind the marks makes it code within a line of prose.
        guard marks.count >= 3, mark != "`" || !info.contains("`") else { return nil }
        // MyST writes directives between colons too. Those of the prose stay in it.
        guard mark != ":" || info.hasPrefix("{code-cell}") else { return nil }
        self.indent = String(indent)
        self.marks = String(marks)
        self.info = info
    }

    var kind: Kind {
        if info == "output" { return .output }
        if info == "check" { return .check }
        if info == "hint" { return .hint }
        if info == "solution" { return .solution }
        if info == "wrong" { return .wrong }
        guard info.hasPrefix("{code-cell}") else { return .other }
        let language = info.dropFirst("{code-cell}".count).trimmingCharacters(in: .whitespaces)
        return .cell(language: language.isEmpty ? nil : language)
    }

    static let languages = ["lagado", "python", "python3", "ipython3", "ipython"]

    /// A cell as jupytext writes it in plain Markdown: ```` ```python tags=["hide-input"] ````; nil for code
    /// that is not run.
    var plainCell: (language: String, tags: [String])? {
        let language = info.prefix { $0 != " " }
        guard Fence.languages.contains(String(language)) else { return nil }
        let rest = info.dropFirst(language.count)
        if rest.contains(".noeval") || rest.contains("active=") { return nil }
        return (String(language), Fence.tags(in: rest))
    }

    /// The words of jupytext's `tags=["hide-input", "x"]`.
    static func tags(in metadata: Substring) -> [String] {
        guard let start = metadata.range(of: "tags=["),
            let end = metadata[start.upperBound...].firstIndex(of: "]")
        else { return [] }
        return metadata[start.upperBound..<end].split { " ,\"'".contains($0) }.map(String.init)
    }

    func isClosed(by line: String) -> Bool {
        let text = line.trimmingBlanks
        return text.count >= marks.count && text.allSatisfy { $0 == marks.first }
    }

    /// Takes the blanks of the opening line off an inner line, as far as it has them.
    func unindented(_ line: String) -> String {
        var rest = Substring(line)
        for blank in indent {
            guard rest.first == blank else { break }
            rest = rest.dropFirst()
        }
        return String(rest)
    }
}

extension String {
    var trimmingBlanks: String { trimmingCharacters(in: .whitespaces) }

    var trimmingTrailingBlanks: String {
        var text = Substring(self)
        while let last = text.last, last.isWhitespace { text = text.dropLast() }
        return String(text)
    }
}
