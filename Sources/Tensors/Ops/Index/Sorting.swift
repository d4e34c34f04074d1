import Kernels

// Order: sort, top-k, unique, counts.

extension Tensor {
    /// Values and their former places along an axis; equal values keep their order. NaN is the largest. Both
    /// [...] as x, places int64; O(n log n) for each row. `torch.sort`.
    ///
    /// - Throws: IndexError for an axis that is not there.
    public func sort(_ axis: Int = -1, descending: Bool = false) throws -> (values: Tensor, indices: Tensor) {
        let axis = try Shape.axis(axis, rank: rank)
        guard rank > 0 else { return (try clone(), try Tensor.zeros([], .int64)) }
        let moved = try detach().transpose(axis, -1).inOrder().contiguous()
        let length = shape[axis], rows = length == 0 ? 0 : count / length
        let indices = try Tensor.empty(moved.shape, .int64)
        let target = indices.uninitialized(Int64.self)
        switch moved.dtype.arithmetic {
        case .float32:
            Host.order(moved.floats, rows: rows, length: length, descending: descending, into: target)
        case .float64:
            Host.order(
                moved.numbers(Double.self), rows: rows, length: length, descending: descending, into: target)
        case .int64, .bool:
            Host.order(
                moved.numbers(Int64.self), rows: rows, length: length, descending: descending, into: target)
        }
        let places = try indices.transpose(axis, -1).contiguous()
        return (try gather(axis, places), places)
    }

    /// The k largest (smallest) along an axis, best first. [..., n, ...] → [..., k, ...]. `torch.topk`.
    ///
    /// - Throws: RuntimeError for a k below 0 or above n, IndexError for an axis that is not there.
    public func topk(_ k: Int, _ axis: Int = -1, largest: Bool = true, sorted: Bool = true) throws -> (
        values: Tensor, indices: Tensor
    ) {
        let at = try Shape.axis(axis, rank: rank)
        guard k >= 0 && k <= (rank == 0 ? 1 : shape[at]) else {
            throw TensorError(
                .runtime,
                "selected index k out of range: k = \(k), the axis has \(rank == 0 ? 1 : shape[at]) elements")
        }
        guard rank > 0 else { return (try clone(), try Tensor.zeros([], .int64)) }
        let places = try placesInRows(at, .best(k, largest: largest, sorted: sorted))
        return (try gather(at, places), places)
    }

    /// Places along an axis, found row by row.
    func placesInRows(_ axis: Int, _ selection: RowSelection) throws -> Tensor {
        let moved = try detach().transpose(axis, -1).inOrder().contiguous(), length = shape[axis]
        let rows = length == 0 ? 0 : moved.count / length
        var sizes = moved.shape
        sizes[rank - 1] = selection.size
        let indices = try Tensor.empty(sizes, .int64), target = indices.uninitialized(Int64.self)
        switch moved.dtype.arithmetic {
        case .float32: Host.select(selection, moved.floats, rows: rows, length: length, into: target)
        case .float64:
            Host.select(selection, moved.numbers(Double.self), rows: rows, length: length, into: target)
        case .int64, .bool:
            Host.select(selection, moved.numbers(Int64.self), rows: rows, length: length, into: target)
        }
        return try withExtendedLifetime(moved) { try indices.transpose(axis, -1).contiguous() }
    }

    /// The different values, ascending, where each element went, and how often each occurs.
    ///
    /// - Parameter nanIsOne: whether all NaN are one value, as for NumPy; for PyTorch each is its own.
    public func unique(nanIsOne: Bool = false) throws -> (values: Tensor, inverse: Tensor, counts: Tensor) {
        let (values, inverse, counts) = try distinct(nanIsOne)
        return (values.withoutDerivative("_unique2", [self], kind: .notImplemented), inverse, counts)
    }

    private func distinct(_ nanIsOne: Bool) throws -> (values: Tensor, inverse: Tensor, counts: Tensor) {
        func run<T: Scalar & Comparable & Hashable>(_: T.Type) throws -> (Tensor, Tensor, Tensor) {
            let elements = try self.elements(T.self)
            // NaN stands behind all numbers.
            let numbers = Array(Set(elements.filter { $0 == $0 })).sorted(),
                missing = elements.filter { $0 != $0 }
            let values = numbers + (nanIsOne ? Array(missing.prefix(1)) : missing)
            let place = Dictionary(uniqueKeysWithValues: numbers.enumerated().map { ($1, $0) })
            var counts = [Int64](repeating: 0, count: values.count), next = numbers.count
            let inverse = elements.map { value -> Int64 in
                let at = place[value] ?? next
                if value != value, !nanIsOne { next += 1 }
                counts[at] += 1
                return Int64(at)
            }
            return (try Tensor(values), try Tensor(inverse, shape), try Tensor(counts))
        }
        let (values, inverse, counts) =
            switch dtype.arithmetic {
            case .float32: try run(Float.self)
            case .float64: try run(Double.self)
            case .int64, .bool: try run(Int64.self)
            }
        return (try values.to(dtype), inverse, counts)
    }

    /// Which elements are among those of another tensor; NaN is among none. `torch.isin`. [...] → bool [...].
    ///
    /// - Throws: NotImplementedError for truth values.
    public func isIn(_ others: Tensor) throws -> Tensor {
        guard dtype != .bool, others.dtype != .bool else {
            throw TensorError(
                .notImplemented, "Unsupported input type encountered for isin(): Bool", hint: "x.long()")
        }
        func found<T: Scalar & Hashable>(_: T.Type, _ type: DType) throws -> Tensor {
            let known = Set(try others.to(type).elements(T.self))
            return try Tensor(to(type).elements(T.self).map(known.contains), shape)
        }
        let type = Tensor.resultType(self, others)
        return type.isFloatingPoint ? try found(Double.self, type) : try found(Int64.self, .int64)
    }

    /// How often each of 0, 1, 2, … occurs. `torch.bincount`. [n] → int64 [max(largest + 1, minimumLength)].
    ///
    /// - Throws: NotImplementedError for types other than int64 and int32; RuntimeError for negative numbers
    ///   and for what is no row; MemoryError for more counts than fit.
    public func binCount(minimumLength: Int = 0) throws -> Tensor {
        guard dtype.isInteger else {
            throw TensorError(
                .notImplemented, "\"bincount_cpu\" not implemented for '\(dtype.scalarName)'",
                hint: "x.long()")
        }
        let values = try elements(Int64.self)
        guard rank == 1, values.allSatisfy({ $0 >= 0 }) else {
            throw TensorError(.runtime, "bincount only supports 1-d non-negative integral inputs.")
        }
        guard minimumLength >= 0 else { throw TensorError(.runtime, "minlength should be >= 0") }
        let (least, overflow) = (values.max().map { Int($0) } ?? -1).addingReportingOverflow(1)
        guard !overflow else {
            throw TensorError(.memory, "bincount: as many counts as \(Int.max) do not fit in memory")
        }
        let length = max(minimumLength, least)
        let result = try Tensor.zeros([length], .int64)
        Host.count(values, in: result.uninitialized(Int64.self))
        return result
    }
}
