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

    /// Whether it is a number with a point.
    public var isFloat: Bool { if case .float = self { true } else { false } }

    /// The type of a tensor made from this number alone: PyTorch's defaults.
    public var dtype: DType {
        switch self {
        case .int: return .int64
        case .float: return .standard
        case .bool: return .bool
        }
    }
}

extension Number {
    /// Whether a type holds the number, cut or rounded: as PyTorch asks where a number becomes an element by
    /// itself. Infinities are held by every type with a fraction, and the unsigned one wraps around whole
    /// numbers of either sign.
    public func fits(_ type: DType) -> Bool {
        if type == .bool { return true }
        guard let limits = type.integerLimits else {
            // Rounding to the type would go beyond its largest number.
            return !double.isFinite || Swift.abs(double) <= type.largest
        }
        switch self {
        case .int(let value):
            return limits.contains(type.isSigned || value == .min ? value : Swift.abs(value))
        case .float(let value):
            guard type.isSigned || value >= 0 else { return false }
            return Int(exactly: value.rounded(.towardZero)).map { limits.contains($0) } ?? false
        case .bool: return true
        }
    }

    /// Refuses a number that the type cannot hold, as PyTorch does where a number becomes an element by
    /// itself.
    ///
    /// - Parameter element: whether the number stands in a list, of which PyTorch names the type as Python
    ///   does and takes a float that is too large for an infinity.
    /// - Throws: RuntimeError for a number outside the range of the type.
    public func check(fits type: DType, inList element: Bool = false) throws {
        guard !fits(type), !(element && type.isFloatingPoint) else { return }
        throw TensorError(
            .runtime,
            "value cannot be converted to type \(element ? type.rawValue : type.nativeName) without overflow",
            hint: type == .int64
                ? nil : type.isFloatingPoint ? "float(\"inf\"), or a wider dtype" : "dtype=torch.int64")
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
