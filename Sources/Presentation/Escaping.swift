/// Text inside of other languages.
public enum Escaping {
    /// Text in HTML, or in an attribute between double quotes: its marks as entities.
    public static func html(_ text: String) -> String {
        guard text.utf8.contains(where: isMark) else { return text }
        var result = ""
        for scalar in text.unicodeScalars { result += entity(scalar) }
        return result
    }

    /// Text in XML 1.0, which knows few control characters: its marks as entities, control characters
    /// as their pictures, what is no character as U+FFFD.
    ///
    /// - Parameter special: what stands for a character here, such as `\n` for a line feed; nil leaves it to
    ///   the rules above.
    public static func xml(_ text: String, special: (Unicode.Scalar) -> String? = { _ in nil }) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            if let own = special(scalar) {
                result += own
            } else if scalar == "\u{FFFE}" || scalar == "\u{FFFF}" {
                result += "\u{FFFD}"
            } else if let picture = scalar.controlPicture {
                result.unicodeScalars.append(picture)
            } else {
                result += entity(scalar)
            }
        }
        return result
    }

    /// A string of JSON with its quotes.
    ///
    /// - Parameter ascii: whether what is not ASCII is escaped as well, as Python's `json.dumps` does.
    public static func json(_ text: String, ascii: Bool = false) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\u{8}": result += "\\b"
            case "\u{c}": result += "\\f"
            case _ where scalar.value < 32 || ascii && scalar.value > 126:
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16)
                    result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    private static func isMark(_ byte: UInt8) -> Bool { [0x22, 0x26, 0x3C, 0x3E].contains(byte) }

    private static func entity(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "&": "&amp;"
        case "<": "&lt;"
        case ">": "&gt;"
        case "\"": "&quot;"
        default: String(scalar)
        }
    }
}
