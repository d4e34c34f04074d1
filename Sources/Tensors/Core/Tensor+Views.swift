/// Views: new shapes and strides over the same storage. All O(rank); backward undoes the view.
extension Tensor {
    /// The same elements in another shape; one size may be -1. Throws when the strides do not allow a view.
    public func view(_ sizes: [Int]) throws -> Tensor {
        let target = try resolved(sizes, for: "view")
        guard let strides = viewStrides(target) else {
            throw TensorError(
                .runtime,
                "view size is not compatible with input tensor's size and stride (at least one dimension "
                    + "spans across two contiguous subspaces)",
                details: ["shape \(Shape.description(shape)), strides \(Shape.description(self.strides))"],
                hint: ".reshape(\(sizes.map(String.init).joined(separator: ", ")))",
                pytorch:
                    "view size is not compatible with input tensor's size and stride (at least one "
                    + "dimension spans across two contiguous subspaces). Use .reshape(...) instead."
            )
        }
        let original = shape
        return aliasing(target, strides).recorded("ViewBackward0", [self]) { [try $0.reshape(original)] }
    }

    /// A view where possible, a copy where not. [...] → `sizes`, one of which may be -1. `torch.reshape`.
    ///
    /// - Throws: ShapeError where the number of elements would change, RuntimeError for a second -1.
    public func reshape(_ sizes: [Int]) throws -> Tensor {
        let target = try resolved(sizes, for: "reshape")
        return viewStrides(target) == nil ? try clone().view(target) : try view(target)
    }

    /// The axes `start` … `end` as one: [a, b, c, d] → [a, b·c, d] for 1 and 2; a view where strides allow
    /// it. `torch.flatten`.
    ///
    /// - Throws: IndexError for an axis that is not there, RuntimeError for start behind end.
    public func flatten(_ start: Int = 0, _ end: Int = -1) throws -> Tensor {
        let first = try Shape.axis(start, rank: rank), last = try Shape.axis(end, rank: rank)
        guard rank > 0 else { return try reshape([1]) }
        guard first <= last else {
            throw TensorError(.runtime, "flatten: start_dim cannot come after end_dim")
        }
        return try reshape(
            Array(shape[..<first]) + [shape[first...last].reduce(1, *)] + Array(shape[(last + 1)...]))
    }

    /// The sizes asked for with the first or the last of them left open, where that works.
    private func fittingHint(_ sizes: [Int], _ operation: String) -> String? {
        for place in [0, sizes.count - 1] where sizes.indices.contains(place) {
            let rest = sizes.enumerated().filter { $0.offset != place }.map(\.element)
            guard rest.allSatisfy({ $0 > 0 }), let known = try? Shape.count(rest), known > 0,
                count % known == 0, count > 0
            else { continue }
            return ".\(operation)("
                + sizes.enumerated().map { $0.offset == place ? "-1" : String($0.element) }.joined(
                    separator: ", ") + ")"
        }
        return nil
    }

    /// Fills in -1 and checks the number of elements.
    private func resolved(_ sizes: [Int], for operation: String) throws -> [Int] {
        let unknown = sizes.firstIndex(of: -1)
        guard unknown == sizes.lastIndex(of: -1) else {
            throw TensorError(.runtime, "\(operation): only one dimension can be inferred (-1)")
        }
        if let bad = sizes.first(where: { $0 < -1 }) {
            throw TensorError(.runtime, "\(operation): invalid shape dimension \(bad)")
        }
        // Only where it is thrown: views are made in every step, and strings take longer than they do.
        func mismatch() -> TensorError {
            TensorError.shape(
                "shape '\(Shape.description(sizes))' is invalid for input of size \(count)",
                "\(operation) keeps the number of elements; this tensor is \(Shape.description(shape))",
                hint: fittingHint(sizes, operation))
        }
        guard let unknown else {
            guard try Shape.count(sizes) == count else { throw mismatch() }
            return sizes
        }
        var target = sizes
        target[unknown] = 1
        let known = try Shape.count(target)
        guard known > 0, count % known == 0 else { throw mismatch() }
        target[unknown] = count / known
        return target
    }

    /// Strides that show this tensor's elements, in order, as `target`; nil when only a copy could.
    private func viewStrides(_ target: [Int]) -> [Int]? {
        if isContiguous || count == 0 { return Shape.strides(target) }
        // Groups of old axes that are contiguous among themselves each have to be filled by new axes exactly.
        var result = [Int](repeating: 0, count: target.count)
        var axis = target.count - 1
        var groupCount = 1, groupStride = strides.last ?? 1
        for old in shape.indices.reversed() {
            groupCount *= shape[old]
            let endsGroup = old == 0 || (shape[old - 1] != 1 && strides[old - 1] != groupCount * groupStride)
            guard endsGroup else { continue }
            var filled = 1
            while axis >= 0 && (filled < groupCount || target[axis] == 1) {
                result[axis] = groupStride * filled
                filled *= target[axis]
                axis -= 1
            }
            guard filled == groupCount else { return nil }
            if old > 0 { (groupCount, groupStride) = (1, strides[old - 1]) }
        }
        return axis == -1 ? result : nil
    }

    /// Two axes exchanged. [..., a, ..., b, ...] → [..., b, ..., a, ...]. `torch.transpose`.
    ///
    /// - Throws: IndexError for an axis that is not there.
    public func transpose(_ a: Int, _ b: Int) throws -> Tensor {
        let a = try Shape.axis(a, rank: rank), b = try Shape.axis(b, rank: rank)
        guard rank > 0 else { return self }
        var (newShape, newStrides) = (shape, strides)
        newShape.swapAt(a, b)
        newStrides.swapAt(a, b)
        return aliasing(newShape, newStrides).recorded("TransposeBackward0", [self]) {
            [try $0.transpose(a, b)]
        }
    }

    /// `x.T`: all axes reversed, [a, b, c] → [c, b, a].
    public func transposed() throws -> Tensor { try permute(Array((0..<rank).reversed())) }

    /// The axes in the order given: axis i of the result is `axes[i]` of this tensor. `torch.permute`.
    ///
    /// - Throws: RuntimeError unless every axis is named once; IndexError for one that is not there.
    public func permute(_ axes: [Int]) throws -> Tensor {
        let order = axes.count == rank ? try axes.map { try Shape.axis($0, rank: rank) } : axes
        guard order.sorted() == Array(0..<rank) else {
            throw TensorError(
                .runtime,
                "permute wants every axis of \(Shape.description(shape)) once, got "
                    + "\(Shape.description(axes))",
                hint: "transpose(a, b) exchanges two axes",
                pytorch: order.count == rank
                    ? "permute(): duplicate dims are not allowed."
                    : "permute(sparse_coo): number of dimensions in the tensor input does not match the "
                        + "length of the desired ordering of dimensions "
                        + "i.e. input.dim() = \(rank) is not equal to len(dims) = \(order.count)")
        }
        var inverse = order
        for (new, old) in order.enumerated() { inverse[old] = new }
        return aliasing(order.map { shape[$0] }, order.map { strides[$0] })
            .recorded("PermuteBackward0", [self]) { [try $0.permute(inverse)] }
    }

    /// Axes of size 1 stretched without copying; -1 keeps a size. [1, n] → [m, n]; new axes go in front.
    /// `x.expand`.
    ///
    /// - Throws: ShapeError for fewer axes than the tensor has, and for a size that is neither kept nor
    ///   stretched from 1.
    public func expand(_ sizes: [Int]) throws -> Tensor {
        let added = sizes.count - rank
        guard added >= 0 else {
            throw TensorError.shape(
                "expand: \(Shape.description(sizes)) has fewer axes than the tensor's "
                    + "\(Shape.description(shape))",
                pytorch:
                    "expand(torch.FloatTensor{\(Shape.description(shape))}, "
                    + "size=\(Shape.description(sizes))): the number of sizes provided (\(sizes.count)) "
                    + "must be greater or equal to the number of dimensions in the tensor (\(rank))")
        }
        var newStrides = [Int](repeating: 0, count: sizes.count), newShape = sizes
        for axis in sizes.indices {
            let own = axis < added ? 1 : shape[axis - added]
            if sizes[axis] == -1 && axis >= added { newShape[axis] = own }
            if axis >= added && own == newShape[axis] {
                newStrides[axis] = strides[axis - added]
            } else if own != 1 || newShape[axis] < 0 {
                throw TensorError.shape(
                    "cannot expand \(Shape.description(shape)) to \(Shape.description(sizes))",
                    "size \(own) at axis \(axis - sizes.count) is neither 1 nor \(sizes[axis])",
                    pytorch:
                        "The expanded size of the tensor (\(sizes[axis])) must match the existing size "
                        + "(\(own)) at non-singleton dimension \(axis).  "
                        + "Target sizes: \(Shape.description(sizes)).  Tensor sizes: "
                        + "\(Shape.description(shape))"
                )
            }
        }
        _ = try Shape.count(newShape)
        let original = shape
        return aliasing(newShape, newStrides).recorded("ExpandBackward0", [self]) {
            [try $0.summed(to: original)]
        }
    }

    /// Sums over the axes that broadcasting had added or stretched: the backward of every broadcast.
    ///
    /// - Parameter target: a shape that broadcasts to this tensor's.
    public func summed(to target: [Int]) throws -> Tensor {
        if shape == target { return self }
        let added = rank - target.count
        let axes = shape.indices.filter { $0 < added || (target[$0 - added] == 1 && shape[$0] != 1) }
        let result = axes.isEmpty ? self : try sum(axes, keepDim: true)
        return try result.reshape(target)
    }

    /// A new axis of size 1 at place `axis`, from 0 to rank or from the end: [n] → [1, n] for 0, [n, 1] for
    /// -1. `torch.unsqueeze`.
    ///
    /// - Throws: IndexError for a place beyond the rank.
    public func unsqueeze(_ axis: Int) throws -> Tensor {
        let at = axis < 0 ? axis + rank + 1 : axis
        guard at >= 0 && at <= rank else { _ = try Shape.axis(axis, rank: rank + 1); return self }
        var (newShape, newStrides) = (shape, strides)
        newShape.insert(1, at: at)
        newStrides.insert(at < rank ? strides[at] * shape[at] : 1, at: at)
        return aliasing(newShape, newStrides).recorded("UnsqueezeBackward0", [self]) { [try $0.squeeze(at)] }
    }

    /// Removes one axis of size 1 (or leaves it, when it has another size), or all of them. `torch.squeeze`.
    ///
    /// - Throws: IndexError for an axis that is not there.
    public func squeeze(_ axis: Int? = nil) throws -> Tensor {
        let chosen = try axis.map { [try Shape.axis($0, rank: rank)] } ?? Array(shape.indices)
        let kept = shape.indices.filter { !(chosen.contains($0) && shape[$0] == 1) }
        let original = shape
        return aliasing(kept.map { shape[$0] }, kept.map { strides[$0] })
            .recorded(axis == nil ? "SqueezeBackward0" : "SqueezeBackward1", [self]) {
                [try $0.reshape(original)]
            }
    }

    /// Position `index` of one axis, which disappears. `torch.select`.
    ///
    /// - Throws: IndexError for an axis or a position that is not there, and for a tensor without axes.
    public func select(_ axis: Int, _ index: Int) throws -> Tensor {
        let axis = try Shape.axis(axis, rank: rank)
        guard rank > 0 else {
            throw TensorError(.index, "invalid index of a 0-dim tensor", hint: "x.item()")
        }
        guard index >= -shape[axis] && index < shape[axis] else {
            throw TensorError(
                .index, "index \(index) is out of bounds for dimension \(axis) with size \(shape[axis])")
        }
        var (newShape, newStrides) = (shape, strides)
        newShape.remove(at: axis)
        newStrides.remove(at: axis)
        let position = index < 0 ? index + shape[axis] : index
        let original = shape
        return aliasing(newShape, newStrides, offset: offset + position * strides[axis])
            .recorded("SelectBackward0", [self]) { dy in
                [try dy.placed(in: original, "SelectBackwardBackward0") { try $0.select(axis, position) }]
            }
    }

    /// start, start + step, … before end on one axis; bounds are already resolved (0 ≤ start ≤ end ≤ size,
    /// step ≥ 1).
    ///
    /// - Throws: IndexError for an axis that is not there and for bounds that do not lie in it.
    public func slice(_ axis: Int, from start: Int, to end: Int, step: Int = 1) throws -> Tensor {
        let axis = try Shape.axis(axis, rank: rank)
        guard rank > 0, start >= 0, start <= end, end <= shape[axis], step >= 1 else {
            throw TensorError(
                .index,
                "slice \(start):\(end):\(step) does not lie in axis \(axis) of \(Shape.description(shape))")
        }
        var (newShape, newStrides) = (shape, strides)
        newShape[axis] = end == start ? 0 : (end - start - 1) / step + 1
        // A step past the end leaves one position at most, from which nobody steps on.
        newStrides[axis] = strides[axis] &* step
        if start == 0 && newShape[axis] == shape[axis] { return self }
        let original = shape
        return aliasing(newShape, newStrides, offset: offset + start * strides[axis])
            .recorded("SliceBackward0", [self]) { dy in
                [
                    try dy.placed(in: original, "SliceBackwardBackward0") {
                        try $0.slice(axis, from: start, to: end, step: step)
                    }
                ]
            }
    }

    /// `length` positions of an axis from `start`. `torch.narrow`.
    ///
    /// - Throws: IndexError for a start outside the axis; RuntimeError for a negative length, one that
    ///   reaches beyond the end, and a tensor without axes.
    public func narrow(_ axis: Int, _ start: Int, _ length: Int) throws -> Tensor {
        guard rank > 0 else { throw TensorError(.runtime, "narrow() cannot be applied to a 0-dim tensor.") }
        guard length >= 0 else { throw TensorError(.runtime, "narrow(): length must be non-negative.") }
        let axis = try Shape.axis(axis, rank: rank), size = shape[axis]
        guard start >= -size, start <= size else {
            throw TensorError(
                .index,
                "start out of range (expected to be in range of [\(-size), \(size)], but got \(start))")
        }
        let first = start < 0 ? start + size : start
        guard length <= size - first else {
            throw TensorError(
                .runtime, "start (\(first)) + length (\(length)) exceeds dimension size (\(size)).")
        }
        return try slice(axis, from: first, to: first + length)
    }

    /// Consecutive pieces of an axis, as views, with one backward for all: torch.split with a list of sizes.
    ///
    /// - Throws: RuntimeError where the sizes do not sum to that of the axis, IndexError for an axis that is
    ///   not there.
    public func split(_ sizes: [Int], _ axis: Int = 0) throws -> [Tensor] {
        let axis = try Shape.axis(axis, rank: rank)
        guard rank > 0, sizes.allSatisfy({ $0 >= 0 && $0 <= shape[axis] }),
            sizes.reduce(0, { $0 &+ $1 }) == shape[axis]
        else {
            throw TensorError(
                .runtime,
                "split_with_sizes expects split_sizes to sum exactly to \(rank > 0 ? shape[axis] : 0) "
                    + "(input tensor's size at dimension \(axis)), but got "
                    + "split_sizes=\(Shape.description(sizes))"
            )
        }
        let source = detach()
        var start = 0
        let pieces = try Observation.suspended {
            try sizes.map { size in
                defer { start += size }
                let piece = try source.slice(axis, from: start, to: start + size)
                return piece === source ? source.aliasing(shape, strides) : piece
            }
        }
        let shapes = pieces.map(\.shape), type = dtype, original = shape
        for piece in pieces {
            piece.becomeView(of: self)
            piece.piece = .split
        }
        Tensor.record(pieces, "SplitBackward0", [self]) { gradients in
            if !Tensor.records(gradients.compactMap { $0 }),
                let whole = Tensor.joined(gradients, original, axis, sizes)
            {
                return [whole]
            }
            return [
                try Tensor.concatenate(
                    try zip(gradients, shapes).map { try $0 ?? Tensor.zeros($1, type) }, axis)
            ]
        }
        return pieces
    }

    /// The whole of which `pieces` already are the consecutive views; nil when they are not.
    private static func joined(_ pieces: [Tensor?], _ shape: [Int], _ axis: Int, _ sizes: [Int]) -> Tensor? {
        guard let storage = pieces.first??.storage, storage.count == shape.reduce(1, *) else { return nil }
        let strides = Shape.strides(shape)
        var start = 0
        for (piece, size) in zip(pieces, sizes) {
            guard let piece, piece.storage === storage, piece.offset == start * strides[axis],
                piece.strides == strides
            else { return nil }
            start += size
        }
        return Tensor(storage: storage, shape: shape, strides: strides, offset: 0)
    }

    /// Pieces of `size` (the last may be shorter). torch.split with a number.
    ///
    /// - Throws: RuntimeError for a size that is not positive, IndexError for an axis that is not there.
    public func split(_ size: Int, _ axis: Int = 0) throws -> [Tensor] {
        let at = try Shape.axis(axis, rank: rank)
        guard rank > 0, size > 0 else {
            throw TensorError(.runtime, "split expects a positive size, got \(size)")
        }
        let whole = shape[at] / size, rest = shape[at] % size
        return try split(
            Array(repeating: size, count: whole) + (rest > 0 || shape[at] == 0 ? [rest] : []), at)
    }

    /// `count` pieces as equal as torch.chunk makes them. [..., n, ...] → `count` views [..., ⌈n / count⌉,
    /// ...], fewer where n runs out.
    ///
    /// - Throws: RuntimeError for a count that is not positive, IndexError for an axis that is not there.
    public func chunk(_ count: Int, _ axis: Int = 0) throws -> [Tensor] {
        let at = try Shape.axis(axis, rank: rank)
        guard rank > 0, count > 0 else {
            throw TensorError(.runtime, "chunk expects a positive number of chunks, got \(count)")
        }
        return try split(max(1, shape[at] / count + (shape[at] % count == 0 ? 0 : 1)), at)
    }
}

extension Tensor {
    /// Axes turned round over the same memory, with negative strides, as NumPy's views have them. Not
    /// recorded. Shape [...] stays. `numpy.flip`.
    ///
    /// - Throws: ValueError for axes of a tensor without any, IndexError for one that is not there.
    public func flippedView(_ axes: [Int]) throws -> Tensor {
        guard rank > 0 || axes.isEmpty else { throw TensorError.value("Input must be >= 1-d.") }
        var (strides, offset) = (strides, offset)
        for axis in axes {
            let at = try Shape.axis(axis, rank: rank)
            offset += max(0, shape[at] - 1) * strides[at]
            strides[at] = -strides[at]
        }
        return Tensor(storage: storage, shape: shape, strides: strides, offset: offset)
    }

    /// Whether an axis runs backwards in memory.
    public var runsBackwards: Bool { zip(shape, strides).contains { $0 > 1 && $1 < 0 } }
}
