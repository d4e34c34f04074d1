import Kernels

// x[i][index[i][j]] ⊕= source[i][j] along one axis. The source may be larger than the
// index: it is read from its start.

extension Write {
    /// How `scatter_reduce_` combines what goes to one place.
    public enum Reduction: String, CaseIterable, Sendable { case sum, prod, mean, amax, amin }

    /// x[i][index[i][j]] = source[i][j] along `axis`. `scatter_`.
    public static func scatter(_ axis: Int, _ index: Tensor, _ source: Tensor) -> Write {
        scatter(axis, index, .tensor(source))
    }

    /// One number at all of the places.
    public static func scatter(_ axis: Int, _ index: Tensor, _ value: Number) -> Write {
        scatter(axis, index, .number(value))
    }

    private static func scatter(_ axis: Int, _ index: Tensor, _ source: Source) -> Write {
        scattered(source.tensor == nil ? "ScatterBackward1" : "ScatterBackward0", axis, index, source) {
            places, target, values in
            try places.write(values, into: target.storage)
        } backward: { axis, dy in
            // y = x with y[places] = s:  dx = dy with dx[places] = 0,  ds = dy[places]
            [
                try dy.written(.scatter(axis, index, .int(0))),
                source.tensor == nil ? nil : try dy.gather(axis, index),
            ]
        }
    }

    /// x[i][index[i][j]] += source[i][j] along `axis`. `scatter_add_`.
    public static func scatterAdd(_ axis: Int, _ index: Tensor, _ source: Tensor) -> Write {
        scattered("ScatterAddBackward0", axis, index, .tensor(source)) { places, target, values in
            _ = try target.storage.mutable(UInt8.self)
            try places.add(values, into: target)
        } backward: { axis, dy in
            [dy, try dy.gather(axis, index)]
        }
    }

    /// `scatter_(reduce="add")` and `scatter_(reduce="multiply")`, which have no derivative in PyTorch
    /// either. The index has the rank of the tensor, and places along `axis` below its size; a source tensor
    /// has in every axis at least the size of the index.
    ///
    /// - Throws: RuntimeError for another name; the write itself IndexError for places that are not there.
    public static func scatter(_ axis: Int, _ index: Tensor, _ source: Source, reduce name: String) throws
        -> Write
    {
        guard name == "add" || name == "multiply" else {
            throw TensorError(
                .runtime, "reduce argument must be either add or multiply.", details: ["got '\(name)'"])
        }
        return scattered("NotImplemented", axis, index, source) { places, target, values in
            _ = try target.storage.mutable(UInt8.self)
            places.combine(values, into: target, name == "add" ? .sum : .prod)
        } backward: { _, _ in
            throw TensorError(
                .runtime, "derivative for aten::scatter is not implemented",
                hint: name == "add"
                    ? "x.scatter_add(dim, index, src)" : "x.scatter_reduce(dim, index, src, 'prod')")
        }
    }

    /// What is scattered: a tensor, or one number everywhere.
    public enum Source {
        case tensor(Tensor), number(Number)

        var tensor: Tensor? { if case .tensor(let tensor) = self { return tensor } else { return nil } }
    }

    /// Where the numbers go, what is done with them, and the gradients of the tensor and of the part of the
    /// source that the index reads.
    private static func scattered(
        _ name: String, _ axis: Int, _ index: Tensor, _ source: Source,
        _ put: @escaping (AdvancedIndex, _ target: Tensor, _ values: Tensor) throws -> Void,
        backward: @escaping (_ axis: Int, _ dy: Tensor) throws -> [Tensor?]
    ) -> Write {
        Write(name: name, sources: source.tensor.map { [$0] } ?? [], watched: [index]) { target, _ in
            let (axis, places, values) = try prepared(target, axis, index, source)
            try put(places, target, values)
            return { dy in
                let gradients = try backward(axis, dy)
                guard let source = source.tensor, source.requiresGrad else { return [gradients[0], nil] }
                return [gradients[0], try gradients[1]?.widened(to: source)]
            }
        }
    }

    /// The checked axis and places, and the numbers that go there.
    fileprivate static func prepared(
        _ target: Tensor, _ axis: Int, _ index: Tensor, _ source: Source
    ) throws -> (axis: Int, places: AdvancedIndex, values: Tensor) {
        let at = try Shape.axis(axis, rank: target.rank)
        if let source = source.tensor { try sameType(source, target, "scatter()") }
        if let source = source.tensor, index.count > 0 {
            guard max(source.rank, 1) == max(index.rank, 1) else {
                throw TensorError.shape(
                    "scatter(): Index tensor must have the same number of dimensions as src tensor",
                    "index \(Shape.description(index.shape))", "src \(Shape.description(source.shape))",
                    pytorch: "Index tensor must have the same number of dimensions as src tensor")
            }
            guard zip(index.shape, source.shape).allSatisfy({ $0 <= $1 }) else {
                throw TensorError.shape(
                    "scatter(): Expected index \(Shape.description(index.shape)) to be no larger than src "
                        + Shape.description(source.shape))
            }
        }
        let places = try AdvancedIndex(target, along: at, index, "scatter()")
        let values: Tensor
        switch source {
        case _ where index.count == 0: values = try .empty(index.shape, target.dtype)
        case .number(let value): values = try .full(index.shape, value, target.dtype)
        case .tensor(let source):
            // Numbers of the tensor itself are read whole before anything is written.
            let part = try source.detach().start(of: index)
            values = part.storage === target.storage ? try part.clone() : try part.contiguous()
        }
        return (at, places, values)
    }
}

// MARK: scatter_reduce

extension Write {
    /// Sums, products, averages or extremes of what goes to one place; with `includeSelf` what is there
    /// counts too. Index and source have the rank of the tensor, the source in every axis at least the size
    /// of the index: shapes [..., n, ...]. `scatter_reduce_`.
    ///
    /// - Throws: RuntimeError for another name than `Reduction` has; the write itself IndexError for places
    ///   that are not there.
    public static func scatterReduce(
        _ axis: Int, _ index: Tensor, _ source: Tensor, _ name: String, includeSelf: Bool = true
    ) throws -> Write {
        guard let reduction = Reduction(rawValue: name) else {
            throw TensorError(
                .runtime, "reduce argument must be either sum, prod, mean, amax or amin, got \(name)",
                pytorch: "reduce argument must be either sum, prod, mean, amax or amin, got \(name)")
        }
        // Sums and averages pass the gradient on whatever the numbers are.
        let watched = reduction == .sum || reduction == .mean ? [index] : [index, source]
        return Write(
            name: "ScatterReduceBackward0", sources: [source], watched: watched,
            again: reduction == .prod ? .refused : .choices
        ) { target, records in
            let (at, places, values) = try prepared(target, axis, index, .tensor(source))
            let old = records ? try target.detach().clone() : target
            if !includeSelf {
                try places.write(
                    .full(values.shape, reduction.start(target.dtype), target.dtype),
                    into: target.storage)
            }
            try places.combine(values, into: target, reduction)
            var counts: Tensor?
            if reduction == .mean {
                let found = try Tensor.full(target.shape, .int(includeSelf ? 1 : 0), .int64)
                    .written(.scatterAdd(at, index, .full(index.shape, .int(1), .int64)))
                let most = try found.maximum(.scalar(.int(1), .int64))
                // Integers are divided downwards.
                let average =
                    try target.dtype.isFloatingPoint ? target.detach() / most : target.floorDivided(by: most)
                try Tensor.copy(from: average, into: target)
                counts = try most.to(target.dtype)
            }
            guard records else { return { _ in [nil, nil] } }
            let kept = Reduced(
                axis: at, index: index, values: values, old: old, result: try target.detach().clone(),
                counts: counts,
                includesSelf: includeSelf)
            return { dy in
                var (dx, ds) = try kept.gradients(reduction, dy)
                // What was there did not count where something went.
                if !includeSelf { dx = try dx.written(.scatter(at, index, .int(0))) }
                return [dx, source.requiresGrad ? try ds.widened(to: source) : nil]
            }
        }
    }

    /// What backward of `scatter_reduce` needs. `values` is the part of the source that the index reads.
    private struct Reduced {
        let axis: Int, index: Tensor, values: Tensor, old: Tensor, result: Tensor, counts: Tensor?,
            includesSelf: Bool

        func gradients(_ reduction: Reduction, _ dy: Tensor) throws -> (old: Tensor, values: Tensor) {
            switch reduction {
            case .sum: return (dy, try dy.gather(axis, index))
            case .mean:
                let share = try counts.map { try dy / $0 } ?? dy
                return (share, try share.gather(axis, index))
            case .amax, .amin:
                // Equal extremes share the gradient.
                let own = try old.compare(.equal, result).to(dy.dtype)
                let theirs = try values.compare(.equal, result.gather(axis, index)).to(dy.dtype)
                let share =
                    try dy / own.written(.scatterAdd(axis, index, theirs)).maximum(dy.constant(.int(1)))
                return (try own * share, try theirs * share.gather(axis, index))
            case .prod:
                // The product of the others: the quotient, or, for the only 0, the product without it.
                let type = dy.dtype
                let zeroOld = try old.compare(.equal, old.constant(.int(0)))
                let rest = try old.maskedFill(zeroOld, .int(1))
                    .written(.scatterReduce(axis, index, values, "prod", includeSelf: includesSelf))
                let dOld = try dy * rest / old.maskedFill(zeroOld, .int(1))
                let zero = try values.compare(.equal, values.constant(.int(0)))
                let zeros = try Tensor.zeros(old.shape, type).written(.scatterAdd(axis, index, zero.to(type)))
                let single = try zero.bitwise(
                    .and, zeros.gather(axis, index).compare(.equal, dy.constant(.int(1))))
                let without = try old.written(
                    .scatterReduce(
                        axis, index, values.maskedFill(single, .int(1)), "prod", includeSelf: includesSelf))
                let dValues = try Tensor.select(
                    single, (dy * without).gather(axis, index),
                    (dy * result).gather(axis, index) / values.maskedFill(zero, .int(1)))
                return (dOld, dValues)
            }
        }
    }
}

extension Write.Reduction {
    /// What changes nothing.
    fileprivate func start(_ dtype: DType) -> Number {
        func extreme(_ sign: Double) -> Number {
            guard let limits = dtype.integerLimits else {
                return dtype == .bool ? .bool(sign > 0) : .float(sign * .infinity)
            }
            return .int(sign > 0 ? limits.upperBound : limits.lowerBound)
        }
        switch self {
        case .sum, .mean: return .int(0)
        case .prod: return .int(1)
        case .amax: return extreme(-1)
        case .amin: return extreme(1)
        }
    }
}

extension Tensor {
    /// The part of a source that an index of the same rank reads.
    fileprivate func start(of index: Tensor) throws -> Tensor {
        if rank != index.rank { return try reshape(index.shape) }
        return try index.shape.indices.reduce(self) { try $0.slice($1, from: 0, to: index.shape[$1]) }
    }

    /// The gradient of a source of which only the start was read: 0 elsewhere.
    fileprivate func widened(to source: Tensor) throws -> Tensor {
        if shape == source.shape { return self }
        if count == 0 { return try .zeros(source.shape, dtype) }
        if rank != source.rank { return try reshape(source.shape) }
        return try placed(in: source.shape, "SliceBackwardBackward0") { try $0.start(of: self) }
    }
}
