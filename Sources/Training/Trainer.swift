import Foundation
import GPT
import Neural
import Tensors
import Text

/// Trains a model on random batches, one step at a time: sample, forward, loss, backward, update.
///
/// Each part can be called alone, in that order, and looked at in between; `step()` does what is left of a step. A step
/// that is interrupted keeps its batch: the next one starts with it again, so that nothing is drawn twice.
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
    public internal(set) var history = History()

    /// What the present step has made so far.
    public internal(set) var batch: Batch?
    private var hidden: Tensor?
    public private(set) var currentLoss: Tensor?
    private var hasGradients = false
    private var times = StepTimes()

    public init(
        _ model: GPT, _ optimizer: Optimizer, _ batches: BatchSource, test: BatchSource? = nil, evaluateEvery: Int? = 100,
        evaluationBatches: Int = 1, clip: Double? = nil
    ) throws {
        for source in [batches, test].compactMap({ $0 }) where source.sampler.shape.sequenceLength > model.configuration.context {
            throw TensorError(
                .value,
                "the sampler's windows of \(source.sampler.shape.sequenceLength) tokens are longer than the model's context of \(model.configuration.context)",
                hint: "RandomSampler(train_data, batch_size=…, seq_len=\(model.configuration.context))")
        }
        if let evaluateEvery, evaluateEvery < 1 { throw TensorError(.value, "eval_every must be at least 1, got \(evaluateEvery)") }
        guard evaluationBatches >= 1 else { throw TensorError(.value, "eval_batches must be at least 1, got \(evaluationBatches)") }
        if let clip, !(clip > 0) { throw TensorError(.value, "clip must be above 0, got \(clip)") }
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
    }

    /// Better now than in the middle of a run: every id of the text has a row in the model.
    private static func checkVocabulary(_ source: BatchSource, _ model: GPT) throws {
        let largest = try source.tokens.extreme(largest: true).item().int, smallest = try source.tokens.extreme(largest: false).item().int
        let size = model.configuration.vocabularySize
        guard largest < size, smallest >= 0 else {
            throw TensorError(
                .index, "the text has token id \(largest < size ? smallest : largest), the model's vocabulary is 0 to \(size - 1)",
                hint: "\(model.typeName)(n_vocab=\(largest + 1), …), or the tokenizer the model was made for")
        }
    }

    /// Steps finished.
    public var steps: Int { history.losses.count }

    // MARK: The five parts of a step

    /// Draws the batch of the next step.
    @discardableResult
    public func sample() throws -> Batch {
        try timed(\.sample) {
            let next = try batches.next()
            batch = next
            (hidden, currentLoss, hasGradients) = (nil, nil, false)
            return next
        }
    }

    /// Runs the model up to its head: [B, T, E]. The gradients of the step before are forgotten first.
    @discardableResult
    public func forward() throws -> Tensor {
        guard let batch else { throw outOfOrder("forward", needs: "sample") }
        return try timed(\.forward) {
            model.train()
            try optimizer.zeroGrad()
            let x = try Autograd.recording(true) { try model.hidden(batch.X) }
            (hidden, currentLoss, hasGradients) = (x, nil, false)
            return x
        }
    }

    /// Head and loss in one, chunk by chunk; the head's gradients come with it.
    @discardableResult
    public func loss() throws -> Tensor {
        guard let batch, let hidden else { throw outOfOrder("loss", needs: "forward") }
        return try timed(\.loss) {
            let value = try Autograd.recording(true) { try model.loss(hidden: hidden, batch.Y) }
            currentLoss = value
            return value
        }
    }

    /// Gradients of every parameter.
    public func backward() throws {
        guard let currentLoss else { throw outOfOrder("backward", needs: "loss") }
        guard !hasGradients else { throw TensorError(.runtime, "backward() has run for this loss already", hint: "trainer.update()") }
        try timed(\.backward) {
            hidden = nil
            try currentLoss.backward()
            hasGradients = true
        }
    }

    /// Moves the parameters; the step is finished. Never broken off in the middle.
    public func update() throws {
        guard hasGradients, let currentLoss, let batch else { throw outOfOrder("update", needs: "backward") }
        try timed(\.update) {
            if let clip { try clipGradientNorm(optimizer.parameters, clip) }
            try optimizer.step()
        }
        history.losses.append(try currentLoss.item().double)
        history.tokens += batch.X.count
        history.times.append(times)
        (self.batch, hidden, self.currentLoss, hasGradients, times) = (nil, nil, nil, false, StepTimes())
    }

    private func outOfOrder(_ part: String, needs: String) -> TensorError {
        TensorError(
            .runtime, "\(part)() needs what \(needs)() makes: a step is sample, forward, loss, backward, update",
            hint: "trainer.\(needs)() first, or trainer.step() for the whole step")
    }

    private func timed<Result>(_ part: WritableKeyPath<StepTimes, Double>, _ body: () throws -> Result) rethrows -> Result {
        let start = DispatchTime.now().uptimeNanoseconds
        defer { times[keyPath: part] += Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9 }
        return try body()
    }

    // MARK: Steps and runs

    /// Finishes the present step, or makes a whole one. Returns its loss (before the update).
    @discardableResult
    public func step() throws -> Double {
        do {
            if batch == nil { try sample() }
            if hidden == nil && currentLoss == nil { try forward() }
            if currentLoss == nil { try loss() }
            if !hasGradients { try backward() }
        } catch {
            // Broken off: the batch stays for the next step, everything half-made goes.
            (hidden, currentLoss, hasGradients) = (nil, nil, false)
            throw error
        }
        try update()
        return history.losses[history.losses.count - 1]
    }

    /// `count` steps more. After step i with i a multiple of `evaluateEvery`, one evaluation on held-out batches.
    ///
    /// - Parameter onStep: called after each step; throwing from it ends the run with everything kept.
    public func run(_ count: Int, onStep: (Trainer) throws -> Void = { _ in }) throws {
        guard count >= 0 else { throw TensorError(.value, "run: the number of steps must be 0 or more, got \(count)") }
        for _ in 0..<count {
            try Interruptible.poll()
            try step()
            if let evaluateEvery, test != nil, (steps - 1) % evaluateEvery == 0 { try evaluate() }
            try onStep(self)
        }
    }

    /// The mean loss over held-out batches, kept in the history under the last step.
    @discardableResult
    public func evaluate() throws -> Double {
        guard let test else {
            throw TensorError(.runtime, "nothing to evaluate on", hint: "Trainer(…, test=RandomSampler(test_data, …))")
        }
        var total = 0.0
        try Autograd.withoutGrad {
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
    /// Where a trainer stands, the step that is under way included; model, optimizer and samplers keep their own.
    public struct State {
        public let history: History
        fileprivate let batch: Batch?
        fileprivate let (hidden, loss): (Tensor?, Tensor?)
        fileprivate let hasGradients: Bool
        fileprivate let times: StepTimes
        /// What the present step has made so far, for who records tensors.
        public var tensors: [Tensor] { [batch?.X, batch?.Y, hidden, loss].compactMap { $0 } }
    }

    public var state: State {
        get { State(history: history, batch: batch, hidden: hidden, loss: currentLoss, hasGradients: hasGradients, times: times) }
        set {
            (history, batch, hidden, currentLoss) = (newValue.history, newValue.batch, newValue.hidden, newValue.loss)
            (hasGradients, times) = (newValue.hasGradients, newValue.times)
        }
    }
}
