/// A line of a cell that is not Python: a magic, a question, a line for the shell, as IPython has them.
///
/// The parser finds them where a statement begins, so a `%` inside brackets or a text is never one.
public struct InteractiveLine: Equatable, Sendable {
    public enum Kind: Equatable, Sendable {
        /// `%name arguments`, or `%%name arguments` with the rest of the cell as its body.
        case magic(name: String, arguments: SourceRange, body: SourceRange?)
        /// `x?`, `?x`, `x??`; a magic's name keeps its `%`.
        case question(query: String, isDetailed: Bool)
        /// `!command`.
        case shell(String)
        /// `Out[5]: 10`, which IPython has said and nobody has typed.
        case answer
    }

    public let kind: Kind
    /// The line without the blanks around it, and without the body.
    public let range: SourceRange

    /// Where the line ends, its body included.
    public var end: Int {
        if case .magic(_, _, let body?) = kind { return body.upper }
        return range.upper
    }

    /// Reads a line; nil where it is Python, right or wrong.
    ///
    /// - Parameters:
    ///   - line: without the blanks before it.
    ///   - hasBody: what follows the line, up to the end of the cell, belongs to it.
    ///   - end: where the cell ends, in bytes.
    init?(_ bytes: [UInt8], _ line: SourceRange, hasBody: Bool = false, end: Int = 0) {
        var upper = line.upper
        while upper > line.lower, InteractiveLine.isBlank(bytes[upper - 1]) { upper -= 1 }
        guard upper > line.lower else { return nil }
        range = SourceRange(line.lower, upper)
        let text = bytes[line.lower..<upper]
        switch bytes[line.lower] {
        case UInt8(ascii: "%"):
            let start = text.firstIndex { $0 != UInt8(ascii: "%") } ?? upper
            let nameEnd =
                bytes[start..<upper].firstIndex {
                    !Lexer.startsName($0) && !Lexer.isDigit($0) && $0 != UInt8(ascii: "?")
                } ?? upper
            if nameEnd == start, start < upper, InteractiveLine.isBlank(bytes[start]) { return nil }
            let name = String(decoding: bytes[start..<nameEnd], as: UTF8.self)
            if name.hasSuffix("?") {
                kind = .question(query: "%" + name.filter { $0 != "?" }, isDetailed: name.hasSuffix("??"))
                return
            }
            var lower = nameEnd
            while lower < upper, InteractiveLine.isBlank(bytes[lower]) { lower += 1 }
            var body: SourceRange?
            if hasBody {
                let next = bytes[line.upper..<max(line.upper, end)].firstIndex(of: 10).map { $0 + 1 } ?? end
                body = SourceRange(next, end)
            }
            kind = .magic(name: name, arguments: SourceRange(lower, upper), body: body)
        case UInt8(ascii: "!"):
            let command = bytes[(line.lower + 1)..<upper].drop(while: InteractiveLine.isBlank)
            kind = .shell(String(decoding: command, as: UTF8.self))
        case UInt8(ascii: "?"),
            _ where bytes[upper - 1] == UInt8(ascii: "?"):
            let marks: Set<Character> = ["?", " ", ";"]
            let whole = String(decoding: text, as: UTF8.self)
            var query = whole.drop { marks.contains($0) }
            while let last = query.last, marks.contains(last) { query.removeLast() }
            // Names, dots, and a call's brackets: anything else with a question mark is a slip to be told.
            guard query.allSatisfy({ $0.isLetter || $0.isNumber || "_.*%()".contains($0) }) else {
                return nil
            }
            kind = .question(
                query: String(query), isDetailed: whole.hasPrefix("??") || whole.hasSuffix("??"))
        default: return nil
        }
    }

    /// Reads `Out[5]: 10`, where the cell was copied with IPython's prompts.
    init?(answer bytes: [UInt8], _ line: SourceRange) {
        var upper = line.upper
        while upper > line.lower, InteractiveLine.isBlank(bytes[upper - 1]) { upper -= 1 }
        var rest = bytes[line.lower..<upper]
        guard rest.starts(with: Array("Out".utf8)) else { return nil }
        rest = rest.dropFirst(3)
        if rest.first == 32 { rest = rest.dropFirst() }
        guard rest.first == UInt8(ascii: "[") else { return nil }
        let digits = rest.dropFirst().prefix(while: Lexer.isDigit)
        guard !digits.isEmpty, bytes[digits.endIndex..<upper].starts(with: [93, 58]) else { return nil }
        (kind, range) = (.answer, SourceRange(line.lower, upper))
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 || byte == 12 || byte == 13 }
}

extension Program {
    /// The lines that are not Python, in the order of the source, those inside of blocks and functions too.
    public var interactiveLines: [InteractiveLine] {
        var lines: [InteractiveLine] = []
        forEachStatement { statement in
            if case .interactive(let line) = statement.kind { lines.append(line) }
        }
        return lines
    }
}
