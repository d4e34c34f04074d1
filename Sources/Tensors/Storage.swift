import Foundation
import Kernels

/// A block of memory, given back when nobody holds it.
public final class Block {
    public let pointer: UnsafeMutableRawPointer
    public let bytes: Int

    init(bytes: Int) throws {
        guard let pointer = Memory.allocate(bytes) else {
            throw TensorError(
                .memory, "cannot allocate \(ByteCount.description(bytes)): not enough memory on this machine",
                hint: "a smaller tensor, or del what is no longer needed")
        }
        (self.pointer, self.bytes) = (pointer, bytes)
    }

    deinit { Memory.release(pointer, bytes: bytes) }
}

/// The numbers of one or several tensors: views of the same storage see each other's writes, as in PyTorch.
///
/// Copy-on-write stands behind that reference semantics: `snapshot()` shares the block, and the first write
/// after it copies. That is what makes going back in a lesson cheap.
public final class Storage {
    private var block: Block
    public let dtype: DType
    /// Number of elements.
    public let count: Int
    /// Rises with every write; backward uses it to notice that a saved tensor was changed.
    public private(set) var version = 0
    /// What the numbers will be, while nobody has looked at them. See `Promise`.
    private(set) var promise: Promise?
    /// Storage whose numbers are promised from these.
    private var dependents: [Dependent] = []
    private struct Dependent { weak var storage: Storage? }

    public init(_ dtype: DType, count: Int) throws {
        let (bytes, overflow) = count.multipliedReportingOverflow(by: dtype.size)
        guard !overflow else {
            throw TensorError(.memory, "\(count) elements are more than any memory holds")
        }
        (self.block, self.dtype, self.count) = (try Block(bytes: bytes), dtype, count)
    }

    /// Storage over the contents of a snapshot; the first write copies them.
    init(_ block: Block, _ dtype: DType, count: Int) {
        (self.block, self.dtype, self.count) = (block, dtype, count)
    }

    public var bytes: Int { count * dtype.size }

    /// Storage of numbers that are computed when somebody first reads or writes them.
    convenience init(promising promise: Promise, count: Int) throws {
        try self.init(.float32, count: count)
        self.promise = promise
        if case .quotient(let source, _) = promise { source.dependents.append(Dependent(storage: self)) }
    }

    /// Keeps a promise, if there is one; once, whichever thread looks first.
    private func settle() {
        guard promise != nil else { return }
        Storage.settling.lock()
        defer { Storage.settling.unlock() }
        guard let promise else { return }
        promise.fill(block.pointer.assumingMemoryBound(to: Float.self), count: count)
        self.promise = nil
    }
    private static let settling = NSLock()

    /// Keeps the promises that others have made from these numbers, before the numbers change.
    func settleDependents() {
        guard !dependents.isEmpty else { return }
        let waiting = dependents
        dependents = []
        for dependent in waiting { dependent.storage?.settle() }
    }

    /// For reading.
    public var pointer: UnsafeRawPointer {
        if promise != nil { settle() }
        return UnsafeRawPointer(block.pointer)
    }

    /// For writing to storage that nobody has seen yet: neither counted as a change nor copied.
    var fresh: UnsafeMutableRawPointer { block.pointer }

    /// For writing: copies first when a snapshot holds the block.
    public func mutable() throws -> UnsafeMutableRawPointer {
        settle()
        settleDependents()
        if !isKnownUniquelyReferenced(&block) {
            let copy = try Block(bytes: block.bytes)
            copy.pointer.copyMemory(from: block.pointer, byteCount: bytes)
            block = copy
        }
        version += 1
        return block.pointer
    }

    /// The present contents, held until `restore`. O(1).
    public func snapshot() -> Block {
        settle()
        return block
    }

    /// Puts back the contents of a `snapshot()` of this storage, and the version that it had then, so that a
    /// recorded computation which had saved these numbers finds them unchanged. O(1).
    public func restore(_ snapshot: Block, version: Int) {
        if block !== snapshot {
            settleDependents()
            promise = nil
            block = snapshot
        }
        self.version = version
    }
}

/// Sizes of memory in words.
public enum ByteCount {
    /// `823.4 MB`: powers of 1000, as the sizes of files are told.
    public static func description(_ bytes: Int) -> String {
        let units = ["bytes", "kB", "MB", "GB", "TB", "PB", "EB"]
        var value = Double(bytes), unit = 0
        while value >= 1000 && unit < units.count - 1 {
            value /= 1000
            unit += 1
        }
        if unit == 0 { return "\(bytes) bytes" }
        let tenths = (value * 10).rounded() / 10
        return "\(tenths) \(units[unit])"
    }
}
