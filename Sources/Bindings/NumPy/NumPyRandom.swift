import Language
import Tensors

/// The module `numpy.random`: NumPy's own random numbers, seeded as there.
enum NumPyRandom {
    package static func make() -> ModuleValue {
        let module = ModuleValue(
            "numpy.random", documentation: "NumPy's random numbers.", commands: functions)
        module["RandomState"] = .type(RandomStateObject.nativeType.scriptClass)
        MissingNames.explain(
            in: module,
            near: Dictionary(
                uniqueKeysWithValues: [
                    "binomial", "poisson", "beta", "gamma", "multinomial", "multivariate_normal", "geometric",
                    "laplace", "logistic", "gumbel", "dirichlet", "standard_t", "chisquare", "pareto",
                    "weibull", "standard_exponential", "lognormal", "rayleigh", "triangular",
                ].map { ($0, "np.random.default_rng(seed).\($0)") }))
        return module
    }

    /// Each function is declared once for a generator: those of the module draw from the standard one.
    private static let size = Parameter<Sizes?>("size", "the sizes; one number if left out", default: nil)
    private static let sizes = Parameter<Sizes>("sizes", "the sizes", default: Sizes([]), .variadic)

    static func drawn(_ size: Sizes?, _ draw: () -> Double) throws -> Value {
        guard let size else { return .float(draw()) }
        return ArrayObject(try Tensor.drawn(size.elements) { draw() }).scriptValue
    }

    static func functions(_ source: @escaping () throws -> NumPyGenerator) -> [Builtin] {
        drawing(source).map(ValueCommands.taking)
    }

    private static func drawing(_ source: @escaping () throws -> NumPyGenerator) -> [Builtin] {
        [
            Builtin(
                "rand", group: "numpy", summary: "Uniform random numbers in [0, 1).", sizes,
                returns: "a number or an array", example: "np.random.rand(3)", pytorch: "torch.rand(3)"
            ) { _, sizes in
                let g = try source()
                return try drawn(sizes.elements.isEmpty ? nil : sizes) { g.uniform() }
            },
            Builtin(
                "randn", group: "numpy", summary: "Standard normal random numbers.", sizes,
                returns: "a number or an array", example: "np.random.randn(3)", pytorch: "torch.randn(3)"
            ) { _, sizes in
                let g = try source()
                return try drawn(sizes.elements.isEmpty ? nil : sizes) { g.normal() }
            },
        ]
            + ["random", "random_sample"].map { name in
                Builtin(
                    name, group: "numpy", summary: "Uniform random numbers in [0, 1).", size,
                    returns: "a number or an array", example: "np.random.\(name)(3)", pytorch: "torch.rand(3)"
                ) { _, size in
                    let g = try source()
                    return try drawn(size) { g.uniform() }
                }
            } + [
                Builtin(
                    "standard_normal", group: "numpy", summary: "Standard normal random numbers.", size,
                    returns: "a number or an array", example: "np.random.standard_normal(3)",
                    pytorch: "torch.randn(3)"
                ) { _, size in
                    let g = try source()
                    return try drawn(size) { g.normal() }
                },
                Builtin(
                    "normal", group: "numpy", summary: "Random numbers from a normal distribution.",
                    Parameter<Double>("loc", "the mean", default: 0),
                    Parameter<Double>("scale", "the standard deviation", default: 1), size,
                    returns: "a number or an array", example: "np.random.normal(0, 1, 3)",
                    pytorch: "torch.normal(0, 1, (3,))"
                ) { _, mean, deviation, size in
                    guard deviation >= 0 else { throw ScriptError("ValueError", "scale < 0") }
                    let g = try source()
                    return try drawn(size) { mean + deviation * g.normal() }
                },
                Builtin(
                    "uniform", group: "numpy", summary: "Uniform random numbers between two bounds.",
                    Parameter<Double>("low", "the lower end", default: 0),
                    Parameter<Double>("high", "the upper end", default: 1), size,
                    returns: "a number or an array", example: "np.random.uniform(0, 1, 3)",
                    pytorch: "torch.rand(3)"
                ) { _, low, high, size in
                    let g = try source()
                    return try drawn(size) { low + (high - low) * g.uniform() }
                },
                Builtin(
                    "exponential", group: "numpy", summary: "Exponentially distributed random numbers.",
                    Parameter<Double>("scale", "the mean", default: 1), size,
                    returns: "a number or an array",
                    example: "np.random.exponential(1.0, 3)", pytorch: "torch.empty(3).exponential_()"
                ) { _, scale, size in
                    guard scale >= 0 else { throw ScriptError("ValueError", "scale < 0") }
                    let g = try source()
                    return try drawn(size) { scale * g.exponential() }
                },
                Builtin(
                    "randint", group: "numpy", summary: "Random integers.",
                    Parameter<Int>("low", "the least, or the bound if it is the only one"),
                    Parameter<Int?>("high", "one above the largest number", default: nil), size,
                    returns: "a number or an array", example: "np.random.randint(10, size=3)",
                    pytorch: "torch.randint(10, (3,))"
                ) { _, low, high, size -> Value in
                    let (least, bound) = (high == nil ? 0 : low, high ?? low)
                    guard least < bound else {
                        throw ScriptError("ValueError", high == nil ? "high <= 0" : "low >= high")
                    }
                    let g = try source()
                    guard let size else { return .int(g.integer(least, bound)) }
                    return ArrayObject(try Tensor.drawn(size.elements) { Int64(g.integer(least, bound)) })
                        .scriptValue
                }.readingNumbers(["low", "high"]),
                Builtin(
                    "permutation", group: "numpy",
                    summary: "A random permutation of the numbers below n, or of the rows of an array.",
                    Parameter<Value>("x", "n, or an array"), returns: "an array",
                    example: "np.random.permutation(5)",
                    pytorch: "torch.randperm(5)"
                ) { _, x -> Value in
                    let g = try source()
                    if let n = try Operations.index(x) {
                        try Shape.checkMemory(max(0, n), each: 24)
                        return ArrayObject(try Tensor(g.permutation(n).map { Int64($0) })).scriptValue
                    }
                    let a = x.text == nil ? try NumPy.tensor(x) : try .scalar(.int(0))
                    guard a.rank > 0 else {
                        throw ScriptError("IndexError", "permutation wants a whole number or an array")
                    }
                    return ArrayObject(
                        try a.indexSelect(0, Tensor(g.permutation(a.shape[0]).map { Int64($0) }))
                    ).scriptValue
                },
                Builtin(
                    "shuffle", group: "numpy",
                    summary: "Shuffles the rows of an array, or the elements of a list, in place.",
                    Parameter<Value>("x", "an array or a list"), returns: "None",
                    example: "np.random.shuffle(a)", pytorch: "a = a[torch.randperm(len(a))]"
                ) { _, x -> Value in
                    let g = try source()
                    if case .list(let list) = x {
                        try list.checkChangeable()
                        let elements = list.elements
                        list.elements = g.permutation(elements.count).map { elements[$0] }
                        return .none
                    }
                    guard let a = try ArrayObject.from(x)?.writable() ?? Tensor.from(x), a.rank > 0 else {
                        throw ScriptError(
                            "TypeError", "shuffle() wants an array or a list, not \(x.typeName)")
                    }
                    try Tensor.copy(
                        from: a.detach().indexSelect(0, Tensor(g.permutation(a.shape[0]).map { Int64($0) })),
                        into: a)
                    return .none
                },
                Builtin(
                    "choice", group: "numpy", summary: "Draws elements at random.",
                    Parameter<Value>("a", "n for numbers below n, a list or an array"), size,
                    Parameter<Bool>("replace", "whether an element may be drawn again", default: true),
                    Parameter<Value>("p", "probabilities", default: .none), returns: "an element or an array",
                    example: "np.random.choice(5, 3)", pytorch: "torch.multinomial(p, 3)"
                ) { _, a, size, replace, p -> Value in
                    let g = try source()
                    let population = try Operations.index(a),
                        elements = population == nil ? try Operations.array(a) : [],
                        n = population ?? elements.count
                    let count = try size.map { try Shape.count($0.elements) } ?? 1
                    guard n > 0 || count == 0 else {
                        throw ScriptError("ValueError", "'a' cannot be empty unless no samples are taken")
                    }
                    guard replace || count <= n else {
                        throw ScriptError(
                            "ValueError", "Cannot take a larger sample than population when 'replace=False'")
                    }
                    try Shape.checkMemory(max(count, replace ? 0 : n), each: 24)
                    let places: [Int]
                    if p.isNone {
                        places =
                            replace
                            ? (0..<count).map { _ in g.integer(0, n) } : Array(g.permutation(n).prefix(count))
                    } else {
                        places = try g.choice(NumPy.tensor(p), of: n, count, replace: replace)
                    }
                    guard let size else {
                        guard population == nil else { return .int(places[0]) }
                        let drawn = elements[places[0]]
                        // Of numbers in a list NumPy makes an array, and gives an element of that.
                        return try Number.from(drawn) == nil
                            ? drawn
                            : ArrayObject.value(
                                NumPy.tensor(a).select(0, places[0]))
                    }
                    if population != nil {
                        return ArrayObject(try Tensor(places.map { Int64($0) }, size.elements)).scriptValue
                    }
                    if case .str? = elements.first { return .list(places.map { elements[$0] }) }
                    return ArrayObject(
                        try NumPy.tensor(a).indexSelect(0, Tensor(places.map { Int64($0) })).reshape(
                            size.elements + NumPy.tensor(a).shape.dropFirst())
                    ).scriptValue
                },
            ]
    }

    private static let functions: [Builtin] =
        functions { .standard } + [
            Builtin(
                "seed", group: "numpy", summary: "Seeds NumPy's random numbers.",
                Parameter<Int?>("seed", "a whole number; another one each time if left out", default: nil),
                returns: "None",
                example: "np.random.seed(0)",
                pytorch: "torch.manual_seed(0)"
            ) { _, given -> Value in
                let seed = given ?? Int.random(in: 0..<1 << 32)
                guard seed >= 0, seed < 1 << 32 else {
                    throw ScriptError("ValueError", "Seed must be between 0 and 2**32 - 1")
                }
                NumPyGenerator.standard.reseed(seed)
                return .none
            }
        ]
}

/// `np.random.RandomState(seed)`: a source of random numbers of its own.
final class RandomStateObject: NativeObject, ScriptConvertible {
    let generator: NumPyGenerator

    init(_ seed: Int) { generator = NumPyGenerator(seed: seed) }

    static var scriptName: String { "RandomState" }
    static func from(_ value: Value) throws -> RandomStateObject? {
        if case .object(let object) = value { return object as? RandomStateObject }
        return nil
    }
    var scriptValue: Value { .object(self) }

    /// The methods are the module's functions, over this generator.
    func getAttribute(_ name: String) throws -> Value? {
        NumPyRandom.functions { [generator] in generator }.first { $0.name == name }.map(Value.builtin)
    }
    var attributeNames: [String] { NumPyRandom.functions { .standard }.map(\.name) }

    private static let declaration = Builtin(
        "RandomState", group: "numpy", summary: "Makes a random number generator.",
        Parameter<Int?>("seed", "a whole number; another one each time if left out", default: nil),
        returns: "a RandomState",
        example: "np.random.RandomState(0).rand(3)",
        pytorch: "torch.Generator().manual_seed(0)"
    ) { _, given in
        let seed = given ?? Int.random(in: 0..<1 << 32)
        guard seed >= 0, seed < 1 << 32 else {
            throw ScriptError("ValueError", "Seed must be between 0 and 2**32 - 1")
        }
        return RandomStateObject(seed)
    }

    static let nativeType = NativeType<RandomStateObject>(
        ScriptClass(
            "RandomState",
            native: NativeClass(declaration: declaration, isInstance: { $0 is RandomStateObject }) {
                _, arguments, interpreter in
                guard let made = try RandomStateObject.from(declaration.call(interpreter, arguments)) else {
                    throw ScriptError("RuntimeError", "RandomState() gave nothing")
                }
                return made
            }))
}
