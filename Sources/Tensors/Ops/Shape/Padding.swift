extension Tensor {
    /// Borders of one number; `sizes` counts from the last axis: (left, right, top, bottom, …). A negative
    /// border takes positions away.
    ///
    /// - Throws: RuntimeError for more borders than axes, and for one that takes away more than there is.
    public func padded(_ sizes: [Int], value: Number = .int(0)) throws -> Tensor {
        guard sizes.count % 2 == 0, sizes.count / 2 <= rank else {
            throw TensorError(
                .runtime,
                "Padding length should be less than or equal to two times the input dimension but got "
                    + "padding length \(sizes.count) and input of dimension \(rank)"
            )
        }
        var kept = self, whole = shape, starts = [Int](repeating: 0, count: rank)
        for place in 0..<(sizes.count / 2) {
            let axis = rank - 1 - place, (left, right) = (sizes[2 * place], sizes[2 * place + 1])
            let start = max(0, -max(left, -Int.max)), end = shape[axis] - max(0, -max(right, -Int.max))
            guard start <= end else {
                throw TensorError(
                    .runtime, "a negative padding takes away more than there is at axis \(axis)")
            }
            if left < 0 || right < 0 { kept = try kept.slice(axis, from: start, to: end) }
            starts[axis] = max(left, 0)
            let (sum, overflow) = kept.shape[axis].addingReportingOverflow(max(left, 0))
            let (size, beyond) = sum.addingReportingOverflow(max(right, 0))
            guard !overflow, !beyond else {
                throw TensorError(.memory, "a border of \(left) and \(right) does not fit in memory")
            }
            whole[axis] = size
        }
        if whole == kept.shape { return kept }
        let inner = kept.shape
        func middle(of whole: Tensor) throws -> Tensor {
            try inner.indices.reduce(whole) {
                try $0.slice($1, from: starts[$1], to: starts[$1] + inner[$1])
            }
        }
        let y = try Tensor.full(whole, value, dtype)
        try Tensor.copy(from: kept.detach(), into: middle(of: y))
        return y.recorded("ConstantPadNdBackward0", [kept]) { [try middle(of: $0)] }
    }
}
