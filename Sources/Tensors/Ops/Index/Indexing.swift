// Reading and writing by tensors of indices and by masks.

extension Tensor {
    /// One item between the brackets of `x[…]`.
    public enum Index {
        case at(Int)
        /// Python's slice: missing ends are the ends of the axis; the step is positive.
        case slice(Int?, Int?, Int)
        case newAxis
        case ellipsis
        case tensor(Tensor)
        /// A mask of a shape, as the places where it was true: one row of positions for each of its axes.
        case mask(shape: [Int], places: [Tensor])

        var isMask: Bool {
            switch self {
            case .mask: return true
            case .tensor(let tensor): return tensor.dtype == .bool
            default: return false
            }
        }
    }

    /// `x[indices]`: numbers, slices, None and … make a view; tensors of
    /// integers gather, masks select (copies).
    ///
    /// - Throws: IndexError for too many indices and for places that are not there.
    public func index(_ indices: [Index]) throws -> Tensor {
        let (view, tensors) = try basicView(indices)
        guard !tensors.isEmpty else { return view }
        return try view.gatherAdvanced(tensors)
    }

    /// `x[indices] = value` (or `+=`), in place, the value broadcast and converted;
    /// never recorded. See `Write.assign`.
    ///
    /// - Parameters:
    ///   - keepsType: refuses a value of another type where tensors index, as PyTorch does.
    ///   - isNumber: lets elements that are one in memory be set, all to one number; where tensors index,
    ///     PyTorch writes to them one after the other anyway.
    func setIndex(
        _ indices: [Index], to value: Tensor, accumulate: Bool = false, keepsType: Bool = false,
        isNumber: Bool = false
    ) throws {
        let (view, tensors) = try basicView(indices), value = value.detach()
        if tensors.isEmpty, !isNumber { try view.checkElementsApart() }
        guard !tensors.isEmpty else {
            let source = try value.squeezedFor(view.shape)
            if keepsType, !isNumber { try view.checkApart(from: source) }
            return try Tensor.copy(from: accumulate ? view + source.to(dtype) : source, into: view)
        }
        if keepsType && value.dtype != dtype && !(value.rank == 0 && indices.contains(where: \.isMask)) {
            throw TensorError(
                .runtime, "Index put requires the source and destination dtypes match",
                details: ["got \(dtype) for the destination and \(value.dtype) for the source"],
                hint: "value.to(x.dtype)")
        }
        let plan = try AdvancedIndex(view, tensors)
        var source = try plan.fitting(value.to(dtype).squeezedFor(plan.shape)).contiguous()
        // Numbers of the tensor itself are read whole before anything is written.
        if source.storage === storage { source = try source.clone() }
        if accumulate {
            _ = try storage.mutable(UInt8.self)
            try plan.add(source, into: view)
        } else {
            try plan.write(source, into: storage)
        }
    }

    /// Leading axes of size 1 that the target does not have are dropped, as PyTorch's setitem does.
    private func squeezedFor(_ target: [Int]) throws -> Tensor {
        var result = self
        while result.rank > target.count, result.shape[0] == 1 { result = try result.squeeze(0) }
        return result
    }

    /// Everything but index tensors is applied as a view; the tensors come back with the axes they stand at.
    private func basicView(_ indices: [Index]) throws -> (Tensor, [(axis: Int, index: Tensor)]) {
        let consumed = indices.reduce(0) { total, index in
            switch index {
            case .at, .slice: return total + 1
            case .tensor(let tensor): return total + (tensor.dtype == .bool ? tensor.rank : 1)
            case .mask(let shape, _): return total + shape.count
            case .newAxis, .ellipsis: return total
            }
        }
        guard consumed <= rank else {
            throw TensorError(
                .index, "too many indices for tensor of dimension \(rank)",
                details: ["\(consumed) indices, shape \(Shape.description(shape))"])
        }
        let ellipses = indices.filter { if case .ellipsis = $0 { return true } else { return false } }.count
        guard ellipses <= 1 else {
            throw TensorError(.index, "an index can only have a single ellipsis ('...')")
        }
        var view = self, axis = 0
        var tensors: [(axis: Int, index: Tensor)] = []
        for index in indices {
            switch index {
            case .at(let position):
                view = try view.select(axis, position)
            case .slice(let start, let end, let step):
                guard step > 0 else {
                    throw TensorError.value("step must be greater than zero", hint: "x.flip(\(axis))")
                }
                let size = view.shape[axis]
                let from = Tensor.bound(start ?? 0, size), to = max(from, Tensor.bound(end ?? size, size))
                view = try view.slice(axis, from: from, to: to, step: step)
                axis += 1
            case .newAxis:
                view = try view.unsqueeze(axis)
                axis += 1
            case .ellipsis:
                axis += rank - consumed
            case .mask(let shape, let places):
                try view.checkMask(shape, at: axis)
                for positions in places {
                    tensors.append((axis, positions))
                    axis += 1
                }
            case .tensor(let tensor) where tensor.dtype == .bool && tensor.rank == 0:
                // One truth: a new axis of which everything or nothing is taken.
                view = try view.unsqueeze(axis)
                tensors.append((axis, try Tensor(tensor.item().isTrue ? [Int64(0)] : [])))
                axis += 1
            case .tensor(let tensor) where tensor.dtype == .bool:
                // A mask stands for the positions where it is true, one index tensor for each of its axes.
                try view.checkMask(tensor.shape, at: axis)
                for positions in try tensor.nonzeroColumns() {
                    tensors.append((axis, positions))
                    axis += 1
                }
            case .tensor(let tensor):
                guard tensor.dtype.isInteger else {
                    throw TensorError(
                        .index, "tensors used as indices must be long, int, byte or bool tensors",
                        details: ["got \(tensor.dtype)"], hint: "i.long()")
                }
                tensors.append((axis, try tensor.detach().to(.int64)))
                axis += 1
            }
        }
        return (view, tensors)
    }

    private func checkMask(_ mask: [Int], at axis: Int) throws {
        guard Array(shape[axis..<min(rank, axis + mask.count)]) == mask else {
            throw TensorError(
                .index,
                "The shape of the mask \(Shape.description(mask)) at index \(axis) does not match "
                    + "the shape of the indexed tensor \(Shape.description(shape)) at index \(axis)")
        }
    }

    private static func bound(_ index: Int, _ size: Int) -> Int {
        min(max(index < 0 ? index &+ size : index, 0), size)
    }

    private func gatherAdvanced(_ tensors: [(axis: Int, index: Tensor)]) throws -> Tensor {
        let plan = try AdvancedIndex(detach(), tensors)
        let result = try Tensor.empty(plan.shape, dtype)
        plan.read(into: result)
        let original = shape
        return result.recorded("IndexBackward0", [self], saved: tensors.map(\.index)) { dy in
            // y = x[i]:  dx[i] += dy, the same place as often as it was read
            let dx = try Tensor.zeros(original, dy.dtype)
            try AdvancedIndex(dx, tensors).add(dy.detach().contiguous(), into: dx)
            return [dx.again("IndexPutBackward0", [dy]) { [try $0.gatherAdvanced(tensors)] }]
        }
    }

    /// Positions of true elements, one int64 tensor for each axis. `torch.nonzero(as_tuple=True)`. Each is
    /// [n], n the number of true elements. O(count).
    public func nonzeroColumns() throws -> [Tensor] {
        let flags = try to(.bool).elements(Bool.self)
        let strides = Shape.strides(shape)
        let places = flags.indices.filter { flags[$0] }
        return try shape.indices.map { axis in
            try Tensor(places.map { Int64($0 / strides[axis] % shape[axis]) })
        }
    }

    /// Positions of elements that are not zero, [n, rank]. O(count). `torch.nonzero`.
    public func nonzero() throws -> Tensor {
        let columns = try nonzeroColumns()
        let found = columns.first?.count ?? 0
        // A number has one position, which takes no indices to name, where it is not 0.
        return columns.isEmpty
            ? try Tensor.zeros([to(.bool).item().isTrue ? 1 : 0, 0], .int64)
            : found == 0
                ? try Tensor.zeros([0, rank], .int64) : try Tensor.stack(columns, 1)
    }

    // MARK: gather, index_select, take

    /// y[i][j] = x[i][index[i][j]] along `axis`; the index has this tensor's rank. The result has the shape
    /// of the index. `torch.gather`.
    ///
    /// - Throws: IndexError for an axis or a place that is not there, RuntimeError for an index that is not
    ///   of integers, ShapeError for one of another rank or too large.
    public func gather(_ axis: Int, _ index: Tensor) throws -> Tensor {
        let axis = try Shape.axis(axis, rank: rank)
        let places = try AdvancedIndex(detach(), along: axis, index, "gather()")
        let result = try Tensor.empty(index.shape, dtype)
        places.read(into: result)
        let original = shape
        return result.recorded("GatherBackward0", [self], saved: [index]) { dy in
            // y[i] = x[places[i]]:  dx[places[i]] += dy[i]
            let dx = try Tensor.zeros(original, dy.dtype)
            try AdvancedIndex(dx, along: axis, index, "gather()").add(dy.detach().contiguous(), into: dx)
            return [dx.again("ScatterAddBackward0", [dy]) { [try $0.gather(axis, index)] }]
        }
    }

    /// The chosen positions of one axis. `torch.index_select`. [..., n, ...] → [..., k, ...] for k positions.
    ///
    /// - Throws: IndexError for an axis or a position that is not there and for positions of more than one
    ///   axis, RuntimeError for positions that are not integers.
    public func indexSelect(_ axis: Int, _ positions: Tensor) throws -> Tensor {
        try Write.checkIntegers(positions, "index_select()")
        guard positions.rank <= 1 else {
            throw TensorError(.index, "index_select(): Index is supposed to be a vector", hint: "x[index]")
        }
        let axis = try Shape.axis(axis, rank: rank), size = rank == 0 ? 1 : shape[axis]
        try Write.checkPlaces(positions, below: size) { place in
            TensorError(
                .index,
                "index_select(): index \(place) is out of range for dimension \(axis) with size \(size)",
                hint: place < 0 ? "negative positions count from the end in x[index] only" : nil,
                pytorch: "index out of range in self")
        }
        guard rank > 0 else { return try clone() }
        return try index(Tensor.along(axis, positions.reshape([-1])))
    }

    /// Elements by their places in the flattened tensor, in the shape of the index. `torch.take`.
    ///
    /// - Throws: RuntimeError for an index that is not int64, IndexError for places that are not there.
    public func take(_ index: Tensor) throws -> Tensor {
        guard index.dtype == .int64 else {
            throw TensorError(
                .runtime, "take(): Expected a long tensor for index, but got \(index.dtype)",
                hint: "i.long()")
        }
        guard count > 0 || index.count == 0 else {
            throw TensorError(.index, "take(): tried to take from an empty tensor")
        }
        try Write.checkFlatPlaces(index, below: count)
        return try reshape([-1]).index([.tensor(index)])
    }

    /// Elements where the mask is true, in one row. [n]; mask and tensor broadcast
    /// together. `torch.masked_select`.
    ///
    /// - Throws: RuntimeError for a mask that is not bool, ShapeError for shapes that do not broadcast.
    public func maskedSelect(_ mask: Tensor) throws -> Tensor {
        guard mask.dtype == .bool else {
            throw TensorError(
                .runtime, "masked_select: expected BoolTensor for mask", details: ["got \(mask.dtype)"],
                hint: "x.masked_select(mask != 0)")
        }
        let shape = try Shape.broadcast(shape, mask.shape, for: "masked_select")
        return try expand(shape).index([.tensor(try mask.expand(shape))])
    }
}
