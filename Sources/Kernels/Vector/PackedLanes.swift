/// Sixteen packed numbers as floats.
///
/// The loops over lanes are written out because the compiler turns them into one instruction that loads and widens; the
/// library's own conversions between SIMD types are calls.
extension SIMD16<Float> {
    /// bf16: the upper half of a float32's bits.
    @inline(__always)
    init(widening numbers: SIMD16<UInt16>) {
        var bits = SIMD16<UInt32>()
        for i in 0..<16 { bits[i] = UInt32(numbers[i]) }
        self = unsafeBitCast(bits &<< 16, to: Lanes.self)
    }

    @inline(__always)
    init(widening numbers: SIMD16<Int8>) {
        self.init()
        for i in 0..<16 { self[i] = Float(numbers[i]) }
    }
}

/// A form of packed numbers, known to the compiler where it matters.
protocol PackedNumber: SIMDScalar, FixedWidthInteger {
    static func widened(_ numbers: SIMD16<Self>) -> Lanes
}

extension UInt16: PackedNumber {
    @inline(__always)
    static func widened(_ numbers: SIMD16<UInt16>) -> Lanes { Lanes(widening: numbers) }
}

extension Int8: PackedNumber {
    @inline(__always)
    static func widened(_ numbers: SIMD16<Int8>) -> Lanes { Lanes(widening: numbers) }
}

/// The numbers from `pointer` on: sixteen, or `count` fewer ones followed by zeros.
@inline(__always)
func load<Number: PackedNumber>(_ pointer: UnsafePointer<Number>, _ count: Int) -> Lanes {
    if count == Lanes.scalarCount {
        return Number.widened(UnsafeRawPointer(pointer).loadUnaligned(as: SIMD16<Number>.self))
    }
    var numbers = SIMD16<Number>()
    for i in 0..<count { numbers[i] = pointer[i] }
    return Number.widened(numbers)
}

/// Writes the lowest bits of the first `count` lanes.
@inline(__always)
func store<Number: PackedNumber>(lowBitsOf lanes: SIMD16<Int32>, _ pointer: UnsafeMutablePointer<Number>, _ count: Int) {
    var numbers = SIMD16<Number>()
    for i in 0..<16 { numbers[i] = Number(truncatingIfNeeded: lanes[i]) }
    if count == Lanes.scalarCount {
        UnsafeMutableRawPointer(pointer).storeBytes(of: numbers, as: SIMD16<Number>.self)
    } else {
        for i in 0..<count { pointer[i] = numbers[i] }
    }
}
