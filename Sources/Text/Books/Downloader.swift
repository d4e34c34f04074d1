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
}
