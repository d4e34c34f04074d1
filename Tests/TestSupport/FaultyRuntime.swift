import Kernels

/// This machine's processor as OpenCL drives it, with a driver that refuses what a test says.
package final class FaultyRuntime: GPURuntime, @unchecked Sendable {
    private let sound: OpenCLRuntime
    /// Launches that still succeed; nil: all do.
    package var launchesLeft: Int?
    /// What a source must have in it for the compiler to refuse it.
    package var refused: String?

    /// Nil where OpenCL finds no processor.
    package init?() {
        guard let sound = OpenCLRuntime.devices(.cpu).first else { return nil }
        self.sound = sound
    }

    package var properties: DeviceProperties { sound.properties }
    package var isHostMemory: Bool { true }
    package var hasDouble: Bool { sound.hasDouble }
    package var groupSize: Int { sound.groupSize }
    package func hasProducts(ofSize size: Int, batch: Int) -> Bool { false }
    package func allocate(_ bytes: Int) -> GPUMemory? { sound.allocate(bytes) }
    package func release(_ memory: GPUMemory) { sound.release(memory) }

    package func lend(_ memory: GPUMemory, bytes: Int) throws(GPUFailure) -> UnsafeMutableRawPointer {
        try sound.lend(memory, bytes: bytes)
    }
    package func giveBack(_ memory: GPUMemory, at address: UnsafeMutableRawPointer) throws(GPUFailure) {
        try sound.giveBack(memory, at: address)
    }
    package func write(_ memory: GPUMemory, _ start: Int, from source: UnsafeRawPointer, bytes: Int)
        throws(GPUFailure)
    {
        try sound.write(memory, start, from: source, bytes: bytes)
    }
    package func read(_ memory: GPUMemory, _ start: Int, into target: UnsafeMutableRawPointer, bytes: Int)
        throws(GPUFailure)
    {
        try sound.read(memory, start, into: target, bytes: bytes)
    }
    package func copy(_ source: GPUMemory, _ from: Int, into target: GPUMemory, _ to: Int, bytes: Int)
        throws(GPUFailure)
    {
        try sound.copy(source, from, into: target, to, bytes: bytes)
    }
    package func clear(_ memory: GPUMemory, _ start: Int, bytes: Int) throws(GPUFailure) {
        try sound.clear(memory, start, bytes: bytes)
    }

    package func compile(_ source: String, macros: [(name: String, value: String)]) throws(GPUFailure)
        -> GPUProgram
    {
        if let refused, source.contains(refused) {
            throw GPUFailure(message: "clBuildProgram: CL_BUILD_PROGRAM_FAILURE", log: "line 1: no")
        }
        return try sound.compile(source, macros: macros)
    }

    package func kernel(_ name: String, in program: GPUProgram) throws(GPUFailure) -> GPUKernel {
        try sound.kernel(name, in: program)
    }

    package func launch(
        _ kernel: GPUKernel, groups: (x: Int, y: Int, z: Int), size: Int, _ arguments: [GPUArgument]
    ) throws(GPUFailure) {
        if let left = launchesLeft {
            guard left > 0 else {
                throw GPUFailure(message: "clEnqueueNDRangeKernel: CL_OUT_OF_RESOURCES")
            }
            launchesLeft = left - 1
        }
        try sound.launch(kernel, groups: groups, size: size, arguments)
    }

    package func product(_ product: GPUProduct) throws(GPUFailure) -> Bool { false }
    package func synchronize() throws(GPUFailure) { try sound.synchronize() }
}
