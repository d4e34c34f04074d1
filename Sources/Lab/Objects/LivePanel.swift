import Foundation
import GPT
import Language
import Plots
import Presentation
import Tensors
import Text
import Training

/// What renews itself on a terminal while a trainer runs: the loss curve, the speed, a line that the model
/// writes.
///
/// The line is generated with random numbers of its own, and seldom enough to take a twentieth of the time.
final class LivePanel {
    private static let tokens = 20
    /// Seconds of training for each second of generation.
    private static let rest = 20.0

    private let object: TrainerObject
    private let words: Tokenizer?
    private let prompt: [Int]
    private var text: (step: Int, line: String)?
    private var nextText = 2.0
    private let began = ProcessInfo.processInfo.systemUptime

    init(_ object: TrainerObject, _ interpreter: Interpreter) throws {
        self.object = object
        let tokens = object.sampler.source.tokens
        let vocabulary = object.trainer.model.vocabularySize
        words = try interpreter.session().tokenizerAtHand(vocabulary: vocabulary)
        prompt = try tokens.slice(0, from: 0, to: min(8, tokens.count)).elements(Int64.self).map(Int.init)
    }

    /// The lines as they are.
    func lines(_ options: RenderOptions) -> [String] {
        let history = object.trainer.history
        guard history.losses.count > 1,
            let figure = try? RunObject(history, evaluateEvery: nil).figure(title: "")
        else { return [] }
        var lines = figure.text(options)?.split(separator: "\n").map(String.init) ?? []
        lines.append("\(Formatting.grouped(Int(history.tokensPerSecond))) tokens/s")
        if let text { lines.append("step \(text.step): \(text.line)") }
        return lines
    }

    /// The lines after a step, with a new text where it is time for one.
    func renewed(_ options: RenderOptions) -> [String] {
        let now = ProcessInfo.processInfo.systemUptime
        if let words, now - began >= nextText {
            write(words)
            let after = ProcessInfo.processInfo.systemUptime
            nextText = after - began + max(2, Self.rest * (after - now))
        }
        return lines(options)
    }

    private func write(_ words: Tokenizer) {
        let generator = Generator(seed: 0)
        let new = try? object.trainer.model.generate(
            prompt, Self.tokens, SamplingOptions(temperature: 0.8), window: .half, weights: nil,
            generator: generator
        ) { _ in try Interruptible.poll() }
        guard let new, let line = try? words.decode(new) else { return }
        let shown = line.replacingOccurrences(of: "\r\n", with: "\n").replacingOccurrences(
            of: "\n", with: "⏎")
        text = (object.trainer.steps, Formatting.visible(shown))
    }
}
