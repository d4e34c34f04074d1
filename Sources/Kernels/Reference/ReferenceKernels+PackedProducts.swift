extension ReferenceKernels {
    public func pack(_ weights: Floats, into packed: PackedMatrix) {
        for row in 0..<packed.rows {
            let start = row * packed.columns
            let w = UnsafeBufferPointer(start: weights + start, count: packed.columns)
            switch packed.form {
            case .bf16:
                let numbers = packed.base.assumingMemoryBound(to: UInt16.self) + start
                for i in w.indices { numbers[i] = Self.upperHalf(w[i]) }
            case .int8:
                let numbers = packed.base.assumingMemoryBound(to: Int8.self) + start
                let isFinite = w.allSatisfy(\.isFinite)
                var scale = isFinite ? (w.map(\.magnitude).max() ?? 0) / 127 : .nan
                // Numbers whose 127th part is subnormal are too small to tell apart: zeros.
                if scale < .leastNormalMagnitude { scale = 0 }
                packed.scales![row] = scale
                for i in w.indices { numbers[i] = scale > 0 ? Int8((w[i] / scale).rounded(.toNearestOrEven)) : 0 }
            }
        }
    }

    /// The upper sixteen bits of x, rounded to the nearest, ties to even; a NaN stays one.
    private static func upperHalf(_ x: Float) -> UInt16 {
        if x.isNaN { return UInt16(x.bitPattern >> 16) | 0x40 }
        let (lower, upper) = (x.bitPattern & 0xFFFF, x.bitPattern >> 16)
        let isUp = lower > 0x8000 || (lower == 0x8000 && upper & 1 == 1)
        return UInt16(upper + (isUp ? 1 : 0))
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
        case .bf16: return Float(bitPattern: UInt32(weights.base.assumingMemoryBound(to: UInt16.self)[place]) << 16)
        case .int8: return Float(weights.base.assumingMemoryBound(to: Int8.self)[place])
        }
    }
}
