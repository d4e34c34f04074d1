// Order: sort, top-k, unique, counts.

extension Tensor {
    /// Values and their former places along an axis; equal values keep their order. NaN is the largest.
    public func sort(_ axis: Int = -1, descending: Bool = false) throws -> (values: Tensor, indices: Tensor) {
        let axis = try Shape.axis(axis, rank: rank)
        guard rank > 0 else { return (try clone(), try Tensor.zeros([], .int64)) }
        let moved = try detach().transpose(axis, -1).contiguous()
        let length = shape[axis], rows = length == 0 ? 0 : count / length
        let indices = try Tensor.empty(moved.shape, .int64)
        let target = indices.fresh(Int64.self)
        func order<T: Comparable>(_ values: [T]) {
            // Stable and total: ties by place, NaN above everything.
            func rises(_ a: T, _ b: T) -> Bool { b != b ? a == a : a < b }
            for row in 0..<rows {
                let base = row * length
                let sorted = (0..<length).sorted { i, j in
                    let (a, b) = (values[base + i], values[base + j])
                    if descending ? rises(b, a) : rises(a, b) { return true }
                    if descending ? rises(a, b) : rises(b, a) { return false }
                    return i < j
                }
                for (place, from) in sorted.enumerated() { target[base + place] = Int64(from) }
            }
        }
        switch dtype {
        case .float32: order(try moved.elements(Float.self))
        case .float64: order(try moved.elements(Double.self))
        case .bfloat16: order(try moved.elements(Float.self))
        default: order(try moved.elements(Int64.self))
        }
        let places = try indices.transpose(axis, -1).contiguous()
        return (try gather(axis, places), places)
    }

    /// The k largest (smallest) along an axis, best first.
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
        let places = try placesInRows(at, k) { row in
            Selection<Placed<Float>>.best(k, of: row, largest: largest, sorted: sorted)
        } double: { row in
            Selection<Placed<Double>>.best(k, of: row, largest: largest, sorted: sorted)
        } integer: { row in
            Selection<Placed<Int64>>.best(k, of: row, largest: largest, sorted: sorted)
        }
        return (try gather(at, places), places)
    }

    /// `size` places along an axis, found row by row.
    func placesInRows(
        _ axis: Int, _ size: Int, float: (UnsafeBufferPointer<Float>) -> [Int64],
        double: (UnsafeBufferPointer<Double>) -> [Int64], integer: (UnsafeBufferPointer<Int64>) -> [Int64]
    ) throws -> Tensor {
        let wide: DType = dtype == .float64 ? .float64 : dtype.isFloatingPoint ? .float32 : .int64
        let moved = try detach().transpose(axis, -1).to(wide).contiguous(), length = shape[axis]
        var sizes = moved.shape
        sizes[rank - 1] = size
        let indices = try Tensor.empty(sizes, .int64), target = indices.fresh(Int64.self)
        for row in 0..<(length == 0 ? 0 : moved.count / length) {
            func slice<T: Scalar>(_: T.Type) -> UnsafeBufferPointer<T> {
                UnsafeBufferPointer(start: moved.pointer(T.self) + row * length, count: length)
            }
            let places: [Int64]
            switch wide {
            case .float32: places = float(slice(Float.self))
            case .float64: places = double(slice(Double.self))
            default: places = integer(slice(Int64.self))
            }
            for (i, place) in places.enumerated() { target[row * size + i] = place }
        }
        return try indices.transpose(axis, -1).contiguous()
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
        switch dtype {
        case .float32: return try run(Float.self)
        case .float64: return try run(Double.self)
        case .bfloat16:
            let (values, inverse, counts) = try run(Float.self)
            return (try values.to(.bfloat16), inverse, counts)
        case .int64, .int32:
            let (values, inverse, counts) = try run(Int64.self)
            return (try values.to(dtype), inverse, counts)
        case .bool:
            let (values, inverse, counts) = try to(.int64).distinct(nanIsOne)
            return (try values.to(.bool), inverse, counts)
        }
    }

    /// Which elements are among those of another tensor; NaN is among none. `torch.isin`.
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

    /// How often each of 0, 1, 2, … occurs. `torch.bincount`.
    public func binCount(minimumLength: Int = 0) throws -> Tensor {
        guard dtype == .int64 || dtype == .int32 else {
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
        let counts = result.fresh(Int64.self)
        for value in values { counts[Int(value)] += 1 }
        return result
    }
}
