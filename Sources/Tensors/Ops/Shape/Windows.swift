// Overlapping windows over an axis, and any sizes and steps over memory, as views.

extension Tensor {
    /// All windows of `size` positions along an axis, `step` apart, as a view; the windows' positions are a
    /// new last axis. [..., n, ...] → [..., ⌊(n − size) / step⌋ + 1, ..., size]. `x.unfold`.
    ///
    /// - Throws: RuntimeError for a size beyond the axis and for a step below 1, IndexError for an axis that
    ///   is not there.
    public func unfold(_ axis: Int, _ size: Int, _ step: Int) throws -> Tensor {
        let at = try Shape.axis(axis, rank: rank)
        guard rank > 0, size >= 0, size <= shape[at] else {
            throw TensorError(
                .runtime,
                "maximum size for tensor at dimension \(at) "
                    + "is \(rank > 0 ? shape[at] : 1) but size is \(size)"
            )
        }
        guard step > 0 else { throw TensorError(.runtime, "step is \(step) but must be > 0") }
        var (newShape, newStrides) = (shape, strides)
        newShape[at] = (shape[at] - size) / step + 1
        newStrides[at] = strides[at] &* step
        _ = try Shape.count(newShape + [size])
        let original = shape
        return aliasing(newShape + [size], newStrides + [strides[at]]).recorded("UnfoldBackward0", [self]) {
            dy in
            let dx = try Tensor.zeros(original, dy.dtype), windows = dy.detach()
            for window in 0..<dy.shape[at] {
                let part = try dx.slice(at, from: window * step, to: window * step + size)
                try Tensor.copy(from: part + windows.select(at, window).movedLast(to: at), into: part)
            }
            return [dx.again("UnfoldBackwardBackward0", [dy]) { [try $0.unfold(at, size, step)] }]
        }
    }

    /// Any sizes and steps over the same numbers, from element `offset` of the memory on (this tensor's first
    /// element where left out). `torch.as_strided`.
    ///
    /// - Throws: RuntimeError for negative sizes or steps, lists of two lengths, and elements outside the
    ///   memory.
    public func asStrided(_ sizes: [Int], _ steps: [Int], offset: Int? = nil) throws -> Tensor {
        guard sizes.count == steps.count else {
            throw TensorError(
                .runtime,
                "mismatch in length of strides and shape", details: ["\(sizes.count) and \(steps.count)"])
        }
        guard sizes.allSatisfy({ $0 >= 0 }), steps.allSatisfy({ $0 >= 0 }) else {
            throw TensorError(.runtime, "as_strided: Negative strides are not supported at the moment")
        }
        let start = offset ?? self.offset
        var last = start
        var fits = start >= 0
        if !sizes.contains(0) {
            for (size, step) in zip(sizes, steps) {
                let (reach, over) = (size - 1).multipliedReportingOverflow(by: step)
                let (end, beyond) = last.addingReportingOverflow(reach)
                if over || beyond { fits = false }
                last = end
            }
            fits = fits && last < storage.count
        }
        guard fits else {
            throw TensorError(
                .runtime,
                "setStorage: sizes \(Shape.description(sizes)), strides \(Shape.description(steps)), storage "
                    + "offset \(start) are out of bounds for storage of \(storage.count) elements")
        }
        let view = aliasing(sizes, steps, offset: start)
        let place = ViewPlace(of: view, in: self)
        return view.recorded("AsStridedBackward0", [self]) { [try place.spread($0)] }
    }

    private func movedLast(to axis: Int) throws -> Tensor {
        var order = Array(0..<(rank - 1))
        order.insert(rank - 1, at: axis)
        return try permute(order)
    }
}

extension Tensor {
    /// One axis as several, whose sizes multiply to it; one may be -1. [..., n·m, ...] →
    /// [..., n, m, ...]. `x.unflatten`.
    ///
    /// - Throws: RuntimeError for sizes that do not multiply to the axis,
    ///   IndexError for one that is not there.
    public func unflatten(_ axis: Int, _ sizes: [Int]) throws -> Tensor {
        let at = try Shape.axis(axis, rank: rank)
        guard rank > 0, !sizes.isEmpty else {
            throw TensorError(.runtime, "unflatten: sizes must be non-empty")
        }
        let known = sizes.filter { $0 != -1 }.reduce(1) {
            $0.multipliedReportingOverflow(by: $1).partialValue
        }
        guard sizes.filter({ $0 == -1 }).count <= 1, known > 0,
            sizes.contains(-1) ? shape[at] % known == 0 : shape[at] == known
        else {
            throw TensorError(
                .runtime,
                "unflatten: Provided sizes \(Shape.description(sizes)) don't multiply up to the size of dim "
                    + "\(axis) (\(shape[at])) in the input tensor"
            )
        }
        return try reshape(
            Array(shape[..<at]) + sizes.map { $0 == -1 ? shape[at] / known : $0 } + Array(shape[(at + 1)...]))
    }
}
