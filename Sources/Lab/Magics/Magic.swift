import Language
import Presentation

/// A line that begins with `%`, declared once: parsing of its arguments, errors, help, completion and the
/// lists all come from this value.
///
/// Sendable: declared once, shared by all sessions, and never changed afterwards.
public struct Magic: @unchecked Sendable {
    /// What a magic is about, which decides whether a session that is carried away has the line.
    enum Subject {
        /// The program: it stays.
        case program
        /// The session as it is: a question, a list, a file.
        case session
        /// Going back and forth: it stays where what it took back stays.
        case time
    }

    /// What help, completion and error texts say about one argument.
    public struct Parameter {
        /// As it stands in the line: `FILE`, `--all`, `-n TIMES`.
        public let form: String
        public let help: String
        public let isOptional: Bool
        let kind: Kind
        let completion: Completion

        enum Kind {
            case plain
            /// Python, to the end of the line, or below `%%name`.
            case code
            /// A word such as `--all`; before what else there is, or behind it where that is no Python.
            case flag
            /// A word such as `-n` with a number behind it.
            case option(ClosedRange<Int>)
        }

        /// What Tab offers for it.
        enum Completion {
            case nothing, code, files, variables, types, snapshots
            case words([String])
        }

        /// Whether it is told by its place, and not by a word of its own.
        var isPositional: Bool {
            switch kind {
            case .plain, .code: true
            case .flag, .option: false
            }
        }

        /// `-n` of `-n TIMES`.
        var word: String { String(form.prefix { $0 != " " }) }

        /// As usage has it: `[N]`.
        var usage: String { isOptional ? "[\(form)]" : form }
    }

    public let name: String
    /// One sentence.
    public let summary: String
    public let parameters: [Parameter]
    public let example: String
    /// Whether it changes variables or random numbers, so that undo has to know.
    let changesSession: Bool
    let subject: Subject
    let run: (Session, inout MagicArguments) throws -> Void

    /// The raw form, which reads its arguments itself.
    init(
        _ name: String, _ summary: String, raw parameters: [Parameter], example: String,
        changesSession: Bool = false, subject: Subject = .program,
        run: @escaping (Session, inout MagicArguments) throws -> Void
    ) {
        (self.name, self.summary, self.parameters, self.example) = (name, summary, parameters, example)
        (self.changesSession, self.subject, self.run) = (changesSession, subject, run)
    }

    init<A>(
        _ name: String, _ summary: String, _ a: MagicParameter<A>, example: String,
        changesSession: Bool = false, subject: Subject = .program,
        run: @escaping (Session, A) throws -> Void
    ) {
        self.init(
            name, summary, raw: [a.information], example: example, changesSession: changesSession,
            subject: subject
        ) { session, arguments in
            let a = try a.read(&arguments)
            try arguments.finish()
            try run(session, a)
        }
    }

    init<A, B>(
        _ name: String, _ summary: String, _ a: MagicParameter<A>, _ b: MagicParameter<B>, example: String,
        changesSession: Bool = false, subject: Subject = .program,
        run: @escaping (Session, A, B) throws -> Void
    ) {
        self.init(
            name, summary, raw: [a.information, b.information], example: example,
            changesSession: changesSession, subject: subject
        ) { session, arguments in
            let (a, b) = (try a.read(&arguments), try b.read(&arguments))
            try arguments.finish()
            try run(session, a, b)
        }
    }

    init<A, B, C>(
        _ name: String, _ summary: String, _ a: MagicParameter<A>, _ b: MagicParameter<B>,
        _ c: MagicParameter<C>, example: String, changesSession: Bool = false, subject: Subject = .program,
        run: @escaping (Session, A, B, C) throws -> Void
    ) {
        self.init(
            name, summary, raw: [a.information, b.information, c.information], example: example,
            changesSession: changesSession, subject: subject
        ) { session, arguments in
            let (a, b, c) = (try a.read(&arguments), try b.read(&arguments), try c.read(&arguments))
            try arguments.finish()
            try run(session, a, b, c)
        }
    }

    /// How it is typed: `%timeit [-n TIMES] STATEMENT`.
    public var usage: String { (["%" + name] + parameters.map(\.usage)).joined(separator: " ") }

    /// Whether `%%name` takes the rest of the cell.
    var takesBody: Bool {
        parameters.contains { if case .code = $0.kind { true } else { false } }
    }

    /// What `%name?` shows.
    public var page: String {
        var lines = [usage, "  " + summary, ""]
        if !parameters.isEmpty {
            let width = parameters.map(\.form.count).max() ?? 0
            lines += parameters.map { "  " + Columns.padded($0.form, width) + "  " + $0.help } + [""]
        }
        return (lines + ["  example   \(example)"]).joined(separator: "\n")
    }
}

/// Every magic.
public enum Magics {
    public static let all: [Magic] =
        VariableMagics.all + SnapshotMagics.all + TimeMagics.all + StepMagics.all + [CostMagic.cost]
        + FileMagics.all
        + SettingMagics.all + [LessonVerb.play] + LessonVerb.allCases.map(\.magic)

    private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

    static func named(_ name: String) -> Magic? { byName[name] }

    /// Magics of IPython that notebooks carry and that have nothing to do here.
    static let ignored: Set<String> = [
        "matplotlib", "config", "load_ext", "reload_ext", "autoreload", "pylab", "pip", "conda", "autosave",
        "capture", "env", "cd", "pwd", "ls",
    ]

    /// Said once in a session, whatever IPython's lines in it are.
    static let remark =
        "lines for IPython and the shell (%matplotlib, !pip install …) are passed over: torch, numpy, "
        + "matplotlib and transformers are here already"
}

extension Session {
    /// Runs a line that is not Python.
    func run(_ line: InteractiveLine, in source: Source) throws {
        switch line.kind {
        case .question(let query, let isDetailed): output.write(help(query, detailed: isDetailed) + "\n")
        case .shell: tellOnce(Magics.remark)
        case .answer:
            let text = source.text(line.range)
            throw ScriptError(
                "SyntaxError",
                "'\(Formatting.visible(String(text.prefix(40))))' "
                    + "is an answer of IPython's, not a line to run",
                hint: "the lines after In [n]: alone")
        case .magic(let name, let range, let body):
            if let magic = Magics.named(name) {
                var arguments = try MagicArguments(magic, source, range, body: body)
                return try magic.run(self, &arguments)
            }
            if Magics.ignored.contains(name) {
                tellOnce(Magics.remark)
                if let body, name == "capture" { try runInside(MagicCode(source, body), shown: false) }
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

    /// Runs Python of a magic as a part of the present cell, its last value shown.
    @discardableResult
    func runInside(_ code: MagicCode, shown: Bool = true) throws -> Value? {
        try runInside(ParsedCell(code), shown: shown)
    }

    @discardableResult
    func runInside(_ cell: ParsedCell, shown: Bool) throws -> Value? {
        let outer = isInsideMagic
        (isInsideMagic, magicDepth) = (true, magicDepth + 1)
        defer { (isInsideMagic, magicDepth) = (outer, magicDepth - 1) }
        guard magicDepth <= Limits.nesting else {
            throw ScriptError(
                "RecursionError", "more than \(Limits.nesting) magics inside one another",
                hint: "one for the line, or for the lines below it")
        }
        return try run(named: cell, echo: shown ? .last : .none)
    }
}
