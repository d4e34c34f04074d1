import Foundation
import Script
import Tensors

/// The module `numpy`: the names that the lectures use, over the same tensors. Arrays of floats are float64, as there.
enum NumPy {
    static func make() -> ModuleValue {
        let module = ModuleValue("numpy", documentation: "NumPy's names over tensors.", commands: commands)
        module["pi"] = .float(.pi)
        module["e"] = .float(M_E)
        module["inf"] = .float(.infinity)
        module["nan"] = .float(.nan)
        module["newaxis"] = Value.none
        module["ndarray"] = .type(TensorType.shared.scriptClass)
        module["__version__"] = .string("2.0+lagado")
        for (name, dtype) in [("float32", DType.float32), ("float64", .float64), ("int64", .int64), ("int32", .int32), ("bool_", .bool)] {
            module[name] = dtype.scriptValue
        }
        module.resolveMissing = { name in
            if name.hasPrefix("__") || name == "random" { return nil }
            let known = TensorCommands.functions.contains { $0.name == name }
            throw ScriptError(
                "AttributeError", "numpy.\(name) is not here: numpy has only what the lectures use",
                hint: known ? "torch.\(name)" : nil)
        }
        return module
    }

    static func makeRandom() -> ModuleValue {
        ModuleValue("numpy.random", documentation: "Random numbers; they are not NumPy's own.", commands: randoms)
    }

    private static let object = Parameter<Value>("a", "a number, list or array")
    private static let axis = Parameter<Int?>("axis", "the axis; all where left out", default: nil)
    private static let keepdims = Parameter<Bool>("keepdims", "whether the axis stays with size 1", default: false)
    private static let dtype = Parameter<DType?>("dtype", "the type of the elements", default: nil)
    private static let sizes = Parameter<Sizes>("shape", "the sizes")

    /// An array from anything that NumPy would make one of: numbers become float64 where they have a point.
    private static func array(_ value: Value, _ dtype: DType? = nil) throws -> Tensor {
        if let tensor = try Tensor.from(value) { return try dtype.map { try tensor.to($0) } ?? tensor.detachedView() }
        let made = try TensorData.tensor(value, .float64)
        if let dtype { return try made.to(dtype) }
        let natural = try TensorData.tensor(value)
        return natural.dtype == .float32 ? made : natural
    }

    /// What has no axes is a number again, as NumPy's scalars behave.
    private static func plain(_ tensor: Tensor, from value: Value) throws -> Value {
        if case .object = value, tensor.rank > 0 { return tensor.scriptValue }
        return tensor.rank == 0 ? try tensor.item().scriptValue : tensor.scriptValue
    }

    private static func elementwise(_ name: String, _ summary: String, _ apply: @escaping (Tensor) throws -> Tensor) -> Builtin {
        Builtin(name, group: "numpy", summary: summary, object, returns: "a number or an array", example: "np.\(name)(1.0)",
            pytorch: "torch.\(name)(x)") { _, value -> Value in
            let x = try array(value)
            return try plain(apply(x.dtype.isFloatingPoint ? x : x.to(.float64)), from: value)
        }
    }

    private static func reduction(_ name: String, _ summary: String, _ apply: @escaping (Tensor, [Int]?, Bool) throws -> Tensor) -> Builtin {
        Builtin(name, group: "numpy", summary: summary, object, axis, keepdims, returns: "a number or an array", example: "np.\(name)([1, 2, 3])",
            pytorch: "torch.\(name)(x)") { _, value, axis, keep -> Value in
            try plain(apply(try array(value), axis.map { [$0] }, keep), from: value)
        }
    }

    private static func floats(_ x: Tensor) throws -> Tensor { x.dtype.isFloatingPoint ? x : try x.to(.float64) }

    static let commands: [Builtin] = [
        elementwise("sqrt", "The square root.") { try $0.sqrt() },
        elementwise("exp", "e to a power.") { try $0.exp() },
        elementwise("log", "The natural logarithm.") { try $0.log() },
        elementwise("log2", "The logarithm to base 2.") { try $0.log2() },
        elementwise("log10", "The logarithm to base 10.") { try $0.log10() },
        elementwise("sin", "The sine.") { try $0.sin() },
        elementwise("cos", "The cosine.") { try $0.cos() },
        elementwise("tanh", "The hyperbolic tangent.") { try $0.tanh() },
        elementwise("floor", "The largest whole number not above.") { try $0.floor() },
        elementwise("ceil", "The smallest whole number not below.") { try $0.ceil() },
        Builtin("abs", group: "numpy", summary: "The size of each element.", object, returns: "a number or an array", example: "np.abs(-1)",
            pytorch: "torch.abs(x)") { _, value -> Value in try plain(array(value).abs(), from: value) },
        Builtin("round", group: "numpy", summary: "Rounded to so many places.", object, Parameter<Int>("decimals", "digits behind the point", default: 0),
            returns: "a number or an array", example: "np.round(2.5)", pytorch: "torch.round(x)") { _, value, places -> Value in
            let x = try array(value), scale = try x.constant(.int(10)).pow(x.constant(.float(Double(places))))
            return try plain(places == 0 ? x.round() : (x * scale).round() / scale, from: value)
        },
        reduction("sum", "The sum of elements.") { try $0.sum($1, keepDim: $2) },
        reduction("mean", "The average of elements.") { try floats($0).mean($1, keepDim: $2) },
        reduction("std", "The standard deviation, divided by n.") { try floats($0).standardDeviation($1, correction: 0, keepDim: $2) },
        reduction("var", "The variance, divided by n.") { try floats($0).variance($1, correction: 0, keepDim: $2) },
        reduction("max", "The largest element.") { try $0.extreme($1, keepDim: $2, largest: true) },
        reduction("min", "The smallest element.") { try $0.extreme($1, keepDim: $2, largest: false) },
        reduction("any", "Whether some element is true.") { try $0.any($1, keepDim: $2) },
        reduction("all", "Whether all elements are true.") { try $0.all($1, keepDim: $2) },
        Builtin("argmax", group: "numpy", summary: "The place of the largest element.", object, axis, returns: "a number or an array",
            example: "np.argmax([1, 3, 2])", pytorch: "torch.argmax(x)") { _, value, axis -> Value in
            try plain(array(value).argExtreme(axis, largest: true), from: value)
        },
        Builtin("argmin", group: "numpy", summary: "The place of the smallest element.", object, axis, returns: "a number or an array",
            example: "np.argmin([1, 3, 2])", pytorch: "torch.argmin(x)") { _, value, axis -> Value in
            try plain(array(value).argExtreme(axis, largest: false), from: value)
        },
        Builtin("array", group: "numpy", summary: "An array from numbers in lists.", object, dtype, returns: "an array", example: "np.array([1.0, 2.0])",
            pytorch: "torch.tensor(x)") { _, value, dtype in
            let made = try array(value, dtype)
            return try Tensor.from(value) == nil ? made : made.clone()
        },
        Builtin("asarray", group: "numpy", summary: "An array from numbers; an array stays itself.", object, dtype, returns: "an array",
            example: "np.asarray([1.0, 2.0])", pytorch: "torch.as_tensor(x)") { _, value, dtype in try array(value, dtype) },
        Builtin("zeros", group: "numpy", summary: "Zeros of a shape.", sizes, dtype, returns: "an array", example: "np.zeros((2, 3))",
            pytorch: "torch.zeros(2, 3)") { _, shape, dtype in try Tensor.zeros(shape.elements, dtype ?? .float64) },
        Builtin("ones", group: "numpy", summary: "Ones of a shape.", sizes, dtype, returns: "an array", example: "np.ones((2, 3))",
            pytorch: "torch.ones(2, 3)") { _, shape, dtype in try Tensor.ones(shape.elements, dtype ?? .float64) },
        Builtin("full", group: "numpy", summary: "One number everywhere.", sizes, Parameter<Number>("fill_value", "the number"), dtype, returns: "an array",
            example: "np.full((2, 3), 7)", pytorch: "torch.full((2, 3), 7)") { _, shape, value, dtype in
            try Tensor.full(shape.elements, value, dtype ?? (value.dtype == .float32 ? .float64 : nil))
        },
        Builtin("eye", group: "numpy", summary: "The identity matrix.", Parameter<Int>("N", "rows and columns"), returns: "an array", example: "np.eye(3)",
            pytorch: "torch.eye(3)") { _, n in
            guard n >= 0 else { throw ScriptError("ValueError", "negative dimensions are not allowed") }
            return try Tensor.eye(n).to(.float64)
        },
        Builtin("arange", group: "numpy", summary: "Numbers from start up to, not including, stop.", Parameter<Number>("start", "the first, or the stop where it stands alone"),
            Parameter<Number?>("stop", "where to stop", default: nil), Parameter<Number>("step", "the distance", default: .int(1)), returns: "an array",
            example: "np.arange(5)", pytorch: "torch.arange(5)") { _, start, stop, step in
            let isFloat = [start, stop ?? start, step].contains { $0.dtype == .float32 }
            return try Tensor.arange(stop == nil ? .int(0) : start, stop ?? start, step, dtype: isFloat ? .float64 : .int64)
        },
        Builtin("linspace", group: "numpy", summary: "Evenly spaced numbers, both ends included.", Parameter<Double>("start", "the first"),
            Parameter<Double>("stop", "the last"), Parameter<Int>("num", "how many", default: 50), returns: "an array", example: "np.linspace(0, 1, 5)",
            pytorch: "torch.linspace(0, 1, 5)") { _, start, stop, count in
            guard count >= 0 else { throw ScriptError("ValueError", "Number of samples, \(count), must be non-negative.") }
            let places = try Tensor.arange(.int(0), .int(count), dtype: .float64)
            return try places * places.constant(.float(count > 1 ? (stop - start) / Double(count - 1) : 0)) + places.constant(.float(start))
        },
        Builtin("concatenate", group: "numpy", summary: "Arrays laid end to end.", Parameter<[Tensor]>("arrays", "a list of arrays"),
            Parameter<Int>("axis", "the axis", default: 0), returns: "an array", example: "np.concatenate((a, b))", pytorch: "torch.cat((a, b))"
        ) { _, parts, axis in try Tensor.concatenate(parts, axis) },
        Builtin("where", group: "numpy", summary: "Elements of one where a condition holds, of another elsewhere.", Parameter<Tensor>("condition", "a bool array"),
            Parameter<Operand>("x", "where it holds"), Parameter<Operand>("y", "elsewhere"), returns: "an array", example: "np.where(a > 0, a, 0)",
            pytorch: "torch.where(a > 0, a, 0)") { _, condition, x, y in
            let anchor = try Tensor.zeros([], .float64)
            return try Tensor.select(condition, x.tensor(beside: anchor), y.tensor(beside: anchor))
        },
        Builtin("cumsum", group: "numpy", summary: "Running sums.", object, axis, returns: "an array", example: "np.cumsum([1, 2, 3])",
            pytorch: "torch.cumsum(x, 0)") { _, value, axis in
            let x = try array(value)
            return try axis.map { try x.cumulativeSum($0) } ?? x.flatten().cumulativeSum(0)
        },
        Builtin("sort", group: "numpy", summary: "Elements in order.", object, Parameter<Int>("axis", "the axis", default: -1), returns: "an array",
            example: "np.sort([3, 1, 2])", pytorch: "torch.sort(x).values") { _, value, axis in try array(value).sort(axis).values },
        Builtin("unique", group: "numpy", summary: "The different elements, in order.", object, Parameter<Bool>("return_counts", "also how often each occurs", default: false),
            returns: "an array, or two", example: "np.unique([3, 1, 3])", pytorch: "torch.unique(x)") { _, value, counts -> Value in
            let found = try array(value).unique()
            return counts ? .tuple([found.values.scriptValue, found.counts.scriptValue]) : found.values.scriptValue
        },
        Builtin("isnan", group: "numpy", summary: "Where elements are not a number.", object, returns: "a bool or an array", example: "np.isnan(1.0)",
            pytorch: "torch.isnan(x)") { _, value -> Value in try plain(array(value).isNaN(), from: value) },
    ]

    private static let randomSize = Parameter<Sizes?>("size", "the sizes; one number where left out", default: nil)

    private static func drawn(_ size: Sizes?, _ fill: (Tensor) throws -> Void) throws -> Value {
        let result = try Tensor.empty(size?.elements ?? [], .float64)
        try fill(result)
        return size == nil ? try result.item().scriptValue : result.scriptValue
    }

    private static let randoms: [Builtin] = [
        Builtin("seed", group: "numpy", summary: "Starts the random numbers again; the generator is torch's.", Parameter<Int>("seed", "a whole number"),
            returns: "None", example: "np.random.seed(0)", pytorch: "torch.manual_seed(0)") { _, seed -> Value in
            Generator.standard.reseed(UInt64(bitPattern: Int64(seed)))
            return .none
        },
        Builtin("rand", group: "numpy", summary: "Random numbers over [0, 1).", Parameter<Sizes>("sizes", "the sizes", .variadic), returns: "a number or an array",
            example: "np.random.rand(3)", pytorch: "torch.rand(3)") { _, sizes in
            try drawn(sizes.elements.isEmpty ? nil : sizes) { try Generator.standard.fillUniform($0) }
        },
        Builtin("randn", group: "numpy", summary: "Normal random numbers.", Parameter<Sizes>("sizes", "the sizes", .variadic), returns: "a number or an array",
            example: "np.random.randn(3)", pytorch: "torch.randn(3)") { _, sizes in
            try drawn(sizes.elements.isEmpty ? nil : sizes) { try Generator.standard.fillNormal($0) }
        },
        Builtin("normal", group: "numpy", summary: "Random numbers from a normal distribution.", Parameter<Double>("loc", "the average", default: 0),
            Parameter<Double>("scale", "the deviation", default: 1), randomSize, returns: "a number or an array", example: "np.random.normal(0, 1, 3)",
            pytorch: "torch.normal(0, 1, (3,))") { _, mean, deviation, size in try drawn(size) { try Generator.standard.fillNormal($0, mean, deviation) } },
        Builtin("uniform", group: "numpy", summary: "Random numbers evenly between two.", Parameter<Double>("low", "the lower end", default: 0),
            Parameter<Double>("high", "the upper end", default: 1), randomSize, returns: "a number or an array", example: "np.random.uniform(0, 1, 3)",
            pytorch: "torch.rand(3)") { _, low, high, size in try drawn(size) { try Generator.standard.fillUniform($0, low, high) } },
        Builtin("randint", group: "numpy", summary: "Random whole numbers.", Parameter<Int>("low", "the least, or the bound where it stands alone"),
            Parameter<Int?>("high", "one above the largest", default: nil), randomSize, returns: "a number or an array", example: "np.random.randint(10, size=3)",
            pytorch: "torch.randint(10, (3,))") { _, low, high, size -> Value in
            let result = try Generator.standard.integers(high == nil ? 0 : low, high ?? low, size?.elements ?? [])
            return size == nil ? try result.item().scriptValue : result.scriptValue
        },
    ]
}
