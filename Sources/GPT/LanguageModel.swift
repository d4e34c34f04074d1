import Kernels
import Neural
import Tensors

/// What training, generation and measuring need of a model that maps token ids [B, T] to scores of the next
/// token at each place, [B, T, V].
///
/// `GPT` is one; `ModuleLanguageModel` makes one of any module.
public protocol LanguageModel: AnyObject {
    /// The tree of its parameters and of its parts.
    var module: Module { get }
    /// V, tokens in the vocabulary; nil where only running the model would tell.
    var vocabularySize: Int? { get }
    /// The most tokens that it reads at a time; nil where nothing is known of a limit.
    var contextLength: Int? { get }
    /// Whether blocks can keep only their inputs and run again in backward.
    var canRecompute: Bool { get }

    /// Runs the model over ids [B, T] as far as the loss can go on from.
    ///
    /// - Parameters:
    ///   - targets: [B, T], for models that compute their loss themselves.
    ///   - recompute: blocks keep only their inputs; only where `canRecompute`.
    /// - Throws: what the model throws at ids that it cannot read, and ShapeError for a result that is none.
    func forward(_ ids: Tensor, _ targets: Tensor, recompute: Bool) throws -> ForwardResult

    /// The mean negative log-likelihood of targets [B, T], without axes, divided by `parts`: what one of so
    /// many batches adds to the loss of a step.
    ///
    /// - Throws: ShapeError where targets do not fit, IndexError for a target that is no token.
    func loss(_ result: ForwardResult, _ targets: Tensor, parts: Int) throws -> Tensor

    /// Continues a prompt, one token at a time, and returns the new tokens only.
    ///
    /// - Parameters:
    ///   - window: what happens where the text grows past `contextLength`.
    ///   - weights: the form in which linear layers read their weights, nil for their own.
    ///   - onToken: called with each new token; throwing from it ends the generation.
    /// - Throws: ValueError for an empty prompt, a negative count and options out of range, RuntimeError for
    ///   scores that are not finite.
    @discardableResult
    func generate(
        _ prompt: [Int], _ count: Int, _ options: SamplingOptions, window: ContextWindow,
        weights: DType?, generator: Generator, onToken: (Int) throws -> Void
    ) throws -> [Int]
}

/// What a forward pass made for the loss.
public struct ForwardResult {
    /// What the head reads, [B, T, E], or scores [B, T, V]: the model knows which.
    public let output: Tensor
    /// The loss, where the model has computed it itself.
    public let loss: Tensor?

    /// What a pass made, and the loss where the model has computed it. `output` is
    /// [B, T, E] or [B, T, V], `loss` [].
    public init(_ output: Tensor, loss: Tensor? = nil) { (self.output, self.loss) = (output, loss) }
}

extension LanguageModel {
    /// Its name, as `repr` shows it.
    public var typeName: String { module.typeName }
    /// Its parameters, each once. These are the parameters themselves, each in its shape.
    public func parameters() -> [Tensor] { module.parameters() }

    /// Where it lies, and so where it computes.
    public var home: Device { module.device ?? .host }

    /// Runs `body`; what it makes lies where the model lies.
    func onDevice<Result>(_ body: () throws -> Result) rethrows -> Result {
        try ComputeContext.on(home, body)
    }

    /// True where a text of `length` tokens is longer than what the model sees, so that `window` has a say.
    public func outgrows(_ length: Int) -> Bool { contextLength.map { length > $0 } ?? false }

    /// - Throws: ValueError for what cannot be continued.
    func check(_ prompt: [Int], _ count: Int, _ options: SamplingOptions) throws {
        try options.check()
        guard !prompt.isEmpty else {
            throw TensorError(
                .value, "generate wants a prompt of at least one token",
                hint: "\"\\n\" or any word to begin with")
        }
        guard count >= 0 else {
            throw TensorError(.value, "generate: the number of new tokens must be 0 or more, got \(count)")
        }
    }
}

extension GPT: LanguageModel {
    /// The model itself.
    public var module: Module { self }
    /// V.
    public var vocabularySize: Int? { configuration.vocabularySize }
    /// T, the longest sequence.
    public var contextLength: Int? { configuration.context }
    /// True: blocks can run again in backward.
    public var canRecompute: Bool { true }

    /// The pass up to the head: [B, T, E]. Head and loss are one operation then.
    ///
    /// - Throws: as `hidden`.
    public func forward(_ ids: Tensor, _ targets: Tensor, recompute: Bool) throws -> ForwardResult {
        ForwardResult(try hidden(ids, recompute: recompute))
    }

    /// The share of one of `parts` batches in the mean negative log-likelihood, without axes.
    ///
    /// - Throws: as `loss(hidden:)`.
    public func loss(_ result: ForwardResult, _ targets: Tensor, parts: Int) throws -> Tensor {
        try loss(hidden: result.output, targets, weight: 1 / Double(parts))
    }
}

/// What the numbers are that a model gives for each token of its vocabulary.
public enum ScoreKind: String, Sendable {
    /// Any numbers; their softmax is the distribution. The loss is `cross_entropy`.
    case logits
    /// Logarithms of probabilities that add up to 1. The loss is `nll_loss`.
    case logProbabilities

    /// What scores [B, T, V] or [N, V] are, seen from the first sequence: rows whose probabilities add up to
    /// 1, to a thousandth, are logarithms of them. O(T·V).
    ///
    /// - Throws: what reading the numbers throws.
    public static func of(_ scores: Tensor) throws -> ScoreKind {
        try Observation.suspended {
            try Autograd.withoutGrad {
                let rows = try (scores.rank == 3 ? scores.select(0, 0) : scores).detach().to(.float32)
                guard rows.count > 0 else { return .logits }
                let distance = try rows.logSumExp(-1).abs().amax().item().double
                return distance < 1e-3 ? .logProbabilities : .logits
            }
        }
    }
}

/// Any module that maps ids [B, T] to logits or log-probabilities [B, T, V], as a language model.
///
/// What it gives is found in its first result. Its loss is computed as a loop by hand has it:
/// `cross_entropy(scores.view(-1, V), Y.view(-1))`, or `nll_loss` of log-probabilities.
open class ModuleLanguageModel: LanguageModel {
    /// The module.
    public let module: Module
    /// Nil: only running the module would tell.
    open var vocabularySize: Int? { nil }
    /// The most tokens that `generate` lets it read; nil for as many as there are.
    public var contextLength: Int?
    /// False: its forward is its own.
    public var canRecompute: Bool { false }
    /// What it gives, once it has been run; log-probabilities are looked at again at every pass.
    public private(set) var scores: ScoreKind?

    /// A module that maps ids [B, T] to scores [B, T, V].
    public init(_ module: Module, contextLength: Int? = nil) {
        (self.module, self.contextLength) = (module, contextLength)
    }

    /// Runs the module over ids [B, T].
    ///
    /// - Parameter targets: [B, T] where a loss is wanted, nil where scores alone are.
    /// - Returns: scores [B, T, V] (or [B·T, V]), and the loss where the module has computed it.
    /// - Throws: what the module throws.
    open func run(_ ids: Tensor, _ targets: Tensor?) throws -> (scores: Tensor, loss: Tensor?) {
        (try module(ids), nil)
    }

    /// The scores [B, T, V] or [B·T, V], and the loss where the module has computed it.
    ///
    /// - Throws: ShapeError for a result that is not one row of scores for each id, TypeError for whole
    ///   numbers, and what the module throws.
    public func forward(_ ids: Tensor, _ targets: Tensor, recompute: Bool) throws -> ForwardResult {
        let (scores, loss) = try run(ids, targets)
        try check(scores, ids)
        if let loss {
            guard loss.count == 1, loss.dtype.isFloatingPoint else {
                throw TensorError(
                    .shape, "\(typeName) gave a pair whose second element is not a loss",
                    details: ["a loss is one number, this is \(Shape.description(loss.shape))"],
                    hint: "return logits, F.cross_entropy(logits.view(-1, V), targets.view(-1))")
            }
        } else if self.scores != .logits {
            self.scores = try ScoreKind.of(scores)
        }
        return ForwardResult(scores, loss: loss)
    }

    private func check(_ scores: Tensor, _ ids: Tensor) throws {
        guard scores.dtype.isFloatingPoint else {
            throw TensorError(
                .type,
                "\(typeName) gave \(scores.dtype.rawValue) numbers; "
                    + "a language model gives logits or log-probabilities")
        }
        let isScores =
            scores.rank == 3
            ? Array(scores.shape.dropLast()) == ids.shape : scores.rank == 2 && scores.shape[0] == ids.count
        guard isScores, scores.count > 0 else {
            throw TensorError(
                .shape,
                "the result of \(typeName) is not one row of scores for each id",
                details: [
                    "ids \(Shape.description(ids.shape))     result \(Shape.description(scores.shape))     "
                        + "wanted \(Shape.description(ids.shape).dropLast()), V]"
                ],
                hint: "forward(X) gives logits or log-probabilities [B, T, V] for ids [B, T]")
        }
    }

    /// The mean negative log-likelihood, or the module's own loss, divided by `parts`; without axes.
    ///
    /// - Throws: ShapeError where targets do not fit, IndexError for a target that is no token.
    public func loss(_ result: ForwardResult, _ targets: Tensor, parts: Int) throws -> Tensor {
        let loss: Tensor
        if let own = result.loss {
            loss = own.rank == 0 ? own : try own.reshape([])
        } else {
            let rows = try result.output.reshape([-1, result.output.shape.last ?? 1]),
                answers = try targets.reshape([-1])
            loss = scores == .logProbabilities ? try rows.nllLoss(answers) : try rows.crossEntropy(answers)
        }
        return parts == 1 ? loss : try loss / loss.constant(.int(parts))
    }

    /// Continues a prompt; each token is a pass over all that is read.
    ///
    /// - Throws: as the protocol says, ShapeError for a result that is no scores, and what the module throws.
    @discardableResult
    public func generate(
        _ prompt: [Int], _ count: Int, _ options: SamplingOptions, window: ContextWindow,
        weights: DType?, generator: Generator, onToken: (Int) throws -> Void
    ) throws -> [Int] {
        try check(prompt, count, options)
        var text = prompt, start = max(0, text.count - (contextLength ?? text.count))
        let training = module.namedModules().map { ($0.module, $0.module.isTraining) }
        module.eval()
        defer { for (module, flag) in training { module.setTraining(flag) } }
        func add() throws { try onDevice(addHere) }
        func addHere() throws {
            if let contextLength, text.count - start > contextLength {
                start = text.count - (window == .crop ? contextLength : max(1, contextLength / 2))
            }
            let ids = try Tensor(text[start...].map(Int64.init), [1, text.count - start])
            let scores = try run(ids, nil).scores
            // A model may give the last row alone.
            let isScores =
                scores.rank == 3
                ? scores.shape[0] == 1 && [1, ids.count].contains(scores.shape[1])
                : scores.rank == 2 && scores.shape[0] == ids.count
            guard isScores, scores.dtype.isFloatingPoint, scores.count > 0 else {
                throw TensorError(
                    .shape, "the result of \(typeName) has no scores of a next token",
                    details: [
                        "ids \(Shape.description(ids.shape))     result \(Shape.description(scores.shape))"
                    ], hint: "forward(X) gives logits or log-probabilities [B, T, V] for ids [B, T]")
            }
            let last = try (scores.rank == 3 ? scores.select(0, 0) : scores).select(0, -1)
            let token = try options.choose(
                last.detach().to(.float32).contiguous().elements(), generator)
            text.append(token)
            try onToken(token)
        }
        for _ in 0..<count {
            try Interruptible.poll()
            if let weights {
                if packed?.form != weights { packed = PackedWeights(weights) }
                try packed?.use(add)
            } else {
                try Autograd.withoutGrad(add)
            }
        }
        return Array(text.suffix(count))
    }

    /// The weights in the form that `generate` was last asked for.
    private var packed: PackedWeights?
}
