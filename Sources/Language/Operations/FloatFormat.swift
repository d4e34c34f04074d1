import Foundation

/// Floats as text, digit for digit as CPython writes them.
package enum FloatFormat {
    /// `repr(x)`: the shortest digits that read back as the same number.
    package static func repr(_ number: Double) -> String {
        if number.isNaN { return "nan" }
        if number.isInfinite { return number < 0 ? "-inf" : "inf" }
        let size = abs(number)
        // Swift's own description has the same digits; the layout agrees inside this range.
        if number == 0 || (size >= 1e-4 && size < 1e15) { return "\(number)" }
        let (_, exponent) = shortest("\(size)")
        return repr("\(size)", isNegative: number < 0, isScientific: exponent < -4 || exponent >= 16)
    }

    /// A number as Python writes floats.
    ///
    /// - Parameter text: Swift's description of its size, which has the shortest digits of whatever type it
    ///   is.
    package static func repr(_ text: String, isNegative: Bool, isScientific: Bool) -> String {
        let (digits, exponent) = shortest(text)
        let sign = isNegative ? "-" : ""
        if isScientific { return sign + scientific(digits, exponent) }
        if exponent < 0 { return sign + "0." + String(repeating: "0", count: -exponent - 1) + digits }
        if digits.count <= exponent + 1 {
            return sign + digits + String(repeating: "0", count: exponent + 1 - digits.count) + ".0"
        }
        return sign + digits.prefix(exponent + 1) + "." + digits.dropFirst(exponent + 1)
    }

    private static func scientific(_ digits: String, _ exponent: Int) -> String {
        let rest = digits.dropFirst()
        let power = abs(exponent) < 10 ? "0\(abs(exponent))" : "\(abs(exponent))"
        return digits.prefix(1) + (rest.isEmpty ? "" : "." + rest) + "e" + (exponent < 0 ? "-" : "+") + power
    }

    private static func shortest(_ text: String) -> (digits: String, exponent: Int) {
        let parts = text.split(separator: "e")
        var mantissa = String(parts[0])
        var exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        if let dot = mantissa.firstIndex(of: ".") {
            exponent += mantissa.distance(from: mantissa.startIndex, to: dot) - 1
            mantissa.remove(at: dot)
        } else {
            exponent += mantissa.count - 1
        }
        while mantissa.hasPrefix("0"), mantissa.count > 1 {
            mantissa.removeFirst()
            exponent -= 1
        }
        while mantissa.hasSuffix("0"), mantissa.count > 1 { mantissa.removeLast() }
        return (mantissa, exponent)
    }

    /// As C's printf, which rounds exactly: `e`, `f` or `g`.
    package static func printf(_ number: Double, _ type: Character, precision: Int, alternate: Bool = false)
        -> String
    {
        let format = "%\(alternate ? "#" : "").\(precision)\(type)"
        return String(format: format, number)
    }

    /// `x.hex()`: 13 digits in base 16 and a power of 2.
    package static func hex(_ number: Double) -> String {
        guard number.isFinite else { return repr(number) }
        let sign = number.sign == .minus ? "-" : "", size = abs(number)
        if size == 0 { return sign + "0x0.0p+0" }
        let digits = String(size.significandBitPattern, radix: 16)
        let exponent = size.isNormal ? Int(size.exponent) : -1022
        return sign + "0x\(size.isNormal ? 1 : 0)." + String(repeating: "0", count: 13 - digits.count)
            + digits
            + "p" + (exponent < 0 ? "-" : "+") + "\(abs(exponent))"
    }

    /// CPython's hash of a number that is no integer.
    package static func hash(_ number: Double) -> Int {
        if number.isNaN { return 0 }
        if number.isInfinite { return number > 0 ? 314159 : -314159 }
        var (mantissa, exponent) = (frexp(abs(number)).0, Int(frexp(abs(number)).1))
        let modulus: UInt64 = (1 << 61) - 1
        var hash: UInt64 = 0
        while mantissa != 0 {
            hash = ((hash << 28) & modulus) | hash >> 33
            mantissa *= 268_435_456
            exponent -= 28
            let digit = UInt64(mantissa)
            mantissa -= Double(digit)
            hash += digit
            if hash >= modulus { hash -= modulus }
        }
        let shift = UInt64(exponent >= 0 ? exponent % 61 : 60 - ((-1 - exponent) % 61))
        hash = ((hash << shift) & modulus) | hash >> (61 - shift)
        let result = number < 0 ? -Int(hash) : Int(hash)
        return result == -1 ? -2 : result
    }
}
