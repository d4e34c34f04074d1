import Foundation
import Kernels
import Presentation

extension Device {
    /// Memory of so many bytes.
    /// - Throws: MemoryError where there is none.
    func buffer(_ bytes: Int) throws -> Buffer {
        guard let buffer = allocate(bytes) else {
            try checkWorks()
            throw isHost
                ? TensorError(
                    .memory, "cannot allocate \(Formatting.size(bytes)): not enough memory on this machine",
                    hint: "a smaller tensor, or del what is no longer needed")
                : TensorError.outOfMemory(self, bytes)
        }
        return buffer
    }
}

/// The numbers of one or several tensors: views of the same storage see each other's writes, as in PyTorch.
///
/// Copy-on-write stands behind that reference semantics: `snapshot()` shares the block, and the first write
/// after it copies. That is what makes going back in a lesson cheap.
///
/// The numbers lie in memory of a device, which only its kernels open.
public final class Storage {
    // Changed as a whole, by one thread.
    @exclusivity(unchecked) private var buffer: Buffer
    /// The type of every element.
    public let dtype: DType
    /// Number of elements.
    public let count: Int
    /// Rises with every write; backward uses it to notice that a saved tensor was changed.
    public private(set) var version = 0
    /// What the numbers will be, while nobody has looked at them. See `DeferredStorage`.
    private(set) var deferred: DeferredStorage?
    /// Whether an operation has saved the numbers for backward: then it is asked which line changes them.
    @exclusivity(unchecked) var isSaved = false
    /// The line of the program that changed the numbers last, as far as it was asked for.
    var changePlace: String?
    /// Storage whose numbers will be computed from these.
    private var dependents: [Dependent] = []
    private struct Dependent { weak var storage: Storage? }

    /// New memory, not set to anything.
    ///
    /// - Parameter device: the present context's unless another is named.
    /// - Throws: MemoryError where the device has no such memory.
    public init(_ dtype: DType, count: Int, on device: Device? = nil) throws {
        let (bytes, overflow) = count.multipliedReportingOverflow(by: dtype.size)
        guard !overflow else {
            throw TensorError(.memory, "\(count) elements are more than any memory holds")
        }
        if let device {
            buffer = try device.buffer(bytes)
        } else {
            buffer = try ComputeContext.with { try $0.device.buffer(bytes) }
        }
        (self.dtype, self.count) = (dtype, count)
    }

    /// Storage over the contents of a snapshot; the first write copies them.
    init(_ buffer: Buffer, _ dtype: DType, count: Int) {
        (self.buffer, self.dtype, self.count) = (buffer, dtype, count)
    }

    /// The numbers of a file, which are read where somebody looks at them. What is written stays in memory.
    ///
    /// - Parameters:
    ///   - descriptor: a file that is open for reading.
    ///   - offset: where in it the first number stands, in bytes.
    /// - Throws: MemoryError where the system does not map the file.
    public convenience init(mapping descriptor: Int32, offset: Int, _ dtype: DType, count: Int) throws {
        guard let buffer = MappedBuffer(descriptor, offset: offset, bytes: count * dtype.size, on: .host)
        else {
            throw TensorError(.memory, "\(count) elements of the file cannot be mapped into memory")
        }
        self.init(buffer, dtype, count: count)
    }

    /// Bytes that the elements take.
    public var bytes: Int { count * dtype.size }
    /// The device that the numbers lie on.
    public var device: Device { buffer.device }
    /// Whether they lie in the host's memory.
    @inline(__always)
    var isOnHost: Bool { buffer.device.isHost }
    /// Whether they lie where those of other storage do.
    @inline(__always)
    func isBeside(_ other: Storage) -> Bool { buffer.device === other.buffer.device }
    /// Whether they lie on the present device.
    @inline(__always)
    var isPlaced: Bool { ComputeContext.with { $0.device === buffer.device } }
    /// What computes with the numbers: their device, or the host, which can open any memory, where the
    /// results lie on another one.
    @inline(__always)
    var kernels: any DeviceKernels {
        let device = buffer.device
        return device.isHost ? device.kernels : device.kernelsHere
    }

    /// Storage of numbers that are computed when somebody first reads or writes them.
    convenience init(deferring deferred: DeferredStorage, count: Int, on device: Device) throws {
        try self.init(.float32, count: count, on: device)
        self.deferred = deferred
        if case .quotient(let source, _) = deferred { source.dependents.append(Dependent(storage: self)) }
    }

    /// The numbers of other storage, read in another type: both have one memory.
    convenience init(bitsOf source: Storage, as type: DType) throws {
        try self.init(source.device.buffer(0), type, count: source.bytes / type.size)
        deferred = .bits(of: source)
    }

    /// The storage whose memory this one reads in another type.
    var bits: Storage? {
        if case .bits(let source)? = deferred { return source }
        return nil
    }

    /// Computes what was deferred, once, whichever thread looks first.
    private func settle() {
        guard deferred != nil, bits == nil else { return }
        Storage.settling.lock()
        defer { Storage.settling.unlock() }
        guard let deferred else { return }
        deferred.fill(Operand(buffer), count: count)
        self.deferred = nil
    }
    private static let settling = NSLock()

    /// Computes what others have deferred from these numbers, before the numbers change.
    func settleDependents() {
        guard !dependents.isEmpty else { return }
        let waiting = dependents
        dependents = []
        for dependent in waiting { dependent.storage?.settle() }
    }

    /// For reading.
    @inline(__always)
    public func numbers<T>(_: T.Type = T.self) -> Operand<T> {
        if deferred != nil {
            if let bits { return bits.numbers(T.self) }
            settle()
        }
        return Operand(buffer)
    }

    /// For writing to storage that nobody has seen yet: neither counted as a change nor copied.
    @inline(__always)
    func uninitialized<T>(_: T.Type = T.self) -> Operand<T> { Operand(buffer) }

    /// For writing: copies first when a snapshot holds the buffer.
    /// - Throws: MemoryError where there is no room for the copy.
    public func mutable<T>(_: T.Type = T.self) throws -> Operand<T> {
        if deferred != nil {
            if let bits {
                version += 1
                return try bits.mutable(T.self)
            }
            settle()
        }
        settleDependents()
        if !isKnownUniquelyReferenced(&buffer) {
            let copy = try device.buffer(buffer.bytes)
            device.kernels.copy(Operand(buffer), into: Operand(copy), bytes: bytes)
            buffer = copy
        }
        version += 1
        if isSaved { ComputeContext.with { $0.wantPlace(of: self) } }
        return Operand(buffer)
    }

    /// The numbers on another device; this storage where they lie there.
    ///
    /// - Throws: MemoryError where that device has no room.
    public func copied(to device: Device) throws -> Storage {
        if device === self.device { return self }
        let row = Tensor(storage: self, shape: [count], strides: [1], offset: 0)
        return try row.to(device).storage
    }

    /// What was written so far made the numbers: nobody has seen others.
    func countFromHere() { version = 0 }

    /// The present contents, held until `restore`. O(1).
    public func snapshot() -> Buffer {
        if let bits { return bits.snapshot() }
        settle()
        return buffer
    }

    /// Puts back the contents of a `snapshot()` of this storage, and the version that it had then, so that a
    /// recorded computation which had saved these numbers finds them unchanged. O(1).
    public func restore(_ snapshot: Buffer, version: Int) {
        if let bits {
            bits.restore(snapshot, version: bits.version)
        } else if buffer !== snapshot {
            settleDependents()
            deferred = nil
            buffer = snapshot
        }
        self.version = version
    }
}

// Numbers as the bytes that they are, for files.

extension Storage {
    /// The bytes of all numbers while `body` runs.
    public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try Host.withBytes(numbers(UInt8.self), count: bytes, body)
    }

    /// Has `body` fill the memory of all numbers; what is no truth value becomes one.
    ///
    /// - Parameter isBigEndian: whether what is filled in has the highest byte of each number first.
    /// - Throws: MemoryError where there is no room, and what `body` throws.
    public func fill(isBigEndian: Bool = false, _ body: (UnsafeMutableRawBufferPointer) throws -> Void) throws
    {
        let width = dtype.size, isTruth = dtype == .bool
        try Host.withMutableBytes(mutable(UInt8.self), count: bytes) { memory in
            try body(memory)
            if isBigEndian, width > 1 {
                for start in stride(from: 0, to: memory.count, by: width) {
                    memory[start..<(start + width)].reverse()
                }
            }
            if isTruth { for place in memory.indices where memory[place] > 1 { memory[place] = 1 } }
        }
    }
}

extension Tensor {
    /// The bytes of the numbers, row by row, while `body` runs.
    ///
    /// - Throws: MemoryError where there is no room for a copy of numbers that do not lie so; what `body`
    ///   throws.
    public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) throws -> Result {
        let plain = try detachedView().contiguous()
        let start: Operand<UInt8> = plain.storage.numbers(UInt8.self) + plain.offset * plain.dtype.size
        return try Host.withBytes(start, count: plain.count * plain.dtype.size, body)
    }
}
