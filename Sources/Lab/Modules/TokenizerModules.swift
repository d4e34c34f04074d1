import Bindings
import Language
import Presentation

/// `tiktoken`: GPT-2's tokenizer under its names.
enum TokenizerModules {
    static func install(in interpreter: Interpreter) {
        interpreter.register(module: "tiktoken") { tiktoken() }
    }

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
