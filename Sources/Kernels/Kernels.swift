/// Arithmetic on plain buffers: the device boundary.
///
/// `ReferenceKernels` is what a student reads: plain loops, sums in Double. `CPUKernels` is what runs:
/// OpenBLAS for products, SIMD for the rest, spread over `ThreadPool`. Both fill the same files, one subject
/// each. A GPU is one more folder (`GPU/`), and no file above this module knows of it.
///
/// Conventions. Matrices are row-major with a leading dimension (the distance between rows, in elements).
/// Buffers are float32 unless they say otherwise and do not overlap, except where an argument says that it is
/// read and written.
/// A gradient is called `d` + the name of what it differentiates. Work is cut by shape, never by the number
/// of threads, so the same inputs give the same bits on any number of cores. Callers have checked every size.
public protocol Kernels: Sendable {
    // MARK: Products

    /// C = alpha · op(A) · op(B) + beta · C, with op(A) [m, k], op(B) [k, n], C [m, n]. O(m·n·k).
    /// With beta 0, C is only written.
    func gemm(
        _ a: MatrixOperand, _ b: MatrixOperand, m: Int, n: Int, k: Int,
        alpha: Float, beta: Float, into c: UnsafeMutablePointer<Float>, stride ldc: Int)

    /// C = op(A) · op(B) (+ `bias` [n] in every row): a linear layer.
    func gemm(
        _ a: MatrixOperand, _ b: MatrixOperand, m: Int, n: Int, k: Int, bias: Floats?,
        into c: UnsafeMutablePointer<Float>, stride ldc: Int)

    /// The same over bfloat16 numbers, summed in float32.
    func gemm(
        _ a: Matrix<BFloat16>, _ b: Matrix<BFloat16>, m: Int, n: Int, k: Int,
        alpha: Float, beta: Float, into c: UnsafeMutablePointer<Float>, stride ldc: Int)

    /// C = op(A) · op(B) (+ `bias` [n] in every row), summed in float32 and rounded once.
    func gemm(
        _ a: Matrix<BFloat16>, _ b: Matrix<BFloat16>, m: Int, n: Int, k: Int, bias: Floats?,
        into c: MutableBFloats, stride ldc: Int)

    /// `batch` independent products; operand i starts at `offset(i)` elements from each base.
    /// The products run side by side, one thread each.
    func batchedGemm(
        batch: Int, _ a: MatrixOperand, _ b: MatrixOperand, m: Int, n: Int, k: Int, alpha: Float, beta: Float,
        into c: UnsafeMutablePointer<Float>, stride ldc: Int,
        offsets: (Int) -> (a: Int, b: Int, c: Int))

    /// Rounds W [rows, columns], contiguous, to `packed`'s form.
    func pack(_ weights: Floats, into packed: PackedMatrix)

    /// Y = X · Wᵀ for a packed W [n, k]: X [m, k] and Y [m, n] in float32, contiguous. O(m·n·k), and for few
    /// rows of X the time that it takes to read W once.
    func packedProduct(_ x: Floats, m: Int, _ weights: PackedMatrix, into y: MutableFloats)

    /// y[r, :] += bias for every row: what follows the product in a linear layer.
    /// y [rows, columns], read and written.
    func addBias(_ bias: Floats, to y: MutableFloats, rows: Int, columns: Int)

    /// dbias[c] += Σ_r dy[r, c], rows added in a fixed order.
    func addColumnSums(of dy: Floats, to dbias: MutableFloats, rows: Int, columns: Int)

    // MARK: Elementwise

    /// y[i] = op(x[i]). y may be x.
    func unary(_ op: UnaryOperation, _ x: Floats, into y: MutableFloats, count: Int)

    /// y[i] = op(a[i·aStride], b[i·bStride]) where a stride is 0 (one number for all) or 1. y may be a or b.
    func binary(
        _ op: BinaryOperation, _ a: Floats, stride aStride: Int, _ b: Floats, stride bStride: Int,
        into y: MutableFloats, count: Int)

    /// y[i] += alpha · x[i].
    func axpy(_ alpha: Float, _ x: Floats, into y: MutableFloats, count: Int)

    /// y[i] = GELU(x[i]); exact (erf) or the tanh approximation.
    func gelu(_ form: GELUForm, _ x: Floats, into y: MutableFloats, count: Int)

    /// dx[i] = dy[i] · GELU′(x[i]). dx may be dy.
    func geluBackward(_ form: GELUForm, _ x: Floats, dy: Floats, into dx: MutableFloats, count: Int)

    // MARK: bfloat16

    /// y[i] = x[i], rounded to the nearest.
    func convert(_ x: Floats, into y: MutableBFloats, count: Int)

    /// y[i] = x[i], exactly.
    func convert(_ x: BFloats, into y: MutableFloats, count: Int)

    /// dbias[c] += Σ_r dy[r, c], rows added in a fixed order and in float32.
    func addColumnSums(of dy: BFloats, to dbias: MutableFloats, rows: Int, columns: Int)
    /// y[i] = GELU(x[i]), computed in float32 and rounded once.
    func gelu(_ form: GELUForm, _ x: BFloats, into y: MutableBFloats, count: Int)
    /// dx[i] = dy[i] · GELU′(x[i]), computed in float32 and rounded once.
    func geluBackward(_ form: GELUForm, _ x: BFloats, dy: BFloats, into dx: MutableBFloats, count: Int)
    /// z = softmax(scale · q·kᵀ + causal mask) · v, summed in float32 and rounded once;
    /// `logSumExp` [B, H, T] stays float32.
    func attention(
        _ shape: AttentionShape, q: BFloats, k: BFloats, v: BFloats, into z: MutableBFloats,
        logSumExp: MutableFloats)
    /// From dz: dq, dk, dv (written, not added to), summed in float32 and rounded once.
    func attentionBackward(
        _ shape: AttentionShape, q: BFloats, k: BFloats, v: BFloats, z: BFloats, logSumExp: Floats,
        dz: BFloats,
        dq: MutableBFloats, dk: MutableBFloats, dv: MutableBFloats)

    // MARK: Reductions

    /// Σ x[i], in float64 partial sums over blocks of fixed size.
    func sum(_ x: Floats, count: Int) -> Double

    /// Σ x[i]², likewise: the square of the norm that gradient clipping needs.
    func sumOfSquares(_ x: Floats, count: Int) -> Double

    // MARK: Rows: x, y, dy, dx are [rows, columns], contiguous

    /// y = softmax over each row. y may be x.
    func softmax(_ x: Floats, into y: MutableFloats, rows: Int, columns: Int)
    /// dx = y · (dy − Σ dy·y). dx may be dy.
    func softmaxBackward(y: Floats, dy: Floats, into dx: MutableFloats, rows: Int, columns: Int)

    /// y = x − log Σ exp x over each row. y may be x.
    func logSoftmax(_ x: Floats, into y: MutableFloats, rows: Int, columns: Int)
    /// dx = dy − exp(y) · Σ dy. dx may be dy.
    func logSoftmaxBackward(y: Floats, dy: Floats, into dx: MutableFloats, rows: Int, columns: Int)

    /// y = (x − mean) · rstd · weight + bias over each row, rstd = 1/√(var + eps) with the biased variance.
    /// `mean` and `rstd` are [rows] and are kept for backward; `weight` and `bias` are [columns] or nil.
    /// With `residual`, x is first added to its numbers, and the sum is written to `residual.sum` and normed.
    func layerNorm(
        _ x: Floats, residual: (numbers: Floats, sum: MutableFloats)?, weight: Floats?, bias: Floats?,
        eps: Float, into y: MutableFloats,
        mean: MutableFloats, rstd: MutableFloats, rows: Int, columns: Int)
    /// With x̂ = (x − mean) · rstd and g = dy · weight:
    /// dx = rstd · (g − mean(g) − x̂ · mean(g · x̂)) (+ `residual`); dweight += Σ_r dy · x̂; dbias += Σ_r dy.
    /// nil: not asked for.
    func layerNormBackward(
        _ x: Floats, weight: Floats?, mean: Floats, rstd: Floats, dy: Floats, residual: Floats?,
        into dx: MutableFloats?,
        dweight: MutableFloats?, dbias: MutableFloats?, rows: Int, columns: Int)

    /// Logits to loss and gradient in one go, the row's logits being `scale · z`: losses[r] =
    /// logΣexp(scale·z[r]) − scale·z[r, targets[r]]. When `gradient` is not nil, z is overwritten by dz =
    /// gradient · scale · (softmax(scale·z) − onehot(target)), else z is left as it was. A target equal to
    /// `ignoreIndex` gives loss 0 and a zero row. Targets have been checked. Rows lie `stride` apart.
    func crossEntropy(
        _ z: MutableFloats, stride: Int, targets: UnsafePointer<Int64>, scale: Float, gradient: Float?,
        ignoreIndex: Int64,
        losses: MutableFloats, rows: Int, columns: Int)

    /// The same with dz rounded to bfloat16 and written beside z, with the same stride; what z holds
    /// afterwards is nothing.
    func crossEntropy(
        _ z: MutableFloats, stride: Int, targets: UnsafePointer<Int64>, scale: Float, gradient: Float,
        ignoreIndex: Int64,
        losses: MutableFloats, into dz: MutableBFloats, rows: Int, columns: Int)

    // MARK: Embedding

    /// y[i, :] = table[ids[i], :]. table [·, columns], y [count, columns]. Ids have been checked.
    func gather(_ table: Floats, ids: UnsafePointer<Int64>, into y: MutableFloats, count: Int, columns: Int)
    /// table[ids[i], :] += dy[i, :], i in ascending order for each row of the table.
    func scatterAdd(
        _ dy: Floats, ids: UnsafePointer<Int64>, into table: MutableFloats, count: Int, columns: Int)

    // MARK: Attention

    /// z = softmax(scale · q·kᵀ + causal mask) · v for every batch and head, without ever holding
    /// [B, H, T, T]. `logSumExp` [B, H, T] is kept for backward. With queries shorter than keys (a cache),
    /// query i stands at position `keys − queries + i`.
    func attention(
        _ shape: AttentionShape, q: Floats, k: Floats, v: Floats, into z: MutableFloats,
        logSumExp: MutableFloats)
    /// From dz: dq, dk, dv (written, not added to), with the same strides as q, k, v.
    func attentionBackward(
        _ shape: AttentionShape, q: Floats, k: Floats, v: Floats, z: Floats, logSumExp: Floats, dz: Floats,
        dq: MutableFloats, dk: MutableFloats, dv: MutableFloats)

    // MARK: Optimizers: one pass over all the numbers of a parameter

    /// Decoupled weight decay (AdamW) or L2 added to the gradient (Adam): see `AdamStep`. Many parameters at
    /// once, as most of a model's are too small to be worth a thread each; no two may share numbers.
    func adam(_ updates: [AdamUpdate])
    /// g += weightDecay·p; with momentum: buffer = first ? g : momentum·buffer + (1−dampening)·g, and with
    /// `nesterov` g += momentum·buffer, else g = buffer; p −= rate·g. `buffer` is nil without momentum.
    func sgd(_ step: SGDStep, parameter: MutableFloats, gradient: Floats, buffer: MutableFloats?, count: Int)
}

extension Kernels {
    /// The same of x alone.
    public func layerNorm(
        _ x: Floats, weight: Floats?, bias: Floats?, eps: Float, into y: MutableFloats,
        mean: MutableFloats, rstd: MutableFloats, rows: Int, columns: Int
    ) {
        layerNorm(
            x, residual: nil, weight: weight, bias: bias, eps: eps, into: y, mean: mean, rstd: rstd,
            rows: rows, columns: columns)
    }
    /// Backward of a norm without a residual connection.
    public func layerNormBackward(
        _ x: Floats, weight: Floats?, mean: Floats, rstd: Floats, dy: Floats, into dx: MutableFloats?,
        dweight: MutableFloats?, dbias: MutableFloats?, rows: Int, columns: Int
    ) {
        layerNormBackward(
            x, weight: weight, mean: mean, rstd: rstd, dy: dy, residual: nil, into: dx, dweight: dweight,
            dbias: dbias, rows: rows, columns: columns)
    }
}

/// Numbers that a kernel reads.
public typealias Floats = UnsafePointer<Float>
/// Numbers that a kernel writes.
public typealias MutableFloats = UnsafeMutablePointer<Float>

/// A matrix as a product reads it: where it starts, the distance between its stored rows,
/// and whether it is used transposed.
public struct Matrix<Element> {
    /// The first number as it is stored.
    public var base: UnsafePointer<Element>
    /// Elements from one stored row to the next.
    public var stride: Int
    /// Whether rows as stored are the columns of the product.
    public var transposed: Bool

    /// A matrix whose rows are stored `stride` elements apart.
    public init(_ base: UnsafePointer<Element>, stride: Int, transposed: Bool = false) {
        self.base = base
        self.stride = stride
        self.transposed = transposed
    }
}

/// A float32 matrix as a product reads it.
public typealias MatrixOperand = Matrix<Float>

/// Functions of one number that have a kernel.
public enum UnaryOperation: CaseIterable, Sendable {
    case negate, absolute, square, squareRoot, reciprocalSquareRoot, reciprocal, exp, log, log2, log10, log1p,
        expm1
    case sin, cos, tan, tanh, sigmoid, relu, erf, sign, floor, ceil, round, trunc
}

/// Functions of two numbers that have a kernel.
public enum BinaryOperation: CaseIterable, Sendable {
    case add, subtract, multiply, divide, power, maximum, minimum
}

/// x·Φ(x) exactly, with erf, or the tanh approximation of GPT-2 (Hendrycks & Gimpel 2016).
public enum GELUForm: Sendable { case erf, tanh }

/// Shapes and strides (in elements) of one attention call. q, z: [batch, heads, queries, width];
/// k, v: [batch, heads, keys, width]. The last axis has stride 1 everywhere.
public struct AttentionShape: Sendable {
    /// Sizes of the axes: B, H, T, S and D.
    public var batch: Int, heads: Int, queries: Int, keys: Int, width: Int
    /// Whether a query sees only keys up to its own position.
    public var causal: Bool
    /// Factor of q·kᵀ: 1/√D as a rule.
    public var scale: Float
    /// Where each operand's rows lie.
    public var q: AttentionStrides, k: AttentionStrides, v: AttentionStrides, z: AttentionStrides

    /// One call of attention over operands of these sizes and strides.
    public init(
        batch: Int, heads: Int, queries: Int, keys: Int, width: Int, causal: Bool, scale: Float,
        q: AttentionStrides, k: AttentionStrides, v: AttentionStrides, z: AttentionStrides
    ) {
        (self.batch, self.heads, self.queries, self.keys, self.width) = (batch, heads, queries, keys, width)
        (self.causal, self.scale) = (causal, scale)
        (self.q, self.k, self.v, self.z) = (q, k, v, z)
    }
}

/// Elements from one batch, head or position of an operand of attention to the next.
public struct AttentionStrides: Sendable {
    /// Steps along the axes [batch, head, position, width], of which the last is 1.
    public var batch: Int, head: Int, position: Int

    /// Strides in elements, not bytes.
    public init(batch: Int, head: Int, position: Int) {
        (self.batch, self.head, self.position) = (batch, head, position)
    }
}

/// One Adam update, as PyTorch computes it (Loshchilov & Hutter 2019 for the decoupled form): decoupled:
/// p *= 1 − rate·weightDecay; else g += weightDecay·p. Then m += (1−β₁)(g − m); v = β₂v + (1−β₂)g²;
/// p −= (rate / (1−β₁ᵗ)) · m / (√v / √(1−β₂ᵗ) + eps), t = `step` ≥ 1. g is `gradient · gradientScale`.
/// Scalars are computed in Double and rounded once.
public struct AdamStep: Sendable {
    /// Learning rate, β₁, β₂, ε and weight decay, as in the formula.
    public var rate: Double, beta1: Double, beta2: Double, eps: Double, weightDecay: Double
    /// Whether weight decay shrinks the parameter itself (AdamW) or adds to the gradient (Adam).
    public var decoupled: Bool
    /// Number of this step, from 1: t in the formula.
    public var step: Int
    /// What gradients are multiplied by first: less than 1 where their norm is clipped.
    public var gradientScale: Float

    /// Step `step` of Adam with these settings.
    public init(
        rate: Double, beta1: Double, beta2: Double, eps: Double, weightDecay: Double, decoupled: Bool,
        step: Int,
        gradientScale: Float = 1
    ) {
        (self.rate, self.beta1, self.beta2, self.eps, self.weightDecay) = (
            rate, beta1, beta2, eps, weightDecay
        )
        (self.decoupled, self.step, self.gradientScale) = (decoupled, step, gradientScale)
    }
}

/// One parameter's part of a step of Adam: `count` numbers of each.
public struct AdamUpdate {
    /// Settings of the update, the same for all numbers.
    public let step: AdamStep
    /// What is moved, its gradient, and the running means of g and g²: [count] each.
    public let parameter: MutableFloats, gradient: Floats, m: MutableFloats, v: MutableFloats
    /// Numbers of each operand.
    public let count: Int

    /// Operands of `count` numbers, of which no other update writes any.
    public init(
        _ step: AdamStep, parameter: MutableFloats, gradient: Floats, m: MutableFloats, v: MutableFloats,
        count: Int
    ) {
        (self.step, self.parameter, self.gradient, self.m, self.v, self.count) = (
            step, parameter, gradient, m, v, count
        )
    }
}

/// One step of stochastic gradient descent, as PyTorch computes it: see `Kernels.sgd`.
public struct SGDStep: Sendable {
    /// Learning rate, momentum, dampening and weight decay, as in the formula.
    public var rate: Float, momentum: Float, dampening: Float, weightDecay: Float
    /// Whether the gradient looks ahead along the buffer (Nesterov's momentum).
    public var nesterov: Bool
    /// Whether the buffer begins with this step, as the gradient itself.
    public var first: Bool
    /// What gradients are multiplied by first: less than 1 where their norm is clipped.
    public var gradientScale: Float

    /// A step with these settings.
    public init(
        rate: Float, momentum: Float, dampening: Float, weightDecay: Float, nesterov: Bool, first: Bool,
        gradientScale: Float = 1
    ) {
        (self.rate, self.momentum, self.dampening, self.weightDecay) = (
            rate, momentum, dampening, weightDecay
        )
        (self.nesterov, self.first, self.gradientScale) = (nesterov, first, gradientScale)
    }
}
