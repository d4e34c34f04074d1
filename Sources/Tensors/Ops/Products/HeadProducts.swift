import Kernels

/// The three products of a language model's head, z = scale · x·Wᵀ and its two gradients, for some
/// rows at a time: what `linearCrossEntropy` and `linearLogSoftmax` are made of. In bfloat16 where
/// `Autocast` says so, with float32 logits.
public struct HeadProducts {
    /// Rows in a chunk. Each chunk turns the whole of W once for its product, so they should not be few; a
    /// thousand rows of a vocabulary of 50257 are 206 MB.
    public static let chunk = 1024

    /// x [N, E] and W [V, E] in the type that the products take.
    let x: Tensor, w: Tensor
    let width: Int, classes: Int, scale: Float
    let isBFloat16: Bool
    /// Distance between the rows of a chunk of logits: whole registers, or every row would start askew. V or
    /// a little more.
    let stride: Int
    /// Logits of one chunk, float32 [rows, stride], and their gradient where that is of another type.
    private let logits: Tensor, bfloat16Gradient: Tensor?

    init(_ x: Tensor, _ weight: Tensor, scale: Double, rows: Int, gradients: Bool) throws {
        isBFloat16 = Autocast.applies(x, weight)
        self.x = try x.detach().contiguous().to(isBFloat16 ? .bfloat16 : .float32)
        w = try weight.detach().contiguous().to(isBFloat16 ? .bfloat16 : .float32)
        (width, classes, self.scale) = (weight.shape[1], weight.shape[0], Float(scale))
        stride = (classes + 15) / 16 * 16
        logits = try Tensor.empty([rows, stride])
        bfloat16Gradient = gradients && isBFloat16 ? try Tensor.empty([rows, stride], .bfloat16) : nil
    }

    /// Where the chunk's logits lie, and afterwards (in float32) their gradient.
    var z: Operand<Float> { logits.uninitializedFloats }
    /// Where the gradient of a bfloat16 chunk is wanted.
    var dz: Operand<BFloat16>? { bfloat16Gradient?.uninitializedBFloat16s }

    /// z = alpha · x·Wᵀ over `count` rows from `start` on, into rows that lie `stride` apart.
    func forward(_ start: Int, _ count: Int, alpha: Float = 1, into z: Operand<Float>, stride: Int) {
        if isBFloat16 {
            x.kernels.gemm(
                OperandMatrix(x.bfloat16s + start * width, stride: width),
                OperandMatrix(w.bfloat16s, stride: width, transposed: true), m: count, n: classes, k: width,
                alpha: alpha, beta: 0, into: z, stride: stride)
        } else {
            x.kernels.gemm(
                OperandMatrix(x.floats + start * width, stride: width),
                OperandMatrix(w.floats, stride: width, transposed: true), m: count, n: classes, k: width,
                alpha: alpha, beta: 0, into: z, stride: stride)
        }
    }

    /// z = x·Wᵀ:  dx = alpha · dz·W over the chunk, into float32 rows [count, E].
    func inputGradient(_ count: Int, alpha: Float = 1, into dx: Operand<Float>) {
        if let dz {
            x.kernels.gemm(
                OperandMatrix(dz, stride: stride), OperandMatrix(w.bfloat16s, stride: width), m: count,
                n: width,
                k: classes, alpha: alpha, beta: 0,
                into: dx, stride: width)
        } else {
            x.kernels.gemm(
                OperandMatrix(z, stride: stride), OperandMatrix(w.floats, stride: width), m: count, n: width,
                k: classes, alpha: alpha, beta: 0,
                into: dx, stride: width)
        }
    }

    /// z = x·Wᵀ:  dW += alpha · dzᵀ·x over the chunk of rows from `start` on; the first chunk writes. dW
    /// float32 [V, E].
    func weightGradient(_ start: Int, _ count: Int, alpha: Float = 1, into dw: Operand<Float>) {
        let beta: Float = start == 0 ? 0 : 1
        if let dz {
            x.kernels.gemm(
                OperandMatrix(dz, stride: stride, transposed: true),
                OperandMatrix(x.bfloat16s + start * width, stride: width), m: classes, n: width,
                k: count, alpha: alpha, beta: beta, into: dw, stride: width)
        } else {
            x.kernels.gemm(
                OperandMatrix(z, stride: stride, transposed: true),
                OperandMatrix(x.floats + start * width, stride: width), m: classes, n: width,
                k: count, alpha: alpha, beta: beta, into: dw, stride: width)
        }
    }
}
