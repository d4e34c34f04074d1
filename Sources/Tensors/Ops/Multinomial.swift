extension Tensor {
    /// Draws of places with probability proportional to the weights of each row: [n] → [k], [m, n] → [m, k].
    ///
    /// With replacement by the cumulative sum; without by the k largest of wᵢ/eᵢ, e exponential (Efraimidis &
    /// Spirakis 2006), as PyTorch does. Seeded and repeatable; the draws are not PyTorch's own.
    public func multinomial(_ k: Int, replacement: Bool = false, _ generator: Generator = .standard) throws -> Tensor {
        guard rank == 1 || rank == 2, dtype.isFloatingPoint else {
            throw TensorError(.runtime, "multinomial wants probabilities [n] or [m, n], got \(dtype) \(Shape.description(shape))")
        }
        let n = shape[rank - 1], rows = rank == 2 ? shape[0] : 1
        guard k > 0 else { throw TensorError(.runtime, "cannot sample n_sample <= 0 samples") }
        guard replacement || k <= n else { throw TensorError(.runtime, "cannot sample n_sample > prob_dist.size(-1) samples without replacement") }
        let weights = try elements(Double.self)
        guard weights.allSatisfy({ $0.isFinite && $0 >= 0 }) else {
            throw TensorError(.runtime, "probability tensor contains either `inf`, `nan` or element < 0", hint: "torch.exp(log_probs) or F.softmax(logits, dim=-1)")
        }
        let result = try Tensor.empty(rank == 2 ? [rows, k] : [k], .int64), out = result.fresh(Int64.self)
        for row in 0..<rows {
            let w = weights[(row * n)..<((row + 1) * n)]
            let total = w.reduce(0, +)
            guard total > 0 else { throw TensorError(.runtime, "invalid multinomial distribution (sum of probabilities <= 0)") }
            if replacement || k == 1 {
                for draw in 0..<k {
                    let target = generator.uniformDouble() * total
                    var sum = 0.0, chosen = -1
                    for (place, weight) in w.enumerated() where weight > 0 {
                        sum += weight
                        chosen = place
                        if sum > target { break }
                    }
                    out[row * k + draw] = Int64(chosen)
                }
            } else {
                guard w.filter({ $0 > 0 }).count >= k else {
                    throw TensorError(.runtime, "invalid multinomial distribution (with replacement=False, not enough non-negative category to sample)")
                }
                let keys = w.map { $0 / -logarithm(1 - generator.uniformDouble()) }
                let order = keys.indices.sorted { keys[$0] != keys[$1] ? keys[$0] > keys[$1] : $0 < $1 }
                for draw in 0..<k { out[row * k + draw] = Int64(order[draw]) }
            }
        }
        return result
    }
}
