import Foundation
import Presentation

/// One line of expected output, to be matched against one line of real output.
///
/// - Words, whole numbers and signs match exactly; blanks too, except beside a float.
/// - A float matches to the digits that are written: `17.3` allows half a unit of its last digit,
///   ±0.05, and `1.5e-3` allows ±0.00005. A float without decimals (`1.`) matches exactly.
///   With a tolerance `tol`, a difference of `tol × max(1, |expected|)` is allowed as well: absolute near
///   zero, relative for large numbers.
/// - `<float>`, `<int>`, `<ms>` (a time, with or without its unit) and `<any>`
///   (any text) match what they say.
struct OutputPattern {
    enum Token: Equatable {
        case blank(String)
        case word(String)
        case integer(String)
        case float(String)
        case sign(Character)
        case anyFloat, anyInteger, anyTime, anything
        /// A word that has `<any>` right behind or before it.
        case beginning(String), ending(String)

        var text: String {
            switch self {
            case .blank(let text), .word(let text), .integer(let text), .float(let text),
                .beginning(let text),
                .ending(let text):
                text
            case .sign(let character): String(character)
            case .anyFloat: "<float>"
            case .anyInteger: "<int>"
            case .anyTime: "<ms>"
            case .anything: "<any>"
            }
        }

        var isFloat: Bool {
            switch self {
            case .float, .anyFloat: true
            case .word(let word): ["nan", "inf"].contains(word)
            default: false
            }
        }
    }

    let tokens: [Token]
    let tolerance: Double?

    init(_ line: String, tolerance: Double? = nil, placeholders: Bool = true) {
        tokens = OutputPattern.tokens(line, placeholders: placeholders)
        self.tolerance = tolerance
    }

    /// Nil if the line matches; else the first two pieces that differ, and where the second one begins.
    func mismatch(_ line: String) -> (expected: String, got: String, column: Int)? {
        let other = OutputPattern.tokens(line, placeholders: false)
        var (i, j) = (0, 0)
        var retry: (i: Int, j: Int)?
        var worst: (i: Int, j: Int) = (0, 0)
        while i < tokens.count || j < other.count {
            if i < tokens.count, tokens[i] == .anything {
                retry = (i, j)
                i += 1
                continue
            }
            if let next = step(i, other, j) {
                (i, j) = next
                continue
            }
            if j >= worst.j { worst = (i, j) }
            // `<any>` takes one piece more and the rest is tried again.
            guard let last = retry, last.j < other.count else { break }
            retry = (last.i, last.j + 1)
            (i, j) = (last.i + 1, last.j + 1)
        }
        if i == tokens.count, j == other.count { return nil }
        let expected = worst.i < tokens.count ? tokens[worst.i].text : ""
        let got = worst.j < other.count ? other[worst.j].text : ""
        return (expected, got, other[..<min(worst.j, other.count)].reduce(0) { $0 + $1.text.count })
    }

    /// The positions behind one matching piece; nil if the pieces differ.
    private func step(_ i: Int, _ other: [Token], _ j: Int) -> (Int, Int)? {
        let a: Token? = i < tokens.count ? tokens[i] : nil
        let b: Token? = j < other.count ? other[j] : nil
        // A float may be longer or shorter than the expected one, and columns move with it.
        let aBlank = if case .blank = a { true } else { false }
        let bBlank = if case .blank = b { true } else { false }
        if aBlank || bBlank, a != b {
            let next = (aBlank ? i + 1 : i, bBlank ? j + 1 : j)
            let after =
                next.0 < tokens.count && next.1 < other.count
                && tokens[next.0].isFloat && (other[next.1].isFloat || other[next.1].isInteger)
            let before = i > 0 && tokens[i - 1].isFloat
            return after || before ? next : nil
        }
        guard let a, let b else { return nil }
        switch (a, b) {
        case (.float(let x), .float(let y)): return matches(x, y) ? (i + 1, j + 1) : nil
        case (.anyFloat, .float), (.anyFloat, .integer): return (i + 1, j + 1)
        case (.anyFloat, .word(let word)): return ["nan", "inf"].contains(word) ? (i + 1, j + 1) : nil
        case (.anyInteger, .integer): return (i + 1, OutputPattern.groups(other, j))
        case (.anyTime, .float), (.anyTime, .integer): return (i + 1, OutputPattern.unit(other, j + 1))
        case (.beginning(let start), .word(let word)): return word.hasPrefix(start) ? (i + 1, j + 1) : nil
        case (.ending(let end), .word(let word)): return word.hasSuffix(end) ? (i + 1, j + 1) : nil
        default: return a == b ? (i + 1, j + 1) : nil
        }
    }

    private func matches(_ expected: String, _ got: String) -> Bool {
        guard let a = Double(expected), let b = Double(got) else { return expected == got }
        if a == b { return true }
        let parts = expected.lowercased().split(separator: "e", maxSplits: 1)
        let mantissa = parts[0]
        let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        let decimals =
            mantissa.firstIndex(of: ".").map { mantissa.distance(from: $0, to: mantissa.endIndex) - 1 } ?? 0
        // 1e-12: decimal fractions are not exact in binary.
        var allowed = decimals > 0 ? 0.5 * pow(10, Double(exponent - decimals)) + abs(a) * 1e-12 : 0
        if let tolerance { allowed = max(allowed, tolerance * max(1, abs(a))) }
        return abs(a - b) <= allowed
    }

    /// Behind a whole number and its groups of thousands: `1,234,567`.
    private static func groups(_ tokens: [Token], _ start: Int) -> Int {
        var end = start + 1
        while end + 1 < tokens.count, tokens[end] == .sign(","), case .integer(let digits) = tokens[end + 1],
            digits.count == 3
        {
            end += 2
        }
        return end
    }

    /// Behind a unit of time, if one stands there.
    private static func unit(_ tokens: [Token], _ start: Int) -> Int {
        let next = start < tokens.count && tokens[start].text == " " ? start + 1 : start
        if next < tokens.count, ["ns", "us", "µs", "μs", "ms", "s", "min", "h"].contains(tokens[next].text) {
            return next + 1
        }
        return start
    }

    // MARK: - Pieces of a line

    private static let placeholders: [(text: String, token: Token)] = [
        ("<float>", .anyFloat), ("<int>", .anyInteger), ("<ms>", .anyTime), ("<any>", .anything),
    ]

    static func tokens(_ line: String, placeholders wanted: Bool) -> [Token] {
        let text = Array(line)
        var tokens: [Token] = []
        var index = 0
        while index < text.count {
            let character = text[index]
            if wanted, character == "<", let found = placeholder(text, index) {
                tokens.append(found.token)
                index += found.text.count
            } else if character == " " || character == "\t" {
                let start = index
                while index < text.count, text[index] == " " || text[index] == "\t" { index += 1 }
                tokens.append(.blank(String(text[start..<index])))
            } else if let (end, isFloat) = number(text, index, after: tokens.last) {
                let digits = String(text[index..<end])
                tokens.append(isFloat ? .float(digits) : .integer(digits))
                index = end
            } else if character.isLetter || character == "_" {
                let start = index
                while index < text.count, text[index].isLetter || text[index].isNumber || text[index] == "_" {
                    index += 1
                }
                tokens.append(.word(String(text[start..<index])))
            } else {
                tokens.append(.sign(character))
                index += 1
            }
        }
        guard wanted else { return tokens }
        for (index, token) in tokens.enumerated() {
            guard case .word(let word) = token else { continue }
            if index + 1 < tokens.count, tokens[index + 1] == .anything { tokens[index] = .beginning(word) }
            if index > 0, tokens[index - 1] == .anything { tokens[index] = .ending(word) }
        }
        return tokens
    }

    private static func placeholder(_ text: [Character], _ index: Int) -> (text: String, token: Token)? {
        placeholders.first { text[index...].starts(with: $0.text) }
    }

    /// Where a number that begins here ends, and whether it is a float.
    private static func number(_ text: [Character], _ start: Int, after: Token?) -> (end: Int, isFloat: Bool)?
    {
        func digit(_ index: Int) -> Bool {
            index < text.count && text[index].isASCII && text[index].isWholeNumber
        }
        var index = start
        if text[index] == "-" || text[index] == "+" {
            // Behind a number, a word or a bracket it is a sum, not a sign.
            switch after {
            case .word, .integer, .float, .sign(")"), .sign("]"): return nil
            default: index += 1
            }
        }
        let digits = index
        while digit(index) { index += 1 }
        var isFloat = false
        if index < text.count, text[index] == ".", index > digits || digit(index + 1) {
            // `1.` ends a sentence or is a float without decimals; both compare the same way.
            isFloat = true
            index += 1
            while digit(index) { index += 1 }
        }
        guard index > digits, digit(digits) || isFloat else { return nil }
        if index < text.count, text[index] == "e" || text[index] == "E" {
            var end = index + 1
            if end < text.count, text[end] == "-" || text[end] == "+" { end += 1 }
            if digit(end) {
                while digit(end) { end += 1 }
                (index, isFloat) = (end, true)
            }
        }
        return (index, isFloat)
    }
}

extension OutputPattern.Token {
    fileprivate var isInteger: Bool { if case .integer = self { true } else { false } }
}
