/// `int(x)`, `float(x)` and their kin.
package enum Conversions {
    /// A float without its fraction. - Throws: as CPython for infinity and NaN.
    package static func whole(_ number: Double) throws -> Value { try BigInteger.whole(number) }

    static func int(_ value: Value, base: Int?) throws -> Value {
        if let base {
            guard let text = value.text ?? value.bytes.map({ BytesMethods.text($0).string }) else {
                throw ScriptError("TypeError", "int() can't convert non-string with explicit base")
            }
            guard base == 0 || (2...36).contains(base) else {
                throw ScriptError("ValueError", "int() base must be >= 2 and <= 36, or 0")
            }
            return try parse(text, base, shown: value)
        }
        switch value {
        case .int: return value
        case .bool(let flag): return .int(flag ? 1 : 0)
        case .float(let number): return try whole(number)
        case .str(let text): return try parse(text.string, 10, shown: value)
        case .object(let object):
            if value.bigInteger != nil { return value }
            if let bytes = value.bytes {
                return try parse(BytesMethods.text(bytes).string, 10, shown: value)
            }
            if let number = try object.number() { return try int(number, base: nil) }
        case .instance(let instance):
            if let result = try Operations.callSpecial(instance, Names.int) {
                return try whole(result, from: "__int__")
            }
            if let own = instance.plainValue { return try int(own, base: nil) }
            if let result = try Operations.callSpecial(instance, Names.index) {
                return try whole(result, from: "__index__")
            }
            if let result = try Operations.callSpecial(instance, Names.trunc) {
                return try int(result, base: nil)
            }
        default: break
        }
        throw ScriptError(
            "TypeError",
            "int() argument must be a string, a bytes-like object or a real number, not '\(value.typeName)'")
    }

    /// What `__int__` or `__index__` gave. - Throws: TypeError where it is no int.
    private static func whole(_ result: Value, from method: String) throws -> Value {
        switch result.own {
        case .int: return result.own
        case .bool(let flag): return .int(flag ? 1 : 0)
        case .object where result.bigInteger != nil: return result
        default: throw ScriptError("TypeError", "\(method) returned non-int (type \(result.typeName))")
        }
    }

    /// The float that an instance of a program's class stands for: what `__float__` gives, what it is, what
    /// `__index__` gives; nil where it has none of them.
    static func real(_ instance: Instance) throws -> Double? {
        if let result = try Operations.callSpecial(instance, Names.float) {
            guard case .float(let number) = result.plain else {
                throw ScriptError(
                    "TypeError",
                    "\(instance.type.name).__float__ returned non-float (type \(result.typeName))")
            }
            return number
        }
        if let own = instance.plainValue { return try Double.from(own) }
        guard let result = try Operations.callSpecial(instance, Names.index) else { return nil }
        return try Double.from(whole(result, from: "__index__"))
    }

    private static func parse(_ original: String, _ base: Int, shown: Value) throws -> Value {
        func invalid() -> ScriptError {
            ScriptError(
                "ValueError",
                "invalid literal for int() with base \(base): \((try? shown.repr()) ?? original)")
        }
        var text = trimmed(original).lowercased()
        var sign = ""
        if let first = text.first, first == "-" || first == "+" {
            sign = first == "-" ? "-" : ""
            text.removeFirst()
        }
        var radix = base
        for (prefix, its) in [("0x", 16), ("0o", 8), ("0b", 2)]
        where text.hasPrefix(prefix) && (base == its || base == 0) {
            text.removeFirst(2)
            radix = its
        }
        if radix == 0 { radix = 10 }
        if text.hasPrefix("_") || text.hasSuffix("_") || text.contains("__") || text.isEmpty {
            throw invalid()
        }
        let digits = text.replacing("_", with: "")
        guard
            digits.allSatisfy({ character in
                guard character.isASCII else { return false }
                return Int(String(character), radix: 36).map { $0 < radix } ?? false
            })
        else { throw invalid() }
        if let number = Int(sign + digits, radix: radix) { return .int(number) }
        // A power of two is read as fast as it is long.
        if digits.utf8.count > BigInteger.mostDigits, radix & (radix - 1) != 0 {
            throw ScriptError(
                "ValueError",
                "Exceeds the limit (\(BigInteger.mostDigits) digits) for integer string conversion: "
                    + "value has \(digits.utf8.count) digits; use sys.set_int_max_str_digits() to "
                    + "increase the limit"
            )
        }
        guard let number = BigInteger.parse(sign + digits, radix: radix) else { throw invalid() }
        return number
    }

    package static func trimmed(_ text: String) -> String { trimmedLeft(trimmedRight(text)) }

    package static func trimmedLeft(_ text: String) -> String {
        String(text.unicodeScalars.drop { $0.properties.isWhitespace })
    }

    package static func trimmedRight(_ text: String) -> String {
        var scalars = text.unicodeScalars[...]
        while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
        return String(scalars)
    }

    static func float(_ value: Value) throws -> Value {
        switch value {
        case .float: return value
        case .str(let text):
            let trimmed = trimmed(text.string).lowercased()
            switch trimmed {
            case "inf", "+inf", "infinity", "+infinity": return .float(.infinity)
            case "-inf", "-infinity": return .float(-.infinity)
            case "nan", "+nan", "-nan": return .float(.nan)
            default: break
            }
            let plain = trimmed.replacing("_", with: "")
            if let first = trimmed.unicodeScalars.first, "+-.0123456789".unicodeScalars.contains(first),
                !trimmed.contains("x"), trimmed.contains(where: { $0.isASCII && $0.isNumber }),
                !trimmed.contains("p"), !trimmed.contains("n"), !trimmed.hasPrefix("_"),
                !trimmed.hasSuffix("_"), !trimmed.contains("__"),
                let number = Double(plain.hasSuffix(".") ? plain + "0" : plain)
            {
                return .float(number)
            }
            throw ScriptError(
                "ValueError", "could not convert string to float: \(Operations.quoted(text.string))")
        case .instance(let instance):
            if instance.type.lookup(Names.float) == nil, let own = instance.plainValue {
                return try float(own)
            }
        default: if let bytes = value.bytes { return try float(.str(BytesMethods.text(bytes))) }
        }
        if let number = try Double.from(value) { return .float(number) }
        throw ScriptError(
            "TypeError", "float() argument must be a string or a real number, not '\(value.typeName)'")
    }
}
