import Foundation

/// Lines that MyST reads and CommonMark does not: directives between colons, formulas on lines of their own,
/// comments, labels. They become fences, or nothing, before cmark reads the rest.
enum MySTSyntax {
    static func prepared(_ source: String) -> String {
        guard hasSigns(source) else { return source }
        // A carriage return and a line feed are one character to Swift.
        let text = source.utf8.contains(13) ? source.replacingOccurrences(of: "\r\n", with: "\n") : source
        var reader = Reader(text.split(separator: "\n", omittingEmptySubsequences: false))
        return reader.read().joined(separator: "\n")
    }

    /// False where no line can be MyST's own: most prose is read without a look at its lines.
    private static func hasSigns(_ source: String) -> Bool {
        let signs = [":::", "$$", "\\begin{", ")=", "+++", "%", "\r"].map { Array($0.utf8) }
        var text = source
        return text.withUTF8 { bytes in
            bytes.indices.contains { start in
                signs.contains { sign in
                    bytes[start] == sign[0] && bytes.count - start >= sign.count
                        && bytes[start..<(start + sign.count)].elementsEqual(sign)
                }
            }
        }
    }

    private struct Reader {
        let lines: [Substring]
        var result: [Substring] = []
        /// Marks longer than any in the text.
        let fence: String
        /// The line that ends the colons that begin in a line.
        let ends: [Int: Int]

        init(_ lines: [Substring]) {
            self.lines = lines
            var longest = 2
            for line in lines where line.utf8.contains(UInt8(ascii: "`")) {
                var run = 0
                for byte in line.utf8 {
                    run = byte == UInt8(ascii: "`") ? run + 1 : 0
                    longest = max(longest, run)
                }
            }
            fence = String(repeating: "`", count: min(longest, 10_000) + 1)
            ends = Reader.pairs(lines)
        }

        mutating func read() -> [Substring] {
            result.reserveCapacity(lines.count)
            var open: OpenFence?
            var index = 0
            while index < lines.count {
                let line = lines[index]
                let text = line.drop { $0 == " " || $0 == "\t" }
                if let current = open {
                    if current.isClosed(by: text) { open = nil }
                    result.append(line)
                    index += 1
                } else if let begun = OpenFence(text) {
                    open = begun
                    result.append(line)
                    index += 1
                } else if let end = ends[index] {
                    let info = text.drop { $0 == ":" }.trimmingCharacters(in: .whitespaces)
                    let name = info.prefix { $0 != " " }
                    let whole = info.hasPrefix("{") ? info : "{\(name)}" + info.dropFirst(name.count)
                    write(line, whole, Array(lines[(index + 1)..<end]))
                    index = end + 1
                } else if let (body, next) = formula(from: index, text) {
                    write(line, "{math}", body)
                    index = next
                } else {
                    result.append(isUnseen(line, index) ? "" : line)
                    index += 1
                }
            }
            return result
        }

        /// A fence with something inside, as far in as a line is.
        private mutating func write(_ line: Substring, _ info: String, _ body: [Substring]) {
            let indent = line.prefix { $0 == " " || $0 == "\t" }
            result.append("\(indent)\(fence)\(info)")
            result += body
            result.append("\(indent)\(fence)")
        }

        /// A label (`(here)=`), a break between blocks (`+++`), a comment (`% …`).
        private func isUnseen(_ line: Substring, _ index: Int) -> Bool {
            switch line.utf8.first {
            case UInt8(ascii: "("):
                return line.hasSuffix(")=")
                    && line.dropFirst().dropLast(2).allSatisfy { $0 != ")" && $0 != "(" }
            case UInt8(ascii: "+"): return line == "+++" || line.hasPrefix("+++ ")
            case UInt8(ascii: "%"):
                // Only where a paragraph could begin: a line of prose may well begin with a per cent sign.
                guard line == "%" || line.hasPrefix("% ") else { return false }
                let before = result.last
                return before.map { $0.allSatisfy(\.isWhitespace) } ?? true
            default: return false
            }
        }

        // MARK: - Formulas

        /// `$$` or `\begin{align}`, up to the line that ends it. A formula has no empty line.
        private func formula(from index: Int, _ text: Substring) -> (body: [Substring], next: Int)? {
            if text.hasPrefix("$$") {
                let rest = text.dropFirst(2)
                guard !rest.contains("$$") else { return nil }
                var body = rest.allSatisfy(\.isWhitespace) ? [] : [rest]
                for next in (index + 1)..<max(lines.count, index + 1) {
                    let line = lines[next]
                    if line.allSatisfy(\.isWhitespace) { return nil }
                    guard let end = line.range(of: "$$") else {
                        body.append(line)
                        continue
                    }
                    // Behind the end there may be a label: `$$ (euler)`.
                    let behind = line[end.upperBound...].trimmingCharacters(in: .whitespaces)
                    guard behind.isEmpty || behind.hasPrefix("(") && behind.hasSuffix(")") else { return nil }
                    let last = line[..<end.lowerBound]
                    if !last.allSatisfy(\.isWhitespace) { body.append(last) }
                    return (body, next + 1)
                }
                return nil
            }
            guard text.hasPrefix("\\begin{"), let close = text.firstIndex(of: "}") else { return nil }
            let name = text[text.index(text.startIndex, offsetBy: 7)..<close]
            guard
                ["equation", "align", "gather", "multline", "eqnarray", "alignat"].contains(
                    name.filter { $0 != "*" })
            else { return nil }
            var body: [Substring] = []
            for next in index..<lines.count {
                if lines[next].allSatisfy(\.isWhitespace) { return nil }
                body.append(lines[next])
                if lines[next].contains("\\end{\(name)}") { return (body, next + 1) }
            }
            return nil
        }

        // MARK: - Colons

        /// The lines between which a directive stands, outermost ones only.
        private static func pairs(_ lines: [Substring]) -> [Int: Int] {
            var pairs: [Int: Int] = [:]
            var stack: [Int] = []
            var open: OpenFence?
            for (index, line) in lines.enumerated() {
                let text = line.drop { $0 == " " || $0 == "\t" }
                if let current = open {
                    if current.isClosed(by: text) { open = nil }
                    continue
                }
                if let begun = OpenFence(text) {
                    open = begun
                    continue
                }
                guard text.hasPrefix(":::") else { continue }
                let info = text.drop { $0 == ":" }.trimmingCharacters(in: .whitespaces)
                if info.isEmpty {
                    if let start = stack.popLast() { pairs[start] = index }
                } else {
                    stack.append(index)
                }
            }
            return pairs
        }
    }

    /// A fence of backticks or tildes that is open.
    private struct OpenFence {
        let mark: Character
        let count: Int

        init?(_ text: Substring) {
            guard let mark = text.first, mark == "`" || mark == "~" else { return nil }
            let count = text.prefix { $0 == mark }.count
            guard count >= 3, mark == "~" || !text.dropFirst(count).contains("`") else { return nil }
            (self.mark, self.count) = (mark, count)
        }

        func isClosed(by text: Substring) -> Bool {
            let run = text.prefix { $0 == mark }.count
            return run >= count && text.dropFirst(run).allSatisfy { $0 == " " || $0 == "\t" }
        }
    }
}
