import CProcessor

/// Products of bfloat16 numbers and conversions; the formulas stand in `ReferenceKernels+BFloat16.swift`.
extension CPUKernels {
    public func gemm(
        _ a: Matrix<BFloat16>, _ b: Matrix<BFloat16>, m: Int, n: Int, k: Int,
        alpha: Float, beta: Float, into c: UnsafeMutablePointer<Float>, stride ldc: Int
    ) {
        guard m > 0, n > 0 else { return }
        guard k > 0 else { return Self.scale(c, by: beta, m: m, n: n, stride: ldc) }
        guard OneDNN.isFastInBFloat16 else {
            return widened(
                a, b, m: m, n: n, k: k, alpha: alpha, beta: beta, into: c, stride: ldc,
                most: Self.mostWidened(m, n, k))
        }
        if alpha == 1, beta == 0,
            InnerProduct.apply(a, b, m: m, n: n, k: k, bias: nil, .float32, into: c, stride: ldc)
        {
            return
        }
        if SplitK.apply(
            m: m, n: n, k: k, beta: beta, into: c, stride: ldc,
            part: { start, length, sums in
                Self.tile(
                    .float32, a.from(column: start), b.from(row: start), m: m, n: n, k: length, alpha: alpha,
                    beta: 0, bias: nil, sums, n)
            })
        {
            return
        }
        let tiles = Tiles(m: m, n: n, k: k, aTransposed: a.transposed, bTransposed: b.transposed)
        ThreadPool.forEach(tiles.count) { index in
            let (rows, columns) = tiles[index]
            Self.tile(
                .float32, a.from(row: rows.lowerBound), b.from(column: columns.lowerBound), m: rows.count,
                n: columns.count, k: k,
                alpha: alpha, beta: beta, bias: nil, c + rows.lowerBound * ldc + columns.lowerBound, ldc)
        }
    }

    public func gemm(
        _ a: Matrix<BFloat16>, _ b: Matrix<BFloat16>, m: Int, n: Int, k: Int, bias: Floats?,
        into c: MutableBFloats, stride ldc: Int
    ) {
        guard m > 0, n > 0 else { return }
        guard k > 0, OneDNN.isFastInBFloat16 else {
            return widenedAndRounded(a, b, m: m, n: n, k: k, bias: bias, into: c, stride: ldc)
        }
        if InnerProduct.apply(a, b, m: m, n: n, k: k, bias: bias, .bfloat16, into: c, stride: ldc) { return }
        let tiles = Tiles(m: m, n: n, k: k, aTransposed: a.transposed, bTransposed: b.transposed)
        ThreadPool.forEach(tiles.count) { index in
            let (rows, columns) = tiles[index]
            Self.tile(
                .bfloat16, a.from(row: rows.lowerBound), b.from(column: columns.lowerBound), m: rows.count,
                n: columns.count, k: k,
                alpha: 1, beta: 0, bias: bias.map { $0 + columns.lowerBound },
                c + rows.lowerBound * ldc + columns.lowerBound, ldc)
        }
    }

    /// One product on the calling thread.
    static func tile(
        _ result: OneDNN.Result, _ a: Matrix<BFloat16>, _ b: Matrix<BFloat16>, m: Int, n: Int, k: Int,
        alpha: Float, beta: Float,
        bias: Floats?, _ c: UnsafeMutableRawPointer, _ ldc: Int
    ) {
        let form = OneDNN.Form(
            result, a, b, m: m, n: n, k: k, alpha: alpha, beta: beta, ldc, hasBias: bias != nil)
        // The library has shown that it has the instructions: what can still fail is its memory, and then
        // once more without what the pool keeps for later.
        if OneDNN.apply(form, a.base, b.base, bias: bias, into: c) { return }
        Memory.trim()
        if OneDNN.apply(form, a.base, b.base, bias: bias, into: c) { return }
        // Without the library: the same product, its sums in another order.
        switch result {
        case .float32:
            CPUKernels().widened(
                a, b, m: m, n: n, k: k, alpha: alpha, beta: beta, into: c.assumingMemoryBound(to: Float.self),
                stride: ldc, most: mostWidened(m, n, k))
        case .bfloat16:
            CPUKernels().widenedAndRounded(
                a, b, m: m, n: n, k: k, bias: bias, into: c.assumingMemoryBound(to: BFloat16.self),
                stride: ldc)
        }
    }

    /// C = op(A) · op(B) (+ `bias`) in float32, some rows at a time, rounded to bfloat16.
    private func widenedAndRounded(
        _ a: Matrix<BFloat16>, _ b: Matrix<BFloat16>, m: Int, n: Int, k: Int, bias: Floats?,
        into c: MutableBFloats, stride ldc: Int
    ) {
        let height = max(1, min(m, Self.mostWidened(m, n, k) / n))
        Scratch.with(height * n) { sums in
            for start in stride(from: 0, to: m, by: height) {
                let (rows, c) = (min(height, m - start), c + start * ldc)
                if k > 0 {
                    widened(
                        a.from(row: start), b, m: rows, n: n, k: k, alpha: 1, beta: 0, into: sums, stride: n,
                        most: Self.mostWidened(m, n, k))
                } else {
                    sums.update(repeating: 0, count: rows * n)
                }
                if let bias { addBias(bias, to: sums, rows: rows, columns: n) }
                Partition.forEachRow(rows, columns: n) { row in
                    Self.narrow(sums + row * n, into: c + row * ldc, n)
                }
            }
        }
    }

    /// The most numbers of a product that are float32 at a time: 32 MB, and less for small ones, so that it
    /// stays a small part of what a training step holds (`MemoryPlan` does not count it).
    package static func mostWidened(_ m: Int, _ n: Int, _ k: Int) -> Int {
        max(1 << 15, min(1 << 23, (m * n * k) >> 10))
    }

    /// C = alpha · op(A) · op(B) + beta · C in float32, at most so many numbers of A and B at a time: what a
    /// CPU without fast instructions for bfloat16 computes. Right, but no faster than float32.
    package func widened(
        _ a: Matrix<BFloat16>, _ b: Matrix<BFloat16>, m: Int, n: Int, k: Int, alpha: Float, beta: Float,
        into c: MutableFloats, stride ldc: Int,
        most: Int
    ) {
        if m * k + k * n > most {
            // The longest of the three sides in two, in whole registers.
            func part(
                _ a: Matrix<BFloat16>, _ b: Matrix<BFloat16>, m: Int, n: Int, k: Int, beta: Float,
                _ c: MutableFloats
            ) {
                widened(a, b, m: m, n: n, k: k, alpha: alpha, beta: beta, into: c, stride: ldc, most: most)
            }
            let longest = max(m, n, k), half = (longest / 2 + 15) / 16 * 16
            if longest == m {
                part(a, b, m: half, n: n, k: k, beta: beta, c)
                part(a.from(row: half), b, m: m - half, n: n, k: k, beta: beta, c + half * ldc)
            } else if longest == n {
                part(a, b, m: m, n: half, k: k, beta: beta, c)
                part(a, b.from(column: half), m: m, n: n - half, k: k, beta: beta, c + half)
            } else {
                part(a, b, m: m, n: n, k: half, beta: beta, c)
                part(a.from(column: half), b.from(row: half), m: m, n: n, k: k - half, beta: 1, c)
            }
            return
        }
        func wide(_ x: Matrix<BFloat16>, _ rows: Int, _ columns: Int, _ room: MutableFloats) -> MatrixOperand
        {
            let (stored, length) = x.transposed ? (columns, rows) : (rows, columns)
            Partition.forEachRow(stored, columns: length) { row in
                Self.widen(x.base + row * x.stride, into: room + row * length, length)
            }
            return MatrixOperand(room, stride: max(length, 1), transposed: x.transposed)
        }
        Scratch.with(max(1, m * k + k * n)) { room in
            gemm(
                wide(a, m, k, room), wide(b, k, n, room + m * k), m: m, n: n, k: k, alpha: alpha, beta: beta,
                into: c, stride: ldc)
        }
    }

    // MARK: Conversions

    public func convert(_ x: Floats, into y: MutableBFloats, count: Int) {
        Partition.forEachPiece(count) { start, size in Self.narrow(x + start, into: y + start, size) }
    }

    public func convert(_ x: BFloats, into y: MutableFloats, count: Int) {
        Partition.forEachPiece(count) { start, size in Self.widen(x + start, into: y + start, size) }
    }

    @inline(__always)
    static func narrow(_ x: Floats, into y: MutableBFloats, _ count: Int) {
        forEachLanes(count) { i, n in store(rounding: load(x + i, n), y + i, n) }
    }

    @inline(__always)
    static func widen(_ x: BFloats, into y: MutableFloats, _ count: Int) {
        forEachLanes(count) { i, n in store(load(x + i, n), y + i, n) }
    }
}

// MARK: Lanes of either type

/// Numbers that are worked on sixteen at a time, as float32.
protocol LaneNumber {
    /// The numbers from `pointer` on; zeros from `count` on.
    static func lanes(_ pointer: UnsafePointer<Self>, _ count: Int) -> Lanes
    /// Writes the first `count` lanes, rounded to the nearest.
    static func write(_ lanes: Lanes, _ pointer: UnsafeMutablePointer<Self>, _ count: Int)
}

extension Float: LaneNumber {
    @inline(__always)
    static func lanes(_ pointer: Floats, _ count: Int) -> Lanes { load(pointer, count) }
    @inline(__always)
    static func write(_ lanes: Lanes, _ pointer: MutableFloats, _ count: Int) { store(lanes, pointer, count) }
}

extension BFloat16: LaneNumber {
    @inline(__always)
    static func lanes(_ pointer: BFloats, _ count: Int) -> Lanes { load(pointer, count) }
    @inline(__always)
    static func write(_ lanes: Lanes, _ pointer: MutableBFloats, _ count: Int) {
        store(rounding: lanes, pointer, count)
    }
}

/// The numbers from `pointer` on as float32: sixteen, or `count` fewer ones followed by zeros.
@inline(__always)
func load(_ pointer: BFloats, _ count: Int) -> Lanes {
    let place = UnsafeRawPointer(pointer)
    let halves =
        count == 16
        ? place.loadUnaligned(as: SIMD16<UInt16>.self)
        : loadTail(place.assumingMemoryBound(to: UInt16.self), count)
    return Lanes(bits: lagado_ints_from_ushorts(halves) &<< 16)
}

/// Writes the first `count` lanes, each rounded to the nearest bfloat16.
@inline(__always)
func store(rounding lanes: Lanes, _ pointer: MutableBFloats, _ count: Int) {
    // Adding half of the last kept bit, and one more where that bit is odd, carries into it exactly when
    // rounding goes up.
    let bits = lanes.bits,
        rounded = ((bits &+ 0x7FFF &+ ((bits &>> 16) & 1)) &>> 16).replacing(
            with: 0x7FC0, where: lanes .!= lanes)
    let halves = lagado_ushorts_from_ints(rounded), place = UnsafeMutableRawPointer(pointer)
    if count == 16 {
        place.storeBytes(of: halves, as: SIMD16<UInt16>.self)
    } else {
        storeTail(halves, place.assumingMemoryBound(to: UInt16.self), count)
    }
}

extension OneDNN.Form {
    init(
        _ result: OneDNN.Result, _ a: Matrix<BFloat16>, _ b: Matrix<BFloat16>, m: Int, n: Int, k: Int,
        alpha: Float, beta: Float, _ cStride: Int,
        hasBias: Bool = false
    ) {
        self.init(
            result: result, m: m, n: n, k: k, aStride: max(a.stride, a.transposed ? m : k),
            bStride: max(b.stride, b.transposed ? k : n),
            cStride: max(cStride, n), aTransposed: a.transposed, bTransposed: b.transposed, alpha: alpha,
            beta: beta, hasBias: hasBias)
    }
}
