import Language
import Tensors

/// What NumPy's functions that work element by element have in common: `out`, `where`, `dtype` and how types
/// are converted. One rule for all of them.
enum ElementwiseArguments {
    private static let out = Parameter<Value>(
        "out", "the array that takes the result and is given back", default: .none)
    private static let mask = Parameter<Value>(
        "where", "where it is computed; elsewhere `out` stays as it is", default: .bool(true), .keywordOnly)
    private static let casting = Parameter<String>(
        "casting", "which conversions of types are made", default: "same_kind",
        choices: ["no", "equiv", "safe", "same_kind", "unsafe"], .keywordOnly)
    private static let order = Parameter<String>(
        "order", "the order in memory, which changes no number", default: "K", choices: ["C", "F", "A", "K"],
        .keywordOnly)
    private static let dtype = Parameter<Value>(
        "dtype", "the type to compute in", default: .none, .keywordOnly)
    private static let subok = Parameter<Bool>(
        "subok", "whether subclasses stay: there are none", default: true, .keywordOnly)
    private static let signature = Parameter<Value>(
        "signature", "only None here", default: .none, .keywordOnly)

    /// Functions that give truth values, whatever they compute in.
    private static let tests: Set<String> = [
        "equal", "not_equal", "less", "less_equal", "greater", "greater_equal", "logical_and", "logical_or",
        "logical_xor", "logical_not", "isnan", "isinf", "isfinite", "signbit",
    ]

    /// - Parameter operands: how many arrays the function takes, the first of its arguments.
    static func added(to command: Builtin, operands: Int) -> Builtin {
        let last = command.parameters[operands - 1].name, isTest = tests.contains(command.name)
        return command.taking([out.information], after: last) { try run($0, operands, isTest) }
            .taking([
                mask.information, casting.information, order.information, dtype.information,
                subok.information, signature.information,
            ]) { try run($0, operands, isTest) }
            .having { UniversalFunction.member($1, of: $0, operands: operands) }
    }

    private static func run(_ given: FurtherCall, _ operands: Int, _ isTest: Bool) throws -> Value {
        var call = given
        let name = call.command.name, rule = try call.value(casting)
        try check(call, name)
        var target = call[out.name] ?? .none
        // The first of the two rules has the other's argument among those that it passes on.
        if target.isNone, let place = call.arguments.keywords.firstIndex(where: { $0.name == "out" }) {
            target = call.arguments.keywords.remove(at: place).value
        } else if target.isNone, call.arguments.positional.count > operands {
            target = call.arguments.positional.remove(at: operands)
        }
        if case .tuple(let tuple) = target, tuple.elements.count == 1 { target = tuple.elements[0] }
        let output = target.isNone ? nil : try ArrayObject.from(target)
        guard target.isNone || output != nil else {
            throw ScriptError("TypeError", "return arrays must be of ArrayType")
        }
        let type = try NumPy.type(call.value(dtype))
        if let type { try convert(&call.arguments, operands, to: type, name, rule, isTest) }
        var result = try NumPy.tensor(call.result())
        if let type, !isTest { result = try result.to(type) }
        let chosen = try call.value(mask)
        if case .bool(true) = chosen {
            guard let output else { return try ArrayObject.value(result) }
            try Converted.put(result, into: output, name, rule)
            return target
        }
        return try masked(result, where: NumPy.tensor(chosen).to(.bool), output, name, rule).scriptValue
    }

    private static func check(_ call: FurtherCall, _ name: String) throws {
        let word = try call.value(order), rule = try call.value(casting)
        guard ["C", "F", "A", "K"].contains(word) else {
            throw ScriptError(
                "ValueError", "order must be one of 'C', 'F', 'A', or 'K' (got '\(word)')")
        }
        guard Converted.rules.contains(rule) else {
            throw ScriptError(
                "ValueError",
                "casting must be one of 'no', 'equiv', 'safe', 'same_kind', 'unsafe' (got '\(rule)')")
        }
        _ = try call.value(subok)
        guard try call.value(signature).isNone else {
            throw ScriptError(
                "NotImplementedError", "numpy.\(name)(signature=…) is not in Lagado", hint: "dtype=…")
        }
    }

    /// The operands in the type to compute in.
    private static func convert(
        _ arguments: inout Arguments, _ operands: Int, to type: DType, _ name: String, _ rule: String,
        _ isTest: Bool
    ) throws {
        guard !isTest || type == .bool else {
            throw ScriptError(
                "TypeError",
                "No loop matching the specified signature and casting was found for ufunc \(name)")
        }
        if isTest { return }
        for place in 0..<min(operands, arguments.positional.count) {
            let value = arguments.positional[place]
            let x = try NumPy.tensor(value)
            let isNumber = try Tensor.from(value) == nil && !value.isSequence
            guard Converted.allows(x.dtype, type, rule) || isNumber && type.isFloatingPoint else {
                throw Converted.refusal("ufunc '\(name)' input \(place)", x.dtype, type, rule)
            }
            arguments.positional[place] = .object(ArrayObject(try x.to(type)))
        }
    }

    private static func masked(
        _ result: Tensor, where mask: Tensor, _ output: ArrayObject?, _ name: String, _ rule: String
    ) throws -> Value {
        let shape = try ArrayObject.rewording {
            try Shape.broadcast(result.shape, mask.shape, for: name)
        }
        guard let output else {
            try Interpreter.current?.warn(
                "'where' used without 'out', expect unitialized memory in output. If this is intentional, "
                    + "use out=None.")
            let elsewhere = try Tensor.zeros(shape, result.dtype)
            return try ArrayObject.value(Tensor.select(mask, result, elsewhere))
        }
        let whole = try ArrayObject.rewording {
            try Tensor.select(
                mask, result.expand(Shape.broadcast(result.shape, output.tensor.shape, for: name)),
                output.tensor.to(DType.promoted(result.dtype, output.tensor.dtype)))
        }
        try Converted.check("ufunc '\(name)' output", result.dtype, output.tensor.dtype, rule)
        try Converted.put(whole.to(output.tensor.dtype), into: output, name, "unsafe")
        return output.scriptValue
    }
}

/// Which types NumPy converts to which, by the names of its rules, and arrays that take results.
enum Converted {
    static let rules = ["no", "equiv", "safe", "same_kind", "unsafe"]

    static func allows(_ from: DType, _ to: DType, _ rule: String) -> Bool {
        switch rule {
        case "no", "equiv": from == to
        case "unsafe": true
        case "safe": from == to || isSafe(from, to)
        default:
            isSafe(from, to)
                || (from.category == to.category && (from.isSigned == to.isSigned || !from.isSigned))
                || (from.category < to.category && from != .bool && to.category == 2) || from == .bool
        }
    }

    private static func isSafe(_ from: DType, _ to: DType) -> Bool {
        if from == .bool { return true }
        guard DType.promoted(from, to) == to else { return false }
        // A float holds the integers beside it: float32 those of two bytes.
        return from.isFloatingPoint || !to.isFloatingPoint || 2 * from.size <= to.size || to == .float64
    }

    static func refusal(_ what: String, _ from: DType, _ to: DType, _ rule: String) -> ScriptError {
        ScriptError(
            "TypeError",
            "Cannot cast \(what) from dtype('\(from)') to dtype('\(to)') with casting rule '\(rule)'",
            hint: "casting='unsafe', or a.astype(…)", exceptionClass: "numpy.UFuncTypeError")
    }

    static func check(_ what: String, _ from: DType, _ to: DType, _ rule: String) throws {
        guard allows(from, to, rule) else { throw refusal(what, from, to, rule) }
    }

    /// Copies a result, broadcast, into the array that a call named.
    static func put(_ result: Tensor, into output: ArrayObject, _ name: String, _ rule: String) throws {
        try check("ufunc '\(name)' output", result.dtype, output.tensor.dtype, rule)
        let target = try output.writable()
        let shape = try? Shape.broadcast(result.shape, target.shape, for: name)
        guard shape == target.shape else {
            throw ScriptError(
                "ValueError",
                "non-broadcastable output operand with shape \(NumPy.tuple(target.shape)) doesn't match the "
                    + "broadcast shape \(NumPy.tuple(shape ?? result.shape))")
        }
        try Tensor.copy(from: result, into: target)
    }
}
