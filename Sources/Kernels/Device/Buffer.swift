import Foundation

/// Memory of a device, given back when nobody holds it. What is in it only that device's kernels see, and the
/// host's, which open it by `hostNumbers`.
open class Buffer {
    /// Its size.
    public final let bytes: Int
    /// Whose memory it is. Devices live as long as the process.
    public final unowned(unsafe) let device: Device
    /// Where the host finds it; nil for memory that only its device can address.
    @usableFromInline final let base: UnsafeMutableRawPointer?

    init(bytes: Int, base: UnsafeMutableRawPointer?, on device: Device) {
        (self.bytes, self.base, self.device) = (bytes, base, device)
    }

    /// Where the host finds the numbers, to read them or to write some of them.
    @inlinable @inline(__always)
    final func hostNumbers(writing: Bool) -> UnsafeMutableRawPointer {
        base ?? mirror(writing: writing)
    }

    /// The host's copy of another device's memory.
    @usableFromInline
    func mirror(writing: Bool) -> UnsafeMutableRawPointer {
        preconditionFailure("memory that the host does not see has a copy there")
    }
}

/// The host's own memory.
final class HostBuffer: Buffer {
    init(bytes: Int, base: UnsafeMutableRawPointer, on device: Device) {
        super.init(bytes: bytes, base: base, on: device)
    }

    deinit { if let base { Memory.release(base, bytes: bytes) } }
}

/// Memory that the host does not see. While the host works with the numbers there is a copy of them in its
/// memory; each side finds the newest: who reads what the other has written gets it copied first, and what
/// nobody has touched is not copied.
open class MirroredBuffer: Buffer {
    private var copy: ScratchBlock?
    /// Where the numbers are as they were last written. Neither: nobody has written any.
    private var (isOnHost, isOnDevice) = (false, false)
    private let lock = NSLock()

    /// Of `bytes` bytes of a device's memory, which nobody has written yet; the copy is
    /// made when the host first looks.
    public init(bytes: Int, on device: Device) { super.init(bytes: bytes, base: nil, on: device) }

    /// Copies all bytes from the device to the host's memory.
    open func download(to target: UnsafeMutableRawPointer) { fatalError("a device copies its memory") }

    /// Copies all bytes from the host's memory to the device.
    open func upload(from source: UnsafeRawPointer) { fatalError("a device copies its memory") }

    /// Called by a kernel of the device before it reads the buffer or writes some of it.
    public func open(writing: Bool) {
        lock.lock()
        defer { lock.unlock() }
        if isOnHost, !isOnDevice, let copy { upload(from: copy.base) }
        (isOnDevice, isOnHost) = (true, isOnHost && !writing)
        if !isOnHost, bytes > MirroredBuffer.kept {
            copy?.release()
            copy = nil
        }
    }

    /// A copy that is out of date is given back where it is larger than so many bytes.
    private static let kept = 1 << 16

    override func mirror(writing: Bool) -> UnsafeMutableRawPointer {
        lock.lock()
        defer { lock.unlock() }
        let target = copy ?? ScratchBlock(bytes)
        copy = target
        if isOnDevice, !isOnHost { download(to: target.base) }
        (isOnHost, isOnDevice) = (true, isOnDevice && !writing)
        if writing { Accelerators.hostWork?.tell(device, bytes) }
        return target.base
    }

    deinit { copy?.release() }
}
