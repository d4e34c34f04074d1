extension Tensor {
    /// Sums of weights of the elements [n] that fall into bins between ascending edges [m + 1]; the last bin
    /// has its end. [m] in float64. `numpy.histogram(weights=)`.
    ///
    /// - Parameter density: whether the area is 1.
    /// - Throws: as `binCount`.
    public func weighedBins(_ edges: Tensor, _ weights: Tensor, density: Bool) throws -> Tensor {
        let bins = max(0, edges.count - 1)
        guard bins > 0 else { return try .zeros([0], .float64) }
        let last = try edges.select(0, -1), first = try edges.select(0, 0)
        let isInside = try compare(.greaterOrEqual, first).bitwise(.and, compare(.lessOrEqual, last))
        let places = try edges.searchSorted(self, right: true).clamp(.int(1), .int(bins))
        let counted = try Tensor.select(isInside, weights, weights.constant(.int(0)))
        let sums = try (places - places.constant(.int(1))).binCount(weights: counted, minimumLength: bins)
        guard density else { return sums }
        return try sums / edges.diff(1, 0) / sums.sum()
    }
}
