import GPT
import Kernels
import Neural
import Tensors
import Testing
import Training

@Suite(.serialized)
struct PrecisionTests {
    private static let sizes = (vocabulary: 499, width: 64, context: 32)

    @Test("50 steps in bf16 stay within 1 % of float32's losses")
    func bf16FollowsFloat32() throws {
        func losses(_ precision: DType) throws -> [Double] {
            let trainer = try makeTrainer(precision: precision, sizes: Self.sizes)
            try trainer.run(50)
            return trainer.history.losses + trainer.history.testLosses.map(\.loss)
        }
        let (exact, rounded) = (try losses(.float32), try losses(.bfloat16))
        let errors = zip(exact, rounded).map { abs($0 - $1) / $0 }
        print("bf16: 50 losses within \(errors.max() ?? 0) of float32's")
        #expect(errors.allSatisfy { $0 < 0.01 }, "largest error \(errors.max() ?? 0)")
        // It is another arithmetic, and not float32 under another name.
        #expect(exact != rounded)
    }

    @Test("Parameters, gradients and moments stay float32; recomputing changes no bit")
    func onlyProductsAreRounded() throws {
        func run(recompute: Bool) throws -> Trainer {
            let trainer = try makeTrainer(recompute: recompute, precision: .bfloat16, sizes: Self.sizes)
            try trainer.run(3)
            return trainer
        }
        let (plain, again) = (try run(recompute: false), try run(recompute: true))
        #expect(
            plain.model.parameters().allSatisfy {
                $0.dtype == .float32 && ($0.grad?.dtype ?? .float32) == .float32
            })
        #expect(plain.optimizer.state.allSatisfy { $0.tensor.dtype != .bfloat16 })
        #expect(plain.history.losses == again.history.losses)
        #expect(!Autocast.isEnabled)
    }

    @Test("The number of threads changes no bit")
    func sameBitsOnAnyNumberOfThreads() throws {
        let before = Compute.threads
        defer { try? Compute.setThreads(before) }
        func losses(_ threads: Int) throws -> [Double] {
            try Compute.setThreads(threads)
            let trainer = try makeTrainer(precision: .bfloat16, sizes: Self.sizes)
            try trainer.run(4)
            return trainer.history.losses
        }
        #expect(try losses(1) == losses(2))
    }

    @Test("Log-probabilities under autocast are bfloat16, and their gradients those of the fused loss")
    func headsAgree() throws {
        let model = try #require(try makeTrainer(sizes: Self.sizes).model as? GPT)
        let X = try Generator(seed: 1).integers(0, 499, [2, 32]),
            Y = try Generator(seed: 2).integers(0, 499, [2, 32])
        func gradients(_ loss: () throws -> Tensor) throws -> (Double, [[Float]]) {
            model.parameters().forEach { $0.grad = nil }
            let value = try Autocast.enabled(true, loss)
            try value.backward()
            return (
                try value.item().double,
                try model.parameters().map { try ($0.grad ?? Tensor.zeros($0.shape)).elements(Float.self) }
            )
        }
        let fused = try gradients { try model.loss(X, Y) }
        let apart = try gradients {
            let logProbabilities = try model(X)
            #expect(logProbabilities.dtype == .bfloat16)
            return try logProbabilities.reshape([-1, 499]).nllLoss(Y.reshape([-1]))
        }
        #expect(abs(fused.0 - apart.0) / fused.0 < 2e-3)
        for (a, b) in zip(fused.1, apart.1) {
            let norm = b.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
            let distance = zip(a, b).reduce(0) { $0 + Double($1.0 - $1.1) * Double($1.0 - $1.1) }.squareRoot()
            #expect(distance <= 0.03 * norm + 1e-6, "\(distance) of \(norm)")
        }
    }
}
