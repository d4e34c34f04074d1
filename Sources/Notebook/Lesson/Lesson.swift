import Documents
import Foundation
import Language

/// A lesson, notebook or script as a list of parts, with the source it was read from.
public struct Lesson: Equatable, Sendable {
    public enum Format: String, Equatable, Sendable { case markdown, notebook, script }

    /// The name in messages, usually the path as the person gave it.
    public var name: String
    public var format: Format
    /// The file, byte for byte.
    public var source: [UInt8]
    public var settings: Settings
    public var parts: [Part]

    public init(name: String, format: Format, source: [UInt8], settings: Settings, parts: [Part]) {
        self.name = name
        self.format = format
        self.source = source
        self.settings = settings
        self.parts = parts
    }

    /// The cells in the order in which they run, without the prose between them.
    public var cells: [Cell] {
        parts.compactMap { if case .cell(let cell) = $0 { cell } else { nil } }
    }

    /// What the front matter says about the lesson as a whole.
    public struct Settings: Equatable, Sendable {
        /// The version of the format that the file was written for.
        public var format: Int
        /// The seed that random numbers start from; nil leaves them as they are.
        public var seed: UInt64?
        /// What every cell needs: `gulliver`, `gpt2`, `gpu`.
        public var needs: [Need]
        public var title: String?
        /// How long the lesson is planned to take, for the speaker's clock.
        public var minutes: Int?
        /// Whether cells are fences that name a language, as in jupytext's Markdown: ```` ```python ````.
        public var hasPlainCells = false

        public init(format: Int = 1, seed: UInt64? = nil, needs: [Need] = [], title: String? = nil) {
            self.format = format
            self.seed = seed
            self.needs = needs
            self.title = title
        }
    }
}

/// One part of a lesson, in the order of the file.
public enum Part: Equatable, Sendable {
    case prose(Prose)
    case note(Prose)
    case cell(Cell)
}

/// Text for people: Markdown between cells, or a note to the teacher without its comment marks.
public struct Prose: Equatable, Sendable {
    public var text: String
    /// The line of its first character, from 1.
    public var line: Int

    public init(text: String, line: Int) {
        self.text = text
        self.line = line
    }
}

/// Something that a lesson cannot do without.
public enum Need: String, Equatable, Hashable, Sendable, CaseIterable { case gulliver, gpt2, gpu }

/// One cell of code and what it is expected to print.
public struct Cell: Equatable, Sendable {
    public enum Kind: String, Equatable, Sendable {
        case code
        /// Assertions that are not shown.
        case check
    }

    public var kind: Kind
    /// The number of the cell in its lesson, from 1; a check has the number of the cell before it.
    public var number: Int
    public var source: String
    /// The line of the file on which the source begins, from 1.
    public var line: Int
    public var options: CellOptions
    /// What the `output` fence says; nil if none follows the cell.
    public var expected: ExpectedOutput?
    /// What a notebook has stored of the cell, pictures included; nil in any other file.
    public var stored: [CellOutput]?
    /// Where in the file, in bytes, an output fence belongs for which there is none yet.
    public var end: Int
    /// What goes with an exercise: hints from the faintest on, an answer, and answers that its check refuses.
    public var hints: [String] = []
    public var solution: String?
    public var wrong: [WrongAnswer] = []

    public init(
        kind: Kind = .code, number: Int, source: String, line: Int, options: CellOptions = CellOptions(),
        expected: ExpectedOutput? = nil, end: Int = 0, stored: [CellOutput]? = nil
    ) {
        self.kind = kind
        self.number = number
        self.source = source
        self.line = line
        self.options = options
        self.expected = expected
        self.end = end
        self.stored = stored
    }

    /// Whether the person fills in the cell: it has a blank, or says that it is an exercise.
    public var isExercise: Bool { options.tags.contains(.exercise) || hasBlank }

    /// Whether the source has a blank, `___`, outside texts and comments.
    public var hasBlank: Bool { Cell.hasBlank(source) }

    /// Whether a source has a blank, `___`, outside texts and comments.
    public static func hasBlank(_ source: String) -> Bool {
        guard source.contains("___"), case .complete(let program) = Parser.parse(source, as: .cell)
        else { return false }
        var isFound = false
        program.forEachExpression { if case .name("___") = $0.kind { isFound = true } }
        return isFound
    }

    /// What names the cell in messages: its label, or its number.
    public var title: String { options.label.map { "cell \(number) (\($0))" } ?? "cell \(number)" }
}

/// An answer to an exercise that its check has to refuse.
public struct WrongAnswer: Equatable, Sendable {
    public var source: String
    /// The line of the file on which it begins, from 1.
    public var line: Int

    public init(source: String, line: Int) { (self.source, self.line) = (source, line) }
}

/// The text that a cell is expected to print, and where it stands in the file.
public struct ExpectedOutput: Equatable, Sendable {
    /// The lines between the fences, joined by `\n`.
    public var text: String
    /// The line of the file on which the text begins, from 1.
    public var line: Int
    /// The bytes of the file between the two fences: what `--fix` replaces.
    public var range: Range<Int>
    /// The bytes of the whole fence, marks included.
    public var fence: Range<Int>
    /// Blanks before the marks, which every line of the text has too.
    public var indent: String
    /// Whether it is what a notebook has stored: `<int>` and `...` in it stand for themselves, and of an
    /// error that ended the cell it has the name alone.
    public var isStored = false
    /// Kinds of stored output that are not compared.
    public var leftOut: [String] = []

    /// What a notebook has stored.
    init(_ stored: StoredOutputs, _ text: String) {
        self.init(text: text, line: 1, range: 0..<0, fence: 0..<0)
        (isStored, leftOut) = (true, stored.leftOut)
    }

    public init(text: String, line: Int, range: Range<Int>, fence: Range<Int>, indent: String = "") {
        self.text = text
        self.line = line
        self.range = range
        self.fence = fence
        self.indent = indent
    }
}

/// The `:key: value` lines at the top of a cell.
public struct CellOptions: Equatable, Sendable {
    public enum Step: String, Equatable, Sendable, CaseIterable { case stop, auto, silent }
    public enum Output: String, Equatable, Sendable, CaseIterable {
        case compared
        /// Shown as an example: the cell runs and what it prints is not compared.
        case sample
    }
    public enum Tag: String, Equatable, Hashable, Sendable, CaseIterable {
        case exercise, hint, solution, hidden
        case hideInput = "hide-input", hideOutput = "hide-output", hideCell = "hide-cell"
        case removeInput = "remove-input", removeOutput = "remove-output", removeCell = "remove-cell"
        case raisesException = "raises-exception", skipExecution = "skip-execution"
        case nbvalSkip = "nbval-skip", nbvalRaisesException = "nbval-raises-exception"
        case nbvalIgnoreOutput = "nbval-ignore-output", nbvalCheckOutput = "nbval-check-output"
    }

    public var label: String?
    public var step: Step = .stop
    /// What the cell costs in words (`40s`, `2 GB`): told before it runs.
    public var cost: String?
    /// What `--fast` runs in place of the cell.
    public var fast: String?
    public var needs: [Need] = []
    /// True if the cell must fail, with the expected output as its message.
    public var mustFail = false
    /// How far a float may be from the expected one; nil: half a unit of its last written digit.
    public var tolerance: Double?
    public var output: Output = .compared
    public var tags: Set<Tag> = []
    /// Tags that are not known, as they are written.
    public var otherTags: [String] = []

    public init() {}
}
