import CCurl
import Foundation
import Presentation

/// Downloads with libcurl: follows redirects among http and https, gives up on silence, and takes an
/// interrupted transfer up again where it broke off if the server still has the same file.
public struct CurlDownloader: Downloader {
    /// Seconds to wait for a connection.
    public var connectTimeout = 15
    /// Seconds with next to nothing (under 64 bytes each) after which a transfer counts as stalled.
    public var stallTimeout = 20
    /// Times that a transfer is begun or taken up again before it is given up.
    public var attempts = 3
    /// Bytes past which a file is refused.
    public var largestFile = 64 << 20
    /// What servers are told of who asks.
    public var userAgent = "lagado (a language-model lab for one book; libcurl)"

    /// With the limits above.
    public init() {}

    public func download(_ url: String, progress: (DownloadProgress) throws -> Void) throws -> Download {
        let library = try CurlLibrary.shared.get()
        // The closure lives as long as this call, and so do libcurl's calls to it.
        return try withoutActuallyEscaping(progress) { progress in
            let transfer = Transfer(url: url, limit: largestFile, progress: progress)
            var attempt = 1
            while true {
                let (code, detail) = try run(transfer, library)
                if code == CURLE_OK { return transfer.result }
                if let thrown = transfer.thrown { throw thrown }
                if transfer.tooLarge {
                    throw TextError(
                        .connection,
                        "the file at \(url) is larger than "
                            + "\(Formatting.grouped(largestFile >> 20)) MiB; it was not kept"
                    )
                }
                // Only a transfer that began and broke off is worth another try: without a connection, or
                // with an address that does not exist, the answer would be the same.
                let brokeOff = [
                    CURLE_PARTIAL_FILE, CURLE_RECV_ERROR, CURLE_OPERATION_TIMEDOUT, CURLE_GOT_NOTHING,
                    CURLE_HTTP2_STREAM,
                ].contains(code)
                if !(brokeOff && transfer.answered) || attempt >= attempts {
                    throw failure(code, detail, transfer)
                }
                attempt += 1
            }
        }
    }

    /// One HTTP exchange; what arrives is added to what `transfer` holds if the server resumes.
    private func run(_ transfer: Transfer, _ library: CurlLibrary) throws -> (code: CURLcode, detail: String)
    {
        guard let handle = library.initHandle() else {
            throw TextError(.system, "libcurl could not start a transfer")
        }
        defer { library.cleanup(handle) }
        let context = Unmanaged.passUnretained(transfer).toOpaque()
        var detail = [CChar](repeating: 0, count: Int(CURL_ERROR_SIZE))
        var headers: UnsafeMutableRawPointer?
        defer { library.freeHeaders(headers) }

        library.set(handle, CURLOPT_URL, transfer.url)
        library.set(handle, CURLOPT_USERAGENT, userAgent)
        library.set(handle, CURLOPT_PROTOCOLS_STR, "http,https")
        library.set(handle, CURLOPT_REDIR_PROTOCOLS_STR, "http,https")
        library.set(handle, CURLOPT_FOLLOWLOCATION, 1)
        library.set(handle, CURLOPT_MAXREDIRS, 8)
        library.set(handle, CURLOPT_CONNECTTIMEOUT, connectTimeout)
        library.set(handle, CURLOPT_LOW_SPEED_LIMIT, 64)  // bytes a second
        library.set(handle, CURLOPT_LOW_SPEED_TIME, stallTimeout)
        library.set(handle, CURLOPT_NOSIGNAL, 1)  // a session has several threads, and its own signals
        library.set(handle, CURLOPT_NOPROGRESS, 0)
        library.set(handle, CURLOPT_WRITEDATA, context)
        library.set(handle, CURLOPT_HEADERDATA, context)
        library.set(handle, CURLOPT_XFERINFODATA, context)
        _ = lagado_set_write(library.setOption, handle, CURLOPT_WRITEFUNCTION) {
            bytes, size, count, context in
            Transfer.at(context).receive(bytes, size * count)
        }
        _ = lagado_set_write(library.setOption, handle, CURLOPT_HEADERFUNCTION) {
            bytes, size, count, context in
            Transfer.at(context).header(bytes, size * count)
            return size * count
        }
        _ = lagado_set_progress(library.setOption, handle) { context, total, _, _, _ in
            Transfer.at(context).report(total: Int(total))
        }
        transfer.begin()
        if let validator = transfer.validator, !transfer.bytes.isEmpty {
            // The server sends the rest only if the file is still the one that the first part came from.
            library.set(handle, CURLOPT_RANGE, "\(transfer.bytes.count)-")
            headers = library.appendHeader(headers, "If-Range: \(validator)")
            library.set(handle, CURLOPT_HTTPHEADER, headers)
        } else {
            transfer.bytes.removeAll()
        }
        let code = detail.withUnsafeMutableBufferPointer { buffer -> CURLcode in
            library.set(handle, CURLOPT_ERRORBUFFER, UnsafeMutableRawPointer(buffer.baseAddress))
            return library.perform(handle)
        }
        transfer.status = library.status(handle)
        transfer.contentType = library.string(handle, CURLINFO_CONTENT_TYPE)
        transfer.finalURL = library.string(handle, CURLINFO_EFFECTIVE_URL)
        let text = detail[0] == 0 ? String(cString: library.errorText(code)) : String(cString: detail)
        return (code, text)
    }

    private func failure(_ code: CURLcode, _ detail: String, _ transfer: Transfer) -> TextError {
        let reason: String
        switch code {
        case CURLE_OPERATION_TIMEDOUT where transfer.answered:
            reason =
                "the transfer stalled: next to nothing arrived for \(stallTimeout) s, after "
                + "\(Formatting.grouped(transfer.bytes.count)) bytes"
        case CURLE_PARTIAL_FILE:
            reason =
                "the connection closed after \(Formatting.grouped(transfer.bytes.count)) "
                + "bytes, before the end (\(detail))"
        default:
            reason = detail
        }
        return TextError(.connection, "\(transfer.url): \(reason)")
    }
}

/// The state of one download, over all its attempts. libcurl's callbacks come here.
private final class Transfer {
    let url: String
    let limit: Int
    let progress: (DownloadProgress) throws -> Void
    var bytes: [UInt8] = []
    /// What the server's `ETag` or `Last-Modified` said: proof that a rest belongs to the same file.
    var validator: String?
    var status = 0
    var contentType = ""
    var finalURL = ""
    var thrown: Error?
    var tooLarge = false
    /// True once a status line came, in this attempt.
    var answered = false
    private var attemptStatus = 0
    private var started = false
    private var resumedAt = 0

    init(url: String, limit: Int, progress: @escaping (DownloadProgress) throws -> Void) {
        self.url = url
        self.limit = limit
        self.progress = progress
    }

    static func at(_ context: UnsafeMutableRawPointer?) -> Transfer {
        // libcurl hands back the pointer that it was given, which is never nil.
        Unmanaged<Transfer>.fromOpaque(context!).takeUnretainedValue()
    }

    var result: Download {
        Download(
            bytes: bytes, status: status == 206 ? 200 : status, contentType: contentType, finalURL: finalURL)
    }

    func begin() {
        answered = false
        started = false
        attemptStatus = 0
        resumedAt = 0
    }

    /// A header line. Each redirect begins a new set, with a status line of its own.
    func header(_ line: UnsafeMutablePointer<CChar>?, _ count: Int) {
        guard let line else { return }
        let bytes = UnsafeRawBufferPointer(start: line, count: count)
        let text = String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        if text.hasPrefix("HTTP/") {
            answered = true
            let words = text.split(separator: " ")
            attemptStatus = words.count > 1 ? Int(words[1]) ?? 0 : 0
            if attemptStatus != 206 { validator = nil }
            return
        }
        guard let colon = text.firstIndex(of: ":") else { return }
        let value = text[text.index(after: colon)...].trimmingCharacters(in: .whitespaces)
        switch text[..<colon].lowercased() {
        case "etag" where !value.hasPrefix("W/"): validator = value
        case "last-modified" where validator == nil: validator = value
        default: break
        }
    }

    /// Part of the body; any other result than `count` makes libcurl stop.
    func receive(_ data: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
        if !started {
            started = true
            if attemptStatus == 206 { resumedAt = bytes.count } else { bytes.removeAll() }
        }
        guard bytes.count + count <= limit else {
            tooLarge = true
            return 0
        }
        if let data { bytes.append(contentsOf: UnsafeRawBufferPointer(start: data, count: count)) }
        return count
    }

    func report(total: Int) -> CInt {
        do {
            let expected = total > 0 ? total + resumedAt : nil
            try progress(DownloadProgress(url: url, received: bytes.count, total: expected))
            return 0
        } catch {
            thrown = error
            return 1
        }
    }
}
