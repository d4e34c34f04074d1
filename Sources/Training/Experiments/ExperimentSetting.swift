import GPT
import Presentation
import Text

/// Everything that decides what one run of an experiment gives: the same setting, the same digits.
public struct ExperimentSetting: Codable, Hashable, Sendable {
    /// The corpus: its name, and a sum over its tokens, so that another text of that name is another setting.
    public var corpus = "", sum = ""
    /// What made its tokens.
    public var tokenizer = ""
    /// The part of the training text that is used: a stretch in one piece, its place drawn from the seed.
    public var share = 1.0
    /// Where the test is taken from, and the fraction that is left for training.
    public var split = Holdout.tail, fraction = 0.9
    /// What chooses the windows.
    public var sampler = SamplerKind.random
    /// How head and embedding share numbers.
    public var tied = GPTConfiguration.Tied.lecture
    /// Sizes of the model: E, L, H, T, V.
    public var width = 64, blocks = 2, heads = 2, length = 64, vocabulary = 0
    /// B, windows in a batch.
    public var batch = 8
    /// Training steps.
    public var steps = 200
    /// AdamW's learning rate, and its weight decay.
    public var rate = 1e-3, weightDecay = 1e-2
    /// Of the parameters, the batches and the place of a stretch.
    public var seed = 0

    /// A tiny model on random windows: what a grid changes from.
    public init() {}

    /// The model of this setting.
    public var configuration: GPTConfiguration {
        var c = GPTConfiguration.model5
        (c.vocabularySize, c.width, c.blocks, c.heads, c.context) = (vocabulary, width, blocks, heads, length)
        c.tied = tied
        return c
    }

    /// What a step of it takes.
    public var stepCost: StepCost { StepCost(configuration, MemoryPlan.Run(batch: batch, length: length)) }

    /// The same setting whatever the seed: what runs are averaged over.
    public var withoutSeed: ExperimentSetting {
        var setting = self
        setting.seed = 0
        return setting
    }
}

/// A text as tokens, for experiments.
public struct ExperimentCorpus: Sendable {
    /// What settings call it.
    public let name: String
    /// [N] ids from 0 to `vocabulary` − 1.
    public let tokens: [Int]
    /// Characters that the tokens stand for.
    public let characters: Int
    /// V, and what made the tokens, in words.
    public let vocabulary: Int, tokenizer: String
    /// A sum over the tokens (FNV-1a, 64 bits), as hexadecimal digits.
    public let sum: String
    /// Makes text of tokens; nil leaves generated texts out.
    public let decode: (@Sendable ([Int]) throws -> String)?
    /// The text itself, which the form of what is generated is compared with.
    public let text: String

    /// Takes the sum over the tokens; O(N).
    public init(
        _ name: String, tokens: [Int], text: String, vocabulary: Int, tokenizer: String,
        decode: (@Sendable ([Int]) throws -> String)? = nil
    ) {
        (self.name, self.tokens, self.text) = (name, tokens, text)
        (self.characters, self.vocabulary) = (text.unicodeScalars.count, vocabulary)
        (self.tokenizer, self.decode) = (tokenizer, decode)
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for token in tokens {
            for shift in stride(from: 0, to: 32, by: 8) {
                hash = (hash ^ UInt64(truncatingIfNeeded: token >> shift & 0xFF)) &* 0x100_0000_01B3
            }
        }
        sum = String(hash, radix: 16)
    }
}

/// What one run gave.
public struct ExperimentResult: Codable, Sendable {
    /// What was run.
    public var setting: ExperimentSetting
    /// The loss of each step's batch before its update, to four decimals.
    public var losses: [Double]
    /// The test loss after so many steps: over the same windows of the test part each time.
    public var testSteps: [Int], testLosses: [Double]
    /// Characters of a token of the corpus: nats a token divided by it are nats a character, which compare
    /// between tokenizers.
    public var charactersPerToken: Double
    /// The share of the training text that no batch had among its inputs, and how often it was gone through.
    public var neverSeen: Double, passes: Double
    /// What the model writes after a line feed, or what the test begins with, at temperature 0.8.
    public var text: String?
    /// How close the form of that text is to the book's, 0 to 1.
    public var form: Double?
    /// The same of a text that was written at each test, after the same words and with the same seed; nil
    /// where it was not asked for.
    public var forms: [Double]?
    /// Seconds that the run took, tests and text included.
    public var seconds: Double

    /// The test loss at the end, in nats a token.
    public var testLoss: Double { testLosses.last ?? .nan }
    /// The mean training loss of the last tenth of the steps.
    public var trainLoss: Double {
        let last = losses.suffix(max(1, losses.count / 10))
        return last.reduce(0, +) / Double(last.count)
    }
}
