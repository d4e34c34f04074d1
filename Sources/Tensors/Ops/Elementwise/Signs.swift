extension Tensor {
    /// +x: the tensor itself. `torch.positive`. [...] → [...].
    ///
    /// - Throws: NotImplementedError for truth values.
    public func positive() throws -> Tensor {
        guard dtype != .bool else {
            throw TensorError(
                .notImplemented, "The `+` operator, on a bool tensor is not supported.", hint: "x.long()")
        }
        return self
    }
}
