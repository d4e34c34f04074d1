import Disk
import Foundation
import Presentation

/// How bytes are read as text.
public enum TextEncoding: String, CaseIterable, Sendable {
    case utf8 = "utf-8"
    /// Every byte is a character: what older files need, and what hides every mistake. Only if asked for.
    case latin1 = "latin-1"

    /// From any common spelling: `utf8`, `UTF-8`, `latin1`, `iso-8859-1`.
    ///
    /// - Throws: `TextError` for another name.
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
    ///
    /// - Throws: `TextError` if it is missing, a folder, unreadable or larger.
    public static func bytes(of path: String, limit: Int = largest) throws -> [UInt8] {
        do { return try ReadableFile(path).all(limit: limit) } catch let error as FileError {
            throw TextError(error)
        }
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
                .value,
                "'\(source)' is not text: byte \(Formatting.grouped(position)) is NUL, as in binary files")
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
                "'\(source)' is not UTF-8: byte \(Formatting.grouped(position)) is "
                    + "0x\(String(bytes[position], radix: 16))",
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
}

extension TextError {
    /// What the system said about a file.
    init(_ error: FileError) {
        self.init(Kind(rawValue: error.reason.rawValue) ?? .system, error.message, hint: error.hint ?? "")
    }
}
