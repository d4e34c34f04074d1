extension GPUKernels {
    func crossEntropy(
        _ z: Operand<Float>, stride: Int, targets: Operand<Int64>, scale: Float, gradient: Float?,
        ignoreIndex: Int64, losses: Operand<Float>, rows count: Int, columns: Int
    ) {
        guard count > 0 else { return }
        if rows(
            count, "cross_entropy_float", "loss", gradient == nil ? .read(z) : .write(z), .long(stride),
            .read(targets), .float(scale),
            .float(gradient ?? 0), .int(gradient == nil ? 0 : 1), .long(Int(ignoreIndex)), .write(losses),
            .long(columns))
        {
            return
        }
        beside.crossEntropy(
            z, stride: stride, targets: targets, scale: scale, gradient: gradient, ignoreIndex: ignoreIndex,
            losses: losses, rows: count, columns: columns)
    }

    func crossEntropy(
        _ z: Operand<Float>, stride: Int, targets: Operand<Int64>, scale: Float, gradient: Float,
        ignoreIndex: Int64, losses: Operand<Float>, into dz: Operand<BFloat16>, rows count: Int, columns: Int
    ) {
        guard count > 0 else { return }
        if rows(
            count, "cross_entropy_bf16", "loss", .read(z), .write(dz), .long(stride), .read(targets),
            .float(scale), .float(gradient), .int(1), .long(Int(ignoreIndex)), .write(losses), .long(columns))
        {
            return
        }
        beside.crossEntropy(
            z, stride: stride, targets: targets, scale: scale, gradient: gradient, ignoreIndex: ignoreIndex,
            losses: losses, into: dz, rows: count, columns: columns)
    }
}
