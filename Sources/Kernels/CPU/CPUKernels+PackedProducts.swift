/// Products with packed weights; the formulas stand in `ReferenceKernels+PackedProducts.swift`.
///
/// With few rows of X every weight is used once or a few times, so that the speed is that of memory: rows of W are read
/// one after the other, as long streams are what a core fetches ahead best. With more rows, as for a prompt, a block of W
/// at a time is widened into the core's cache and multiplied there.
extension CPUKernels {
    public func packedProduct(_ x: Floats, m: Int, _ weights: PackedMatrix, into y: MutableFloats) {
        guard m > 0, weights.rows > 0 else { return }
        guard weights.columns > 0 else { return y.update(repeating: 0, count: m * weights.rows) }
        switch weights.form {
        case .bf16: Self.product(x, m, weights, UInt16.self, y)
        case .int8: Self.product(x, m, weights, Int8.self, y)
        }
    }

    /// The most rows of X that meet the weights as these come from memory.
    private static let few = 4

    @inline(__always)
    private static func product<Number: PackedNumber>(
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
    private static func dots<Number: PackedNumber>(
        _ x: Floats, _ m: Int, _ weights: PackedMatrix, _ numbers: UnsafePointer<Number>, _ y: MutableFloats
    ) {
        let (n, k) = (weights.rows, weights.columns)
        func one(_ row: Int) {
            let scale = weights.scales?[row] ?? 1
            for i in 0..<m { y[i * n + row] = scale * dot(x + i * k, numbers + row * k, k) }
        }
        guard n * k > Work.piece else {
            for row in 0..<n { one(row) }
            return
        }
        // Sixteen chunks or more for the cores to share, and none so small that taking it costs as much as reading it.
        let bytes = k * weights.form.size
        let each = max(1, min(n / 16, (256 << 10) / bytes), (16 << 10) / bytes)
        ThreadPool.forEach((n + each - 1) / each) { chunk in
            for row in chunk * each..<min(n, (chunk + 1) * each) { one(row) }
        }
    }

    /// Σ x[i] · w[i], in four sums side by side.
    @inline(__always)
    private static func dot<Number: PackedNumber>(_ x: Floats, _ w: UnsafePointer<Number>, _ count: Int) -> Float {
        var (s0, s1, s2, s3) = (Lanes(), Lanes(), Lanes(), Lanes())
        var i = 0
        while i &+ 64 <= count {
            s0.addProduct(load(w + i, 16), load(x + i, 16))
            s1.addProduct(load(w + i + 16, 16), load(x + i + 16, 16))
            s2.addProduct(load(w + i + 32, 16), load(x + i + 32, 16))
            s3.addProduct(load(w + i + 48, 16), load(x + i + 48, 16))
            i &+= 64
        }
        while i < count {
            let n = min(16, count &- i)
            s0.addProduct(load(w + i, n), load(x + i, n))
            i &+= 16
        }
        return ((s0 + s1) + (s2 + s3)).total
    }

    /// Y = X · Wᵀ, a block of rows of W at a time, widened to float32.
    @inline(__always)
    private static func blocks<Number: PackedNumber>(
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
                    forEachLanes(k) { i, n in store(load(w + i, n) * scale, target + i, n) }
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
        Work.forEachRow(packed.rows, columns: columns, cost: 2) { row in
            let w = weights + row * columns
            switch packed.form {
            case .bf16: Self.roundToUpperHalf(w, into: packed.base.assumingMemoryBound(to: UInt16.self) + row * columns, columns)
            case .int8:
                packed.scales![row] = Self.roundToBytes(w, into: packed.base.assumingMemoryBound(to: Int8.self) + row * columns, columns)
            }
        }
    }

    private static func roundToUpperHalf(_ w: Floats, into numbers: UnsafeMutablePointer<UInt16>, _ count: Int) {
        forEachLanes(count) { i, n in
            let x = load(w + i, n), bits = x.bits
            // Just under a half, and one more where the last bit that stays is odd: ties go to even.
            let rounded = (bits &+ 0x7FFF &+ (bits &>> 16 & 1)) &>> 16
            store(lowBitsOf: rounded.replacing(with: bits &>> 16 | 0x40, where: x .!= x), numbers + i, n)
        }
    }

    /// - Returns: what the bytes are to be multiplied by.
    private static func roundToBytes(_ w: Floats, into numbers: UnsafeMutablePointer<Int8>, _ count: Int) -> Float {
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
        // Adding 1.5 · 2²³ leaves no bits behind the point: the sum is a rounded number, in its low bits.
        let shifter = Lanes(repeating: 12_582_912)
        forEachLanes(count) { i, n in
            store(lowBitsOf: (load(w + i, n) / scale + shifter).bits, numbers + i, n)
        }
        return scale
    }
}
