import Kernels

/// The type of a tensor's elements. `float32` computes fast; `bfloat16` makes products twice as fast (see
/// `Autocast`), its other operations go through float32; `float64` is there for checks and for NumPy arrays.
public enum DType: String, CaseIterable, Sendable {
    case float32, float64, bfloat16, int64, int32, bool

    /// Bytes of one element.
    public var size: Int {
        switch self {
        case .float64, .int64: return 8
        case .float32, .int32: return 4
        case .bfloat16: return 2
        case .bool: return 1
        }
    }

    /// Whether elements have a fraction, and so can have gradients. `dtype.is_floating_point`.
    public var isFloatingPoint: Bool { self == .float32 || self == .float64 || self == .bfloat16 }

    /// What PyTorch's messages call the type.
    public var scalarName: String {
        switch self {
        case .float32: return "Float"
        case .float64: return "Double"
        case .bfloat16: return "BFloat16"
        case .int64: return "Long"
        case .int32: return "Int"
        case .bool: return "Bool"
        }
    }

    /// PyTorch's order of promotion: bool, then integers, then floating point.
    var category: Int { self == .bool ? 0 : isFloatingPoint ? 2 : 1 }

    /// `torch.promote_types`.
    public static func promoted(_ a: DType, _ b: DType) -> DType {
        if a.category != b.category { return a.category > b.category ? a : b }
        return a.size >= b.size ? a : b
    }
}

/// A Swift type that tensors hold.
public protocol Scalar: Equatable {
    /// The element type of tensors that hold it.
    static var dtype: DType { get }
    /// The number in this type, rounded or cut to what it holds.
    init(number: Number)
    /// The same number as one of Python's three kinds.
    var number: Number { get }
}

/// One element, or a number written in a program, with Python's three kinds of number.
public enum Number: Equatable, Sendable {
    case int(Int), float(Double), bool(Bool)

    /// The nearest float64; of truth values 0 or 1.
    public var double: Double {
        switch self {
        case .int(let value): return Double(value)
        case .float(let value): return value
        case .bool(let value): return value ? 1 : 0
        }
    }

    /// The integer part; NaN is 0 and what is too large is clamped, so that a conversion never traps.
    public var int: Int {
        switch self {
        case .int(let value): return value
        case .float(let value): return Int(clamping: value)
        case .bool(let value): return value ? 1 : 0
        }
    }

    /// Python's truth of the number: everything but 0, NaN included.
    public var isTrue: Bool { double != 0 }

    /// The type of a tensor made from this number alone: PyTorch's defaults.
    public var dtype: DType {
        switch self {
        case .int: return .int64
        case .float: return .float32
        case .bool: return .bool
        }
    }
}

extension Number {
    /// Refuses a number that an integer type cannot hold, as PyTorch does where a number becomes an element
    /// by itself.
    ///
    /// - Parameter names: what the message calls int64 and int32.
    /// - Throws: RuntimeError for a number outside the range of int64 or int32.
    public func check(fits type: DType, names: (wide: String, narrow: String) = ("int64_t", "int")) throws {
        guard type == .int64 || type == .int32 else { return }
        let fits: Bool
        switch self {
        case .int(let value): fits = type == .int64 || Int32(exactly: value) != nil
        case .float(let value):
            let whole = value.rounded(.towardZero)
            fits = type == .int64 ? Int64(exactly: whole) != nil : Int32(exactly: whole) != nil
        case .bool: fits = true
        }
        guard fits else {
            throw TensorError(
                .runtime,
                "value cannot be converted to type \(type == .int64 ? names.wide : names.narrow) without "
                    + "overflow",
                hint: type == .int32 ? "dtype=torch.int64" : nil)
        }
    }
}

extension FixedWidthInteger where Self: SignedInteger {
    /// Truncates towards zero; NaN and what is out of range become the smallest number, as the processor
    /// converts them under PyTorch and NumPy.
    @inline(__always)
    init(truncated value: Double) { self = Self(exactly: value.rounded(.towardZero)) ?? .min }
}

extension Int {
    /// Truncates towards zero; NaN becomes 0, and values out of range the nearest end.
    init(clamping value: Double) {
        if value.isNaN {
            self = 0
        } else if value >= 9.2233720368547758e18 {
            self = .max
        } else if value <= -9.2233720368547758e18 {
            self = .min
        } else {
            self = Int(value)
        }
    }
}

extension Float: Scalar {
    public static var dtype: DType { .float32 }
    public init(number: Number) { self = Float(number.double) }
    public var number: Number { .float(Double(self)) }
}

extension BFloat16: Scalar {
    public static var dtype: DType { .bfloat16 }
    public init(number: Number) { self.init(Float(number.double)) }
    public var number: Number { .float(Double(float)) }
}

extension Double: Scalar {
    public static var dtype: DType { .float64 }
    public init(number: Number) { self = number.double }
    public var number: Number { .float(self) }
}

extension Int64: Scalar {
    public static var dtype: DType { .int64 }
    public init(number: Number) {
        if case .float(let value) = number { self.init(truncated: value) } else { self = Int64(number.int) }
    }
    public var number: Number { .int(Int(self)) }
}

extension Int32: Scalar {
    public static var dtype: DType { .int32 }
    public init(number: Number) {
        guard case .float(let value) = number else {
            self.init(truncatingIfNeeded: number.int)
            return
        }
        self.init(truncated: value)
    }
    public var number: Number { .int(Int(self)) }
}

extension Bool: Scalar {
    public static var dtype: DType { .bool }
    public init(number: Number) { self = number.isTrue }
    public var number: Number { .bool(self) }
}
