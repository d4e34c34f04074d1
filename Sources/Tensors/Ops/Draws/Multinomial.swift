extension Tensor {
    /// Draws of places with probability proportional to the weights of each row: [n] → [k], [m, n] → [m, k].
    ///
    /// One draw, or several without replacement, are the k largest of wᵢ/eᵢ, e exponential (Efraimidis &
    /// Spirakis 2006); several with replacement go by the cumulative sum. The draws are PyTorch's own.
    ///
    /// - Throws: RuntimeError for other ranks and types, for weights that are negative, infinite or NaN, for
    ///   k below 1, and for more draws than places without replacement; MemoryError for draws that do not
    ///   fit.
    public func multinomial(_ k: Int, replacement: Bool = false, _ generator: Generator = .standard) throws
        -> Tensor
    {
        guard rank == 1 || rank == 2, dtype.isFloatingPoint else {
            throw TensorError(
                .runtime,
                "multinomial wants probabilities [n] or [m, n], got \(dtype) \(Shape.description(shape))")
        }
        let n = shape[rank - 1], rows = rank == 2 ? shape[0] : 1
        guard k > 0 else { throw TensorError(.runtime, "cannot sample n_sample <= 0 samples") }
        guard replacement || k <= n else {
            throw TensorError(
                .runtime, "cannot sample n_sample > prob_dist.size(-1) samples without replacement")
        }
        let weights = try elements(Double.self)
        guard weights.allSatisfy({ $0.isFinite && $0 >= 0 }) else {
            throw TensorError(
                .runtime, "probability tensor contains either `inf`, `nan` or element < 0",
                hint: "torch.exp(log_probs) or F.softmax(logits, dim=-1)")
        }
        for row in 0..<rows {
            let w = weights[(row * n)..<((row + 1) * n)]
            guard w.contains(where: { $0 > 0 }) else {
                throw TensorError(.runtime, "invalid multinomial distribution (sum of probabilities <= 0)")
            }
            guard replacement || k == 1 || w.filter({ $0 > 0 }).count >= k else {
                throw TensorError(
                    .runtime,
                    "invalid multinomial distribution (with replacement=False, not enough non-negative "
                        + "category to sample)"
                )
            }
        }
        guard replacement && k > 1 else {
            let keys = try Tensor.empty(shape, dtype)
            try generator.fillExponential(keys)
            let raced = try detach() / keys
            return try k == 1 ? raced.argmax(-1, keepDim: true) : raced.topk(k, -1).indices
        }
        let (draws, overflow) = k.multipliedReportingOverflow(by: max(1, rows))
        try Shape.checkMemory(overflow ? .max : draws, each: 32)
        var places: [Int64] = []
        // The sums run in the type of the weights, as PyTorch's do.
        func running(_ w: ArraySlice<Double>) -> [Double] {
            if dtype == .float32 {
                var sum: Float = 0
                let sums = w.map { weight -> Float in
                    sum += Float(weight)
                    return sum
                }
                return sums.map { Double($0 / sum) }
            }
            var sum = 0.0
            let sums = w.map { weight -> Double in
                sum += weight
                return sum
            }
            return sums.map { $0 / sum }
        }
        for row in 0..<rows {
            var sums = running(weights[(row * n)..<((row + 1) * n)])
            sums[n - 1] = 1
            for draw in 0..<k {
                if draw & 0xf_ffff == 0 { try Interruptible.poll() }
                let target = generator.uniformDouble()
                var (low, high) = (0, n)
                while low < high {
                    let middle = (low + high) / 2
                    if sums[middle] < target { low = middle + 1 } else { high = middle }
                }
                places.append(Int64(low))
            }
        }
        return try Tensor(places, rank == 2 ? [rows, k] : [k])
    }
}
