import Foundation

/// Cross-entropy with its gradient; the formulas stand in `ReferenceKernels+CrossEntropy.swift`.
extension CPUKernels {
    public func crossEntropy(
        _ z: MutableFloats, stride: Int, targets: UnsafePointer<Int64>, scale: Float, gradient: Float?,
        ignoreIndex: Int64,
        losses: MutableFloats, rows: Int, columns: Int
    ) {
        // A row of a vocabulary is 200 KB: it comes from memory once and stays
        // in the core's cache for the rest.
        Partition.forEachRow(rows, columns: columns, cost: 4) { row in
            let z = z + row * stride
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
            let sum = Self.exponentials(z, columns, scale: scale, hit: hit, loss: losses + row)
            let slope = Double(gradient) * Double(scale)
            Self.multiply(z, by: Float(slope / sum), columns)
            z[Int(target)] -= Float(slope)
        }
    }

    public func crossEntropy(
        _ z: MutableFloats, stride: Int, targets: UnsafePointer<Int64>, scale: Float, gradient: Float,
        ignoreIndex: Int64,
        losses: MutableFloats, into dz: MutableBFloats, rows: Int, columns: Int
    ) {
        Partition.forEachRow(rows, columns: columns, cost: 4) { row in
            let (z, dz) = (z + row * stride, dz + row * stride)
            let target = targets[row]
            guard target != ignoreIndex else {
                losses[row] = 0
                return dz.update(repeating: BFloat16(0), count: columns)
            }
            let sum = Self.exponentials(
                z, columns, scale: scale, hit: scale * z[Int(target)], loss: losses + row)
            let slope = Double(gradient) * Double(scale)
            let factor = Lanes(repeating: Float(slope / sum))
            forEachLanes(columns) { i, n in store(rounding: load(z + i, n) * factor, dz + i, n) }
            dz[Int(target)] = BFloat16(z[Int(target)] * Float(slope / sum) - Float(slope))
        }
    }

    /// z = exp(scale · z − maximum); writes the row's loss and returns Σ z.
    @inline(__always)
    private static func exponentials(
        _ z: MutableFloats, _ columns: Int, scale: Float, hit: Float, loss: MutableFloats
    ) -> Double {
        let maximum = largest(z, columns, scale: scale)
        let sum = exponentials(z, into: z, columns, scale: scale, minus: maximum)
        loss.pointee = maximum + logarithm(sum) - hit
        return sum
    }
}

/// ln x of a sum in Double, rounded once.
func logarithm(_ x: Double) -> Float { Float(log(x)) }
