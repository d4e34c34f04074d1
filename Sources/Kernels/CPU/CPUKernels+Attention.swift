/// Attention, sixteen or thirty-two queries of one head at a time; the formulas stand in
/// `ReferenceKernels+Attention.swift`.
///
/// The queries lie across the lanes: scores are [keys, across], so that the softmax of sixteen queries is a
/// walk down the keys with no sum or maximum across lanes, and no head is too narrow for whole registers. All
/// the scores of such queries are there at once, in the core's first cache: two products around a softmax
/// (Dao et al. 2022 without the tiling of keys, as a cache on a CPU holds whole rows). Only keys up to the
/// last query are computed. The same code serves float32 and bfloat16: the rows of a head, which lie far
/// apart, are put together first, as float32.
extension CPUKernels {
    public func attention(
        _ shape: AttentionShape, q: Floats, k: Floats, v: Floats, into z: MutableFloats,
        logSumExp: MutableFloats
    ) {
        if shape.queries <= 4 { return fewQueries(shape, q: q, k: k, v: v, into: z, logSumExp: logSumExp) }
        Self.forward(shape, q, k, v, z, logSumExp)
    }

    public func attention(
        _ shape: AttentionShape, q: BFloats, k: BFloats, v: BFloats, into z: MutableBFloats,
        logSumExp: MutableFloats
    ) {
        Self.forward(shape, q, k, v, z, logSumExp)
    }

    // MARK: Forward

    private static func forward<Number: LaneNumber>(
        _ shape: AttentionShape, _ q: UnsafePointer<Number>, _ k: UnsafePointer<Number>,
        _ v: UnsafePointer<Number>,
        _ z: UnsafeMutablePointer<Number>, _ logSumExp: MutableFloats
    ) {
        guard shape.queries > 0 else { return }
        // Few heads are cut into parts of 64 queries, which put keys and values together for themselves.
        let each = shape.batch * shape.heads >= 32 ? shape.queries : 64
        let parts = (shape.queries + each - 1) / each
        AttentionTasks.forEach(shape.batch * shape.heads * parts, work: each * shape.keys * shape.width) {
            indices in
            let together = shape.queriesTogether
            ForwardRooms.with(shape, keys: shape.visibleKeys(to: shape.queries - 1)) { rooms in
                for (index, part) in indices.lazy.map({ $0.quotientAndRemainder(dividingBy: parts) }) {
                    let head = AttentionHead(shape, index)
                    let queries = part * each..<min(shape.queries, (part + 1) * each)
                    let seen = shape.visibleKeys(to: queries.upperBound - 1)
                    AttentionRows.gather(k + head.k, shape.k.position, seen, shape.width, into: rooms.k)
                    AttentionRows.gather(v + head.v, shape.v.position, seen, shape.width, into: rooms.v)
                    for first in stride(from: queries.lowerBound, to: queries.upperBound, by: together) {
                        let (count, q, z) = (
                            min(together, queries.upperBound - first), q + head.q, z + head.z
                        )
                        AttentionRows.gather(
                            q + first * shape.q.position, shape.q.position, count, shape.width,
                            into: rooms.rows)
                        attend(shape, first, count, rooms)
                        AttentionRows.scatter(
                            rooms.rows, count, shape.width, to: z + first * shape.z.position, shape.z.position
                        )
                        (logSumExp + index * shape.queries + first).update(
                            from: rooms.logSumExp, count: count)
                    }
                }
            }
        }
    }

    /// q [count, width] in `rows` becomes z [count, width], and log Σ exp s [count] stands beside it.
    private static func attend(_ shape: AttentionShape, _ first: Int, _ count: Int, _ rooms: ForwardRooms) {
        let (width, columns, scores) = (rooms.width, rooms.columns, rooms.scores)
        let across = AttentionRows.padded(count), keys = shape.visibleKeys(to: first + count - 1)
        LaneTranspose.whole(rooms.rows, width, rows: across, columns: width, into: columns, across)
        // s = q kᵀ                                                  [keys, across]
        LaneProducts.product(
            rooms.k, row: width, step: 1, rows: keys, columns, bStep: across, steps: shape.width,
            into: scores, cStep: across, across: across)
        for i in stride(from: 0, to: across, by: 16) {
            let view = AttentionView(shape, first + i, min(16, count - i))
            let (maximum, sum) = softmax(scores + i, across, view, keys, Lanes(repeating: shape.scale))
            store(maximum + VectorMath.log(sum), rooms.logSumExp + i, 16)
            store((1 / sum).replacing(with: Lanes(), where: sum .== 0), rooms.inverses + i, 16)
        }
        // z = p v, with p divided by its sum only now: z is narrower.   [width, across]
        LaneProducts.product(
            rooms.v, row: 1, step: width, rows: shape.width, scores, bStep: across, steps: keys,
            into: columns, cStep: across, across: across)
        for i in stride(from: 0, to: across, by: 16) {
            let (inverse, column) = (load(rooms.inverses + i, 16), columns + i)
            for row in 0..<shape.width {
                store(load(column + row &* across, 16) * inverse, column + row &* across, 16)
            }
        }
        LaneTranspose.whole(columns, across, rows: width, columns: across, into: rooms.rows, width)
    }

    /// Scores s [keys, 16], whose rows lie `step` apart, become exp(scale · s − their query's maximum), 0
    /// where the mask hides the key and for those up to `keys` that only the queries beside these see.
    @inline(__always)
    private static func softmax(
        _ s: MutableFloats, _ step: Int, _ view: AttentionView, _ keys: Int, _ scale: Lanes
    ) -> (maximum: Lanes, sum: Lanes) {
        let hidden = Lanes(repeating: -.infinity)
        var (m0, m1) = (hidden, hidden)
        var key = 0
        while key &+ 2 <= view.keysOfAll {
            let s = s + step &* key
            let (s0, s1) = (load(s, 16) * scale, load(s + step, 16) * scale)
            store(s0, s, 16)
            store(s1, s + step, 16)
            (m0, m1) = (m0.raised(to: s0), m1.raised(to: s1))
            key &+= 2
        }
        while key < view.keys {
            let score = (load(s + step &* key, 16) * scale).replacing(with: hidden, where: view.hides(key))
            store(score, s + step &* key, 16)
            m0 = m0.raised(to: score)
            key &+= 1
        }
        let maximum = m0.raised(to: m1)
        // A query that sees no key has 0 for its exponentials, and not −∞ + ∞.
        let shift = maximum.replacing(with: Lanes(), where: maximum .== hidden)
        var total = Lanes()
        for start in stride(from: 0, to: view.keys, by: 256) {
            // Float sums of 256 numbers at most, and then of such sums.
            var sum = Lanes()
            for key in start..<min(start &+ 256, view.keys) {
                let p = VectorMath.expOfNegative(load(s + step &* key, 16) - shift)
                store(p, s + step &* key, 16)
                sum += p
            }
            total += sum
        }
        for key in view.keys..<keys { store(Lanes(), s + step &* key, 16) }
        return (maximum, total)
    }

    // MARK: Few queries

    /// One to four queries against a cache of keys: every key and value is read
    /// once, straight from where it lies.
    private func fewQueries(
        _ shape: AttentionShape, q: Floats, k: Floats, v: Floats, into z: MutableFloats,
        logSumExp: MutableFloats
    ) {
        let heads = shape.batch * shape.heads
        let work = max(1, shape.queries * shape.keys * shape.width)
        // Between two layers the weights have pushed keys and values out of the caches:
        // it is memory that the cores share.
        let each = max(1, (Partition.piece / 4) / work)
        ThreadPool.forEach((heads + each - 1) / each) { chunk in
            for index in chunk * each..<min(heads, (chunk + 1) * each) {
                let head = AttentionHead(shape, index)
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
