/// How far a download is.
public struct DownloadProgress: Equatable, Sendable {
    /// The address that was asked for.
    public let url: String
    /// Bytes here so far.
    public let received: Int
    /// Bytes in all, where the server says so.
    public let total: Int?

    /// So many bytes of this address are here.
    public init(url: String, received: Int, total: Int?) {
        self.url = url
        self.received = received
        self.total = total
    }
}

/// What a server sent, whole.
public struct Download: Equatable, Sendable {
    /// The body.
    public let bytes: [UInt8]
    /// The HTTP status: 200, 404, …
    public let status: Int
    /// As in the header `Content-Type`; empty if there was none.
    public let contentType: String
    /// The address after redirects.
    public let finalURL: String

    /// What a server sent in answer; tests make some of their own.
    public init(bytes: [UInt8], status: Int, contentType: String = "text/plain", finalURL: String) {
        self.bytes = bytes
        self.status = status
        self.contentType = contentType
        self.finalURL = finalURL
    }
}

/// What a server says of a file.
public struct Announcement: Equatable, Sendable {
    /// The HTTP status: 200, 404, …
    public var status: Int
    /// Bytes of the file.
    public var length: Int?
    /// Its SHA-256 in hexadecimal, where the server's `X-Linked-ETag` or `ETag` is one.
    public var sha256: String?

    /// What was said; nil for what was not.
    public init(status: Int, length: Int? = nil, sha256: String? = nil) {
        (self.status, self.length, self.sha256) = (status, length, sha256)
    }
}

/// Gets a file over the network. The library's own is `CurlDownloader`; tests put others in its place.
public protocol Downloader: Sendable {
    /// Downloads one file into memory.
    ///
    /// - Parameters:
    ///   - url: an http or https address.
    ///   - progress: called several times a second, at least once a second while nothing arrives; what it
    ///     throws ends the download and is thrown on.
    /// - Throws: `TextError` (`.connection`) if not all of it came. An HTTP
    ///   error is not thrown: see `status`.
    func download(_ url: String, progress: (DownloadProgress) throws -> Void) throws -> Download

    /// Downloads one file into a part that is kept on the disk, going on where the part ends if the server
    /// vouches for what is there.
    ///
    /// - Parameter length: bytes that the file has; another one is refused before it comes.
    /// - Returns: the HTTP status; unless it is 200, the part is as it was.
    /// - Throws: `TextError` (`.connection`) if not all of it came, `FileError` where the part cannot be
    ///   written; what came stays in the part.
    func download(
        _ url: String, into part: PartialFile, length: Int?, progress: (DownloadProgress) throws -> Void
    ) throws -> Int

    /// Asks what the server says of a file, without having it sent.
    ///
    /// - Throws: `TextError` (`.connection`) where it cannot be asked.
    func announcement(of url: String, progress: (DownloadProgress) throws -> Void) throws -> Announcement
}

extension Downloader {
    public func download(
        _ url: String, into part: PartialFile, length: Int?, progress: (DownloadProgress) throws -> Void
    ) throws -> Int {
        let whole = try download(url, progress: progress)
        guard whole.status == 200 else { return whole.status }
        try part.restart()
        try whole.bytes.withUnsafeBytes { try part.append($0) }
        return whole.status
    }

    public func announcement(of url: String, progress: (DownloadProgress) throws -> Void) throws
        -> Announcement
    { Announcement(status: 200) }
}
