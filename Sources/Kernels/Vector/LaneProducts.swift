import CProcessor

/// Small products whose sums never leave the registers: C[r, 16] (+)= Σ_step a[r, step] · b[step, 16].
///
/// One side is sixteen wide, in lanes; the other is read number by number and spread over the lanes. So neither is packed
/// first. It serves the parts of one head of attention, where sixteen columns are all there are.
///
/// How far the rows of `a` lie apart is known to the compiler: it finds sixteen numbers at fixed distances from one address, where
/// as many additions, each waiting for the last, took twice as long as the multiply-adds themselves.
enum LaneProducts {
    /// Computes the product on the calling thread, in a fixed order.
    /// - Parameters:
    ///   - a: in columns: [steps, rows], so that neighbours of a column are neighbours in memory; columns lie `step` apart.
    ///   - rows: any number. Rows are done by fours: up to three past the end must be there to be read and written.
    ///   - b: [steps, 16], without gaps.
    ///   - c: [rows, 16], without gaps.
    static func product(columns a: Floats, step: Int, rows: Int, _ b: Floats, steps: Int, into c: MutableFloats) {
        product(a, row: 1, step: step, rows: rows, b, bStep: 16, steps: steps, into: c, cStep: 16, adding: false)
    }

    /// The same with an `a` in rows of sixteen, and gaps.
    /// - Parameters:
    ///   - a: [rows, 16], without gaps, the first `steps` of each sixteen.
    ///   - b: [steps, 16], rows `bStep` apart.
    ///   - c: [rows, 16], rows `cStep` apart.
    ///   - adding: whether the sums go on from what is in C.
    static func product(
        sixteens a: Floats, rows: Int, _ b: Floats, bStep: Int, steps: Int, into c: MutableFloats, cStep: Int, adding: Bool
    ) {
        product(a, row: 16, step: 1, rows: rows, b, bStep: bStep, steps: steps, into: c, cStep: cStep, adding: adding)
    }

    @inline(__always)
    private static func product(
        _ a: Floats, row: Int, step: Int, rows: Int, _ b: Floats, bStep: Int, steps: Int, into c: MutableFloats,
        cStep: Int, adding: Bool
    ) {
        var first = 0
        // Sixteen sums hide the latency of two units and use up each line of columns; where there is no AVX-512 they would not fit.
        if LAGADO_HAS_AVX512 == 1 {
            while first &+ 16 <= rows {
                sixteen(a + first &* row, row, step, b, bStep, steps, c + first &* cStep, cStep, adding)
                first &+= 16
            }
        }
        while first < rows {
            four(a + first &* row, row, step, b, bStep, steps, c + first &* cStep, cStep, adding)
            first &+= 4
        }
    }

    @inline(__always)
    private static func four(
        _ a: Floats, _ row: Int, _ step: Int, _ b: Floats, _ bStep: Int, _ steps: Int, _ c: MutableFloats, _ cStep: Int, _ adding: Bool
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

    @inline(__always)
    private static func sixteen(
        _ a: Floats, _ row: Int, _ step: Int, _ b: Floats, _ bStep: Int, _ steps: Int, _ c: MutableFloats, _ cStep: Int, _ adding: Bool
    ) {
        let (c1, c2, c3) = (c + 4 &* cStep, c + 8 &* cStep, c + 12 &* cStep)
        var (s, t, u, v) = adding
            ? (loadFour(c, cStep), loadFour(c1, cStep), loadFour(c2, cStep), loadFour(c3, cStep)) : (zeros, zeros, zeros, zeros)
        var (a, b) = (a, b)
        for _ in 0..<steps {
            let x = load(b, 16)
            s = addFour(s, x, a, row)
            t = addFour(t, x, a + 4 &* row, row)
            u = addFour(u, x, a + 8 &* row, row)
            v = addFour(v, x, a + 12 &* row, row)
            a += step
            b += bStep
        }
        storeFour(s, c, cStep)
        storeFour(t, c1, cStep)
        storeFour(u, c2, cStep)
        storeFour(v, c3, cStep)
    }

    // MARK: Four rows

    private typealias Four = (Lanes, Lanes, Lanes, Lanes)

    @inline(__always)
    private static var zeros: Four { (Lanes(), Lanes(), Lanes(), Lanes()) }

    @inline(__always)
    private static func addFour(_ s: Four, _ x: Lanes, _ a: Floats, _ row: Int) -> Four {
        (
            x.times(Lanes(repeating: a[0]), plus: s.0), x.times(Lanes(repeating: a[row]), plus: s.1),
            x.times(Lanes(repeating: a[2 &* row]), plus: s.2), x.times(Lanes(repeating: a[3 &* row]), plus: s.3)
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
