import Foundation
import Language
import Tensors

/// Commands of `numpy` that make arrays.
enum NumPyCreation {
    private static func filled(
        _ name: String, _ summary: String, _ make: @escaping ([Int], DType) throws -> Tensor
    ) -> Builtin {
        Builtin(
            name, group: "numpy", summary: summary, NumPy.shape, NumPy.dtype, returns: "an array",
            example: "np.\(name)((2, 3))", pytorch: "torch.\(name)(2, 3)"
        ) { _, shape, dtype in
            ArrayObject(try make(shape.elements, NumPy.type(dtype) ?? .float64))
        }
    }

    private static func like(_ name: String, _ value: Number) -> Builtin {
        Builtin(
            name, group: "numpy", summary: "\(value == .int(0) ? "Zeros" : "Ones") of the shape of an array.",
            NumPy.object, NumPy.dtype, returns: "an array", example: "np.\(name)([1, 2])",
            pytorch: "torch.\(name)(x)"
        ) { _, object, dtype in
            let x = try NumPy.tensor(object)
            return ArrayObject(try Tensor.full(x.shape, value, NumPy.type(dtype) ?? x.dtype))
        }
    }

    private static let filling: [Builtin] = [
        Builtin(
            "array", group: "numpy", summary: "An array from numbers in lists: a copy.",
            Parameter<Value>("object", "numbers in lists, or an array"), NumPy.dtype, returns: "an array",
            example: "np.array([1.0, 2.0])", pytorch: "torch.tensor(x)"
        ) { _, value, dtype -> Value in
            let made: Tensor
            do { made = try NumPy.tensor(value, NumPy.type(dtype)) } catch {
                guard dtype.isNone, let mixed = try values(value) else { throw error }
                return mixed
            }
            return .object(ArrayObject(try Tensor.from(value) == nil ? made : made.detachedView().clone()))
        },
        Builtin(
            "asarray", group: "numpy", summary: "An array from numbers; an array stays itself.", NumPy.object,
            NumPy.dtype, returns: "an array", example: "np.asarray([1.0, 2.0])",
            pytorch: "torch.as_tensor(x)"
        ) { _, value, dtype -> Value in
            let type = try NumPy.type(dtype)
            if case .object(let object) = value, let array = object as? ArrayObject,
                type == nil || type == array.tensor.dtype
            {
                return value
            }
            do { return ArrayObject(try NumPy.tensor(value, type)).scriptValue } catch {
                guard type == nil, let mixed = try values(value) else { throw error }
                return mixed
            }
        },
        filled("zeros", "Zeros of a shape.") { try .zeros($0, $1) },
        filled("ones", "Ones of a shape.") { try .ones($0, $1) },
        filled("empty", "An uninitialised tensor of a shape; it holds zeros here.") { try .zeros($0, $1) },
        like("zeros_like", .int(0)), like("ones_like", .int(1)), like("empty_like", .int(0)),
        Builtin(
            "full", group: "numpy", summary: "One number everywhere.", NumPy.shape,
            Parameter<Value>("fill_value", "the number, or what is as wide as the last axis"), NumPy.dtype,
            returns: "an array", example: "np.full((2, 3), 7)", pytorch: "torch.full((2, 3), 7)"
        ) { _, shape, value, dtype in
            ArrayObject(try NumPy.tensor(value, NumPy.type(dtype)).expand(shape.elements).clone())
        },
        Builtin(
            "full_like", group: "numpy", summary: "An array of one value, of the shape of another.",
            NumPy.object, Parameter<Value>("fill_value", "the number, or what is as wide as the last axis"),
            NumPy.dtype,
            returns: "an array", example: "np.full_like([1, 2], 7)", pytorch: "torch.full_like(x, 7)"
        ) { _, object, value, dtype in
            let x = try NumPy.tensor(object)
            let filling = try NumPy.tensor(value).to(NumPy.type(dtype) ?? x.dtype)
            return ArrayObject(try filling.expand(x.shape).clone())
        },
    ]

    /// An array of texts or objects, of a list in which they stand behind numbers.
    private static func values(_ value: Value) throws -> Value? {
        switch value {
        case .list, .tuple: return try ValueArray.mixed(value, nil).map { .object($0) }
        default: return nil
        }
    }

    private static let identities: [Builtin] = [
        Builtin(
            "eye", group: "numpy", summary: "Ones on a diagonal, the identity matrix as a rule.",
            Parameter<Int>("N", "rows"),
            Parameter<Int?>("M", "columns; as many as rows if left out", default: nil),
            Parameter<Int>("k", "which diagonal", default: 0), NumPy.dtype,
            returns: "an array", example: "np.eye(3)", pytorch: "torch.eye(3)"
        ) { _, n, m, k, dtype in
            guard n >= 0, m ?? 0 >= 0 else {
                throw ScriptError("ValueError", "negative dimensions are not allowed")
            }
            let type = try NumPy.type(dtype) ?? .float64
            guard k != 0 else { return ArrayObject(try Tensor.eye(n, m).to(type)) }
            let ones = try Tensor.ones([n, m ?? n], .float64)
            return ArrayObject(try ones.tril(k).triu(k).to(type))
        },
        Builtin(
            "identity", group: "numpy", summary: "The identity matrix.", Parameter<Int>("n", "rows"),
            NumPy.dtype, returns: "an array", example: "np.identity(3)", pytorch: "torch.eye(3)"
        ) { _, n, dtype in
            guard n >= 0 else { throw ScriptError("ValueError", "negative dimensions are not allowed") }
            return ArrayObject(try Tensor.eye(n, n).to(NumPy.type(dtype) ?? .float64))
        },
    ]

    private static let sequences: [Builtin] = [
        Builtin(
            "arange", group: "numpy", summary: "Evenly spaced numbers from start up to, not including, stop.",
            Parameter<Number>("start", "the first, or the stop if it is the only one"),
            Parameter<Number?>("stop", "where to stop", default: nil),
            Parameter<Number>("step", "the distance", default: .int(1)), NumPy.dtype, returns: "an array",
            example: "np.arange(5)", pytorch: "torch.arange(5)"
        ) { _, start, stop, step, dtype in
            guard step.double != 0 else { throw ScriptError("ZeroDivisionError", "division by zero") }
            let isFloat = [start, stop ?? start, step].contains(where: \.isFloat)
            let (low, high) = stop == nil ? (.int(0), start) : (start, stop ?? start)
            // A wrong direction is an empty array.
            if (high.double - low.double) / step.double <= 0 {
                return ArrayObject(try Tensor.zeros([0], NumPy.type(dtype) ?? (isFloat ? .float64 : .int64)))
            }
            return ArrayObject(
                try Tensor.arange(low, high, step, dtype: NumPy.type(dtype) ?? (isFloat ? .float64 : .int64)))
        },
        Builtin(
            "linspace", group: "numpy", summary: "Evenly spaced numbers, both ends included.",
            Parameter<Double>("start", "the first"), Parameter<Double>("stop", "the last"),
            Parameter<Int>("num", "how many", default: 50),
            Parameter<Bool>("endpoint", "whether the end is included", default: true), NumPy.dtype,
            returns: "an array",
            example: "np.linspace(0, 1, 5)", pytorch: "torch.linspace(0, 1, 5)"
        ) { _, start, stop, count, endpoint, dtype in
            ArrayObject(try Tensor(spaced(start, stop, count, endpoint)).to(NumPy.type(dtype) ?? .float64))
        },
        Builtin(
            "logspace", group: "numpy", summary: "Powers of a base with evenly spaced exponents.",
            Parameter<Double>("start", "the first exponent"), Parameter<Double>("stop", "the last"),
            Parameter<Int>("num", "how many", default: 50),
            Parameter<Bool>("endpoint", "whether the end is included", default: true),
            Parameter<Double>("base", "the base", default: 10),
            returns: "an array", example: "np.logspace(0, 2, 3)", pytorch: "torch.logspace(0, 2, 3)"
        ) { _, start, stop, count, endpoint, base in
            ArrayObject(try Tensor(spaced(start, stop, count, endpoint).map { pow(base, $0) }))
        },
        Builtin(
            "geomspace", group: "numpy", summary: "Numbers spaced evenly on a logarithmic scale.",
            Parameter<Double>("start", "the first"), Parameter<Double>("stop", "the last"),
            Parameter<Int>("num", "how many", default: 50), returns: "an array",
            example: "np.geomspace(1, 100, 3)", pytorch: "torch.logspace(0, 2, 3)"
        ) { _, start, stop, count in
            guard start > 0, stop > 0 else {
                throw ScriptError("ValueError", "Geometric sequence cannot include zero")
            }
            return ArrayObject(try Tensor(spaced(log10(start), log10(stop), count, true).map { pow(10, $0) }))
        },
        Builtin(
            "tri", group: "numpy", summary: "Ones on and below a diagonal.", Parameter<Int>("N", "rows"),
            Parameter<Int?>("M", "columns", default: nil), Parameter<Int>("k", "which diagonal", default: 0),
            returns: "an array", example: "np.tri(3)", pytorch: "torch.ones(3, 3).tril()"
        ) { _, n, m, k in
            ArrayObject(try Tensor.ones([max(0, n), max(0, m ?? n)], .float64).tril(k))
        },
        Builtin(
            "meshgrid", group: "numpy", summary: "The coordinate matrices of a grid.",
            Parameter<Value>("xi", "rows of coordinates", .variadic),
            Parameter<String>("indexing", "'xy' or 'ij'", default: "xy", .keywordOnly),
            returns: "a tuple of arrays", example: "np.meshgrid([0, 1], [0, 1, 2])",
            pytorch: "torch.meshgrid(x, y, indexing='xy')"
        ) { _, rows, indexing -> Value in
            let vectors = try Operations.array(rows).map { try NumPy.tensor($0).flatten() },
                sizes = vectors.map(\.count)
            guard indexing == "xy" || indexing == "ij" else {
                throw ScriptError("ValueError", "Valid values for `indexing` are 'xy' and 'ij'.")
            }
            return .tuple(
                try vectors.enumerated().map { axis, vector in
                    var shape = Array(repeating: 1, count: sizes.count)
                    shape[axis] = sizes[axis]
                    let grid = try vector.reshape(shape).expand(sizes)
                    return ArrayObject(
                        try (indexing == "xy" && sizes.count >= 2 ? grid.transpose(0, 1) : grid).clone()
                    ).scriptValue
                })
        },
        Builtin(
            "set_printoptions", group: "numpy", summary: "Sets how arrays are printed.",
            Parameter<Int?>("precision", "digits after the decimal point", default: nil),
            Parameter<Double?>("threshold", "elements above which an array is summarised", default: nil),
            Parameter<Int?>("edgeitems", "elements at each edge of a summary", default: nil),
            Parameter<Int?>("linewidth", "characters to a line", default: nil),
            Parameter<Bool?>("suppress", "small numbers without an exponent", default: nil),
            Parameter<Value>("options", "other settings, which have to be NumPy's defaults", .keywords),
            returns: "None",
            example: "np.set_printoptions(precision=2)", pytorch: "torch.set_printoptions(precision=2)"
        ) { _, precision, threshold, edge, width, suppress, options -> Value in
            try checkPrinting(options)
            guard (0...30).contains(precision ?? 0), (1...1_000_000).contains(edge ?? 1),
                (10...1_000_000).contains(width ?? 10), threshold.map({ !$0.isNaN }) ?? true
            else {
                throw ScriptError(
                    "ValueError",
                    "set_printoptions() wants precision 0 to 30, edgeitems from 1 and linewidth from 10")
            }
            if let precision { ArrayText.options.precision = precision }
            if let threshold {
                ArrayText.options.threshold = threshold >= 1e15 ? .max : Int(max(0, threshold))
            }
            if let edge { ArrayText.options.edge = edge }
            if let width { ArrayText.options.width = width }
            if let suppress { ArrayText.options.suppress = suppress }
            return .none
        },
    ]

    private static let limits: [Builtin] = [("finfo", true), ("iinfo", false)].map { name, isFloat in
        Builtin(
            name, group: "numpy",
            summary: "The numerical limits of \(isFloat ? "a floating-point" : "an integer") type.",
            Parameter<Value>("dtype", "the type"),
            returns: "an object with \(isFloat ? "eps, " : "")min and max",
            example: "np.\(name)(np.\(isFloat ? "float64" : "int64")).max",
            pytorch: "torch.\(name)(torch.\(isFloat ? "float64" : "int64")).max"
        ) { interpreter, type in
            let limits = try (isFloat ? FloatInformation.finfo : FloatInformation.iinfo).call(
                interpreter, Arguments([(NumPy.type(type) ?? (isFloat ? .float64 : .int64)).scriptValue]))
            guard case .object(let object) = limits, let information = object as? FloatInformation else {
                return limits
            }
            return .object(information.asNumPy)
        }
    }

    private static let kinds: [Builtin] = [
        Builtin(
            "issubdtype", group: "numpy", summary: "Whether a type belongs to a kind.",
            Parameter<Value>("arg1", "the type"),
            Parameter<Value>("arg2", "np.integer, np.floating, np.number or a type"),
            returns: "bool", example: "np.issubdtype(np.int64, np.integer)",
            pytorch: "x.dtype.is_floating_point"
        ) { _, type, kind in
            func scalarClass(_ value: Value) throws -> ScriptClass {
                if case .type(let type) = value, type.isSubclass(of: ScalarType.generic) { return type }
                if let element = try ArrayElement.ofValues(value) { return NumPyType.of(element).scalarClass }
                return ScalarType.of(try NumPy.type(value) ?? .float64)
            }
            return try scalarClass(type).isSubclass(of: scalarClass(kind))
        }
    ]

    static let commands: [Builtin] = [filling, identities, sequences, limits, kinds].flatMap { $0 }

    private static func spaced(_ start: Double, _ stop: Double, _ count: Int, _ endpoint: Bool) throws
        -> [Double]
    {
        guard count >= 0 else {
            throw ScriptError("ValueError", "Number of samples, \(count), must be non-negative.")
        }
        try Shape.checkMemory(count, each: 24)
        let parts = endpoint ? count - 1 : count, step = parts > 0 ? (stop - start) / Double(parts) : 0
        return (0..<count).map { endpoint && $0 == count - 1 && count > 1 ? stop : start + Double($0) * step }
    }

    /// Settings of `set_printoptions` that arrays here always print with.
    private static let printing: [(name: String, value: String)] = [
        ("nanstr", "nan"), ("infstr", "inf"), ("sign", "-"), ("floatmode", "maxprec"), ("formatter", ""),
        ("legacy", ""), ("override_repr", ""),
    ]

    /// - Throws: NotImplementedError for a setting that would print otherwise,
    ///   TypeError for one that NumPy has not.
    private static func checkPrinting(_ options: Value) throws {
        guard case .dict(let named) = options else { return }
        for (key, value) in named.pairs where !value.isNone {
            let word = key.text ?? ""
            guard let setting = printing.first(where: { $0.name == word }) else {
                throw ScriptError(
                    "TypeError", "set_printoptions() got an unexpected keyword argument '\(word)'")
            }
            guard value.text == setting.value else {
                throw ScriptError(
                    "NotImplementedError",
                    "np.set_printoptions(\(word)=\(try value.repr())) is not in Lagado",
                    hint: setting.value.isEmpty ? "precision, suppress" : "\(word)='\(setting.value)'")
            }
        }
    }
}
