import Foundation
import Presentation

/// Compares what a cell printed with what its lesson says.
public enum OutputComparison {
    /// Compares line by line: trailing blanks and empty lines at the end do not count, a line `...` stands
    /// for any number of lines, and floats match to the digits that are written.
    ///
    /// - Parameters:
    ///   - tolerance: how far floats may differ at least; see `:tol:`.
    ///   - isStored: what is expected was printed once and not written by hand: `...` and `<int>` are what
    ///     they are, and addresses (`0x7f3c…`) differ from run to run.
    /// - Returns: nil if both agree, else where they do not.
    public static func difference(
        expected: String, got: String, tolerance: Double? = nil, isStored: Bool = false
    ) -> OutputDifference? {
        let wanted = lines(isStored ? withoutAddresses(expected) : expected)
        let real = lines(isStored ? withoutAddresses(got) : got)
        let patterns = wanted.map { OutputPattern($0, tolerance: tolerance, placeholders: !isStored) }
        let isGap = wanted.map { !isStored && $0.trimmingBlanks == "..." }
        func same(_ i: Int, _ j: Int) -> Bool { wanted[i] == real[j] || patterns[i].mismatch(real[j]) == nil }

        // The usual way to match one kind of wild card: on a mismatch the last gap takes one line more.
        var (i, j) = (0, 0)
        var gap: (i: Int, j: Int)?
        while j < real.count || i < wanted.count {
            if i < wanted.count, isGap[i] {
                gap = (i, j)
                i += 1
            } else if i < wanted.count, j < real.count, same(i, j) {
                (i, j) = (i + 1, j + 1)
            } else if let last = gap, last.j < real.count {
                gap = (last.i, last.j + 1)
                (i, j) = (last.i + 1, last.j + 1)
            } else {
                break
            }
        }
        if i == wanted.count, j == real.count { return nil }

        // What agrees at both ends is left out of the message.
        var start = 0
        while start < min(wanted.count, real.count), !isGap[start], same(start, start) { start += 1 }
        var end = 0
        while end < min(wanted.count, real.count) - start, !isGap[wanted.count - 1 - end],
            same(wanted.count - 1 - end, real.count - 1 - end)
        {
            end += 1
        }
        let expectedLines = Array(wanted[start..<(wanted.count - end)])
        let gotLines = Array(real[start..<(real.count - end)])
        var pairs: [OutputDifference.Piece?] = []
        if expectedLines.count == gotLines.count, !isGap.contains(true) {
            pairs = gotLines.indices.map { index in
                patterns[start + index].mismatch(gotLines[index]).map {
                    OutputDifference.Piece(expected: $0.expected, got: $0.got, column: $0.column)
                }
            }
        }
        return OutputDifference(line: start + 1, expected: expectedLines, got: gotLines, pieces: pairs)
    }

    private static func withoutAddresses(_ text: String) -> String {
        text.replacingOccurrences(of: "0x[0-9a-fA-F]{6,}", with: "0x…", options: .regularExpression)
    }

    static func lines(_ text: String) -> [String] {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map {
            String($0).trimmingTrailingBlanks
        }
        // "\r\n" is one Character, at which the split above does not part.
        if text.utf8.contains(0x0d) {
            lines = text.replacingOccurrences(of: "\r\n", with: "\n")
                .split(separator: "\n", omittingEmptySubsequences: false).map {
                    String($0).trimmingTrailingBlanks
                }
        }
        while lines.last == "" { lines.removeLast() }
        return lines
    }
}

/// Where expected and real output part.
public struct OutputDifference: Equatable, Sendable {
    /// The first pieces of two lines that differ.
    public struct Piece: Equatable, Sendable {
        public var expected: String
        public var got: String
        /// How many characters of the printed line come before the piece.
        public var column: Int
    }

    /// The number of the first line that differs, from 1.
    public var line: Int
    public var expected: [String]
    public var got: [String]
    /// For lines that stand opposite each other: what differs in them; nil for those that agree.
    public var pieces: [Piece?]

    /// The lines with `-` (expected) and `+` (got), a mark under what differs, at most 20 of each.
    public var description: String {
        let most = 20
        var text: [String] = []
        func row(_ mark: String, _ number: Int, _ line: String) {
            let digits = String(line.isEmpty && mark == " " ? "" : String(number))
            let pad = String(repeating: " ", count: max(4 - digits.count, 0))
            text.append("\(pad)\(digits) \(mark) \(line)")
        }
        if !pieces.isEmpty {
            var shown = 0
            for index in pieces.indices {
                guard let piece = pieces[index] else {
                    if shown < most { row(" ", line + index, got[index]) }
                    continue
                }
                shown += 1
                if shown > most { continue }
                row("-", line + index, expected[index])
                row("+", line + index, got[index])
                let before = String(got[index].prefix(piece.column))
                let carets = MarkedLine(before: before, marked: piece.got).carets(margin: 7)
                let words =
                    piece.expected.isEmpty
                    ? "nothing more was expected"
                    : piece.got.isEmpty
                        ? "expected \(piece.expected) here" : "expected \(piece.expected), got \(piece.got)"
                text.append(carets + "  " + words)
            }
            if shown > most { text.append("       … and \(shown - most) more lines that differ") }
            return text.joined(separator: "\n")
        }
        func block(_ mark: String, _ lines: [String]) {
            for (index, line) in lines.prefix(most).enumerated() { row(mark, self.line + index, line) }
            if lines.count > most { text.append("     \(mark) … \(lines.count - most) more lines") }
        }
        block("-", expected)
        block("+", got)
        if got.isEmpty { text.append("       nothing was printed here") }
        if expected.isEmpty { text.append("       nothing was expected here") }
        return text.joined(separator: "\n")
    }
}
