import Language
import Tensors

/// Arguments of NumPy's functions that are settings of one or two of them.
enum NumPySettings {
    static let all: [SharedArgument] = making + joining + reading + measuring

    private static func setting(
        _ name: String, _ help: String, _ text: String, _ passing: Passing = .either,
        after: String? = nil, of commands: String, _ apply: @escaping (FurtherCall) throws -> Value
    ) -> SharedArgument {
        SharedArgument(
            parameter: .init(name, help, default: text, passing), after: after, commands: commands,
            apply: apply)
    }

    private static func flag(_ call: FurtherCall, _ name: String) throws -> Bool {
        try call[name].map(Operations.truth) ?? false
    }

    /// The same call about another first argument.
    private static func about(_ x: Tensor, _ call: FurtherCall) -> FurtherCall {
        var call = call
        guard let first = call.command.parameters.first?.name else { return call }
        call.arguments.keywords.removeAll { $0.name == first }
        call.arguments.positional = [.object(ArrayObject(x))] + call.arguments.positional.dropFirst()
        return call
    }

    private static func first(_ call: FurtherCall) throws -> Value {
        guard let name = call.command.parameters.first?.name, let value = try call.argument(name) else {
            throw ScriptError(
                "TypeError", "\(call.command.name)() needs an argument    \(call.command.signature)")
        }
        return value
    }

    private static func axis(_ call: FurtherCall, _ rank: Int, or last: Int = -1) throws -> Int {
        let given = try call["axis"].map { try Operations.requireIndex($0) } ?? last
        return try ArrayObject.rewording { try Shape.axis(given, rank: rank) }
    }

    // MARK: Making arrays

    private static let making: [SharedArgument] = [
        setting(
            "shape", "the sizes, where they are not those of the array", "None", after: "subok",
            of: "numpy: zeros_like ones_like empty_like full_like"
        ) { call in
            guard let shape = call["shape"], let sizes = try Sizes?.from(shape) ?? nil else {
                return try call.result()
            }
            let type = try NumPy.tensor(first(call)).dtype
            let one = try NumPy.tensor(about(.zeros([1], type), call).result())
            _ = try Shape.count(sizes.elements)
            return ArrayObject(try one.reshape([]).expand(sizes.elements).clone()).scriptValue
        },
        setting(
            "copy", "whether to copy in any case", "True", .keywordOnly, after: "dtype", of: "numpy: array"
        ) {
            try copied($0, ofArray: true)
        },
        setting("copy", "whether to copy in any case", "None", .keywordOnly, of: "numpy: asarray") {
            try copied($0, ofArray: false)
        },
        setting("ndmin", "the least number of axes", "0", .keywordOnly, of: "numpy: array") { call in
            let x = try NumPy.tensor(call.result()),
                least = try Operations.requireIndex(call["ndmin"] ?? .int(0))
            guard least <= 64 else {
                throw ScriptError("ValueError", "ndmin bigger than allowable number of dimensions (64)")
            }
            let missing = max(0, least - x.rank)
            return try ArrayObject.value(x.reshape(Array(repeating: 1, count: missing) + x.shape))
        },
        setting(
            "retstep", "whether the distance is given too", "False", after: "endpoint", of: "numpy: linspace"
        ) { call in
            let made = try call.result()
            guard try flag(call, "retstep") else { return made }
            let x = try NumPy.tensor(made).to(.float64)
            let ends = try ["start", "stop"].map { try Double.from(call.argument($0) ?? .none) ?? .nan }
            let isClosed = try Bool.from(call.argument("endpoint") ?? .bool(true)) ?? true
            let parts = x.count - (isClosed ? 1 : 0)
            let step = parts > 0 ? (ends[1] - ends[0]) / Double(parts) : .nan
            return .tuple([made, try ArrayObject.value(.scalar(.float(step), .float64))])
        },
        .only("axis", "0", passing: .either, hint: "np.stack", of: "numpy: linspace logspace geomspace"),
        setting("endpoint", "whether the end is included", "True", after: "num", of: "numpy: geomspace") {
            call in
            guard let given = call["endpoint"], try !Operations.truth(given) else { return try call.result() }
            // The same steps with one more at the end, which is left out.
            var call = call
            let count = try Operations.requireIndex(call.argument("num") ?? .int(50))
            call.arguments.positional = Array(call.arguments.positional.prefix(2))
            call.arguments.keywords.removeAll { $0.name == "num" }
            call.arguments.keywords.append(("num", .int(count + 1)))
            let x = try NumPy.tensor(call.result())
            return ArrayObject(try x.narrow(0, 0, count)).scriptValue
        },
        .neutral("copy", "whether grids are copies: they are", default: "True", of: "numpy: meshgrid"),
        setting(
            "sparse", "grids with one axis each that is not 1", "False", .keywordOnly, of: "numpy: meshgrid"
        ) {
            call in
            let grids = try Operations.array(call.result())
            guard try flag(call, "sparse") else { return .tuple(grids) }
            let swaps = try call.argument("indexing")?.text != "ij" && grids.count > 1
            return .tuple(
                try grids.enumerated().map { place, grid in
                    var x = try NumPy.tensor(grid)
                    let own = swaps && place < 2 ? 1 - place : place
                    for other in 0..<x.rank where other != own {
                        x = try x.narrow(other, 0, min(1, x.shape[other]))
                    }
                    return ArrayObject(try x.clone()).scriptValue
                })
        },
    ]

    private static func copied(_ call: FurtherCall, ofArray: Bool) throws -> Value {
        let given = call["copy"] ?? .none
        if case .bool(true) = given {
            let made = try call.result()
            return ofArray ? made : ArrayObject(try NumPy.tensor(made).clone()).scriptValue
        }
        let source = try first(call)
        let type = try NumPy.type(call.argument("dtype") ?? .none)
        if let array = try ArrayObject.from(source), type == nil || type == array.tensor.dtype {
            return source
        }
        if case .bool(false) = given {
            throw ScriptError(
                "ValueError",
                "Unable to avoid copy while creating an array as requested.", hint: "copy=None")
        }
        return try call.result()
    }

    // MARK: Arranging and choosing

    private static let joining: [SharedArgument] = [
        setting(
            "order", "'C', or 'F': the first axis is the fastest", "'C'", after: "shape", of: "numpy: reshape"
        ) {
            try reordered($0)
        },
        setting("copy", "whether to copy in any case", "None", .keywordOnly, of: "numpy: reshape") { call in
            let made = try call.result()
            if case .bool(true)? = call["copy"] {
                return ArrayObject(try NumPy.tensor(made).clone()).scriptValue
            }
            return made
        },
        setting(
            "order", "'C', or 'F': the first axis is the fastest", "'C'", .keywordOnly,
            of: "numpy.ndarray: reshape"
        ) { try reordered($0) },
        setting(
            "order", "'C', or 'F': the first axis is the fastest", "'C'",
            of: "numpy: ravel; numpy.ndarray: ravel flatten"
        ) { try reordered($0) },
        .neutral(
            "order", "the order in memory, which changes no number", default: "'C'", .either,
            of: "numpy.ndarray: copy"),
        setting(
            "casting", "which conversions are made", "'unsafe'", after: "order", of: "numpy.ndarray: astype"
        ) {
            call in
            let result = try call.result(), rule = call["casting"]?.text ?? "unsafe"
            let from = try NumPy.tensor(first(call)).dtype, to = try NumPy.tensor(result).dtype
            guard Converted.allows(from, to, rule) else {
                throw ScriptError(
                    "TypeError",
                    "Cannot cast array data from dtype('\(from)') to dtype('\(to)') according to the rule "
                        + "'\(rule)'")
            }
            return result
        },
        setting("copy", "whether to copy in any case", "True", after: "subok", of: "numpy.ndarray: astype") {
            call in
            let source = try first(call)
            guard let given = call["copy"], try !Operations.truth(given),
                let type = try NumPy.type(call.argument("dtype") ?? .none),
                try NumPy.tensor(source).dtype == type
            else { return try call.result() }
            return source
        },
        setting("invert", "where they are not", "False", after: "assume_unique", of: "numpy: isin") { call in
            let found = try NumPy.tensor(call.result())
            return try ArrayObject.value(flag(call, "invert") ? found.logicalNot() : found)
        },
        setting(
            "sorter", "the indices that sort the array", "None",
            of: "numpy: searchsorted; numpy.ndarray: searchsorted"
        ) {
            call in
            guard let given = call["sorter"], !given.isNone else { return try call.result() }
            let x = try NumPy.tensor(first(call))
            return try about(ArrayObject.rewording { try x.indexSelect(0, NumPy.tensor(given)) }, call)
                .result()
        },
    ]

    /// Fortran's order: that of the transposed array.
    private static func reordered(_ call: FurtherCall) throws -> Value {
        let order = call["order"]?.text ?? "C"
        guard ["C", "F", "A", "K"].contains(order) else {
            throw ScriptError("ValueError", "order must be one of 'C', 'F', 'A', or 'K' (got '\(order)')")
        }
        guard order == "F" else { return try call.result() }
        let turned = try NumPy.tensor(first(call)).transposed()
        guard call.command.name == "reshape" else { return try about(turned, call).result() }
        let shape = call.arguments.positional.dropFirst()
        let sizes = try Sizes.from(
            shape.count == 1
                ? shape.first! : shape.isEmpty ? call.argument("shape") ?? .none : .tuple(Array(shape)))
        guard let sizes else { return try call.result() }
        let made = try ArrayObject.rewording { try turned.reshape(sizes.elements.reversed()).transposed() }
        return ArrayObject(made).scriptValue
    }

    // MARK: Reading

    private static let reading: [SharedArgument] = [
        setting("equal_nan", "whether NaN equals NaN", "False", of: "numpy: array_equal") { call in
            guard try flag(call, "equal_nan") else { return try call.result() }
            let a = try NumPy.tensor(call.argument("a1") ?? .none),
                b = try NumPy.tensor(call.argument("a2") ?? .none)
            let (x, y) = try NumPy.promoted(a, b)
            guard x.shape == y.shape else { return .bool(false) }
            let (p, q) = (try x.isNaN(), try y.isNaN())
            return .bool(
                try p.equals(q) && x.maskedFill(p, .int(0)).equals(y.maskedFill(q, .int(0))))
        },
        setting(
            "returned", "whether the sum of weights is given too", "False", after: "weights",
            of: "numpy: average"
        ) {
            call in
            let mean = try call.result()
            guard try flag(call, "returned") else { return mean }
            let x = try NumPy.floats(NumPy.tensor(first(call))), result = try NumPy.tensor(mean)
            let weights = try call.argument("weights") ?? .none
            guard !weights.isNone else {
                let n = Double(x.count) / Double(max(1, result.count))
                return .tuple([mean, try ArrayObject.value(.full(result.shape, .float(n), .float64))])
            }
            let w = try NumPy.floats(NumPy.tensor(weights))
            let over = try call.argument("axis").flatMap {
                $0.isNone ? nil : [try Operations.requireIndex($0)]
            }
            let total = try (w + x * x.constant(.int(0))).sum(over)
            return .tuple([mean, try ArrayObject.value(total.to(.float64))])
        },
        setting("left", "what stands before the first point", "None", of: "numpy: interp") {
            try outside($0, "left")
        },
        setting("right", "what stands after the last point", "None", after: "left", of: "numpy: interp") {
            try outside($0, "right")
        },
        setting("period", "after how much x begins anew", "None", after: "right", of: "numpy: interp") {
            call in
            guard let period = call["period"], !period.isNone, let interpreter = Interpreter.current,
                let periodic = try interpreter.libraryModule("numpy._more_signals")["_interp_periodic"]
            else { return try call.result() }
            return try Operations.call(
                periodic, Arguments(["x", "xp", "fp"].map { try call.argument($0) ?? .none } + [period]),
                interpreter)
        },
        setting("axis", "the axis", "-1", after: "dx", of: "numpy: trapezoid trapz") { call in
            let y = try NumPy.tensor(first(call)), place = try axis(call, y.rank)
            return try about(y.transpose(place, -1), call).result()
        },
        .only(
            "dtype", "<class 'int'>", "<class 'numpy.int64'>", "None", passing: .either,
            hint: "np.random.randint(…).astype(dtype)", of: "numpy.random: randint"),
        .only("dtype", "None", hint: "(a @ b).astype(dtype)", of: "numpy: matmul"),
        .only("casting", "'same_kind'", of: "numpy: matmul"),
        .only("axes", "None", hint: "np.moveaxis", of: "numpy: matmul"),
        .only("axis", "None", hint: "np.moveaxis", of: "numpy: matmul"),
        .only("keepdims", "False", of: "numpy: matmul"),
        .neutral("subok", "whether subclasses stay: there are none", default: "True", of: "numpy: matmul"),
        .neutral(
            "order", "the order in memory, which changes no number", default: "'K'", of: "numpy: matmul"),
        .only("mode", "'raise'", passing: .either, of: "numpy.ndarray: take"),
    ]

    private static func outside(_ call: FurtherCall, _ side: String) throws -> Value {
        guard let given = call[side], let value = try Double?.from(given) ?? nil else {
            return try call.result()
        }
        let x = try NumPy.tensor(first(call)).to(.float64),
            points = try NumPy.tensor(call.argument("xp") ?? .none)
        let result = try NumPy.tensor(call.result())
        guard points.count > 0 else { return try ArrayObject.value(result) }
        let bound = try points.to(.float64).flatten().select(0, side == "left" ? 0 : -1)
        let isOutside = try x.compare(side == "left" ? .less : .greater, bound)
        return try ArrayObject.value(result.maskedFill(isOutside, .float(value)))
    }

    // MARK: Measuring

    private static let measuring: [SharedArgument] = [
        setting("weights", "how much each element counts", "None", after: "density", of: "numpy: histogram") {
            call in
            guard let given = call["weights"], !given.isNone else { return try call.result() }
            let x = try NumPy.tensor(first(call)), w = try NumPy.floats(NumPy.tensor(given)).to(.float64)
            guard w.shape == x.shape else {
                throw ScriptError("ValueError", "weights should have the same shape as a.")
            }
            let isDensity = try Bool.from(call.argument("density") ?? .none) ?? false
            guard case .tuple(let pair) = try call.result(), pair.elements.count == 2 else { return .none }
            let edges = try NumPy.tensor(pair.elements[1]).to(.float64)
            let counts = try x.to(.float64).flatten().weighedBins(edges, w.flatten(), density: isDensity)
            return .tuple([ArrayObject(counts).scriptValue, pair.elements[1]])
        },
        setting("offset", "which diagonal", "0", after: "a", of: "numpy: trace") { try diagonal($0) },
        setting("offset", "which diagonal", "0", after: "self", of: "numpy.ndarray: trace diagonal") {
            try diagonal($0)
        },
        setting(
            "axis1", "the axis of the rows", "0", after: "offset",
            of: "numpy: trace; numpy.ndarray: trace diagonal"
        ) {
            try diagonal($0)
        },
        setting(
            "axis2", "the axis of the columns", "1", after: "axis1",
            of: "numpy: trace; numpy.ndarray: trace diagonal"
        ) {
            try diagonal($0)
        },
        setting(
            "dtype", "the type to add up in", "None", after: "axis2", of: "numpy: trace; numpy.ndarray: trace"
        ) { call in
            guard let type = try NumPy.type(call["dtype"] ?? .none) else { return try call.result() }
            return try ArrayObject.value(
                NumPy.tensor(about(NumPy.tensor(first(call)).to(type), call).result()).to(type))
        },
    ]

    private static func diagonal(_ call: FurtherCall) throws -> Value {
        func number(_ name: String, _ standard: Int) throws -> Int {
            guard let value = try call[name] ?? call.argument(name) else { return standard }
            return try Operations.requireIndex(value)
        }
        let x = try NumPy.tensor(first(call))
        let found = try ArrayObject.rewording {
            try x.diagonal(number("offset", 0), number("axis1", 0), number("axis2", 1))
        }
        return call.command.name == "trace"
            ? try ArrayObject.value(found.sum([-1])) : ArrayObject(found, isReadOnly: true).scriptValue
    }
}
