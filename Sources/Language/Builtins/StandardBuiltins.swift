/// The functions that every program finds.
enum StandardBuiltins {
    package static let all: [Builtin] =
        [
            print_, len, ascii_, abs_, callable_, chr_, ord_, hex_, bin_, oct_, repr_, hash_, id_, round_,
            divmod_,
            pow_, input_,
        ]
        + iteration + objects + texts

    private static func unary(
        _ name: String, _ summary: String, example: String, _ body: @escaping (Value) throws -> Value
    ) -> Builtin {
        let builtin = Builtin(
            name, group: "python", summary: summary, Parameter<Value>("x", "the value"), example: example
        ) { _, value in try body(value) }
        builtin.unary = body
        return builtin
    }

    private static let print_ = Builtin(
        "print", group: "python", summary: "Prints values with spaces between them and a newline at the end.",
        raw: [
            .init("values", "what to write", .variadic),
            .init("sep", "between values", default: "' '", type: "str", .keywordOnly),
            .init("end", "at the end", default: "'\\n'", type: "str", .keywordOnly),
            .init("file", "where to write, sys.stdout if left out", default: "None", .keywordOnly),
            .init("flush", "whether a file gets it at once", default: "False", .keywordOnly),
        ], example: "print(\"loss\", 7.25)"
    ) { interpreter, arguments in
        var (separator, end) = (" ", "\n")
        var target = interpreter.streams.flatMap { $0.members[Names.stdout] }
        var flushes = false
        for (name, value) in arguments.keywords {
            switch name {
            case "sep", "end":
                guard value.isNone || value.text != nil else {
                    throw ScriptError("TypeError", "\(name) must be None or a string, not \(value.typeName)")
                }
                if let text = value.text { if name == "sep" { separator = text } else { end = text } }
            case "flush": flushes = try Operations.truth(value)
            case "file" where value.isNone: break
            case "file": target = value
            default: throw Wording.unknownKeyword("print", ["sep", "end", "file", "flush"], name)
            }
        }
        try ScreenStream.print(
            arguments.positional, separator, end, to: target, flushes: flushes, interpreter)
        return .none
    }

    private static let len = unary("len", "The number of elements.", example: "len([1, 2])") {
        .int(try Operations.length($0))
    }
    private static let abs_ = unary("abs", "The absolute value of a number.", example: "abs(-2)") {
        value in
        switch value {
        case .int(let number): return number < 0 ? try Operations.unary(.negate, value) : value
        case .float(let number): return .float(abs(number))
        case .bool(let flag): return .int(flag ? 1 : 0)
        case .object where value.bigInteger != nil: return BigInteger.magnitude(value) ?? value
        case .instance(let instance)
        where instance.plainValue != nil && instance.type.lookup(Names.abs) == nil:
            if let interpreter = Interpreter.current, case .builtin(let abs)? = interpreter.builtins["abs"] {
                return try abs.call(interpreter, Arguments([value.plain]))
            }
        case .object, .instance:
            if let interpreter = Interpreter.current {
                for name in ["__abs__", "abs"] {
                    if let method = try Operations.attribute(value, Symbol(name)) {
                        return try Operations.call(method, Arguments(), interpreter)
                    }
                }
            }
        default: break
        }
        throw ScriptError("TypeError", "bad operand type for abs(): '\(value.typeName)'")
    }
    private static let callable_ = unary(
        "callable", "Whether a value can be called.", example: "callable(len)"
    ) { .bool(Operations.isCallable($0)) }
    private static let chr_ = unary("chr", "The character of a code point.", example: "chr(65)") { value in
        if value.bigInteger != nil {
            throw ScriptError("OverflowError", "Python int too large to convert to C int")
        }
        guard let code = UInt32(exactly: try Operations.requireIndex(value)), code < 0x110000 else {
            throw ScriptError("ValueError", "chr() arg not in range(0x110000)")
        }
        guard let scalar = Unicode.Scalar(code) else {
            throw ScriptError("ValueError", "chr(\(code)) is half of a surrogate pair, which is no character")
        }
        return .string(String(scalar))
    }
    private static let ord_ = unary("ord", "The code point of a character.", example: "ord('A')") { value in
        if let bytes = value.bytes {
            guard bytes.count == 1 else {
                throw ScriptError(
                    "TypeError", "ord() expected a character, but string of length \(bytes.count) found")
            }
            return .int(Int(bytes[0]))
        }
        guard case .str(let text) = value.plain else {
            throw ScriptError("TypeError", "ord() expected string of length 1, but \(value.typeName) found")
        }
        guard text.count == 1 else {
            throw ScriptError(
                "TypeError", "ord() expected a character, but string of length \(text.count) found")
        }
        return .int(Int(text.scalars[0]))
    }
    private static func based(_ name: String, _ prefix: String, _ radix: Int) -> Builtin {
        unary(name, "An integer in base \(radix), as text.", example: "\(name)(10)") { value in
            guard let number = try WholeNumber(value) else {
                throw ScriptError(
                    "TypeError", "'\(value.typeName)' object cannot be interpreted as an integer")
            }
            return .string((number.isNegative ? "-" : "") + prefix + (try number.digits(radix: radix)))
        }
    }
    private static let hex_ = based("hex", "0x", 16), bin_ = based("bin", "0b", 2),
        oct_ = based("oct", "0o", 8)
    private static let repr_ = unary(
        "repr", "The representation of a value, as source code where there is one.", example: "repr('a')"
    ) {
        .string(try Operations.repr($0))
    }
    private static let ascii_ = unary(
        "ascii", "As repr, with escapes for what is not ASCII.", example: "ascii('é')"
    ) {
        .string(try Operations.convert($0, "a"))
    }
    private static let hash_ = unary(
        "hash", "The hash of a value; equal values have equal hashes.", example: "hash(1)"
    ) {
        .int(try Operations.hash($0))
    }
    private static let id_ = unary(
        "id", "The identity of an object: a number unique to it.", example: "id(None)"
    ) {
        .int(Operations.identity($0))
    }

    private static let round_ = Builtin(
        "round", group: "python", summary: "Rounds half to even.",
        Parameter<Value>("number", "what to round"),
        Parameter<Int?>("ndigits", "digits after the decimal point", default: nil), example: "round(2.675, 2)"
    ) { interpreter, value, digits -> Value in try rounded(interpreter, value, digits) }

    private static func rounded(_ interpreter: Interpreter, _ value: Value, _ digits: Int?) throws -> Value {
        switch value {
        case .int, .bool:
            let number = try Operations.requireIndex(value)
            guard let digits, digits < 0 else { return .int(number) }
            if digits < -18 { return .int(0) }
            var unit = 1
            for _ in 0..<(-digits) { unit *= 10 }
            let (rest, half) = (number.magnitude % UInt(unit), UInt(unit) / 2)
            let floor = number.magnitude - rest
            let isUp = rest > half || (rest == half && (floor / UInt(unit)) % 2 == 1)
            let (size, overflow) = floor.addingReportingOverflow(isUp ? UInt(unit) : 0)
            guard !overflow, let result = Int(exactly: size) else {
                return try BigInteger.rounded(value, places: -digits) ?? value
            }
            return .int(number < 0 ? -result : result)
        case .float(let number):
            guard let digits else { return try Conversions.whole(number.rounded(.toNearestOrEven)) }
            if !number.isFinite || digits > 300 { return value }
            if digits < -308 { return .float(0) }
            if digits >= 0 {
                return .float(Double(FloatFormat.printf(number, "f", precision: digits)) ?? number)
            }
            let unit = Double("1e\(-digits)") ?? 1
            return .float((number / unit).rounded(.toNearestOrEven) * unit)
        case .instance(let instance):
            if let result = try Operations.callSpecial(instance, Names.round, digits.map { [.int($0)] } ?? [])
            {
                return result
            }
            if let own = instance.plainValue { return try rounded(interpreter, own, digits) }
        case .object where value.bigInteger != nil:
            guard let digits, digits < 0 else { return value }
            if digits < -400_000_000 { return .int(0) }
            return try BigInteger.rounded(value, places: -digits) ?? value
        case .object(let object):
            if let method = try Operations.attribute(value, Names.round) {
                return try Operations.call(method, Arguments(digits.map { [.int($0)] } ?? []), interpreter)
            }
            if object.isRounded, let number = try object.number() {
                if case .object = number { break }
                return try rounded(interpreter, number, digits)
            }
        default: break
        }
        throw ScriptError("TypeError", "type \(value.typeName) doesn't define __round__ method")
    }
    private static let divmod_ = Builtin(
        "divmod", group: "python", summary: "Quotient and remainder.", Parameter<Value>("x", "a number"),
        Parameter<Value>("y", "by what"), example: "divmod(7, 3)"
    ) { _, x, y -> Value in
        let special = [(x, y, "__divmod__"), (y, x, "__rdivmod__")]
        for (value, other, name) in special {
            guard case .instance(let instance) = value,
                let result = try Operations.callSpecial(instance, Symbol(name), [other])
            else { continue }
            if case .notImplemented = result { continue }
            return result
        }
        for value in [x, y] {
            guard case .object(let object) = value, !object.isRounded else { continue }
            throw ScriptError(
                "TypeError",
                "unsupported operand type(s) for divmod(): '\(x.typeName)' and '\(y.typeName)'",
                hint: "x // y, x % y")
        }
        return .tuple([try Operations.binary(.floorDivide, x, y), try Operations.binary(.remainder, x, y)])
    }
    private static let pow_ = Builtin(
        "pow", group: "python", summary: "A power, modulo a number if given.",
        Parameter<Value>("base", "a number"), Parameter<Value>("exp", "the power"),
        Parameter<Value>("mod", "the modulus", default: .none), example: "pow(2, 10)"
    ) { _, base, exponent, modulus -> Value in
        if modulus.isNone { return try Operations.binary(.power, base, exponent) }
        if case .instance(let instance) = base,
            let result = try Operations.callSpecial(
                instance, Names.binary(.power).plain, [exponent, modulus])
        {
            return result
        }
        let (base, exponent, modulus) = (base.own, exponent.own, modulus.own)
        if let result = try BigInteger.power(base, exponent, modulus: modulus) { return result }
        let given = [base, exponent, modulus]
        if given.contains(where: { if case .float = $0 { return true } else { return false } }) {
            throw ScriptError(
                "TypeError", "pow() 3rd argument not allowed unless all arguments are integers")
        }
        throw ScriptError(
            "TypeError",
            "unsupported operand type(s) for ** or pow(): "
                + given.map { "'\($0.typeName)'" }.joined(separator: ", "))
    }
    private static let input_ = Builtin(
        "input", group: "python", summary: "Not available: programs here read no input.",
        raw: [.init("prompt", "ignored", default: "''")]
    ) { _, _ in
        throw ScriptError(
            "RuntimeError", "input() is not available", hint: "set a variable before running the cell")
    }
}
