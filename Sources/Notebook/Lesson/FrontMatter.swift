import Foundation

/// The small part of YAML that stands at the top of lessons: nested mappings, `{…}`, `[…]`, lists of `-
/// item`, plain and quoted words, comments.
indirect enum YAML: Equatable {
    case text(String)
    case list([YAML])
    case map([(key: String, value: YAML, line: Int)])

    /// The value of a key; nil where this is no mapping, or has no such key.
    subscript(key: String) -> YAML? {
        if case .map(let entries) = self { entries.first { $0.key == key }?.value } else { nil }
    }

    static func == (a: YAML, b: YAML) -> Bool {
        switch (a, b) {
        case (.text(let x), .text(let y)): x == y
        case (.list(let x), .list(let y)): x == y
        case (.map(let x), .map(let y)):
            x.count == y.count && zip(x, y).allSatisfy { $0.key == $1.key && $0.value == $1.value }
        default: false
        }
    }
}

enum FrontMatter {
    /// Keys and values in YAML.
    ///
    /// - Parameter what: what the lines are, in errors.
    static func entries(
        _ lines: [String], firstLine: Int, file: String, what: String
    ) throws -> [(key: String, value: YAML, line: Int)] {
        var parser = YAMLParser(lines: lines, firstLine: firstLine, file: file, what: what)
        return try parser.parse()
    }

    /// What the front matter says to us. Keys for other programs (kernelspec,
    /// jupytext, …) are read and left alone.
    static func settings(from lines: [String], firstLine: Int, file: String) throws -> Lesson.Settings {
        let entries = try self.entries(lines, firstLine: firstLine, file: file, what: "front matter")
        var settings = Lesson.Settings()
        settings.hasPlainCells =
            ["text_representation", "format_name"].reduce(
                entries.first { $0.key == "jupytext" }?.value
            ) { $0?[$1] } == .text("markdown")
        func fail(_ line: Int, _ message: String, _ hint: String) -> LessonError {
            LessonError(file: file, line: line, message: message, hint: hint)
        }
        if let title = entries.first(where: { $0.key == "title" }), case .text(let text) = title.value {
            settings.title = text
        }
        guard let own = entries.first(where: { $0.key == "lagado" }) else { return settings }
        guard case .map(let keys) = own.value else {
            throw fail(own.line, "'lagado' wants a mapping", "write lagado: {format: 1, seed: 42}")
        }
        for (key, value, line) in keys {
            switch (key, value) {
            case ("format", .text(let text)):
                guard text == "1" else {
                    throw fail(line, "lesson format \(text) is not known, and format 1 is", "write format: 1")
                }
            case ("seed", .text(let text)):
                guard let seed = UInt64(text) else {
                    throw fail(line, "the seed '\(text)' is not a whole number from 0", "write seed: 42")
                }
                settings.seed = seed
            case ("title", .text(let text)): settings.title = text
            case ("minutes", .text(let text)):
                guard let minutes = Int(text), (1...10_000).contains(minutes) else {
                    throw fail(line, "'minutes' is not a number of minutes: '\(text)'", "write minutes: 45")
                }
                settings.minutes = minutes
            case ("needs", _):
                let words: [YAML]
                if case .list(let list) = value { words = list } else { words = [value] }
                settings.needs = try words.map { word in
                    if case .text(let text) = word, let need = Need(rawValue: text) { return need }
                    let known = Need.allCases.map(\.rawValue).joined(separator: ", ")
                    throw fail(line, "'needs' names something unknown", "known: \(known)")
                }
            default:
                throw fail(
                    line, "'lagado' has no key '\(key)' of this kind",
                    "known: format, minutes, needs, seed, title")
            }
        }
        return settings
    }
}

/// Reads mappings by indentation.
private struct YAMLParser {
    let lines: [String]
    let firstLine: Int
    let file: String
    let what: String
    private var index = 0

    init(lines: [String], firstLine: Int, file: String, what: String) {
        self.lines = lines
        self.firstLine = firstLine
        self.file = file
        self.what = what
    }

    typealias Entries = [(key: String, value: YAML, line: Int)]

    mutating func parse() throws -> Entries {
        let entries = try mapping(indent: 0, depth: 0)
        if index < lines.count { throw fail("this line is indented and belongs to no key above") }
        return entries
    }

    private func fail(_ message: String, line: Int? = nil) -> LessonError {
        LessonError(
            file: file, line: firstLine + (line ?? index), message: "\(what): \(message)",
            hint: "write 'key: value', 'key: {a: b}', 'key: [a, b]', or keys indented by two blanks")
    }

    private func indent(_ line: String) -> Int { line.prefix { $0 == " " }.count }

    private mutating func skipBlank() {
        while index < lines.count {
            let text = lines[index].trimmingBlanks
            guard text.isEmpty || text.hasPrefix("#") else { return }
            index += 1
        }
    }

    private mutating func mapping(indent level: Int, depth: Int) throws -> Entries {
        guard depth < 20 else { throw fail("this is nested too deeply") }
        var entries: Entries = []
        while true {
            skipBlank()
            guard index < lines.count, indent(lines[index]) == level else { return entries }
            let text = lines[index].trimmingBlanks
            guard !lines[index].hasPrefix("\t") else { throw fail("a tab cannot indent") }
            guard let colon = colon(in: text) else { throw fail("'\(text)' is not 'key: value'") }
            let key = try unquoted(String(text[..<colon]).trimmingBlanks)
            if entries.contains(where: { $0.key == key }) { throw fail("the key '\(key)' is given twice") }
            let rest = String(text[text.index(after: colon)...]).trimmingBlanks
            let line = index
            index += 1
            if ["|", ">", "|-", ">-", "|+", ">+"].contains(rest) {
                entries.append((key, .text(indented(below: level)), firstLine + line))
                continue
            }
            if !rest.isEmpty, !rest.hasPrefix("#") {
                var inline = InlineYAML(rest)
                guard let value = inline.parse(line: firstLine + line) else {
                    throw fail("'\(rest)' is not understood", line: line)
                }
                entries.append((key, value, firstLine + line))
                continue
            }
            skipBlank()
            if index < lines.count, lines[index].trimmingBlanks.hasPrefix("- "), indent(lines[index]) >= level
            {
                entries.append((key, .list(try list()), firstLine + line))
            } else if index < lines.count, indent(lines[index]) > level {
                let inner = try mapping(indent: indent(lines[index]), depth: depth + 1)
                entries.append((key, .map(inner), firstLine + line))
            } else {
                entries.append((key, .text(""), firstLine + line))
            }
        }
    }

    /// Lines that are further in than a key: its text.
    private mutating func indented(below level: Int) -> String {
        var text: [String] = []
        while index < lines.count, lines[index].trimmingBlanks.isEmpty || indent(lines[index]) > level {
            text.append(lines[index].trimmingBlanks)
            index += 1
        }
        while text.last?.isEmpty == true { text.removeLast() }
        return text.joined(separator: "\n")
    }

    private mutating func list() throws -> [YAML] {
        let level = indent(lines[index])
        var items: [YAML] = []
        while index < lines.count, indent(lines[index]) == level, lines[index].trimmingBlanks.hasPrefix("- ")
        {
            var inline = InlineYAML(String(lines[index].trimmingBlanks.dropFirst(2)).trimmingBlanks)
            guard let value = inline.parse(line: firstLine + index) else {
                throw fail("'\(lines[index].trimmingBlanks)' is not understood")
            }
            items.append(value)
            index += 1
            // An item that is a mapping goes on below: nothing of ours is one.
            _ = indented(below: level)
            skipBlank()
        }
        return items
    }

    /// The colon that ends a key: followed by a blank or the end, and not inside quotes.
    private func colon(in text: String) -> String.Index? {
        var quote: Character?
        for index in text.indices {
            let character = text[index]
            if let open = quote {
                if character == open { quote = nil }
            } else if character == "\"" || character == "'" {
                quote = character
            } else if character == ":" {
                let next = text.index(after: index)
                if next == text.endIndex || text[next] == " " { return index }
            }
        }
        return nil
    }

    private func unquoted(_ key: String) throws -> String {
        if let first = key.first, first == "\"" || first == "'" {
            guard key.count >= 2, key.last == first else { throw fail("a quote is not closed") }
            return String(key.dropFirst().dropLast())
        }
        guard !key.isEmpty, let first = key.first, !"[]{}&*!|>%@`?-".contains(first) else {
            throw fail("'\(key)' cannot be a key")
        }
        return key
    }
}

/// One value on one line: a word, a quoted text, `{a: b}` or `[a, b]`.
private struct InlineYAML {
    private var rest: Substring

    init(_ text: String) { rest = text[...] }

    /// Nil if the text is not understood.
    mutating func parse(line: Int) -> YAML? {
        guard let value = value(line: line, depth: 0, flow: false) else { return nil }
        skip()
        return rest.isEmpty || rest.hasPrefix("#") ? value : nil
    }

    private mutating func skip() { rest = rest.drop { $0 == " " || $0 == "\t" } }

    private mutating func value(line: Int, depth: Int, flow: Bool) -> YAML? {
        skip()
        guard depth < 20, let first = rest.first else { return nil }
        switch first {
        case "{": return map(line: line, depth: depth)
        case "[": return list(line: line, depth: depth)
        case "\"", "'": return quoted(first).map { .text($0) }
        case "&", "*", "!", "|", ">", "%", "@", "`", "]", "}": return nil
        default:
            var text = rest.prefix { !flow || !",]}".contains($0) }
            if let comment = text.range(of: " #") { text = text[..<comment.lowerBound] }
            rest = rest[text.endIndex...]
            let word = text.trimmingCharacters(in: .whitespaces)
            return .text(word)
        }
    }

    private mutating func quoted(_ quote: Character) -> String? {
        rest = rest.dropFirst()
        var text = ""
        while let character = rest.first {
            rest = rest.dropFirst()
            if character == quote {
                if quote == "'", rest.first == "'" {  // two quotes stand for one
                    rest = rest.dropFirst()
                    text.append("'")
                    continue
                }
                return text
            }
            if character == "\\", quote == "\"", let next = rest.first {
                rest = rest.dropFirst()
                text.append(next == "n" ? "\n" : next == "t" ? "\t" : next)
            } else {
                text.append(character)
            }
        }
        return nil
    }

    private mutating func list(line: Int, depth: Int) -> YAML? {
        rest = rest.dropFirst()
        var items: [YAML] = []
        while true {
            skip()
            if rest.first == "]" { break }
            guard let item = value(line: line, depth: depth + 1, flow: true) else { return nil }
            items.append(item)
            skip()
            if rest.first == "," { rest = rest.dropFirst() } else if rest.first != "]" { return nil }
        }
        rest = rest.dropFirst()
        return .list(items)
    }

    private mutating func map(line: Int, depth: Int) -> YAML? {
        rest = rest.dropFirst()
        var entries: [(key: String, value: YAML, line: Int)] = []
        while true {
            skip()
            if rest.first == "}" { break }
            let key: String
            if let quote = rest.first, quote == "\"" || quote == "'" {
                guard let text = quoted(quote) else { return nil }
                key = text
                skip()
            } else {
                let text = rest.prefix { !":,{}[]".contains($0) }
                rest = rest[text.endIndex...]
                key = text.trimmingCharacters(in: .whitespaces)
            }
            guard !key.isEmpty, rest.first == ":" else { return nil }
            rest = rest.dropFirst()
            guard let value = value(line: line, depth: depth + 1, flow: true) else { return nil }
            if entries.contains(where: { $0.key == key }) { return nil }
            entries.append((key, value, line))
            skip()
            if rest.first == "," { rest = rest.dropFirst() } else if rest.first != "}" { return nil }
        }
        rest = rest.dropFirst()
        return .map(entries)
    }
}
