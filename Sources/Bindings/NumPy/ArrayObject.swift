import Foundation
import Language
import Tensors

/// `numpy.ndarray`: numbers over the memory of a tensor, with NumPy's rules of types, indexing and printing.
/// What an operation gives without axes is a single number (`ScalarObject`).
public final class ArrayObject: ScriptObject, ScriptConvertible {
    public let tensor: Tensor
    /// Whether NumPy gives it as a view that cannot be written to, such as a diagonal.
    let isReadOnly: Bool
    /// The file that it lies in, where it is one of `np.memmap`.
    let file: MappedFile?

    init(_ tensor: Tensor, isReadOnly: Bool = false, file: MappedFile? = nil) {
        self.file = file
        self.tensor = tensor.requiresGrad ? tensor.detachedView() : tensor
        self.isReadOnly = isReadOnly
    }

    /// The numbers, for writing. - Throws: ValueError for a view that is only for reading.
    func writable() throws -> Tensor {
        guard !isReadOnly else {
            throw ScriptError("ValueError", "assignment destination is read-only", hint: "a.copy()")
        }
        return tensor
    }

    /// What was made of this array: only for reading where it is a view of one that is.
    func made(_ other: Tensor) throws -> Value {
        if let file, other.rank > 0, other.storage === tensor.storage {
            return .object(ArrayObject(other, isReadOnly: isReadOnly, file: file))
        }
        return try ArrayObject.value(other, isReadOnly: isReadOnly && other.storage === tensor.storage)
    }

    /// What was made of an array or of anything that can be one.
    static func made(_ other: Tensor, of value: Value) throws -> Value {
        if case .object(let object) = value, let array = object as? ArrayObject {
            return try array.made(other)
        }
        return try ArrayObject.value(other)
    }

    /// An array, or a single number where there are no axes.
    package static func value(_ tensor: Tensor) throws -> Value { try value(tensor, isReadOnly: false) }

    package static func value(_ tensor: Tensor, isReadOnly: Bool) throws -> Value {
        tensor.rank == 0
            ? try ScalarObject.value(tensor) : .object(ArrayObject(tensor, isReadOnly: isReadOnly))
    }

    /// The value; an array without axes as a single number.
    static func withoutAxes(_ value: Value) throws -> Value {
        guard case .object(let object) = value, let array = object as? ArrayObject, array.tensor.rank == 0
        else {
            return value
        }
        return try ScalarObject.value(array.tensor)
    }

    public static var scriptName: String { "array" }
    public static func from(_ value: Value) throws -> ArrayObject? {
        guard case .object(let object) = value else { return nil }
        return try object as? ArrayObject ?? (object as? ScalarObject)?.array()
    }
    public var scriptValue: Value { .object(self) }

    // MARK: What it is

    public var typeName: String { file == nil ? "ndarray" : "memmap" }
    public var scriptClass: ScriptClass? {
        file == nil ? ArrayType.shared.scriptClass : MappedArray.scriptClass
    }
    public func getAttribute(_ name: String) throws -> Value? {
        try file.flatMap { MappedArray.attribute(name, of: $0) } ?? ArrayType.shared.get(self, name)
    }
    public func setAttribute(_ name: String, _ value: Value) throws {
        try ArrayType.shared.set(self, name, value)
    }
    public var attributeNames: [String] { ArrayType.shared.propertyNames }
    public func declaration(of attribute: String) -> Builtin? {
        if case .builtin(let builtin)? = ArrayType.shared.scriptClass.attribute(attribute) { return builtin }
        return nil
    }
    public func repr() throws -> String {
        // Its lines stand below one another.
        if file != nil {
            return ArrayText.repr(tensor).replacingOccurrences(of: "\n", with: "\n ")
                .replacingOccurrences(of: "array(", with: "memmap(")
        }
        return ArrayText.repr(tensor)
    }
    public func str() throws -> String { ArrayText.str(tensor) }
    public func format(_ spec: String) throws -> String {
        if spec.isEmpty { return try str() }
        if tensor.count == 1, tensor.rank == 0 { return try tensor.item().scriptValue.formatted(spec) }
        throw ScriptError(
            "TypeError", "unsupported format string passed to numpy.ndarray.__format__",
            hint: "a single element: a[0]")
    }

    // MARK: As a container

    public func getItem(_ index: Value) throws -> Value {
        let (indices, flipped) = try ArrayObject.indices(index, tensor.shape)
        let found = try ArrayObject.rewording { try tensor.index(indices) }
        return try made(flipped.isEmpty ? found : found.flippedView(flipped))
    }

    public func setItem(_ index: Value, _ value: Value) throws {
        let tensor = try writable()
        let (indices, flipped) = try ArrayObject.indices(index, tensor.shape)
        let source = try NumPy.tensor(value)
        try ArrayObject.rewording {
            try tensor.assign(
                indices,
                flipped.isEmpty || source.rank == 0
                    ? source
                    : source.flip(flipped.map { $0 - (tensor.rank - source.rank) }.filter { $0 >= 0 }))
        }
    }

    /// Indices for tensors; a slice that runs backwards becomes one that runs forwards, and the axis of the
    /// result that has to be turned round.
    private static func indices(_ index: Value, _ shape: [Int]) throws -> ([Tensor.Index], flipped: [Int]) {
        var items: [Value] = [index]
        if case .tuple(let tuple) = index { items = tuple.elements }
        func isBackward(_ item: Value) throws -> Bool {
            guard case .slice(let slice) = item, let step = try SliceValue.bound(slice.step) else {
                return false
            }
            return step < 0
        }
        guard try items.contains(where: isBackward) else {
            // NumPy's error about what is no index is an IndexError for a text too.
            do { return (try Tensor.Index.list(index), []) } catch var error as ScriptError
                where error.kind == "TypeError"
            {
                error.kind = "IndexError"
                throw error
            }
        }
        let used = try items.reduce(0) { total, item in
            switch item {
            case .none, .ellipsis: return total
            default:
                return total + 1 + (try Tensor.from(item).map { $0.dtype == .bool ? $0.rank - 1 : 0 } ?? 0)
            }
        }
        guard used <= shape.count else {
            throw ScriptError(
                "IndexError",
                "too many indices for array: array is \(shape.count)-dimensional, but \(used) were indexed")
        }
        var (source, target) = (0, 0)
        var flipped: [Int] = []
        let replaced = try items.map { item -> Value in
            switch item {
            case .none: target += 1
            case .ellipsis:
                source += shape.count - used
                target += shape.count - used
            case .slice(let slice):
                defer { (source, target) = (source + 1, target + 1) }
                let (start, step, length) = try slice.indices(count: shape[source])
                guard step < 0 else { return item }
                flipped.append(target)
                let last = start + max(0, length - 1) * step
                return .slice(
                    SliceValue(
                        start: .int(length == 0 ? 0 : last), stop: .int(length == 0 ? 0 : start + 1),
                        step: .int(-max(step, -.max))))
            default:
                guard try Operations.index(item) != nil else {
                    throw ScriptError(
                        "NotImplementedError",
                        "numpy: a backward slice beside an index array is not in Lagado",
                        hint: "two steps: a[i][:, ::-1]")
                }
                source += 1
            }
            return item
        }
        return (try Tensor.Index.list(.tuple(replaced)), flipped)
    }

    public func length() throws -> Int {
        guard let first = tensor.shape.first else {
            throw ScriptError("TypeError", "len() of unsized object")
        }
        return first
    }

    public func iterate() throws -> ScriptIterator {
        guard tensor.rank > 0 else { throw ScriptError("TypeError", "iteration over a 0-d array") }
        let tensor = tensor
        return StatefulIterator("iterator", 0, holding: { [self] _ in [.object(self)] }) { walk in
            guard walk.state < tensor.shape[0] else { return nil }
            walk.state += 1
            return try ArrayObject.value(tensor.select(0, walk.state - 1))
        }
    }

    public func contains(_ value: Value) throws -> Bool {
        guard let other = try NumPy.operand(value, beside: tensor) else { return false }
        return try tensor.compare(.equal, other).any().item().isTrue
    }

    // MARK: As a number

    public func truth() throws -> Bool {
        guard tensor.count == 1 else {
            throw ScriptError(
                "ValueError",
                tensor.count == 0
                    ? "The truth value of an empty array is ambiguous. Use `array.size > 0` to check that "
                        + "an array is not empty."
                    : "The truth value of an array with more than one "
                        + "element is ambiguous. Use a.any() or a.all()",
                hint: "a.any() or a.all()")
        }
        return try tensor.item().isTrue
    }

    public func number() throws -> Value? {
        guard tensor.rank == 0 else {
            throw ScriptError(
                "TypeError", "only 0-dimensional arrays can be converted to Python scalars",
                hint: "a[0], a.sum() or a.tolist()")
        }
        return try tensor.item().scriptValue
    }

    public func index() throws -> Int? {
        tensor.rank == 0 && tensor.dtype.isInteger ? try tensor.item().int : nil
    }
    public func hash() throws -> Int { throw ScriptError("TypeError", "unhashable type: 'numpy.ndarray'") }

    // MARK: Operators

    public func unary(_ operation: UnaryOperator) throws -> Value? {
        switch operation {
        case .negate:
            guard tensor.dtype != .bool else {
                throw ScriptError(
                    "TypeError",
                    "The numpy boolean negative, the `-` operator, is not supported, "
                        + "use the `~` operator or the logical_not function instead.", hint: "~a")
            }
            return try ArrayObject.value(-tensor)
        case .plus: return scriptValue
        case .invert: return try ArrayObject.value(tensor.inverted())
        }
    }

    public func binary(_ operation: BinaryOperator, _ other: Value, reflected: Bool) throws -> Value? {
        if try TensorObject.from(other) != nil { return nil }
        guard let partner = try NumPy.operand(other, beside: tensor) else { return nil }
        return try ArrayObject.rewording {
            try
                (reflected
                ? NumPy.combined(operation, partner, tensor) : NumPy.combined(operation, tensor, partner))
                .map(ArrayObject.value)
        }
    }

    public func inPlace(_ operation: BinaryOperator, _ other: Value) throws -> Value? {
        guard operation != .matrixMultiply, let partner = try NumPy.operand(other, beside: tensor) else {
            return nil
        }
        guard let result = try ArrayObject.rewording({ try NumPy.combined(operation, tensor, partner) })
        else { return nil }
        guard result.shape == tensor.shape else {
            throw ScriptError(
                "ValueError",
                "non-broadcastable output operand with shape \(NumPy.tuple(tensor.shape)) doesn't match the "
                    + "broadcast shape \(NumPy.tuple(result.shape))"
            )
        }
        guard !result.dtype.isFloatingPoint || tensor.dtype.isFloatingPoint,
            tensor.dtype != .bool || result.dtype == .bool
        else {
            throw ScriptError(
                "TypeError",
                "Cannot cast ufunc '\(operation.rawValue)' output from dtype('\(result.dtype)') to "
                    + "dtype('\(tensor.dtype)') with casting rule 'same_kind'",
                hint: "a = a \(operation.rawValue) …, or a.astype(float)",
                exceptionClass: "numpy.UFuncTypeError")
        }
        try Tensor.copy(from: result, into: writable())
        return scriptValue
    }

    public func compare(_ operation: ComparisonOperator, _ other: Value) throws -> Value? {
        if try TensorObject.from(other) != nil { return nil }
        guard let partner = try NumPy.operand(other, beside: tensor) else { return nil }
        return try ArrayObject.rewording {
            try ArrayObject.value(NumPy.compared(operation.comparison, tensor, partner))
        }
    }

    /// What goes wrong in the body, as NumPy raises it.
    static func rewording<Result>(_ body: () throws -> Result) throws -> Result {
        do { return try body() } catch { throw NumPyErrors.reworded(error) }
    }
}
