import Foundation

// Powers of 2, powers in float64, cube roots.

extension Tensor {
    /// x·2ʸ; shapes broadcast. `torch.ldexp`.
    ///
    /// - Throws: ShapeError for shapes that do not broadcast.
    public func ldexp(_ exponent: Tensor) throws -> Tensor { try self * exponent.exp2() }

    /// xʸ in float64; shapes broadcast. `torch.float_power`.
    ///
    /// - Throws: ShapeError for shapes that do not broadcast.
    public func floatPower(_ exponent: Tensor) throws -> Tensor {
        try to(.float64).pow(exponent.to(.float64))
    }

    /// ∛x, of negative numbers too; integers become float32. `numpy.cbrt`.
    public func cbrt() throws -> Tensor {
        try mapped(
            "CbrtBackward0", keeps: .output,
            again: .formula { _, y in try (y * y * y.constant(.int(3))).reciprocal() }, Foundation.cbrt
        ) { _, y in 1 / (3 * y * y) }
    }
}
