/// How far a long command is.
public struct Progress {
    /// What is going on, such as "training".
    public var label: String
    public var completed: Int
    /// The whole, where it is known.
    public var total: Int?
    /// Units per second.
    public var rate: Double?
    public var secondsLeft: Double?
    /// Further columns, such as ("loss", "7.213").
    public var extras: [(name: String, text: String)]

    public init(
        label: String, completed: Int, total: Int? = nil, rate: Double? = nil, secondsLeft: Double? = nil,
        extras: [(name: String, text: String)] = []
    ) {
        self.label = label
        self.completed = completed
        self.total = total
        self.rate = rate
        self.secondsLeft = secondsLeft
        self.extras = extras
    }

    /// The finished part between 0 and 1, nil where the whole is unknown.
    public var fraction: Double? {
        guard let total, total > 0 else { return nil }
        return min(1, Double(completed) / Double(total))
    }
}

/// Where everything a program says goes: a terminal, a pipe, the checker of a lesson, a notebook.
public protocol OutputSink: AnyObject {
    /// Text as `print` writes it, with its own newlines.
    func write(_ text: String)
    /// Shows a thing that is more than text, such as a figure.
    func display(_ object: any ScriptObject)
    /// Moves the one progress line; nil takes it away.
    func progress(_ progress: Progress?)
    /// A remark that is not a result, such as what a command will cost.
    func note(_ text: String)
}

/// Keeps the text; for tests, captures and embedding.
public final class CapturedOutput: OutputSink {
    public private(set) var text = ""
    public private(set) var notes: [String] = []
    public private(set) var displayed: [any ScriptObject] = []

    public init() {}

    public func write(_ text: String) { self.text += text }
    public func display(_ object: any ScriptObject) { displayed.append(object) }
    public func progress(_ progress: Progress?) {}
    public func note(_ text: String) { notes.append(text) }
}
