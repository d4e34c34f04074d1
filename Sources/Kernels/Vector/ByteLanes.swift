import CProcessor

/// Whole numbers of eight bits, worked on sixteen at a time as float32.
extension Int8: LaneNumber {
    @inline(__always)
    static func lanes(_ pointer: UnsafePointer<Int8>, _ count: Int) -> Lanes {
        lagado_floats_from_chars(
            count == Lanes.scalarCount
                ? UnsafeRawPointer(pointer).loadUnaligned(as: SIMD16<Int8>.self) : loadTail(pointer, count))
    }

    /// - Parameter lanes: from −128 to 127, or what is written means nothing.
    @inline(__always)
    static func write(_ lanes: Lanes, _ pointer: UnsafeMutablePointer<Int8>, _ count: Int) {
        // Adding 1.5 · 2²³ leaves no bits behind the point: the sum is a rounded number, in its low bits.
        let numbers = lagado_chars_from_ints((lanes + Lanes(repeating: 12_582_912)).bits)
        if count == Lanes.scalarCount {
            UnsafeMutableRawPointer(pointer).storeBytes(of: numbers, as: SIMD16<Int8>.self)
        } else {
            storeTail(numbers, pointer, count)
        }
    }
}
