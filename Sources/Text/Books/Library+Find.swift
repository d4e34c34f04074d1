import Foundation
import Presentation

/// Something that can be on the shelf already or be fetched.
struct ShelfItem {
    let title: String
    /// As an error message calls it.
    let described: String
    /// The file's name in the cache.
    let cacheName: String
    /// The file's name in the folders of `LAGADO_DATA`.
    let dataName: String
    let url: String
}

extension ShelfItem {
    /// A text at any address. Its name in the cache has a hash of the address:
    /// two sites may both have `a.txt`.
    init(url: String) {
        let last = URL(string: url)?.lastPathComponent ?? ""
        let safe = String(
            last.unicodeScalars.filter {
                $0.isASCII
                    && ($0.properties.isAlphabetic || ("0"..."9").contains($0)
                        || "._-".unicodeScalars.contains($0))
            }.map(Character.init)
        ).drop { $0 == "." }
        let name = safe.isEmpty ? "text" : String(safe.suffix(80))
        self.init(
            title: safe.isEmpty ? url : name, described: "the text at \(url)",
            cacheName: "url-\(SHA256.hex(Array(url.utf8)).prefix(16))-\(name)", dataName: name, url: url)
    }
}

extension Library {
    typealias Found<Value> = (value: Value, origin: Book.Origin, warnings: [String])

    struct Place {
        let path: String
        let isCache: Bool
    }

    /// The files where an item may be, in the order in which they are tried.
    func places(_ item: ShelfItem) -> [Place] {
        let cache = cacheFolder.map { [Place(path: "\($0)/\(item.cacheName)", isCache: true)] } ?? []
        return cache + dataFolders.map { Place(path: "\($0)/\(item.dataName)", isCache: false) }
    }

    /// The first of cache, data folders and network where the item is and `accept` takes it.
    ///
    /// `accept` turns bytes into what is wanted, or throws what is wrong with them; it is told where they
    /// come from, and whether they were downloaded just now. Only downloads that it takes are kept.
    func find<Value>(
        _ item: ShelfItem, refresh: Bool, progress: (DownloadProgress) throws -> Void,
        accept: ([UInt8], String, Bool) throws -> Value
    ) throws -> Found<Value> {
        var tried: [String] = []
        var warnings: [String] = []
        for place in refresh ? [] : places(item) {
            let label = place.isCache ? "cache" : "LAGADO_DATA"
            guard FileManager.default.fileExists(atPath: place.path) else {
                tried.append("\(label): no \(place.path)")
                continue
            }
            do {
                let value = try accept(try TextFile.bytes(of: place.path), place.path, false)
                return (value, place.isCache ? .cache(place.path) : .data(place.path), warnings)
            } catch let error as TextError where error.kind == .unicode {
                throw error  // the file is the book; it wants another encoding
            } catch let error as TextError {
                tried.append("\(label): \(place.path): \(error.message)")
                warnings.append("passed over \(place.path): \(error.message)")
            }
        }
        if !refresh {
            if cacheFolder == nil { tried.insert("cache: neither XDG_CACHE_HOME nor HOME is set", at: 0) }
            if dataFolders.isEmpty { tried.append("LAGADO_DATA: not set") }
        }
        do {
            let (bytes, finalURL) = try fetch(item.url, progress)
            let value = try accept(bytes, item.url, true)
            warnings += keep(bytes, item)
            return (value, .download(finalURL), warnings)
        } catch let error as TextError {
            let message = error.message.hasPrefix(item.url) ? error.message : "\(item.url): \(error.message)"
            tried.append(message)
            if error.kind == .unicode { throw error }
            throw TextError(
                .connection, "cannot get \(item.described); tried\n    " + tried.joined(separator: "\n    "),
                hint: hint(item))
        }
    }

    private func hint(_ item: ShelfItem) -> String {
        if item.dataName == "vocab.bpe" {
            return "Put vocab.bpe into a folder and set LAGADO_DATA to it, or train a tokenizer on the text."
        }
        return
            "Put \(item.dataName) into a folder and set LAGADO_DATA to it, load a file "
            + "of your own by its path, or load(\"voyage\"), which needs no network."
    }

    private func fetch(_ url: String, _ progress: (DownloadProgress) throws -> Void) throws -> (
        [UInt8], String
    ) {
        let download = try downloader.download(url, progress: progress)
        try Library.check(download.status)
        return (download.bytes, download.finalURL)
    }

    /// - Throws: `TextError` where an HTTP status says that a file did not come.
    static func check(_ status: Int) throws {
        switch status {
        case 200: return
        case 404, 410: throw TextError(.connection, "the server has no such file (HTTP \(status))")
        case 401, 403: throw TextError(.connection, "the server refuses it (HTTP \(status))")
        case 429: throw TextError(.connection, "the server asks to wait: too many requests (HTTP 429)")
        default: throw TextError(.connection, "the server answered with HTTP \(status)")
        }
    }

    /// Keeps a download in the cache; if that fails the book is still there for this session, with a warning.
    private func keep(_ bytes: [UInt8], _ item: ShelfItem) -> [String] {
        guard let cacheFolder else { return ["not kept: neither XDG_CACHE_HOME nor HOME is set"] }
        do {
            try AtomicFile.write(bytes, to: "\(cacheFolder)/\(item.cacheName)")
            return []
        } catch {
            return [
                "downloaded but not kept, the next time needs the network again: "
                    + "\((error as? TextError)?.message ?? "\(error)")"
            ]
        }
    }
}

/// Whether what a server sent is a book at all, and all of it.
enum BookCheck {
    /// - Throws: `TextError` if it is a web page, or breaks off.
    static func check(_ bytes: [UInt8], isGutenberg: Bool) throws {
        guard !bytes.isEmpty else { throw TextError(.connection, "the server sent an empty file") }
        let head = String(decoding: bytes.prefix(512), as: UTF8.self).lowercased()
            .trimmingCharacters(
                in: CharacterSet.whitespacesAndNewlines.union(CharacterSet(charactersIn: "\u{FEFF}")))
        if ["<!doctype", "<html", "<?xml", "<head", "<body"].contains(where: head.hasPrefix) {
            throw TextError(.connection, "the server sent a web page, not a text")
        }
        guard isGutenberg else { return }
        guard bytes.count >= 500 else {
            throw TextError(.connection, "the server sent \(bytes.count) bytes, which cannot be a book")
        }
        let text = String(decoding: bytes, as: UTF8.self)
        let markers = GutenbergMarkers(text)
        if markers.start != nil && markers.end == nil {
            throw TextError(
                .connection,
                "the text breaks off: it has Gutenberg's START line but no END line in "
                    + "\(Formatting.grouped(bytes.count)) bytes"
            )
        }
    }
}
