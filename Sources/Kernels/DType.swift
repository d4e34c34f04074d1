/// The type of a tensor's elements, by PyTorch's name.
///
/// `float32` computes fast; `bfloat16` makes products twice as fast (see `Autocast`), its other operations go
/// through float32; `float64` is there for checks and for NumPy arrays. The small types hold numbers in less
/// memory; what they are computed in says ``arithmetic``.
public enum DType: String, CaseIterable, Sendable {
    case float32, float64, bfloat16, float16, int64, int32, int16, int8, uint8, uint16, uint32, bool
}

/// What there is to know of each type, said once: a new one is a row here and a `Scalar` in Tensors.
extension DType {
    /// What the numbers of a type are.
    public enum Kind: Equatable, Sendable {
        case bool
        case integer(signed: Bool)
        /// As IEEE 754 has them: a sign, an exponent and a fraction of so many bits.
        case floatingPoint(exponent: Int, fraction: Int)
    }

    private struct Row {
        let size: Int, kind: Kind
        /// In PyTorch's messages; its older names of tensor types and its storages are made of it.
        let scalar: StaticString
        /// A shorter spelling, as PyTorch and the papers have it.
        let alias: StaticString?
        /// In a safetensors file, and in an array file of NumPy, which has no bfloat16.
        let safetensors: StaticString, array: StaticString?

        @inline(__always)
        init(
            _ size: Int, _ kind: Kind, _ scalar: StaticString, _ alias: StaticString?,
            _ safetensors: StaticString,
            _ array: StaticString?
        ) {
            (self.size, self.kind, self.scalar, self.alias) = (size, kind, scalar, alias)
            (self.safetensors, self.array) = (safetensors, array)
        }
    }

    @inline(__always)
    private var row: Row {
        switch self {
        case .float32:
            Row(4, .floatingPoint(exponent: 8, fraction: 23), "Float", "float", "F32", "f4")
        case .float64:
            Row(8, .floatingPoint(exponent: 11, fraction: 52), "Double", "double", "F64", "f8")
        case .bfloat16: Row(2, .floatingPoint(exponent: 8, fraction: 7), "BFloat16", "bf16", "BF16", nil)
        case .float16: Row(2, .floatingPoint(exponent: 5, fraction: 10), "Half", "half", "F16", "f2")
        case .int64: Row(8, .integer(signed: true), "Long", "long", "I64", "i8")
        case .int32: Row(4, .integer(signed: true), "Int", "int", "I32", "i4")
        case .int16: Row(2, .integer(signed: true), "Short", "short", "I16", "i2")
        case .int8: Row(1, .integer(signed: true), "Char", "char", "I8", "i1")
        case .uint8: Row(1, .integer(signed: false), "Byte", "byte", "U8", "u1")
        case .uint16: Row(2, .integer(signed: false), "UInt16", nil, "U16", "u2")
        case .uint32: Row(4, .integer(signed: false), "UInt32", nil, "U32", "u4")
        case .bool: Row(1, .bool, "Bool", nil, "BOOL", "b1")
        }
    }

    /// Bytes of one element.
    @inline(__always)
    public var size: Int { row.size }
    /// What the numbers are.
    public var kind: Kind { row.kind }
    /// What PyTorch's messages call the type: `Float`, `Long`.
    public var scalarName: String { row.scalar.description }
    /// PyTorch's older name of a tensor of this type: `torch.FloatTensor`.
    public var tensorName: String { "torch.\(scalarName)Tensor" }
    /// A shorter spelling: `bf16`, `long`; nil for a type that has none.
    public var alias: String? { row.alias?.description }
    /// Whether PyTorch has a method (`x.long()`) and an older class (`torch.LongTensor`) for it.
    public var hasShortNames: Bool { self == .bool || row.alias != nil }
    /// What commands and tables call it: `bf16`, else PyTorch's name.
    public var shortName: String { self == .bfloat16 ? "bf16" : rawValue }
    /// What a safetensors file calls the type: `F32`.
    public var safetensorsName: String { row.safetensors.description }
    /// What NumPy calls the type in a file, without the order of bytes: `f4`;
    /// nil for bfloat16, which it has not.
    public var arrayName: String? { row.array?.description }

    /// Whether elements have a fraction, and so can have gradients. `dtype.is_floating_point`.
    @inline(__always)
    public var isFloatingPoint: Bool {
        if case .floatingPoint = row.kind { return true } else { return false }
    }
    /// Whether elements are whole numbers; truth values are none.
    @inline(__always)
    public var isInteger: Bool { if case .integer = row.kind { return true } else { return false } }
    /// Whether elements are floating point numbers of two bytes, computed in float32 and rounded once.
    @inline(__always)
    public var isReduced: Bool { isFloatingPoint && size == 2 }
    /// float32 for numbers of two bytes, of which sums and squares would leave the range; other types stay.
    @inline(__always)
    public var widened: DType { isReduced ? .float32 : self }
    /// Whether numbers below zero are among its numbers. `dtype.is_signed`.
    public var isSigned: Bool { row.kind != .bool && row.kind != .integer(signed: false) }

    /// The least and the largest whole number of an integer type; of others nil.
    public var integerLimits: ClosedRange<Int>? {
        guard case .integer(let signed) = row.kind else { return nil }
        let bits = 8 * size
        guard signed else { return 0...((1 << bits) - 1) }
        return (bits == 64 ? Int.min : -(1 << (bits - 1)))...(bits == 64 ? Int.max : (1 << (bits - 1)) - 1)
    }

    /// The largest finite number of a floating point type; of others the largest number.
    public var largest: Double {
        switch row.kind {
        case .bool: return 1
        case .integer: return Double(integerLimits?.upperBound ?? 1)
        case .floatingPoint(let exponent, _):
            return (2 - epsilon) * Double(sign: .plus, exponent: (1 << (exponent - 1)) - 1, significand: 1)
        }
    }

    /// What lies between 1 and the next number of a floating point type; 1 of others. `torch.finfo().eps`.
    public var epsilon: Double {
        guard case .floatingPoint(_, let fraction) = row.kind else { return 1 }
        return Double(sign: .plus, exponent: -fraction, significand: 1)
    }

    /// The smallest positive number of a floating point type that has all of its digits;
    /// 1 of others. `torch.finfo().tiny`.
    public var smallestNormal: Double {
        guard case .floatingPoint(let exponent, _) = row.kind else { return 1 }
        return Double(sign: .plus, exponent: 2 - (1 << (exponent - 1)), significand: 1)
    }

    /// What PyTorch's engine calls the type of an element: `uint8_t`, `c10::Half`.
    public var nativeName: String {
        switch self {
        case .float32: "float"
        case .float64: "double"
        case .bfloat16, .float16: "c10::\(scalarName)"
        case .int32: "int"
        case .bool: "bool"
        default: "\(rawValue)_t"
        }
    }

    /// PyTorch's order of promotion: bool, then integers, then floating point.
    public var category: Int { self == .bool ? 0 : isFloatingPoint ? 2 : 1 }

    /// `torch.promote_types`.
    public static func promoted(_ a: DType, _ b: DType) -> DType {
        if a == b { return a }
        if a.category != b.category { return a.category > b.category ? a : b }
        // Neither float16 nor bfloat16 holds the other.
        if a.isReduced && b.isReduced { return .float32 }
        // A signed type that holds the unsigned one is wider.
        if a.category == 1, a.isSigned != b.isSigned {
            let (signed, unsigned) = a.isSigned ? (a, b) : (b, a)
            if signed.size > unsigned.size { return signed }
            return unsigned.size == 1 ? .int16 : unsigned.size == 2 ? .int32 : .int64
        }
        return a.size >= b.size ? a : b
    }
}

/// The four types that numbers are computed in. Each other type is widened to one of them, and the result
/// rounded, or wrapped around, once: as PyTorch does it.
public enum Arithmetic: Sendable {
    case float32, float64, int64, bool

    /// The type of elements that hold such numbers.
    public var dtype: DType {
        switch self {
        case .float32: .float32
        case .float64: .float64
        case .int64: .int64
        case .bool: .bool
        }
    }
}

extension DType {
    /// What numbers of this type are computed in.
    @inline(__always)
    public var arithmetic: Arithmetic {
        switch kind {
        case .bool: .bool
        case .integer: .int64
        case .floatingPoint: self == .float64 ? .float64 : .float32
        }
    }
}
