import Presentation

/// Prose, cells and what the cells gave, as something that is carried away:
/// a notebook, a lesson, a page, a program.
///
/// A lesson and a session both turn into one of these; each writer is an extension in a file of its own.
public struct Document: Equatable, Sendable {
    public var settings: Settings
    public var kernel: Kernel
    public var blocks: [Block]
    /// Where the pictures lie that the prose names, and which a page takes in; nil where there are none.
    public var folder: String?

    public init(settings: Settings = Settings(), kernel: Kernel = .lagado, blocks: [Block] = []) {
        self.settings = settings
        self.kernel = kernel
        self.blocks = blocks
    }

    /// What is said about the document as a whole.
    public struct Settings: Equatable, Sendable {
        public var title: String?
        /// How long it is planned to take.
        public var minutes: Int?
        /// The seed that random numbers start from.
        public var seed: UInt64?
        /// What every cell needs, such as `gulliver`.
        public var needs: [String]

        public init(title: String? = nil, minutes: Int? = nil, seed: UInt64? = nil, needs: [String] = []) {
            self.title = title
            self.minutes = minutes
            self.seed = seed
            self.needs = needs
        }
    }

    /// The language in which the cells are written.
    public enum Kernel: Equatable, Sendable { case lagado, python }

    public enum Block: Equatable, Sendable {
        /// Markdown.
        case prose(String)
        /// Words for the teacher, which a reader does not see.
        case note(String)
        case cell(Code)
    }

    /// The `:name: value` lines of a cell.
    public struct Option: Equatable, Sendable {
        public var name: String
        public var value: String

        public init(_ name: String, _ value: String) { (self.name, self.value) = (name, value) }
    }

    /// A fence that follows the cell of an exercise.
    public struct Answer: Equatable, Sendable {
        public enum Kind: String, Equatable, Sendable {
            case hint, solution
            /// An answer that the check refuses.
            case wrong
        }

        public var kind: Kind
        public var text: String

        public init(_ kind: Kind, _ text: String) { (self.kind, self.text) = (kind, text) }
    }

    /// A cell.
    public struct Code: Equatable, Sendable {
        /// The number that a prompt shows; nil where the cell has not run.
        public var number: Int?
        public var source: String
        public var options: [Option]
        public var tags: [String]
        /// True for assertions that are not shown.
        public var isCheck: Bool
        /// What it gave, in order; nil where nothing is known of it.
        public var outputs: [CellOutput]?
        /// What goes with an exercise, in order.
        public var answers: [Answer]

        public init(
            number: Int? = nil, source: String, options: [Option] = [], tags: [String] = [],
            isCheck: Bool = false, outputs: [CellOutput]? = nil, answers: [Answer] = []
        ) {
            self.number = number
            self.source = source
            self.options = options
            self.tags = tags
            self.isCheck = isCheck
            self.outputs = outputs
            self.answers = answers
        }

        /// Whether an error ended it.
        public var failed: Bool {
            outputs?.contains { if case .error = $0 { true } else { false } } ?? false
        }
    }

    /// What the `lagado` key of a notebook or lesson says.
    var own: [(name: String, value: String)] {
        var list = [(name: "format", value: "1")]
        if let minutes = settings.minutes { list.append(("minutes", String(minutes))) }
        if let seed = settings.seed { list.append(("seed", String(seed))) }
        if !settings.needs.isEmpty { list.append(("needs", "[\(settings.needs.joined(separator: ", "))]")) }
        return list
    }

    public var cells: [Code] {
        blocks.compactMap { if case .cell(let cell) = $0 { cell } else { nil } }
    }

    /// The document with the exercises answered: what runs from end to end has no blanks.
    public var answered: Document {
        var document = self
        document.blocks = blocks.map { block in
            guard case .cell(var cell) = block,
                let solution = cell.answers.first(where: { $0.kind == .solution })
            else { return block }
            (cell.source, cell.answers) = (solution.text, [])
            return .cell(cell)
        }
        return document
    }

    /// The document without the cells that an error ended.
    public var withoutErrors: Document {
        var document = self
        document.blocks.removeAll { if case .cell(let cell) = $0 { cell.failed } else { false } }
        return document
    }
}

/// What a cell gave.
public enum CellOutput: Equatable, Sendable {
    /// What was printed, the value of the cell included.
    case text(String)
    /// A thing that is more than text, such as a figure.
    case shown(Forms)
    case error(kind: String, message: String)

    /// It as text; nil for what has none, such as a picture that a notebook has stored.
    public var plain: String? {
        switch self {
        case .text(let text): text
        case .shown(let forms): forms.text()
        case .error(_, let message): message
        }
    }
}

/// The formats in which a document is written, by the endings of their files.
public enum DocumentFormat: String, CaseIterable, Sendable {
    case notebook = "ipynb"
    case lesson = "md"
    case page = "html"
    case program = "py"
}

extension Document {
    /// The bytes of a file.
    ///
    /// A notebook has all forms of what was shown, figures as SVG and as PNG. Where no PNG
    /// can be drawn it goes without, and the remark says why.
    public func bytes(_ format: DocumentFormat) -> (bytes: [UInt8], remark: String?) {
        switch format {
        case .notebook:
            do { return (Array(try notebook(withPNG: true).utf8), nil) } catch {
                let text = (try? notebook(withPNG: false)) ?? ""
                return (Array(text.utf8), "the figures are in the notebook as SVG only: \(error)")
            }
        case .page: return (Array(page.utf8), nil)
        case .lesson: return (Array(lesson.utf8), nil)
        case .program: return (Array(program.utf8), nil)
        }
    }

    /// Text between fences that are longer than any row of backticks in it.
    static func fenced(_ info: String, _ text: String) -> String {
        var (longest, present) = (2, 0)
        for character in text.utf8 {
            present = character == UInt8(ascii: "`") ? present + 1 : 0
            longest = max(longest, present)
        }
        let fence = String(repeating: "`", count: longest + 1)
        return "\(fence)\(info)\n\(text)\(text.isEmpty || text.hasSuffix("\n") ? "" : "\n")\(fence)\n"
    }

    /// The fences that follow the cell of an exercise.
    static func fences(_ answers: [Answer]) -> String {
        answers.map { fenced($0.kind.rawValue, $0.text) }.joined(separator: "\n")
    }

    /// What cells gave, as a lesson has it.
    static func plain(_ outputs: [CellOutput]) -> String {
        outputs.reduce(into: "") { text, output in
            switch output {
            case .text(let words): text += words
            case .shown, .error:
                guard let words = output.plain else { return }
                if !text.isEmpty, !text.hasSuffix("\n") { text += "\n" }
                text += words
            }
        }
    }
}
