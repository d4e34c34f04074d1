import Kernels
// Whoever works with tensors names their types.
@_exported import enum Kernels.DType

/// A Swift type that tensors hold.
public protocol Scalar: Equatable {
    /// The element type of tensors that hold it.
    static var dtype: DType { get }
    /// What is computed with in its place: see `DType.arithmetic`.
    associatedtype Wide: ArithmeticScalar
    /// The same number, exactly.
    var wide: Wide { get }
    /// The number in this type, rounded to the nearest or wrapped around.
    init(wide: Wide)
    /// A number with a fraction in this type, as the processor converts it under PyTorch.
    init(rounding value: Double)
    /// A float32 in this type, the same way.
    init(rounding value: Float)
    /// A whole number in this type: the nearest, or its last bits.
    init(wrapping value: Int64)
    /// The number in this type, rounded or cut to what it holds.
    init(number: Number)
    /// The same number as one of Python's three kinds.
    var number: Number { get }
}

/// A type that numbers are computed in: `Float`, `Double`, `Int64` and, for what is true or false, `Bool`.
public protocol ArithmeticScalar: Scalar, Hashable where Wide == Self {
    /// The same number as an element of type `T`.
    func converted<T: Scalar>(to: T.Type) -> T
    /// a + b; whole numbers wrap around, truth values are joined by or.
    static func sum(_ a: Self, _ b: Self) -> Self
    /// a · b; whole numbers wrap around, truth values are joined by and.
    static func product(_ a: Self, _ b: Self) -> Self
    /// The larger one, of equal numbers the first; NaN wins.
    static func larger(_ a: Self, _ b: Self) -> Self
    /// The smaller one, of equal numbers the first; NaN wins.
    static func smaller(_ a: Self, _ b: Self) -> Self
}

/// Work that is written once for elements of every type; `visit` is compiled for each of them.
protocol ScalarVisitor {
    associatedtype Result
    associatedtype Failure: Error = Never
    /// The work, for elements of type `T`.
    func visit<T: Scalar>(_: T.Type) throws(Failure) -> Result
}

extension DType {
    /// Has the visitor do its work on elements of this type: the one dispatch over all types.
    @inline(__always)
    func accept<Visitor: ScalarVisitor>(_ visitor: Visitor) throws(Visitor.Failure) -> Visitor.Result {
        switch self {
        case .float32: try visitor.visit(Float.self)
        case .float64: try visitor.visit(Double.self)
        case .bfloat16: try visitor.visit(BFloat16.self)
        case .float16: try visitor.visit(Float16.self)
        case .int64: try visitor.visit(Int64.self)
        case .int32: try visitor.visit(Int32.self)
        case .int16: try visitor.visit(Int16.self)
        case .int8: try visitor.visit(Int8.self)
        case .uint8: try visitor.visit(UInt8.self)
        case .uint16: try visitor.visit(UInt16.self)
        case .uint32: try visitor.visit(UInt32.self)
        case .bool: try visitor.visit(Bool.self)
        }
    }
}

// MARK: The types that numbers are computed in

extension ArithmeticScalar {
    public var wide: Self { self }
    @inline(__always)
    public init(wide: Self) { self = wide }
}

extension BinaryFloatingPoint where Self: ArithmeticScalar {
    @inline(__always)
    public static func sum(_ a: Self, _ b: Self) -> Self { a + b }
    @inline(__always)
    public static func product(_ a: Self, _ b: Self) -> Self { a * b }
    @inline(__always)
    public static func larger(_ a: Self, _ b: Self) -> Self { a.isNaN || b.isNaN ? .nan : b > a ? b : a }
    @inline(__always)
    public static func smaller(_ a: Self, _ b: Self) -> Self { a.isNaN || b.isNaN ? .nan : b < a ? b : a }
    public init(number: Number) { self = Self(number.double) }
    public var number: Number { .float(Double(self)) }
}

extension Float: ArithmeticScalar {
    public static var dtype: DType { .float32 }
    @inline(__always)
    public func converted<T: Scalar>(to: T.Type) -> T { T(rounding: self) }
    @inline(__always)
    public init(rounding value: Double) { self = Float(value) }
    @inline(__always)
    public init(rounding value: Float) { self = value }
    @inline(__always)
    public init(wrapping value: Int64) { self = Float(value) }
}

extension Double: ArithmeticScalar {
    public static var dtype: DType { .float64 }
    @inline(__always)
    public func converted<T: Scalar>(to: T.Type) -> T { T(rounding: self) }
    @inline(__always)
    public init(rounding value: Double) { self = value }
    @inline(__always)
    public init(rounding value: Float) { self = Double(value) }
    @inline(__always)
    public init(wrapping value: Int64) { self = Double(value) }
}

extension Int64: ArithmeticScalar {
    public static var dtype: DType { .int64 }
    @inline(__always)
    public func converted<T: Scalar>(to: T.Type) -> T { T(wrapping: self) }
    @inline(__always)
    public init(rounding value: Double) { self.init(truncated: value) }
    @inline(__always)
    public init(rounding value: Float) { self.init(truncated: Double(value)) }
    @inline(__always)
    public init(wrapping value: Int64) { self = value }
    @inline(__always)
    public static func sum(_ a: Int64, _ b: Int64) -> Int64 { a &+ b }
    @inline(__always)
    public static func product(_ a: Int64, _ b: Int64) -> Int64 { a &* b }
    @inline(__always)
    public static func larger(_ a: Int64, _ b: Int64) -> Int64 { Swift.max(a, b) }
    @inline(__always)
    public static func smaller(_ a: Int64, _ b: Int64) -> Int64 { Swift.min(a, b) }
}

extension Bool: ArithmeticScalar {
    public static var dtype: DType { .bool }
    @inline(__always)
    public func converted<T: Scalar>(to: T.Type) -> T { T(wrapping: self ? 1 : 0) }
    @inline(__always)
    public init(rounding value: Double) { self = value != 0 }
    @inline(__always)
    public init(rounding value: Float) { self = value != 0 }
    @inline(__always)
    public init(wrapping value: Int64) { self = value != 0 }
    public init(number: Number) { self = number.isTrue }
    public var number: Number { .bool(self) }
    @inline(__always)
    public static func sum(_ a: Bool, _ b: Bool) -> Bool { a || b }
    @inline(__always)
    public static func product(_ a: Bool, _ b: Bool) -> Bool { a && b }
    @inline(__always)
    public static func larger(_ a: Bool, _ b: Bool) -> Bool { a || b }
    @inline(__always)
    public static func smaller(_ a: Bool, _ b: Bool) -> Bool { a && b }
}

// MARK: The types that hold them in less memory

/// A floating point number of two bytes. It comes from other types by way of float32, as PyTorch has it:
/// that can round twice.
protocol ReducedScalar: Scalar where Wide == Float {}

extension ReducedScalar {
    @inline(__always)
    public init(rounding value: Double) { self.init(wide: Float(value)) }
    @inline(__always)
    public init(rounding value: Float) { self.init(wide: value) }
    @inline(__always)
    public init(wrapping value: Int64) { self.init(wide: Float(value)) }
    public init(number: Number) { self.init(rounding: number.double) }
    public var number: Number { .float(Double(wide)) }
}

extension BFloat16: ReducedScalar {
    public static var dtype: DType { .bfloat16 }
    @inline(__always)
    public var wide: Float { float }
    @inline(__always)
    public init(wide: Float) { self.init(wide) }
}

extension Float16: ReducedScalar {
    public static var dtype: DType { .float16 }
    @inline(__always)
    public var wide: Float { Float(self) }
    @inline(__always)
    public init(wide: Float) { self.init(wide) }
}

extension FixedWidthInteger where Self: Scalar {
    public init(number: Number) {
        switch number {
        case .float(let value): self.init(rounding: value)
        default: self.init(truncatingIfNeeded: number.int)
        }
    }
    public var number: Number { .int(Int(truncatingIfNeeded: self)) }
}

extension FixedWidthInteger where Self: Scalar, Wide == Int64 {
    @inline(__always)
    public var wide: Int64 { Int64(truncatingIfNeeded: self) }
    @inline(__always)
    public init(wide: Int64) { self.init(truncatingIfNeeded: wide) }
    @inline(__always)
    public init(rounding value: Float) { self.init(rounding: Double(value)) }
    @inline(__always)
    public init(wrapping value: Int64) { self.init(truncatingIfNeeded: value) }
}

extension Int32: Scalar {
    public static var dtype: DType { .int32 }
    @inline(__always)
    public init(rounding value: Double) { self.init(truncated: value) }
}

extension Int16: Scalar {
    public static var dtype: DType { .int16 }
    @inline(__always)
    public init(rounding value: Double) { self.init(truncatingIfNeeded: Int32(truncated: value)) }
}

extension Int8: Scalar {
    public static var dtype: DType { .int8 }
    @inline(__always)
    public init(rounding value: Double) { self.init(truncatingIfNeeded: Int32(truncated: value)) }
}

extension UInt8: Scalar {
    public static var dtype: DType { .uint8 }
    @inline(__always)
    public init(rounding value: Double) { self.init(truncatingIfNeeded: Int64(truncated: value)) }
}

extension UInt16: Scalar {
    public static var dtype: DType { .uint16 }
    @inline(__always)
    public init(rounding value: Double) { self.init(truncatingIfNeeded: Int64(truncated: value)) }
}

extension UInt32: Scalar {
    public static var dtype: DType { .uint32 }
    @inline(__always)
    public init(rounding value: Double) { self.init(truncatingIfNeeded: Int64(truncated: value)) }
}
