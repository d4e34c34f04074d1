/// The methods of strings.
enum TextMethods {
    package static let make = Builtin(
        "str", group: "types", summary: "A value as text.",
        raw: [
            .init("object", "any value", default: "''"),
            .init("encoding", "of bytes", default: "", type: "str"),
            .init(
                "errors", "for bytes that are none of its text", default: "'strict'", type: "str"),
        ]
    ) { _, arguments in
        func given(_ place: Int, _ name: String) -> Value? {
            arguments.positional.count > place ? arguments.positional[place] : arguments.keyword(name)
        }
        let (encoding, errors) = (given(1, "encoding"), given(2, "errors"))
        if let value = given(0, "object"), encoding != nil || errors != nil {
            guard let bytes = value.bytes else {
                throw ScriptError(
                    "TypeError",
                    value.text == nil
                        ? "decoding to str: need a bytes-like object, \(value.typeName) found"
                        : "decoding str is not supported")
            }
            return .string(
                try TextEncoding.decode(bytes, encoding?.text ?? "utf-8", errors?.text ?? "strict"))
        }
        guard let value = given(0, "object") else { return .str(.empty) }
        if case .str = value { return value }
        return .string(try Operations.str(value))
    }

    static func text(_ value: Value?) throws -> ScriptText {
        guard let value else { return .empty }
        guard case .str(let text) = value.plain else {
            throw ScriptError("TypeError", "expected str, not \(value.typeName)")
        }
        return text
    }

    static func optional(_ value: Value?) throws -> ScriptText? {
        guard let value, !value.isNone else { return nil }
        return try text(value)
    }

    private static func limit(_ value: Value?) throws -> Int {
        try value.map { try Operations.requireIndex($0) } ?? -1
    }

    /// Byte bounds from optional code point bounds.
    private static func bounds(_ text: ScriptText, _ start: Value?, _ end: Value?) throws -> (Int, Int)? {
        let count = text.count
        func clamp(_ value: Value?, _ otherwise: Int) throws -> Int {
            guard let value, let index = try SliceValue.bound(value) else { return otherwise }
            return index < 0 ? max(0, index &+ count) : index
        }
        let (first, last) = (try clamp(start, 0), min(count, try clamp(end, count)))
        if first > last { return nil }
        return (text.offset(first), text.offset(last))
    }

    private static func map(
        _ name: String, _ summary: String, ascii: ((UInt8) -> UInt8)? = nil,
        _ body: @escaping (String) -> String
    ) -> Builtin {
        Method.make(name, [], summary) { value, _, _ in
            let text = try text(value)
            if let ascii, text.isASCII {
                return .str(ScriptText(bytes: text.bytes.map(ascii), count: text.count))
            }
            return .string(body(text.string))
        }
    }

    private static func test(_ name: String, _ summary: String, _ body: @escaping (Unicode.Scalar) -> Bool)
        -> Builtin
    {
        Method.make(name, [], summary) { value, _, _ in
            let text = try text(value)
            return .bool(text.count > 0 && text.string.unicodeScalars.allSatisfy(body))
        }
    }

    private static func search(_ name: String, _ summary: String, last: Bool, strict: Bool) -> Builtin {
        Method.make(name, ["sub", "start=None", "end=None"], summary) { value, arguments, _ in
            let (text, part) = (try text(value), try text(arguments[0]))
            if let (start, end) = try bounds(text, arguments[1], arguments[2]),
                let found = last
                    ? text.findLast(part.bytes, from: start, to: end)
                    : text.find(part.bytes, from: start, to: end)
            {
                return .int(text.index(ofByte: found))
            }
            if strict { throw ScriptError("ValueError", "substring not found") }
            return .int(-1)
        }
    }

    private static func affix(_ name: String, _ summary: String, end: Bool) -> Builtin {
        Method.make(name, [end ? "suffix" : "prefix", "start=None", "end=None"], summary) {
            value, arguments, _ in
            let text = try text(value)
            guard let (start, stop) = try bounds(text, arguments[1], arguments[2]) else {
                return .bool(false)
            }
            let options: [Value]
            if case .tuple(let tuple)? = arguments[0] {
                options = tuple.elements
            } else {
                options = [arguments[0] ?? .none]
            }
            for option in options {
                guard case .str(let part) = option.plain else {
                    throw ScriptError(
                        "TypeError", "\(name) first arg must be str or a tuple of str, not \(option.typeName)"
                    )
                }
                let piece = text.bytes[start..<stop]
                if end
                    ? piece.count >= part.bytes.count
                        && piece.suffix(part.bytes.count).elementsEqual(part.bytes)
                    : piece.starts(with: part.bytes)
                {
                    return .bool(true)
                }
            }
            return .bool(false)
        }
    }

    private static func strip(_ name: String, _ summary: String, left: Bool, right: Bool) -> Builtin {
        Method.make(name, ["chars=None"], summary) { value, arguments, _ in
            let text = try text(value)
            var (start, end) = (0, text.bytes.count)
            if let characters = try optional(arguments[0]) {
                let set = Set(characters.string.unicodeScalars)
                var scalars = text.string.unicodeScalars[...]
                if left { while let first = scalars.first, set.contains(first) { scalars.removeFirst() } }
                if right { while let last = scalars.last, set.contains(last) { scalars.removeLast() } }
                return .string(String(scalars))
            }
            if left { while start < end, let width = text.blank(at: start) { start += width } }
            if right { while end > start, let width = text.blank(before: end) { end -= width } }
            return .str(text.piece(start, end))
        }
    }

    private static func justify(_ name: String, _ summary: String, _ align: Character) -> Builtin {
        Method.make(name, ["width", "fillchar=' '"], summary) { value, arguments, _ in
            let text = try text(value)
            let width = try Operations.requireIndex(arguments[0] ?? .none)
            let fill = arguments[1] == nil ? ScriptText(" ") : try TextMethods.text(arguments[1])
            if fill.count != 1 {
                throw ScriptError("TypeError", "The fill character must be exactly one character long")
            }
            let missing = width.subtractingReportingOverflow(text.count).partialValue
            if missing <= 0 || width <= text.count { return value }
            let before = align == "<" ? 0 : align == ">" ? missing : missing / 2 + (missing & width & 1)
            return .str(
                try fill.repeated(before).concatenated(text).concatenated(fill.repeated(missing - before)))
        }
    }

    private static func partition(_ name: String, last: Bool) -> Builtin {
        Method.make(name, ["sep"], "The text before, at and behind a separator.") { value, arguments, _ in
            let (text, part) = (try text(value), try text(arguments[0]))
            if part.bytes.isEmpty { throw ScriptError("ValueError", "empty separator") }
            let end = text.bytes.count
            guard
                let found = last
                    ? text.findLast(part.bytes, from: 0, to: end) : text.find(part.bytes, from: 0, to: end)
            else {
                let blank = Value.str(.empty)
                return .tuple(last ? [blank, blank, value] : [value, blank, blank])
            }
            return .tuple([
                .str(text.piece(0, found)), .str(part), .str(text.piece(found + part.bytes.count, end)),
            ])
        }
    }

    private static func splitting(_ name: String, right: Bool) -> Builtin {
        Method.make(name, ["sep=None", "maxsplit=-1"], "The parts between separators, or the words.") {
            value, arguments, _ in
            let text = try text(value)
            let limit = try limit(arguments[1])
            guard let separator = try optional(arguments[0]) else {
                return .list(right ? text.wordsFromRight(limit: limit) : text.words(limit: limit))
            }
            if separator.bytes.isEmpty { throw ScriptError("ValueError", "empty separator") }
            return .list(
                right
                    ? text.splitFromRight(separator.bytes, limit: limit)
                    : text.split(separator.bytes, limit: limit))
        }
    }

    private static func swapped(_ scalar: Unicode.Scalar) -> String {
        scalar.properties.isUppercase
            ? scalar.properties.lowercaseMapping : scalar.properties.uppercaseMapping
    }

    static func title(_ text: String) -> String {
        var result = ""
        var inWord = false
        for scalar in text.unicodeScalars {
            result += inWord ? scalar.properties.lowercaseMapping : scalar.properties.titlecaseMapping
            inWord = scalar.properties.isCased
        }
        return result
    }

    package static let all: [Builtin] = [
        map("upper", "In capitals.", ascii: { $0 >= 97 && $0 <= 122 ? $0 - 32 : $0 }) { $0.uppercased() },
        map("lower", "In small letters.", ascii: { $0 >= 65 && $0 <= 90 ? $0 + 32 : $0 }) { $0.lowercased() },
        map(
            "casefold", "The text for comparisons that ignore case.",
            ascii: { $0 >= 65 && $0 <= 90 ? $0 + 32 : $0 }
        ) {
            $0.lowercased().replacing("ß", with: "ss")
        },
        map("title", "Each word with a capital.") { title($0) },
        map("swapcase", "Small letters for capitals and the reverse.") {
            $0.unicodeScalars.map(swapped).joined()
        },
        map("capitalize", "The first letter a capital, the rest small.") { text in
            guard let first = text.unicodeScalars.first else { return "" }
            return first.properties.titlecaseMapping + String(text.unicodeScalars.dropFirst()).lowercased()
        },
        strip("strip", "Without white space at the ends.", left: true, right: true),
        strip("lstrip", "Without white space at the start.", left: true, right: false),
        strip("rstrip", "Without white space at the end.", left: false, right: true),
        splitting("split", right: false), splitting("rsplit", right: true),
        Method.make("splitlines", ["keepends=False"], "The lines.") { value, arguments, _ in
            .list(try text(value).lines(keepEnds: arguments[0].map(Operations.truth) ?? false))
        },
        Method.make("join", ["iterable"], "The texts of an iterable with this one between.") {
            value, arguments, _ in
            let separator = try text(value)
            var bytes: [UInt8] = []
            for (index, element) in try Operations.array(arguments[0] ?? .none).enumerated() {
                guard case .str(let part) = element.plain else {
                    throw ScriptError(
                        "TypeError",
                        "sequence item \(index): expected str instance, \(element.typeName) found",
                        hint: "turn the elements into text first: str(x)")
                }
                if index > 0 { bytes.append(contentsOf: separator.bytes) }
                bytes.append(contentsOf: part.bytes)
                try Limits.check(textBytes: bytes.count)
            }
            return .str(ScriptText(bytes: bytes))
        },
        Method.make("replace", ["old", "new", "count=-1"], "With one part for another.") {
            value, arguments, _ in
            .str(
                try text(value).replacing(text(arguments[0]), text(arguments[1]), limit: limit(arguments[2])))
        },
        search("find", "Where a part begins, or -1.", last: false, strict: false),
        search("rfind", "Where a part last begins, or -1.", last: true, strict: false),
        search("index", "Where a part begins.", last: false, strict: true),
        search("rindex", "Where a part last begins.", last: true, strict: true),
        Method.make("count", ["sub", "start=None", "end=None"], "How often a part occurs.") {
            value, arguments, _ in
            let (text, part) = (try text(value), try text(arguments[0]))
            guard let (start, end) = try bounds(text, arguments[1], arguments[2]) else { return .int(0) }
            return .int(text.occurrences(part.bytes, from: start, to: end))
        },
        affix("startswith", "Whether the text begins so.", end: false),
        affix("endswith", "Whether the text ends so.", end: true),
        Method.make("removeprefix", ["prefix"], "Without a beginning.") { value, arguments, _ in
            let (text, part) = (try text(value), try text(arguments[0]))
            return text.bytes.starts(with: part.bytes)
                ? .str(text.piece(part.bytes.count, text.bytes.count)) : value
        },
        Method.make("removesuffix", ["suffix"], "Without an end.") { value, arguments, _ in
            let (text, part) = (try text(value), try text(arguments[0]))
            let ends =
                text.bytes.count >= part.bytes.count
                && text.bytes.suffix(part.bytes.count).elementsEqual(part.bytes)
            return ends ? .str(text.piece(0, text.bytes.count - part.bytes.count)) : value
        },
        justify("ljust", "Padded on the right.", "<"), justify("rjust", "Padded on the left.", ">"),
        justify("center", "Padded on both sides.", "^"),
        Method.make("zfill", ["width"], "Padded with zeros behind the sign.") { value, arguments, _ in
            let text = try text(value)
            let missing = try Operations.requireIndex(arguments[0] ?? .none).subtractingReportingOverflow(
                text.count
            ).partialValue
            if missing <= 0 { return value }
            let hasSign = text.bytes.first == 43 || text.bytes.first == 45
            let zeros = try ScriptText("0").repeated(missing)
            return .str(
                try text.piece(0, hasSign ? 1 : 0).concatenated(zeros).concatenated(
                    text.piece(hasSign ? 1 : 0, text.bytes.count)))
        },
        partition("partition", last: false), partition("rpartition", last: true),
        Method.make("expandtabs", ["tabsize=8"], "With spaces for tabs.") { value, arguments, _ in
            let size = min(1000, try arguments[0].map { try Operations.requireIndex($0) } ?? 8)
            var column = 0
            var result = ""
            for scalar in try text(value).string.unicodeScalars {
                if scalar == "\t" {
                    let count = size > 0 ? size - column % size : 0
                    result += String(repeating: " ", count: count)
                    column += count
                } else {
                    result.unicodeScalars.append(scalar)
                    column = scalar == "\n" || scalar == "\r" ? 0 : column + 1
                }
            }
            return .string(result)
        },
        test("isdigit", "Whether all are digits.") {
            $0.properties.numericType == .decimal || $0.properties.numericType == .digit
        },
        test("isdecimal", "Whether all are decimal digits.") { $0.properties.numericType == .decimal },
        test("isnumeric", "Whether all are numbers.") { $0.properties.numericType != nil },
        test("isalpha", "Whether all are letters.") { isLetter($0) },
        test("isalnum", "Whether all are letters or digits.") {
            isLetter($0) || $0.properties.numericType != nil
        },
        test("isspace", "Whether all is white space.") {
            $0.properties.isWhitespace || (28...31).contains($0.value)
        },
        cased("isupper", "Whether all letters are capitals.") { $0.properties.isLowercase },
        cased("islower", "Whether all letters are small.") { $0.properties.isUppercase },
        Method.make("istitle", [], "Whether each word has a capital.") { value, _, _ in
            let text = try text(value).string
            return .bool(text.unicodeScalars.contains { $0.properties.isCased } && title(text) == text)
        },
        Method.make("isascii", [], "Whether all are ASCII.") { value, _, _ in .bool(try text(value).isASCII)
        },
        Method.make("isidentifier", [], "Whether the text can be a name.") { value, _, _ in
            let scalars = try text(value).string.unicodeScalars
            guard let first = scalars.first, first == "_" || first.properties.isXIDStart else {
                return .bool(false)
            }
            return .bool(scalars.allSatisfy(\.properties.isXIDContinue))
        },
        Method.make("isprintable", [], "Whether all can be printed.") { value, _, _ in
            let text = try text(value).string
            return .bool(
                !text.contains("\\")
                    ? Operations.quoted(text.replacing("'", with: "")).unicodeScalars.count == text.replacing(
                        "'", with: ""
                    ).unicodeScalars.count + 2 : true)
        },
        Builtin(
            "format", group: "methods", summary: "The text with values for its braces.",
            raw: [
                .init("self", "the text", .positionalOnly), .init("values", "values", .variadic),
                .init("named", "values by name", .keywords),
            ]
        ) { _, arguments in
            var rest = arguments
            let template = try text(rest.positional.isEmpty ? nil : rest.positional.removeFirst())
            return .string(try BraceFormat.format(template.string, rest))
        },
        Method.make("translate", ["table"], "With characters replaced by a table.") { value, arguments, _ in
            guard case .dict(let table)? = arguments[0] else {
                throw ScriptError("TypeError", "translate() wants a dict, as str.maketrans makes it")
            }
            var result = ""
            for scalar in try text(value).string.unicodeScalars {
                switch try table.get(.int(Int(scalar.value))) {
                case nil: result.unicodeScalars.append(scalar)
                case .none?: break
                case .int(let code)?:
                    if let new = UInt32(exactly: code).flatMap(Unicode.Scalar.init) {
                        result.unicodeScalars.append(new)
                    }
                case let other?: result += other.text ?? ""
                }
            }
            return .string(result)
        },
        Builtin(
            "maketrans", group: "methods", summary: "A table for translate.",
            raw: [.init("values", "a dict or two texts", .variadic)]
        ) { _, arguments in
            let table = DictValue()
            let given = arguments.positional.filter { _ in true }
            if given.count == 1, case .dict(let dict) = given[0] {
                for (key, value) in dict.pairs {
                    if case .str(let text) = key, let scalar = text.scalars.first {
                        try table.set(.int(Int(scalar)), value)
                    } else {
                        try table.set(key, value)
                    }
                }
                return .dict(table)
            }
            guard given.count >= 2 else {
                throw ScriptError("TypeError", "maketrans() wants a dict or two texts")
            }
            let (from, to) = (try text(given[0]).scalars, try text(given[1]).scalars)
            if from.count != to.count {
                throw ScriptError("ValueError", "the first two maketrans arguments must have equal length")
            }
            for (a, b) in zip(from, to) { try table.set(.int(Int(a)), .int(Int(b))) }
            if given.count > 2 {
                for scalar in try text(given[2]).scalars { try table.set(.int(Int(scalar)), .none) }
            }
            return .dict(table)
        },
        TextEncoding.method,
    ]

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: return true
        default: return false
        }
    }

    private static func cased(
        _ name: String, _ summary: String, _ refused: @escaping (Unicode.Scalar) -> Bool
    ) -> Builtin {
        Method.make(name, [], summary) { value, _, _ in
            let scalars = try text(value).string.unicodeScalars
            return .bool(scalars.contains { $0.properties.isCased } && !scalars.contains(where: refused))
        }
    }
}
