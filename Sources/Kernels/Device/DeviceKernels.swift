/// What is computed on a device, asked for over opaque memory: what tensors call.
///
/// A device has kernels for some of it. **What it has no kernel for is computed on the host**: that is what
/// the implementations below do, for every one that a device leaves out. The host's kernels open their
/// operands where the host finds them; numbers of another device are copied there at the first look, and back
/// when one of its own kernels next asks for them (`MirroredBuffer`). For the host itself nothing is copied.
///
/// Formulas, shapes and conventions are those of ``Kernels``, which computes the same on the host's memory.
public protocol DeviceKernels: Sendable {
    /// What computes on the host in this device's place.
    associatedtype HostKernels: Kernels
    /// What computes on the host where this device has no kernel.
    var host: HostKernels { get }

    // MARK: Memory

    /// y[i] = x[i], bytes of one buffer to another's.
    func copy(_ x: Operand<UInt8>, into y: Operand<UInt8>, bytes: Int)

    /// Sets bytes to 0.
    func clear(_ y: Operand<UInt8>, bytes: Int)

    /// y = x over a shape, elements of `size` bytes (1, 2, 4 or 8); the iterator's operands are x and y,
    /// whose places are counted in elements.
    func copy(size: Int, _ way: StridedIterator, _ x: Operand<UInt8>, into y: Operand<UInt8>)

    /// z = mask ? x : y over a shape, elements of `size` bytes; the operands are mask, x, y and z.
    func select(
        size: Int, _ way: StridedIterator, _ mask: Operand<Bool>, _ x: Operand<UInt8>, _ y: Operand<UInt8>,
        into z: Operand<UInt8>)

    // MARK: Products

    /// C = alpha · op(A) · op(B) + beta · C, with op(A) [m, k], op(B) [k, n], C [m, n]. O(m·n·k).
    /// With beta 0, C is only written.
    func gemm(
        _ a: OperandMatrix<Float>, _ b: OperandMatrix<Float>, m: Int, n: Int, k: Int,
        alpha: Float, beta: Float, into c: Operand<Float>, stride ldc: Int)

    /// C = op(A) · op(B) (+ `bias` [n] in every row): a linear layer.
    func gemm(
        _ a: OperandMatrix<Float>, _ b: OperandMatrix<Float>, m: Int, n: Int, k: Int, bias: Operand<Float>?,
        into c: Operand<Float>, stride ldc: Int)

    /// The same over bfloat16 numbers, summed in float32.
    func gemm(
        _ a: OperandMatrix<BFloat16>, _ b: OperandMatrix<BFloat16>, m: Int, n: Int, k: Int,
        alpha: Float, beta: Float, into c: Operand<Float>, stride ldc: Int)

    /// C = op(A) · op(B) (+ `bias` [n] in every row), summed in float32 and rounded once.
    func gemm(
        _ a: OperandMatrix<BFloat16>, _ b: OperandMatrix<BFloat16>, m: Int, n: Int, k: Int,
        bias: Operand<Float>?,
        into c: Operand<BFloat16>, stride ldc: Int)

    /// `batch` independent products; operand i starts at `offset(i)` elements from each base.
    /// The products run side by side, one thread each.
    func batchedGemm(
        batch: Int, _ a: OperandMatrix<Float>, _ b: OperandMatrix<Float>, m: Int, n: Int, k: Int,
        alpha: Float, beta: Float,
        into c: Operand<Float>, stride ldc: Int,
        offsets: (Int) -> (a: Int, b: Int, c: Int))

    /// `batch` products of bfloat16 matrices; operand i starts at `offsets(i)` from each base.
    func batchedGemm(
        batch: Int, _ a: OperandMatrix<BFloat16>, _ b: OperandMatrix<BFloat16>, m: Int, n: Int, k: Int,
        into c: Operand<BFloat16>, stride ldc: Int, offsets: (Int) -> (a: Int, b: Int, c: Int))

    /// Rounds W [rows, columns], contiguous, to `packed`'s form.
    func pack(_ weights: Operand<Float>, into packed: PackedOperand)

    /// Y = X · Wᵀ for a packed W [n, k]: X [m, k] and Y [m, n] in float32, contiguous. O(m·n·k), and for few
    /// rows of X the time that it takes to read W once.
    func packedProduct(_ x: Operand<Float>, m: Int, _ weights: PackedOperand, into y: Operand<Float>)

    /// y[r, :] += bias for every row: what follows the product in a linear layer.
    /// y [rows, columns], read and written.
    func addBias(_ bias: Operand<Float>, to y: Operand<Float>, rows: Int, columns: Int)

    /// dbias[c] += Σ_r dy[r, c], rows added in a fixed order.
    func addColumnSums(of dy: Operand<Float>, to dbias: Operand<Float>, rows: Int, columns: Int)

    // MARK: Elementwise

    /// y[i] = op(x[i]). y may be x.
    func unary(_ op: UnaryOperation, _ x: Operand<Float>, into y: Operand<Float>, count: Int)

    /// y[i] = op(a[i·aStride], b[i·bStride]) where a stride is 0 (one number for all) or 1. y may be a or b.
    func binary(
        _ op: BinaryOperation, _ a: Operand<Float>, stride aStride: Int, _ b: Operand<Float>,
        stride bStride: Int,
        into y: Operand<Float>, count: Int)

    /// y[i] = op(x[i], b). y may be x.
    func binary(_ op: BinaryOperation, _ x: Operand<Float>, _ b: Float, into y: Operand<Float>, count: Int)

    /// z = op(x, y) over a shape; the operands are x, y and z, whose last axis has stride 1 or (x, y) 0.
    func binary(
        _ op: BinaryOperation, _ way: StridedIterator, _ x: Operand<Float>, _ y: Operand<Float>,
        into z: Operand<Float>)

    /// y[i] += alpha · x[i].
    func axpy(_ alpha: Float, _ x: Operand<Float>, into y: Operand<Float>, count: Int)

    /// y[i] = GELU(x[i]); exact (erf) or the tanh approximation.
    func gelu(_ form: GELUForm, _ x: Operand<Float>, into y: Operand<Float>, count: Int)

    /// dx[i] = dy[i] · GELU′(x[i]). dx may be dy.
    func geluBackward(
        _ form: GELUForm, _ x: Operand<Float>, dy: Operand<Float>, into dx: Operand<Float>, count: Int)

    // MARK: bfloat16

    /// y[i] = x[i], rounded to the nearest.
    func convert(_ x: Operand<Float>, into y: Operand<BFloat16>, count: Int)

    /// y[i] = x[i], exactly.
    func convert(_ x: Operand<BFloat16>, into y: Operand<Float>, count: Int)

    /// dbias[c] += Σ_r dy[r, c], rows added in a fixed order and in float32.
    func addColumnSums(of dy: Operand<BFloat16>, to dbias: Operand<Float>, rows: Int, columns: Int)
    /// y[i] = GELU(x[i]), computed in float32 and rounded once.
    func gelu(_ form: GELUForm, _ x: Operand<BFloat16>, into y: Operand<BFloat16>, count: Int)
    /// dx[i] = dy[i] · GELU′(x[i]), computed in float32 and rounded once.
    func geluBackward(
        _ form: GELUForm, _ x: Operand<BFloat16>, dy: Operand<BFloat16>, into dx: Operand<BFloat16>,
        count: Int)
    /// z = softmax(scale · q·kᵀ + causal mask) · v, summed in float32 and rounded once;
    /// `logSumExp` [B, H, T] stays float32.
    func attention(
        _ shape: AttentionShape, q: Operand<BFloat16>, k: Operand<BFloat16>, v: Operand<BFloat16>,
        into z: Operand<BFloat16>,
        logSumExp: Operand<Float>)
    /// From dz: dq, dk, dv (written, not added to), summed in float32 and rounded once.
    func attentionBackward(
        _ shape: AttentionShape, q: Operand<BFloat16>, k: Operand<BFloat16>, v: Operand<BFloat16>,
        z: Operand<BFloat16>, logSumExp: Operand<Float>,
        dz: Operand<BFloat16>,
        dq: Operand<BFloat16>, dk: Operand<BFloat16>, dv: Operand<BFloat16>)

    // MARK: Reductions

    /// Σ x[i], in float64 partial sums over blocks of fixed size.
    func sum(_ x: Operand<Float>, count: Int) -> Double

    /// Σ x[i]², likewise: the square of the norm that gradient clipping needs.
    func sumOfSquares(_ x: Operand<Float>, count: Int) -> Double

    /// y[r] = Σ row r, in float64 partial sums, rounded once.
    func rowSums(_ x: Operand<Float>, rows: Int, length: Int, into y: Operand<Float>)

    // MARK: Rows: x, y, dy, dx are [rows, columns], contiguous

    /// y = softmax over each row. y may be x.
    func softmax(_ x: Operand<Float>, into y: Operand<Float>, rows: Int, columns: Int)
    /// dx = y · (dy − Σ dy·y). dx may be dy.
    func softmaxBackward(
        y: Operand<Float>, dy: Operand<Float>, into dx: Operand<Float>, rows: Int, columns: Int)

    /// y = x − log Σ exp x over each row. y may be x.
    func logSoftmax(_ x: Operand<Float>, into y: Operand<Float>, rows: Int, columns: Int)
    /// y = log_softmax(x / divisor) over each row; the quotient is never held.
    func logSoftmax(
        _ x: Operand<Float>, dividedBy divisor: Float, into y: Operand<Float>, rows: Int, columns: Int)
    /// y[r, :] = 0, and values[r] at places[r], none where that is negative.
    func oneHot(_ rows: OneHotRows, into y: Operand<Float>)
    /// dx = dy − exp(y) · Σ dy for a dy of 0 but for one number in each row, which is never held.
    func logSoftmaxBackward(y: Operand<Float>, dy: OneHotRows, into dx: Operand<Float>)
    /// dx = dy − exp(y) · Σ dy, the rows of dx `stride` apart.
    func logSoftmaxBackward(
        y: Operand<Float>, dy: Operand<Float>, into dx: Operand<Float>, stride: Int, rows: Int, columns: Int)
    /// The same of bfloat16 rows, computed in float32 and rounded once; `scratch` has the shape of dx.
    func logSoftmaxBackward(
        y: Operand<BFloat16>, dy: Operand<BFloat16>, scratch: Operand<Float>, into dx: Operand<BFloat16>,
        stride: Int, rows: Int, columns: Int)
    /// dx = dy − exp(y) · Σ dy. dx may be dy.
    func logSoftmaxBackward(
        y: Operand<Float>, dy: Operand<Float>, into dx: Operand<Float>, rows: Int, columns: Int)

    /// y = (x − mean) · rstd · weight + bias over each row, rstd = 1/√(var + eps) with the biased variance.
    /// `mean` and `rstd` are [rows] and are kept for backward; `weight` and `bias` are [columns] or nil.
    /// With `residual`, x is first added to its numbers, and the sum is written to `residual.sum` and normed.
    func layerNorm(
        _ x: Operand<Float>, residual: (numbers: Operand<Float>, sum: Operand<Float>)?,
        weight: Operand<Float>?, bias: Operand<Float>?,
        eps: Float, into y: Operand<Float>,
        mean: Operand<Float>, rstd: Operand<Float>, rows: Int, columns: Int)
    /// With x̂ = (x − mean) · rstd and g = dy · weight:
    /// dx = rstd · (g − mean(g) − x̂ · mean(g · x̂)) (+ `residual`); dweight += Σ_r dy · x̂; dbias += Σ_r dy.
    /// nil: not asked for.
    func layerNormBackward(
        _ x: Operand<Float>, weight: Operand<Float>?, mean: Operand<Float>, rstd: Operand<Float>,
        dy: Operand<Float>, residual: Operand<Float>?,
        into dx: Operand<Float>?,
        dweight: Operand<Float>?, dbias: Operand<Float>?, rows: Int, columns: Int)

    /// Logits to loss and gradient in one go, the row's logits being `scale · z`: losses[r] =
    /// logΣexp(scale·z[r]) − scale·z[r, targets[r]]. When `gradient` is not nil, z is overwritten by dz =
    /// gradient · scale · (softmax(scale·z) − onehot(target)), else z is left as it was. A target equal to
    /// `ignoreIndex` gives loss 0 and a zero row. Targets have been checked. Rows lie `stride` apart.
    func crossEntropy(
        _ z: Operand<Float>, stride: Int, targets: Operand<Int64>, scale: Float, gradient: Float?,
        ignoreIndex: Int64,
        losses: Operand<Float>, rows: Int, columns: Int)

    /// The same with dz rounded to bfloat16 and written beside z, with the same stride; what z holds
    /// afterwards is nothing.
    func crossEntropy(
        _ z: Operand<Float>, stride: Int, targets: Operand<Int64>, scale: Float, gradient: Float,
        ignoreIndex: Int64,
        losses: Operand<Float>, into dz: Operand<BFloat16>, rows: Int, columns: Int)

    // MARK: Embedding

    /// y[i, :] = table[ids[i], :]. table [·, columns], y [count, columns]. Ids have been checked.
    func gather(
        _ table: Operand<Float>, ids: Operand<Int64>, into y: Operand<Float>, count: Int, columns: Int)
    /// table[ids[i], :] += dy[i, :], i in ascending order for each row of the table.
    func scatterAdd(
        _ dy: Operand<Float>, ids: Operand<Int64>, into table: Operand<Float>, count: Int, columns: Int)

    // MARK: Attention

    /// z = softmax(scale · q·kᵀ + causal mask) · v for every batch and head, without ever holding
    /// [B, H, T, T]. `logSumExp` [B, H, T] is kept for backward. With queries shorter than keys (a cache),
    /// query i stands at position `keys − queries + i`.
    func attention(
        _ shape: AttentionShape, q: Operand<Float>, k: Operand<Float>, v: Operand<Float>,
        into z: Operand<Float>,
        logSumExp: Operand<Float>)
    /// From dz: dq, dk, dv (written, not added to), with the same strides as q, k, v.
    func attentionBackward(
        _ shape: AttentionShape, q: Operand<Float>, k: Operand<Float>, v: Operand<Float>, z: Operand<Float>,
        logSumExp: Operand<Float>, dz: Operand<Float>,
        dq: Operand<Float>, dk: Operand<Float>, dv: Operand<Float>)

    // MARK: Optimizers: one pass over all the numbers of a parameter

    /// Decoupled weight decay (AdamW) or L2 added to the gradient (Adam): see `AdamStep`. Many parameters at
    /// once, as most of a model's are too small to be worth a thread each; no two may share numbers.
    func adam(_ updates: [AdamOperands])
    /// g += weightDecay·p; with momentum: buffer = first ? g : momentum·buffer + (1−dampening)·g, and with
    /// `nesterov` g += momentum·buffer, else g = buffer; p −= rate·g. `buffer` is nil without momentum.
    func sgd(
        _ step: SGDStep, parameter: Operand<Float>, gradient: Operand<Float>, buffer: Operand<Float>?,
        count: Int)
}

// MARK: On the host

extension DeviceKernels {
    public func gemm(
        _ a: OperandMatrix<Float>, _ b: OperandMatrix<Float>, m: Int, n: Int, k: Int, alpha: Float,
        beta: Float, into c: Operand<Float>, stride ldc: Int
    ) {
        host.gemm(
            a.reading, b.reading, m: m, n: n, k: k, alpha: alpha, beta: beta, into: c.writing, stride: ldc)
    }

    public func gemm(
        _ a: OperandMatrix<Float>, _ b: OperandMatrix<Float>, m: Int, n: Int, k: Int, bias: Operand<Float>?,
        into c: Operand<Float>, stride ldc: Int
    ) {
        host.gemm(a.reading, b.reading, m: m, n: n, k: k, bias: bias?.reading, into: c.writing, stride: ldc)
    }

    public func gemm(
        _ a: OperandMatrix<BFloat16>, _ b: OperandMatrix<BFloat16>, m: Int, n: Int, k: Int, alpha: Float,
        beta: Float, into c: Operand<Float>, stride ldc: Int
    ) {
        host.gemm(
            a.reading, b.reading, m: m, n: n, k: k, alpha: alpha, beta: beta, into: c.writing, stride: ldc)
    }

    public func gemm(
        _ a: OperandMatrix<BFloat16>, _ b: OperandMatrix<BFloat16>, m: Int, n: Int, k: Int,
        bias: Operand<Float>?, into c: Operand<BFloat16>, stride ldc: Int
    ) {
        host.gemm(a.reading, b.reading, m: m, n: n, k: k, bias: bias?.reading, into: c.writing, stride: ldc)
    }

    public func batchedGemm(
        batch: Int, _ a: OperandMatrix<Float>, _ b: OperandMatrix<Float>, m: Int, n: Int, k: Int,
        alpha: Float, beta: Float, into c: Operand<Float>, stride ldc: Int,
        offsets: (Int) -> (a: Int, b: Int, c: Int)
    ) {
        host.batchedGemm(
            batch: batch, a.reading, b.reading, m: m, n: n, k: k, alpha: alpha, beta: beta, into: c.writing,
            stride: ldc, offsets: offsets)
    }

    public func pack(_ weights: Operand<Float>, into packed: PackedOperand) {
        host.pack(weights.reading, into: packed.writing)
    }

    public func packedProduct(_ x: Operand<Float>, m: Int, _ weights: PackedOperand, into y: Operand<Float>) {
        host.packedProduct(x.reading, m: m, weights.reading, into: y.writing)
    }

    public func addBias(_ bias: Operand<Float>, to y: Operand<Float>, rows: Int, columns: Int) {
        host.addBias(bias.reading, to: y.writing, rows: rows, columns: columns)
    }

    public func addColumnSums(of dy: Operand<Float>, to dbias: Operand<Float>, rows: Int, columns: Int) {
        host.addColumnSums(of: dy.reading, to: dbias.writing, rows: rows, columns: columns)
    }

    public func unary(_ op: UnaryOperation, _ x: Operand<Float>, into y: Operand<Float>, count: Int) {
        host.unary(op, x.reading, into: y.writing, count: count)
    }

    public func binary(
        _ op: BinaryOperation, _ a: Operand<Float>, stride aStride: Int, _ b: Operand<Float>,
        stride bStride: Int, into y: Operand<Float>, count: Int
    ) {
        host.binary(op, a.reading, stride: aStride, b.reading, stride: bStride, into: y.writing, count: count)
    }

    public func axpy(_ alpha: Float, _ x: Operand<Float>, into y: Operand<Float>, count: Int) {
        host.axpy(alpha, x.reading, into: y.writing, count: count)
    }

    public func gelu(_ form: GELUForm, _ x: Operand<Float>, into y: Operand<Float>, count: Int) {
        host.gelu(form, x.reading, into: y.writing, count: count)
    }

    public func geluBackward(
        _ form: GELUForm, _ x: Operand<Float>, dy: Operand<Float>, into dx: Operand<Float>, count: Int
    ) {
        host.geluBackward(form, x.reading, dy: dy.reading, into: dx.writing, count: count)
    }

    public func convert(_ x: Operand<Float>, into y: Operand<BFloat16>, count: Int) {
        host.convert(x.reading, into: y.writing, count: count)
    }

    public func convert(_ x: Operand<BFloat16>, into y: Operand<Float>, count: Int) {
        host.convert(x.reading, into: y.writing, count: count)
    }

    public func addColumnSums(of dy: Operand<BFloat16>, to dbias: Operand<Float>, rows: Int, columns: Int) {
        host.addColumnSums(of: dy.reading, to: dbias.writing, rows: rows, columns: columns)
    }

    public func gelu(_ form: GELUForm, _ x: Operand<BFloat16>, into y: Operand<BFloat16>, count: Int) {
        host.gelu(form, x.reading, into: y.writing, count: count)
    }

    public func geluBackward(
        _ form: GELUForm, _ x: Operand<BFloat16>, dy: Operand<BFloat16>, into dx: Operand<BFloat16>,
        count: Int
    ) {
        host.geluBackward(form, x.reading, dy: dy.reading, into: dx.writing, count: count)
    }

    public func attention(
        _ shape: AttentionShape, q: Operand<BFloat16>, k: Operand<BFloat16>, v: Operand<BFloat16>,
        into z: Operand<BFloat16>, logSumExp: Operand<Float>
    ) {
        host.attention(
            shape, q: q.reading, k: k.reading, v: v.reading, into: z.writing, logSumExp: logSumExp.writing)
    }

    public func attentionBackward(
        _ shape: AttentionShape, q: Operand<BFloat16>, k: Operand<BFloat16>, v: Operand<BFloat16>,
        z: Operand<BFloat16>, logSumExp: Operand<Float>, dz: Operand<BFloat16>, dq: Operand<BFloat16>,
        dk: Operand<BFloat16>, dv: Operand<BFloat16>
    ) {
        host.attentionBackward(
            shape, q: q.reading, k: k.reading, v: v.reading, z: z.reading, logSumExp: logSumExp.reading,
            dz: dz.reading, dq: dq.writing, dk: dk.writing, dv: dv.writing)
    }

    public func sum(_ x: Operand<Float>, count: Int) -> Double {
        host.sum(x.reading, count: count)
    }

    public func sumOfSquares(_ x: Operand<Float>, count: Int) -> Double {
        host.sumOfSquares(x.reading, count: count)
    }

    public func softmax(_ x: Operand<Float>, into y: Operand<Float>, rows: Int, columns: Int) {
        host.softmax(x.reading, into: y.writing, rows: rows, columns: columns)
    }

    public func softmaxBackward(
        y: Operand<Float>, dy: Operand<Float>, into dx: Operand<Float>, rows: Int, columns: Int
    ) {
        host.softmaxBackward(y: y.reading, dy: dy.reading, into: dx.writing, rows: rows, columns: columns)
    }

    public func logSoftmax(_ x: Operand<Float>, into y: Operand<Float>, rows: Int, columns: Int) {
        host.logSoftmax(x.reading, into: y.writing, rows: rows, columns: columns)
    }

    public func logSoftmaxBackward(
        y: Operand<Float>, dy: Operand<Float>, into dx: Operand<Float>, rows: Int, columns: Int
    ) {
        host.logSoftmaxBackward(y: y.reading, dy: dy.reading, into: dx.writing, rows: rows, columns: columns)
    }

    public func layerNorm(
        _ x: Operand<Float>, residual: (numbers: Operand<Float>, sum: Operand<Float>)?,
        weight: Operand<Float>?, bias: Operand<Float>?, eps: Float, into y: Operand<Float>,
        mean: Operand<Float>, rstd: Operand<Float>, rows: Int, columns: Int
    ) {
        host.layerNorm(
            x.reading, residual: residual.map { ($0.numbers.reading, $0.sum.writing) },
            weight: weight?.reading, bias: bias?.reading, eps: eps, into: y.writing, mean: mean.writing,
            rstd: rstd.writing, rows: rows, columns: columns)
    }

    public func layerNormBackward(
        _ x: Operand<Float>, weight: Operand<Float>?, mean: Operand<Float>, rstd: Operand<Float>,
        dy: Operand<Float>, residual: Operand<Float>?, into dx: Operand<Float>?, dweight: Operand<Float>?,
        dbias: Operand<Float>?, rows: Int, columns: Int
    ) {
        host.layerNormBackward(
            x.reading, weight: weight?.reading, mean: mean.reading, rstd: rstd.reading, dy: dy.reading,
            residual: residual?.reading, into: dx?.writing, dweight: dweight?.writing, dbias: dbias?.writing,
            rows: rows, columns: columns)
    }

    public func crossEntropy(
        _ z: Operand<Float>, stride: Int, targets: Operand<Int64>, scale: Float, gradient: Float?,
        ignoreIndex: Int64, losses: Operand<Float>, rows: Int, columns: Int
    ) {
        host.crossEntropy(
            z.writing, stride: stride, targets: targets.reading, scale: scale, gradient: gradient,
            ignoreIndex: ignoreIndex, losses: losses.writing, rows: rows, columns: columns)
    }

    public func crossEntropy(
        _ z: Operand<Float>, stride: Int, targets: Operand<Int64>, scale: Float, gradient: Float,
        ignoreIndex: Int64, losses: Operand<Float>, into dz: Operand<BFloat16>, rows: Int, columns: Int
    ) {
        host.crossEntropy(
            z.writing, stride: stride, targets: targets.reading, scale: scale, gradient: gradient,
            ignoreIndex: ignoreIndex, losses: losses.writing, into: dz.writing, rows: rows, columns: columns)
    }

    public func gather(
        _ table: Operand<Float>, ids: Operand<Int64>, into y: Operand<Float>, count: Int, columns: Int
    ) {
        host.gather(table.reading, ids: ids.reading, into: y.writing, count: count, columns: columns)
    }

    public func scatterAdd(
        _ dy: Operand<Float>, ids: Operand<Int64>, into table: Operand<Float>, count: Int, columns: Int
    ) {
        host.scatterAdd(dy.reading, ids: ids.reading, into: table.writing, count: count, columns: columns)
    }

    public func attention(
        _ shape: AttentionShape, q: Operand<Float>, k: Operand<Float>, v: Operand<Float>,
        into z: Operand<Float>, logSumExp: Operand<Float>
    ) {
        host.attention(
            shape, q: q.reading, k: k.reading, v: v.reading, into: z.writing, logSumExp: logSumExp.writing)
    }

    public func attentionBackward(
        _ shape: AttentionShape, q: Operand<Float>, k: Operand<Float>, v: Operand<Float>, z: Operand<Float>,
        logSumExp: Operand<Float>, dz: Operand<Float>, dq: Operand<Float>, dk: Operand<Float>,
        dv: Operand<Float>
    ) {
        host.attentionBackward(
            shape, q: q.reading, k: k.reading, v: v.reading, z: z.reading, logSumExp: logSumExp.reading,
            dz: dz.reading, dq: dq.writing, dk: dk.writing, dv: dv.writing)
    }

    public func adam(_ updates: [AdamOperands]) {
        host.adam(updates.map(\.opened))
    }

    public func sgd(
        _ step: SGDStep, parameter: Operand<Float>, gradient: Operand<Float>, buffer: Operand<Float>?,
        count: Int
    ) {
        host.sgd(
            step, parameter: parameter.writing, gradient: gradient.reading, buffer: buffer?.writing,
            count: count)
    }
}

extension DeviceKernels {
    /// The same of x alone.
    public func layerNorm(
        _ x: Operand<Float>, weight: Operand<Float>?, bias: Operand<Float>?, eps: Float,
        into y: Operand<Float>,
        mean: Operand<Float>, rstd: Operand<Float>, rows: Int, columns: Int
    ) {
        layerNorm(
            x, residual: nil, weight: weight, bias: bias, eps: eps, into: y, mean: mean, rstd: rstd,
            rows: rows, columns: columns)
    }
}

/// The host's own: all of it is computed there.
public struct HostDeviceKernels: DeviceKernels {
    public var host: CPUKernels { CPUKernels() }

    /// The processor's kernels.
    public init() {}
}
