/// Attention, some queries of one head at a time; the formulas stand in `ReferenceKernels+Attention.swift`.
///
/// The rows of a head lie far apart (q, k and v of all heads side by side), so they are put together first. A block of
/// queries then has all its scores at once, [queries, keys seen], in the core's cache: two products around a softmax (Dao
/// et al. 2022 without the tiling of keys, as a cache on a CPU holds whole rows). Only the keys up to the last query of a
/// block are computed. The same code serves float32 and bfloat16; sums and softmax are float32 in both.
extension CPUKernels {
    public func attention(
        _ shape: AttentionShape, q: Floats, k: Floats, v: Floats, into z: MutableFloats,
        logSumExp: MutableFloats
    ) {
        if shape.queries <= 4 { return fewQueries(shape, q: q, k: k, v: v, into: z, logSumExp: logSumExp) }
        Self.forward(shape, q, k, v, z, logSumExp)
    }

    public func attention(
        _ shape: AttentionShape, q: BFloats, k: BFloats, v: BFloats, into z: MutableBFloats, logSumExp: MutableFloats
    ) {
        Self.forward(shape, q, k, v, z, logSumExp)
    }

    public func attentionBackward(
        _ shape: AttentionShape, q: Floats, k: Floats, v: Floats, z: Floats, logSumExp: Floats, dz: Floats,
        dq: MutableFloats, dk: MutableFloats, dv: MutableFloats
    ) {
        Self.backward(shape, q, k, v, z, logSumExp, dz, dq, dk, dv)
    }

    public func attentionBackward(
        _ shape: AttentionShape, q: BFloats, k: BFloats, v: BFloats, z: BFloats, logSumExp: Floats, dz: BFloats,
        dq: MutableBFloats, dk: MutableBFloats, dv: MutableBFloats
    ) {
        Self.backward(shape, q, k, v, z, logSumExp, dz, dq, dk, dv)
    }

    // MARK: Forward

    private static func forward<Number: AttentionNumber>(
        _ shape: AttentionShape, _ q: UnsafePointer<Number>, _ k: UnsafePointer<Number>, _ v: UnsafePointer<Number>,
        _ z: UnsafeMutablePointer<Number>, _ logSumExp: MutableFloats
    ) {
        let size = shape.blockSize
        let blocks = (shape.queries + size - 1) / size
        // Many heads: each is a task. Few: so is each of their blocks, which put keys and values together for themselves.
        let each = shape.batch * shape.heads >= 32 ? blocks : 1
        let parts = (blocks + each - 1) / max(each, 1)
        ThreadPool.forEach(shape.batch * shape.heads * parts) { task in
            let (index, part) = task.quotientAndRemainder(dividingBy: parts)
            let head = Head(shape, index)
            let last = min(shape.queries, (part + 1) * each * size)
            let (seen, width) = (shape.visibleKeys(to: last - 1), shape.width)
            Rooms.with(Number.self, numbers: 2 * seen * width + size * (seen + width), floats: size * (seen + width + 1)) { room, floats in
                let (keys, values, operand) = (room, room + seen * width, room + 2 * seen * width)
                Number.copy(k + head.k, shape.k.position, into: keys, seen, width)
                Number.copy(v + head.v, shape.v.position, into: values, seen, width)
                for start in stride(from: part * each * size, to: last, by: size) {
                    forward(
                        shape, start..<min(last, start + size), q + head.q, keys, values, z + head.z,
                        logSumExp + index * shape.queries, operand, floats)
                }
            }
        }
    }

    /// One block of queries of one head; keys and values [seen, width].
    @inline(__always)
    private static func forward<Number: AttentionNumber>(
        _ shape: AttentionShape, _ queries: Range<Int>, _ q: UnsafePointer<Number>, _ k: UnsafePointer<Number>, _ v: UnsafePointer<Number>,
        _ z: UnsafeMutablePointer<Number>, _ logSumExp: MutableFloats, _ operand: UnsafeMutablePointer<Number>, _ floats: MutableFloats
    ) {
        let (rows, first, width) = (queries.count, queries.lowerBound, shape.width)
        let keys = shape.visibleKeys(to: queries.upperBound - 1)
        let z = z + first * shape.z.position
        guard keys > 0 else {
            for row in 0..<rows {
                (z + row * shape.z.position).update(repeating: Number.zero, count: width)
                logSumExp[first + row] = -.infinity
            }
            return
        }
        let (scores, sums, inverses) = (floats, floats + rows * keys, floats + rows * (keys + width))
        // s = scale · q kᵀ                                       [rows, keys]
        Number.copy(q + first * shape.q.position, shape.q.position, into: operand, rows, width)
        Number.product(
            Matrix(operand, stride: width), Matrix(k, stride: width, transposed: true), m: rows, n: keys, k: width, alpha: shape.scale,
            beta: 0, into: scores)
        for row in 0..<rows {
            let (s, visible) = (scores + row * keys, shape.visibleKeys(to: first + row))
            let maximum = maximumOf(s, visible)
            let sum = exponentials(s, into: s, visible, minus: maximum)
            (s + visible).update(repeating: 0, count: keys - visible)
            logSumExp[first + row] = visible == 0 ? -.infinity : maximum + logarithm(sum)
            inverses[row] = visible == 0 ? 0 : Float(1 / sum)
        }
        // z = p v, with p divided by its sum only now: z is narrower.   [rows, width]
        let p = Number.operand(scores, rows * keys, operand)
        Number.product(Matrix(p, stride: keys), Matrix(v, stride: width), m: rows, n: width, k: keys, alpha: 1, beta: 0, into: sums)
        for row in 0..<rows {
            let (from, to, inverse) = (sums + row * width, z + row * shape.z.position, Lanes(repeating: inverses[row]))
            forEachLanes(width) { i, n in Number.write(load(from + i, n) * inverse, to + i, n) }
        }
    }

    // MARK: Backward

    private static func backward<Number: AttentionNumber>(
        _ shape: AttentionShape, _ q: UnsafePointer<Number>, _ k: UnsafePointer<Number>, _ v: UnsafePointer<Number>,
        _ z: UnsafePointer<Number>, _ logSumExp: Floats, _ dz: UnsafePointer<Number>,
        _ dq: UnsafeMutablePointer<Number>, _ dk: UnsafeMutablePointer<Number>, _ dv: UnsafeMutablePointer<Number>
    ) {
        let (size, width) = (shape.blockSize, shape.width)
        let blocks = (shape.queries + size - 1) / size
        // One head is one task: all its queries add to the same dk and dv.
        ThreadPool.forEach(shape.batch * shape.heads) { index in
            let head = Head(shape, index)
            let (dk, dv) = (dk + head.k, dv + head.v)
            let seen = shape.queries == 0 ? 0 : shape.visibleKeys(to: shape.queries - 1)
            for key in max(seen, 0)..<max(seen, shape.keys) {
                (dk + key * shape.k.position).update(repeating: Number.zero, count: width)
                (dv + key * shape.v.position).update(repeating: Number.zero, count: width)
            }
            let numbers = 2 * seen * width + 2 * size * (seen + width), floats = 2 * seen * width + size * (2 * seen + width)
            Rooms.with(Number.self, numbers: numbers, floats: floats) { room, floats in
                let (keys, values, operands) = (room, room + seen * width, room + 2 * seen * width)
                let (dkSums, dvSums, rest) = (floats, floats + seen * width, floats + 2 * seen * width)
                Number.copy(k + head.k, shape.k.position, into: keys, seen, width)
                Number.copy(v + head.v, shape.v.position, into: values, seen, width)
                // The last block sees the most keys and writes dk and dv; those before it add to theirs.
                for block in stride(from: blocks - 1, through: 0, by: -1) {
                    backward(
                        shape, block * size..<min(shape.queries, (block + 1) * size), isFirst: block == blocks - 1, q + head.q, keys, values,
                        z + head.z, logSumExp + index * shape.queries, dz + head.z, dq + head.q, dkSums, dvSums, operands, rest)
                }
                for key in 0..<seen {
                    let (fromK, fromV) = (dkSums + key * width, dvSums + key * width)
                    let (toK, toV) = (dk + key * shape.k.position, dv + key * shape.v.position)
                    forEachLanes(width) { i, n in
                        Number.write(load(fromK + i, n), toK + i, n)
                        Number.write(load(fromV + i, n), toV + i, n)
                    }
                }
            }
        }
    }

    /// One block of queries of one head: its dq, and its share of dk and dv [seen, width].
    @inline(__always)
    private static func backward<Number: AttentionNumber>(
        _ shape: AttentionShape, _ queries: Range<Int>, isFirst: Bool, _ q: UnsafePointer<Number>, _ k: UnsafePointer<Number>,
        _ v: UnsafePointer<Number>, _ z: UnsafePointer<Number>, _ logSumExp: Floats, _ dz: UnsafePointer<Number>,
        _ dq: UnsafeMutablePointer<Number>, _ dk: MutableFloats, _ dv: MutableFloats, _ operands: UnsafeMutablePointer<Number>,
        _ floats: MutableFloats
    ) {
        let (rows, first, width) = (queries.count, queries.lowerBound, shape.width)
        let keys = shape.visibleKeys(to: queries.upperBound - 1)
        let beta: Float = isFirst ? 0 : 1
        let (z, dz, dq) = (
            z + first * shape.z.position, dz + first * shape.z.position, dq + first * shape.q.position
        )
        guard keys > 0 else {
            for row in 0..<rows { (dq + row * shape.q.position).update(repeating: Number.zero, count: width) }
            return
        }
        let (p, ds, dqSums) = (floats, floats + rows * keys, floats + 2 * rows * keys)
        let (qRows, dzRows) = (operands, operands + rows * width)
        let (pRoom, dsRoom) = (operands + 2 * rows * width, operands + 2 * rows * width + rows * keys)
        Number.copy(q + first * shape.q.position, shape.q.position, into: qRows, rows, width)
        Number.copy(dz, shape.z.position, into: dzRows, rows, width)
        let (qMatrix, dzMatrix) = (Matrix<Number>(qRows, stride: width), Matrix<Number>(dzRows, stride: width))
        // s = scale · q kᵀ, once more, and dp = dz vᵀ                 [rows, keys]
        Number.product(
            qMatrix, Matrix(k, stride: width, transposed: true), m: rows, n: keys, k: width, alpha: shape.scale, beta: 0, into: p)
        Number.product(dzMatrix, Matrix(v, stride: width, transposed: true), m: rows, n: keys, k: width, alpha: 1, beta: 0, into: ds)
        for row in 0..<rows {
            let (z, dz) = (z + row * shape.z.position, dzRows + row * width)
            let dot = Float(sumOfLanes(width) { i, n in Number.lanes(z + i, n) * Number.lanes(dz + i, n) })
            // p = exp(s − logΣexp s);  ds = p (dp − dz·z), and the scale that q kᵀ was multiplied by
            scoreGradient(
                p + row * keys, ds + row * keys, logSumExp: logSumExp[first + row], dot: dot,
                scale: shape.scale, visible: shape.visibleKeys(to: first + row), keys)
        }
        let (probabilities, gradients) = (Number.operand(p, rows * keys, pRoom), Number.operand(ds, rows * keys, dsRoom))
        // z = p v undone: dv += pᵀ dz.  s = q kᵀ undone: dk += dsᵀ q, dq = ds k.
        Number.product(Matrix(probabilities, stride: keys, transposed: true), dzMatrix, m: keys, n: width, k: rows, alpha: 1, beta: beta, into: dv)
        Number.product(Matrix(gradients, stride: keys, transposed: true), qMatrix, m: keys, n: width, k: rows, alpha: 1, beta: beta, into: dk)
        Number.product(Matrix(gradients, stride: keys), Matrix(k, stride: width), m: rows, n: width, k: keys, alpha: 1, beta: 0, into: dqSums)
        for row in 0..<rows {
            let (from, to) = (dqSums + row * width, dq + row * shape.q.position)
            forEachLanes(width) { i, n in Number.write(load(from + i, n), to + i, n) }
        }
    }

    /// Scores become probabilities and dp becomes ds, in place; what the mask hides becomes 0.
    @inline(__always)
    private static func scoreGradient(
        _ p: MutableFloats, _ ds: MutableFloats, logSumExp: Float, dot: Float, scale: Float, visible: Int,
        _ keys: Int
    ) {
        forEachLanes(visible) { i, n in
            let probability = VectorMath.expOfNegative(load(p + i, n) - logSumExp)
            store(probability, p + i, n)
            store(probability * (load(ds + i, n) - dot) * scale, ds + i, n)
        }
        (p + visible).update(repeating: 0, count: keys - visible)
        (ds + visible).update(repeating: 0, count: keys - visible)
    }

    // MARK: Few queries

    /// One to four queries against a cache of keys: every key and value is read once, straight from where it lies.
    private func fewQueries(
        _ shape: AttentionShape, q: Floats, k: Floats, v: Floats, into z: MutableFloats,
        logSumExp: MutableFloats
    ) {
        let heads = shape.batch * shape.heads
        let work = shape.queries * max(1, shape.keys * shape.width)
        // Between two layers the weights have pushed keys and values out of the caches: it is memory that the cores share.
        let each = max(1, (Work.piece / 4) / work)
        ThreadPool.forEach((heads + each - 1) / each) { chunk in
            for index in chunk * each..<min(heads, (chunk + 1) * each) {
                let head = Head(shape, index)
                for query in 0..<shape.queries {
                    logSumExp[index * shape.queries + query] = Self.oneQuery(
                        q + head.q + query * shape.q.position, k + head.k, v + head.v,
                        into: z + head.z + query * shape.z.position, visible: shape.visibleKeys(to: query),
                        shape)
                }
            }
        }
    }

    /// Writes z and returns log Σ exp s.
    private static func oneQuery(
        _ q: Floats, _ k: Floats, _ v: Floats, into z: MutableFloats, visible: Int, _ shape: AttentionShape
    ) -> Float {
        z.update(repeating: 0, count: shape.width)
        guard visible > 0 else { return -.infinity }
        return Scratch.with(visible) { scores in
            for key in 0..<visible {
                let row = k + key * shape.k.position
                var dot = Lanes()
                forEachLanes(shape.width) { i, n in dot = load(q + i, n).times(load(row + i, n), plus: dot) }
                scores[key] = shape.scale * dot.total
            }
            let maximum = maximumOf(scores, visible)
            let sum = exponentials(scores, into: scores, visible, minus: maximum)
            for key in 0..<visible {
                let (row, p) = (v + key * shape.v.position, Lanes(repeating: scores[key]))
                forEachLanes(shape.width) { i, n in
                    store(load(row + i, n).times(p, plus: load(z + i, n)), z + i, n)
                }
            }
            multiply(z, by: Float(1 / sum), shape.width)
            return maximum + logarithm(sum)
        }
    }
}

/// Where the rows of one batch and head start.
private struct Head {
    let q: Int, k: Int, v: Int, z: Int

    init(_ shape: AttentionShape, _ index: Int) {
        let (batch, head) = index.quotientAndRemainder(dividingBy: shape.heads)
        q = shape.q.offset(batch: batch, head: head)
        k = shape.k.offset(batch: batch, head: head)
        v = shape.v.offset(batch: batch, head: head)
        z = shape.z.offset(batch: batch, head: head)
    }
}

/// The two types that attention is computed in.
private protocol AttentionNumber: LaneNumber {
    static var zero: Self { get }
    /// C = alpha · op(A) · op(B) + beta · C on the calling thread, C [m, n] contiguous float32.
    static func product(
        _ a: Matrix<Self>, _ b: Matrix<Self>, m: Int, n: Int, k: Int, alpha: Float, beta: Float, into c: MutableFloats)
    /// Floats as what a product takes: themselves, or rounded into `room`.
    static func operand(_ x: MutableFloats, _ count: Int, _ room: UnsafeMutablePointer<Self>) -> UnsafePointer<Self>
}

extension AttentionNumber {
    /// Rows that lie `stride` apart, put together.
    @inline(__always)
    static func copy(_ x: UnsafePointer<Self>, _ stride: Int, into y: UnsafeMutablePointer<Self>, _ rows: Int, _ width: Int) {
        for row in 0..<rows { (y + row * width).update(from: x + row * stride, count: width) }
    }
}

extension Float: AttentionNumber {
    static func product(
        _ a: MatrixOperand, _ b: MatrixOperand, m: Int, n: Int, k: Int, alpha: Float, beta: Float, into c: MutableFloats
    ) {
        BLAS.product(a, b, m: m, n: n, k: k, alpha: alpha, beta: beta, into: c, stride: n)
    }
    static func operand(_ x: MutableFloats, _ count: Int, _ room: MutableFloats) -> Floats { Floats(x) }
}

extension BFloat16: AttentionNumber {
    static var zero: BFloat16 { BFloat16(bits: 0) }
    static func product(
        _ a: Matrix<BFloat16>, _ b: Matrix<BFloat16>, m: Int, n: Int, k: Int, alpha: Float, beta: Float, into c: MutableFloats
    ) {
        CPUKernels().gemm(a, b, m: m, n: n, k: k, alpha: alpha, beta: beta, into: c, stride: n)
    }
    static func operand(_ x: MutableFloats, _ count: Int, _ room: MutableBFloats) -> BFloats {
        CPUKernels.narrow(x, into: room, count)
        return BFloats(room)
    }
}

/// Scratch memory for numbers and for floats, side by side.
private enum Rooms {
    @inline(__always)
    static func with<Number>(
        _: Number.Type, numbers: Int, floats: Int, _ body: (UnsafeMutablePointer<Number>, MutableFloats) -> Void
    ) {
        // Floats first: they stay aligned.
        let extra = (numbers * MemoryLayout<Number>.stride + 3) / 4
        Scratch.with(floats + 16 + extra) { room in
            UnsafeMutableRawPointer(room + (floats + 15) / 16 * 16).withMemoryRebound(to: Number.self, capacity: numbers) { body($0, room) }
        }
    }
}

extension AttentionShape {
    /// Queries in a block: 64, fewer where their scores would leave the core's cache (256 K floats, 1 MB).
    fileprivate var blockSize: Int { max(8, min(64, (256 << 10) / max(keys, 1))) }
}
