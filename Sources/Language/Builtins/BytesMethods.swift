/// The methods of `bytes` and `bytearray`.
///
/// Most are those of texts, asked about the text whose characters have the bytes as their numbers; where a
/// text knows more letters and blanks than ASCII has, bytes have a way of their own.
enum BytesMethods {
    static let make = maker("bytes") { .object(BytesValue($0)) }
    static let makeArray = maker("bytearray") { .object(ByteArrayValue($0)) }

    private static func maker(_ name: String, _ wrap: @escaping ([UInt8]) -> Value) -> Builtin {
        Builtin(
            name, group: "types", summary: "Bytes of a text, of numbers, or a count of zeros.",
            raw: [
                .init("source", "a text, bytes, numbers or a count", default: "b''"),
                .init("encoding", "of a text", default: "", type: "str"),
                .init(
                    "errors", "what to do with a character that it lacks", default: "'strict'", type: "str"),
            ]
        ) { interpreter, arguments in
            func given(_ place: Int, _ name: String) -> Value? {
                arguments.positional.count > place ? arguments.positional[place] : arguments.keyword(name)
            }
            guard let source = given(0, "source") else { return wrap([]) }
            let (encoding, errors) = (given(1, "encoding"), given(2, "errors"))
            if case .str(let text) = source {
                guard encoding != nil || errors != nil else {
                    throw ScriptError(
                        "TypeError", "string argument without an encoding", hint: "\(name)(text, \"utf-8\")")
                }
                return wrap(
                    try TextEncoding.encode(text, encoding?.text ?? "utf-8", errors?.text ?? "strict"))
            }
            if encoding != nil || errors != nil {
                throw ScriptError("TypeError", "encoding without a string argument")
            }
            if case .instance(let instance) = source,
                let made = try Operations.callSpecial(instance, Symbol("__bytes__"))
            {
                guard let bytes = made.bytes else {
                    throw ScriptError(
                        "TypeError", "__bytes__ returned non-bytes (type \(made.typeName))")
                }
                return wrap(bytes)
            }
            if source.bytes == nil, let count = try Operations.index(source) {
                if count < 0 { throw ScriptError("ValueError", "negative count") }
                try Limits.check(textBytes: count)
                return wrap([UInt8](repeating: 0, count: count))
            }
            do { return wrap(try row(source, name: name)) } catch let error as ScriptError
                where error.message.hasSuffix("object is not iterable")
            {
                throw ScriptError("TypeError", "cannot convert '\(source.typeName)' object to \(name)")
            }
        }
    }

    /// Bytes, or an iterable of numbers.
    static func row(_ value: Value, name: String = "byte") throws -> [UInt8] {
        if let bytes = value.bytes { return bytes }
        return try Operations.array(value).map { item in
            guard let byte = UInt8(exactly: try Operations.requireIndex(item)) else {
                throw ScriptError(
                    "ValueError", "\(name == "bytes" ? "bytes" : "byte") must be in range(0, 256)")
            }
            return byte
        }
    }

    // MARK: Bytes as a text

    /// The text whose characters have these numbers.
    static func text(_ bytes: [UInt8]) -> ScriptText {
        if bytes.allSatisfy({ $0 < 128 }) { return ScriptText(bytes: bytes, count: bytes.count) }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count * 2)
        for byte in bytes {
            if byte < 128 { result.append(byte) } else { result += [0xC0 | byte >> 6, 0x80 | byte & 0x3F] }
        }
        return ScriptText(bytes: result, count: bytes.count)
    }

    private static func plain(_ text: ScriptText) -> [UInt8] {
        text.isASCII ? text.bytes : text.scalars.map { UInt8(truncatingIfNeeded: $0) }
    }

    private static func asText(_ value: Value, numbers: Bool) throws -> Value {
        if let bytes = value.bytes { return .str(text(bytes)) }
        switch value {
        case .str:
            throw ScriptError(
                "TypeError", "a bytes-like object is required, not 'str'", hint: "a b before the quote")
        case .tuple(let tuple): return .tuple(try tuple.elements.map { try asText($0, numbers: false) })
        case .list(let list): return .list(try list.elements.map { try asText($0, numbers: false) })
        case .int where numbers: return .str(text([try ByteArrayValue.byte(value)]))
        default: return value
        }
    }

    private static func asBytes(_ value: Value, _ model: any ByteRow) -> Value {
        switch value {
        case .str(let text): return model.made(plain(text))
        case .tuple(let tuple): return .tuple(tuple.elements.map { asBytes($0, model) })
        case .list(let list): return .list(list.elements.map { asBytes($0, model) })
        default: return value
        }
    }

    static func receiver(_ value: Value?) throws -> any ByteRow {
        guard case .object(let object)? = value, let row = object as? any ByteRow else {
            throw ScriptError("TypeError", "expected bytes, not \(value?.typeName ?? "nothing")")
        }
        return row
    }

    /// Methods in which a number stands for one byte.
    private static let takingNumbers: Set<String> = ["find", "rfind", "index", "rindex", "count"]

    private static func same(_ name: String) -> Builtin? {
        guard let method = TextMethods.all.first(where: { $0.name == name }) else { return nil }
        return Builtin(name, group: "methods", summary: method.summary, raw: method.parameters) {
            interpreter, arguments in
            let row = try receiver(arguments.positional.first)
            var given = arguments
            let numbers = takingNumbers.contains(name)
            if name == "join", given.positional.count > 1 {
                given.positional[1] = .list(try Operations.array(given.positional[1]))
            }
            for (place, value) in given.positional.enumerated() {
                given.positional[place] = try asText(value, numbers: numbers && place == 1)
            }
            given.keywords = try given.keywords.map { ($0.name, try asText($0.value, numbers: false)) }
            do { return asBytes(try method.call(interpreter, given), row) } catch var error as ScriptError {
                error.message = error.message.replacing("substring not found", with: "subsection not found")
                throw error
            }
        }
    }

    private static let blanks: Set<UInt8> = [9, 10, 11, 12, 13, 32]

    private static func stripping(_ name: String, _ summary: String, left: Bool, right: Bool) -> Builtin {
        Method.make(name, ["chars=None"], summary) { value, arguments, _ in
            let row = try receiver(value)
            var gone = blanks
            if let chars = arguments[0], !chars.isNone {
                guard let bytes = chars.bytes else {
                    throw ScriptError(
                        "TypeError", "a bytes-like object is required, not '\(chars.typeName)'")
                }
                gone = Set(bytes)
            }
            var rest = row.bytes[...]
            if left { rest = rest.drop { gone.contains($0) } }
            if right { while let last = rest.last, gone.contains(last) { rest.removeLast() } }
            return row.made(Array(rest))
        }
    }

    private static func mapping(_ name: String, _ summary: String, _ body: @escaping ([UInt8]) -> [UInt8])
        -> Builtin
    {
        Method.make(name, [], summary) { value, _, _ in
            let row = try receiver(value)
            return row.made(body(row.bytes))
        }
    }

    private static func testing(_ name: String, _ summary: String, _ body: @escaping ([UInt8]) -> Bool)
        -> Builtin
    {
        Method.make(name, [], summary) { value, _, _ in .bool(body(try receiver(value).bytes)) }
    }

    private static func isUpper(_ byte: UInt8) -> Bool { byte >= 65 && byte <= 90 }
    private static func isLower(_ byte: UInt8) -> Bool { byte >= 97 && byte <= 122 }
    private static func isLetter(_ byte: UInt8) -> Bool { isUpper(byte) || isLower(byte) }
    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }
    private static func upper(_ byte: UInt8) -> UInt8 { isLower(byte) ? byte - 32 : byte }
    private static func lower(_ byte: UInt8) -> UInt8 { isUpper(byte) ? byte + 32 : byte }

    private static func title(_ bytes: [UInt8]) -> [UInt8] {
        var isInside = false
        return bytes.map { byte in
            defer { isInside = isLetter(byte) }
            return isInside ? lower(byte) : upper(byte)
        }
    }

    /// Words between blanks, from the side where `limit` counts.
    private static func words(_ bytes: [UInt8], limit: Int, fromRight: Bool) -> [[UInt8]] {
        var row = fromRight ? Array(bytes.reversed()) : bytes
        var result: [[UInt8]] = []
        while true {
            row = Array(row.drop { blanks.contains($0) })
            if row.isEmpty { break }
            if limit >= 0, result.count == limit {
                result.append(row)
                break
            }
            let end = row.firstIndex { blanks.contains($0) } ?? row.count
            result.append(Array(row[..<end]))
            row = Array(row[end...])
        }
        return fromRight ? result.reversed().map { $0.reversed() } : result
    }

    private static func splitting(_ name: String, fromRight: Bool) -> Builtin? {
        guard let other = same(name) else { return nil }
        return Builtin(name, group: "methods", summary: other.summary, raw: other.parameters) {
            interpreter, arguments in
            let given = arguments.positional
            let separator = given.count > 1 ? given[1] : arguments.keyword("sep") ?? .none
            guard separator.isNone else { return try other.call(interpreter, arguments) }
            let row = try receiver(given.first)
            let limit = try (given.count > 2 ? given[2] : arguments.keyword("maxsplit")).map {
                try Operations.requireIndex($0)
            }
            return .list(words(row.bytes, limit: limit ?? -1, fromRight: fromRight).map(row.made))
        }
    }

    private static func lines(_ bytes: [UInt8], keepingEnds: Bool) -> [[UInt8]] {
        var (result, start, place): ([[UInt8]], Int, Int) = ([], 0, 0)
        while place < bytes.count {
            guard bytes[place] == 10 || bytes[place] == 13 else {
                place += 1
                continue
            }
            let end =
                place + (bytes[place] == 13 && place + 1 < bytes.count && bytes[place + 1] == 10 ? 2 : 1)
            result.append(Array(bytes[start..<(keepingEnds ? end : place)]))
            (start, place) = (end, end)
        }
        if start < bytes.count { result.append(Array(bytes[start...])) }
        return result
    }

    // MARK: Numbers in base 16

    private static let hex = Builtin(
        "hex", group: "methods", summary: "Two digits of base 16 for each byte.",
        raw: [
            .init("self", "the bytes", .positionalOnly),
            .init("sep", "between bytes", default: "", type: "str"),
            .init("bytes_per_sep", "how many bytes between two", default: "1"),
        ]
    ) { _, arguments in
        let row = try receiver(arguments.positional.first)
        func given(_ place: Int, _ name: String) -> Value? {
            arguments.positional.count > place ? arguments.positional[place] : arguments.keyword(name)
        }
        let digits = row.bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
        guard let separator = given(1, "sep") else { return .string(digits.joined()) }
        let mark = separator.text ?? separator.bytes.map { String(decoding: $0, as: UTF8.self) } ?? ""
        guard mark.unicodeScalars.count == 1 else { throw ScriptError("ValueError", "sep must be length 1.") }
        let step = try given(2, "bytes_per_sep").map { try Operations.requireIndex($0) } ?? 1
        if step == 0 { return .string(digits.joined()) }
        var text = ""
        for (place, digit) in digits.enumerated() {
            let behind = step > 0 ? digits.count - place : place
            if place > 0, behind % Int(clamping: step.magnitude) == 0 { text += mark }
            text += digit
        }
        return .string(text)
    }

    private static func fromHex(_ wrap: @escaping ([UInt8]) -> Value) -> Builtin {
        Builtin(
            "fromhex", group: "methods", summary: "The bytes of digits of base 16.",
            Parameter<String>("string", "such as '2Ef0'")
        ) { _, text -> Value in
            var (result, place): ([UInt8], Int) = ([], 0)
            let row = Array(text.unicodeScalars)
            func digit(_ place: Int) -> UInt8? {
                row.indices.contains(place) && row[place].isASCII
                    ? UInt8(String(row[place]), radix: 16) : nil
            }
            while place < row.count {
                if row[place].properties.isWhitespace {
                    place += 1
                    continue
                }
                guard let high = digit(place), let low = digit(place + 1) else {
                    let wrong = digit(place) == nil ? place : place + 1
                    throw ScriptError(
                        "ValueError", "non-hexadecimal number found in fromhex() arg at position \(wrong)")
                }
                result.append(high << 4 | low)
                place += 2
            }
            return wrap(result)
        }
    }

    private static let translate = Method.make(
        "translate", ["table", "delete=b''"], "With bytes replaced by a table of 256."
    ) { value, arguments, _ in
        let row = try receiver(value)
        let gone = Set(arguments[1]?.bytes ?? [])
        var rest = row.bytes.filter { !gone.contains($0) }
        if let table = arguments[0], !table.isNone {
            guard let table = table.bytes, table.count == 256 else {
                throw ScriptError("ValueError", "translation table must be 256 characters long")
            }
            rest = rest.map { table[Int($0)] }
        }
        return row.made(rest)
    }

    private static let makeTable = Builtin(
        "maketrans", group: "methods", summary: "A table for translate.",
        Parameter<Value>("from", "bytes"), Parameter<Value>("to", "as many bytes")
    ) { _, from, to -> Value in
        guard let from = from.bytes, let to = to.bytes else {
            throw ScriptError("TypeError", "a bytes-like object is required")
        }
        guard from.count == to.count else {
            throw ScriptError("ValueError", "maketrans arguments must have same length")
        }
        var table = (0...255).map { UInt8($0) }
        for (a, b) in zip(from, to) { table[Int(a)] = b }
        return .object(BytesValue(table))
    }

    private static let decode = Method.make(
        "decode", ["encoding='utf-8'", "errors='strict'"], "The text of the bytes."
    ) { value, arguments, _ in
        .string(
            try TextEncoding.decode(
                receiver(value).bytes, TextMethods.optional(arguments[0])?.string ?? "utf-8",
                TextMethods.optional(arguments[1])?.string ?? "strict"))
    }

    private static let shared: [Builtin] =
        [
            "find", "rfind", "index", "rindex", "count", "startswith", "endswith", "replace", "join",
            "partition",
            "rpartition", "center", "ljust", "rjust", "zfill", "expandtabs", "removeprefix", "removesuffix",
        ].compactMap(same)
        + [splitting("split", fromRight: false), splitting("rsplit", fromRight: true)].compactMap { $0 }
        + [
            stripping("strip", "Without blanks, or other bytes, at both ends.", left: true, right: true),
            stripping("lstrip", "Without blanks, or other bytes, in front.", left: true, right: false),
            stripping("rstrip", "Without blanks, or other bytes, at the end.", left: false, right: true),
            mapping("upper", "With capital letters.") { $0.map(upper) },
            mapping("lower", "With small letters.") { $0.map(lower) },
            mapping("swapcase", "With capital letters made small and small ones made capital.") {
                $0.map { isUpper($0) ? lower($0) : upper($0) }
            },
            mapping("title", "With a capital letter at the beginning of each word.", title),
            mapping("capitalize", "With one capital letter, at the beginning.") {
                $0.enumerated().map { $0.offset == 0 ? upper($0.element) : lower($0.element) }
            },
            testing("isalpha", "Whether all are letters.") { !$0.isEmpty && $0.allSatisfy(isLetter) },
            testing("isdigit", "Whether all are digits.") { !$0.isEmpty && $0.allSatisfy(isDigit) },
            testing("isalnum", "Whether all are letters or digits.") {
                !$0.isEmpty && $0.allSatisfy { isLetter($0) || isDigit($0) }
            },
            testing("isspace", "Whether all are blanks.") {
                !$0.isEmpty && $0.allSatisfy { blanks.contains($0) }
            },
            testing("isascii", "Whether all are ASCII.") { $0.allSatisfy { $0 < 128 } },
            testing("isupper", "Whether the letters are capital ones.") {
                $0.contains(where: isUpper) && !$0.contains(where: isLower)
            },
            testing("islower", "Whether the letters are small ones.") {
                $0.contains(where: isLower) && !$0.contains(where: isUpper)
            },
            testing("istitle", "Whether each word begins with a capital letter.") {
                $0.contains(where: isLetter) && title($0) == $0
            },
            Method.make("splitlines", ["keepends=False"], "The lines.") { value, arguments, _ in
                let row = try receiver(value)
                let keeps = try Operations.truth(arguments[0] ?? .none)
                return .list(lines(row.bytes, keepingEnds: keeps).map(row.made))
            },
            hex, translate, makeTable, decode,
        ]

    static let all: [Builtin] = shared + [fromHex { .object(BytesValue($0)) }]

    // MARK: What changes

    private static func changing(
        _ name: String, _ parameters: [String], _ summary: String,
        _ body: @escaping (ByteArrayValue, [Value?]) throws -> Value
    ) -> Builtin {
        Method.make(name, parameters, summary) { value, arguments, _ in
            guard case .object(let object) = value, let row = object as? ByteArrayValue else {
                throw ScriptError("TypeError", "expected bytearray, not \(value.typeName)")
            }
            return try body(row, arguments)
        }
    }

    static let arrayMethods: [Builtin] =
        shared + [
            fromHex { .object(ByteArrayValue($0)) },
            changing("append", ["item"], "Adds one byte at the end.") { row, arguments in
                row.bytes.append(try ByteArrayValue.byte(arguments[0] ?? .none))
                return .none
            },
            changing("extend", ["iterable_of_ints"], "Adds bytes at the end.") { row, arguments in
                let more = try BytesMethods.row(arguments[0] ?? .none)
                try Limits.check(textBytes: row.bytes.count + more.count)
                row.bytes += more
                return .none
            },
            changing("insert", ["index", "item"], "Adds one byte before a place.") { row, arguments in
                let index = try Operations.requireIndex(arguments[0] ?? .none)
                let byte = try ByteArrayValue.byte(arguments[1] ?? .none)
                let place = index < 0 ? max(0, index &+ row.bytes.count) : min(index, row.bytes.count)
                row.bytes.insert(byte, at: place)
                return .none
            },
            changing("pop", ["index=-1"], "Takes a byte out, the last by default.") { row, arguments in
                if row.bytes.isEmpty { throw ScriptError("IndexError", "pop from empty bytearray") }
                let index = try arguments[0].map { try Operations.requireIndex($0) } ?? -1
                let place = index < 0 ? index &+ row.bytes.count : index
                guard row.bytes.indices.contains(place) else {
                    throw ScriptError("IndexError", "pop index out of range")
                }
                return .int(Int(row.bytes.remove(at: place)))
            },
            changing("remove", ["value"], "Takes the first such byte out.") { row, arguments in
                let byte = try ByteArrayValue.byte(arguments[0] ?? .none)
                guard let place = row.bytes.firstIndex(of: byte) else {
                    throw ScriptError("ValueError", "value not found in bytearray")
                }
                row.bytes.remove(at: place)
                return .none
            },
            changing("clear", [], "Takes everything out.") { row, _ in
                row.bytes = []
                return .none
            },
            changing("reverse", [], "Turns the order around.") { row, _ in
                row.bytes.reverse()
                return .none
            },
            changing("copy", [], "A bytearray with the same bytes.") { row, _ in row.made(row.bytes) },
        ]
}

/// `b"… %d …" % values`.
enum BytesFormat {
    static func format(_ template: [UInt8], _ arguments: Value) throws -> [UInt8] {
        var text = Array(BytesMethods.text(template).string.unicodeScalars)
        var row: [Value]
        if case .tuple(let tuple) = arguments { row = tuple.elements } else { row = [arguments] }
        var (place, used) = (0, 0)
        // What a text is made of by `%s` are bytes by `%b`; the rest is written as in a text.
        while place < text.count {
            guard text[place] == "%" else {
                place += 1
                continue
            }
            place += 1
            var key: String?
            if place < text.count, text[place] == "(", let end = text[place...].firstIndex(of: ")") {
                var name = String.UnicodeScalarView()
                name.append(contentsOf: text[(place + 1)..<end])
                key = String(name)
                place = end + 1
            }
            while place < text.count, "-+ 0#.*123456789".unicodeScalars.contains(text[place]) {
                if text[place] == "*" { used += 1 }
                place += 1
            }
            guard place < text.count else { break }
            let type = text[place]
            place += 1
            if type == "%" { continue }
            if type == "b" { text[place - 1] = "s" }
            if let key {
                guard case .dict(let dict) = arguments else { continue }
                let named = try Operations.item(.dict(dict), .object(BytesValue(Array(key.utf8))))
                let copy = DictValue()
                if case .dict(let before) = row[0] {
                    for (name, value) in before.pairs { try copy.set(name, value) }
                }
                copy.setString(key, type == "b" || type == "s" ? try part(named) : named)
                row[0] = .dict(copy)
                continue
            }
            if used < row.count {
                switch type {
                case "b", "s": row[used] = try part(row[used])
                case "r": text[place - 1] = "a"
                case "c": if let bytes = row[used].bytes, bytes.count == 1 { row[used] = .int(Int(bytes[0])) }
                default: break
                }
            }
            used += 1
        }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: text)
        let values: Value
        if case .tuple = arguments { values = .tuple(row) } else { values = row[0] }
        let result: String
        do { result = try PercentFormat.format(String(view), values) } catch var error as ScriptError {
            error.message = error.message.replacing(
                "during string formatting", with: "during bytes formatting")
            throw error
        }
        return result.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
    }

    private static func part(_ value: Value) throws -> Value {
        if let bytes = value.bytes { return .str(BytesMethods.text(bytes)) }
        if case .instance(let instance) = value,
            let made = try Operations.callSpecial(instance, Symbol("__bytes__"))?.bytes
        {
            return .str(BytesMethods.text(made))
        }
        throw ScriptError(
            "TypeError",
            "%b requires a bytes-like object, or an object that implements __bytes__, not '\(value.typeName)'"
        )
    }
}
