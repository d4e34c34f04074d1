import Foundation
import GPT
import Kernels

/// What one training step takes, told from shapes and from how fast this machine was found to be.
public struct StepCost: Equatable, Sendable {
    /// Multiplications and additions of the products.
    public let operations: Double
    /// Bytes that everything beside the products reads and writes.
    public let traffic: Double

    public init(_ configuration: GPTConfiguration, _ run: MemoryPlan.Run) {
        let c = configuration, batches = Double(run.accumulate)
        let forward = c.forwardFLOPs(batch: run.batch, length: run.length)
        // The head is not run again: its gradients come with the loss.
        let head = 2 * Double(run.batch) * Double(run.length) * Double(c.vocabularySize) * Double(c.width)
        operations = batches * (c.stepFLOPs(batch: run.batch, length: run.length) + (run.recompute ? forward - head : 0))

        let tokens = batches * Double(run.batch) * Double(run.length)
        // For each token and block about 36 numbers of the width forward (norms, biases, GELU, sums) and 48 backward.
        let block = tokens * Double(c.blocks) * Double(c.width) * (run.recompute ? 120 : 84)
        // Logits are written, turned into probabilities and read by two products; AdamW reads four numbers and writes three.
        let logits = tokens * Double(c.vocabularySize) * 6
        let listed = Double(c.parameterCount) + (c.tied == .lecture ? Double(c.vocabularySize) * Double(c.width) : 0)
        traffic = 4 * (block + logits + listed * (3 + 2 * Double(run.statePerParameter)))
    }

    /// Seconds on this machine; the first call measures it, in some hundredths of a second.
    public var seconds: Double { operations / MachineSpeed.operationsPerSecond + traffic / MachineSpeed.bytesPerSecond }
}

/// How fast this machine is on all of its threads, measured once when first asked for.
public enum MachineSpeed {
    /// Multiplications and additions of a product of middling size.
    public static let operationsPerSecond: Double = {
        let (m, n, k) = (512, 2048, 768)
        let buffer = Buffer(m * k + n * k + m * n)
        let (a, b) = (Floats(buffer.base), Floats(buffer.base + m * k)), c = buffer.base + m * k + n * k
        let seconds = fastest {
            Compute.kernels.gemm(
                MatrixOperand(a, stride: k), MatrixOperand(b, stride: k, transposed: true), m: m, n: n, k: k, alpha: 1, beta: 0, into: c,
                stride: n)
        }
        return 2 * Double(m * n * k) / seconds
    }()

    /// Bytes read and written by an elementwise operation over more than the caches hold.
    public static let bytesPerSecond: Double = {
        let count = 8 << 20
        let buffer = Buffer(2 * count)
        let seconds = fastest { Compute.kernels.axpy(0, buffer.base, into: buffer.base + count, count: count) }
        return 12 * Double(count) / seconds
    }()

    /// The fastest of a few runs: what disturbs a measurement only ever makes it longer.
    private static func fastest(_ body: () -> Void) -> Double {
        body()
        return (0..<4).map { _ in
            let start = DispatchTime.now().uptimeNanoseconds
            body()
            return Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
        }.min().map { max($0, 1e-9) } ?? 1
    }

    /// Zeroed memory for a measurement, given back at its end.
    private final class Buffer {
        let base: MutableFloats
        init(_ count: Int) {
            base = .allocate(capacity: count)
            base.initialize(repeating: 0, count: count)
        }
        deinit { base.deallocate() }
    }
}
