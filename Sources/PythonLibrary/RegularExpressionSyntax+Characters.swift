import Language

/// What stands for one character: escapes, categories, sets in square brackets.
extension RegularExpressionSyntax {
    /// Spaces as `str.isspace` counts them; PCRE2's `\s` has some others.
    private static let spaces: [ClosedRange<UInt32>] = [
        0x9...0xd, 0x1c...0x20, 0x85...0x85, 0xa0...0xa0, 0x1680...0x1680, 0x2000...0x200a, 0x2028...0x2029,
        0x202f...0x202f, 0x205f...0x205f, 0x3000...0x3000,
    ]
    private static let asciiSpaces: [ClosedRange<UInt32>] = [0x9...0xd, 0x20...0x20]
    private static let asciiDigits: [ClosedRange<UInt32>] = [0x30...0x39]
    private static let asciiWord: [ClosedRange<UInt32>] = [
        0x30...0x39, 0x41...0x5a, 0x5f...0x5f, 0x61...0x7a,
    ]

    private static func written(_ ranges: [ClosedRange<UInt32>]) -> String {
        ranges.map { range in
            func hex(_ value: UInt32) -> String { "\\x{\(String(value, radix: 16))}" }
            return range.count == 1
                ? hex(range.lowerBound) : hex(range.lowerBound) + "-" + hex(range.upperBound)
        }.joined()
    }

    /// All others.
    private static func others(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
        var (result, next): ([ClosedRange<UInt32>], UInt32) = ([], 0)
        for range in ranges {
            if next < range.lowerBound { result.append(next...(range.lowerBound - 1)) }
            next = range.upperBound + 1
        }
        // Surrogates are no characters to PCRE2.
        return result + [next...0xd7ff, 0xe000...0x10ffff]
    }

    /// `\d`, `\W`, … as it stands between square brackets.
    private static func category(_ letter: Unicode.Scalar, isAscii: Bool) -> String? {
        switch letter {
        case "s": return written(isAscii ? asciiSpaces : spaces)
        case "S": return written(others(isAscii ? asciiSpaces : spaces))
        case "d": return isAscii ? written(asciiDigits) : "\\d"
        case "D": return isAscii ? written(others(asciiDigits)) : "\\D"
        case "w": return isAscii ? written(asciiWord) : "\\w"
        case "W": return isAscii ? written(others(asciiWord)) : "\\W"
        default: return nil
        }
    }

    private static let controls: [Unicode.Scalar: UInt32] = [
        "a": 7, "b": 8, "f": 12, "n": 10, "r": 13, "t": 9, "v": 11, "\\": 92,
    ]

    /// `\…` outside of square brackets.
    mutating func escape(_ token: PatternScanner.Token, isAscii: Bool) throws -> Piece {
        let letter = token.second
        switch letter {
        case "A": return Piece(text: "\\A", width: 0...0, kind: .anchor)
        case "Z": return Piece(text: "\\z", width: 0...0, kind: .anchor)
        case "b", "B":
            guard isAscii else { return Piece(text: "\\\(letter)", width: 0...0, kind: .anchor) }
            let word = "[\(Self.written(Self.asciiWord))]"
            let text =
                letter == "b"
                ? "(?:(?<=\(word))(?!\(word))|(?<!\(word))(?=\(word)))"
                : "(?:(?<=\(word))(?=\(word))|(?<!\(word))(?!\(word)))"
            return Piece(text: text, width: 0...0, kind: .anchor)
        default: break
        }
        if let category = Self.category(letter, isAscii: isAscii) {
            return Piece(text: category.hasPrefix("\\x") ? "[\(category)]" : category, width: 1...1)
        }
        if let group = try groupNumber(token) { return group }
        guard let scalar = try character(token, inSet: false) else {
            return Piece(text: "(?!)", width: 1...1)
        }
        return Piece(text: Self.literal(scalar, isAscii: isAscii), width: 1...1)
    }

    /// `\1` to `\99`; nil where it is an octal number, or none.
    private mutating func groupNumber(_ token: PatternScanner.Token) throws -> Piece? {
        guard ("1"..."9").contains(token.second) else { return nil }
        var digits = String(token.second)
        if let second = source.digit {
            // Three octal digits are a character.
            if let third = source.digitAfterNext, (digits + second + third).allSatisfy({ $0 < "8" }) {
                return nil
            }
            digits += second
            try source.advance()
        }
        guard let number = Int(digits) else { return nil }
        guard number < widths.count else {
            throw source.error("invalid group reference \(number)", back: digits.count)
        }
        return try reference(number, back: digits.count + 1)
    }

    /// The character that `\…` stands for; nil for half of a surrogate pair, which no text has.
    private mutating func character(_ token: PatternScanner.Token, inSet: Bool) throws -> Unicode.Scalar? {
        let letter = token.second
        if let code = Self.controls[letter], inSet || letter != "b" { return Unicode.Scalar(code) }
        switch letter {
        case "x", "u", "U":
            let length = letter == "x" ? 2 : letter == "u" ? 4 : 8
            let digits = try source.take(atMost: length) { $0.properties.isASCIIHexDigit }
            guard digits.count == length, let code = UInt32(digits, radix: 16) else {
                throw source.error("incomplete escape \\\(letter)\(digits)", back: digits.count + 2)
            }
            guard code <= 0x10ffff else {
                throw source.error("bad escape \\\(letter)\(digits)", back: digits.count + 2)
            }
            return Unicode.Scalar(code)
        case "N":
            guard try source.take("{") else { throw source.error("missing {") }
            let name = try source.name(until: "}", of: "character name")
            guard let found = Self.scalar(named: name) else {
                throw source.error(
                    "undefined character name \(quoted(name))", back: name.unicodeScalars.count + 4)
            }
            return found
        case "0"..."7":
            var digits = String(letter)
            digits += try source.take(atMost: 2) { ("0"..."7").contains($0) }
            let code = UInt32(digits, radix: 8) ?? 0
            guard code <= 0o377 else {
                throw source.error(
                    "octal escape value \\\(digits) outside of range 0-0o377", back: digits.count + 1)
            }
            return Unicode.Scalar(code)
        default:
            guard !letter.isASCII || !(letter.properties.isAlphabetic || ("8"..."9").contains(letter)) else {
                throw source.error("bad escape \(token.text)", back: 2)
            }
            return letter
        }
    }

    /// Unicode's character of a name. Looks through all of them: names are rare in patterns.
    private static func scalar(named name: String) -> Unicode.Scalar? {
        let wanted = name.uppercased()
        for code in UInt32(0)...0x10ffff {
            if let scalar = Unicode.Scalar(code),
                scalar.properties.name == wanted || scalar.properties.nameAlias == wanted
            {
                return scalar
            }
        }
        return nil
    }

    /// `[…]`
    mutating func characterSet(isAscii: Bool) throws -> Piece {
        let here = source.position - 1
        let isNegated = try source.take("^")
        var (items, isEmpty) = ("", true)
        func hex(_ scalar: Unicode.Scalar?) -> String {
            scalar.map { "\\x{\(String($0.value, radix: 16))}" } ?? ""
        }
        // A category, or a character (nil inside for half a surrogate pair).
        func member(_ token: PatternScanner.Token) throws -> (category: String?, scalar: Unicode.Scalar?) {
            guard token.first == "\\" else { return (nil, token.first) }
            if let category = Self.category(token.second, isAscii: isAscii) { return (category, nil) }
            return (nil, try character(token, inSet: true))
        }
        func get() throws -> PatternScanner.Token {
            guard let token = try source.get() else {
                throw source.error("unterminated character set", back: source.position - here)
            }
            return token
        }
        while true {
            let this = try get()
            if this == "]", !isEmpty { break }
            isEmpty = false
            let start = source.position - this.count, low = try member(this)
            let lowText = source.text(from: start)
            guard try source.take("-") else {
                items += low.category ?? hex(low.scalar)
                continue
            }
            let that = try get()
            if that == "]" {
                items += (low.category ?? hex(low.scalar)) + "\\x{2d}"
                break
            }
            let highStart = source.position - that.count, high = try member(that)
            let highText = source.text(from: highStart)
            // CPython's words show what was read as one escape in full.
            let wrong = { [source] in
                let (a, b) = (
                    this.first == "\\" ? this.text : lowText, that.first == "\\" ? that.text : highText
                )
                return source.error(
                    "bad character range \(a)-\(b)", back: a.unicodeScalars.count + 1 + b.unicodeScalars.count
                )
            }
            guard low.category == nil, high.category == nil else { throw wrong() }
            guard let first = low.scalar, let last = high.scalar else { continue }
            guard first <= last else { throw wrong() }
            items += hex(first) + "-" + hex(last)
        }
        if items.isEmpty { return Piece(text: isNegated ? "(?s:.)" : "(?!)", width: 1...1) }
        let text = "[\(isNegated ? "^" : "")\(items)]"
        return Piece(text: text, width: 1...1)
    }
}
