/// Where numbers lie, and what computes with them there.
///
/// A device lives as long as the process. ``HostDevice`` is this machine's processor and memory; another one
/// is a subclass that gives memory of its own and the kernels that it has.
open class Device: @unchecked Sendable {
    /// PyTorch's name for it: `cpu`.
    public final let name: String
    /// What computes on it.
    public final let kernels: any DeviceKernels

    /// A device under PyTorch's name for it, with what computes there.
    public init(name: String, kernels: any DeviceKernels) { (self.name, self.kernels) = (name, kernels) }

    /// Memory of `bytes` bytes, not set to anything; nil when there is none left.
    open func allocate(_ bytes: Int) -> Buffer? { fatalError("a device gives memory") }

    /// This machine's processor.
    public static let host: Device = HostDevice()
}

/// The processor and the memory of this machine.
private final class HostDevice: Device, @unchecked Sendable {
    init() { super.init(name: "cpu", kernels: HostDeviceKernels()) }

    override func allocate(_ bytes: Int) -> Buffer? {
        guard let base = Memory.allocate(bytes) else { return nil }
        return HostBuffer(bytes: bytes, base: base, on: self)
    }
}
