import Encodings
import Foundation

/// Finds books, GPT-2's merges and its weights: in the cache, in the folders of `LAGADO_DATA`,
/// or on the network, in this order.
///
///     let book = try Library().load("gulliver")
///     book.summary  // Gulliver's Travels: 609,847 bytes, from the cache, …/lagado/pg829.txt
public struct Library: Sendable {
    /// Where downloads are kept; nil where there is no home folder.
    public var cacheFolder: String?
    /// Folders to look in before downloading.
    public var dataFolders: [String]
    /// What fetches what is not here yet.
    public var downloader: any Downloader
    /// Where books come from.
    public var gutenberg = "https://www.gutenberg.org"
    /// Where GPT-2's weights come from.
    public var weightsHost = "https://huggingface.co"
    /// Folders in which Hugging Face's own library keeps what it has downloaded.
    public var hubFolders: [String] = []
    /// Where GPT-2's merges come from.
    public var mergesAddress = "https://openaipublic.blob.core.windows.net/gpt-2/encodings/main/vocab.bpe"

    /// The SHA-256 of GPT-2's merges: with any other file the ids would differ.
    public static let mergesSHA256 = "1ce1664773c50f3e0cc8842619a93edc4624525b728b188a9e0be33b7726adc5"

    /// - Parameter environment: `XDG_CACHE_HOME`, `HOME` and `LAGADO_DATA` are read from it.
    public init(
        environment: [String: String] = ProcessInfo.processInfo.environment,
        downloader: any Downloader = CurlDownloader()
    ) {
        // The XDG specification: a relative path is to be ignored.
        if let cache = environment["XDG_CACHE_HOME"], cache.hasPrefix("/") {
            cacheFolder = cache + "/lagado"
        } else if let home = environment["HOME"], home.hasPrefix("/") {
            cacheFolder = home + "/.cache/lagado"
        }
        func absolute(_ name: String) -> String? {
            environment[name].flatMap { $0.hasPrefix("/") ? $0 : nil }
        }
        let home = absolute("HOME").map { $0 + "/.cache" }
        hubFolders =
            (absolute("HF_HUB_CACHE") ?? absolute("HF_HOME").map { $0 + "/hub" }
            ?? (absolute("XDG_CACHE_HOME") ?? home).map { $0 + "/huggingface/hub" }).map { [$0] } ?? []
        dataFolders = (environment["LAGADO_DATA"] ?? "").split(separator: ":").map {
            ($0.trimmingCharacters(in: .whitespaces) as NSString).expandingTildeInPath
        }.filter { !$0.isEmpty }
        self.downloader = downloader
    }

    /// A book by name, number, path or address.
    ///
    /// - Parameters:
    ///   - what: `"gulliver"`, `"829"`, `"my-text.txt"`, `"https://…"`, `"voyage"`.
    ///   - encoding: how a file's bytes are read; as they seem to be written where nil.
    ///   - refresh: download again, even if it is in the cache or in `LAGADO_DATA`.
    ///   - progress: called while downloading; what it throws ends the download.
    /// - Throws: `TextError` that lists what was tried and what to do.
    public func load(
        _ what: String, encoding: TextCodec? = nil, refresh: Bool = false,
        progress: (DownloadProgress) throws -> Void = { _ in }
    ) throws -> Book {
        try load(try BookReference(what), encoding: encoding, refresh: refresh, progress: progress)
    }

    /// A book of Project Gutenberg by its number.
    ///
    /// - Throws: `TextError` that lists what was tried and what to do.
    public func load(
        _ number: Int, encoding: TextCodec? = nil, refresh: Bool = false,
        progress: (DownloadProgress) throws -> Void = { _ in }
    ) throws -> Book {
        try load(try BookReference(number: number), encoding: encoding, refresh: refresh, progress: progress)
    }

    /// A book that a reference names.
    ///
    /// - Throws: `TextError` that lists what was tried and what to do.
    /// A book by what was understood of its name.
    ///
    /// - Throws: `TextError` that lists what was tried and what to do.
    public func load(
        _ reference: BookReference, encoding: TextCodec? = nil, refresh: Bool = false,
        progress: (DownloadProgress) throws -> Void = { _ in }
    ) throws -> Book {
        let item: ShelfItem
        switch reference {
        case .builtIn:
            return Book(title: Voyage.title, text: Voyage.text, origin: .builtIn, warnings: [])
        case .file(let path):
            let (text, remark) = try Library.text(of: try TextFile.bytes(of: path), from: path, encoding)
            return Book(
                title: (path as NSString).lastPathComponent, text: text, origin: .file(path),
                warnings: remark.map { [$0] } ?? [])
        case .gutenberg(let number):
            let entry = BookCatalog.find(number: number)
            item = ShelfItem(
                title: entry?.title ?? "Gutenberg \(number)",
                described: entry.map { "\($0.title) (Gutenberg \(number))" }
                    ?? "book \(number) of Project Gutenberg",
                cacheName: "pg\(number).txt", dataName: "pg\(number).txt",
                url: "\(gutenberg)/cache/epub/\(number)/pg\(number).txt")
        case .url(let url):
            item = ShelfItem(url: url)
        }
        let isGutenberg = if case .gutenberg = reference { true } else { false }
        let found = try find(item, refresh: refresh, progress: progress) { bytes, source, isDownload in
            if isDownload { try BookCheck.check(bytes, isGutenberg: isGutenberg) }
            return try Library.text(of: bytes, from: source, encoding)
        }
        let remarks = found.value.remark.map { [$0] } ?? []
        return Book(
            title: item.title, text: found.value.text, origin: found.origin,
            warnings: found.warnings + remarks)
    }

    /// The text of a file: in the encoding that was asked for, or in the one that it has.
    private static func text(of bytes: [UInt8], from source: String, _ encoding: TextCodec?) throws -> (
        text: String, remark: String?
    ) {
        guard let encoding else { return try TextFile.guess(bytes, from: source) }
        return (try TextFile.decode(bytes, from: source, encoding: encoding), nil)
    }

    /// GPT-2's tokenizer, from its merges.
    ///
    /// - Throws: `TextError` that lists what was tried; a file with another SHA-256 is named and not kept.
    public func gpt2(progress: (DownloadProgress) throws -> Void = { _ in }) throws -> Tokenizer {
        let item = ShelfItem(
            title: "GPT-2's merges", described: "GPT-2's merges", cacheName: "vocab.bpe",
            dataName: "vocab.bpe",
            url: mergesAddress)
        return try find(item, refresh: false, progress: progress) { bytes, _, _ in
            let hash = SHA256.hex(bytes)
            guard hash == Self.mergesSHA256 else {
                throw TextError(
                    .value,
                    "wrong SHA-256 \(hash.prefix(16))…, not \(Self.mergesSHA256.prefix(16))…: not GPT-2's "
                        + "merges, or damaged"
                )
            }
            return try Tokenizer.gpt2(mergesFile: bytes)
        }.value
    }

    /// Whether `gpt2()` would need the network.
    public var hasMerges: Bool {
        places(ShelfItem(title: "", described: "", cacheName: "vocab.bpe", dataName: "vocab.bpe", url: ""))
            .contains { FileManager.default.fileExists(atPath: $0.path) }
    }
}
