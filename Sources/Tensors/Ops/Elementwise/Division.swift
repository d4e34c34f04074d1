import Foundation

// Quotients and remainders of whole parts: Python's // and %, C's, and shifts of bits.

/// Which way a quotient is rounded. `torch.div(rounding_mode=…)`.
public enum Rounding: String, Sendable { case floor, trunc }

extension Tensor {
    /// ⌊a / b⌋, Python's `//`. Running backward through it is refused, as in PyTorch. Shapes
    /// broadcast. `torch.floor_divide`.
    ///
    /// - Throws: RuntimeError for integers divided by 0, NotImplementedError for truth values, ShapeError for
    ///   shapes that do not broadcast.
    public func floorDivided(by other: Tensor) throws -> Tensor {
        try quotient(other, .floor, "//").withoutDerivative("floor_divide", [self, other])
    }

    /// a / b rounded down or towards zero; its gradient is zero.
    /// `torch.div(rounding_mode=…)`. Shapes broadcast.
    ///
    /// - Throws: RuntimeError for integers divided by 0, NotImplementedError for truth values, ShapeError for
    ///   shapes that do not broadcast.
    public func divided(by other: Tensor, _ rounding: Rounding) throws -> Tensor {
        try quotient(other, rounding, "div").recorded("DivBackward2", [self, other]) {
            [a = shape, b = other.shape] dy in
            [try Tensor.zeros(a, dy.dtype), try Tensor.zeros(b, dy.dtype)]
        }
    }

    /// Python's `%`: the sign follows the divisor. x − y·⌊x / y⌋; shapes broadcast. `torch.remainder`.
    ///
    /// - Throws: RuntimeError for integers divided by 0, NotImplementedError for truth values, ShapeError for
    ///   shapes that do not broadcast.
    public func remainder(_ other: Tensor) throws -> Tensor {
        try rest(other, .floor, "%", "RemainderBackward0")
    }

    /// The rest of dividing a number. Running backward through it is refused, as in PyTorch.
    ///
    /// - Throws: RuntimeError for integers divided by 0.
    public func remainder(of number: Number) throws -> Tensor {
        try constant(number).remainder(detach()).withoutDerivative("remainder", [self])
    }

    /// The rest of a division with the sign of the dividend, C's `%`. x − y·trunc(x / y);
    /// shapes broadcast. `torch.fmod`.
    ///
    /// - Throws: RuntimeError for integers divided by 0, NotImplementedError for truth values, ShapeError for
    ///   shapes that do not broadcast.
    public func fmod(_ other: Tensor) throws -> Tensor { try rest(other, .trunc, "fmod", "FmodBackward0") }

    /// x · 2ⁿ and ⌊x / 2ⁿ⌋ on the bits of integers. A count below 0 or beyond the bits shifts them all out.
    /// Shapes broadcast. `torch.bitwise_left_shift`, `torch.bitwise_right_shift`.
    ///
    /// - Throws: NotImplementedError for floating point types and truth values, ShapeError
    ///   for shapes that do not broadcast.
    public func shifted(left: Bool, by other: Tensor) throws -> Tensor {
        let type = Tensor.resultType(self, other), name = left ? "<<" : ">>"
        guard !type.isFloatingPoint, type != .bool else {
            throw TensorError(
                .notImplemented,
                "\"\(left ? "lshift" : "rshift")_cpu\" not implemented for '\(type.scalarName)'",
                hint: left ? "x * 2 ** n" : "x // 2 ** n")
        }
        // In the common type first, then in int64: what is shifted out on the left is cut off at the end.
        let (x, n, shape) = try Tensor.aligned(self, other, type, name)
        let result = try Tensor.empty(shape, .int64), width = Int64(8 * type.size)
        try Tensor.loop(x.to(.int64), n.to(.int64), into: result) { (x: Int64, n: Int64) in
            guard n >= 0, n < width else { return left ? 0 : x >> 63 }
            return left ? x << n : x >> n
        }
        return try result.to(type)
    }

    private func rest(_ other: Tensor, _ rounding: Rounding, _ name: String, _ record: String) throws
        -> Tensor
    {
        let y = try divisionLike(other, name, Division(rounding, isRest: true))
        guard Tensor.notes(self, other) else { return y }
        let sizes = shape, operands = other.requiresGrad ? (detach(), other.detach()) : nil
        return y.recorded(record, [self, other], saved: operands.map { [$0, $1] } ?? []) { dy in
            // y = a − b·⌊a / b⌋:  da = dy,  db = −dy·⌊a / b⌋
            [
                try dy.summed(to: sizes),
                try operands.map { a, b in try (-dy * a.quotient(b, rounding, name)).summed(to: b.shape) },
            ]
        }
    }

    private func quotient(_ other: Tensor, _ rounding: Rounding, _ name: String) throws -> Tensor {
        try divisionLike(other, name, Division(rounding, isRest: false))
    }

    private func divisionLike(_ other: Tensor, _ name: String, _ division: Division) throws -> Tensor {
        let type = Tensor.resultType(self, other)
        guard type != .bool else {
            let kernel =
                division.isRest
                ? (division.rounding == .floor ? "remainder" : "fmod") : "div_\(division.rounding.rawValue)"
            throw TensorError(
                .notImplemented, "\"\(kernel)_cpu\" not implemented for 'Bool'", hint: "x.long()")
        }
        let computed = type.arithmetic
        let (x, y, shape) = try Tensor.aligned(self, other, computed.dtype, through: type, name)
        let result = try Tensor.empty(shape, computed.dtype)
        switch computed {
        case .float32:
            try Tensor.loop(x, y, into: result) { (a: Float, b: Float) in division.value(a, b) }
        case .float64: try Tensor.loop(x, y, into: result) { (a: Double, b: Double) in division.value(a, b) }
        case .int64, .bool:
            guard try !y.elements(Int64.self).contains(0) else {
                throw TensorError(.runtime, "ZeroDivisionError", details: ["integer \(name) by zero"])
            }
            try Tensor.loop(x, y, into: result) { (a: Int64, b: Int64) in division.value(a, b) }
        }
        return try result.to(type)
    }
}

/// A quotient or a rest, of floating point numbers and of integers.
private struct Division {
    let rounding: Rounding, isRest: Bool

    init(_ rounding: Rounding, isRest: Bool) { (self.rounding, self.isRest) = (rounding, isRest) }

    func value<T: BinaryFloatingPoint>(_ a: T, _ b: T) -> T {
        let rest = a.truncatingRemainder(dividingBy: b)
        if isRest { return rounding == .floor && rest != 0 && (b < 0) != (rest < 0) ? rest + b : rest }
        if rounding == .trunc { return (a / b).rounded(.towardZero) }
        // As CPython and PyTorch do it: ⌊a / b⌋ alone would round up what is just below a whole number.
        guard b != 0 else { return a / b }
        var quotient = (a - rest) / b
        if rest != 0, (b < 0) != (rest < 0) { quotient -= 1 }
        guard quotient != 0 else { return T(signOf: a / b, magnitudeOf: 0) }
        let floor = quotient.rounded(.down)
        return quotient - floor > 0.5 ? floor + 1 : floor
    }

    func value<T: FixedWidthInteger & SignedInteger>(_ a: T, _ b: T) -> T {
        // The smallest integer by −1 wraps around.
        if b == -1 { return isRest ? 0 : 0 &- a }
        let (quotient, rest) = a.quotientAndRemainder(dividingBy: b)
        let isBelow = rounding == .floor && rest != 0 && (rest < 0) != (b < 0)
        return isRest ? (isBelow ? rest + b : rest) : (isBelow ? quotient - 1 : quotient)
    }
}
