extension ReferenceKernels {
    public func pack(_ weights: Floats, into packed: PackedMatrix) {
        let columns = packed.columns
        guard packed.form == .int8 else {
            return convert(
                weights, into: packed.base.assumingMemoryBound(to: BFloat16.self),
                count: packed.rows * columns)
        }
        let numbers = packed.base.assumingMemoryBound(to: Int8.self)
        for row in 0..<packed.rows {
            let w = UnsafeBufferPointer(start: weights + row * columns, count: columns)
            var scale = w.allSatisfy(\.isFinite) ? (w.map(\.magnitude).max() ?? 0) / 127 : .nan
            // Numbers whose 127th part is subnormal are too small to tell apart: zeros.
            if scale < .leastNormalMagnitude { scale = 0 }
            packed.scales![row] = scale
            for i in w.indices {
                numbers[row * columns + i] = scale > 0 ? Int8((w[i] / scale).rounded(.toNearestOrEven)) : 0
            }
        }
    }

    public func packedProduct(_ x: Floats, m: Int, _ weights: PackedMatrix, into y: MutableFloats) {
        let (n, k) = (weights.rows, weights.columns)
        for row in 0..<n {
            for i in 0..<m {
                var sum = 0.0
                for p in 0..<k { sum += Double(x[i * k + p]) * Double(Self.number(weights, row, p)) }
                y[i * n + row] = Float(sum * Double(weights.scales?[row] ?? 1))
            }
        }
    }

    /// W[row, column] without its row's factor.
    private static func number(_ weights: PackedMatrix, _ row: Int, _ column: Int) -> Float {
        let place = row * weights.columns + column
        switch weights.form {
        case .bfloat16: return weights.base.assumingMemoryBound(to: BFloat16.self)[place].float
        default: return Float(weights.base.assumingMemoryBound(to: Int8.self)[place])
        }
    }
}
