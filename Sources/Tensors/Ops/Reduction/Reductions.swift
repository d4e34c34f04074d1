import Foundation
import Kernels

// Reductions over chosen axes (all of them when none is named). Sums run in Double.

extension Tensor {
    /// The chosen axes moved to the end and everything contiguous: `rows` runs of `length` elements.
    struct Rows {
        let source: Tensor
        let rows: Int, length: Int
        /// Shape of the result with and without the reduced axes.
        let kept: [Int], reduced: [Int]

        init(_ x: Tensor, _ axes: [Int]?, _ type: DType? = nil) throws {
            let chosen =
                try axes.map { try $0.map { try Shape.axis($0, rank: x.rank) } } ?? Array(x.shape.indices)
            try Shape.checkDistinct(chosen)
            let others = x.shape.indices.filter { !chosen.contains($0) }
            let ordered = x.rank == 0 ? x.detach() : try x.detach().permute(others + chosen.sorted())
            source = try ordered.to(type ?? x.dtype).contiguous()
            rows = others.reduce(1) { $0 * x.shape[$1] }
            length = chosen.reduce(1) { $0 * (x.rank == 0 ? 1 : x.shape[$1]) }
            reduced = others.map { x.shape[$0] }
            kept = x.shape.indices.map { chosen.contains($0) ? 1 : x.shape[$0] }
        }

        func shape(_ keepDim: Bool) -> [Int] { keepDim ? kept : reduced }

        /// One result for each row, rows side by side.
        func map<T: Scalar, R: Scalar>(_: T.Type, _ keepDim: Bool, _ body: (HostRow<T>) -> R)
            throws -> Tensor
        {
            let result = try Tensor.empty(shape(keepDim), R.dtype)
            Host.mapRows(
                source.numbers(T.self), rows: rows, length: length, into: result.uninitialized(R.self), body)
            return result
        }
    }

    /// Shape of this tensor with the reduced axes kept as 1, for a gradient to be spread over.
    func keptShape(_ axes: [Int]?) throws -> [Int] {
        let chosen = try axes.map { try $0.map { try Shape.axis($0, rank: rank) } } ?? Array(shape.indices)
        return shape.indices.map { chosen.contains($0) ? 1 : shape[$0] }
    }

    /// Σ over the axes. Integers and bools sum to int64. Without axes over all: []. `torch.sum`.
    ///
    /// - Throws: IndexError for an axis that is not there.
    public func sum(_ axes: [Int]? = nil, keepDim: Bool = false) throws -> Tensor {
        let (original, kept) = (shape, try keptShape(axes))
        return try computeSum(axes, keepDim).recorded(
            axes == nil ? "SumBackward0" : "SumBackward1", [self]
        ) { dy in
            // y = Σ x:  dx = dy, spread over what was summed
            [try dy.reshape(kept).expand(original)]
        }
    }

    private func computeSum(_ axes: [Int]?, _ keepDim: Bool) throws -> Tensor {
        if dtype.isReduced { return try detach().to(.float32).computeSum(axes, keepDim).to(dtype) }
        switch dtype.arithmetic {
        case .float32:
            if let result = try columnSums(axes, keepDim) { return result }
            let rows = try Rows(self, axes)
            if rows.rows == 1 {
                let total = Float(kernels.sum(rows.source.floats, count: rows.length))
                return try Tensor([total], rows.shape(keepDim))
            }
            let result = try Tensor.empty(rows.shape(keepDim))
            kernels.rowSums(
                rows.source.floats, rows: rows.rows, length: rows.length, into: result.uninitializedFloats)
            return result
        case .float64: return try Rows(self, axes).map(Double.self, keepDim) { $0.reduce(0, +) }
        case .int64, .bool: return try Rows(self, axes, .int64).map(Int64.self, keepDim) { $0.reduce(0, &+) }
        }
    }

    /// Sums over leading axes of a contiguous tensor (the gradient of a bias): no transposed copy needed.
    private func columnSums(_ axes: [Int]?, _ keepDim: Bool) throws -> Tensor? {
        guard let axes, isContiguous, rank > axes.count, !axes.isEmpty, count > 0 else { return nil }
        let chosen = try axes.map { try Shape.axis($0, rank: rank) }.sorted()
        guard chosen == Array(0..<chosen.count) else { return nil }
        let columns = shape[chosen.count...].reduce(1, *)
        let result = try Tensor.zeros(
            keepDim ? chosen.map { _ in 1 } + shape[chosen.count...] : Array(shape[chosen.count...]))
        kernels.addColumnSums(
            of: floats, to: result.uninitializedFloats, rows: count / columns, columns: columns)
        return result
    }

    /// Σ / n. Integers are refused, as in PyTorch. Over the axes, which go, or stay as 1 with `keepDim`;
    /// without axes over all: []. `torch.mean`.
    ///
    /// - Throws: NotImplementedError for integers, IndexError for an axis that is not there.
    public func mean(_ axes: [Int]? = nil, keepDim: Bool = false) throws -> Tensor {
        guard dtype.isFloatingPoint else {
            throw TensorError(
                .notImplemented,
                "mean(): could not infer output dtype. Input dtype must be either a floating "
                    + "point or complex dtype. Got: \(dtype.scalarName)", hint: "x.float().mean()")
        }
        let kept = try keptShape(axes)
        let n = count / max(1, kept.reduce(1, *))
        // A mean over nothing is NaN.
        let x = try detach().to(dtype.widened), type = dtype
        let divisor = try x.constant(.float(Double(n))), original = shape, wide = x.dtype
        return try (x.sum(axes, keepDim: keepDim) / divisor).to(type).recorded(
            axes == nil ? "MeanBackward0" : "MeanBackward1", [self]
        ) { dy in
            // y = Σ x / n:  dx = dy / n, spread over what was averaged
            [try (dy.to(wide) / divisor).to(type).reshape(kept).expand(original)]
        }
    }

    /// What a sum of squares over `n` elements is divided by: n − correction, whatever numbers they are, and
    /// at least 0.
    static func degreesOfFreedom(_ n: Int, _ correction: Int) -> Double {
        max(0, Double(n) - Double(correction))
    }

    /// Σ(x − mean)² / (n − correction): 1 (Bessel) by default, as in PyTorch. Over the axes, which go, or
    /// stay as 1 with `keepDim`; without axes over all: []. `torch.var`.
    ///
    /// - Throws: NotImplementedError for integers, IndexError for an axis that is not there.
    public func variance(_ axes: [Int]? = nil, correction: Int = 1, keepDim: Bool = false) throws -> Tensor {
        let kept = try keptShape(axes)
        let n = count / max(1, kept.reduce(1, *))
        let x = try detach().to(dtype.widened)
        let centred = try x - x.mean(axes, keepDim: true)
        let divisor = try x.constant(.float(Tensor.degreesOfFreedom(n, correction)))
        let y = try (centred.square().sum(axes, keepDim: keepDim) / divisor).to(dtype)
        func gradient(_ dy: Tensor, _ centred: Tensor) throws -> [Tensor?] {
            // y = Σ (x − m)² / (n − c):  dx = 2·(x − m)·dy / (n − c), also where n − c is 0 or less
            let dy = try dy.to(centred.dtype).reshape(kept), slope = 2 / (Double(n) - Double(correction))
            return [try centred * (dy * dy.constant(.float(slope)))]
        }
        let again = Node.SecondBackward.another { dy, attach in
            try gradient(
                dy, attach(centred, [.input(0)]) { [try $0 - $0.mean(axes, keepDim: true)] })
        }
        return y.recorded("VarBackward0", [self], saved: [centred], again: again) {
            try gradient($0, centred)
        }
    }

    /// √variance over the axes, which go, or stay as 1 with `keepDim`; without axes over all: []. The
    /// gradient is 0 where all elements are equal. `torch.std`.
    ///
    /// - Throws: NotImplementedError for integers, IndexError for an axis that is not there.
    public func standardDeviation(_ axes: [Int]? = nil, correction: Int = 1, keepDim: Bool = false) throws
        -> Tensor
    {
        let kept = try keptShape(axes), n = count / max(1, kept.reduce(1, *))
        let x = try detach().to(dtype.widened)
        let y = try x.variance(axes, correction: correction, keepDim: keepDim).sqrt().to(dtype)
        guard Tensor.notes(self) else { return y }
        let divisor = try constant(.float(Double(n) - Double(correction)))
        return Tensor.owned(y).recorded("StdBackward0", [self], saved: [x, y]) { dy in
            // y = √v:  dx = (x − m)·dy / (y·(n − c)), and 0 where all elements are equal
            let deviation = try y.reshape(kept), centred = try x - x.mean(axes, keepDim: true)
            let slope = try (dy.reshape(kept) / (deviation * divisor)).maskedFill(
                deviation.compare(.equal, deviation.constant(.int(0))), .int(0))
            return [try centred * slope]
        }
    }

    /// Whether all elements over the axes are true (not 0); without axes over all: []. `torch.all`.
    ///
    /// - Throws: IndexError for an axis that is not there.
    public func all(_ axes: [Int]? = nil, keepDim: Bool = false) throws -> Tensor {
        try truth(Rows(self, axes, .bool).map(Bool.self, keepDim) { $0.allSatisfy { $0 } })
    }

    /// Whether some element over the axes is true (not 0); without axes over all: []. `torch.any`.
    ///
    /// - Throws: IndexError for an axis that is not there.
    public func any(_ axes: [Int]? = nil, keepDim: Bool = false) throws -> Tensor {
        try truth(Rows(self, axes, .bool).map(Bool.self, keepDim) { $0.contains(true) })
    }

    /// Of uint8, which stood for truth values before there was bool, the answer is uint8.
    private func truth(_ answer: Tensor) throws -> Tensor { try dtype == .uint8 ? answer.to(.uint8) : answer }

    // MARK: Along one axis

    /// Running sums along an axis. y[i] = x[0] + … + x[i]; [...] → [...], integers as int64. `torch.cumsum`.
    ///
    /// - Throws: IndexError for an axis that is not there.
    public func cumulativeSum(_ axis: Int) throws -> Tensor {
        let axis = try Shape.axis(axis, rank: rank)
        let wide: DType = dtype.isFloatingPoint ? .float64 : .int64
        let moved = try detach().to(wide).transpose(axis, -1).clone()
        let length = moved.shape.last ?? 1
        let rows = moved.count / max(length, 1)
        if wide == .float64 {
            Host.forEachRow(moved.uninitialized(Double.self), rows: rows, length: length, Host.runningSum)
        } else {
            Host.forEachRow(moved.uninitialized(Int64.self), rows: rows, length: length, Host.runningSum)
        }
        let result = try moved.transpose(axis, -1).to(dtype.isFloatingPoint ? dtype : .int64).contiguous()
        return Tensor.owned(result).recorded("CumsumBackward0", [self]) { dy in
            // dx[i] = Σ_{j ≥ i} dy[j]
            [try dy.flip([axis]).cumulativeSum(axis).flip([axis])]
        }
    }

    /// Axes reversed (a copy, as in PyTorch). [...] → [...]. `torch.flip`.
    ///
    /// - Throws: IndexError for an axis that is not there, RuntimeError for one that is named twice.
    public func flip(_ axes: [Int]) throws -> Tensor {
        var result = self
        let axes = try axes.map { try Shape.axis($0, rank: rank) }
        try Shape.checkDistinct(axes)
        for axis in axes where rank > 0 {
            let order = Array((0..<Int64(shape[axis])).reversed())
            result = try result.indexSelect(axis, Tensor(order))
        }
        return result
    }
}
