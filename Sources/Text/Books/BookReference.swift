import Foundation

/// What a person's argument to `load` means.
public enum BookReference: Equatable, Sendable {
    /// The tale that comes with the program.
    case builtIn
    /// A book of Project Gutenberg.
    case gutenberg(Int)
    case file(String)
    case url(String)

    /// Reads the argument: a name of the catalogue, a number, an address, a path. A name wins over a file of
    /// the same name in the current folder; write `./gulliver` for the file.
    ///
    /// - Throws: `TextError` with suggestions if it is none of these.
    public init(_ text: String) throws {
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !trimmed.isEmpty else {
            throw TextError(
                .value, "load needs the name of a book, its number, a path or an address", hint: Self.examples
            )
        }
        if trimmed.contains("://") {
            self = try Self.address(trimmed)
        } else if BookCatalog.plain(trimmed) == BookCatalog.builtIn && !trimmed.contains("/") {
            self = .builtIn
        } else if let number = Int(trimmed) {
            try self.init(number: number)
        } else if !trimmed.contains("/"), let book = BookCatalog.find(trimmed), !trimmed.hasSuffix(".txt") {
            self = .gutenberg(book.number)
        } else if Self.exists(trimmed) {
            self = .file(trimmed)
        } else if let number = Self.numberInFileName(trimmed), !trimmed.contains("/") {
            self = .gutenberg(number)
        } else if trimmed.lowercased().hasPrefix("gutenberg.org/")
            || trimmed.lowercased().hasPrefix("www.gutenberg.org/")
        {
            self = try Self.address("https://" + trimmed)
        } else {
            throw Self.unknown(trimmed)
        }
    }

    /// A book of Project Gutenberg by its number.
    ///
    /// - Throws: `TextError` for a number that no book has.
    public init(number: Int) throws {
        guard number > 0, number < 10_000_000 else {
            throw TextError(
                .value, "Project Gutenberg has no book \(number): its numbers begin at 1",
                hint: "Gulliver's Travels is load(829).")
        }
        self = .gutenberg(number)
    }

    // MARK: -

    static let examples =
        "load(\"gulliver\"), load(829), load(\"my-text.txt\") or load(\"voyage\")"

    private static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: (path as NSString).expandingTildeInPath)
    }

    private static func unknown(_ text: String) -> TextError {
        if text.contains("/") || text.hasPrefix("~") || text.hasSuffix(".txt") || text.hasSuffix(".md") {
            return TextError(
                .fileNotFound,
                "there is no file '\(text)'; paths are seen from \(FileManager.default.currentDirectoryPath)",
                hint: examples)
        }
        let shown = text.count > 60 ? String(text.prefix(57)) + "…" : text
        let near = BookCatalog.suggestions(for: text)
        let meant = near.isEmpty ? "" : ". Did you mean \(near.map { "'\($0)'" }.joined(separator: " or "))?"
        return TextError(
            .value, "there is no book '\(shown)' in the catalogue, and no file of that name" + meant,
            hint: near.first.map { "load(\"\($0)\")" } ?? examples)
    }

    /// `pg829.txt`, `829.txt`, `35-0.txt`: the number of the book.
    static func numberInFileName(_ name: String) -> Int? {
        let lower = name.lowercased()
        guard lower.hasSuffix(".txt") || lower.hasSuffix(".txt.utf-8") || lower.hasSuffix(".utf8") else {
            return nil
        }
        let digits = lower.drop { "pg".contains($0) }.prefix { $0.isASCII && $0.isNumber }
        guard let number = Int(digits), number > 0 else { return nil }
        let rest = lower.drop { "pg".contains($0) }.dropFirst(digits.count)
        let endings = [".txt", "-0.txt", "-8.txt", ".txt.utf-8", ".utf8", "-0.txt.utf-8"]
        return endings.contains(String(rest)) ? number : nil
    }

    /// An address; Project Gutenberg's in any form become the number of the book.
    private static func address(_ text: String) throws -> BookReference {
        let scheme = text.components(separatedBy: "://")[0].lowercased()
        guard scheme == "http" || scheme == "https" else {
            throw TextError(
                .value, "'\(scheme)' addresses are not read, only http and https",
                hint: scheme == "file" ? "For a file give its path, without file://." : "")
        }
        guard let url = URL(string: text), let host = url.host, !host.isEmpty else {
            throw TextError(.value, "'\(text)' is not a complete address")
        }
        if let number = gutenbergNumber(host: host.lowercased(), path: url.path) { return .gutenberg(number) }
        return .url(text)
    }

    /// The book's number in Gutenberg's addresses of plain texts and of book pages: `/ebooks/829`,
    /// `/ebooks/829.txt.utf-8`, `/cache/epub/829/pg829.txt`, `/files/35/35-0.txt`, `/dirs/8/2/829/829.txt`.
    static func gutenbergNumber(host: String, path: String) -> Int? {
        guard
            ["gutenberg.org", "gutenberg.net", "gutenberg.pglaf.org"].contains(where: {
                host == $0 || host.hasSuffix("." + $0)
            })
        else { return nil }
        let parts = path.split(separator: "/").map { $0.lowercased() }
        guard let last = parts.last else { return nil }
        if let number = numberInFileName(last) { return number }
        if parts.count == 2, ["ebooks", "etext", "files"].contains(parts[0]) { return Int(last) }
        if parts.count == 3, parts[0] == "cache", parts[1] == "epub" { return Int(last) }
        return nil
    }
}
