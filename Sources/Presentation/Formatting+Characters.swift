import Foundation

extension Unicode.Scalar {
    /// What stands for a control character where people are to see it: U+2400 and on are pictures of the
    /// ASCII ones, U+FFFD stands for the others. Nil for a character that is shown as it is.
    public var controlPicture: Unicode.Scalar? {
        switch value {
        case 0..<32: Unicode.Scalar(0x2400 + value)
        case 127: "\u{2421}"
        case 128..<160: "\u{FFFD}"
        default: nil
        }
    }

    /// Marks that turn the direction of text: they could hide what a line really says.
    fileprivate var turnsText: Bool {
        (0x202A...0x202E).contains(value) || (0x2066...0x2069).contains(value)
    }
}

extension Formatting {
    /// Control characters made visible, so that no text can move a terminal's cursor; line feeds stay.
    public static func visible(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { $0.controlPicture != nil && $0 != "\n" }) else {
            return text
        }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            result.append(scalar == "\n" ? scalar : scalar.controlPicture ?? scalar)
        }
        return String(result)
    }

    /// Text that cannot command a terminal: control characters are shown (`␍`, or `^M` in ASCII), never sent.
    /// Line feeds and tabs stay.
    ///
    /// - Parameter unicode: false writes what is not ASCII as `\u2019`.
    public static func safe(_ text: String, unicode: Bool) -> String {
        func needsCare(_ scalar: Unicode.Scalar) -> Bool {
            if scalar == "\t" || scalar == "\n" { return false }
            return scalar.controlPicture != nil || scalar.turnsText || !(unicode || scalar.isASCII)
        }
        guard text.unicodeScalars.contains(where: needsCare) else { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            guard needsCare(scalar) else {
                result.append(scalar)
                continue
            }
            if let picture = scalar.controlPicture, scalar.isASCII {
                if unicode {
                    result.append(picture)
                } else {
                    result.append("^")
                    result.append(Unicode.Scalar(UInt8(scalar.value ^ 0x40)))
                }
                continue
            }
            let digits = String(scalar.value, radix: 16)
            let isLong = scalar.value > 0xffff
            let zeros = String(repeating: "0", count: max((isLong ? 8 : 4) - digits.count, 0))
            result.append(contentsOf: "\\\(isLong ? "U" : "u")\(zeros)\(digits)".unicodeScalars)
        }
        return String(result)
    }

    /// Text on one line: `⏎` for a line feed, pictures for other control characters.
    public static func line(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            result.append(scalar == "\n" ? "⏎" : scalar.controlPicture ?? scalar)
        }
        return String(result)
    }

    /// A token as people point at it: `␣` for a leading blank, `⏎` for a line
    /// feed, `␍` for a carriage return.
    public static func token(_ text: String) -> String {
        line(text).replacingOccurrences(of: " ", with: "␣")
    }
}
