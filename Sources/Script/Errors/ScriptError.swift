/// What a library's own error type says about itself, so that it reaches a person as one of the language's.
public protocol DescribedError: Error {
    /// The name of the exception: `ValueError`, `ShapeError`, …
    var kind: String { get }
    var message: String { get }
    /// Further lines, such as the shapes of the operands.
    var details: [String] { get }
    /// The one next thing to try.
    var hint: String? { get }
    /// How PyTorch words the same mistake, where it has other words for it.
    var pytorch: String? { get }
}

extension DescribedError {
    public var pytorch: String? { nil }
}

/// An error as a value: what, where, and one next thing.
public struct ScriptError: Error {
    /// A call of one of the person's own functions that the error passed through.
    public struct Frame {
        /// The function that was called.
        public let function: String
        /// Where the call stands.
        public let range: SourceRange
        public let source: Source
    }

    public var kind: String
    public var message: String
    public var details: [String]
    public var hint: String?
    /// How PyTorch words the same mistake, where it has other words for it.
    public var pytorch: String?
    public var range: SourceRange?
    public var source: Source?
    /// From the innermost call outwards.
    public var frames: [Frame] = []
    /// The keyword of the call that is at fault, so that the caret can stand under it.
    var offendingKeyword: String?
    /// The exception object, once a script has raised or caught it.
    public var exception: Instance?

    public init(
        _ kind: String, _ message: String, details: [String] = [], hint: String? = nil,
        range: SourceRange? = nil,
        source: Source? = nil
    ) {
        self.kind = kind
        self.message = message
        self.details = details
        self.hint = hint
        self.range = range
        self.source = source
    }

    /// Any Swift error as one of the language's.
    public init(_ error: any Error) {
        if let error = error as? ScriptError {
            self = error
        } else if let error = error as? any DescribedError {
            self.init(error.kind, error.message, details: error.details, hint: error.hint)
            pytorch = error.pytorch
        } else if error is CancellationError {
            self.init("KeyboardInterrupt", "interrupted")
        } else {
            self.init("RuntimeError", "\(error)")
        }
    }

    /// Whether the error ends the program whatever `except` says.
    public var isInterruption: Bool { kind == "KeyboardInterrupt" }

    /// The error with a place, if it has none yet.
    func located(_ range: SourceRange, _ source: Source) -> ScriptError {
        if self.range != nil { return self }
        var error = self
        error.range = range
        error.source = source
        return error
    }
}
