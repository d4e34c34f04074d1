import Kernels

/// Comparisons and logic: results are bool tensors, never differentiable.
extension Tensor {
    /// The six ways to compare two elements.
    public enum Comparison: Sendable { case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual }

    /// a ⋚ b, element by element, after broadcasting. `torch.eq`, `ne`, `lt`, `le`, `gt`, `ge`.
    ///
    /// - Throws: ShapeError for shapes that do not broadcast.
    public func compare(_ comparison: Comparison, _ other: Tensor) throws -> Tensor {
        let type = Tensor.resultType(self, other)
        let (a, b, shape) = try Tensor.aligned(self, other, type, "a comparison")
        let (x, y) = try Observation.suspended { (try a.inOrder(), try b.inOrder()) }
        let result = try Tensor.empty(shape, .bool)
        switch x.dtype.arithmetic {
        case .float32: try Tensor.compare(Float.self, comparison, x, y, result)
        case .float64: try Tensor.compare(Double.self, comparison, x, y, result)
        case .int64, .bool: try Tensor.compare(Int64.self, comparison, x, y, result)
        }
        return result
    }

    /// The elements in one of the three types whose numbers have an order: float32, float64, int64.
    func inOrder() throws -> Tensor {
        try detach().to(dtype.arithmetic == .bool ? .int64 : dtype.arithmetic.dtype)
    }

    private static func compare<T: Scalar & Comparable>(
        _: T.Type, _ comparison: Comparison, _ a: Tensor, _ b: Tensor, _ result: Tensor
    ) throws {
        switch comparison {
        case .equal: try loop(a, b, into: result) { (x: T, y: T) in x == y }
        case .notEqual: try loop(a, b, into: result) { (x: T, y: T) in x != y }
        case .less: try loop(a, b, into: result) { (x: T, y: T) in x < y }
        case .lessOrEqual: try loop(a, b, into: result) { (x: T, y: T) in x <= y }
        case .greater: try loop(a, b, into: result) { (x: T, y: T) in x > y }
        case .greaterOrEqual: try loop(a, b, into: result) { (x: T, y: T) in x >= y }
        }
    }

    /// What combines two elements bit by bit, by its sign in Python.
    public enum Bitwise: String, Sendable { case and = "&", or = "|", xor = "^" }

    /// &, | and ^ of bool and integer tensors. Shapes broadcast.
    /// `torch.bitwise_and`, `bitwise_or`, `bitwise_xor`.
    ///
    /// - Throws: NotImplementedError for floating point types, ShapeError for shapes that do not broadcast.
    public func bitwise(_ op: Bitwise, _ other: Tensor) throws -> Tensor {
        let type = Tensor.resultType(self, other)
        guard !type.isFloatingPoint else {
            let name = op == .and ? "and" : op == .or ? "or" : "xor"
            throw TensorError(
                .notImplemented, "\"bitwise_\(name)_cpu\" not implemented for '\(type.scalarName)'",
                hint: "compare first: (a > 0) & (b > 0)")
        }
        let (a, b, shape) = try Tensor.aligned(self, other, .int64, through: type, op.rawValue)
        let result = try Tensor.empty(shape, .int64)
        try Tensor.loop(a, b, into: result) { (x: Int64, y: Int64) in
            op == .and ? x & y : op == .or ? x | y : x ^ y
        }
        return try result.to(type)
    }

    /// ~x: logical for bool, bitwise for integers. [...] → [...]. `torch.bitwise_not`.
    ///
    /// - Throws: TypeError for floating point types.
    public func inverted() throws -> Tensor {
        guard !dtype.isFloatingPoint else {
            throw TensorError(
                .type, "~ (operator.invert) is only implemented on integer and Boolean-type tensors")
        }
        if dtype == .bool { return try compare(.equal, Tensor.scalar(.bool(false))) }
        return try -self - constant(.int(1))
    }

    /// True where an element is 0; [...] → bool [...]. `torch.logical_not`.
    public func logicalNot() throws -> Tensor { try compare(.equal, constant(.int(0))) }

    /// One truth for the whole tensor: `torch.equal`. False for tensors of different shapes.
    public func equals(_ other: Tensor) throws -> Bool {
        guard shape == other.shape else { return false }
        return try compare(.equal, other).elements(Bool.self).allSatisfy { $0 }
    }

    /// |a − b| ≤ atol + rtol·|b| everywhere. `torch.allclose`. Shapes broadcast.
    ///
    /// - Throws: RuntimeError for two types, ShapeError for shapes that do not broadcast.
    public func isClose(to other: Tensor, rtol: Double = 1e-5, atol: Double = 1e-8, equalNaN: Bool = false)
        throws -> Bool
    {
        try checkSameType(other)
        let (a, b, _) = try Tensor.aligned(self, other, .float64, "allclose")
        return zip(try a.elements(Double.self), try b.elements(Double.self)).allSatisfy { x, y in
            x == y || (equalNaN && x.isNaN && y.isNaN)
                || (y.isFinite && Swift.abs(x - y) <= atol + rtol * Swift.abs(y))
        }
    }

    /// |a − b| ≤ atol + rtol·|b|, element by element; equal infinities are close. `torch.isclose`.
    public func areClose(to other: Tensor, rtol: Double = 1e-5, atol: Double = 1e-8, equalNaN: Bool = false)
        throws -> Tensor
    {
        try checkSameType(other)
        let (x, y, shape) = try Tensor.aligned(self, other, .float64, "isclose")
        let result = try Tensor.empty(shape, .bool)
        try Tensor.loop(x, y, into: result) { (a: Double, b: Double) in
            a == b || (equalNaN && a.isNaN && b.isNaN)
                || (b.isFinite && Swift.abs(a - b) <= atol + rtol * Swift.abs(b))
        }
        return result
    }

    private func checkSameType(_ other: Tensor) throws {
        guard dtype == other.dtype else {
            throw TensorError(
                .runtime, "\(dtype.scalarName) did not match \(other.dtype.scalarName)", hint: "x.to(y.dtype)"
            )
        }
    }

    /// `torch.where(condition, a, b)`: shapes broadcast together; gradients go to the side that was taken.
    ///
    /// - Throws: RuntimeError for a condition that is not bool, ShapeError for shapes that do not broadcast.
    public static func select(_ condition: Tensor, _ a: Tensor, _ b: Tensor) throws -> Tensor {
        guard condition.dtype == .bool else {
            throw TensorError(
                .runtime, "where expected condition to be a boolean tensor, but got \(condition.dtype)",
                hint: "condition != 0")
        }
        let type = resultType(a, b)
        let (x, y, pair) = try aligned(a, b, type, "where")
        let shape = try Shape.broadcast(condition.shape, pair, for: "where")
        let mask = try condition.expand(shape), left = try x.expand(shape), right = try y.expand(shape)
        let result = try Tensor.empty(shape, type)
        if result.count > 0 {
            result.kernels.select(
                size: type.size,
                StridedIterator(shape, [mask.strides, left.strides, right.strides, result.strides]),
                mask.numbers(), left.storage.numbers() + left.offset, right.storage.numbers() + right.offset,
                into: result.storage.uninitialized())
        }
        let (sa, sb) = (a.shape, b.shape)
        return result.recorded("WhereBackward0", [a, b], saved: [mask]) { dy in
            let zero = try Tensor.zeros([], dy.dtype)
            return [try select(mask, dy, zero).summed(to: sa), try select(mask, zero, dy).summed(to: sb)]
        }
    }

    /// A copy with `value` where `mask` is true. `x.masked_fill(mask, value)`. The mask broadcasts with x.
    ///
    /// - Throws: RuntimeError for a mask that is not bool or a number that the type cannot hold, ShapeError
    ///   for shapes that do not broadcast.
    public func maskedFill(_ mask: Tensor, _ value: Number) throws -> Tensor {
        guard mask.dtype == .bool else {
            throw TensorError(
                .runtime, "masked_fill only supports boolean masks, but got mask with dtype \(mask.dtype)",
                hint: "mask == 0")
        }
        return try Tensor.select(mask, Tensor.scalar(value, dtype), self)
    }

    /// The same with a tensor without axes as the value; both get their gradients.
    ///
    /// - Throws: RuntimeError for a value with axes, a mask that is not bool, and a
    ///   value with a gradient for integers.
    public func maskedFill(_ mask: Tensor, _ value: Tensor) throws -> Tensor {
        guard value.rank == 0 else {
            throw TensorError(
                .runtime,
                "masked_fill only supports a 0-dimensional value tensor, "
                    + "but got tensor with \(value.rank) dimension(s).",
                hint: "torch.where(mask, value, x)")
        }
        guard dtype.isFloatingPoint || !value.requiresGrad else {
            throw TensorError(
                .runtime, "Autograd not support dtype: a tensor of \(dtype) cannot pass a gradient on",
                hint: "x.float(), or value.detach()")
        }
        guard mask.dtype == .bool, Tensor.records(value) else { return try maskedFill(mask, value.item()) }
        return try Tensor.select(mask, value.to(dtype), self)
    }

    /// Everything above (below) the k-th diagonal of the last two axes set to 0. `torch.tril`, `torch.triu`.
    /// [..., n, m].
    ///
    /// - Throws: ShapeError for fewer than two axes.
    public func tril(_ diagonal: Int = 0) throws -> Tensor { try triangle(diagonal, lower: true) }
    /// Everything below the k-th diagonal of the last two axes set to 0: [..., n, m]. `torch.triu`.
    ///
    /// - Throws: ShapeError for fewer than two axes.
    public func triu(_ diagonal: Int = 0) throws -> Tensor { try triangle(diagonal, lower: false) }

    private func triangle(_ diagonal: Int, lower: Bool) throws -> Tensor {
        guard rank >= 2 else {
            throw TensorError.shape(
                "\(lower ? "tril" : "triu") wants at least 2 axes", "got \(Shape.description(shape))")
        }
        let (rows, columns) = (shape[rank - 2], shape[rank - 1])
        let i = try Tensor.arange(.int(0), .int(rows)).reshape([rows, 1])
        let j = try Tensor.arange(.int(0), .int(columns)).reshape([1, columns])
        // Beyond the corners every diagonal is the same one.
        let shifted = try i + Tensor.scalar(.int(min(max(diagonal, -rows), columns)))
        let keep = try j.compare(lower ? .lessOrEqual : .greaterOrEqual, shifted)
        return try Tensor.select(keep, self, Tensor.zeros([], dtype))
    }
}
