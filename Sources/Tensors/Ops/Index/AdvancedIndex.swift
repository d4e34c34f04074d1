import Kernels

/// Advanced indexing, resolved: for each combination of indices a place in storage, then a block of the axes
/// that were not indexed.
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
                    .index,
                    "shape mismatch: indexing tensors could not be broadcast together with shapes "
                        + tensors.map { Shape.description($0.index.shape) }.joined(separator: ", "))
            }
        }
        let count = try Shape.count(broadcast)
        try Shape.checkMemory(count)
        var offsets = [Int](repeating: x.offset, count: count)
        for (axis, index) in tensors {
            let size = x.shape[axis]
            let values = try index.expand(broadcast).elements(Int64.self)
            for i in values.indices {
                let position = Int(values[i])
                guard position >= -size && position < size else {
                    throw TensorError(
                        .index, "index \(position) is out of bounds for dimension \(axis) with size \(size)")
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

    /// One place for each element of `index`, which counts along `axis` and
    /// leaves the other axes as they are.
    ///
    /// - Throws: RuntimeError for an index of another rank, larger than the tensor
    ///   beside the axis, or out of range.
    init(_ x: Tensor, along axis: Int, _ index: Tensor, _ operation: String) throws {
        let own = x.rank == 0 ? [1] : x.shape, steps = x.rank == 0 ? [1] : x.strides
        let sizes = index.rank == 0 ? [1] : index.shape
        guard index.dtype == .int64 || index.dtype == .int32 else {
            throw TensorError(
                .runtime, "\(operation): Expected dtype int32/int64 for index, got \(index.dtype)",
                hint: "index.long()")
        }
        // An index of no elements names no place, whatever its shape is: PyTorch looks no further.
        guard index.count > 0 else {
            (source, places, before, after, shape) = (x, [], [], [], index.shape)
            return
        }
        let what = operation == "gather()" ? "input" : "self"
        guard sizes.count == own.count else {
            throw TensorError.shape(
                "\(operation): Index tensor must have the same number of dimensions as \(what) tensor",
                "index \(Shape.description(index.shape))", "\(what) \(Shape.description(x.shape))",
                hint: "index.unsqueeze(-1)",
                pytorch: "Index tensor must have the same number of dimensions as \(what) tensor")
        }
        guard sizes.indices.allSatisfy({ $0 == axis || sizes[$0] <= own[$0] }) else {
            throw TensorError.shape(
                "\(operation): Expected index \(Shape.description(index.shape)) to be no larger than \(what) "
                    + "\(Shape.description(x.shape)) apart from dimension \(axis)")
        }
        let limit = own[axis]
        try Write.checkPlaces(index, below: limit) { Write.outOfBounds($0, axis, limit, .runtime) }
        let values = try index.elements(Int64.self)
        // Rows of the last axis: what the other axes add to a place is the same
        // along a row, or grows by a step.
        let last = sizes.count - 1, width = sizes[last], step = last == axis ? 0 : steps[last]
        var positions = [Int](repeating: 0, count: values.count)
        let outer = StridedIterator(
            Array(sizes.dropLast()) + [1],
            [
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
                "shape mismatch: value tensor of shape \(Shape.description(value.shape)) "
                    + "cannot be broadcast to indexing result of shape \(Shape.description(shape))")
        }
        return try value.expand(shape)
    }

    /// Calls `body(position in the result, position in storage, count, stride in
    /// storage)` for runs of elements.
    private func runs(_ body: (Int, Int, Int, Int) -> Void) {
        guard !shape.contains(0) else { return }
        let front = StridedIterator(
            before.map { source.shape[$0] } + [1], [before.map { source.strides[$0] } + [0]])
        let frontPositions: [Int] = (0..<front.outer).flatMap { outer in
            (0..<front.inner).map { front.offset(0, outer) + $0 * front.innerStrides[0] }
        }
        let back = StridedIterator(after.map { source.shape[$0] }, [after.map { source.strides[$0] }])
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
            let (from, to) = (source.storage.numbers(T.self), result.storage.uninitialized(T.self))
            runs { position, place, count, stride in
                Host.copy(from + place, every: stride, into: to + position, count: count)
            }
        }
        switch source.dtype.size {
        case 8: copy(UInt64.self)
        case 4: copy(UInt32.self)
        case 2: copy(UInt16.self)
        default: copy(UInt8.self)
        }
    }

    /// target[places] = value, into memory that may be written.
    func write(_ value: Tensor, into target: Storage) throws {
        func copy<T>(_: T.Type) throws {
            let (from, to) = (value.storage.numbers(T.self) + value.offset, try target.mutable(T.self))
            runs { position, place, count, stride in
                Host.copy(from + position, into: to + place, every: stride, count: count)
            }
        }
        switch source.dtype.size {
        case 8: try copy(UInt64.self)
        case 4: try copy(UInt32.self)
        case 2: try copy(UInt16.self)
        default: try copy(UInt8.self)
        }
    }

    /// target[places] += value, the same place as often as it is named.
    func add(_ value: Tensor, into target: Tensor) { combine(value, into: target, .sum) }

    /// target[places] ⊕= value, one after the other, rounded after each step as sums in place are; an average
    /// is the sum, to be divided. Into memory that may be written.
    func combine(_ value: Tensor, into target: Tensor, _ reduction: Write.Reduction) {
        target.dtype.accept(Combining(places: self, value: value, target: target, reduction: reduction))
    }

    private struct Combining: ScalarVisitor {
        let places: AdvancedIndex, value: Tensor, target: Tensor, reduction: Write.Reduction

        func visit<T: Scalar>(_: T.Type) {
            func merge(_ op: (T.Wide, T.Wide) -> T.Wide) {
                places.merge(value, into: target) { (a: T, b: T) in T(wide: op(a.wide, b.wide)) }
            }
            switch reduction {
            case .sum, .mean: merge { T.Wide.sum($0, $1) }
            case .prod: merge { T.Wide.product($0, $1) }
            case .amax: merge { T.Wide.larger($0, $1) }
            case .amin: merge { T.Wide.smaller($0, $1) }
            }
        }
    }

    /// target[places] = op(target[places], value), one after the other, into memory that may be written.
    func merge<T: Scalar>(_ value: Tensor, into target: Tensor, _ op: (T, T) -> T) {
        let (from, to) = (value.numbers(T.self), target.storage.uninitialized(T.self))
        runs { position, place, count, stride in
            Host.merge(from + position, into: to + place, every: stride, count: count, op)
        }
    }
}
