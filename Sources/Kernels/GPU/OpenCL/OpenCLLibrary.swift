import Foundation

/// The functions of OpenCL 1.2 that are used, out of the system's loader, which is opened when somebody first
/// asks for a GPU. Handles are `UInt`: nothing here looks inside.
package struct OpenCLLibrary: @unchecked Sendable {
    typealias Handle = UInt
    typealias Handles = UnsafeMutablePointer<Handle>
    typealias Count = UnsafeMutablePointer<UInt32>
    typealias Status = UnsafeMutablePointer<Int32>
    typealias Raw = UnsafeMutableRawPointer
    typealias Sizes = UnsafePointer<Int>

    let getPlatformIDs: @convention(c) (UInt32, Handles?, Count?) -> Int32
    let getPlatformInfo: @convention(c) (Handle, UInt32, Int, Raw?, UnsafeMutablePointer<Int>?) -> Int32
    let getDeviceIDs: @convention(c) (Handle, UInt64, UInt32, Handles?, Count?) -> Int32
    let getDeviceInfo: @convention(c) (Handle, UInt32, Int, Raw?, UnsafeMutablePointer<Int>?) -> Int32
    let createContext: @convention(c) (Raw?, UInt32, Handles, Raw?, Raw?, Status) -> Handle
    let createCommandQueue: @convention(c) (Handle, Handle, UInt64, Status) -> Handle
    let createBuffer: @convention(c) (Handle, UInt64, Int, Raw?, Status) -> Handle
    let releaseMemObject: @convention(c) (Handle) -> Int32
    let createProgramWithSource:
        @convention(c) (Handle, UInt32, UnsafePointer<UnsafePointer<CChar>?>, Sizes?, Status) -> Handle
    let buildProgram: @convention(c) (Handle, UInt32, Handles?, UnsafePointer<CChar>, Raw?, Raw?) -> Int32
    let getProgramBuildInfo:
        @convention(c) (Handle, Handle, UInt32, Int, Raw?, UnsafeMutablePointer<Int>?) -> Int32
    let createKernel: @convention(c) (Handle, UnsafePointer<CChar>, Status) -> Handle
    let setKernelArg: @convention(c) (Handle, UInt32, Int, UnsafeRawPointer?) -> Int32
    let enqueueNDRangeKernel:
        @convention(c) (Handle, Handle, UInt32, Sizes?, Sizes, Sizes, UInt32, Handles?, Handles?) -> Int32
    let enqueueReadBuffer:
        @convention(c) (Handle, Handle, UInt32, Int, Int, Raw, UInt32, Handles?, Handles?) -> Int32
    let enqueueWriteBuffer:
        @convention(c) (Handle, Handle, UInt32, Int, Int, UnsafeRawPointer, UInt32, Handles?, Handles?) ->
            Int32
    let enqueueCopyBuffer:
        @convention(c) (Handle, Handle, Handle, Int, Int, Int, UInt32, Handles?, Handles?) -> Int32
    let enqueueFillBuffer:
        @convention(c) (Handle, Handle, UnsafeRawPointer, Int, Int, Int, UInt32, Handles?, Handles?) -> Int32
    let enqueueMapBuffer:
        @convention(c) (
            Handle, Handle, UInt32, UInt64, Int, Int, UInt32, Handles?, Handles?, Status
        ) -> Raw?
    let enqueueUnmapMemObject: @convention(c) (Handle, Handle, Raw, UInt32, Handles?, Handles?) -> Int32
    let finish: @convention(c) (Handle) -> Int32
    let flush: @convention(c) (Handle) -> Int32

    /// Nil where the machine has no loader of OpenCL, or one that is older than 1.2.
    static let opened: OpenCLLibrary? = {
        guard let library = DynamicLibrary(["libOpenCL.so.1", "libOpenCL.so"]) else { return nil }
        return try? OpenCLLibrary(library)
    }()

    private init(_ library: DynamicLibrary) throws(GPUFailure) {
        getPlatformIDs = try library.function("clGetPlatformIDs")
        getPlatformInfo = try library.function("clGetPlatformInfo")
        getDeviceIDs = try library.function("clGetDeviceIDs")
        getDeviceInfo = try library.function("clGetDeviceInfo")
        createContext = try library.function("clCreateContext")
        createCommandQueue = try library.function("clCreateCommandQueue")
        createBuffer = try library.function("clCreateBuffer")
        releaseMemObject = try library.function("clReleaseMemObject")
        createProgramWithSource = try library.function("clCreateProgramWithSource")
        buildProgram = try library.function("clBuildProgram")
        getProgramBuildInfo = try library.function("clGetProgramBuildInfo")
        createKernel = try library.function("clCreateKernel")
        setKernelArg = try library.function("clSetKernelArg")
        enqueueNDRangeKernel = try library.function("clEnqueueNDRangeKernel")
        enqueueReadBuffer = try library.function("clEnqueueReadBuffer")
        enqueueWriteBuffer = try library.function("clEnqueueWriteBuffer")
        enqueueCopyBuffer = try library.function("clEnqueueCopyBuffer")
        enqueueFillBuffer = try library.function("clEnqueueFillBuffer")
        enqueueMapBuffer = try library.function("clEnqueueMapBuffer")
        enqueueUnmapMemObject = try library.function("clEnqueueUnmapMemObject")
        finish = try library.function("clFinish")
        flush = try library.function("clFlush")
    }

    /// The devices of a kind on all platforms.
    func devices(_ kind: DeviceKind) -> [Handle] {
        var count: UInt32 = 0
        guard getPlatformIDs(0, nil, &count) == 0, count > 0 else { return [] }
        var platforms = [Handle](repeating: 0, count: Int(count))
        guard getPlatformIDs(count, &platforms, nil) == 0 else { return [] }
        return platforms.flatMap { platform -> [Handle] in
            var count: UInt32 = 0
            guard getDeviceIDs(platform, kind.rawValue, 0, nil, &count) == 0, count > 0 else { return [] }
            var devices = [Handle](repeating: 0, count: Int(count))
            return getDeviceIDs(platform, kind.rawValue, count, &devices, nil) == 0 ? devices : []
        }
    }

    /// `CL_DEVICE_TYPE_…`
    package enum DeviceKind: UInt64 { case cpu = 2, gpu = 4 }

    /// What a device says under `CL_DEVICE_…`: a text.
    func text(_ device: Handle, _ question: UInt32) -> String {
        var size = 0
        guard getDeviceInfo(device, question, 0, nil, &size) == 0, size > 0 else { return "" }
        var bytes = [UInt8](repeating: 0, count: size)
        guard getDeviceInfo(device, question, size, &bytes, nil) == 0 else { return "" }
        return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }

    /// What a device says under `CL_DEVICE_…`: a whole number of at most eight bytes.
    func number(_ device: Handle, _ question: UInt32) -> Int {
        var value: UInt64 = 0
        return getDeviceInfo(device, question, 8, &value, nil) == 0 ? Int(truncatingIfNeeded: value) : 0
    }

    /// The name of an error, as the standard has it.
    static func name(_ status: Int32) -> String {
        let names: [Int32: String] = [
            -1: "CL_DEVICE_NOT_FOUND", -2: "CL_DEVICE_NOT_AVAILABLE", -3: "CL_COMPILER_NOT_AVAILABLE",
            -4: "CL_MEM_OBJECT_ALLOCATION_FAILURE", -5: "CL_OUT_OF_RESOURCES", -6: "CL_OUT_OF_HOST_MEMORY",
            -11: "CL_BUILD_PROGRAM_FAILURE", -12: "CL_MAP_FAILURE", -30: "CL_INVALID_VALUE",
            -36: "CL_INVALID_COMMAND_QUEUE", -38: "CL_INVALID_MEM_OBJECT", -46: "CL_INVALID_KERNEL_NAME",
            -49: "CL_INVALID_ARG_INDEX", -50: "CL_INVALID_ARG_VALUE", -51: "CL_INVALID_ARG_SIZE",
            -52: "CL_INVALID_KERNEL_ARGS", -54: "CL_INVALID_WORK_GROUP_SIZE",
            -55: "CL_INVALID_WORK_ITEM_SIZE",
            -61: "CL_INVALID_BUFFER_SIZE", -63: "CL_INVALID_GLOBAL_WORK_SIZE",
        ]
        return names[status] ?? "error \(status)"
    }
}
