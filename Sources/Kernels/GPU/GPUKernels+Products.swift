// Products by the maker's library, by our kernel where there is none, or by the host's on a processor.

extension GPUKernels {
    func gemm(
        _ a: OperandMatrix<Float>, _ b: OperandMatrix<Float>, m: Int, n: Int, k: Int, alpha: Float,
        beta: Float, into c: Operand<Float>, stride ldc: Int
    ) {
        let call = Call(a, b, c, ldc, 4, m: m, n: n, k: k, alpha: alpha, beta: beta)
        if multiply(call, "product_float") { return }
        beside.gemm(a, b, m: m, n: n, k: k, alpha: alpha, beta: beta, into: c, stride: ldc)
    }

    func gemm(
        _ a: OperandMatrix<Float>, _ b: OperandMatrix<Float>, m: Int, n: Int, k: Int, bias: Operand<Float>?,
        into c: Operand<Float>, stride ldc: Int
    ) {
        let call = Call(a, b, c, ldc, 4, m: m, n: n, k: k)
        if multiply(call, "product_float", bias: bias) { return }
        beside.gemm(a, b, m: m, n: n, k: k, bias: bias, into: c, stride: ldc)
    }

    func gemm(
        _ a: OperandMatrix<BFloat16>, _ b: OperandMatrix<BFloat16>, m: Int, n: Int, k: Int, alpha: Float,
        beta: Float, into c: Operand<Float>, stride ldc: Int
    ) {
        let call = Call(a, b, c, ldc, 4, m: m, n: n, k: k, alpha: alpha, beta: beta)
        if multiply(call, "product_bf16") { return }
        beside.gemm(a, b, m: m, n: n, k: k, alpha: alpha, beta: beta, into: c, stride: ldc)
    }

    func gemm(
        _ a: OperandMatrix<BFloat16>, _ b: OperandMatrix<BFloat16>, m: Int, n: Int, k: Int,
        bias: Operand<Float>?, into c: Operand<BFloat16>, stride ldc: Int
    ) {
        if rounded(a, b, m: m, n: n, k: k, bias: bias, into: c, stride: ldc) { return }
        beside.gemm(a, b, m: m, n: n, k: k, bias: bias, into: c, stride: ldc)
    }

    func batchedGemm(
        batch: Int, _ a: OperandMatrix<Float>, _ b: OperandMatrix<Float>, m: Int, n: Int, k: Int,
        alpha: Float, beta: Float, into c: Operand<Float>, stride ldc: Int,
        offsets: (Int) -> (a: Int, b: Int, c: Int)
    ) {
        var call = Call(a, b, c, ldc, 4, m: m, n: n, k: k, alpha: alpha, beta: beta)
        call.offsets = (0..<batch).map(offsets)
        if multiply(call, "product_float") { return }
        beside.batchedGemm(
            batch: batch, a, b, m: m, n: n, k: k, alpha: alpha, beta: beta, into: c, stride: ldc,
            offsets: offsets)
    }

    func batchedGemm(
        batch: Int, _ a: OperandMatrix<BFloat16>, _ b: OperandMatrix<BFloat16>, m: Int, n: Int, k: Int,
        into c: Operand<BFloat16>, stride ldc: Int, offsets: (Int) -> (a: Int, b: Int, c: Int)
    ) {
        var call = Call(a, b, c, ldc, 2, m: m, n: n, k: k)
        call.offsets = (0..<batch).map(offsets)
        if multiply(call, "product_bf16_rounded") { return }
        beside.batchedGemm(batch: batch, a, b, m: m, n: n, k: k, into: c, stride: ldc, offsets: offsets)
    }

    // MARK: One way

    /// C = alpha · A · B + beta · C, of one product or several.
    private struct Call {
        let a: Given, b: Given, c: Given
        let (aStride, bStride, cStride): (Int, Int, Int)
        let (aTransposed, bTransposed): (Bool, Bool)
        let (aSize, cSize): (Int, Int)
        let (m, n, k): (Int, Int, Int)
        let (alpha, beta): (Float, Float)
        var offsets = [(a: 0, b: 0, c: 0)]

        init<In, Out>(
            _ a: OperandMatrix<In>, _ b: OperandMatrix<In>, _ c: Operand<Out>, _ ldc: Int, _ size: Int,
            m: Int,
            n: Int, k: Int, alpha: Float = 1, beta: Float = 0
        ) {
            (self.a, self.b, self.c) = (.read(a.base), .read(b.base), .write(c))
            (aStride, bStride, cStride) = (a.stride, b.stride, ldc)
            (aTransposed, bTransposed) = (a.transposed, b.transposed)
            (aSize, cSize) = (MemoryLayout<In>.stride, size)
            (self.m, self.n, self.k, self.alpha, self.beta) = (m, n, k, alpha, beta)
        }

        /// The distance of each operand's matrices, where it is always the same.
        var step: (a: Int, b: Int, c: Int)? {
            guard offsets.count > 1, let first = offsets.first else { return (0, 0, 0) }
            let step = (
                a: offsets[1].a - first.a, b: offsets[1].b - first.b, c: offsets[1].c - first.c
            )
            for (i, offset) in offsets.enumerated()
            where offset.a != first.a + i * step.a || offset.b != first.b + i * step.b
                || offset.c != first.c + i * step.c
            {
                return nil
            }
            return step
        }
    }

    /// False where the host has to multiply.
    private func multiply(_ call: Call, _ kernel: String, bias: Operand<Float>? = nil) -> Bool {
        let given = [call.a, call.b, call.c] + (bias.map { [.read($0)] } ?? [])
        if call.offsets.isEmpty { return true }
        guard call.m > 0, call.n > 0, call.k > 0, let device = GPUKernels.device(of: given),
            device.products != .host
        else { return false }
        if device.products == .library, byLibrary(call, device, bias) { return true }
        return byKernel(call, kernel, device, bias)
    }

    private func byLibrary(_ call: Call, _ device: GPUDevice, _ bias: Operand<Float>?) -> Bool {
        guard let step = call.step, let first = call.offsets.first,
            device.hasLibrary(ofSize: call.aSize, batch: call.offsets.count)
        else { return false }
        func matrix(
            _ given: Given, _ offset: Int, _ stride: Int, _ transposed: Bool, _ step: Int, _ size: Int
        )
            -> GPUProduct.Matrix?
        {
            guard case .operand(let buffer, let start, let writing) = given else { return nil }
            return GPUProduct.Matrix(
                memory: GPUKernels.opened(buffer, writing: writing), start: start + offset, stride: stride,
                transposed: transposed, step: step, size: size)
        }
        guard let a = matrix(call.a, first.a, call.aStride, call.aTransposed, step.a, call.aSize),
            let b = matrix(call.b, first.b, call.bStride, call.bTransposed, step.b, call.aSize),
            let c = matrix(call.c, first.c, call.cStride, false, step.c, call.cSize)
        else { return false }
        if let bias {
            // The product is added to the bias in every row.
            guard
                items(
                    call.m * call.n, "spread_bias", "rows", .read(bias), call.c, .long(call.cStride),
                    .long(call.n))
            else { return false }
        }
        return device.product(
            GPUProduct(
                a: a, b: b, c: c, m: call.m, n: call.n, k: call.k, alpha: call.alpha,
                beta: bias == nil ? call.beta : 1, batch: call.offsets.count))
    }

    private func byKernel(_ call: Call, _ kernel: String, _ device: GPUDevice, _ bias: Operand<Float>?)
        -> Bool
    {
        let offsets = call.offsets.flatMap { [$0.a, $0.b, $0.c] }
        guard let places = GPUKernels.uploaded(offsets, to: device) else { return false }
        let tile = 64  // TILE of `products.c`
        return withExtendedLifetime(places) {
            groups(
                ((call.n + tile - 1) / tile, (call.m + tile - 1) / tile, call.offsets.count), of: kernel,
                "products", size: 256,
                [
                    call.a, .long(call.aTransposed ? 1 : call.aStride),
                    .long(call.aTransposed ? call.aStride : 1), call.b,
                    .long(call.bTransposed ? 1 : call.bStride), .long(call.bTransposed ? call.bStride : 1),
                    bias.map { .read($0) } ?? .read(Operand<Int>(places)), .int(bias == nil ? 0 : 1),
                    .float(call.alpha), .float(call.beta), call.c, .long(call.cStride), .long(call.m),
                    .long(call.n), .long(call.k), .read(Operand<Int>(places)),
                ])
        }
    }

    /// A bfloat16 product with a bias, rounded once: by way of float32 where a library makes it.
    private func rounded(
        _ a: OperandMatrix<BFloat16>, _ b: OperandMatrix<BFloat16>, m: Int, n: Int, k: Int,
        bias: Operand<Float>?, into c: Operand<BFloat16>, stride ldc: Int
    ) -> Bool {
        let call = Call(a, b, c, ldc, 2, m: m, n: n, k: k)
        guard let bias, ldc == n, m > 0, n > 0, k > 0, let device = c.buffer.device as? GPUDevice,
            device.products == .library, device.hasLibrary(ofSize: 2, batch: 1)
        else { return multiply(call, "product_bf16_rounded", bias: bias) }
        guard let wide = device.allocate(m * n * 4) else { return false }
        return withExtendedLifetime(wide) {
            let sums = Operand<Float>(wide)
            return multiply(Call(a, b, sums, n, 4, m: m, n: n, k: k), "product_bf16", bias: bias)
                && items(m * n, "narrow", "elementwise", .read(sums), .write(c))
        }
    }
}
