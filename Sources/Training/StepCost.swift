import Foundation
import GPT
import Kernels
import Neural
import Tensors

/// What one training step takes, told from shapes and from how fast this machine was found to be.
///
/// Operations are multiplications and additions, traffic is bytes that everything
/// beside products reads and writes.
public struct StepCost: Equatable, Sendable {
    /// Multiplications and additions of the products.
    public let operations: Double
    /// Bytes that everything beside the products reads and writes.
    public let traffic: Double
    /// What the products are computed in.
    public let precision: DType

    /// Linear layers that the numbers are known from alone, where the model is a program's own class: what
    /// else its forward does is not counted. Nil where everything is.
    public let linearLayers: Int?

    /// The step of any model, as far as it is known.
    public init(_ model: any LanguageModel, _ run: MemoryPlan.Run) {
        if let gpt = model as? GPT {
            self.init(gpt.configuration, run)
        } else {
            self.init(model.module, run)
        }
    }

    /// Each matrix of a linear layer is met once by every token forward and twice backward.
    private init(_ module: Module, _ run: MemoryPlan.Run) {
        let tokens = Double(run.accumulate) * Double(run.batch) * Double(run.length)
        let pass = PassCost(linearLayersOf: module, rows: tokens)
        let listed = module.parameters().reduce(0.0) { $0 + ($1.requiresGrad ? Double($1.count) : 0) }
        (precision, linearLayers, operations) = (run.precision, pass.linearLayers, 3 * pass.operations)
        traffic = 3 * pass.traffic + StepCost.updateTraffic(listed, run)
    }

    /// An update reads parameter and gradient and writes the parameter; what the
    /// optimizer keeps is read and written.
    private static func updateTraffic(_ listed: Double, _ run: MemoryPlan.Run) -> Double {
        4 * listed * (3 + 2 * Double(run.statePerParameter))
    }

    /// The step of a GPT, from its sizes alone.
    public init(_ configuration: GPTConfiguration, _ run: MemoryPlan.Run) {
        linearLayers = nil
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
        let length = precision == .bfloat16 ? 2.0 / 3 : 1
        let block = tokens * Double(c.blocks) * Double(c.width) * (run.recompute ? 120 : 84) * length
        // Logits are written, turned into probabilities and read by two products.
        let logits = tokens * Double(c.vocabularySize) * 6
        traffic = 4 * (block + logits) + StepCost.updateTraffic(c.listedParameterCount, run)
    }

    /// Seconds on this machine; the first call measures it, in some hundredths of a second.
    public var seconds: Double {
        MachineSpeed.seconds(operations: operations, traffic: traffic, in: precision)
    }
}

/// What passes without training take.
public struct PassCost: Equatable, Sendable {
    /// Multiplications and additions of the products.
    public var operations: Double
    /// Bytes read and written.
    public var traffic: Double
    /// Bytes that are there at the same time, beside parameters.
    public var memory: Double
    /// As `StepCost.linearLayers`.
    public var linearLayers: Int?

    /// One pass of a GPT over [batch, length] tokens, with what backward needs kept.
    public init(_ c: GPTConfiguration, batch: Int, length: Int) {
        let tokens = Double(batch) * Double(length)
        let kept = tokens * (Double(c.blocks) * 16 * Double(c.width) + 2 * Double(c.vocabularySize))
        operations = c.forwardFLOPs(batch: batch, length: length)
        (traffic, memory) = (4 * (Double(c.parameterCount) + 2 * kept), 4 * kept)
    }

    /// One pass of a module whose forward is a program's own over so many rows: each matrix of a linear layer
    /// is met once by every row, and what else it does is not counted.
    public init(linearLayersOf module: Module, rows: Double) {
        let linear = module.namedModules().compactMap { $0.module as? Linear }
        let sizes = linear.map { Double($0.inFeatures) * Double($0.outFeatures) }.reduce(0, +)
        let outputs = linear.map { Double($0.outFeatures) }.reduce(0, +)
        (operations, traffic, memory) = (2 * rows * sizes, 4 * sizes, 4 * rows * outputs)
        linearLayers = linear.count
    }

    /// Tokens that a GPT adds one at a time: every parameter is read once for each of them, and past the
    /// context each of them is a whole pass.
    ///
    /// - Parameters:
    ///   - prompt: tokens to begin with.
    ///   - bytesPerWeight: 4, or 2 and 1 for rounded weights.
    ///   - past: tokens of `count` that are past the context and cost a pass each.
    public init(
        generating count: Int, past: Int, after prompt: Int, _ c: GPTConfiguration, bytesPerWeight: Double
    ) {
        let first = PassCost(c, batch: 1, length: min(max(prompt, 1), c.context)),
            cached = Double(count - past)
        operations = first.operations + cached * 2 * Double(c.parameterCount)
        traffic = bytesPerWeight * Double(c.parameterCount) * (cached + 1)
        // Keys and values of every block.
        memory = 8 * Double(c.blocks) * Double(c.context) * Double(c.width)
        if past > 0 { operations += Double(past) * PassCost(c, batch: 1, length: c.context).operations }
    }

    /// Seconds on this machine.
    public var seconds: Double { MachineSpeed.seconds(operations: operations, traffic: traffic) }
}

/// How fast this machine is on all of its threads, measured once when first asked for.
public enum MachineSpeed {
    /// How long so many operations of products, in a precision, and so many bytes beside them take.
    public static func seconds(operations: Double, traffic: Double, in precision: DType = .float32)
        -> Double
    {
        operations
            / (precision == .bfloat16
                ? MachineRates.bfloat16OperationsPerSecond : MachineRates.operationsPerSecond)
            + traffic / MachineRates.bytesPerSecond
    }
}
