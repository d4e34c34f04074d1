import GPT
import Statistics
import Tensors
import Text

/// What a model writes while it learns: texts from one prompt and the same seeds at several steps, and how
/// close their form, their words and their sentences are to the book's.
public struct FilmStrip {
    /// The kinds of measure, in the order in which one would expect them to be learned.
    public typealias Measure = TextForm.Aspect

    /// One moment.
    public struct Frame: Sendable {
        /// Steps that were taken.
        public let step: Int
        /// The loss of the last batch, and of the last test; nil where there was none.
        public let trainLoss: Double?, testLoss: Double?
        /// What was written after the prompt, one text for each seed.
        public let texts: [String]
        /// How close each text is to the book, 0 to 1.
        public let closeness: [Measure: Sample]
        /// The share of the tokens that stand in runs of eight which the training text has too.
        public let copied: Sample
        /// The longest such run.
        public let longestCopy: Int
    }

    /// What is asked for at each moment.
    public let prompt: [Int], count: Int, samples: Int, options: SamplingOptions, seed: UInt64
    private let book: TextForm.Book, training: [Int]
    private let decode: ([Int]) throws -> String
    /// What was taken, in the order of steps.
    public var frames: [Frame] = []

    /// Tokens in a run that counts as copied.
    public static let run = 8

    /// - Parameters:
    ///   - count: tokens of each text.
    ///   - samples: texts at each moment; their seeds are `seed`, `seed + 1`, …
    ///   - training: the tokens that the model is trained on, which are the book to compare with as well.
    /// - Throws: ValueError for numbers out of range.
    public init(
        prompt: [Int], count: Int, samples: Int, options: SamplingOptions, seed: UInt64, training: [Int],
        decode: @escaping ([Int]) throws -> String
    ) throws {
        guard count >= 16, count <= 100_000 else {
            throw TensorError(
                .value, "a frame has texts of 16 to 100,000 tokens, not \(count): shorter ones have no form")
        }
        guard samples > 0, samples <= 1000 else {
            throw TensorError(.value, "a frame has 1 to 1000 texts, not \(samples)")
        }
        try options.check()
        (self.prompt, self.count, self.samples) = (prompt, count, samples)
        (self.options, self.seed, self.training, self.decode) = (options, seed, training, decode)
        book = TextForm.Book(try decode(training))
    }

    /// Lets the model write, and keeps it as a frame. One that was taken at the same step is replaced.
    ///
    /// The model is the same afterwards, and so are the random numbers of the session.
    /// - Throws: what generation throws.
    public mutating func shoot(_ model: any LanguageModel, _ history: History) throws {
        var texts: [String] = []
        var tokens: [[Int]] = []
        for sample in 0..<samples {
            let generator = Generator(seed: seed &+ UInt64(sample))
            let new = try model.generate(
                prompt, count, options, window: .half, weights: nil, generator: generator
            ) { _ in try Interruptible.poll() }
            tokens.append(new)
            texts.append(try decode(new))
        }
        let compared = texts.map { book.compare($0) }
        var closeness: [Measure: Sample] = [:]
        for measure in Measure.allCases {
            closeness[measure] = Sample(compared.map { $0.closeness(of: measure) })
        }
        let leakage = try Leakage(train: [training], test: tokens, run: FilmStrip.run)
        frames.removeAll { $0.step == history.losses.count }
        frames.append(
            Frame(
                step: history.losses.count, trainLoss: history.losses.last,
                testLoss: history.testLosses.last { $0.step == history.losses.count - 1 }?.loss, texts: texts,
                closeness: closeness,
                copied: Sample(leakage.byRow.map { Double($0.leaked) / Double(max(1, $0.tokens)) }),
                longestCopy: leakage.longest?.test.count ?? 0))
    }

    /// When a measure has come half-way from its first frame to the best that follows.
    public struct HalfWay: Equatable, Sendable {
        /// Which measure.
        public let measure: Measure
        /// The first step at which its mean has.
        public let step: Int
        /// The first step at which it may have, and the first at which it surely has, as far as intervals of
        /// 95 % tell; the latter is nil where no frame is sure.
        public let earliest: Int, latest: Int?

        /// What was found of a measure.
        public init(measure: Measure, step: Int, earliest: Int, latest: Int?) {
            (self.measure, self.step, self.earliest, self.latest) = (measure, step, earliest, latest)
        }

        /// Whether it surely came before another one.
        public func isBefore(_ other: HalfWay) -> Bool { latest.map { $0 < other.earliest } ?? false }
    }

    /// When a measure is half-way learned; nil where it never rises by a twentieth.
    ///
    /// With one text a frame nothing is known of how much the texts of a moment vary: every step is possible.
    public func halfWay(_ measure: Measure) -> HalfWay? {
        let curve = frames.compactMap { frame in frame.closeness[measure].map { (step: frame.step, $0) } }
        guard let first = curve.first, let last = curve.last,
            let best = curve.max(by: { $0.1.mean < $1.1.mean }), best.1.mean - first.1.mean > 0.05
        else { return nil }
        let middle = (first.1.mean + best.1.mean) / 2
        guard let step = curve.first(where: { $0.1.mean >= middle })?.step else { return nil }
        func margin(_ sample: Sample) -> Double { sample.margin() ?? .infinity }
        // The middle is as uncertain as its two ends.
        let ends = (margin(first.1) * margin(first.1) + margin(best.1) * margin(best.1)) / 4
        func width(_ sample: Sample) -> Double { (margin(sample) * margin(sample) + ends).squareRoot() }
        return HalfWay(
            measure: measure, step: step,
            earliest: curve.first { $0.1.mean + width($0.1) >= middle }?.step ?? last.step,
            latest: curve.first { $0.1.mean - width($0.1) >= middle }?.step)
    }
}
