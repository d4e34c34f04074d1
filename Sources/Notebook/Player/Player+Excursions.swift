import Lab
import Language

/// What is typed between the steps of a lesson.
extension Player {
    /// Takes back what was typed since the last cell of the lesson that ran.
    public func takeBackExcursions() throws {
        limitAccepted()
        if excursions > 0 { try session.goBack(excursions) }
    }

    /// How many cells were typed, or passed over, since the last one of the lesson that ran.
    public var excursions: Int { max(0, session.timeline.entries.count - accepted) }

    /// From here on what was typed belongs to the lesson.
    func accept() { (accepted, told, answered) = (session.timeline.entries.count, nil, [:]) }

    /// Entries that were taken back are not accepted any more, and have changed nothing.
    func limitAccepted() {
        let count = session.timeline.entries.count
        (accepted, told) = (min(accepted, count), nil)
        changed = changed.filter { $0.value < count }
        answered = answered.filter { $0.value < count }
    }

    /// Remembers what the person has changed and goes on with.
    func noteChanges(_ rows: [[String]]) {
        for row in rows where changed[row[1]] == nil && !row[1].isEmpty {
            changed[row[1]] = answered[row[1]] ?? accepted
        }
    }

    /// What a cell of the lesson sets is the lesson's own again.
    func forgetChanges(of source: String) {
        guard !changed.isEmpty, case .complete(let program) = Parser.parse(source, as: .cell) else { return }
        for use in program.nameUses { for name in use.bound { changed[name] = nil } }
        if source.contains("seed(") { changed = changed.filter { !$0.key.hasPrefix("random numbers") } }
    }

    /// What the person has changed and gone on with and is not as it was: each name, what is different, and
    /// before which entry of the timeline it was the lesson's still.
    func standingChanges() -> [(name: String, what: String, entry: Int)] {
        var found: [(name: String, what: String, entry: Int)] = []
        for (entry, names) in Dictionary(grouping: changed.keys, by: { changed[$0] ?? 0 }) {
            guard let rows = try? session.timeline.differences(since: entry) else {
                found += names.sorted().map { ($0, "", entry) }
                continue
            }
            found += rows.filter { names.contains($0[1]) }.map { ($0[1], $0[0].isEmpty ? "" : $0[2], entry) }
        }
        return found.sorted { ($0.entry, $0.name) < ($1.entry, $1.name) }
    }

    /// What the lines that were typed since the last step have changed of what the lesson uses; nil where
    /// nothing was typed, or where it was said already.
    func differences() throws -> [[String]]? {
        limitAccepted()
        guard session.timeline.entries[accepted...].contains(where: { !$0.isStep }) else { return nil }
        guard let rows = try session.timeline.differences(since: accepted) else {
            return [["", "what was typed", "cannot be compared: the state before it was too large to keep"]]
        }
        if current?.isExercise == true { return nil }
        // A name that was changed before may have been put back now.
        let isPutBack = !rows.allSatisfy { changed[$0[1]] == nil }
        let standing = isPutBack ? Set(standingChanges().map(\.name)) : []
        return try (rows.filter { answered[$0[1]] == nil } + rowsSinceAnswers()).filter { row in
            let (kind, name) = (row[0], row[1])
            if name.isEmpty || kind.isEmpty { return true }
            guard names.contains(name) else { return false }
            if changed[name] != nil, !standing.contains(name) {
                changed[name] = nil
                return false
            }
            // A new variable matters where it hides a name of the language; else the lesson makes its own.
            return kind != "new" || session.interpreter.builtins[name] != nil
        }
    }

    /// What was changed of what a right answer had set.
    private func rowsSinceAnswers() throws -> [[String]] {
        try Set(answered.values).sorted().flatMap { entry in
            try session.timeline.differences(since: entry)?.filter { answered[$0[1]] == entry } ?? []
        }
    }

    static func names(in lesson: Lesson) -> Set<String> {
        var names: Set<String> = []
        for cell in lesson.cells {
            for source in [cell.source, cell.solution ?? ""] {
                // What cannot be parsed speaks of every word in it.
                guard case .complete(let program) = Parser.parse(source, as: .cell) else {
                    names.formUnion(
                        source.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init))
                    continue
                }
                program.forEachExpression { if case .name(let name) = $0.kind { names.insert(name) } }
            }
        }
        return names
    }
}
