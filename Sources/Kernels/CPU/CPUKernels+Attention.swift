/// Attention, some queries of one head at a time; the formulas stand in `ReferenceKernels+Attention.swift`.
///
/// A block of queries has all its scores at once, [queries, keys seen], in the core's cache: two products around a
/// softmax (Dao et al. 2022 without the tiling of keys, as a cache on a CPU holds whole rows). Only the keys up to the
/// last query of a block are computed.
extension CPUKernels {
    public func attention(
        _ shape: AttentionShape, q: Floats, k: Floats, v: Floats, into z: MutableFloats,
        logSumExp: MutableFloats
    ) {
        if shape.queries <= 4 { return fewQueries(shape, q: q, k: k, v: v, into: z, logSumExp: logSumExp) }
        let size = shape.blockSize
        let blocks = (shape.queries + size - 1) / size
        ThreadPool.forEach(shape.batch * shape.heads * blocks) { task in
            let (index, block) = task.quotientAndRemainder(dividingBy: blocks)
            let head = Head(shape, index)
            let queries = block * size..<min(shape.queries, (block + 1) * size)
            Self.forward(
                shape, queries, q: q + head.q, k: k + head.k, v: v + head.v, into: z + head.z,
                logSumExp: logSumExp + index * shape.queries)
        }
    }

    /// One block of queries of one head.
    private static func forward(
        _ shape: AttentionShape, _ queries: Range<Int>, q: Floats, k: Floats, v: Floats,
        into z: MutableFloats,
        logSumExp: MutableFloats
    ) {
        let (rows, first) = (queries.count, queries.lowerBound)
        let keys = shape.visibleKeys(to: queries.upperBound - 1)
        let z = z + first * shape.z.position
        Scratch.with(rows * (keys + 1)) { scores in
            let inverses = scores + rows * keys
            // s = scale · q kᵀ                                       [rows, keys]
            if keys > 0 {
                BLAS.product(
                    MatrixOperand(q + first * shape.q.position, stride: shape.q.position),
                    MatrixOperand(k, stride: shape.k.position, transposed: true),
                    m: rows, n: keys, k: shape.width, alpha: shape.scale, beta: 0, into: scores, stride: keys)
            }
            for row in 0..<rows {
                let (s, visible) = (scores + row * keys, shape.visibleKeys(to: first + row))
                let maximum = maximumOf(s, visible)
                let sum = exponentials(s, into: s, visible, minus: maximum)
                (s + visible).update(repeating: 0, count: keys - visible)
                logSumExp[first + row] = visible == 0 ? -.infinity : maximum + logarithm(sum)
                inverses[row] = visible == 0 ? 0 : Float(1 / sum)
            }
            // z = p v, with p divided by its sum only now: z is narrower.   [rows, width]
            if keys > 0 {
                BLAS.product(
                    MatrixOperand(scores, stride: keys), MatrixOperand(v, stride: shape.v.position),
                    m: rows, n: shape.width, k: keys, alpha: 1, beta: 0, into: z, stride: shape.z.position)
            }
            for row in 0..<rows {
                let z = z + row * shape.z.position
                if keys > 0 {
                    multiply(z, by: inverses[row], shape.width)
                } else {
                    z.update(repeating: 0, count: shape.width)
                }
            }
        }
    }

    public func attentionBackward(
        _ shape: AttentionShape, q: Floats, k: Floats, v: Floats, z: Floats, logSumExp: Floats, dz: Floats,
        dq: MutableFloats, dk: MutableFloats, dv: MutableFloats
    ) {
        let size = shape.blockSize
        let blocks = (shape.queries + size - 1) / size
        // One head is one task: all its queries add to the same dk and dv.
        ThreadPool.forEach(shape.batch * shape.heads) { index in
            let head = Head(shape, index)
            let (dk, dv) = (dk + head.k, dv + head.v)
            let seen = shape.queries == 0 ? 0 : shape.visibleKeys(to: shape.queries - 1)
            for key in seen..<max(seen, shape.keys) {
                (dk + key * shape.k.position).update(repeating: 0, count: shape.width)
                (dv + key * shape.v.position).update(repeating: 0, count: shape.width)
            }
            // The last block sees the most keys and writes dk and dv; those before it add to theirs.
            for block in stride(from: blocks - 1, through: 0, by: -1) {
                let queries = block * size..<min(shape.queries, (block + 1) * size)
                Self.backward(
                    shape, queries, isFirst: block == blocks - 1, q: q + head.q, k: k + head.k, v: v + head.v,
                    z: z + head.z, logSumExp: logSumExp + index * shape.queries, dz: dz + head.z,
                    dq: dq + head.q, dk: dk, dv: dv)
            }
        }
    }

    /// One block of queries of one head: its dq, and its share of dk and dv.
    private static func backward(
        _ shape: AttentionShape, _ queries: Range<Int>, isFirst: Bool, q: Floats, k: Floats, v: Floats,
        z: Floats,
        logSumExp: Floats, dz: Floats, dq: MutableFloats, dk: MutableFloats, dv: MutableFloats
    ) {
        let (rows, first, width) = (queries.count, queries.lowerBound, shape.width)
        let keys = shape.visibleKeys(to: queries.upperBound - 1)
        let beta: Float = isFirst ? 0 : 1
        let (z, dz, dq) = (
            z + first * shape.z.position, dz + first * shape.z.position, dq + first * shape.q.position
        )
        guard keys > 0 else {
            for row in 0..<rows { (dq + row * shape.q.position).update(repeating: 0, count: width) }
            return
        }
        let qRows = MatrixOperand(q + first * shape.q.position, stride: shape.q.position)
        let dzRows = MatrixOperand(dz, stride: shape.z.position)
        Scratch.with(2 * rows * keys) { p in
            let ds = p + rows * keys
            // s = scale · q kᵀ, once more, and dp = dz vᵀ                 [rows, keys]
            BLAS.product(
                qRows, MatrixOperand(k, stride: shape.k.position, transposed: true),
                m: rows, n: keys, k: width, alpha: shape.scale, beta: 0, into: p, stride: keys)
            BLAS.product(
                dzRows, MatrixOperand(v, stride: shape.v.position, transposed: true),
                m: rows, n: keys, k: width, alpha: 1, beta: 0, into: ds, stride: keys)
            for row in 0..<rows {
                let (z, dz) = (z + row * shape.z.position, dz + row * shape.z.position)
                let dot = Float(sumOfLanes(width) { i, n in load(z + i, n) * load(dz + i, n) })
                // p = exp(s − logΣexp s);  ds = p (dp − dz·z), and the scale that q kᵀ was multiplied by
                scoreGradient(
                    p + row * keys, ds + row * keys, logSumExp: logSumExp[first + row], dot: dot,
                    scale: shape.scale, visible: shape.visibleKeys(to: first + row), keys)
            }
            let (probabilities, gradients) = (
                MatrixOperand(p, stride: keys, transposed: true),
                MatrixOperand(ds, stride: keys, transposed: true)
            )
            // z = p v undone: dv += pᵀ dz.  s = q kᵀ undone: dk += dsᵀ q, dq = ds k.
            BLAS.product(
                probabilities, dzRows,
                m: keys, n: width, k: rows, alpha: 1, beta: beta, into: dv, stride: shape.v.position)
            BLAS.product(
                gradients, qRows,
                m: keys, n: width, k: rows, alpha: 1, beta: beta, into: dk, stride: shape.k.position)
            BLAS.product(
                MatrixOperand(ds, stride: keys), MatrixOperand(k, stride: shape.k.position),
                m: rows, n: width, k: keys, alpha: 1, beta: 0, into: dq, stride: shape.q.position)
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

extension AttentionShape {
    /// Queries in a block: 64, fewer where their scores would leave the core's cache (256 K floats, 1 MB).
    fileprivate var blockSize: Int { max(8, min(64, (256 << 10) / max(keys, 1))) }
}
