import Tensors

extension Tensor {
    /// Borders of one number; `sizes` counts from the last axis: (left, right, top, bottom, …).
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
        var result = self
        for (place, axis) in (0..<(sizes.count / 2)).map({ ($0, rank - 1 - $0) }) {
            func border(_ size: Int) throws -> Tensor? {
                guard size > 0 else { return nil }
                var shape = result.shape
                shape[axis] = size
                return try Tensor.full(shape, value, dtype)
            }
            let (left, right) = (sizes[2 * place], sizes[2 * place + 1])
            let start = max(0, -max(left, -Int.max)), end = result.shape[axis] - max(0, -max(right, -Int.max))
            guard start <= end else {
                throw TensorError(
                    .runtime, "a negative padding takes away more than there is at axis \(axis)")
            }
            let kept = left < 0 || right < 0 ? try result.slice(axis, from: start, to: end) : result
            let parts = [try border(left), kept, try border(right)].compactMap { $0 }
            result = parts.count == 1 ? parts[0] : try Tensor.concatenate(parts, axis)
        }
        return result
    }
}

extension Tensor {
    /// Borders of one number as `numpy.pad` takes them: one width for all ends, (before, after) for all axes,
    /// or one pair for each axis.
    ///
    /// - Throws: ValueError for any other number of widths, and for negative ones.
    public func padded(widths: Tensor, value: Number = .int(0)) throws -> Tensor {
        let numbers = try widths.integers()
        let pairs: [(Int, Int)]
        switch numbers.count {
        case 1: pairs = shape.map { _ in (numbers[0], numbers[0]) }
        case 2: pairs = shape.map { _ in (numbers[0], numbers[1]) }
        case 2 * rank: pairs = (0..<rank).map { (numbers[2 * $0], numbers[2 * $0 + 1]) }
        default:
            throw TensorError(.value, "pad_width wants a number, a pair, or a pair for each axis")
        }
        guard numbers.allSatisfy({ $0 >= 0 }) else {
            throw TensorError(.value, "index can't contain negative values")
        }
        return try padded(pairs.reversed().flatMap { [$0.0, $0.1] }, value: value)
    }
}
