import Bindings
import Language
import Presentation

/// A line that begins with `%`, declared once: help, completion and the lists all come from this value.
///
/// Sendable: declared once, shared by all interpreters, and never changed afterwards.
public struct Magic: @unchecked Sendable {
    public let name: String
    /// One sentence.
    public let summary: String
    /// How it is typed: `%time STATEMENT`.
    public let usage: String
    public let example: String
    /// Whether it changes variables or random numbers, so that undo has to know.
    let changesSession: Bool
    let run: (Session, _ arguments: String, _ body: String?) throws -> Void

    init(
        _ name: String, _ summary: String, usage: String, example: String, changesSession: Bool = false,
        run: @escaping (Session, String, String?) throws -> Void
    ) {
        (self.name, self.summary, self.usage, self.example, self.changesSession, self.run) = (
            name, summary, usage, example, changesSession, run
        )
    }

    /// What `%name?` shows.
    public var page: String { "\(usage)\n  \(summary)\n\n  example   \(example)" }
}

/// Every magic.
public enum Magics {
    public static let all: [Magic] =
        VariableMagics.all + SnapshotMagics.all + TimeMagics.all + StepMagics.all + [CostMagic.cost]
        + FileMagics.all
        + SettingMagics.all + [LessonVerb.play] + LessonVerb.allCases.map(\.magic)

    /// Magics of IPython that notebooks carry and that have nothing to do here.
    static let ignored: Set<String> = [
        "matplotlib", "config", "load_ext", "reload_ext", "autoreload", "pylab", "pip", "conda", "autosave",
        "capture", "env", "cd", "pwd", "ls",
    ]

    /// Said once in a session, whatever IPython's lines in it are.
    static let remark =
        "lines for IPython and the shell (%matplotlib, !pip install …) are passed over: torch, numpy, "
        + "matplotlib and transformers are here already"

    /// Stands in a program for a line that begins with `%`, `!` or `?`.
    static let stub = Builtin(
        "__magic__", group: "session", summary: "Runs a magic line of the cell.",
        Parameter<Int>("index", "which one")
    ) { interpreter, index -> Value in
        try interpreter.session().run(magicLine: index)
        return .none
    }
}

extension Session {
    /// Runs a line that is no Python.
    func run(_ line: MagicLine) throws {
        switch line.kind {
        case .question(let query, let detailed): output.write(help(query, detailed: detailed) + "\n")
        case .shell: tellOnce(Magics.remark)
        case .answer:
            throw ScriptError(
                "SyntaxError",
                "'\(Formatting.visible(String(line.text.prefix(40))))' is an answer of IPython's, not a line "
                    + "to run",
                hint: "the lines after In [n]: alone")
        case .magic(let name, let arguments, let body):
            if let magic = Magics.all.first(where: { $0.name == name }) {
                return try magic.run(self, arguments, body)
            }
            if Magics.ignored.contains(name) {
                tellOnce(Magics.remark)
                if let body, name == "capture" { try runInside(body, shown: false) }
                return
            }
            let near =
                Suggestions.best(for: name, among: Magics.all.map(\.name)).map { ". Did you mean '%\($0)'?" }
                ?? ""
            throw ScriptError(
                "SyntaxError", "there is no magic '%\(name)'" + near,
                details: ["magics: " + Magics.all.map { "%" + $0.name }.joined(separator: " ")])
        }
    }

    /// Runs source as a part of the present cell, its last value shown.
    @discardableResult
    func runInside(_ source: String, name: String = "magic", shown: Bool = true) throws -> Value? {
        let outer = isInsideMagic
        isInsideMagic = true
        defer { isInsideMagic = outer }
        return try run(source, name: name, echo: shown ? .last : .none)
    }

    /// Source of a magic's argument; empty is an error that says how it is typed.
    static func required(_ arguments: String, _ magic: String, _ example: String) throws -> String {
        if arguments.isEmpty {
            throw ScriptError(
                "SyntaxError", "%\(magic) wants something after it", hint: "%\(magic) \(example)")
        }
        return arguments
    }
}
