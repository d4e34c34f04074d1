import Kernels

// The largest and the smallest of many, and the middle one. PyTorch's max and min are maximum and minimum
// here: a method max would hide the function max from every extension of Tensor.

extension Tensor {
    /// The largest elements over `axes`, or of all. The gradient goes to the places that attain them,
    /// in equal parts. The axes go, or stay as 1 with `keepDim`. `torch.amax`.
    ///
    /// - Throws: RuntimeError for a tensor without elements, IndexError for an
    ///   axis that is not there or is empty.
    public func amax(_ axes: [Int]? = nil, keepDim: Bool = false) throws -> Tensor {
        try reduced(axes, keepDim, largest: true)
    }

    /// The smallest elements over `axes`, with shapes, gradients and errors as for
    /// ``amax(_:keepDim:)``. `torch.amin`.
    ///
    /// - Throws: RuntimeError for a tensor without elements, IndexError for an
    ///   axis that is not there or is empty.
    public func amin(_ axes: [Int]? = nil, keepDim: Bool = false) throws -> Tensor {
        try reduced(axes, keepDim, largest: false)
    }

    private func reduced(_ axes: [Int]?, _ keepDim: Bool, largest: Bool) throws -> Tensor {
        let kept = try keptShape(axes)
        try checkReduces(largest ? "amax" : "amin", axes, .runtime)
        let y = try gathered(try extremePlaces(axes, keepDim: keepDim, largest: largest), axes)
        guard Tensor.notes(self) else { return y }
        let x = detach()
        return Tensor.owned(y).recorded(largest ? "AmaxBackward0" : "AminBackward0", [self], saved: [x, y]) {
            dy in
            let hits = try x.compare(.equal, y.reshape(kept)).to(dy.dtype)
            return [try hits / hits.sum(axes, keepDim: true) * dy.reshape(kept)]
        }
    }

    /// The largest of all elements, []. Equal elements share the gradient. `x.max()`.
    ///
    /// - Throws: RuntimeError for a tensor without elements.
    public func maximum() throws -> Tensor {
        try checkReduces("max", nil, .runtime)
        return try detach().amax().sharingAmongEquals(self, "MaxBackward1")
    }

    /// The smallest of all elements, []. Equal elements share the gradient. `x.min()`.
    ///
    /// - Throws: RuntimeError for a tensor without elements.
    public func minimum() throws -> Tensor {
        try checkReduces("min", nil, .runtime)
        return try detach().amin().sharingAmongEquals(self, "MinBackward1")
    }

    /// Records that this one number is an element of `x`: the gradient goes to all elements equal to it (all
    /// NaN, where it is NaN), in equal parts.
    private func sharingAmongEquals(_ x: Tensor, _ name: String) throws -> Tensor {
        guard Tensor.notes(x) else { return self }
        let (x, y, source) = (x.detach(), self, x)
        return Tensor.owned(y).recorded(name, [source], saved: [x, y]) { dy in
            let hits = try x.compare(.equal, y).bitwise(.or, x.isNaN().bitwise(.and, y.isNaN()))
            return [try Tensor.select(hits, dy / hits.to(dy.dtype).sum(), Tensor.zeros([], dy.dtype))]
        }
    }

    /// The middle value (the lower one of two); a NaN wins. Equal elements share the gradient. `x.median()`.
    ///
    /// - Throws: NotImplementedError for truth values.
    public func median() throws -> Tensor {
        guard dtype != .bool else {
            throw TensorError(.notImplemented, "\"median_cpu\" not implemented for 'Bool'", hint: "x.long()")
        }
        let middle: Tensor
        if count == 0 {
            middle = try Tensor.scalar(
                dtype.integerLimits.map { .int($0.lowerBound) } ?? .float(.nan), dtype
            )
        } else {
            let sorted = try detach().flatten().sort(0).values, last = try sorted.select(0, -1)
            // NaN sorts last.
            middle = last.number(at: last.offset).double.isNaN ? last : try sorted.select(0, (count - 1) / 2)
        }
        return try middle.clone().sharingAmongEquals(self, "MedianBackward0")
    }

    /// The largest elements along one axis, and their places: `x.max(dim)`. The axis goes, or stays as 1 with
    /// `keepDim`; places are int64.
    ///
    /// - Throws: IndexError for an axis that is not there or has no elements.
    public func maximum(along axis: Int, keepDim: Bool = false) throws -> (values: Tensor, indices: Tensor) {
        try found(along: axis, keepDim, largest: true)
    }

    /// The smallest elements along one axis, and their places: `x.min(dim)`. The axis goes, or stays as 1
    /// with `keepDim`; places are int64.
    ///
    /// - Throws: IndexError for an axis that is not there or has no elements.
    public func minimum(along axis: Int, keepDim: Bool = false) throws -> (values: Tensor, indices: Tensor) {
        try found(along: axis, keepDim, largest: false)
    }

    private func found(along axis: Int, _ keepDim: Bool, largest: Bool) throws -> (
        values: Tensor, indices: Tensor
    ) {
        let axis = try Shape.axis(axis, rank: rank)
        try checkReduces(largest ? "max" : "min", [axis], .index)
        let indices = try extremePlaces([axis], keepDim: true, largest: largest)
        let values = rank == 0 ? try clone() : try gather(axis, indices)
        return keepDim || rank == 0
            ? (values, try indices.reshape(values.shape))
            : (try values.squeeze(axis), try indices.squeeze(axis))
    }

    /// The place of the largest element, the first among equals; NaN counts as the largest. int64, over all
    /// elements without an axis. `torch.argmax`.
    ///
    /// - Throws: IndexError for an axis that is not there and where there are no elements.
    public func argmax(_ axis: Int? = nil, keepDim: Bool = false) throws -> Tensor {
        try checkReduces("argmax", axis.map { [$0] }, .index)
        return try extremePlaces(axis.map { [$0] }, keepDim: keepDim, largest: true)
    }

    /// The place of the smallest element, the first among equals; NaN counts as the smallest. int64, over all
    /// elements without an axis. `torch.argmin`.
    ///
    /// - Throws: IndexError for an axis that is not there and where there are no elements.
    public func argmin(_ axis: Int? = nil, keepDim: Bool = false) throws -> Tensor {
        try checkReduces("argmin", axis.map { [$0] }, .index)
        return try extremePlaces(axis.map { [$0] }, keepDim: keepDim, largest: false)
    }

    /// Refuses to reduce what is empty: nothing has no maximum.
    func checkReduces(_ name: String, _ axes: [Int]?, _ kind: TensorError.Kind) throws {
        guard count == 0 else { return }
        guard let axes else {
            let rest = name.hasPrefix("arg") ? "." : ". Specify the reduction dim with the 'dim' argument."
            throw TensorError(
                kind, "\(name)(): Expected reduction dim to be specified for input.numel() == 0" + rest,
                details: ["shape \(Shape.description(shape))"])
        }
        for axis in try axes.map({ try Shape.axis($0, rank: rank) }) where shape[axis] == 0 {
            throw TensorError(
                .index, "\(name)(): Expected reduction dim \(axis) to have non-zero size.",
                details: ["shape \(Shape.description(shape))"])
        }
    }

    private func extremePlaces(_ axes: [Int]?, keepDim: Bool, largest: Bool) throws -> Tensor {
        func place<T: Comparable>(_ values: HostRow<T>) -> Int64 {
            var best = 0
            for i in values.indices.dropFirst() {
                let isNaN = values[i] != values[i], bestIsNaN = values[best] != values[best]
                if bestIsNaN { break }
                if isNaN || (largest ? values[i] > values[best] : values[i] < values[best]) { best = i }
            }
            return Int64(best)
        }
        switch dtype.arithmetic {
        case .float32: return try Rows(self, axes, .float32).map(Float.self, keepDim) { place($0) }
        case .float64: return try Rows(self, axes).map(Double.self, keepDim) { place($0) }
        case .int64, .bool: return try Rows(self, axes, .int64).map(Int64.self, keepDim) { place($0) }
        }
    }

    /// The elements at `places` counted within the reduced axes.
    private func gathered(_ places: Tensor, _ axes: [Int]?) throws -> Tensor {
        let rows = try Rows(self, axes)
        guard rows.length > 0 else { return try Tensor.empty(places.shape, dtype) }
        let flat = try rows.source.reshape([rows.rows, rows.length])
        return try flat.gather(1, places.reshape([rows.rows, 1])).reshape(places.shape)
    }
}
