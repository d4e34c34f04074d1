import Language

/// The modules `string` and `textwrap`.
enum TextModules {
    static func string() -> ModuleValue {
        let lower = "abcdefghijklmnopqrstuvwxyz"
        let punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
        let digits = "0123456789"
        let blanks = " \t\n\r\u{0b}\u{0c}"
        let module = ModuleValue(
            "string", documentation: "Rows of characters.",
            [
                ("ascii_lowercase", .string(lower)), ("ascii_uppercase", .string(lower.uppercased())),
                ("ascii_letters", .string(lower + lower.uppercased())), ("digits", .string(digits)),
                ("hexdigits", .string(digits + "abcdefABCDEF")), ("octdigits", .string("01234567")),
                ("punctuation", .string(punctuation)), ("whitespace", .string(blanks)),
                ("printable", .string(digits + lower + lower.uppercased() + punctuation + blanks)),
            ])
        module["capwords"] = .builtin(
            Builtin(
                "capwords", group: "string", summary: "Capitalises each word, with single spaces between.",
                Parameter<String>("s", "a text"), Parameter<Value>("sep", "between words", default: .none)
            ) { interpreter, text, separator -> Value in
                let words = try Operations.call(
                    Operations.requireAttribute(.string(text), Symbol("split")),
                    Arguments(separator.isNone ? [] : [separator]), interpreter)
                let parts = try Operations.array(words).map { word -> String in
                    let text = try word.str()
                    guard let first = text.unicodeScalars.first else { return "" }
                    return first.properties.titlecaseMapping
                        + String(text.unicodeScalars.dropFirst()).lowercased()
                }
                return .string(parts.joined(separator: separator.text ?? " "))
            })
        return module
    }

    static func textwrap() -> ModuleValue {
        ModuleValue(
            "textwrap", documentation: "Texts in lines of a width.",
            commands: [
                wrapping("wrap", "The lines of a text wrapped to a width.") { options, text in
                    .list(try options.lines(text).map(Value.string))
                },
                wrapping("fill", "Wraps a text to a width.") { options, text in
                    .string(try options.lines(text).joined(separator: "\n"))
                },
                wrapping("shorten", "Shortens a text to a width, between words.", mark: " [...]") {
                    options, text in
                    var options = options
                    options.maximum = 1
                    return .string(
                        try options.lines(text.split(whereSeparator: \.isWhitespace).joined(separator: " "))
                            .joined(separator: "\n"))
                },
                Builtin(
                    "dedent", group: "textwrap",
                    summary: "Removes the indentation that all lines share.",
                    Parameter<String>("text", "a text")
                ) { _, text -> String in dedent(text) },
                Builtin(
                    "indent", group: "textwrap", summary: "Adds a prefix to each line.",
                    Parameter<String>("text", "a text"), Parameter<String>("prefix", "what to put before"),
                    Parameter<Value>("predicate", "which lines", default: .none)
                ) { interpreter, text, prefix, predicate -> String in
                    try ScriptText(text).lines(keepEnds: true).map { line in
                        let content = line.text ?? ""
                        let isMeant =
                            predicate.isNone
                            ? !Conversions.trimmed(content).isEmpty
                            : try Operations.truth(Operations.call(predicate, Arguments([line]), interpreter))
                        return isMeant ? prefix + content : content
                    }.joined()
                },
            ])
    }

    private static func wrapping(
        _ name: String, _ summary: String, mark: String? = nil,
        _ body: @escaping (TextWrapping, String) throws -> Value
    ) -> Builtin {
        let options = [
            "width", "initial_indent", "subsequent_indent", "break_long_words", "break_on_hyphens",
            "max_lines", "placeholder", "drop_whitespace", "replace_whitespace", "expand_tabs", "tabsize",
        ]
        return Builtin(
            name, group: "textwrap", summary: summary,
            raw: [
                .init("text", "a text", type: "str"),
                .init("width", "the longest line", default: "70", type: "int"),
            ]
                + options.dropFirst().map {
                    ParameterInformation($0, "as textwrap has it", default: "…", .keywordOnly)
                }
        ) { _, arguments in
            guard let text = (arguments.positional.first ?? arguments.keyword("text"))?.text else {
                throw ScriptError("TypeError", "\(name)() wants a text")
            }
            var given = TextWrapping()
            if let width = arguments.positional.count > 1 ? arguments.positional[1] : nil {
                given.width = try Operations.requireIndex(width)
            }
            for (option, value) in arguments.keywords where option != "text" {
                switch option {
                case "width": given.width = try Operations.requireIndex(value)
                case "tabsize": given.tabSize = try Operations.requireIndex(value)
                case "initial_indent": given.first = try value.str()
                case "subsequent_indent": given.rest = try value.str()
                case "break_long_words": given.breaksWords = try Operations.truth(value)
                case "break_on_hyphens": given.breaksAtHyphens = try Operations.truth(value)
                case "drop_whitespace": given.dropsBlanks = try Operations.truth(value)
                case "replace_whitespace": given.replacesBlanks = try Operations.truth(value)
                case "expand_tabs": given.expandsTabs = try Operations.truth(value)
                case "max_lines": given.maximum = value.isNone ? nil : try Operations.requireIndex(value)
                case "placeholder": given.mark = try value.str()
                default: throw Wording.unknownKeyword(name, options, option)
                }
            }
            return try body(given, text)
        }
    }

    private static func dedent(_ text: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line -> Substring in
            line.allSatisfy { $0 == " " || $0 == "\t" } ? "" : line
        }
        var margin: Substring?
        for line in lines where !line.isEmpty {
            let own = line.prefix { $0 == " " || $0 == "\t" }
            margin =
                margin.map { shared in
                    let count = zip(shared, own).prefix { $0 == $1 }.count
                    return shared.prefix(count)
                } ?? own
        }
        let width = margin?.count ?? 0
        return lines.map { String($0.dropFirst($0.isEmpty ? 0 : width)) }.joined(separator: "\n")
    }
}

/// The rules by which `textwrap` cuts a text into lines.
struct TextWrapping {
    var width = 70
    var first = ""
    var rest = ""
    var mark = " [...]"
    var maximum: Int?
    var tabSize = 8
    var breaksWords = true
    var breaksAtHyphens = true
    var dropsBlanks = true
    var replacesBlanks = true
    var expandsTabs = true

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar == " " || (scalar.value >= 9 && scalar.value <= 13)
    }
    private static func isBlank(_ piece: [Unicode.Scalar]) -> Bool { piece.allSatisfy { isBlank($0) } }

    /// - Throws: ValueError where nothing fits the width.
    func lines(_ text: String) throws -> [String] {
        if width <= 0 { throw ScriptError("ValueError", "invalid width \(width) (must be > 0)") }
        if let maximum, maximum < 1 { throw ScriptError("ValueError", "max_lines must be at least 1") }
        if maximum != nil {
            let indent = (maximum ?? 0) > 1 ? rest : first
            if indent.unicodeScalars.count + Conversions.trimmedLeft(mark).unicodeScalars.count > width {
                throw ScriptError("ValueError", "placeholder too large for max width")
            }
        }
        var pieces = pieces(of: prepared(text))[...]
        var result: [String] = []
        while !pieces.isEmpty {
            let indent = result.isEmpty ? first : rest
            let room = width - indent.unicodeScalars.count
            if dropsBlanks, let next = pieces.first, TextWrapping.isBlank(next), !result.isEmpty {
                pieces.removeFirst()
            }
            var line: [[Unicode.Scalar]] = []
            var length = 0
            while let next = pieces.first, length + next.count <= room {
                line.append(next)
                length += next.count
                pieces.removeFirst()
            }
            if let next = pieces.first, next.count > room { cut(&pieces, &line, &length, room) }
            if dropsBlanks, let last = line.last, TextWrapping.isBlank(last) {
                length -= last.count
                line.removeLast()
            }
            if line.isEmpty { continue }
            let isLast = maximum.map { result.count + 1 >= $0 } ?? false
            let isDone =
                pieces.isEmpty
                || (dropsBlanks && pieces.count == 1 && TextWrapping.isBlank(pieces.first ?? []))
            if !isLast || (isDone && length <= room) {
                result.append(indent + string(line))
                continue
            }
            finish(&line, &length, room, indent, &result)
            break
        }
        return result
    }

    private func string(_ pieces: [[Unicode.Scalar]]) -> String {
        var view = String.UnicodeScalarView()
        for piece in pieces { view.append(contentsOf: piece) }
        return String(view)
    }

    /// The last line that is allowed, with the mark that says that something was left out.
    private func finish(
        _ line: inout [[Unicode.Scalar]], _ length: inout Int, _ room: Int, _ indent: String,
        _ result: inout [String]
    ) {
        let markLength = mark.unicodeScalars.count
        while let last = line.last {
            if !TextWrapping.isBlank(last), length + markLength <= room {
                result.append(indent + string(line) + mark)
                return
            }
            length -= last.count
            line.removeLast()
        }
        if let before = result.last {
            let kept = Conversions.trimmedRight(before)
            if kept.unicodeScalars.count + markLength <= width {
                result[result.count - 1] = kept + mark
                return
            }
        }
        result.append(indent + Conversions.trimmedLeft(mark))
    }

    /// A piece that fits on no line is broken, or stands on a line alone.
    private func cut(
        _ pieces: inout ArraySlice<[Unicode.Scalar]>, _ line: inout [[Unicode.Scalar]], _ length: inout Int,
        _ room: Int
    ) {
        guard let piece = pieces.first else { return }
        let left = room < 1 ? 1 : room - length
        if breaksWords {
            var end = left
            if breaksAtHyphens, piece.count > left, let hyphen = piece[..<left].lastIndex(of: "-"),
                hyphen > 0,
                piece[..<hyphen].contains(where: { $0 != "-" })
            {
                end = hyphen + 1
            }
            line.append(Array(piece[..<end]))
            length += end
            pieces[pieces.startIndex] = Array(piece[end...])
        } else if line.isEmpty {
            line.append(piece)
            length += piece.count
            pieces.removeFirst()
        }
    }

    private func prepared(_ text: String) -> [Unicode.Scalar] {
        var result: [Unicode.Scalar] = []
        var column = 0
        for scalar in text.unicodeScalars {
            if scalar == "\t", expandsTabs {
                let count = tabSize > 0 ? tabSize - column % tabSize : 0
                result.append(contentsOf: repeatElement(" ", count: count))
                column += count
                continue
            }
            column = scalar == "\n" || scalar == "\r" ? 0 : column + 1
            result.append(replacesBlanks && TextWrapping.isBlank(scalar) ? " " : scalar)
        }
        return result
    }

    /// Words, the blanks between them, and the parts of a word between which a line may end: behind the
    /// hyphen of a compound, before and behind a dash of two hyphens or more.
    private func pieces(of text: [Unicode.Scalar]) -> [[Unicode.Scalar]] {
        var result: [[Unicode.Scalar]] = []
        var index = 0
        while index < text.count {
            var end = index
            let isBlank = TextWrapping.isBlank(text[index])
            while end < text.count, TextWrapping.isBlank(text[end]) == isBlank { end += 1 }
            let run = text[index..<end]
            if isBlank || !breaksAtHyphens {
                result.append(Array(run))
            } else {
                result += parts(of: Array(run))
            }
            index = end
        }
        return result
    }

    private func parts(of word: [Unicode.Scalar]) -> [[Unicode.Scalar]] {
        func isLetter(_ index: Int) -> Bool {
            word.indices.contains(index) && word[index].properties.isAlphabetic
        }
        func isWord(_ index: Int) -> Bool {
            word.indices.contains(index)
                && (word[index] == "_" || word[index].properties.isAlphabetic
                    || word[index].properties.numericType != nil)
        }
        func isWordOrMark(_ index: Int) -> Bool {
            isWord(index) || (word.indices.contains(index) && "!\"'&.,?".unicodeScalars.contains(word[index]))
        }
        var result: [[Unicode.Scalar]] = []
        var start = 0
        var index = 0
        while index < word.count {
            guard word[index] == "-" else {
                index += 1
                continue
            }
            var end = index
            while end < word.count, word[end] == "-" { end += 1 }
            if end - index >= 2 {
                // A dash is a piece of its own where it stands between words.
                if isWordOrMark(index - 1), isWord(end) {
                    if index > start { result.append(Array(word[start..<index])) }
                    result.append(Array(word[index..<end]))
                    start = end
                }
            } else if (isLetter(index - 1) && isLetter(index - 2))
                || (isWordOrMark(index - 1) && index >= 3 && word[index - 2] == "-" && isLetter(index - 3)),
                isLetter(end),
                isLetter(end + 1) || (end + 1 < word.count && word[end + 1] == "-" && isLetter(end + 2))
            {
                result.append(Array(word[start..<end]))
                start = end
            }
            index = end
        }
        if start < word.count { result.append(Array(word[start...])) }
        return result
    }
}
