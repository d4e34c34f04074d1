import Neural
import Tensors
import Text

// MARK: Steps and runs

extension Trainer {
    /// Finishes the present step, or makes a whole one. Returns its loss (before the update).
    ///
    /// - Parameter onBatch: called between the batches of a step; throwing from it breaks the step off.
    /// - Throws: what the parts of a step throw; its batches are kept for the next one.
    @discardableResult
    public func step(onBatch: (Trainer) throws -> Void = { _ in }) throws -> Double {
        do {
            while present.done < accumulate {
                if present.done == present.batches.count { try sample() }
                if present.forward == nil && present.share == nil { try forward() }
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

    /// `count` steps more. After step i with i a multiple of `evaluateEvery`, one
    /// evaluation on held-out batches.
    ///
    /// - Parameters:
    ///   - onBatch: called between the batches of a step.
    ///   - onStep: called after each step; throwing from it ends the run with everything kept.
    /// - Throws: ValueError for a negative count, and what steps throw.
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
    ///
    /// - Throws: RuntimeError where there are no held-out batches, and what the model throws.
    @discardableResult
    public func evaluate() throws -> Double {
        guard let test else {
            throw TensorError(
                .runtime, "nothing to evaluate on", hint: "Trainer(…, test=RandomSampler(test_data, …))")
        }
        var total = 0.0
        for _ in 0..<evaluationBatches { total += try loss(of: test.next()) }
        let loss = total / Double(evaluationBatches)
        history.testLosses.append((max(0, steps - 1), loss))
        for (_, hook) in evaluationHooks.entries { try hook(self) }
        return loss
    }
}

extension Trainer {
    /// The loss of the model on a batch, measured and nothing else: no gradients, nothing kept.
    ///
    /// - Throws: what the model throws.
    public func loss(of batch: Batch) throws -> Double {
        try compute(recording: false) {
            model.module.eval()
            defer { model.module.train() }
            let batch = try batch.moved(to: device)
            let result = try model.forward(batch.X, batch.Y, recompute: false)
            return try model.loss(result, batch.Y, parts: 1).item().double
        }
    }
}

// MARK: Going back

extension Trainer {
    /// Where a trainer stands, the step that is under way included; model,
    /// optimizer and samplers keep their own.
    public struct State {
        /// What was measured until then.
        public let history: History
        let present: Step
        let hooks: (pre: HookList<StepHook>, post: HookList<StepHook>, evaluation: HookList<StepHook>)
        let watched: [Watch: Int]
        /// What the present step has made so far, for who records tensors.
        public var tensors: [Tensor] {
            present.batches.flatMap { [$0.X, $0.Y] }
                + [present.forward?.output, present.forward?.loss, present.share].compactMap { $0 }
        }
    }

    /// Where it stands; setting it goes back there.
    public var state: State {
        get {
            State(
                history: history, present: present, hooks: (preHooks, postHooks, evaluationHooks),
                watched: watched)
        }
        set {
            (history, present) = (newValue.history, newValue.present)
            (preHooks, postHooks, evaluationHooks) = newValue.hooks
            watched = newValue.watched
        }
    }
}
