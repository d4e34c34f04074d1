import GPT
import Kernels
import Neural
import Tensors
import TestSupport
import Testing
import Text
import Training

/// What a driver can refuse while a model trains on its device.
@Suite(.serialized, .enabled(if: FaultyRuntime() != nil, "OpenCL finds no processor here"))
struct FaultyDeviceTests {
    private func trainer() throws -> Trainer {
        var configuration = GPTConfiguration.model5
        (configuration.vocabularySize, configuration.width, configuration.heads) = (31, 16, 2)
        (configuration.blocks, configuration.context) = (1, 8)
        let generator = Generator(seed: 4)
        let model = try GPT(configuration, generator: generator)
        let tokens = try generator.integers(0, 31, [400])
        let source = try BatchSource(
            tokens, RandomSampler(count: 400, batchSize: 2, sequenceLength: 8), generator: generator)
        return try Trainer(model, AdamW(model.parameters(), rate: 1e-2), source)
    }

    private func losses(_ device: Device, _ steps: Int) throws -> [Double] {
        try ComputeContext(device: device).run {
            let trainer = try trainer()
            try trainer.run(steps)
            return trainer.history.losses
        }
    }

    @Test("A device that is lost in a step is an error that says so, and the host is not harmed")
    func lost() throws {
        let runtime = try #require(FaultyRuntime()), device = GPUDevice(runtime, name: "cuda:0")
        let error = #expect(throws: TensorError.self) {
            try ComputeContext(device: device).run {
                let trainer = try trainer()
                try trainer.run(2)
                runtime.launchesLeft = 20
                try trainer.run(2)
            }
        }
        #expect(error.map { "\($0)".contains("CL_OUT_OF_RESOURCES") } == true, "\(String(describing: error))")
        #expect(device.failure?.contains("CL_OUT_OF_RESOURCES") == true)
        #expect(try losses(.host, 2).allSatisfy(\.isFinite))
    }

    @Test("A family that does not compile is computed on the host, with the same losses, and told once")
    func refused() throws {
        let runtime = try #require(FaultyRuntime()), device = GPUDevice(runtime, name: "cuda:0")
        runtime.refused = "KERNEL softmax("
        let found = try losses(device, 3), wanted = try losses(.host, 3)
        #expect(zip(found, wanted).allSatisfy { abs($0 - $1) < 1e-5 }, "\(found) \(wanted)")
        let news = device.news()
        #expect(news.contains { $0.contains("rows kernels do not compile on cuda:0") }, "\(news)")
        #expect(device.failure == nil)
    }

    @Test("Without room on the device a step is refused, and the trainer goes on where there is some")
    func outOfMemory() throws {
        let runtime = try #require(FaultyRuntime())
        let device = GPUDevice(runtime, name: "cuda:0", limit: 60 << 10)
        let error = #expect(throws: TensorError.self) { _ = try losses(device, 3) }
        #expect(error.map { "\($0)".contains("out of memory") } == true, "\(String(describing: error))")
        #expect(device.failure == nil)
    }
}
