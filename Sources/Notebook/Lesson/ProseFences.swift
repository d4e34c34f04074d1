import Documents
import Foundation

/// What stands in the prose of a notebook or script that jupytext has made of a lesson: it knows the cells,
/// and takes the fences for outputs and checks for prose.
struct ProseFences {
    enum Piece: Equatable {
        case prose(String, line: Int)
        /// The text that the cell above should print.
        case output(String, line: Int)
        case check(String, line: Int)
        /// What goes with the exercise above.
        case answer(Document.Answer.Kind, String, line: Int)
    }

    private(set) var pieces: [Piece] = []

    /// - Parameters:
    ///   - line: the line of the file on which the text begins.
    ///   - followsCell: whether an `output` fence at the beginning has a cell that it belongs to.
    init(_ text: String, line: Int, followsCell: Bool) {
        let rows = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var start = 0
        var index = 0
        func prose(_ end: Int) -> Piece? {
            var (first, last) = (start, end)
            while first < last, rows[first].trimmingBlanks.isEmpty { first += 1 }
            while last > first, rows[last - 1].trimmingBlanks.isEmpty { last -= 1 }
            return first < last ? .prose(rows[first..<last].joined(separator: "\n"), line: line + first) : nil
        }
        while index < rows.count {
            guard let fence = Fence(rows[index]),
                let end = rows[(index + 1)...].firstIndex(where: { fence.isClosed(by: $0) })
            else {
                index += 1
                continue
            }
            let before = prose(index)
            let isOutput = fence.kind == .output && followsCell && before == nil && pieces.isEmpty
            let answer = Self.answer(fence)
            if isOutput || fence.kind == .check || answer != nil {
                if let before { pieces.append(before) }
                let inner = rows[(index + 1)..<end].map { fence.unindented($0) }.joined(separator: "\n")
                let place = line + index + 1
                if let answer {
                    pieces.append(.answer(answer, inner, line: place))
                } else {
                    pieces.append(isOutput ? .output(inner, line: place) : .check(inner, line: place))
                }
                start = end + 1
            }
            index = end + 1
        }
        if let rest = prose(rows.count) { pieces.append(rest) }
    }

    private static func answer(_ fence: Fence) -> Document.Answer.Kind? {
        switch fence.kind {
        case .hint: .hint
        case .solution: .solution
        case .wrong: .wrong
        default: nil
        }
    }
}

extension [Part] {
    /// Adds prose in which the fences of a lesson may stand.
    ///
    /// - Parameter number: the number of the last cell.
    mutating func add(_ text: String, line: Int, number: Int, end: Int = 0) {
        var followsCell = false
        if case .cell(let cell)? = last { followsCell = cell.kind == .code && cell.expected == nil }
        for piece in ProseFences(text, line: line, followsCell: followsCell).pieces {
            switch piece {
            case .output(let output, let line):
                guard case .cell(var cell)? = last else { continue }
                cell.expected = ExpectedOutput(text: output, line: line, range: 0..<0, fence: 0..<0)
                self[count - 1] = .cell(cell)
            case .check(let source, let line):
                append(.cell(Cell(kind: .check, number: number, source: source, line: line, end: end)))
            case .answer(let kind, let text, let line):
                let place = lastIndex { if case .cell(let cell) = $0 { cell.kind == .code } else { false } }
                guard let place, case .cell(var cell) = self[place] else { continue }
                switch kind {
                case .hint: cell.hints.append(text)
                case .solution: cell.solution = text
                case .wrong: cell.wrong.append(WrongAnswer(source: text, line: line))
                }
                self[place] = .cell(cell)
            case .prose(let words, let line): append(Part.prose(words, line: line))
            }
        }
    }
}

extension Part {
    /// Prose, or a note to the teacher where it is one comment that says so.
    static func prose(_ text: String, line: Int) -> Part {
        let words = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard words.hasPrefix("<!-- note:"), words.hasSuffix("-->"),
            words.components(separatedBy: "-->").count == 2
        else { return .prose(Prose(text: text, line: line)) }
        let note = words.dropFirst("<!-- note:".count).dropLast("-->".count)
        return .note(Prose(text: note.trimmingCharacters(in: .whitespacesAndNewlines), line: line))
    }
}
