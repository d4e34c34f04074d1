// One tensor into pieces along an axis, as views.

/// Where an axis is cut.
public enum Sections {
    /// So many pieces; the first ones are one longer where they cannot be equal.
    case count(Int)
    /// Before these positions, which count from either end.
    case ends([Int])
}

extension Tensor {
    /// Pieces along an axis. `torch.tensor_split`, `numpy.array_split`.
    ///
    /// - Throws: RuntimeError for a tensor without axes and for no pieces; MemoryError for more than fit.
    public func tensorSplit(_ sections: Sections, _ axis: Int = 0, named name: String = "tensor_split") throws
        -> [Tensor]
    {
        let at = try Shape.axis(axis, rank: rank)
        guard rank > 0 else {
            throw TensorError(
                .runtime, "\(name) expected at least a 1-dimensional tensor, but got a tensor with 0 dims")
        }
        let size = shape[at]
        var ends: [Int]
        switch sections {
        case .count(let count):
            guard count > 0 else {
                throw TensorError(.runtime, "number of sections must be larger than 0, got \(count)")
            }
            try Shape.checkMemory(count, each: 256)
            ends = (1..<max(count, 1)).map { $0 * (size / count) + min($0, size % count) }
        case .ends(let given): ends = given.map { min(max($0 < 0 ? $0 + size : $0, 0), size) }
        }
        ends.append(size)
        var start = 0
        return try ends.map { end in
            // An end before the last one leaves nothing, and the next piece begins there.
            defer { start = end }
            return try slice(at, from: min(start, end), to: end)
        }
    }

    /// The same where a number of pieces has to divide the axis. `torch.hsplit`, `torch.vsplit`.
    ///
    /// - Throws: RuntimeError where it does not, and what `tensorSplit` throws.
    public func equalSplit(_ sections: Sections, _ axis: Int, named name: String) throws -> [Tensor] {
        let at = try Shape.axis(axis, rank: rank)
        if case .count(let count) = sections, rank > 0, count > 0, shape[at] % count != 0 {
            throw TensorError(
                .runtime, "\(name): the size \(shape[at]) of dimension \(at) is not divisible by \(count)")
        }
        return try tensorSplit(sections, at, named: name)
    }

    /// Pieces from left to right. `torch.hsplit`. Views along the second axis of [n, m, ...], along the only
    /// one of [n].
    ///
    /// - Throws: RuntimeError where a number of pieces does not divide the
    ///   axis, and for a tensor without axes.
    public func hsplit(_ sections: Sections) throws -> [Tensor] {
        try equalSplit(sections, rank == 1 ? 0 : 1, named: "hsplit")
    }

    /// Pieces from top to bottom. `torch.vsplit`. Views along the first axis of [n, m, ...].
    ///
    /// - Throws: RuntimeError for fewer than two axes, and where a number of
    ///   pieces does not divide the first.
    public func vsplit(_ sections: Sections) throws -> [Tensor] {
        guard rank >= 2 else {
            throw TensorError(
                .runtime,
                "torch.vsplit requires a tensor with at least 2 dimension, but got a tensor with "
                    + "\(rank) dimensions!")
        }
        return try equalSplit(sections, 0, named: "vsplit")
    }
}

extension Tensor {
    /// Pieces of these sizes along an axis, as one recorded operation: backward puts all of their gradients
    /// together at once, where that of slices would make one whole gradient for each. [..., n, …] →
    /// [..., sizes[i], …]; the sizes add up to n.
    ///
    /// - Throws: RuntimeError for sizes that do not add up, IndexError for an axis that is not there.
    public func pieces(_ sizes: [Int], _ axis: Int = 0) throws -> [Tensor] {
        let at = try Shape.axis(axis, rank: rank)
        guard rank > 0, sizes.allSatisfy({ $0 >= 0 }), sizes.reduce(0, +) == shape[at] else {
            throw TensorError(
                .runtime, "pieces of \(sizes) do not make up axis \(axis) of \(Shape.description(shape))")
        }
        guard sizes.count > 1 else { return [self] }
        var start = offset
        let parts = sizes.map { size -> Tensor in
            var own = shape
            own[at] = size
            defer { start += size * strides[at] }
            return Tensor(storage: storage, shape: own, strides: strides, offset: start)
        }
        let shapes = parts.map(\.shape), type = dtype
        Tensor.record(parts, "SplitWithSizesBackward0", [self]) { gradients in
            let all = try zip(gradients, shapes).map { gradient, shape in
                try gradient ?? Tensor.zeros(shape, type)
            }
            return [try Tensor.concatenate(all, at)]
        }
        return parts
    }
}
