/// A float of 16 bits, the upper half of a float32: the same range with 8 bits of
/// precision (Kalamkar et al. 2019).
public struct BFloat16: Equatable, Sendable {
    /// Sign, eight bits of exponent, seven of fraction.
    public var bits: UInt16

    /// The number of that bit pattern.
    public init(bits: UInt16) { self.bits = bits }

    /// The nearest one, halves to the even neighbour; a NaN stays a NaN. What PyTorch does.
    @inline(__always)
    public init(_ value: Float) {
        let wide = value.bitPattern
        if value.isNaN {
            bits = 0x7FC0
        } else {
            bits = UInt16(truncatingIfNeeded: (wide &+ 0x7FFF &+ ((wide >> 16) & 1)) >> 16)
        }
    }

    /// The same number, exactly.
    @inline(__always)
    public var float: Float { Float(bitPattern: UInt32(bits) << 16) }
}

/// Numbers that a kernel reads.
public typealias BFloats = UnsafePointer<BFloat16>
/// Numbers that a kernel writes.
public typealias MutableBFloats = UnsafeMutablePointer<BFloat16>
