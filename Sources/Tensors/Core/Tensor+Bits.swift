// The same memory, read in another type.

extension Tensor {
    /// The bits of the numbers as numbers of another type, over the same memory, outside any recorded
    /// computation. `x.view(dtype)`, `a.view(dtype)`. Where the types differ in size, the last axis does.
    ///
    /// - Throws: RuntimeError for a last axis that does not lie in one row or whose bytes do not divide.
    public func bits(as type: DType) throws -> Tensor {
        if type == dtype { return detachedView() }
        let (old, new) = (dtype.size, type.size)
        let source = storage.bits ?? storage
        func made(_ shape: [Int], _ strides: [Int], _ offset: Int) throws -> Tensor {
            let memory = source.dtype == type ? source : try Storage(bitsOf: source, as: type)
            return Tensor(storage: memory, shape: shape, strides: strides, offset: offset)
        }
        if old == new { return try made(shape, strides, offset) }
        let change = "to view \(dtype.scalarName) as \(type.scalarName) (different element sizes)"
        func refused(_ what: String) -> TensorError { TensorError(.runtime, what, hint: "x.contiguous()") }
        guard let last = shape.last, let step = strides.last else {
            throw TensorError(.runtime, "self.dim() cannot be 0 \(change)", hint: "x.reshape(1)")
        }
        guard step == 1 || last == 0 else {
            throw refused("self.stride(-1) must be 1 \(change), but got \(step)")
        }
        if old > new {
            let ratio = old / new
            return try made(
                shape.dropLast() + [last * ratio], strides.dropLast().map { $0 * ratio } + [1], offset * ratio
            )
        }
        let ratio = new / old
        guard last % ratio == 0 else {
            throw refused("self.size(-1) must be divisible by \(ratio) \(change), but got \(last)")
        }
        guard offset % ratio == 0 else {
            throw refused("self.storage_offset() must be divisible by \(ratio) \(change), but got \(offset)")
        }
        for (axis, stride) in strides.dropLast().enumerated() where stride % ratio != 0 {
            throw refused("self.stride(\(axis)) must be divisible by \(ratio) \(change), but got \(stride)")
        }
        return try made(
            shape.dropLast() + [last / ratio], strides.dropLast().map { $0 / ratio } + [1], offset / ratio)
    }
}
