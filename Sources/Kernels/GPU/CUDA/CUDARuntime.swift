/// A GPU of NVIDIA's by CUDA's driver: kernels compiled by NVRTC, products by cuBLAS.
final class CUDARuntime: GPURuntime, @unchecked Sendable {
    private let driver: CUDADriver, compiler: CUDACompiler
    private var context: UInt = 0, stream: UInt = 0
    private let blas: CuBLAS?
    package let properties: DeviceProperties
    package let isHostMemory = false
    package let groupSize = 256
    package let hasDouble = true

    /// The device of that number.
    private init(_ driver: CUDADriver, _ compiler: CUDACompiler, _ index: Int32) throws(GPUFailure) {
        (self.driver, self.compiler) = (driver, compiler)
        var device: Int32 = 0
        func check(_ call: String, _ status: Int32) throws(GPUFailure) {
            if status != 0 { throw GPUFailure(message: "\(call): \(driver.name(status))") }
        }
        try check("cuDeviceGet", driver.device(&device, index))
        func attribute(_ which: Int32) -> Int {
            var value: Int32 = 0
            return driver.attribute(&value, which, device) == 0 ? Int(value) : 0
        }
        var name = [CChar](repeating: 0, count: 256)
        try check("cuDeviceGetName", driver.deviceName(&name, 255, device))
        var properties = DeviceProperties(
            title: String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self))
        var version: Int32 = 0
        _ = driver.driverVersion(&version)
        properties.runtime = "CUDA \(version / 1000).\(version % 1000 / 10)"
        properties.multiprocessors = attribute(16)
        properties.capability = (attribute(75), attribute(76))
        _ = driver.deviceMemory(&properties.totalMemory, device)
        self.properties = properties
        try check("cuDevicePrimaryCtxRetain", driver.retainContext(&context, device))
        try check("cuCtxSetCurrent", driver.setContext(context))
        try check("cuStreamCreate", driver.createStream(&stream, 1))  // CU_STREAM_NON_BLOCKING
        blas = CuBLAS(stream: stream)
    }

    /// The devices of this machine; empty without NVIDIA's driver or its compiler.
    static func devices() -> (devices: [CUDARuntime], note: String?) {
        guard let driver = CUDADriver.opened, driver.initialize(0) == 0 else { return ([], nil) }
        var count: Int32 = 0
        guard driver.deviceCount(&count) == 0, count > 0 else { return ([], nil) }
        guard let compiler = CUDACompiler.opened else {
            return ([], "NVIDIA's driver is here, but its compiler (libnvrtc) is not")
        }
        var devices: [CUDARuntime] = []
        do throws(GPUFailure) {
            for index in 0..<count { devices.append(try CUDARuntime(driver, compiler, index)) }
        } catch {
            return (devices, error.message)
        }
        return (devices, nil)
    }

    private func check(_ call: String, _ status: Int32) throws(GPUFailure) {
        if status != 0 { throw GPUFailure(message: "\(call): \(driver.name(status))") }
    }

    /// A thread says for itself which context it works in.
    private func enter() throws(GPUFailure) { try check("cuCtxSetCurrent", driver.setContext(context)) }

    // MARK: Memory

    package func allocate(_ bytes: Int) -> GPUMemory? {
        var address: UInt = 0
        guard driver.setContext(context) == 0, driver.allocate(&address, bytes) == 0 else { return nil }
        return GPUMemory(handle: address)
    }

    package func release(_ memory: GPUMemory) {
        _ = driver.setContext(context)
        _ = driver.synchronizeStream(stream)
        _ = driver.free(memory.handle)
    }

    package func lend(_ memory: GPUMemory, bytes: Int) throws(GPUFailure) -> UnsafeMutableRawPointer {
        throw GPUFailure(message: "the host does not see this device's memory")
    }

    package func giveBack(_ memory: GPUMemory, at address: UnsafeMutableRawPointer) throws(GPUFailure) {}

    package func write(_ memory: GPUMemory, _ start: Int, from source: UnsafeRawPointer, bytes: Int)
        throws(GPUFailure)
    {
        guard bytes > 0 else { return }
        try enter()
        // From memory that may be paged out: the driver has read it when the call is back.
        try check(
            "cuMemcpyHtoDAsync", driver.copyIn(memory.handle + UInt(start), source, bytes, stream))
    }

    package func read(_ memory: GPUMemory, _ start: Int, into target: UnsafeMutableRawPointer, bytes: Int)
        throws(GPUFailure)
    {
        guard bytes > 0 else { return }
        try enter()
        try check(
            "cuMemcpyDtoHAsync", driver.copyOut(target, memory.handle + UInt(start), bytes, stream))
        try check("cuStreamSynchronize", driver.synchronizeStream(stream))
    }

    package func copy(
        _ source: GPUMemory, _ from: Int, into target: GPUMemory, _ to: Int, bytes: Int
    ) throws(GPUFailure) {
        guard bytes > 0 else { return }
        try enter()
        try check(
            "cuMemcpyDtoDAsync",
            driver.copyInside(target.handle + UInt(to), source.handle + UInt(from), bytes, stream))
    }

    package func clear(_ memory: GPUMemory, _ start: Int, bytes: Int) throws(GPUFailure) {
        guard bytes > 0 else { return }
        try enter()
        try check("cuMemsetD8Async", driver.setBytes(memory.handle + UInt(start), 0, bytes, stream))
    }

    // MARK: Kernels

    package func compile(_ source: String, macros: [(name: String, value: String)]) throws(GPUFailure)
        -> GPUProgram
    {
        try enter()
        let (major, minor) = properties.capability
        let code = try compiler.compiled(
            source,
            options: ["--gpu-architecture=sm_\(major)\(minor)"] + macros.map { "-D\($0.name)=\($0.value)" })
        var module: UInt = 0
        try check("cuModuleLoadData", code.withUnsafeBytes { driver.loadModule(&module, $0.baseAddress!) })
        return GPUProgram(handle: module)
    }

    package func kernel(_ name: String, in program: GPUProgram) throws(GPUFailure) -> GPUKernel {
        try enter()
        var function: UInt = 0
        try check("cuModuleGetFunction \(name)", driver.function(&function, program.handle, name))
        return GPUKernel(handle: function)
    }

    package func launch(
        _ kernel: GPUKernel, groups: (x: Int, y: Int, z: Int), size: Int, _ arguments: [GPUArgument]
    ) throws(GPUFailure) {
        try enter()
        // All values one after the other, each on a boundary of eight bytes, and where each of them lies.
        var bytes: [UInt8] = [], places: [Int] = []
        for argument in arguments {
            bytes += [UInt8](repeating: 0, count: (8 - bytes.count % 8) % 8)
            places.append(bytes.count)
            switch argument {
            case .memory(let memory): withUnsafeBytes(of: memory.handle) { bytes += $0 }
            case .long(let value): withUnsafeBytes(of: Int64(value)) { bytes += $0 }
            case .int(let value): withUnsafeBytes(of: value) { bytes += $0 }
            case .float(let value): withUnsafeBytes(of: value) { bytes += $0 }
            case .bytes(let more): bytes += more
            }
        }
        let status = bytes.withUnsafeMutableBytes { values in
            var pointers = places.map { place in values.baseAddress.map { $0 + place } }
            return driver.launch(
                kernel.handle, UInt32(groups.x), UInt32(groups.y), UInt32(groups.z), UInt32(size), 1, 1, 0,
                stream, &pointers, nil)
        }
        try check("cuLaunchKernel", status)
    }

    package func hasProducts(ofSize size: Int, batch: Int) -> Bool { blas != nil }

    package func product(_ product: GPUProduct) throws(GPUFailure) -> Bool {
        guard let blas else { return false }
        try enter()
        try blas.product(product)
        return true
    }

    package func synchronize() throws(GPUFailure) {
        try enter()
        try check("cuStreamSynchronize", driver.synchronizeStream(stream))
    }
}
