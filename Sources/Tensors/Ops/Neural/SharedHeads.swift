extension Tensor {
    /// Each head of keys or values as often as heads of the queries share it: [..., h, T, D] → [..., H, T,
    /// D].
    ///
    /// - Throws: RuntimeError where the heads of the queries are no multiple of these.
    public func headsRepeated(for queries: Tensor) throws -> Tensor {
        guard rank >= 3, queries.rank >= 3 else {
            throw TensorError(.runtime, "enable_gqa wants heads: [..., heads, T, D]")
        }
        let own = shape[rank - 3], wanted = queries.shape[queries.rank - 3]
        guard own > 0, wanted % own == 0 else {
            throw TensorError(
                .runtime,
                "Number of heads in key and value must divide the number of heads in query, got \(own) and "
                    + "\(wanted)")
        }
        return own == wanted ? self : try repeatInterleaved(wanted / own, -3)
    }
}
