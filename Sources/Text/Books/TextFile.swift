import Disk
import Encodings
import Foundation
import Presentation

/// Reads files that a person names, and says what is wrong with them.
public enum TextFile {
    /// Bytes past which a file is refused: a hundred times a long novel.
    public static let largest = 256 << 20

    /// The text of a file.
    ///
    /// - Throws: `TextError` if it is missing, a folder, unreadable, too large, empty, or not text.
    public static func read(_ path: String, encoding: TextCodec = .utf8) throws -> String {
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
        _ bytes: [UInt8], from source: String, encoding: TextCodec = .utf8
    ) throws -> String {
        guard !bytes.isEmpty else { throw TextError(.value, "'\(source)' is empty") }
        let hasPairs = [.utf16, .utf16Little, .utf16Big].contains(encoding)
        if !hasPairs, let position = bytes.firstIndex(of: 0) {
            throw TextError(
                .value,
                "'\(source)' is not text: byte \(Formatting.grouped(position)) is NUL, as in binary files")
        }
        do { return String(decoding: try encoding.decode(bytes), as: UTF8.self) } catch let fault
            as CodecFault
        {
            let position = fault.start
            throw TextError(
                .unicode,
                "'\(source)' is not \(encoding.rawValue.uppercased()): "
                    + "byte \(Formatting.grouped(position)) is "
                    + "0x\(String(bytes[position], radix: 16))",
                hint: "If it is an older file in Latin-1, say so: encoding=\"latin-1\".")
        }
    }

    /// The text that these bytes are, whatever encoding they have: UTF-8, UTF-16 with its mark, and cp1252
    /// for what can be neither.
    ///
    /// - Returns: the text, and a remark where it is not UTF-8.
    /// - Throws: `TextError` if they are none, or no text.
    public static func guess(_ bytes: [UInt8], from source: String) throws -> (text: String, remark: String?)
    {
        func remark(_ codec: TextCodec) -> String { "'\(source)' is read as \(codec.rawValue)" }
        if TextCodec.signature(of: bytes) == .utf16 {
            return (try decode(bytes, from: source, encoding: .utf16), remark(.utf16))
        }
        do { return (try decode(bytes, from: source), nil) } catch {
            guard !bytes.isEmpty, !bytes.contains(0), let text = try? TextCodec.windows1252.decode(bytes)
            else {
                throw error
            }
            return (String(decoding: text, as: UTF8.self), remark(.windows1252))
        }
    }
}

extension TextError {
    /// What the system said about a file.
    init(_ error: FileError) {
        self.init(Kind(rawValue: error.reason.rawValue) ?? .system, error.message, hint: error.hint ?? "")
    }
}
