import Kernels

// y = op(a, b), element by element, after broadcasting and type promotion. Shapes: the broadcast of both.

/// Where all the arithmetic of this module runs.
var kernels: any Kernels { Compute.kernels }

extension Tensor {
    /// The two operands in their common type and broadcast to one shape (as views, outside any recording).
    static func aligned(_ a: Tensor, _ b: Tensor, _ type: DType, _ name: String) throws -> (Tensor, Tensor, [Int]) {
        let shape = try Shape.broadcast(a.shape, b.shape, for: name)
        let x = try a.detach().to(type), y = try b.detach().to(type)
        return (x.shape == shape ? x : try x.expand(shape), y.shape == shape ? y : try y.expand(shape), shape)
    }

    /// `torch.result_type`: tensors with axes decide before tensors without, within one category of types.
    static func resultType(_ a: Tensor, _ b: Tensor) -> DType {
        if a.dtype == b.dtype { return a.dtype }
        if a.dtype.category == b.dtype.category && (a.rank == 0) != (b.rank == 0) { return a.rank == 0 ? b.dtype : a.dtype }
        if a.rank == 0 && b.rank > 0 && b.dtype.category > a.dtype.category { return b.dtype }
        if b.rank == 0 && a.rank > 0 && a.dtype.category > b.dtype.category { return a.dtype }
        return DType.promoted(a.dtype, b.dtype)
    }

    /// A number as a tensor that does not promote `self` within its category.
    public func constant(_ number: Number) throws -> Tensor {
        let type = number.dtype.category > dtype.category ? number.dtype : dtype
        return try Tensor.scalar(number, type)
    }

    /// The numbers of `op(a, b)`, unrecorded.
    static func compute(_ op: BinaryOperation, _ a: Tensor, _ b: Tensor, _ name: String) throws -> Tensor {
        var type = resultType(a, b)
        if op == .divide && !type.isFloatingPoint { type = .float32 }
        if type == .bool {
            guard op != .subtract else {
                throw TensorError(
                    .notImplemented, "Subtraction, the `-` operator, with two bool tensors is not supported", hint: "a ^ b or ~a")
            }
            type = op == .power ? .int64 : .bool
        }
        // bfloat16 is computed in float32 and rounded once.
        let computed = type == .bfloat16 ? .float32 : type
        let (x, y, shape) = try aligned(a, b, computed, name)
        let result = try Tensor.empty(shape, computed)
        switch computed {
        case .float32, .bfloat16: try floatLoop(op, x, y, into: result)
        case .float64: try loop(x, y, into: result, floatingPoint(op))
        case .int64: try loop(x, y, into: result, integer(op) as (Int64, Int64) -> Int64)
        case .int32: try loop(x, y, into: result, integer(op) as (Int32, Int32) -> Int32)
        case .bool: try loop(x, y, into: result) { (p: Bool, q: Bool) in op == .multiply || op == .minimum ? p && q : p || q }
        }
        return try result.to(type)
    }

    private static func floatLoop(_ op: BinaryOperation, _ a: Tensor, _ b: Tensor, into result: Tensor) throws {
        guard result.count > 0 else { return }
        var (a, b) = (a, b)
        var walk = Walk(result.shape, [a.strides, b.strides, result.strides])
        // The kernel takes runs of stride 1 and single numbers; anything else (a transposed operand) is copied first.
        if !(0...1).contains(walk.innerStrides[0]) { a = try a.clone() }
        if !(0...1).contains(walk.innerStrides[1]) { b = try b.clone() }
        walk = Walk(result.shape, [a.strides, b.strides, result.strides])
        let (x, y, z) = (a.floats, b.floats, result.freshFloats)
        let inner = walk.inner, strides = walk.innerStrides
        if walk.outer == 1 {
            kernels.binary(op, x, stride: strides[0], y, stride: strides[1], into: z, count: inner)
            return
        }
        let kernels = kernels
        let bundle = max(1, (1 << 15) / inner)
        ThreadPool.forEach((walk.outer + bundle - 1) / bundle) { part in
            for index in (part * bundle)..<min(walk.outer, (part + 1) * bundle) {
                kernels.binary(
                    op, x + walk.offset(0, index), stride: strides[0], y + walk.offset(1, index), stride: strides[1],
                    into: z + walk.offset(2, index), count: inner)
            }
        }
    }

    /// One plain loop for every type that is not computed fast.
    static func loop<T: Scalar, R: Scalar>(_ a: Tensor, _ b: Tensor, into result: Tensor, _ op: (T, T) -> R) throws {
        guard result.count > 0 else { return }
        let walk = Walk(result.shape, [a.strides, b.strides, result.strides])
        let (x, y, z) = (a.pointer(T.self), b.pointer(T.self), result.fresh(R.self))
        let (dx, dy, dz) = (walk.innerStrides[0], walk.innerStrides[1], walk.innerStrides[2])
        for outer in 0..<walk.outer {
            let (p, q, r) = (x + walk.offset(0, outer), y + walk.offset(1, outer), z + walk.offset(2, outer))
            for i in 0..<walk.inner { r[i &* dz] = op(p[i &* dx], q[i &* dy]) }
        }
    }

    // MARK: The operations

    public static func + (a: Tensor, b: Tensor) throws -> Tensor {
        try compute(.add, a, b, "+").recorded("AddBackward0", [a, b]) { [sa = a.shape, sb = b.shape] dy in
            [try dy.summed(to: sa), try dy.summed(to: sb)]
        }
    }

    public static func - (a: Tensor, b: Tensor) throws -> Tensor {
        try compute(.subtract, a, b, "-").recorded("SubBackward0", [a, b]) { [sa = a.shape, sb = b.shape] dy in
            [try dy.summed(to: sa), try (-dy).summed(to: sb)]
        }
    }

    public static func * (a: Tensor, b: Tensor) throws -> Tensor {
        let y = try compute(.multiply, a, b, "*")
        guard records(a, b) else { return y }
        // Each operand is kept for the gradient of the other alone.
        let (x, w) = (b.requiresGrad ? a.detach() : nil, a.requiresGrad ? b.detach() : nil), (sizesA, sizesB) = (a.shape, b.shape)
        return y.recorded("MulBackward0", [a, b], saved: [x, w].compactMap { $0 }) { dy in
            [try w.map { try (dy * $0).summed(to: sizesA) }, try x.map { try (dy * $0).summed(to: sizesB) }]
        }
    }

    /// True division: integers become float32.
    public static func / (a: Tensor, b: Tensor) throws -> Tensor {
        let y = try promisedQuotient(a, b) ?? compute(.divide, a, b, "/")
        guard records(a, b) else { return y }
        let (x, w) = (b.requiresGrad ? a.detach() : nil, b.detach()), needA = a.requiresGrad, sizes = a.shape
        return y.recorded("DivBackward0", [a, b], saved: [x, w].compactMap { $0 }) { dy in
            let da = try dy / w
            // y = a / b:  ∂y/∂b = −a / b²
            return [needA ? try da.summed(to: sizes) : nil, try x.map { try (-(da * $0 / w)).summed(to: w.shape) }]
        }
    }

    public static prefix func - (x: Tensor) throws -> Tensor {
        try x.negated()
    }

    /// a ** b. Integers with negative exponents are refused, as in PyTorch.
    public func pow(_ exponent: Tensor) throws -> Tensor {
        if !dtype.isFloatingPoint && !exponent.dtype.isFloatingPoint {
            let negative = try exponent.elements(Int64.self).contains { $0 < 0 }
            guard !negative else {
                throw TensorError(.runtime, "Integers to negative integer powers are not allowed", hint: "x.float() ** -1")
            }
        }
        let y = try Tensor.compute(.power, self, exponent, "**")
        guard Tensor.records(self, exponent) else { return y }
        let (x, p, result) = (detach(), exponent.detach(), y.detach()), needP = exponent.requiresGrad
        return Tensor.owned(y).recorded("PowBackward0", [self, exponent], saved: [x, p]) { dy in
            // y = xᵖ:  ∂y/∂x = p·xᵖ⁻¹,  ∂y/∂p = xᵖ·ln x
            let dx = try dy * p * x.pow(p - p.constant(.int(1)))
            return [try dx.summed(to: x.shape), needP ? try (dy * result * x.log()).summed(to: p.shape) : nil]
        }
    }

    /// A second tensor over the same storage, so that the first can be captured by the second's backward.
    static func owned(_ y: Tensor) -> Tensor { y.aliasing(y.shape, y.strides) }

    /// The larger (smaller) of two; where they are equal the gradient is shared, as in PyTorch.
    public func maximum(_ other: Tensor) throws -> Tensor { try extreme(.maximum, other, "MaximumBackward0") }
    public func minimum(_ other: Tensor) throws -> Tensor { try extreme(.minimum, other, "MinimumBackward0") }

    private func extreme(_ op: BinaryOperation, _ other: Tensor, _ name: String) throws -> Tensor {
        let y = try Tensor.compute(op, self, other, op == .maximum ? "maximum" : "minimum")
        guard Tensor.records(self, other) else { return y }
        let (a, b) = (detach(), other.detach())
        return y.recorded(name, [self, other], saved: [a, b]) { dy in
            let half = try a.compare(.equal, b).to(dy.dtype) * dy.constant(.float(0.5))
            let first = try a.compare(op == .maximum ? .greater : .less, b).to(dy.dtype) + half
            let one = try Tensor.ones([], dy.dtype)
            return [try (dy * first).summed(to: a.shape), try (dy * (one - first)).summed(to: b.shape)]
        }
    }

    /// ⌊a / b⌋, Python's `//`, which has no derivative in PyTorch either.
    public func floorDivided(by other: Tensor) throws -> Tensor {
        try wholeQuotient(other).withoutDerivative("floor_divide", [self, other])
    }

    /// ⌊a / b⌋ with a gradient of 0: `torch.div(a, b, rounding_mode="floor")`.
    public func dividedDown(by other: Tensor) throws -> Tensor {
        let (sizes, others) = (shape, other.shape), y = try wholeQuotient(other)
        guard y.dtype.isFloatingPoint else { return y }
        return y.recorded("DivBackward1", [self, other]) {
            [try Tensor.zeros(sizes, $0.dtype), try Tensor.zeros(others, $0.dtype)]
        }
    }

    private func wholeQuotient(_ other: Tensor) throws -> Tensor {
        try divisionLike(other, "//", { ($0 / $1).rounded(.down) }) { a, b in
            let (q, r) = a.quotientAndRemainder(dividingBy: b)
            return r != 0 && (r < 0) != (b < 0) ? q - 1 : q
        }
    }

    /// Python's `%`: the sign follows the divisor.
    public func remainder(_ other: Tensor) throws -> Tensor {
        let rest = { (a: Double, b: Double) -> Double in b.isInfinite ? a : a - (a / b).rounded(.down) * b }
        let y = try divisionLike(other, "%", rest) { a, b in
            let r = a % b
            return r != 0 && (r < 0) != (b < 0) ? r + b : r
        }
        return try y.recordedRest("RemainderBackward0", self, other) { try $0.wholeQuotient($1) }
    }

    /// Records y = a − q·b with a whole quotient q, which has no slope:  da = dy,  db = −q·dy.
    func recordedRest(
        _ name: String, _ a: Tensor, _ b: Tensor, _ quotient: @escaping (Tensor, Tensor) throws -> Tensor
    ) throws -> Tensor {
        guard dtype.isFloatingPoint, Tensor.records(a, b) else { return self }
        let x = b.requiresGrad ? a.detach() : nil, w = b.detach(), sizes = a.shape
        return recorded(name, [a, b], saved: [x, w].compactMap { $0 }) { dy in
            [try dy.summed(to: sizes), try x.map { try (-(dy * quotient($0, w))).summed(to: w.shape) }]
        }
    }

    private func divisionLike(
        _ other: Tensor, _ name: String, _ floating: (Double, Double) -> Double, _ integer: (Int64, Int64) -> Int64
    ) throws -> Tensor {
        let type = Tensor.resultType(self, other)
        let wide: DType = type.isFloatingPoint ? .float64 : .int64
        let (x, y, shape) = try Tensor.aligned(self, other, wide, name)
        let result = try Tensor.empty(shape, wide)
        if wide == .float64 {
            try Tensor.loop(x, y, into: result, floating)
        } else {
            guard try !y.elements(Int64.self).contains(0) else { throw TensorError(.zeroDivision, "integer \(name) by zero") }
            try Tensor.loop(x, y, into: result) { (a: Int64, b: Int64) in b == -1 && name == "//" ? 0 &- a : b == -1 ? 0 : integer(a, b) }
        }
        return try result.to(type == .bool ? .int64 : type)
    }
}

private func floatingPoint(_ op: BinaryOperation) -> (Double, Double) -> Double {
    switch op {
    case .add: return { $0 + $1 }
    case .subtract: return { $0 - $1 }
    case .multiply: return { $0 * $1 }
    case .divide: return { $0 / $1 }
    case .power: return { power($0, $1) }
    case .maximum: return { $0.isNaN || $1.isNaN ? .nan : max($0, $1) }
    case .minimum: return { $0.isNaN || $1.isNaN ? .nan : min($0, $1) }
    }
}

/// Integers wrap around, as PyTorch's do.
private func integer<T: FixedWidthInteger>(_ op: BinaryOperation) -> (T, T) -> T {
    switch op {
    case .add: return { $0 &+ $1 }
    case .subtract: return { $0 &- $1 }
    case .multiply, .divide: return { $0 &* $1 }
    case .maximum: return { max($0, $1) }
    case .minimum: return { min($0, $1) }
    case .power:
        return { base, exponent in
            var (result, factor, rest): (T, T, T) = (1, base, exponent)
            while rest > 0 {
                if rest & 1 == 1 { result = result &* factor }
                factor = factor &* factor
                rest >>= 1
            }
            return result
        }
    }
}
