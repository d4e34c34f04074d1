import Disk
import Documents
import Foundation

extension Lesson {
    /// Reads a script: one cell, or several parted by lines that begin with
    /// `# %%` (jupytext's percent format).
    ///
    /// Of a script that `lagado export` wrote, the header has the seed, the marks have the options of cells,
    /// and prose that is an `output` fence is what the cell above should print.
    public static func script(_ bytes: [UInt8], name: String) throws -> Lesson {
        var reader = ScriptReader(lines: try SourceLines(bytes, name: name).lines, name: name)
        try reader.read()
        return Lesson(
            name: name, format: .script, source: bytes, settings: reader.settings, parts: reader.parts)
    }

    /// What the header of a script says: the seed that random numbers start from.
    public static func scriptSettings(_ text: String, name: String) throws -> Settings {
        var reader = ScriptReader(lines: try SourceLines(Array(text.utf8), name: name).lines, name: name)
        try reader.readHeader()
        return reader.settings
    }
}

/// Walks once through the lines of a script.
private struct ScriptReader {
    let lines: [SourceLines.Line]
    let name: String
    var settings = Lesson.Settings()
    var parts: [Part] = []
    /// True where a header says that the script is a lesson: then its marks have to be understood.
    private var isOwn = false
    private var number = 0

    init(lines: [SourceLines.Line], name: String) { (self.lines, self.name) = (lines, name) }

    mutating func read() throws {
        var start = try readHeader()
        var mark: Mark?
        for (index, line) in lines.enumerated().dropFirst(start)
        where line.text.hasPrefix("# %%") || line.text.hasPrefix("#%%") {
            try close(mark, start, index)
            mark = Mark(line.text)
            start = index + 1
        }
        try close(mark, start, lines.count)
    }

    /// - Returns: the index of the first line behind the header.
    @discardableResult
    mutating func readHeader() throws -> Int {
        guard lines.first?.text == "# ---",
            let end = lines.dropFirst().firstIndex(where: { $0.text == "# ---" })
        else { return 0 }
        var block = lines[1..<end].map { $0.text.hasPrefix("# ") ? String($0.text.dropFirst(2)) : "" }
        guard lines[1..<end].allSatisfy({ $0.text.hasPrefix("#") }) else { return 0 }
        // jupytext keeps all under one key.
        if block.first == "jupyter:" {
            block = block.enumerated().map { index, line in
                index == 0 ? "" : line.hasPrefix("  ") ? String(line.dropFirst(2)) : line
            }
        }
        isOwn = block.contains { $0.hasPrefix("lagado:") }
        guard isOwn else { return 0 }
        settings = try FrontMatter.settings(from: block, firstLine: 2, file: name)
        return end + 1
    }

    private mutating func close(_ mark: Mark?, _ start: Int, _ end: Int) throws {
        let texts = lines[start..<end].map(\.text)
        if mark?.isProse == true {
            let words = texts.map { $0.hasPrefix("# ") ? String($0.dropFirst(2)) : $0 == "#" ? "" : $0 }
            let text = words.joined(separator: "\n")
            if isOwn {
                parts.add(text, line: start + 1, number: number)
            } else {
                parts.append(.prose(Prose(text: text, line: start + 1)))
            }
            return
        }
        guard texts.contains(where: { !$0.allSatisfy(\.isWhitespace) }) else { return }
        var options = CellOptions()
        options.label = mark?.title
        if let mark, isOwn {
            do {
                options = try CellOptions.read(mark.optionLines(), firstLine: start, file: name).options
            } catch let error as LessonError {
                throw LessonError(file: name, line: start, message: error.message, hint: error.hint)
            }
        }
        let isCheck = isOwn && mark?.tags.contains(Document.checkTag) == true
        if let mark { options.take(tags: mark.tags.filter { !isOwn || $0 != Document.checkTag }) }
        if !isCheck { number += 1 }
        // Blank lines before the next mark belong to no cell.
        var source = texts
        while source.last?.allSatisfy(\.isWhitespace) == true { source.removeLast() }
        parts.append(
            .cell(
                Cell(
                    kind: isCheck ? .check : .code, number: number, source: source.joined(separator: "\n"),
                    line: start + 1, options: options,
                    end: lines.isEmpty ? 0 : lines[max(end - 1, 0)].range.upperBound)))
    }
}

/// A line `# %% title [markdown] key="value"`.
private struct Mark {
    var title: String?
    var isProse = false
    /// The metadata of the cell, in their order.
    private var fields: [(name: String, value: StrictJSON)] = []

    init(_ line: String) {
        var rest = line.drop { "# %".contains($0) }
        isProse = rest.hasPrefix("[markdown]") || rest.hasPrefix("[md]") || rest.hasPrefix("[raw]")
        var words: [String] = []
        while true {
            rest = rest.drop { $0 == " " }
            guard !rest.isEmpty, rest.first != "[" else { break }
            let word = rest.prefix { $0 != " " && $0 != "=" }
            guard rest.dropFirst(word.count).first == "=" else {
                words.append(String(word))
                rest = rest.dropFirst(word.count)
                continue
            }
            rest = rest.dropFirst(word.count + 1)
            let value = Mark.value(rest)
            fields.append((String(word), (try? StrictJSON(Array(value.utf8))) ?? .string(String(value))))
            rest = rest.dropFirst(value.count)
        }
        title = words.isEmpty ? nil : words.joined(separator: " ")
    }

    /// The JSON that stands at the beginning: a text in quotes, a list, or a word.
    private static func value(_ text: Substring) -> Substring {
        var (isQuoted, isEscaped, depth) = (false, false, 0)
        for index in text.indices {
            let character = text[index]
            if isQuoted {
                if isEscaped {
                    isEscaped = false
                } else if character == "\\" {
                    isEscaped = true
                } else if character == "\"" {
                    isQuoted = false
                }
            } else {
                switch character {
                case "\"": isQuoted = true
                case "[", "{": depth += 1
                case "]", "}": depth -= 1
                case " " where depth <= 0: return text[..<index]
                default: break
                }
            }
        }
        return text
    }

    var tags: [String] { fields.first { $0.name == "tags" }?.value.elements?.compactMap(\.text) ?? [] }

    /// The metadata as the `:name: value` lines of a lesson.
    func optionLines() -> [String] {
        var lines: [String] = title.map { [":label: \($0)"] } ?? []
        for (name, value) in fields where name != "tags" {
            switch value {
            case .string(let text):
                lines += text.split(separator: "\n", omittingEmptySubsequences: false).map {
                    ":\(name): \($0)"
                }
            case .array(let words):
                lines.append(":\(name): \(words.compactMap(\.text).joined(separator: ", "))")
            default: lines.append(":\(name): \(value)")
            }
        }
        return lines
    }
}
