/// What went wrong in a tensor operation: a kind named as Python names it, one sentence, the operands, one
/// thing to try.
public struct TensorError: Error, Equatable, CustomStringConvertible {
    /// What kind of mistake it is, by the name of Python's or PyTorch's exception.
    public enum Kind: String, Sendable {
        case shape = "ShapeError"
        case index = "IndexError"
        case type = "TypeError"
        case value = "ValueError"
        case runtime = "RuntimeError"
        case memory = "MemoryError"
        case deviceMemory = "OutOfMemoryError"
        case zeroDivision = "ZeroDivisionError"
        case notImplemented = "NotImplementedError"
        case assertion = "AssertionError"
        case key = "KeyError"
        case linearAlgebra = "LinAlgError"
    }

    /// The name that the error is shown under.
    public var kind: Kind
    /// The class that PyTorch raises in its place, where it is not the one of that name.
    public var raisedAs: Kind?
    /// What went wrong, in one sentence.
    public var message: String
    /// Operands and their shapes, one a line.
    public var details: [String]
    /// One sentence: what to do instead.
    public var hint: String?
    /// How PyTorch words the same mistake, where it has other words for it.
    public var pytorch: String?

    /// - Parameter raisedAs: the class that PyTorch raises in its place. Left out, it is that of `kind`; a
    ///   ShapeError, an error about memory and a division by zero are RuntimeErrors there.
    public init(
        _ kind: Kind, _ message: String, details: [String] = [], hint: String? = nil, pytorch: String? = nil,
        raisedAs: Kind? = nil
    ) {
        (self.kind, self.message, self.details, self.hint, self.pytorch) = (
            kind, message, details, hint, pytorch
        )
        self.raisedAs = raisedAs
    }

    /// The name of the exception that the error is in a program.
    public var exceptionName: String { kind.rawValue }

    /// The class that the error is an instance of in a program, where it is not the one of its name.
    public var exceptionClass: String? {
        if let raisedAs { return raisedAs.rawValue }
        switch kind {
        case .shape, .memory, .zeroDivision: return Kind.runtime.rawValue
        default: return nil
        }
    }

    public var description: String {
        ([kind.rawValue + ": " + message] + details.map { "  " + $0 } + (hint.map { ["  try: " + $0] } ?? []))
            .joined(separator: "\n")
    }

    static func shape(
        _ message: String, _ details: String..., hint: String? = nil, pytorch: String? = nil,
        raisedAs: Kind? = nil
    ) -> TensorError {
        TensorError(.shape, message, details: details, hint: hint, pytorch: pytorch, raisedAs: raisedAs)
    }

    static func value(_ message: String, hint: String? = nil) -> TensorError {
        TensorError(.value, message, hint: hint)
    }
}
