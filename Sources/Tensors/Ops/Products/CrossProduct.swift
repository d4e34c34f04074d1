extension Tensor {
    /// a × b of vectors that lie along `axis`, which has 3 elements in both;
    /// the other axes broadcast. `torch.cross`.
    ///
    /// PyTorch wants as many axes in both; with `anyRank`, as in NumPy, the one with fewer broadcasts.
    public func cross(_ other: Tensor, _ axis: Int = -1, anyRank: Bool = false) throws -> Tensor {
        let most = max(rank, other.rank)
        // Counted from the end, it is the same axis in both.
        let at = try Shape.axis(axis, rank: most) - most
        func length(_ x: Tensor) -> Int? { at < 0 && x.rank + at >= 0 ? x.shape[x.rank + at] : nil }
        guard anyRank || rank == other.rank, length(self) == 3, length(other) == 3 else {
            throw TensorError(
                .runtime,
                "inputs dimension \(axis) must have length 3. Got \(Shape.description(shape)) and "
                    + "\(Shape.description(other.shape))"
            )
        }
        let (a, b) = (try (0..<3).map { try select(at, $0) }, try (0..<3).map { try other.select(at, $0) })
        return try Tensor.stack(
            [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]], at)
    }
}
