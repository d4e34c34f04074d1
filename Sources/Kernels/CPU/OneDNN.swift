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
    private static let bfloat16IsFast = probe(.bfloat16) && hasBFloat16Instructions

    /// The library emulates bfloat16 where the CPU has no instructions for it, slower than float32: the name tells.
    private static let hasBFloat16Instructions =
        product(for: Form(probing: .bfloat16))?.implementation.contains("bf16") ?? false

    private static func probe(_ numbers: Numbers) -> Bool {
        product(for: Form(probing: numbers))?.implementation.hasPrefix("brg") ?? false
    }

    /// C = alpha · op(A) · op(B) + beta · C (+ bias [n]); false if this product cannot be made here, with nothing written.
    static func apply(
        _ form: Form, _ a: UnsafeRawPointer, _ b: UnsafeRawPointer, bias: Floats?, into c: UnsafeMutableRawPointer
    ) -> Bool {
        guard let product = product(for: form) else { return false }
        return product.run(a, b, bias: bias, into: c)
    }

    // MARK: Compiled products

    /// Forms that are kept; sizes that change with every call (a growing text) must not fill the memory.
    private static let most = 1024
    nonisolated(unsafe) private static var products: [Form: OneDNNProduct] = [:]
    private static let lock = NSLock()

    private static func product(for form: Form) -> OneDNNProduct? {
        lock.lock()
        let known = products[form]
        lock.unlock()
        if let known { return known }
        guard let made = OneDNNProduct(form) else { return nil }
        lock.lock()
        if products.count >= most { products.removeAll() }
        products[form] = made
        lock.unlock()
        return made
    }
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
    /// The library's name for the code, such as `brg:avx512_core_bf16`.
    let implementation: String
    private let primitive: dnnl_primitive_t
    private var a = dnnl_memory_desc_t(), b = dnnl_memory_desc_t(), c = dnnl_memory_desc_t(), bias = dnnl_memory_desc_t()
    private var scratch = dnnl_memory_desc_t()
    private let scratchBytes: Int

    init?(_ form: OneDNN.Form) {
        guard let engine = OneDNNThread.engine else { return nil }
        _ = OneDNNThread.stream  // The number of threads is read when a product is made, too.
        let (m, n, k) = (Int64(form.m), Int64(form.n), Int64(form.k))
        func describe(_ d: inout dnnl_memory_desc_t, _ type: dnnl_data_type_t, _ rows: Int64, _ columns: Int64, _ down: Int, _ right: Int) -> Bool {
            dnnl_memory_desc_init_by_strides(&d, 2, [rows, columns], type, [Int64(down), Int64(right)]) == dnnl_success
        }
        guard describe(&a, form.numbers.operand, m, k, form.aTransposed ? 1 : form.aStride, form.aTransposed ? form.aStride : 1),
            describe(&b, form.numbers.operand, k, n, form.bTransposed ? 1 : form.bStride, form.bTransposed ? form.bStride : 1),
            describe(&c, form.numbers.result, m, n, form.cStride, 1), describe(&bias, dnnl_f32, 1, n, form.n, 1)
        else { return nil }

        var attributes: dnnl_primitive_attr_t?, after: dnnl_post_ops_t?
        guard dnnl_primitive_attr_create(&attributes) == dnnl_success else { return nil }
        defer { dnnl_primitive_attr_destroy(attributes) }
        dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl_scratchpad_mode_user)
        if form.alpha != 1 { dnnl_primitive_attr_set_output_scales(attributes, 1, 0, [form.alpha]) }
        if form.beta != 0 {
            guard dnnl_post_ops_create(&after) == dnnl_success else { return nil }
            defer { dnnl_post_ops_destroy(after) }
            dnnl_post_ops_append_sum(after, form.beta)
            dnnl_primitive_attr_set_post_ops(attributes, after)
        }
        var operation = dnnl_matmul_desc_t(), description: dnnl_primitive_desc_t?, made: dnnl_primitive_t?
        guard (form.hasBias ? dnnl_matmul_desc_init(&operation, &a, &b, &bias, &c) : dnnl_matmul_desc_init(&operation, &a, &b, nil, &c)) == dnnl_success,
            dnnl_primitive_desc_create(&description, &operation, attributes, engine, nil) == dnnl_success
        else { return nil }
        defer { dnnl_primitive_desc_destroy(description) }
        guard dnnl_primitive_create(&made, description) == dnnl_success, let made else { return nil }
        primitive = made
        var name: UnsafePointer<CChar>?
        dnnl_primitive_desc_query(description, dnnl_query_impl_info_str, 0, &name)
        implementation = name.map { String(cString: $0) } ?? ""
        let wanted = dnnl_primitive_desc_query_md(description, dnnl_query_scratchpad_md, 0)
        if let wanted { scratch = wanted.pointee }
        scratchBytes = dnnl_memory_desc_get_size(wanted)
    }

    deinit { dnnl_primitive_destroy(primitive) }

    func run(_ aNumbers: UnsafeRawPointer, _ bNumbers: UnsafeRawPointer, bias biasNumbers: Floats?, into cNumbers: UnsafeMutableRawPointer) -> Bool {
        guard let engine = OneDNNThread.engine, let stream = OneDNNThread.stream else { return false }
        return Scratch.with((scratchBytes + 3) / 4 + 1) { room in
            var arguments: [dnnl_exec_arg_t] = []
            arguments.reserveCapacity(5)
            defer { for argument in arguments { dnnl_memory_destroy(argument.memory) } }
            func add(_ place: Int32, _ description: inout dnnl_memory_desc_t, _ numbers: UnsafeMutableRawPointer) -> Bool {
                var memory: dnnl_memory_t?
                guard dnnl_memory_create(&memory, &description, engine, numbers) == dnnl_success else { return false }
                arguments.append(dnnl_exec_arg_t(arg: place, memory: memory))
                return true
            }
            guard add(DNNL_ARG_SRC, &a, UnsafeMutableRawPointer(mutating: aNumbers)),
                add(DNNL_ARG_WEIGHTS, &b, UnsafeMutableRawPointer(mutating: bNumbers)), add(DNNL_ARG_DST, &c, cNumbers),
                biasNumbers.map({ add(DNNL_ARG_BIAS, &bias, UnsafeMutableRawPointer(mutating: $0)) }) ?? true,
                scratchBytes == 0 || add(DNNL_ARG_SCRATCHPAD, &scratch, room)
            else { return false }
            return dnnl_primitive_execute(primitive, stream, Int32(arguments.count), arguments) == dnnl_success
                && dnnl_stream_wait(stream) == dnnl_success
        }
    }
}

/// What the library keeps for each thread.
private enum OneDNNThread {
    /// The CPU. Made once; nil if the library refuses.
    nonisolated(unsafe) static let engine: dnnl_engine_t? = {
        var engine: dnnl_engine_t?
        return dnnl_engine_create(&engine, dnnl_cpu, 0) == dnnl_success ? engine : nil
    }()

    /// The present thread's stream. At its first use the library is told to keep to this thread.
    static var stream: dnnl_stream_t? {
        if let known = pthread_getspecific(key) { return OpaquePointer(known) }
        limitToOneThread?(1)
        var stream: dnnl_stream_t?
        guard let engine, dnnl_stream_create(&stream, engine, UInt32(dnnl_stream_default_flags.rawValue)) == dnnl_success
        else { return nil }
        pthread_setspecific(key, stream.map { UnsafeRawPointer($0) })
        return stream
    }

    private static let key: pthread_key_t = {
        var key = pthread_key_t()
        pthread_key_create(&key, { dnnl_stream_destroy(OpaquePointer($0)) })
        return key
    }()

    /// `omp_set_num_threads`, which counts for the thread that calls it; Debian builds the library over OpenMP.
    private static let limitToOneThread: (@convention(c) (Int32) -> Void)? =
        dlsym(nil, "omp_set_num_threads").map { unsafeBitCast($0, to: (@convention(c) (Int32) -> Void).self) }
}
