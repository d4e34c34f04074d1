import Kernels

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

    /// `x[indices]`: numbers, slices, None and … make a view; tensors of integers gather, masks select (copies).
    public func index(_ indices: [Index]) throws -> Tensor {
        let (view, tensors) = try basicView(indices)
        guard !tensors.isEmpty else { return view }
        return try view.gatherAdvanced(tensors)
    }

    /// `x[indices] = value` (or `+=`), in place, the value broadcast and converted; never recorded. See `Write.assign`.
    ///
    /// - Parameter keepsType: refuses a value of another type where tensors index, as PyTorch does.
    func setIndex(
        _ indices: [Index], to value: Tensor, accumulate: Bool = false, keepsType: Bool = false
    ) throws {
        let (view, tensors) = try basicView(indices), value = value.detach()
        try view.checkSinglePlaces()
        guard !tensors.isEmpty else {
            let source = try value.squeezedFor(view.shape)
            return try Tensor.copy(from: accumulate ? view + source.to(dtype) : source, into: view)
        }
        if keepsType && value.dtype != dtype && !(value.rank == 0 && indices.contains(where: \.isMask)) {
            throw TensorError(
                .runtime, "Index put requires the source and destination dtypes match",
                details: ["got \(dtype) for the destination and \(value.dtype) for the source"], hint: "value.to(x.dtype)")
        }
        let plan = try AdvancedIndex(view, tensors)
        var source = try plan.fitting(value.to(dtype).squeezedFor(plan.shape)).contiguous()
        // Numbers of the tensor itself are read whole before anything is written.
        if source.storage === storage { source = try source.clone() }
        if accumulate {
            _ = try storage.mutable()
            try plan.add(source, into: view)
        } else {
            plan.write(source, into: try storage.mutable())
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
            throw TensorError(.index, "too many indices for tensor of dimension \(rank)", details: ["\(consumed) indices, shape \(Shape.description(shape))"])
        }
        let ellipses = indices.filter { if case .ellipsis = $0 { return true } else { return false } }.count
        guard ellipses <= 1 else { throw TensorError(.index, "an index can only have a single ellipsis ('...')") }
        var view = self, axis = 0
        var tensors: [(axis: Int, index: Tensor)] = []
        for index in indices {
            switch index {
            case .at(let position):
                view = try view.select(axis, position)
            case .slice(let start, let end, let step):
                guard step > 0 else { throw TensorError.value("step must be greater than zero", hint: "x.flip(\(axis))") }
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
                guard !tensor.dtype.isFloatingPoint else {
                    throw TensorError(
                        .index, "tensors used as indices must be long, int or bool tensors, got \(tensor.dtype)",
                        hint: "i.long()")
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
                .index, "The shape of the mask \(Shape.description(mask)) at index \(axis) does not match "
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
            try AdvancedIndex(dx, tensors).add(dy.contiguous(), into: dx)
            return [dx]
        }
    }

    /// Positions of true elements, one int64 tensor for each axis. `torch.nonzero(as_tuple=True)`.
    public func nonzeroColumns() throws -> [Tensor] {
        let flags = try to(.bool).elements(Bool.self)
        let strides = Shape.strides(shape)
        let places = flags.indices.filter { flags[$0] }
        return try shape.indices.map { axis in
            try Tensor(places.map { Int64($0 / strides[axis] % shape[axis]) })
        }
    }

    /// Positions of elements that are not zero, [n, rank].
    public func nonzero() throws -> Tensor {
        let columns = try nonzeroColumns()
        let found = columns.first?.count ?? 0
        return columns.isEmpty ? try Tensor.zeros([0, 0], .int64) : found == 0
            ? try Tensor.zeros([0, rank], .int64) : try Tensor.stack(columns, 1)
    }

    // MARK: gather, index_select, take

    /// y[i][j] = x[i][index[i][j]] along `axis`; the index has this tensor's rank.
    public func gather(_ axis: Int, _ index: Tensor) throws -> Tensor {
        let axis = try Shape.axis(axis, rank: rank)
        let places = try AdvancedIndex(detach(), along: axis, index, "gather()")
        let result = try Tensor.empty(index.shape, dtype)
        places.read(into: result)
        let original = shape
        return result.recorded("GatherBackward0", [self], saved: [index]) { dy in
            // y[i] = x[places[i]]:  dx[places[i]] += dy[i]
            let dx = try Tensor.zeros(original, dy.dtype)
            try AdvancedIndex(dx, along: axis, index, "gather()").add(dy.contiguous(), into: dx)
            return [dx]
        }
    }

    /// The chosen positions of one axis. `torch.index_select`.
    public func indexSelect(_ axis: Int, _ positions: Tensor) throws -> Tensor {
        try Write.checkIntegers(positions, "index_select()")
        guard positions.rank <= 1 else {
            throw TensorError(.index, "index_select(): Index is supposed to be a vector", hint: "x[index]")
        }
        let axis = try Shape.axis(axis, rank: rank), size = rank == 0 ? 1 : shape[axis]
        try Write.checkPlaces(positions, below: size) { place in
            TensorError(
                .index, "index_select(): index \(place) is out of range for dimension \(axis) with size \(size)",
                hint: place < 0 ? "negative positions count from the end in x[index] only" : nil,
                pytorch: "index out of range in self")
        }
        guard rank > 0 else { return try clone() }
        return try index(Tensor.along(axis, positions.reshape([-1])))
    }

    /// Elements by their places in the flattened tensor, in the shape of the index. `torch.take`.
    public func take(_ index: Tensor) throws -> Tensor {
        guard index.dtype == .int64 else {
            throw TensorError(.runtime, "take(): Expected a long tensor for index, but got \(index.dtype)", hint: "i.long()")
        }
        guard count > 0 || index.count == 0 else {
            throw TensorError(.index, "take(): tried to take from an empty tensor")
        }
        try Write.checkFlatPlaces(index, below: count)
        return try reshape([-1]).index([.tensor(index)])
    }

    /// Elements where the mask is true, in one row.
    public func maskedSelect(_ mask: Tensor) throws -> Tensor {
        let shape = try Shape.broadcast(shape, mask.shape, for: "masked_select")
        return try expand(shape).index([.tensor(try mask.expand(shape))])
    }
}

/// Advanced indexing, resolved: for each combination of indices a place in storage, then a block of the axes that
/// were not indexed.
struct AdvancedIndex {
    let shape: [Int]
    private let source: Tensor
    private let places: [Int]
    /// Result axes before the gathered ones (kept axes that stand in front), and the kept axes behind.
    private let before: [Int], after: [Int]

    init(_ x: Tensor, _ tensors: [(axis: Int, index: Tensor)]) throws {
        source = x
        var broadcast: [Int] = []
        for (_, index) in tensors {
            do { broadcast = try Shape.broadcast(broadcast, index.shape, for: "indexing") } catch {
                throw TensorError(
                    .index, "shape mismatch: indexing tensors could not be broadcast together with shapes "
                        + tensors.map { Shape.description($0.index.shape) }.joined(separator: ", "))
            }
        }
        var offsets = [Int](repeating: x.offset, count: try Shape.count(broadcast))
        for (axis, index) in tensors {
            let size = x.shape[axis]
            let values = try index.expand(broadcast).elements(Int64.self)
            for i in values.indices {
                let position = Int(values[i])
                guard position >= -size && position < size else {
                    throw TensorError(.index, "index \(position) is out of bounds for dimension \(axis) with size \(size)")
                }
                offsets[i] += (position < 0 ? position + size : position) * x.strides[axis]
            }
        }
        places = offsets
        let indexed = Set(tensors.map(\.axis))
        let kept = x.shape.indices.filter { !indexed.contains($0) }
        // Neighbouring index tensors keep their place in the result; separated ones move to the front.
        let first = tensors[0].axis, contiguous = tensors.enumerated().allSatisfy { $1.axis == first + $0 }
        before = contiguous ? kept.filter { $0 < first } : []
        after = contiguous ? kept.filter { $0 >= first } : kept
        shape = before.map { x.shape[$0] } + broadcast + after.map { x.shape[$0] }
    }

    /// One place for each element of `index`, which counts along `axis` and leaves the other axes as they are.
    ///
    /// - Throws: RuntimeError for an index of another rank, larger than the tensor beside the axis, or out of range.
    init(_ x: Tensor, along axis: Int, _ index: Tensor, _ operation: String) throws {
        let own = x.rank == 0 ? [1] : x.shape, steps = x.rank == 0 ? [1] : x.strides
        let sizes = index.rank == 0 ? [1] : index.shape
        guard index.dtype == .int64 || index.dtype == .int32 else {
            throw TensorError(
                .runtime, "\(operation): Expected dtype int32/int64 for index, got \(index.dtype)", hint: "index.long()")
        }
        let what = operation == "gather()" ? "input" : "self"
        guard sizes.count == own.count else {
            throw TensorError.shape(
                "\(operation): Index tensor must have the same number of dimensions as \(what) tensor",
                "index \(Shape.description(index.shape))", "\(what) \(Shape.description(x.shape))",
                hint: "index.unsqueeze(-1)",
                pytorch: "Index tensor must have the same number of dimensions as \(what) tensor")
        }
        guard index.count == 0 || sizes.indices.allSatisfy({ $0 == axis || sizes[$0] <= own[$0] }) else {
            throw TensorError.shape(
                "\(operation): Expected index \(Shape.description(index.shape)) to be no larger than \(what) "
                    + "\(Shape.description(x.shape)) apart from dimension \(axis)")
        }
        let limit = own[axis]
        try Write.checkPlaces(index, below: limit) { Write.outOfBounds($0, axis, limit, .runtime) }
        let values = try index.elements(Int64.self)
        // Rows of the last axis: what the other axes add to a place is the same along a row, or grows by a step.
        let last = sizes.count - 1, width = sizes[last], step = last == axis ? 0 : steps[last]
        var positions = [Int](repeating: 0, count: values.count)
        let outer = Walk(Array(sizes.dropLast()) + [1], [
            zip(sizes.indices, steps).dropLast().map { $0 == axis ? 0 : $1 } + [0]
        ])
        for row in 0..<(width == 0 ? 0 : values.count / width) {
            let (block, within) = row.quotientAndRemainder(dividingBy: outer.inner)
            let start = x.offset + outer.offset(0, block) + within * outer.innerStrides[0]
            for j in 0..<width {
                let i = row * width + j
                positions[i] = start + j * step + Int(values[i]) * steps[axis]
            }
        }
        (source, places, before, after, shape) = (x, positions, [], [], index.shape)
    }

    /// A value stretched to the shape of what the indices name.
    func fitting(_ value: Tensor) throws -> Tensor {
        if value.shape == shape { return value }
        guard let common = try? Shape.broadcast(shape, value.shape, for: "index_put_"), common == shape else {
            throw TensorError.shape(
                "shape mismatch: value tensor of shape \(Shape.description(value.shape)) cannot be broadcast to indexing "
                    + "result of shape \(Shape.description(shape))")
        }
        return try value.expand(shape)
    }

    /// Calls `body(position in the result, position in storage, count, stride in storage)` for runs of elements.
    private func runs(_ body: (Int, Int, Int, Int) -> Void) {
        guard !shape.contains(0) else { return }
        let front = Walk(before.map { source.shape[$0] } + [1], [before.map { source.strides[$0] } + [0]])
        let frontPositions: [Int] = (0..<front.outer).flatMap { outer in
            (0..<front.inner).map { front.offset(0, outer) + $0 * front.innerStrides[0] }
        }
        let back = Walk(after.map { source.shape[$0] }, [after.map { source.strides[$0] }])
        var position = 0
        for start in frontPositions {
            for place in places {
                for outer in 0..<back.outer {
                    body(position, start + place + back.offset(0, outer), back.inner, back.innerStrides[0])
                    position += back.inner
                }
            }
        }
    }

    func read(into result: Tensor) {
        func copy<T>(_: T.Type) {
            let from = source.storage.pointer.assumingMemoryBound(to: T.self)
            let to = result.storage.fresh.assumingMemoryBound(to: T.self)
            runs { position, place, count, stride in
                for i in 0..<count { to[position + i] = from[place + i &* stride] }
            }
        }
        switch source.dtype.size {
        case 8: copy(UInt64.self)
        case 4: copy(UInt32.self)
        case 2: copy(UInt16.self)
        default: copy(UInt8.self)
        }
    }

    func write(_ value: Tensor, into target: UnsafeMutableRawPointer) {
        func copy<T>(_: T.Type) {
            let from = (value.storage.pointer + value.offset * value.dtype.size).assumingMemoryBound(to: T.self)
            let to = target.assumingMemoryBound(to: T.self)
            runs { position, place, count, stride in
                for i in 0..<count { to[place + i &* stride] = from[position + i] }
            }
        }
        switch source.dtype.size {
        case 8: copy(UInt64.self)
        case 4: copy(UInt32.self)
        case 2: copy(UInt16.self)
        default: copy(UInt8.self)
        }
    }

    /// target[places] += value, the same place as often as it is named.
    func add(_ value: Tensor, into target: Tensor) throws {
        switch target.dtype {
        case .float32: merge(value, into: target) { (a: Float, b: Float) in a + b }
        case .float64: merge(value, into: target) { (a: Double, b: Double) in a + b }
        case .bfloat16: merge(value, into: target) { BFloat16($0.float + $1.float) }
        case .int64: merge(value, into: target) { (a: Int64, b: Int64) in a &+ b }
        case .int32: merge(value, into: target) { (a: Int32, b: Int32) in a &+ b }
        case .bool: merge(value, into: target) { $0 || $1 }
        }
    }

    /// target[places] = op(target[places], value), one after the other, into memory that may be written.
    func merge<T: Scalar>(_ value: Tensor, into target: Tensor, _ op: (T, T) -> T) {
        let from = value.pointer(T.self)
        let to = target.storage.fresh.assumingMemoryBound(to: T.self)
        runs { position, place, count, stride in
            for i in 0..<count { to[place + i &* stride] = op(to[place + i &* stride], from[position + i]) }
        }
    }
}
