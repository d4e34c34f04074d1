extension TextCodec {
    /// The bytes of a text.
    ///
    /// - Parameters:
    ///   - text: UTF-8.
    ///   - isMarked: whether the mark comes first that some encodings begin with.
    /// - Throws: `CodecFault` for characters that the encoding does not have, where it is to be strict.
    public func encode(_ text: [UInt8], _ handling: Handling = .strict, isMarked: Bool = true) throws
        -> [UInt8]
    {
        switch self {
        case .utf8: return text
        case .utf8Signature: return isMarked ? [0xEF, 0xBB, 0xBF] + text : text
        case .utf16: return (isMarked ? [0xFF, 0xFE] : []) + pairs(text, isBig: false)
        case .utf16Little: return pairs(text, isBig: false)
        case .utf16Big: return pairs(text, isBig: true)
        case .ascii: return try table(text, handling, "ordinal not in range(128)") { _ in nil }
        case .latin1:
            return try table(text, handling, "ordinal not in range(256)") {
                $0.value < 256 ? UInt8($0.value) : nil
            }
        case .windows1252:
            return try table(text, handling, "character maps to <undefined>") { scalar in
                if scalar.value >= 0xA0, scalar.value < 256 { return UInt8(scalar.value) }
                return TextCodec.windows.firstIndex(of: scalar.value).map { UInt8($0 + 0x80) }
            }
        }
    }

    private func pairs(_ text: [UInt8], isBig: Bool) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.count * 2)
        for unit in String(decoding: text, as: UTF8.self).utf16 {
            let (high, low) = (UInt8(unit >> 8), UInt8(unit & 255))
            result += isBig ? [high, low] : [low, high]
        }
        return result
    }

    private func table(
        _ text: [UInt8], _ handling: Handling, _ reason: String, _ byte: (Unicode.Scalar) -> UInt8?
    ) throws -> [UInt8] {
        if !text.contains(where: { $0 >= 128 }) { return text }
        let scalars = Array(String(decoding: text, as: UTF8.self).unicodeScalars)
        var result: [UInt8] = []
        result.reserveCapacity(scalars.count)
        for (position, scalar) in scalars.enumerated() {
            if scalar.value < 128 {
                result.append(UInt8(scalar.value))
            } else if let byte = byte(scalar) {
                result.append(byte)
            } else {
                switch handling {
                case .ignore: break
                case .replace: result.append(UInt8(ascii: "?"))
                case .backslashreplace: result += Array(CodecFault.escaped(scalar).utf8)
                case .xmlcharrefreplace: result += Array("&#\(scalar.value);".utf8)
                case .strict:
                    let end = scalars[position...].firstIndex { $0.value < 128 || byte($0) != nil }
                    throw CodecFault(self, scalar, position, end ?? scalars.count, reason)
                }
            }
        }
        return result
    }
}
