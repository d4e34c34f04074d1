/// A piece of prose as a renderer walks through it: headings, paragraphs, lists, tables, one below the other.
public indirect enum ProseBlock: Equatable, Sendable {
    case heading(level: Int, [Inline])
    case paragraph([Inline])
    /// - Parameter language: what is written behind the fence, such as `python`; nil if nothing is.
    case code(language: String?, text: String)
    /// A formula on lines of its own, in LaTeX and without its dollars.
    case formula(String)
    case list(BlockList)
    case quote([ProseBlock])
    /// A remark that stands apart: MyST's `{note}`, GitHub's `> [!NOTE]`.
    case admonition(title: [Inline], [ProseBlock])
    /// What belongs to the line above it: a definition, a caption.
    case indented([ProseBlock])
    case table(BlockTable)
    case rule
}

/// An ordered or unordered list.
public struct BlockList: Equatable, Sendable {
    public struct Item: Equatable, Sendable {
        public var blocks: [ProseBlock]
        /// Whether the box of a task is ticked; nil if the item is no task.
        public var isDone: Bool?
    }

    /// The number of the first item; nil if the items have no numbers.
    public var start: Int?
    public var items: [Item]
    /// True if the items are paragraphs of their own, with a line between them.
    public var isLoose = false
}

/// Rows of cells. Rows may differ in length.
public struct BlockTable: Equatable, Sendable {
    public enum Alignment: Equatable, Sendable { case left, centre, right }

    public struct Cell: Equatable, Sendable {
        public var blocks: [ProseBlock]
        public var alignment: Alignment = .left
        /// How many columns the cell takes, from 1.
        public var span = 1
    }

    /// The rows above the line.
    public var header: [[Cell]]
    public var rows: [[Cell]]
}

/// A part of a line.
public enum Inline: Equatable, Sendable {
    case text(String, Traits)
    case code(String, Traits)
    /// A formula in LaTeX, without its dollars.
    case formula(String, Traits)
    case image(description: String, source: String)
    /// The words of a link end here, and they do not say where it leads.
    case address(String)
    case lineBreak

    /// How words are set.
    public struct Traits: OptionSet, Equatable, Hashable, Sendable {
        public let rawValue: UInt16
        public init(rawValue: UInt16) { self.rawValue = rawValue }

        public static let emphasis = Traits(rawValue: 1)
        public static let strong = Traits(rawValue: 2)
        public static let struck = Traits(rawValue: 4)
        public static let underlined = Traits(rawValue: 8)
        public static let link = Traits(rawValue: 16)
        public static let raised = Traits(rawValue: 32)
        public static let lowered = Traits(rawValue: 64)
    }

    /// The words alone.
    public var words: String {
        switch self {
        case .text(let text, _), .code(let text, _), .formula(let text, _): text
        case .image(let description, _): description
        case .address: ""
        case .lineBreak: "\n"
        }
    }
}
