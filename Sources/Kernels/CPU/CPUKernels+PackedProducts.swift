/// Products with packed weights; the formulas stand in `ReferenceKernels+PackedProducts.swift`.
///
/// With few rows of X every weight is used once or a few times, so that the speed is that of memory: rows of
/// W are read one after the other, as long streams are what a core fetches ahead best. With more rows, as for
/// a prompt, a block of W at a time is widened into the core's cache and multiplied there.
extension CPUKernels {
    public func packedProduct(_ x: Floats, m: Int, _ weights: PackedMatrix, into y: MutableFloats) {
        guard m > 0, weights.rows > 0 else { return }
        guard weights.columns > 0 else { return y.update(repeating: 0, count: m * weights.rows) }
        switch weights.form {
        case .bfloat16: Self.product(x, m, weights, BFloat16.self, y)
        default: Self.product(x, m, weights, Int8.self, y)
        }
    }

    /// The most rows of X that meet the weights as these come from memory: 11 of them take half the time that
    /// they take in blocks.
    private static let few = 16

    @inline(__always)
    private static func product<Number: LaneNumber>(
        _ x: Floats, _ m: Int, _ weights: PackedMatrix, _: Number.Type, _ y: MutableFloats
    ) {
        let numbers = UnsafePointer(weights.base.assumingMemoryBound(to: Number.self))
        if m <= few {
            dots(x, m, weights, numbers, y)
        } else {
            blocks(x, m, weights, numbers, y)
        }
    }

    /// y[i, r] = scale[r] · Σ_p x[i, p] · w[r, p], one row of W after the other.
    @inline(__always)
    private static func dots<Number: LaneNumber>(
        _ x: Floats, _ m: Int, _ weights: PackedMatrix, _ numbers: UnsafePointer<Number>, _ y: MutableFloats
    ) {
        let (n, k) = (weights.rows, weights.columns)
        func one(_ row: Int) {
            let scale = weights.scales?[row] ?? 1
            let w = numbers + row * k
            var i = 0
            while i + 4 <= m {
                let sums = fourDots(x + i * k, w, k) * scale
                for j in 0..<4 { y[(i + j) * n + row] = sums[j] }
                i += 4
            }
            while i < m {
                y[i * n + row] = scale * dot(x + i * k, w, k)
                i += 1
            }
        }
        guard n * k > Partition.piece else {
            for row in 0..<n { one(row) }
            return
        }
        // Sixteen chunks or more for the cores to share. They are short, as one core waits for the other's
        // last: 32 KB are a microsecond or two.
        let each = max(1, min(n / 16, (32 << 10) / (k * weights.form.size)))
        ThreadPool.forEach((n + each - 1) / each) { chunk in
            for row in chunk * each..<min(n, (chunk + 1) * each) { one(row) }
        }
    }

    /// Σ x[i] · w[i], in four sums side by side.
    @inline(__always)
    private static func dot<Number: LaneNumber>(_ x: Floats, _ w: UnsafePointer<Number>, _ count: Int)
        -> Float
    {
        var (s0, s1, s2, s3) = (Lanes(), Lanes(), Lanes(), Lanes())
        var i = 0
        while i &+ 64 <= count {
            for line in 0..<MemoryLayout<Number>.stride { fetchAhead(w + i, line) }
            s0.addProduct(Number.lanes(w + i, 16), load(x + i, 16))
            s1.addProduct(Number.lanes(w + i + 16, 16), load(x + i + 16, 16))
            s2.addProduct(Number.lanes(w + i + 32, 16), load(x + i + 32, 16))
            s3.addProduct(Number.lanes(w + i + 48, 16), load(x + i + 48, 16))
            i &+= 64
        }
        while i < count {
            let n = min(16, count &- i)
            s0.addProduct(Number.lanes(w + i, n), load(x + i, n))
            i &+= 16
        }
        return ((s0 + s1) + (s2 + s3)).total
    }

    /// The same with four rows of X, `count` apart: the weights are widened once for all of them.
    @inline(__always)
    private static func fourDots<Number: LaneNumber>(_ x: Floats, _ w: UnsafePointer<Number>, _ count: Int)
        -> SIMD4<Float>
    {
        var (s0, s1, s2, s3) = (Lanes(), Lanes(), Lanes(), Lanes())
        forEachLanes(count) { i, n in
            fetchAhead(w + i)
            let (w, x) = (Number.lanes(w + i, n), x + i)
            s0.addProduct(w, load(x, n))
            s1.addProduct(w, load(x + count, n))
            s2.addProduct(w, load(x + 2 * count, n))
            s3.addProduct(w, load(x + 3 * count, n))
        }
        return SIMD4(s0.total, s1.total, s2.total, s3.total)
    }

    /// Y = X · Wᵀ, a block of rows of W at a time, widened to float32.
    @inline(__always)
    private static func blocks<Number: LaneNumber>(
        _ x: Floats, _ m: Int, _ weights: PackedMatrix, _ numbers: UnsafePointer<Number>, _ y: MutableFloats
    ) {
        let (n, k) = (weights.rows, weights.columns)
        // Eight blocks or more, of a megabyte at most, in whole registers of 16.
        let each = max(16, min(n / 8, (256 << 10) / k) / 16 * 16)
        ThreadPool.forEach((n + each - 1) / each) { block in
            let first = block * each, rows = min(each, n - first)
            Scratch.with(rows * k) { wide in
                for row in 0..<rows {
                    let (w, target) = (numbers + (first + row) * k, wide + row * k)
                    let scale = Lanes(repeating: weights.scales?[first + row] ?? 1)
                    forEachLanes(k) { i, n in store(Number.lanes(w + i, n) * scale, target + i, n) }
                }
                BLAS.product(
                    MatrixOperand(x, stride: k), MatrixOperand(wide, stride: k, transposed: true),
                    m: m, n: rows, k: k, alpha: 1, beta: 0, into: y + first, stride: n)
            }
        }
    }

    // MARK: Packing

    public func pack(_ weights: Floats, into packed: PackedMatrix) {
        let columns = packed.columns
        guard packed.form == .int8 else {
            return convert(
                weights, into: packed.base.assumingMemoryBound(to: BFloat16.self),
                count: packed.rows * columns)
        }
        Partition.forEachRow(packed.rows, columns: columns, cost: 2) { row in
            packed.scales![row] = Self.roundToBytes(
                weights + row * columns, into: packed.base.assumingMemoryBound(to: Int8.self) + row * columns,
                columns)
        }
    }

    /// - Returns: what the bytes are to be multiplied by.
    private static func roundToBytes(_ w: Floats, into numbers: UnsafeMutablePointer<Int8>, _ count: Int)
        -> Float
    {
        var (largest, isFinite) = (Float(0), true)
        for i in 0..<count {
            largest = max(largest, w[i].magnitude)
            if !w[i].isFinite { isFinite = false }
        }
        let scale = isFinite ? largest / 127 : .nan
        guard scale >= .leastNormalMagnitude else {
            numbers.update(repeating: 0, count: count)
            return scale.isNaN ? scale : 0
        }
        forEachLanes(count) { i, n in Int8.write(load(w + i, n) / scale, numbers + i, n) }
        return scale
    }
}
