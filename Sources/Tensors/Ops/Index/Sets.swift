// Tensors as sets of numbers. Results are rows in order; NaN counts as NumPy counts it in each.

extension Tensor {
    /// The elements of both, each once. `numpy.intersect1d`.
    public func intersection(_ other: Tensor) throws -> Tensor {
        let others = Set(try other.elements(Double.self))
        return try asSet { Set($0).filter(others.contains) }
    }

    /// The elements of either, each once. `numpy.union1d`.
    public func union(_ other: Tensor) throws -> Tensor {
        let others = try other.elements(Double.self)
        return try asSet { Set($0).union(others) }
    }

    /// The elements that the other has not, each once. `numpy.setdiff1d`.
    public func difference(_ other: Tensor) throws -> Tensor {
        let others = Set(try other.elements(Double.self))
        return try asSet { Set($0).filter { !others.contains($0) } }
    }

    /// Which elements are among those of another tensor, whatever their types. `numpy.isin`.
    public func isAmong(_ others: Tensor) throws -> Tensor {
        let known = Set(try others.elements(Double.self))
        return try Tensor(elements(Double.self).map(known.contains), shape)
    }

    private func asSet(_ keep: ([Double]) -> Set<Double>) throws -> Tensor {
        try Tensor(keep(elements(Double.self)).sorted()).to(dtype)
    }

    /// Where each of n different elements stands first: int64 [n]. `inverse` says which one each element is.
    public static func firstPlaces(_ n: Int, inverse: Tensor) throws -> Tensor {
        var firsts = [Int64](repeating: -1, count: n)
        for (place, which) in try inverse.elements(Int64.self).enumerated() where firsts[Int(which)] < 0 {
            firsts[Int(which)] = Int64(place)
        }
        return try Tensor(firsts)
    }
}
