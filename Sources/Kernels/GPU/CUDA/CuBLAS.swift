/// cuBLAS, NVIDIA's products. Used where it is installed; float32 products stay float32 (no TF32), as
/// PyTorch's do unless one asks for less.
final class CuBLAS: @unchecked Sendable {
    private typealias Create = @convention(c) (UnsafeMutablePointer<UInt>) -> Int32
    private typealias SetStream = @convention(c) (UInt, UInt) -> Int32
    private typealias Multiply =
        @convention(c) (
            UInt, Int32, Int32, Int32, Int32, Int32, UnsafeRawPointer, UInt, Int32, Int32, Int64, UInt, Int32,
            Int32, Int64, UnsafeRawPointer, UInt, Int32, Int32, Int64, Int32, Int32, Int32
        ) -> Int32
    private let multiply: Multiply
    private var handle: UInt = 0

    /// On a stream; nil where the machine has no cuBLAS. The stream's context is the thread's.
    init?(stream: UInt) {
        let versions = ["13", "12", "11"].map { "libcublas.so.\($0)" }
        guard let library = DynamicLibrary(versions + ["libcublas.so"]),
            let create: Create = try? library.function("cublasCreate_v2"),
            let setStream: SetStream = try? library.function("cublasSetStream_v2"),
            let multiply: Multiply = try? library.function("cublasGemmStridedBatchedEx"),
            create(&handle) == 0, setStream(handle, stream) == 0
        else { return nil }
        self.multiply = multiply
    }

    /// The product, row-major: columns of cuBLAS's matrices are our rows, so that Cᵀ = op(B)ᵀ · op(A)ᵀ.
    func product(_ product: GPUProduct) throws(GPUFailure) {
        let (a, b, c) = (product.a, product.b, product.c)
        var (alpha, beta) = (product.alpha, product.beta)
        // CUDA_R_16BF, CUDA_R_32F
        func type(_ matrix: GPUProduct.Matrix) -> Int32 { matrix.size == 2 ? 14 : 0 }
        func place(_ matrix: GPUProduct.Matrix) -> UInt {
            matrix.memory.handle + UInt(matrix.start * matrix.size)
        }
        // CUBLAS_COMPUTE_32F, CUBLAS_GEMM_DEFAULT
        let status = multiply(
            handle, b.transposed ? 1 : 0, a.transposed ? 1 : 0, Int32(product.n), Int32(product.m),
            Int32(product.k), &alpha, place(b), type(b), Int32(b.stride), Int64(b.step), place(a), type(a),
            Int32(a.stride), Int64(a.step), &beta, place(c), type(c), Int32(c.stride), Int64(c.step),
            Int32(product.batch), 68, -1)
        if status != 0 { throw GPUFailure(message: "cublasGemmStridedBatchedEx: status \(status)") }
    }
}
