import Foundation

/// Numbers and characters as people read them. Bytes, durations and characters have a file each.
public enum Formatting {
    /// `123849984` → `123,849,984`.
    public static func grouped(_ number: Int) -> String {
        (number < 0 ? "-" : "") + grouped(digits: String(number.magnitude))
    }

    /// Digits in groups, counted from the last: `1234567` → `1,234,567`.
    public static func grouped(digits: String, by size: Int = 3, separator: String = ",") -> String {
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % size == 0 { text += separator }
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

    /// With this many digits after the point.
    public static func fixed(_ number: Double, _ digits: Int) -> String {
        String(format: "%.\(digits)f", number)
    }

    /// In at most so many significant digits, as C's `%g` writes it: `0.0123`, `17.3`, `1.2e-07`.
    public static func significant(_ number: Double, _ digits: Int) -> String {
        String(format: "%.\(digits)g", number)
    }

    /// In about three digits, for a rate that changes all the time: `0.25`, `12.5`, `3400`, `1.2e+07`.
    public static func brief(_ number: Double) -> String {
        number >= 1e6
            ? String(format: "%.1e", number) : fixed(number, number >= 100 ? 0 : number >= 10 ? 1 : 2)
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
}
