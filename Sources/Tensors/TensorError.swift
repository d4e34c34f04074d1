/// What went wrong in a tensor operation: a kind named as Python names it, one sentence, the operands, one thing to try.
public struct TensorError: Error, Equatable, CustomStringConvertible {
    public enum Kind: String, Sendable {
        case shape = "ShapeError"
        case index = "IndexError"
        case type = "TypeError"
        case value = "ValueError"
        case runtime = "RuntimeError"
        case memory = "MemoryError"
        case notImplemented = "NotImplementedError"
    }

    public var kind: Kind
    public var message: String
    /// Operands and their shapes, one a line.
    public var details: [String]
    /// One sentence: what to do instead.
    public var hint: String?
    /// How PyTorch words the same mistake, where it has other words for it.
    public var pytorch: String?

    public init(_ kind: Kind, _ message: String, details: [String] = [], hint: String? = nil, pytorch: String? = nil) {
        (self.kind, self.message, self.details, self.hint, self.pytorch) = (kind, message, details, hint, pytorch)
    }

    /// The name of the exception that the error is in a program.
    public var exceptionName: String { kind.rawValue }

    public var description: String {
        ([kind.rawValue + ": " + message] + details.map { "  " + $0 } + (hint.map { ["  try: " + $0] } ?? []))
            .joined(separator: "\n")
    }

    static func shape(_ message: String, _ details: String..., hint: String? = nil, pytorch: String? = nil) -> TensorError {
        TensorError(.shape, message, details: details, hint: hint, pytorch: pytorch)
    }

    static func value(_ message: String, hint: String? = nil) -> TensorError {
        TensorError(.value, message, hint: hint)
    }
}
