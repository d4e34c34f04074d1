import Kernels

// y = op(a, b), element by element, after broadcasting and type promotion. Shapes: the broadcast of both.

extension Tensor {
    /// The two operands in the type that is computed in and broadcast to one shape
    /// (as views, outside any recording).
    ///
    /// - Parameter common: the type that both take first, where numbers of another type are not computed with
    ///   as they are: a −1 beside a uint8 is 255.
    static func aligned(
        _ a: Tensor, _ b: Tensor, _ type: DType, through common: DType? = nil, _ name: String
    ) throws -> (Tensor, Tensor, [Int]) {
        let shape = try Shape.broadcast(a.shape, b.shape, for: name)
        return try Observation.suspended {
            let common = common ?? type
            let x = try a.detach().to(common).to(type), y = try b.detach().to(common).to(type)
            return (
                x.shape == shape ? x : try x.expand(shape), y.shape == shape ? y : try y.expand(shape), shape
            )
        }
    }

    /// `torch.result_type`: tensors with axes decide before tensors without, within one category of types.
    static func resultType(_ a: Tensor, _ b: Tensor) -> DType {
        if a.dtype == b.dtype { return a.dtype }
        if a.dtype.category == b.dtype.category && (a.rank == 0) != (b.rank == 0) {
            return a.rank == 0 ? b.dtype : a.dtype
        }
        if a.rank == 0 && b.rank > 0 && b.dtype.category > a.dtype.category { return b.dtype }
        if b.rank == 0 && a.rank > 0 && a.dtype.category > b.dtype.category { return a.dtype }
        return DType.promoted(a.dtype, b.dtype)
    }

    /// A number as a tensor that does not promote `self` within its category. A scalar, []; `x +
    /// x.constant(.int(1))` has the type that `x + 1` has in PyTorch.
    public func constant(_ number: Number) throws -> Tensor {
        var type = number.dtype.category > dtype.category ? number.dtype : dtype
        if let limits = type.integerLimits, !limits.contains(number.int) {
            // 2 ** 40 beside an int32 stays itself until the operation has chosen a type: a quotient is a
            // float. Beside an int32 without axes it wraps around, as PyTorch has it.
            guard rank > 0 else { return try Tensor.scalar(number, .int64).to(type) }
            type = .int64
        }
        // Too large a number is an infinity.
        let value =
            type.isFloatingPoint && !number.fits(type) ? Number.float(number.double * .infinity) : number
        return try Tensor.scalar(value, type)
    }

    /// A number that `self` is multiplied or divided with: as `constant`, but beside numbers of two bytes it
    /// keeps the digits that they are computed with.
    public func factor(_ number: Number) throws -> Tensor {
        guard dtype.isReduced, rank > 0 else { return try constant(number) }
        return try Tensor.scalar(number.fits(.float32) ? number : .float(number.double * .infinity), .float32)
    }

    /// The same for an operation that refuses a number which an integer type cannot hold.
    ///
    /// - Throws: RuntimeError for a number that the type cannot hold.
    public func fittingConstant(_ number: Number) throws -> Tensor {
        if number.dtype.category <= dtype.category { try number.check(fits: dtype) }
        return try constant(number)
    }

    /// The numbers of `op(a, b)`, unrecorded.
    static func compute(_ op: BinaryOperation, _ a: Tensor, _ b: Tensor, _ name: String) throws -> Tensor {
        let exact = resultType(a, b), type = op == .divide && !exact.isFloatingPoint ? .standard : exact
        if op == .subtract { try checkSubtracts(a.dtype, b.dtype) }
        // What is computed wider is rounded, or wrapped around, once.
        let computed = type.arithmetic
        let keepsDigits = op == .multiply || op == .divide
        let (x, y, shape) = try aligned(
            a, b, computed.dtype, through: keepsDigits && type.isFloatingPoint ? nil : type, name)
        let result = try Tensor.empty(shape, computed.dtype)
        switch computed {
        case .float32: try floatLoop(op, x, y, into: result)
        case .float64: try loop(x, y, into: result, floatingPoint(op))
        case .int64: try loop(x, y, into: result, integer(op))
        case .bool:
            guard op != .power else {
                throw TensorError(.notImplemented, "\"pow\" not implemented for 'Bool'", hint: "x.long()")
            }
            try loop(x, y, into: result) { (p: Bool, q: Bool) in
                op == .multiply || op == .minimum ? p && q : p || q
            }
        }
        return try result.to(type)
    }

    private static func floatLoop(_ op: BinaryOperation, _ a: Tensor, _ b: Tensor, into result: Tensor) throws
    {
        guard result.count > 0 else { return }
        var (a, b) = (a, b)
        var walk = StridedIterator(result.shape, [a.strides, b.strides, result.strides])
        // The kernel takes runs of stride 1 and single numbers; anything else (a
        // transposed operand) is copied first.
        if !(0...1).contains(walk.innerStrides[0]) { a = try a.clone() }
        if !(0...1).contains(walk.innerStrides[1]) { b = try b.clone() }
        walk = StridedIterator(result.shape, [a.strides, b.strides, result.strides])
        guard walk.outer == 1 else {
            return result.kernels.binary(op, walk, a.floats, b.floats, into: result.uninitializedFloats)
        }
        result.kernels.binary(
            op, a.floats, stride: walk.innerStrides[0], b.floats, stride: walk.innerStrides[1],
            into: result.uninitializedFloats, count: walk.inner)
    }

    /// One plain loop for every type that is not computed fast.
    static func loop<T: Scalar, R: Scalar>(_ a: Tensor, _ b: Tensor, into result: Tensor, _ op: (T, T) -> R)
        throws
    {
        guard result.count > 0 else { return }
        let walk = StridedIterator(result.shape, [a.strides, b.strides, result.strides])
        Host.map(walk, a.numbers(T.self), b.numbers(T.self), into: result.uninitialized(R.self), op)
    }

    /// Refuses to subtract truth values.
    ///
    /// - Throws: NotImplementedError where one of the types is bool.
    public static func checkSubtracts(_ a: DType, _ b: DType) throws {
        guard a == .bool || b == .bool else { return }
        let isBoth = a == b
        throw TensorError(
            .notImplemented,
            "Subtraction, the `-` operator, with "
                + "\(isBoth ? "two bool tensors" : "a bool tensor") is not supported. "
                + (isBoth ? "Use the `^` or `logical_xor()` operator instead." : maskHint),
            hint: isBoth ? "a ^ b or ~a" : "~a, or a.long()")
    }

    // MARK: The operations

    /// a + b; shapes broadcast, types are promoted, integers wrap around. `torch.add`.
    ///
    /// - Throws: ShapeError for shapes that do not broadcast.
    public static func + (a: Tensor, b: Tensor) throws -> Tensor {
        try compute(.add, a, b, "+").recorded("AddBackward0", [a, b]) { [sa = a.shape, sb = b.shape] dy in
            [try dy.summed(to: sa), try dy.summed(to: sb)]
        }
    }

    /// a − b; shapes broadcast, types are promoted. `torch.sub`.
    ///
    /// - Throws: NotImplementedError for truth values, ShapeError for shapes that do not broadcast.
    public static func - (a: Tensor, b: Tensor) throws -> Tensor {
        try compute(.subtract, a, b, "-").recorded("SubBackward0", [a, b]) {
            [sa = a.shape, sb = b.shape] dy in
            [try dy.summed(to: sa), try (-dy).summed(to: sb)]
        }
    }

    /// a · b, element by element; shapes broadcast, types are promoted. `torch.mul`.
    ///
    /// - Throws: ShapeError for shapes that do not broadcast.
    public static func * (a: Tensor, b: Tensor) throws -> Tensor {
        let y = try compute(.multiply, a, b, "*")
        guard notes(a, b) else { return y }
        // Each operand is kept for the gradient of the other alone.
        let (x, w) = (b.requiresGrad ? a.detach() : nil, a.requiresGrad ? b.detach() : nil),
            (sizesA, sizesB) = (a.shape, b.shape)
        return y.recorded("MulBackward0", [a, b], saved: [x, w].compactMap { $0 }) { dy in
            [try w.map { try (dy * $0).summed(to: sizesA) }, try x.map { try (dy * $0).summed(to: sizesB) }]
        }
    }

    /// True division: integers become float32. Shapes broadcast. `torch.div`.
    ///
    /// - Throws: ShapeError for shapes that do not broadcast.
    public static func / (a: Tensor, b: Tensor) throws -> Tensor {
        let y = try deferredQuotient(a, b) ?? compute(.divide, a, b, "/")
        guard notes(a, b) else { return y }
        let (x, w) = (b.requiresGrad ? a.detach() : nil, b.detach()), needA = a.requiresGrad, sizes = a.shape
        return y.recorded("DivBackward0", [a, b], saved: [x, w].compactMap { $0 }) { dy in
            let da = needA ? try dy / w : dy
            // y = a / b:  ∂y/∂b = −(a / b) / b, in this order, as PyTorch computes it
            return [
                needA ? try da.summed(to: sizes) : nil,
                try x.map { try (-dy * ($0 / w / w)).summed(to: w.shape) },
            ]
        }
    }

    /// −x; [...] → [...]. `torch.neg`.
    ///
    /// - Throws: NotImplementedError for truth values.
    public static prefix func - (x: Tensor) throws -> Tensor {
        try x.negated()
    }

    /// A second tensor over the same storage, so that the first can be captured by the second's backward.
    static func owned(_ y: Tensor) -> Tensor { y.detachedView() }
}

/// The advice of PyTorch's messages about `-` and bool tensors.
let maskHint = "If you are trying to invert a mask, use the `~` or `logical_not()` operator instead."

private func floatingPoint(_ op: BinaryOperation) -> (Double, Double) -> Double {
    switch op {
    case .add: return { $0 + $1 }
    case .subtract: return { $0 - $1 }
    case .multiply: return { $0 * $1 }
    case .divide: return { $0 / $1 }
    case .power: return { power($0, $1) }
    // Of equal zeros the first, as the fast kernels take it.
    case .maximum: return { $0.isNaN || $1.isNaN ? .nan : ($1 > $0 ? $1 : $0) }
    case .minimum: return { $0.isNaN || $1.isNaN ? .nan : ($1 < $0 ? $1 : $0) }
    }
}

/// Integers wrap around, as PyTorch's do.
private func integer(_ op: BinaryOperation) -> (Int64, Int64) -> Int64 {
    switch op {
    case .add: return { $0 &+ $1 }
    case .subtract: return { $0 &- $1 }
    case .multiply, .divide: return { $0 &* $1 }
    case .maximum: return { max($0, $1) }
    case .minimum: return { min($0, $1) }
    case .power:
        return { base, exponent in
            // 1 / xⁿ of whole numbers is 0 but for 1 and −1; PyTorch gives 0 also for 0.
            if exponent < 0 { return base == 1 ? 1 : base == -1 ? (exponent & 1 == 0 ? 1 : -1) : 0 }
            var (result, factor, rest): (Int64, Int64, Int64) = (1, base, exponent)
            while rest > 0 {
                if rest & 1 == 1 { result = result &* factor }
                factor = factor &* factor
                rest >>= 1
            }
            return result
        }
    }
}
