import Foundation
import Kernels

/// The GPU that `LAGADO_GPU` names (`cuda`, `opencl`); nil where it names none.
public let namedGPU: Device? = {
    let wish = ProcessInfo.processInfo.environment["LAGADO_GPU"] ?? "pocl"
    return ["off", "pocl"].contains(wish) ? nil : Accelerators.device(0)
}()

/// The GPU that tests run on: the named one, else this machine's processor as OpenCL drives it; nil where
/// there is neither.
public let testGPU: Device? = namedGPU ?? Accelerators.processor()
