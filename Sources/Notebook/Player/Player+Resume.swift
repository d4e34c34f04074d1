import Lab
import Language

/// Going on where a journal ends.
extension Player {
    /// Does again, silently, what a journal says, as far as it can be done again.
    ///
    /// What was typed after the last step is no part of the lesson yet: the next step tells what it changes.
    ///
    /// - Returns: in words what is not as it was, what is not as in a straight run, and why it stopped before
    ///   the end; empty where there is nothing of that.
    /// - Throws: KeyboardInterrupt.
    public func resume(_ record: LessonJournal.Record) throws -> [String] {
        (solved, solutionsShown) = (record.solved, record.shown)
        let (sink, ask) = (session.sink, session.ask)
        (session.sink, session.ask) = (FilteredOutput(sink, passing: .progress), nil)
        defer { (session.sink, session.ask) = (sink, ask) }
        var remarks: [String] = []
        for entry in record.entries {
            if entry.stopped == true {
                let remark = stopped(entry)
                if !remarks.contains(remark) { remarks.append(remark) }
                continue
            }
            guard let place = entry.place else {
                do { try session.run(entry.source, echo: .all) } catch {
                    if ScriptError(error).isInterruption { throw error }
                }
                continue
            }
            guard place == self.place, let step = current else {
                return remarks + changesInWords() + ["the lesson has fewer cells now"]
            }
            if entry.source.isEmpty {
                if step.isExercise, solved.contains(step.cell.number) { finishExercise() } else { skip() }
                continue
            }
            guard entry.source == step.cell.source || entry.source == step.cell.solution else {
                return remarks + changesInWords() + ["the lesson was changed at \(step.cell.title)"]
            }
            // What was typed before a step was gone on with.
            noteChanges(try differences() ?? [])
            let outcome = run(step, source: entry.source)
            if case .failed(_, let error) = outcome, error.isInterruption { throw error }
            if case .missing(_, let reason) = outcome {
                return remarks + changesInWords() + ["\(step.cell.title) needs something: \(reason)"]
            }
        }
        return remarks + changesInWords()
    }

    private func stopped(_ entry: LessonJournal.Entry) -> String {
        let what: String
        if let place = entry.place {
            what = steps.indices.contains(place) ? steps[place].cell.title : "a cell"
        } else {
            let line = entry.source.prefix { !$0.isNewline }
            what = "your line '\(line.count > 60 ? line.prefix(59) + "…" : line)'"
        }
        return "\(what) was stopped by Ctrl-C then, and what it had done is missing now"
    }

    /// What the person has changed of the lesson before a step that has run: each said with the way back.
    private func changesInWords() -> [String] {
        let rows = standingChanges()
        guard !rows.isEmpty else { return [] }
        let names = rows.map { $0.name + ($0.what.isEmpty ? "" : " (\($0.what))") }.joined(separator: ", ")
        let first = rows.map(\.entry).min() ?? 0
        let entries = session.timeline.entries
        let step = entries[..<first].last(where: isOwnStep).map(\.place)
        let way = step.map { "goto \(steps[$0].cell.number)" } ?? "back, to the beginning,"
        return [
            "lines of yours have changed what the lesson uses, and cells have run with it: \(names)."
                + " \(way) goes back to before that"
        ]
    }
}
