import Language
import Presentation

/// The module `json`: texts only, as files are the commands' business.
enum JSONModule {
    package static func make() -> ModuleValue {
        let module = ModuleValue(
            "json", documentation: "Values as JSON and back.",
            commands: [
                Builtin(
                    "dumps", group: "json", summary: "A value as JSON.",
                    raw: [
                        .init("obj", "what to write"),
                        .init("indent", "spaces for each level", default: "None", .keywordOnly),
                        .init("sort_keys", "keys in order", default: "False", type: "bool", .keywordOnly),
                        .init(
                            "ensure_ascii", "escapes for what is not ASCII", default: "True", type: "bool",
                            .keywordOnly),
                        .init(
                            "allow_nan", "NaN and Infinity, which JSON lacks", default: "True", type: "bool",
                            .keywordOnly),
                        .init("separators", "between items and behind keys", default: "None", .keywordOnly),
                        .init(
                            "default", "called for what JSON has no form for", default: "None", .keywordOnly),
                    ], example: "json.dumps({'a': [1, 2]})"
                ) { interpreter, arguments in
                    guard arguments.positional.count == 1 else {
                        throw ScriptError(
                            "TypeError",
                            "dumps() takes 1 positional argument but \(arguments.positional.count) were given"
                        )
                    }
                    return .string(
                        try JSONWriter(arguments.keywords, interpreter).text(arguments.positional[0]))
                },
                Builtin(
                    "loads", group: "json", summary: "The value of a JSON text.",
                    Parameter<Value>("s", "the text, as a str or as bytes in UTF-8"),
                    example: "json.loads('{\"a\": [1, 2]}')"
                ) { _, value -> Value in
                    let text = value.bytes.map { String(decoding: $0, as: UTF8.self) } ?? value.text
                    guard let text else {
                        throw ScriptError(
                            "TypeError",
                            "the JSON object must be str, bytes or bytearray, not \(value.typeName)")
                    }
                    var reader = JSONReader(text)
                    return try reader.whole()
                },
                Builtin(
                    "load", group: "json", summary: "The value of a JSON text in a file.",
                    Parameter<Value>("fp", "the file, opened for reading")
                ) { interpreter, file -> Value in
                    let read = try Operations.requireAttribute(file, Symbol("read"))
                    let content = try Operations.call(read, Arguments(), interpreter)
                    let text = content.bytes.map { String(decoding: $0, as: UTF8.self) } ?? content.text
                    guard let text else {
                        throw ScriptError(
                            "TypeError",
                            "the JSON object must be str, bytes or bytearray, not \(content.typeName)")
                    }
                    var reader = JSONReader(text)
                    return try reader.whole()
                },
                Builtin(
                    "dump", group: "json", summary: "Writes a value as JSON into a file.",
                    raw: [
                        .init("obj", "what to write"), .init("fp", "the file, opened for writing"),
                        .init("options", "as json.dumps has them", .keywords),
                    ]
                ) { interpreter, arguments in
                    guard arguments.positional.count == 2 else {
                        throw ScriptError("TypeError", "dump() missing 1 required positional argument: 'fp'")
                    }
                    let text = try JSONWriter(arguments.keywords, interpreter).text(arguments.positional[0])
                    let write = try Operations.requireAttribute(arguments.positional[1], Symbol("write"))
                    _ = try Operations.call(write, Arguments([.string(text)]), interpreter)
                    return .none
                },
            ])
        module["JSONDecodeError"] = .type(ExceptionTypes.type("JSONDecodeError"))
        return module
    }
}

/// Values → JSON, laid out as CPython lays it out.
private struct JSONWriter {
    private var indent: String?
    private var sorts = false
    private var isASCII = true
    private var allowsNaN = true
    private var item = ", "
    private var key = ": "
    private var fallback: Value = .none
    private let interpreter: Interpreter

    init(_ options: [(name: String, value: Value)], _ interpreter: Interpreter) throws {
        self.interpreter = interpreter
        for (name, value) in options {
            switch name {
            case "indent":
                if value.isNone { continue }
                item = ","
                indent =
                    try value.text
                    ?? String(repeating: " ", count: max(0, min(1000, Operations.requireIndex(value))))
            case "sort_keys": sorts = try Operations.truth(value)
            case "ensure_ascii": isASCII = try Operations.truth(value)
            case "allow_nan": allowsNaN = try Operations.truth(value)
            case "default": fallback = value
            case "separators" where value.isNone: continue
            case "separators":
                let parts = try Operations.array(value)
                guard parts.count == 2, let first = parts[0].text, let second = parts[1].text else {
                    throw ScriptError("TypeError", "separators wants two texts, such as (',', ':')")
                }
                (item, key) = (first, second)
            default:
                throw Wording.unknownKeyword(
                    "dumps", ["indent", "sort_keys", "ensure_ascii", "allow_nan", "separators", "default"],
                    name)
            }
        }
        if let given = options.first(where: { $0.name == "separators" && !$0.value.isNone })?.value {
            let parts = try Operations.array(given)
            (item, key) = (parts[0].text ?? item, parts[1].text ?? key)
        }
    }

    func text(_ value: Value, _ margin: String = "\n") throws -> String {
        switch value {
        case .none: return "null"
        case .bool(let flag): return flag ? "true" : "false"
        case .int(let number): return String(number)
        case .object where value.bigInteger != nil: return try value.repr()
        case .instance(let instance) where instance.plainValue != nil: return try text(value.plain, margin)
        case .object(let object) where object.plainValue != nil: return try text(value.plain, margin)
        case .float(let number):
            if !allowsNaN, !number.isFinite {
                throw ScriptError(
                    "ValueError", "Out of range float values are not JSON compliant: \(try value.repr())")
            }
            if number.isNaN { return "NaN" }
            return number.isInfinite ? (number < 0 ? "-Infinity" : "Infinity") : FloatFormat.repr(number)
        case .str(let text): return quoted(text.string)
        case .list, .tuple:
            let elements = try Operations.array(value)
            return try Operations.nested {
                try row("[", "]", elements.map { try text($0, margin + (indent ?? "")) }, margin)
            }
        case .dict(let dict):
            var pairs = try dict.pairs.map { (name: try name($0.key), value: $0.value) }
            if sorts { pairs.sort { ScriptText($0.name) < ScriptText($1.name) } }
            return try Operations.nested {
                try row(
                    "{", "}",
                    pairs.map { quoted($0.name) + key + (try text($0.value, margin + (indent ?? ""))) },
                    margin)
            }
        default:
            if !fallback.isNone {
                return try Operations.nested {
                    try text(Operations.call(fallback, Arguments([value]), interpreter), margin)
                }
            }
            throw ScriptError(
                "TypeError", "Object of type \(Operations.type(of: value).name) is not JSON serializable",
                hint: "x.tolist(), list(x) or str(x) makes a value that is")
        }
    }

    private func row(_ open: String, _ close: String, _ parts: [String], _ margin: String) -> String {
        if parts.isEmpty { return open + close }
        guard let indent else { return open + parts.joined(separator: item) + close }
        return open + margin + indent + parts.joined(separator: item + margin + indent) + margin + close
    }

    private func name(_ key: Value) throws -> String {
        switch key.plain {
        case .str(let text): return text.string
        case .none, .bool, .int, .float: return try text(key.plain)
        default:
            throw ScriptError("TypeError", "keys must be str, int, float, bool or None, not \(key.typeName)")
        }
    }

    private func quoted(_ text: String) -> String { Escaping.json(text, ascii: isASCII) }
}

/// JSON → values.
private struct JSONReader {
    private let text: [Unicode.Scalar]
    private var place = 0
    private var depth = 0

    init(_ text: String) { self.text = Array(text.unicodeScalars) }

    private func failure(_ message: String, _ place: Int) -> ScriptError {
        let before = text[..<min(place, text.count)]
        let line = before.filter { $0 == "\n" }.count + 1
        let column = place - (before.lastIndex(of: "\n") ?? -1)
        return ScriptError("JSONDecodeError", "\(message): line \(line) column \(column) (char \(place))")
    }

    mutating func whole() throws -> Value {
        skip()
        let value = try value()
        skip()
        if place < text.count { throw failure("Extra data", place) }
        return value
    }

    private mutating func skip() {
        while place < text.count, [" ", "\t", "\n", "\r"].contains(text[place]) { place += 1 }
    }

    private mutating func take(_ word: String) -> Bool {
        let scalars = Array(word.unicodeScalars)
        guard text[place...].starts(with: scalars) else { return false }
        place += scalars.count
        return true
    }

    private mutating func value() throws -> Value {
        guard place < text.count else { throw failure("Expecting value", place) }
        switch text[place] {
        case "\"": return .string(try string())
        case "{": return try object()
        case "[": return try array()
        default: break
        }
        for (word, value) in [
            ("null", Value.none), ("true", .bool(true)), ("false", .bool(false)), ("NaN", .float(.nan)),
            ("Infinity", .float(.infinity)), ("-Infinity", .float(-.infinity)),
        ] where take(word) { return value }
        return try number()
    }

    private mutating func enter() throws {
        depth += 1
        if depth > Limits.valueDepth { throw Wording.valueTooDeep() }
        place += 1
        skip()
    }

    private mutating func array() throws -> Value {
        try enter()
        defer { depth -= 1 }
        var elements: [Value] = []
        if take("]") { return .list(elements) }
        while true {
            skip()
            elements.append(try value())
            skip()
            if take("]") { return .list(elements) }
            let comma = place
            guard take(",") else { throw failure("Expecting ',' delimiter", comma) }
        }
    }

    private mutating func object() throws -> Value {
        try enter()
        defer { depth -= 1 }
        let dict = DictValue()
        if take("}") { return .dict(dict) }
        while true {
            skip()
            guard place < text.count, text[place] == "\"" else {
                throw failure("Expecting property name enclosed in double quotes", place)
            }
            let name = try string()
            skip()
            guard take(":") else { throw failure("Expecting ':' delimiter", place) }
            skip()
            dict.setString(name, try value())
            skip()
            if take("}") { return .dict(dict) }
            guard take(",") else { throw failure("Expecting ',' delimiter", place) }
        }
    }

    private mutating func number() throws -> Value {
        let start = place
        func isDigit(_ place: Int) -> Bool { place < text.count && ("0"..."9").contains(text[place]) }
        if text[place] == "-" { place += 1 }
        guard isDigit(place) else {
            place = start
            throw failure("Expecting value", start)
        }
        if text[place] == "0" { place += 1 } else { while isDigit(place) { place += 1 } }
        var isFloat = false
        if place < text.count, text[place] == ".", isDigit(place + 1) {
            isFloat = true
            place += 1
            while isDigit(place) { place += 1 }
        }
        if place < text.count, text[place] == "e" || text[place] == "E" {
            let sign = place + 1 < text.count && (text[place + 1] == "+" || text[place + 1] == "-") ? 1 : 0
            if isDigit(place + 1 + sign) {
                isFloat = true
                place += 1 + sign
                while isDigit(place) { place += 1 }
            }
        }
        let written = String(String.UnicodeScalarView(text[start..<place]))
        if isFloat { return .float(Double(written) ?? .nan) }
        guard let number = Int(written) else {
            return BigInteger.parse(written, radix: 10) ?? .none
        }
        return .int(number)
    }

    private mutating func string() throws -> String {
        let start = place
        place += 1
        var result = String.UnicodeScalarView()
        while place < text.count {
            let scalar = text[place]
            place += 1
            switch scalar {
            case "\"": return String(result)
            case "\\":
                guard place < text.count else { throw failure("Unterminated string starting at", start) }
                let code = text[place]
                place += 1
                switch code {
                case "\"", "\\", "/": result.append(code)
                case "n": result.append("\n")
                case "r": result.append("\r")
                case "t": result.append("\t")
                case "b": result.append("\u{8}")
                case "f": result.append("\u{c}")
                case "u": result.append(try escape())
                default: throw failure("Invalid \\escape", place - 2)
                }
            case _ where scalar.value < 32: throw failure("Invalid control character at", place - 1)
            default: result.append(scalar)
            }
        }
        throw failure("Unterminated string starting at", start)
    }

    /// The digits behind `\u`; two escapes where the first is half of a surrogate pair.
    private mutating func escape() throws -> Unicode.Scalar {
        let start = place - 1
        func unit(_ place: Int) -> UInt32? {
            guard place + 4 <= text.count else { return nil }
            let digits = String(String.UnicodeScalarView(text[place..<(place + 4)]))
            return digits.allSatisfy(\.isHexDigit) ? UInt32(digits, radix: 16) : nil
        }
        guard let first = unit(place) else { throw failure("Invalid \\uXXXX escape", start) }
        place += 4
        if let scalar = Unicode.Scalar(first) { return scalar }
        if (0xD800..<0xDC00).contains(first), place + 6 <= text.count, text[place] == "\\",
            text[place + 1] == "u",
            let second = unit(place + 2), (0xDC00..<0xE000).contains(second),
            let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
        {
            place += 6
            return scalar
        }
        throw ScriptError("ValueError", "the JSON has half of a surrogate pair, which is no character")
    }
}
