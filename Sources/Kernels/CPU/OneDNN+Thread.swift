import COneDNN
import Foundation

/// The library's engine, and what it keeps for each thread.
enum OneDNNThread {
    /// The CPU. Made once; nil if the library refuses.
    // unsafe: made once; the library lets any number of threads use it.
    nonisolated(unsafe) static let engine: dnnl_engine_t? = {
        var engine: dnnl_engine_t?
        return dnnl_engine_create(&engine, dnnl_cpu, 0) == dnnl_success ? engine : nil
    }()

    /// The present thread's stream. At its first use the library is told to keep to this thread.
    static var stream: dnnl_stream_t? {
        if let known = pthread_getspecific(key) { return OpaquePointer(known) }
        limitToOneThread?(1)
        var stream: dnnl_stream_t?
        guard let engine,
            dnnl_stream_create(&stream, engine, UInt32(dnnl_stream_default_flags.rawValue)) == dnnl_success
        else { return nil }
        pthread_setspecific(key, stream.map { UnsafeRawPointer($0) })
        return stream
    }

    private static let key: pthread_key_t = {
        var key = pthread_key_t()
        pthread_key_create(&key, { dnnl_stream_destroy(OpaquePointer($0)) })
        return key
    }()

    /// `omp_set_num_threads`, which counts for the thread that calls it; Debian
    /// builds the library over OpenMP.
    private static let limitToOneThread: (@convention(c) (Int32) -> Void)? =
        dlsym(nil, "omp_set_num_threads").map { unsafeBitCast($0, to: (@convention(c) (Int32) -> Void).self) }
}

/// Where the numbers of a matrix lie, in the library's terms.
final class OneDNNLayout {
    let description = UnsafeMutablePointer<dnnl_memory_desc_t>.allocate(capacity: 1)

    /// A matrix whose rows lie `down` numbers apart and whose columns `right`.
    init?(_ type: dnnl_data_type_t, _ rows: Int, _ columns: Int, down: Int, right: Int) {
        description.initialize(to: dnnl_memory_desc_t())
        guard
            dnnl_memory_desc_init_by_strides(
                description, 2, [Int64(rows), Int64(columns)], type, [Int64(down), Int64(right)])
                == dnnl_success
        else { return nil }
    }

    init(_ description: dnnl_memory_desc_t) { self.description.initialize(to: description) }

    deinit { description.deallocate() }

    var bytes: Int { dnnl_memory_desc_get_size(description) }
}

/// What is asked of compiled code beside its operation: memory that it needs comes from the caller.
final class OneDNNAttributes {
    let handle: dnnl_primitive_attr_t?

    /// nil if the library refuses.
    init?() {
        var made: dnnl_primitive_attr_t?
        guard dnnl_primitive_attr_create(&made) == dnnl_success else { return nil }
        handle = made
        dnnl_primitive_attr_set_scratchpad_mode(made, dnnl_scratchpad_mode_user)
    }

    deinit { dnnl_primitive_attr_destroy(handle) }
}

/// Compiled code and the layouts that it is for. Any number of threads may run it at once.
final class OneDNNCode {
    /// The library's name for the code, such as `brg:avx512_core_bf16`.
    let name: String
    private let primitive: dnnl_primitive_t
    private let scratch: OneDNNLayout?

    /// Compiles what `description` describes; nil if the library refuses.
    init?(_ description: dnnl_primitive_desc_t?) {
        var made: dnnl_primitive_t?
        guard dnnl_primitive_create(&made, description) == dnnl_success, let made else { return nil }
        primitive = made
        var name: UnsafePointer<CChar>?
        dnnl_primitive_desc_query(description, dnnl_query_impl_info_str, 0, &name)
        self.name = name.map { String(cString: $0) } ?? ""
        let wanted = dnnl_primitive_desc_query_md(description, dnnl_query_scratchpad_md, 0).map {
            OneDNNLayout($0.pointee)
        }
        scratch = wanted.flatMap { $0.bytes == 0 ? nil : $0 }
    }

    deinit { dnnl_primitive_destroy(primitive) }

    typealias Argument = (place: Int32, layout: OneDNNLayout, numbers: UnsafeRawPointer)

    /// Runs on the calling thread over up to four memories; false if the library has no memory left for it.
    func run(_ arguments: Argument?...) -> Bool {
        guard let scratch else { return run(arguments) }
        return Scratch.with((scratch.bytes + 3) / 4) {
            run(arguments + [(DNNL_ARG_SCRATCHPAD, scratch, UnsafeRawPointer($0))])
        }
    }

    private func run(_ arguments: [Argument?]) -> Bool {
        guard let engine = OneDNNThread.engine, let stream = OneDNNThread.stream else { return false }
        return withUnsafeTemporaryAllocation(of: dnnl_exec_arg_t.self, capacity: arguments.count) { given in
            var count = 0
            defer { for argument in given[..<count] { dnnl_memory_destroy(argument.memory) } }
            for case let argument? in arguments {
                var memory: dnnl_memory_t?
                guard
                    dnnl_memory_create(
                        &memory, argument.layout.description, engine,
                        UnsafeMutableRawPointer(mutating: argument.numbers)) == dnnl_success
                else { return false }
                given.initializeElement(at: count, to: dnnl_exec_arg_t(arg: argument.place, memory: memory))
                count += 1
            }
            return dnnl_primitive_execute(primitive, stream, Int32(count), given.baseAddress) == dnnl_success
                && dnnl_stream_wait(stream) == dnnl_success
        }
    }
}

/// Compiled code by the form that it is for. Any number of threads may ask at once.
final class OneDNNCache<Form: Hashable, Code>: @unchecked Sendable {
    /// Forms that are kept; sizes that change with every call (a growing text) must not fill the memory.
    private let most = 1024
    private var kept: [Form: Code] = [:]
    private let lock = SpinLock()

    /// What was made for `form`, made now if nothing was; nil if that fails.
    func value(for form: Form, make: () -> Code?) -> Code? {
        lock.lock()
        let known = kept[form]
        lock.unlock()
        if let known { return known }
        guard let made = make() else { return nil }
        lock.lock()
        if kept.count >= most { kept.removeAll() }
        kept[form] = made
        lock.unlock()
        return made
    }
}
