/// `"… %d …" % values`.
enum PercentFormat {
    /// Characters in a width, digits behind a point.
    private static let mostPlaces = 1_000_000

    static func format(_ template: String, _ arguments: Value) throws -> String {
        var rest: [Value]
        let arguments = arguments.plain
        if case .tuple(let tuple) = arguments { rest = tuple.elements } else { rest = [arguments] }
        var isMapping = false
        var used = 0
        func next() throws -> Value {
            guard used < rest.count else {
                throw ScriptError("TypeError", "not enough arguments for format string")
            }
            used += 1
            return rest[used - 1]
        }
        var result = String.UnicodeScalarView()
        let scalars = Array(template.unicodeScalars)
        var index = 0
        while index < scalars.count {
            let scalar = scalars[index]
            index += 1
            if scalar != "%" {
                result.append(scalar)
                continue
            }
            guard index < scalars.count else { throw ScriptError("ValueError", "incomplete format") }
            var keyed: Value? = nil
            if scalars[index] == "(" {
                guard let end = scalars[index...].firstIndex(of: ")") else {
                    throw ScriptError("ValueError", "incomplete format key")
                }
                var name = String.UnicodeScalarView()
                name.append(contentsOf: scalars[(index + 1)..<end])
                guard case .dict = arguments else {
                    throw ScriptError("TypeError", "format requires a mapping")
                }
                keyed = try Operations.item(arguments, .string(String(name)))
                isMapping = true
                index = end + 1
            }
            var flags = ""
            while index < scalars.count, "-+ 0#".unicodeScalars.contains(scalars[index]) {
                flags.unicodeScalars.append(scalars[index])
                index += 1
            }
            func number() throws -> Int? {
                if index < scalars.count, scalars[index] == "*" {
                    index += 1
                    guard case .int(let value) = try next().plain else {
                        throw ScriptError("TypeError", "* wants int")
                    }
                    guard value.magnitude <= UInt(mostPlaces) else {
                        guard value.magnitude <= UInt(Int32.max) else {
                            throw ScriptError("OverflowError", "Python int too large to convert to C int")
                        }
                        throw ScriptError("ValueError", "width or precision too big")
                    }
                    return value
                }
                var digits = ""
                while index < scalars.count, let digit = scalars[index].properties.numericType,
                    digit == .decimal, scalars[index].isASCII
                {
                    digits.unicodeScalars.append(scalars[index])
                    index += 1
                }
                if digits.isEmpty { return nil }
                guard let value = Int(digits), value <= mostPlaces else {
                    throw ScriptError("ValueError", "width too big")
                }
                return value
            }
            var width = try number() ?? 0
            if width < 0 {
                flags += "-"
                width = -width
            }
            var precision: Int? = nil
            if index < scalars.count, scalars[index] == "." {
                index += 1
                precision = max(0, try number() ?? 0)
            }
            while index < scalars.count, "lhL".unicodeScalars.contains(scalars[index]) { index += 1 }
            guard index < scalars.count else { throw ScriptError("ValueError", "incomplete format") }
            let type = Character(scalars[index])
            index += 1
            if type == "%" {
                result.append("%")
                continue
            }
            let value = try keyed ?? next()
            result.append(
                contentsOf: try piece(value, type, flags, min(width, 1_000_000), precision, index - 1)
                    .unicodeScalars)
        }
        if used < rest.count, !isMapping {
            if case .dict = arguments {
            } else {
                throw ScriptError("TypeError", "not all arguments converted during string formatting")
            }
        }
        return String(result)
    }

    /// A number without its fraction; anything else stays.
    private static func cut(_ value: Value) throws -> Value {
        switch value {
        case .int, .bool: return value
        case .object where value.bigInteger != nil: return value
        case .float(let number): return try Conversions.whole(number)
        case .object(let object):
            return try object.number() == nil ? value : Conversions.int(value, base: nil)
        case .instance(let instance):
            let names = [Names.int, Names.index, Names.trunc]
            let isNumber = instance.plainValue != nil || names.contains { instance.type.lookup($0) != nil }
            return isNumber ? try Conversions.int(value, base: nil) : value
        default: return value
        }
    }

    private static func piece(
        _ value: Value, _ type: Character, _ flags: String, _ width: Int, _ precision: Int?, _ index: Int
    ) throws -> String {
        var body: String
        var sign = ""
        var isNumber = true
        switch type {
        case "s", "r", "a":
            body = try Operations.convert(value, type)
            if let precision {
                body = String(String.UnicodeScalarView(body.unicodeScalars.prefix(precision)))
            }
            isNumber = false
        case "c":
            if let number = try Operations.index(value) {
                guard let code = UInt32(exactly: number), let scalar = Unicode.Scalar(code) else {
                    throw ScriptError("OverflowError", "%c arg not in range(0x110000)")
                }
                body = String(scalar)
            } else {
                body = value.text ?? ""
                if body.unicodeScalars.count != 1 {
                    throw ScriptError("TypeError", "%c requires int or char")
                }
            }
            isNumber = false
        case "d", "i", "u", "x", "X", "o":
            let number: WholeNumber
            let isDecimal = !"xXo".contains(type)
            // Whatever is a number is cut to a whole one, as `int(x)` does it.
            let given = try isDecimal && value.bytes == nil && value.text == nil ? cut(value) : value
            guard let whole = try WholeNumber(given) else {
                throw ScriptError(
                    "TypeError",
                    "%\(type) format: \(isDecimal ? "a real number" : "an integer") is required, "
                        + "not \(value.typeName)")
            }
            number = whole
            let radix = type == "o" ? 8 : type == "x" || type == "X" ? 16 : 10
            body = try number.digits(radix: radix, uppercase: type == "X")
            if let precision, body.count < precision {
                body = String(repeating: "0", count: precision - body.count) + body
            }
            if flags.contains("#"), radix != 10 { body = (radix == 8 ? "0o" : "0\(type)") + body }
            sign = number.isNegative ? "-" : ""
        case "e", "E", "f", "F", "g", "G":
            guard let number = try Double.from(value) else {
                throw ScriptError("TypeError", "must be real number, not \(value.typeName)")
            }
            let kind = Character(type.lowercased())
            if number.isFinite {
                body = FloatFormat.printf(
                    abs(number), kind, precision: precision ?? 6, alternate: flags.contains("#"))
            } else {
                body = number.isNaN ? "nan" : "inf"
            }
            if type.isUppercase { body = body.uppercased() }
            sign = number.sign == .minus && !number.isNaN ? "-" : ""
        default:
            throw ScriptError("ValueError", "unsupported format character '\(type)' at index \(index)")
        }
        if isNumber, sign.isEmpty { sign = flags.contains("+") ? "+" : flags.contains(" ") ? " " : "" }
        let missing = width - body.unicodeScalars.count - sign.count
        if missing <= 0 { return sign + body }
        if flags.contains("-") { return sign + body + String(repeating: " ", count: missing) }
        if isNumber, flags.contains("0") { return sign + String(repeating: "0", count: missing) + body }
        return String(repeating: " ", count: missing) + sign + body
    }
}
