/// A way to write text as bytes. Bytes come in and go out; text is UTF-8.
public enum TextCodec: String, Sendable, CaseIterable {
    case utf8 = "utf-8"
    /// UTF-8 with a mark at its beginning.
    case utf8Signature = "utf-8-sig"
    case ascii = "ascii"
    case latin1 = "latin-1"
    /// What older Windows programs write in western Europe.
    case windows1252 = "cp1252"
    /// With a mark at its beginning that says which byte comes first.
    case utf16 = "utf-16"
    case utf16Little = "utf-16-le"
    case utf16Big = "utf-16-be"

    /// From any of the spellings that Python knows: `utf8`, `UTF-8`, `latin1`, `iso-8859-1`.
    public init?(named name: String) {
        let plain = String(name.lowercased().map { $0 == "_" || $0 == " " ? "-" : $0 })
        switch plain {
        case "utf-8", "utf8", "u8", "cp65001": self = .utf8
        case "utf-8-sig", "utf8-sig": self = .utf8Signature
        case "ascii", "us-ascii", "646", "ansi-x3.4-1968": self = .ascii
        case "latin-1", "latin1", "latin", "l1", "iso-8859-1", "iso8859-1", "8859", "cp819": self = .latin1
        case "cp1252", "windows-1252", "1252": self = .windows1252
        case "utf-16", "utf16", "u16": self = .utf16
        case "utf-16-le", "utf-16le", "utf16-le": self = .utf16Little
        case "utf-16-be", "utf-16be", "utf16-be": self = .utf16Big
        default: return nil
        }
    }

    /// What the first bytes of a text say about the rest; nil where they say nothing.
    public static func signature(of bytes: [UInt8]) -> TextCodec? {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return .utf8Signature }
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return .utf16 }
        return nil
    }

    /// What is done about bytes or characters that do not fit.
    public enum Handling: String, Sendable {
        case strict, ignore, replace, backslashreplace, xmlcharrefreplace
    }

    /// Characters of the bytes 0x80 to 0x9F; 0 where there is none.
    static let windows: [UInt32] = [
        0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,
        0x017D, 0, 0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
        0x0153, 0, 0x017E, 0x0178,
    ]

    /// How errors call it.
    var nameInErrors: String {
        self == .windows1252 ? "charmap" : self == .utf8Signature ? "utf-8" : rawValue
    }
}

/// Bytes that are no text in an encoding, or a character that an encoding does not have.
public struct CodecFault: Error, Equatable, Sendable {
    /// The exception that Python raises.
    public enum Kind: String, Sendable {
        case decoding = "UnicodeDecodeError"
        case encoding = "UnicodeEncodeError"
        case general = "UnicodeError"
    }
    public let kind: Kind
    public let codec: String
    /// Positions of the first byte or character and behind the last.
    public let start: Int, end: Int
    /// What is wrong there, in Python's words.
    public let reason: String
    /// In Python's words.
    public let message: String

    init(_ codec: TextCodec, _ bytes: [UInt8], _ start: Int, _ end: Int, _ reason: String) {
        let name = codec.nameInErrors
        (kind, self.codec, self.start, self.end, self.reason) = (.decoding, name, start, end, reason)
        if end - start == 1 {
            let byte = String(bytes[start], radix: 16)
            message =
                "'\(name)' codec can't decode byte 0x\(byte.count < 2 ? "0" : "")\(byte) "
                + "in position \(start): "
                + reason
        } else {
            message = "'\(name)' codec can't decode bytes in position \(start)-\(end - 1): \(reason)"
        }
    }

    init(_ codec: TextCodec, _ scalar: Unicode.Scalar, _ start: Int, _ end: Int, _ reason: String) {
        let name = codec.nameInErrors
        (kind, self.codec, self.start, self.end, self.reason) = (.encoding, name, start, end, reason)
        if end - start == 1 {
            message =
                "'\(name)' codec can't encode character '\(CodecFault.escaped(scalar))' "
                + "in position \(start): "
                + reason
        } else {
            message = "'\(name)' codec can't encode characters in position \(start)-\(end - 1): \(reason)"
        }
    }

    init(general message: String) {
        (kind, codec, start, end, reason) = (.general, "", 0, 0, message)
        self.message = message
    }

    /// A character as Python escapes it.
    static func escaped(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16)
        func padded(_ count: Int) -> String { String(repeating: "0", count: count - digits.count) + digits }
        return scalar.value < 256
            ? "\\x" + padded(2) : scalar.value < 0x10000 ? "\\u" + padded(4) : "\\U" + padded(8)
    }
}
