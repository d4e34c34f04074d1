import Foundation

/// Scaled dot-product attention (Vaswani et al. 2017, equation 1), one query at a time.
extension ReferenceKernels {
    // s[j] = scale · q·k[j] for every key that the query may see;  p = softmax(s);  z = Σ_j p[j] · v[j]
    public func attention(
        _ shape: AttentionShape, q: Floats, k: Floats, v: Floats, into z: MutableFloats,
        logSumExp: MutableFloats
    ) {
        forEachQuery(shape) { batch, head, query, visible, row in
            let at = Places(shape, batch: batch, head: head)
            let scores = self.scores(shape, q: q + at.q(query), k: k, at: at, visible: visible)
            let maximum = scores.max() ?? -.infinity
            var total = 0.0
            for score in scores { total += exp(score - maximum) }
            let logSum = visible == 0 ? -.infinity : maximum + log(total)
            logSumExp[row] = Float(logSum)
            for d in 0..<shape.width {
                var value = 0.0
                for j in 0..<visible { value += exp(scores[j] - logSum) * Double(v[at.v(j) + d]) }
                z[at.z(query) + d] = Float(value)
            }
        }
    }

    // z = Σ_j p[j] v[j]       undone:  dv[j] += p[j] dz;  dp[j] = dz · v[j]
    // p = softmax(s)          undone:  ds[j] = p[j] (dp[j] − Σ_i p[i] dp[i]), and Σ_i p[i] dp[i] = dz · z
    // s[j] = scale · q·k[j]   undone:  dq += scale · ds[j] k[j];  dk[j] += scale · ds[j] q
    public func attentionBackward(
        _ shape: AttentionShape, q: Floats, k: Floats, v: Floats, z: Floats, logSumExp: Floats, dz: Floats,
        dq: MutableFloats, dk: MutableFloats, dv: MutableFloats
    ) {
        let (width, keys) = (shape.width, shape.keys)
        var dkTotals = [Double](repeating: 0, count: keys * width)
        var dvTotals = dkTotals
        forEachQuery(shape) { batch, head, query, visible, row in
            let at = Places(shape, batch: batch, head: head)
            if query == 0 {
                for i in 0..<(keys * width) { (dkTotals[i], dvTotals[i]) = (0, 0) }
            }
            let scores = self.scores(shape, q: q + at.q(query), k: k, at: at, visible: visible)
            var dot = 0.0
            for d in 0..<width { dot += Double(dz[at.z(query) + d]) * Double(z[at.z(query) + d]) }
            var dqTotals = [Double](repeating: 0, count: width)
            for j in 0..<visible {
                let probability = exp(scores[j] - Double(logSumExp[row]))
                var dp = 0.0
                for d in 0..<width { dp += Double(dz[at.z(query) + d]) * Double(v[at.v(j) + d]) }
                let ds = probability * (dp - dot) * Double(shape.scale)
                for d in 0..<width {
                    dvTotals[j * width + d] += probability * Double(dz[at.z(query) + d])
                    dqTotals[d] += ds * Double(k[at.k(j) + d])
                    dkTotals[j * width + d] += ds * Double(q[at.q(query) + d])
                }
            }
            for d in 0..<width { dq[at.q(query) + d] = Float(dqTotals[d]) }
            guard query == shape.queries - 1 else { return }
            for j in 0..<keys {
                for d in 0..<width {
                    dk[at.k(j) + d] = Float(dkTotals[j * width + d])
                    dv[at.v(j) + d] = Float(dvTotals[j * width + d])
                }
            }
        }
    }

    /// Calls `body` for each query with the number of keys it may see and its place in `logSumExp`.
    private func forEachQuery(_ shape: AttentionShape, _ body: (Int, Int, Int, Int, Int) -> Void) {
        for batch in 0..<shape.batch {
            for head in 0..<shape.heads {
                for query in 0..<shape.queries {
                    let row = (batch * shape.heads + head) * shape.queries + query
                    body(batch, head, query, shape.visibleKeys(to: query), row)
                }
            }
        }
    }

    private func scores(_ shape: AttentionShape, q: Floats, k: Floats, at: Places, visible: Int) -> [Double] {
        (0..<visible).map { j in
            var dot = 0.0
            for d in 0..<shape.width { dot += Double(q[d]) * Double(k[at.k(j) + d]) }
            return dot * Double(shape.scale)
        }
    }

    /// Where the rows of one batch and head lie.
    private struct Places {
        let q, k, v, z: (Int) -> Int

        init(_ shape: AttentionShape, batch: Int, head: Int) {
            q = { shape.q.offset(batch: batch, head: head) + $0 * shape.q.position }
            k = { shape.k.offset(batch: batch, head: head) + $0 * shape.k.position }
            v = { shape.v.offset(batch: batch, head: head) + $0 * shape.v.position }
            z = { shape.z.offset(batch: batch, head: head) + $0 * shape.z.position }
        }
    }
}

extension AttentionShape {
    /// How many keys the query sees: all, or with a causal mask those up to its own position
    /// `keys − queries + query`.
    func visibleKeys(to query: Int) -> Int {
        causal ? min(keys, max(0, keys - queries + query + 1)) : keys
    }
}

extension AttentionStrides {
    /// Where the first row of a batch and head starts.
    func offset(batch: Int, head: Int) -> Int { batch * self.batch + head * self.head }
}
