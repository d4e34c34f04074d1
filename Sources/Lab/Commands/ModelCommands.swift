import Bindings
import Disk
import Foundation
import GPT
import Language
import Presentation
import Tensors
import Text
import Training

/// Making models and letting them speak.
enum ModelCommands {
    static let all: [Builtin] = [model5, gpt2, loadModel, generate, nllLoss, crossEntropy]

    // MARK: Models

    private static func maker(_ preset: GPTConfiguration, _ summary: String, example: String, pytorch: String)
        -> Builtin
    {
        let c = preset
        return Builtin(
            c.name, group: "model", summary: summary,
            Parameter<Int>("n_vocab", "V, tokens in the vocabulary", default: c.vocabularySize),
            Parameter<Int>("embed_dim", "E, the width of the residual stream", default: c.width),
            Parameter<Int>("n_blocks", "L, transformer blocks", default: c.blocks),
            Parameter<Int>("n_heads", "H, attention heads in a block", default: c.heads),
            Parameter<Int>("seq_len", "T, the longest sequence", default: c.context),
            Parameter<GPTConfiguration.Tied>(
                "tied", "how head and embedding share numbers: \"lecture\", \"shared\", \"none\"",
                default: c.tied),
            Parameter<Int?>(
                "seed", "draws the parameters with this seed, not with the session's generator",
                default: nil),
            returns: "model", example: example, pytorch: pytorch
        ) { interpreter, vocabulary, width, blocks, heads, context, tied, seed -> ModelObject in
            var c = preset
            (c.vocabularySize, c.width, c.blocks, c.heads, c.context) = (
                vocabulary, width, blocks, heads, context
            )
            c.tied = tied
            try c.check()
            return ModelObject(
                try GPT(
                    c, generator: seed.map { Generator(seed: UInt64(bitPattern: Int64($0))) } ?? .standard))
        }.costing { _, arguments in try .construction(preset, arguments) }
    }

    static let model5 = maker(
        .model5, "Makes the lecture's Model 5: GPT-2 small with a context of 256, giving log-probabilities.",
        example:
            "model = Model5(n_vocab=tokenizer.vocab_size, embed_dim=32, n_blocks=2, n_heads=2, seq_len=32)",
        pytorch: "model = Model5()")

    static let gpt2 = maker(
        .gpt2,
        "Makes GPT-2 as published: a context of 1024, tanh GELU, weights from N(0, 0.02), giving logits.",
        example: "model = GPT2(n_vocab=300, embed_dim=32, n_blocks=2, n_heads=2, seq_len=32)",
        pytorch: "model = GPT2LMHeadModel(GPT2Config())")

    static let loadModel = Builtin(
        "load_model", group: "model",
        summary: "Loads a model that save() wrote, the model of a saved run, a folder of Hugging Face's, or "
            + "GPT-2's own weights by name.",
        Parameter<String>(
            "path",
            "a .safetensors file, a folder with config.json and model.safetensors, or \"gpt2\", "
                + "\"gpt2-medium\", \"gpt2-large\", \"gpt2-xl\""),
        Parameter<Bool?>(
            "download",
            "whether weights that are not on this machine may be fetched, once; left out, it is asked",
            default: nil),
        returns: "a GPT2, or the Model5 that was saved; transformers' own class is GPT2LMHeadModel",
        example: "model.save(\"model.safetensors\"); model = load_model(\"model.safetensors\")",
        pytorch: "model = GPT2LMHeadModel.from_pretrained(\"gpt2\")"
    ) { interpreter, path, download -> ModelObject in
        let place = try FilePath.expanded(path)
        var folder = FilePath.isFolder(place) ? place : nil
        if folder == nil, access(place, F_OK) != 0, let weights = PublishedWeights.named(path) {
            folder = try PublishedModel(weights, interpreter.session()).folder(mayDownload: download)
        }
        guard let folder else { return ModelObject(try Checkpoint.model(from: try Files.source(path))) }
        let (model, remarks) = try GPT.huggingFace(folder)
        for remark in remarks { interpreter.output.note(Formatting.visible(remark)) }
        return ModelObject(model)
    }

    // MARK: Generation

    static let generate = Builtin(
        "generate", group: "model",
        summary: "Continues a text with a model, and prints it as it is generated.",
        Parameter<ModuleObject>("model", "the model to sample from"),
        Parameter<Prompt>("prompt", "a text or tokens to begin with"),
        Generation.Parameters.count, Generation.Parameters.temperature, Generation.Parameters.topK,
        Generation.Parameters.topP,
        Generation.Parameters.seed,
        Parameter<AnyTokenizer?>("tokenizer", "the variable tokenizer if left out", default: nil),
        Generation.Parameters.weights, Generation.Parameters.window,
        returns: "str: prompt and continuation", example: "generate(model, \"The man-mountain\", 20, seed=0)",
        pytorch: "for _ in range(n): probs = model(ids)[:, -1].exp(); ids = torch.cat([ids, "
            + "torch.multinomial(probs, 1)], 1)"
    ) {
        interpreter, object, prompt, count, temperature, topK, topP, seed, tokenizer, weights, window -> Value
        in
        let session = try interpreter.session()
        let chosen = tokenizer ?? session.presentTokenizer
        let words = try chosen.tokenizer(interpreter)
        let model = try object.languageModel(interpreter)
        let ids = try prompt.ids(chosen, model, "generate", interpreter)
        let request = Generation(
            prompt: ids, count: count,
            options: SamplingOptions(temperature: temperature, topK: topK, topP: topP), seed: seed,
            weights: weights, window: window)
        let text = try stream(request, model, words, interpreter)
        let value = ScriptText(text)
        session.streamed = value
        return .str(value)
    }.costing { interpreter, arguments in try .generating(interpreter.session(), arguments) }

    /// Writes prompt and continuation as they come, whole characters only; gives back the text. What was
    /// written before an interruption is kept as `_`.
    private static func stream(
        _ request: Generation, _ model: any LanguageModel, _ words: Tokenizer, _ interpreter: Interpreter
    ) throws -> String {
        let output = interpreter.output
        var characters = CharacterStream()
        var text = "", done = 0
        func put(_ piece: String) {
            guard !piece.isEmpty else { return }
            text += piece
            output.write(Formatting.visible(piece))
        }
        // A model may know more ids than the tokenizer has words for.
        func bytes(_ id: Int) -> [UInt8] { (try? words.tokenBytes(id)) ?? Array("⟨\(id)⟩".utf8) }
        var isFirst = true
        func begin() {
            guard isFirst else { return }
            isFirst = false
            for id in request.prompt { put(characters.push(bytes(id))) }
        }
        func end() {
            put(characters.finish())
            if !text.isEmpty { output.write("\n") }
        }
        do {
            try request.run(model, interpreter) { token in
                begin()
                put(characters.push(bytes(token)))
                done += 1
            }
        } catch {
            end()
            if done > 0, ScriptError(error).isInterruption {
                try interpreter.session().keep(.string(text))
                output.note(
                    "stopped after \(Formatting.count(done, "token")) of "
                        + "\(Formatting.grouped(request.count)): _ is the text so far"
                )
            }
            throw error
        }
        begin()
        end()
        return text
    }

    // MARK: Losses

    /// Rows of scores and their targets, whatever axes stand in front: [B, T, V] and [B, T].
    private static func rows(_ command: String, _ scores: Tensor, _ targets: Tensor, _ name: String) throws
        -> (Tensor, Tensor)
    {
        guard scores.dtype.isFloatingPoint else {
            throw ScriptError(
                "TypeError", "\(command) wants \(name) that a model gave, these are \(scores.dtype.rawValue)",
                hint: "\(command)(model(X), Y)")
        }
        guard scores.rank >= 1, Array(scores.shape.dropLast()) == targets.shape else {
            let classes = max(1, scores.shape.last ?? 1)
            throw ScriptError(
                "ShapeError", "\(command) wants one target for each row of scores",
                details: [
                    "\(name) \(Shape.description(scores.shape))     Y \(Shape.description(targets.shape))"
                ],
                hint: scores.rank > 0 && targets.count == scores.count / classes
                    ? "\(command)(\(name).view(-1, \(classes)), Y.view(-1))"
                    : "X, Y = sampler.batch(); \(command)(model(X), Y)",
                exceptionClass: "RuntimeError")
        }
        return scores.rank == 2
            ? (scores, targets)
            : (try scores.reshape([-1, scores.shape.last ?? 1]), try targets.reshape([-1]))
    }

    static let nllLoss = Builtin(
        "nll_loss", group: "model",
        summary: "The mean negative log-likelihood of the targets, from log-probabilities.",
        Parameter<Tensor>("log_probs", "[B, T, V] or [N, V]"),
        Parameter<Tensor>("Y", "targets [B, T] or [N]"),
        returns: "Tensor without axes", example: "loss = nll_loss(model(X), Y)",
        pytorch: "loss = F.nll_loss(log_probs.view(-1, V), Y.view(-1))",
        formula: "−mean over i of log_probs[i, Y[i]]"
    ) { _, scores, targets -> Tensor in
        let (scores, targets) = try rows("nll_loss", scores, targets, "log_probs")
        return try scores.nllLoss(targets)
    }

    static let crossEntropy = Builtin(
        "cross_entropy", group: "model",
        summary: "Cross-entropy: the mean negative log-likelihood of the targets, from logits.",
        Parameter<Tensor>("logits", "[B, T, V] or [N, V]"), Parameter<Tensor>("Y", "targets [B, T] or [N]"),
        returns: "Tensor without axes", example: "loss = cross_entropy(model(X), Y)",
        pytorch: "loss = F.cross_entropy(logits.view(-1, V), Y.view(-1))",
        formula: "−mean over i of log_softmax(logits)[i, Y[i]]"
    ) { _, scores, targets -> Tensor in
        let (scores, targets) = try rows("cross_entropy", scores, targets, "logits")
        return try scores.crossEntropy(targets)
    }
}
