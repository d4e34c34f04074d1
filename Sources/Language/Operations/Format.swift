import Presentation

/// `format(x, spec)`, as CPython's mini-language.
public enum Format {
    struct Spec {
        var fill: Character = " "
        var align: Character?
        var sign: Character = "-"
        var alternate = false
        var width = 0
        var grouping: Character?
        var precision: Int?
        package var type: Character?

        init(_ text: String, for typeName: String) throws {
            var rest = Array(text)[...]
            func isAlign(_ character: Character) -> Bool { "<>=^".contains(character) }
            if rest.count >= 2, isAlign(rest[rest.startIndex + 1]) {
                fill = rest[rest.startIndex]
                align = rest[rest.startIndex + 1]
                rest = rest.dropFirst(2)
            } else if let first = rest.first, isAlign(first) {
                align = first
                rest = rest.dropFirst()
            }
            if let first = rest.first, "+- ".contains(first) {
                sign = first
                rest = rest.dropFirst()
            }
            if rest.first == "#" {
                alternate = true
                rest = rest.dropFirst()
            }
            if rest.first == "0" {
                if align == nil {
                    fill = "0"
                    align = typeName == "str" ? "<" : "="
                }
                rest = rest.dropFirst()
            }
            func number() throws -> Int? {
                var digits = ""
                while let first = rest.first, first.isASCII, first.isNumber {
                    digits.append(first)
                    rest = rest.dropFirst()
                }
                if digits.isEmpty { return nil }
                guard let value = Int(digits), value < 1_000_000 else {
                    throw ScriptError("ValueError", "Too many decimal digits in format string")
                }
                return value
            }
            width = try number() ?? 0
            if let first = rest.first, first == "," || first == "_" {
                grouping = first
                rest = rest.dropFirst()
            }
            if rest.first == "." {
                rest = rest.dropFirst()
                guard let value = try number() else {
                    throw ScriptError("ValueError", "Format specifier missing precision")
                }
                precision = value
            }
            if let first = rest.first {
                type = first
                rest = rest.dropFirst()
            }
            if !rest.isEmpty {
                throw ScriptError(
                    "ValueError", "Invalid format specifier '\(text)' for object of type '\(typeName)'")
            }
        }

        func pad(_ body: String, sign: String = "", align standard: Character) -> String {
            let missing = width - body.unicodeScalars.count - sign.unicodeScalars.count
            if missing <= 0 { return sign + body }
            let filler = { (count: Int) in String(repeating: fill, count: count) }
            switch align ?? standard {
            case "<": return sign + body + filler(missing)
            case "^": return filler(missing / 2) + sign + body + filler(missing - missing / 2)
            case "=": return sign + filler(missing) + body
            default: return filler(missing) + sign + body
            }
        }
    }

    /// `format(value, spec)`.
    public static func format(_ value: Value, _ spec: String) throws -> String {
        switch value {
        case .object(let object): return try object.format(spec)
        case .instance(let instance):
            if let result = try Operations.callSpecial(instance, Names.format, [.string(spec)]) {
                return result.text ?? ""
            }
            if spec.isEmpty { return try Operations.str(value) }
            if let own = instance.plainValue { return try format(own, spec) }
            throw Wording.unsupportedFormat(value.typeName)
        default: break
        }
        if spec.isEmpty { return try Operations.str(value) }
        switch value {
        case .int(let number): return try whole(.small(number), spec, "int")
        case .bool(let flag): return try whole(.small(flag ? 1 : 0), spec, "bool")
        case .float(let number): return try float(number, Spec(spec, for: "float"), "float")
        case .str(let text): return try string(text.string, spec)
        default: throw Wording.unsupportedFormat(value.typeName)
        }
    }

    private static func string(_ text: String, _ spec: String) throws -> String {
        let spec = try Spec(spec, for: "str")
        if let type = spec.type, type != "s" { throw unknown(type, "str") }
        if spec.sign != "-" { throw ScriptError("ValueError", "Sign not allowed in string format specifier") }
        if spec.align == "=" {
            throw ScriptError("ValueError", "'=' alignment not allowed in string format specifier")
        }
        if let grouping = spec.grouping {
            throw ScriptError("ValueError", "Cannot specify '\(grouping)' with 's'.")
        }
        var text = text
        if let precision = spec.precision {
            var scalars = String.UnicodeScalarView()
            scalars.append(contentsOf: text.unicodeScalars.prefix(precision))
            text = String(scalars)
        }
        return spec.pad(text, align: "<")
    }

    private static func unknown(_ type: Character, _ name: String) -> ScriptError {
        ScriptError("ValueError", "Unknown format code '\(type)' for object of type '\(name)'")
    }

    private static func signText(_ negative: Bool, _ sign: Character) -> String {
        negative ? "-" : sign == "-" ? "" : String(sign)
    }

    static func whole(_ number: WholeNumber, _ text: String, _ name: String) throws -> String {
        let spec = try Spec(text, for: name)
        switch spec.type {
        case "e", "E", "f", "F", "g", "G", "%": return try float(number.double(), spec, name)
        default: break
        }
        if spec.precision != nil {
            throw ScriptError("ValueError", "Precision not allowed in integer format specifier")
        }
        let digits: String
        var prefix = ""
        var size = 3
        switch spec.type {
        case nil, "d", "n": digits = try number.digits()
        case "b":
            digits = try number.digits(radix: 2)
            prefix = "0b"
            size = 4
        case "o":
            digits = try number.digits(radix: 8)
            prefix = "0o"
            size = 4
        case "x", "X":
            digits = try number.digits(radix: 16, uppercase: spec.type == "X")
            prefix = spec.type == "X" ? "0X" : "0x"
            size = 4
        case "c":
            guard case .small(let code) = number, let value = UInt32(exactly: code),
                let scalar = Unicode.Scalar(value)
            else {
                throw ScriptError("OverflowError", "%c arg not in range(0x110000)")
            }
            return spec.pad(String(scalar), align: "<")
        default: throw unknown(spec.type!, name)
        }
        let sign = signText(number.isNegative, spec.sign) + (spec.alternate ? prefix : "")
        return joined(digits, "", sign, spec, size)
    }

    /// Groups the digits, also those that zero-filling adds.
    private static func joined(_ digits: String, _ tail: String, _ sign: String, _ spec: Spec, _ size: Int)
        -> String
    {
        guard let grouping = spec.grouping else { return spec.pad(digits + tail, sign: sign, align: ">") }
        var digits = digits
        if spec.fill == "0", spec.align == "=" {
            while Formatting.grouped(digits: digits, by: size, separator: String(grouping)).count + tail.count
                + sign.count < spec.width
            {
                digits = "0" + digits
            }
        }
        return spec.pad(
            Formatting.grouped(digits: digits, by: size, separator: String(grouping)) + tail, sign: sign,
            align: ">")
    }

    private static func float(_ number: Double, _ spec: Spec, _ name: String) throws -> String {
        let sign = signText(number.sign == .minus && !number.isNaN, spec.sign)
        let size = abs(number)
        var body: String
        let type = spec.type ?? " "
        let isUpper = type.isUppercase
        if !number.isFinite {
            guard "eEfFgGn% ".contains(type) else { throw unknown(type, name) }
            body = number.isNaN ? "nan" : "inf"
            if isUpper { body = body.uppercased() }
            return spec.pad(body + (type == "%" ? "%" : ""), sign: sign, align: ">")
        }
        switch type {
        case "f", "F", "e", "g":
            let kind: Character = type == "F" ? "f" : type
            body = FloatFormat.printf(
                size, kind, precision: kind == "g" ? max(1, spec.precision ?? 6) : spec.precision ?? 6,
                alternate: spec.alternate)
        case "E", "G", "n":
            body = FloatFormat.printf(
                size, type == "E" ? "e" : "g",
                precision: type == "E" ? spec.precision ?? 6 : max(1, spec.precision ?? 6),
                alternate: spec.alternate)
            if isUpper { body = body.uppercased() }
        case "%": body = FloatFormat.printf(size * 100, "f", precision: spec.precision ?? 6) + "%"
        case " ":
            if let precision = spec.precision {
                let significant = max(1, precision)
                body = FloatFormat.printf(size, "g", precision: significant)
                // Without a type a float keeps one digit behind the point.
                let exponent =
                    FloatFormat.printf(size, "e", precision: significant - 1).split(separator: "e").last
                    .flatMap { Int($0) } ?? 0
                if exponent == significant - 1 || (exponent >= significant && !body.contains("e")) {
                    body = FloatFormat.printf(size, "e", precision: significant - 1)
                    body = trimmed(body)
                } else if !body.contains("."), !body.contains("e") {
                    body += ".0"
                }
            } else {
                body = FloatFormat.repr(size)
            }
        default: throw unknown(type, name)
        }
        let split = body.firstIndex { !($0.isASCII && $0.isNumber) } ?? body.endIndex
        return joined(String(body[..<split]), String(body[split...]), sign, spec, 3)
    }

    /// Without trailing zeros before the exponent.
    private static func trimmed(_ text: String) -> String {
        let parts = text.split(separator: "e")
        guard parts.count == 2, parts[0].contains(".") else { return text }
        var mantissa = parts[0]
        while mantissa.hasSuffix("0") { mantissa.removeLast() }
        if mantissa.hasSuffix(".") { mantissa.removeLast() }
        return mantissa + "e" + parts[1]
    }
}
