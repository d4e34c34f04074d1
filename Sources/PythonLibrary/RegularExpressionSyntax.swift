import Language

/// A pattern as Python writes it, read as CPython's `re._parser` reads it, and written for PCRE2.
///
/// The two languages are close and not the same: `\Z`, `\s` and `$`, octal numbers, `(?P<name>…)`,
/// `re.VERBOSE`, flags of a group, what may stand in a look behind. So nothing of a pattern is passed through
/// unread.
struct RegularExpressionSyntax {
    struct Flags: OptionSet {
        let rawValue: Int
        static let ignoreCase = Flags(rawValue: 2), locale = Flags(rawValue: 4),
            multiLine = Flags(rawValue: 8)
        static let dotAll = Flags(rawValue: 16), unicode = Flags(rawValue: 32), verbose = Flags(rawValue: 64)
        static let debug = Flags(rawValue: 128), ascii = Flags(rawValue: 256)
        /// Of which a pattern has exactly one.
        static let types: Flags = [.ascii, .unicode, .locale]

        /// The letters of `(?…)`.
        static let letters: [Unicode.Scalar: Flags] = [
            "i": .ignoreCase, "L": .locale, "m": .multiLine, "s": .dotAll, "x": .verbose, "a": .ascii,
            "u": .unicode,
        ]
    }

    /// For PCRE2 with UTF, UCP and ALT_CIRCUMFLEX.
    private(set) var pattern = ""
    private(set) var flags: Flags
    /// How many groups capture.
    var groups: Int { widths.count - 1 }
    /// The numbers of those with names, in order.
    private(set) var names: [(name: String, group: Int)] = []

    /// A part of a pattern: how PCRE2 writes it, how many characters it matches, and whether it repeats.
    private struct Piece {
        enum Kind { case item, anchor, repetition }
        var text: String
        var width: ClosedRange<Int>
        var kind = Kind.item

        static func + (a: Piece, b: Piece) -> Piece {
            Piece(text: a.text + b.text, width: Piece.sum(a.width, b.width))
        }

        /// Widths so large are all the same.
        private static let most = 1 << 30

        static func sum(_ a: ClosedRange<Int>, _ b: ClosedRange<Int>) -> ClosedRange<Int> {
            min(most, a.lowerBound + b.lowerBound)...min(most, a.upperBound + b.upperBound)
        }

        func repeated(_ least: Int, _ greatest: Int) -> ClosedRange<Int> {
            func product(_ a: Int, _ b: Int) -> Int {
                let (result, isTooLarge) = a.multipliedReportingOverflow(by: b)
                return isTooLarge ? Piece.most : min(Piece.most, result)
            }
            return product(width.lowerBound, least)...product(width.upperBound, greatest)
        }
    }

    private var source: PatternScanner
    /// By group: how wide it is, nil while it is open. Group 0 is the whole.
    private var widths: [ClosedRange<Int>?] = [nil]
    /// The groups in the order in which they end.
    private(set) var closing: [Int] = []
    /// Groups that conditions ask for before they are there, and where.
    private var awaited: [(group: Int, position: Int)] = []
    /// How many groups there were where the outermost look behind began.
    private var lookBehindGroups: Int?
    private var depth = 0

    /// - Throws: `re.error` with CPython's words and position.
    init(_ text: String, _ flags: Flags) throws {
        guard !flags.contains(.locale) else {
            throw ScriptError("ValueError", "cannot use LOCALE flag with a str pattern")
        }
        self.flags = flags
        source = try PatternScanner(text)
        let whole = try alternatives(
            isVerbose: flags.contains(.verbose), isAscii: flags.contains(.ascii), nested: false)
        if self.flags.isDisjoint(with: .ascii) {
            self.flags.insert(.unicode)
        } else if self.flags.contains(.unicode) {
            throw ScriptError("ValueError", "ASCII and UNICODE flags are incompatible")
        }
        guard source.next == nil else { throw source.error("unbalanced parenthesis") }
        if let missing = awaited.first(where: { $0.group > groups }) {
            throw source.error("invalid group reference \(missing.group)", at: missing.position)
        }
        var letters = ""
        if self.flags.contains(.multiLine) { letters += "m" }
        if self.flags.contains(.dotAll) { letters += "s" }
        pattern = "(*LF)" + (letters.isEmpty ? "" : "(?\(letters))") + whole.text
    }

    // MARK: Sequences

    /// `a|b|c`
    private mutating func alternatives(isVerbose: Bool, isAscii: Bool, nested: Bool) throws -> Piece {
        depth += 1
        defer { depth -= 1 }
        guard depth <= 240 else { throw source.error("parentheses are too deeply nested") }
        var (isVerbose, isAscii) = (isVerbose, isAscii)
        var result = try sequence(isVerbose: isVerbose, isAscii: isAscii, nested: nested, isFirst: !nested)
        while try source.take("|") {
            if !nested { (isVerbose, isAscii) = (flags.contains(.verbose), flags.contains(.ascii)) }
            let other = try sequence(isVerbose: isVerbose, isAscii: isAscii, nested: nested, isFirst: false)
            result = Piece(
                text: result.text + "|" + other.text,
                width: min(
                    result.width.lowerBound, other.width.lowerBound)...max(
                        result.width.upperBound, other.width.upperBound))
        }
        return result
    }

    /// What stands between two bars.
    private mutating func sequence(isVerbose: Bool, isAscii: Bool, nested: Bool, isFirst: Bool) throws
        -> Piece
    {
        var (isVerbose, isAscii) = (isVerbose, isAscii)
        var pieces: [Piece] = []
        while let this = source.next, this != "|", this != ")" {
            try source.advance()
            if isVerbose {
                if " \t\n\r\u{b}\u{c}".unicodeScalars.contains(where: { this.is($0) }) { continue }
                if this == "#" {
                    while let one = try source.get(), one != "\n" {}
                    continue
                }
            }
            switch this.first {
            case "\\": pieces.append(try escape(this, isAscii: isAscii))
            case "[": pieces.append(try characterSet(isAscii: isAscii))
            case ".": pieces.append(Piece(text: ".", width: 1...1))
            case "^": pieces.append(Piece(text: "^", width: 0...0, kind: .anchor))
            case "$": pieces.append(Piece(text: "$", width: 0...0, kind: .anchor))
            case "*", "+", "?", "{": try repetition(this, &pieces)
            case "(":
                let start = source.position - 1
                if try source.take("?") {
                    pieces += try extended(
                        start, &isVerbose, &isAscii, isFirst: isFirst && pieces.isEmpty)
                } else {
                    pieces.append(try group(start, name: nil, isVerbose: isVerbose, isAscii: isAscii))
                }
            default: pieces.append(Piece(text: Self.literal(this.first, isAscii: isAscii), width: 1...1))
            }
        }
        return pieces.reduce(Piece(text: "", width: 0...0), +)
    }

    private static func literal(_ scalar: Unicode.Scalar, isAscii: Bool = false) -> String {
        if scalar.isASCII {
            return scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                ? String(scalar) : "\\x{\(String(scalar.value, radix: 16))}"
        }
        // Without Unicode only ASCII has capitals.
        return isAscii ? "(?-i:\(scalar))" : String(scalar)
    }

    private mutating func repetition(_ this: PatternScanner.Token, _ pieces: inout [Piece]) throws {
        let here = source.position
        var (least, most): (Int, Int?) = (0, nil)
        switch this.first {
        case "?": (least, most) = (0, 1)
        case "*": break
        case "+": least = 1
        default:
            if source.next == "}" {
                pieces.append(Piece(text: Self.literal("{"), width: 1...1))
                return
            }
            var (low, high) = ("", "")
            while let digit = source.digit { low += digit; try source.advance() }
            if try source.take(",") {
                while let digit = source.digit { high += digit; try source.advance() }
            } else {
                high = low
            }
            guard try source.take("}") else {
                pieces.append(Piece(text: Self.literal("{"), width: 1...1))
                try source.seek(here)
                return
            }
            func number(_ text: String) throws -> Int {
                guard let value = UInt32(text), value < UInt32.max else {
                    throw ScriptError("OverflowError", "the repetition number is too large")
                }
                return Int(value)
            }
            if !low.isEmpty { least = try number(low) }
            if !high.isEmpty {
                let value = try number(high)
                most = value
                guard value >= least else {
                    throw source.error("min repeat greater than max repeat", back: source.position - here)
                }
            }
        }
        guard let last = pieces.last, last.kind != .anchor else {
            throw source.error("nothing to repeat", back: source.position - here + 1)
        }
        guard last.kind != .repetition else {
            throw source.error("multiple repeat", back: source.position - here + 1)
        }
        var text = this.first == "{" ? "{\(least),\(most.map(String.init) ?? "")}" : String(this.first)
        if try source.take("?") { text += "?" } else if try source.take("+") { text += "+" }
        pieces[pieces.count - 1] = Piece(
            text: last.text + text, width: last.repeated(least, most ?? 1 << 30), kind: .repetition)
    }

    // MARK: Groups

    /// The rest of `(…)` behind its beginning.
    private mutating func group(_ start: Int, name: String?, isVerbose: Bool, isAscii: Bool) throws -> Piece {
        let number = widths.count
        if let name {
            if let known = names.first(where: { $0.name == name }) {
                throw source.error(
                    "redefinition of group name \(quoted(name)) as group \(number); was group \(known.group)",
                    back: name.unicodeScalars.count + 1)
            }
            names.append((name, number))
        }
        widths.append(nil)
        let inner = try body(start, isVerbose: isVerbose, isAscii: isAscii)
        widths[number] = inner.width
        closing.append(number)
        return Piece(text: "(\(inner.text))", width: inner.width)
    }

    private mutating func body(_ start: Int, isVerbose: Bool, isAscii: Bool) throws -> Piece {
        let inner = try alternatives(isVerbose: isVerbose, isAscii: isAscii, nested: true)
        try close(start)
        return inner
    }

    private mutating func close(_ start: Int) throws {
        guard try source.take(")") else {
            throw source.error("missing ), unterminated subpattern", back: source.position - start)
        }
    }

    /// What follows `(?`; nothing for a comment and for flags of the whole.
    private mutating func extended(
        _ start: Int, _ isVerbose: inout Bool, _ isAscii: inout Bool, isFirst: Bool
    ) throws -> [Piece] {
        guard let token = try source.get() else { throw source.error("unexpected end of pattern") }
        switch token.text {
        case "P":
            if try source.take("<") {
                let name = try source.name(until: ">")
                try checkName(name)
                return [try group(start, name: name, isVerbose: isVerbose, isAscii: isAscii)]
            }
            if try source.take("=") {
                let name = try source.name(until: ")")
                try checkName(name)
                return [try reference(named(name), back: name.unicodeScalars.count + 1)]
            }
            guard let other = try source.get() else { throw source.error("unexpected end of pattern") }
            throw source.error("unknown extension ?P\(other.text)", back: other.count + 2)
        case ":":
            let inner = try body(start, isVerbose: isVerbose, isAscii: isAscii)
            return [Piece(text: "(?:\(inner.text))", width: inner.width)]
        case ">":
            let inner = try body(start, isVerbose: isVerbose, isAscii: isAscii)
            return [Piece(text: "(?>\(inner.text))", width: inner.width)]
        case "#":
            while true {
                guard source.next != nil else {
                    throw source.error("missing ), unterminated comment", back: source.position - start)
                }
                if try source.get() == ")" { return [] }
            }
        case "=", "!", "<":
            return [try looking(start, token, isVerbose: isVerbose, isAscii: isAscii)]
        case "(": return [try condition(start, isVerbose: isVerbose, isAscii: isAscii)]
        default:
            guard token == "-" || Flags.letters[token.first] != nil && token.count == 1 else {
                throw source.error("unknown extension ?\(token.text)", back: token.count + 1)
            }
            guard let (added, removed) = try flagChange(token) else {
                guard isFirst else {
                    throw source.error(
                        "global flags not at the start of the expression", back: source.position - start)
                }
                (isVerbose, isAscii) = (flags.contains(.verbose), flags.contains(.ascii))
                return []
            }
            let inner = try body(
                start, isVerbose: (isVerbose || added.contains(.verbose)) && !removed.contains(.verbose),
                isAscii: added.contains(.ascii) || isAscii && !added.contains(.unicode))
            func letters(_ flags: Flags) -> String {
                (flags.contains(.ignoreCase) ? "i" : "") + (flags.contains(.multiLine) ? "m" : "")
                    + (flags.contains(.dotAll) ? "s" : "")
            }
            let off = letters(removed)
            return [
                Piece(
                    text: "(?\(letters(added))\(off.isEmpty ? "" : "-\(off)"):\(inner.text))",
                    width: inner.width)
            ]
        }
    }

    /// `(?=…)`, `(?!…)`, `(?<=…)`, `(?<!…)`
    private mutating func looking(
        _ start: Int, _ token: PatternScanner.Token, isVerbose: Bool, isAscii: Bool
    ) throws -> Piece {
        guard token == "<" else {
            let inner = try body(start, isVerbose: isVerbose, isAscii: isAscii)
            return Piece(text: "(?\(token.text)\(inner.text))", width: 0...0)
        }
        guard let kind = try source.get() else { throw source.error("unexpected end of pattern") }
        guard kind == "=" || kind == "!" else {
            throw source.error("unknown extension ?<\(kind.text)", back: kind.count + 2)
        }
        let outer = lookBehindGroups
        if outer == nil { lookBehindGroups = widths.count }
        let inner = try alternatives(isVerbose: isVerbose, isAscii: isAscii, nested: true)
        lookBehindGroups = outer
        try close(start)
        guard inner.width.lowerBound == inner.width.upperBound else {
            throw ScriptError("error", "look-behind requires fixed-width pattern")
        }
        return Piece(text: "(?<\(kind.text)\(inner.text))", width: 0...0)
    }

    /// `(?(1)yes|no)`
    private mutating func condition(_ start: Int, isVerbose: Bool, isAscii: Bool) throws -> Piece {
        let name = try source.name(until: ")"), length = name.unicodeScalars.count
        let number: Int
        if Self.isName(name) {
            number = try named(name)
        } else {
            guard let value = Int(name.trimmingPrefix("+")), value >= 0 else {
                throw source.error("bad character in group name \(quoted(name))", back: length + 1)
            }
            guard value > 0 else { throw source.error("bad group number", back: length + 1) }
            guard value < 1 << 30 else {
                throw source.error("invalid group reference \(value)", back: length + 1)
            }
            if !awaited.contains(where: { $0.group == value }) {
                awaited.append((value, source.position - length - 1))
            }
            number = value
        }
        try checkLookBehind(number)
        let yes = try sequence(isVerbose: isVerbose, isAscii: isAscii, nested: true, isFirst: false)
        var no = Piece(text: "", width: 0...0)
        if try source.take("|") {
            no = try sequence(isVerbose: isVerbose, isAscii: isAscii, nested: true, isFirst: false)
            if source.next == "|" {
                throw source.error("conditional backref with more than two branches")
            }
        }
        try close(start)
        let width =
            min(yes.width.lowerBound, no.width.lowerBound)...max(yes.width.upperBound, no.width.upperBound)
        return Piece(text: "(?(\(number))\(yes.text)|\(no.text))", width: width)
    }

    private func named(_ name: String) throws -> Int {
        guard let found = names.first(where: { $0.name == name }) else {
            throw source.error("unknown group name \(quoted(name))", back: name.unicodeScalars.count + 1)
        }
        return found.group
    }

    private func reference(_ group: Int, back: Int) throws -> Piece {
        guard group < widths.count, let width = widths[group] else {
            throw source.error("cannot refer to an open group", back: back)
        }
        try checkLookBehind(group)
        return Piece(text: "\\g{\(group)}", width: width)
    }

    private func checkLookBehind(_ group: Int) throws {
        guard let lookBehindGroups else { return }
        guard group < widths.count, widths[group] != nil else {
            throw source.error("cannot refer to an open group")
        }
        guard group < lookBehindGroups else {
            throw source.error("cannot refer to group defined in the same lookbehind subpattern")
        }
    }

    static func isName(_ name: String) -> Bool {
        let scalars = name.unicodeScalars
        guard let first = scalars.first, first == "_" || first.properties.isXIDStart else { return false }
        return scalars.allSatisfy { $0.properties.isXIDContinue }
    }

    private func checkName(_ name: String) throws {
        guard Self.isName(name) else {
            throw source.error(
                "bad character in group name \(quoted(name))", back: name.unicodeScalars.count + 1)
        }
    }

    private func quoted(_ name: String) -> String { (try? Value.string(name).repr()) ?? "'\(name)'" }

    /// `i-s:` of `(?i-s:…)`; nil for flags of the whole, which are set.
    private mutating func flagChange(_ first: PatternScanner.Token) throws -> (Flags, Flags)? {
        func isWord(_ token: PatternScanner.Token) -> Bool { token.first.properties.isAlphabetic }
        var (added, removed) = (Flags(), Flags())
        var token = first
        if token != "-" {
            while true {
                guard let flag = Flags.letters[token.first] else { break }
                if flag == .locale {
                    throw source.error("bad inline flags: cannot use 'L' flag with a str pattern")
                }
                added.insert(flag)
                if Flags.types.contains(flag), added.intersection(.types) != flag {
                    throw source.error("bad inline flags: flags 'a', 'u' and 'L' are incompatible")
                }
                guard let next = try source.get() else { throw source.error("missing -, : or )") }
                token = next
                if token == ")" || token == "-" || token == ":" { break }
                guard token.count == 1, Flags.letters[token.first] != nil else {
                    throw source.error(
                        isWord(token) ? "unknown flag" : "missing -, : or )", back: token.count)
                }
            }
        }
        if token == ")" {
            flags.formUnion(added)
            return nil
        }
        if token == "-" {
            guard let next = try source.get() else { throw source.error("missing flag") }
            token = next
            guard token.count == 1, Flags.letters[token.first] != nil else {
                throw source.error(isWord(token) ? "unknown flag" : "missing flag", back: token.count)
            }
            while let flag = Flags.letters[token.first] {
                if Flags.types.contains(flag) {
                    throw source.error("bad inline flags: cannot turn off flags 'a', 'u' and 'L'")
                }
                removed.insert(flag)
                guard let next = try source.get() else { throw source.error("missing :") }
                token = next
                if token == ":" { break }
                guard token.count == 1, Flags.letters[token.first] != nil else {
                    throw source.error(isWord(token) ? "unknown flag" : "missing :", back: token.count)
                }
            }
        }
        if !added.isDisjoint(with: removed) {
            throw source.error("bad inline flags: flag turned on and off", back: 1)
        }
        return (added, removed)
    }

    // MARK: Characters

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
    private mutating func escape(_ token: PatternScanner.Token, isAscii: Bool) throws -> Piece {
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
    private mutating func characterSet(isAscii: Bool) throws -> Piece {
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
