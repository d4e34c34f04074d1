import Foundation
import GPT
import Neural
import Tensors
import Text

/// One run of a setting from beginning to end.
public enum Experiment {
    /// Windows of the test part that a test loss is the mean over, at most.
    static let testWindows = 128
    /// Test losses in a run, the first and the last included.
    static let tests = 11
    /// Tokens that are generated at the end.
    static let generated = 120

    /// Trains a model as the setting says, in a context of its own.
    ///
    /// - Parameters:
    ///   - measuresForm: whether the model writes at each test, and how close to the book is measured.
    ///   - poll: called at each step; what it throws ends the run.
    /// - Throws: `TextError` and `TensorError` for sizes that do not fit the corpus or each other.
    public static func run(
        _ setting: ExperimentSetting, on corpus: ExperimentCorpus, measuresForm: Bool = false,
        poll: @escaping () throws -> Void
    ) throws -> ExperimentResult {
        let context = ComputeContext(seed: UInt64(bitPattern: Int64(setting.seed)))
        context.poll = poll
        return try context.run { try trained(setting, corpus, measuresForm) }
    }

    /// Whether a setting can run at all, before any run of its grid begins.
    ///
    /// - Throws: what is wrong with it.
    public static func check(_ setting: ExperimentSetting, _ corpus: ExperimentCorpus) throws {
        try setting.configuration.check()
        guard setting.steps > 0 else {
            throw TensorError(.value, "steps must be at least 1, got \(setting.steps)")
        }
        guard setting.share > 0, setting.share <= 1 else {
            throw TensorError(
                .value, "share must lie between 0 and 1, got \(setting.share)",
                hint: "0.05 is 5 % of the text")
        }
        guard setting.rate > 0, setting.rate.isFinite else {
            throw TensorError(.value, "lr must be above 0, got \(setting.rate)")
        }
        let parts = try self.parts(setting, corpus)
        _ = try sampler(setting, count: parts.train.count)
        _ = try SequentialSampler(count: parts.test.count, batchSize: 1, sequenceLength: setting.length)
    }

    private static func parts(
        _ setting: ExperimentSetting, _ corpus: ExperimentCorpus
    ) throws -> (train: [Int], test: [Int]) {
        let split = try Split(
            count: corpus.tokens.count, fraction: setting.fraction,
            holdout: setting.split)
        let (train, test) = (split.train(of: corpus.tokens), split.test(of: corpus.tokens))
        guard setting.share < 1 else { return (train, test) }
        let count = max(1, Int((setting.share * Double(train.count)).rounded()))
        // The place comes from a generator of its own: batches are those of the seed whatever the share.
        let draw = Generator(seed: UInt64(bitPattern: Int64(setting.seed))).nextUInt32()
        let start = Int(UInt64(draw) % UInt64(train.count - count + 1))
        return (Array(train[start..<(start + count)]), test)
    }

    private static func sampler(_ setting: ExperimentSetting, count: Int) throws -> any Sampler {
        try setting.sampler.sampler(
            count: count, batchSize: setting.batch, sequenceLength: setting.length)
    }

    private static func trained(
        _ setting: ExperimentSetting, _ corpus: ExperimentCorpus, _ measuresForm: Bool
    ) throws -> ExperimentResult {
        let began = Date()
        let (train, test) = try parts(setting, corpus)
        let model = try GPT(setting.configuration)
        let source = try BatchSource(
            try Tensor(train.map(Int64.init), [train.count]), sampler(setting, count: train.count))
        let optimizer = try AdamW(
            model.parameters(), rate: setting.rate, weightDecay: setting.weightDecay)
        let trainer = try Trainer(model, optimizer, source, evaluateEvery: nil)
        let held = try BatchSource(
            try Tensor(test.map(Int64.init), [test.count]),
            SequentialSampler(count: test.count, batchSize: setting.batch, sequenceLength: setting.length))

        var (steps, losses, forms): ([Int], [Double], [Double]) = ([], [], [])
        let book = measuresForm ? TextForm.Book(corpus.text) : nil
        func write() throws -> String? {
            try corpus.decode.map { try sample(model, after: Array(test.prefix(8)), setting.seed, $0) }
        }
        func evaluate() throws {
            steps.append(trainer.steps)
            losses.append(rounded(try testLoss(trainer, held)))
            if let book, let text = try write() { forms.append(rounded(book.compare(text).closeness)) }
        }
        try evaluate()
        for part in 1..<tests {
            let until = setting.steps * part / (tests - 1)
            guard until > trainer.steps else { continue }
            try trainer.run(until - trainer.steps)
            try evaluate()
        }
        let text = try write()
        let coverage = source.sampler.coverage.summary
        return ExperimentResult(
            setting: setting, losses: trainer.history.losses.map(rounded), testSteps: steps,
            testLosses: losses,
            charactersPerToken: Double(corpus.characters) / Double(corpus.tokens.count),
            neverSeen: coverage.neverSeenFraction, passes: coverage.passes, text: text,
            form: text.map { TextForm.compare($0, with: corpus.text).closeness },
            forms: forms.isEmpty ? nil : forms,
            seconds: (10 * Date().timeIntervalSince(began)).rounded() / 10)
    }

    /// The mean loss over windows spread evenly over the test part, the same ones each time.
    private static func testLoss(_ trainer: Trainer, _ test: BatchSource) throws -> Double {
        let shape = test.sampler.shape
        let fitting = shape.windowsInEpoch
        let count = min(testWindows, fitting)
        let starts = (0..<count).map { $0 * fitting / count * shape.sequenceLength }
        var total = 0.0
        for first in stride(from: 0, to: count, by: shape.batchSize) {
            try Interruptible.poll()
            let chosen = Array(starts[first..<min(count, first + shape.batchSize)])
            total += Double(chosen.count) * (try trainer.loss(of: test.at(chosen)))
        }
        return total / Double(count)
    }

    private static func sample(
        _ model: GPT, after prompt: [Int], _ seed: Int, _ decode: ([Int]) throws -> String
    ) throws -> String {
        let options = SamplingOptions(temperature: 0.8)
        let generator = Generator(seed: UInt64(bitPattern: Int64(seed)))
        return try decode(
            try model.generate(prompt, generated, options, window: .half, generator: generator) { _ in
                try Interruptible.poll()
            })
    }

    /// Four decimals are what losses agree to, and make short lines in a file.
    private static func rounded(_ loss: Double) -> Double { (loss * 10_000).rounded() / 10_000 }
}
