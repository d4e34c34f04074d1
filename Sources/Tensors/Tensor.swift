import Kernels

/// An n-dimensional array with PyTorch's semantics: views share storage, operations can be recorded for
/// backward.
///
/// Element `[i, j, …]` stands at `offset + i·strides[0] + j·strides[1] + …` of `storage`.
/// Every operation that can go wrong throws a `TensorError`; none traps.
public final class Tensor {
    // Each is written as a whole and never changed in place, so no access can meet another: nothing to check
    // on every read.
    @exclusivity(unchecked) public internal(set) var storage: Storage
    @exclusivity(unchecked) public private(set) var shape: [Int]
    /// In elements, not bytes.
    @exclusivity(unchecked) public private(set) var strides: [Int]
    @exclusivity(unchecked) public private(set) var offset: Int

    /// The accumulated gradient of a leaf (or of a tensor that asked to `retainGrad`).
    public var grad: Tensor?
    /// What computed this tensor; nil for leaves.
    @exclusivity(unchecked) public internal(set) var gradFunction: Node?
    /// Which output of `gradFunction` this is.
    var gradOutput = 0
    var leafRequiresGrad = false
    public internal(set) var retainsGrad = false
    /// What is told a leaf's gradient when backward has all of it.
    var gradientHooks: [GradientHook] = []
    /// True for `nn.Parameter`s: what `repr` says, and what a module registers.
    public var isParameter = false
    /// What stands for this tensor elsewhere (its object in the language), so that there is only one of it.
    ///
    /// Not held: it holds the tensor, and takes itself out when it goes. A weak reference would have the
    /// system count the holders of every object in a table of its own.
    public unowned(unsafe) var companion: AnyObject?

    /// How to compute these numbers again from tensors that are kept anyway; set by operations that cost
    /// little beside the memory of their result. See `Saved`.
    var recipe: (() throws -> Tensor)?

    public init(storage: Storage, shape: [Int], strides: [Int], offset: Int) {
        (self.storage, self.shape, self.strides, self.offset) = (storage, shape, strides, offset)
    }

    // MARK: What it is

    public var dtype: DType { storage.dtype }
    public var rank: Int { shape.count }
    /// Number of elements.
    public var count: Int { shape.reduce(1, *) }
    public var isLeaf: Bool { gradFunction == nil }
    public var requiresGrad: Bool { leafRequiresGrad || gradFunction != nil }

    public var isContiguous: Bool {
        var step = 1
        for axis in shape.indices.reversed() where shape[axis] != 1 {
            // Nothing lies anywhere in a tensor without elements.
            if strides[axis] != step { return shape.contains(0) }
            step *= shape[axis]
        }
        return true
    }

    /// Asks for gradients of this leaf. Only floating point tensors have them.
    @discardableResult
    public func requireGrad(_ flag: Bool = true) throws -> Tensor {
        guard isLeaf else {
            throw TensorError(
                .runtime, "you can only change requires_grad flags of leaf variables", hint: "x.detach()")
        }
        guard !flag || dtype.isFloatingPoint else {
            throw TensorError(
                .runtime, "only Tensors of floating point dtype can require gradients, this one is \(dtype)",
                hint: "x.float()")
        }
        leafRequiresGrad = flag
        return self
    }

    /// Becomes a view of the numbers of another tensor: `x.data = y`. What the two have in common from then
    /// on is the memory; recording and gradient stay.
    ///
    /// - Throws: RuntimeError for integers where gradients are asked for, and for another shape of a computed
    ///   tensor.
    public func takeData(of other: Tensor) throws {
        guard !requiresGrad || other.dtype.isFloatingPoint else {
            throw TensorError(
                .runtime,
                "data set to a tensor that requires gradients must be floating point or complex dtype")
        }
        guard isLeaf || other.shape == shape else {
            throw TensorError(
                .runtime, "data of another shape cannot be set on a tensor that was computed",
                details: ["new \(Shape.description(other.shape)), tensor \(Shape.description(shape))"])
        }
        place(on: other.storage, shape: other.shape, strides: other.strides, offset: other.offset)
    }

    func place(on storage: Storage, shape: [Int], strides: [Int], offset: Int) {
        (self.storage, self.shape, self.strides, self.offset) = (storage, shape, strides, offset)
    }

    // MARK: Making one

    /// New memory of that shape, not set to anything.
    public static func empty(_ shape: [Int], _ dtype: DType = .float32) throws -> Tensor {
        let storage = try Storage(dtype, count: try Shape.count(shape))
        return Tensor(storage: storage, shape: shape, strides: Shape.strides(shape), offset: 0)
    }

    public static func zeros(_ shape: [Int], _ dtype: DType = .float32) throws -> Tensor {
        let tensor = try empty(shape, dtype)
        let storage = tensor.storage
        let chunk = 1 << 22
        ThreadPool.forEach((storage.bytes + chunk - 1) / chunk) { part in
            let start = part * chunk
            storage.fresh.advanced(by: start).initializeMemory(
                as: UInt8.self, repeating: 0, count: min(chunk, storage.bytes - start))
        }
        return tensor
    }

    public static func ones(_ shape: [Int], _ dtype: DType = .float32) throws -> Tensor {
        try full(shape, .int(1), dtype)
    }

    /// Every element `value`; its own type unless `dtype` says otherwise.
    public static func full(_ shape: [Int], _ value: Number, _ dtype: DType? = nil) throws -> Tensor {
        let tensor = try empty(shape, dtype ?? value.dtype)
        try tensor.fill(value)
        return tensor
    }

    /// A tensor of one number and no axes.
    public static func scalar(_ value: Number, _ dtype: DType? = nil) throws -> Tensor {
        try full([], value, dtype)
    }

    /// The elements in row-major order.
    public convenience init<T: Scalar>(_ elements: [T], _ shape: [Int]? = nil) throws {
        let shape = shape ?? [elements.count]
        guard try Shape.count(shape) == elements.count else {
            throw TensorError.shape(
                "\(elements.count) numbers do not fill the shape \(Shape.description(shape))")
        }
        let storage = try Storage(T.dtype, count: elements.count)
        elements.withUnsafeBytes { bytes in
            if let base = bytes.baseAddress { storage.fresh.copyMemory(from: base, byteCount: bytes.count) }
        }
        self.init(storage: storage, shape: shape, strides: Shape.strides(shape), offset: 0)
    }

    /// start, start + step, … up to, not including, end. `torch.arange`.
    public static func arange(_ start: Number, _ end: Number, _ step: Number = .int(1), dtype: DType? = nil)
        throws -> Tensor
    {
        guard step.double != 0 else { throw TensorError(.runtime, "arange: step must be nonzero") }
        guard start.double.isFinite && end.double.isFinite && step.double.isFinite else {
            throw TensorError(.runtime, "arange: start, end and step must be finite")
        }
        let length = ((end.double - start.double) / step.double).rounded(.up)
        guard step.double > 0 ? end.double >= start.double : end.double <= start.double else {
            throw TensorError(.runtime, "arange: upper bound and lower bound inconsistent with step sign")
        }
        guard length < 1e15 else {
            throw TensorError(.memory, "arange: \(length) elements do not fit in memory")
        }
        let isFloat = [start, end, step].contains { $0.dtype == .float32 }
        let natural: DType = isFloat ? .float32 : .int64
        let result = try empty([Int(length)], isFloat ? .float64 : .int64)
        if isFloat {
            let pointer = result.storage.fresh.assumingMemoryBound(to: Double.self)
            for i in 0..<Int(length) { pointer[i] = start.double + Double(i) * step.double }
        } else {
            let pointer = result.storage.fresh.assumingMemoryBound(to: Int64.self)
            for i in 0..<Int(length) { pointer[i] = Int64(start.int &+ i &* step.int) }
        }
        return try result.to(dtype ?? natural)
    }

    /// `count` numbers from `start` to `end`, both included. `torch.linspace`.
    ///
    /// - Throws: `TensorError` if `count` is negative, or an integer type holds one of the ends not.
    public static func linspace(_ start: Double, _ end: Double, _ count: Int, _ dtype: DType = .float32)
        throws -> Tensor
    {
        guard count >= 0 else {
            throw TensorError.value("linspace: the number of steps must not be negative")
        }
        guard dtype != .bool else {
            throw TensorError(
                .notImplemented, "\"linspace_cpu\" not implemented for 'Bool'", hint: "dtype=torch.float32")
        }
        for end in [start, end] { try Number.float(end).check(fits: dtype) }
        // Integers begin and end at whole numbers, and what lies between is cut.
        let isWhole = !dtype.isFloatingPoint
        let (start, end) = isWhole ? (start.rounded(.towardZero), end.rounded(.towardZero)) : (start, end)
        func filled<T: Scalar, F: BinaryFloatingPoint>(_: T.Type, _ start: F, _ end: F, _ number: (F) -> T)
            throws -> Tensor
        {
            let result = try empty([count], T.dtype)
            let pointer = result.storage.fresh.assumingMemoryBound(to: T.self)
            let step = count > 1 ? (end - start) / F(count - 1) : 0
            // PyTorch counts from both ends, so that the last number is exactly `end`, in numbers of the
            // result's own width, and rounds once (a fused multiply-add).
            for i in 0..<count {
                pointer[i] = number(
                    i < count / 2
                        ? start.addingProduct(step, F(i)) : end.addingProduct(-step, F(count - 1 - i)))
            }
            if count == 1 { pointer[0] = number(start) }
            return result
        }
        switch dtype {
        case .float64: return try filled(Double.self, start, end) { $0 }
        case .float32, .bfloat16: return try filled(Float.self, Float(start), Float(end)) { $0 }.to(dtype)
        default: return try filled(Int64.self, start, end) { Int64(truncated: $0) }.to(dtype)
        }
    }

    /// The identity matrix [n, m].
    public static func eye(_ n: Int, _ m: Int? = nil) throws -> Tensor {
        let m = m ?? n
        let result = try zeros([n, m])
        let pointer = result.storage.fresh.assumingMemoryBound(to: Float.self)
        for i in 0..<min(n, m) { pointer[i * m + i] = 1 }
        return result
    }

    // MARK: Reading

    /// Pointer to the first element, for reading. The tensor must be contiguous to be read on from there.
    public func pointer<T: Scalar>(_: T.Type) -> UnsafePointer<T> {
        precondition(T.dtype == dtype)
        return storage.pointer.assumingMemoryBound(to: T.self) + offset
    }

    /// Pointer to the first element, for writing.
    public func mutablePointer<T: Scalar>(_: T.Type) throws -> UnsafeMutablePointer<T> {
        precondition(T.dtype == dtype)
        return try storage.mutable().assumingMemoryBound(to: T.self) + offset
    }

    /// Pointer into memory that this operation has just allocated.
    func fresh<T: Scalar>(_: T.Type) -> UnsafeMutablePointer<T> {
        precondition(T.dtype == dtype && offset == 0)
        return storage.fresh.assumingMemoryBound(to: T.self)
    }

    var floats: Floats { pointer(Float.self) }
    var freshFloats: MutableFloats { fresh(Float.self) }
    var halves: BFloats { pointer(BFloat16.self) }
    var freshHalves: MutableBFloats { fresh(BFloat16.self) }

    /// All elements in row-major order, converted to `T`. O(count).
    public func elements<T: Scalar>(_: T.Type = T.self) throws -> [T] {
        let source = try detach().to(T.dtype).contiguous()
        return withExtendedLifetime(source) {
            Array(UnsafeBufferPointer(start: source.pointer(T.self), count: source.count))
        }
    }

    /// The number at a position in storage.
    public func number(at position: Int) -> Number {
        let base = storage.pointer
        switch dtype {
        case .float32: return .float(Double(base.assumingMemoryBound(to: Float.self)[position]))
        case .float64: return .float(base.assumingMemoryBound(to: Double.self)[position])
        case .bfloat16: return base.assumingMemoryBound(to: BFloat16.self)[position].number
        case .int64: return .int(Int(base.assumingMemoryBound(to: Int64.self)[position]))
        case .int32: return .int(Int(base.assumingMemoryBound(to: Int32.self)[position]))
        case .bool: return .bool(base.assumingMemoryBound(to: Bool.self)[position])
        }
    }

    /// The only element. `x.item()`.
    public func item() throws -> Number {
        guard count == 1 else {
            throw TensorError(
                .runtime, "a Tensor with \(count) elements cannot be converted to Scalar",
                details: ["shape \(Shape.description(shape))"],
                hint: "x[0].item(), x.mean().item() or x.tolist()")
        }
        return number(at: offset)
    }

    // MARK: Writing

    /// Sets every element, in place. A number that the type cannot hold is refused.
    public func fill(_ value: Number) throws {
        try checkInPlace()
        try Observation.suspended {
            try Tensor.copy(from: Tensor.one(value, dtype).expand(shape), into: self)
        }
    }

    private static func one(_ value: Number, _ dtype: DType) throws -> Tensor {
        try value.check(fits: dtype)
        let tensor = try empty([], dtype)
        switch dtype {
        case .float32: tensor.fresh(Float.self)[0] = Float(number: value)
        case .float64: tensor.fresh(Double.self)[0] = value.double
        case .bfloat16: tensor.fresh(BFloat16.self)[0] = BFloat16(number: value)
        case .int64: tensor.fresh(Int64.self)[0] = Int64(number: value)
        case .int32: tensor.fresh(Int32.self)[0] = Int32(number: value)
        case .bool: tensor.fresh(Bool.self)[0] = value.isTrue
        }
        return tensor
    }

    /// Refuses to overwrite what backward still needs.
    func checkInPlace() throws {
        guard Autograd.isEnabled && requiresGrad else { return }
        throw TensorError(
            .runtime,
            isLeaf
                ? "a leaf Variable that requires grad is being used in an in-place operation"
                : "an in-place operation on a tensor that is part of a recorded computation",
            hint: isLeaf ? "with torch.no_grad(): …" : "x = x.clone() before it, or torch.where / masked_fill"
        )
    }
}

extension Tensor {
    /// The elements of a contiguous float32 tensor, for reading while `body` runs.
    public func withFloats<Result>(_ body: (UnsafeBufferPointer<Float>) throws -> Result) throws -> Result {
        let source = try detach().to(.float32).contiguous()
        return try withExtendedLifetime(source) {
            try body(UnsafeBufferPointer(start: source.pointer(Float.self), count: source.count))
        }
    }
}
