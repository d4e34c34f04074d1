/// Layer normalisation; the formulas stand in `ReferenceKernels+LayerNorm.swift`.
extension CPUKernels {
    public func layerNorm(
        _ x: Floats, residual: (numbers: Floats, sum: MutableFloats)?, weight: Floats?, bias: Floats?,
        eps: Float, into y: MutableFloats,
        mean: MutableFloats, rstd: MutableFloats, rows: Int, columns: Int
    ) {
        // Each step of a row waits for a sum of the last. Of narrow rows sixteen go through a step together,
        // so that a core has other rows to go on with; a wide one has work enough of its own.
        let size = columns > 256 ? 1 : 16
        let input = residual.map { Floats($0.sum) } ?? x
        Partition.forEachRow((rows + size - 1) / size, columns: size * columns, cost: 2) { group in
            if size == 1 {
                if let residual { Self.add(x, residual, group * columns, columns) }
                let x = input + group * columns
                let average = Self.average(x, columns)
                let inverse = Self.inverseDeviation(x, average, eps, columns)
                Self.normalise(x, average, inverse, weight, bias, into: y + group * columns, columns)
                (mean[group], rstd[group]) = (average, inverse)
            } else {
                let group = group * size..<min(rows, (group + 1) * size)
                if let residual { Self.add(x, residual, group.lowerBound * columns, group.count * columns) }
                for row in group { mean[row] = Self.average(input + row &* columns, columns) }
                for row in group {
                    rstd[row] = Self.inverseDeviation(input + row &* columns, mean[row], eps, columns)
                }
                for row in group {
                    Self.normalise(
                        input + row &* columns, mean[row], rstd[row], weight, bias, into: y + row &* columns,
                        columns)
                }
            }
        }
    }

    // Functions of their own and not part of the loop above: inside its closure the compiler called each
    // sum's term as a function, sixteen numbers at a time, which cost two thirds of the time.

    /// sum = residual + x over `count` numbers from `start` on.
    @inline(__always)
    private static func add(
        _ x: Floats, _ residual: (numbers: Floats, sum: MutableFloats), _ start: Int, _ count: Int
    ) {
        let (x, numbers, sum) = (x + start, residual.numbers + start, residual.sum + start)
        forEachLanes(count) { i, n in store(load(numbers + i, n) + load(x + i, n), sum + i, n) }
    }

    @inline(__always)
    private static func average(_ x: Floats, _ columns: Int) -> Float {
        Float(sumOfLanes(columns) { i, n in load(x + i, n) } / Double(columns))
    }

    @inline(__always)
    private static func inverseDeviation(_ x: Floats, _ average: Float, _ eps: Float, _ columns: Int) -> Float
    {
        let squares = sumOfLanes(columns) { i, n in
            let distance = load(x + i, n) - average
            return distance * distance
        }
        return Float(1 / (squares / Double(columns) + Double(eps)).squareRoot())
    }

    @inline(__always)
    private static func normalise(
        _ x: Floats, _ average: Float, _ inverse: Float, _ weight: Floats?, _ bias: Floats?,
        into y: MutableFloats, _ columns: Int
    ) {
        switch (weight, bias) {
        case let (weight?, bias?):
            forEachLanes(columns) { i, n in
                let normal = (load(x + i, n) - average) * inverse
                store(normal.times(load(weight + i, n), plus: load(bias + i, n)), y + i, n)
            }
        default:
            forEachLanes(columns) { i, n in
                var value = (load(x + i, n) - average) * inverse
                if let weight { value *= load(weight + i, n) }
                if let bias { value += load(bias + i, n) }
                store(value, y + i, n)
            }
        }
    }

    public func layerNormBackward(
        _ x: Floats, weight: Floats?, mean: Floats, rstd: Floats, dy: Floats, residual: Floats?,
        into dx: MutableFloats?,
        dweight: MutableFloats?, dbias: MutableFloats?, rows: Int, columns: Int
    ) {
        guard rows > 0, columns > 0 else { return }
        let blocks = Partition.rowBlocks(rows)
        // Each block of rows has its own sums for dweight and dbias: [blocks, 2, columns].
        Scratch.with(blocks.count * 2 * columns) { sums in
            ThreadPool.forEach(rows * columns > Partition.piece ? blocks.count : 1) { part in
                let size = rows * columns > Partition.piece ? blocks.size : rows
                let weightSums = sums + part * 2 * columns
                let biasSums = weightSums + columns
                weightSums.update(repeating: 0, count: 2 * columns)
                for row in part * size..<min(rows, (part + 1) * size) {
                    Self.layerNormRow(
                        x + row * columns, weight: weight, mean: mean[row], rstd: rstd[row],
                        dy: dy + row * columns, residual: residual.map { $0 + row * columns },
                        into: dx.map { $0 + row * columns }, weightSums: weightSums, biasSums: biasSums,
                        columns)
                }
            }
            let parts = rows * columns > Partition.piece ? blocks.count : 1
            for part in 0..<parts {
                let weightSums = sums + part * 2 * columns
                if let dweight { Self.add(weightSums, to: dweight, columns) }
                if let dbias { Self.add(weightSums + columns, to: dbias, columns) }
            }
        }
    }

    /// One row of the backward: its dx, and its share of the sums.
    @inline(__always)
    private static func layerNormRow(
        _ x: Floats, weight: Floats?, mean: Float, rstd: Float, dy: Floats, residual: Floats?,
        into dx: MutableFloats?,
        weightSums: MutableFloats, biasSums: MutableFloats, _ columns: Int
    ) {
        let zero = Lanes()
        var (g0, x0, g1, x1) = (zero, zero, zero, zero)
        var odd = false
        forEachLanes(columns) { i, n in
            let normal = ((load(x + i, n) - mean) * rstd).first(n)
            let dy = load(dy + i, n)
            store(load(weightSums + i, n).addingProduct(dy, normal), weightSums + i, n)
            store(load(biasSums + i, n) + dy, biasSums + i, n)
            let g = weight.map { dy * load($0 + i, n) } ?? dy
            if odd {
                g1 += g
                x1 = g.times(normal, plus: x1)
            } else {
                g0 += g
                x0 = g.times(normal, plus: x0)
            }
            odd.toggle()
        }
        guard let dx else { return }
        let gMean = (g0 + g1).total / Float(columns)
        let gxMean = (x0 + x1).total / Float(columns)
        forEachLanes(columns) { i, n in
            let normal = (load(x + i, n) - mean) * rstd
            let dy = load(dy + i, n)
            let g = weight.map { dy * load($0 + i, n) } ?? dy
            let change = normal.times(Lanes(repeating: -gxMean), plus: g - gMean)
            store(
                residual.map { change.times(Lanes(repeating: rstd), plus: load($0 + i, n)) } ?? change * rstd,
                dx + i, n)
        }
    }

    /// y += x.
    @inline(__always)
    static func add(_ x: Floats, to y: MutableFloats, _ count: Int) {
        forEachLanes(count) { i, n in store(load(y + i, n) + load(x + i, n), y + i, n) }
    }
}
