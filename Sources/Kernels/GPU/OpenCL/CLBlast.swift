/// CLBlast (Nugteren 2018): products on any device of OpenCL, tuned for many. Used where it is installed.
struct CLBlast: @unchecked Sendable {
    private let sgemm:
        @convention(c) (
            Int32, Int32, Int32, Int, Int, Int, Float, UInt, Int, Int, UInt, Int, Int, Float, UInt, Int, Int,
            UnsafeMutablePointer<UInt>, UnsafeMutablePointer<UInt>?
        ) -> Int32

    /// Nil where the machine has no CLBlast.
    static let opened: CLBlast? = {
        guard let library = DynamicLibrary(["libclblast.so.1", "libclblast.so"]) else { return nil }
        return try? CLBlast(library)
    }()

    private init(_ library: DynamicLibrary) throws(GPUFailure) {
        sgemm = try library.function("CLBlastSgemm")
    }

    /// One product of float32 matrices; the library's status.
    func multiply(_ product: GPUProduct, _ queue: inout UInt) -> Int32 {
        let (a, b, c) = (product.a, product.b, product.c)
        // kRowMajor, and kNo or kYes
        return sgemm(
            101, a.transposed ? 112 : 111, b.transposed ? 112 : 111, product.m, product.n, product.k,
            product.alpha, a.memory.handle, a.start, a.stride, b.memory.handle, b.start, b.stride,
            product.beta, c.memory.handle, c.start, c.stride, &queue, nil)
    }
}
