import Kernels

extension Tensor {
    /// This tensor, or a contiguous copy. Backward: the gradient passes through. Shape [...] stays; O(count)
    /// for a copy. `x.contiguous()`.
    ///
    /// - Throws: MemoryError where there is no room for the copy.
    public func contiguous() throws -> Tensor {
        isContiguous ? self : try clone()
    }

    /// A contiguous copy with memory of its own. Backward: the gradient passes through. Shape [...] stays.
    /// O(count). `x.clone()`.
    ///
    /// - Throws: MemoryError where there is no room for it.
    public func clone() throws -> Tensor {
        let result = try Tensor.empty(shape, dtype)
        Tensor.copyElements(from: self, to: result.storage.uninitialized(), strides: result.strides)
        return result.recorded("CloneBackward0", [self]) { [$0] }
    }

    /// Copies `source`, broadcast and converted, into `destination`, in place.
    ///
    /// - Throws: ShapeError where the source does not broadcast to the destination's shape.
    public static func copy(from source: Tensor, into destination: Tensor) throws {
        var source = source
        if source.dtype != destination.dtype { source = try source.detach().to(destination.dtype) }
        if source.shape != destination.shape { source = try source.detach().expand(destination.shape) }
        // The two may overlap (x[1:] = x[:-1]): then the source is read whole before anything is written.
        if source.storage === destination.storage { source = try source.detach().clone() }
        copyElements(
            from: source, to: try destination.storage.mutable() + destination.offset,
            strides: destination.strides)
    }

    /// Copies all elements of `source` to `target`, laid out by `strides` over the same shape; places are
    /// counted in elements.
    private static func copyElements(from source: Tensor, to target: Operand<UInt8>, strides: [Int]) {
        guard !source.shape.contains(0) else { return }
        target.buffer.device.kernels.copy(
            size: source.dtype.size, StridedIterator(source.shape, [source.strides, strides]),
            source.storage.numbers() + source.offset, into: target)
    }

    /// Converted to another type. Floats are truncated to integers. Backward: converted back. Shape [...]
    /// stays; the tensor itself where it has the type already. `x.to(dtype)`.
    ///
    /// - Throws: MemoryError where there is no room for the result.
    public func to(_ target: DType) throws -> Tensor {
        if target == dtype { return self }
        let source = try contiguous()
        let result = try Tensor.empty(shape, target)
        switch dtype {
        case .float32 where target == .bfloat16:
            kernels.convert(source.floats, into: result.uninitializedBFloat16s, count: count)
        case .bfloat16 where target == .float32:
            kernels.convert(source.bfloat16s, into: result.uninitializedFloats, count: count)
        case .float32:
            source.convert(Float.self, into: result) {
                Int64(truncated: Double($0))
            } double: {
                Double($0)
            }
        case .float64:
            source.convert(Double.self, into: result) {
                Int64(truncated: $0)
            } double: {
                $0
            }
        case .bfloat16:
            source.convert(BFloat16.self, into: result) {
                Int64(truncated: Double($0.float))
            } double: {
                Double($0.float)
            }
        case .int64:
            source.convert(Int64.self, into: result) {
                $0
            } double: {
                Double($0)
            }
        case .int32:
            source.convert(Int32.self, into: result) {
                Int64($0)
            } double: {
                Double($0)
            }
        case .bool:
            source.convert(Bool.self, into: result) {
                $0 ? 1 : 0
            } double: {
                $0 ? 1 : 0
            }
        }
        guard target.isFloatingPoint && dtype.isFloatingPoint else { return result }
        let original = dtype
        return result.recorded("ToCopyBackward0", [self]) { [try $0.to(original)] }
    }

    @inline(__always)
    private func convert<T: Scalar>(_: T.Type, into result: Tensor, int: (T) -> Int64, double: (T) -> Double)
    {
        let (x, count) = (numbers(T.self), self.count)
        switch result.dtype {
        case .float32: Host.map(x, into: result.uninitialized(Float.self), count: count) { Float(double($0)) }
        case .float64: Host.map(x, into: result.uninitialized(Double.self), count: count) { double($0) }
        case .bfloat16:
            Host.map(x, into: result.uninitialized(BFloat16.self), count: count) {
                BFloat16(Float(double($0)))
            }
        case .int64: Host.map(x, into: result.uninitialized(Int64.self), count: count) { int($0) }
        case .int32 where dtype.isFloatingPoint:
            Host.map(x, into: result.uninitialized(Int32.self), count: count) { Int32(truncated: double($0)) }
        case .int32:
            Host.map(x, into: result.uninitialized(Int32.self), count: count) {
                Int32(truncatingIfNeeded: int($0))
            }
        case .bool: Host.map(x, into: result.uninitialized(Bool.self), count: count) { double($0) != 0 }
        }
    }
}
