// Axes exchanged, moved, turned and added: views, but for what is turned round.

extension Tensor {
    /// Aᵀ of a matrix; what has fewer axes is itself. `torch.t`.
    ///
    /// - Throws: RuntimeError for more than two axes.
    public func t() throws -> Tensor {
        guard rank <= 2 else {
            throw TensorError(
                .runtime, "t() expects a tensor with <= 2 dimensions, but self is \(rank)D",
                hint: "x.transpose(-2, -1)")
        }
        return rank == 2 ? try transpose(0, 1) : self
    }

    /// The axes `source` moved to the places `destination`; the others keep their order. `torch.movedim`.
    ///
    /// - Throws: IndexError for an axis that is not there, RuntimeError for one that is named twice.
    public func movedim(_ source: [Int], _ destination: [Int], named name: String = "movedim") throws
        -> Tensor
    {
        let from = try source.map { try Shape.axis($0, rank: rank) },
            to = try destination.map { try Shape.axis($0, rank: rank) }
        guard from.count == to.count, Set(from).count == from.count, Set(to).count == to.count else {
            throw TensorError(
                .runtime,
                "\(name): source and destination want the same number of different axes, got "
                    + "\(source) and \(destination)")
        }
        var rest = (0..<rank).filter { !from.contains($0) }[...]
        return try permute(
            (0..<rank).map { place in to.firstIndex(of: place).map { from[$0] } ?? rest.removeFirst() })
    }

    /// Without those of the axes that have size 1. `torch.squeeze` with several axes.
    ///
    /// - Throws: RuntimeError for an axis that is named twice.
    public func squeeze(_ axes: [Int]) throws -> Tensor {
        let chosen = try axes.map { try Shape.axis($0, rank: rank) }
        try Shape.checkDistinct(chosen)
        return try chosen.sorted(by: >).reduce(self) { try $0.squeeze($1) }
    }

    /// The parts of one axis, without it: views. `torch.unbind`.
    ///
    /// - Throws: IndexError for a tensor without axes.
    public func unbind(_ axis: Int = 0) throws -> [Tensor] {
        let at = try Shape.axis(axis, rank: rank)
        guard rank > 0 else { throw TensorError(.index, "unbind: a 0-d tensor has no axes") }
        return try (0..<shape[at]).map { try part(at, $0) }
    }

    /// The part of an axis at one place, without the axis, as one of several: a view. What going through the
    /// rows of a tensor gives.
    ///
    /// - Throws: IndexError for an axis or a place that is not there.
    public func part(_ axis: Int, _ place: Int) throws -> Tensor {
        let part = try select(axis, place)
        part.piece = .unbind
        return part
    }

    /// k quarter turns in the plane of two axes, from the first towards the second. `torch.rot90`.
    ///
    /// - Throws: RuntimeError for fewer than two axes and for a plane that is none; IndexError for an axis
    ///   that is not there.
    public func rot90(_ k: Int = 1, _ axes: [Int] = [0, 1]) throws -> Tensor {
        guard rank >= 2 else {
            throw TensorError(.runtime, "expected total dims >= 2, but got total dims = \(rank)")
        }
        guard axes.count == 2, axes[0] != axes[1] else {
            throw TensorError(.runtime, "expected two different dims, got \(axes)")
        }
        switch ((k % 4) + 4) % 4 {
        case 1: return try flip([axes[1]]).transpose(axes[0], axes[1])
        case 2: return try flip(axes)
        case 3: return try flip([axes[0]]).transpose(axes[0], axes[1])
        default: return try clone()
        }
    }

    /// Columns in reverse order. `torch.fliplr`. [n, m, ...], a copy.
    ///
    /// - Throws: RuntimeError for fewer than two axes.
    public func fliplr() throws -> Tensor {
        guard rank >= 2 else { throw TensorError(.runtime, "Input must be >= 2-d.") }
        return try flip([1])
    }

    /// Rows in reverse order. `torch.flipud`. [n, ...], a copy.
    ///
    /// - Throws: RuntimeError for a tensor without axes.
    public func flipud() throws -> Tensor {
        guard rank >= 1 else { throw TensorError(.runtime, "Input must be >= 1-d.") }
        return try flip([0])
    }

    /// With at least 1, 2 or 3 axes: new ones of size 1 go in front, the third of a matrix behind it.
    /// `torch.atleast_1d` and its like.
    public func atLeast(axes n: Int) throws -> Tensor {
        if rank >= n { return self }
        if n == 3 && rank == 2 { return try unsqueeze(-1) }
        if n == 3 && rank == 1 { return try unsqueeze(0).unsqueeze(-1) }
        return try reshape(Array(repeating: 1, count: n - rank) + shape)
    }

    /// The whole repeated along each axis; missing counts are 1, missing axes go in front. `torch.tile`.
    ///
    /// - Throws: RuntimeError for a negative count, MemoryError for a result that does not fit.
    public func tile(_ times: [Int]) throws -> Tensor {
        try repeated(Array(repeating: 1, count: max(0, rank - times.count)) + times)
    }

    /// Shifted along several axes, one after the other. `torch.roll` with several shifts.
    ///
    /// - Parameter axes: as many as shifts; nil for one shift of the flattened tensor.
    /// - Throws: RuntimeError where shifts and axes are not as many;
    ///   IndexError for an axis that is not there.
    public func roll(_ shifts: [Int], _ axes: [Int]?) throws -> Tensor {
        guard let axes else {
            guard shifts.count == 1 else { throw TensorError(.runtime, "shifts and dimensions must align") }
            return try roll(shifts[0], nil)
        }
        guard axes.count == shifts.count else {
            throw TensorError(
                .runtime,
                "shifts and dimensions must align. shifts: \(shifts.count), dims:\(axes.count)")
        }
        return try zip(shifts, axes).reduce(self) { try $0.roll($1.0, $1.1) }
    }
}
