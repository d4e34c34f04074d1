import Foundation

/// A book that can be asked for by name; any other book of Project Gutenberg by its number.
public struct CatalogEntry: Equatable, Sendable {
    /// Project Gutenberg's number.
    public let number: Int
    /// As on the title page.
    public let title: String
    /// First name first.
    public let author: String
    /// The short name to type: `gulliver`.
    public let name: String
    /// Other names under which it is found.
    let aliases: [String]

    init(_ number: Int, _ name: String, _ title: String, _ author: String, _ aliases: [String] = []) {
        self.number = number
        self.name = name
        self.title = title
        self.author = author
        self.aliases = aliases
    }
}

/// The books that have names.
public enum BookCatalog {
    /// In the order in which they are listed.
    public static let books: [CatalogEntry] = [
        CatalogEntry(829, "gulliver", "Gulliver's Travels", "Jonathan Swift"),
        CatalogEntry(
            11, "alice", "Alice's Adventures in Wonderland", "Lewis Carroll",
            ["alice in wonderland", "wonderland"]),
        CatalogEntry(35, "time machine", "The Time Machine", "H. G. Wells"),
        CatalogEntry(84, "frankenstein", "Frankenstein; Or, The Modern Prometheus", "Mary Shelley"),
        CatalogEntry(2701, "moby dick", "Moby-Dick; or, The Whale", "Herman Melville", ["the whale"]),
        CatalogEntry(1342, "pride and prejudice", "Pride and Prejudice", "Jane Austen", ["pride"]),
        CatalogEntry(98, "two cities", "A Tale of Two Cities", "Charles Dickens"),
        CatalogEntry(
            1661, "sherlock", "The Adventures of Sherlock Holmes", "Arthur Conan Doyle",
            ["sherlock holmes", "holmes"]),
        CatalogEntry(345, "dracula", "Dracula", "Bram Stoker"),
        CatalogEntry(174, "dorian gray", "The Picture of Dorian Gray", "Oscar Wilde"),
        CatalogEntry(36, "war of the worlds", "The War of the Worlds", "H. G. Wells"),
        CatalogEntry(120, "treasure island", "Treasure Island", "Robert Louis Stevenson"),
        CatalogEntry(76, "huckleberry finn", "Adventures of Huckleberry Finn", "Mark Twain", ["huck finn"]),
        CatalogEntry(74, "tom sawyer", "The Adventures of Tom Sawyer", "Mark Twain"),
        CatalogEntry(
            521, "robinson crusoe", "The Life and Adventures of Robinson Crusoe", "Daniel Defoe", ["crusoe"]),
        CatalogEntry(1260, "jane eyre", "Jane Eyre", "Charlotte Brontë"),
        CatalogEntry(768, "wuthering heights", "Wuthering Heights", "Emily Brontë"),
        CatalogEntry(100, "shakespeare", "The Complete Works of William Shakespeare", "William Shakespeare"),
        CatalogEntry(1080, "modest proposal", "A Modest Proposal", "Jonathan Swift"),
        CatalogEntry(4217, "portrait", "A Portrait of the Artist as a Young Man", "James Joyce"),
        CatalogEntry(4300, "ulysses", "Ulysses", "James Joyce"),
    ]

    /// The name of the tale that comes with the program.
    public static let builtIn = "voyage"

    /// Every name to type, for completion: `voyage` and the books'.
    public static var names: [String] { [builtIn] + books.map(\.name) }

    /// The book of this name; case, spaces, hyphens and a leading article do not matter.
    public static func find(_ name: String) -> CatalogEntry? {
        let wanted = plain(name)
        guard !wanted.isEmpty else { return nil }
        return books.first { entry in entry.spellings.contains { plain($0) == wanted } }
    }

    /// The book of this number, if it is one of those with names.
    public static func find(number: Int) -> CatalogEntry? { books.first { $0.number == number } }

    /// Names that a misspelling may have meant, best first; at most three.
    public static func suggestions(for name: String) -> [String] {
        let wanted = Array(plain(name).unicodeScalars.prefix(64))
        guard wanted.count >= 2 else { return [] }
        var found: [(distance: Int, name: String)] = []
        let voyage = CatalogEntry(0, builtIn, "", "")
        for entry in [voyage] + books {
            let distance =
                entry.spellings.map { spelling -> Int in
                    let known = Array(plain(spelling).unicodeScalars)
                    if known.isEmpty { return .max }
                    if wanted.count >= 4, known.starts(with: wanted) { return 1 }
                    return editDistance(wanted, known)
                }.min() ?? .max
            if distance <= max(1, wanted.count / 3) { found.append((distance, entry.name)) }
        }
        return found.sorted { $0.distance < $1.distance }.prefix(3).map(\.name)
    }

    /// Lower-case letters and digits only, without a leading article.
    static func plain(_ name: String) -> String {
        var words = name.lowercased().replacingOccurrences(of: "'", with: "").split {
            !$0.isLetter && !$0.isNumber
        }
        if words.count > 1, ["the", "a", "an"].contains(words[0]) { words.removeFirst() }
        return words.joined()
    }

    /// Letters to insert, remove, change or exchange with a neighbour.
    private static func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
        var beforeLast = [Int](repeating: 0, count: b.count + 1)
        var last = Array(0...b.count)
        for i in 0..<a.count {
            var row = [i + 1]
            for j in 0..<b.count {
                var best = min(row[j] + 1, last[j + 1] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
                    best = min(best, beforeLast[j - 1] + 1)
                }
                row.append(best)
            }
            (beforeLast, last) = (last, row)
        }
        return last[b.count]
    }
}

extension CatalogEntry {
    /// Everything it may be called: short name, aliases, title, and the title before its semicolon.
    var spellings: [String] {
        [name, title] + aliases + [String(title.prefix { $0 != ";" })]
    }
}
