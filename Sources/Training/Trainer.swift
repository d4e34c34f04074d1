import Foundation
import GPT
import Kernels
import Neural
import Tensors
import Text

/// Trains a model on random batches, one step at a time: sample, forward, loss, backward, update.
///
/// Each part can be called alone, in that order, and looked at in between; `step()` does what is left of a
/// step. With `accumulate` = n, the first four are gone through n times, a batch each, before the update: the
/// step is that of one batch n times as large, in the memory of one. A step that is interrupted keeps its
/// batches: the next one starts with them again, so that nothing is drawn twice.
public final class Trainer {
    /// Called at a point of a step, with the trainer.
    ///
    /// - Throws: what it throws ends the step, which goes on from there at the next call.
    public typealias StepHook = (Trainer) throws -> Void

    /// What is trained.
    public let model: any LanguageModel
    /// What moves its parameters.
    public let optimizer: Optimizer
    /// Where batches come from.
    public let batches: BatchSource
    /// Held-out batches, or nil.
    public let test: BatchSource?
    /// Steps between two evaluations; nil: none.
    public let evaluateEvery: Int?
    /// Batches in one evaluation.
    public let evaluationBatches: Int
    /// Gradients are scaled down to this norm where they exceed it; nil: left alone.
    public let clip: Double?
    /// Batches that one step is the mean of.
    public let accumulate: Int
    /// Blocks keep only their inputs and run again in backward: less memory for a third more arithmetic.
    public let recompute: Bool
    /// What the model's products are computed in; parameters, norms, softmax, losses and the optimizer are
    /// float32 in any case.
    public let precision: DType
    /// What a step needs at its fullest moment, as far as that is known beforehand.
    public let plan: MemoryPlan
    /// What was measured so far.
    public internal(set) var history = History()
    /// Called between backward and update, when the gradients of all batches of a step are there and before
    /// they are clipped: to watch them, to change them, to average them over machines. Throwing leaves the
    /// step before its update.
    public var preHooks = HookList<StepHook>()
    /// Called after each update.
    public var postHooks = HookList<StepHook>()
    /// Called after each evaluation.
    public var evaluationHooks = HookList<StepHook>()
    /// What is watched, and at every how many steps.
    public internal(set) var watched: [Watch: Int] = [:]

    /// The step that is under way.
    struct Step {
        /// Its batches as they were drawn; those from `done` on are not in the gradients yet.
        var batches: [Batch] = []
        /// Batches whose gradients are added up.
        var done = 0
        /// The sum of their shares: of the mean loss of the whole step.
        var loss = 0.0
        /// What forward and loss made of the batch that comes next.
        var forward: ForwardResult?, share: Tensor?
        var times = StepTimes()

        /// The batch that comes next, or else the last one.
        var batch: Batch? { done < batches.count ? batches[done] : batches.last }

        /// Only the batches stay: everything half-made goes, and the gradients will be forgotten.
        mutating func startOver() { (done, loss, forward, share) = (0, 0, nil, nil) }
    }
    var present = Step()
    /// Where the last update was made.
    private weak var lastDevice: Device?

    /// X and Y of the step that is under way.
    public var batch: Batch? { present.batch }
    /// Batches of the step that is under way whose gradients are there.
    public var batchesDone: Int { present.done }

    /// Refuses what makes no sense, and a run that cannot fit in memory, before any work is done.
    ///
    /// - Parameters:
    ///   - test: held-out batches.
    ///   - evaluateEvery: steps between two evaluations, nil for none.
    ///   - evaluationBatches: batches in one evaluation.
    ///   - clip: the norm that gradients are scaled down to, nil to leave them.
    ///   - accumulate: batches that one step is the mean of.
    ///   - recompute: blocks keep only their inputs and run again in backward.
    ///   - precision: what products are computed in.
    /// - Throws: ValueError for settings out of range and for model, optimizer and batches that do not fit
    ///   together, IndexError for a text with tokens that the model does not know, MemoryError.
    public init(
        _ model: any LanguageModel, _ optimizer: Optimizer, _ batches: BatchSource, test: BatchSource? = nil,
        evaluateEvery: Int? = 100,
        evaluationBatches: Int = 1, clip: Double? = nil, accumulate: Int = 1, recompute: Bool = false,
        precision: DType = .float32
    ) throws {
        for source in [batches, test].compactMap({ $0 }) {
            guard let context = model.contextLength, source.sampler.shape.sequenceLength > context else {
                continue
            }
            throw TensorError(
                .value,
                "the sampler's windows of \(source.sampler.shape.sequenceLength) tokens are longer than the "
                    + "model's context of \(context)",
                hint: "RandomSampler(train_data, batch_size=…, seq_len=\(context))")
        }
        if let evaluateEvery, evaluateEvery < 1 {
            throw TensorError(.value, "eval_every must be at least 1, got \(evaluateEvery)")
        }
        guard evaluationBatches >= 1 else {
            throw TensorError(.value, "eval_batches must be at least 1, got \(evaluationBatches)")
        }
        if let clip, !(clip > 0) { throw TensorError(.value, "clip must be above 0, got \(clip)") }
        guard (1...Trainer.mostAccumulated).contains(accumulate) else {
            throw TensorError(
                .value, "accumulate must be from 1 to \(Trainer.mostAccumulated), got \(accumulate)",
                hint: "accumulate=4 makes a step of 4 batches, accumulate=1 of one")
        }
        guard !recompute || model.canRecompute else {
            throw TensorError(
                .value,
                "recompute=True is for models of the library, \(model.typeName) is a class of its own",
                hint: "torch.utils.checkpoint.checkpoint(block, x) in its forward")
        }
        _ = try optimizer.currentGroups()
        let own = Set(model.parameters().map(ObjectIdentifier.init))
        guard !own.isEmpty else {
            throw TensorError(
                .value, "\(model.typeName) has no parameters: there is nothing to train",
                hint: "self.head = nn.Linear(…) in __init__, after super().__init__()")
        }
        guard optimizer.parameters.contains(where: { own.contains(ObjectIdentifier($0)) }) else {
            throw TensorError(
                .value, "the optimizer holds none of this model's parameters: it would train something else",
                hint: "optimizer = \(optimizer.typeName)(model.parameters())")
        }
        try Trainer.checkVocabulary(batches, model)
        if let test { try Trainer.checkVocabulary(test, model) }
        (self.model, self.optimizer, self.batches, self.test) = (model, optimizer, batches, test)
        (self.evaluateEvery, self.evaluationBatches, self.clip) = (evaluateEvery, evaluationBatches, clip)
        (self.accumulate, self.recompute, self.precision) = (accumulate, recompute, precision)
        plan = MemoryPlan(
            model,
            MemoryPlan.Run(
                batches.sampler.shape, statePerParameter: optimizer.stateCount, accumulate: accumulate,
                recompute: recompute,
                precision: precision, evaluation: test?.sampler.shape))
        try plan.check(
            available: Trainer.available(on: model), held: Trainer.held(model, optimizer),
            on: model.module.device)
    }

    /// Where the model lies, and so where it is trained; batches are brought there.
    public var device: Device { model.home }

    /// Bytes that can be had where the model lies.
    static func available(on model: any LanguageModel) -> Int {
        guard let device = model.module.device, !device.isHost else { return Memory.available }
        let total = device.properties.totalMemory
        // A device that does not say how much memory it has is asked when it is needed.
        return total > 0 ? max(0, total - device.memory.allocated) : .max / 4
    }

    /// More batches in a step than that are a mistake.
    static let mostAccumulated = 1_000_000

    /// Bytes of what the plan counts and that is there already: parameters, and
    /// what a run before this one left.
    static func held(_ model: any LanguageModel, _ optimizer: Optimizer) -> Int {
        var storages: [ObjectIdentifier: Int] = [:]
        for tensor in model.parameters() + model.parameters().compactMap(\.grad)
            + optimizer.state.map(\.tensor)
        {
            storages[ObjectIdentifier(tensor.storage)] = tensor.storage.bytes
        }
        return storages.values.reduce(0, +)
    }

    /// Better now than in the middle of a run: every id of the text has a row in the model.
    private static func checkVocabulary(_ source: BatchSource, _ model: any LanguageModel) throws {
        guard let size = model.vocabularySize else { return }
        let largest = try source.tokens.amax().item().int,
            smallest = try source.tokens.amin().item().int
        guard largest < size, smallest >= 0 else {
            throw TensorError(
                .index,
                "the text has token id \(largest < size ? smallest : largest), "
                    + "the model's vocabulary is 0 to \(size - 1)",
                hint: "\(model.typeName)(n_vocab=\(largest + 1), …), or the tokenizer the model was made for")
        }
    }

    /// Steps finished.
    public var steps: Int { history.losses.count }

    // MARK: The five parts of a step

    /// Draws the batch that comes next; one that was drawn and not trained on is left out.
    ///
    /// - Throws: ValueError for a text that is too short for a window.
    @discardableResult
    public func sample() throws -> Batch {
        if present.done == accumulate { present = Step() }
        return try timed("sample", \.sample, results: { [$0.X, $0.Y] }) {
            let next = try batches.next().moved(to: device)
            present.batches.removeSubrange(present.done...)
            present.batches.append(next)
            (present.forward, present.share) = (nil, nil)
            return next
        }
    }

    /// Runs the model as far as the loss goes on from: up to its head, [B, T, E], or to its scores [B, T, V].
    /// Before the first batch of a step, the gradients of the step before are forgotten.
    ///
    /// - Throws: RuntimeError where there is no batch yet, and what the model throws.
    @discardableResult
    public func forward() throws -> Tensor {
        guard present.done < present.batches.count, let batch else {
            throw outOfOrder("forward", needs: "sample")
        }
        return try timed("forward", \.forward, results: { [$0] }) {
            model.module.train()
            if present.done == 0 {
                try optimizer.zeroGrad()
                if steps == 0 { try optimizer.prepare() }
            }
            let batch = try batch.moved(to: device)
            let result = try compute(recording: true) {
                try model.forward(batch.X, batch.Y, recompute: recompute)
            }
            (present.forward, present.share) = (result, nil)
            return result.output
        }
    }

    /// The loss, without axes; a GPT's head and loss are one, chunk by chunk, and the head's
    /// gradients come with it. With `accumulate` = n this is 1/n of the batch's loss: the n
    /// shares of a step add up to its loss.
    ///
    /// - Throws: RuntimeError before `forward`, and what the model throws.
    @discardableResult
    public func loss() throws -> Tensor {
        guard let result = present.forward, let batch else { throw outOfOrder("loss", needs: "forward") }
        return try timed("loss", \.loss, results: { [$0] }) {
            let targets = try batch.Y.to(result.output.device)
            let value = try compute(recording: true) {
                try model.loss(result, targets, parts: accumulate)
            }
            present.share = value
            return value
        }
    }

    /// Adds the batch's part to the gradient of every parameter.
    ///
    /// - Throws: RuntimeError before `loss`, or where it has run for this loss already.
    public func backward() throws {
        guard let share = present.share else {
            guard present.forward == nil, present.done > 0 else {
                throw outOfOrder("backward", needs: "loss")
            }
            throw TensorError(
                .runtime, "backward() has run for this loss already",
                hint: present.done == accumulate ? "trainer.update()" : "trainer.sample()")
        }
        do {
            try timed("backward", \.backward, results: { _ in [] }) {
                (present.forward, present.share) = (nil, nil)
                try share.backward()
            }
        } catch {
            // Some gradients have this batch's part and some have not.
            present.startOver()
            throw error
        }
        present.loss += try share.item().double
        present.done += 1
    }

    /// Moves the parameters; the step is finished. Never broken off in the middle.
    ///
    /// Hooks first, then the gradients are clipped, then the optimizer makes its
    /// step, with its own hooks around it.
    ///
    /// - Throws: RuntimeError where the gradients of a batch are missing, and what a hook throws; parameters
    ///   have not moved then, and the step can be finished later. What a hook after the update throws leaves
    ///   the step finished.
    public func update() throws {
        guard present.done == accumulate else {
            guard present.done > 0 else { throw outOfOrder("update", needs: "backward") }
            throw TensorError(
                .runtime,
                "update() needs the gradients of \(accumulate) batches, \(present.done) of them are there",
                hint: "trainer.step() finishes the step, or sample(), "
                    + "forward(), loss(), backward() for each of the others"
            )
        }
        let made = optimizer.steps
        do {
            try timed("update", \.update, results: { _ in [] }) {
                for (_, hook) in preHooks.entries { try hook(self) }
                if let lastDevice, lastDevice !== device { try optimizer.followParameters() }
                lastDevice = device
                try ComputeContext.on(device) {
                    let before = try watchBeforeUpdate()
                    try optimizer.step(gradientScale: clipped())
                    try watchAfterUpdate(before)
                }
            }
        } catch  where optimizer.steps > made {
            // A hook that came after the optimizer's step.
            finish()
            throw error
        }
        finish()
        for (_, hook) in postHooks.entries { try hook(self) }
    }

    /// What the optimizer has to multiply the gradients by. Hooks of its own read clipped gradients, as they
    /// would after `clip_grad_norm_`; where there are none, clipping needs no pass of its own.
    private func clipped() throws -> Double {
        guard let clip else { return 1 }
        guard optimizer.preHooks.isEmpty else {
            try clipGradientNorm(optimizer.parameters, clip)
            return 1
        }
        return clippingFactor(norm: try gradientNorm(optimizer.parameters), limit: clip)
    }

    private func finish() {
        history.losses.append(present.loss)
        history.tokens += present.batches.reduce(0) { $0 + $1.X.count }
        history.times.append(present.times)
        present = Step()
    }

    /// Everything that the model computes for this trainer runs in here.
    func compute<Result>(recording: Bool, _ body: () throws -> Result) rethrows -> Result {
        // An autocast around the trainer counts as well.
        try ComputeContext.on(device) {
            try Autograd.recording(recording) {
                Autocast.isEnabled ? try body() : try Autocast.run(in: precision, body)
            }
        }
    }

    private func outOfOrder(_ part: String, needs: String) -> TensorError {
        TensorError(
            .runtime,
            "\(part)() needs what \(needs)() makes: a step is sample, forward, loss, backward, update",
            hint: "trainer.\(needs)() first, or trainer.step() for the whole step")
    }

    private func timed<Result>(
        _ name: String, _ part: WritableKeyPath<StepTimes, Double>, results: (Result) -> [Tensor?],
        _ body: () throws -> Result
    ) rethrows -> Result {
        try Observation.part(.step(name, of: self), results: results) {
            let start = DispatchTime.now().uptimeNanoseconds
            defer {
                // What was asked of a device is done some time later; the clock is read then.
                if !device.isHost { device.synchronize() }
                present.times[keyPath: part] += Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
            }
            return try body()
        }
    }
}
