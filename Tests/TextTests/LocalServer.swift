import Foundation

/// A web server on 127.0.0.1 that answers each request with what a test wants, bytes and all.
final class LocalServer: @unchecked Sendable {
    struct Request {
        let path: String
        let headers: [String: String]
    }

    /// What to send; then the connection is closed, after `pause` seconds.
    struct Response {
        var bytes: [UInt8]
        var pause = 0.0

        init(_ text: String, pause: Double = 0) {
            bytes = Array(text.utf8)
            self.pause = pause
        }

        static func ok(_ body: String, headers: String = "", length: Int? = nil, status: String = "200 OK")
            -> Response
        {
            let type = headers.contains("Content-Type") ? "" : "Content-Type: text/plain\r\n"
            return Response(
                "HTTP/1.1 \(status)\r\nContent-Length: "
                    + "\(length ?? body.utf8.count)\r\n\(type)\(headers)Connection: close\r\n\r\n\(body)"
            )
        }
    }

    private let listener: Int32
    let port: UInt16
    private let lock = NSLock()
    private var seen: [Request] = []
    private let answer: @Sendable (Request, Int) -> Response

    var requests: [Request] {
        lock.lock()
        defer { lock.unlock() }
        return seen
    }

    var address: String { "http://127.0.0.1:\(port)" }

    /// - Parameter answer: the request and its number, from 0.
    init(_ answer: @escaping @Sendable (Request, Int) -> Response) throws {
        self.answer = answer
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = self.listener
        let bound = withUnsafeMutablePointer(to: &place) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, size) == 0 && listen(listener, 8) == 0
                    && getsockname(listener, $0, &size) == 0
            }
        }
        guard bound else { throw POSIXError(.EADDRNOTAVAIL) }
        port = UInt16(bigEndian: place.sin_port)
        Thread.detachNewThread { [self] in serve() }
    }

    func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

    private func serve() {
        while true {
            let client = accept(listener, nil, nil)
            if client < 0 { break }
            Thread.detachNewThread { [self] in
                handle(client)
                close(client)
            }
        }
        close(listener)
    }

    private func handle(_ client: Int32) {
        var text = ""
        var buffer = [UInt8](repeating: 0, count: 4096)
        while !text.contains("\r\n\r\n") {
            let count = recv(client, &buffer, buffer.count, 0)
            if count <= 0 { return }
            text += String(decoding: buffer[..<count], as: UTF8.self)
        }
        let lines = text.components(separatedBy: "\r\n")
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2 {
                headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
            }
        }
        let request = Request(path: lines[0].components(separatedBy: " ")[1], headers: headers)
        lock.lock()
        let number = seen.count
        seen.append(request)
        lock.unlock()
        let response = answer(request, number)
        _ = response.bytes.withUnsafeBytes { send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        if response.pause > 0 { Thread.sleep(forTimeInterval: response.pause) }
    }
}
