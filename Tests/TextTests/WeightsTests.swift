import Encodings
import Foundation
import Testing
import Text

/// Downloads of weights into the cache, from a server on this machine: whole, or not there.
@Suite("GPT-2's weights: cache, folders, network") struct WeightsTests {
    let folder = NSTemporaryDirectory() + "lagado-weights-\(UUID().uuidString)"
    static let body = String(repeating: "0123456789abcdef", count: 4096)
    static let sum = Digest.hex(Array(body.utf8), .sha256)

    /// Weights of 64 KB, whose sum is known beforehand.
    private static let pinned = PublishedWeights(
        name: "gpt2", blocks: 1, width: 2, heads: 1, length: body.utf8.count, sha256: sum)
    private static let unpinned = PublishedWeights(
        name: "gpt2-large", blocks: 1, width: 2, heads: 1, length: nil, sha256: nil)

    private func library(_ server: LocalServer? = nil, data: String = "") -> Library {
        var downloader = CurlDownloader()
        (downloader.connectTimeout, downloader.stallTimeout, downloader.pause) = (2, 1, 0.05)
        var library = Library(
            environment: ["XDG_CACHE_HOME": folder, "HOME": "/nowhere", "LAGADO_DATA": data],
            downloader: downloader)
        library.weightsHost = server?.address ?? "http://127.0.0.1:9"
        return library
    }

    private func fetch(
        _ library: Library, _ weights: PublishedWeights = pinned,
        progress: (DownloadProgress) throws -> Void = { _ in }
    ) throws {
        try library.download(
            try library.weightsDownload(weights, progress: progress), progress: progress,
            checking: { _ in })
    }

    private func error(_ body: () throws -> Void) -> TextError {
        do {
            try body()
            return TextError(.value, "no error")
        } catch { return error as? TextError ?? TextError(.value, "another error: \(error)") }
    }

    private func files(_ name: String = "gpt2") -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/lagado/\(name)")) ?? []).sorted()
    }

    private func content(_ name: String) -> String? {
        try? String(contentsOfFile: "\(folder)/lagado/\(name)", encoding: .utf8)
    }

    /// What a server sends that has the file and knows ranges.
    private static func answer(_ request: LocalServer.Request, breakingOffAt end: Int? = nil)
        -> LocalServer.Response
    {
        let validator = "ETag: \"a\"\r\n"
        guard let range = request.headers["range"],
            let start = Int(range.dropFirst("bytes=".count).dropLast()),
            request.headers["if-range"] == "\"a\""
        else {
            return .ok(
                String(body.prefix(end ?? body.count)), headers: validator, length: body.utf8.count)
        }
        let size = body.utf8.count
        return .ok(
            String(body.dropFirst(start).prefix((end ?? size) - start)),
            headers: validator + "Content-Range: bytes \(start)-\(size - 1)/\(size)\r\n",
            length: size - start, status: "206 Partial Content")
    }

    @Test func whole() throws {
        let server = try LocalServer { request, _ in Self.answer(request) }
        defer { server.stop() }
        var last: DownloadProgress?
        try fetch(library(server)) { last = $0 }
        #expect(last?.received == Self.body.utf8.count && last?.total == Self.body.utf8.count)
        #expect(content("gpt2/model.safetensors") == Self.body)
        #expect(files() == ["model.safetensors"])
        #expect(server.requests.map(\.path) == ["/openai-community/gpt2/resolve/main/model.safetensors"])
        // Without the file that says its sizes a folder has no model.
        #expect(library().weightsFolder(Self.pinned) == nil)
        try Data("{}".utf8).write(to: URL(fileURLWithPath: "\(folder)/lagado/gpt2/config.json"))
        #expect(library().weightsFolder(Self.pinned) == "\(folder)/lagado/gpt2")
    }

    @Test("what breaks off is gone on with, also by the next program")
    func resumed() throws {
        let server = try LocalServer { request, number in
            Self.answer(request, breakingOffAt: number < 3 ? 10_000 * (min(number, 2) + 1) : nil)
        }
        defer { server.stop() }
        try fetch(library(server))
        #expect(content("gpt2/model.safetensors") == Self.body)
        #expect(
            server.requests.map { $0.headers["range"] ?? "" } == [
                "", "bytes=10000-", "bytes=20000-", "bytes=30000-",
            ])

        struct Stop: Error {}
        let slow = try LocalServer { request, number in
            var answer = Self.answer(request, breakingOffAt: number == 0 ? 5000 : nil)
            answer.pause = number == 0 ? 3 : 0
            return answer
        }
        defer { slow.stop() }
        let library = library(slow)
        let other = PublishedWeights(
            name: "gpt2-xl", blocks: 1, width: 2, heads: 1, length: Self.body.utf8.count, sha256: Self.sum)
        // Ctrl-C.
        #expect(throws: Stop.self) { try fetch(library, other) { if $0.received > 0 { throw Stop() } } }
        #expect(files("gpt2-xl") == ["model.safetensors.part", "model.safetensors.part.json"])
        #expect(try library.weightsDownload(other).received == 5000)
        try fetch(library, other)
        #expect(slow.requests[1].headers["range"] == "bytes=5000-")
        #expect(files("gpt2-xl") == ["model.safetensors"])
        #expect(content("gpt2-xl/model.safetensors") == Self.body)
    }

    @Test("a file that was changed meanwhile starts again, and a rest from elsewhere is refused")
    func anotherFile() throws {
        let server = try LocalServer { request, number in
            number == 0
                ? .ok("old", headers: "ETag: \"old\"\r\n", length: Self.body.utf8.count)
                : Self.answer(request)
        }
        defer { server.stop() }
        try fetch(library(server))
        #expect(content("gpt2/model.safetensors") == Self.body)
        let wrong = try LocalServer { request, number in
            number == 0
                ? Self.answer(request, breakingOffAt: 100)
                : .ok(
                    "x", headers: "ETag: \"a\"\r\nContent-Range: bytes 7-7/65536\r\n", length: 65436,
                    status: "206 Partial Content")
        }
        defer { wrong.stop() }
        let other = PublishedWeights(
            name: "gpt2-medium", blocks: 1, width: 2, heads: 1, length: Self.body.utf8.count,
            sha256: Self.sum)
        #expect(
            error { try fetch(library(wrong), other) }.message.contains(
                "asked to go on at byte 100, the server goes on at 7"))
    }

    @Test("a wrong sum is told with the right one, and the file is kept aside")
    func wrongSum() throws {
        let server = try LocalServer { _, _ in .ok(Self.body.replacingOccurrences(of: "f", with: "g")) }
        defer { server.stop() }
        let found = error { try fetch(library(server)) }
        let other = Digest.hex(Array(Self.body.replacingOccurrences(of: "f", with: "g").utf8), .sha256)
        #expect(found.message.contains(Self.sum) && found.message.contains(other))
        #expect(found.message.contains("'\(folder)/lagado/gpt2-unverified'"))
        #expect(files() == [] && files("gpt2-unverified") == ["model.safetensors"])
    }

    @Test("lengths that are not so")
    func wrongLength() throws {
        for (answer, words) in [
            (LocalServer.Response.ok("short"), "the file there has 5 bytes, not 65,536: it is another one"),
            (.ok(Self.body + "more"), "the file there has 65,540 bytes"),
            (.ok("abc", length: 65536), "the connection closed after 3 bytes"),
            (
                LocalServer.Response("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + Self.body + "more"),
                "the server sends more than the 65,536 bytes of the file"
            ),
            (
                LocalServer.Response("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nabc"),
                "the server ended after 3 bytes of 65,536"
            ), (.ok("<html>", status: "404 Not Found"), "the server has no such file (HTTP 404)"),
            (.ok("", status: "401 Unauthorized"), "the server refuses it (HTTP 401)"),
        ] {
            let server = try LocalServer { _, _ in answer }
            defer { server.stop() }
            let found = error { try fetch(library(server)) }
            #expect(found.message.contains(words), "\(found)")
            #expect(found.hint.contains("load_model('FOLDER')"))
            #expect(!files().contains("model.safetensors"))
        }
    }

    @Test("what is not known beforehand is asked of the server")
    func announced() throws {
        let server = try LocalServer { request, _ in
            request.path.hasPrefix("/openai")
                ? .ok(
                    "",
                    headers: "Location: /cdn\r\nX-Linked-ETag: \"\(Self.sum)\"\r\n"
                        + "X-Linked-Size: \(Self.body.utf8.count)\r\n", status: "302 Found")
                : Self.answer(request)
        }
        defer { server.stop() }
        let download = try library(server).weightsDownload(Self.unpinned)
        #expect(download.length == Self.body.utf8.count && download.sha256 == Self.sum && !download.isPinned)
        try fetch(library(server), Self.unpinned)
        #expect(content("gpt2-large/model.safetensors") == Self.body)
        let silent = try LocalServer { _, _ in
            LocalServer.Response("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
        }
        defer { silent.stop() }
        #expect(
            error { _ = try library(silent).weightsDownload(Self.unpinned) }.message.contains(
                "does not say how long the file is"))
    }

    @Test func noNetwork() {
        for weights in [Self.pinned, Self.unpinned] {
            let found = error { try fetch(library(), weights) }
            #expect(found.kind == .connection)
            #expect(found.message.hasPrefix("cannot get \(weights.name)'s weights: http://127.0.0.1:9/"))
            #expect(found.hint.contains("load_model('FOLDER')"))
        }
        var homeless = library()
        homeless.cacheFolder = nil
        #expect(error { try fetch(homeless) }.message.contains("neither XDG_CACHE_HOME nor HOME is set"))
        let endless = PublishedWeights(
            name: "gpt2", blocks: 1, width: 2, heads: 1, length: 1 << 60, sha256: nil)
        #expect(error { try fetch(library(), endless) }.message.contains("are free in"))
    }

    @Test func fullDisk() throws {
        let server = try LocalServer { request, _ in Self.answer(request) }
        defer { server.stop() }
        try FileManager.default.createDirectory(
            atPath: "\(folder)/lagado/gpt2", withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: "\(folder)/lagado/gpt2/model.safetensors.part", withDestinationPath: "/dev/full")
        let found = error { try fetch(library(server)) }
        #expect(found.message.contains("No space left on device"), "\(found)")
        #expect(!files().contains("model.safetensors"))
    }

    @Test("one program downloads at a time")
    func locked() throws {
        let server = try LocalServer { request, _ in Self.answer(request) }
        defer { server.stop() }
        let path = "\(folder)/lagado/gpt2/model.safetensors"
        let first = try PartialFile(for: path, from: "http://a")
        #expect(error { try fetch(library(server)) }.message.contains("another program is downloading"))
        first.discard()
        try fetch(library(server))
    }

    @Test func foldersOnThisMachine() throws {
        func make(_ folder: String) throws {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            for name in ["config.json", "model.safetensors"] {
                try Data("{}".utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
            }
        }
        let hub = "\(folder)/huggingface/hub/models--openai-community--gpt2/snapshots/607a"
        try make(hub)
        #expect(library().weightsFolder(Self.pinned) == hub)
        try make(folder + "/data/gpt2")
        #expect(library(data: folder + "/data").weightsFolder(Self.pinned) == folder + "/data/gpt2")
        #expect(PublishedWeights.named("openai-community/gpt2")?.name == "gpt2")
        #expect(PublishedWeights.named("gpt3") == nil)
    }
}
