/// Source → tokens, with Python's rules for lines, brackets and indentation.
struct Lexer {
    let source: Source
    private let bytes: [UInt8]
    private let end: Int
    private var position: Int
    private var tokens: [Token] = []
    private var brackets: [(Character, SourceRange)] = []
    private var indents: [(width: Int, text: [UInt8])] = [(0, [])]
    private let dialect: Parser.Dialect?
    private var isInside: Bool { dialect == nil }
    private var atLineStart: Bool
    /// Whether a line may end in a question mark outside of texts: else none is looked at for one.
    private let hasQuestions: Bool

    private(set) var unfinished: Unfinished?
    /// The lines that are not Python, in order: what the tokens of that kind stand for.
    private(set) var interactiveLines: [InteractiveLine] = []
    /// What was read of a text that is open at the end.
    private(set) var openString: SourceRange?
    /// Whether the end lies in a comment.
    private(set) var endsInComment = false

    /// - Parameter range: a part of the source, read as the inside of brackets (for formatted strings).
    init(_ source: Source, inside range: SourceRange) {
        self.init(source, in: range, nil)
    }

    /// - Parameter range: the part of the source that is the program; all of it if nil.
    init(_ source: Source, in range: SourceRange? = nil, as dialect: Parser.Dialect) {
        self.init(source, in: range, .some(dialect))
    }

    private init(_ source: Source, in range: SourceRange?, _ dialect: Parser.Dialect?) {
        self.source = source
        self.dialect = dialect
        bytes = source.bytes
        position = range?.lower ?? 0
        end = range?.upper ?? source.bytes.count
        atLineStart = dialect != nil
        hasQuestions = (dialect ?? .program) != .program && bytes.contains(UInt8(ascii: "?"))
        if range == nil, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    private func failure(
        _ message: String, _ lower: Int, _ upper: Int, hint: String? = nil, kind: String = "SyntaxError"
    )
        -> ScriptError
    {
        ScriptError(kind, message, hint: hint, range: SourceRange(lower, upper), source: source)
    }

    private func at(_ offset: Int) -> UInt8 { offset < end ? bytes[offset] : 0 }

    /// - Throws: SyntaxError, IndentationError or TabError with the exact place.
    mutating func run() throws -> [Token] {
        wholeCell()
        while try step() {}
        if let open = brackets.last, !isInside { unfinished = unfinished ?? .bracket(open.0, open.1) }
        if !isInside {
            if let last = tokens.last, last.kind != .newline, last.kind != .dedent, last.kind != .indent {
                add(.newline, end, end)
            }
            while indents.count > 1 {
                indents.removeLast()
                add(.dedent, end, end)
            }
        }
        add(.end, end, end)
        return tokens
    }

    /// What there is of tokens up to the end, whatever is wrong with them: for completion at the end.
    ///
    /// What is no token is passed over, and nothing is added that the text does not have: the last line
    /// and its brackets stay open.
    mutating func runTolerantly() -> [Token] {
        wholeCell()
        while true {
            let start = position
            do { if try !step() { return tokens } } catch { position = max(position, start + 1) }
        }
    }

    /// Reads the next token, or what lies between two; false at the end.
    private mutating func step() throws -> Bool {
        if atLineStart, brackets.isEmpty {
            atLineStart = false
            if try !indentation() || interactiveLine() { return true }
        }
        skipBlanks()
        if position >= end { return false }
        let byte = bytes[position]
        switch byte {
        case 10, 13:
            let start = position
            position += byte == 13 && at(position + 1) == 10 ? 2 : 1
            if brackets.isEmpty && !isInside {
                if let last = tokens.last, last.kind != .newline, last.kind != .indent, last.kind != .dedent {
                    add(.newline, start, start)
                }
                atLineStart = true
            }
        case UInt8(ascii: "#"): comment()
        case UInt8(ascii: "\\"):
            try continuation()
        case UInt8(ascii: "0")...UInt8(ascii: "9"): try number()
        case UInt8(ascii: ".") where Lexer.isDigit(at(position + 1)): try number()
        case UInt8(ascii: "'"), UInt8(ascii: "\""): try string(prefixFrom: position)
        case _ where Lexer.startsName(byte): try name()
        default: try symbol()
        }
        return true
    }

    private mutating func comment() {
        while position < end, bytes[position] != 10, bytes[position] != 13 { position += 1 }
        endsInComment = position >= end
    }

    // MARK: Lines that are not Python

    /// A cell that begins with `%%name` is that one line, and what follows is its body.
    private mutating func wholeCell() {
        guard let dialect, dialect != .program else { return }
        var start = position
        while start < end, [10, 13, 32].contains(bytes[start]) { start += 1 }
        guard at(start) == UInt8(ascii: "%"), at(start + 1) == UInt8(ascii: "%"),
            let line = InteractiveLine(bytes, SourceRange(start, lineEnd(start)), hasBody: true, end: end)
        else { return }
        guard case .magic = line.kind else { return }
        add(line)
        position = end
        atLineStart = false
    }

    /// Whether the line at which a statement begins is one of these; it is read then.
    private mutating func interactiveLine() -> Bool {
        guard let dialect, dialect != .program, position < end else { return false }
        var line: InteractiveLine?
        switch bytes[position] {
        case UInt8(ascii: "%"), UInt8(ascii: "!"), UInt8(ascii: "?"):
            line = InteractiveLine(bytes, SourceRange(position, lineEnd(position)))
        case UInt8(ascii: "O") where dialect == .pastedCell:
            line = InteractiveLine(answer: bytes, SourceRange(position, lineEnd(position)))
        default: break
        }
        if line == nil, hasQuestions, bytes[position] != UInt8(ascii: "#") {
            line = InteractiveLine(bytes, SourceRange(position, lineEnd(position)))
        }
        guard let line else { return false }
        add(line)
        position = line.range.upper
        return true
    }

    private mutating func add(_ line: InteractiveLine) {
        interactiveLines.append(line)
        add(.interactive, line.range.lower, line.range.upper)
    }

    private func lineEnd(_ start: Int) -> Int {
        var place = start
        while place < end, bytes[place] != 10 { place += 1 }
        return place
    }

    // MARK: Tokens

    private mutating func add(_ kind: Token.Kind, _ lower: Int, _ upper: Int) {
        let text = upper > lower ? String(decoding: bytes[lower..<upper], as: UTF8.self) : ""
        tokens.append(Token(kind: kind, text: text, range: SourceRange(lower, upper)))
    }

    private mutating func skipBlanks() {
        while position < end, bytes[position] == 32 || bytes[position] == 9 || bytes[position] == 12 {
            position += 1
        }
    }

    private mutating func continuation() throws {
        let start = position
        var next = position + 1
        if at(next) == 13 { next += 1 }
        if next < end, bytes[next] == 10 || bytes[next - 1] == 13 {
            position = bytes[next] == 10 ? next + 1 : next
            if position >= end { unfinished = .continuation(SourceRange(start, start + 1)) }
        } else if next >= end {
            unfinished = .continuation(SourceRange(start, start + 1))
            position = end
        } else {
            throw failure("unexpected character after line continuation character", start, start + 1)
        }
    }

    /// Whether the line has anything on it.
    private mutating func indentation() throws -> Bool {
        let start = position
        var width = 0
        while position < end, bytes[position] == 32 || bytes[position] == 9 || bytes[position] == 12 {
            width = bytes[position] == 9 ? (width / 8 + 1) * 8 : width + 1
            position += 1
        }
        let byte = at(position)
        if position >= end { return true }
        if byte == 10 || byte == 13 {
            position += byte == 13 && at(position + 1) == 10 ? 2 : 1
            return try indentationOfNextLine()
        }
        if byte == UInt8(ascii: "#") {
            comment()
            return true
        }
        let text = Array(bytes[start..<position])
        let current = indents[indents.count - 1]
        let shared = zip(text, current.text).allSatisfy { $0 == $1 }
        if !shared, text.contains(9) || current.text.contains(9) {
            throw failure(
                "inconsistent use of tabs and spaces in indentation", start, position,
                hint: "use four spaces for each level", kind: "TabError")
        }
        if width > current.width {
            if indents.count > Limits.nesting {
                throw failure("too many levels of indentation", start, position, kind: "IndentationError")
            }
            indents.append((width, text))
            add(.indent, position, position)
        } else if width < current.width {
            while let last = indents.last, last.width > width {
                indents.removeLast()
                add(.dedent, position, position)
            }
            if indents.last?.width != width {
                throw failure(
                    "unindent does not match any outer indentation level", start, position,
                    kind: "IndentationError")
            }
        }
        return true
    }

    // A loop would do as well, but blank lines are the only case, and each is consumed before the next is
    // looked at.
    private mutating func indentationOfNextLine() throws -> Bool {
        while position < end {
            var next = position
            while next < end, bytes[next] == 32 || bytes[next] == 9 || bytes[next] == 12 { next += 1 }
            guard next < end, bytes[next] == 10 || bytes[next] == 13 else { break }
            position = next + (bytes[next] == 13 && at(next + 1) == 10 ? 2 : 1)
        }
        return try indentation()
    }

    static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }
    static func startsName(_ byte: UInt8) -> Bool {
        (byte >= 97 && byte <= 122) || (byte >= 65 && byte <= 90) || byte == 95 || byte >= 128
    }

    private mutating func name() throws {
        let start = position
        while position < end, Lexer.startsName(bytes[position]) || Lexer.isDigit(bytes[position]) {
            position += 1
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if position < end, bytes[position] == 34 || bytes[position] == 39, position - start <= 2,
            ["r", "f", "b", "u", "rb", "br", "fr", "rf"].contains(text.lowercased())
        {
            return try string(prefixFrom: start)
        }
        for scalar in text.unicodeScalars where scalar.value >= 128 {
            let properties = scalar.properties
            if !properties.isXIDContinue {
                throw failure(
                    "invalid character '\(scalar)' (U+\(Lexer.hex(scalar.value)))", start, position,
                    hint: Lexer.replacement(scalar))
            }
        }
        add(Token.keywords.contains(text) ? .keyword : .name, start, position)
    }

    static func hex(_ value: UInt32) -> String {
        let text = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - text.count)) + text
    }

    private static func replacement(_ scalar: Unicode.Scalar) -> String? {
        switch scalar {
        case "“", "”", "„": return "write \" for the quote"
        case "‘", "’": return "write ' for the quote"
        case "–", "—", "−": return "write - for the minus sign"
        case "×": return "write * to multiply"
        case "\u{A0}": return "replace the no-break space by a plain one"
        default: return nil
        }
    }

    private mutating func number() throws {
        let start = position
        func isHex(_ byte: UInt8) -> Bool {
            Lexer.isDigit(byte) || (byte | 32 >= 97 && byte | 32 <= 102)
        }
        if at(position) == 48, [98, 111, 120].contains(at(position + 1) | 32) {
            position += 2
            while position < end, isHex(bytes[position]) || bytes[position] == 95 { position += 1 }
        } else {
            func digits() {
                while position < end, Lexer.isDigit(bytes[position]) || bytes[position] == 95 {
                    position += 1
                }
            }
            digits()
            if at(position) == 46 {
                position += 1
                digits()
            }
            if at(position) | 32 == 101 {
                let sign = at(position + 1) == 43 || at(position + 1) == 45 ? 1 : 0
                if Lexer.isDigit(at(position + 1 + sign)) {
                    position += 1 + sign
                    digits()
                }
            }
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if position < end, bytes[position] | 32 == UInt8(ascii: "j"), !Lexer.startsName(at(position + 1)) {
            throw failure("complex numbers are not supported", start, position + 1)
        }
        let digit = text.hasSuffix("_") || text.contains("__")
        let leadingZero =
            text.count > 1 && text.hasPrefix("0") && text.allSatisfy { $0.isNumber || $0 == "_" }
            && text.contains { $0 != "0" && $0 != "_" }
        if digit || leadingZero {
            throw failure(
                leadingZero
                    ? "leading zeros in decimal integer literals are not permitted; use an 0o prefix for "
                        + "octal integers"
                    : "invalid decimal literal", start, position)
        }
        if position < end, Lexer.startsName(bytes[position]) {
            // `1if x else 2` is legal, `12abc` is not.
            var next = position
            while next < end, Lexer.startsName(bytes[next]) || Lexer.isDigit(bytes[next]) { next += 1 }
            let word = String(decoding: bytes[position..<next], as: UTF8.self)
            if !["if", "else", "and", "or", "in", "is", "not", "for"].contains(word) {
                throw failure("invalid decimal literal", start, next)
            }
        }
        add(.number, start, position)
    }

    private mutating func string(prefixFrom start: Int) throws {
        while at(position) != 34, at(position) != 39 { position += 1 }
        let quote = bytes[position]
        let isTriple = at(position + 1) == quote && at(position + 2) == quote
        let open = position
        position += isTriple ? 3 : 1
        while true {
            if position >= end {
                openString = SourceRange(min(end, open + (isTriple ? 3 : 1)), end)
                if isTriple && !isInside {
                    unfinished = .tripleQuote(SourceRange(start, open + 3))
                    return
                }
                throw failure("unterminated string literal", start, end)
            }
            let byte = bytes[position]
            if byte == 92 {
                position += at(position + 1) == 13 && at(position + 2) == 10 ? 3 : 2
                continue
            }
            if !isTriple, byte == 10 || byte == 13 {
                throw failure("unterminated string literal", start, position)
            }
            if byte == quote {
                if !isTriple {
                    position += 1
                    break
                }
                if at(position + 1) == quote && at(position + 2) == quote {
                    position += 3
                    break
                }
            }
            position += 1
        }
        if position > end { throw failure("unterminated string literal", start, end) }
        add(.string, start, position)
    }

    private static let symbols: [[UInt8]] = [
        "**=", "//=", ">>=", "<<=", "...", "==", "!=", "<=", ">=", "->", ":=", "+=", "-=", "*=", "/=", "%=",
        "@=",
        "&=", "|=", "^=", "**", "//", "<<", ">>", "+", "-", "*", "/", "%", "@", "&", "|", "^", "~", "<", ">",
        "(",
        ")", "[", "]", "{", "}", ",", ":", ".", ";", "=",
    ].map { Array($0.utf8) }

    private mutating func symbol() throws {
        let start = position
        let rest = bytes[start..<min(end, start + 3)]
        guard let symbol = Lexer.symbols.first(where: { rest.starts(with: $0) }) else {
            let byte = bytes[start]
            let hint: String? =
                byte == UInt8(ascii: "!")
                ? "write 'not' to negate; shell commands are not available"
                : byte == UInt8(ascii: "?") ? "a ? stands at the beginning or the end of a line" : nil
            let shown =
                byte < 32 || byte == 127 ? "U+\(Lexer.hex(UInt32(byte)))" : String(UnicodeScalar(byte))
            throw failure("invalid character '\(shown)'", start, start + 1, hint: hint)
        }
        position += symbol.count
        let character = Character(UnicodeScalar(symbol[0]))
        let range = SourceRange(start, position)
        switch character {
        case "(", "[", "{":
            if brackets.count >= Limits.nesting { throw failure("too many nested brackets", start, position) }
            brackets.append((character, range))
        case ")", "]", "}":
            guard let open = brackets.popLast() else {
                throw failure("unmatched '\(character)'", start, position)
            }
            let wanted: Character = open.0 == "(" ? ")" : open.0 == "[" ? "]" : "}"
            if character != wanted {
                throw failure("closing '\(character)' does not match opening '\(open.0)'", start, position)
            }
        default: break
        }
        add(.symbol, start, position)
    }
}
