// Numbers put to places that indices or masks name. Each is a `Write`: `x.written(.indexAdd(…))` is PyTorch's
// `x.index_add(…)`, `x.write(.indexAdd(…))` its `x.index_add_(…)`.

extension Write {
    /// x[i] = value, the value broadcast; with `accumulate` x[i] += value, as often as a place is named.
    ///
    /// - Parameter keepsType: refuses a value of another type where tensors index,
    ///   as PyTorch's `index_put_` does.
    /// - Throws: MemoryError where the places of a mask do not fit; the write itself IndexError for places
    ///   that are not there, ShapeError for a value that does not broadcast.
    public static func assign(
        _ indices: [Tensor.Index], _ value: Tensor, accumulate: Bool = false, keepsType: Bool = false,
        isNumber: Bool = false
    ) throws -> Write {
        // A mask stands for the places that it names now.
        let fixed = try Tensor.resolved(indices)
        let positions = fixed.compactMap { index -> Tensor? in
            if case .tensor(let tensor) = index { return tensor } else { return nil }
        }
        let name = positions.isEmpty ? "CopySlices" : "IndexPutBackward0"
        return Write(
            name: name, sources: [value], watched: positions, convertsTypes: true, mayShareMemory: true
        ) { target, _ in
            try target.setIndex(
                fixed, to: value, accumulate: accumulate, keepsType: keepsType, isNumber: isNumber)
            return { dy in
                // y = x with y[i] = v:  dx = dy with dx[i] = 0,  dv = dy[i];  where y[i] += v, dx = dy
                let dv = try value.requiresGrad ? dy.index(fixed).summed(toSizesOf: value) : nil
                guard !accumulate else { return [dy, dv] }
                return [try dy.written(.assign(fixed, Tensor.zeros([], dy.dtype), isNumber: true)), dv]
            }
        }
    }

    /// x = source, broadcast and converted. `copy_`.
    public static func copy(_ source: Tensor) -> Write {
        Write(name: "CopyBackwards", sources: [source], convertsTypes: true) { target, _ in
            guard try Shape.broadcast(target.shape, source.shape, for: "copy_") == target.shape else {
                throw TensorError.shape(
                    "output with shape \(Shape.description(target.shape)) doesn't match the broadcast shape "
                        + Shape.description(try Shape.broadcast(target.shape, source.shape, for: "copy_")))
            }
            try Tensor.copy(from: source.detach(), into: target)
            return { [try Tensor.zeros($0.shape, $0.dtype), try $0.summed(to: source.shape)] }
        }
    }

    /// Every element one number. `fill_`; the number may be a tensor without axes.
    ///
    /// - Throws: RuntimeError for a value with axes.
    public static func fill(_ value: Tensor) throws -> Write {
        try checkNumber(value, "fill_")
        return Write(name: "FillBackward1", sources: [value], mayShareMemory: true) { target, _ in
            try Tensor.copy(from: value.detach(), into: target)
            return { [try Tensor.zeros($0.shape, $0.dtype), try $0.sum()] }
        }
    }

    /// Every element drawn anew, or set to a number: nothing of the tensor before
    /// is left, and it gets no gradient.
    ///
    /// - Parameter isNumber: whether all elements become one number, so that they may be one in memory.
    public static func renewed(
        _ name: String, from sources: [Tensor] = [], isNumber: Bool = false,
        _ body: @escaping (Tensor) throws -> Void
    ) -> Write {
        Write(name: name, sources: sources, convertsTypes: true, mayShareMemory: isNumber) { target, _ in
            try body(target)
            let shapes = sources.map(\.shape)
            return { dy in
                try [Tensor.zeros(dy.shape, dy.dtype)] + shapes.map { try Tensor.zeros($0, dy.dtype) }
            }
        }
    }

    /// One number at places of an axis. `index_fill_`; negative places count from the end.
    ///
    /// - Throws: IndexError for an index that is not int64 and, in the write, for places that are not there;
    ///   RuntimeError for an index of more than one axis and for a value with axes.
    public static func indexFill(_ axis: Int, _ index: Tensor, _ value: Tensor) throws -> Write {
        guard index.dtype == .int64 else {
            throw TensorError(.index, "index_fill_(): Expected dtype int64 for index.")
        }
        guard index.rank <= 1 else { throw TensorError(.runtime, "Index has to be a vector/scalar") }
        try checkNumber(value, "index_fill_")
        return Write(
            name: "IndexFillBackward1", sources: [value], watched: [index], mayShareMemory: true
        ) { target, _ in
            let at = try Shape.axis(axis, rank: target.rank), size = target.rank == 0 ? 1 : target.shape[at]
            try checkPlaces(index, below: size, wraps: true) { outOfBounds($0, at, size, .index) }
            let places = try rows(at, index)
            try places.view(target).setIndex(places.indices, to: value.detach().to(target.dtype))
            return { dy in
                // y = x with y[i] = v:  dx = dy with dx[i] = 0,  dv = Σ dy[i], each place once
                let dx = try cleared(dy, places)
                guard value.requiresGrad else { return [dx, nil] }
                let once = try rows(at, index.remainder(.scalar(.int(size))).unique().values)
                return [dx, try once.view(dy).index(once.indices).sum()]
            }
        }
    }

    private static func checkNumber(_ value: Tensor, _ operation: String) throws {
        guard value.rank == 0 else {
            throw TensorError(
                .runtime,
                "\(operation) only supports a 0-dimensional value tensor, "
                    + "but got tensor with \(value.rank) dimension(s).",
                hint: "value.sum() or value[0], or x[…] = value")
        }
    }

    // MARK: Rows at places of one axis

    /// x[i[k]] += alpha · source[k] along `axis`. `index_add_`.
    public static func indexAdd(_ axis: Int, _ index: Tensor, _ source: Tensor, alpha: Number = .int(1))
        -> Write
    {
        Write(name: "IndexAddBackward0", sources: [source], watched: [index]) { target, _ in
            guard index.rank <= 1 else {
                throw TensorError(
                    .index,
                    "index_add_(): Index is supposed to be a vector, but got dim: \(index.rank) "
                        + "with type: \(index.dtype) and size: \(Shape.description(index.shape))")
            }
            try checkIntegers(index, "index_add_()")
            try sameType(source, target, "index_add_()")
            let at = try Shape.axis(axis, rank: target.rank), size = target.rank == 0 ? 1 : target.shape[at]
            guard source.rank == target.rank else {
                throw TensorError(
                    .runtime,
                    "index_add_(): source tensor shape must match self tensor shape, excluding the specified "
                        + "dimension. Got self.shape = \(Shape.description(target.shape)) "
                        + "source.shape = \(Shape.description(source.shape))")
            }
            try checkRows(source, target, at, index.count, "index_add_()", (.runtime, .runtime, .runtime))
            try checkPlaces(index, below: size) { outOfBounds($0, at, size, .runtime) }
            let scaled =
                alpha == .int(1) ? source.detach() : try source.detach() * source.detach().constant(alpha)
            let places = try rows(at, index)
            try places.view(target).setIndex(
                places.indices, to: places.view(scaled.to(target.dtype)), accumulate: true)
            return { dy in
                // y = x,  y[i[k]] += α·s[k]:  dx = dy,  ds[k] = α·dy[i[k]]
                let read = try places.view(dy).index(places.indices).reshape(source.shape)
                return [dy, alpha == .int(1) ? read : try read * read.constant(alpha)]
            }
        }
    }

    /// x[i[k]] = source[k] along `axis`. `index_copy_`.
    public static func indexCopy(_ axis: Int, _ index: Tensor, _ source: Tensor) -> Write {
        Write(name: "IndexCopyBackward0", sources: [source], watched: [index]) { target, _ in
            guard index.rank <= 1 else {
                throw TensorError(
                    .index, "index_copy_(): Index should have dimension 1 or 0 (got \(index.rank))")
            }
            guard index.dtype == .int64 else {
                throw TensorError(
                    .runtime, "index_copy_(): Expected a long tensor for index, but got \(index.dtype)")
            }
            try sameType(source, target, "index_copy_()")
            let at = try Shape.axis(axis, rank: target.rank), size = target.rank == 0 ? 1 : target.shape[at]
            try checkRows(source, target, at, index.count, "index_copy_()", (.index, .index, .runtime))
            try checkPlaces(index, below: size) {
                TensorError(
                    .index,
                    "index_copy_(): index \($0) is out of bounds for dimension \(at) with size \(size)")
            }
            let places = try rows(at, index)
            try places.view(target).setIndex(places.indices, to: places.view(source.detach()))
            return { dy in
                // y = x with y[i[k]] = s[k]:  dx = dy with dx[i] = 0,  ds[k] = dy[i[k]]
                let dx = try cleared(dy, places)
                return [dx, try places.view(dy).index(places.indices).reshape(source.shape)]
            }
        }
    }

    /// How rows are indexed; a tensor without axes counts as a row of one.
    /// A gradient that is 0 at the places.
    private static func cleared(
        _ dy: Tensor, _ places: (indices: [Tensor.Index], view: (Tensor) throws -> Tensor)
    ) throws -> Tensor {
        let zero = try Tensor.zeros([], dy.dtype)
        return try places.view(dy).written(.assign(places.indices, zero, isNumber: true)).reshape(dy.shape)
    }

    private static func rows(
        _ axis: Int, _ index: Tensor
    ) throws -> (indices: [Tensor.Index], view: (Tensor) throws -> Tensor) {
        let indices = try Tensor.along(axis, index.reshape([-1]))
        return (indices, { $0.rank == 0 ? try $0.reshape([1]) : $0 })
    }

    /// The rows of `source` fit `count` places of an axis of `target`.
    private static func checkRows(
        _ source: Tensor, _ target: Tensor, _ axis: Int, _ count: Int, _ operation: String,
        _ kinds: (rank: TensorError.Kind, count: TensorError.Kind, slices: TensorError.Kind)
    ) throws {
        let shapes = [
            "self \(Shape.description(target.shape)), source \(Shape.description(source.shape)), dim \(axis)"
        ]
        let own = target.rank == 0 ? [1] : target.shape, given = source.rank == 0 ? [1] : source.shape
        guard own.count == given.count else {
            throw TensorError(
                kinds.rank, "\(operation): source and self want the same number of axes", details: shapes)
        }
        guard given[axis] == count else {
            throw TensorError(
                kinds.count,
                "\(operation): Number of indices (\(count)) should be equal to source.size(dim): "
                    + "(\(given[axis])), for dim: \(axis)", details: shapes)
        }
        guard given.indices.allSatisfy({ $0 == axis || given[$0] == own[$0] }) else {
            throw TensorError(
                kinds.slices,
                "\(operation): source tensor shape must match self tensor shape, "
                    + "excluding the specified dimension", details: shapes)
        }
    }

    // MARK: Flat places, and masks

    /// x.flatten()[i] = source (or +=), element by element. `put_`; negative places count from the end.
    public static func put(_ index: Tensor, _ source: Tensor, accumulate: Bool = false) -> Write {
        Write(name: "PutBackward0", sources: [source], watched: [index]) { target, _ in
            guard index.dtype == .int64 else {
                throw TensorError(
                    .runtime, "put_(): Expected a long tensor for index, but got \(index.dtype)")
            }
            try sameType(source, target, "put_()")
            guard index.count == source.count else {
                throw TensorError(
                    .index,
                    "put_(): Expected source and index to have the same number of elements, "
                        + "but got source.numel() = \(source.count), index.numel() = \(index.count)")
            }
            try checkFlatPlaces(index, below: target.count)
            // A tensor whose elements do not lie in order is written as a copy and put back.
            let flat =
                try target.isContiguous
                ? target.detach().reshape([-1]) : target.detach().clone().reshape([-1])
            let places: [Tensor.Index] = [.tensor(try index.reshape([-1]))]
            try flat.setIndex(places, to: source.detach().reshape([-1]), accumulate: accumulate)
            if !target.isContiguous { try Tensor.copy(from: flat.reshape(target.shape), into: target) }
            return { dy in
                let ds = try dy.reshape([-1]).index(places).reshape(source.shape)
                guard !accumulate else { return [dy, ds] }
                let zero = try Tensor.zeros([], dy.dtype)
                let dx = try dy.reshape([-1]).written(.assign(places, zero, isNumber: true))
                return [try dx.reshape(dy.shape), ds]
            }
        }
    }

    /// x[mask] = the first elements of `source`, in order. `masked_scatter_`; the mask broadcasts.
    public static func maskedScatter(_ mask: Tensor, _ source: Tensor) -> Write {
        Write(name: "MaskedScatterBackward0", sources: [source]) { target, _ in
            try checkMask(mask, "masked_scatter_")
            try sameType(source, target, "masked_scatter")
            let places = try Tensor.resolved([.tensor(mask.expanded(to: target.shape, "masked_scatter_"))])
            let wanted = try target.detach().index(places).count
            guard source.count >= wanted else {
                throw TensorError(
                    .runtime, "Number of elements of source < number of ones in mask",
                    details: ["source \(Shape.description(source.shape)), true in the mask: \(wanted)"])
            }
            try target.setIndex(places, to: source.detach().reshape([-1]).slice(0, from: 0, to: wanted))
            return { dy in
                let dx = try dy.written(.assign(places, Tensor.zeros([], dy.dtype), isNumber: true))
                let ds = try dy.index(places).placed(in: [source.count], "SliceBackwardBackward0") {
                    try $0.slice(0, from: 0, to: wanted)
                }
                return [dx, try ds.reshape(source.shape)]
            }
        }
    }

    // MARK: What all of them check

    static func checkIntegers(_ index: Tensor, _ operation: String) throws {
        guard index.dtype == .int64 || index.dtype == .int32 else {
            throw TensorError(
                .runtime, "\(operation): Expected dtype int32/int64 for index but got: \(index.dtype)",
                hint: "i.long()")
        }
    }

    static func sameType(_ source: Tensor, _ target: Tensor, _ operation: String) throws {
        guard source.dtype == target.dtype else {
            throw TensorError(
                .runtime, "\(operation): Expected self.dtype to be equal to the source's dtype",
                details: ["self \(target.dtype), source \(source.dtype)"], hint: ".to(x.dtype)")
        }
    }

    private static func checkMask(_ mask: Tensor, _ operation: String) throws {
        guard mask.dtype == .bool else {
            throw TensorError(
                .runtime, "\(operation) only supports boolean masks, but got mask with dtype \(mask.dtype)",
                hint: "mask == 0")
        }
    }

    /// Refuses a place that is not there. O(n).
    static func checkPlaces(
        _ index: Tensor, below size: Int, wraps: Bool = false, _ refusal: (Int64) -> TensorError
    ) throws {
        let least = wraps ? -size : 0
        for place in try index.elements(Int64.self) where place < least || place >= size {
            throw refusal(place)
        }
    }

    static func outOfBounds(_ place: Int64, _ axis: Int, _ size: Int, _ kind: TensorError.Kind) -> TensorError
    {
        TensorError(kind, "index \(place) is out of bounds for dimension \(axis) with size \(size)")
    }

    static func checkFlatPlaces(_ index: Tensor, below count: Int) throws {
        try checkPlaces(index, below: count, wraps: true) {
            TensorError(.index, "out of range: tried to access index \($0) on a tensor of \(count) elements.")
        }
    }
}

extension Tensor {
    /// `x[:, …, index]`: all of the axes before `axis`, and places of that one.
    static func along(_ axis: Int, _ index: Tensor) throws -> [Index] {
        Array(repeating: .slice(nil, nil, 1), count: axis) + [.tensor(index)]
    }

    /// Indices with masks turned into the places where they are true.
    static func resolved(_ indices: [Index]) throws -> [Index] {
        try indices.flatMap { index -> [Index] in
            guard case .tensor(let mask) = index, mask.dtype == .bool, mask.rank > 0 else { return [index] }
            return [.mask(shape: mask.shape, places: try mask.nonzeroColumns())]
        }
    }

    /// Stretched to a shape that it has to broadcast to.
    fileprivate func expanded(to target: [Int], _ operation: String) throws -> Tensor {
        guard try Shape.broadcast(target, shape, for: operation) == target else {
            throw TensorError.shape(
                "output with shape \(Shape.description(target)) doesn't match that of the mask",
                "\(operation): mask \(Shape.description(shape))")
        }
        return try expand(target)
    }

    /// Summed over what broadcasting stretched; leading axes of size 1 that the source had come back.
    fileprivate func summed(toSizesOf source: Tensor) throws -> Tensor {
        let extra = max(0, source.rank - rank)
        return try summed(to: Array(source.shape.dropFirst(extra))).reshape(source.shape)
    }
}
