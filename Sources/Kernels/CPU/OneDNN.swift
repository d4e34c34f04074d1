import COneDNN
import Foundation

/// Products by oneDNN, one thread a call: on CPUs with AVX-512 its float32 is ahead of OpenBLAS (98 % of the
/// arithmetic limit on tiles of 256 × 256 × 768 against 88 %), and its bfloat16 twice as fast again.
///
/// A product of bfloat16 has its kernel compiled once for its form and kept. Everything here runs on the
/// calling thread: the library's own threads would fight `ThreadPool` for the cores.
enum OneDNN {
    /// What becomes of the sums of a product of bfloat16, which are float32.
    enum Result: Hashable {
        /// They stay as they are.
        case float32
        /// They are rounded to bfloat16.
        case bfloat16

        var type: dnnl_data_type_t { self == .float32 ? dnnl_f32 : dnnl_bf16 }
        var bytes: Int { self == .float32 ? 4 : 2 }
    }

    /// Everything that a compiled product depends on: sizes, leading
    /// dimensions, and what happens to the sums.
    struct Form: Hashable {
        var result: Result
        var m: Int, n: Int, k: Int
        var aStride: Int, bStride: Int, cStride: Int
        var aTransposed: Bool, bTransposed: Bool
        var alpha: Float, beta: Float
        var hasBias: Bool
    }

    /// Whether float32 is for the library: it has code for AVX-512. Elsewhere OpenBLAS is ahead.
    static let isFast = has(dnnl_cpu_isa_avx512_core)

    /// Whether bfloat16 is: the CPU has instructions for it, and they are of use.
    /// Elsewhere bfloat16 is converted.
    static let isFastInBFloat16 = has(dnnl_cpu_isa_avx512_core_bf16) && bfloat16LeadsFloat32

    private static func has(_ instructions: dnnl_cpu_isa_t) -> Bool {
        dnnl_get_effective_cpu_isa().rawValue & instructions.rawValue == instructions.rawValue
    }

    /// There are CPUs whose bfloat16 instructions take four times as long as the others: a product is faster
    /// in float32 there.
    /// Found out by trying, as names do not tell: half a millisecond for each of a few runs of both, the best
    /// of which count.
    private static let bfloat16LeadsFloat32: Bool = {
        let size = 256
        let floats = [Float](repeating: 0, count: size * size),
            numbers = [BFloat16](repeating: BFloat16(0), count: size * size)
        var c = floats
        func best(_ product: () -> Bool) -> UInt64 {
            (0..<8).reduce(UInt64.max) { best, _ in
                let start = DispatchTime.now().uptimeNanoseconds
                return product() ? min(best, DispatchTime.now().uptimeNanoseconds - start) : best
            }
        }
        return floats.withUnsafeBufferPointer { floats in
            numbers.withUnsafeBufferPointer { numbers in
                let wide = Matrix(floats.baseAddress!, stride: size),
                    narrow = Matrix(numbers.baseAddress!, stride: size)
                let form = Form(.float32, narrow, narrow, m: size, n: size, k: size, alpha: 1, beta: 0, size)
                return best { apply(form, narrow.base, narrow.base, bias: nil, into: &c) }
                    < best {
                        product(
                            wide, wide, m: size, n: size, k: size, alpha: 1, beta: 0, into: &c, stride: size)
                    }
            }
        }
    }()

    /// C = alpha · op(A) · op(B) + beta · C (+ bias [n]); false if this product cannot be
    /// made here, with nothing written.
    static func apply(
        _ form: Form, _ a: UnsafeRawPointer, _ b: UnsafeRawPointer, bias: Floats?,
        into c: UnsafeMutableRawPointer
    ) -> Bool {
        guard let product = product(for: form) else { return false }
        return product.run(a, b, bias: bias, into: c)
    }

    /// C = alpha · op(A) · op(B) + beta · C in float32, not compiled for its form. (Asked for a compiled
    /// product of matrices without gaps, the library chooses other code, which has 90 % of the arithmetic
    /// limit where this has 97 %.)
    /// False if the library has no memory left for it, with nothing written.
    static func product(
        _ a: MatrixOperand, _ b: MatrixOperand, m: Int, n: Int, k: Int, alpha: Float, beta: Float,
        into c: MutableFloats, stride ldc: Int
    ) -> Bool {
        let (yes, no) = (CChar(UInt8(ascii: "T")), CChar(UInt8(ascii: "N")))
        return OneDNNThread.stream != nil
            && dnnl_sgemm(
                a.transposed ? yes : no, b.transposed ? yes : no, Int64(m), Int64(n), Int64(k), alpha,
                a.base, Int64(max(a.stride, a.transposed ? m : k)), b.base,
                Int64(max(b.stride, b.transposed ? k : n)), beta, c, Int64(max(ldc, n)))
                == dnnl_success
    }

    // MARK: Compiled products

    private static let products = OneDNNCache<Form, OneDNNProduct>()

    private static func product(for form: Form) -> OneDNNProduct? {
        products.value(for: form) { OneDNNProduct(form) }
    }
}

/// One compiled product. Any number of threads may run it at once.
private final class OneDNNProduct {
    private let code: OneDNNCode
    private let a: OneDNNLayout, b: OneDNNLayout, c: OneDNNLayout, bias: OneDNNLayout

    init?(_ form: OneDNN.Form) {
        guard let engine = OneDNNThread.engine else { return nil }
        _ = OneDNNThread.stream  // The number of threads is read when a product is made, too.
        let (m, n, k) = (form.m, form.n, form.k)
        guard
            let a = OneDNNLayout(
                dnnl_bf16, m, k, down: form.aTransposed ? 1 : form.aStride,
                right: form.aTransposed ? form.aStride : 1),
            let b = OneDNNLayout(
                dnnl_bf16, k, n, down: form.bTransposed ? 1 : form.bStride,
                right: form.bTransposed ? form.bStride : 1),
            let c = OneDNNLayout(form.result.type, m, n, down: form.cStride, right: 1),
            let bias = OneDNNLayout(dnnl_f32, 1, n, down: n, right: 1)
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
        guard
            dnnl_matmul_desc_init(
                &operation, a.description, b.description, form.hasBias ? bias.description : nil, c.description
            ) == dnnl_success,
            dnnl_primitive_desc_create(&description, &operation, attributes.handle, engine, nil)
                == dnnl_success
        else { return nil }
        defer { dnnl_primitive_desc_destroy(description) }
        guard let code = OneDNNCode(description) else { return nil }
        self.code = code
    }

    func run(
        _ aNumbers: UnsafeRawPointer, _ bNumbers: UnsafeRawPointer, bias biasNumbers: Floats?,
        into cNumbers: UnsafeMutableRawPointer
    ) -> Bool {
        code.run(
            (DNNL_ARG_SRC, a, aNumbers), (DNNL_ARG_WEIGHTS, b, bNumbers),
            (DNNL_ARG_DST, c, UnsafeRawPointer(cNumbers)),
            biasNumbers.map { (DNNL_ARG_BIAS, bias, UnsafeRawPointer($0)) })
    }
}
