extension CPUKernels {
    public func sum(_ x: Floats, count: Int) -> Double {
        Self.total(count) { start, size in
            let x = x + start
            return Self.doubleSum(size) { i, n in load(x + i, n) }
        }
    }

    public func sumOfSquares(_ x: Floats, count: Int) -> Double {
        Self.total(count) { start, size in
            let x = x + start
            return Self.doubleSum(size, squared: true) { i, n in load(x + i, n) }
        }
    }

    /// Sums of blocks of fixed size, added up in order.
    @inline(__always)
    private static func total(_ count: Int, _ block: (Int, Int) -> Double) -> Double {
        guard count > Partition.piece else { return count > 0 ? block(0, count) : 0 }
        let blocks = (count + Partition.piece - 1) / Partition.piece
        return withUnsafeTemporaryAllocation(of: Double.self, capacity: blocks) { sums in
            let sums = sums.baseAddress!
            if count <= 2 * Partition.piece {
                for index in 0..<blocks {
                    sums[index] = block(
                        index * Partition.piece, min(Partition.piece, count - index * Partition.piece))
                }
            } else {
                ThreadPool.forEach(blocks) { index in
                    sums[index] = block(
                        index * Partition.piece, min(Partition.piece, count - index * Partition.piece))
                }
            }
            var total = 0.0
            for index in 0..<blocks { total += sums[index] }
            return total
        }
    }

    /// Σ of the terms or their squares, in float64 from the first number on.
    @inline(__always)
    private static func doubleSum(_ count: Int, squared: Bool = false, _ term: (Int, Int) -> Lanes) -> Double
    {
        typealias Doubles = SIMD8<Double>
        var (s0, s1, s2, s3) = (Doubles(), Doubles(), Doubles(), Doubles())
        @inline(__always)
        func add(_ lanes: Lanes, _ low: inout Doubles, _ high: inout Doubles) {
            let (a, b) = (Doubles(lanes.lowHalf), Doubles(lanes.highHalf))
            if squared {
                low.addProduct(a, a)
                high.addProduct(b, b)
            } else {
                low += a
                high += b
            }
        }
        var i = 0
        while i &+ 32 <= count {
            add(term(i, 16), &s0, &s1)
            add(term(i &+ 16, 16), &s2, &s3)
            i &+= 32
        }
        while i < count {
            let n = min(16, count &- i)
            add(term(i, n), &s0, &s1)  // what is past the end is 0
            i &+= 16
        }
        let eight = (s0 + s1) + (s2 + s3)
        let four = eight.lowHalf + eight.highHalf
        let two = four.lowHalf + four.highHalf
        return two.x + two.y
    }
}
