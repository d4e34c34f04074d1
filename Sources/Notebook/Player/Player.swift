import Foundation
import Lab
import Language
import Presentation

/// Steps through a lesson in a session: runs its cells one by one, and goes back as if they had never run.
///
/// What the cells print goes to the session's sink. Prose, cells and the line that says where one is are
/// shown by whoever holds the player. The player's place in the lesson is a part of the session's timeline,
/// so that
/// `%undo` and `%redo` move it too.
public final class Player {
    public private(set) var lesson: Lesson
    public let session: Session
    public let steps: [PlayerStep]
    /// Prose behind the last cell.
    public let epilogue: [String]
    /// Names that the lesson's cells speak of: what an excursion may not change without a word.
    private let names: Set<String>
    /// The last entry of the timeline that was there before the lesson.
    private let start: Int
    /// Where a source that ran stands in the lesson's file.
    private var sources: [String: CellIdentity] = [:]
    /// Entries of the timeline behind which nothing is that the straight run would not have, or that the
    /// person was not told of.
    private var accepted = 0
    /// How many hints were given, by the number of the exercise's cell.
    var hintsGiven: [Int: Int] = [:]
    /// Exercises whose solution was shown, and those that were answered.
    public internal(set) var solutionsShown: Set<Int> = []
    public internal(set) var solved: Set<Int> = []

    /// Opens a lesson in a session. A lesson that says so begins with its own random numbers.
    public init(_ lesson: Lesson, in session: Session) {
        self.lesson = lesson.splitIntoStatements()
        self.session = session
        (steps, epilogue) = PlayerStep.steps(of: self.lesson)
        names = Player.names(in: self.lesson)
        session.keepsUndo = true
        session.timeline.place = 0
        // A lesson writes in the working folder only, also where going back runs its cells again.
        if session.writingFolder == nil {
            session.writingFolder = FileManager.default.currentDirectoryPath
        }
        if let seed = lesson.settings.seed {
            // In a session that has run something the seed is a step of its own, which can be made again.
            if session.timeline.entries.isEmpty {
                session.context.generator.reseed(seed)
            } else {
                _ = try? session.run("torch.manual_seed(\(seed));", name: "lesson", echo: .none)
            }
        }
        start = session.timeline.entries.last?.id ?? 0
        accepted = session.timeline.entries.count
    }

    /// Begins with other random numbers than the lesson says.
    public func reseed(_ seed: UInt64) {
        lesson.settings.seed = seed
        session.context.generator.reseed(seed)
    }

    /// Index of the next step; the number of steps at the end.
    public var place: Int { min(max(session.timeline.place, 0), steps.count) }
    public var current: PlayerStep? { place < steps.count ? steps[place] : nil }
    public var isAtEnd: Bool { place >= steps.count }
    /// The next step that is shown.
    public var upcoming: PlayerStep? { steps[place...].first { !$0.isHidden } }
    /// Seconds that the cells took which have run.
    public var seconds: Double {
        session.timeline.entries.reduce(0) { isOwnStep($1) ? $0 + $1.seconds : $0 }
    }

    /// Whether an entry of the timeline is a step of this lesson, and not of one before it or typed.
    private func isOwnStep(_ entry: Timeline.Entry) -> Bool { entry.isStep && entry.id > start }

    /// What came of a step.
    public enum Outcome {
        /// The cell ran.
        case ran(PlayerStep)
        /// The cell ended in an error, or was stopped; the lesson stays before it.
        case failed(PlayerStep, ScriptError)
        /// What was typed has changed what the lesson uses: nothing ran. The next time it does.
        case differs([[String]], excursions: Int)
        /// The cell is an exercise that waits for an answer.
        case exercise(PlayerStep)
        /// Something that the cell needs is not on this machine.
        case missing(PlayerStep, String)
        case atEnd
    }

    // MARK: Forward

    /// Runs the next cell, with the hidden ones before it.
    ///
    /// - Parameter show: is told of each step before it runs.
    public func next(show: (PlayerStep) -> Void = { _ in }) throws -> Outcome {
        guard !isAtEnd else { return .atEnd }
        if told == session.timeline.entries.count { accept() }
        if let rows = try differences(), !rows.isEmpty {
            let count = excursions
            told = session.timeline.entries.count
            return .differs(rows, excursions: count)
        }
        while let step = current {
            if step.isExercise, !solutionsShown.contains(step.cell.number) { return .exercise(step) }
            if !step.isHidden { show(step) }
            let outcome = run(step, source: step.isExercise ? step.cell.solution : nil)
            guard case .ran = outcome else { return outcome }
            if step.waits || isAtEnd { return outcome }
        }
        return .atEnd
    }

    /// Runs the cells that come without waiting.
    ///
    /// - Returns: nil where the next cell waits.
    public func runAhead(show: (PlayerStep) -> Void = { _ in }) -> Outcome? {
        var last: Outcome?
        while let step = current, step.cell.options.step == .auto, !step.isExercise {
            show(step)
            let outcome = run(step)
            guard case .ran = outcome else { return outcome }
            last = outcome
        }
        return last
    }

    private func run(_ step: PlayerStep, source: String? = nil) -> Outcome {
        if step.cell.options.skipped != nil {
            skip()
            return .ran(step)
        }
        takeBackFailedTries()
        let sink = session.sink
        if !step.cell.options.showsOutput { session.sink = ProgressOnly(sink) }
        defer { session.sink = sink }
        for need in lesson.settings.needs + step.cell.options.needs {
            if let reason = SessionRunner.missing(need, in: session) { return .missing(step, reason) }
        }
        let cell = step.cell
        let name = "cell \(cell.number)" + (cell.options.label.map { " (\($0))" } ?? "")
        sources[name] = cell.identity(in: lesson.name)
        session.timeline.marksStep = true
        defer { session.timeline.marksStep = false }
        let count = session.timeline.entries.count
        do {
            try session.run(source ?? cell.source, name: name, echo: .last)
        } catch {
            let error = ScriptError(error)
            guard cell.options.mustFail || cell.options.mayFail, !error.isInterruption else {
                accept()
                return .failed(step, error)
            }
            session.sink.write(ErrorReport(error).message + "\n")
        }
        // A cell that can change nothing (`%who`) has no entry of its own.
        if session.timeline.entries.count == count { session.timeline.pass() }
        session.timeline.place += 1
        accept()
        return .ran(step)
    }

    /// Takes back tries of the next cell that failed or were stopped, so that it begins where it should: as
    /// far as nothing was typed after them, which may be the cure.
    private func takeBackFailedTries() {
        let tries = session.timeline.entries.reversed().prefix {
            isOwnStep($0) && $0.place == session.timeline.place && !$0.source.isEmpty
        }
        guard !tries.isEmpty else { return }
        // A state that is gone stays as it is: the cell then runs on top of it, as if it were typed.
        if (try? session.goBack(tries.count)) != nil { limitAccepted() }
    }

    /// Passes over the next cell.
    @discardableResult
    public func skip() -> PlayerStep? {
        guard let step = current else { return nil }
        let isPlain = accepted == session.timeline.entries.count
        session.timeline.pass()
        session.timeline.place += 1
        if isPlain { accept() }
        return step
    }

    /// Whether the next cell was tried, and failed or was stopped.
    public var hasFailedTry: Bool {
        guard let last = session.timeline.entries.last(where: isOwnStep) else {
            return false
        }
        return last.place == session.timeline.place && !last.source.isEmpty
    }

    /// Whether a step was passed over.
    public func wasSkipped(_ index: Int) -> Bool {
        session.timeline.entries.last { isOwnStep($0) && $0.place == index }?.source.isEmpty
            ?? false
    }

    /// Marks an exercise as answered by what was typed, and goes on.
    func finishExercise() {
        if let step = current { solved.insert(step.cell.number) }
        skip()
    }

    // MARK: Back

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
        (session.sink, session.ask) = (ProgressOnly(sink), nil)
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
            "ValueError", "the lesson has no cell '\(Words.visible(target))'" + near,
            details: labels.isEmpty ? [] : ["labels: " + labels.joined(separator: ", ")],
            hint: count == 0 ? nil : "goto 1 … goto \(count); outline lists the cells")
    }

    /// What was run to show the lesson belongs to no excursion.
    public func acceptPresent() {
        session.timeline.clear()
        accept()
    }

    // MARK: Going on where a journal ends

    /// Does again, silently, what a journal says, as far as it can be done again.
    ///
    /// - Returns: in words what is not as it was, or why it stopped before the end; nil where all of it was
    ///   done.
    /// - Throws: KeyboardInterrupt.
    public func resume(_ record: LessonJournal.Record) throws -> String? {
        (solved, solutionsShown) = (record.solved, record.shown)
        let (sink, ask) = (session.sink, session.ask)
        (session.sink, session.ask) = (ProgressOnly(sink), nil)
        defer {
            (session.sink, session.ask) = (sink, ask)
            accept()
        }
        var remark: String?
        for entry in record.entries {
            if entry.stopped == true {
                let what = entry.place.map { steps.indices.contains($0) ? steps[$0].cell.title : "a cell" }
                remark =
                    "\(what ?? "a line that you typed") was stopped by Ctrl-C then, and what it had done is "
                    + "missing now"
                continue
            }
            guard let place = entry.place else {
                do { try session.run(entry.source, echo: .all) } catch {
                    if ScriptError(error).isInterruption { throw error }
                }
                continue
            }
            guard place == self.place, let step = current else { return "the lesson has fewer cells now" }
            if entry.source.isEmpty {
                skip()
                continue
            }
            guard entry.source == step.cell.source || entry.source == step.cell.solution else {
                return "the lesson was changed at \(step.cell.title)"
            }
            let outcome = run(step, source: entry.source)
            if case .failed(_, let error) = outcome, error.isInterruption { throw error }
            if case .missing(_, let reason) = outcome {
                return "\(step.cell.title) needs something: \(reason)"
            }
        }
        return remark
    }

    // MARK: What was typed in between

    /// Takes back what was typed since the last cell of the lesson that ran.
    public func takeBackExcursions() throws {
        limitAccepted()
        if excursions > 0 { try session.goBack(excursions) }
    }

    /// How many cells were typed, or passed over, since the last one of the lesson that ran.
    public var excursions: Int { max(0, session.timeline.entries.count - accepted) }

    /// Entries up to which the person was told that what they typed makes a difference; the next time it goes
    /// on.
    private var told: Int?

    /// From here on what was typed belongs to the lesson.
    private func accept() { (accepted, told) = (session.timeline.entries.count, nil) }

    /// Entries that were taken back are not accepted any more.
    private func limitAccepted() { (accepted, told) = (min(accepted, session.timeline.entries.count), nil) }

    /// What the lines that were typed since the last step have changed of what the lesson uses; nil where
    /// nothing was typed, or where it was said already.
    private func differences() throws -> [[String]]? {
        limitAccepted()
        guard session.timeline.entries[accepted...].contains(where: { !$0.isStep }) else { return nil }
        guard let rows = try session.timeline.differences(since: accepted) else {
            return [["", "what was typed", "cannot be compared: the state before it was too large to keep"]]
        }
        if current?.isExercise == true { return nil }
        return rows.filter { row in
            let (kind, name) = (row[0], row[1])
            if name.isEmpty || kind.isEmpty { return true }
            guard names.contains(name) else { return false }
            // A new variable matters where it hides a name of the language; else the lesson makes its own.
            return kind != "new" || session.interpreter.builtins[name] != nil
        }
    }

    private static func names(in lesson: Lesson) -> Set<String> {
        var names: Set<String> = []
        for cell in lesson.cells {
            for source in [cell.source, cell.solution ?? ""] {
                // What cannot be parsed speaks of every word in it.
                guard case .complete(let program) = Parser.parse(source) else {
                    names.formUnion(
                        source.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init))
                    continue
                }
                program.forEachExpression { if case .name(let name) = $0.kind { names.insert(name) } }
            }
        }
        return names
    }

    // MARK: Messages

    /// Where a source that ran here stands in its file: what to add to its lines, and the file's name.
    public func place(of source: Source) -> (file: String, linesBefore: Int)? {
        guard let cell = sources[source.name] else { return nil }
        return cell.place
    }
}

/// Lets progress through, and nothing else.
private final class ProgressOnly: OutputSink {
    private let target: any OutputSink
    init(_ target: any OutputSink) { self.target = target }
    func write(_ text: String) {}
    func display(_ object: any ScriptObject) {}
    func progress(_ progress: Language.Progress?) { target.progress(progress) }
    func note(_ text: String) {}
}
