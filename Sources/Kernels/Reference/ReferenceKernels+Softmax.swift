import Foundation

extension ReferenceKernels {
    // y[c] = exp(x[c] − max x) / Σ exp(x − max x). Subtracting the maximum changes nothing but the overflow.
    public func softmax(_ x: Floats, into y: MutableFloats, rows: Int, columns: Int) {
        for row in 0..<rows {
            let (x, y) = (x + row * columns, y + row * columns)
            let logSum = Self.logSumExp(x, count: columns)
            for c in 0..<columns { y[c] = Float(exp(Double(x[c]) - logSum)) }
        }
    }

    // y = softmax(x) undone: ∂y[i]/∂x[j] = y[i] (δij − y[j]), so dx[j] = y[j] (dy[j] − Σ_i dy[i] y[i])
    public func softmaxBackward(y: Floats, dy: Floats, into dx: MutableFloats, rows: Int, columns: Int) {
        for row in 0..<rows {
            let (y, dy, dx) = (y + row * columns, dy + row * columns, dx + row * columns)
            var dot = 0.0
            for c in 0..<columns { dot += Double(dy[c]) * Double(y[c]) }
            for c in 0..<columns { dx[c] = Float(Double(y[c]) * (Double(dy[c]) - dot)) }
        }
    }

    // y[c] = x[c] − log Σ exp x
    public func logSoftmax(_ x: Floats, into y: MutableFloats, rows: Int, columns: Int) {
        for row in 0..<rows {
            let (x, y) = (x + row * columns, y + row * columns)
            let logSum = Self.logSumExp(x, count: columns)
            for c in 0..<columns { y[c] = Float(Double(x[c]) - logSum) }
        }
    }

    // y = x − log Σ exp x undone: ∂y[i]/∂x[j] = δij − exp(y[j]), so dx[j] = dy[j] − exp(y[j]) Σ_i dy[i]
    public func logSoftmaxBackward(y: Floats, dy: Floats, into dx: MutableFloats, rows: Int, columns: Int) {
        for row in 0..<rows {
            let (y, dy, dx) = (y + row * columns, dy + row * columns, dx + row * columns)
            var total = 0.0
            for c in 0..<columns { total += Double(dy[c]) }
            for c in 0..<columns { dx[c] = Float(Double(dy[c]) - exp(Double(y[c])) * total) }
        }
    }

    /// log Σ exp(scale · x) = M + log Σ exp(scale · x − M) with M the maximum.
    static func logSumExp(_ x: Floats, count: Int, scale: Double = 1) -> Double {
        var maximum = -Double.infinity
        for i in 0..<count {
            let value = scale * Double(x[i])
            if value.isNaN { return .nan }
            maximum = max(maximum, value)
        }
        var total = 0.0
        for i in 0..<count { total += exp(scale * Double(x[i]) - maximum) }
        return maximum + log(total)
    }
}
