import Presentation

/// A text, and where it came from.
public struct Book: Equatable, Sendable {
    /// Where a text was found.
    public enum Origin: Equatable, Sendable {
        /// It comes with the program.
        case builtIn
        /// A file that an earlier download left.
        case cache(String)
        /// A file in one of the folders of `LAGADO_DATA`.
        case data(String)
        /// Downloaded just now from this address.
        case download(String)
        /// A file of the person's own.
        case file(String)
    }

    /// `Gulliver's Travels`, `Gutenberg 4711`, or the name of the file.
    public let title: String
    /// The text as it is in the file: nothing cleaned, CRLFs kept.
    public let text: String
    /// Where it was found.
    public let origin: Origin
    /// What a person should know, though the book is there: that it could not be kept, for example.
    public let warnings: [String]

    /// One line: what was loaded from where.
    public var summary: String {
        let place =
            switch origin {
            case .builtIn: "comes with Lagado"
            case .cache(let path): "from the cache, \(path)"
            case .data(let path): "from LAGADO_DATA, \(path)"
            case .download(let url): "downloaded from \(url)"
            case .file(let path): "from \(path)"
            }
        return "\(title): \(Formatting.grouped(text.utf8.count)) bytes, \(place)"
    }
}
