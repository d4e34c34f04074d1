import Foundation

/// What went wrong with a book, a tokenizer, a split or a sampler: one sentence, and what to do about it.
///
/// Every error of this module that a person's input can cause is one of these; `kind` says which exception of
/// the language it corresponds to.
public struct TextError: Error, Equatable, Sendable, CustomStringConvertible, LocalizedError {
    /// The exception of Python that the same mistake would raise.
    public enum Kind: String, Sendable {
        case value = "ValueError"
        case index = "IndexError"
        case fileNotFound = "FileNotFoundError"
        case isDirectory = "IsADirectoryError"
        case notDirectory = "NotADirectoryError"
        case exists = "FileExistsError"
        case permission = "PermissionError"
        case unicode = "UnicodeDecodeError"
        case system = "OSError"
        case connection = "ConnectionError"
    }

    /// What Python calls such an error.
    public let kind: Kind

    /// What is wrong, naming both sides. It may have several lines.
    public let message: String

    /// One sentence: what to do. Empty where the message says it all.
    public let hint: String

    /// An error of that kind, in two sentences at the most.
    public init(_ kind: Kind, _ message: String, hint: String = "") {
        self.kind = kind
        self.message = message
        self.hint = hint
    }

    /// The name of the exception that the error is in a program.
    public var exceptionName: String { kind.rawValue }

    /// What to do, nil where the message says it all.
    public var advice: String? { hint.isEmpty ? nil : hint }

    public var description: String { hint.isEmpty ? message : "\(message)\n  \(hint)" }
    public var errorDescription: String? { description }
}
