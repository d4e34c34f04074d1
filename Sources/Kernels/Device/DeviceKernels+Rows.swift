/// [rows, columns] of 0, and `values[r]` at `places[r]` of row r, none where that is negative.
public struct OneHotRows: Sendable {
    /// Column of each row's number; negative for a row of zeros.
    public let places: [Int]
    /// The number of each row, [rows].
    public let values: [Float]
    /// Length of a row.
    public let columns: Int

    /// Rows as many as `places`, which has as many entries as `values`.
    public init(places: [Int], values: [Float], columns: Int) {
        (self.places, self.values, self.columns) = (places, values, columns)
    }
}

// Rows of a language model's head, on the host.

extension DeviceKernels {
    public func binary(
        _ op: BinaryOperation, _ x: Operand<Float>, _ b: Float, into y: Operand<Float>, count: Int
    ) {
        var b = b
        host.binary(op, x.reading, stride: 1, &b, stride: 0, into: y.writing, count: count)
    }

    public func logSoftmax(
        _ x: Operand<Float>, dividedBy divisor: Float, into y: Operand<Float>, rows: Int, columns: Int
    ) {
        let (x, y, host) = (x.reading, y.writing, host)
        ThreadPool.forEach(rows) { row in
            var divisor = divisor
            let target = y + row * columns
            host.binary(
                .divide, x + row * columns, stride: 1, &divisor, stride: 0, into: target, count: columns)
            host.logSoftmax(target, into: target, rows: 1, columns: columns)
        }
    }

    public func oneHot(_ rows: OneHotRows, into y: Operand<Float>) {
        let y = y.writing
        ThreadPool.forEach(rows.places.count) { row in
            let start = y + row * rows.columns
            start.update(repeating: 0, count: rows.columns)
            if rows.places[row] >= 0 { start[rows.places[row]] = rows.values[row] }
        }
    }

    public func logSoftmaxBackward(y: Operand<Float>, dy: OneHotRows, into dx: Operand<Float>) {
        // A row of zeros serves for many.
        let (rows, columns) = (dy.places.count, dy.columns), block = max(1, (rows + 63) / 64)
        let (y, dx, host, parts) = (y.reading, dx.writing, host, (rows + block - 1) / block)
        Scratch.with(parts * columns) { pad in
            pad.update(repeating: 0, count: parts * columns)
            ThreadPool.forEach(parts) { part in
                let line = pad + part * columns
                for row in (part * block)..<min(rows, (part + 1) * block) {
                    let place = dy.places[row]
                    if place >= 0 { line[place] = dy.values[row] }
                    host.logSoftmaxBackward(
                        y: y + row * columns, dy: line, into: dx + row * columns, rows: 1, columns: columns)
                    if place >= 0 { line[place] = 0 }
                }
            }
        }
    }

    public func logSoftmaxBackward(
        y: Operand<Float>, dy: Operand<Float>, into dx: Operand<Float>, stride: Int, rows: Int, columns: Int
    ) {
        let (y, dy, dx, host, stripes) = (y.reading, dy.reading, dx.writing, host, 16)
        ThreadPool.forEach(stripes) { stripe in
            for row in Swift.stride(from: stripe, to: rows, by: stripes) {
                host.logSoftmaxBackward(
                    y: y + row * columns, dy: dy + row * columns, into: dx + row * stride, rows: 1,
                    columns: columns)
            }
        }
    }

    public func logSoftmaxBackward(
        y: Operand<BFloat16>, dy: Operand<BFloat16>, scratch: Operand<Float>, into dx: Operand<BFloat16>,
        stride: Int, rows: Int, columns: Int
    ) {
        let (y, dy, z, dx) = (y.reading, dy.reading, scratch.writing, dx.writing)
        let (host, stripes) = (host, 16)
        Scratch.with(stripes * columns) { wide in
            ThreadPool.forEach(stripes) { stripe in
                let dyRow = wide + stripe * columns
                for row in Swift.stride(from: stripe, to: rows, by: stripes) {
                    let z = z + row * stride
                    host.convert(y + row * columns, into: z, count: columns)
                    host.convert(dy + row * columns, into: dyRow, count: columns)
                    host.logSoftmaxBackward(y: z, dy: dyRow, into: z, rows: 1, columns: columns)
                    host.convert(z, into: dx + row * stride, count: columns)
                }
            }
        }
    }
}
