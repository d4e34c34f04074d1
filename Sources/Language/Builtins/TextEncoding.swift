/// From texts to bytes and back.
public enum TextEncoding {
    static let method = Method.make(
        "encode", ["encoding='utf-8'", "errors='strict'"], "The bytes of the text."
    ) { value, arguments, _ in
        let encoding = try TextMethods.optional(arguments[0])?.string ?? "utf-8"
        let errors = try TextMethods.optional(arguments[1])?.string ?? "strict"
        return .object(BytesValue(try encode(TextMethods.text(value), encoding, errors)))
    }

    private enum Codec {
        case utf8(mark: Bool)
        case utf16(isBig: Bool, mark: Bool)
        case table(name: String, limit: UInt32, reason: String)
    }

    private static func codec(_ name: String) throws -> Codec {
        switch name.lowercased().replacing("_", with: "-") {
        case "utf-8", "utf8", "u8": return .utf8(mark: false)
        case "utf-8-sig": return .utf8(mark: true)
        case "utf-16", "utf16": return .utf16(isBig: false, mark: true)
        case "utf-16-le", "utf-16le": return .utf16(isBig: false, mark: false)
        case "utf-16-be", "utf-16be": return .utf16(isBig: true, mark: false)
        case "ascii", "us-ascii", "646":
            return .table(name: "ascii", limit: 128, reason: "ordinal not in range(128)")
        case "latin-1", "latin1", "iso-8859-1", "iso8859-1", "l1", "8859":
            return .table(name: "latin-1", limit: 256, reason: "ordinal not in range(256)")
        case "cp1252", "windows-1252", "1252":
            return .table(name: "charmap", limit: 0, reason: "character maps to <undefined>")
        default:
            throw ScriptError(
                "LookupError", "unknown encoding: \(name)",
                hint: "utf-8, utf-8-sig, utf-16, ascii, latin-1 and cp1252 are there")
        }
    }

    /// What cp1252 has at 0x80 to 0x9F; 0 where it has nothing.
    private static let windows: [UInt32] = [
        0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,
        0x017D,
        0, 0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153,
        0,
        0x017E, 0x0178,
    ]

    // MARK: Text → bytes

    /// - Throws: LookupError for an encoding that is not here, UnicodeEncodeError for a character that it
    /// does not have.
    package static func encode(_ text: ScriptText, _ encoding: String, _ errors: String) throws -> [UInt8] {
        switch try codec(encoding) {
        case .utf8(let mark): return (mark ? [0xEF, 0xBB, 0xBF] : []) + text.bytes
        case .utf16(let isBig, let mark):
            func pair(_ unit: UInt16) -> [UInt8] {
                let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xFF))
                return isBig ? [high, low] : [low, high]
            }
            return (mark ? pair(0xFEFF) : []) + text.string.utf16.flatMap(pair)
        case .table(let name, let limit, let reason):
            if limit > 0, text.isASCII { return text.bytes }
            return try encode(text, name, limit, reason, errors)
        }
    }

    private static func encode(
        _ text: ScriptText, _ name: String, _ limit: UInt32, _ reason: String, _ errors: String
    ) throws -> [UInt8] {
        func byte(_ scalar: UInt32) -> UInt8? {
            if limit > 0 { return scalar < limit ? UInt8(scalar) : nil }
            if scalar < 0x80 || scalar >= 0xA0 && scalar < 0x100 { return UInt8(scalar) }
            return windows.firstIndex(of: scalar).map { UInt8(0x80 + $0) }
        }
        var result: [UInt8] = []
        let scalars = text.scalars
        var place = 0
        while place < scalars.count {
            if let byte = byte(scalars[place]) {
                result.append(byte)
                place += 1
                continue
            }
            var end = place
            while end < scalars.count, byte(scalars[end]) == nil { end += 1 }
            for scalar in scalars[place..<end] {
                switch errors {
                case "ignore": break
                case "replace": result.append(UInt8(ascii: "?"))
                case "xmlcharrefreplace": result += Array("&#\(scalar);".utf8)
                case "backslashreplace":
                    result += Array(Unicode.Scalar(scalar).map { Operations.escaped($0) }?.utf8 ?? "?".utf8)
                case "strict":
                    throw failure(
                        "UnicodeEncodeError", name, .str(text), place, end, reason)
                default: throw unknownHandler(errors)
                }
            }
            place = end
        }
        return result
    }

    private static func unknownHandler(_ name: String) -> ScriptError {
        ScriptError(
            "LookupError", "unknown error handler name '\(name)'",
            hint: "strict, ignore, replace and backslashreplace are there")
    }

    private static func failure(
        _ kind: String, _ codec: String, _ object: Value, _ start: Int, _ end: Int, _ reason: String
    ) -> ScriptError {
        let instance = ExceptionTypes.make(
            ExceptionTypes.type(kind), [.string(codec), object, .int(start), .int(end), .string(reason)])
        var error = ScriptError(
            kind, (try? ExceptionTypes.message(instance)) ?? reason,
            hint: "errors=\"replace\" puts a mark there")
        error.exception = instance
        return error
    }

    // MARK: Bytes → text

    /// - Throws: LookupError for an encoding that is not here, UnicodeDecodeError for bytes that are none
    /// of its text.
    package static func decode(_ bytes: [UInt8], _ encoding: String, _ errors: String) throws -> String {
        switch try codec(encoding) {
        case .utf8(let mark):
            let hasMark = mark && bytes.starts(with: [0xEF, 0xBB, 0xBF])
            return try decode8(bytes, from: hasMark ? 3 : 0, errors)
        case .utf16(let isBig, let mark): return try decode16(bytes, isBig: isBig, mark: mark, errors)
        case .table(let name, let limit, let reason):
            var result = String.UnicodeScalarView()
            for (place, byte) in bytes.enumerated() {
                var scalar = UInt32(byte)
                if limit == 0, byte >= 0x80, byte < 0xA0 { scalar = windows[Int(byte) - 0x80] }
                if limit == 0 ? scalar == 0 && byte != 0 : scalar >= limit {
                    result.append(
                        contentsOf: try replaced(bytes, place, place + 1, name, reason, errors).unicodeScalars
                    )
                } else if let scalar = Unicode.Scalar(scalar) {
                    result.append(scalar)
                }
            }
            return String(result)
        }
    }

    /// What stands for bytes that cannot be read.
    private static func replaced(
        _ bytes: [UInt8], _ start: Int, _ end: Int, _ name: String, _ reason: String, _ errors: String
    ) throws -> String {
        switch errors {
        case "strict":
            throw failure("UnicodeDecodeError", name, .object(BytesValue(bytes)), start, end, reason)
        case "ignore": return ""
        case "replace": return "\u{FFFD}"
        case "backslashreplace":
            return bytes[start..<end].map { "\\x" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        default: throw unknownHandler(errors)
        }
    }

    private static func decode8(_ bytes: [UInt8], from first: Int, _ errors: String) throws -> String {
        // Almost always all is well, and then the text is made in one go.
        if let text = String(validating: bytes[first...], as: UTF8.self) { return text }
        var result: [UInt8] = []
        var place = first
        while place < bytes.count {
            let lead = bytes[place]
            if lead < 0x80 {
                result.append(lead)
                place += 1
                continue
            }
            let (count, lowest, highest): (Int, UInt8, UInt8)
            switch lead {
            case 0xC2...0xDF: (count, lowest, highest) = (1, 0x80, 0xBF)
            case 0xE0: (count, lowest, highest) = (2, 0xA0, 0xBF)
            case 0xED: (count, lowest, highest) = (2, 0x80, 0x9F)
            case 0xE1...0xEF: (count, lowest, highest) = (2, 0x80, 0xBF)
            case 0xF0: (count, lowest, highest) = (3, 0x90, 0xBF)
            case 0xF4: (count, lowest, highest) = (3, 0x80, 0x8F)
            case 0xF1...0xF3: (count, lowest, highest) = (3, 0x80, 0xBF)
            default: (count, lowest, highest) = (0, 0, 0)
            }
            var end = place + 1
            while end < bytes.count, end <= place + count {
                let isFirst = end == place + 1
                if bytes[end] < (isFirst ? lowest : 0x80) || bytes[end] > (isFirst ? highest : 0xBF) { break }
                end += 1
            }
            if count > 0, end == place + count + 1 {
                result += bytes[place..<end]
            } else {
                let reason =
                    count == 0
                    ? "invalid start byte"
                    : end == bytes.count ? "unexpected end of data" : "invalid continuation byte"
                result += Array(try replaced(bytes, place, end, "utf-8", reason, errors).utf8)
            }
            place = end
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func decode16(_ bytes: [UInt8], isBig: Bool, mark: Bool, _ errors: String) throws -> String
    {
        var (isBig, place, name) = (isBig, 0, mark ? "utf-16" : isBig ? "utf-16-be" : "utf-16-le")
        if mark, bytes.count >= 2 {
            if bytes[0] == 0xFE, bytes[1] == 0xFF { (isBig, place) = (true, 2) }
            if bytes[0] == 0xFF, bytes[1] == 0xFE { (isBig, place) = (false, 2) }
            if !isBig { name = "utf-16-le" } else { name = "utf-16-be" }
        }
        func unit(_ place: Int) -> UInt32 {
            let (a, b) = (UInt32(bytes[place]), UInt32(bytes[place + 1]))
            return isBig ? a << 8 | b : b << 8 | a
        }
        var result = String.UnicodeScalarView()
        while place < bytes.count {
            var (reason, end) = ("truncated data", bytes.count)
            if place + 1 < bytes.count {
                let high = unit(place)
                if let scalar = Unicode.Scalar(high) {
                    result.append(scalar)
                    place += 2
                    continue
                }
                (reason, end) = ("illegal encoding", place + 2)
                if high < 0xDC00 {
                    if place + 3 >= bytes.count {
                        (reason, end) = ("unexpected end of data", bytes.count)
                    } else if case let low = unit(place + 2), low >= 0xDC00, low < 0xE000,
                        let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
                    {
                        result.append(scalar)
                        place += 4
                        continue
                    } else {
                        reason = "illegal UTF-16 surrogate"
                    }
                }
            }
            result.append(contentsOf: try replaced(bytes, place, end, name, reason, errors).unicodeScalars)
            place = end
        }
        return String(result)
    }
}
