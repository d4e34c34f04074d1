import GPT
import Kernels
import Neural
import Tensors
import Text

/// What a training run holds at its fullest moment, computed from shapes before anything is made.
///
/// A step is fullest at one of a few moments; each is written down below as a list of what is alive then, and
/// the largest counts. N = B·T tokens of one batch, E width, H heads, L blocks, V vocabulary; 4 bytes a
/// number, 2 in bf16.
///
/// Of a model that is a program's own class only what holds for every model is known: parameters, gradients,
/// what the optimizer keeps, batches. `isWhole` is false then.
public struct MemoryPlan: Equatable, Sendable {
    /// How the model is trained.
    public struct Run: Equatable, Sendable {
        /// B, windows in a batch.
        public var batch: Int
        /// T, tokens in a window.
        public var length: Int
        /// Numbers that the optimizer keeps for each number of a parameter: 2 for AdamW.
        public var statePerParameter: Int
        /// Batches that one step is the mean of.
        public var accumulate: Int
        /// Whether blocks run again in backward instead of keeping what they made.
        public var recompute: Bool
        /// What products are computed in.
        public var precision: DType
        /// Tokens of one held-out batch; 0 where nothing is evaluated.
        public var evaluationTokens: Int

        /// Batches of `batch` windows of `length` tokens, trained in this way.
        public init(
            batch: Int, length: Int, statePerParameter: Int = 2, accumulate: Int = 1, recompute: Bool = false,
            precision: DType = .float32, evaluationTokens: Int = 0
        ) {
            (self.batch, self.length, self.statePerParameter) = (batch, length, statePerParameter)
            (self.accumulate, self.recompute, self.precision) = (accumulate, recompute, precision)
            self.evaluationTokens = evaluationTokens
        }

        init(
            _ shape: WindowShape, statePerParameter: Int, accumulate: Int, recompute: Bool,
            precision: DType, evaluation: WindowShape?
        ) {
            self.init(
                batch: shape.batchSize, length: shape.sequenceLength, statePerParameter: statePerParameter,
                accumulate: accumulate,
                recompute: recompute, precision: precision,
                evaluationTokens: evaluation.map { $0.batchSize * $0.sequenceLength } ?? 0)
        }
    }

    /// One line of the plan.
    public struct Part: Equatable, Sendable {
        /// What it is: "parameters", "activations", …
        public let name: String
        /// How large it is.
        public let bytes: Int
    }

    /// What the model is called.
    public let model: String
    /// The model's sizes; nil where it is a program's own class.
    public let configuration: GPTConfiguration?
    /// How it is trained.
    public let run: Run
    /// Whether everything is in it; false where what the model's own forward makes is not known.
    public var isWhole: Bool { configuration != nil }
    /// When it is fullest: "loss", "backward", …
    public let moment: String
    /// What is alive then; parts of no size are left out.
    public let parts: [Part]

    /// Bytes in tensors at the fullest moment.
    public var tensors: Int { MemoryPlan.bytes(parts.reduce(0) { $0 + Double($1.bytes) }) }

    /// The plan of any model, as far as it is known.
    public init(_ model: any LanguageModel, _ run: Run) {
        if let gpt = model as? GPT {
            self.init(gpt.configuration, run)
        } else {
            self.init(model.module, run)
        }
    }

    /// What is there at an update, whatever the model is.
    private init(_ module: Module, _ run: Run) {
        (model, configuration, self.run, moment) = (module.typeName, nil, run, "update")
        let named = module.parameters()
        var storages: [ObjectIdentifier: Int] = [:]
        for tensor in named { storages[ObjectIdentifier(tensor.storage)] = tensor.storage.bytes }
        let listed = 4 * Double(named.reduce(0) { $0 + ($1.requiresGrad ? $1.count : 0) })
        let tokens = Double(run.batch) * Double(run.length) * Double(run.accumulate)
        parts = [
            ("parameters", Double(storages.values.reduce(0, +))), ("gradients", listed),
            ("optimizer", listed * Double(run.statePerParameter)), ("batches", 16 * tokens),
        ].filter { $0.1 > 0 }.map { Part(name: $0.0, bytes: MemoryPlan.bytes($0.1)) }
    }

    /// The plan of a GPT, from its sizes alone.
    public init(_ configuration: GPTConfiguration, _ run: Run) {
        (model, self.configuration, self.run) = (configuration.name, configuration, run)
        let moments = Sizes(configuration, run).moments.map { moment in
            (
                moment.name,
                moment.parts.filter { $0.1 > 0 }.map { Part(name: $0.0, bytes: MemoryPlan.bytes($0.1)) }
            )
        }
        func total(_ parts: [Part]) -> Double { parts.reduce(0) { $0 + Double($1.bytes) } }
        let fullest = moments.max { total($0.1) < total($1.1) }!
        (moment, parts) = fullest
    }

    private static func bytes(_ number: Double) -> Int {
        number < 4e18 ? Int(number) : 4_000_000_000_000_000_000
    }

    // MARK: The whole process

    /// What the process itself grows by: libraries' own buffers for each thread, pages
    /// of blocks that are partly used.
    static let ownGrowth = 12 << 20
    /// Holes between blocks of different sizes, as a part of what is in use.
    static let holes = 0.05

    /// The most memory that this process will have in use, everything that it holds now included.
    ///
    /// - Parameter held: bytes of the plan that are there already, such as the parameters.
    public func peak(held: Int) -> Int {
        let other = max(0, Memory.inUse - held) + Memory.outside
        return MemoryPlan.bytes(Double(tensors) * (1 + MemoryPlan.holes)) + other + MemoryPlan.ownGrowth
    }
}

/// The sizes, in bytes, of what a step makes.
private struct Sizes {
    let c: GPTConfiguration, run: MemoryPlan.Run
    let N: Double, E: Double, H: Double, L: Double, V: Double

    init(_ c: GPTConfiguration, _ run: MemoryPlan.Run) {
        (self.c, self.run) = (c, run)
        N = Double(run.batch) * Double(run.length)
        (E, H, L, V) = (Double(c.width), Double(c.heads), Double(c.blocks), Double(c.vocabularySize))
    }

    private let number = 4.0
    /// Rows of logits that exist at a time: the chunk of `linearCrossEntropy`.
    private let chunkRows = Double(HeadProducts.chunk)

    /// Parameters as the optimizer lists them; the lecture's head counts again.
    private var listed: Double { number * c.listedParameterCount }
    private var head: Double { number * V * E }
    private var blockParameters: Double { number * (12 * E * E + 13 * E) }

    private var isMixed: Bool { run.precision == .bfloat16 }

    /// What one block keeps for backward: its input, the middle of the residual stream; q, k and v, the mixed
    /// values, what enters the GELU, all in the products' type; means and deviations of two norms, the sums
    /// of each head's softmax. Norms' and GELU's results are computed again where they are large.
    private var blockKept: Double {
        N * (2 * number * E + 8 * product * E + number * (4 + H)) + 2 * kept(N * E) + kept(4 * N * E)
    }

    /// What is kept of a result of so many numbers that could be computed again.
    private func kept(_ count: Double) -> Double { count <= Double(Saved.mostKept) ? product * count : 0 }

    /// The block's matrices rounded for its products, kept for backward.
    private var blockWeights: Double { isMixed ? product * 12 * E * E : 0 }

    /// Bytes of a product's operands and results.
    private var product: Double { isMixed ? 2 : 4 }

    /// Gradients in flight inside a block, at the most: of the residual stream, of the GELU's input and
    /// output (or the GELU's result, computed again; one that was kept is gone when its gradient has been
    /// used), of a matrix.
    private var blockBackward: Double { number * (N * E + 4 * E * E) + product * 8 * N * E - kept(4 * N * E) }

    /// A chunk of logits, in bf16 with its gradient and the head's operands rounded; in float32 the parts of
    /// the long product that the gradient goes through.
    private func logits(_ tokens: Double, gradients: Bool = true) -> Double {
        let rows = min(chunkRows, tokens), stride = (V / 16).rounded(.up) * 16
        if isMixed {
            return (number + (gradients ? product : 0)) * rows * stride + product * (V + tokens) * E
        }
        let isLong = gradients && V >= 12288 && rows * E <= 512 * 1024
        return number * rows * (stride + (isLong ? min(16, (V / 6144).rounded(.up)) * E : 0))
    }

    /// What is alive at each of the moments that can be the fullest.
    var moments: [(name: String, parts: [(String, Double)])] {
        let always = [
            ("parameters", number * Double(c.parameterCount)),
            ("optimizer", listed * Double(run.statePerParameter)),
            ("batches", 16 * N * Double(run.accumulate)),
        ]
        // From the second batch of a step on, the gradients of the ones before are there all along.
        let carries = run.accumulate > 1
        let input = number * N * E
        let block = blockKept + blockWeights
        let kept = run.recompute ? L * input : L * block
        let oneBlock = run.recompute ? block : 0
        let tokens = Double(run.evaluationTokens)
        func gradients(_ sofar: Double, new: Double) -> (String, Double) {
            ("gradients", carries ? listed + new : sofar)
        }

        return [
            (
                "loss",
                always + [
                    ("activations", kept + 3 * input), ("logits", logits(N)), gradients(head, new: head),
                ]
            ),
            (
                "start of backward",
                always + [
                    ("activations", kept + oneBlock), ("inside a block", blockBackward),
                    gradients(head, new: 0),
                ]
            ),
            (
                "end of backward",
                always + [
                    ("activations", run.recompute ? input + oneBlock : block),
                    ("inside a block", blockBackward),
                    gradients(head + L * blockParameters, new: 0),
                ]
            ),
            // The embedding's gradient has a row for every token; where there
            // is one already it is added to it.
            (
                "embedding's gradient",
                always + [
                    ("activations", 3 * input), gradients(listed + (c.tied == .shared ? head : 0), new: head),
                ]
            ),
            ("update", always + [("gradients", listed)]),
            // Nothing is kept; the gradients of the step before are still there.
            (
                "evaluation",
                always + [
                    ("inside a block", tokens * E * (3 * number + 8 * product)),
                    ("gradients", tokens > 0 ? listed : 0),
                ]
            ),
            (
                "evaluation's loss",
                always + [
                    ("activations", 2 * number * tokens * E), ("logits", logits(tokens, gradients: false)),
                    ("gradients", tokens > 0 ? listed : 0),
                ]
            ),
        ]
    }
}
