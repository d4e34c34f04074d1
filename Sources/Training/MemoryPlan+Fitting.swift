import GPT
import Kernels
import Presentation
import Tensors

extension MemoryPlan {
    /// Refuses a run that this machine has no memory for, and says which would fit.
    ///
    /// - Parameters:
    ///   - available: bytes that can be had; `Memory.available`.
    ///   - held: bytes of the plan that are there already.
    ///   - device: where the model lies; nil for this machine's own memory.
    /// - Throws: MemoryError with the numbers.
    public func check(available: Int, held: Int, on device: Device? = nil) throws {
        guard !fits(available, held) else { return }
        let parts = parts.sorted { $0.bytes > $1.bytes }.map {
            "\($0.name) \(Formatting.size($0.bytes))"
        }
        throw TensorError(
            .memory,
            "training \(model) with batches of [\(run.batch), \(run.length)] needs "
                + "\(Formatting.size(tensors)), and \(Formatting.size(max(0, available) + held)) can be had"
                + (device.map { $0.isHost ? "" : " on \($0.name)" } ?? ""),
            details: [parts.joined(separator: "     ")], hint: hint(available, held))
    }

    private func fits(_ available: Int, _ held: Int) -> Bool {
        let needed = Double(tensors) * (1 + MemoryPlan.holes) - Double(held) + Double(MemoryPlan.ownGrowth)
        return needed <= Double(available)
    }

    /// What would fit, the smallest change first.
    private func hint(_ available: Int, _ held: Int) -> String {
        guard let configuration else { return "a model with fewer parameters, or SGD, which keeps nothing" }
        func fitting(_ change: (inout Run) -> Void) -> MemoryPlan? {
            var run = run
            change(&run)
            let plan = MemoryPlan(configuration, run)
            return plan.fits(available, held) ? plan : nil
        }
        // The held-out batches are taken to shrink as well.
        func smallerBatch(recompute: Bool) -> MemoryPlan? {
            var parts = 2
            while parts <= run.batch, run.accumulate * parts <= Trainer.mostAccumulated {
                let (batch, accumulate) = ((run.batch + parts - 1) / parts, run.accumulate * parts)
                let plan = fitting {
                    ($0.batch, $0.accumulate, $0.recompute) = (batch, accumulate, recompute)
                    $0.evaluationTokens = min($0.evaluationTokens, batch * $0.length)
                }
                if let plan { return plan }
                parts *= 2
            }
            return nil
        }
        var ways: [String] = []
        func size(_ plan: MemoryPlan) -> String { "(\(Formatting.size(plan.tensors)))" }
        func batches(_ plan: MemoryPlan) -> String {
            "\(run.evaluationTokens > 0 ? "samplers with " : "")batch_size=\(plan.run.batch), "
                + "accumulate=\(plan.run.accumulate)"
        }
        if let smaller = smallerBatch(recompute: run.recompute) {
            ways.append("\(batches(smaller)) \(size(smaller))")
        }
        if !run.recompute {
            if let again = fitting({ $0.recompute = true }) {
                ways.append("recompute=True \(size(again))")
            } else if ways.isEmpty, let both = smallerBatch(recompute: true) {
                ways.append("\(batches(both)) and recompute=True \(size(both))")
            }
        }
        return ways.isEmpty
            ? "a model with a smaller embed_dim or fewer n_blocks" : ways.joined(separator: ", or ")
    }
}

extension Trainer {
    /// The most memory that this process will have in use during a run, in bytes,
    /// everything else that it holds included.
    ///
    /// Where the model lies on another device: the most in use of that one's memory.
    public var peakMemory: Int {
        let held = Trainer.held(model, optimizer)
        guard !device.isHost else { return plan.peak(held: held) }
        return plan.tensors + max(0, device.memory.allocated - held)
    }
}
