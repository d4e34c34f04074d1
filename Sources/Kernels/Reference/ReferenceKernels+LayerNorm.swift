/// Layer normalisation (Ba, Kiros & Hinton 2016).
extension ReferenceKernels {
    // mean = Σ x / n;  var = Σ (x − mean)² / n;  rstd = 1 / √(var + eps);  y = (x − mean) · rstd · weight +
    // bias
    public func layerNorm(
        _ x: Floats, residual: (numbers: Floats, sum: MutableFloats)?, weight: Floats?, bias: Floats?,
        eps: Float, into y: MutableFloats,
        mean: MutableFloats, rstd: MutableFloats, rows: Int, columns: Int
    ) {
        for row in 0..<rows {
            let y = y + row * columns
            var x = x + row * columns
            if let residual {
                let sum = residual.sum + row * columns
                for c in 0..<columns { sum[c] = residual.numbers[row * columns + c] + x[c] }
                x = Floats(sum)
            }
            var average = 0.0
            for c in 0..<columns { average += Double(x[c]) }
            average /= Double(columns)
            var variance = 0.0
            for c in 0..<columns { variance += (Double(x[c]) - average) * (Double(x[c]) - average) }
            variance /= Double(columns)
            let inverse = 1 / (variance + Double(eps)).squareRoot()
            for c in 0..<columns {
                let normal = (Double(x[c]) - average) * inverse
                y[c] = Float(normal * Double(weight?[c] ?? 1) + Double(bias?[c] ?? 0))
            }
            mean[row] = Float(average)
            rstd[row] = Float(inverse)
        }
    }

    // y = x̂ · weight + bias, x̂ = (x − mean) · rstd, undone. mean and rstd depend on every x of the row,
    // which gives the two averages: with g = dy · weight, dx = rstd · (g − mean(g) − x̂ · mean(g · x̂)).
    public func layerNormBackward(
        _ x: Floats, weight: Floats?, mean: Floats, rstd: Floats, dy: Floats, residual: Floats?,
        into dx: MutableFloats?,
        dweight: MutableFloats?, dbias: MutableFloats?, rows: Int, columns: Int
    ) {
        var weightTotals = [Double](repeating: 0, count: columns)
        var biasTotals = [Double](repeating: 0, count: columns)
        for row in 0..<rows {
            let (x, dy) = (x + row * columns, dy + row * columns)
            let (mean, rstd) = (Double(mean[row]), Double(rstd[row]))
            var gTotal = 0.0
            var gxTotal = 0.0
            for c in 0..<columns {
                let normal = (Double(x[c]) - mean) * rstd
                let g = Double(dy[c]) * Double(weight?[c] ?? 1)
                gTotal += g
                gxTotal += g * normal
                weightTotals[c] += Double(dy[c]) * normal
                biasTotals[c] += Double(dy[c])
            }
            guard let dx else { continue }
            for c in 0..<columns {
                let normal = (Double(x[c]) - mean) * rstd
                let g = Double(dy[c]) * Double(weight?[c] ?? 1)
                let n = Double(columns)
                dx[row * columns + c] = Float(
                    rstd * (g - gTotal / n - normal * gxTotal / n) + Double(residual?[row * columns + c] ?? 0)
                )
            }
        }
        for c in 0..<columns {
            if let dweight { dweight[c] = Float(Double(dweight[c]) + weightTotals[c]) }
            if let dbias { dbias[c] = Float(Double(dbias[c]) + biasTotals[c]) }
        }
    }
}
