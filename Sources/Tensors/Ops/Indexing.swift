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
    }

    /// `x[indices]`: numbers, slices, None and … make a view; tensors of integers gather, masks select (copies).
    public func index(_ indices: [Index]) throws -> Tensor {
        let (view, tensors) = try basicView(indices)
        guard !tensors.isEmpty else { return view }
        return try view.gatherAdvanced(tensors)
    }

    /// `x[indices] = value`, in place, the value broadcast.
    public func setIndex(_ indices: [Index], to value: Tensor) throws {
        try checkInPlace()
        guard !(Autograd.isEnabled && value.requiresGrad) else {
            throw TensorError(
                .runtime, "assigning a recorded computation into a slice is not recorded here",
                hint: "torch.cat, torch.stack or torch.where, or value.detach()")
        }
        let (view, tensors) = try basicView(indices)
        guard !tensors.isEmpty else { return try Tensor.copy(from: value.squeezedFor(view.shape), into: view) }
        let plan = try AdvancedIndex(view, tensors)
        let source = try value.detach().to(dtype).squeezedFor(plan.shape).expand(plan.shape).contiguous()
        plan.write(try source.contiguous(), into: try view.storage.mutable())
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
            case .tensor(let tensor):
                if tensor.dtype == .bool {
                    // A mask stands for the positions where it is true, one index tensor for each of its axes.
                    let expected = Array(view.shape[axis..<min(view.rank, axis + tensor.rank)])
                    guard tensor.shape == expected else {
                        throw TensorError(
                            .index, "The shape of the mask \(Shape.description(tensor.shape)) at index \(axis) does not match the shape of the indexed tensor \(Shape.description(view.shape)) at index \(axis)")
                    }
                    for positions in try tensor.nonzeroColumns() {
                        tensors.append((axis, positions))
                        axis += 1
                    }
                } else {
                    guard !tensor.dtype.isFloatingPoint else {
                        throw TensorError(.index, "tensors used as indices must be long, int or bool tensors, got \(tensor.dtype)", hint: "i.long()")
                    }
                    tensors.append((axis, try tensor.detach().to(.int64)))
                    axis += 1
                }
            }
        }
        return (view, tensors)
    }

    private static func bound(_ index: Int, _ size: Int) -> Int {
        min(max(index < 0 ? index &+ size : index, 0), size)
    }

    private func gatherAdvanced(_ tensors: [(axis: Int, index: Tensor)]) throws -> Tensor {
        let plan = try AdvancedIndex(detach(), tensors)
        let result = try Tensor.empty(plan.shape, dtype)
        plan.read(into: result)
        let original = shape
        return result.recorded("IndexBackward0", [self]) { dy in
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
        // A number has one position, which takes no indices to name, where it is not 0.
        return columns.isEmpty ? try Tensor.zeros([to(.bool).item().isTrue ? 1 : 0, 0], .int64) : found == 0
            ? try Tensor.zeros([0, rank], .int64) : try Tensor.stack(columns, 1)
    }

    // MARK: gather, scatter, index_select

    /// y[i][j] = x[i][index[i][j]] along `axis`; the index has this tensor's rank.
    public func gather(_ axis: Int, _ index: Tensor) throws -> Tensor {
        let axis = try Shape.axis(axis, rank: rank)
        let indices = try gatherIndices(axis, index)
        return try self.index(indices)
    }

    /// Index tensors that let `gather` be written as advanced indexing.
    private func gatherIndices(_ axis: Int, _ index: Tensor) throws -> [Index] {
        guard index.rank == rank, index.dtype == .int64 || index.dtype == .int32 else {
            throw TensorError.shape(
                "gather: Index tensor must have the same number of dimensions as input tensor and be of integers",
                "index \(index.dtype) \(Shape.description(index.shape))", "input \(Shape.description(shape))", hint: "index.unsqueeze(-1)",
                pytorch: "Index tensor must have the same number of dimensions as input tensor")
        }
        return try shape.indices.map { other in
            if other == axis { return .tensor(index) }
            var sizes = [Int](repeating: 1, count: rank)
            sizes[other] = index.shape[other]
            return .tensor(try Tensor.arange(.int(0), .int(index.shape[other])).reshape(sizes).expand(index.shape))
        }
    }

    /// In place: x[i][index[i][j]] = source[i][j] along `axis`.
    public func scatter(_ axis: Int, _ index: Tensor, _ source: Tensor, add: Bool = false) throws {
        let axis = try Shape.axis(axis, rank: rank)
        let indices = try gatherIndices(axis, index)
        guard add else { return try setIndex(indices, to: source) }
        try checkInPlace()
        let tensors = indices.enumerated().compactMap { axis, index -> (axis: Int, index: Tensor)? in
            if case .tensor(let tensor) = index { return (axis, tensor) } else { return nil }
        }
        let plan = try AdvancedIndex(self, tensors)
        _ = try storage.mutable()
        try plan.add(source.detach().to(dtype).expand(plan.shape).contiguous(), into: self)
    }

    /// The chosen positions of one axis. `torch.index_select`.
    public func indexSelect(_ axis: Int, _ positions: Tensor) throws -> Tensor {
        let axis = try Shape.axis(axis, rank: rank)
        return try index(Array(repeating: .slice(nil, nil, 1), count: axis) + [.tensor(positions)])
    }

    /// Elements where the mask is true, in one row.
    public func maskedSelect(_ mask: Tensor) throws -> Tensor {
        let shape = try Shape.broadcast(shape, mask.shape, for: "masked_select")
        return try expand(shape).index([.tensor(try mask.expand(shape))])
    }
}

/// Advanced indexing, resolved: for each combination of indices a place in storage, then a block of the axes that
/// were not indexed.
private struct AdvancedIndex {
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

    func add(_ value: Tensor, into target: Tensor) throws {
        func sum<T: Scalar>(_: T.Type, _ plus: (T, T) -> T) {
            let from = value.pointer(T.self)
            let to = target.storage.fresh.assumingMemoryBound(to: T.self)
            runs { position, place, count, stride in
                for i in 0..<count { to[place + i &* stride] = plus(to[place + i &* stride], from[position + i]) }
            }
        }
        switch target.dtype {
        case .float32: sum(Float.self, +)
        case .float64: sum(Double.self, +)
        case .bfloat16: sum(BFloat16.self) { BFloat16($0.float + $1.float) }
        case .int64: sum(Int64.self, &+)
        case .int32: sum(Int32.self, &+)
        case .bool: sum(Bool.self) { $0 || $1 }
        }
    }
}
