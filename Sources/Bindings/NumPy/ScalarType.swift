import Language
import Tensors

/// The classes of NumPy's single numbers: `np.float32` and its like, and the kinds above them.
enum ScalarType {
    private static func kind(_ name: String, _ bases: [ScriptClass]) -> ScriptClass {
        let type = ScriptClass(name, bases: bases)
        type.module = "numpy"
        return type
    }

    /// What all of them are: the methods of arrays, for one without axes.
    static let generic: ScriptClass = {
        let type = kind("generic", [Types.object])
        for name in ArrayType.shared.scriptClass.attributeNames where !name.hasPrefix("__") {
            guard case .builtin(let method)? = ArrayType.shared.scriptClass.attribute(name) else { continue }
            if ["fill", "sort"].contains(name) { continue }
            type.setAttribute(name, .builtin(method.giving(ArrayObject.withoutAxes)))
        }
        for method in own { type.setAttribute(method.name, .builtin(method)) }
        return type
    }()
    static let number = kind("number", [generic])
    static let integer = kind("integer", [number])
    static let signedinteger = kind("signedinteger", [integer])
    static let unsignedinteger = kind("unsignedinteger", [integer])
    static let inexact = kind("inexact", [number])
    static let floating: ScriptClass = {
        let type = kind("floating", [inexact])
        for method in ofFloats { type.setAttribute(method.name, .builtin(method)) }
        return type
    }()
    static let kinds = [generic, number, integer, signedinteger, unsignedinteger, inexact, floating]

    private static let all: [DType: ScriptClass] = Dictionary(
        uniqueKeysWithValues: DType.allCases.filter { $0.arrayName != nil }.map { ($0, make($0)) })
    private static let dtypes: [ObjectIdentifier: DType] = Dictionary(
        uniqueKeysWithValues: all.map { (ObjectIdentifier($1), $0) })

    /// The class of the numbers of a type; bfloat16, which NumPy has not, is told as a float32.
    static func of(_ dtype: DType) -> ScriptClass { all[dtype] ?? all[.float32] ?? generic }

    /// The type whose numbers a class is of, nil for any other class.
    static func dtype(of type: ScriptClass) -> DType? { dtypes[ObjectIdentifier(type)] }

    private static func make(_ dtype: DType) -> ScriptClass {
        let bases: [ScriptClass]
        switch dtype.kind {
        case .bool: bases = [generic]
        case .integer(let signed): bases = [signed ? signedinteger : unsignedinteger]
        case .floatingPoint: bases = dtype == .float64 ? [floating, Types.float] : [floating]
        }
        let constructor = Builtin(
            "\(dtype)", group: "numpy",
            summary: "A single number of type \(dtype), or an array of such numbers.",
            raw: [.init("x", "a number, a text that is one, or numbers in lists", default: "0")],
            returns: "a number or an array", example: "np.\(dtype == .bool ? "bool_" : dtype.rawValue)(1)",
            pytorch: "torch.tensor(1, dtype=torch.\(dtype))"
        ) { _, arguments in
            if let (name, _) = arguments.keywords.first {
                throw ScriptError(
                    "TypeError", "numpy.\(dtype)() got an unexpected keyword argument '\(name)'")
            }
            guard arguments.positional.count <= 1 else {
                throw ScriptError(
                    "TypeError", "function takes at most 1 argument (\(arguments.positional.count) given)")
            }
            return try convert(arguments.positional.first ?? .int(0), dtype)
        }
        let type = ScriptClass("\(dtype)", bases: bases, constructor: constructor)
        type.module = "numpy"
        type.isNumeric = dtype != .bool
        return type
    }

    // MARK: Making one

    /// `np.float32(x)`: a scalar of what is a number, an array of what has axes.
    static func convert(_ value: Value, _ dtype: DType) throws -> Value {
        if let scalar = ScalarObject.from(value) {
            return ScalarObject.value(scalar.element.converted(to: dtype), dtype)
        }
        if let tensor = try Tensor.from(value) {
            return try ArrayObject.value(NumPy.tensor(tensor.scriptValue, dtype))
        }
        switch value.plain {
        case .list, .tuple, .range: return try ArrayObject.value(NumPy.tensor(value, dtype))
        case .none where dtype.isFloatingPoint: return ScalarObject.value(.float(.nan), dtype)
        default: break
        }
        switch dtype.kind {
        case .bool: return ScalarObject.value(.bool(try Operations.truth(value)), dtype)
        case .floatingPoint:
            guard case .float(let number) = try number(value, Types.float).plain else { break }
            return ScalarObject.value(try NumPy.cast(number, dtype), dtype)
        case .integer:
            let number = try number(value, Types.int)
            guard case .int(let whole) = number.plain else {
                throw ScriptError("OverflowError", "Python int too large to convert to C long")
            }
            try NumPy.checkBounds(whole, dtype)
            return ScalarObject.value(.int(whole), dtype)
        }
        throw ScriptError("TypeError", "numpy.\(dtype)() wants a number, not \(value.typeName)")
    }

    /// `float(x)` or `int(x)`.
    private static func number(_ value: Value, _ type: ScriptClass) throws -> Value {
        guard let interpreter = Interpreter.current else { return .none }
        return try Operations.call(.type(type), Arguments([value]), interpreter)
    }

    // MARK: Methods

    private static func method(
        _ name: String, _ summary: String, _ body: @escaping (ScalarObject) throws -> Value
    ) -> Builtin {
        Builtin(
            name, group: "numpy", summary: summary, receiver, returns: "a value",
            example: "np.float64(2.5).\(name)()"
        ) { _, value -> Value in
            guard let scalar = ScalarObject.from(value) else {
                throw ScriptError(
                    "TypeError", "\(name)() wants a number of NumPy, not \(value.typeName)")
            }
            return try body(scalar)
        }
    }
    private static let receiver = Parameter<Value>("self", "the number", .positionalOnly)

    private static let own: [Builtin] = [
        method("__abs__", "The absolute value.") { x in
            guard x.dtype != .bool, x.element.double < 0 || x.element.double.sign == .minus else {
                return .object(x)
            }
            if x.dtype.isInteger, x.element.int == x.dtype.integerLimits?.lowerBound {
                try FloatingPointHandling.report(.over, "scalar absolute")
                return .object(x)
            }
            return try ScalarArithmetic.apply(.negate, x.element, x.dtype) ?? .object(x)
        },
        Builtin(
            "__round__", group: "numpy", summary: "Rounds half to even.", receiver,
            Parameter<Int?>("ndigits", "digits after the decimal point", default: nil), returns: "a number",
            example: "round(np.float64(2.5))"
        ) { interpreter, value, digits -> Value in
            guard let x = ScalarObject.from(value), x.dtype != .bool else {
                throw ScriptError("TypeError", "type \(value.typeName) doesn't define __round__ method")
            }
            guard let digits else {
                guard let round = interpreter.builtins["round"] else { return .none }
                return try Operations.call(round, Arguments([x.element.scriptValue]), interpreter)
            }
            if x.dtype.isInteger {
                guard let round = interpreter.builtins["round"] else { return .none }
                let whole = try Operations.call(
                    round, Arguments([x.element.scriptValue, .int(digits)]), interpreter)
                return ScalarObject.value(
                    try Number.from(whole)?.converted(to: x.dtype) ?? x.element, x.dtype)
            }
            return try ScalarObject.value(Tensor.scalar(x.element, x.dtype).roundedAsNumPy(decimals: digits))
        },
        method("conjugate", "The number itself: numbers are real here.") { .object($0) },
        method("is_integer", "Whether the number is whole.") { x in
            .bool(x.element.double.isFinite && x.element.double == x.element.double.rounded())
        },
        method("bit_count", "The number of ones in binary.") { x in
            guard x.dtype.isInteger else {
                throw ScriptError("AttributeError", "'\(x.typeName)' object has no attribute 'bit_count'")
            }
            return .int(x.element.int.magnitude.nonzeroBitCount)
        },
    ]

    private static let ofFloats: [Builtin] = ["as_integer_ratio", "hex"].map { name in
        method(name, name == "hex" ? "The number in base 16." : "Two whole numbers whose quotient it is.") {
            x in
            guard let interpreter = Interpreter.current,
                let bound = try Operations.attribute(x.element.scriptValue, Symbol(name))
            else { return .none }
            return try Operations.call(bound, Arguments(), interpreter)
        }
    }
}
