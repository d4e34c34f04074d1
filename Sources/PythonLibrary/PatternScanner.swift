import Language

/// A pattern or a replacement as tokens: a character, or a backslash with the one behind it.
struct PatternScanner {
    struct Token: Equatable, ExpressibleByStringLiteral {
        let first: Unicode.Scalar
        private let escaped: Unicode.Scalar?

        init(_ first: Unicode.Scalar, _ escaped: Unicode.Scalar? = nil) {
            (self.first, self.escaped) = (first, escaped)
        }

        init(stringLiteral text: String) {
            (first, escaped) = (text.unicodeScalars.first ?? " ", text.unicodeScalars.dropFirst().first)
        }

        /// What stands behind the backslash.
        var second: Unicode.Scalar { escaped ?? first }
        /// How many characters it has.
        var count: Int { escaped == nil ? 1 : 2 }
        var text: String { String(first) + (escaped.map { String($0) } ?? "") }

        func `is`(_ scalar: Unicode.Scalar) -> Bool { escaped == nil && first == scalar }
    }

    private let scalars: [Unicode.Scalar]
    private var index = 0
    private(set) var next: Token?

    /// - Throws: `re.error` for a text that ends in a lone backslash, once that is reached.
    init(_ text: String) throws {
        scalars = Array(text.unicodeScalars)
        try advance()
    }

    /// Where the next token stands, in characters.
    var position: Int { index - (next?.count ?? 0) }

    mutating func advance() throws {
        guard index < scalars.count else {
            next = nil
            return
        }
        let first = scalars[index]
        index += 1
        guard first == "\\" else {
            next = Token(first)
            return
        }
        guard index < scalars.count else {
            next = nil
            throw error("bad escape (end of pattern)", at: scalars.count - 1)
        }
        next = Token(first, scalars[index])
        index += 1
    }

    /// The next token, which is passed; nil at the end.
    mutating func get() throws -> Token? {
        let this = next
        try advance()
        return this
    }

    /// Passes this character if it is the next one.
    mutating func take(_ scalar: Unicode.Scalar) throws -> Bool {
        guard let token = next, token.is(scalar) else { return false }
        try advance()
        return true
    }

    /// Passes up to so many characters that fit.
    mutating func take(atMost count: Int, _ fits: (Unicode.Scalar) -> Bool) throws -> String {
        var result = ""
        while result.count < count, let token = next, token.count == 1, fits(token.first) {
            result.unicodeScalars.append(token.first)
            try advance()
        }
        return result
    }

    mutating func seek(_ position: Int) throws {
        index = position
        try advance()
    }

    /// The next character, if it is a digit.
    var digit: String? {
        guard let token = next, token.count == 1, ("0"..."9").contains(token.first) else { return nil }
        return String(token.first)
    }

    /// The one after it.
    var digitAfterNext: String? {
        guard index < scalars.count, ("0"..."9").contains(scalars[index]) else { return nil }
        return String(scalars[index])
    }

    /// What was passed from there on.
    func text(from start: Int) -> String {
        var result = ""
        result.unicodeScalars.append(contentsOf: scalars[max(0, start)..<max(start, position)])
        return result
    }

    /// A name that this character ends, which is passed.
    mutating func name(until end: Unicode.Scalar, of what: String = "group name") throws -> String {
        var result = ""
        while true {
            guard let token = try get() else {
                throw result.isEmpty
                    ? error("missing \(what)")
                    : error("missing \(end), unterminated name", back: result.unicodeScalars.count)
            }
            if token.is(end) {
                guard !result.isEmpty else { throw error("missing \(what)", back: 1) }
                return result
            }
            result += token.text
        }
    }

    /// `re.error` with the place so many characters before the next token.
    func error(_ message: String, back: Int = 0) -> ScriptError { error(message, at: position - back) }

    func error(_ message: String, at place: Int) -> ScriptError {
        var text = "\(message) at position \(place)"
        if scalars.contains("\n") {
            let before = scalars.prefix(place), line = before.count { $0 == "\n" } + 1
            let column = place - (before.lastIndex(of: "\n") ?? -1)
            text += " (line \(line), column \(column))"
        }
        return ScriptError("error", text)
    }
}
