extension Tensor {
    /// Each position of an axis as often as its count says; one count is for all. `torch.repeat_interleave`.
    ///
    /// - Parameters:
    ///   - counts: integers, [n] or one number.
    ///   - axis: nil for the flattened tensor.
    /// - Throws: RuntimeError for counts that are negative or of another number; MemoryError for too many.
    public func repeatInterleaved(_ counts: Tensor, _ axis: Int?) throws -> Tensor {
        guard counts.rank <= 1 else {
            throw TensorError(.runtime, "repeats must be 0-dim or 1-dim tensor")
        }
        let at = axis == nil ? 0 : try Shape.axis(axis ?? 0, rank: rank)
        let source = axis == nil || rank == 0 ? try flatten() : self
        var times = try counts.elements(Int64.self)
        if times.count == 1 { times = Array(repeating: times[0], count: source.shape[at]) }
        guard times.count == source.shape[at] else {
            throw TensorError(
                .runtime,
                "repeats must have the same size as input along dim, but got repeats.size(0) = "
                    + "\(times.count) and input.size(\(at)) = \(source.shape[at])")
        }
        guard times.allSatisfy({ $0 >= 0 }) else {
            throw TensorError(.runtime, "repeats can not be negative")
        }
        let (total, overflow) = times.reduce((Int64(0), false)) { sum, count in
            let (next, overflow) = sum.0.addingReportingOverflow(count)
            return (next, sum.1 || overflow)
        }
        try Shape.checkMemory(overflow ? .max : Int(total))
        return try source.indexSelect(
            at, Tensor(times.enumerated().flatMap { Array(repeating: Int64($0), count: Int($1)) }))
    }
}
