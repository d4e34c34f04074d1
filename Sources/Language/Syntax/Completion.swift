/// What could be completed at a place in a source.
public enum CompletionContext: Equatable, Sendable {
    /// A variable, command or word of the language that begins so.
    case name(prefix: String)
    /// An attribute of what the dotted path names.
    case attribute(path: [String], prefix: String)
    /// A keyword argument, or a name, inside the call of what the path names; `used` are given already.
    case argument(callee: [String], prefix: String, used: [String])
    /// A string key in the subscript of what the path names.
    case key(path: [String], prefix: String)
    /// A file or book in a string that is the first argument of a call.
    case path(callee: [String], prefix: String)
    /// A module to import.
    case module(prefix: String)
    /// A member of a module in `from … import`.
    case member(module: String, prefix: String)
    case nothing
}

extension Parser {
    /// The completion context at a UTF-8 offset; reads tokens only and evaluates nothing.
    ///
    /// - Returns: the context, and the range of the word that a completion replaces.
    public static func completionContext(_ source: Source, at offset: Int) -> (
        context: CompletionContext, range: SourceRange
    ) {
        let offset = min(max(0, offset), source.bytes.count)
        var lineStart = offset
        while lineStart > 0, source.bytes[lineStart - 1] != 10 { lineStart -= 1 }
        // Brackets may have been opened on earlier lines; the tokens of the whole text tell, unless it breaks
        // off inside a string, and then the string is what is being completed.
        if let (start, quote) = openString(source, from: lineStart, to: offset) {
            let prefix = source.text(SourceRange(start + 1, offset))
            let tokens = words(source, to: start)
            _ = quote
            let range = SourceRange(start + 1, offset)
            if let last = tokens.last, last.text == "[" {
                return (.key(path: path(tokens.dropLast()), prefix: prefix), range)
            }
            if let last = tokens.last, last.text == "(" {
                return (.path(callee: path(tokens.dropLast()), prefix: prefix), range)
            }
            return (.nothing, range)
        }
        var start = offset
        while start > lineStart,
            Lexer.startsName(source.bytes[start - 1]) || Lexer.isDigit(source.bytes[start - 1])
        { start -= 1 }
        let prefix = source.text(SourceRange(start, offset))
        let range = SourceRange(start, offset)
        if let first = prefix.utf8.first, Lexer.isDigit(first) { return (.nothing, range) }
        let tokens = words(source, to: start)
        guard let last = tokens.last else { return (.name(prefix: prefix), range) }
        if let imported = importContext(tokens, prefix) { return (imported, range) }
        if last.text == "." { return (.attribute(path: path(tokens.dropLast()), prefix: prefix), range) }
        if let call = openCall(tokens), last.text == "(" || last.text == "," {
            return (.argument(callee: call.callee, prefix: prefix, used: call.used), range)
        }
        return (.name(prefix: prefix), range)
    }

    private static func words(_ source: Source, to end: Int) -> [Token] {
        var lexer = Lexer(source, range: SourceRange(0, end))
        return ((try? lexer.run()) ?? lineTokens(source, to: end)).filter {
            $0.kind != .end && $0.kind != .newline
        }
    }

    private static func lineTokens(_ source: Source, to end: Int) -> [Token] {
        var start = end
        while start > 0, source.bytes[start - 1] != 10 { start -= 1 }
        var lexer = Lexer(source, range: SourceRange(start, end))
        return (try? lexer.run()) ?? []
    }

    /// Where a string begins on this line that is still open at `end`.
    private static func openString(_ source: Source, from start: Int, to end: Int) -> (Int, UInt8)? {
        var open: (Int, UInt8)? = nil
        var index = start
        while index < end {
            let byte = source.bytes[index]
            if let current = open {
                if byte == 92 { index += 1 } else if byte == current.1 { open = nil }
            } else if byte == 34 || byte == 39 {
                open = (index, byte)
            } else if byte == UInt8(ascii: "#") {
                return nil
            }
            index += 1
        }
        return open
    }

    /// The dotted name that the tokens end with; empty where it is no plain path.
    private static func path(_ tokens: some BidirectionalCollection<Token>) -> [String] {
        var result: [String] = []
        var rest = Array(tokens)
        while let last = rest.popLast(), last.kind == .name {
            result.insert(last.text, at: 0)
            guard rest.last?.text == "." else { return result }
            rest.removeLast()
        }
        return []
    }

    private static func importContext(_ tokens: [Token], _ prefix: String) -> CompletionContext? {
        guard
            let place = tokens.lastIndex(where: {
                $0.kind == .keyword && ($0.text == "import" || $0.text == "from")
            })
        else { return nil }
        let after = tokens[(place + 1)...]
        guard after.allSatisfy({ $0.kind == .name || [".", ",", "("].contains($0.text) || $0.text == "as" })
        else { return nil }
        func dotted(_ part: ArraySlice<Token>) -> String { part.map(\.text).joined() }
        if tokens[place].text == "import", let from = tokens[..<place].lastIndex(where: { $0.text == "from" })
        {
            return .member(module: dotted(tokens[(from + 1)..<place]), prefix: prefix)
        }
        if after.last?.text == "as" { return .nothing }
        let tail = after.split { $0.text == "," }.last ?? []
        if after.last?.text != ",", let last = after.last, last.text != "." { return nil }
        return .module(prefix: (after.last?.text == "," ? "" : dotted(tail)) + prefix)
    }

    private static func openCall(_ tokens: [Token]) -> (callee: [String], used: [String])? {
        var depth = 0
        var used: [String] = []
        for index in tokens.indices.reversed() {
            switch tokens[index].text {
            case ")", "]", "}": depth += 1
            case "[", "{":
                if depth == 0 { return nil }
                depth -= 1
            case "(":
                if depth == 0 {
                    let callee = path(tokens[..<index])
                    return callee.isEmpty ? nil : (callee, used.reversed())
                }
                depth -= 1
            case "=" where depth == 0 && index > 0 && tokens[index - 1].kind == .name:
                used.append(tokens[index - 1].text)
            default: break
            }
        }
        return nil
    }
}
