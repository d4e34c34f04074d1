import Foundation
import Language
import Tensors

/// The module `numpy`: the names that courses use, over the engine of the tensors.
enum NumPy {
    package static func make() -> ModuleValue {
        let module = ModuleValue("numpy", documentation: "NumPy's arrays on this engine.", commands: commands)
        module["pi"] = .float(.pi)
        module["e"] = .float(M_E)
        module["inf"] = .float(.infinity)
        module["nan"] = .float(.nan)
        module["newaxis"] = Value.none
        module["ndarray"] = .type(ArrayType.shared.scriptClass)
        module["__version__"] = .string("2.4.6+lagado")
        module["memmap"] = .type(MappedArray.scriptClass)
        module["exceptions"] = .module(
            ModuleValue(
                "numpy.exceptions", documentation: "The errors of NumPy.",
                [("AxisError", .type(LibraryExceptions.axis))]))
        for dtype in DType.allCases where dtype.arrayName != nil {
            module[dtype.rawValue] = .type(ScalarType.of(dtype))
        }
        for (name, dtype) in names where name != "int" && name != "float" && name.count > 2 {
            module[name] = .type(ScalarType.of(dtype))
        }
        for kind in ScalarType.kinds { module[kind.name] = .type(kind) }
        module["dtype"] = .type(NumPyType.base)
        module["str_"] = .type(TextScalar.type)
        module["object_"] = .type(NumPyType.objectClass)
        module["True_"] = ScalarObject.value(.bool(true), .bool)
        module["False_"] = ScalarObject.value(.bool(false), .bool)
        MissingNames.explain(
            in: module,
            near: [
                "uint64": "np.int64",
                "complex64": "two arrays, real and imaginary", "complex128": "two arrays, real and imaginary",
                "fft": "sums of np.sin and np.cos",
                "vectorize": "a list comprehension", "char": "str's own methods",
                "matrix": "np.array",
            ])
        return module
    }

    static func makeLinearAlgebra() -> ModuleValue {
        let module = ModuleValue(
            "numpy.linalg", documentation: "Matrices.",
            commands: NumPyLinearAlgebra.commands.map {
                NumPyArguments.added(to: $0, of: "numpy.linalg").rewording(NumPyErrors.linearAlgebra)
            })
        module["LinAlgError"] = .type(LibraryExceptions.arrayLinearAlgebra)
        MissingNames.explain(
            in: module,
            near: [
                "eig": "np.linalg.eigh for a symmetric matrix",
                "eigvals": "np.linalg.eigvalsh for a symmetric matrix",
            ])
        return module
    }

    static let commands: [Builtin] = [
        TensorCommands.operations.flatMap(\.numpy), NumPyCreation.commands, FloatingPointHandling.commands,
        NumPyElementwise.commands,
        NumPyReductions.commands, NumPyShapes.commands, NumPySearching.commands, NumPyLinearAlgebra.products,
        ArrayFiles.commands, ArrayTextFiles.commands, RawNumbers.commands,
    ].flatMap { $0 }.map {
        ValueCommands.taking(NumPyArguments.added(to: $0, of: "numpy")).rewording(NumPyErrors.reworded)
    }

    // MARK: Arguments

    static let object = Parameter<Value>("a", "a number, list or array")
    static let operand = Parameter<Value>("x", "a number, list or array", .positionalOnly)
    static let axes = Parameter<Sizes?>("axis", "the axis or axes; all if left out", default: nil)
    static let axis = Parameter<Int?>("axis", "the axis; all if left out", default: nil)
    static let dtype = Parameter<Value>("dtype", "the type of the elements", default: .none)
    static let shape = Parameter<Sizes>("shape", "the sizes")
    static let keepdims = Parameter<Bool>("keepdims", "whether the axis stays with size 1", default: false)

    /// The numbers of what an array of numbers is made of, nil for anything else.
    static func numbers(_ value: Value) throws -> Tensor? {
        ValueArray.isMeant(value) ? nil : try? tensor(value)
    }

    /// What NumPy would make an array of: numbers with a point become float64.
    static func tensor(_ value: Value, _ dtype: DType? = nil) throws -> Tensor {
        if let tensor = try Tensor.from(value) {
            if tensor.requiresGrad {
                throw ScriptError(
                    "RuntimeError",
                    "Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead.",
                    hint: "x.detach().numpy()")
            }
            return try dtype.map { try tensor.to($0) } ?? tensor
        }
        if let array = ValueArray.from(value) {
            guard let dtype else { throw ValueCommands.refusal("array", array) }
            return try array.numbers(dtype)
        }
        if case .instance(let instance) = value, let made = try instance.array() {
            return try dtype.map { try made.to($0) } ?? made
        }
        if let scalar = ScalarObject.from(value) {
            return try .scalar(dtype.map(scalar.element.converted) ?? scalar.element, dtype ?? scalar.dtype)
        }
        switch value {
        case .none:
            throw ScriptError(
                "TypeError", "None is no number, and an array of objects is not in Lagado", hint: "np.nan")
        case .str(let text) where dtype != nil:
            // `np.float64('1.5')` reads a number, as `float` and `int` do.
            let kind = dtype?.isFloatingPoint == true ? Types.float : Types.int
            guard let interpreter = Interpreter.current else { break }
            return try tensor(Operations.call(.type(kind), Arguments([.str(text)]), interpreter), dtype)
        case .list(let list) where dtype != nil && list.elements.contains { $0.text != nil }:
            return try tensor(
                .list(list.elements.map { $0.text == nil ? $0 : try ArrayObject.value(tensor($0, dtype)) }),
                dtype)
        case .str:
            throw ScriptError(
                "NotImplementedError", "numpy: an array of text is not in Lagado", hint: "a list")
        case .list(let list)
        where list.elements.contains { if case .str = $0 { return true } else { return false } }:
            throw ScriptError(
                "NotImplementedError", "numpy: an array of text is not in Lagado", hint: "a list")
        case .object(let object) where object is ScriptIterator:
            throw ScriptError(
                "TypeError", "numpy wants a list here, not a generator", hint: "np.array(list(…))")
        default: break
        }
        let plain: Tensor
        var rule = TensorData.Rule.numpy
        rule.wanted = dtype
        do { plain = try TensorData.tensor(value, rule: rule) } catch let error as ScriptError
            where error.kind == "ValueError" && error.message.contains("expected sequence of length")
        {
            throw ScriptError(
                "ValueError",
                "setting an array element with a sequence. The requested array has an inhomogeneous shape",
                hint: error.hint)
        }
        if let dtype {
            guard plain.count > 0, plain.dtype == .int64, let limits = dtype.integerLimits else {
                return try plain.to(dtype)
            }
            if dtype != .int64 {
                let ends = try [plain.amin().item().int, plain.amax().item().int]
                for end in ends where !limits.contains(end) { try checkBounds(end, dtype) }
            }
            return try plain.to(dtype)
        }
        return plain
    }

    /// The other side of an operation with `partner`: a number takes its type from there; nil for what no
    /// array is made of.
    static func operand(_ value: Value, beside partner: Tensor) throws -> Tensor? {
        switch value {
        case .int(let number):
            let type = partner.dtype == .bool ? DType.int64 : partner.dtype
            try checkBounds(number, type)
            return try .scalar(.int(number), type)
        case .bool(let flag): return try .scalar(.bool(flag), partner.dtype)
        case .float(let number):
            return try .scalar(.float(number), partner.dtype.isFloatingPoint ? partner.dtype : .float64)
        case .object(let object):
            if let scalar = object as? ScalarObject { return try .scalar(scalar.element, scalar.dtype) }
            return (object as? ArrayObject)?.tensor ?? (object as? TensorObject)?.tensor
        case .list, .tuple, .range: return try tensor(value)
        case .instance(let instance):
            if let own = instance.plainValue { return try operand(own, beside: partner) }
            if let made = try instance.array() { return made }
            return instance.isSequence ? try tensor(value) : nil
        default: return nil
        }
    }

    /// Both in the type that NumPy computes in: an int64 beside a float32 makes float64.
    static func promoted(_ a: Tensor, _ b: Tensor) throws -> (Tensor, Tensor) {
        if a.dtype == b.dtype { return (a, b) }
        let type = promoted(a.dtype, b.dtype)
        return (try a.to(type), try b.to(type))
    }

    /// The type that NumPy computes two in.
    static func promoted(_ a: DType, _ b: DType) -> DType {
        let type = DType.promoted(a, b)
        // A float holds the integers beside it: float16 those of one byte, float32 those of two.
        if type.isFloatingPoint, let whole = [a, b].first(where: \.isInteger), 2 * whole.size > type.size {
            return whole.size == 1 ? .float16 : whole.size == 2 ? .float32 : .float64
        }
        return type
    }

    /// Refuses a whole number of Python's that a type does not hold. - Throws: OverflowError.
    static func checkBounds(_ number: Int, _ type: DType) throws {
        guard type.integerLimits?.contains(number) ?? true else {
            throw ScriptError(
                "OverflowError", "Python integer \(number) out of bounds for \(type)",
                hint: "np.int64 holds it")
        }
    }

    /// One of Python's floats as a number of a type; that it is too large for it is told.
    static func cast(_ number: Double, _ type: DType) throws -> Number {
        let result = type.nearest(number)
        if result.isInfinite, number.isFinite { try FloatingPointHandling.report(.over, "cast") }
        return .float(result)
    }

    static func combined(_ operation: BinaryOperator, _ a: Tensor, _ b: Tensor) throws -> Tensor? {
        var (x, y) = try promoted(a, b)
        if x.dtype == .bool, y.dtype == .bool, [.floorDivide, .remainder, .power].contains(operation) {
            (x, y) = (try x.to(.int64), try y.to(.int64))
        }
        if operation == .subtract, x.dtype == .bool {
            throw ScriptError(
                "TypeError",
                "numpy boolean subtract, the `-` operator, is not supported, use the bitwise_xor, "
                    + "the `^` operator, or the logical_xor function instead.", hint: "a ^ b")
        }
        if operation == .divide, !x.dtype.isFloatingPoint {
            (x, y) = (try x.to(.float64), try y.to(.float64))
        }
        if operation == .floorDivide || operation == .remainder, !y.dtype.isFloatingPoint {
            // In NumPy a whole number by 0 is 0.
            let zero = try y.constant(.int(0)), isZero = try y.compare(.equal, zero)
            let result = try TensorOperators.apply(operation, x, y.maskedFill(isZero, .int(1)))
            return try result.map { try Tensor.select(isZero, $0.constant(.int(0)), $0) }
        }
        if operation == .power, x.dtype.isInteger, y.count > 0, try y.amin().item().int < 0 {
            throw ScriptError(
                "ValueError", "Integers to negative integer powers are not allowed.",
                hint: "a.astype(float) ** -1")
        }
        // One number as the exponent of many, or without axes: a root is a root, `(-inf) ** 0.5` is nan.
        if operation == .power, y.count == 1, y.rank == 0 || x.count > 1, x.dtype.isFloatingPoint,
            try y.item() == .float(0.5)
        {
            return try x.sqrt().reshape(Shape.broadcast(x.shape, y.shape, for: "**"))
        }
        return try TensorOperators.apply(operation, x, y)
    }

    /// An operator of the language as NumPy computes it.
    static func operation(_ operation: BinaryOperator) -> BinaryApply {
        { a, b in
            guard let result = try combined(operation, a, b) else {
                throw ScriptError("TypeError", "numpy: `\(operation.rawValue)` does not take these")
            }
            return result
        }
    }

    /// Both operands of a function; a number beside an array takes its type from there.
    static func operands(_ a: Value, _ b: Value, of name: String) throws -> (Tensor, Tensor) {
        let isNumber = try Tensor.from(a) == nil && !a.isLikeArray
        let x = isNumber ? nil : try tensor(a)
        guard let y = try x.map({ try operand(b, beside: $0) }) ?? tensor(b),
            let first = try x ?? operand(a, beside: y)
        else {
            throw ScriptError(
                "TypeError", "np.\(name)() wants numbers or arrays, not \(a.typeName) and \(b.typeName)")
        }
        return (first, y)
    }

    static func compared(_ comparison: Tensor.Comparison, _ a: Tensor, _ b: Tensor) throws -> Tensor {
        let (x, y) = try promoted(a, b)
        return try x.compare(comparison, y)
    }

    /// |x|; truth values are their own.
    static func size(_ x: Tensor) throws -> Tensor { x.dtype == .bool ? x : try x.abs() }

    /// 1/x; that of integers is rounded towards 0.
    static func reciprocal(_ x: Tensor) throws -> Tensor {
        try x.dtype.isFloatingPoint ? x.reciprocal() : x.to(.float64).reciprocal().trunc().to(x.dtype)
    }

    static func floats(_ x: Tensor) throws -> Tensor { x.dtype.isFloatingPoint ? x : try x.to(.float64) }

    /// Numbers with a point that hold a whole number each, as functions of single elements compute them: of
    /// one byte in two, of two in four, else in float64.
    static func nearestFloats(_ x: Tensor) throws -> Tensor {
        if x.dtype.isFloatingPoint { return x }
        return try x.to(x.dtype.size == 1 ? .float16 : x.dtype.size == 2 ? .float32 : .float64)
    }

    /// NumPy's other names of its types.
    private static let names: [String: DType] = [
        "int": .int64, "float": .float64, "bool": .bool, "double": .float64, "single": .float32,
        "half": .float16, "bool_": .bool, "int_": .int64, "intp": .int64, "intc": .int32, "short": .int16,
        "byte": .int8,
        "ubyte": .uint8, "longlong": .int64, "long": .int64, "float_": .float64, "i": .int32, "f": .float32,
        "d": .float64,
        "e": .float16, "l": .int64, "q": .int64, "h": .int16, "b": .int8, "B": .uint8, "?": .bool,
        "ushort": .uint16, "uintc": .uint32, "H": .uint16, "I": .uint32,
    ]

    /// A type by any of its names: `float`, `np.float32`, `'int64'`, `torch.float32`.
    static func type(_ value: Value) throws -> DType? {
        if value.isNone { return nil }
        if let dtype = try DType.from(value) { return dtype }
        if case .object(let object) = value, let type = object as? NumPyType, let dtype = type.dtype {
            return dtype
        }
        if case .type(let type) = value, let dtype = ScalarType.dtype(of: type) { return dtype }
        if let text = value.text {
            let plain =
                text.hasPrefix("<") || text.hasPrefix("=") || text.hasPrefix("|")
                ? text.dropFirst() : text[...]
            let types = DType.allCases.filter { $0.arrayName != nil }
            if let dtype = types.first(where: { $0.rawValue == text || $0.arrayName == String(plain) })
                ?? names[text]
            {
                return dtype
            }
        }
        throw ScriptError(
            "TypeError", "data type \(try value.repr()) is not in Lagado",
            hint: "float, int, bool, str, object, np.float32, np.int64")
    }

    /// `(2, 3)`, `(2,)`: sizes as NumPy's messages write them.
    static func tuple(_ shape: [Int]) -> String {
        "(" + shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? ",)" : ")")
    }

    /// `np.round` and `np.around`.
    static func rounding(_ name: String) -> Builtin {
        Builtin(
            name, group: "numpy", summary: "Rounds to a number of decimals.", object,
            Parameter<Int>("decimals", "digits after the decimal point", default: 0),
            returns: "a number or an array", example: "np.\(name)([2.567], 1)", pytorch: "torch.round(x)"
        ) { _, value, places -> Value in try ArrayObject.value(tensor(value).roundedAsNumPy(decimals: places))
        }
    }

    /// - Parameter first: the parameter of the array.
    static func command(
        _ name: String, _ summary: String, first: Parameter<Value> = object,
        _ apply: @escaping (Tensor) throws -> Tensor
    ) -> Builtin {
        Builtin(
            name, group: "numpy", summary: summary, first, returns: "a number or an array",
            example: "np.\(name)([1.0, 2.0])", pytorch: "torch.\(name)(x)"
        ) { _, value -> Value in
            try ArrayObject.rewording { try ArrayObject.made(apply(tensor(value)), of: value) }
        }
    }
}
