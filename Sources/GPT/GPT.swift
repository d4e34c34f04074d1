import Neural
import Tensors

/// Model 5 and GPT-2: token and position embedding, L pre-norm blocks, a final norm, the head.
///
/// Read it from top to bottom: `hidden` is the whole forward pass, `Block` and
/// `CausalSelfAttention` are what it calls.
public final class GPT: Module {
    /// The sizes and variants that it was built with.
    public let configuration: GPTConfiguration
    let wte: Embedding, wpe: Embedding
    let blocks: [Block]
    let layernormFinal: LayerNorm
    let finalHead: Linear
    /// The weights in the form that `generate` was last asked for, kept for the next time.
    var packedWeights: PackedWeights?

    /// Draws all parameters from `generator` in PyTorch's order.
    ///
    /// - Throws: ValueError for sizes that make no sense, MemoryError for a model that does not fit.
    public init(_ configuration: GPTConfiguration, generator: Generator = .standard) throws {
        try configuration.check()
        self.configuration = configuration
        let (V, T, E) = (configuration.vocabularySize, configuration.context, configuration.width)
        wte = try Embedding(V, E, generator: generator)
        wpe = try Embedding(T, E, generator: generator)
        blocks = try (0..<configuration.blocks).map { try Block(configuration, $0, generator) }
        layernormFinal = try LayerNorm(E)
        finalHead = try GPT.head(configuration, tiedTo: wte.weight, generator)
        super.init()
        register("wte", wte)
        register("wpe", wpe)
        register("blocks", Sequential(blocks))
        register("layernorm_final", layernormFinal)
        register("final_head", finalHead)
        if configuration.initialisation == .gpt2 { try initialiseLikeGPT2(generator) }
    }

    public override var typeName: String { configuration.name }

    // MARK: The forward pass.  B, T, E, V = batch, sequence length, width, vocabulary

    /// ids [B, T] → log-probabilities (Model 5) or logits (GPT-2) [B, T, V].
    public override func callAsFunction(_ ids: Tensor) throws -> Tensor {
        let x = try hidden(ids), keep = Scope.none
        guard configuration.returnsLogProbabilities else {
            return try keep("logits", x.linear(finalHead.weight))
        }
        keep.beside("logits", ids.shape + [configuration.vocabularySize]) { [finalHead] in
            try x.linear(finalHead.weight)
        }
        return try keep(
            "log_probs", x.linearLogSoftmax(finalHead.weight, scale: configuration.logitScale))
    }

    /// ids [B, T] → what the head sees, [B, T, E].
    ///
    /// - Parameter recompute: each block keeps its input only, and runs again in backward.
    /// - Throws: ShapeError for ids that are not [B, T], ValueError for more tokens than the context,
    ///   IndexError for an id that has no row.
    public func hidden(_ ids: Tensor, cache: KeyValueCache? = nil, recompute: Bool = false) throws -> Tensor {
        try hidden(ids, cache: cache, .none, recompute: recompute)
    }

    private func hidden(_ ids: Tensor, cache: KeyValueCache?, _ keep: Scope, recompute: Bool = false) throws
        -> Tensor
    {
        try onDevice { try hiddenHere(ids, cache: cache, keep, recompute: recompute) }
    }

    private func hiddenHere(_ ids: Tensor, cache: KeyValueCache?, _ keep: Scope, recompute: Bool) throws
        -> Tensor
    {
        let start = cache?.length ?? 0
        try check(ids, start)
        let positions = try Tensor.arange(.int(start), .int(start + ids.shape[1]))
        var x = try keep("embed", wte(ids) + wpe(positions))  // [B, T, E]
        for (i, block) in blocks.enumerated() {
            try Interruptible.poll()
            x = try keep.inside("blocks.\(i)", block, x) { inside in
                try recompute
                    ? Tensor.checkpoint([x]) { try block($0[0], cache: nil, inside) }
                    : block(x, cache: cache, inside)
            }
        }
        cache?.advance(ids.shape[1])
        return try keep("layernorm_final", layernormFinal(x))
    }

    /// The same with activations kept in a trace, and changed as it says.
    func hidden(_ ids: Tensor, in trace: Trace) throws -> Tensor {
        try hidden(ids, cache: nil, Scope(trace: trace, path: ""))
    }

    /// ids [B, T], targets [B, T] → the mean negative log-likelihood, without ever holding [B·T, V].
    ///
    /// - Throws: as `hidden`, and ShapeError where targets do not fit.
    public func loss(_ ids: Tensor, _ targets: Tensor) throws -> Tensor {
        try loss(hidden: hidden(ids), targets)
    }

    /// The same from the output of `hidden`. The head's gradients are computed here, chunk by chunk. x [B, T,
    /// E] and targets [B, T] → [].
    ///
    /// - Parameter weight: a factor of the loss and its gradients, 1/n where it is one of n that add up.
    /// - Throws: ShapeError where targets are not one for each position,
    ///   IndexError for a target that is no token.
    public func loss(hidden x: Tensor, _ targets: Tensor, weight: Double = 1) throws -> Tensor {
        guard Array(x.shape.dropLast()) == targets.shape else {
            throw TensorError(
                .shape, "the loss wants one target for each position",
                details: [
                    "positions \(Shape.description(Array(x.shape.dropLast())))     targets "
                        + "\(Shape.description(targets.shape))"
                ])
        }
        return try x.reshape([-1, configuration.width])
            .linearCrossEntropy(
                finalHead.weight, targets.reshape([-1]), scale: configuration.logitScale, share: weight)
    }

    /// Every named activation of a forward pass. Attention is computed step by step, so that scores and
    /// pattern exist. Ids [B, T]; the hidden states are [B, T, E], scores and pattern [B, H, T, T], logits
    /// [B, T, V].
    ///
    /// - Throws: as `hidden`.
    public func trace(_ ids: Tensor) throws -> Trace {
        let trace = Trace(), keep = Scope(trace: trace, path: "")
        let x = try hidden(ids, cache: nil, keep)
        let logits = try keep("logits", x.linear(finalHead.weight))
        try keep("log_probs", (logits * logits.constant(.float(configuration.logitScale))).logSoftmax(-1))
        return trace
    }

    /// Logits as the softmax sees them (divided by √E where the model does so) for
    /// the last position only: [B, V].
    func lastLogits(_ ids: Tensor, cache: KeyValueCache?) throws -> Tensor {
        let logits = try finalHead(hidden(ids, cache: cache).select(1, -1))
        return configuration.scalesLogits
            ? try logits * logits.constant(.float(configuration.logitScale)) : logits
    }

    private func check(_ ids: Tensor, _ start: Int) throws {
        guard ids.rank == 2, ids.shape[1] > 0 else {
            throw TensorError(
                .shape, "\(typeName) wants token ids [B, T]",
                details: ["got \(ids.dtype) \(Shape.description(ids.shape))"],
                hint: ids.rank == 1 ? "model(x.unsqueeze(0)) or model(x[None])" : nil)
        }
        guard start + ids.shape[1] <= configuration.context else {
            throw TensorError(
                .value,
                "a sequence of \(start + ids.shape[1]) tokens is longer than the model's context of "
                    + "\(configuration.context)",
                hint: "X[:, -\(configuration.context):], or a model with seq_len=\(start + ids.shape[1])")
        }
    }
}

/// One transformer block: attention and a two-layer network, each behind a norm,
/// each added to the residual stream.
public final class Block: Module {
    private let index: Int
    private let layernorm1: LayerNorm, layernorm2: LayerNorm
    private let attn: CausalSelfAttention
    private let mlp1: Linear, mlp2: Linear
    private let configuration: GPTConfiguration

    init(_ configuration: GPTConfiguration, _ index: Int, _ generator: Generator) throws {
        let E = configuration.width
        (self.index, self.configuration) = (index, configuration)
        layernorm1 = try LayerNorm(E)
        attn = try CausalSelfAttention(configuration, index, generator)
        layernorm2 = try LayerNorm(E)
        mlp1 = try Linear(E, 4 * E, generator: generator)
        mlp2 = try Linear(4 * E, E, generator: generator)
        super.init()
        register("layernorm_1", layernorm1)
        register("attn", attn)
        register("layernorm_2", layernorm2)
        register("mlp_1", mlp1)
        register("mlp_2", mlp2)
    }

    /// The residual stream [B, T, E] → the residual stream behind the block.
    ///
    /// - Throws: ShapeError for an x of another shape.
    public override func callAsFunction(_ x: Tensor) throws -> Tensor {
        try configuration.checkStream(x, typeName)
        return try self(x, cache: nil, .none)
    }

    func callAsFunction(_ x: Tensor, cache: KeyValueCache?, _ keep: Scope) throws -> Tensor {
        let x = try keep("resid_pre", x)
        let normed = try keep("layernorm_1", layernorm1(x))
        // The middle of the residual stream, x + attn(…), and its norm in one pass.
        let (sum, sumNormed) = try layernorm2(
            adding: keep(
                "attn_out", keep.inside("attn", attn, normed) { try attn(normed, cache: cache, $0) }), to: x)
        let mid = try keep("resid_mid", sum)
        // One that was changed on its way has another norm.
        let midNormed = try keep("layernorm_2", mid === sum ? sumNormed : layernorm2(mid))
        let pre = try keep("mlp.pre", mlp1(midNormed))  // [B, T, 4E]
        let post = try keep("mlp.post", pre.gelu(configuration.gelu))
        return try keep("resid_post", mid + keep("mlp_out", mlp2(post)))
    }
}

/// H heads of causal attention side by side, each E/H wide.
public final class CausalSelfAttention: Module {
    private let index: Int, heads: Int
    private let QKV: Linear, W0: Linear
    private let configuration: GPTConfiguration

    init(_ configuration: GPTConfiguration, _ index: Int, _ generator: Generator) throws {
        let E = configuration.width
        (self.index, heads, self.configuration) = (index, configuration.heads, configuration)
        QKV = try Linear(E, 3 * E, generator: generator)
        W0 = try Linear(E, E, generator: generator)
        super.init()
        register("QKV", QKV)
        register("W0", W0)
    }

    /// What the norm in front of it gives [B, T, E] → what is added to the residual stream.
    ///
    /// - Throws: ShapeError for an x of another shape.
    public override func callAsFunction(_ x: Tensor) throws -> Tensor {
        try configuration.checkStream(x, typeName)
        return try self(x, cache: nil, .none)
    }

    func callAsFunction(_ x: Tensor, cache: KeyValueCache?, _ keep: Scope) throws -> Tensor {
        let (B, T, E) = (x.shape[0], x.shape[1], x.shape[2])
        // each [B, H, T, E/H]
        let parts = try QKV(x).split(E, 2).map { try $0.view([B, T, heads, E / heads]).transpose(1, 2) }
        let q = try keep("q", parts[0])
        var (k, v) = (try keep("k", parts[1]), try keep("v", parts[2]))
        if let cache { (k, v) = try cache.append(index, k, v) }
        var z: Tensor
        let scale = 1 / Double(E / heads).squareRoot()
        if keep.trace == nil {
            // Scores and pattern never exist here; who looks on can have them made.
            keep.beside("scores", [B, heads, T, k.shape[2]]) {
                try q.attentionPattern(k, causal: true, scale: scale).scores
            }
            keep.beside("pattern", [B, heads, T, k.shape[2]]) {
                try q.attentionPattern(k, causal: true, scale: scale).pattern
            }
            z = try q.attention(k, v, causal: true)
        } else {
            let (scores, pattern) = try q.attentionPattern(k, causal: true, scale: scale)
            try keep("scores", scores)
            z = try keep("pattern", pattern).matmul(v)
        }
        z = try keep("z", z.transpose(1, 2).reshape([B, T, E]))
        return try W0(z)
    }
}

extension GPTConfiguration {
    /// - Throws: ShapeError for what is no residual stream of a model of these sizes.
    fileprivate func checkStream(_ x: Tensor, _ name: String) throws {
        guard x.rank == 3, x.shape[2] == width, x.shape[1] > 0 else {
            throw TensorError(
                .shape, "\(name) wants the residual stream [B, T, E=\(width)]",
                details: ["got \(x.dtype) \(Shape.description(x.shape))"],
                hint: "trace = model.trace(X); model.blocks[0](trace['embed'])")
        }
    }
}
