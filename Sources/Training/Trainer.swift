import Foundation
import GPT
import Kernels
import Neural
import Tensors
import Text

/// Trains a model on random batches, one step at a time: sample, forward, loss, backward, update.
///
/// Each part can be called alone, in that order, and looked at in between; `step()` does what is left of a
/// step. With
/// `accumulate` = n, the first four are gone through n times, a batch each, before the update: the step is
/// that of one batch n times as large, in the memory of one. A step that is interrupted keeps its batches:
/// the next one starts with them again, so that nothing is drawn twice.
public final class Trainer {
    public let model: GPT
    public let optimizer: Optimizer
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
    public let precision: Precision
    /// What a step needs at its fullest moment.
    public let plan: MemoryPlan
    public internal(set) var history = History()

    /// The step that is under way.
    struct Step {
        /// Its batches as they were drawn; those from `done` on are not in the gradients yet.
        var batches: [Batch] = []
        /// Batches whose gradients are added up.
        var done = 0
        /// The sum of their shares: of the mean loss of the whole step.
        var loss = 0.0
        /// What forward and loss made of the batch that comes next.
        var hidden: Tensor?, share: Tensor?
        var times = StepTimes()

        /// The batch that comes next, or else the last one.
        var batch: Batch? { done < batches.count ? batches[done] : batches.last }

        /// Only the batches stay: everything half-made goes, and the gradients will be forgotten.
        mutating func startOver() { (done, loss, hidden, share) = (0, 0, nil, nil) }
    }
    var present = Step()

    /// X and Y of the step that is under way.
    public var batch: Batch? { present.batch }
    /// Batches of the step that is under way whose gradients are there.
    public var batchesDone: Int { present.done }

    /// Refuses what makes no sense, and a run that cannot fit in memory, before any work is done.
    public init(
        _ model: GPT, _ optimizer: Optimizer, _ batches: BatchSource, test: BatchSource? = nil,
        evaluateEvery: Int? = 100,
        evaluationBatches: Int = 1, clip: Double? = nil, accumulate: Int = 1, recompute: Bool = false,
        precision: Precision = .float32
    ) throws {
        for source in [batches, test].compactMap({ $0 })
        where source.sampler.shape.sequenceLength > model.configuration.context {
            throw TensorError(
                .value,
                "the sampler's windows of \(source.sampler.shape.sequenceLength) tokens are longer than the "
                    + "model's context of \(model.configuration.context)",
                hint: "RandomSampler(train_data, batch_size=…, seq_len=\(model.configuration.context))")
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
        let own = Set(model.parameters().map(ObjectIdentifier.init))
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
            model.configuration,
            MemoryPlan.Run(
                batches.sampler.shape, statePerParameter: optimizer.stateCount, accumulate: accumulate,
                recompute: recompute,
                precision: precision, evaluation: test?.sampler.shape))
        try plan.check(available: Memory.available, held: Trainer.held(model, optimizer))
    }

    /// More batches in a step than that are a mistake.
    static let mostAccumulated = 1_000_000

    /// Bytes of what the plan counts and that is there already: parameters, and what a run before this one
    /// left.
    static func held(_ model: GPT, _ optimizer: Optimizer) -> Int {
        var storages: [ObjectIdentifier: Int] = [:]
        for tensor in model.parameters() + model.parameters().compactMap(\.grad)
            + optimizer.state.map(\.tensor)
        {
            storages[ObjectIdentifier(tensor.storage)] = tensor.storage.bytes
        }
        return storages.values.reduce(0, +)
    }

    /// Better now than in the middle of a run: every id of the text has a row in the model.
    private static func checkVocabulary(_ source: BatchSource, _ model: GPT) throws {
        let largest = try source.tokens.extreme(largest: true).item().int,
            smallest = try source.tokens.extreme(largest: false).item().int
        let size = model.configuration.vocabularySize
        guard largest < size, smallest >= 0 else {
            throw TensorError(
                .index,
                "the text has token id \(largest < size ? smallest : largest), the model's vocabulary is 0 "
                    + "to \(size - 1)",
                hint: "\(model.typeName)(n_vocab=\(largest + 1), …), or the tokenizer the model was made for")
        }
    }

    /// Steps finished.
    public var steps: Int { history.losses.count }

    // MARK: The five parts of a step

    /// Draws the batch that comes next; one that was drawn and not trained on is left out.
    @discardableResult
    public func sample() throws -> Batch {
        if present.done == accumulate { present = Step() }
        return try timed("sample", \.sample, results: { [$0.X, $0.Y] }) {
            let next = try batches.next()
            present.batches.removeSubrange(present.done...)
            present.batches.append(next)
            (present.hidden, present.share) = (nil, nil)
            return next
        }
    }

    /// Runs the model up to its head: [B, T, E]. Before the first batch of a step, the gradients of the step
    /// before are forgotten.
    @discardableResult
    public func forward() throws -> Tensor {
        guard present.done < present.batches.count, let batch else {
            throw outOfOrder("forward", needs: "sample")
        }
        return try timed("forward", \.forward, results: { [$0] }) {
            model.train()
            if present.done == 0 {
                try optimizer.zeroGrad()
                if steps == 0 { try optimizer.prepare() }
            }
            let x = try compute(recording: true) { try model.hidden(batch.X, recompute: recompute) }
            (present.hidden, present.share) = (x, nil)
            return x
        }
    }

    /// Head and loss in one, chunk by chunk; the head's gradients come with it. With `accumulate` = n this is
    /// 1/n of the batch's loss: the n shares of a step add up to its loss.
    @discardableResult
    public func loss() throws -> Tensor {
        guard let hidden = present.hidden, let batch else { throw outOfOrder("loss", needs: "forward") }
        return try timed("loss", \.loss, results: { [$0] }) {
            let value = try compute(recording: true) {
                try model.loss(hidden: hidden, batch.Y, share: 1 / Double(accumulate))
            }
            present.share = value
            return value
        }
    }

    /// Adds the batch's part to the gradient of every parameter.
    public func backward() throws {
        guard let share = present.share else {
            guard present.hidden == nil, present.done > 0 else { throw outOfOrder("backward", needs: "loss") }
            throw TensorError(
                .runtime, "backward() has run for this loss already",
                hint: present.done == accumulate ? "trainer.update()" : "trainer.sample()")
        }
        do {
            try timed("backward", \.backward, results: { _ in [] }) {
                (present.hidden, present.share) = (nil, nil)
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
    public func update() throws {
        guard present.done == accumulate else {
            guard present.done > 0 else { throw outOfOrder("update", needs: "backward") }
            throw TensorError(
                .runtime,
                "update() needs the gradients of \(accumulate) batches, \(present.done) of them are there",
                hint:
                    "trainer.step() finishes the step, or sample(), forward(), loss(), backward() for each "
                    + "of the others"
            )
        }
        try timed("update", \.update, results: { _ in [] }) {
            let factor = try clip.map {
                clippingFactor(norm: try gradientNorm(optimizer.parameters), limit: $0)
            }
            try optimizer.step(gradientScale: factor ?? 1)
        }
        history.losses.append(present.loss)
        history.tokens += present.batches.reduce(0) { $0 + $1.X.count }
        history.times.append(present.times)
        present = Step()
    }

    /// Everything that the model computes for this trainer runs in here.
    private func compute<Result>(recording: Bool, _ body: () throws -> Result) rethrows -> Result {
        // An autocast around the trainer counts as well.
        try Autograd.recording(recording) { Autocast.isEnabled ? try body() : try precision(body) }
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
                present.times[keyPath: part] += Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
            }
            return try body()
        }
    }

    // MARK: Steps and runs

    /// Finishes the present step, or makes a whole one. Returns its loss (before the update).
    ///
    /// - Parameter onBatch: called between the batches of a step; throwing from it breaks the step off.
    @discardableResult
    public func step(onBatch: (Trainer) throws -> Void = { _ in }) throws -> Double {
        do {
            while present.done < accumulate {
                if present.done == present.batches.count { try sample() }
                if present.hidden == nil && present.share == nil { try forward() }
                if present.share == nil { try loss() }
                try backward()
                if present.done < accumulate { try onBatch(self) }
            }
        } catch {
            present.startOver()
            throw error
        }
        try update()
        return history.losses[history.losses.count - 1]
    }

    /// `count` steps more. After step i with i a multiple of `evaluateEvery`, one evaluation on held-out
    /// batches.
    ///
    /// - Parameters:
    ///   - onBatch: called between the batches of a step.
    ///   - onStep: called after each step; throwing from it ends the run with everything kept.
    public func run(
        _ count: Int, onBatch: (Trainer) throws -> Void = { _ in },
        onStep: (Trainer) throws -> Void = { _ in }
    ) throws {
        guard count >= 0 else {
            throw TensorError(.value, "run: the number of steps must be 0 or more, got \(count)")
        }
        for _ in 0..<count {
            try Interruptible.poll()
            try step(onBatch: onBatch)
            if let evaluateEvery, test != nil, (steps - 1) % evaluateEvery == 0 { try evaluate() }
            try onStep(self)
        }
    }

    /// The mean loss over held-out batches, kept in the history under the last step.
    @discardableResult
    public func evaluate() throws -> Double {
        guard let test else {
            throw TensorError(
                .runtime, "nothing to evaluate on", hint: "Trainer(…, test=RandomSampler(test_data, …))")
        }
        var total = 0.0
        try compute(recording: false) {
            model.eval()
            defer { model.train() }
            for _ in 0..<evaluationBatches {
                let batch = try test.next()
                total += try model.loss(batch.X, batch.Y).item().double
            }
        }
        let loss = total / Double(evaluationBatches)
        history.testLosses.append((max(0, steps - 1), loss))
        return loss
    }
}

// MARK: Going back

extension Trainer {
    /// Where a trainer stands, the step that is under way included; model, optimizer and samplers keep their
    /// own.
    public struct State {
        public let history: History
        let present: Step
        /// What the present step has made so far, for who records tensors.
        public var tensors: [Tensor] {
            present.batches.flatMap { [$0.X, $0.Y] } + [present.hidden, present.share].compactMap { $0 }
        }
    }

    public var state: State {
        get { State(history: history, present: present) }
        set { (history, present) = (newValue.history, newValue.present) }
    }
}
