/// Tokens → tree. The one parser: running, "is this line complete?", completion and notebooks all ask it.
public struct Parser {
    /// What a text is.
    public enum Outcome {
        case complete(Program)
        /// The text may go on; the next line is expected at this many levels of indentation.
        case incomplete(indent: Int)
        case invalid(ScriptError)
    }

    /// What may stand in a text beside Python.
    public enum Dialect: Sendable {
        /// Python alone.
        case program
        /// Lines for IPython too: `%magic`, `%%magic` with the rest of the cell, `!command`, `name?`.
        case cell
        /// A cell that was copied with IPython's prompts: `Out[5]: 10` is none of the person's lines.
        case pastedCell
    }

    /// The words of the language that a program can use; none is a name.
    public static let keywords = Token.keywords.subtracting(Token.unavailable)

    let source: Source
    let tokens: [Token]
    /// What the tokens of lines that are not Python stand for, those still to come.
    private var interactiveLines: ArraySlice<InteractiveLine>
    var position = 0
    /// Brackets and blocks around what is being read.
    var depth = 0
    /// Blocks around what is being read.
    var blockDepth = 0
    var functionDepth = 0
    var loopDepth = 0
    /// A block header stood at the end of the text.
    var wantsBlock = false

    init(_ source: Source, tokens: [Token], interactiveLines: [InteractiveLine] = []) {
        self.source = source
        self.tokens = tokens
        self.interactiveLines = interactiveLines[...]
    }

    /// Parses a program, or the part of a source that is one.
    ///
    /// Complexity: linear in the bytes of the source, whatever lines it has.
    public static func parse(
        _ source: Source, in range: SourceRange? = nil, as dialect: Dialect = .program
    ) -> Outcome {
        var lexer = Lexer(source, in: range, as: dialect)
        var parser: Parser
        do {
            let tokens = try lexer.run()
            if let unfinished = lexer.unfinished {
                if case .bracket = unfinished {
                    // What stands before the end may be wrong already, and then more lines do not help.
                    parser = Parser(source, tokens: tokens, interactiveLines: lexer.interactiveLines)
                    do { _ = try parser.program() } catch let error as ScriptError {
                        if let range = error.range, range.lower < parser.lastOffset { return .invalid(error) }
                    } catch {}
                }
                let indent = tokens.reduce(0) { $0 + ($1.kind == .indent ? 1 : 0) }
                return .incomplete(indent: indent)
            }
            parser = Parser(source, tokens: tokens, interactiveLines: lexer.interactiveLines)
        } catch {
            return .invalid(ScriptError(error))
        }
        do {
            return .complete(try parser.program())
        } catch {
            if parser.wantsBlock { return .incomplete(indent: parser.blockDepth + 1) }
            return .invalid(ScriptError(error))
        }
    }

    public static func parse(_ text: String, as dialect: Dialect = .program) -> Outcome {
        parse(Source(text), as: dialect)
    }

    /// As `parse`, for lines typed one after another: a block stays open until an empty line.
    public static func parseTyped(_ source: Source) -> Outcome { parse(source).typed(in: source) }

    /// The error for a text that ends too early, when no more lines can come.
    public static func incompleteError(
        _ source: Source, in range: SourceRange? = nil, as dialect: Dialect = .program
    ) -> ScriptError {
        var lexer = Lexer(source, in: range, as: dialect)
        let tokens = (try? lexer.run()) ?? []
        switch lexer.unfinished {
        case .bracket(let character, let range):
            return ScriptError("SyntaxError", "'\(character)' was never closed", range: range, source: source)
        case .tripleQuote(let range):
            return ScriptError(
                "SyntaxError", "unterminated triple-quoted string literal", range: range, source: source)
        case .continuation(let range):
            return ScriptError(
                "SyntaxError", "unexpected end of file after '\\'", range: range, source: source)
        case nil:
            var parser = Parser(source, tokens: tokens, interactiveLines: lexer.interactiveLines)
            do { _ = try parser.program() } catch { return ScriptError(error) }
            return ScriptError("SyntaxError", "unexpected end of file", source: source)
        }
    }

    // MARK: Tokens

    private var lastOffset: Int {
        tokens.last { $0.kind != .end && $0.kind != .newline && $0.kind != .dedent }?.range.upper ?? 0
    }

    var token: Token { tokens[min(position, tokens.count - 1)] }
    var previous: Token { tokens[max(0, position - 1)] }

    func isSymbol(_ text: String) -> Bool { token.kind == .symbol && token.text == text }
    func isKeyword(_ text: String) -> Bool { token.kind == .keyword && token.text == text }

    mutating func advance() -> Token {
        let current = token
        if position < tokens.count - 1 { position += 1 }
        return current
    }

    mutating func takeSymbol(_ text: String) -> Bool {
        guard isSymbol(text) else { return false }
        _ = advance()
        return true
    }

    mutating func takeKeyword(_ text: String) -> Bool {
        guard isKeyword(text) else { return false }
        _ = advance()
        return true
    }

    mutating func expectSymbol(_ text: String, _ message: String? = nil) throws {
        if !takeSymbol(text) { throw unexpected(message ?? "expected '\(text)'") }
    }

    mutating func expectName(_ what: String = "a name") throws -> (String, SourceRange) {
        guard token.kind == .name else {
            if token.kind == .keyword {
                throw failure("'\(token.text)' is a word of the language and cannot be a name", token.range)
            }
            throw unexpected("expected \(what)")
        }
        let taken = advance()
        return (taken.text, taken.range)
    }

    func failure(_ message: String, _ range: SourceRange, hint: String? = nil, kind: String = "SyntaxError")
        -> ScriptError
    {
        ScriptError(kind, message, hint: hint, range: range, source: source)
    }

    func unexpected(_ message: String) -> ScriptError {
        let range =
            token.kind == .newline || token.kind == .end
            ? SourceRange(previous.range.upper, previous.range.upper) : token.range
        return failure(message, range)
    }

    func range(from start: SourceRange) -> SourceRange {
        SourceRange(start.lower, max(start.lower, previous.range.upper))
    }

    package func make(_ kind: Expression.Kind, from start: SourceRange) throws -> Expression {
        let expression = Expression(kind, range(from: start))
        if expression.height > Limits.expressionHeight {
            throw failure(
                "the expression is nested too deeply", expression.range, hint: "do it in several lines")
        }
        return expression
    }

    package mutating func nested<T>(_ body: (inout Parser) throws -> T) throws -> T {
        depth += 1
        defer { depth -= 1 }
        // A bracket takes two steps, and the statement around all of them some more.
        if depth > Limits.nesting * 2 + 8 {
            throw failure("nested too deeply", token.range, hint: "do it in several lines")
        }
        return try body(&self)
    }

    /// The line that is not Python at which the parser stands.
    mutating func interactive() -> Statement? {
        guard token.kind == .interactive, let line = interactiveLines.popFirst() else { return nil }
        _ = advance()
        return Statement(kind: .interactive(line), range: line.range)
    }

    mutating func program() throws -> Program {
        var statements: [Statement] = []
        while token.kind != .end {
            if token.kind == .newline {
                _ = advance()
                continue
            }
            if token.kind == .indent {
                throw failure("unexpected indent", lineRange(token.range), kind: "IndentationError")
            }
            if token.kind == .dedent {
                _ = advance()
                continue
            }
            statements.append(contentsOf: try statement())
        }
        return Program(statements: statements)
    }

    private func lineRange(_ range: SourceRange) -> SourceRange {
        let line = source.line(source.position(range.lower).line).range
        return SourceRange(range.lower, max(range.lower + 1, line.upper))
    }
}

extension Parser.Outcome {
    /// The same for lines typed one after another: a block stays open until an empty line.
    public func typed(in source: Source) -> Parser.Outcome {
        guard case .complete(let program) = self, let last = program.statements.last, last.isCompound else {
            return self
        }
        let line = source.bytes[((source.bytes.lastIndex(of: 10) ?? -1) + 1)...]
        if source.bytes.last == 10
            || source.text(SourceRange(line.startIndex, line.endIndex))
                .allSatisfy(\.isWhitespace)
        {
            return self
        }
        return .incomplete(indent: max(1, line.prefix { $0 == 32 }.count / 4))
    }
}

extension Statement {
    var isCompound: Bool {
        switch kind {
        case .branch, .whileLoop, .forLoop, .define, .defineClass, .attempt, .with, .match: return true
        default: return false
        }
    }

}
