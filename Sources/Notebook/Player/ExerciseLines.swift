import Lab
import Language

/// The statements of an exercise's cell: those that are given, and those with the blank.
///
/// A student types the line with the blank and means the whole cell.
struct ExerciseLines {
    struct Line: Equatable {
        /// As it stands in the cell.
        let text: String
        /// The names that it sets.
        let bound: Set<String>
        /// The names that it wants to have.
        let read: Set<String>
        /// Whether it has no blank.
        let isGiven: Bool

        /// The same for two spellings that differ in spaces only.
        var spelling: String { text.filter { !$0.isWhitespace } }
        /// Its first line.
        var title: String {
            let first = text.prefix { !$0.isNewline }
            return first.count == text.count ? String(first) : first + " …"
        }
    }

    /// In the order of the cell; none where it cannot be parsed.
    let lines: [Line]

    init(_ source: String) {
        let source = Source(source)
        guard case .complete(let program) = Parser.parse(source, as: .cell) else {
            lines = []
            return
        }
        lines = zip(program.statements, program.nameUses).map { statement, use in
            let text = source.text(statement.range)
            return Line(text: text, bound: use.bound, read: use.read, isGiven: !Cell.hasBlank(text))
        }
    }

    var firstBlank: Int? { lines.firstIndex { !$0.isGiven } }
    var lastBlank: Int? { lines.lastIndex { !$0.isGiven } }

    /// Where the line with a blank that another one answers stands: the last that sets one of its names.
    func place(answeredBy names: Set<String>) -> Int? {
        lines.lastIndex { !$0.isGiven && !$0.bound.isDisjoint(with: names) }
    }

    /// Whether a line that was typed stands for one of the cell: it is the same, or sets the same names.
    static func stands(_ typed: Line, for line: Line) -> Bool {
        typed.spelling == line.spelling || (!line.bound.isEmpty && line.bound.isSubset(of: typed.bound))
    }
}

/// An exercise that was answered with less than its cell.
extension Player {
    /// Runs the lines that are given in the exercise's cell and that an answer stands on, where they have not
    /// run. To be called before the answer runs.
    ///
    /// - Parameter answer: what was typed.
    /// - Returns: the lines that ran.
    public func runGivenLines(before answer: String) -> [String] {
        guard let step = current, step.isExercise, !solutionsShown.contains(step.cell.number) else {
            return []
        }
        let cell = ExerciseLines(step.cell.source), answer = ExerciseLines(answer).lines
        guard let first = cell.firstBlank, !answer.isEmpty else { return [] }
        let bound = answer.reduce(into: Set<String>()) { $0.formUnion($1.bound) }
        var place = cell.place(answeredBy: bound)
        if place == nil {
            // A look at what the answer is made of should see the cell's own values.
            let read = answer.reduce(into: Set<String>()) { $0.formUnion($1.read) }
            guard cell.lines[..<first].contains(where: { !$0.bound.isDisjoint(with: read) }) else {
                return []
            }
            place = first
        }
        let missing = missingLines(of: cell, in: 0..<(place ?? first), besides: answer)
        return runSilently(missing) ? missing.map(\.title) : []
    }

    /// Lines that are given and that nothing typed since the last step stands for.
    ///
    /// What stands below a blank has to run again after each new answer.
    func missingLines(
        of cell: ExerciseLines, in range: Range<Int>, besides answer: [ExerciseLines.Line] = []
    ) -> [ExerciseLines.Line] {
        let typed = typedLines
        return range.compactMap { index in
            let line = cell.lines[index]
            guard line.isGiven else { return nil }
            let above = cell.lines[..<index].filter { !$0.isGiven }
            let names = above.reduce(into: Set<String>()) { $0.formUnion($1.bound) }
            let start = typed.lastIndex { !$0.bound.isDisjoint(with: names) } ?? 0
            if answer.contains(where: { ExerciseLines.stands($0, for: line) }) { return nil }
            let hasRun =
                typed[start...].contains { ExerciseLines.stands($0, for: line) }
                && line.bound.allSatisfy { session.variables[$0] != nil }
            return hasRun ? nil : line
        }
    }

    /// What was typed since the last step, statement by statement.
    private var typedLines: [ExerciseLines.Line] {
        session.timeline.entries.dropFirst(accepted).filter { !$0.isStep }.flatMap {
            ExerciseLines($0.source).lines
        }
    }

    /// Runs lines of the cell as if they had been typed, without showing what they print.
    func runSilently(_ lines: [ExerciseLines.Line]) -> Bool {
        guard !lines.isEmpty else { return false }
        return runSilently(lines.map(\.text).joined(separator: "\n"))
    }

    private func runSilently(_ source: String) -> Bool {
        let sink = session.sink
        session.sink = FilteredOutput(sink, passing: .progress)
        defer { session.sink = sink }
        do { try session.run(source, echo: .none) } catch { return false }
        return true
    }

    /// Puts the names that the cell gives to what the cell has, where a right answer has other values there:
    /// the lesson goes on with them.
    ///
    /// - Returns: each name, what it was, and what it is.
    func mendGivenNames(of cell: ExerciseLines, solution: String?) -> [[String]] {
        let typed = typedLines
        let replaced = cell.lines.filter { line in
            guard line.isGiven, !line.bound.isEmpty else { return false }
            return typed.last { !$0.bound.isDisjoint(with: line.bound) }?.spelling != line.spelling
        }
        let names = replaced.reduce(into: Set<String>()) { $0.formUnion($1.bound) }
        func values() -> [String: Value] {
            names.reduce(into: [:]) { $0[$1] = session.variables[$1] }
        }
        let mine = values()
        guard !names.isEmpty,
            let theirs = try? session.tryingOut({ run in
                for line in replaced { try run(line.text) }
                return values()
            })
        else { return [] }
        let rows = names.sorted().compactMap { name -> [String]? in
            guard let before = mine[name], let after = theirs[name] else { return nil }
            return try? session.interpreter.onThread {
                guard try ValueDifference.differ(before, after) else { return nil }
                return [name, try ValueDifference.text(before), try ValueDifference.text(after)]
            }
        }
        guard !rows.isEmpty, runSilently(solution ?? replaced.map(\.text).joined(separator: "\n")) else {
            return []
        }
        return rows
    }

    /// What to say to an answer that has not set a name that the check looks at.
    func missingName(_ name: String, in cell: ExerciseLines) -> String? {
        guard excursions > 0, let line = cell.lines.first(where: { $0.bound.contains(name) }) else {
            return nil
        }
        return line.isGiven
            ? "the check looks at '\(name)', which the cell's own line '\(line.title)' sets: it has not run"
            : "the check looks at '\(name)', and nothing has set it yet: type the line \(line.title) with "
                + "your answer in place of ___"
    }
}
