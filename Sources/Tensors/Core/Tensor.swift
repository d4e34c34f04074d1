import Kernels

/// An n-dimensional array with PyTorch's semantics: views share storage, operations can be recorded for
/// backward.
///
/// Element `[i, j, …]` stands at `offset + i·strides[0] + j·strides[1] + …` of `storage`.
/// Every operation that can go wrong throws a `TensorError`; none traps.
///
/// - Throws: `TensorError`, from every member that throws: ShapeError for shapes that do not go together,
///   IndexError for an axis or a place that is not there, NotImplementedError for an element type that the
///   operation has no form for, MemoryError for a result that does not fit in memory, RuntimeError for what
///   PyTorch refuses under that name. A member's own `Throws` says which of these it is about.
public final class Tensor {
    // Each is written as a whole and never changed in place, so no access can meet another: nothing to check
    // on every read.
    /// Where the numbers lie; views share it.
    @exclusivity(unchecked) public internal(set) var storage: Storage
    /// Size of each axis; [] for a tensor of one number.
    @exclusivity(unchecked) public private(set) var shape: [Int]
    /// Steps along each axis, in elements, not bytes.
    @exclusivity(unchecked) public private(set) var strides: [Int]
    @exclusivity(unchecked) public private(set) var offset: Int

    /// The accumulated gradient of a leaf (or of a tensor that asked to `retainGrad`).
    public var grad: Tensor?
    /// What computed this tensor; nil for leaves.
    public internal(set) var gradFunction: Node? {
        @inline(__always)
        get {
            if viewBase != nil { followBase() }
            return function
        }
        @inline(__always)
        set { function = newValue }
    }
    @exclusivity(unchecked) private var function: Node?
    /// What this tensor is a view of; nil for one with numbers of its own. Never a view itself.
    @exclusivity(unchecked) private(set) var viewBase: Tensor?
    /// Whether it shows numbers of another tensor.
    public var isView: Bool { viewBase != nil }
    /// How the base had been computed, and which version its numbers had, when this view of it was recorded.
    @exclusivity(unchecked) var viewedFunction: Node?
    @exclusivity(unchecked) var viewedVersion = 0
    /// Which function gave it as one of several views; so is what was made of such a view.
    @exclusivity(unchecked) var piece = Piece.none
    enum Piece: UInt8 { case none, split, unbind }
    /// Which output of `gradFunction` this is.
    var gradOutput = 0
    var leafRequiresGrad = false
    /// Whether backward keeps this tensor's gradient though it is no leaf. `x.retains_grad`.
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

    /// A tensor over memory that is there already, outside any recorded computation. Shape and strides have
    /// one entry for each axis; every element has to lie within the storage.
    public init(storage: Storage, shape: [Int], strides: [Int], offset: Int) {
        (self.storage, self.shape, self.strides, self.offset) = (storage, shape, strides, offset)
    }

    // MARK: What it is

    /// The type of the elements. `x.dtype`.
    public var dtype: DType { storage.dtype }
    /// Number of axes. `x.ndim`.
    public var rank: Int { shape.count }
    /// Number of elements.
    public var count: Int { shape.reduce(1, *) }
    /// Whether no recorded operation has made it. `x.is_leaf`.
    public var isLeaf: Bool { gradFunction == nil }
    /// Whether backward would compute its gradient. `x.requires_grad`.
    public var requiresGrad: Bool { leafRequiresGrad || gradFunction != nil }

    /// Whether the elements lie next to one another in row-major order. O(rank). `x.is_contiguous()`.
    public var isContiguous: Bool {
        var step = 1
        for axis in shape.indices.reversed() where shape[axis] != 1 {
            // Nothing lies anywhere in a tensor without elements.
            if strides[axis] != step { return shape.contains(0) }
            step *= shape[axis]
        }
        return true
    }

    /// Asks for gradients of this leaf. Only floating point tensors have them. The tensor itself comes back,
    /// shape [...] as it is. `x.requires_grad_()`.
    ///
    /// - Throws: RuntimeError for a tensor that is no leaf, and for integers.
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

    /// Notes that this tensor, which shares the memory of `other`, shows a part of it.
    @inline(__always)
    func becomeView(of other: Tensor) {
        let base = other.viewBase ?? other
        (viewBase, viewedFunction, viewedVersion) = (base, base.gradFunction, storage.version)
        piece = other.piece
    }

    /// Makes a view a tensor of its own; only the memory is shared from now on.
    func forgetBase() { (viewBase, viewedFunction) = (nil, nil) }

    /// Becomes the view that it was.
    func show(_ viewed: (base: Tensor?, function: Node?, version: Int)) {
        (viewBase, viewedFunction, viewedVersion) = viewed
    }

    /// Takes note of how a view is computed now.
    func noteView(_ node: Node?) { (function, gradOutput) = (node, 0) }

    /// Where the base has been written to since, the view is recorded anew.
    @inline(__always)
    private func followBase() {
        if storage.version != viewedVersion { follow() }
    }

    @inline(never)
    private func follow() {
        guard let base = viewBase else { return }
        viewedVersion = storage.version
        if base.function !== viewedFunction && !leafRequiresGrad { recordAnew(in: base) }
    }

    func place(on storage: Storage, shape: [Int], strides: [Int], offset: Int) {
        forgetBase()
        (self.storage, self.shape, self.strides, self.offset) = (storage, shape, strides, offset)
    }

    // MARK: Making one

    /// New memory of that shape, not set to anything. `torch.empty`.
    ///
    /// - Throws: ValueError for a negative size, MemoryError for a shape that does not fit.
    ///
    /// - Parameter device: the present context's unless another is named.
    public static func empty(_ shape: [Int], _ dtype: DType = .float32, on device: Device? = nil) throws
        -> Tensor
    {
        let storage = try Storage(dtype, count: try Shape.count(shape), on: device)
        return Tensor(storage: storage, shape: shape, strides: Shape.strides(shape), offset: 0)
    }

    /// A tensor of that shape, every element 0. `torch.zeros`.
    ///
    /// - Throws: ValueError for a negative size, MemoryError for a shape that does not fit.
    public static func zeros(_ shape: [Int], _ dtype: DType = .float32) throws -> Tensor {
        let tensor = try empty(shape, dtype)
        tensor.kernels.clear(tensor.storage.uninitialized(), bytes: tensor.storage.bytes)
        return tensor
    }

    /// A tensor of that shape, every element 1. `torch.ones`.
    ///
    /// - Throws: ValueError for a negative size, MemoryError for a shape that does not fit.
    public static func ones(_ shape: [Int], _ dtype: DType = .float32) throws -> Tensor {
        try full(shape, .int(1), dtype)
    }

    /// Every element `value`; its own type unless `dtype` says otherwise. `torch.full`.
    ///
    /// - Throws: RuntimeError for a number that the type cannot hold; ValueError and MemoryError as for
    ///   `empty`.
    public static func full(_ shape: [Int], _ value: Number, _ dtype: DType? = nil) throws -> Tensor {
        let tensor = try empty(shape, dtype ?? value.dtype)
        try tensor.fill(value)
        tensor.storage.countFromHere()
        return tensor
    }

    /// A tensor of one number and no axes.
    ///
    /// - Throws: RuntimeError for a number that the type cannot hold.
    public static func scalar(_ value: Number, _ dtype: DType? = nil) throws -> Tensor {
        try full([], value, dtype)
    }

    /// The elements in row-major order. [elements.count] unless a shape is given.
    ///
    /// - Throws: ShapeError where their number does not fill the shape.
    public convenience init<T: Scalar>(_ elements: [T], _ shape: [Int]? = nil) throws {
        let shape = shape ?? [elements.count]
        guard try Shape.count(shape) == elements.count else {
            throw TensorError.shape(
                "\(elements.count) numbers do not fill the shape \(Shape.description(shape))")
        }
        let storage = try Storage(T.dtype, count: elements.count)
        Host.store(elements, into: storage.uninitialized())
        self.init(storage: storage, shape: shape, strides: Shape.strides(shape), offset: 0)
    }

    /// start, start + step, … up to, not including, end. `torch.arange`.
    ///
    /// - Throws: RuntimeError for a step of 0, one that leads away from the end, and numbers that are not
    ///   finite; MemoryError for a row that does not fit.
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
        let isFloat = [start, end, step].contains(where: \.isFloat)
        let natural: DType = isFloat ? .standard : .int64
        let result = try empty([Int(length)], isFloat ? .float64 : .int64)
        if isFloat {
            Host.fill(result.uninitialized(Double.self), count: Int(length)) {
                start.double + Double($0) * step.double
            }
        } else {
            Host.fill(result.uninitialized(Int64.self), count: Int(length)) {
                Int64(start.int &+ $0 &* step.int)
            }
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
            let step = count > 1 ? (end - start) / F(count - 1) : 0
            // PyTorch counts from both ends, so that the last number is exactly `end`, in numbers of the
            // result's own width, and rounds once (a fused multiply-add).
            Host.fill(result.uninitialized(T.self), count: count) { i in
                if count == 1 { return number(start) }
                return number(
                    i < count / 2
                        ? start.addingProduct(step, F(i)) : end.addingProduct(-step, F(count - 1 - i)))
            }
            return result
        }
        switch dtype.arithmetic {
        case .float64: return try filled(Double.self, start, end) { $0 }
        case .float32: return try filled(Float.self, Float(start), Float(end)) { $0 }.to(dtype)
        case .int64, .bool: return try filled(Int64.self, start, end) { Int64(truncated: $0) }.to(dtype)
        }
    }

    /// The identity matrix [n, m]. m is n where left out. `torch.eye`.
    ///
    /// - Throws: ValueError for a negative size, MemoryError for a matrix that does not fit.
    public static func eye(_ n: Int, _ m: Int? = nil) throws -> Tensor {
        let m = m ?? n
        let result = try zeros([n, m])
        let places = (0..<min(n, m)).map { $0 * m + $0 }
        Host.set(places.map { _ in 1 }, at: places, of: result.uninitializedFloats)
        return result
    }

    // MARK: Reading

    /// The device that the numbers lie on.
    public var device: Device { storage.device }

    /// What computes with them there.
    @inline(__always)
    var kernels: any DeviceKernels { storage.kernels }

    /// The numbers from the first element on, for kernels to read. The tensor must be contiguous to be read
    /// on from there, and be held until the kernel is done.
    @inline(__always)
    public func numbers<T: Scalar>(_: T.Type = T.self) -> Operand<T> {
        precondition(T.dtype == dtype)
        return storage.numbers(T.self) + offset
    }

    /// The numbers from the first element on, for kernels to change.
    /// - Throws: MemoryError where a snapshot holds the numbers and there is no room for a copy.
    public func mutableNumbers<T: Scalar>(_: T.Type = T.self) throws -> Operand<T> {
        precondition(T.dtype == dtype)
        return try storage.mutable(T.self) + offset
    }

    /// Memory that this operation has just allocated, for kernels to write.
    @inline(__always)
    func uninitialized<T: Scalar>(_: T.Type = T.self) -> Operand<T> {
        precondition(T.dtype == dtype && offset == 0)
        return storage.uninitialized(T.self)
    }

    @inline(__always)
    var floats: Operand<Float> { numbers(Float.self) }
    @inline(__always)
    var uninitializedFloats: Operand<Float> { uninitialized(Float.self) }
    var bfloat16s: Operand<BFloat16> { numbers(BFloat16.self) }
    var uninitializedBFloat16s: Operand<BFloat16> { uninitialized(BFloat16.self) }

    /// All elements in row-major order, converted to `T`. O(count).
    ///
    /// - Throws: MemoryError where there is no room for the conversion.
    public func elements<T: Scalar>(_: T.Type = T.self) throws -> [T] {
        let source = try ComputeContext.on(device) { try detach().to(T.dtype).contiguous() }
        let numbers = withExtendedLifetime(source) {
            Host.array(source.numbers(T.self), count: source.count)
        }
        try device.checkWorks()
        return numbers
    }

    /// The number at a position in storage.
    public func number(at position: Int) -> Number {
        dtype.accept(NumberReader(storage: storage, position: position))
    }

    /// The only element. `x.item()`.
    ///
    /// - Throws: RuntimeError for any other number of elements.
    public func item() throws -> Number {
        guard count == 1 else {
            throw TensorError(
                .runtime, "a Tensor with \(count) elements cannot be converted to Scalar",
                details: ["shape \(Shape.description(shape))"],
                hint: "x[0].item(), x.mean().item() or x.tolist()")
        }
        let number = number(at: offset)
        try device.checkWorks()
        return number
    }

    // MARK: Writing

    /// Sets every element, in place. A number that the type cannot hold is refused. `x.fill_(value)`.
    ///
    /// - Throws: RuntimeError for a number that the type cannot hold, and for a tensor that backward still
    ///   needs.
    public func fill(_ value: Number) throws {
        try checkInPlace()
        try Observation.suspended {
            try Tensor.copy(from: Tensor.one(value, dtype).expand(shape), into: self)
        }
    }

    private static func one(_ value: Number, _ dtype: DType) throws -> Tensor {
        try value.check(fits: dtype)
        let tensor = try empty([], dtype)
        dtype.accept(NumberWriter(tensor: tensor, value: value))
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

/// One number of a storage, of whatever type.
private struct NumberReader: ScalarVisitor {
    let storage: Storage, position: Int

    func visit<T: Scalar>(_: T.Type) -> Number { Host.number(storage.numbers(T.self) + position).number }
}

/// Sets the only element of a new tensor.
private struct NumberWriter: ScalarVisitor {
    let tensor: Tensor, value: Number

    func visit<T: Scalar>(_: T.Type) { Host.set(T(number: value), at: tensor.uninitialized(T.self)) }
}
