import Tensors

extension Tensor {
    /// 1 at the place of each id, 0 elsewhere: [...] → [..., classes], int64.
    ///
    /// - Throws: RuntimeError for what is no id of so many classes.
    public func oneHot(_ classes: Int = -1) throws -> Tensor {
        guard dtype == .int64 else {
            throw TensorError(
                .runtime, "one_hot is only applicable to index tensor of type LongTensor.", hint: "x.long()")
        }
        let largest = count == 0 ? -1 : try amax().item().int
        if count > 0, try amin().item().int < 0 {
            throw TensorError(.runtime, "Class values must be non-negative.")
        }
        guard largest < .max else {
            throw TensorError(.memory, "one_hot: as many classes as \(largest) do not fit in memory")
        }
        let width = classes == -1 ? largest + 1 : classes
        guard width > 0 else { throw TensorError(.runtime, "num_classes should be positive") }
        guard largest < width else {
            throw TensorError(.runtime, "Class values must be smaller than num_classes.")
        }
        let result = try Tensor.zeros(shape + [width], .int64)
        try result.write(.scatter(-1, unsqueeze(-1), .int(1)))
        return result
    }
}
