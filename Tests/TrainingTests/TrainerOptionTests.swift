import GPT
import Kernels
import Neural
import Tensors
import TestSupport
import Testing
import Text
import Training

/// Accumulation, recomputation, clipping and threads: what must not change a result does not.
@Suite(.serialized) struct TrainerOptionTests {
    // MARK: Accumulation

    @Test(arguments: GPTConfiguration.Tied.allCases) func fourBatchesAreOneOfFourTimesTheSize(
        tied: GPTConfiguration.Tied
    ) throws {
        let large = try makeTrainer(tied: tied, batch: 8),
            small = try makeTrainer(tied: tied, batch: 2, accumulate: 4)
        for _ in 0..<5 {
            try large.step()
            try small.step()
        }
        #expect(small.steps == 5)
        #expect(small.history.tokens == large.history.tokens)
        #expect(largestDifference(small.history.losses, large.history.losses) < 1e-5)
        #expect(
            relativeError(try parameters(small).map { Double($0) }, try parameters(large).map { Double($0) })
                < 1e-4)
        // The windows are the same ones, drawn in the same order.
        #expect(small.batches.sampler.coverage == large.batches.sampler.coverage)
    }

    @Test func partsOfAnAccumulatedStep() throws {
        let whole = try makeTrainer(accumulate: 3), parts = try makeTrainer(accumulate: 3)
        let loss = try whole.step()
        var sum = 0.0
        for batch in 0..<3 {
            #expect(parts.batchesDone == batch)
            #expect(throws: TensorError.self) { try parts.update() }
            try parts.sample()
            try parts.forward()
            sum += try parts.loss().item().double
            try parts.backward()
            #expect(throws: TensorError.self) { try parts.backward() }
        }
        #expect(throws: TensorError.self) { try parts.forward() }
        try parts.update()
        #expect(sum == loss)
        #expect(parts.history == whole.history)
        #expect(try parameters(parts) == parameters(whole))
        #expect(parts.history.tokens == 3 * 3 * 8)
    }

    @Test func aStepThatWasBrokenOffDrawsNothingTwice() throws {
        struct Stop: Error {}
        let whole = try makeTrainer(accumulate: 3)
        try whole.run(4)
        // Between two batches, and in the middle of one.
        for stopAt in [3, 15, 22] {
            let broken = try makeTrainer(accumulate: 3)
            try broken.run(2)
            var polls = 0
            ComputeContext.current.poll = {
                polls += 1
                if polls == stopAt { throw Stop() }
            }
            #expect(throws: Stop.self) { try broken.run(2) }
            ComputeContext.current.poll = {}
            #expect(broken.steps == 2)
            try broken.run(2)
            #expect(broken.history == whole.history)
        }
        let broken = try makeTrainer(accumulate: 3)
        var calls = 0
        #expect(throws: Stop.self) {
            try broken.run(
                4,
                onBatch: { trainer in
                    calls += 1
                    #expect(trainer.batchesDone == (calls - 1) % 2 + 1)
                    if calls == 6 { throw Stop() }
                })
        }
        #expect(broken.steps == 2)
        try broken.run(2)
        #expect(broken.history == whole.history)
        #expect(try parameters(broken) == parameters(whole))
    }

    // MARK: Recomputation

    @Test(arguments: GPTConfiguration.Tied.allCases) func recomputationChangesNoBit(
        tied: GPTConfiguration.Tied
    ) throws {
        let kept = try makeTrainer(tied: tied, accumulate: 2),
            again = try makeTrainer(tied: tied, accumulate: 2, recompute: true)
        try kept.run(5)
        try again.run(5)
        #expect(again.history == kept.history)
        #expect(try parameters(again) == parameters(kept))
    }

    // MARK: Clipping

    /// The trainer scales gradients on the way into the update; `clip_grad_norm_` scales them where they are.
    @Test(arguments: [false, true]) func clippingInTheUpdateIsClippingInPlace(sgd: Bool) throws {
        let limit = 0.01
        let trainer = try makeTrainer(sgd: sgd, clip: limit), byHand = try makeTrainer(sgd: sgd),
            unclipped = try makeTrainer(sgd: sgd)
        for _ in 0..<3 {
            try trainer.step()
            try byHand.sample()
            try byHand.forward()
            try byHand.loss()
            try byHand.backward()
            #expect(try clipGradientNorm(byHand.optimizer.parameters, limit) > limit)
            #expect(abs(try gradientNorm(byHand.optimizer.parameters) - limit) < 1e-4 * limit)
            try byHand.update()
            try unclipped.step()
        }
        #expect(trainer.history == byHand.history)
        #expect(try parameters(trainer) == parameters(byHand))
        #expect(try parameters(trainer) != parameters(unclipped))
        let loose = try makeTrainer(sgd: sgd, clip: 1e6)
        for _ in 0..<3 { try loose.step() }
        #expect(try parameters(loose) == parameters(unclipped))
    }

    // MARK: Threads

    /// The second model's products are cut into several tiles, and its head's into parts of a long sum.
    @Test(arguments: [(29, 16, 8, 3), (12_400, 64, 32, 8)]) func oneThreadAndTwoGiveTheSameBits(
        _ vocabulary: Int, _ width: Int, _ context: Int, _ batch: Int
    ) throws {
        let before = Compute.threads
        defer { try? Compute.setThreads(before) }
        func run(threads: Int) throws -> Trainer {
            try Compute.setThreads(threads)
            let trainer = try makeTrainer(batch: batch, clip: 1, sizes: (vocabulary, width, context))
            try trainer.run(3)
            return trainer
        }
        let one = try run(threads: 1), two = try run(threads: 2), five = try run(threads: 5)
        #expect(one.history == two.history && one.history == five.history)
        #expect(try parameters(one) == parameters(two))
        #expect(try parameters(one) == parameters(five))
    }

    // MARK: What makes no sense

    @Test func optionsThatMakeNoSenseAreRefused() throws {
        func message(_ body: () throws -> Trainer) -> String {
            do {
                _ = try body()
                return ""
            } catch { return "\(error)" }
        }
        #expect(message { try makeTrainer(accumulate: 0) }.contains("accumulate must be from 1"))
        #expect(message { try makeTrainer(accumulate: -4) }.contains("got -4"))
        #expect(message { try makeTrainer(clip: 0) }.contains("clip must be above 0"))
        #expect(message { try makeTrainer(clip: .nan) }.contains("clip must be above 0"))
        let trainer = try makeTrainer()
        for (every, batches, word) in [(0, 1, "eval_every"), (-1, 1, "eval_every"), (1, 0, "eval_batches")] {
            let text = message {
                try Trainer(
                    trainer.model, trainer.optimizer, trainer.batches, test: trainer.test,
                    evaluateEvery: every, evaluationBatches: batches)
            }
            #expect(text.contains(word), "\(text)")
        }
        let huge = message { try makeTrainer(batch: 1 << 24) }
        #expect(
            huge.hasPrefix("MemoryError: training Model5 with batches of [16777216, 8] needs "), "\(huge)")
        #expect(huge.contains("try: samplers with batch_size="), "\(huge)")
    }
}
