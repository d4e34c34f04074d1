import Foundation

/// The classes of the language's own values.
public enum Types {
    public static let object = ScriptClass(
        "object",
        constructor: command("object", "A plain object.", []) { _, arguments in
            guard arguments.positional.isEmpty, arguments.keywords.isEmpty else {
                throw ScriptError("TypeError", "object() takes no arguments")
            }
            return .instance(Instance(plain))
        })
    /// An object without a class of its own has no attributes to set.
    private static let plain: ScriptClass = {
        let type = ScriptClass("object")
        type.slots = []
        return type
    }()
    static let none = ScriptClass("NoneType", bases: [object]) { $0.isNone }
    public static let int = type("int", IntMethods.all, IntMethods.make) { value in
        switch value {
        case .int, .bool: return true
        default: return value.bigInteger != nil
        }
    }
    public static let bool = ScriptClass(
        "bool", bases: [int],
        constructor: command("bool", "The truth of a value.") { _, arguments in
            guard let value = arguments.positional.first else { return .bool(false) }
            return .bool(try Operations.truth(value))
        }
    ) { if case .bool = $0 { return true } else { return false } }
    public static let float = type("float", FloatMethods.all, FloatMethods.make) {
        if case .float = $0 { return true } else { return false }
    }
    public static let str = type("str", TextMethods.all, TextMethods.make) {
        if case .str = $0 { return true } else { return false }
    }
    public static let bytes = type("bytes", BytesMethods.all, BytesMethods.make) {
        if case .object(let object) = $0 { return object is BytesValue } else { return false }
    }
    public static let bytearray = type("bytearray", BytesMethods.arrayMethods, BytesMethods.makeArray) {
        if case .object(let object) = $0 { return object is ByteArrayValue } else { return false }
    }
    public static let list = type("list", ListMethods.all, ListMethods.make) {
        if case .list = $0 { return true } else { return false }
    }
    public static let tuple = type("tuple", ListMethods.tuple, ListMethods.makeTuple) {
        if case .tuple = $0 { return true } else { return false }
    }
    public static let dict = type("dict", DictMethods.all, DictMethods.make) {
        if case .dict = $0 { return true } else { return false }
    }
    public static let set = type("set", SetMethods.all, SetMethods.make(isFrozen: false)) {
        if case .set(let set) = $0 { return !set.isFrozen } else { return false }
    }
    public static let frozenset = type("frozenset", SetMethods.all, SetMethods.make(isFrozen: true)) {
        if case .set(let set) = $0 { return set.isFrozen } else { return false }
    }
    static let slice = type(
        "slice",
        [
            Method.make("indices", ["length"], "Start, stop and step for a sequence of so many elements.") {
                value, arguments, _ in
                guard case .slice(let slice) = value, let length = arguments[0] else { return .none }
                let count = try Operations.requireIndex(length)
                if count < 0 { throw ScriptError("ValueError", "length should not be negative") }
                let (start, stop, step) = try slice.bounds(count: count)
                return .tuple([.int(start), .int(stop), .int(step)])
            }
        ],
        command("slice", "A slice object.", [.init("bounds", "start, stop and step", .variadic)]) {
            _, arguments in
            let given = arguments.positional
            switch given.count {
            case 1: return .slice(SliceValue(start: .none, stop: given[0], step: .none))
            case 2: return .slice(SliceValue(start: given[0], stop: given[1], step: .none))
            case 3: return .slice(SliceValue(start: given[0], stop: given[1], step: given[2]))
            default: throw ScriptError("TypeError", "slice() takes 1 to 3 arguments, \(given.count) given")
            }
        }
    ) { if case .slice = $0 { return true } else { return false } }
    public static let range = type(
        "range", ListMethods.tuple,
        command("range", "Whole numbers in steps.", [.init("bounds", "start, stop and step", .variadic)]) {
            _, arguments in
            let given = try arguments.positional.map(LongRange.bound)
            switch given.count {
            case 1: return try LongRange.make(.int(0), given[0], .int(1))
            case 2: return try LongRange.make(given[0], given[1], .int(1))
            case 3: return try LongRange.make(given[0], given[1], given[2])
            default: throw ScriptError("TypeError", "range expected 1 to 3 arguments, got \(given.count)")
            }
        }
    ) { value in
        switch value {
        case .range: return true
        case .object(let object): return object is LongRange
        default: return false
        }
    }
    static let ellipsis = ScriptClass("ellipsis", bases: [object]) {
        if case .ellipsis = $0 { return true } else { return false }
    }
    static let notImplemented = ScriptClass("NotImplementedType", bases: [object])
    public static let function = ScriptClass("function", bases: [object]) {
        if case .function = $0 { return true } else { return false }
    }
    static let method = ScriptClass("method", bases: [object]) {
        if case .boundMethod = $0 { return true } else { return false }
    }
    package static let generator = type("generator", GeneratorMethods.all, nil) {
        if case .object(let object) = $0 { return object is GeneratorIterator } else { return false }
    }
    static let module = ScriptClass("module", bases: [object]) {
        if case .module = $0 { return true } else { return false }
    }
    static let builtin = ScriptClass("builtin_function_or_method", bases: [object]) { value in
        switch value {
        case .builtin: return true
        case .boundMethod(let method):
            if case .builtin = method.function { return true } else { return false }
        default: return false
        }
    }
    package static let type = ScriptClass(
        "type", bases: [object],
        constructor: command(
            "type", "The class of a value; of a name, bases and members, a new class.",
            [
                .init("x", "any value, or a name, bases and members", .variadic),
                .init("keywords", "for `__init_subclass__`", .keywords),
            ]
        ) {
            interpreter, arguments in
            guard arguments.positional.count == 1, arguments.keywords.isEmpty else {
                return try ClassMaking.make(arguments, interpreter)
            }
            return .type(Operations.type(of: arguments.positional[0]))
        }
    ) { if case .type = $0 { return true } else { return false } }

    /// Those that a program can name.
    package static let all: [ScriptClass] = [
        object, int, bool, float, str, bytes, bytearray, list, tuple, dict, set, frozenset, slice, range,
        type,
    ]

    private static func type(
        _ name: String, _ methods: [Builtin], _ make: Builtin?, _ recognises: @escaping (Value) -> Bool
    ) -> ScriptClass {
        let type = ScriptClass(name, bases: [object], constructor: make, recognises: recognises)
        for method in methods {
            // These belong to the class and get no receiver.
            let isStatic = ["fromkeys", "maketrans", "fromhex", "from_bytes"].contains(method.name)
            type.attributes.set(
                Symbol(method.name), isStatic ? .object(StaticMethod(.builtin(method))) : .builtin(method))
        }
        return type
    }

    private static func command(
        _ name: String, _ summary: String, _ parameters: [ParameterInformation] = [.init("x", "any value")],
        _ body: @escaping (Interpreter, Arguments) throws -> Value
    ) -> Builtin {
        Builtin(name, group: "types", summary: summary, raw: parameters, body: body)
    }
}

extension ParameterInformation {
    /// A parameter of any type.
    public init(
        _ name: String, _ help: String, default text: String? = nil, type: String = "any",
        _ passing: Passing = .either
    ) {
        self.init(name: name, help: help, typeName: type, defaultText: text, passing: passing)
    }
}

/// Declares the methods of the language's own types: the receiver comes first, the rest is bound by name.
package struct Method {
    /// - Parameter parameters: names; one with `=default` may be left out.
    package static func make(
        _ name: String, _ parameters: [String] = [], _ summary: String,
        oneArgument: ((Value, Value) throws -> Value)? = nil,
        twoArguments: ((Value, Value, Value) throws -> Value)? = nil,
        _ body:
            @escaping (_ receiver: Value, _ arguments: [Value?], _ interpreter: Interpreter) throws -> Value
    ) -> Builtin {
        let declared =
            [ParameterInformation("self", "the value", .positionalOnly)]
            + parameters.map { text -> ParameterInformation in
                let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
                    String.init)
                if text.hasPrefix("*") {
                    return ParameterInformation(String(text.dropFirst()), "values", .variadic)
                }
                return ParameterInformation(parts[0], "a value", default: parts.count > 1 ? parts[1] : nil)
            }
        let method = Builtin(
            name: name, group: "methods", summary: summary, parameters: declared, returns: "", example: "",
            pytorch: "", formula: ""
        ) { command, interpreter, values in
            for (index, parameter) in declared.enumerated()
            where values[index] == nil && parameter.defaultText == nil {
                throw Wording.missingArgument(command, parameter.name)
            }
            return try body(values[0]!, Array(values.dropFirst()), interpreter)
        }
        method.oneArgument = oneArgument
        method.twoArguments = twoArguments
        return method
    }
}

enum IntMethods {
    package static let make = Builtin(
        "int", group: "types", summary: "A whole number from a number or a text.",
        raw: [.init("x", "a number or a text", default: "0"), .init("base", "of a text", default: "10")]
    ) { _, arguments in
        let base = try (arguments.positional.count > 1 ? arguments.positional[1] : arguments.keyword("base"))
            .map { try Operations.requireIndex($0) }
        guard let value = arguments.positional.first else { return .int(0) }
        return try Conversions.int(value, base: base)
    }
    package static let all: [Builtin] = [
        Method.make("bit_length", [], "The number of bits.") { value, _, _ in
            if let big = value.bigInteger { return .int(big.bitLength) }
            return .int(64 - (try Operations.requireIndex(value)).magnitude.leadingZeroBitCount)
        },
        Method.make("bit_count", [], "The number of ones in binary.") { value, _, _ in
            if let big = value.bigInteger { return .int(big.bitCount) }
            return .int((try Operations.requireIndex(value)).magnitude.nonzeroBitCount)
        },
        Method.make("is_integer", [], "True.") { _, _, _ in .bool(true) },
        Builtin(
            "to_bytes", group: "methods", summary: "The number as bytes.",
            raw: [
                .init("self", "the number", .positionalOnly), .init("length", "how many bytes", default: "1"),
                .init("byteorder", "'big' or 'little'", default: "'big'", type: "str"),
                .init("signed", "whether it may be negative", default: "False", type: "bool", .keywordOnly),
            ]
        ) { _, arguments in
            let given = arguments.positional
            func argument(_ place: Int, _ name: String) -> Value? {
                given.count > place ? given[place] : arguments.keyword(name)
            }
            let length = try argument(1, "length").map { try Operations.requireIndex($0) } ?? 1
            if length < 0 { throw ScriptError("ValueError", "length argument must be non-negative") }
            try Limits.check(textBytes: length)
            return .object(
                BytesValue(
                    try bytes(
                        of: given.first ?? .none, length, isLittle: isLittle(argument(2, "byteorder")),
                        isSigned: Operations.truth(arguments.keyword("signed") ?? .none))))
        },
        Builtin(
            "from_bytes", group: "methods", summary: "The number that bytes are.",
            raw: [
                .init("bytes", "the bytes"),
                .init("byteorder", "'big' or 'little'", default: "'big'", type: "str"),
                .init("signed", "whether it may be negative", default: "False", type: "bool", .keywordOnly),
            ]
        ) { _, arguments in
            let given = arguments.positional
            guard let source = given.first ?? arguments.keyword("bytes") else {
                throw ScriptError("TypeError", "from_bytes() missing required argument 'bytes' (pos 1)")
            }
            var bytes = try BytesMethods.row(source, name: "bytes")
            let order = given.count > 1 ? given[1] : arguments.keyword("byteorder")
            if try isLittle(order) { bytes.reverse() }
            return try number(bytes, isSigned: Operations.truth(arguments.keyword("signed") ?? .none))
        },
    ]

    private static func isLittle(_ order: Value?) throws -> Bool {
        switch order?.text ?? "big" {
        case "big": return false
        case "little": return true
        default: throw ScriptError("ValueError", "byteorder must be either 'little' or 'big'")
        }
    }

    /// - Throws: OverflowError where the bytes are too few.
    private static func bytes(of value: Value, _ length: Int, isLittle: Bool, isSigned: Bool) throws
        -> [UInt8]
    {
        guard let number = try WholeNumber(value) else {
            throw ScriptError("TypeError", "expected int, not \(value.typeName)")
        }
        if number.isNegative, !isSigned {
            throw ScriptError("OverflowError", "can't convert negative int to unsigned")
        }
        guard let result = BigInteger.bytes(of: number.value, count: length, isSigned: isSigned) else {
            throw ScriptError("OverflowError", "int too big to convert")
        }
        return isLittle ? result.reversed() : result
    }

    /// The number that bytes are, the highest first.
    private static func number(_ bytes: [UInt8], isSigned: Bool) throws -> Value {
        BigInteger.from(bytes, isSigned: isSigned)
    }
}

enum FloatMethods {
    package static let make = Builtin(
        "float", group: "types", summary: "A float from a number or a text.",
        raw: [.init("x", "a number or a text", default: "0.0")]
    ) { _, arguments in
        guard let value = arguments.positional.first else { return .float(0) }
        return try Conversions.float(value)
    }
    package static let all: [Builtin] = [
        Method.make("is_integer", [], "Whether the number is whole.") { value, _, _ in
            guard case .float(let number) = value else { return .bool(false) }
            return .bool(number.isFinite && number == number.rounded())
        },
        Method.make("as_integer_ratio", [], "Two whole numbers whose quotient it is.") { value, _, _ in
            guard case .float(let number) = value else { return .none }
            if number.isNaN { throw ScriptError("ValueError", "cannot convert NaN to integer ratio") }
            if number.isInfinite {
                throw ScriptError("OverflowError", "cannot convert Infinity to integer ratio")
            }
            if number == 0 { return .tuple([.int(0), .int(1)]) }
            // An odd whole number times a power of 2.
            let odd = number.significand * scalbn(1, number.significandWidth)
            let power = Int(number.exponent) - number.significandWidth
            let factor = try Operations.binary(.power, .int(2), .int(abs(power)))
            let top = Value.int(Int(number < 0 ? -odd : odd))
            return power >= 0
                ? .tuple([try Operations.binary(.multiply, top, factor), .int(1)]) : .tuple([top, factor])
        },
        Method.make("conjugate", [], "The number itself.") { value, _, _ in value },
        Method.make("hex", [], "The number in base 16.") { value, _, _ in
            guard case .float(let number) = value else { return .none }
            return .string(FloatFormat.hex(number))
        },
    ]
}
