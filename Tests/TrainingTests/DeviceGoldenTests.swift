import Kernels
import Tensors
import TestSupport
import Testing

/// The goldens once more with all numbers on a GPU: the one that `LAGADO_GPU` names, else this machine's
/// processor as OpenCL drives it.
@Suite(.serialized, .enabled(if: Shared.isPresent, Shared.missing))
struct DeviceGoldenTests {
    /// Runs `body` with all its tensors on the device, which must have computed and be well afterwards.
    private func onDevice(_ body: () throws -> Void) throws {
        let device = try #require(testGPU)
        try ComputeContext(device: device).run(body)
        #expect(device.failure == nil && device.news() == [])
        #expect(device.memory.peak > 0)
    }

    @Test(.enabled(if: testGPU != nil, "OpenCL finds no processor here (Debian: pocl-opencl-icd)"))
    func hundredAndOneLossesOfGulliver() throws {
        try onDevice { try GulliverGoldenTests().hundredAndOneLossesAreTorchs(within: 1e-3) }
    }
}
