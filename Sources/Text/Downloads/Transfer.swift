import CCurl
import Foundation

/// Where the bytes of a transfer go.
protocol TransferTarget: AnyObject {
    /// Bytes that are there.
    var count: Int { get }
    /// What the server's `ETag` or `Last-Modified` said: proof that a rest belongs to the same file.
    var validator: String? { get set }
    /// Whether the body of an answer with this HTTP status is wanted.
    func takes(status: Int) -> Bool
    /// Forgets what is there.
    func restart() throws
    func append(_ bytes: UnsafeRawBufferPointer) throws
}

/// Bytes in memory.
final class MemoryTarget: TransferTarget {
    private(set) var bytes: [UInt8] = []
    var validator: String?
    var count: Int { bytes.count }

    /// A page that says what is wrong is wanted too.
    func takes(status: Int) -> Bool { true }
    func restart() { bytes.removeAll() }
    func append(_ bytes: UnsafeRawBufferPointer) { self.bytes.append(contentsOf: bytes) }
}

/// The state of one download, over all its attempts. libcurl's callbacks come here.
final class Transfer {
    let url: String
    /// Bytes past which the file is refused.
    let limit: Int
    /// Bytes that the file should have; nil where that is not known.
    let length: Int?
    let target: any TransferTarget
    let progress: (DownloadProgress) throws -> Void
    var status = 0
    var contentType = ""
    var finalURL = ""
    /// What ended it, if libcurl did not.
    var thrown: (any Error)?
    var tooLarge = false
    /// Bytes that the server wants to send where another number is right.
    var otherLength: Int?
    /// Where the server goes on, if it is not where it should.
    var otherStart: Int?
    /// True once a status line came, in this attempt.
    var answered = false
    /// What the server has said of the file.
    private(set) var announced = Announcement(status: 0)
    private var attemptStatus = 0
    private var attemptLength: Int?
    /// Of the answer that comes now: what would vouch for it, and where it begins.
    private var attemptValidator: String?
    private var rangeStart: Int?
    private var started = false
    private var resumedAt = 0

    init(
        url: String, limit: Int, length: Int? = nil, target: any TransferTarget,
        progress: @escaping (DownloadProgress) throws -> Void
    ) {
        (self.url, self.limit, self.length, self.target) = (url, limit, length, target)
        self.progress = progress
    }

    static func at(_ context: UnsafeMutableRawPointer?) -> Transfer {
        // libcurl hands back the pointer that it was given, which is never nil.
        Unmanaged<Transfer>.fromOpaque(context!).takeUnretainedValue()
    }

    func begin() {
        answered = false
        started = false
        (attemptStatus, attemptLength, attemptValidator, rangeStart) = (0, nil, nil, nil)
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
            (attemptLength, attemptValidator, rangeStart) = (nil, nil, nil)
            return
        }
        guard let colon = text.firstIndex(of: ":") else { return }
        let value = text[text.index(after: colon)...].trimmingCharacters(in: .whitespaces)
        let isFinal = !(300..<400).contains(attemptStatus)
        switch text[..<colon].lowercased() {
        case "etag":
            if !value.hasPrefix("W/") { attemptValidator = value }
            if isFinal, announced.sha256 == nil { announced.sha256 = Transfer.sum(value) }
        case "last-modified" where attemptValidator == nil: attemptValidator = value
        // A redirect to where the bytes are kept says what they are.
        case "x-linked-etag": announced.sha256 = Transfer.sum(value) ?? announced.sha256
        case "x-linked-size": announced.length = Int(value) ?? announced.length
        case "content-length":
            attemptLength = Int(value)
            if isFinal, announced.length == nil, attemptStatus != 206 { announced.length = Int(value) }
        case "content-range":
            let numbers = value.split { !$0.isNumber }.compactMap { Int($0) }
            rangeStart = numbers.first
            if numbers.count == 3, announced.length == nil { announced.length = numbers[2] }
        default: break
        }
        announced.status = attemptStatus
    }

    /// A SHA-256, if the header is one.
    private static func sum(_ header: String) -> String? {
        let text = header.trimmingCharacters(in: CharacterSet(charactersIn: "\"")).lowercased()
        return text.count == 64 && text.allSatisfy { $0.isASCII && $0.isHexDigit } ? text : nil
    }

    /// Part of the body; any other result than `count` makes libcurl stop.
    func receive(_ data: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
        guard target.takes(status: attemptStatus) else { return count }
        do {
            if !started {
                if attemptStatus == 206 {
                    resumedAt = target.count
                    if let rangeStart, rangeStart != resumedAt {
                        otherStart = rangeStart
                        return 0
                    }
                }
                if let length, let attemptLength, attemptLength + resumedAt != length {
                    otherLength = attemptLength + resumedAt
                    return 0
                }
                started = true
                if attemptStatus != 206 { try target.restart() }
                target.validator = attemptValidator ?? (attemptStatus == 206 ? target.validator : nil)
            }
            guard target.count + count <= length ?? limit else {
                tooLarge = true
                return 0
            }
            if let data { try target.append(UnsafeRawBufferPointer(start: data, count: count)) }
            return count
        } catch {
            thrown = error
            return 0
        }
    }

    func report(total: Int) -> CInt {
        do {
            let expected = length ?? (total > 0 ? total + resumedAt : nil)
            try progress(DownloadProgress(url: url, received: target.count, total: expected))
            return 0
        } catch {
            thrown = error
            return 1
        }
    }
}
