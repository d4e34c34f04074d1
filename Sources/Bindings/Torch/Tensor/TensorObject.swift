import Language
import Tensors

/// A tensor in the language: PyTorch's `Tensor`, with its operators, indexing and printing.
///
/// A tensor has one such object as long as somebody holds it, so that `is` says what it says in Python.
public final class TensorObject: ScriptObject, ScriptConvertible {
    public let tensor: Tensor

    private init(_ tensor: Tensor) { self.tensor = tensor }
    deinit { tensor.companion = nil }

    public static func of(_ tensor: Tensor) -> TensorObject {
        if let object = tensor.companion as? TensorObject { return object }
        let object = TensorObject(tensor)
        tensor.companion = object
        return object
    }

    public static var scriptName: String { "Tensor" }
    public static func from(_ value: Value) throws -> TensorObject? {
        guard case .object(let object) = value else { return nil }
        return object as? TensorObject
    }
    public var scriptValue: Value { .object(self) }

    // MARK: What it is

    public var typeName: String { tensor.isParameter ? "Parameter" : "Tensor" }
    public var scriptClass: ScriptClass? {
        tensor.isParameter ? TensorType.parameterClass : TensorType.shared.scriptClass
    }
    public func getAttribute(_ name: String) throws -> Value? { try TensorType.shared.get(self, name) }
    public func setAttribute(_ name: String, _ value: Value) throws {
        try TensorType.shared.set(self, name, value)
    }
    public var attributeNames: [String] { TensorType.shared.propertyNames }
    public func declaration(of attribute: String) -> Builtin? {
        if case .builtin(let builtin)? = TensorType.shared.scriptClass.attribute(attribute) { return builtin }
        return nil
    }

    public func repr() throws -> String {
        let text = tensor.description
        try tensor.device.checkWorks()
        return text
    }
    public func format(_ spec: String) throws -> String {
        // PyTorch formats what has no axes as a number, whatever else as text.
        if tensor.rank == 0, !tensor.isParameter { return try tensor.item().scriptValue.formatted(spec) }
        if spec.isEmpty { return try str() }
        throw ScriptError(
            "TypeError", "unsupported format string passed to Tensor.__format__",
            hint: tensor.count == 1 ? "x.item()" : "a single element: x[0].item()")
    }

    // MARK: As a container

    public func getItem(_ index: Value) throws -> Value {
        if case .int(let position) = index { return try row(position).scriptValue }
        return try tensor.index(Tensor.Index.list(index)).scriptValue
    }

    public func setItem(_ index: Value, _ value: Value) throws {
        let source: Tensor, isNumber: Bool
        switch value {
        case .int, .float, .bool:
            // By way of float32: what only float16 cannot hold becomes an infinity, where `fill_` refuses it.
            let number = try Number.from(value) ?? .int(0), type = tensor.dtype
            if type.isReduced { try number.check(fits: .float32) }
            source = try type.isReduced ? tensor.constant(number) : Tensor.scalar(number, type)
            isNumber = true
        default:
            if let scalar = ScalarObject.from(value) {
                return try setItem(index, scalar.element.scriptValue)
            }
            guard let given = try Tensor.from(value) else {
                throw ScriptError(
                    "TypeError", "can't assign a \(value.typeName) to a Tensor", hint: "torch.tensor(…)")
            }
            (source, isNumber) = (given, false)
        }
        // What comes from another device is copied, as copy_() does.
        try tensor.assign(
            Tensor.Index.list(index), source.to(tensor.device), keepsType: true, isNumber: isNumber)
    }

    public func length() throws -> Int {
        guard let first = tensor.shape.first else {
            throw ScriptError("TypeError", "len() of a 0-d tensor", hint: "x.numel()")
        }
        return first
    }

    /// The part at a position of the first axis.
    private func row(_ position: Int) throws -> Tensor {
        guard tensor.rank > 0 else {
            throw ScriptError(
                "IndexError",
                "invalid index of a 0-dim tensor. Use `tensor.item()` "
                    + "in Python to convert a 0-dim tensor to a number",
                hint: "x.item()")
        }
        return try tensor.select(0, position)
    }

    public func iterate() throws -> ScriptIterator {
        guard tensor.rank > 0 else {
            throw ScriptError("TypeError", "iteration over a 0-d tensor", hint: "x.item()")
        }
        let tensor = tensor
        return StatefulIterator("generator", 0, holding: { [self] _ in [.object(self)] }) { walk in
            guard walk.state < tensor.shape[0] else { return nil }
            walk.state += 1
            return try tensor.part(0, walk.state - 1).scriptValue
        }
    }

    public func contains(_ value: Value) throws -> Bool {
        guard let operand = try TensorOrNumber.from(value) else {
            throw ScriptError(
                "RuntimeError",
                "Tensor.__contains__ only supports Tensor or scalar, but you passed in a \(value.typeName).")
        }
        return try ComputeContext.on(tensor.device) {
            try tensor.compare(.equal, operand.tensor(beside: tensor)).any().item().isTrue
        }
    }

    // MARK: As a number

    public func truth() throws -> Bool {
        guard tensor.count == 1 else {
            throw ScriptError(
                "RuntimeError",
                tensor.count == 0
                    ? "Boolean value of Tensor with no values is ambiguous"
                    : "Boolean value of Tensor with more than one value is ambiguous",
                details: ["shape \(Shape.description(tensor.shape))"],
                hint: tensor.count == 0 ? "len(x) > 0" : "x.any() or x.all()")
        }
        return try tensor.item().isTrue
    }

    public func number() throws -> Value? {
        guard tensor.count == 1 else {
            throw ScriptError(
                "ValueError", "only one element tensors can be converted to Python scalars",
                details: ["shape \(Shape.description(tensor.shape))"], hint: "x[0], x.sum() or x.tolist()")
        }
        return try tensor.item().scriptValue
    }

    /// A number with a gradient is more than a number to a command that passes gradients on.
    public func refusal(asNumber parameter: ParameterInformation, of command: Builtin) -> ScriptError? {
        guard tensor.requiresGrad, TensorCommands.gradientGroups.contains(command.group) else { return nil }
        return ScriptError(
            "TypeError",
            "\(command.name)() wants a number for '\(parameter.name)', not a \(typeName) that requires grad: "
                + "its gradient would be lost    \(command.signature)",
            hint: "x.item(), or x.detach()")
    }

    public var isRounded: Bool { false }

    public func index() throws -> Int? {
        guard tensor.count == 1, !tensor.dtype.isFloatingPoint else { return nil }
        return try tensor.item().int
    }

    /// The same memory is the same key, as in PyTorch.
    public func isEqual(to other: Value) throws -> Bool {
        guard case .object(let object) = other else { return false }
        return object === self
    }

    // MARK: Operators

    public func unary(_ operation: UnaryOperator) throws -> Value? {
        switch operation {
        case .negate: return try (-tensor).scriptValue
        case .plus:
            _ = try tensor.positive()
            return scriptValue
        case .invert: return try tensor.inverted().scriptValue
        }
    }

    public func binary(_ operation: BinaryOperator, _ other: Value, reflected: Bool) throws -> Value? {
        guard let operand = try TensorOrNumber.from(other) else { return nil }
        if operation == .matrixMultiply, try Tensor.from(other) == nil { return nil }
        if operation == .subtract { try Tensor.checkSubtracts(tensor.dtype, operand.dtype) }
        // xᵖ of a number p is not that of a tensor filled with it: roots are roots.
        if operation == .power, !reflected, case .number(let exponent) = operand {
            return try tensor.pow(exponent).scriptValue
        }
        if operation == .remainder, reflected, case .number(let dividend) = operand {
            return try tensor.remainder(of: dividend).scriptValue
        }
        // A number by x is the number times 1/x, whatever it is: so PyTorch rounds it.
        if operation == .divide, reflected, case .number(let dividend) = operand {
            return try (tensor.reciprocal() * tensor.factor(dividend)).scriptValue
        }
        let partner = try operand.partner(of: tensor, in: operation)
        let (a, b) = reflected ? (partner, tensor) : (tensor, partner)
        let result = try TensorOperators.apply(operation, a, b)
        if let result, result.gradFunction != nil {
            GradientNames.show(result, operation, a, b, reflectedNumber: reflected && operand.isNumber)
        }
        return result?.scriptValue
    }

    public func inPlace(_ operation: BinaryOperator, _ other: Value) throws -> Value? {
        guard operation != .matrixMultiply, let operand = try TensorOrNumber.from(other) else { return nil }
        if operation == .subtract { try Tensor.checkSubtracts(tensor.dtype, operand.dtype) }
        if case .tensor(let other) = operand { try tensor.checkApart(from: other) }
        let partner = try operand.partner(of: tensor, in: operation)
        guard
            try tensor.update(
                "\(operation.rawValue)=",
                {
                    if operation == .power, case .number(let exponent) = operand {
                        return try $0.pow(exponent)
                    }
                    return try TensorOperators.apply(operation, $0, partner)
                })
        else { return nil }
        return scriptValue
    }

    public func compare(_ operation: ComparisonOperator, _ other: Value) throws -> Value? {
        guard let operand = try TensorOrNumber.from(other) else { return nil }
        return try tensor.compare(operation.comparison, operand.tensor(beside: tensor)).scriptValue
    }
}

extension ComparisonOperator {
    var comparison: Tensor.Comparison {
        switch self {
        case .equal: return .equal
        case .notEqual: return .notEqual
        case .less: return .less
        case .lessOrEqual: return .lessOrEqual
        case .greater: return .greater
        case .greaterOrEqual: return .greaterOrEqual
        }
    }
}

/// Which operation of the engine an operator of the language is.
enum TensorOperators {
    /// Nil for an operator that tensors do not have.
    static func apply(_ operation: BinaryOperator, _ a: Tensor, _ b: Tensor) throws -> Tensor? {
        switch operation {
        case .add: return try a + b
        case .subtract: return try a - b
        case .multiply: return try a * b
        case .divide: return try a / b
        case .floorDivide: return try a.floorDivided(by: b)
        case .remainder: return try a.remainder(b)
        case .power: return try a.pow(b)
        case .matrixMultiply: return try a.matmul(b)
        case .and: return try a.bitwise(.and, b)
        case .or: return try a.bitwise(.or, b)
        case .exclusiveOr: return try a.bitwise(.xor, b)
        case .shiftLeft: return try a.shifted(left: true, by: b)
        case .shiftRight: return try a.shifted(left: false, by: b)
        }
    }
}
