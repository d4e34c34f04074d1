import Language
import Tensors

/// What NumPy's reductions have in common: `out`, `initial`, `where`, and the axis that stays. One rule for
/// all.
enum ReductionArguments {
    private static let out = Parameter<Value>(
        "out", "the array that takes the result and is given back", default: .none)
    private static let keepdims = NumPy.keepdims
    private static let initial = Parameter<Value>(
        "initial", "what it begins with", default: .none, shown: "<no value>")
    private static let mask = Parameter<Value>(
        "where", "the elements that count", default: .bool(true), shown: "<no value>")
    private static let type = NumPy.dtype

    /// Where `out` stands, by function: behind which of the parameters.
    private static let places: [String: String] = [
        "sum": "dtype", "prod": "dtype", "mean": "dtype", "max": "axis", "min": "axis", "amax": "axis",
        "amin": "axis", "all": "axis", "any": "axis", "std": "dtype", "var": "dtype", "nansum": "dtype",
        "nanmean": "dtype", "nanmax": "axis", "nanmin": "axis", "nanstd": "dtype", "median": "axis",
        "ptp": "axis", "argmax": "axis", "argmin": "axis", "cumsum": "dtype", "cumprod": "dtype",
        "round": "decimals", "around": "decimals", "clip": "a_max", "trace": "dtype", "take": "axis",
        "compress": "axis",
        "choose": "choices", "dot": "b", "outer": "b", "concatenate": "axis", "stack": "axis", "matmul": "x2",
    ]
    /// Where `keepdims` stands, if not behind the axis.
    private static let anchors = [
        "nanstd": "ddof", "nansum": "dtype", "nanmean": "dtype",
    ]
    private static let typed: Set<String> = [
        "std", "var", "nansum", "nanmean", "nanstd", "cumsum", "cumprod",
    ]
    private static let beginning: Set<String> = [
        "sum", "prod", "max", "min", "amax", "amin", "nansum", "nanmax", "nanmin",
    ]
    private static let choosing: Set<String> = beginning.union(["mean", "all", "any", "std", "var"])
    private static let keeping: Set<String> = [
        "argmax", "argmin", "average", "median", "ptp", "count_nonzero", "nansum", "nanmean", "nanmax",
        "nanmin",
        "nanstd",
    ]

    static func added(to command: Builtin) -> Builtin {
        let name = command.name
        var result = command
        if typed.contains(name) {
            result = result.taking([type.information], after: "axis") { try computed($0) }
        }
        if keeping.contains(name) {
            let isNamed = ["argmax", "argmin", "count_nonzero", "average"].contains(name)
            let information = ParameterInformation(
                "keepdims", keepdims.help, default: "False", type: "bool", isNamed ? .keywordOnly : .either)
            result = result.taking([information], after: isNamed ? nil : anchors[name] ?? "axis") {
                try kept($0)
            }
        }
        if let place = places[name] {
            result = result.taking([out.information], after: place) { try filled($0, name) }
        }
        if beginning.contains(name) {
            result = result.taking([initial.information], after: "keepdims") { try begun($0, name) }
        }
        if choosing.contains(name) {
            result = result.taking(
                [mask.information], after: beginning.contains(name) ? "initial" : "keepdims"
            ) { try chosen($0, name) }
        }
        return result
    }

    // MARK: The array and the axes of a call

    private static func array(_ call: FurtherCall) throws -> Tensor {
        guard let value = call.arguments.positional.first ?? call.arguments.keyword("a") else {
            throw ScriptError(
                "TypeError", "\(call.command.name)() needs an argument 'a'    \(call.command.signature)")
        }
        return try NumPy.tensor(value)
    }

    /// The same call about another array.
    private static func about(_ x: Tensor, _ call: FurtherCall) -> FurtherCall {
        var call = call
        let value = Value.object(ArrayObject(x))
        if call.arguments.positional.isEmpty {
            call.arguments.keywords.removeAll { $0.name == "a" }
            call.arguments.positional = [value]
        } else {
            call.arguments.positional[0] = value
        }
        return call
    }

    private static func axes(_ call: FurtherCall, _ x: Tensor) throws -> [Int]? {
        guard let axis = try call.argument("axis"), !axis.isNone else { return nil }
        guard let axes = try Sizes.from(axis) else {
            throw ScriptError("TypeError", "'\(axis.typeName)' object cannot be interpreted as an integer")
        }
        return try ArrayObject.rewording { try axes.elements.map { try Shape.axis($0, rank: x.rank) } }
    }

    // MARK: The arguments

    private static func computed(_ call: FurtherCall) throws -> Value {
        guard let dtype = try NumPy.type(call.value(type)) else { return try call.result() }
        let x = try array(call).to(dtype)
        return try ArrayObject.value(NumPy.tensor(about(x, call).result()).to(dtype))
    }

    private static func filled(_ call: FurtherCall, _ name: String) throws -> Value {
        guard let given = call["out"], !given.isNone else { return try call.result() }
        guard let output = try ArrayObject.from(given) else {
            throw ScriptError("TypeError", "output must be an array")
        }
        var call = call
        // A sum is computed in the type of the array that takes it.
        if ["sum", "prod", "mean", "cumsum", "cumprod"].contains(name),
            try call.argument("dtype")?.isNone ?? true
        {
            let x = try array(call)
            if x.dtype.category > output.tensor.dtype.category {
                call = about(try x.to(output.tensor.dtype), call)
            }
        }
        let result = try NumPy.tensor(call.result())
        guard result.rank == output.tensor.rank else {
            throw ScriptError(
                "ValueError",
                "output parameter for reduction operation \(name) has the wrong number of dimensions: Found "
                    + "\(output.tensor.rank) but expected \(result.rank)")
        }
        guard result.shape == output.tensor.shape else {
            throw ScriptError(
                "ValueError",
                "output array of shape \(NumPy.tuple(output.tensor.shape)) cannot take a result of shape "
                    + "\(NumPy.tuple(result.shape))")
        }
        try Converted.put(result, into: output, name, "same_kind")
        return given
    }

    /// The reduced axes stay with size 1.
    private static func kept(_ call: FurtherCall) throws -> Value {
        guard let given = call["keepdims"], try Operations.truth(given) else { return try call.result() }
        let x = try array(call), over = try axes(call, x)
        let result = try NumPy.tensor(call.result())
        let shape = x.shape.indices.map { over?.contains($0) ?? true ? 1 : x.shape[$0] }
        let leading = result.rank - (x.rank - (over?.count ?? x.rank))
        return try ArrayObject.value(
            result.reshape(result.shape.prefix(max(0, leading)) + shape))
    }

    private static func begun(_ call: FurtherCall, _ name: String) throws -> Value {
        guard let first = call["initial"] else { return try call.result() }
        var x = try array(call)
        guard !first.isNone else { return try call.result() }
        let isSum = name.hasSuffix("sum") || name == "prod"
        if isSum, !x.dtype.isFloatingPoint, try call.argument("dtype")?.isNone ?? true {
            x = try x.to(.int64)
        }
        guard let start = try NumPy.operand(first, beside: x), start.count == 1 else {
            throw ScriptError("ValueError", "'initial' must be one number")
        }
        if x.rank == 0 { x = try x.flatten() }
        // It is one element more at the beginning of what is reduced.
        let over = try axes(call, x) ?? Array(x.shape.indices)
        guard let axis = over.first else { return try call.result() }
        var shape = x.shape
        shape[axis] = 1
        var element = try start.to(x.dtype).reshape(shape.map { _ in 1 }).expand(shape)
        // Over several axes it counts once in a sum.
        for other in over.dropFirst() where isSum && shape[other] > 1 {
            let neutral = try Tensor.full(shape, name == "prod" ? .int(1) : .int(0), x.dtype)
            element = try Tensor.concatenate(
                [element.narrow(other, 0, 1), neutral.narrow(other, 1, shape[other] - 1)], other)
        }
        return try about(Tensor.concatenate([element, x], axis), call).result()
    }

    private static func chosen(_ call: FurtherCall, _ name: String) throws -> Value {
        let value = try call.value(mask)
        if case .bool(true) = value { return try call.result() }
        let x = try array(call), chosen = try NumPy.tensor(value).to(.bool)
        let mask = try ArrayObject.rewording {
            try chosen.expand(Shape.broadcast(chosen.shape, x.shape, for: name))
        }
        guard mask.shape == x.shape else {
            throw ScriptError(
                "ValueError",
                "non-broadcastable operand with shape \(NumPy.tuple(x.shape)) doesn't match the broadcast "
                    + "shape \(NumPy.tuple(mask.shape))")
        }
        func otherwise(_ number: Number) throws -> Value {
            try about(Tensor.select(mask, x, x.constant(number)), call).result()
        }
        switch name {
        case "sum", "nansum": return try otherwise(.int(0))
        case "prod": return try otherwise(.int(1))
        case "any": return try otherwise(.int(0))
        case "all": return try about(mask.logicalNot().bitwise(.or, x.to(.bool)), call).result()
        case "mean", "std", "var":
            // Elements that do not count are NaN, which is left out.
            let y = try NumPy.floats(x)
            let over = try axes(call, x), keep = try Bool.from(call.argument("keepdims") ?? .none) ?? false
            let ddof = try Int.from(call.argument("ddof") ?? .int(0)) ?? 0
            let result = try y.moments(where: mask, over, correction: ddof, keepDim: keep)
            return try ArrayObject.value(
                name == "mean" ? result.mean : name == "var" ? result.variance : result.variance.sqrt())
        default:
            guard let first = try call.argument("initial"), !first.isNone,
                let start = try NumPy.operand(first, beside: x)
            else {
                throw ScriptError(
                    "ValueError",
                    "reduction operation '\(name.hasSuffix("max") ? "maximum" : "minimum")' does not have an "
                        + "identity, so to use a where mask one has to specify 'initial'")
            }
            return try about(Tensor.select(mask, x, start.to(x.dtype)), call).result()
        }
    }
}
