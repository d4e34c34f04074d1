import Foundation
import Lab
import Language
import Notebook
import Presentation

/// A lesson that is open at a prompt: shows prose and cells, and does what the lesson's words say.
final class LessonScreen {
    let player: Player
    let sink: any OutputSink
    let terminal: Terminal
    private let speaker: SpeakerScreen?
    private let journal: LessonJournal?
    let isPresented: Bool
    private let started = Date()
    /// Seconds that cells took when they ran here, by number.
    var measured: [Int: Double] = [:]
    /// Whether the end was shown.
    var hasEnded = false
    /// The place of the lesson that is on the screen.
    var shownPlace = 0
    /// The number of the cell that is on the screen, waiting.
    var waiting: Int?

    /// Whether a cell of the lesson has failed, or a word of it.
    private(set) var hasFailed = false

    /// What came of a typed line.
    enum Answer {
        case handled
        /// A line of Python.
        case notMine
    }

    init(
        _ player: Player, sink: any OutputSink, terminal: Terminal, journal: LessonJournal? = nil,
        speaker: SpeakerScreen? = nil, isPresented: Bool = false
    ) {
        (self.player, self.sink, self.terminal) = (player, sink, terminal)
        (self.journal, self.speaker, self.isPresented) = (journal, speaker, isPresented)
    }

    // MARK: What is typed

    /// Does what a line says, if it is for the lesson. An empty line is `next`.
    func handle(_ line: String) -> Answer {
        if line.allSatisfy(\.isWhitespace) {
            perform(.next, "")
            return .handled
        }
        if player.current?.isExercise == true, Cell.hasBlank(line) {
            sink.note("there is still a blank: put your answer in the place of ___")
            return .handled
        }
        let variables = player.session.variables
        guard let (verb, argument) = LessonVerb.read(line, isVariable: { variables[$0] != nil }) else {
            if let (verb, _) = LessonVerb.read(line, isVariable: { _ in false }) {
                sink.note("'\(verb.rawValue)' is a variable of yours; %\(verb.rawValue) is for the lesson")
            }
            let given = player.runGivenLines(before: line)
            if !given.isEmpty { sink.note(Player.ran(given)) }
            return .notMine
        }
        perform(verb, argument)
        return .handled
    }

    /// Is told that a line of Python has run.
    func hasRunLine() {
        // %undo and %redo move the lesson, too.
        if player.place != shownPlace { showUpcoming() }
        note()
    }

    private func perform(_ verb: LessonVerb, _ argument: String) {
        do {
            try done(verb, argument)
        } catch {
            report(ScriptError(error))
        }
        note()
    }

    private func done(_ verb: LessonVerb, _ argument: String) throws {
        if !argument.isEmpty, !verb.takesArgument {
            throw ScriptError(
                "SyntaxError", "'\(verb.rawValue)' takes nothing after it",
                hint: "\(verb.rawValue), once for each cell")
        }
        switch verb {
        case .next:
            if isPresented, let step = player.current, step.cell.number == waiting {
                // The room sees the cell and its output together, and then what comes next.
                clearScreen()
                show(code(of: step))
            }
            tell(try player.next(show: showAgain, tell: sink.note))
        case .back:
            if let seconds = player.secondsToGoBack {
                sink.note(
                    "going back takes about \(Formatting.duration(seconds)): that state was too large to keep"
                )
            }
            guard try player.back() else { return sink.note("this is the beginning") }
            hasEnded = false
            sink.note("back: everything is as it was before this cell")
            showUpcoming()
        case .again:
            guard try player.back() else { return sink.note("no cell has run yet") }
            tell(try player.next(show: showAgain, tell: sink.note))
        case .skip:
            let wasTried = player.hasFailedTry
            guard let step = player.skip() else { return sink.note("this is the end") }
            sink.note(
                "\(step.cell.title) is passed over: "
                    + (wasTried
                        ? "what it had done stays, the rest is missing from here on"
                        : "what it makes is missing from here on"))
            showUpcoming()
        case .goto:
            guard !argument.isEmpty else {
                throw ScriptError("SyntaxError", "goto wants a label or the number of a cell", hint: "goto 3")
            }
            let index = try player.index(of: argument)
            if index > player.place { sink.note("the cells up to there run, without being shown") }
            if let stopped = try player.go(to: argument) { tell(stopped) } else { showUpcoming() }
        case .outline: sink.write(outline())
        case .notes:
            let notes = player.upcoming?.notes ?? []
            if notes.isEmpty { sink.note("there are no notes for this cell") }
            for note in notes { show(prose(note)) }
        case .hint:
            guard let step = player.current, step.isExercise else {
                return sink.note("no exercise is open here")
            }
            guard let hint = player.nextHint() else { return sink.note("this exercise has no hints") }
            show(prose(hint.text))
            let isLast = hint.number == hint.count
            sink.note(
                "hint \(hint.number) of \(hint.count)"
                    + (isLast ? ": the last one; solution shows the answer" : ""))
        case .check:
            if let step = player.current, step.isExercise, player.excursions == 0 {
                let blank = step.cell.hasBlank ? ", without the ___" : ""
                return sink.note("there is no answer yet: type the cell" + blank)
            }
            switch player.checkExercise(tell: sink.note) {
            case nil: sink.note("no exercise is open here")
            case .right?:
                sink.write("Right.\n")
                showUpcoming(isBelow: true)
            case .wrong(let answer)?:
                let width = terminal.isOutputTerminal ? max(20, min(terminal.size.width - 1, 110)) : .max
                sink.write(Columns.broken(answer, width).joined(separator: "\n") + "\n")
            }
        case .solution:
            guard let solution = player.showSolution() else {
                return sink.note(
                    player.current?.isExercise == true
                        ? "this exercise has no solution written down" : "no exercise is open here")
            }
            show(code(solution))
            sink.note("it is noted that the solution was shown; Enter runs it")
        case .auto: try goOnByItself(argument)
        case .lesson: showUpcoming()
        }
    }

    // MARK: Going on

    private func goOnByItself(_ argument: String) throws {
        guard let pause = argument.isEmpty ? 2 : Double(argument), pause >= 0, pause <= 3600 else {
            throw ScriptError(
                "ValueError", "auto wants seconds from 0 to 3600, not '\(argument)'", hint: "auto 5")
        }
        player.session.interruption.clear()
        while !player.isAtEnd {
            let end = Date().addingTimeInterval(pause)
            while Date() < end {
                if player.session.interruption.isRequested { return sink.note("stopped: Enter goes on") }
                usleep(20_000)
            }
            let outcome = try player.next(show: showAgain, tell: sink.note)
            tell(outcome)
            note()
            guard case .ran = outcome else { return }
        }
    }

    /// Runs all that is left without waiting, for a recording.
    func play(pause: Double) throws { try goOnByItself(String(pause)) }

    private func tell(_ outcome: Player.Outcome) {
        sink.settle()
        switch outcome {
        case .ran(let step):
            remember(step)
            if let reason = step.cell.options.skipped {
                sink.note("\(step.cell.title) is not run: \(reason)")
            }
            if step.cell.options.folded == "output" || step.cell.options.folded == "cell" {
                sink.note("(output folded away)")
            }
            if player.solutionsShown.contains(step.cell.number), step.isExercise {
                sink.note("\(step.cell.title): the solution")
            }
            if let ahead = player.runAhead(show: showAgain) { return tell(ahead) }
            sink.write("\n")
            showUpcoming(isBelow: true)
        case .failed(let step, let error):
            report(error)
            sink.note(
                error.isInterruption
                    ? "\(step.cell.title) was stopped: Enter runs it again from its beginning, "
                        + "back takes it back, skip goes on with what it has done"
                    : "\(step.cell.title) failed: Enter runs it again, "
                        + "back takes back what it did, skip goes on"
            )
        case .differs(let rows, let count):
            sink.write("What you typed has changed what the lesson uses:\n")
            let width = rows.map { Columns.width($0[1]) }.max() ?? 0
            for row in rows {
                let kind = row[0].isEmpty ? "" : row[0] + " "
                sink.write("  \(Columns.padded(row[1], width))  \(kind)\(row[2])\n")
            }
            sink.note(
                "%undo\(count == 1 ? "" : " \(count)") takes it back, so that the lesson's numbers come out;"
                    + " Enter goes on with it")
        case .exercise where player.excursions > 0:
            // An answer was typed: Enter has it looked at.
            perform(.check, "")
        case .exercise(let step):
            let hints = step.cell.hints.isEmpty ? "" : "hint, "
            sink.note(
                "this is an exercise: type the cell with your answer"
                    + (step.cell.hasBlank ? " in place of ___" : "")
                    + (terminal.isInteractive ? " (the up arrow brings it)" : "")
                    + ", then check. There is \(hints)solution, skip")
        case .missing(let step, let reason):
            sink.note("\(step.cell.title) cannot run: \(reason). skip passes over it")
        case .atEnd:
            if hasEnded {
                sink.note("this is the end of the lesson: back, goto and quit are left")
            } else {
                showEnd()
            }
        }
    }

    private func remember(_ step: PlayerStep) {
        if let last = player.session.timeline.entries.last, last.isStep {
            measured[step.cell.number] = last.seconds
        }
    }

    private func report(_ error: ScriptError) {
        hasFailed = true
        sink.tell(error: player.session.report(error))
    }

    /// Writes to the journal and to the speaker's screen how far the lesson is.
    func note() {
        if let reason = journal?.note(player) {
            sink.note("how far you are cannot be kept: \(reason). The lesson goes on without")
        }
        speaker?.show(player, elapsed: Date().timeIntervalSince(started), cost: cost(of: player.upcoming))
    }
}
