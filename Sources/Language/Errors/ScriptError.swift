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
    /// The class that the error is an instance of, where it is shown under a name that says more.
    var exceptionClass: String? { get }
}

extension DescribedError {
    public var pytorch: String? { nil }
    public var exceptionClass: String? { nil }
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

        /// Whether it is an import statement that ran a file.
        public var isImport: Bool { function == "<module>" }
    }

    /// An error that came before this one, and how the two belong together.
    public struct Earlier {
        public let error: ScriptError
        /// What Python says between the two.
        public let sentence: String
    }

    /// The name that the error is shown under: `ValueError`, `ShapeError`, …
    public var kind: String
    /// The class that the error is an instance of for `except` and `type(e)`, where that is not `kind`: a
    /// ShapeError is the RuntimeError or the ValueError that PyTorch raises there.
    public var exceptionClass: String?
    public var message: String
    public var details: [String]
    public var hint: String?
    /// How PyTorch words the same mistake, where it has other words for it.
    public var pytorch: String?
    public var range: SourceRange?
    public var source: Source?
    /// From the innermost call outwards.
    public var frames: [Frame] = []
    /// The generator out of which the error has come, until it is known where it was resumed.
    var resumed: String?
    /// The keyword of the call that is at fault, so that the caret can stand under it.
    var offendingKeyword: String?
    /// The exception object, once a script has raised or caught it.
    public var exception: Instance?
    /// The errors that led to this one, the first of them first; known once the program has ended.
    public internal(set) var earlier: [Earlier] = []
    /// What `e.add_note(…)` added; known once the program has ended.
    public internal(set) var notes: [String] = []
    /// Whether a `raise` of the program made it.
    package var isRaised = false

    public init(
        _ kind: String, _ message: String, details: [String] = [], hint: String? = nil,
        range: SourceRange? = nil,
        source: Source? = nil, exceptionClass: String? = nil
    ) {
        self.kind = kind
        self.exceptionClass = exceptionClass
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
            self.init(
                error.kind, error.message, details: error.details, hint: error.hint,
                exceptionClass: error.exceptionClass)
            pytorch = error.pytorch
        } else if error is CancellationError {
            self.init("KeyboardInterrupt", "interrupted")
        } else {
            self.init("RuntimeError", "\(error)")
        }
    }

    /// The name under which the class of the error is kept.
    var classKind: String { exceptionClass ?? kind }

    /// What `type(e).__name__` gives in a program that catches the error.
    public var className: String { exception?.type.name ?? classKind }

    /// Whether `except kind` catches it, the kind being one that every program finds.
    func isInstance(of kind: String) -> Bool {
        exception?.type.isSubclass(of: ExceptionTypes.type(kind)) ?? (classKind == kind)
    }

    /// Whether the error is a Ctrl-C, and not a KeyboardInterrupt that the program raised.
    public var isInterruption: Bool { !isRaised && kind == "KeyboardInterrupt" }

    /// The error with other places: where it happened, the calls that led there, the errors before it.
    ///
    /// - Parameter change: gives the place that is to be told for one that is known.
    public func placed(
        _ change: (_ source: Source, _ range: SourceRange) -> (source: Source, range: SourceRange)
    ) -> ScriptError {
        var error = self
        if let source, let range { (error.source, error.range) = change(source, range) }
        error.frames = frames.map { frame in
            let (source, range) = change(frame.source, frame.range)
            return Frame(function: frame.function, range: range, source: source)
        }
        error.earlier = earlier.map { Earlier(error: $0.error.placed(change), sentence: $0.sentence) }
        return error
    }

    /// The error with a place, if it has none yet.
    func located(_ range: SourceRange, _ source: Source) -> ScriptError {
        if self.range != nil, resumed == nil { return self }
        // What the library is written in is no place to look for a mistake: the call that led there is.
        if source.isLibrary { return self }
        var error = self
        error.resumed = nil
        // A generator of the library has no place of its own: the call that led there is it, too.
        if let resumed, self.range != nil {
            error.frames.append(Frame(function: resumed, range: range, source: source))
            return error
        }
        error.range = range
        error.source = source
        return error
    }
}
