/// A GPU as its driver shows it: memory by handles, programs made of source, one queue that does everything
/// in the order in which it was asked. What a runtime (OpenCL, CUDA) has to offer for `GPUDevice` to be built
/// upon it.
///
/// No method is called by two threads at once: the device sees to that.
package protocol GPURuntime: AnyObject, Sendable {
    /// What there is to know about the device.
    var properties: DeviceProperties { get }
    /// Whether the device computes in the host's memory (a processor that is driven as a GPU): then
    /// ``hostAddress(of:bytes:)`` gives it and nothing is ever copied.
    var isHostMemory: Bool { get }
    /// Items of a work group that goes through a row: 1 for a processor, whose vectors do it.
    var groupSize: Int { get }

    /// Whether it has float64.
    var hasDouble: Bool { get }
    /// Whether the maker's library makes products of numbers of that size, so many at once.
    func hasProducts(ofSize size: Int, batch: Int) -> Bool

    /// Memory of the device; nil when there is none left.
    func allocate(_ bytes: Int) -> GPUMemory?
    func release(_ memory: GPUMemory)
    /// Waits, and lends the memory to the host until ``giveBack(_:)``. For `isHostMemory` alone.
    func lend(_ memory: GPUMemory, bytes: Int) throws(GPUFailure) -> UnsafeMutableRawPointer
    func giveBack(_ memory: GPUMemory, at address: UnsafeMutableRawPointer) throws(GPUFailure)

    /// Copies from the host; the numbers may change once the call is back.
    func write(_ memory: GPUMemory, _ start: Int, from source: UnsafeRawPointer, bytes: Int)
        throws(GPUFailure)
    /// Waits for what was asked before, and copies to the host.
    func read(_ memory: GPUMemory, _ start: Int, into target: UnsafeMutableRawPointer, bytes: Int)
        throws(GPUFailure)
    /// Copies from one place of the device's memory to another.
    func copy(
        _ source: GPUMemory, _ from: Int, into target: GPUMemory, _ to: Int, bytes: Int
    ) throws(GPUFailure)
    /// Sets bytes to 0.
    func clear(_ memory: GPUMemory, _ start: Int, bytes: Int) throws(GPUFailure)

    /// Compiles a source with these macros. The failure has the compiler's log.
    func compile(_ source: String, macros: [(name: String, value: String)]) throws(GPUFailure) -> GPUProgram
    /// A kernel of a program.
    func kernel(_ name: String, in program: GPUProgram) throws(GPUFailure) -> GPUKernel
    /// Asks for a kernel to be run by `groups` groups of `size` items.
    func launch(
        _ kernel: GPUKernel, groups: (x: Int, y: Int, z: Int), size: Int, _ arguments: [GPUArgument]
    ) throws(GPUFailure)

    /// C = alpha · A · B + beta · C by the maker's library of products; false where there is none, or it has
    /// no such product.
    func product(_ product: GPUProduct) throws(GPUFailure) -> Bool

    /// Waits until all that was asked for is done.
    func synchronize() throws(GPUFailure)
}

/// Memory of a device, by the handle that its runtime gave.
package struct GPUMemory: Hashable, Sendable { let handle: UInt }
/// A compiled source.
package struct GPUProgram: Sendable { let handle: UInt }
/// A kernel, ready to be launched.
package struct GPUKernel: Sendable { let handle: UInt }

/// What a kernel is given.
package enum GPUArgument {
    case memory(GPUMemory)
    case long(Int)
    case int(Int32)
    case float(Float)
    /// A struct, as its bytes lie.
    case bytes([UInt8])
}

/// A call of a library of products: rows by rows, [m, k] times [k, n], of one matrix or of `batch` that lie
/// evenly apart.
package struct GPUProduct {
    /// A matrix in memory: its first element, the distance of its stored rows, whether it is used transposed,
    /// and the distance of one batch's matrix to the next.
    struct Matrix {
        let memory: GPUMemory, start: Int, stride: Int, transposed: Bool
        var step = 0
        /// Bytes of a number: 4 for float32, 2 for bfloat16.
        var size = 4
    }

    var a: Matrix, b: Matrix, c: Matrix
    var (m, n, k) = (0, 0, 0)
    var (alpha, beta): (Float, Float) = (1, 0)
    var batch = 1
}

/// What a driver said.
package struct GPUFailure: Error {
    /// What was asked for, and what came back: `clFinish: CL_OUT_OF_RESOURCES`.
    let message: String
    /// The log of a compiler.
    var log = ""

    /// A failure in the words of a driver.
    package init(message: String, log: String = "") { (self.message, self.log) = (message, log) }
}
