// Several tensors into one, and one repeated.

extension Tensor {
    /// Laid end to end along an axis; the other axes agree. `torch.cat`. [n, ...], [m, ...], … → [n + m + …,
    /// ...] along axis 0.
    ///
    /// - Throws: ValueError for no tensors; RuntimeError for scalars; ShapeError where other axes differ.
    public static func concatenate(_ tensors: [Tensor], _ axis: Int = 0) throws -> Tensor {
        // PyTorch lets an empty one-axis tensor pass for anything.
        let parts = tensors.filter { !($0.rank == 1 && $0.count == 0) || tensors.allSatisfy { $0.rank == 1 } }
        guard let first = parts.first else {
            throw TensorError(.value, "torch.cat(): expected a non-empty list of Tensors")
        }
        let axis = try Shape.axis(axis, rank: first.rank)
        guard first.rank > 0 else {
            throw TensorError(
                .runtime, "zero-dimensional tensor (at position 0) cannot be concatenated",
                hint: "torch.stack")
        }
        var type = first.dtype, shape = first.shape
        for (position, part) in parts.enumerated().dropFirst() {
            guard part.rank == first.rank,
                shape.indices.allSatisfy({ $0 == axis || part.shape[$0] == first.shape[$0] })
            else {
                throw TensorError.shape(
                    "cat: sizes of tensors must match except in dimension \(axis)",
                    "tensor 0: \(Shape.description(first.shape))",
                    "tensor \(position): \(Shape.description(part.shape))",
                    hint: part.rank != first.rank ? "torch.stack, or x.unsqueeze(0) first" : nil,
                    pytorch: part.rank != first.rank
                        ? "Tensors must have same number of dimensions: got \(first.rank) and \(part.rank)"
                        : "Sizes of tensors must match except in dimension \(axis). Expected size "
                            + (shape.indices.first { $0 != axis && part.shape[$0] != first.shape[$0] }.map {
                                "\(first.shape[$0]) but got size \(part.shape[$0])"
                            } ?? "")
                            + " for tensor number \(position) in the list.")
            }
            type = DType.promoted(type, part.dtype)
            let (size, overflow) = shape[axis].addingReportingOverflow(part.shape[axis])
            guard !overflow else {
                throw TensorError(
                    .memory,
                    "cat: \(shape[axis]) and \(part.shape[axis]) elements along dimension \(axis) are more "
                        + "than can be counted"
                )
            }
            shape[axis] = size
        }
        let result = try Tensor.empty(shape, type)
        var start = 0
        for part in parts {
            try copy(from: part.detach(), into: result.slice(axis, from: start, to: start + part.shape[axis]))
            start += part.shape[axis]
        }
        let sizes = parts.map { $0.shape[axis] }
        return result.recorded("CatBackward0", parts) { try $0.split(sizes, axis) }
    }

    /// Laid on top of each other along a new axis. `torch.stack`. k tensors [n, m] → [k, n, m] along axis 0.
    ///
    /// - Throws: RuntimeError for no tensors, ShapeError where shapes differ.
    public static func stack(_ tensors: [Tensor], _ axis: Int = 0) throws -> Tensor {
        guard let first = tensors.first else {
            throw TensorError(.runtime, "stack expects a non-empty TensorList")
        }
        if let (position, other) = tensors.enumerated().first(where: { $1.shape != first.shape }) {
            throw TensorError.shape(
                "stack expects each tensor to be equal size", "tensor 0: \(Shape.description(first.shape))",
                "tensor \(position): \(Shape.description(other.shape))",
                hint: "torch.cat, where only one axis differs",
                pytorch:
                    "stack expects each tensor to be equal size, but got \(Shape.description(first.shape)) "
                    + "at entry 0 and \(Shape.description(other.shape)) at entry \(position)"
            )
        }
        return try concatenate(try tensors.map { try $0.unsqueeze(axis) }, axis)
    }

    /// The whole repeated so many times along each axis. `x.repeat(2, 3)`. [n, m] → [2n, 3m] for [2, 3].
    ///
    /// - Throws: RuntimeError for fewer counts than axes and for a negative one.
    public func repeated(_ times: [Int]) throws -> Tensor {
        guard times.count >= rank, times.allSatisfy({ $0 >= 0 }) else {
            throw TensorError(
                .runtime,
                "Number of dimensions of repeat dims can not be smaller than number of dimensions of tensor",
                details: ["repeat \(Shape.description(times)), shape \(Shape.description(shape))"])
        }
        let padded = Array(repeating: 1, count: times.count - rank) + shape
        var spread: [Int] = [], full: [Int] = []
        for (n, size) in zip(times, padded) {
            spread += [n, size]
            full += [n, size]
        }
        let source = try reshape(padded.flatMap { [1, $0] })
        _ = try Shape.count(full)
        return try source.expand(spread).clone().reshape(zip(times, padded).map { $0 * $1 })
    }

    /// Each element repeated in place along an axis (flattened when none is named).
    /// `torch.repeat_interleave`.
    ///
    /// - Throws: RuntimeError for a negative number of times, IndexError for an axis that is not there.
    public func repeatInterleaved(_ times: Int, _ axis: Int?) throws -> Tensor {
        guard times >= 0 else { throw TensorError(.runtime, "repeats can not be negative") }
        guard let axis else { return try flatten().repeatInterleaved(times, 0) }
        let at = try Shape.axis(axis, rank: rank)
        guard rank > 0 else { return try reshape([1]).repeatInterleaved(times, 0) }
        var spread = shape
        spread.insert(times, at: at + 1)
        var result = shape
        result[at] = try Shape.count([result[at], times])
        return try unsqueeze(at + 1).expand(spread).clone().reshape(result)
    }

    /// Shifted along an axis, what falls off at the end coming back at the start. `torch.roll`.
    ///
    /// - Throws: IndexError for an axis that is not there.
    public func roll(_ shift: Int, _ axis: Int?) throws -> Tensor {
        guard let axis else { return try flatten().roll(shift, 0).reshape(shape) }
        let at = try Shape.axis(axis, rank: rank)
        guard rank > 0, shape[at] > 0 else { return self }
        let size = shape[at]
        let cut = ((size - shift % size) % size + size) % size
        return try Tensor.concatenate([slice(at, from: cut, to: size), slice(at, from: 0, to: cut)], at)
    }
}
