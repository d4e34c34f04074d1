extension CPUKernels {
    public func addBias(_ bias: Floats, to y: MutableFloats, rows: Int, columns: Int) {
        reference.addBias(bias, to: y, rows: rows, columns: columns)
    }
    public func addColumnSums(of dy: Floats, to dbias: MutableFloats, rows: Int, columns: Int) {
        reference.addColumnSums(of: dy, to: dbias, rows: rows, columns: columns)
    }
    public func unary(_ op: UnaryOperation, _ x: Floats, into y: MutableFloats, count: Int) {
        reference.unary(op, x, into: y, count: count)
    }
    public func binary(_ op: BinaryOperation, _ a: Floats, stride aStride: Int, _ b: Floats, stride bStride: Int, into y: MutableFloats, count: Int) {
        reference.binary(op, a, stride: aStride, b, stride: bStride, into: y, count: count)
    }
    public func axpy(_ alpha: Float, _ x: Floats, into y: MutableFloats, count: Int) {
        reference.axpy(alpha, x, into: y, count: count)
    }
    public func gelu(_ form: GELUForm, _ x: Floats, into y: MutableFloats, count: Int) {
        reference.gelu(form, x, into: y, count: count)
    }
    public func geluBackward(_ form: GELUForm, _ x: Floats, dy: Floats, into dx: MutableFloats, count: Int) {
        reference.geluBackward(form, x, dy: dy, into: dx, count: count)
    }
    public func sum(_ x: Floats, count: Int) -> Double {
        return reference.sum(x, count: count)
    }
    public func sumOfSquares(_ x: Floats, count: Int) -> Double {
        return reference.sumOfSquares(x, count: count)
    }
    public func softmax(_ x: Floats, into y: MutableFloats, rows: Int, columns: Int) {
        reference.softmax(x, into: y, rows: rows, columns: columns)
    }
    public func softmaxBackward(y: Floats, dy: Floats, into dx: MutableFloats, rows: Int, columns: Int) {
        reference.softmaxBackward(y: y, dy: dy, into: dx, rows: rows, columns: columns)
    }
    public func logSoftmax(_ x: Floats, into y: MutableFloats, rows: Int, columns: Int) {
        reference.logSoftmax(x, into: y, rows: rows, columns: columns)
    }
    public func logSoftmaxBackward(y: Floats, dy: Floats, into dx: MutableFloats, rows: Int, columns: Int) {
        reference.logSoftmaxBackward(y: y, dy: dy, into: dx, rows: rows, columns: columns)
    }
    public func layerNorm(_ x: Floats, weight: Floats?, bias: Floats?, eps: Float, into y: MutableFloats, mean: MutableFloats, rstd: MutableFloats, rows: Int, columns: Int) {
        reference.layerNorm(x, weight: weight, bias: bias, eps: eps, into: y, mean: mean, rstd: rstd, rows: rows, columns: columns)
    }
    public func layerNormBackward(_ x: Floats, weight: Floats?, mean: Floats, rstd: Floats, dy: Floats, into dx: MutableFloats?, dweight: MutableFloats?, dbias: MutableFloats?, rows: Int, columns: Int) {
        reference.layerNormBackward(x, weight: weight, mean: mean, rstd: rstd, dy: dy, into: dx, dweight: dweight, dbias: dbias, rows: rows, columns: columns)
    }
    public func crossEntropy(_ z: MutableFloats, targets: UnsafePointer<Int64>, scale: Float, gradient: Float?, ignoreIndex: Int64, losses: MutableFloats, rows: Int, columns: Int) {
        reference.crossEntropy(z, targets: targets, scale: scale, gradient: gradient, ignoreIndex: ignoreIndex, losses: losses, rows: rows, columns: columns)
    }
    public func gather(_ table: Floats, ids: UnsafePointer<Int64>, into y: MutableFloats, count: Int, columns: Int) {
        reference.gather(table, ids: ids, into: y, count: count, columns: columns)
    }
    public func scatterAdd(_ dy: Floats, ids: UnsafePointer<Int64>, into table: MutableFloats, count: Int, columns: Int) {
        reference.scatterAdd(dy, ids: ids, into: table, count: count, columns: columns)
    }
    public func attention(_ shape: AttentionShape, q: Floats, k: Floats, v: Floats, into z: MutableFloats, logSumExp: MutableFloats) {
        reference.attention(shape, q: q, k: k, v: v, into: z, logSumExp: logSumExp)
    }
    public func attentionBackward(_ shape: AttentionShape, q: Floats, k: Floats, v: Floats, z: Floats, logSumExp: Floats, dz: Floats, dq: MutableFloats, dk: MutableFloats, dv: MutableFloats) {
        reference.attentionBackward(shape, q: q, k: k, v: v, z: z, logSumExp: logSumExp, dz: dz, dq: dq, dk: dk, dv: dv)
    }
    public func adam(_ step: AdamStep, parameter: MutableFloats, gradient: Floats, m: MutableFloats, v: MutableFloats, count: Int) {
        reference.adam(step, parameter: parameter, gradient: gradient, m: m, v: v, count: count)
    }
    public func sgd(_ step: SGDStep, parameter: MutableFloats, gradient: Floats, buffer: MutableFloats?, count: Int) {
        reference.sgd(step, parameter: parameter, gradient: gradient, buffer: buffer, count: count)
    }
}
