/// What could be completed at a place in a source, as the lexer sees what stands before it.
public struct CompletionContext: Equatable, Sendable {
    public enum Place: Equatable, Sendable {
        /// A variable, command or word of the language that begins so.
        case name(prefix: String)
        /// An attribute of what the dotted path names: empty where that is not known, a quote for a text.
        case attribute(path: [String], prefix: String)
        /// A keyword argument, or a name, where an argument of the call begins.
        case argument(prefix: String)
        /// A text that is an argument of the call.
        case string(prefix: String)
        /// A string key in the subscript of what the path names.
        case key(path: [String], prefix: String)
        /// A module to import, with the dots of its name.
        case module(prefix: String)
        /// A member of a module in `from … import`.
        case member(module: String, prefix: String)
        /// The name of a magic, with its `%` or `%%`.
        case magic(prefix: String)
        /// A word among the arguments of a magic, which are there to be looked at by whoever knows it.
        case magicArgument(magic: String, prefix: String, arguments: SourceRange)
        case nothing
    }

    /// The call whose parentheses are the innermost around the place.
    public struct Call: Equatable, Sendable {
        /// What is called: a dotted path.
        public var callee: [String]
        /// Keywords that were given already.
        public var used: [String]
        /// Arguments before the present one.
        public var position: Int
        /// The keyword whose value is being typed.
        public var keyword: String?

        public init(
            callee: [String], used: [String] = [], position: Int = 0, keyword: String? = nil
        ) {
            (self.callee, self.used, self.position, self.keyword) = (callee, used, position, keyword)
        }
    }

    public let place: Place
    /// The word that a completion replaces; it ends at the place.
    public let range: SourceRange
    public let call: Call?
}

extension Parser {
    /// The completion context at a UTF-8 offset; reads tokens only and evaluates nothing.
    ///
    /// - Parameter start: where the program begins, such as the argument of a magic.
    /// Complexity: linear in the bytes before the place.
    public static func completionContext(
        _ source: Source, from start: Int = 0, at offset: Int
    ) -> CompletionContext {
        let offset = min(max(start, offset), source.bytes.count)
        var reader = CompletionReader(source, start, offset)
        for _ in 0..<Limits.nesting {
            guard let inner = reader.innerStart else { break }
            reader = CompletionReader(source, inner, offset)
        }
        return reader.context()
    }
}

private struct CompletionReader {
    let source: Source
    let offset: Int
    /// The tokens before the word that is being typed.
    let tokens: [Token]
    let openString: SourceRange?
    let endsInComment: Bool
    let line: InteractiveLine?
    /// Where the word begins that ends at the place.
    let wordStart: Int

    init(_ source: Source, _ start: Int, _ offset: Int) {
        (self.source, self.offset) = (source, offset)
        var word = offset
        while word > start,
            Lexer.startsName(source.bytes[word - 1]) || Lexer.isDigit(source.bytes[word - 1])
        { word -= 1 }
        wordStart = word
        var lexer = Lexer(source, in: SourceRange(start, offset), as: .cell)
        let all = lexer.runTolerantly()
        (openString, endsInComment) = (lexer.openString, lexer.endsInComment)
        line = all.last?.kind == .interactive ? lexer.interactiveLines.last : nil
        // A word that is a token by now is the one being typed; an open string is none.
        tokens = all.filter { $0.range.lower < word || $0.range.upper <= word }
    }

    private var prefix: String { source.text(SourceRange(wordStart, offset)) }

    private func context(
        _ place: CompletionContext.Place, from start: Int? = nil, _ call: CompletionContext.Call? = nil
    ) -> CompletionContext {
        CompletionContext(place: place, range: SourceRange(start ?? wordStart, offset), call: call)
    }

    private var nothing: CompletionContext { context(.nothing, from: offset) }

    func context() -> CompletionContext {
        if endsInComment { return nothing }
        if let line { return inside(line) }
        if let openString { return inside(openString) }
        let call = openCall(tokens)
        if let first = prefix.utf8.first, Lexer.isDigit(first) {
            return context(.nothing, from: offset, call)
        }
        let statement = lastStatement(tokens)
        if let imported = importContext(statement) { return imported }
        guard let last = tokens.last else { return context(.name(prefix: prefix)) }
        if last.text == ".", last.kind == .symbol {
            return context(.attribute(path: path(tokens.dropLast()), prefix: prefix), call)
        }
        // Innermost is the bracket of the call itself, and nothing of the argument stands there yet.
        if call != nil, last.kind == .symbol, last.text == "(" || last.text == ",",
            innermostBracket(tokens)?.text == "("
        {
            return context(.argument(prefix: prefix), call)
        }
        return context(.name(prefix: prefix), call)
    }

    // MARK: Lines that are not Python

    /// Where Python begins in the line in which the place is: below `%%name`, behind a question mark.
    var innerStart: Int? {
        guard let line else { return nil }
        switch line.kind {
        case .magic(_, _, let body?) where body.lower > line.range.upper && offset >= body.lower:
            return body.lower
        case .question:
            let start = source.bytes[line.range.lower...].firstIndex { $0 != UInt8(ascii: "?") } ?? offset
            return start > line.range.lower && start <= offset ? start : nil
        default: return nil
        }
    }

    private func inside(_ line: InteractiveLine) -> CompletionContext {
        switch line.kind {
        case .magic(let name, let arguments, _):
            let typed = source.text(SourceRange(line.range.lower, offset))
            guard typed.utf8.contains(where: { $0 == 32 || $0 == 9 }) else {
                return context(.magic(prefix: typed), from: line.range.lower)
            }
            var start = offset
            while start > line.range.lower, source.bytes[start - 1] != 32, source.bytes[start - 1] != 9 {
                start -= 1
            }
            let range = SourceRange(min(arguments.lower, offset), offset)
            return context(
                .magicArgument(
                    magic: name, prefix: source.text(SourceRange(start, offset)), arguments: range),
                from: start)
        case .question, .shell, .answer: return nothing
        }
    }

    // MARK: Python

    private func inside(_ text: SourceRange) -> CompletionContext {
        let before = tokens.filter { $0.range.upper <= text.lower }
        let prefix = source.text(SourceRange(text.lower, offset))
        if let last = before.last, last.kind == .symbol, last.text == "[" {
            let owner = path(before.dropLast())
            return owner.isEmpty
                ? nothing : context(.key(path: owner, prefix: prefix), from: text.lower, openCall(before))
        }
        guard let call = openCall(before) else { return nothing }
        return context(.string(prefix: prefix), from: text.lower, call)
    }

    /// The tokens of the statement that is being typed.
    private func lastStatement(_ tokens: [Token]) -> ArraySlice<Token> {
        let start = tokens.lastIndex {
            [.newline, .indent, .dedent].contains($0.kind) || ($0.kind == .symbol && $0.text == ";")
        }
        return tokens[(start.map { $0 + 1 } ?? 0)...]
    }

    /// The dotted name that the tokens end with; empty where it is no plain path.
    private func path(_ tokens: some BidirectionalCollection<Token>) -> [String] {
        var result: [String] = []
        var rest = tokens[...]
        while let last = rest.popLast() {
            // A text has the methods of texts; what a call or an index gives is not known.
            if last.kind == .string { return ["\""] + result }
            guard last.kind == .name else { return [] }
            result.insert(last.text, at: 0)
            guard let dot = rest.last, dot.kind == .symbol, dot.text == "." else { return result }
            rest.removeLast()
        }
        return []
    }

    private func importContext(_ statement: ArraySlice<Token>) -> CompletionContext? {
        guard let first = statement.first, first.kind == .keyword, ["import", "from"].contains(first.text)
        else { return nil }
        let after = statement.dropFirst()
        if first.text == "from", let place = after.firstIndex(where: { $0.text == "import" }) {
            let module = after[..<place].map(\.text).joined()
            if after.last?.text == "as" { return nothing }
            return module.isEmpty
                ? context(.name(prefix: prefix)) : context(.member(module: module, prefix: prefix))
        }
        if after.last?.text == "as" { return nothing }
        // The name with its dots, as far as it is there.
        var dotted = after[after.endIndex...]
        if after.last?.text == "." {
            dotted =
                after[
                    (after.lastIndex { $0.kind != .name && $0.text != "." }.map { $0 + 1 }
                        ?? after.startIndex)...]
        } else if let last = after.last, last.text != "," {
            return nothing
        }
        return context(
            .module(prefix: dotted.map(\.text).joined() + prefix), from: dotted.first?.range.lower)
    }

    /// The innermost bracket that is open behind the tokens.
    private func innermostBracket(_ tokens: [Token]) -> Token? {
        var depth = 0
        for token in tokens.reversed() where token.kind == .symbol {
            switch token.text {
            case ")", "]", "}": depth += 1
            case "(", "[", "{":
                if depth == 0 { return token }
                depth -= 1
            default: break
            }
        }
        return nil
    }

    /// The call around what follows the tokens: of the innermost parenthesis that is open.
    private func openCall(_ tokens: [Token]) -> CompletionContext.Call? {
        var depth = 0
        var used: [String] = []
        var (commas, keyword): (Int, String?) = (0, nil)
        for index in tokens.indices.reversed() where tokens[index].kind == .symbol {
            switch tokens[index].text {
            case ")", "]", "}": depth += 1
            case "[", "{":
                // What stands in it is one part of an argument.
                if depth == 0 { (used, commas, keyword) = ([], 0, nil) } else { depth -= 1 }
            case "(":
                if depth > 0 { depth -= 1; continue }
                let callee = path(tokens[..<index])
                if callee.isEmpty { return nil }
                return CompletionContext.Call(
                    callee: callee, used: used.reversed(), position: commas, keyword: keyword)
            case "," where depth == 0: commas += 1
            case "="
            where depth == 0 && index > 1 && tokens[index - 1].kind == .name
                && ["(", ","].contains(tokens[index - 2].text):
                if commas == 0 {
                    keyword = tokens[index - 1].text
                } else {
                    used.append(tokens[index - 1].text)
                }
            default: break
            }
        }
        return nil
    }
}
