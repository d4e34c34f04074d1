import Lab
import Language

/// One step of a lesson that is played: a cell, and what stands around it.
public struct PlayerStep: Sendable {
    /// The prose before the cell, in Markdown.
    public var prose: [String] = []
    /// Notes to the teacher that stand before the cell.
    public var notes: [String] = []
    public var cell: Cell
    /// Assertions behind the cell, which are not shown.
    public var checks: [Cell] = []

    /// Whether the person fills in the cell: it has a blank, or says that it is an exercise.
    public var isExercise: Bool { cell.isExercise }

    /// Whether the lesson waits before this cell.
    public var waits: Bool { isExercise || (cell.options.step == .stop && !isHidden) }

    /// Whether nothing of the cell is shown.
    public var isHidden: Bool {
        cell.options.step == .silent || !cell.options.tags.isDisjoint(with: [.hidden, .removeCell])
    }

    /// The steps of a lesson, and the prose behind the last cell.
    static func steps(of lesson: Lesson) -> (steps: [PlayerStep], epilogue: [String]) {
        var (steps, prose, notes): ([PlayerStep], [String], [String]) = ([], [], [])
        for part in lesson.parts {
            switch part {
            case .prose(let text): prose.append(text.text)
            case .note(let text): notes.append(text.text)
            case .cell(let cell) where cell.kind == .check:
                if let last = steps.indices.last { steps[last].checks.append(cell) }
            case .cell(let cell):
                steps.append(PlayerStep(prose: prose, notes: notes, cell: cell))
                (prose, notes) = ([], [])
            }
        }
        return (steps, prose)
    }
}

extension Lesson {
    /// The lesson with a plain script's statements as cells of their own, so that it can be stepped through.
    ///
    /// A script with `# %%` has its cells already. One that cannot be parsed stays one cell, and its error is
    /// told when it runs.
    func splitIntoStatements() -> Lesson {
        guard format == .script, parts.count == 1, case .cell(let whole) = parts[0],
            case .complete(let program) = Parser.parse(whole.source, as: .cell), program.statements.count > 1
        else { return self }
        let source = Source(whole.source)
        let lines = whole.source.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var starts: [Int] = []
        for statement in program.statements {
            let line = source.position(statement.start).line - 1
            if starts.last != line { starts.append(line) }
        }
        var result = self
        result.parts = []
        for (number, start) in starts.enumerated() {
            // Comments above a statement belong to it.
            let from = number == 0 ? 0 : Lesson.endOfCode(lines, before: start, after: starts[number - 1])
            let to =
                number + 1 < starts.count
                ? Lesson.endOfCode(lines, before: starts[number + 1], after: start) : lines.count
            let text = lines[from..<to].drop { $0.allSatisfy(\.isWhitespace) }
            var cell = whole
            (cell.number, cell.line) = (number + 1, whole.line + text.startIndex)
            cell.source = text.joined(separator: "\n").trimmingTrailingBlanks
            result.parts.append(.cell(cell))
        }
        return result
    }

    /// The line behind the code that begins in line `after`: what follows up to
    /// `before` is comments and blank.
    private static func endOfCode(_ lines: [String], before: Int, after: Int) -> Int {
        var end = before
        while end > after + 1 {
            let line = lines[end - 1].drop { $0 == " " || $0 == "\t" }
            // A comment that is set in belongs to the block that it is in.
            guard line.isEmpty || (line.hasPrefix("#") && lines[end - 1].hasPrefix("#")) else { break }
            end -= 1
        }
        return end
    }
}
