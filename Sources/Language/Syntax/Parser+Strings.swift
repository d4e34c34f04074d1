extension Parser {
    /// Neighbouring strings make one.
    mutating func strings() throws -> Expression {
        let start = token.range
        var parts: [StringPart] = []
        var isFormatted = false
        var bytes: [UInt8]?
        func append(_ text: String) {
            if case .text(let before)? = parts.last {
                parts[parts.count - 1] = .text(before + text)
            } else {
                parts.append(.text(text))
            }
        }
        while token.kind == .string {
            let piece = advance()
            let quoteIndex = piece.text.firstIndex { $0 == "'" || $0 == "\"" } ?? piece.text.startIndex
            let prefix = piece.text[..<quoteIndex].lowercased()
            let width =
                piece.text[quoteIndex...].utf8.count >= 6
                    && (piece.text[quoteIndex...].hasPrefix("\"\"\"")
                        || piece.text[quoteIndex...].hasPrefix("'''"))
                ? 3 : 1
            let inner = SourceRange(piece.range.lower + prefix.utf8.count + width, piece.range.upper - width)
            let isRaw = prefix.contains("r")
            if piece.range.lower > start.lower, prefix.contains("b") != (bytes != nil) {
                throw failure(
                    "cannot mix bytes and nonbytes literals", SourceRange(start.lower, piece.range.upper))
            }
            if prefix.contains("b") {
                if source.bytes[inner.lower..<max(inner.lower, inner.upper)].contains(where: { $0 >= 128 }) {
                    throw failure("bytes can only contain ASCII literal characters", piece.range)
                }
                bytes = try (bytes ?? []) + unescaped(inner, isRaw: isRaw, isBytes: true)
                continue
            }
            if prefix.contains("f") {
                isFormatted = true
                for part in try formatted(inner, isRaw: isRaw, level: 0) {
                    if case .text(let text) = part { append(text) } else { parts.append(part) }
                }
            } else {
                append(try unescape(inner, isRaw: isRaw))
            }
        }
        if let bytes { return try make(.bytes(bytes), from: start) }
        if !isFormatted {
            var text = ""
            if case .text(let only)? = parts.first { text = only }
            return try make(.string(text), from: start)
        }
        return try make(.joined(parts), from: start)
    }

    private func unescape(_ range: SourceRange, isRaw: Bool) throws -> String {
        String(decoding: try unescaped(range, isRaw: isRaw), as: UTF8.self)
    }

    /// - Parameter isBytes: whether an escape is one byte, and not a character.
    private func unescaped(_ range: SourceRange, isRaw: Bool, isBytes: Bool = false) throws -> [UInt8] {
        let bytes = source.bytes[range.lower..<max(range.lower, range.upper)]
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            index += 1
            if byte == 13 {
                if index < bytes.endIndex, bytes[index] == 10 { index += 1 }
                result.append(10)
                continue
            }
            guard byte == 92, !isRaw, index < bytes.endIndex else {
                result.append(byte)
                continue
            }
            let code = bytes[index]
            let place = SourceRange(index - 1, index + 1)
            index += 1
            switch code {
            case 10: break
            case 13: if index < bytes.endIndex, bytes[index] == 10 { index += 1 }
            case UInt8(ascii: "n"): result.append(10)
            case UInt8(ascii: "t"): result.append(9)
            case UInt8(ascii: "r"): result.append(13)
            case UInt8(ascii: "a"): result.append(7)
            case UInt8(ascii: "b"): result.append(8)
            case UInt8(ascii: "f"): result.append(12)
            case UInt8(ascii: "v"): result.append(11)
            case UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""): result.append(code)
            case UInt8(ascii: "0")...UInt8(ascii: "7"):
                var value = UInt32(code - 48)
                var count = 1
                while count < 3, index < bytes.endIndex, bytes[index] >= 48, bytes[index] <= 55 {
                    value = value * 8 + UInt32(bytes[index] - 48)
                    index += 1
                    count += 1
                }
                if isBytes {
                    result.append(UInt8(truncatingIfNeeded: value))
                } else {
                    append(value, to: &result)
                }
            case UInt8(ascii: "u") where isBytes, UInt8(ascii: "U") where isBytes,
                UInt8(ascii: "N") where isBytes:
                result += [92, code]
            case UInt8(ascii: "x"), UInt8(ascii: "u"), UInt8(ascii: "U"):
                let width = code == UInt8(ascii: "x") ? 2 : code == UInt8(ascii: "u") ? 4 : 8
                let digits = bytes[index..<min(bytes.endIndex, index + width)]
                guard digits.count == width,
                    let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
                else {
                    throw failure("truncated \\\(Character(UnicodeScalar(code))) escape", place)
                }
                let escape = SourceRange(index - 2, index + width)
                index += width
                if isBytes {
                    result.append(UInt8(truncatingIfNeeded: value))
                    continue
                }
                if value >= 0xD800, value < 0xE000 {
                    guard let low = lowSurrogate(bytes, at: index), value < 0xDC00 else {
                        throw failure(
                            "\\u\(String(value, radix: 16)) is half of a surrogate pair, which is no "
                                + "character by itself", escape,
                            hint: "the two halves one behind the other are one: \"\\ud83d\\ude00\"")
                    }
                    append(0x10000 + (value - 0xD800) << 10 + (low - 0xDC00), to: &result)
                    index += 6
                    continue
                }
                guard Unicode.Scalar(value) != nil else {
                    throw failure("the escape is no valid character: illegal Unicode character", escape)
                }
                append(value, to: &result)
            case UInt8(ascii: "N"):
                guard index < bytes.endIndex, bytes[index] == UInt8(ascii: "{"),
                    let close = bytes[index...].firstIndex(of: UInt8(ascii: "}")), close > index + 1
                else { throw failure("malformed \\N character escape", place) }
                let name = String(decoding: bytes[(index + 1)..<close], as: UTF8.self)
                guard let scalar = Parser.scalar(named: name) else {
                    throw failure("unknown Unicode character name", SourceRange(index - 2, close + 1))
                }
                append(scalar.value, to: &result)
                index = close + 1
            default:
                result.append(92)
                result.append(code)
            }
        }
        return result
    }

    /// The second half of a pair, written as the escape that stands at an offset.
    private func lowSurrogate(_ bytes: ArraySlice<UInt8>, at index: Int) -> UInt32? {
        guard index + 6 <= bytes.endIndex, bytes[index] == 92, bytes[index + 1] == UInt8(ascii: "u"),
            let value = UInt32(String(decoding: bytes[(index + 2)..<(index + 6)], as: UTF8.self), radix: 16),
            value >= 0xDC00, value < 0xE000
        else { return nil }
        return value
    }

    /// The character of a Unicode name. Nobody keeps a table for this: all are asked, once for each escape.
    private static func scalar(named name: String) -> Unicode.Scalar? {
        let wanted = name.uppercased()
        for value in UInt32(32)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let properties = scalar.properties
            if properties.name == wanted || properties.nameAlias == wanted { return scalar }
        }
        return nil
    }

    private func append(_ value: UInt32, to bytes: inout [UInt8]) {
        if let scalar = Unicode.Scalar(value) { bytes.append(contentsOf: String(Character(scalar)).utf8) }
    }

    /// The parts of a formatted string's inside.
    private func formatted(_ range: SourceRange, isRaw: Bool, level: Int) throws -> [StringPart] {
        let bytes = source.bytes
        var parts: [StringPart] = []
        var index = range.lower
        var textStart = index
        var text = ""
        func isAt(_ character: Character, _ offset: Int) -> Bool {
            offset < range.upper && bytes[offset] == character.asciiValue
        }
        func flush(_ end: Int) throws {
            text += try unescape(SourceRange(textStart, end), isRaw: isRaw)
        }
        while index < range.upper {
            if isAt("\\", index), !isRaw {
                index += 2
                continue
            }
            if isAt("{", index) {
                if isAt("{", index + 1), level == 0 {
                    try flush(index + 1)
                    index += 2
                    textStart = index
                    continue
                }
                try flush(index)
                if level > 1 {
                    throw failure("f-string: expressions nested too deeply", SourceRange(index, index + 1))
                }
                let (shown, value, next) = try replacement(index, range.upper, isRaw: isRaw, level: level)
                text += shown
                if !text.isEmpty { parts.append(.text(text)) }
                text = ""
                parts.append(value)
                index = next
                textStart = next
                continue
            }
            if isAt("}", index) {
                guard isAt("}", index + 1) else {
                    throw failure("f-string: single '}' is not allowed", SourceRange(index, index + 1))
                }
                try flush(index + 1)
                index += 2
                textStart = index
                continue
            }
            index += 1
        }
        try flush(range.upper)
        if !text.isEmpty { parts.append(.text(text)) }
        return parts
    }

    /// `{expression=!r:spec}` from its opening brace; what `=` shows, the part, and the offset behind it.
    private func replacement(_ open: Int, _ limit: Int, isRaw: Bool, level: Int) throws -> (
        String, StringPart, Int
    ) {
        let bytes = source.bytes
        var end = open + 1
        var brackets = 0
        var quote: UInt8? = nil
        scan: while true {
            if end >= limit { throw failure("f-string: expecting '}'", SourceRange(open, open + 1)) }
            let byte = bytes[end]
            if let current = quote {
                if byte == current { quote = nil }
                end += 1
                continue
            }
            switch byte {
            case 34, 39: quote = byte
            case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): brackets += 1
            case UInt8(ascii: ")"), UInt8(ascii: "]"): brackets -= 1
            case UInt8(ascii: "}"):
                if brackets == 0 { break scan }
                brackets -= 1
            case UInt8(ascii: "!") where brackets == 0:
                if end + 1 < limit, bytes[end + 1] != UInt8(ascii: "=") { break scan }
                end += 1
            case UInt8(ascii: ":") where brackets == 0: break scan
            case UInt8(ascii: "\\"):
                throw failure(
                    "f-string expression part cannot include a backslash", SourceRange(end, end + 1))
            case UInt8(ascii: "#"):
                throw failure("f-string expression part cannot include '#'", SourceRange(end, end + 1))
            default: break
            }
            end += 1
        }
        var expressionEnd = end
        var shown = ""
        var last = end - 1
        while last > open, bytes[last] == 32 { last -= 1 }
        if last > open, bytes[last] == UInt8(ascii: "="), last - 1 > open,
            ![UInt8(ascii: "="), UInt8(ascii: "!"), UInt8(ascii: "<"), UInt8(ascii: ">")].contains(
                bytes[last - 1])
        {
            shown = source.text(SourceRange(open + 1, end))
            expressionEnd = last
        }
        let inner = SourceRange(open + 1, expressionEnd)
        var lexer = Lexer(source, inside: inner)
        var parser = Parser(source, tokens: try lexer.run())
        (parser.depth, parser.functionDepth) = (depth + 1, functionDepth)
        if parser.token.kind == .end {
            throw failure("f-string: empty expression not allowed", SourceRange(open, end + 1))
        }
        let value = try parser.expressionsOrYield()
        if parser.token.kind != .end { throw parser.failure("f-string: invalid syntax", parser.token.range) }
        var conversion: Character? = nil
        if bytes[end] == UInt8(ascii: "!") {
            let character = end + 1 < limit ? Character(UnicodeScalar(bytes[end + 1])) : " "
            guard "rsa".contains(character) else {
                throw failure(
                    "f-string: invalid conversion character: expected 's', 'r', or 'a'",
                    SourceRange(end, end + 2))
            }
            conversion = character
            end += 2
        }
        var spec: [StringPart] = []
        if end < limit, bytes[end] == UInt8(ascii: ":") {
            let start = end + 1
            var depth = 0
            end = start
            while end < limit {
                if bytes[end] == UInt8(ascii: "{") { depth += 1 }
                if bytes[end] == UInt8(ascii: "}") {
                    if depth == 0 { break }
                    depth -= 1
                }
                end += 1
            }
            spec = try formatted(SourceRange(start, end), isRaw: isRaw, level: level + 1)
        }
        guard end < limit, bytes[end] == UInt8(ascii: "}") else {
            throw failure("f-string: expecting '}'", SourceRange(open, open + 1))
        }
        if !shown.isEmpty, conversion == nil, spec.isEmpty { conversion = "r" }
        return (shown, .value(value, conversion: conversion, spec: spec), end + 1)
    }
}
