import Foundation

/// Numbers and characters as people read them.
public enum Words {
    /// `123849984` → `123,849,984`.
    public static func grouped(_ number: Int) -> String {
        let digits = Array(String(number.magnitude))
        var text = number < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return text
    }

    /// `1 step`, `3 steps`.
    public static func count(_ number: Int, _ noun: String) -> String {
        "\(grouped(number)) \(noun)\(number == 1 ? "" : "s")"
    }

    /// `1 batch`, `3 batches`.
    public static func count(_ number: Int, _ noun: String, _ plural: String) -> String {
        "\(grouped(number)) \(number == 1 ? noun : plural)"
    }

    /// A duration in two significant parts: `4 ms`, `3.2 s`, `2 min 05 s`, `1 h 12 min`.
    public static func duration(_ seconds: Double) -> String {
        guard seconds.isFinite else { return "?" }
        switch seconds {
        case ..<0.001: return "\(fixed(seconds * 1e6, 0)) µs"
        case ..<0.1: return "\(fixed(seconds * 1e3, seconds < 0.01 ? 1 : 0)) ms"
        case ..<10: return "\(fixed(seconds, 2)) s"
        case ..<60: return "\(fixed(seconds, 1)) s"
        case ..<3600:
            let whole = Int(seconds.rounded())
            return "\(whole / 60) min \(whole % 60 < 10 ? "0" : "")\(whole % 60) s"
        default:
            let minutes = seconds / 60 < 1e9 ? Int((seconds / 60).rounded()) : Int(1e9)
            return "\(minutes / 60) h \(minutes % 60) min"
        }
    }

    /// With this many digits after the point.
    public static func fixed(_ number: Double, _ digits: Int) -> String {
        String(format: "%.\(digits)f", number)
    }

    /// Operations in a unit of three: `35.8 TFLOP`.
    public static func operations(_ count: Double) -> String {
        for (unit, size) in [("PFLOP", 1e15), ("TFLOP", 1e12), ("GFLOP", 1e9), ("MFLOP", 1e6)]
        where count >= size {
            return "\(fixed(count / size, count / size < 10 ? 2 : 1)) \(unit)"
        }
        return "\(grouped(Int(count))) FLOP"
    }

    /// A count in words where it is long: `8,208`, `2.05 million`.
    public static func large(_ count: Double) -> String {
        for (name, size) in [("trillion", 1e12), ("billion", 1e9), ("million", 1e6)] where count >= size {
            return "\(fixed(count / size, 2)) \(name)"
        }
        return grouped(Int(count))
    }

    /// A size in memory, in units of 1024: `3.9 KB`.
    public static func memory(_ bytes: Int) -> String {
        if bytes < 1024 { return "\(bytes) bytes" }
        var (size, unit) = (Double(bytes) / 1024, 0)
        let units = ["KB", "MB", "GB", "TB", "PB"]
        while size >= 1024, unit < units.count - 1 { (size, unit) = (size / 1024, unit + 1) }
        return (size < 10 && size != size.rounded() ? fixed(size, 1) : fixed(size, 0)) + " "
            + units[unit]
    }

    /// Control characters made visible, so that no text can move a terminal's cursor; line feeds stay.
    public static func visible(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { isControl($0) && $0 != "\n" }) else { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar != "\n", isControl(scalar) {
                // U+2400… are pictures of the control characters in their order.
                result.append(
                    scalar.value < 32
                        ? Unicode.Scalar(0x2400 + scalar.value)!
                        : scalar.value == 127 ? "\u{2421}" : "\u{FFFD}")
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 32 || (127..<160).contains(scalar.value)
    }

    /// A token as people point at it: `␣` for a leading blank, `⏎` for a line feed, `␍` for a carriage
    /// return.
    public static func token(_ text: String) -> String {
        visible(text.replacingOccurrences(of: "\n", with: "⏎")).replacingOccurrences(of: " ", with: "␣")
    }

    /// Columns on a terminal: one for each character, two for wide ones.
    public static func width(_ text: String) -> Int {
        text.reduce(0) { sum, character in
            guard let scalar = character.unicodeScalars.first else { return sum }
            let wide =
                (0x1100...0x115F).contains(scalar.value) || (0x2E80...0xA4CF).contains(scalar.value)
                || (0xAC00...0xD7A3).contains(scalar.value) || (0xF900...0xFAFF).contains(scalar.value)
                || (0xFF00...0xFF60).contains(scalar.value) || (0x1F300...0x1FAFF).contains(scalar.value)
            return sum + (wide ? 2 : 1)
        }
    }

    /// Filled with blanks to a width; cut with `…` where it is longer.
    public static func padded(_ text: String, _ columns: Int, right: Bool = false) -> String {
        var text = text
        if width(text) > columns {
            while width(text) > columns - 1, !text.isEmpty { text.removeLast() }
            text += "…"
        }
        let blanks = String(repeating: " ", count: max(0, columns - width(text)))
        return right ? blanks + text : text + blanks
    }
}
