import Foundation
import Testing
import Text

/// A network that a test writes down: address → what comes, or an error.
final class PaperNetwork: Downloader, @unchecked Sendable {
    var answers: [String: Result<Download, TextError>] = [:]
    private(set) var asked: [String] = []

    func download(_ url: String, progress: (DownloadProgress) throws -> Void) throws -> Download {
        asked.append(url)
        try progress(DownloadProgress(url: url, received: 0, total: nil))
        guard let answer = answers[url] else {
            throw TextError(.connection, "\(url): Could not resolve host")
        }
        return try answer.get()
    }

    func serve(_ text: String, at url: String, status: Int = 200) {
        answers[url] = .success(Download(bytes: Array(text.utf8), status: status, finalURL: url))
    }
}

@Suite("Books: cache, LAGADO_DATA, network")
struct LibraryTests {
    let folder = NSTemporaryDirectory() + "lagado-books-\(UUID().uuidString)"
    let network = PaperNetwork()
    let url84 = "https://www.gutenberg.org/cache/epub/84/pg84.txt"
    let book84 =
        "Title\r\n*** START OF THE PROJECT GUTENBERG EBOOK FRANKENSTEIN ***\r\n"
        + String(repeating: "It was a dreary night.\r\n", count: 50)
        + "*** END OF THE PROJECT GUTENBERG EBOOK FRANKENSTEIN ***\r\nlicence\r\n"

    private func library(data: String = "") -> Library {
        Library(
            environment: ["XDG_CACHE_HOME": folder, "HOME": "/nowhere", "LAGADO_DATA": data],
            downloader: network)
    }

    private func write(_ text: String, _ path: String) throws {
        try FileManager.default.createDirectory(
            atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }

    private func error(_ body: () throws -> Void) -> TextError {
        do {
            try body()
            return TextError(.value, "no error")
        } catch { return error as? TextError ?? TextError(.value, "another error: \(error)") }
    }

    private var cacheFiles: [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: folder + "/lagado")) ?? []
    }

    @Test("downloaded once, then from the cache; raw, with its CRLFs")
    func downloadAndCache() throws {
        network.serve(book84, at: url84)
        let first = try library().load("Frankenstein")
        #expect(first.origin == .download(url84) && first.text == book84 && first.warnings.isEmpty)
        #expect(cacheFiles == ["pg84.txt"])
        let second = try library().load(84)
        #expect(second.origin == .cache(folder + "/lagado/pg84.txt") && second.text == book84)
        #expect(network.asked.count == 1)
        _ = try library().load("84", refresh: true)
        #expect(network.asked.count == 2)
    }

    @Test func dataFolders() throws {
        let data = folder + "/data"
        try write("my copy", data + "/pg84.txt")
        let book = try library(data: "/nowhere/at/all:\(data)").load("https://www.gutenberg.org/ebooks/84")
        #expect(book.origin == .data(data + "/pg84.txt") && book.text == "my copy")
        #expect(network.asked.isEmpty)
    }

    @Test("a download that is no book, or not all of it, is refused and not kept")
    func brokenDownloads() throws {
        let cut = String(book84.prefix(900))
        for (text, status, reason) in [
            ("<!DOCTYPE html><html>Sorry", 200, "web page"), (cut, 200, "breaks off"), ("", 200, "empty"),
            ("short", 200, "cannot be a book"), ("no", 404, "no such file"), ("no", 503, "HTTP 503"),
            (book84 + "\0", 200, "NUL"),
        ] {
            network.serve(text, at: url84, status: status)
            let found = error { _ = try library().load(84) }
            #expect(found.message.contains(reason), "\(reason): \(found)")
            #expect(cacheFiles.isEmpty)
        }
    }

    @Test("without a network the error lists what was tried and what to do")
    func noNetwork() {
        let found = error { _ = try library(data: "/data").load("gulliver") }
        #expect(found.kind == .connection)
        #expect(
            found.message == """
                cannot get Gulliver's Travels (Gutenberg 829); tried
                    cache: no \(folder)/lagado/pg829.txt
                    LAGADO_DATA: no /data/pg829.txt
                    https://www.gutenberg.org/cache/epub/829/pg829.txt: Could not resolve host
                """)
        #expect(found.hint.contains("LAGADO_DATA") && found.hint.contains("load(\"voyage\")"))
    }

    @Test("a cache that cannot be written costs a warning, not the book")
    func readOnlyCache() throws {
        network.serve(book84, at: url84)
        try write("a file where a folder should be", folder + "/lagado")
        let book = try library().load(84)
        #expect(book.text == book84)
        #expect(book.warnings.count == 1 && book.warnings[0].contains("not kept"))
        var homeless = library()
        homeless.cacheFolder = nil
        #expect(try homeless.load(84).warnings.count == 1)
    }

    @Test("a damaged file in the cache is passed over and replaced")
    func damagedCache() throws {
        network.serve(book84, at: url84)
        try write("", folder + "/lagado/pg84.txt")
        let book = try library().load(84)
        #expect(book.text == book84 && book.warnings[0].contains("is empty"))
        #expect(try library().load(84).warnings.isEmpty)
    }

    @Test("merges with another SHA-256 are refused and not kept")
    func wrongHash() {
        network.serve("#version: 0.2\na b\n", at: library().mergesAddress)
        let found = error { _ = try library().gpt2() }
        #expect(found.message.contains("wrong SHA-256"), "\(found)")
        #expect(cacheFiles.isEmpty)
    }

    @Test func interrupted() {
        struct Stop: Error {}
        #expect(throws: Stop.self) { try library().load(84) { _ in throw Stop() } }
    }

    @Test func builtIn() throws {
        let book = try library().load("voyage")
        #expect(book.origin == .builtIn && network.asked.isEmpty)
        let words = book.text.split { $0 == " " || $0 == "\n" }.count
        #expect((3000...6000).contains(words))
        #expect(book.text.utf8.allSatisfy { $0 < 128 && $0 != 13 })
        #expect(book.text.split(separator: "\n").allSatisfy { $0.count <= 70 })
        #expect(book.text.hasSuffix("\n") && !book.text.contains(" \n"))
    }

    @Test func localFiles() throws {
        func path(_ name: String) -> String { folder + "/" + name }
        try write("text\n", path("good.txt"))
        try write("", path("empty.txt"))
        try write("a\0b", path("nul.bin"))
        try Data([0x63, 0x61, 0x66, 0xE9, 0x0A]).write(to: URL(fileURLWithPath: path("latin.txt")))
        #expect(try library().load(path("good.txt")).text == "text\n")
        #expect(try library().load(path("latin.txt"), encoding: .latin1).text == "café\n")
        #expect(
            error { _ = try library().load(path("latin.txt"), encoding: .utf8) }.message.contains(
                "byte 3 is 0xe9"))
        let guessed = try library().load(path("latin.txt"))
        #expect(guessed.text == "café\n" && guessed.warnings == ["'\(path("latin.txt"))' is read as cp1252"])
        try Data([0xFF, 0xFE, 0xE9, 0, 0x0A, 0]).write(to: URL(fileURLWithPath: path("wide.txt")))
        #expect(try library().load(path("wide.txt")).text == "é\n")
        #expect(error { _ = try library().load(path("nul.bin")) }.message.contains("byte 1 is NUL"))
        #expect(error { _ = try library().load(path("empty.txt")) }.message.contains("is empty"))
        #expect(error { _ = try library().load(folder) }.kind == .isDirectory)
        #expect(error { _ = try library().load(path("none.txt")) }.kind == .fileNotFound)
        #expect(error { _ = try library().load("/dev/zero") }.message.contains("not an ordinary file"))
    }
}
