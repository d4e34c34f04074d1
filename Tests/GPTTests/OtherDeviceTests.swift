import GPT
import Kernels
import Neural
import Tensors
import TestSupport
import Testing

/// The model on a device whose memory the host does not see, and that has kernels for a third of what the
/// model computes.
@Suite struct OtherDeviceTests {
    /// Runs `body` with all its tensors on a stub; both sides must have computed.
    private func onStub<Result>(_ body: () throws -> Result) throws -> Result {
        let device = StubDevice()
        let result = try ComputeContext(device: device).run(body)
        let count = device.count
        #expect(count.kernels > 0 && count.downloads > 0 && count.uploads > 0, "\(count)")
        return result
    }

    @Test(.enabled(if: Shared.isPresent, Shared.missing)) func lectureGoldens() throws {
        let goldens = LectureGoldenTests()
        try onStub { try goldens.activationsAndGradientsAgree() }
    }

    /// Runs `body` with all its tensors on a GPU: see `testGPU`.
    private func onGPU<Result>(_ body: () throws -> Result) throws -> Result {
        let device = try #require(testGPU)
        let result = try ComputeContext(device: device).run(body)
        #expect(device.failure == nil && device.news() == [])
        return result
    }

    private static let hasGPU = testGPU != nil
    private static let noGPU: Comment = "OpenCL finds no processor here (Debian: pocl-opencl-icd)"

    @Test(.enabled(if: Shared.isPresent, Shared.missing), .enabled(if: hasGPU, noGPU))
    func goldensOnGPU() throws {
        let lecture = LectureGoldenTests(), huggingFace = HuggingFaceGoldenTests()
        try onGPU {
            try lecture.activationsAndGradientsAgree()
            try lecture.twentyStepsOfTrainingAgree(.shared)
            try huggingFace.logitsLossAndGradientsAgree()
            try huggingFace.greedyContinuationIsTheSame()
        }
    }

    /// Losses, weights and generated tokens of a small model that is trained for a few steps.
    private func trained(_ optimizer: (GPT) throws -> Optimizer) throws -> [[Float]] {
        var configuration = GPTConfiguration.model5
        (configuration.vocabularySize, configuration.width, configuration.heads) = (31, 16, 2)
        (configuration.blocks, configuration.context) = (2, 12)
        let generator = Generator(seed: 4)
        let model = try GPT(configuration, generator: generator)
        let optimizer = try optimizer(model)
        var losses: [Float] = []
        for _ in 0..<4 {
            let X = try generator.integers(0, 31, [3, 12]), Y = try generator.integers(0, 31, [3, 12])
            try optimizer.zeroGrad()
            let loss = try model.loss(X, Y)
            try loss.backward()
            try clipGradientNorm(model.parameters(), 1)
            try optimizer.step()
            losses.append(try loss.item().double.float)
        }
        let tokens = try Autograd.withoutGrad {
            try model(Tensor([1, 2, 3].map(Int64.init), [1, 3])).topk(3).indices.to(.float32).elements(
                Float.self)
        }
        return [losses, tokens] + (try model.parameters().map { try $0.detach().elements(Float.self) })
    }

    @Test func trainingGivesTheSameBits() throws {
        for optimizer: (GPT) throws -> Optimizer in [
            { try AdamW($0.parameters(), rate: 1e-2) },
            { try SGD($0.parameters(), rate: 0.1, momentum: 0.9) },
        ] {
            let wanted = try trained(optimizer)
            #expect(try onStub { try trained(optimizer) } == wanted)
        }
    }

    @Test(.enabled(if: hasGPU, noGPU)) func trainingOnGPUIsTheSameTwiceAndAsOnTheHost() throws {
        let optimizer: (GPT) throws -> Optimizer = { try AdamW($0.parameters(), rate: 1e-2) }
        let first = try onGPU { try trained(optimizer) }, wanted = try trained(optimizer)
        #expect(try onGPU { try trained(optimizer) } == first)
        // Losses, and the tokens that follow: a weight without a gradient (the biases of keys) goes its own
        // way.
        for (a, b) in zip(first[...1], wanted[...1]) {
            #expect(zip(a, b).allSatisfy { abs($0 - $1) < 1e-4 }, "\(a) \(b)")
        }
    }

    @Test func everyOperationSeesTheSameNumbers() throws {
        func run() throws -> [[Double]] {
            let x = try Tensor.empty([4, 6]).requireGrad(), index = try Tensor([2, 0, 3].map(Int64.init))
            try Generator(seed: 3).fillNormal(x.detach())
            var results: [Tensor] = []
            results.append(try x.transpose(0, 1).contiguous())
            results.append(try x.indexSelect(0, index) * x.select(0, 1).unsqueeze(0))
            results.append(try x.sort(1).values)
            results.append(try x.topk(2, 1).values)
            results.append(try x.cumulativeSum(1))
            results.append(try x.sum([1]) / x.square().sum())
            results.append(try x.to(.bfloat16).matmul(x.to(.bfloat16).transpose(0, 1)).to(.float32))
            results.append(try x.to(.float64).matmul(x.to(.float64).transpose(0, 1)))
            results.append(try Tensor.select(x.compare(.greater, x.constant(.int(0))), x, x.exp()))
            results.append(try x.softmax(1).logSoftmax(0))
            let total = try results.map { try $0.to(.float64).square().sum() }.reduce(
                Tensor.zeros([], .float64), +)
            try total.backward()
            try x.detach().fill(.float(0.5))
            return try results.map { try $0.elements(Double.self) } + [#require(x.grad).elements(Double.self)]
        }
        let wanted = try run()
        #expect(try onStub(run) == wanted)
    }
}

extension Double { fileprivate var float: Float { Float(self) } }
