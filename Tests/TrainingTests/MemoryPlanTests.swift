import GPT
import Kernels
import Tensors
import Testing
import Training

/// What is said about memory before a run is what the run takes.
@Suite(.serialized) struct MemoryPlanTests {
    struct Shape: Sendable {
        var sizes: (vocabulary: Int, width: Int, context: Int)
        var batch: Int, recompute = false, accumulate = 1
    }

    /// Shapes whose fullest moments differ: many tokens, few tokens, a large vocabulary.
    static let shapes = [
        Shape(sizes: (29, 64, 64), batch: 32), Shape(sizes: (29, 64, 64), batch: 32, recompute: true),
        Shape(sizes: (2000, 64, 16), batch: 2),
        Shape(sizes: (2000, 64, 16), batch: 2, accumulate: 3),
        Shape(sizes: (500, 48, 32), batch: 16, recompute: true, accumulate: 2),
        // Results of the GELU, and then of the norms, too, that are large enough to be computed again.
        Shape(sizes: (29, 64, 64), batch: 128), Shape(sizes: (29, 128, 64), batch: 144),
    ]

    @Test(arguments: shapes, DType.precisions) func thePlanIsThePeak(
        _ shape: Shape, _ precision: DType
    ) throws {
        for tied in GPTConfiguration.Tied.allCases {
            let before = Memory.inUse
            let trainer = try makeTrainer(
                tied: tied, batch: shape.batch, accumulate: shape.accumulate, recompute: shape.recompute,
                sizes: shape.sizes)
            var run = trainer.plan.run
            run.precision = precision
            let plan = MemoryPlan(trainer.model, run)
            try Autocast.enabled(precision == .bfloat16) {
                try trainer.run(1)
                Memory.resetPeak()
                try trainer.run(3)
            }
            let measured = Double(Memory.peak - before), said = Double(plan.tensors)
            #expect(
                abs(measured / said - 1) < 0.1,
                "\(tied): \(plan.moment), \(plan.parts): measured \(measured), said \(said)")
        }
    }

    private func plan(batch: Int, recompute: Bool = false) -> MemoryPlan {
        MemoryPlan(.model5, MemoryPlan.Run(batch: batch, length: 256, recompute: recompute))
    }

    @Test func aRunThatCannotFitIsToldWhatWould() throws {
        func message(_ plan: MemoryPlan, available: Int, held: Int = 0) -> String {
            do {
                try plan.check(available: available, held: held)
                return ""
            } catch { return "\(error)" }
        }
        #expect(message(plan(batch: 16), available: 8_000_000_000) == "")
        let tight = message(plan(batch: 64), available: 6_000_000_000)
        #expect(tight.hasPrefix("MemoryError: training Model5 with batches of [64, 256] needs "), "\(tight)")
        #expect(tight.contains("6.0 GB can be had"))
        #expect(
            tight.contains("batch_size=32, accumulate=2 (")
                || tight.contains("batch_size=16, accumulate=4 ("), "\(tight)")
        #expect(tight.contains("or recompute=True ("), "\(tight)")
        #expect(message(plan(batch: 1), available: 1_000_000_000).contains("smaller embed_dim"))
        // What is there already need not be had again.
        let whole = plan(batch: 1)
        #expect(message(whole, available: whole.tensors / 2) != "")
        #expect(message(whole, available: whole.tensors / 2, held: whole.tensors * 3 / 4) == "")
    }

    @Test func sizesBeyondAllMachinesAreNumbersToo() {
        var configuration = GPTConfiguration.model5
        (configuration.width, configuration.blocks, configuration.vocabularySize) = (
            1 << 31, 1 << 31, 1 << 31
        )
        let plan = MemoryPlan(
            configuration, MemoryPlan.Run(batch: 1 << 31, length: 1 << 31, accumulate: 1_000_000))
        #expect(plan.tensors > 1 << 60)
        #expect(throws: TensorError.self) { try plan.check(available: 1 << 40, held: 0) }
    }

    @Test func recomputationAndSmallBatchesNeedLess() {
        #expect(plan(batch: 16, recompute: true).tensors < plan(batch: 16).tensors)
        #expect(plan(batch: 4).tensors < plan(batch: 16).tensors)
        let cost = StepCost(.model5, MemoryPlan.Run(batch: 16, length: 256))
        let again = StepCost(.model5, MemoryPlan.Run(batch: 16, length: 256, recompute: true))
        #expect(cost.operations > 3e12 && cost.operations < 3.3e12)
        #expect(again.operations > cost.operations * 1.1 && again.operations < cost.operations * 4 / 3)
        #expect(cost.seconds > 0 && cost.seconds.isFinite)
        let half = StepCost(.model5, MemoryPlan.Run(batch: 16, length: 256, precision: .bfloat16))
        #expect(half.operations == cost.operations && half.traffic < cost.traffic && half.seconds.isFinite)
    }
}
