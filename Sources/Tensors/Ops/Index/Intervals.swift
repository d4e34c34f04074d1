// Elements counted in intervals.

extension Tensor {
    /// How many elements fall into each of the intervals between `edges`, the last one closed, and the share
    /// of all in each, by its width.
    ///
    /// - Throws: ValueError for edges that do not rise. `numpy.histogram(bins=edges)`.
    public func histogram(edges: Tensor) throws -> [Double] {
        let ends = try edges.elements(Double.self)
        guard ends.count >= 2, zip(ends, ends.dropFirst()).allSatisfy({ $0 <= $1 }) else {
            throw TensorError(.value, "`bins` must increase monotonically, when an array")
        }
        var tally = [Double](repeating: 0, count: ends.count - 1)
        let last = ends[ends.count - 1]
        for number in try elements(Double.self) where number >= ends[0] && number <= last {
            tally[number == last ? tally.count - 1 : (ends.lastIndex { $0 <= number } ?? 0)] += 1
        }
        return tally
    }

    /// Counts in equal intervals, or their density, and where the intervals end. `torch.histogram`.
    ///
    /// - Parameters:
    ///   - low: the lower end; that of the data where both ends are 0.
    ///   - density: divides by the number of elements and by the width: the area is 1.
    public func histogram(bins: Int, low: Double, high: Double, density: Bool) throws -> (
        counts: Tensor, edges: Tensor
    ) {
        let (counts, edges) = try histogram(bins: bins, low: low, high: high, around: 0.5)
        let scale = density ? 1 / (counts.reduce(0, +) * (edges[1] - edges[0])) : 1
        func made(_ numbers: [Double]) throws -> Tensor {
            try Tensor(numbers).to(dtype).withoutDerivative("histogram", [self])
        }
        return (try made(counts.map { $0 * scale }), try made(edges))
    }

    /// Counts in equal intervals, in the type of the tensor. `torch.histc`. [...] → [bins].
    ///
    /// - Throws: NotImplementedError for integers.
    public func histc(bins: Int, low: Double, high: Double) throws -> Tensor {
        guard dtype.isFloatingPoint else {
            throw TensorError(
                .notImplemented, "\"histogram_cpu\" not implemented for '\(dtype)'", hint: "x.float()")
        }
        return try Tensor(histogram(bins: bins, low: low, high: high).counts).to(dtype)
    }

    /// Counts in intervals (equal ones, or between given edges) and the edges, as `numpy.histogram` has them:
    /// int64 counts [n], or densities in float64, and edges [n + 1].
    ///
    /// - Throws: ValueError for no intervals, for edges that do not rise and for a range that falls.
    public func numPyHistogram(bins: Int, edges: Tensor? = nil, range: [Double]? = nil, density: Bool) throws
        -> (counts: Tensor, edges: Tensor)
    {
        let counts: [Double], ends: [Double]
        if let edges {
            (counts, ends) = (try histogram(edges: edges), try edges.elements(Double.self))
        } else {
            guard bins > 0 else { throw TensorError(.value, "`bins` must be positive, when an integer") }
            try Shape.checkMemory(bins, each: 32)
            guard range.map({ $0.count == 2 && $0[0] <= $0[1] }) ?? true else {
                throw TensorError(.value, "max must be larger than min in range parameter.")
            }
            if count == 0 && range == nil {
                counts = Array(repeating: 0, count: bins)
                ends = (0...bins).map { Double($0) / Double(bins) }
            } else {
                var low = try range?[0] ?? amin().item().double,
                    high = try range?[1] ?? amax().item().double
                if low == high { (low, high) = (low - 0.5, high + 0.5) }
                (counts, ends) = try histogram(bins: bins, low: low, high: high)
            }
        }
        guard density else { return (try Tensor(counts.map { Int64($0) }), try Tensor(ends)) }
        let total = counts.reduce(0, +)
        return (
            try Tensor(counts.indices.map { counts[$0] / total / (ends[$0 + 1] - ends[$0]) }),
            try Tensor(ends)
        )
    }

    /// In which interval each element lies, of edges that rise or fall. `numpy.digitize`.
    ///
    /// - Throws: ValueError for edges that do neither.
    public func digitize(_ edges: Tensor, right: Bool = false) throws -> Tensor {
        let numbers = try edges.elements(Double.self)
        if zip(numbers, numbers.dropFirst()).allSatisfy({ $0 <= $1 }) {
            return try edges.searchSorted(self, right: !right)
        }
        guard zip(numbers, numbers.dropFirst()).allSatisfy({ $0 >= $1 }) else {
            throw TensorError(.value, "bins must be monotonically increasing or decreasing")
        }
        // Falling edges: as many of them as lie above the element.
        return try Tensor.scalar(.int(numbers.count)) - edges.flip([0]).searchSorted(self, right: !right)
    }
}
