import Foundation
import Lab
import Language
import Notebook
import Presentation

/// `lagado play LESSON`: steps through a lesson.
struct PlayCommand: Command {
    static let name = "play"
    static let summary = "steps through a lesson (.md), a notebook (.ipynb) or a script (.py)"
    static let usage = """
        lagado play LESSON [--from CELL] [--auto [SECONDS]] [--notes TTY_OR_FILE] [--present]
                           [--seed N] [--forget]

        Shows the prose and the next cell, and waits. Enter runs the cell; anything else that is typed runs as
        at the prompt, and the lesson waits. The lesson's own words (each also with % before it):

        \(verbs)
          quit            Leaves; the next time the lesson offers to go on here.

          --from CELL     begins at a label or number; the cells before it run without being shown
          --auto SECONDS  goes on by itself, with that many seconds between cells (2 without a number)
          --notes PATH    shows notes, next cell, cost and clock on a second terminal (what tty prints
                          there) or in a file
          --present       fewer digits, and the screen cleared at each cell
          --seed N        seeds the random numbers with N, whatever the lesson says
          --forget        starts over, and forgets your progress

        Where standard input is not a terminal, its lines are taken as typed.
        """

    private static let verbs = LessonVerb.allCases.map {
        "  \(Columns.padded($0.usage, 15)) \($0.summary)"
    }.joined(separator: "\n")

    private let file: String
    private var options = PlayOptions()
    private let seed: UInt64?
    private let terminal: Terminal

    init(_ arguments: [String], _ terminal: Terminal) throws {
        // `--auto` stands alone, too.
        var arguments = arguments
        if let place = arguments.firstIndex(of: "--auto"),
            arguments.count == place + 1 || Double(arguments[place + 1]) == nil
        {
            if let word = arguments.dropFirst(place + 1).first, !word.hasPrefix("-"),
                !Commands.looksLikeFile(word)
            {
                throw UsageError(
                    message: "--auto wants seconds from 0 to 3600, not '\(word)'", hint: "--auto 5")
            }
            arguments[place] = "--auto=2"
        }
        let list = try ArgumentList(
            arguments, command: Self.name, flags: ["--present", "--forget"],
            valued: ["--from", "--auto", "--notes", "--seed"])
        guard list.operands.count == 1 else {
            throw UsageError(
                message: list.operands.isEmpty
                    ? "lagado play wants a lesson" : "lagado play takes one lesson",
                hint: "for example: lagado play tutorials/00-quick-tour.md")
        }
        file = list.operands[0]
        seed = try list.number("--seed")
        options.from = list.value("--from")
        options.notes = list.value("--notes")
        (options.isPresented, options.forgets) = (list.has("--present"), list.has("--forget"))
        if let text = list.value("--auto") {
            guard let pause = Double(text), pause >= 0, pause <= 3600 else {
                throw UsageError(
                    message: "--auto wants seconds from 0 to 3600, not '\(text)'", hint: "--auto 5")
            }
            options.pause = pause
        }
        self.terminal = terminal
    }

    func run() throws -> Int32 {
        let lesson: Lesson
        do { lesson = try Lesson.read(path: file) } catch {
            Streams.error.write("\(error)\n")
            return Program.Exit.usage
        }
        let configuration = Session.Configuration(seed: seed ?? lesson.settings.seed ?? 0)
        var options = options
        var played = lesson
        if let seed { played.settings.seed = seed }
        options.seed = seed
        if terminal.isInteractive {
            options.keepsProgress = true
            return try Prompt(terminal, configuration: configuration).run(played, options)
        }
        return try PipedLesson(terminal, configuration: configuration).run(played, options)
    }
}
