import Foundation
import Lab
import Language
import Notebook

/// `lagado run FILE…`: lessons with their prose, notebooks, scripts.
struct RunCommand: Command {
    static let name = "run"
    static let summary = "runs lessons (.md), notebooks (.ipynb) and scripts (.py)"
    static let usage = """
        lagado run FILE… [--keep-going] [--seed N]
        lagado [--seed N] FILE.py ARGUMENTS…

          --keep-going   goes on with the next cell and the next file after an error; at the end a
                         table says how many cells ran, which failed, and why
          --seed N       seeds the random numbers with N, whatever the lesson says

        A lesson is shown as it runs: its prose, each cell, what the cell prints. A script shows what it
        prints; without the word run, everything after its name is its own (sys.argv). Cells write files
        in the working folder only. Ends with 0, with 1 after an error, with 2 for a lesson that is broken,
        with 130 after Ctrl-C.
        """

    private let files: [String]
    private let keepGoing: Bool
    private let seed: UInt64?
    /// The words behind the name of a script, where they are its own.
    private var words: [String] = []
    private let terminal: Terminal

    init(_ arguments: [String], _ terminal: Terminal) throws {
        let list = try ArgumentList(
            arguments, command: Self.name, flags: ["--keep-going"], valued: ["--seed"])
        guard !list.operands.isEmpty else {
            throw UsageError(
                message: "lagado run wants a file", hint: "for example: lagado run tutorials/00-quick-tour.md"
            )
        }
        files = list.operands
        keepGoing = list.has("--keep-going")
        seed = try list.number("--seed")
        self.terminal = terminal
    }

    /// `lagado FILE …` without a command's name: what stands behind a script is the script's own, as with
    /// `python3`. Flags of Lagado stand before it.
    init(program arguments: [String], _ terminal: Terminal) throws {
        var place = 0
        while place < arguments.count, arguments[place].hasPrefix("-"), arguments[place] != "-" {
            place += arguments[place] == "--seed" ? 2 : 1
        }
        guard place < arguments.count, Lesson.format(of: arguments[place]) == .script else {
            try self.init(arguments, terminal)
            return
        }
        try self.init(Array(arguments[...place]), terminal)
        words = Array(arguments[(place + 1)...])
    }

    func run() throws -> Int32 {
        var code = Program.Exit.fine
        var tallies: [RunTally] = []
        for file in files {
            let (result, tally) = try runFile(file)
            code = max(code, result)
            tallies.append(tally)
            if code == Program.Exit.interrupted || (code != Program.Exit.fine && !keepGoing) { break }
        }
        if keepGoing {
            let text = tallies.map(\.text).joined(separator: "\n") + "\n"
            Streams.error.write(terminal.isErrorTerminal ? terminal.shown(text) : text)
        }
        return code
    }

    private func runFile(_ file: String) throws -> (code: Int32, tally: RunTally) {
        var tally = RunTally(file: file)
        let run = ScriptRun(terminal: terminal)
        do {
            switch Lesson.format(of: file) {
            case .markdown, .notebook:
                let lesson = try Lesson.read(path: file)
                return LessonShow(
                    lesson, program: run, keepGoing: keepGoing, seed: seed ?? lesson.settings.seed
                ).run()
            case .script:
                let source = try ScriptFile.read(file)
                let own = try Lesson.scriptSettings(source.text, name: file)
                let (code, error) = run.runProgram(
                    source.text, name: file, echo: .none, seed: seed ?? own.seed,
                    arguments: [file] + words, file: file)
                tally.add("the program", error)
                return (code, tally)
            }
        } catch let error as ScriptError {
            tally.add("the file", error)
            return (run.failed(error, run.sink()), tally)
        } catch let error as LessonError {
            Streams.error.write(terminal.shownOnError("\(error)") + "\n")
            tally.add("the file", ScriptError("ValueError", error.message))
            return (Program.Exit.usage, tally)
        }
    }
}
