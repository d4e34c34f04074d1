import Kernels

extension Tensor {
    /// This tensor, or a contiguous copy. Backward: the gradient passes through.
    public func contiguous() throws -> Tensor {
        isContiguous ? self : try clone()
    }

    /// A contiguous copy with memory of its own. Backward: the gradient passes through.
    public func clone() throws -> Tensor {
        let result = try Tensor.empty(shape, dtype)
        Tensor.copyElements(from: self, to: result.storage.fresh, strides: result.strides)
        return result.recorded("CloneBackward0", [self]) { [$0] }
    }

    /// Copies `source`, broadcast and converted, into `destination`, in place.
    public static func copy(from source: Tensor, into destination: Tensor) throws {
        var source = source
        if source.dtype != destination.dtype { source = try source.detach().to(destination.dtype) }
        if source.shape != destination.shape { source = try source.detach().expand(destination.shape) }
        // The two may overlap (x[1:] = x[:-1]): then the source is read whole before anything is written.
        if source.storage === destination.storage { source = try source.detach().clone() }
        let base = try destination.storage.mutable() + destination.offset * destination.dtype.size
        copyElements(from: source, to: base, strides: destination.strides)
    }

    /// Copies all elements of `source` to `base`, laid out by `strides` over the same shape.
    private static func copyElements(from source: Tensor, to base: UnsafeMutableRawPointer, strides: [Int]) {
        let from = source.storage.pointer + source.offset * source.dtype.size
        switch source.dtype.size {
        case 8: copyElements(UInt64.self, source.shape, from, source.strides, base, strides)
        case 4: copyElements(UInt32.self, source.shape, from, source.strides, base, strides)
        case 2: copyElements(UInt16.self, source.shape, from, source.strides, base, strides)
        default: copyElements(UInt8.self, source.shape, from, source.strides, base, strides)
        }
    }

    private static func copyElements<T>(
        _: T.Type, _ shape: [Int], _ source: UnsafeRawPointer, _ sourceStrides: [Int],
        _ target: UnsafeMutableRawPointer, _ targetStrides: [Int]
    ) {
        guard !shape.contains(0) else { return }
        let walk = Walk(shape, [sourceStrides, targetStrides])
        let source = source.assumingMemoryBound(to: T.self)
        let target = target.assumingMemoryBound(to: T.self)
        let (from, to) = (walk.innerStrides[0], walk.innerStrides[1])
        let inner = walk.inner
        // One long run is cut, many short ones are bundled: pieces of about 64 K elements for the pool.
        let piece = 1 << 16
        func run(_ x: UnsafePointer<T>, _ y: UnsafeMutablePointer<T>, _ count: Int) {
            if from == 1 && to == 1 {
                y.update(from: x, count: count)
            } else if from == 0 && to == 1 {
                y.update(repeating: x.pointee, count: count)
            } else {
                for i in 0..<count { y[i &* to] = x[i &* from] }
            }
        }
        if walk.outer == 1 {
            ThreadPool.forEach((inner + piece - 1) / piece) { part in
                let start = part * piece
                run(source + start * from, target + start * to, min(piece, inner - start))
            }
        } else {
            let bundle = max(1, piece / inner)
            ThreadPool.forEach((walk.outer + bundle - 1) / bundle) { part in
                for index in (part * bundle)..<min(walk.outer, (part + 1) * bundle) {
                    run(source + walk.offset(0, index), target + walk.offset(1, index), inner)
                }
            }
        }
    }

    /// Converted to another type. Floats are truncated to integers. Backward: converted back.
    public func to(_ target: DType) throws -> Tensor {
        if target == dtype { return self }
        let source = try contiguous()
        let result = try Tensor.empty(shape, target)
        switch dtype {
        case .float32 where target == .bfloat16:
            kernels.convert(source.floats, into: result.freshHalves, count: count)
        case .bfloat16 where target == .float32:
            kernels.convert(source.halves, into: result.freshFloats, count: count)
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
        let x = pointer(T.self), count = self.count
        switch result.dtype {
        case .float32: let y = result.fresh(Float.self); for i in 0..<count { y[i] = Float(double(x[i])) }
        case .float64: let y = result.fresh(Double.self); for i in 0..<count { y[i] = double(x[i]) }
        case .bfloat16:
            let y = result.fresh(BFloat16.self); for i in 0..<count { y[i] = BFloat16(Float(double(x[i]))) }
        case .int64: let y = result.fresh(Int64.self); for i in 0..<count { y[i] = int(x[i]) }
        case .int32 where dtype.isFloatingPoint:
            let y = result.fresh(Int32.self); for i in 0..<count { y[i] = Int32(truncated: double(x[i])) }
        case .int32:
            let y = result.fresh(Int32.self);
            for i in 0..<count { y[i] = Int32(truncatingIfNeeded: int(x[i])) }
        case .bool: let y = result.fresh(Bool.self); for i in 0..<count { y[i] = double(x[i]) != 0 }
        }
    }
}
