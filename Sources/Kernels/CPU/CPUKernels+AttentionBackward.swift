/// The gradients of attention, sixteen or thirty-two queries of one head at a time, which lie across the
/// lanes as in the forward.
extension CPUKernels {
    public func attentionBackward(
        _ shape: AttentionShape, q: Floats, k: Floats, v: Floats, z: Floats, logSumExp: Floats, dz: Floats,
        dq: MutableFloats, dk: MutableFloats, dv: MutableFloats
    ) {
        Self.backward(shape, q, k, v, z, logSumExp, dz, dq, dk, dv)
    }

    public func attentionBackward(
        _ shape: AttentionShape, q: BFloats, k: BFloats, v: BFloats, z: BFloats, logSumExp: Floats,
        dz: BFloats,
        dq: MutableBFloats, dk: MutableBFloats, dv: MutableBFloats
    ) {
        Self.backward(shape, q, k, v, z, logSumExp, dz, dq, dk, dv)
    }

    private static func backward<Number: LaneNumber>(
        _ shape: AttentionShape, _ q: UnsafePointer<Number>, _ k: UnsafePointer<Number>,
        _ v: UnsafePointer<Number>,
        _ z: UnsafePointer<Number>, _ logSumExp: Floats, _ dz: UnsafePointer<Number>,
        _ dq: UnsafeMutablePointer<Number>, _ dk: UnsafeMutablePointer<Number>,
        _ dv: UnsafeMutablePointer<Number>
    ) {
        // One head is one task at most: all its queries add to the same dk and dv.
        AttentionTasks.forEach(shape.batch * shape.heads, work: shape.queries * shape.keys * shape.width) {
            indices in
            let seen = shape.queries == 0 ? 0 : shape.visibleKeys(to: shape.queries - 1)
            GradientRooms.with(shape, keys: seen) { rooms in
                for index in indices {
                    let head = AttentionHead(shape, index)
                    AttentionRows.gather(k + head.k, shape.k.position, seen, shape.width, into: rooms.k)
                    AttentionRows.gather(v + head.v, shape.v.position, seen, shape.width, into: rooms.v)
                    // The last queries see the most keys and write dk and dv;
                    // those before them add to theirs.
                    let together = shape.queriesTogether,
                        last = (shape.queries + together - 1) / together * together - together
                    for first in stride(from: last, through: 0, by: -together) {
                        let count = min(together, shape.queries - first)
                        let (q, dq) = (
                            q + head.q + first * shape.q.position, dq + head.q + first * shape.q.position
                        )
                        let (z, dz) = (
                            z + head.z + first * shape.z.position, dz + head.z + first * shape.z.position
                        )
                        AttentionRows.gather(q, shape.q.position, count, shape.width, into: rooms.q)
                        AttentionRows.gather(dz, shape.z.position, count, shape.width, into: rooms.dz)
                        sumProducts(
                            z, shape.z.position, rooms.dz, count, shape.width, rooms.width, into: rooms.dots)
                        gradients(
                            shape, first, count, rooms, logSumExp + index * shape.queries + first,
                            adding: first != last)
                        AttentionRows.scatter(rooms.rows, count, shape.width, to: dq, shape.q.position)
                    }
                    let (dk, dv) = (dk + head.k, dv + head.v)
                    AttentionRows.scatter(rooms.dk, seen, shape.width, to: dk, shape.k.position)
                    AttentionRows.scatter(rooms.dv, seen, shape.width, to: dv, shape.v.position)
                    for key in seen..<shape.keys {
                        forEachLanes(shape.width) { i, n in
                            Number.write(Lanes(), dk + key * shape.k.position + i, n)
                            Number.write(Lanes(), dv + key * shape.v.position + i, n)
                        }
                    }
                }
            }
        }
    }

    /// dz · z of the queries, side by side: [count], and zeros up to whole registers.
    @inline(__always)
    private static func sumProducts<Number: LaneNumber>(
        _ z: UnsafePointer<Number>, _ stride: Int, _ dz: Floats, _ count: Int, _ width: Int, _ padded: Int,
        into dots: MutableFloats
    ) {
        for row in 0..<count {
            var sum = Lanes()
            forEachLanes(width) { i, n in
                sum = load(dz + row &* padded + i, 16).times(
                    Number.lanes(z + row &* stride + i, n), plus: sum)
            }
            dots[row] = sum.total
        }
        for row in count..<AttentionRows.padded(count) { dots[row] = 0 }
    }

    /// dq [count, width] of some queries into `rows`, and their share of dk and dv [keys, width].
    private static func gradients(
        _ shape: AttentionShape, _ first: Int, _ count: Int, _ rooms: GradientRooms, _ logSumExp: Floats,
        adding: Bool
    ) {
        let width = rooms.width, across = AttentionRows.padded(count),
            keys = shape.visibleKeys(to: first + count - 1)
        // s = q kᵀ, once more, and dp = dz vᵀ                         [keys, across]
        LaneTranspose.whole(rooms.q, width, rows: across, columns: width, into: rooms.columns, across)
        LaneProducts.product(
            rooms.k, row: width, step: 1, rows: keys, rooms.columns, bStep: across, steps: shape.width,
            into: rooms.p, cStep: across,
            across: across)
        LaneTranspose.whole(rooms.dz, width, rows: across, columns: width, into: rooms.columns, across)
        LaneProducts.product(
            rooms.v, row: width, step: 1, rows: keys, rooms.columns, bStep: across, steps: shape.width,
            into: rooms.ds, cStep: across,
            across: across)
        for i in stride(from: 0, to: across, by: 16) {
            let n = min(16, count - i)
            scoreGradients(
                rooms.p + i, rooms.ds + i, across, AttentionView(shape, first + i, n), keys,
                load(logSumExp + i, n), load(rooms.dots + i, 16),
                Lanes(repeating: shape.scale))
        }
        // z = p v undone: dv += pᵀ dz.  s = q kᵀ undone: dk += dsᵀ q, dq = ds k.
        LaneProducts.product(
            rooms.p, row: across, step: 1, rows: keys, rooms.dz, bStep: width, steps: count, into: rooms.dv,
            cStep: width, across: width,
            adding: adding)
        LaneProducts.product(
            rooms.ds, row: across, step: 1, rows: keys, rooms.q, bStep: width, steps: count, into: rooms.dk,
            cStep: width, across: width,
            adding: adding)
        LaneProducts.product(
            rooms.k, row: 1, step: width, rows: shape.width, rooms.ds, bStep: across, steps: keys,
            into: rooms.columns, cStep: across,
            across: across)
        LaneTranspose.whole(rooms.columns, across, rows: width, columns: across, into: rooms.rows, width)
    }

    /// Scores become probabilities and dp becomes ds, in place, of sixteen queries; rows lie `step` apart.
    /// What the mask hides becomes 0.
    ///
    /// p = exp(scale · s − logΣexp);  ds = p (dp − dz·z) · scale, as s was multiplied by it.
    @inline(__always)
    private static func scoreGradients(
        _ p: MutableFloats, _ ds: MutableFloats, _ step: Int, _ view: AttentionView, _ keys: Int,
        _ logSumExp: Lanes, _ dot: Lanes,
        _ scale: Lanes
    ) {
        let shift = logSumExp.negated
        for key in 0..<view.keysOfAll {
            let (p, ds) = (p + step &* key, ds + step &* key)
            let probability = VectorMath.expOfNegative(load(p, 16).times(scale, plus: shift))
            store(probability, p, 16)
            store(probability * (load(ds, 16) - dot) * scale, ds, 16)
        }
        for key in view.keysOfAll..<view.keys {
            let (p, ds, hidden) = (p + step &* key, ds + step &* key, view.hides(key))
            let probability = VectorMath.expOfNegative(load(p, 16).times(scale, plus: shift)).replacing(
                with: Lanes(), where: hidden)
            store(probability, p, 16)
            let gradient = probability * (load(ds, 16) - dot) * scale
            store(gradient.replacing(with: Lanes(), where: hidden), ds, 16)
        }
        // Keys that only the queries beside these see. And products take rows by fours, and add what they
        // take to dk and dv.
        for key in view.keys..<(keys &+ 3) & ~3 {
            store(Lanes(), p + step &* key, 16)
            store(Lanes(), ds + step &* key, 16)
        }
    }
}
