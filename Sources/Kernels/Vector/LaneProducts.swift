import CProcessor

/// Small products whose sums never leave the registers: C[r, across] (+)=
/// Σ_step a[r, step] · b[step, across].
///
/// One side lies across the lanes; the other is read number by number and spread over the lanes. So neither
/// is packed first: `a` may lie in rows or in columns. It serves the parts of one head of attention.
enum LaneProducts {
    /// Computes the product on the calling thread, in a fixed order.
    /// - Parameters:
    ///   - a: [rows, steps]; neighbours of a row lie `step` apart, rows lie `row` apart.
    ///   - rows: any number. Rows are done by fours: up to three past the end must
    ///     be there to be read and written.
    ///   - b: [steps, across], rows `bStep` apart.
    ///   - c: [rows, across], rows `cStep` apart.
    ///   - across: a multiple of 16.
    ///   - adding: whether the sums go on from what is in C.
    static func product(
        _ a: Floats, row: Int, step: Int, rows: Int, _ b: Floats, bStep: Int, steps: Int,
        into c: MutableFloats, cStep: Int, across: Int,
        adding: Bool = false
    ) {
        var column = 0
        while column &+ 32 <= across {
            twoLanes(a, row, step, rows, b + column, bStep, steps, c + column, cStep, adding)
            column &+= 32
        }
        if column < across {
            oneLane(a, row, step, 0, rows, b + column, bStep, steps, c + column, cStep, adding)
        }
    }

    @inline(__always)
    private static func oneLane(
        _ a: Floats, _ row: Int, _ step: Int, _ start: Int, _ rows: Int, _ b: Floats, _ bStep: Int,
        _ steps: Int, _ c: MutableFloats,
        _ cStep: Int, _ adding: Bool
    ) {
        var first = start
        // Elsewhere eight sums would not fit into the registers.
        if LAGADO_HAS_AVX512 == 1 {
            while first &+ 8 <= rows {
                eight(a + first &* row, row, step, b, bStep, steps, c + first &* cStep, cStep, adding)
                first &+= 8
            }
        }
        while first < rows {
            four(a + first &* row, row, step, b, bStep, steps, c + first &* cStep, cStep, adding)
            first &+= 4
        }
    }

    @inline(__always)
    private static func twoLanes(
        _ a: Floats, _ row: Int, _ step: Int, _ rows: Int, _ b: Floats, _ bStep: Int, _ steps: Int,
        _ c: MutableFloats, _ cStep: Int,
        _ adding: Bool
    ) {
        var first = 0
        if LAGADO_HAS_AVX512 == 1 {
            while first &+ 8 <= rows {
                eightByTwo(a + first &* row, row, step, b, bStep, steps, c + first &* cStep, cStep, adding)
                first &+= 8
            }
        }
        for half in 0..<2 where first < rows {
            oneLane(a, row, step, first, rows, b + 16 &* half, bStep, steps, c + 16 &* half, cStep, adding)
        }
    }

    @inline(__always)
    private static func four(
        _ a: Floats, _ row: Int, _ step: Int, _ b: Floats, _ bStep: Int, _ steps: Int, _ c: MutableFloats,
        _ cStep: Int, _ adding: Bool
    ) {
        var s = adding ? loadFour(c, cStep) : zeros
        var (a, b) = (a, b)
        for _ in 0..<steps {
            s = addFour(s, load(b, 16), a, row)
            a += step
            b += bStep
        }
        storeFour(s, c, cStep)
    }

    /// Eight sums hide the latency of two units.
    @inline(__always)
    private static func eight(
        _ a: Floats, _ row: Int, _ step: Int, _ b: Floats, _ bStep: Int, _ steps: Int, _ c: MutableFloats,
        _ cStep: Int, _ adding: Bool
    ) {
        let lower = c + 4 &* cStep
        var (s, t) = adding ? (loadFour(c, cStep), loadFour(lower, cStep)) : (zeros, zeros)
        var (a, next, b) = (a, a + 4 &* row, b)
        for _ in 0..<steps {
            let x = load(b, 16)
            s = addFour(s, x, a, row)
            t = addFour(t, x, next, row)
            a += step
            next += step
            b += bStep
        }
        storeFour(s, c, cStep)
        storeFour(t, lower, cStep)
    }

    /// With sixteen sums every number of `a` serves twice, so that reading takes
    /// less time than the multiply-adds.
    @inline(__always)
    private static func eightByTwo(
        _ a: Floats, _ row: Int, _ step: Int, _ b: Floats, _ bStep: Int, _ steps: Int, _ c: MutableFloats,
        _ cStep: Int, _ adding: Bool
    ) {
        let lower = c + 4 &* cStep
        var (s, t) = adding ? (loadFour(c, cStep), loadFour(lower, cStep)) : (zeros, zeros)
        var (u, v) = adding ? (loadFour(c + 16, cStep), loadFour(lower + 16, cStep)) : (zeros, zeros)
        var (a, next, b) = (a, a + 4 &* row, b)
        for _ in 0..<steps {
            let (x, y) = (load(b, 16), load(b + 16, 16))
            s = addFour(s, x, a, row)
            u = addFour(u, y, a, row)
            t = addFour(t, x, next, row)
            v = addFour(v, y, next, row)
            a += step
            next += step
            b += bStep
        }
        storeFour(s, c, cStep)
        storeFour(t, lower, cStep)
        storeFour(u, c + 16, cStep)
        storeFour(v, lower + 16, cStep)
    }

    // MARK: Four rows

    private typealias Four = (Lanes, Lanes, Lanes, Lanes)

    @inline(__always)
    private static var zeros: Four { (Lanes(), Lanes(), Lanes(), Lanes()) }

    @inline(__always)
    private static func addFour(_ s: Four, _ x: Lanes, _ a: Floats, _ row: Int) -> Four {
        (
            x.times(Lanes(repeating: a[0]), plus: s.0), x.times(Lanes(repeating: a[row]), plus: s.1),
            x.times(Lanes(repeating: a[2 &* row]), plus: s.2),
            x.times(Lanes(repeating: a[3 &* row]), plus: s.3)
        )
    }

    @inline(__always)
    private static func loadFour(_ c: MutableFloats, _ cStep: Int) -> Four {
        (load(c, 16), load(c + cStep, 16), load(c + 2 &* cStep, 16), load(c + 3 &* cStep, 16))
    }

    @inline(__always)
    private static func storeFour(_ s: Four, _ c: MutableFloats, _ cStep: Int) {
        store(s.0, c, 16)
        store(s.1, c + cStep, 16)
        store(s.2, c + 2 &* cStep, 16)
        store(s.3, c + 3 &* cStep, 16)
    }
}
