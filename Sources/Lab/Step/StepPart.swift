import Bindings
import Foundation
import GPT
import Language
import Neural
import Presentation
import Tensors
import Training

/// A part of a training step, told: what it made of what was there before it.
final class StepPart {
    static let names = ["sample", "forward", "loss", "backward", "update"]

    let name: String
    let trainer: Trainer
    /// Which batch of the step, from 1, and how many there are.
    let batch: (number: Int, count: Int)
    let step: Int
    /// The parameters before an update; shared with them until it writes.
    private var before: [(name: String, snapshot: TensorSnapshot)] = []

    init(_ name: String, _ trainer: Trainer) {
        (self.name, self.trainer) = (name, trainer)
        let number = min(trainer.batchesDone + 1, trainer.accumulate)
        (batch, step) = ((number, trainer.accumulate), trainer.steps + 1)
        if name == "update" {
            before = trainer.model.module.namedParameters().map { ($0.name, TensorSnapshot($0.parameter)) }
        }
    }

    /// The model, where it is one of the library's.
    private var gpt: GPT? { trainer.model as? GPT }

    /// `forward, part 2 of 5 of step 3`.
    var title: String {
        let place = (StepPart.names.firstIndex(of: name) ?? 0) + 1
        return "\(name)   part \(place) of 5 of step \(step)"
            + (batch.count > 1 ? ", batch \(batch.number) of \(batch.count)" : "")
    }

    var formula: String {
        switch name {
        case "sample": return "random starts, the tokens behind each, and the same moved on by one"
        case "forward":
            return gpt == nil
                ? "scores = \(trainer.model.typeName)(X)"
                : "the model up to its head: x = layernorm_final(blocks(embed(X)))"
        case "loss":
            guard let gpt else {
                return "−mean of the scores' log-probabilities at the right tokens, or the model's own loss"
            }
            return "head and loss in one: −mean of log softmax(x·W_headᵀ"
                + (gpt.configuration.scalesLogits ? " / √E" : "") + ") at the right tokens"
        case "backward": return "∂loss/∂parameter for every parameter, added to its .grad"
        default: return "\(trainer.optimizer.typeName) moves every parameter against its gradient"
        }
    }

    /// What the part produced, in lines.
    func lines(_ outputs: [StepUnit.Output], _ session: Session) throws -> [String] {
        switch name {
        case "sample": return try sampled(session)
        case "forward": return try guessed(outputs, session)
        case "loss": return try lost(outputs)
        case "backward": return try gradients(session)
        default: return try moved(session)
        }
    }

    private func sampled(_ session: Session) throws -> [String] {
        guard let batch = trainer.batch else { return [] }
        let words = session.tokenizerAtHand(vocabulary: nil)
        return ["X and Y are \(session.namedShape(batch.X.shape, isFloat: false)) token ids"]
            + (try DisplayCommands.picture(batch.X, batch.Y, words, row: 0, count: 4)).split(separator: "\n")
            .map(String.init)
    }

    /// What the model would answer at the end of the first window, before it learns from the batch.
    private func guessed(_ outputs: [StepUnit.Output], _ session: Session) throws -> [String] {
        guard let batch = trainer.batch, let x = outputs.first?.numbers, batch.X.count > 0 else {
            return []
        }
        let words = session.tokenizerAtHand(vocabulary: nil)
        let logits: Tensor
        if let gpt, let head = gpt.children.first(where: { $0.name == "final_head" })?.module {
            let last = try x.select(0, 0).select(0, -1).unsqueeze(0)
            let scores = try Autograd.withoutGrad { try head(last.to(.float32)) }
            logits = try scores * scores.constant(.float(gpt.configuration.logitScale))
        } else {
            // Scores of a class of a program's own: [B, T, V], or [B·T, V].
            let rows = try x.rank == 3 ? x.select(0, 0) : x.slice(0, from: 0, to: batch.X.shape[1])
            logits = try rows.select(0, -1).unsqueeze(0).detach().to(.float32)
        }
        let (values, indices) = try logits.softmax(-1).topk(min(3, logits.shape[1]))
        let guesses = zip(try indices.elements(Int64.self), try values.elements(Float.self)).map {
            id, probability in
            "\(TokenizerObject.label(Int(id), words)) \(Formatting.fixed(100 * Double(probability), 1)) %"
        }
        let (read, right) = try (
            batch.X.select(0, 0).select(0, -1).item().int, batch.Y.select(0, 0).select(0, -1).item().int
        )
        return [
            "after \(TokenizerObject.label(read, words)), the last token of window 0, the head will say "
                + guesses.joined(separator: ", ") + "; right is \(TokenizerObject.label(right, words))"
        ]
    }

    private func lost(_ outputs: [StepUnit.Output]) throws -> [String] {
        guard let loss = try outputs.first?.numbers?.item().double else { return [] }
        let whole = loss * Double(trainer.accumulate)
        let even = trainer.model.vocabularySize.map { size in
            "all \(Formatting.grouped(size)) tokens alike would be a loss of "
                + "\(Formatting.fixed(log(Double(size)), 4))"
        }
        return [
            "loss \(Formatting.fixed(whole, 4))"
                + (batch.count > 1 ? ", of which this batch gives \(Formatting.fixed(loss, 4))" : "")
                + ": the right token gets probability \(StepText.number(exp(-whole))) (geometric mean)"
        ] + (even.map { [$0] } ?? [])
    }

    private func gradients(_ session: Session) throws -> [String] {
        var rows: [(name: String, norm: Double)] = [], nans = 0
        for (name, parameter) in trainer.model.module.namedParameters() {
            guard let gradient = parameter.grad else { continue }
            let summary = try gradient.summary()
            nans += summary.nans + summary.infinities
            rows.append((name, summary.norm))
        }
        let norm = rows.reduce(0) { $0 + $1.norm * $1.norm }.squareRoot()
        var lines = [
            "\(Formatting.count(rows.count, "parameter")) have a gradient; the norm of all together is "
                + "\(StepText.number(norm))"
        ]
        if nans > 0 { lines.append("\(Formatting.grouped(nans)) numbers of them are nan or infinite") }
        if let clip = trainer.clip, norm > clip {
            lines.append("above clip=\(clip): update will scale them by \(StepText.number(clip / norm))")
        }
        let largest = rows.sorted { $0.norm > $1.norm }.prefix(3).map {
            "\($0.name) \(StepText.number($0.norm))"
        }
        if !largest.isEmpty { lines.append("the largest: " + largest.joined(separator: ", ")) }
        return lines
    }

    private func moved(_ session: Session) throws -> [String] {
        var rows: [(name: String, moved: Double, size: Double)] = []
        for (name, snapshot) in before where !snapshot.isUntouched {
            try Interruptible.poll()
            let old = snapshot.before(), size = try old.summary().norm
            let distance = try Autograd.withoutGrad { try (snapshot.tensor.detach() - old).summary().norm }
            rows.append((name, distance, size))
        }
        before = []
        let all = rows.reduce(0) { $0 + $1.moved * $1.moved }.squareRoot(),
            size = rows.reduce(0) { $0 + $1.size * $1.size }.squareRoot()
        guard !rows.isEmpty else { return ["no parameter has moved"] }
        var lines = [
            "\(Formatting.count(rows.count, "parameter")) moved, by \(StepText.number(all)) all together"
                + (size > 0 ? ": \(StepText.number(100 * all / size)) % of their length" : "")
        ]
        let farthest = rows.filter { $0.size > 0 }.sorted { $0.moved / $0.size > $1.moved / $1.size }.prefix(
            3)
        if !farthest.isEmpty {
            lines.append(
                "the farthest, beside their length: "
                    + farthest.map { "\($0.name) \(StepText.number(100 * $0.moved / $0.size)) %" }.joined(
                        separator: ", "))
        }
        lines.append("the step is finished; trainer.losses has its loss")
        return lines
    }
}
