import Neural
import Tensors

/// What a model says about each of a row of tokens that follow others: for measuring, not for training.
public struct TokenReadings {
    /// −log p of each target, [N].
    public let losses: Tensor
    /// The probability that the token which was just read comes once more, [N].
    public let repeats: Tensor
    /// The entropy of what is predicted, in nats, [N].
    public let entropies: Tensor
    /// V.
    public let vocabularySize: Int
}

extension LanguageModel {
    /// Runs `body` in eval mode and without recording; every module's mode is put back.
    func measuring<Result>(_ body: () throws -> Result) rethrows -> Result {
        let modes = module.namedModules().map { ($0.module, $0.module.isTraining) }
        module.eval()
        defer { for (module, mode) in modes { module.setTraining(mode) } }
        return try onDevice { try Autograd.withoutGrad(body) }
    }

    /// The scores of the token after each row of ids [B, T], [B, V]: logits as the softmax sees them, or
    /// log-probabilities where the model gives no others.
    ///
    /// - Throws: what the model throws, ShapeError for a result that is no scores.
    public func nextScores(after ids: Tensor) throws -> (scores: Tensor, kind: ScoreKind) {
        try measuring {
            let ids = try ids.to(home)
            if let model = self as? GPT { return (try model.lastLogits(ids, cache: nil), .logits) }
            let scores: Tensor
            if let model = self as? ModuleLanguageModel {
                scores = try model.run(ids, nil).scores
            } else {
                scores = try forward(ids, ids, recompute: false).output
            }
            let last: Tensor
            switch scores.rank {
            case 3 where scores.shape[0] == ids.shape[0] && [1, ids.shape[1]].contains(scores.shape[1]):
                last = try scores.select(1, -1)
            case 2 where scores.shape[0] == ids.count:
                last = try scores.reshape(ids.shape + [scores.shape[1]]).select(1, -1)
            default:
                throw TensorError(
                    .shape, "the result of \(typeName) has no scores of a next token",
                    details: [
                        "ids \(Shape.description(ids.shape))     result \(Shape.description(scores.shape))"
                    ], hint: "forward(X) gives logits or log-probabilities [B, T, V] for ids [B, T]")
            }
            return (try last.to(.float32), try ScoreKind.of(last))
        }
    }

    /// −log p of targets [B, T] that follow ids [B, T], and what else the predictions say. Nothing as large
    /// as [B, T, V] is held for a GPT: rows and places are gone through in parts.
    ///
    /// - Parameters:
    ///   - detailed: false leaves out `repeats` and `entropies`, which are empty then.
    ///   - poll: called between parts; throwing from it ends the reading.
    /// - Throws: what the model throws, ShapeError for targets of another shape.
    public func readings(
        _ ids: Tensor, _ targets: Tensor, detailed: Bool = false, poll: () throws -> Void = {}
    ) throws -> TokenReadings {
        guard ids.rank == 2, ids.shape == targets.shape else {
            throw TensorError(
                .shape, "a loss for each token wants ids and targets of the same shape [B, T]",
                details: [
                    "ids \(Shape.description(ids.shape))     targets \(Shape.description(targets.shape))"
                ])
        }
        return try measuring {
            let (ids, targets) = (try ids.to(home), try targets.to(home))
            var parts: [TokenReadings] = []
            let rows = max(1, 4096 / max(1, ids.shape[1]))
            for start in stride(from: 0, to: ids.shape[0], by: rows) {
                try poll()
                let end = min(start + rows, ids.shape[0])
                let x = try ids.slice(0, from: start, to: end), y = try targets.slice(0, from: start, to: end)
                if let model = self as? GPT {
                    parts += try model.readings(hidden: model.hidden(x), x, y, detailed)
                } else {
                    let result = try forward(x, y, recompute: false).output
                    let scores = try result.reshape([x.count, result.shape.last ?? 1])
                    let kind = try ScoreKind.of(
                        scores.slice(0, from: 0, to: min(x.shape[1], scores.shape[0])))
                    parts.append(
                        try TokenReadings(
                            logProbabilities: kind == .logits ? scores.logSoftmax(-1) : scores,
                            x.reshape([-1]), y.reshape([-1]), detailed))
                }
            }
            return try TokenReadings(joining: parts)
        }
    }
}

extension GPT {
    /// Of hidden states [B, T, E], the head's part of `readings`.
    func readings(hidden: Tensor, _ ids: Tensor, _ targets: Tensor, _ detailed: Bool) throws
        -> [TokenReadings]
    {
        let x = try hidden.reshape([-1, configuration.width])
        let (ids, targets) = (try ids.reshape([-1]), try targets.reshape([-1]))
        // At most 64 MB of logits at a time.
        let places = max(1, 16_000_000 / configuration.vocabularySize)
        return try stride(from: 0, to: x.shape[0], by: places).map { start in
            let end = min(start + places, x.shape[0])
            let scores = try scores(ofHidden: x.slice(0, from: start, to: end))
            return try TokenReadings(
                logProbabilities: scores.logSoftmax(-1), ids.slice(0, from: start, to: end),
                targets.slice(0, from: start, to: end), detailed)
        }
    }

    /// Hidden states [..., E] → logits as the softmax sees them, [..., V].
    func scores(ofHidden x: Tensor) throws -> Tensor {
        let logits = try x.linear(finalHead.weight)
        return configuration.scalesLogits
            ? try logits * logits.constant(.float(configuration.logitScale)) : logits
    }
}

extension TokenReadings {
    /// From log-probabilities [N, V] of the tokens after ids, and targets, both of N elements.
    init(logProbabilities p: Tensor, _ ids: Tensor, _ targets: Tensor, _ detailed: Bool) throws {
        func picked(_ tokens: Tensor) throws -> Tensor {
            try p.gather(1, tokens.reshape([-1, 1]).to(.int64)).reshape([-1])
        }
        vocabularySize = p.shape[1]
        losses = try picked(targets).negated()
        guard detailed else {
            (repeats, entropies) = (try Tensor.zeros([0]), try Tensor.zeros([0]))
            return
        }
        repeats = try picked(ids).exp()
        entropies = try p.exp().entropy()
    }

    init(joining parts: [TokenReadings]) throws {
        vocabularySize = parts.first?.vocabularySize ?? 0
        losses = try Tensor.concatenate(parts.map(\.losses))
        repeats = try Tensor.concatenate(parts.map(\.repeats))
        entropies = try Tensor.concatenate(parts.map(\.entropies))
    }
}

extension Tensor {
    /// The entropy of distributions along the last axis, in nats: [..., V] → [...]. What has no probability
    /// adds nothing.
    ///
    /// - Throws: MemoryError.
    public func entropy() throws -> Tensor {
        let isNothing = try compare(.equal, constant(.int(0)))
        return try (self * log()).maskedFill(isNothing, .int(0)).sum([-1]).negated()
    }
}
