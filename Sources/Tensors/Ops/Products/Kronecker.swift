extension Tensor {
    /// a ⊗ b: every element of a with all of b, [a₀·b₀, a₁·b₁, …]. The one with fewer axes gets axes of size
    /// 1 in front.
    /// `torch.kron`, `numpy.kron`.
    public func kron(_ other: Tensor) throws -> Tensor {
        let most = max(rank, other.rank)
        func padded(_ x: Tensor) -> [Int] { Array(repeating: 1, count: most - x.rank) + x.shape }
        let (a, b) = (padded(self), padded(other))
        // Each axis of a beside its own of b: [a₀, 1, a₁, 1, …] · [1, b₀, 1, b₁, …]
        let left = try reshape(a.flatMap { [$0, 1] }), right = try other.reshape(b.flatMap { [1, $0] })
        return try (left * right).reshape(zip(a, b).map { $0 * $1 })
    }
}
