import Presentation

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
    /// What is counted, for the rate; `B` for bytes.
    public var unit = "step"
    /// Lines that stand above the line and renew themselves with it where they can: on a terminal. Nil for
    /// none.
    public var panel: ((RenderOptions) -> [String])?

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
        panel = nil
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
    /// Shows a thing that is more than text, such as a figure, in the form that suits the place.
    func display(_ forms: Forms)
    /// Moves the one progress line; nil takes it away.
    func progress(_ progress: Progress?)
    /// A remark that is not a result, such as what a command will cost.
    func note(_ text: String)
}

/// Keeps the text; for tests, captures and embedding.
public final class CapturedOutput: OutputSink {
    public private(set) var text = ""
    public private(set) var notes: [String] = []
    public private(set) var displayed: [Forms] = []

    public init() {}

    public func write(_ text: String) { self.text += text }
    public func display(_ forms: Forms) { displayed.append(forms) }
    public func progress(_ progress: Progress?) {}
    public func note(_ text: String) { notes.append(text) }
}

/// Lets a part of the output through to another sink, and nothing of the rest.
public final class FilteredOutput: OutputSink {
    /// What can come through.
    public struct Passing: OptionSet, Sendable {
        public let rawValue: UInt8
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// What a program prints, and what its values show.
        public static let results = Passing(rawValue: 1)
        public static let notes = Passing(rawValue: 2)
        public static let progress = Passing(rawValue: 4)
        public static let all: Passing = [.results, .notes, .progress]
        /// What a cell says whose output is not to be seen: remarks on it, and how far it is.
        public static let withoutResults: Passing = [.notes, .progress]
    }

    public let target: (any OutputSink)?
    public var passing: Passing

    /// - Parameter target: where what passes goes to; nil for output that nobody sees.
    public init(_ target: (any OutputSink)? = nil, passing: Passing = []) {
        (self.target, self.passing) = (target, passing)
    }

    /// Whether nobody sees any of it.
    public var isSilent: Bool { target == nil || passing.isEmpty }

    public func write(_ text: String) { if passing.contains(.results) { target?.write(text) } }
    public func display(_ forms: Forms) { if passing.contains(.results) { target?.display(forms) } }
    public func progress(_ progress: Progress?) {
        if passing.contains(.progress) { target?.progress(progress) }
    }
    public func note(_ text: String) { if passing.contains(.notes) { target?.note(text) } }
}
