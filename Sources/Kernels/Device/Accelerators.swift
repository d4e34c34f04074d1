import Foundation
import Synchronization

/// The GPUs of this machine, which programs know as `cuda:0`, `cuda:1`, …
///
/// Nothing is asked of a driver before somebody first asks for them here.
public enum Accelerators {
    private struct State {
        var devices: [Device]?
        var note: String?
    }
    private static let state = Mutex(State())

    /// Those that are there, found at the first look; empty on a machine without a GPU.
    public static var devices: [Device] {
        state.withLock { state in
            if let known = state.devices { return known }
            let found = search()
            (state.devices, state.note) = found
            return found.devices
        }
    }

    /// Why there is none, where a driver is there and something is wrong with it.
    public static var note: String? {
        _ = devices
        return state.withLock { $0.note }
    }

    /// The device of that number, for tensors to be put on; nil where there is none.
    public static func device(_ index: Int) -> Device? {
        let devices = devices
        return devices.indices.contains(index) ? devices[index] : nil
    }

    /// What `LAGADO_GPU` allows: CUDA's devices or, where there are none, GPUs of OpenCL; `pocl` for the
    /// processor as OpenCL drives it.
    private static func search() -> (devices: [Device], note: String?) {
        let wish = ProcessInfo.processInfo.environment["LAGADO_GPU"] ?? ""
        switch wish {
        case "off": return ([], nil)
        case "pocl":
            let found = OpenCLRuntime.devices(.cpu)
            return (
                named(found),
                found.isEmpty
                    ? "LAGADO_GPU is pocl, but OpenCL finds no processor here (Debian: pocl-opencl-icd)" : nil
            )
        case "opencl": return (named(OpenCLRuntime.devices(.gpu)), nil)
        case "cuda":
            let found = CUDARuntime.devices()
            return (named(found.devices), found.note)
        default:
            let cuda = CUDARuntime.devices()
            let found: [any GPURuntime] = cuda.devices.isEmpty ? OpenCLRuntime.devices(.gpu) : cuda.devices
            guard !wish.isEmpty else { return (named(found), found.isEmpty ? cuda.note : nil) }
            guard let index = Int(wish) else {
                return (named(found), "LAGADO_GPU is '\(wish)': off, pocl, cuda, opencl or a number")
            }
            guard found.indices.contains(index) else {
                return ([], "LAGADO_GPU is \(index), but this machine has \(found.count) GPUs")
            }
            return (named([found[index]]), nil)
        }
    }

    private static func named(_ runtimes: [any GPURuntime]) -> [Device] {
        runtimes.enumerated().map { GPUDevice($1, name: "cuda:\($0)") }
    }

    /// This machine's processor as OpenCL drives it, nil where OpenCL has none: what tests of GPU kernels run
    /// on.
    ///
    /// - Parameters:
    ///   - products: what makes products there; the host, as for programs, unless it is given.
    ///   - limit: bytes of memory that it has; all of the machine's unless it is given.
    public static func processor(
        name: String = "cuda:0", products: GPUProducts = .host, limit: Int? = nil
    ) -> Device? {
        OpenCLRuntime.devices(.cpu).first.map { GPUDevice($0, name: name, products: products, limit: limit) }
    }

    /// Is told when the host has written so many bytes of numbers that lie on a device: what has no kernel
    /// there.
    /// Set once, by whoever tells people.
    public static var hostWork: HostWork? {
        get { work.withLock { $0 } }
        set { work.withLock { $0 = newValue } }
    }
    private static let work = Mutex<HostWork?>(nil)

}

/// Who is told when the host has written numbers that lie on a device.
public struct HostWork: Sendable {
    let tell: @Sendable (_ device: Device, _ bytes: Int) -> Void

    /// - Parameter tell: called on the thread that computes, with the size of what was written.
    public init(_ tell: @escaping @Sendable (_ device: Device, _ bytes: Int) -> Void) { self.tell = tell }
}
