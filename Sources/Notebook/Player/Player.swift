import Foundation
import Lab
import Language
import Presentation

/// Steps through a lesson in a session: runs its cells one by one, and goes back as if they had never run.
///
/// What the cells print goes to the session's sink. Prose, cells and the line that says where one is are
/// shown by whoever holds the player. The player's place in the lesson is a part of the session's timeline,
/// so that `%undo` and `%redo` move it too.
public final class Player {
    public private(set) var lesson: Lesson
    public let session: Session
    public let steps: [PlayerStep]
    /// Prose behind the last cell.
    public let epilogue: [String]
    /// Names that the lesson's cells speak of: what an excursion may not change without a word.
    let names: Set<String>
    /// The last entry of the timeline that was there before the lesson.
    private let start: Int
    /// Where a source that ran stands in the lesson's file.
    private var sources: [String: CellIdentity] = [:]
    /// Entries of the timeline behind which nothing is that the straight run would not have, or that the
    /// person was not told of.
    var accepted = 0
    /// Entries up to which the person was told that what they typed makes a
    /// difference, and what it is; the next time it goes on.
    var told: (entries: Int, rows: [[String]])?
    /// Names that the person has changed and gone on with, and before which entry of the timeline they were
    /// the lesson's still.
    var changed: [String: Int] = [:]
    /// The try of a cell on which the person was told that it runs on.
    private var toldTry: Int?
    /// How many hints were given, by the number of the exercise's cell.
    var hintsGiven: [Int: Int] = [:]
    /// Exercises whose solution was shown, and those that were answered.
    public internal(set) var solutionsShown: Set<Int> = []
    public internal(set) var solved: Set<Int> = []
    /// Names that a right answer has set since the last cell that ran, and the entry of the timeline before
    /// which they were as it set them: what is changed later is a change.
    var answered: [String: Int] = [:]

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
    func isOwnStep(_ entry: Timeline.Entry) -> Bool { entry.isStep && entry.id > start }

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
    /// - Parameters:
    ///   - show: is told of each step before it runs.
    ///   - tell: is told in words what is not as in a straight run, where nothing can be asked.
    public func next(
        show: (PlayerStep) -> Void = { _ in }, tell: (String) -> Void = { _ in }
    ) throws -> Outcome {
        guard !isAtEnd else { return .atEnd }
        if let told, told.entries == session.timeline.entries.count {
            noteChanges(told.rows)
            accept()
        }
        if let rows = try differences(), !rows.isEmpty {
            let entries = session.timeline.entries.count
            // What comes after a right answer is taken back without it.
            let answer = rows.allSatisfy { answered[$0[1]] != nil } ? answered.values.max() : nil
            let count = answer.map { entries - $0 - 1 } ?? excursions
            told = (entries, rows)
            return .differs(rows, excursions: count)
        }
        if let remark = try runsOnTry() { tell(remark) }
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

    func run(_ step: PlayerStep, source: String? = nil) -> Outcome {
        if step.cell.options.skipped != nil {
            skip()
            return .ran(step)
        }
        takeBackFailedTries()
        let sink = session.sink
        if !step.cell.options.showsOutput { session.sink = FilteredOutput(sink, passing: .withoutResults) }
        defer { session.sink = sink }
        for need in lesson.settings.needs + step.cell.options.needs {
            if let reason = SessionRunner.missing(need, in: session) { return .missing(step, reason) }
        }
        let cell = step.cell
        let identity = cell.identity(in: lesson.name)
        sources[identity.name] = identity
        session.timeline.marksStep = true
        defer { session.timeline.marksStep = false }
        let count = session.timeline.entries.count
        do {
            try session.run(source ?? cell.source, name: identity.name, echo: .last)
        } catch {
            let error = ScriptError(error)
            guard cell.options.mustFail || cell.options.mayFail, !error.isInterruption else {
                accept()
                return .failed(step, error)
            }
            session.sink.write(ErrorReport(error).message + "\n")
        }
        forgetChanges(of: source ?? cell.source)
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

    /// What the next cell finds that it would not find at first: a try of it failed or was stopped, and what
    /// was typed since is kept, since it may be the cure. Nil where there is no such thing, or where it was
    /// said.
    private func runsOnTry() throws -> String? {
        guard hasFailedTry, let last = session.timeline.entries.last, !isOwnStep(last),
            let step = current,
            let index = session.timeline.entries.lastIndex(where: isOwnStep),
            toldTry != session.timeline.entries[index].id
        else { return nil }
        let tried = session.timeline.entries[index]
        toldTry = tried.id
        guard let rows = try session.timeline.differences(since: index) else { return nil }
        let typed = session.timeline.entries[(index + 1)...].flatMap { ExerciseLines($0.source).lines }
        let own = typed.reduce(into: Set<String>()) { $0.formUnion($1.bound) }
        let left = rows.filter { $0[0] != "new" && !own.contains($0[1]) }
        guard !left.isEmpty else { return nil }
        let names = left.map { $0[0].isEmpty ? $0[1] : "\($0[1]) (\($0[2]))" }.joined(separator: ", ")
        return
            "\(step.cell.title) runs on what its \(tried.wasInterrupted ? "stopped" : "failed") try has left,"
            + " since you typed lines after it: \(names). back takes all of it back"
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
        let step = current
        if let step { solved.insert(step.cell.number) }
        skip()
        guard let solution = step?.cell.solution,
            case .complete(let program) = Parser.parse(solution, as: .cell)
        else { return }
        // The exercise that is passed over has an entry of its own.
        let entry = session.timeline.entries.count - 1
        for use in program.nameUses { for name in use.bound { answered[name] = entry } }
    }

    /// What was run to show the lesson belongs to no excursion.
    public func acceptPresent() {
        session.timeline.clear()
        accept()
    }

    // MARK: Messages

    /// Where a source that ran here stands in its file: what to add to its lines, and the file's name.
    public func place(of source: Source) -> (file: String, linesBefore: Int)? {
        guard let cell = sources[source.name] else { return nil }
        return cell.place
    }
}
