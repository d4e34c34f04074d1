extension Tensor {
    /// Mean and variance of the elements over the axes where a mask of this tensor's shape is true: Σ x/n and
    /// Σ (x − mean)²/(n − correction). `numpy.var(where=)`.
    ///
    /// - Throws: IndexError for an axis that is not there.
    public func moments(where mask: Tensor, _ axes: [Int]?, correction: Int, keepDim: Bool) throws -> (
        mean: Tensor, variance: Tensor
    ) {
        let zero = try constant(.int(0)), chosen = try Tensor.select(mask, self, zero)
        let counted = try mask.to(dtype)
        let centre = try chosen.sum(axes, keepDim: true) / counted.sum(axes, keepDim: true)
        let squares = try Tensor.select(mask, (self - centre).square(), zero).sum(axes, keepDim: keepDim)
        let n = try counted.sum(axes, keepDim: keepDim)
        return (
            try chosen.sum(axes, keepDim: keepDim) / n,
            try squares / (n - n.constant(.int(correction)))
        )
    }
}
