/// The parts of a program that a page shows in colours of their own.
public enum Colouring {
    public enum Part: Equatable, Sendable {
        case keyword, string, number, comment, definition, call, decorator
    }

    /// The parts of a source in their order, as its tokens are; what lies between them is plain. Lines that
    /// are no program by themselves, such as magics, stay plain where the whole is none.
    ///
    /// Complexity: linear in the bytes of the source.
    public static func parts(of text: String) -> [(part: Part, range: SourceRange)] {
        let source = Source(text)
        var lexer = Lexer(source, as: .program)
        if let tokens = try? lexer.run() { return parts(tokens, source, from: 0, to: source.bytes.count) }
        return (1...source.lineCount).flatMap { number -> [(part: Part, range: SourceRange)] in
            let range = source.line(number).range
            var lexer = Lexer(source, inside: range)
            guard let tokens = try? lexer.run() else { return [] }
            return parts(tokens, source, from: range.lower, to: range.upper)
        }
    }

    private static func parts(
        _ tokens: [Token], _ source: Source, from lower: Int, to upper: Int
    ) -> [(part: Part, range: SourceRange)] {
        var result: [(part: Part, range: SourceRange)] = []
        var place = lower
        for (index, token) in tokens.enumerated() {
            comments(source, place, token.kind == .end ? upper : token.range.lower, &result)
            place = max(place, token.range.upper)
            let before = index > 0 ? tokens[index - 1].text : ""
            let after = index + 1 < tokens.count ? tokens[index + 1].text : ""
            switch token.kind {
            case .keyword: result.append((.keyword, token.range))
            case .string: result.append((.string, token.range))
            case .number: result.append((.number, token.range))
            case .name where before == "def" || before == "class": result.append((.definition, token.range))
            case .name where before == "@": result.append((.decorator, token.range))
            case .name where after == "(": result.append((.call, token.range))
            default: break
            }
        }
        return result
    }

    /// Comments, which are no tokens: from a `#` between two of them to the end of its line.
    private static func comments(
        _ source: Source, _ lower: Int, _ upper: Int, _ result: inout [(part: Part, range: SourceRange)]
    ) {
        guard lower < upper else { return }
        var place = lower
        while let start = source.bytes[place..<upper].firstIndex(of: UInt8(ascii: "#")) {
            let end = source.bytes[start..<upper].firstIndex { $0 == 10 || $0 == 13 } ?? upper
            result.append((.comment, SourceRange(start, end)))
            place = end
        }
    }
}
