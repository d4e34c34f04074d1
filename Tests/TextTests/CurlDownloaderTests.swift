import Foundation
import Testing
import Text

@Suite("Downloads with libcurl, from a server on this machine")
struct CurlDownloaderTests {
    private func quick() -> CurlDownloader {
        var downloader = CurlDownloader()
        downloader.connectTimeout = 2
        downloader.stallTimeout = 1
        return downloader
    }

    private func message(_ body: () throws -> Void) -> String {
        do {
            try body()
            return "no error"
        } catch { return "\(error)" }
    }

    @Test func wholeFile() throws {
        let server = try LocalServer { _, _ in .ok("some text") }
        defer { server.stop() }
        var last: DownloadProgress?
        let result = try quick().download(server.address + "/a.txt") { last = $0 }
        #expect(result.bytes == Array("some text".utf8))
        #expect(result.status == 200 && result.contentType == "text/plain")
        #expect(last?.received == 9 && last?.total == 9)
        #expect(server.requests[0].headers["user-agent"]?.hasPrefix("lagado") == true)
    }

    @Test func httpErrorIsAStatus() throws {
        let server = try LocalServer { _, _ in .ok("not here", status: "404 Not Found") }
        defer { server.stop() }
        #expect(try quick().download(server.address) { _ in }.status == 404)
    }

    @Test func redirects() throws {
        let server = try LocalServer { request, _ in
            request.path == "/old"
                ? .ok("moved", headers: "Location: /new\r\n", status: "302 Found") : .ok("arrived")
        }
        defer { server.stop() }
        let result = try quick().download(server.address + "/old") { _ in }
        #expect(String(decoding: result.bytes, as: UTF8.self) == "arrived")
        #expect(result.finalURL == server.address + "/new")
    }

    @Test("a redirect to a file on this machine is not followed")
    func redirectToFile() throws {
        let server = try LocalServer { _, _ in
            .ok("", headers: "Location: file:///etc/hostname\r\n", status: "302 Found")
        }
        defer { server.stop() }
        #expect(throws: TextError.self) { try quick().download(server.address) { _ in } }
    }

    @Test("redirects without end end")
    func redirectLoop() throws {
        let server = try LocalServer { _, _ in .ok("", headers: "Location: /again\r\n", status: "302 Found") }
        defer { server.stop() }
        #expect(throws: TextError.self) { try quick().download(server.address) { _ in } }
        #expect(server.requests.count <= 10)
    }

    @Test("a body that ends early is an error, after three attempts from the start")
    func truncated() throws {
        let server = try LocalServer { _, _ in .ok("half", length: 1000) }
        defer { server.stop() }
        let text = message { _ = try quick().download(server.address) { _ in } }
        #expect(text.contains("before the end"), "\(text)")
        #expect(server.requests.count == 3)
        #expect(server.requests.allSatisfy { $0.headers["range"] == nil })
    }

    @Test("a transfer that broke off is taken up where it was, if the server vouches for the file")
    func resume() throws {
        let server = try LocalServer { request, number in
            number == 0
                ? .ok("first half, ", headers: "ETag: \"7\"\r\n", length: 23)
                : .ok(
                    "second half", headers: "ETag: \"7\"\r\nContent-Range: bytes 12-22/23\r\n",
                    status: "206 Partial Content")
        }
        defer { server.stop() }
        let result = try quick().download(server.address) { _ in }
        #expect(String(decoding: result.bytes, as: UTF8.self) == "first half, second half")
        #expect(result.status == 200)
        #expect(server.requests[1].headers["range"] == "bytes=12-")
        #expect(server.requests[1].headers["if-range"] == "\"7\"")
    }

    @Test("if the file changed meanwhile, it starts again")
    func resumeOfAChangedFile() throws {
        let server = try LocalServer { _, number in
            number == 0
                ? .ok("old he", headers: "ETag: \"1\"\r\n", length: 100)
                : .ok("the new file", headers: "ETag: \"2\"\r\n")
        }
        defer { server.stop() }
        let result = try quick().download(server.address) { _ in }
        #expect(String(decoding: result.bytes, as: UTF8.self) == "the new file")
    }

    @Test func stall() throws {
        let server = try LocalServer { _, _ in
            var response = LocalServer.Response.ok("a few bytes", length: 1000)
            response.pause = 5
            return response
        }
        defer { server.stop() }
        var downloader = quick()
        downloader.attempts = 1
        let text = message { _ = try downloader.download(server.address) { _ in } }
        #expect(text.contains("next to nothing arrived for 1 s"), "\(text)")
    }

    @Test func tooLarge() throws {
        let server = try LocalServer { _, _ in .ok(String(repeating: "x", count: 5000)) }
        defer { server.stop() }
        var downloader = quick()
        downloader.largestFile = 1000
        #expect(message { _ = try downloader.download(server.address) { _ in } }.contains("larger than"))
    }

    @Test("what the progress closure throws ends the download and comes out")
    func cancelled() throws {
        struct Stop: Error {}
        let server = try LocalServer { _, _ in
            var response = LocalServer.Response.ok("slow", length: 1000)
            response.pause = 4
            return response
        }
        defer { server.stop() }
        #expect(throws: Stop.self) { try quick().download(server.address) { _ in throw Stop() } }
    }

    @Test func nobodyThere() throws {
        let server = try LocalServer { _, _ in .ok("") }
        let address = server.address
        server.stop()
        Thread.sleep(forTimeInterval: 0.2)
        let text = message { _ = try quick().download(address) { _ in } }
        #expect(text.contains(address) && text.lowercased().contains("connect"), "\(text)")
    }
}
