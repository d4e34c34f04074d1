import Foundation

extension ReferenceKernels {
    // loss = log Σ exp(scale·z) − scale·z[target]
    // ∂loss/∂z[c] = scale · (softmax(scale·z)[c] − [c = target])
    public func crossEntropy(
        _ z: MutableFloats, stride: Int, targets: UnsafePointer<Int64>, scale: Float, gradient: Float?,
        ignoreIndex: Int64,
        losses: MutableFloats, rows: Int, columns: Int
    ) {
        for row in 0..<rows {
            let z = z + row * stride
            let target = targets[row]
            if target == ignoreIndex {
                losses[row] = 0
                if gradient != nil { for c in 0..<columns { z[c] = 0 } }
                continue
            }
            let scale = Double(scale)
            let logSum = Self.logSumExp(z, count: columns, scale: scale)
            losses[row] = Float(logSum - scale * Double(z[Int(target)]))
            guard let gradient else { continue }
            for c in 0..<columns {
                let probability = exp(scale * Double(z[c]) - logSum)
                let oneHot = c == Int(target) ? 1.0 : 0.0
                z[c] = Float(Double(gradient) * scale * (probability - oneHot))
            }
        }
    }

    // The same gradient, rounded.
    public func crossEntropy(
        _ z: MutableFloats, stride: Int, targets: UnsafePointer<Int64>, scale: Float, gradient: Float,
        ignoreIndex: Int64,
        losses: MutableFloats, into dz: MutableBFloats, rows: Int, columns: Int
    ) {
        crossEntropy(
            z, stride: stride, targets: targets, scale: scale, gradient: gradient, ignoreIndex: ignoreIndex,
            losses: losses, rows: rows,
            columns: columns)
        for row in 0..<rows { convert(z + row * stride, into: dz + row * stride, count: columns) }
    }
}
