import Foundation

/// A device of OpenCL: a GPU of NVIDIA, AMD or Intel, or a processor (PoCL), which tests use.
package final class OpenCLRuntime: GPURuntime, @unchecked Sendable {
    private let library: OpenCLLibrary
    private let device: OpenCLLibrary.Handle, context: OpenCLLibrary.Handle
    private var queue: OpenCLLibrary.Handle
    package let hasDouble: Bool
    private let blast = CLBlast.opened
    package let properties: DeviceProperties
    package let isHostMemory: Bool

    /// The device of a handle that the library gave.
    init(_ library: OpenCLLibrary, _ device: OpenCLLibrary.Handle) throws(GPUFailure) {
        (self.library, self.device) = (library, device)
        var properties = DeviceProperties(
            title: library.text(device, 0x102B).trimmingCharacters(in: .whitespaces))
        properties.runtime = library.text(device, 0x102F)  // CL_DEVICE_VERSION
        properties.multiprocessors = library.number(device, 0x1002)
        properties.totalMemory = library.number(device, 0x101F)
        self.properties = properties
        isHostMemory = library.number(device, 0x1000) & 2 != 0  // CL_DEVICE_TYPE_CPU
        hasDouble = library.number(device, 0x1032) != 0  // CL_DEVICE_DOUBLE_FP_CONFIG
        var status: Int32 = 0
        var one = device
        context = library.createContext(nil, 1, &one, nil, nil, &status)
        guard status == 0 else { throw OpenCLRuntime.failure("clCreateContext", status) }
        queue = library.createCommandQueue(context, device, 0, &status)
        guard status == 0 else { throw OpenCLRuntime.failure("clCreateCommandQueue", status) }
    }

    /// The devices of a kind that this machine has.
    package static func devices(_ kind: OpenCLLibrary.DeviceKind) -> [OpenCLRuntime] {
        guard let library = OpenCLLibrary.opened else { return [] }
        return library.devices(kind).compactMap { try? OpenCLRuntime(library, $0) }
    }

    private static func failure(_ call: String, _ status: Int32, log: String = "") -> GPUFailure {
        GPUFailure(message: "\(call): \(OpenCLLibrary.name(status))", log: log)
    }

    private func check(_ call: String, _ status: Int32) throws(GPUFailure) {
        if status != 0 { throw OpenCLRuntime.failure(call, status) }
    }

    package var groupSize: Int { isHostMemory ? 1 : 256 }

    // MARK: Memory

    package func allocate(_ bytes: Int) -> GPUMemory? {
        // CL_MEM_READ_WRITE, and CL_MEM_ALLOC_HOST_PTR where the host shall see it without a copy
        var status: Int32 = 0
        let memory = library.createBuffer(context, isHostMemory ? 1 | 16 : 1, bytes, nil, &status)
        return status == 0 ? GPUMemory(handle: memory) : nil
    }

    package func release(_ memory: GPUMemory) { _ = library.releaseMemObject(memory.handle) }

    package func lend(_ memory: GPUMemory, bytes: Int) throws(GPUFailure) -> UnsafeMutableRawPointer {
        var status: Int32 = 0
        // CL_MAP_READ | CL_MAP_WRITE
        let address = library.enqueueMapBuffer(
            queue, memory.handle, 1, 3, 0, max(1, bytes), 0, nil, nil, &status)
        guard status == 0, let address else { throw OpenCLRuntime.failure("clEnqueueMapBuffer", status) }
        return address
    }

    package func giveBack(_ memory: GPUMemory, at address: UnsafeMutableRawPointer) throws(GPUFailure) {
        try check(
            "clEnqueueUnmapMemObject",
            library.enqueueUnmapMemObject(queue, memory.handle, address, 0, nil, nil))
    }

    package func write(_ memory: GPUMemory, _ start: Int, from source: UnsafeRawPointer, bytes: Int)
        throws(GPUFailure)
    {
        guard bytes > 0 else { return }
        try check(
            "clEnqueueWriteBuffer",
            library.enqueueWriteBuffer(queue, memory.handle, 1, start, bytes, source, 0, nil, nil))
    }

    package func read(_ memory: GPUMemory, _ start: Int, into target: UnsafeMutableRawPointer, bytes: Int)
        throws(GPUFailure)
    {
        guard bytes > 0 else { return }
        try check(
            "clEnqueueReadBuffer",
            library.enqueueReadBuffer(queue, memory.handle, 1, start, bytes, target, 0, nil, nil))
    }

    package func copy(
        _ source: GPUMemory, _ from: Int, into target: GPUMemory, _ to: Int, bytes: Int
    ) throws(GPUFailure) {
        guard bytes > 0 else { return }
        try check(
            "clEnqueueCopyBuffer",
            library.enqueueCopyBuffer(queue, source.handle, target.handle, from, to, bytes, 0, nil, nil))
    }

    package func clear(_ memory: GPUMemory, _ start: Int, bytes: Int) throws(GPUFailure) {
        guard bytes > 0 else { return }
        var zero: UInt8 = 0
        try check(
            "clEnqueueFillBuffer",
            library.enqueueFillBuffer(queue, memory.handle, &zero, 1, start, bytes, 0, nil, nil))
    }

    // MARK: Kernels

    package func compile(_ source: String, macros: [(name: String, value: String)]) throws(GPUFailure)
        -> GPUProgram
    {
        var status: Int32 = 0
        let program = source.withCString { text in
            withUnsafePointer(to: Optional(text)) {
                library.createProgramWithSource(context, 1, $0, nil, &status)
            }
        }
        try check("clCreateProgramWithSource", status)
        let options =
            (["-cl-std=CL1.2"] + (hasDouble ? ["-DHAS_DOUBLE"] : [])
            + macros.map { "-D\($0.name)=\($0.value)" })
            .joined(separator: " ")
        var one = device
        status = library.buildProgram(program, 1, &one, options, nil, nil)
        guard status == 0 else { throw OpenCLRuntime.failure("clBuildProgram", status, log: log(program)) }
        return GPUProgram(handle: program)
    }

    private func log(_ program: OpenCLLibrary.Handle) -> String {
        var size = 0
        guard library.getProgramBuildInfo(program, device, 0x1183, 0, nil, &size) == 0, size > 0 else {
            return ""
        }
        var bytes = [UInt8](repeating: 0, count: size)
        guard library.getProgramBuildInfo(program, device, 0x1183, size, &bytes, nil) == 0 else { return "" }
        return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }

    package func kernel(_ name: String, in program: GPUProgram) throws(GPUFailure) -> GPUKernel {
        var status: Int32 = 0
        let kernel = library.createKernel(program.handle, name, &status)
        guard status == 0 else { throw OpenCLRuntime.failure("clCreateKernel \(name)", status) }
        return GPUKernel(handle: kernel)
    }

    package func launch(
        _ kernel: GPUKernel, groups: (x: Int, y: Int, z: Int), size: Int, _ arguments: [GPUArgument]
    ) throws(GPUFailure) {
        for (index, argument) in arguments.enumerated() {
            let place = UInt32(index)
            let status: Int32
            switch argument {
            case .memory(let memory):
                var handle = memory.handle
                status = library.setKernelArg(kernel.handle, place, MemoryLayout<UInt>.size, &handle)
            case .long(let value):
                var value = Int64(value)
                status = library.setKernelArg(kernel.handle, place, 8, &value)
            case .int(var value): status = library.setKernelArg(kernel.handle, place, 4, &value)
            case .float(var value): status = library.setKernelArg(kernel.handle, place, 4, &value)
            case .bytes(let bytes): status = library.setKernelArg(kernel.handle, place, bytes.count, bytes)
            }
            try check("clSetKernelArg", status)
        }
        try check(
            "clEnqueueNDRangeKernel",
            library.enqueueNDRangeKernel(
                queue, kernel.handle, 3, nil, [groups.x * size, groups.y, groups.z], [size, 1, 1], 0, nil, nil
            ))
    }

    package func hasProducts(ofSize size: Int, batch: Int) -> Bool { blast != nil && size == 4 && batch == 1 }

    package func product(_ product: GPUProduct) throws(GPUFailure) -> Bool {
        guard let blast else { return false }
        let status = blast.multiply(product, &queue)
        // An error of CLBlast's own (no kernel for such a device) leaves the product to ours.
        if status <= -1024 { return false }
        try check("CLBlastSgemm", status)
        return true
    }

    package func synchronize() throws(GPUFailure) { try check("clFinish", library.finish(queue)) }
}
