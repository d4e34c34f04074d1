import Foundation
import Lab
import Language
import Notebook
import Presentation

/// How a lesson is to be played.
struct PlayOptions {
    /// The label or number of the cell to begin with; those before run silently.
    var from: String?
    /// Seconds between cells, where the lesson goes on by itself.
    var pause: Double?
    /// Where the speaker's side goes.
    var notes: String?
    /// Fewer digits, and the screen cleared at each cell.
    var isPresented = false
    /// Whether how far one was the last time is forgotten.
    var forgets = false
    /// Whether how far one is is kept.
    var keepsProgress = false
    /// The seed that the person gave.
    var seed: UInt64?
}

/// Opens a lesson in a session: goes on where the person left it, or begins, and shows where.
struct LessonOpening {
    private let lesson: Lesson
    private let options: PlayOptions
    private let session: Session
    private let sink: any OutputSink
    private let terminal: Terminal

    init(
        _ lesson: Lesson, _ options: PlayOptions, session: Session, sink: any OutputSink, terminal: Terminal
    ) {
        (self.lesson, self.options, self.session) = (lesson, options, session)
        (self.sink, self.terminal) = (sink, terminal)
    }

    /// - Parameter ask: asks a question and gives the answer; nil where nobody answers.
    /// - Throws: ``UsageError`` for options that do not fit the lesson.
    func screen(ask: (String) -> String?) throws -> LessonScreen {
        let player = Player(lesson, in: session)
        if options.isPresented {
            try session.run("torch.set_printoptions(precision=2)", name: "present", echo: .none)
            player.acceptPresent()
        }
        let speaker = try options.notes.map(SpeakerScreen.init)
        let journal = try openJournal(player, ask)
        if let from = options.from {
            let index: Int
            do { index = try player.index(of: from) } catch {
                throw UsageError(
                    message: "--from: \(ScriptError(error).message)", hint: ScriptError(error).hint)
            }
            if index > player.place, let stopped = player.runSilently(to: index) {
                switch stopped {
                case .failed(let step, let error):
                    sink.note("\(step.cell.title) failed on the way: \(error.kind): \(error.message)")
                case .missing(let step, let reason): sink.note("\(step.cell.title) cannot run: \(reason)")
                default: break
                }
            }
        }
        return LessonScreen(
            player, sink: sink, terminal: terminal, journal: journal, speaker: speaker,
            isPresented: options.isPresented)
    }

    private func openJournal(_ player: Player, _ ask: (String) -> String?) throws -> LessonJournal? {
        guard options.keepsProgress,
            let path = LessonJournal.path(of: lesson.name, environment: ProcessInfo.processInfo.environment)
        else { return nil }
        let journal = LessonJournal(path: path)
        guard !options.forgets, options.from == nil else { return journal }
        let record = LessonJournal.read(path)
        let done = record.stepsDone
        guard done > 0 else { return journal }
        if let seed = options.seed, let kept = record.seed, seed != kept {
            sink.note("your progress belongs to the seed \(kept); with \(seed) the lesson starts over")
            return journal
        }
        let time = record.seconds < 0.5 ? "" : ", about \(Formatting.duration(record.seconds))"
        sink.note(
            "you were at cell \(min(done + 1, player.steps.count)) of \(player.steps.count) the last time;"
                + " what ran then runs again, without being shown\(time)")
        while true {
            guard let answer = ask("go on there? [Y/n] ")?.lowercased() else { throw Leave() }
            if ["n", "no"].contains(answer) { return journal }
            guard ["", "y", "yes"].contains(answer) else {
                sink.note("Enter or y goes on there, n begins at the first cell, Ctrl-D leaves")
                continue
            }
            if let seed = record.seed, seed != player.lesson.settings.seed { player.reseed(seed) }
            do {
                for remark in try player.resume(record) { sink.note("as far as it goes: \(remark)") }
            } catch {
                sink.note("stopped: the lesson is open at the cell that was reached")
            }
            return journal
        }
    }

    /// The person leaves at the question, and nothing has changed.
    struct Leave: Error {}
}
