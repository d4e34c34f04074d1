import Bindings
import Foundation
import GPT
import Language
import Neural
import Presentation
import Tensors
import Training

// What models, modules and trainers say about their calls.

extension CostEstimate {
    /// One pass of a model over [batch, length] tokens, nothing recorded but what backward needs.
    static func forward(_ c: GPTConfiguration, batch: Int, length: Int) -> CostEstimate {
        CostEstimate(
            PassCost(c, batch: batch, length: length),
            rows: [["tokens", Formatting.grouped(batch * length)]],
            shape: [batch, length, c.vocabularySize])
    }

    private init(_ pass: PassCost, rows: [[String]] = [], shape: [Int]? = nil) {
        self.init(
            operations: pass.operations, traffic: pass.traffic, memory: pass.memory,
            rows: rows + CostEstimate.known(from: pass.linearLayers), shape: shape)
    }

    /// Heads the row that says what an estimate is known from.
    static let knownFrom = "known from"

    /// What an estimate of a program's own class leaves out.
    private static func known(from linearLayers: Int?) -> [[String]] {
        guard let linearLayers else { return [] }
        return [
            [
                knownFrom,
                "its \(Formatting.count(linearLayers, "Linear layer")) alone: what forward() does beside "
                    + "them is not counted",
            ]
        ]
    }

    /// Training steps; one that was measured is taken as it was.
    ///
    /// - Parameter isCold: whether what was measured is the first step alone.
    static func steps(
        _ count: Int, _ one: StepCost, _ plan: MemoryPlan, measured: Double?, isCold: Bool = false
    ) -> CostEstimate {
        let run = plan.run
        let tokens = Double(run.batch) * Double(run.length) * Double(run.accumulate)
        let each = measured ?? one.seconds
        var estimate = CostEstimate(
            operations: Double(count) * one.operations, traffic: Double(count) * one.traffic,
            memory: Double(plan.tensors),
            seconds: Double(count) * each, isMeasured: measured != nil,
            rows: [
                ["steps", "\(Formatting.grouped(count)), about \(Formatting.duration(each)) each"],
                ["tokens", Formatting.large(Double(count) * tokens)],
            ] + known(from: one.linearLayers))
        estimate.isCold = isCold && measured != nil
        return estimate
    }

    /// Tokens added one at a time: every parameter is read once for each of them.
    ///
    /// - Parameter arguments: may say `weights` and `window`.
    static func generation(_ c: GPTConfiguration, prompt: Int, count: Int, _ arguments: CostArguments) throws
        -> CostEstimate
    {
        let weights =
            try arguments.text(.max, "weights").flatMap { try WeightChoice.from(.string($0))?.dtype }
            ?? .float32
        let window =
            try arguments.text(.max, "window").flatMap { try ContextWindow.from(.string($0)) } ?? .crop
        let bytes = Double(weights.size)
        let cached = window == .half ? count : min(count, max(0, c.context - prompt)),
            past = max(0, count - cached)
        var estimate = CostEstimate(
            PassCost(generating: count, past: past, after: prompt, c, bytesPerWeight: bytes),
            rows: [["tokens", "\(Formatting.grouped(count)) more after \(Formatting.grouped(prompt))"]])
        if past > 0 {
            estimate.rows.append([
                "past the context",
                "\(Formatting.grouped(past)), each a pass over \(Formatting.grouped(c.context)) tokens",
            ])
        }
        return estimate
    }
}

extension CostEstimate {
    /// `generate(model, prompt, n)`. A text's tokens are counted where a tokenizer is loaded, else by the
    /// usual four letters a token.
    static func generating(_ session: Session, _ arguments: CostArguments) throws -> CostEstimate? {
        guard case .object(let object)? = arguments.find(0, "model")?.value,
            let model = object as? ModelObject
        else { return nil }
        return try generating(model.model.configuration, session, arguments)
    }

    /// The same with a model of which only the sizes are there.
    static func generating(
        _ c: GPTConfiguration, _ session: Session, _ arguments: CostArguments
    ) throws -> CostEstimate? {
        guard let count = try arguments.int(2, "n", default: 100), count >= 0 else { return nil }
        let text = arguments.text(1, "prompt")
        let counted = text.flatMap { text in
            session.tokenizerAtHand(vocabulary: nil).map { $0.encode(text).count }
        }
        let prompt =
            counted ?? text.map { max(1, $0.utf8.count / 4) } ?? arguments.shape(1, "prompt")?.last ?? 1
        return try .generation(c, prompt: prompt, count: count, arguments)
    }

    /// A new model: its parameters are drawn, and a step of it is told beside.
    static func construction(_ preset: GPTConfiguration, _ arguments: CostArguments) throws -> CostEstimate {
        let c = try GPTConfiguration(preset, arguments)
        let bytes = 4 * Double(c.parameterCount)
        let run = MemoryPlan.Run(batch: 16, length: c.context)
        let step = CostEstimate.steps(1, StepCost(c, run), MemoryPlan(c, run), measured: nil)
        return CostEstimate(
            operations: 20 * Double(c.parameterCount), traffic: bytes, memory: bytes,
            rows: [
                ["parameters", Formatting.grouped(c.parameterCount)],
                [
                    "a step, 16 × \(c.context)",
                    "about \(Formatting.duration(step.duration)), "
                        + "\(Formatting.memory(Int(min(step.memory, 9e18)))), "
                        + "\(Formatting.operations(step.operations))",
                ],
            ])
    }
}

extension GPTConfiguration {
    /// The sizes that `Model5(…)` or `GPT2(…)` is called with.
    init(_ preset: GPTConfiguration, _ arguments: CostArguments) throws {
        var c = preset
        c.vocabularySize = try arguments.int(0, "n_vocab", default: c.vocabularySize) ?? c.vocabularySize
        c.width = try arguments.int(1, "embed_dim", default: c.width) ?? c.width
        c.blocks = try arguments.int(2, "n_blocks", default: c.blocks) ?? c.blocks
        c.heads = try arguments.int(3, "n_heads", default: c.heads) ?? c.heads
        c.context = try arguments.int(4, "seq_len", default: c.context) ?? c.context
        if let tied = arguments.text(5, "tied") {
            c.tied = try GPTConfiguration.Tied.from(.string(tied)) ?? c.tied
        }
        try c.check()
        self = c
    }
}

extension ModelObject: CostEstimating {
    public func estimate(_ method: String?, _ arguments: CostArguments) throws -> CostEstimate? {
        try .model(model.configuration, method, arguments)
    }
}

extension CostEstimate {
    /// A call of a model, or of a method of it; nil where that is not known.
    static func model(_ c: GPTConfiguration, _ method: String?, _ arguments: CostArguments) throws
        -> CostEstimate?
    {
        switch method {
        case nil, "forward", "trace", "loss":
            guard let shape = arguments.shape(0, "ids") ?? arguments.shape(0, "X"), shape.count == 2 else {
                return nil
            }
            var cost = CostEstimate.forward(c, batch: shape[0], length: shape[1])
            if method == "loss" { cost.shape = [] }
            if method == "trace" { cost.shape = nil }
            return cost
        case "generate":
            guard let count = try arguments.int(1, "n", default: 100), let shape = arguments.shape(0, "ids")
            else { return nil }
            return try .generation(c, prompt: shape.last ?? 1, count: count, arguments)
        default: return nil
        }
    }
}

extension TrainerObject: CostEstimating {
    public func estimate(_ method: String?, _ arguments: CostArguments) throws -> CostEstimate? {
        let count: Int
        switch method {
        case "step": count = 1
        case "run":
            guard let steps = try arguments.int(0, "n"), steps >= 0 else { return nil }
            count = steps
        case "forward":
            guard let c = (trainer.model as? GPT)?.configuration else {
                return .unknownModule(
                    model.module, [sampler.shape.batchSize, sampler.shape.sequenceLength], isTokens: true)
            }
            return .forward(c, batch: sampler.shape.batchSize, length: sampler.shape.sequenceLength)
        default: return nil
        }
        return steps(count)
    }

    func steps(_ count: Int) -> CostEstimate {
        // The first step makes what later ones find ready: with another one it counts for nothing.
        let times = trainer.history.times, warm = times.count > 1 ? times.dropFirst() : times[...]
        let measured = warm.isEmpty ? nil : warm.reduce(0) { $0 + $1.total } / Double(warm.count)
        return .steps(
            count, StepCost(trainer.model, trainer.plan.run), trainer.plan, measured: measured,
            isCold: times.count == 1)
    }
}

extension CostEstimate {
    /// A layer or a module called with a tensor of a shape.
    static func module(_ module: Module, _ shape: [Int]) -> CostEstimate? {
        let count = shape.reduce(1.0) { $0 * Double($1) }
        func result(_ shape: [Int], operations: Double, parameters: Double) -> CostEstimate {
            let size = shape.reduce(1.0) { $0 * Double($1) }
            return CostEstimate(
                operations: operations, traffic: 4 * (count + size + parameters), memory: 4 * size,
                shape: shape)
        }
        switch module {
        case let linear as Linear:
            guard shape.last == linear.inFeatures else { return nil }
            let rows = count / Double(linear.inFeatures)
            return result(
                shape.dropLast() + [linear.outFeatures],
                operations: 2 * rows * Double(linear.inFeatures) * Double(linear.outFeatures),
                parameters: Double(linear.inFeatures) * Double(linear.outFeatures))
        case let embedding as Embedding:
            return result(shape + [embedding.width], operations: 0, parameters: 0)
        case let list as Sequential:
            var (sum, shape) = (CostEstimate(), shape)
            for (_, child) in list.children {
                guard let cost = CostEstimate.module(child, shape) else { return nil }
                sum = sum + cost
                shape = cost.shape ?? shape
            }
            sum.shape = shape
            return sum
        case is LayerNorm: return result(shape, operations: 8 * count, parameters: 0)
        case _ where module.children.isEmpty && module.ownParameters.isEmpty:
            return result(shape, operations: 4 * count, parameters: 0)
        default: return nil
        }
    }

    /// A module whose `forward` is a program's own: each of its matrices is met once by every row.
    static func unknownModule(_ module: Module, _ shape: [Int], isTokens: Bool) -> CostEstimate {
        let rows = (isTokens ? shape : Array(shape.dropLast())).reduce(1.0) { $0 * Double($1) }
        return CostEstimate(PassCost(linearLayersOf: module, rows: rows))
    }
}
