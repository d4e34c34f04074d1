import Bindings
import Disk
import Foundation
import Language
import Presentation
import TorchSources
import Text

/// `transformers`: Hugging Face's names for GPT-2. The model and the schedules are written in the language,
/// over `torch`; the tokenizer is the lab's own.
enum TransformersModule {
    static func install(in interpreter: Interpreter) {
        interpreter.register(module: "_tokenizers") { tokenizers() }
        interpreter.register(
            module: "transformers", source: TorchSources.transformers,
            completing: { module in
                module.resolveMissing = { name in
                    if name.hasPrefix("__") { return nil }
                    throw missing(name)
                }
            })
        for part in ["optimization", "modeling_outputs", "generation", "trainer_utils", "models.gpt2"] {
            interpreter.register(inner: ["transformers." + part], of: "transformers")
        }
        interpreter.register(
            inner: ["models", "models.gpt2.modeling_gpt2", "models.gpt2.configuration_gpt2"].map {
                "transformers." + $0
            },
            of: "transformers")
    }

    /// Names that are not here, and what is near.
    private static let near = [
        "pipeline": "model.generate(**tokenizer(text, return_tensors='pt'))",
        "Trainer": "a loop of one's own, or the lab's Trainer(model, optimizer, sampler)",
        "TrainingArguments": "a loop of one's own, or the lab's Trainer(model, optimizer, sampler)",
        "DataCollatorForLanguageModeling": "tokenizer(texts, padding=True, return_tensors='pt')",
        "AdamW": "torch.optim.AdamW", "GPT2ForSequenceClassification": "GPT2Model, with a nn.Linear on top",
        "AutoModelForSequenceClassification": "AutoModel, with a nn.Linear on top",
        "BitsAndBytesConfig": "model.to(torch.bfloat16)",
    ]

    private static func missing(_ name: String) -> ScriptError {
        ScriptError(
            "AttributeError",
            "transformers.\(name) is not here: transformers has GPT-2, its tokenizer and the schedules",
            hint: near[name]
                ?? (name.contains("Model") || name.contains("LM") ? "GPT2LMHeadModel, GPT2Model" : nil))
    }

    private static func tokenizers() -> ModuleValue {
        let module = ModuleValue("_tokenizers", documentation: "Hugging Face's names for GPT-2's tokenizer.")
        for name in ["GPT2Tokenizer", "GPT2TokenizerFast", "AutoTokenizer"] {
            let type = ScriptClass(name)
            type.module = "transformers"
            type.setAttribute("from_pretrained", .builtin(pretrained))
            module[name] = .type(type)
        }
        module["_weights"] = .builtin(weights)
        return module
    }

    private static let weights = Builtin(
        "_weights", group: "data", summary: "Finds the folder with GPT-2's own weights on this machine.",
        Parameter<String>("name", "\"gpt2\" and its larger sisters"), returns: "str or None",
        example: "_weights('gpt2')", pytorch: "huggingface_hub.snapshot_download('gpt2')"
    ) { interpreter, name -> String? in
        try PublishedWeights.named(name).flatMap {
            try interpreter.session().configuration.library.weightsFolder($0)
        }
    }

    private static let pretrained = Builtin(
        "from_pretrained", group: "data",
        summary: "Gives GPT-2's tokenizer, or one of its kind from a folder.",
        Parameter<String>("name", "\"gpt2\", another model with the same tokens, or a folder"),
        Parameter<Value>(
            "options", "roles of tokens such as pad_token, and sides", default: .none, .keywords),
        returns: "Tokenizer",
        example: "GPT2Tokenizer.from_pretrained('gpt2')", pytorch: "GPT2Tokenizer.from_pretrained('gpt2')"
    ) { interpreter, name, options -> TokenizerObject in
        let known = ["gpt2", "gpt2-medium", "gpt2-large", "gpt2-xl", "distilgpt2"]
        let object: TokenizerObject
        if known.contains(name.replacingOccurrences(of: "openai-community/", with: "")) {
            object = try interpreter.session().tokenizer.fresh()
        } else if let place = try? FilePath.expanded(name), FilePath.isFolder(place) {
            object = try TokenizerFolder(place).tokenizer()
        } else {
            throw ScriptError(
                "OSError", "there is no tokenizer '\(Formatting.visible(name))' here",
                details: [
                    "known: " + known.joined(separator: ", "),
                    "or a folder with merges.txt or tokenizer.json",
                ],
                hint: "'gpt2'")
        }
        if case .dict(let dict) = options {
            for (key, value) in dict.pairs {
                guard let key = key.text, TokenizerFolder.settable.contains(key) else { continue }
                try object.setAttribute(key, value)
            }
        }
        return object
    }
}

/// A folder that Hugging Face's `save_pretrained` wrote for a tokenizer of GPT-2's kind.
private struct TokenizerFolder {
    /// What may be set where a tokenizer is made.
    static let settable: Set<String> = [
        "pad_token", "eos_token", "bos_token", "unk_token", "padding_side", "truncation_side",
        "model_max_length",
    ]
    private let folder: String

    init(_ folder: String) { self.folder = folder }

    private func content(_ name: String) throws -> [UInt8]? {
        do { return try ReadableFile(folder + "/" + name).all(limit: 256 << 20) } catch let error as FileError
            where error.reason == .notFound
        { return nil }
    }

    private func json(_ name: String) throws -> StrictJSON? {
        guard let bytes = try content(name) else { return nil }
        do { return try StrictJSON(bytes) } catch let error as StrictJSON.Broken {
            throw ScriptError("ValueError", "'\(folder)/\(name)' is no JSON: \(error.reason)")
        }
    }

    /// - Throws: OSError for a folder without a tokenizer, NotImplementedError for one of another kind.
    func tokenizer() throws -> TokenizerObject {
        let whole = try json("tokenizer.json")
        var merges = try content("merges.txt") ?? content("vocab.bpe")
        if merges == nil, let model = whole?["model"] {
            guard model["type"]?.text == "BPE", let rows = model["merges"]?.elements else { throw other() }
            let lines = try rows.map { row -> String in
                if let text = row.text { return text }
                guard let parts = row.elements, parts.count == 2, let left = parts[0].text,
                    let right = parts[1].text
                else { throw other() }
                return left + " " + right
            }
            merges = Array(("#version: 0.2\n" + lines.joined(separator: "\n") + "\n").utf8)
        }
        guard let merges else {
            throw ScriptError(
                "OSError", "'\(folder)' has no merges.txt and no tokenizer.json",
                hint: "a folder of save_pretrained")
        }
        let name = (folder as NSString).lastPathComponent
        // A vocabulary that lacks the end of a text gets it as an added token, behind its own.
        let end = "<|endoftext|>"
        let words = try json("vocab.json") ?? whole?["model"]?["vocab"]
        let isAdded = words.map { $0[end] == nil } ?? false
        let tokenizer = try Tokenizer(name: name, mergesFile: merges, specialTokens: isAdded ? [] : [end])
        try check(tokenizer, words)
        let object = TokenizerObject(tokenizer)
        if isAdded { object.added[end] = tokenizer.vocabularySize }
        object.roles = [
            "bos_token": "<|endoftext|>", "eos_token": "<|endoftext|>", "unk_token": "<|endoftext|>",
        ]
        object.longest = 1024
        for part in [try json("tokenizer_config.json"), try json("special_tokens_map.json")] {
            guard case .object(let pairs)? = part else { continue }
            for (key, value) in pairs where Self.settable.contains(key) {
                guard let text = value.text ?? value["content"]?.text else {
                    if key == "model_max_length", let count = value.count { object.longest = count }
                    continue
                }
                try object.setAttribute(key, .string(text))
            }
        }
        return object
    }

    private func other() -> ScriptError {
        ScriptError(
            "NotImplementedError",
            "the tokenizer in '\(folder)' is not of GPT-2's kind, which is the one that is here",
            hint: "GPT2Tokenizer.from_pretrained('gpt2')")
    }

    /// Whether its words have the numbers that GPT-2's way of counting gives them.
    private func check(_ tokenizer: Tokenizer, _ words: StrictJSON?) throws {
        guard case .object(let pairs)? = words else { return }
        for (word, number) in pairs {
            guard let id = number.count else { throw other() }
            let known =
                tokenizer.specialTokens[word]
                ?? Tokenizer.bytes(ofVisible: word).flatMap { tokenizer.id(ofToken: $0) }
            guard known == id else { throw other() }
        }
    }
}
