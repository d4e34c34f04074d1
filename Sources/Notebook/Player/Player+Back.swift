import Lab
import Language
import Presentation

/// Backwards, and to another place in the lesson.
extension Player {
    /// The last step of the lesson that ran or was passed over, as a number of cells to take back.
    private var cellsToLastStep: Int? {
        let entries = session.timeline.entries
        guard var index = entries.lastIndex(where: isOwnStep) else { return nil }
        func step(_ index: Int) -> PlayerStep? {
            steps.indices.contains(entries[index].place) ? steps[entries[index].place] : nil
        }
        func earlier(_ index: Int) -> Int? {
            entries[..<index].lastIndex(where: isOwnStep)
        }
        // Tries of one cell, of which all but the last failed or were stopped, are taken back together.
        while let before = earlier(index), entries[before].place == entries[index].place { index = before }
        // Cells that came without waiting go with the one before them, hidden ones with the one behind.
        while step(index)?.waits == false, let before = earlier(index) { index = before }
        while let before = earlier(index), step(before)?.isHidden == true { index = before }
        return entries.count - index
    }

    /// Seconds that `back()` takes where the state has to be made again; nil where it is kept.
    public var secondsToGoBack: Double? {
        cellsToLastStep.flatMap {
            session.timeline.secondsToRemake(before: session.timeline.entries.count - $0)
        }
    }

    /// Takes back the last cell, and whatever was typed after it.
    ///
    /// - Returns: false at the beginning of the lesson.
    @discardableResult
    public func back() throws -> Bool {
        guard let count = cellsToLastStep else { return false }
        try session.goBack(count)
        limitAccepted()
        return true
    }

    /// Goes to a cell: back as `back` does, or ahead by running what is between.
    ///
    /// - Parameter target: a label, or the number of a cell.
    /// - Throws: ValueError for a cell that is not there, or that cannot be reached.
    public func go(to target: String) throws -> Outcome? {
        let index = try self.index(of: target)
        let entries = session.timeline.entries
        if index < place {
            guard let entry = entries.firstIndex(where: { isOwnStep($0) && $0.place == index })
            else {
                throw ScriptError(
                    "ValueError", "cell \(steps[index].cell.number) did not run in this session")
            }
            try session.goBack(entries.count - entry)
            limitAccepted()
            return nil
        }
        return runSilently(to: index)
    }

    /// Runs all cells before a place without showing anything.
    ///
    /// - Returns: what stopped it; nil if nothing did.
    public func runSilently(to index: Int) -> Outcome? {
        let (sink, ask) = (session.sink, session.ask)
        // Nobody is there to be asked either.
        (session.sink, session.ask) = (FilteredOutput(sink, passing: .progress), nil)
        defer { (session.sink, session.ask) = (sink, ask) }
        while place < index, let step = current {
            let outcome = run(step, source: step.isExercise ? step.cell.solution ?? step.cell.source : nil)
            guard case .ran = outcome else { return outcome }
        }
        return nil
    }

    /// - Throws: ValueError where the lesson has no such cell.
    public func index(of target: String) throws -> Int {
        if let index = steps.firstIndex(where: { $0.cell.options.label == target }) { return index }
        if let number = Int(target), let index = steps.firstIndex(where: { $0.cell.number == number }) {
            return index
        }
        let labels = steps.compactMap(\.cell.options.label)
        let near = Suggestions.best(for: target, among: labels).map { ". Did you mean '\($0)'?" } ?? ""
        let count = steps.count
        throw ScriptError(
            "ValueError", "the lesson has no cell '\(Formatting.visible(target))'" + near,
            details: labels.isEmpty ? [] : ["labels: " + labels.joined(separator: ", ")],
            hint: count == 0 ? nil : "goto 1 … goto \(count); outline lists the cells")
    }
}
