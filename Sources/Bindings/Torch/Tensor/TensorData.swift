import Language
import Tensors

/// Tensors from what a program writes: numbers, nested lists, ranges, other tensors.
enum TensorData {
    /// How deep lists may be nested: PyTorch's own bound on the number of axes is near it.
    private static let deepest = 64

    /// Which type holds numbers of several: PyTorch's answer, or NumPy's.
    struct Rule: Sendable {
        /// The type of Python's floats.
        let float: DType
        /// Whether a program's objects are asked for an array (`__array__`), as NumPy does.
        var asks = false
        /// The type that is wanted, where objects are asked for a number of it.
        var wanted: DType?
        let promoted: @Sendable (DType, DType) -> DType

        static var torch: Rule { Rule(float: .standard, promoted: { DType.promoted($0, $1) }) }
        static let numpy = Rule(float: .float64, asks: true, promoted: { NumPy.promoted($0, $1) })
    }

    /// `torch.tensor(value, dtype=…)`: always new memory.
    static func tensor(_ value: Value, _ dtype: DType? = nil, rule: Rule = .torch) throws -> Tensor {
        if let tensor = try Tensor.from(value) {
            let source = tensor.detachedView()
            let converted = try source.to(dtype ?? tensor.dtype)
            let copy = converted === source ? try source.clone() : converted
            return try copy.to(ComputeContext.current.device)
        }
        if let (number, type) = try scalar(value, rule) {
            if let dtype { try number.check(fits: dtype, inList: true) }
            return try Tensor.scalar(number, dtype ?? type ?? (number.isFloat ? rule.float : nil))
        }
        var shape: [Int] = []
        try measure(value, rule, into: &shape)
        let count = try Shape.count(shape)
        var collector = Collector(count)
        try collect(value, shape[...], depth: 0, rule, into: &collector)
        return try collector.tensor(shape, dtype, rule)
    }

    /// A number, and its type where it has one of its own.
    private static func scalar(_ value: Value, _ rule: Rule) throws -> (Number, DType?)? {
        switch value {
        case .int(let number): return (.int(number), nil)
        case .float(let number): return (.float(number), nil)
        case .bool(let flag): return (.bool(flag), nil)
        case .object(let object): return (object as? ScalarObject).map { ($0.element, $0.dtype) }
        case .instance(let instance):
            if let own = instance.plainValue { return try scalar(own, rule) }
            guard let wanted = rule.wanted, !instance.isSequence else { return nil }
            if wanted.isFloatingPoint { return try Double.from(value).map { (.float($0), nil) } }
            return try Operations.index(value).map { (.int($0), nil) }
        default: return nil
        }
    }

    /// The tensor that a value is, or says that it is.
    private static func array(_ value: Value, _ rule: Rule) throws -> Tensor? {
        if let tensor = try Tensor.from(value) { return tensor }
        guard rule.asks, case .instance(let instance) = value else { return nil }
        return try instance.array()
    }

    /// The elements of a list or of what counts as one; nil for a number.
    private static func elements(_ value: Value) throws -> [Value]? {
        switch value.plain {
        case .list(let list): return list.elements
        case .tuple(let tuple): return tuple.elements
        case .range: return try Operations.array(value)
        // What has a length and elements is a sequence, whoever made it.
        case .instance(let instance) where instance.isSequence: return try Operations.array(value)
        default: return nil
        }
    }

    /// The shape, told by the first elements.
    private static func measure(_ value: Value, _ rule: Rule, into shape: inout [Int]) throws {
        var current = value
        while true {
            if let tensor = try array(current, rule) {
                shape += tensor.shape
                return
            }
            guard let list = try elements(current) else {
                guard try scalar(current, rule) != nil else {
                    throw refusal(current, isFirst: !shape.isEmpty)
                }
                return
            }
            shape.append(list.count)
            guard shape.count <= deepest else {
                throw ScriptError("ValueError", "too many dimensions: lists nested more than \(deepest) deep")
            }
            guard let first = list.first else { return }
            current = first
        }
    }

    /// - Parameter isFirst: whether it stands first in a list: PyTorch takes a text there for another axis.
    private static func refusal(_ value: Value, isFirst: Bool = false) -> ScriptError {
        switch value {
        case .str:
            return ScriptError(
                isFirst ? "ValueError" : "TypeError", "too many dimensions 'str'",
                hint: "numbers: torch.tensor(tokenizer.encode(text))")
        case .none: return ScriptError("RuntimeError", "Could not infer dtype of NoneType")
        case .object where value.bigInteger != nil:
            return ScriptError(
                "ValueError", "Overflow when unpacking long long", hint: "float(…) takes any size")
        default: return ScriptError("RuntimeError", "Could not infer dtype of \(value.typeName)")
        }
    }

    private static func collect(
        _ value: Value, _ shape: ArraySlice<Int>, depth: Int, _ rule: Rule, into collector: inout Collector
    ) throws {
        if value.mayBeArray, let tensor = try array(value, rule) {
            collector.types.insert(tensor.dtype)
            guard tensor.shape == Array(shape) else {
                if tensor.count == 1 && shape.isEmpty {
                    return collector.append(try tensor.item(), tensor.dtype)
                }
                throw ScriptError(
                    "ValueError", "only one element tensors can be converted to Python scalars",
                    details: ["shape \(Shape.description(tensor.shape))"], hint: "torch.stack([…])")
            }
            let source = tensor.detachedView()
            if tensor.dtype.isFloatingPoint {
                for number in try source.elements(Double.self) {
                    collector.append(.float(number), tensor.dtype)
                }
            } else {
                for number in try source.elements(Int64.self) {
                    collector.append(
                        tensor.dtype == .bool ? .bool(number != 0) : .int(Int(number)), tensor.dtype)
                }
            }
            return
        }
        guard let size = shape.first else {
            guard let (number, type) = try scalar(value, rule) else {
                if let list = try elements(value) {
                    throw ScriptError(
                        "ValueError",
                        "expected a number at dim \(depth), got a \(value.typeName) of \(list.count)",
                        hint: "lists inside a list must have one length and one depth")
                }
                throw refusal(value)
            }
            if let type { collector.types.insert(type) }
            collector.append(number, type)
            return
        }
        guard let list = try elements(value) else {
            if try scalar(value, rule) != nil {
                throw ScriptError(
                    "TypeError", "expected a sequence at dim \(depth), got \(value.typeName)",
                    hint: "lists inside a list must have one length and one depth")
            }
            throw refusal(value)
        }
        guard list.count == size else {
            throw ScriptError(
                "ValueError", "expected sequence of length \(size) at dim \(depth) (got \(list.count))",
                hint: "lists inside a list must have one length")
        }
        let rest = shape.dropFirst()
        for element in list { try collect(element, rest, depth: depth + 1, rule, into: &collector) }
    }

    /// Numbers as they come, in the narrowest of Python's kinds that holds them all.
    private struct Collector {
        /// Types that numbers brought with them.
        var types: Set<DType> = []
        private var integers: [Int64] = []
        private var floats: [Double] = []
        private var isFloat = false
        /// Which of Python's numbers were among them.
        private var hasFloat = false, hasInt = false, hasBool = false

        init(_ count: Int) { integers.reserveCapacity(min(count, 1 << 24)) }

        /// - Parameter type: that of the number, where it is not one of Python's.
        mutating func append(_ number: Number, _ type: DType? = nil) {
            switch number {
            case .int(let value):
                if type == nil { hasInt = true }
                if isFloat { floats.append(Double(value)) } else { integers.append(Int64(value)) }
            case .bool(let value):
                if type == nil { hasBool = true }
                if isFloat { floats.append(value ? 1 : 0) } else { integers.append(value ? 1 : 0) }
            case .float(let value):
                if type == nil { hasFloat = true }
                if !isFloat {
                    isFloat = true
                    floats = integers.map { Double($0) }
                    integers = []
                }
                floats.append(value)
            }
        }

        /// The type that holds them all.
        private func natural(_ rule: Rule) -> DType {
            var types = types
            if hasFloat { types.insert(rule.float) }
            if hasInt { types.insert(.int64) }
            if hasBool { types.insert(.bool) }
            guard let first = types.first else { return rule.float }
            return types.reduce(first, rule.promoted)
        }

        func tensor(_ shape: [Int], _ dtype: DType?, _ rule: Rule) throws -> Tensor {
            if floats.isEmpty && integers.isEmpty { return try Tensor.empty(shape, dtype ?? natural(rule)) }
            if let dtype, dtype.isInteger && (dtype != .int64 || isFloat) {
                for number in floats { try Number.float(number).check(fits: dtype, inList: true) }
                for number in integers { try Number.int(Int(number)).check(fits: dtype, inList: true) }
            }
            let type = dtype ?? natural(rule)
            return try isFloat ? Tensor(floats, shape).to(type) : Tensor(integers, shape).to(type)
        }
    }
}

extension Tensor {
    /// `x.tolist()`: nested lists of numbers, a number for a tensor without axes.
    func nestedList() throws -> Value {
        let numbers: [Value]
        switch dtype.arithmetic {
        case .float32, .float64: numbers = try elements(Double.self).map(Value.float)
        case .int64: numbers = try elements(Int64.self).map { .int(Int($0)) }
        case .bool: numbers = try elements(Bool.self).map(Value.bool)
        }
        var position = 0
        func build(_ axis: Int) -> Value {
            guard axis < rank else {
                position += 1
                return numbers[position - 1]
            }
            return .list((0..<shape[axis]).map { _ in build(axis + 1) })
        }
        return build(0)
    }
}

extension Value {
    /// Whether it is an object of a library or of a program: numbers and lists are no arrays.
    fileprivate var mayBeArray: Bool {
        switch self {
        case .object, .instance: return true
        default: return false
        }
    }
}

extension TensorData {
    /// What the old constructors make, `torch.Tensor(x)`: of a tensor or an array of the same type a view
    /// of the same numbers, of anything else a tensor of its own.
    static func sharing(_ value: Value, _ dtype: DType) throws -> Tensor {
        if let tensor = try Tensor.from(value), tensor.dtype == dtype { return tensor.detachedView() }
        return try tensor(value, dtype)
    }
}
