/// A word of the source.
public struct Token: Equatable {
    public enum Kind: Equatable {
        case name, keyword, number, string, symbol, newline, indent, dedent, end
        /// A whole line that is not Python; see `InteractiveLine`.
        case interactive
    }

    public let kind: Kind
    /// As written; empty for indentation and the end.
    public let text: String
    public let range: SourceRange

    package static let keywords: Set<String> = [
        "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def",
        "del",
        "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda",
        "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
    ]

    /// Keywords of what is not available here.
    static let unavailable: Set<String> = ["async", "await"]
}

/// Why a source ends too early to be a program.
enum Unfinished: Equatable {
    case bracket(Character, SourceRange)
    case tripleQuote(SourceRange)
    case continuation(SourceRange)
}
