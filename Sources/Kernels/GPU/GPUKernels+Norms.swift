extension GPUKernels {
    /// Bits of `has` in `norms.c`.
    private enum Has { static let residual = 1, weight = 2, bias = 4 }

    func layerNorm(
        _ x: Operand<Float>, residual: (numbers: Operand<Float>, sum: Operand<Float>)?,
        weight: Operand<Float>?, bias: Operand<Float>?, eps: Float, into y: Operand<Float>,
        mean: Operand<Float>, rstd: Operand<Float>, rows count: Int, columns: Int
    ) {
        guard count > 0, columns > 0 else { return }
        let has =
            (residual == nil ? 0 : Has.residual) | (weight == nil ? 0 : Has.weight)
            | (bias == nil ? 0 : Has.bias)
        if rows(
            count, "layer_norm", "norms", .read(x), .read(residual?.numbers ?? x),
            residual.map { .write($0.sum) } ?? .write(y), .read(weight ?? x), .read(bias ?? x), .float(eps),
            .write(y), .write(mean), .write(rstd), .long(columns), .int(has))
        {
            return
        }
        beside.layerNorm(
            x, residual: residual, weight: weight, bias: bias, eps: eps, into: y, mean: mean, rstd: rstd,
            rows: count, columns: columns)
    }

    func layerNormBackward(
        _ x: Operand<Float>, weight: Operand<Float>?, mean: Operand<Float>, rstd: Operand<Float>,
        dy: Operand<Float>, residual: Operand<Float>?, into dx: Operand<Float>?, dweight: Operand<Float>?,
        dbias: Operand<Float>?, rows count: Int, columns: Int
    ) {
        guard count > 0, columns > 0 else { return }
        let has = (residual == nil ? 0 : Has.residual) | (weight == nil ? 0 : Has.weight)
        var isDone = true
        if let dx {
            isDone = rows(
                count, "layer_norm_backward", "norms", .read(x), .read(weight ?? x), .read(mean), .read(rstd),
                .read(dy), .read(residual ?? dy), .write(dx), .long(columns), .int(has))
        }
        if isDone, dweight != nil || dbias != nil {
            isDone = addParameterSums(x, mean, rstd, dy, dweight, dbias, count, columns)
        }
        if isDone { return }
        beside.layerNormBackward(
            x, weight: weight, mean: mean, rstd: rstd, dy: dy, residual: residual, into: dx, dweight: dweight,
            dbias: dbias, rows: count, columns: columns)
    }

    /// dweight += Σ_r dy · x̂ and dbias += Σ_r dy.
    private func addParameterSums(
        _ x: Operand<Float>, _ mean: Operand<Float>, _ rstd: Operand<Float>, _ dy: Operand<Float>,
        _ dweight: Operand<Float>?, _ dbias: Operand<Float>?, _ rows: Int, _ columns: Int
    ) -> Bool {
        let chunks = (rows + GPUKernels.chunk - 1) / GPUKernels.chunk
        let targets = [dweight, dbias].compactMap { $0.map { Given.write($0) } }
        guard let device = GPUKernels.device(of: [.read(x), .read(dy), .read(mean), .read(rstd)] + targets),
            let first = device.allocate(chunks * columns * 4),
            let second = device.allocate(chunks * columns * 4)
        else { return false }
        return withExtendedLifetime((first, second)) {
            let dots = Operand<Float>(first), sums = Operand<Float>(second)
            guard
                columnGroups(
                    columns, chunks, "layer_norm_chunks", "norms",
                    [
                        .read(x), .read(mean), .read(rstd), .read(dy), .write(dots), .write(sums),
                        .long(rows),
                        .long(columns), .long(GPUKernels.chunk),
                    ])
            else { return false }
            return (dweight.map { add(chunks, of: dots, to: $0, columns) } ?? true)
                && (dbias.map { add(chunks, of: sums, to: $0, columns) } ?? true)
        }
    }
}
