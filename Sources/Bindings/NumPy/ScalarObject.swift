import Language
import Tensors

/// A single number of NumPy: `np.float32(1)`, an element of an array, a sum of one.
///
/// It has a type, in which it computes (`ScalarArithmetic`), and beside Python's numbers, tensors and
/// commands it is the number that it is worth. It never changes.
///
/// Sendable: a number never changes.
public final class ScalarObject: ScriptObject, @unchecked Sendable {
    /// The number, as its type holds it.
    public let element: Number
    public let dtype: DType

    private init(_ element: Number, _ dtype: DType) { (self.element, self.dtype) = (element, dtype) }

    private static let yes = ScalarObject(.bool(true), .bool), no = ScalarObject(.bool(false), .bool)

    /// The scalar of a number that the type holds; of truth values there are two.
    static func of(_ number: Number, _ dtype: DType) -> ScalarObject {
        dtype == .bool ? (number.isTrue ? yes : no) : ScalarObject(number, dtype)
    }

    /// The scalar as a value.
    static func value(_ number: Number, _ dtype: DType) -> Value { .object(of(number, dtype)) }

    /// The only element of a tensor without axes.
    static func value(_ tensor: Tensor) throws -> Value { value(try tensor.item(), tensor.dtype) }

    /// The scalar that a value is, nil for any other.
    public static func from(_ value: Value) -> ScalarObject? {
        guard case .object(let object) = value else { return nil }
        return object as? ScalarObject
    }

    /// An array without axes that holds the number.
    func array() throws -> ArrayObject { ArrayObject(try .scalar(element, dtype), isReadOnly: true) }

    // MARK: What it is

    public var typeName: String { "numpy.\(dtype)" }
    public var scriptClass: ScriptClass? { ScalarType.of(dtype) }
    public func copied(_ memo: CopyMemo?) throws -> any ScriptObject { self }

    public func repr() throws -> String {
        dtype == .bool ? "np.\(try str())_" : "np.\(dtype)(\(try str()))"
    }
    public func str() throws -> String {
        guard case .float(let value) = element else { return try element.scriptValue.str() }
        return ArrayText.scalar(value, dtype)
    }
    public func format(_ spec: String) throws -> String { try element.scriptValue.formatted(spec) }

    public var attributeNames: [String] { ArrayType.shared.propertyNames + ["imag"] }
    public func getAttribute(_ name: String) throws -> Value? {
        switch name {
        case "real": return .object(self)
        case "imag": return ScalarObject.value(dtype.isFloatingPoint ? .float(0) : .int(0), dtype)
        case "numerator" where dtype.isInteger: return .object(self)
        case "denominator" where dtype.isInteger: return ScalarObject.value(.int(1), dtype)
        default: return try ArrayType.shared.get(array(), name).map(ArrayObject.withoutAxes)
        }
    }

    // MARK: As a container

    /// `x[()]` is the number, `x[None]` an array of it.
    public func getItem(_ index: Value) throws -> Value {
        switch index {
        case .tuple(let tuple) where tuple.elements.isEmpty: return .object(self)
        case .none, .ellipsis: return .object(ArrayObject(try array().tensor.index(Tensor.Index.list(index))))
        default: throw ScriptError("IndexError", "invalid index to scalar variable.", hint: "a single number")
        }
    }

    // MARK: As a number

    /// A float64 is one of Python's floats.
    public var plainValue: Value? { dtype == .float64 ? element.scriptValue : nil }
    public func truth() throws -> Bool { element.isTrue }
    public func number() throws -> Value? { element.scriptValue }
    public func index() throws -> Int? { dtype.isInteger ? element.int : nil }
    public func hash() throws -> Int { try Operations.hash(element.scriptValue) }
    public func isEqual(to other: Value) throws -> Bool {
        guard let result = try compare(.equal, other) else { return false }
        return try Operations.truth(result)
    }

    // MARK: Operators

    public func unary(_ operation: UnaryOperator) throws -> Value? {
        try ScalarArithmetic.apply(operation, element, dtype)
    }

    public func binary(_ operation: BinaryOperator, _ other: Value, reflected: Bool) throws -> Value? {
        if let (partner, type) = try partner(other) {
            let own = element.converted(to: type)
            return try reflected
                ? ScalarArithmetic.apply(operation, partner, own, type)
                : ScalarArithmetic.apply(operation, own, partner, type)
        }
        // A whole number times a list is the list so often.
        guard other.isSequence, operation != .multiply else { return nil }
        return try array().binary(operation, other, reflected: reflected)
    }

    public func compare(_ operation: ComparisonOperator, _ other: Value) throws -> Value? {
        switch other.plain {
        case .int, .bool:
            // Whole numbers are compared as they are: each has its place, also beyond the type.
            if dtype.isFloatingPoint { break }
            return ScalarObject.truth(try Operations.compare(operation, element.scriptValue, other.plain))
        case .object where other.bigInteger != nil:
            return ScalarObject.truth(try Operations.compare(operation, element.scriptValue, other))
        case .list, .tuple, .range: return try array().compare(operation, other)
        case .str where operation == .equal || operation == .notEqual:
            return ScalarObject.value(.bool(operation == .notEqual), .bool)
        default: break
        }
        guard let (partner, type) = try partner(other) else { return nil }
        let own = element.converted(to: type)
        return ScalarObject.truth(
            try Operations.compare(operation, own.scriptValue, partner.scriptValue))
    }

    private static func truth(_ value: Value) -> Value {
        guard case .bool(let flag) = value else { return value }
        return ScalarObject.value(.bool(flag), .bool)
    }

    /// Another number in the type that NumPy computes in beside this one; nil for what is no number.
    ///
    /// Python's numbers have no type of their own there: they take this one's if it has their kind.
    private func partner(_ other: Value) throws -> (Number, DType)? {
        if let scalar = ScalarObject.from(other) {
            let type = NumPy.promoted(dtype, scalar.dtype)
            return (scalar.element.converted(to: type), type)
        }
        switch other.plain {
        case .int(let value):
            let type = dtype == .bool ? .int64 : dtype
            try NumPy.checkBounds(value, type)
            return (Number.int(value).converted(to: type), type)
        case .bool(let flag): return (Number.bool(flag).converted(to: dtype), dtype)
        case .float(let value):
            let type = dtype.isFloatingPoint ? dtype : .float64
            return (try NumPy.cast(value, type), type)
        case .object where other.bigInteger != nil:
            guard dtype.isFloatingPoint, let value = try Double.from(other) else {
                throw ScriptError("OverflowError", "Python int too large to convert to C long")
            }
            return (try NumPy.cast(value, dtype), dtype)
        default: return nil
        }
    }
}

extension Number {
    /// The number as a type holds it: rounded, cut, or wrapped around.
    func converted(to type: DType) -> Number {
        switch type.kind {
        case .bool: return .bool(isTrue)
        case .integer(let signed): return .int(int.wrapped(bits: 8 * type.size, signed: signed))
        case .floatingPoint: return .float(type.nearest(double))
        }
    }
}

extension Int {
    /// The number that its lowest bits are.
    func wrapped(bits: Int, signed: Bool) -> Int {
        let unused = Int.bitWidth - bits
        return signed
            ? (self << unused) >> unused : Int(truncatingIfNeeded: UInt(bitPattern: self << unused) >> unused)
    }
}

extension DType {
    /// The number of a floating point type that is next to one.
    func nearest(_ value: Double) -> Double {
        switch self {
        case .float32: return Double(Float(value))
        case .float16: return Double(Float16(value))
        default: return value
        }
    }
}
