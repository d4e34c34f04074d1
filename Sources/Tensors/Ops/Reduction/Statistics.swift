import Foundation
import Kernels

// Order statistics, covariance, histograms and searching in sorted rows.

extension Tensor {
    /// The k-th smallest along an axis, k from 1, with its place. `torch.kthvalue`.
    ///
    /// - Throws: RuntimeError for a k outside the axis, IndexError for an axis that is not there or is empty,
    ///   NotImplementedError for truth values.
    public func kthValue(_ k: Int, _ axis: Int = -1, keepDim: Bool = false) throws -> (
        values: Tensor, indices: Tensor
    ) {
        let at = try checkedAxis(axis, "kthvalue", "kthvalue_cpu"), size = rank == 0 ? 1 : shape[at]
        guard k >= 1 && k <= size else {
            throw TensorError(
                .runtime, "kthvalue(): selected number k out of range for dimension \(at)",
                details: ["k = \(k), size \(size)"])
        }
        return try picked(at, keepDim, .kth(k - 1))
    }

    /// The middle value along an axis, the lower one of two. A NaN wins. `torch.median`.
    ///
    /// - Throws: IndexError for an axis that is not there or is empty, NotImplementedError for truth values.
    public func median(_ axis: Int, keepDim: Bool = false) throws -> (values: Tensor, indices: Tensor) {
        try picked(checkedAxis(axis, "median", "median_out"), keepDim, .middle)
    }

    /// The most frequent value along an axis, the smallest among equals, with the last
    /// place where it stands. `torch.mode`.
    ///
    /// - Throws: IndexError for an axis that is not there or is empty.
    public func mode(_ axis: Int = -1, keepDim: Bool = false) throws -> (values: Tensor, indices: Tensor) {
        try picked(checkedAxis(axis, "mode", nil), keepDim, .commonest)
    }

    /// An axis that is not empty, of a type that PyTorch's `kernel`, where one is named, takes.
    private func checkedAxis(_ axis: Int, _ name: String, _ kernel: String?) throws -> Int {
        let at = try Shape.axis(axis, rank: rank)
        if rank > 0, shape[at] == 0 {
            throw TensorError(.index, "\(name)(): Expected reduction dim \(at) to have non-zero size.")
        }
        if dtype == .bool, let kernel {
            throw TensorError(.notImplemented, "\"\(kernel)\" not implemented for 'Bool'", hint: "x.long()")
        }
        return at
    }

    /// One element of each row, with its place.
    private func picked(_ axis: Int, _ keepDim: Bool, _ selection: RowSelection) throws -> (
        values: Tensor, indices: Tensor
    ) {
        guard rank > 0 else { return (try clone(), try Tensor.zeros([], .int64)) }
        let places = try placesInRows(axis, selection)
        return (try gather(axis, places).squeezed(axis, keepDim), try places.squeezed(axis, keepDim))
    }

    /// Values below which the given parts of the elements lie, interpolated
    /// between neighbours. `torch.quantile`.
    public func quantile(_ q: Tensor, _ axis: Int?, keepDim: Bool = false, interpolation: String = "linear")
        throws -> Tensor
    {
        guard dtype == .float32 || dtype == .float64 else {
            throw TensorError(
                .runtime, "quantile() input tensor must be either float or double dtype", hint: "x.float()")
        }
        guard q.rank <= 1 else { throw TensorError(.runtime, "quantile() q must be a scalar or 1D tensor") }
        guard count > 0 else { throw TensorError(.runtime, "quantile() input tensor must be non-empty") }
        let parts = try q.elements(Double.self)
        guard parts.allSatisfy({ $0 >= 0 && $0 <= 1 }) else {
            throw TensorError(.runtime, "quantile() q values must be in the range [0, 1]")
        }
        let flat = axis == nil || rank == 0, at = flat ? 0 : try Shape.axis(axis ?? 0, rank: rank)
        let sorted = try (flat ? flatten() : self).sort(at).values, size = rank == 0 ? 1 : sorted.shape[at]
        // Between two neighbours the value moves with q: ∂/∂q = (b − a)·(size − 1).
        let moves = Tensor.records(q) && interpolation == "linear"
        let moving = moves ? try q.reshape([-1]) * q.constant(.int(size - 1)) : nil
        let pieces = try parts.enumerated().map { index, part -> Tensor in
            let place = part * Double(size - 1)
            var low = place.rounded(.down), high = place.rounded(.up), weight = place - low
            switch interpolation {
            case "linear": break
            case "lower": (high, weight) = (low, 0)
            case "higher": (low, weight) = (high, 0)
            case "nearest":
                (low, high, weight) = (place.rounded(.toNearestOrEven), place.rounded(.toNearestOrEven), 0)
            case "midpoint": weight = low == high ? 0 : 0.5
            default:
                throw TensorError(
                    .runtime,
                    "quantile() interpolation must be one of linear, lower, higher, midpoint or nearest, "
                        + "but got \(interpolation)"
                )
            }
            let a = try sorted.slice(at, from: Int(low), to: Int(low) + 1),
                b = try sorted.slice(at, from: Int(high), to: Int(high) + 1)
            let ordered: Tensor
            if let moving {
                ordered = try a + (b - a) * (moving.select(0, index) - a.constant(.float(low)))
            } else {
                ordered = try ["linear", "midpoint"].contains(interpolation) ? a.lerp(b, .float(weight)) : a
            }
            // NaN sorts last, and where there is one it is the answer.
            let last = try sorted.slice(at, from: size - 1, to: size)
            let value = try Tensor.select(last.isNaN(), last, ordered)
            if flat { return keepDim ? try value.reshape(shape.map { _ in 1 }) : try value.reshape([]) }
            return try value.squeezed(at, keepDim)
        }
        return q.rank == 0 ? pieces[0] : try Tensor.stack(pieces)
    }

    /// Covariances of the rows (variables) of a matrix over its columns (observations). `torch.cov`. [n, m] →
    /// [n, n], [m] → [].
    ///
    /// - Parameters:
    ///   - frequencies: how often each column was observed, [m] of whole numbers.
    ///   - weights: how much each column counts, [m].
    /// - Throws: RuntimeError for more than two axes and for weights that do not fit, NotImplementedError for
    ///   truth values.
    public func covariance(
        correction: Int = 1, frequencies: Tensor? = nil, weights: Tensor? = nil
    ) throws -> Tensor {
        guard rank <= 2 else {
            throw TensorError(
                .runtime,
                "cov(): expected input to have two or fewer dimensions "
                    + "but got an input with \(rank) dimensions"
            )
        }
        guard dtype != .bool else {
            throw TensorError(
                .notImplemented, "cov(): bool dtype is not supported for input", hint: "x.float()")
        }
        let x = try (dtype.isFloatingPoint ? self : to(.standard)).reshape(rank == 2 ? shape : [1, count])
        if let w = try Tensor.columnWeights(frequencies, weights, of: x) {
            return try x.weightedCovariance(w, correction, frequencies, weights).reshape(
                rank == 2 ? [x.shape[0], x.shape[0]] : [])
        }
        let centred = try x - x.mean([1], keepDim: true)
        let divisor = Tensor.degreesOfFreedom(x.shape[1], correction)
        let y = try centred.matmul(centred.transpose(0, 1)) * x.constant(.float(1 / divisor))
        return rank == 2 ? y : try y.reshape([])
    }

    /// The product of both kinds of weights; nil where there are none.
    private static func columnWeights(_ frequencies: Tensor?, _ weights: Tensor?, of x: Tensor) throws
        -> Tensor?
    {
        for (name, given) in [("fweights", frequencies), ("aweights", weights)] {
            guard let given else { continue }
            guard given.rank <= 1, given.count == x.shape[1] else {
                throw TensorError(
                    .runtime,
                    "cov(): expected \(name) to have one or fewer dimensions and the same numel "
                        + "as there are observations in the input",
                    details: ["got \(Shape.description(given.shape)) for \(x.shape[1]) columns"])
            }
            guard try given.count == 0 || given.amin().item().double >= 0 else {
                throw TensorError(.runtime, "cov(): \(name) cannot be negative")
            }
        }
        if let frequencies, frequencies.dtype.isFloatingPoint {
            throw TensorError(
                .runtime,
                "cov(): expected fweights to have integral dtype but got fweights with "
                    + "\(frequencies.dtype) dtype")
        }
        guard let frequencies else { return try weights?.to(x.dtype) }
        guard let weights else { return try frequencies.to(x.dtype) }
        return try frequencies.to(x.dtype) * weights.to(x.dtype)
    }

    /// Σ w (x − mean)(x − mean)ᵀ over a divisor, with the mean weighted too. [n, m] → [n, n].
    private func weightedCovariance(
        _ w: Tensor, _ correction: Int, _ frequencies: Tensor?, _ weights: Tensor?
    ) throws -> Tensor {
        let total = try w.sum()
        let mean = try (self * w).sum([1], keepDim: true) / total, centred = try self - mean
        // As NumPy and PyTorch lessen it: by the average weight for each degree of freedom.
        let lost = try weights.map { try (w * $0.to(dtype)).sum() / total } ?? constant(.int(1))
        let divisor = try (total - lost * constant(.int(correction))).clamp(.float(0), nil)
        return try (centred * w).matmul(centred.transpose(0, 1)) / divisor
    }

    /// Correlations of the rows of a matrix. `torch.corrcoef`. [n, m] → [n, n], [m] → [].
    ///
    /// - Throws: as `covariance`.
    public func correlation() throws -> Tensor {
        let c = try covariance()
        guard c.rank == 2 else { return try c / c }
        let deviation = try c.diagonal().sqrt()
        return try (c / deviation.unsqueeze(1) / deviation.unsqueeze(0)).clamp(.float(-1), .float(1))
    }

    /// How many elements fall into each of `bins` equal parts of [low, high]; both
    /// ends 0 means those of the data.
    /// - Parameter around: how far to either side of a single value the range reaches.
    /// - Throws: RuntimeError for no bins and for a range that falls or is not finite; ValueError for one too
    ///   wide; MemoryError for bins that do not fit.
    public func histogram(bins: Int, low: Double = 0, high: Double = 0, around: Double = 1) throws -> (
        counts: [Double], edges: [Double]
    ) {
        guard bins > 0 else { throw TensorError(.runtime, "histc(): bins must be > 0, but got \(bins)") }
        let values = try elements(Double.self)
        guard low != high || !values.contains(where: \.isNaN) else {
            throw TensorError(.runtime, "torch.histc: range of [nan, nan] is not finite")
        }
        var (low, high) = (low, high)
        if low == high, let least = values.min(), let most = values.max() { (low, high) = (least, most) }
        if low == high { (low, high) = (low - around, high + around) }
        guard low.isFinite && high.isFinite else {
            throw TensorError(.runtime, "range of [\(low), \(high)] is not finite")
        }
        guard (high - low).isFinite else {
            throw TensorError.value("Too many bins for data range. Cannot create \(bins) finite-sized bins.")
        }
        guard low < high else {
            throw TensorError(.runtime, "max must be larger than min", details: ["min \(low), max \(high)"])
        }
        try Shape.checkMemory(bins, each: 32)
        var counts = [Double](repeating: 0, count: bins)
        for value in values where value >= low && value <= high {
            counts[min(bins - 1, Int((value - low) / (high - low) * Double(bins)))] += 1
        }
        return (counts, (0...bins).map { $0 == bins ? high : low + (high - low) * Double($0) / Double(bins) })
    }

    /// Where each value would be put into sorted rows so that they stay sorted. `torch.searchsorted`.
    /// [n] and values [...], or rows [..., n] and values [..., m]; int64 in the shape
    /// of the values. O(log n) a value.
    ///
    /// - Throws: ShapeError for leading sizes that differ.
    public func searchSorted(_ values: Tensor, right: Bool = false) throws -> Tensor {
        guard rank >= 1, rank == 1 || shape.dropLast() == values.shape.dropLast() else {
            throw TensorError.shape(
                "searchsorted wants sorted rows, and values of the same leading sizes",
                "sorted \(Shape.description(shape))", "values \(Shape.description(values.shape))")
        }
        let rows = try elements(Double.self), wanted = try values.elements(Double.self)
        let length = shape[rank - 1], perRow = rank == 1 ? wanted.count : values.shape.last ?? 1
        let places = wanted.enumerated().map { index, value -> Int64 in
            let start = rank == 1 || perRow == 0 ? 0 : index / perRow * length
            var low = 0, high = length
            while low < high {
                let middle = (low + high) / 2
                if right ? !(rows[start + middle] > value) : !(rows[start + middle] >= value) {
                    low = middle + 1
                } else {
                    high = middle
                }
            }
            return Int64(low)
        }
        return try Tensor(places, values.shape)
    }

    /// Different rows (slices of axis `axis`), in order, where each went, and how often
    /// each occurs. `torch.unique(dim)`.
    ///
    /// - Throws: IndexError for an axis that is not there, RuntimeError where another axis is empty.
    public func unique(along axis: Int) throws -> (values: Tensor, inverse: Tensor, counts: Tensor) {
        let at = try Shape.axis(axis, rank: rank)
        guard rank > 0 else { return try unique() }
        var others = shape
        others.remove(at: at)
        guard !others.contains(0) else {
            throw TensorError(
                .runtime,
                "There are 0 sized dimensions, and they aren't selected, so unique cannot be applied")
        }
        let flat = try detach().transpose(0, at).contiguous(), width = others.reduce(1, *),
            numbers = try flat.elements(Double.self)
        let rows = (0..<shape[at]).map { Array(numbers[($0 * width)..<(($0 + 1) * width)]) }
        let order = rows.indices.sorted {
            rows[$0].lexicographicallyPrecedes(rows[$1]) || (rows[$0] == rows[$1] && $0 < $1)
        }
        var firsts: [Int64] = [], counts: [Int64] = [], inverse = [Int64](repeating: 0, count: rows.count)
        for place in order {
            if let last = firsts.last, rows[Int(last)] == rows[place] {
                counts[counts.count - 1] += 1
            } else {
                firsts.append(Int64(place))
                counts.append(1)
            }
            inverse[place] = Int64(firsts.count - 1)
        }
        let values = try detach().indexSelect(at, Tensor(firsts))
            .withoutDerivative("unique_dim", [self], kind: .notImplemented)
        return (values, try Tensor(inverse), try Tensor(counts))
    }

    /// Runs of equal neighbours as one each. `torch.unique_consecutive`. Of the flattened tensor: values [n],
    /// inverse in this tensor's shape, counts [n]. O(count).
    public func uniqueConsecutive() throws -> (values: Tensor, inverse: Tensor, counts: Tensor) {
        let numbers = try elements(Double.self)
        var places: [Int64] = [], counts: [Int64] = [], inverse: [Int64] = []
        for (place, number) in numbers.enumerated() {
            if place > 0 && numbers[place - 1] == number {
                counts[counts.count - 1] += 1
            } else {
                places.append(Int64(place))
                counts.append(1)
            }
            inverse.append(Int64(places.count - 1))
        }
        let values = try detach().flatten().indexSelect(0, Tensor(places))
            .withoutDerivative("unique_consecutive", [self], kind: .notImplemented)
        return (values, try Tensor(inverse, shape), try Tensor(counts))
    }

    /// Sums of weights for each of 0, 1, 2, …. `torch.bincount(weights=…)`. [n] → [max(largest + 1,
    /// minimumLength)], float32 or float64 as the weights.
    ///
    /// - Throws: RuntimeError for weights of another shape, and what `binCount` without them throws.
    public func binCount(weights: Tensor, minimumLength: Int = 0) throws -> Tensor {
        guard weights.shape == shape else {
            throw TensorError(.runtime, "weights should be 1-d and have the same length as input")
        }
        let counts = try binCount(minimumLength: minimumLength)
        let type: DType = weights.dtype == .float32 ? .float32 : .float64
        return try Tensor.zeros(counts.shape, type)
            .written(.scatterAdd(0, to(.int64), weights.detach().to(type)))
            .withoutDerivative("bincount", [weights])
    }
}
