import Kernels

// The larger and the smaller of two, and values between bounds. Where two are equal the gradient is shared.

extension Tensor {
    /// The larger (smaller) of two; where they are equal the gradient is shared, and where one is NaN both
    /// get all of it, as in PyTorch. Shapes broadcast. `torch.maximum`.
    ///
    /// - Throws: ShapeError for shapes that do not broadcast.
    public func maximum(_ other: Tensor) throws -> Tensor { try larger(.maximum, other, "MaximumBackward0") }
    /// The smaller of two, with gradients as for `maximum`; shapes broadcast. `torch.minimum`.
    ///
    /// - Throws: ShapeError for shapes that do not broadcast.
    public func minimum(_ other: Tensor) throws -> Tensor { try larger(.minimum, other, "MinimumBackward0") }

    private func larger(_ op: BinaryOperation, _ other: Tensor, _ name: String) throws -> Tensor {
        let y = try Tensor.compute(op, self, other, op == .maximum ? "maximum" : "minimum")
        guard Tensor.notes(self, other) else { return y }
        let (a, b) = (detach(), other.detach())
        return y.recorded(name, [self, other], saved: [a, b]) { dy in
            // da = dy, ½·dy where a = b, 0 where b won; db likewise
            let zero = try Tensor.zeros([], dy.dtype), isEqual = try a.compare(.equal, b)
            let share = try Tensor.select(isEqual, dy * dy.constant(.float(0.5)), dy)
            let aLost = try a.compare(op == .maximum ? .less : .greater, b)
            let bLost = try a.compare(op == .maximum ? .greater : .less, b)
            return [
                try Tensor.select(aLost, zero, share).summed(to: a.shape),
                try Tensor.select(bLost, zero, share).summed(to: b.shape),
            ]
        }
    }

    /// x bounded by `low` and `high`; the gradient passes where x lies between them, and not at the bounds.
    /// `torch.clamp` with numbers.
    ///
    /// - Throws: RuntimeError without any bound, and for one that leaves an int32 nothing.
    public func clamp(_ low: Number?, _ high: Number?) throws -> Tensor {
        guard low != nil || high != nil else {
            throw TensorError(.runtime, "torch.clamp: At least one of 'min' or 'max' must not be None")
        }
        let low = try bound(low, isLower: true), high = try bound(high, isLower: false)
        let type = try [low, high].compactMap { $0 }.reduce(dtype) {
            Tensor.resultType(self, try constant($1))
        }
        for case let number? in [low, high] { try number.check(fits: type) }
        var y = detach()
        if let low { y = try y.maximum(constant(low)) }
        if let high { y = try y.minimum(constant(high)) }
        guard Tensor.records(self) else { return y === self ? try clone() : y }
        let x = detach()
        return Tensor.owned(y).recorded("ClampBackward1", [self], saved: [x]) { dy in
            var isInside: Tensor?
            if let low { isInside = try x.compare(.greater, x.constant(low)) }
            if let high {
                let isBelow = try x.compare(.less, x.constant(high))
                isInside = try isInside.map { try $0.bitwise(.and, isBelow) } ?? isBelow
            }
            return [try isInside.map { try Tensor.select($0, dy, Tensor.zeros([], dy.dtype)) }]
        }
    }

    /// A bound of integers that are narrower than it: beyond their range it is none, or nothing is left.
    private func bound(_ number: Number?, isLower: Bool) throws -> Number? {
        guard let limits = dtype.integerLimits, case .int(let value)? = number, !limits.contains(value) else {
            return number
        }
        guard (value > 0) == isLower else { return nil }
        throw TensorError(
            .runtime,
            "Clamp \(isLower ? "min" : "max") value \(value) is outside the representable range of "
                + dtype.scalarName,
            hint: "x.long()")
    }

    /// x bounded by tensors. Where x equals a bound the two share the gradient; equal bounds leave
    /// all of it to an x that equals them; a lower bound above the upper one gets none. `torch.clamp`
    /// with tensors. Shapes broadcast.
    ///
    /// - Throws: ShapeError for shapes that do not broadcast.
    public func clamp(_ low: Tensor, _ high: Tensor) throws -> Tensor {
        let y = try detach().maximum(low.detach()).minimum(high.detach())
        guard Tensor.notes(self, low, high) else { return y }
        let operands = try [self, low, high].map { try $0.detach().expand(y.shape).contiguous() }
        let shapes = (shape, low.shape, high.shape)
        return y.recorded(
            "ClampBackward0", [self, low, high], saved: operands, again: .choices
        ) { dy in
            let numbers = try operands.map { try $0.elements(Double.self) }
            var shares = [[Double]](repeating: [Double](repeating: 0, count: dy.count), count: 3)
            for i in 0..<dy.count {
                let (x, low, high) = (numbers[0][i], numbers[1][i], numbers[2][i])
                if x.isNaN || low.isNaN || high.isNaN {
                    shares[0][i] = 1
                } else if low > high || x > high {
                    shares[2][i] = 1
                } else if x < low {
                    shares[1][i] = 1
                } else if low == high || (x > low && x < high) {
                    shares[0][i] = 1
                } else {
                    (shares[0][i], shares[x == low ? 1 : 2][i]) = (0.5, 0.5)
                }
            }
            func part(_ place: Int, _ shape: [Int]) throws -> Tensor {
                try (dy * Tensor(shares[place], dy.shape).to(dy.dtype)).summed(to: shape)
            }
            return [try part(0, shapes.0), try part(1, shapes.1), try part(2, shapes.2)]
        }
    }

    /// a + w·(b − a), from the nearer end: at |w| ≥ ½ it is b − (1 − w)·(b − a).
    /// `torch.lerp`. Shapes broadcast.
    ///
    /// - Throws: NotImplementedError for integers, ShapeError for shapes that do not broadcast.
    public func lerp(_ end: Tensor, _ weight: Number) throws -> Tensor {
        let w = try constant(weight), rest = try constant(.float(1 - weight.double))
        return try lerped(end, w).recorded("LerpBackward0", [self, end]) { [a = shape, b = end.shape] dy in
            [try (dy * rest).summed(to: a), try (dy * w).summed(to: b)]
        }
    }

    /// The same with a weight for each element, which gets its gradient; shapes broadcast. `torch.lerp`.
    ///
    /// - Throws: NotImplementedError for integers, ShapeError for shapes that do not broadcast.
    public func lerp(_ end: Tensor, _ weight: Tensor) throws -> Tensor {
        let y = try lerped(end, weight.detach())
        guard Tensor.notes(self, end, weight) else { return y }
        let (a, b, w) = (detach(), end.detach(), weight.detach())
        return y.recorded("LerpBackward1", [self, end, weight], saved: [a, b, w]) { dy in
            // y = a + w·(b − a):  da = dy·(1 − w),  db = dy·w,  dw = dy·(b − a)
            [
                try (dy * (w.constant(.int(1)) - w)).summed(to: a.shape), try (dy * w).summed(to: b.shape),
                try (dy * (b - a)).summed(to: w.shape),
            ]
        }
    }

    private func lerped(_ end: Tensor, _ weight: Tensor) throws -> Tensor {
        guard dtype.isFloatingPoint, end.dtype.isFloatingPoint else {
            throw TensorError(
                .notImplemented,
                "\"lerp_kernel_scalar\" not implemented for "
                    + "'\((dtype.isFloatingPoint ? end : self).dtype.scalarName)'",
                hint: "x.float()")
        }
        let (a, b) = (detach(), end.detach()), way = try b - a
        let isNear = try weight.abs().compare(.less, weight.constant(.float(0.5)))
        return try Tensor.select(isNear, a + way * weight, b - way * (weight.constant(.int(1)) - weight))
    }
}
