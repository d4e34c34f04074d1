import Bindings
import Foundation
import GPT
import Language
import Neural
import Presentation
import Tensors
import Text
import Training

/// Model 5 or GPT-2 as a value: everything a module can, and trace, loss, generate, save.
public final class ModelObject: ModuleObject {
    public var model: GPT {
        guard let model = module as? GPT else { preconditionFailure("made from a GPT alone") }
        return model
    }

    public convenience init(_ model: GPT) { self.init(model, model.typeName) }

    public required init(_ module: Module, _ className: String) { super.init(module, className) }

    public override func wholeCopy() throws -> ModuleObject? {
        let copy = try GPT(model.configuration)
        try copy.loadStateDictionary(
            Dictionary(uniqueKeysWithValues: model.stateDictionary().map { ($0.name, $0.tensor) }))
        return ModelObject(copy)
    }

    public override class var scriptName: String { "model (Model5 or GPT2)" }
    public override var scriptClass: ScriptClass? {
        ModelObject.classes[typeName] ?? ModelObject.nativeType.scriptClass
    }
    public override var typeName: String { model.configuration.name }

    public override func getAttribute(_ name: String) throws -> Value? {
        if let own = try ModelObject.nativeType.get(self, name) { return own }
        return try super.getAttribute(name)
    }
    public override func setAttribute(_ name: String, _ value: Value) throws {
        if try ModelObject.nativeType.get(self, name) != nil {
            return try ModelObject.nativeType.set(self, name, value)
        }
        try super.setAttribute(name, value)
    }
    public override var attributeNames: [String] {
        ModelObject.nativeType.propertyNames + super.attributeNames
    }

    /// One line with the sizes, then the tree of modules as PyTorch prints it.
    public override func repr() throws -> String {
        let c = model.configuration
        return
            "\(module.description)\n\(Formatting.grouped(c.parameterCount)) parameters, "
            + "seq_len=\(c.context), tied=\"\(c.tied.rawValue)\""
    }

    /// `type(model)`: what the model prints itself as.
    private static let classes: [String: ScriptClass] = [GPTConfiguration.model5, .gpt2].reduce(into: [:]) {
        $0[$1.name] = ScriptClass($1.name, bases: [nativeType.scriptClass])
    }

    private static let this: Parameter<ModelObject> = receiver("the model")

    /// - Throws: IndexError for an id that the model has no row for; the engine's own
    ///   message comes later and says less.
    static func check(_ ids: Tensor, _ model: GPT) throws {
        guard ids.dtype == .int64 || ids.dtype == .int32 else {
            throw ScriptError(
                "TypeError", "\(model.typeName) reads token ids, this tensor holds \(ids.dtype.rawValue)",
                hint: "X, Y = sampler.batch(); model(X)")
        }
        guard ids.count > 0 else { return }
        let (largest, smallest) = try Observation.suspended {
            (try ids.amax().item().int, try ids.amin().item().int)
        }
        let size = model.configuration.vocabularySize
        guard largest < size, smallest >= 0 else {
            throw ScriptError(
                "IndexError",
                "token id \(largest < size ? smallest : largest) "
                    + "is past the model's vocabulary of 0 to \(size - 1)",
                hint: largest < size
                    ? "ids are 0 or more"
                    : "a model with n_vocab=\(largest + 1) or more, or the tokenizer it was made for")
        }
    }

    public static let nativeType = NativeType<ModelObject>(
        ScriptClass("GPT", bases: [ModuleTypes.base]),
        properties: [
            .init(
                "n_vocab", "V, tokens in the vocabulary.",
                get: { .int($0.model.configuration.vocabularySize) }),
            .init(
                "embed_dim", "E, the width of the residual stream.",
                get: { .int($0.model.configuration.width) }),
            .init("n_blocks", "L, transformer blocks.", get: { .int($0.model.configuration.blocks) }),
            .init("n_heads", "H, attention heads in a block.", get: { .int($0.model.configuration.heads) }),
            .init("seq_len", "T, the longest sequence.", get: { .int($0.model.configuration.context) }),
            .init(
                "tied", "How the head is tied to the embedding: lecture, shared or none.",
                get: { .string($0.model.configuration.tied.rawValue) }),
            .init(
                "n_parameters", "The number of distinct parameters that are trained.",
                get: { .int($0.model.configuration.parameterCount) }),
        ],
        methods: [
            Builtin(
                "forward", group: "model",
                summary: "Reads token ids and gives log-probabilities (Model5) or logits (GPT2) of the next "
                    + "token at each place.",
                this, Parameter<Tensor>("ids", "[B, T] token ids"), returns: "Tensor [B, T, V]",
                example: "log_probs = model(X)",
                pytorch: "log_probs = model(X)", formula: "log_softmax(logits / √E), logits = x·wteᵀ"
            ) { _, object, ids -> Tensor in
                try check(ids, object.model)
                return try object.model(ids)
            },
            Builtin(
                "trace", group: "inside",
                summary: "Runs the model and keeps every intermediate result under its name.", this,
                Parameter<Tensor>("ids", "[B, T] token ids"), returns: "Trace",
                example: "trace = model.trace(X)",
                pytorch: "hooks with module.register_forward_hook(…)"
            ) { _, object, ids -> TraceObject in
                try TraceObject(of: object.model, ids)
            },
            Builtin(
                "loss", group: "model",
                summary: "The mean loss over a batch, without ever holding all its logits.", this,
                Parameter<Tensor>("X", "[B, T] token ids"), Parameter<Tensor>("Y", "[B, T] targets"),
                returns: "Tensor without axes", example: "model.loss(X, Y)",
                pytorch: "F.nll_loss(model(X).view(-1, V), Y.view(-1))", formula: "−mean log p(Y | X)"
            ) { _, object, x, y -> Tensor in
                try check(x, object.model)
                try check(y, object.model)
                return try object.model.loss(x, y)
            },
            Builtin(
                "generate", group: "model", summary: "Continues token ids, one token at a time.", this,
                Parameter<TokenIDs>("ids", "the tokens to begin with"), Generation.Parameters.count,
                Generation.Parameters.temperature,
                Generation.Parameters.topK, Generation.Parameters.topP, Generation.Parameters.seed,
                Generation.Parameters.weights,
                Generation.Parameters.window,
                returns: "Tensor [1, tokens given + n]", example: "model.generate(X[0, :4], 3, seed=0)",
                pytorch: "model.generate(ids, max_new_tokens=n)"
            ) {
                interpreter, object, prompt, count, temperature, topK, topP, seed, weights, window -> Tensor
                in
                let request = Generation(
                    prompt: prompt.ids, count: count,
                    options: SamplingOptions(temperature: temperature, topK: topK, topP: topP), seed: seed,
                    weights: weights, window: window)
                let all = prompt.ids + (try request.run(object.model, interpreter))
                return try Tensor(all.map(Int64.init), [1, all.count])
            },
            Builtin(
                "save", group: "model", summary: "Saves the parameters to a safetensors file.", this,
                Parameter<String>("path", "the file, ending in .safetensors"), returns: "None",
                example: "model.save(\"model.safetensors\")",
                pytorch: "torch.save(model.state_dict(), path)"
            ) { interpreter, object, path -> Value in
                let url = try Files.destination(
                    path, endings: ["safetensors"], what: "a model", interpreter)
                try Checkpoint.save(object.model, to: url)
                return .none
            },
            Builtin(
                "save_pretrained", group: "model",
                summary: "Writes a folder that transformers loads: config.json, model.safetensors, and the "
                    + "tokenizer's files.",
                this, Parameter<String>("folder", "made if it is not there"),
                Parameter<AnyTokenizer?>(
                    "tokenizer", "the variable tokenizer if left out, where the model has its vocabulary",
                    default: nil),
                returns: "None", example: "model.save_pretrained(\"gulliver-gpt2\")",
                pytorch: "model.save_pretrained(folder); tokenizer.save_pretrained(folder)"
            ) { interpreter, object, folder, tokenizer -> Value in
                let place = try Files.folder(folder, what: "a model", interpreter)
                for remark in try object.model.savePretrained(place) { interpreter.output.note(remark) }
                let c = object.model.configuration
                let words =
                    try tokenizer?.tokenizer(interpreter)
                    ?? interpreter.session().tokenizerAtHand(vocabulary: c.vocabularySize)
                guard let words, tokenizer != nil || words.vocabularySize == c.vocabularySize else {
                    interpreter.output.note(
                        "without a tokenizer: save_pretrained(folder, tokenizer=…) writes its files as well")
                    return .none
                }
                try words.savePretrained(place, longest: c.context)
                return .none
            },
        ])
}

extension ModelObject: SummarisedProperties {
    package var summary: String { "A GPT-2 style model: call it with token ids." }
    package func propertySummary(_ name: String) -> String? {
        if let own = Self.nativeType.summary(of: name) { return own }
        if let child = module.children.first(where: { $0.name == name }) { return child.module.typeName }
        return name == "training" ? "Whether the model is in training mode." : nil
    }
}
