import DeviceSources
import Foundation

/// A GPU over one of the runtimes: its memory from a pool, its kernels compiled when they are first asked
/// for, and what its driver has refused.
///
/// Whatever a driver refuses is kept as ``failure`` and the device asks nothing of it any more; numbers that
/// it had computed are lost. Only memory that is not there is no failure: then `allocate` gives nil.
package final class GPUDevice: Device, @unchecked Sendable {
    private let runtime: any GPURuntime
    private let lock = NSRecursiveLock()
    private var failed: String?
    private var untold: [String] = []
    private var pool = GPUPool()
    private var programs: [String: Result<GPUProgram, GPUFailure>] = [:]
    private var compiled: [String: GPUKernel] = [:]
    private let known: DeviceProperties
    /// Which library or kernels make products.
    let products: GPUProducts
    /// Bytes that may be taken from the driver.
    private let limit: Int

    /// A device under PyTorch's name for it.
    /// - Parameter limit: bytes that may be taken from the driver; all of its memory unless it is given.
    package init(_ runtime: any GPURuntime, name: String, products: GPUProducts? = nil, limit: Int? = nil) {
        (self.runtime, known) = (runtime, runtime.properties)
        self.products = products ?? (runtime.isHostMemory ? .host : .library)
        self.limit = limit ?? known.totalMemory
        super.init(name: name, kernels: GPUKernels())
    }

    package override var properties: DeviceProperties { known }
    package override var failure: String? { locked { failed } }
    package override var memory: DeviceMemory { locked { pool.usage } }

    package override func news() -> [String] {
        locked {
            defer { untold = [] }
            return untold
        }
    }

    private func locked<Result>(_ body: () -> Result) -> Result {
        lock.lock()
        defer { lock.unlock() }
        return body()
    }

    /// Asks something of the driver; what it refuses is kept.
    @discardableResult
    private func attempt(_ body: () throws(GPUFailure) -> Void) -> Bool {
        lock.lock()
        defer { lock.unlock() }
        guard failed == nil else { return false }
        do {
            try body()
            return true
        } catch {
            failed = error.message
            return false
        }
    }

    package override func synchronize() { attempt { () throws(GPUFailure) in try runtime.synchronize() } }

    // MARK: Memory

    package override func allocate(_ bytes: Int) -> Buffer? {
        let memory: GPUMemory? = locked {
            let size = GPUPool.rounded(bytes)
            if let kept = pool.take(size) { return kept }
            if pool.usage.reserved + size > limit { freeKept() }
            guard pool.usage.reserved + size <= limit else { return nil }
            if let fresh = runtime.allocate(size) { return pool.note(fresh, size) }
            freeKept()
            return runtime.allocate(size).map { pool.note($0, size) }
        }
        guard let memory else { return nil }
        return runtime.isHostMemory
            ? LentBuffer(memory, bytes: bytes, on: self) : GPUBuffer(memory, bytes: bytes, on: self)
    }

    /// What nobody holds goes to the pool: all that was asked of it before stands before what comes next in
    /// the queue.
    func giveBack(_ memory: GPUMemory, bytes: Int) { locked { pool.give(memory, GPUPool.rounded(bytes)) } }

    private func freeKept() {
        for memory in pool.drain() { runtime.release(memory) }
    }

    package override func emptyCache() { locked { freeKept() } }
    package override func resetPeak() { locked { pool.usage.peak = pool.usage.allocated } }

    func write(_ memory: GPUMemory, _ start: Int, from source: UnsafeRawPointer, bytes: Int) {
        attempt { () throws(GPUFailure) in try runtime.write(memory, start, from: source, bytes: bytes) }
    }

    func read(_ memory: GPUMemory, _ start: Int, into target: UnsafeMutableRawPointer, bytes: Int) -> Bool {
        attempt { () throws(GPUFailure) in try runtime.read(memory, start, into: target, bytes: bytes) }
    }

    func copy(_ source: GPUMemory, _ from: Int, into target: GPUMemory, _ to: Int, bytes: Int) {
        attempt { () throws(GPUFailure) in try runtime.copy(source, from, into: target, to, bytes: bytes) }
    }

    func clear(_ memory: GPUMemory, _ start: Int, bytes: Int) {
        attempt { () throws(GPUFailure) in try runtime.clear(memory, start, bytes: bytes) }
    }

    func lend(_ memory: GPUMemory, bytes: Int) -> UnsafeMutableRawPointer {
        var address: UnsafeMutableRawPointer?
        attempt { () throws(GPUFailure) in address = try runtime.lend(memory, bytes: bytes) }
        // A device that is lost leaves zeros.
        return address ?? locked { pool.zeros(memory, GPUPool.rounded(bytes)) }
    }

    func giveBackLent(_ memory: GPUMemory, at address: UnsafeMutableRawPointer) {
        attempt { () throws(GPUFailure) in try runtime.giveBack(memory, at: address) }
    }

    // MARK: Kernels

    /// Items of a work group that goes through a row.
    var groupSize: Int { runtime.groupSize }
    /// Whether sums can be made in float64.
    var hasDouble: Bool { runtime.hasDouble }
    /// Whether the maker's library makes products of numbers of that size, so many at once.
    func hasLibrary(ofSize size: Int, batch: Int) -> Bool { runtime.hasProducts(ofSize: size, batch: batch) }

    /// Has a kernel run.
    ///
    /// - Parameter macros: beside SIZE, which is `size`, and LANES.
    /// - Returns: whether it was asked for: no where the family does not compile for this device, which
    ///   `news` tells. A lost device takes everything and does nothing.
    func launch(
        _ kernel: String, of family: String, macros: [(name: String, value: String)] = [],
        groups: (x: Int, y: Int, z: Int), size: Int? = nil, _ arguments: [GPUArgument]
    ) -> Bool {
        lock.lock()
        defer { lock.unlock() }
        guard failed == nil else { return true }
        let size = size ?? groupSize
        let sizes = [("SIZE", "\(size)"), ("LANES", size == 1 ? "16" : "1")]
        guard let kernel = compiledKernel(kernel, family, sizes + macros) else { return false }
        attempt { () throws(GPUFailure) in
            try runtime.launch(kernel, groups: groups, size: size, arguments)
        }
        return true
    }

    private func compiledKernel(_ name: String, _ family: String, _ macros: [(name: String, value: String)])
        -> GPUKernel?
    {
        var key = family
        for macro in macros { key += " \(macro.name)=\(macro.value)" }
        if let known = compiled[key + " " + name] { return known }
        if programs[key] == nil { programs[key] = compile(family, macros, key) }
        do throws(GPUFailure) {
            guard let program = try programs[key]?.get() else { return nil }
            let kernel = try runtime.kernel(name, in: program)
            compiled[key + " " + name] = kernel
            return kernel
        } catch {
            return nil
        }
    }

    private func compile(_ family: String, _ macros: [(name: String, value: String)], _ key: String)
        -> Result<GPUProgram, GPUFailure>
    {
        let source = DeviceSources.prelude + "\n" + (DeviceSources.family(family) ?? "")
        do throws(GPUFailure) {
            return .success(try runtime.compile(source, macros: macros))
        } catch {
            let log = GPULog.keep(
                "\(known.title), \(known.runtime): \(key)\n\(error.message)\n\(error.log)\n")
            untold.append(
                "the \(family) kernels do not compile on \(name): the CPU computes them (log: \(log))")
            return .failure(error)
        }
    }

    /// Has the library of products make one; false where it cannot.
    func product(_ product: GPUProduct) -> Bool {
        guard products == .library else { return false }
        var isDone = false
        attempt { () throws(GPUFailure) in isDone = try runtime.product(product) }
        return isDone || failure != nil
    }
}

/// What makes products on a device.
public enum GPUProducts: Sendable {
    /// The maker's library (cuBLAS, CLBlast), and our kernel for what it does not have.
    case library
    /// Our kernel.
    case own
    /// The host's, for a processor that is driven as a GPU: it is the same silicon.
    case host
}

/// Memory that was taken from the driver, by its size.
struct GPUPool {
    var usage = DeviceMemory()
    private var kept: [Int: [GPUMemory]] = [:]
    private var blank: [GPUMemory: UnsafeMutableRawPointer] = [:]

    /// Sizes go up in steps, so that memory fits again.
    static func rounded(_ bytes: Int) -> Int {
        let step = bytes <= 1 << 20 ? 512 : 2 << 20
        return max(step, (bytes + step - 1) / step * step)
    }

    mutating func take(_ size: Int) -> GPUMemory? {
        guard let memory = kept[size]?.popLast() else { return nil }
        use(size)
        return memory
    }

    mutating func note(_ memory: GPUMemory, _ size: Int) -> GPUMemory {
        usage.reserved += size
        use(size)
        return memory
    }

    private mutating func use(_ size: Int) {
        usage.allocated += size
        usage.peak = max(usage.peak, usage.allocated)
    }

    mutating func give(_ memory: GPUMemory, _ size: Int) {
        usage.allocated -= size
        kept[size, default: []].append(memory)
    }

    /// What nobody holds, which is no longer kept.
    mutating func drain() -> [GPUMemory] {
        defer { kept = [:] }
        for (size, memories) in kept { usage.reserved -= size * memories.count }
        return kept.values.flatMap { $0 }
    }

    /// Zeros in the place of memory that the host cannot be lent any more.
    mutating func zeros(_ memory: GPUMemory, _ size: Int) -> UnsafeMutableRawPointer {
        if let known = blank[memory] { return known }
        let zeros = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 64)
        zeros.initializeMemory(as: UInt8.self, repeating: 0, count: size)
        blank[memory] = zeros
        return zeros
    }
}
