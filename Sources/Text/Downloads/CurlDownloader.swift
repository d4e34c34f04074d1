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
    /// Times in a row that a transfer is begun or taken up again without getting on before it is given up.
    public var attempts = 3
    /// Seconds to wait before a file on the disk is taken up again.
    public var pause = 1.0
    /// Bytes past which a file is not kept in memory.
    public var largestFile = 64 << 20
    /// What servers are told of who asks.
    public var userAgent = "lagado (a language-model lab for one book; libcurl)"

    /// With the limits above.
    public init() {}

    public func download(_ url: String, progress: (DownloadProgress) throws -> Void) throws -> Download {
        // The closure lives as long as this call, and so do libcurl's calls to it.
        try withoutActuallyEscaping(progress) { progress in
            let target = MemoryTarget()
            let transfer = Transfer(url: url, limit: largestFile, target: target, progress: progress)
            try finish(transfer)
            return Download(
                bytes: target.bytes, status: transfer.status == 206 ? 200 : transfer.status,
                contentType: transfer.contentType, finalURL: transfer.finalURL)
        }
    }

    public func download(
        _ url: String, into part: PartialFile, length: Int?, progress: (DownloadProgress) throws -> Void
    ) throws -> Int {
        try withoutActuallyEscaping(progress) { progress in
            // What is longer than the whole is no part of it.
            if let length, part.count > length { try part.restart() }
            if length == part.count { return 200 }
            let transfer = Transfer(
                url: url, limit: length ?? .max, length: length, target: part, progress: progress)
            try finish(transfer, waiting: pause)
            if transfer.status == 416 {
                // The server has no such rest: what is here is of another file.
                try part.restart()
                try finish(transfer, waiting: pause)
            }
            guard [200, 206].contains(transfer.status) else { return transfer.status }
            if let length, part.count != length {
                throw TextError(
                    .connection,
                    "\(url): the server ended after \(Formatting.grouped(part.count)) bytes of "
                        + Formatting.grouped(length))
            }
            return 200
        }
    }

    public func announcement(of url: String, progress: (DownloadProgress) throws -> Void) throws
        -> Announcement
    {
        try withoutActuallyEscaping(progress) { progress in
            let transfer = Transfer(url: url, limit: 0, target: MemoryTarget(), progress: progress)
            try finish(transfer, asksOnly: true)
            var answer = transfer.announced
            answer.status = transfer.status
            return answer
        }
    }

    /// Runs a transfer to its end, taking it up again where it breaks off.
    private func finish(_ transfer: Transfer, waiting pause: Double = 0, asksOnly: Bool = false) throws {
        let library = try CurlLibrary.shared.get()
        var attempt = 1
        var best = transfer.target.count
        while true {
            let (code, detail) = try run(transfer, library, asksOnly: asksOnly)
            if code == CURLE_OK { return }
            if let thrown = transfer.thrown { throw thrown }
            try refuse(transfer)
            if transfer.target.count > best { attempt = 1 }
            best = max(best, transfer.target.count)
            // Only a transfer that began and broke off is worth another try: without a connection, or
            // with an address that does not exist, the answer would be the same.
            let brokeOff = [
                CURLE_PARTIAL_FILE, CURLE_RECV_ERROR, CURLE_OPERATION_TIMEDOUT, CURLE_GOT_NOTHING,
                CURLE_HTTP2_STREAM,
            ].contains(code)
            // A network that was there a moment ago may come back.
            let isGone =
                pause > 0 && best > 0
                && [CURLE_COULDNT_CONNECT, CURLE_COULDNT_RESOLVE_HOST].contains(code)
            if !((brokeOff && transfer.answered) || isGone) || attempt >= attempts {
                throw failure(code, detail, transfer)
            }
            attempt += 1
            let end = Date().addingTimeInterval(pause)
            while Date() < end {
                if transfer.report(total: 0) != 0, let thrown = transfer.thrown { throw thrown }
                usleep(50_000)
            }
        }
    }

    /// - Throws: where the file is not the one that is wanted.
    private func refuse(_ transfer: Transfer) throws {
        if let start = transfer.otherStart {
            throw TextError(
                .connection,
                "\(transfer.url): asked to go on at byte \(Formatting.grouped(transfer.target.count)), the "
                    + "server goes on at \(Formatting.grouped(start))")
        }
        if let other = transfer.otherLength, let length = transfer.length {
            throw TextError(
                .connection,
                "\(transfer.url): the file there has \(Formatting.grouped(other)) bytes, not "
                    + "\(Formatting.grouped(length)): it is another one")
        }
        guard transfer.tooLarge else { return }
        throw TextError(
            .connection,
            transfer.length.map {
                "\(transfer.url): the server sends more than the \(Formatting.grouped($0)) bytes of the file"
            }
                ?? "the file at \(transfer.url) is larger than \(Formatting.grouped(largestFile >> 20)) MiB; "
                + "it was not kept")
    }

    /// One HTTP exchange; what arrives is added to what is there if the server resumes.
    private func run(_ transfer: Transfer, _ library: CurlLibrary, asksOnly: Bool) throws
        -> (code: CURLcode, detail: String)
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
        if asksOnly {
            library.set(handle, CURLOPT_NOBODY, 1)
        } else if let validator = transfer.target.validator, transfer.target.count > 0 {
            // The server sends the rest only if the file is still the one that the first part came from.
            library.set(handle, CURLOPT_RANGE, "\(transfer.target.count)-")
            headers = library.appendHeader(headers, "If-Range: \(validator)")
            library.set(handle, CURLOPT_HTTPHEADER, headers)
        } else {
            try transfer.target.restart()
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
                + "\(Formatting.grouped(transfer.target.count)) bytes"
        case CURLE_PARTIAL_FILE:
            reason =
                "the connection closed after \(Formatting.grouped(transfer.target.count)) "
                + "bytes, before the end (\(detail))"
        default:
            reason = detail
        }
        return TextError(.connection, "\(transfer.url): \(reason)")
    }
}
