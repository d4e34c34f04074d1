import Foundation
import Kernels

/// The GPU that tests run on: the one that `LAGADO_GPU` names (`cuda`, `opencl`), else this machine's
/// processor as OpenCL drives it; nil where there is neither.
public let testGPU: Device? = {
    let wish = ProcessInfo.processInfo.environment["LAGADO_GPU"] ?? "pocl"
    return ["off", "pocl"].contains(wish) ? Accelerators.processor() : Accelerators.device(0)
}()
