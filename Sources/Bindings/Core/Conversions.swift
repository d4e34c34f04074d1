import Language
import Tensors

// Types that commands take and give: what a program's value has to be to fit, and what it becomes.

extension Tensor: ScriptConvertible {
    public static var scriptName: String { "Tensor" }
    /// An array of NumPy is taken where a tensor is wanted: both stand over the same sort of memory.
    public static func from(_ value: Value) throws -> Tensor? {
        guard case .object(let object) = value else { return nil }
        return (object as? TensorObject)?.tensor ?? (object as? ArrayObject)?.tensor
    }
    public var scriptValue: Value { .object(TensorObject.of(self)) }
}

extension Number: ScriptConvertible {
    public static var scriptName: String { "number" }
    public static func from(_ value: Value) throws -> Number? {
        switch value.plain {
        case .int(let number): return .int(number)
        case .float(let number): return .float(number)
        case .bool(let flag): return .bool(flag)
        case .object where value.bigInteger != nil:
            throw ScriptError("RuntimeError", "Overflow when unpacking long", hint: "float(…) takes any size")
        case .object:
            if let scalar = ScalarObject.from(value) { return scalar.element }
            // A number with a gradient is a tensor: as a number it would lose it.
            guard let tensor = try Tensor.from(value), !tensor.requiresGrad else { return nil }
            return try tensor.item()
        default: return nil
        }
    }
    public var scriptValue: Value {
        switch self {
        case .int(let number): return .int(number)
        case .float(let number): return .float(number)
        case .bool(let flag): return .bool(flag)
        }
    }
}

/// A tensor, or a number that takes part in an operation with one.
public enum TensorOrNumber: ScriptConvertible {
    case tensor(Tensor), number(Number)

    var isNumber: Bool { if case .number = self { true } else { false } }

    public static var scriptName: String { "Tensor or number" }
    public static func from(_ value: Value) throws -> TensorOrNumber? {
        switch value {
        case .int(let number): return .number(.int(number))
        case .float(let number): return .number(.float(number))
        case .bool(let flag): return .number(.bool(flag))
        case .object where value.bigInteger != nil:
            return try Number.from(value).map(TensorOrNumber.number)
        case .object:
            if let scalar = ScalarObject.from(value) { return .number(scalar.element) }
            return try Tensor.from(value).map(TensorOrNumber.tensor)
        default: return nil
        }
    }
    public var scriptValue: Value {
        switch self {
        case .tensor(let tensor): return tensor.scriptValue
        case .number(let number): return number.scriptValue
        }
    }

    /// The type of the tensor, or of one made from the number alone.
    public var dtype: DType {
        switch self {
        case .tensor(let tensor): return tensor.dtype
        case .number(let number): return number.dtype
        }
    }

    /// As a tensor; a number takes the type that an operation with `partner` gives it.
    public func tensor(beside partner: Tensor) throws -> Tensor {
        switch self {
        case .tensor(let tensor): return tensor
        case .number(let number): return try partner.constant(number)
        }
    }

    /// As a tensor, the other side of an operation with `partner`.
    func partner(of tensor: Tensor, in operation: BinaryOperator) throws -> Tensor {
        try operation == .multiply || operation == .divide ? factor(of: tensor) : self.tensor(beside: tensor)
    }

    /// As a tensor that `partner` is multiplied or divided with.
    public func factor(of partner: Tensor) throws -> Tensor {
        switch self {
        case .tensor(let tensor): return tensor
        case .number(let number): return try partner.factor(number)
        }
    }

    /// The same for an operation that refuses a number which the type of `partner` cannot hold.
    public func tensor(fitting partner: Tensor) throws -> Tensor {
        switch self {
        case .tensor(let tensor): return tensor
        case .number(let number): return try partner.fittingConstant(number)
        }
    }
}

/// Sizes or axes: `2, 3`, `(2, 3)`, `[2, 3]` and `torch.Size([2, 3])` all fit.
public struct Sizes: ScriptConvertible {
    public var elements: [Int]

    public init(_ elements: [Int]) { self.elements = elements }

    public static var scriptName: String { "int or tuple of ints" }
    public static func from(_ value: Value) throws -> Sizes? {
        if let single = try Operations.index(value) { return Sizes([single]) }
        var values: [Value]
        switch value {
        case .tuple(let tuple): values = tuple.elements
        case .list(let list): values = list.elements
        default: return nil
        }
        // `view((2, 3))`: the row of arguments holds one row of sizes.
        if values.count == 1, try Operations.index(values[0]) == nil {
            switch values[0] {
            case .tuple(let tuple): values = tuple.elements
            case .list(let list): values = list.elements
            default: return nil
            }
        }
        var sizes: [Int] = []
        for value in values {
            guard let size = try Operations.index(value) else { return nil }
            sizes.append(size)
        }
        return Sizes(sizes)
    }
    public var scriptValue: Value { .tuple(elements.map(Value.int)) }
}

/// Sizes as a tuple of exactly this kind, where a bare number would be a mistake: `randint(10, (2, 3))`.
public struct SizeTuple: ScriptConvertible {
    public var elements: [Int]

    public init(_ elements: [Int]) { self.elements = elements }

    public static var scriptName: String { "tuple of ints" }
    public static func from(_ value: Value) throws -> SizeTuple? {
        switch value {
        case .tuple, .list: return try Sizes.from(value).map { SizeTuple($0.elements) }
        default: return nil
        }
    }
    public var scriptValue: Value { .tuple(elements.map(Value.int)) }
}

extension Tensor.Index {
    /// What stands between the brackets of `x[…]`.
    static func list(_ value: Value) throws -> [Tensor.Index] {
        if case .tuple(let tuple) = value { return try tuple.elements.map(one) }
        return [try one(value)]
    }

    private static func one(_ value: Value) throws -> Tensor.Index {
        switch value {
        case .int(let position): return .at(position)
        case .none: return .newAxis
        case .ellipsis: return .ellipsis
        case .bool(let flag): return .tensor(try Tensor([flag], []))
        case .slice(let slice):
            return .slice(
                try SliceValue.bound(slice.start), try SliceValue.bound(slice.stop),
                try SliceValue.bound(slice.step) ?? 1)
        case .list, .range: return .tensor(try indexTensor(value))
        case .instance: if let position = try Operations.index(value) { return .at(position) }
        case .object(let object):
            if let scalar = object as? ScalarObject {
                if scalar.dtype == .bool { return .tensor(try Tensor([scalar.element.isTrue], [])) }
                if let position = try scalar.index() { return .at(position) }
            }
            if var tensor = try Tensor.from(value) {
                if object is TensorObject { tensor = try torchIndex(tensor) }
                // An integer without axes is a position: the result is a view, as in PyTorch.
                if tensor.rank == 0, !tensor.dtype.isFloatingPoint, tensor.dtype != .bool {
                    return .at(try tensor.item().int)
                }
                // Places on the CPU are brought to where the numbers are.
                return .tensor(try tensor.to(ComputeContext.current.device))
            }
        default: break
        }
        var kind = "IndexError"
        if case .str = value { kind = "TypeError" }
        throw ScriptError(
            kind,
            "tensors are indexed by integers, slices (`:`), ellipsis (`...`), None and long or bool "
                + "tensors, not \(value.typeName)"
        )
    }

    /// What PyTorch reads a tensor as: uint8, which stood for truth values before there was bool, is a mask.
    private static func torchIndex(_ tensor: Tensor) throws -> Tensor {
        switch tensor.dtype {
        case .uint8:
            try Interpreter.current?.warn(
                "indexing with dtype torch.uint8 is deprecated, please use a dtype torch.bool instead.")
            return try tensor.to(.bool)
        case .int16, .int8:
            throw ScriptError(
                "IndexError", "tensors used as indices must be long, int, byte or bool tensors",
                hint: "i.long()")
        default: return tensor
        }
    }

    private static func indexTensor(_ value: Value) throws -> Tensor {
        let tensor = try TensorData.tensor(value)
        // An empty list picks nothing; its type would otherwise be that of floats.
        return tensor.count == 0 ? try tensor.to(.int64) : tensor
    }
}
