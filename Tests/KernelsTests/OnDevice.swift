import Kernels

/// The kernels of a device as if they worked on the host's memory: every operand is put on the device, a few
/// elements into a buffer, and what was written is fetched back. So the cases of `KernelCase` run there.
struct OnDevice: Kernels {
    let device: Device
    private var kernels: any DeviceKernels { device.kernels }

    init(_ device: Device) { self.device = device }

    /// Numbers on the device.
    private final class Held<Element> {
        let buffer: Buffer, count: Int
        var operand: Operand<Element> { Operand(buffer, start: 3) }

        init(_ numbers: UnsafePointer<Element>?, _ count: Int, _ device: Device) {
            self.count = numbers == nil ? 0 : count
            buffer = device.allocate((self.count + 3) * MemoryLayout<Element>.stride)!
            Host.store(Array(UnsafeBufferPointer(start: numbers, count: self.count)), into: operand)
        }

        var numbers: [Element] { Host.array(operand, count: count) }
        func fetch(into target: UnsafeMutablePointer<Element>) { target.update(from: numbers, count: count) }
    }

    private func held<Element>(_ numbers: UnsafePointer<Element>?, _ count: Int) -> Held<Element> {
        Held(numbers, count, device)
    }

    private func held<Element>(_ numbers: UnsafeMutablePointer<Element>?, _ count: Int) -> Held<Element> {
        Held(numbers.map { UnsafePointer($0) }, count, device)
    }

    /// The length of a matrix of r rows and c columns as they are used.
    private func extent<Element>(_ matrix: Matrix<Element>, _ r: Int, _ c: Int) -> Int {
        let (rows, columns) = matrix.transposed ? (c, r) : (r, c)
        return rows == 0 ? 0 : (rows - 1) * matrix.stride + columns
    }

    private func held<Element>(_ matrix: Matrix<Element>, _ r: Int, _ c: Int) -> (
        Held<Element>, OperandMatrix<Element>
    ) {
        let numbers = held(matrix.base, extent(matrix, r, c))
        return (numbers, OperandMatrix(numbers.operand, stride: matrix.stride, transposed: matrix.transposed))
    }

    private func extent(_ rows: Int, _ columns: Int, _ stride: Int) -> Int {
        rows == 0 ? 0 : (rows - 1) * stride + columns
    }

    // MARK: Products

    func gemm(
        _ a: MatrixOperand, _ b: MatrixOperand, m: Int, n: Int, k: Int, alpha: Float, beta: Float,
        into c: MutableFloats, stride ldc: Int
    ) {
        let (x, left) = held(a, m, k), (y, right) = held(b, k, n), z = held(c, extent(m, n, ldc))
        withExtendedLifetime((x, y)) {
            kernels.gemm(
                left, right, m: m, n: n, k: k, alpha: alpha, beta: beta, into: z.operand, stride: ldc)
        }
        z.fetch(into: c)
    }

    func gemm(
        _ a: MatrixOperand, _ b: MatrixOperand, m: Int, n: Int, k: Int, bias: Floats?, into c: MutableFloats,
        stride ldc: Int
    ) {
        let (x, left) = held(a, m, k), (y, right) = held(b, k, n), z = held(c, extent(m, n, ldc))
        let added = bias.map { held($0, n) }
        withExtendedLifetime((x, y)) {
            kernels.gemm(left, right, m: m, n: n, k: k, bias: added?.operand, into: z.operand, stride: ldc)
        }
        z.fetch(into: c)
    }

    func gemm(
        _ a: Matrix<BFloat16>, _ b: Matrix<BFloat16>, m: Int, n: Int, k: Int, alpha: Float, beta: Float,
        into c: MutableFloats, stride ldc: Int
    ) {
        let (x, left) = held(a, m, k), (y, right) = held(b, k, n), z = held(c, extent(m, n, ldc))
        withExtendedLifetime((x, y)) {
            kernels.gemm(
                left, right, m: m, n: n, k: k, alpha: alpha, beta: beta, into: z.operand, stride: ldc)
        }
        z.fetch(into: c)
    }

    func gemm(
        _ a: Matrix<BFloat16>, _ b: Matrix<BFloat16>, m: Int, n: Int, k: Int, bias: Floats?,
        into c: MutableBFloats, stride ldc: Int
    ) {
        let (x, left) = held(a, m, k), (y, right) = held(b, k, n), z = held(c, extent(m, n, ldc))
        let added = bias.map { held($0, n) }
        withExtendedLifetime((x, y)) {
            kernels.gemm(left, right, m: m, n: n, k: k, bias: added?.operand, into: z.operand, stride: ldc)
        }
        z.fetch(into: c)
    }

    func batchedGemm(
        batch: Int, _ a: MatrixOperand, _ b: MatrixOperand, m: Int, n: Int, k: Int, alpha: Float, beta: Float,
        into c: MutableFloats, stride ldc: Int, offsets: (Int) -> (a: Int, b: Int, c: Int)
    ) {
        let places = (0..<batch).map(offsets)
        guard batch > 0 else {
            // There are no numbers to put anywhere.
            let none = Held<Float>(nil, 0, device)
            return kernels.batchedGemm(
                batch: 0, OperandMatrix(none.operand, stride: a.stride),
                OperandMatrix(none.operand, stride: b.stride), m: m, n: n, k: k, alpha: alpha, beta: beta,
                into: none.operand, stride: ldc, offsets: offsets)
        }
        let x = held(a.base, (places.map(\.a).max() ?? 0) + extent(a, m, k))
        let y = held(b.base, (places.map(\.b).max() ?? 0) + extent(b, k, n))
        let z = held(c, (places.map(\.c).max() ?? 0) + extent(m, n, ldc))
        kernels.batchedGemm(
            batch: batch, OperandMatrix(x.operand, stride: a.stride, transposed: a.transposed),
            OperandMatrix(y.operand, stride: b.stride, transposed: b.transposed), m: m, n: n, k: k,
            alpha: alpha, beta: beta, into: z.operand, stride: ldc, offsets: offsets)
        z.fetch(into: c)
    }

    // Packed weights are the host's everywhere.
    func pack(_ weights: Floats, into packed: PackedMatrix) { CPUKernels().pack(weights, into: packed) }
    func packedProduct(_ x: Floats, m: Int, _ weights: PackedMatrix, into y: MutableFloats) {
        CPUKernels().packedProduct(x, m: m, weights, into: y)
    }

    func addBias(_ bias: Floats, to y: MutableFloats, rows: Int, columns: Int) {
        let b = held(bias, columns), z = held(y, rows * columns)
        kernels.addBias(b.operand, to: z.operand, rows: rows, columns: columns)
        z.fetch(into: y)
    }

    func addColumnSums(of dy: Floats, to dbias: MutableFloats, rows: Int, columns: Int) {
        let d = held(dy, rows * columns), z = held(dbias, columns)
        kernels.addColumnSums(of: d.operand, to: z.operand, rows: rows, columns: columns)
        z.fetch(into: dbias)
    }

    func addColumnSums(of dy: BFloats, to dbias: MutableFloats, rows: Int, columns: Int) {
        let d = held(dy, rows * columns), z = held(dbias, columns)
        kernels.addColumnSums(of: d.operand, to: z.operand, rows: rows, columns: columns)
        z.fetch(into: dbias)
    }

    // MARK: Elementwise

    func unary(_ op: UnaryOperation, _ x: Floats, into y: MutableFloats, count: Int) {
        let a = held(x, count), z = held(y, count)
        kernels.unary(op, a.operand, into: z.operand, count: count)
        z.fetch(into: y)
    }

    func binary(
        _ op: BinaryOperation, _ a: Floats, stride aStride: Int, _ b: Floats, stride bStride: Int,
        into y: MutableFloats, count: Int
    ) {
        let p = held(a, aStride == 0 ? 1 : count), q = held(b, bStride == 0 ? 1 : count), z = held(y, count)
        kernels.binary(
            op, p.operand, stride: aStride, q.operand, stride: bStride, into: z.operand, count: count)
        z.fetch(into: y)
    }

    func axpy(_ alpha: Float, _ x: Floats, into y: MutableFloats, count: Int) {
        let a = held(x, count), z = held(y, count)
        kernels.axpy(alpha, a.operand, into: z.operand, count: count)
        z.fetch(into: y)
    }

    func gelu(_ form: GELUForm, _ x: Floats, into y: MutableFloats, count: Int) {
        let a = held(x, count), z = held(y, count)
        kernels.gelu(form, a.operand, into: z.operand, count: count)
        z.fetch(into: y)
    }

    func geluBackward(_ form: GELUForm, _ x: Floats, dy: Floats, into dx: MutableFloats, count: Int) {
        let a = held(x, count), b = held(dy, count), z = held(dx, count)
        kernels.geluBackward(form, a.operand, dy: b.operand, into: z.operand, count: count)
        z.fetch(into: dx)
    }

    func convert(_ x: Floats, into y: MutableBFloats, count: Int) {
        let a = held(x, count), z = held(y, count)
        kernels.convert(a.operand, into: z.operand, count: count)
        z.fetch(into: y)
    }

    func convert(_ x: BFloats, into y: MutableFloats, count: Int) {
        let a = held(x, count), z = held(y, count)
        kernels.convert(a.operand, into: z.operand, count: count)
        z.fetch(into: y)
    }

    func gelu(_ form: GELUForm, _ x: BFloats, into y: MutableBFloats, count: Int) {
        let a = held(x, count), z = held(y, count)
        kernels.gelu(form, a.operand, into: z.operand, count: count)
        z.fetch(into: y)
    }

    func geluBackward(_ form: GELUForm, _ x: BFloats, dy: BFloats, into dx: MutableBFloats, count: Int) {
        let a = held(x, count), b = held(dy, count), z = held(dx, count)
        kernels.geluBackward(form, a.operand, dy: b.operand, into: z.operand, count: count)
        z.fetch(into: dx)
    }

    // MARK: Attention

    private func extent(_ shape: AttentionShape, _ strides: AttentionStrides, _ positions: Int) -> Int {
        (shape.batch - 1) * strides.batch + (shape.heads - 1) * strides.head
            + (positions - 1) * strides.position + shape.width
    }

    /// Fetches the rows of an operand alone: others lie between them.
    private func fetch<Element>(
        _ held: Held<Element>, into target: UnsafeMutablePointer<Element>, _ shape: AttentionShape,
        _ strides: AttentionStrides, _ positions: Int
    ) {
        let numbers = held.numbers
        for batch in 0..<shape.batch {
            for head in 0..<shape.heads {
                for position in 0..<positions {
                    let start = batch * strides.batch + head * strides.head + position * strides.position
                    for i in start..<start + shape.width { target[i] = numbers[i] }
                }
            }
        }
    }

    func attention(
        _ shape: AttentionShape, q: Floats, k: Floats, v: Floats, into z: MutableFloats,
        logSumExp: MutableFloats
    ) {
        let a = held(q, extent(shape, shape.q, shape.queries)),
            b = held(k, extent(shape, shape.k, shape.keys))
        let c = held(v, extent(shape, shape.v, shape.keys)),
            y = held(z, extent(shape, shape.z, shape.queries))
        let sums = held(logSumExp, shape.batch * shape.heads * shape.queries)
        kernels.attention(
            shape, q: a.operand, k: b.operand, v: c.operand, into: y.operand, logSumExp: sums.operand)
        fetch(y, into: z, shape, shape.z, shape.queries)
        sums.fetch(into: logSumExp)
    }

    func attention(
        _ shape: AttentionShape, q: BFloats, k: BFloats, v: BFloats, into z: MutableBFloats,
        logSumExp: MutableFloats
    ) {
        let a = held(q, extent(shape, shape.q, shape.queries)),
            b = held(k, extent(shape, shape.k, shape.keys))
        let c = held(v, extent(shape, shape.v, shape.keys)),
            y = held(z, extent(shape, shape.z, shape.queries))
        let sums = held(logSumExp, shape.batch * shape.heads * shape.queries)
        kernels.attention(
            shape, q: a.operand, k: b.operand, v: c.operand, into: y.operand, logSumExp: sums.operand)
        fetch(y, into: z, shape, shape.z, shape.queries)
        sums.fetch(into: logSumExp)
    }

    func attentionBackward(
        _ shape: AttentionShape, q: Floats, k: Floats, v: Floats, z: Floats, logSumExp: Floats, dz: Floats,
        dq: MutableFloats, dk: MutableFloats, dv: MutableFloats
    ) {
        let (queries, keys) = (shape.queries, shape.keys)
        let a = held(q, extent(shape, shape.q, queries)), b = held(k, extent(shape, shape.k, keys))
        let c = held(v, extent(shape, shape.v, keys)), y = held(z, extent(shape, shape.z, queries))
        let sums = held(logSumExp, shape.batch * shape.heads * queries)
        let dy = held(dz, extent(shape, shape.z, queries)), da = held(dq, extent(shape, shape.q, queries))
        let db = held(dk, extent(shape, shape.k, keys)), dc = held(dv, extent(shape, shape.v, keys))
        kernels.attentionBackward(
            shape, q: a.operand, k: b.operand, v: c.operand, z: y.operand, logSumExp: sums.operand,
            dz: dy.operand, dq: da.operand, dk: db.operand, dv: dc.operand)
        fetch(da, into: dq, shape, shape.q, queries)
        fetch(db, into: dk, shape, shape.k, keys)
        fetch(dc, into: dv, shape, shape.v, keys)
    }

    func attentionBackward(
        _ shape: AttentionShape, q: BFloats, k: BFloats, v: BFloats, z: BFloats, logSumExp: Floats,
        dz: BFloats, dq: MutableBFloats, dk: MutableBFloats, dv: MutableBFloats
    ) {
        let (queries, keys) = (shape.queries, shape.keys)
        let a = held(q, extent(shape, shape.q, queries)), b = held(k, extent(shape, shape.k, keys))
        let c = held(v, extent(shape, shape.v, keys)), y = held(z, extent(shape, shape.z, queries))
        let sums = held(logSumExp, shape.batch * shape.heads * queries)
        let dy = held(dz, extent(shape, shape.z, queries)), da = held(dq, extent(shape, shape.q, queries))
        let db = held(dk, extent(shape, shape.k, keys)), dc = held(dv, extent(shape, shape.v, keys))
        kernels.attentionBackward(
            shape, q: a.operand, k: b.operand, v: c.operand, z: y.operand, logSumExp: sums.operand,
            dz: dy.operand, dq: da.operand, dk: db.operand, dv: dc.operand)
        fetch(da, into: dq, shape, shape.q, queries)
        fetch(db, into: dk, shape, shape.k, keys)
        fetch(dc, into: dv, shape, shape.v, keys)
    }

    // MARK: Rows

    func sum(_ x: Floats, count: Int) -> Double {
        let a = held(x, count)
        return withExtendedLifetime(a) { kernels.sum(a.operand, count: count) }
    }

    func sumOfSquares(_ x: Floats, count: Int) -> Double {
        let a = held(x, count)
        return withExtendedLifetime(a) { kernels.sumOfSquares(a.operand, count: count) }
    }

    func softmax(_ x: Floats, into y: MutableFloats, rows: Int, columns: Int) {
        let a = held(x, rows * columns), z = held(y, rows * columns)
        kernels.softmax(a.operand, into: z.operand, rows: rows, columns: columns)
        z.fetch(into: y)
    }

    func softmaxBackward(y: Floats, dy: Floats, into dx: MutableFloats, rows: Int, columns: Int) {
        let a = held(y, rows * columns), b = held(dy, rows * columns), z = held(dx, rows * columns)
        kernels.softmaxBackward(y: a.operand, dy: b.operand, into: z.operand, rows: rows, columns: columns)
        z.fetch(into: dx)
    }

    func logSoftmax(_ x: Floats, into y: MutableFloats, rows: Int, columns: Int) {
        let a = held(x, rows * columns), z = held(y, rows * columns)
        kernels.logSoftmax(a.operand, into: z.operand, rows: rows, columns: columns)
        z.fetch(into: y)
    }

    func logSoftmaxBackward(y: Floats, dy: Floats, into dx: MutableFloats, rows: Int, columns: Int) {
        let a = held(y, rows * columns), b = held(dy, rows * columns), z = held(dx, rows * columns)
        kernels.logSoftmaxBackward(y: a.operand, dy: b.operand, into: z.operand, rows: rows, columns: columns)
        z.fetch(into: dx)
    }

    func layerNorm(
        _ x: Floats, residual: (numbers: Floats, sum: MutableFloats)?, weight: Floats?, bias: Floats?,
        eps: Float, into y: MutableFloats, mean: MutableFloats, rstd: MutableFloats, rows: Int, columns: Int
    ) {
        let count = rows * columns
        let a = held(x, count), z = held(y, count), w = weight.map { held($0, columns) }
        let b = bias.map { held($0, columns) }, centre = held(mean, rows), scale = held(rstd, rows)
        let r = residual.map { (held($0.numbers, count), held($0.sum, count)) }
        kernels.layerNorm(
            a.operand, residual: r.map { ($0.0.operand, $0.1.operand) }, weight: w?.operand, bias: b?.operand,
            eps: eps, into: z.operand, mean: centre.operand, rstd: scale.operand, rows: rows, columns: columns
        )
        z.fetch(into: y)
        centre.fetch(into: mean)
        scale.fetch(into: rstd)
        if let r, let residual { r.1.fetch(into: residual.sum) }
    }

    func layerNormBackward(
        _ x: Floats, weight: Floats?, mean: Floats, rstd: Floats, dy: Floats, residual: Floats?,
        into dx: MutableFloats?, dweight: MutableFloats?, dbias: MutableFloats?, rows: Int, columns: Int
    ) {
        let count = rows * columns
        let a = held(x, count), w = weight.map { held($0, columns) }, centre = held(mean, rows)
        let scale = held(rstd, rows), b = held(dy, count), r = residual.map { held($0, count) }
        let z = dx.map { held($0, count) }, dw = dweight.map { held($0, columns) }
        let db = dbias.map { held($0, columns) }
        kernels.layerNormBackward(
            a.operand, weight: w?.operand, mean: centre.operand, rstd: scale.operand, dy: b.operand,
            residual: r?.operand, into: z?.operand, dweight: dw?.operand, dbias: db?.operand, rows: rows,
            columns: columns)
        if let z, let dx { z.fetch(into: dx) }
        if let dw, let dweight { dw.fetch(into: dweight) }
        if let db, let dbias { db.fetch(into: dbias) }
    }

    func crossEntropy(
        _ z: MutableFloats, stride: Int, targets: UnsafePointer<Int64>, scale: Float, gradient: Float?,
        ignoreIndex: Int64, losses: MutableFloats, rows: Int, columns: Int
    ) {
        let a = held(z, extent(rows, columns, stride)), ids = held(targets, rows), l = held(losses, rows)
        kernels.crossEntropy(
            a.operand, stride: stride, targets: ids.operand, scale: scale, gradient: gradient,
            ignoreIndex: ignoreIndex, losses: l.operand, rows: rows, columns: columns)
        a.fetch(into: z)
        l.fetch(into: losses)
    }

    func crossEntropy(
        _ z: MutableFloats, stride: Int, targets: UnsafePointer<Int64>, scale: Float, gradient: Float,
        ignoreIndex: Int64, losses: MutableFloats, into dz: MutableBFloats, rows: Int, columns: Int
    ) {
        let a = held(z, extent(rows, columns, stride)), ids = held(targets, rows), l = held(losses, rows)
        let d = held(dz, extent(rows, columns, stride))
        kernels.crossEntropy(
            a.operand, stride: stride, targets: ids.operand, scale: scale, gradient: gradient,
            ignoreIndex: ignoreIndex, losses: l.operand, into: d.operand, rows: rows, columns: columns)
        d.fetch(into: dz)
        l.fetch(into: losses)
    }

    // MARK: Embedding

    func gather(_ table: Floats, ids: UnsafePointer<Int64>, into y: MutableFloats, count: Int, columns: Int) {
        let greatest = (0..<count).map { Int(ids[$0]) }.max() ?? -1
        let t = held(table, (greatest + 1) * columns), i = held(ids, count), z = held(y, count * columns)
        kernels.gather(t.operand, ids: i.operand, into: z.operand, count: count, columns: columns)
        z.fetch(into: y)
    }

    func scatterAdd(
        _ dy: Floats, ids: UnsafePointer<Int64>, into table: MutableFloats, count: Int, columns: Int
    ) {
        let greatest = (0..<count).map { Int(ids[$0]) }.max() ?? -1
        let t = held(table, (greatest + 1) * columns), i = held(ids, count), d = held(dy, count * columns)
        kernels.scatterAdd(d.operand, ids: i.operand, into: t.operand, count: count, columns: columns)
        t.fetch(into: table)
    }

    // MARK: Optimizers

    func adam(_ updates: [AdamUpdate]) {
        let all = updates.map {
            (
                held($0.parameter, $0.count), held($0.gradient, $0.count), held($0.m, $0.count),
                held($0.v, $0.count)
            )
        }
        kernels.adam(
            zip(updates, all).map {
                AdamOperands(
                    $0.step, parameter: $1.0.operand, gradient: $1.1.operand, m: $1.2.operand,
                    v: $1.3.operand, count: $0.count)
            })
        for (update, held) in zip(updates, all) {
            held.0.fetch(into: update.parameter)
            held.2.fetch(into: update.m)
            held.3.fetch(into: update.v)
        }
    }

    func sgd(_ step: SGDStep, parameter: MutableFloats, gradient: Floats, buffer: MutableFloats?, count: Int)
    {
        let p = held(parameter, count), g = held(gradient, count), b = buffer.map { held($0, count) }
        kernels.sgd(step, parameter: p.operand, gradient: g.operand, buffer: b?.operand, count: count)
        p.fetch(into: parameter)
        if let b, let buffer { b.fetch(into: buffer) }
    }
}
