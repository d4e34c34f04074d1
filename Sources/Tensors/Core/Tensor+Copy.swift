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
        let result = try Tensor.empty(shape, dtype, on: device)
        Tensor.copyElements(from: self, to: result.storage.uninitialized(), strides: result.strides)
        return result.recorded("CloneBackward0", [self]) { [$0] }
    }

    /// A copy on another device; the tensor itself where it lies there already. Backward: the gradient is
    /// copied back. Shape [...] stays. O(count). `x.to(device)`.
    ///
    /// - Throws: MemoryError where that device has no room, RuntimeError where this one has failed.
    public func to(_ target: Device) throws -> Tensor {
        if target === device { return self }
        try device.checkWorks()
        let result = try Tensor.empty(shape, dtype, on: target), origin = device
        // Numbers that come or go are not computed on the CPU.
        ComputeContext.current.naming(nil) {
            Tensor.copyElements(from: self, to: result.storage.uninitialized(), strides: result.strides)
        }
        return result.recorded("ToCopyBackward0", [self]) { [try $0.to(origin)] }
    }

    /// Copies `source`, broadcast and converted, into `destination`, in place.
    ///
    /// - Throws: ShapeError where the source does not broadcast to the destination's shape.
    public static func copy(from source: Tensor, into destination: Tensor) throws {
        var source = source
        if source.dtype != destination.dtype {
            source = try ComputeContext.on(source.device) { try source.detach().to(destination.dtype) }
        }
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
        // Between the host and a device, the device knows the shortest way.
        let device = target.buffer.device.isHost ? source.device : target.buffer.device
        device.kernels.copy(
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
        switch (dtype, target) {
        case (.float32, .bfloat16):
            kernels.convert(source.floats, into: result.uninitializedBFloat16s, count: count)
        case (.bfloat16, .float32):
            kernels.convert(source.bfloat16s, into: result.uninitializedFloats, count: count)
        default: dtype.accept(Conversion(source: source, result: result))
        }
        guard target.isFloatingPoint && dtype.isFloatingPoint else { return result }
        let original = dtype
        return result.recorded("ToCopyBackward0", [self]) { [try $0.to(original)] }
    }
}

/// Every element of a contiguous tensor in the type of another one: every type to every type.
private struct Conversion: ScalarVisitor {
    let source: Tensor, result: Tensor

    func visit<From: Scalar>(_: From.Type) { result.dtype.accept(Into<From>(source: source, result: result)) }

    private struct Into<From: Scalar>: ScalarVisitor {
        let source: Tensor, result: Tensor

        func visit<To: Scalar>(_: To.Type) {
            Host.map(source.numbers(From.self), into: result.uninitialized(To.self), count: source.count) {
                $0.wide.converted(to: To.self)
            }
        }
    }
}
