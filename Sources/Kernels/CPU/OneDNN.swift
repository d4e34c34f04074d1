import COneDNN
import Foundation

/// Products by oneDNN, one thread a call: on CPUs with AVX-512 its float32 is ahead of OpenBLAS (98 % of the arithmetic
/// limit on tiles of 256 × 256 × 768 against 88 %), and its bfloat16 twice as fast again.
///
/// A product's kernel is compiled once for its form and kept. Everything here runs on the calling thread: the library's
/// own threads would fight `ThreadPool` for the cores.
enum OneDNN {
    /// The types of the numbers of a product.
    enum Numbers: Hashable {
        /// float32 times float32, into float32.
        case float32
        /// bfloat16 times bfloat16, summed in float32, into float32.
        case bfloat16
        /// The same, the sums rounded to bfloat16.
        case bfloat16Result

        var operand: dnnl_data_type_t { self == .float32 ? dnnl_f32 : dnnl_bf16 }
        var result: dnnl_data_type_t { self == .bfloat16Result ? dnnl_bf16 : dnnl_f32 }
        var operandBytes: Int { self == .float32 ? 4 : 2 }
        var resultBytes: Int { self == .bfloat16Result ? 2 : 4 }
    }

    /// Everything that a compiled product depends on: sizes, leading dimensions, and what happens to the sums.
    struct Form: Hashable {
        var numbers: Numbers
        var m: Int, n: Int, k: Int
        var aStride: Int, bStride: Int, cStride: Int
        var aTransposed: Bool, bTransposed: Bool
        var alpha: Float, beta: Float
        var hasBias: Bool
    }

    /// Whether products of these numbers are compiled for this CPU. Elsewhere OpenBLAS is ahead, and bfloat16 is converted.
    static func isFast(_ numbers: Numbers) -> Bool { numbers == .float32 ? float32IsFast : bfloat16IsFast }

    private static let float32IsFast = probe(.float32)
    private static let bfloat16IsFast = probe(.bfloat16) && hasBFloat16Instructions && bfloat16LeadsFloat32

    /// The library emulates bfloat16 where the CPU has no instructions for it, slower than float32: the name tells.
    private static let hasBFloat16Instructions =
        product(for: Form(probing: .bfloat16))?.code.name.contains("bf16") ?? false

    /// There are CPUs whose bfloat16 instructions take four times as long as the others: a product is faster in float32 there.
    /// Found out by trying, as names do not tell: half a millisecond for each of a few runs of both, the best of which count.
    private static let bfloat16LeadsFloat32: Bool = {
        let size = 256, numbers = [Float](repeating: 0, count: size * size)
        var c = numbers
        func time(_ type: Numbers) -> UInt64 {
            let start = DispatchTime.now().uptimeNanoseconds
            _ = apply(Form(probing: type), numbers, numbers, bias: nil, into: &c)
            return DispatchTime.now().uptimeNanoseconds - start
        }
        var (float32, bfloat16) = (UInt64.max, UInt64.max)
        for _ in 0..<8 {
            float32 = min(float32, time(.float32))
            bfloat16 = min(bfloat16, time(.bfloat16))
        }
        return bfloat16 < float32
    }()

    private static func probe(_ numbers: Numbers) -> Bool {
        product(for: Form(probing: numbers))?.code.name.hasPrefix("brg") ?? false
    }

    /// C = alpha · op(A) · op(B) + beta · C (+ bias [n]); false if this product cannot be made here, with nothing written.
    static func apply(
        _ form: Form, _ a: UnsafeRawPointer, _ b: UnsafeRawPointer, bias: Floats?, into c: UnsafeMutableRawPointer
    ) -> Bool {
        guard let product = product(for: form) else { return false }
        return product.run(a, b, bias: bias, into: c)
    }

    // MARK: Compiled products

    private static let products = OneDNNCache<Form, OneDNNProduct>()

    private static func product(for form: Form) -> OneDNNProduct? { products.value(for: form) { OneDNNProduct(form) } }
}

extension OneDNN.Form {
    fileprivate init(probing numbers: OneDNN.Numbers) {
        self.init(
            numbers: numbers, m: 256, n: 256, k: 256, aStride: 256, bStride: 256, cStride: 256, aTransposed: false, bTransposed: true,
            alpha: 1, beta: 0, hasBias: false)
    }
}

/// One compiled product. Any number of threads may run it at once.
private final class OneDNNProduct {
    let code: OneDNNCode
    private let a: OneDNNLayout, b: OneDNNLayout, c: OneDNNLayout, bias: OneDNNLayout

    init?(_ form: OneDNN.Form) {
        guard let engine = OneDNNThread.engine else { return nil }
        _ = OneDNNThread.stream  // The number of threads is read when a product is made, too.
        let (operand, m, n, k) = (form.numbers.operand, form.m, form.n, form.k)
        guard let a = OneDNNLayout(operand, m, k, down: form.aTransposed ? 1 : form.aStride, right: form.aTransposed ? form.aStride : 1),
            let b = OneDNNLayout(operand, k, n, down: form.bTransposed ? 1 : form.bStride, right: form.bTransposed ? form.bStride : 1),
            let c = OneDNNLayout(form.numbers.result, m, n, down: form.cStride, right: 1), let bias = OneDNNLayout(dnnl_f32, 1, n, down: n, right: 1)
        else { return nil }
        (self.a, self.b, self.c, self.bias) = (a, b, c, bias)

        guard let attributes = OneDNNAttributes() else { return nil }
        var after: dnnl_post_ops_t?
        if form.alpha != 1 { dnnl_primitive_attr_set_output_scales(attributes.handle, 1, 0, [form.alpha]) }
        if form.beta != 0 {
            guard dnnl_post_ops_create(&after) == dnnl_success else { return nil }
            defer { dnnl_post_ops_destroy(after) }
            dnnl_post_ops_append_sum(after, form.beta)
            dnnl_primitive_attr_set_post_ops(attributes.handle, after)
        }
        var operation = dnnl_matmul_desc_t(), description: dnnl_primitive_desc_t?
        guard dnnl_matmul_desc_init(&operation, a.description, b.description, form.hasBias ? bias.description : nil, c.description) == dnnl_success,
            dnnl_primitive_desc_create(&description, &operation, attributes.handle, engine, nil) == dnnl_success
        else { return nil }
        defer { dnnl_primitive_desc_destroy(description) }
        guard let code = OneDNNCode(description) else { return nil }
        self.code = code
    }

    func run(_ aNumbers: UnsafeRawPointer, _ bNumbers: UnsafeRawPointer, bias biasNumbers: Floats?, into cNumbers: UnsafeMutableRawPointer) -> Bool {
        code.run(
            (DNNL_ARG_SRC, a, aNumbers), (DNNL_ARG_WEIGHTS, b, bNumbers), (DNNL_ARG_DST, c, UnsafeRawPointer(cNumbers)),
            biasNumbers.map { (DNNL_ARG_BIAS, bias, UnsafeRawPointer($0)) })
    }
}
