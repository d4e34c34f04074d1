extension Tensor {
    /// πx / 180; integers become float32. `torch.deg2rad`. [...] → [...].
    public func deg2rad() throws -> Tensor { try scaledAngle(.pi / 180) }

    /// 180x / π; integers become float32. `torch.rad2deg`. [...] → [...].
    public func rad2deg() throws -> Tensor { try scaledAngle(180 / .pi) }

    private func scaledAngle(_ factor: Double) throws -> Tensor {
        let x = dtype.isFloatingPoint ? self : try to(.standard)
        return try x * x.constant(.float(factor))
    }
}
