/// JSON exactly as RFC 8259 has it, with objects as rows of pairs, so that a name
/// that is there twice can be seen.
///
/// Foundation's reader takes the last of two equal names, numbers such as `1.0` for whole ones and halves of
/// surrogate pairs; a file format that others must read alike wants none of that.
public enum StrictJSON: Equatable, Sendable, CustomStringConvertible {
    case null, bool(Bool)
    /// The digits as they stand.
    case number(String)
    case string(String)
    case array([StrictJSON])
    case object([(name: String, value: StrictJSON)])

    /// A whole number from 0 on: digits alone, no sign, point or exponent.
    public var count: Int? {
        guard case .number(let digits) = self, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int(digits)
    }

    /// As it would be written, for messages.
    public var description: String {
        switch self {
        case .null: return "null"
        case .bool(let flag): return "\(flag)"
        case .number(let digits): return digits
        case .string(let text): return "\"\(text)\""
        case .array(let elements): return "[" + elements.map(\.description).joined(separator: ", ") + "]"
        case .object(let pairs):
            return "{" + pairs.map { "\"\($0.name)\": \($0.value)" }.joined(separator: ", ") + "}"
        }
    }

    public static func == (a: StrictJSON, b: StrictJSON) -> Bool {
        switch (a, b) {
        case (.null, .null): return true
        case (.bool(let a), .bool(let b)): return a == b
        case (.number(let a), .number(let b)), (.string(let a), .string(let b)): return a == b
        case (.array(let a), .array(let b)): return a == b
        case (.object(let a), .object(let b)):
            return a.count == b.count && zip(a, b).allSatisfy { $0.name == $1.name && $0.value == $1.value }
        default: return false
        }
    }

    /// Why it is no JSON.
    public struct Broken: Error {
        /// What is wrong, without the place.
        public let what: String
        /// The byte at which that shows; nil where no single one is at fault.
        public let offset: Int?

        public var reason: String { offset.map { "\(what) at byte \($0)" } ?? what }
    }

    /// - Throws: `Broken` with the byte at which it is no JSON.
    public init(_ bytes: [UInt8]) throws {
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw Broken(what: "it is not UTF-8", offset: nil)
        }
        var reader = Reader(bytes: bytes)
        self = try reader.value(depth: 0)
        reader.skipBlanks()
        guard reader.at == bytes.count else { throw reader.broken("there is something after its end") }
    }

    /// The value under a name, the last one where there are several; nil where this is no object or lacks it.
    public subscript(_ name: String) -> StrictJSON? {
        guard case .object(let pairs) = self else { return nil }
        return pairs.last { $0.name == name }?.value
    }

    /// The characters of a string; nil for anything else.
    public var text: String? { if case .string(let text) = self { text } else { nil } }

    /// The elements of an array; nil for anything else.
    public var elements: [StrictJSON]? { if case .array(let elements) = self { elements } else { nil } }

    /// What kind of value it is, in JSON's words.
    public var kind: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }

    private struct Reader {
        let bytes: [UInt8]
        var at = 0

        func broken(_ what: String) -> Broken { Broken(what: what, offset: at) }

        var next: UInt8? { at < bytes.count ? bytes[at] : nil }

        mutating func skipBlanks() {
            while let byte = next, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 { at += 1 }
        }

        mutating func take(_ byte: UInt8) -> Bool {
            guard next == byte else { return false }
            at += 1
            return true
        }

        mutating func value(depth: Int) throws -> StrictJSON {
            skipBlanks()
            // As deep as serde_json goes, which reads the others' files.
            if next == UInt8(ascii: "{") || next == UInt8(ascii: "[") {
                guard depth < 127 else { throw broken("it is nested too deeply") }
            }
            switch next {
            case UInt8(ascii: "{"): return try object(depth)
            case UInt8(ascii: "["): return try array(depth)
            case UInt8(ascii: "\""): return .string(try string())
            case UInt8(ascii: "t"): return try word("true", .bool(true))
            case UInt8(ascii: "f"): return try word("false", .bool(false))
            case UInt8(ascii: "n"): return try word("null", .null)
            default: return .number(try number())
            }
        }

        private mutating func word(_ word: String, _ value: StrictJSON) throws -> StrictJSON {
            guard bytes[at...].starts(with: word.utf8) else { throw broken("a value was expected") }
            at += word.utf8.count
            return value
        }

        private mutating func object(_ depth: Int) throws -> StrictJSON {
            at += 1
            var pairs: [(name: String, value: StrictJSON)] = []
            skipBlanks()
            if take(UInt8(ascii: "}")) { return .object(pairs) }
            while true {
                skipBlanks()
                guard next == UInt8(ascii: "\"") else { throw broken("a name in quotes was expected") }
                let name = try string()
                skipBlanks()
                guard take(UInt8(ascii: ":")) else { throw broken("a colon was expected") }
                pairs.append((name, try value(depth: depth + 1)))
                skipBlanks()
                if take(UInt8(ascii: "}")) { return .object(pairs) }
                guard take(UInt8(ascii: ",")) else { throw broken("a comma or } was expected") }
            }
        }

        private mutating func array(_ depth: Int) throws -> StrictJSON {
            at += 1
            var elements: [StrictJSON] = []
            skipBlanks()
            if take(UInt8(ascii: "]")) { return .array(elements) }
            while true {
                elements.append(try value(depth: depth + 1))
                skipBlanks()
                if take(UInt8(ascii: "]")) { return .array(elements) }
                guard take(UInt8(ascii: ",")) else { throw broken("a comma or ] was expected") }
            }
        }

        private mutating func digits() throws {
            let start = at
            while let byte = next, (0x30...0x39).contains(byte) { at += 1 }
            guard at > start else { throw broken("a value was expected") }
        }

        private mutating func number() throws -> String {
            let start = at
            _ = take(UInt8(ascii: "-"))
            if !take(UInt8(ascii: "0")) { try digits() }
            if let byte = next, (0x30...0x39).contains(byte) { throw broken("a number begins with 0") }
            if take(UInt8(ascii: ".")) { try digits() }
            if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
                if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
                try digits()
            }
            let text = String(decoding: bytes[start..<at], as: UTF8.self)
            guard Double(text)?.isFinite == true else { throw broken("a number is out of range") }
            return text
        }

        private mutating func string() throws -> String {
            at += 1
            var result: [UInt8] = []
            while let byte = next {
                at += 1
                switch byte {
                case UInt8(ascii: "\""): return String(decoding: result, as: UTF8.self)
                case UInt8(ascii: "\\"): result += try escaped().utf8
                case 0..<0x20: throw broken("a control character in a string")
                default: result.append(byte)
                }
            }
            throw broken("a string does not end")
        }

        private mutating func escaped() throws -> String {
            defer { at += 1 }
            switch next {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
                return String(Unicode.Scalar(bytes[at]))
            case UInt8(ascii: "b"): return "\u{8}"
            case UInt8(ascii: "f"): return "\u{c}"
            case UInt8(ascii: "n"): return "\n"
            case UInt8(ascii: "r"): return "\r"
            case UInt8(ascii: "t"): return "\t"
            case UInt8(ascii: "u"):
                var code = try unit()
                if (0xD800..<0xDC00).contains(code), bytes[(at + 1)...].starts(with: "\\u".utf8) {
                    at += 2
                    let low = try unit()
                    guard (0xDC00..<0xE000).contains(low) else { throw broken("half a character is missing") }
                    code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
                }
                guard let scalar = Unicode.Scalar(code) else { throw broken("half a character is missing") }
                return String(scalar)
            default: throw broken("there is no such escape")
            }
        }

        /// The four digits behind a `u`, at which the reader stands; it ends at the last of them.
        private mutating func unit() throws -> UInt32 {
            guard at + 4 < bytes.count else { throw broken("a string does not end") }
            var code: UInt32 = 0
            for byte in bytes[(at + 1)...(at + 4)] {
                guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
                    throw broken("there is no such escape")
                }
                code = code << 4 | UInt32(digit)
            }
            at += 4
            return code
        }
    }
}
