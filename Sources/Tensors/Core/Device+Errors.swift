import Kernels
import Presentation

// What goes wrong with a device, in the words of PyTorch.

extension Device {
    /// Its number among the GPUs: 0 of `cuda:0`.
    public var index: Int { name.split(separator: ":").last.flatMap { Int($0) } ?? 0 }

    /// The device's own kernels while it is the present one; else the host's, which open any memory.
    @inline(never)
    var kernelsHere: any DeviceKernels {
        ComputeContext.with { $0.device === self } ? kernels : Device.host.kernels
    }

    /// - Throws: RuntimeError where the device has failed: what was computed on it since is worth nothing.
    @inline(__always)
    public func checkWorks() throws {
        if !isHost { try checkFailure() }
    }

    @inline(never)
    private func checkFailure() throws {
        guard let failure else { return }
        throw TensorError(
            .runtime, "CUDA error: \(failure)",
            details: [
                "the numbers on \(name) are lost, and nothing can be computed there any more; "
                    + "what lies on the CPU is as it was"
            ], hint: "go on on the CPU, from tensors and checkpoints there: device = torch.device('cpu')")
    }
}

extension TensorError {
    /// Memory that a device does not have.
    static func outOfMemory(_ device: Device, _ bytes: Int) -> TensorError {
        func size(_ bytes: Int) -> String {
            let units = ["bytes", "KiB", "MiB", "GiB"]
            var (size, unit) = (Double(max(0, bytes)), 0)
            while size >= 1024, unit < 3 { (size, unit) = (size / 1024, unit + 1) }
            return unit == 0 ? "\(bytes) bytes" : Formatting.fixed(size, 2) + " " + units[unit]
        }
        let memory = device.memory, total = device.properties.totalMemory
        return TensorError(
            .deviceMemory,
            "CUDA out of memory. Tried to allocate \(size(bytes)). GPU \(device.index) has a total "
                + "capacity of \(size(total)) of which \(size(total - memory.reserved)) is free.",
            details: [
                "tensors hold \(size(memory.allocated)), \(size(memory.reserved - memory.allocated)) more "
                    + "are kept for reuse"
            ], hint: "a smaller batch, or del what is no longer needed; torch.cuda.empty_cache()")
    }

    /// Tensors of two devices in one operation.
    public static func devices(_ a: Device, _ b: Device, hint: String) -> TensorError {
        // The device that is no CPU is named first, in whichever order they came.
        let (first, second) = a.isHost ? (b, a) : (a, b)
        return TensorError(
            .runtime,
            "Expected all tensors to be on the same device, but found at least two devices, "
                + "\(first.name) and \(second.name)!", hint: hint)
    }
}
