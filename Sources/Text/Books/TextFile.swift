import Foundation

/// How bytes are read as text.
public enum TextEncoding: String, CaseIterable, Sendable {
    case utf8 = "utf-8"
    /// Every byte is a character: what older files need, and what hides every mistake. Only if asked for.
    case latin1 = "latin-1"

    /// From any common spelling: `utf8`, `UTF-8`, `latin1`, `iso-8859-1`.
    public init(named name: String) throws {
        switch name.lowercased().replacingOccurrences(of: "_", with: "-") {
        case "utf-8", "utf8", "ascii", "us-ascii", "utf-8-sig": self = .utf8
        case "latin-1", "latin1", "iso-8859-1", "iso8859-1", "l1": self = .latin1
        default: throw TextError(.value, "unknown encoding '\(name)'; known are utf-8 and latin-1")
        }
    }
}

/// Reads files that a person names, and says what is wrong with them.
public enum TextFile {
    /// Bytes past which a file is refused: a hundred times a long novel.
    public static let largest = 256 << 20

    /// The text of a file.
    ///
    /// - Throws: `TextError` if it is missing, a folder, unreadable, too large, empty, or not text.
    public static func read(_ path: String, encoding: TextEncoding = .utf8) throws -> String {
        try decode(try bytes(of: path), from: path, encoding: encoding)
    }

    /// The bytes of a file of at most `limit` bytes.
    public static func bytes(of path: String, limit: Int = largest) throws -> [UInt8] {
        let path = (path as NSString).expandingTildeInPath
        var info = stat()
        guard !path.utf8.contains(0) else { throw TextError(.value, "a path cannot contain a NUL character") }
        guard stat(path, &info) == 0 else { throw failure(path) }
        switch info.st_mode & S_IFMT {
        case S_IFDIR: throw TextError(.isDirectory, "'\(path)' is a folder, not a file")
        case S_IFREG: break
        default: throw TextError(.value, "'\(path)' is not an ordinary file")
        }
        guard info.st_size <= limit else {
            throw TextError(
                .value,
                "'\(path)' has \(grouped(Int(info.st_size))) bytes; at most \(grouped(limit)) are read")
        }
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw failure(path) }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: Int(info.st_size) + 1)
        var filled = 0
        while filled < bytes.count {
            let room = bytes.count - filled
            let count = bytes.withUnsafeMutableBytes { Foundation.read(file, $0.baseAddress! + filled, room) }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw failure(path) }
            if count == 0 { break }
            filled += count
        }
        bytes.removeLast(bytes.count - filled)
        return bytes
    }

    /// The text that these bytes are.
    ///
    /// - Parameter source: what the message calls them: a path or an address.
    /// - Throws: `TextError` if they are none, contain a NUL byte, or are not valid in the encoding.
    public static func decode(
        _ bytes: [UInt8], from source: String, encoding: TextEncoding = .utf8
    ) throws -> String {
        guard !bytes.isEmpty else { throw TextError(.value, "'\(source)' is empty") }
        if let position = bytes.firstIndex(of: 0) {
            throw TextError(
                .value, "'\(source)' is not text: byte \(grouped(position)) is NUL, as in binary files")
        }
        switch encoding {
        case .latin1:
            var text = String.UnicodeScalarView()
            for byte in bytes { text.append(Unicode.Scalar(byte)) }
            return String(text)
        case .utf8:
            if let text = String(validating: bytes, as: UTF8.self) { return text }
            let position = firstInvalid(bytes)
            throw TextError(
                .unicode,
                "'\(source)' is not UTF-8: byte \(grouped(position)) is 0x\(String(bytes[position], radix: 16))",
                hint: "If it is an older file in Latin-1, say so: encoding=\"latin-1\".")
        }
    }

    /// The position of the first byte that is not part of valid UTF-8.
    private static func firstInvalid(_ bytes: [UInt8]) -> Int {
        let classes = ScalarClasses()
        return bytes.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return 0 }
            var at = 0
            while at < buffer.count {
                let length = classOfSequence(base, buffer.count, at, classes).length
                if length == 1 && buffer[at] >= 0x80 { return at }
                at += length
            }
            return 0
        }
    }

    private static func failure(_ path: String) -> TextError {
        let kind: TextError.Kind
        switch errno {
        case ENOENT, ENOTDIR: return TextError(.fileNotFound, "there is no file '\(path)'")
        case EACCES, EPERM: kind = .permission
        default: kind = .system
        }
        return TextError(kind, "cannot read '\(path)': \(String(cString: strerror(errno)))")
    }
}
