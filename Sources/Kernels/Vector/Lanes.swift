import CProcessor

/// Sixteen floats, worked on at once: one register with AVX-512, two or four elsewhere.
typealias Lanes = SIMD16<Float>

/// The numbers from `pointer` on: sixteen, or `count` fewer ones followed by zeros.
@inline(__always)
func load(_ pointer: Floats, _ count: Int) -> Lanes {
    if count == Lanes.scalarCount { return UnsafeRawPointer(pointer).loadUnaligned(as: Lanes.self) }
    return loadTail(pointer, count)
}

/// Asks for the numbers that a stream through memory will reach some 4 KB after `pointer`, in line `line` of
/// 64 bytes. The CPU fetches ahead by itself, but not far enough where each line is worked on for long.
@inline(__always)
func fetchAhead<Number>(_ pointer: UnsafePointer<Number>, _ line: Int = 0) {
    lagado_prefetch(UnsafeRawPointer(pointer) + (4096 &+ 64 &* line))
}

/// Writes the first `count` lanes.
@inline(__always)
func store(_ lanes: Lanes, _ pointer: MutableFloats, _ count: Int) {
    if count == Lanes.scalarCount {
        UnsafeMutableRawPointer(pointer).storeBytes(of: lanes, as: Lanes.self)
    } else {
        storeTail(lanes, pointer, count)
    }
}

// Calls, for numbers of any type: they are rare, and written out they would make the loops around them too
// long to be inlined.

@inline(never)
func loadTail<Vector: SIMD>(_ pointer: UnsafePointer<Vector.Scalar>, _ count: Int) -> Vector {
    var numbers = Vector()
    for i in 0..<count { numbers[i] = pointer[i] }
    return numbers
}

@inline(never)
func storeTail<Vector: SIMD>(_ numbers: Vector, _ pointer: UnsafeMutablePointer<Vector.Scalar>, _ count: Int)
{
    for i in 0..<count { pointer[i] = numbers[i] }
}

/// Walks 0 ..< count in steps of sixteen: `body(i, n)` for the n lanes from i on. n is 16 except at the end,
/// and known to the compiler, so that full steps load and store whole registers.
@inline(__always)
func forEachLanes(_ count: Int, _ body: (Int, Int) -> Void) {
    var i = 0
    while i &+ 16 <= count {
        body(i, 16)
        i &+= 16
    }
    if i < count { body(i, count &- i) }
}

/// Σ over 0 ..< count of what `term(i, n)` gives for the n lanes from i on. Float sums run over 1024 numbers
/// at most and are added up in Double. Lanes past the end do not count.
@inline(__always)
func sumOfLanes(_ count: Int, _ term: (Int, Int) -> Lanes) -> Double {
    var total = 0.0
    var i = 0
    while i < count {
        let end = min(count, i &+ 1024)
        // Four sums side by side, as each addition has to wait for the last one into the same sum.
        var (s0, s1, s2, s3) = (Lanes(), Lanes(), Lanes(), Lanes())
        while i &+ 64 <= end {
            s0 += term(i, 16)
            s1 += term(i &+ 16, 16)
            s2 += term(i &+ 32, 16)
            s3 += term(i &+ 48, 16)
            i &+= 64
        }
        while i &+ 16 <= end {
            s0 += term(i, 16)
            i &+= 16
        }
        if i < end {
            s1 += term(i, end &- i).first(end &- i)
            i = end
        }
        total += Double(((s0 + s1) + (s2 + s3)).total)
    }
    return total
}

/// The largest x[i], NaNs left aside; −∞ if there is none.
@inline(__always)
func maximumOf(_ x: Floats, _ count: Int) -> Float {
    let lowest = Lanes(repeating: -.infinity)
    var (m0, m1, m2, m3) = (lowest, lowest, lowest, lowest)
    var i = 0
    while i &+ 64 <= count {
        m0 = m0.raised(to: load(x + i, 16))
        m1 = m1.raised(to: load(x + i + 16, 16))
        m2 = m2.raised(to: load(x + i + 32, 16))
        m3 = m3.raised(to: load(x + i + 48, 16))
        i &+= 64
    }
    var maximum = m0.raised(to: m1).raised(to: m2.raised(to: m3)).largest
    while i < count {
        if x[i] > maximum { maximum = x[i] }
        i &+= 1
    }
    return maximum
}

extension SIMD16<Float> {
    /// The same with zeros from lane `count` on.
    @inline(__always)
    func first(_ count: Int) -> Lanes {
        if count == 16 { return self }
        var lanes = self
        for i in count..<16 { lanes[i] = 0 }
        return lanes
    }

    /// Each lane, or the other's where that is larger. A NaN in `self` stays, one in `other` is passed over.
    @inline(__always)
    func raised(to other: Lanes) -> Lanes { replacing(with: other, where: other .> self) }

    /// The sum of the lanes, halves added to halves.
    @inline(__always)
    var total: Float {
        let eight = lowHalf + highHalf
        let four = eight.lowHalf + eight.highHalf
        let two = four.lowHalf + four.highHalf
        return two.x + two.y
    }

    /// The largest lane.
    @inline(__always)
    var largest: Float {
        let eight = lowHalf.replacing(with: highHalf, where: highHalf .> lowHalf)
        let four = eight.lowHalf.replacing(with: eight.highHalf, where: eight.highHalf .> eight.lowHalf)
        let two = four.lowHalf.replacing(with: four.highHalf, where: four.highHalf .> four.lowHalf)
        return two.x > two.y ? two.x : two.y
    }

    /// The lanes' bits.
    @inline(__always)
    var bits: SIMD16<Int32> { unsafeBitCast(self, to: SIMD16<Int32>.self) }

    @inline(__always)
    init(bits: SIMD16<Int32>) { self = unsafeBitCast(bits, to: Lanes.self) }

    /// |x|, by clearing the sign.
    @inline(__always)
    var absolute: Lanes { Lanes(bits: bits & 0x7FFF_FFFF) }

    /// −x, by turning the sign: also right for zeros.
    @inline(__always)
    var negated: Lanes { Lanes(bits: bits ^ Int32.min) }

    /// The number, which is not negative, with the sign of `other`.
    @inline(__always)
    func signed(as other: Lanes) -> Lanes { Lanes(bits: bits | (other.bits & Int32.min)) }

    /// addend + a · self, rounded once.
    @inline(__always)
    func times(_ a: Lanes, plus addend: Lanes) -> Lanes { addend.addingProduct(self, a) }

    /// addend + a · self, rounded once.
    @inline(__always)
    func times(_ a: Lanes, plus addend: Float) -> Lanes { Lanes(repeating: addend).addingProduct(self, a) }
}
