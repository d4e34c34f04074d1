// Divisors of integers.

extension Tensor {
    /// The greatest common divisor, element by element after broadcasting; gcd(0, n) = |n|. `torch.gcd`.
    ///
    /// - Throws: NotImplementedError for anything but integers.
    public func gcd(_ other: Tensor) throws -> Tensor {
        try ofIntegers(other) { greatestCommonDivisor($0, $1) }
    }

    /// The least common multiple, element by element after broadcasting; lcm(0, n) = 0. `torch.lcm`.
    ///
    /// - Throws: NotImplementedError for anything but integers.
    public func lcm(_ other: Tensor) throws -> Tensor {
        try ofIntegers(other) { a, b in
            guard a != 0, b != 0 else { return 0 }
            let multiple = (a / greatestCommonDivisor(a, b)).multipliedReportingOverflow(by: b).partialValue
            return multiple == .min ? .max : Swift.abs(multiple)
        }
    }

    private func ofIntegers(_ other: Tensor, _ op: (Int64, Int64) -> Int64) throws -> Tensor {
        guard !dtype.isFloatingPoint, !other.dtype.isFloatingPoint else {
            throw TensorError(
                .notImplemented, "\"gcd_cpu\" not implemented for '\(DType.promoted(dtype, other.dtype))'",
                hint: "gcd and lcm are for integers: x.long()")
        }
        let shape = try Shape.broadcast(shape, other.shape, for: "gcd")
        let (a, b) = (try expand(shape).elements(Int64.self), try other.expand(shape).elements(Int64.self))
        return try Tensor(zip(a, b).map(op), shape).to(DType.promoted(dtype, other.dtype))
    }
}

/// Euclid's algorithm.
private func greatestCommonDivisor(_ a: Int64, _ b: Int64) -> Int64 {
    var (a, b) = (a.magnitude, b.magnitude)
    while b != 0 { (a, b) = (b, a % b) }
    return Int64(clamping: a)
}
