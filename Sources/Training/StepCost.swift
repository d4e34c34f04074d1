import Foundation
import GPT
import Kernels
import Tensors

/// What one training step takes, told from shapes and from how fast this machine was found to be.
public struct StepCost: Equatable, Sendable {
    /// Multiplications and additions of the products.
    public let operations: Double
    /// Bytes that everything beside the products reads and writes.
    public let traffic: Double
    /// What the products are computed in.
    public let precision: Precision

    public init(_ configuration: GPTConfiguration, _ run: MemoryPlan.Run) {
        let c = configuration, batches = Double(run.accumulate)
        precision = run.precision
        let forward = c.forwardFLOPs(batch: run.batch, length: run.length)
        // The head is not run again: its gradients come with the loss.
        let head = 2 * Double(run.batch) * Double(run.length) * Double(c.vocabularySize) * Double(c.width)
        operations =
            batches
            * (c.stepFLOPs(batch: run.batch, length: run.length) + (run.recompute ? forward - head : 0))

        let tokens = batches * Double(run.batch) * Double(run.length)
        // For each token and block about 36 numbers of the width forward (norms, GELU, sums) and 48 backward;
        // of those of bf16 about two thirds are half as long.
        let length = precision == .bf16 ? 2.0 / 3 : 1
        let block = tokens * Double(c.blocks) * Double(c.width) * (run.recompute ? 120 : 84) * length
        // Logits are written, turned into probabilities and read by two products; AdamW reads four numbers
        // and writes three.
        let logits = tokens * Double(c.vocabularySize) * 6
        let listed =
            Double(c.parameterCount) + (c.tied == .lecture ? Double(c.vocabularySize) * Double(c.width) : 0)
        traffic = 4 * (block + logits + listed * (3 + 2 * Double(run.statePerParameter)))
    }

    /// Seconds on this machine; the first call measures it, in some hundredths of a second.
    public var seconds: Double {
        MachineSpeed.seconds(operations: operations, traffic: traffic, in: precision)
    }
}

/// How fast this machine is on all of its threads, measured once when first asked for.
public enum MachineSpeed {
    /// How long so many operations of products, in a precision, and so many bytes beside them take.
    public static func seconds(operations: Double, traffic: Double, in precision: Precision = .float32)
        -> Double
    {
        operations
            / (precision == .bf16
                ? MachineRates.bfloat16OperationsPerSecond : MachineRates.operationsPerSecond)
            + traffic / MachineRates.bytesPerSecond
    }
}
