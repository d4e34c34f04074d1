extension Tensor {
    /// softmax(q·kᵀ/√D + mask)·v of q [..., T, D], k and v [..., S, D]; T and S may differ. [..., T, D].
    /// `F.scaled_dot_product_attention`.
    ///
    /// - Parameter causal: whether query i sees keys up to i, both counted from the first, as PyTorch has it.
    /// - Throws: ShapeError for sizes of q, k and v that do not go together, and for
    ///   a mask that does not broadcast.
    public func attention(
        countedFromFirst k: Tensor, _ v: Tensor, causal: Bool, scale: Double?, mask: Tensor?
    ) throws -> Tensor {
        guard causal, rank >= 2, k.rank >= 2, shape[rank - 2] != k.shape[k.rank - 2] else {
            return try attention(k, v, causal: causal, scale: scale, mask: mask)
        }
        let past = try Tensor.ones([shape[rank - 2], k.shape[k.rank - 2]], .bool).tril()
        return try attention(k, v, causal: false, scale: scale, mask: past)
    }
}
