/// Where numbers lie, and what computes with them there.
///
/// A device lives as long as the process. ``HostDevice`` is this machine's processor and memory; another one
/// is a subclass that gives memory of its own and the kernels that it has.
open class Device: @unchecked Sendable {
    /// PyTorch's name for it: `cpu`, `cuda:0`.
    public final let name: String
    /// What computes on it.
    public final let kernels: any DeviceKernels
    /// Whether it is this machine's processor, whose numbers lie in its own memory.
    public final let isHost: Bool

    /// A device under PyTorch's name for it, with what computes there.
    public init(name: String, kernels: any DeviceKernels) {
        (self.name, self.kernels, isHost) = (name, kernels, name == "cpu")
    }

    /// Memory of `bytes` bytes, not set to anything; nil when there is none left.
    open func allocate(_ bytes: Int) -> Buffer? { fatalError("a device gives memory") }

    /// Waits until all that was asked of the device is done.
    open func synchronize() {}

    /// What made the device unusable, in the words of its driver; nil while it works. Numbers that were
    /// computed on it since are worth nothing.
    open var failure: String? { nil }

    /// What a person should be told of it, each sentence once: kernels that its driver does not take.
    open func news() -> [String] { [] }

    /// What there is to know about it.
    open var properties: DeviceProperties { DeviceProperties(title: name) }

    /// What its memory is used for, in bytes.
    open var memory: DeviceMemory { DeviceMemory() }

    /// Gives memory that nobody holds, but that is kept for reuse, back to the driver.
    open func emptyCache() {}

    /// Lets ``DeviceMemory/peak`` begin again from what is in use now.
    open func resetPeak() {}

    /// This machine's processor.
    public static let host: Device = HostDevice()
}

/// What a device says of itself.
public struct DeviceProperties: Sendable {
    /// The maker's name of it: `NVIDIA H100 80GB HBM3`.
    public var title: String
    /// How it is driven: `CUDA 13.0`, `OpenCL 3.0 PoCL`.
    public var runtime = ""
    /// Processors that work side by side (streaming multiprocessors, compute units).
    public var multiprocessors = 1
    /// Bytes of its memory.
    public var totalMemory = 0
    /// Compute capability of a CUDA device, (0, 0) elsewhere.
    public var capability: (major: Int, minor: Int) = (0, 0)

    /// A device of that name.
    public init(title: String) { self.title = title }
}

/// Bytes of a device's memory.
public struct DeviceMemory: Sendable {
    /// Held by tensors now, and at most so far.
    public var allocated = 0, peak = 0
    /// Taken from the driver, whether held or kept for reuse.
    public var reserved = 0

    /// Nothing is held.
    public init() {}
}

/// The processor and the memory of this machine.
private final class HostDevice: Device, @unchecked Sendable {
    init() { super.init(name: "cpu", kernels: HostDeviceKernels()) }

    override func allocate(_ bytes: Int) -> Buffer? {
        guard let base = Memory.allocate(bytes) else { return nil }
        return HostBuffer(bytes: bytes, base: base, on: self)
    }
}
