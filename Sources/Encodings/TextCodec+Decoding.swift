extension TextCodec {
    /// The text that bytes are.
    ///
    /// - Returns: UTF-8.
    /// - Throws: `CodecFault` for bytes that are none, where they are to be strict.
    public func decode(_ bytes: [UInt8], _ handling: Handling = .strict) throws -> [UInt8] {
        switch self {
        case .utf8: return try utf8(bytes, 0, handling)
        case .utf8Signature:
            return try utf8(bytes, TextCodec.signature(of: bytes) == .utf8Signature ? 3 : 0, handling)
        case .ascii: return try table(bytes, handling, "ordinal not in range(128)") { _ in 0 }
        case .latin1: return try table(bytes, handling, "") { UInt32($0) }
        case .windows1252:
            return try table(bytes, handling, "character maps to <undefined>") {
                $0 < 0xA0 ? TextCodec.windows[Int($0) - 0x80] : UInt32($0)
            }
        case .utf16:
            guard bytes.count > 1 else { return try pairs(bytes, 0, isBig: false, handling, as: .utf16) }
            let isBig = bytes[0] == 0xFE && bytes[1] == 0xFF
            let isMarked = isBig || bytes[0] == 0xFF && bytes[1] == 0xFE
            return try pairs(bytes, isMarked ? 2 : 0, isBig: isBig, handling)
        case .utf16Little: return try pairs(bytes, 0, isBig: false, handling)
        case .utf16Big: return try pairs(bytes, 0, isBig: true, handling)
        }
    }

    /// What stands for bytes that do not fit.
    private func stand(in bytes: [UInt8], _ start: Int, _ end: Int, _ reason: String, _ handling: Handling)
        throws -> String
    {
        switch handling {
        case .ignore: return ""
        case .replace: return "\u{FFFD}"
        case .backslashreplace:
            return bytes[start..<end].map {
                CodecFault.escaped(Unicode.Scalar($0))
            }.joined()
        case .strict, .xmlcharrefreplace: throw CodecFault(self, bytes, start, end, reason)
        }
    }

    /// Encodings in which each byte is a character; those below 128 are ASCII.
    private func table(
        _ bytes: [UInt8], _ handling: Handling, _ reason: String, _ character: (UInt8) -> UInt32
    ) throws -> [UInt8] {
        if !bytes.contains(where: { $0 >= 128 }) { return bytes }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + bytes.count / 4)
        for (position, byte) in bytes.enumerated() {
            if byte < 128 {
                result.append(byte)
            } else if let scalar = Unicode.Scalar(character(byte)), scalar.value != 0 {
                result.append(contentsOf: UTF8.encode(scalar)!)
            } else {
                result += Array(try stand(in: bytes, position, position + 1, reason, handling).utf8)
            }
        }
        return result
    }

    private func utf8(_ bytes: [UInt8], _ start: Int, _ handling: Handling) throws -> [UInt8] {
        guard var fault = TextCodec.firstFault(bytes, start) else {
            return start == 0 ? bytes : Array(bytes[start...])
        }
        var result: [UInt8] = []
        var from = start
        while true {
            result += bytes[from..<fault.start]
            result += Array(try stand(in: bytes, fault.start, fault.end, fault.reason, handling).utf8)
            from = fault.end
            guard let next = TextCodec.firstFault(bytes, from) else { break }
            fault = next
        }
        return result + bytes[from...]
    }

    /// The first bytes from a position on that break UTF-8, and why, as CPython counts and words it.
    static func firstFault(_ bytes: [UInt8], _ start: Int) -> (start: Int, end: Int, reason: String)? {
        bytes.withUnsafeBufferPointer { bytes in
            var at = start
            while at < bytes.count {
                let lead = bytes[at]
                if lead < 0x80 {
                    at += 1
                    continue
                }
                let width = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0
                guard width > 0 else { return (at, at + 1, "invalid start byte") }
                var seen = 1
                while seen < width, at + seen < bytes.count {
                    let next = bytes[at + seen]
                    let lowest: UInt8 = seen > 1 ? 0x80 : lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80
                    let highest: UInt8 = seen > 1 ? 0xBF : lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF
                    guard next >= lowest, next <= highest else {
                        return (at, at + seen, "invalid continuation byte")
                    }
                    seen += 1
                }
                guard seen == width else { return (at, bytes.count, "unexpected end of data") }
                at += width
            }
            return nil
        }
    }

    private func pairs(
        _ bytes: [UInt8], _ start: Int, isBig: Bool, _ handling: Handling, as name: TextCodec? = nil
    ) throws -> [UInt8] {
        let codec = name ?? (isBig ? .utf16Big : .utf16Little)
        func unit(_ at: Int) -> UInt16 {
            let (a, b) = (UInt16(bytes[at]), UInt16(bytes[at + 1]))
            return isBig ? a << 8 | b : b << 8 | a
        }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var at = start
        while at < bytes.count {
            guard at + 1 < bytes.count else {
                result += Array(
                    try codec.stand(in: bytes, at, bytes.count, "truncated data", handling).utf8)
                break
            }
            let first = unit(at)
            if first & 0xF800 != 0xD800 {
                result.append(contentsOf: UTF8.encode(Unicode.Scalar(first)!)!)
                at += 2
                continue
            }
            guard first < 0xDC00 else {
                result += Array(try codec.stand(in: bytes, at, at + 2, "illegal encoding", handling).utf8)
                at += 2
                continue
            }
            guard at + 3 < bytes.count else {
                result += Array(
                    try codec.stand(in: bytes, at, bytes.count, "unexpected end of data", handling).utf8)
                break
            }
            let second = unit(at + 2)
            guard second & 0xFC00 == 0xDC00 else {
                result += Array(
                    try codec.stand(in: bytes, at, at + 2, "illegal UTF-16 surrogate", handling).utf8)
                at += 2
                continue
            }
            let code = 0x10000 + (UInt32(first & 0x3FF) << 10 | UInt32(second & 0x3FF))
            result.append(contentsOf: UTF8.encode(Unicode.Scalar(code)!)!)
            at += 4
        }
        return result
    }
}
