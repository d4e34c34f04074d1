import Foundation

// Parts of numbers before and after the point.

extension Tensor {
    /// round(x·10ᵈ) / 10ᵈ: x rounded to d places, halves to the even neighbour. `torch.round(decimals=d)`.
    /// [...] → [...].
    public func round(decimals: Int) throws -> Tensor {
        if decimals == 0 { return try round() }
        let scale = try constant(.int(10)).pow(constant(.float(Double(decimals))))
        return try (self * scale).round() / scale
    }

    /// The same as `numpy.round` has it: integers stay as they are, and 10ᵈ is
    /// taken in float64. [...] → [...].
    public func roundedAsNumPy(decimals: Int) throws -> Tensor {
        guard dtype.isFloatingPoint, decimals != 0 else { return try round() }
        let scale = try constant(.float(Foundation.pow(10, Double(decimals))))
        return try (self * scale).round() / scale
    }

    /// x − trunc x: the part after the point, with the sign of x. `torch.frac`. [...] → [...].
    ///
    /// - Throws: NotImplementedError for integers.
    public func frac() throws -> Tensor {
        try checkFloating("frac_cpu")
        return try self - trunc()
    }
}
