import Foundation

/// Cross-entropy with its gradient; the formulas stand in `ReferenceKernels+CrossEntropy.swift`.
extension CPUKernels {
    public func crossEntropy(
        _ z: MutableFloats, targets: UnsafePointer<Int64>, scale: Float, gradient: Float?, ignoreIndex: Int64,
        losses: MutableFloats, rows: Int, columns: Int
    ) {
        // A row of a vocabulary is 200 KB: it comes from memory once and stays in the core's cache for the rest.
        Work.forEachRow(rows, columns: columns, cost: 4) { row in
            let z = z + row * columns
            let target = targets[row]
            guard target != ignoreIndex else {
                losses[row] = 0
                if gradient != nil { z.update(repeating: 0, count: columns) }
                return
            }
            let hit = scale * z[Int(target)]
            guard let gradient else {
                losses[row] = Self.logSumExp(z, columns, scale: scale) - hit
                return
            }
            let maximum = Self.largest(z, columns, scale: scale)
            let sum = Self.exponentials(z, into: z, columns, scale: scale, minus: maximum)
            losses[row] = maximum + logarithm(sum) - hit
            let slope = Double(gradient) * Double(scale)
            Self.multiply(z, by: Float(slope / sum), columns)
            z[Int(target)] -= Float(slope)
        }
    }
}

/// ln x of a sum in Double, rounded once.
func logarithm(_ x: Double) -> Float { Float(log(x)) }
