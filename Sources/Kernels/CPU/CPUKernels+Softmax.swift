/// Softmax over rows; the formulas stand in `ReferenceKernels+Softmax.swift`.
extension CPUKernels {
    public func softmax(_ x: Floats, into y: MutableFloats, rows: Int, columns: Int) {
        Partition.forEachRow(rows, columns: columns, cost: 4) { row in
            let (x, y) = (x + row * columns, y + row * columns)
            let sum = Self.exponentials(x, into: y, columns, minus: maximumOf(x, columns))
            Self.multiply(y, by: Float(1 / sum), columns)
        }
    }

    public func softmaxBackward(y: Floats, dy: Floats, into dx: MutableFloats, rows: Int, columns: Int) {
        Partition.forEachRow(rows, columns: columns, cost: 2) { row in
            let (y, dy, dx) = (y + row * columns, dy + row * columns, dx + row * columns)
            let dot = Self.dot(y, dy, columns)
            forEachLanes(columns) { i, n in store(load(y + i, n) * (load(dy + i, n) - dot), dx + i, n) }
        }
    }

    public func logSoftmax(_ x: Floats, into y: MutableFloats, rows: Int, columns: Int) {
        Partition.forEachRow(rows, columns: columns, cost: 4) { row in
            let (x, y) = (x + row * columns, y + row * columns)
            let logSum = Self.logSumExp(x, columns)
            forEachLanes(columns) { i, n in store(load(x + i, n) - logSum, y + i, n) }
        }
    }

    public func logSoftmaxBackward(y: Floats, dy: Floats, into dx: MutableFloats, rows: Int, columns: Int) {
        Partition.forEachRow(rows, columns: columns, cost: 2) { row in
            let (y, dy, dx) = (y + row * columns, dy + row * columns, dx + row * columns)
            let total = Lanes(repeating: -Self.total(dy, columns))
            forEachLanes(columns) { i, n in
                store(VectorMath.exp(load(y + i, n)).times(total, plus: load(dy + i, n)), dx + i, n)
            }
        }
    }

    // MARK: Steps

    // Functions of their own, and not part of the loops over rows: inside the closures there the compiler
    // would call each sum's term as a function, sixteen numbers at a time.

    /// Σ x · y.
    @inline(__always)
    private static func dot(_ x: Floats, _ y: Floats, _ count: Int) -> Float {
        Float(sumOfLanes(count) { i, n in load(x + i, n) * load(y + i, n) })
    }

    /// Σ x.
    @inline(__always)
    private static func total(_ x: Floats, _ count: Int) -> Float {
        Float(sumOfLanes(count) { i, n in load(x + i, n) })
    }

    /// y = exp(scale · x − maximum), whose sum is the result. `maximum` is the largest scale · x.
    @inline(__always)
    static func exponentials(
        _ x: Floats, into y: MutableFloats, _ count: Int, scale: Float = 1, minus maximum: Float
    ) -> Double {
        let (scale, shift) = (Lanes(repeating: scale), -maximum)
        return sumOfLanes(count) { i, n in
            let e = VectorMath.expOfNegative(load(x + i, n).times(scale, plus: shift))
            store(e, y + i, n)
            return e
        }
    }

    /// log Σ exp(scale · x), x only read.
    @inline(__always)
    static func logSumExp(_ x: Floats, _ count: Int, scale: Float = 1) -> Float {
        let maximum = largest(x, count, scale: scale)
        let factor = Lanes(repeating: scale)
        let sum = sumOfLanes(count) { i, n in
            VectorMath.expOfNegative(load(x + i, n).times(factor, plus: -maximum))
        }
        return maximum + logarithm(sum)
    }

    /// The largest scale · x.
    @inline(__always)
    static func largest(_ x: Floats, _ count: Int, scale: Float) -> Float {
        if scale >= 0 { return scale * maximumOf(x, count) }
        var smallest = Float.infinity
        for i in 0..<count where x[i] < smallest { smallest = x[i] }
        return scale * smallest
    }

    /// y *= factor.
    @inline(__always)
    static func multiply(_ y: MutableFloats, by factor: Float, _ count: Int) {
        let factor = Lanes(repeating: factor)
        forEachLanes(count) { i, n in store(load(y + i, n) * factor, y + i, n) }
    }
}
