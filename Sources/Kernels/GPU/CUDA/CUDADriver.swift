/// The functions of CUDA's driver that are used, out of the library that comes with NVIDIA's driver, and the
/// compiler NVRTC beside it. Handles are `UInt`: nothing here looks inside.
struct CUDADriver: @unchecked Sendable {
    typealias Handle = UInt
    typealias Out = UnsafeMutablePointer<UInt>
    typealias Number = UnsafeMutablePointer<Int32>
    typealias Text = UnsafePointer<CChar>
    typealias Raw = UnsafeMutableRawPointer

    let initialize: @convention(c) (UInt32) -> Int32
    let driverVersion: @convention(c) (Number) -> Int32
    let deviceCount: @convention(c) (Number) -> Int32
    let device: @convention(c) (Number, Int32) -> Int32
    let deviceName: @convention(c) (UnsafeMutablePointer<CChar>, Int32, Int32) -> Int32
    let deviceMemory: @convention(c) (UnsafeMutablePointer<Int>, Int32) -> Int32
    let attribute: @convention(c) (Number, Int32, Int32) -> Int32
    let retainContext: @convention(c) (Out, Int32) -> Int32
    let setContext: @convention(c) (Handle) -> Int32
    let createStream: @convention(c) (Out, UInt32) -> Int32
    let synchronizeStream: @convention(c) (Handle) -> Int32
    let allocate: @convention(c) (Out, Int) -> Int32
    let free: @convention(c) (Handle) -> Int32
    let copyIn: @convention(c) (Handle, UnsafeRawPointer, Int, Handle) -> Int32
    let copyOut: @convention(c) (Raw, Handle, Int, Handle) -> Int32
    let copyInside: @convention(c) (Handle, Handle, Int, Handle) -> Int32
    let setBytes: @convention(c) (Handle, UInt8, Int, Handle) -> Int32
    let loadModule: @convention(c) (Out, UnsafeRawPointer) -> Int32
    let function: @convention(c) (Out, Handle, Text) -> Int32
    let launch:
        @convention(c) (
            Handle, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, Handle,
            UnsafeMutablePointer<UnsafeMutableRawPointer?>, Raw?
        ) -> Int32
    let errorName: @convention(c) (Int32, UnsafeMutablePointer<Text?>) -> Int32

    /// Nil where the machine has no driver of NVIDIA's.
    static let opened: CUDADriver? = {
        guard let library = DynamicLibrary(["libcuda.so.1"]) else { return nil }
        return try? CUDADriver(library)
    }()

    private init(_ library: DynamicLibrary) throws(GPUFailure) {
        initialize = try library.function("cuInit")
        driverVersion = try library.function("cuDriverGetVersion")
        deviceCount = try library.function("cuDeviceGetCount")
        device = try library.function("cuDeviceGet")
        deviceName = try library.function("cuDeviceGetName")
        deviceMemory = try library.function("cuDeviceTotalMem_v2")
        attribute = try library.function("cuDeviceGetAttribute")
        retainContext = try library.function("cuDevicePrimaryCtxRetain")
        setContext = try library.function("cuCtxSetCurrent")
        createStream = try library.function("cuStreamCreate")
        synchronizeStream = try library.function("cuStreamSynchronize")
        allocate = try library.function("cuMemAlloc_v2")
        free = try library.function("cuMemFree_v2")
        copyIn = try library.function("cuMemcpyHtoDAsync_v2")
        copyOut = try library.function("cuMemcpyDtoHAsync_v2")
        copyInside = try library.function("cuMemcpyDtoDAsync_v2")
        setBytes = try library.function("cuMemsetD8Async")
        loadModule = try library.function("cuModuleLoadData")
        function = try library.function("cuModuleGetFunction")
        launch = try library.function("cuLaunchKernel")
        errorName = try library.function("cuGetErrorName")
    }

    /// The name of an error, as CUDA has it.
    func name(_ status: Int32) -> String {
        var text: Text?
        guard errorName(status, &text) == 0, let text else { return "error \(status)" }
        return String(cString: text)
    }
}

/// NVRTC, which compiles CUDA C when the program runs.
struct CUDACompiler: @unchecked Sendable {
    private typealias Handle = UInt
    private typealias Text = UnsafePointer<CChar>
    private typealias Texts = UnsafePointer<UnsafePointer<CChar>?>
    private typealias Size = UnsafeMutablePointer<Int>
    private let create:
        @convention(c) (UnsafeMutablePointer<UInt>, Text, Text, Int32, Texts?, Texts?) -> Int32
    private let compile: @convention(c) (Handle, Int32, Texts) -> Int32
    private let codeSize: @convention(c) (Handle, Size) -> Int32
    private let code: @convention(c) (Handle, UnsafeMutablePointer<CChar>) -> Int32
    private let logSize: @convention(c) (Handle, Size) -> Int32
    private let log: @convention(c) (Handle, UnsafeMutablePointer<CChar>) -> Int32
    private let destroy: @convention(c) (UnsafeMutablePointer<UInt>) -> Int32

    /// Nil where the machine has none.
    static let opened: CUDACompiler? = {
        let versions = ["13", "12", "11.2"].map { "libnvrtc.so.\($0)" }
        guard let library = DynamicLibrary(versions + ["libnvrtc.so"]) else { return nil }
        return try? CUDACompiler(library)
    }()

    private init(_ library: DynamicLibrary) throws(GPUFailure) {
        create = try library.function("nvrtcCreateProgram")
        compile = try library.function("nvrtcCompileProgram")
        codeSize = try library.function("nvrtcGetCUBINSize")
        code = try library.function("nvrtcGetCUBIN")
        logSize = try library.function("nvrtcGetProgramLogSize")
        log = try library.function("nvrtcGetProgramLog")
        destroy = try library.function("nvrtcDestroyProgram")
    }

    /// Machine code for a device.
    /// - Throws: what the compiler said.
    func compiled(_ source: String, options: [String]) throws(GPUFailure) -> [CChar] {
        var program: UInt = 0
        guard create(&program, source, "kernels.cu", 0, nil, nil) == 0 else {
            throw GPUFailure(message: "nvrtcCreateProgram failed")
        }
        defer { _ = destroy(&program) }
        var texts = options.map { option -> UnsafePointer<CChar>? in
            UnsafePointer(option.withCString { duplicate($0) })
        }
        defer { for text in texts { text?.deallocate() } }
        let status = compile(program, Int32(texts.count), &texts)
        guard status == 0 else {
            var size = 0
            _ = logSize(program, &size)
            var said = [CChar](repeating: 0, count: max(1, size))
            _ = log(program, &said)
            throw GPUFailure(
                message: "nvrtcCompileProgram: error \(status)",
                log: String(decoding: said.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self))
        }
        var size = 0
        guard codeSize(program, &size) == 0, size > 0 else {
            throw GPUFailure(message: "nvrtcGetCUBINSize failed")
        }
        var machineCode = [CChar](repeating: 0, count: size)
        guard code(program, &machineCode) == 0 else { throw GPUFailure(message: "nvrtcGetCUBIN failed") }
        return machineCode
    }

    private func duplicate(_ text: UnsafePointer<CChar>) -> UnsafeMutablePointer<CChar> {
        var length = 0
        while text[length] != 0 { length += 1 }
        let copy = UnsafeMutablePointer<CChar>.allocate(capacity: length + 1)
        copy.initialize(from: text, count: length + 1)
        return copy
    }
}
