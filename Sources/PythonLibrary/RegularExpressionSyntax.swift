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
    var flags: Flags
    /// How many groups capture.
    var groups: Int { widths.count - 1 }
    /// The numbers of those with names, in order.
    var names: [(name: String, group: Int)] = []

    /// A part of a pattern: how PCRE2 writes it, how many characters it matches, and whether it repeats.
    struct Piece {
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

    var source: PatternScanner
    /// By group: how wide it is, nil while it is open. Group 0 is the whole.
    var widths: [ClosedRange<Int>?] = [nil]
    /// The groups in the order in which they end.
    var closing: [Int] = []
    /// Groups that conditions ask for before they are there, and where.
    var awaited: [(group: Int, position: Int)] = []
    /// How many groups there were where the outermost look behind began.
    var lookBehindGroups: Int?
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
    mutating func alternatives(isVerbose: Bool, isAscii: Bool, nested: Bool) throws -> Piece {
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
    mutating func sequence(isVerbose: Bool, isAscii: Bool, nested: Bool, isFirst: Bool) throws
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

    static func literal(_ scalar: Unicode.Scalar, isAscii: Bool = false) -> String {
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
}
