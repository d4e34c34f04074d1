import Bindings
import Language
import Presentation

/// `transformers` and `tiktoken`: GPT-2's tokenizer under the names of both.
enum TokenizerModules {
    static func install(in interpreter: Interpreter) {
        interpreter.register(module: "transformers") { transformers() }
        interpreter.register(module: "tiktoken") { tiktoken() }
    }

    // MARK: transformers

    private static func transformers() -> ModuleValue {
        let module = ModuleValue("transformers", documentation: "Hugging Face's names for GPT-2's tokenizer.")
        for name in ["GPT2Tokenizer", "GPT2TokenizerFast", "AutoTokenizer"] {
            let type = ScriptClass(name)
            type.setAttribute("from_pretrained", .builtin(pretrained))
            module[name] = .type(type)
        }
        module.resolveMissing = { name in
            if name.hasPrefix("__") { return nil }
            throw ScriptError(
                "AttributeError", "transformers.\(name) is not here: transformers has GPT-2's tokenizer only",
                hint: name.contains("Model")
                    ? "GPT2() makes the model, load_model(folder) reads one that save_pretrained wrote"
                    : "from transformers import GPT2Tokenizer")
        }
        return module
    }

    private static let pretrained = Builtin(
        "from_pretrained", group: "data", summary: "Gives GPT-2's tokenizer.",
        Parameter<String>("name", "\"gpt2\", or another model with the same tokens"), returns: "Tokenizer",
        example: "GPT2Tokenizer.from_pretrained('gpt2')", pytorch: "GPT2Tokenizer.from_pretrained('gpt2')"
    ) { interpreter, name -> TokenizerObject in
        let known = ["gpt2", "gpt2-medium", "gpt2-large", "gpt2-xl", "distilgpt2"]
        guard known.contains(name.replacingOccurrences(of: "openai-community/", with: "")) else {
            throw ScriptError(
                "OSError", "there is no tokenizer '\(Formatting.visible(name))' here",
                details: ["known: " + known.joined(separator: ", ")],
                hint: "'gpt2'")
        }
        return try interpreter.session().tokenizer.fresh()
    }

    // MARK: tiktoken

    /// The encodings over GPT-2's merges.
    private static let encodings = ["gpt2", "r50k_base"]

    private static func tiktoken() -> ModuleValue {
        let module = ModuleValue(
            "tiktoken", documentation: "GPT-2's tokenizer under tiktoken's names.",
            commands: [encoding, forModel, names])
        module["Encoding"] = .type(EncodingObject.nativeType.scriptClass)
        return module
    }

    private static let encoding = Builtin(
        "get_encoding", group: "tiktoken",
        summary: "Gives GPT-2's tokens with tiktoken's rules for special tokens.",
        Parameter<String>("encoding_name", "\"gpt2\" or \"r50k_base\""), returns: "Encoding",
        example: "tiktoken.get_encoding('gpt2')", pytorch: "tiktoken.get_encoding('gpt2')"
    ) { interpreter, name -> EncodingObject in
        guard encodings.contains(name) else {
            throw ScriptError(
                "ValueError", "Unknown encoding \(Formatting.visible(name)): only GPT-2's is here",
                details: ["known: " + encodings.joined(separator: ", ")],
                hint: "tiktoken.get_encoding('gpt2')")
        }
        return EncodingObject(name, try interpreter.session().tokenizer)
    }

    private static let forModel = Builtin(
        "encoding_for_model", group: "tiktoken", summary: "Gives the encoding of a model: GPT-2's.",
        Parameter<String>("model_name", "\"gpt2\""), returns: "Encoding",
        example: "tiktoken.encoding_for_model('gpt2')",
        pytorch: "tiktoken.encoding_for_model('gpt2')"
    ) { interpreter, name -> EncodingObject in
        guard ["gpt2", "gpt-2"].contains(name) else {
            throw ScriptError(
                "KeyError",
                "'Could not automatically map \(Formatting.visible(name)) to a tokeniser that is here.'",
                hint: "tiktoken.get_encoding('gpt2')")
        }
        return EncodingObject("gpt2", try interpreter.session().tokenizer)
    }

    private static let names = Builtin(
        "list_encoding_names", group: "tiktoken", summary: "The names of the encodings that are here.",
        returns: "list of str",
        example: "tiktoken.list_encoding_names()", pytorch: "tiktoken.list_encoding_names()"
    ) { _ -> Value in .list(encodings.map(Value.string)) }
}
