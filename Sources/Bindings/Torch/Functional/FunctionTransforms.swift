import Language
import Tensors

/// `torch.compile`: a function of functions.
enum FunctionTransforms {
    static let functions: [Builtin] = [
        Builtin(
            "compile", group: "torch",
            summary: "The model itself: there is nothing to compile here, and results are the same.",
            Parameter<Value>("model", "a model or function"),
            Parameter<Value>(
                "options", "mode, fullgraph, dynamic, backend and their like: how PyTorch would compile",
                .keywords),
            returns: "the model", example: "model = torch.compile(model)", pytorch: "torch.compile(model)"
        ) { _, model, options -> Value in
            try checkCompiling(options)
            guard Operations.isCallable(model) else {
                throw ScriptError(
                    "AssertionError", "A callable function is expected, but \(model.typeName) is provided.",
                    hint: "torch.compile(model)")
            }
            return model
        }
    ]

    /// - Throws: TypeError and RuntimeError for what `torch.compile` does not take.
    private static func checkCompiling(_ options: Value) throws {
        guard case .dict(let named) = options else { return }
        let known = ["fullgraph", "dynamic", "backend", "mode", "options", "disable"]
        let modes = ["default", "lite", "reduce-overhead", "max-autotune-no-cudagraphs", "max-autotune"]
        for (key, value) in named.pairs {
            let word = key.text ?? ""
            guard known.contains(word) else {
                let meant = Suggestions.best(for: word, among: known).map { ". Did you mean '\($0)'?" } ?? ""
                throw ScriptError(
                    "TypeError", "compile() got an unexpected keyword argument '\(word)'\(meant)")
            }
            if word == "mode", !value.isNone, !modes.contains(value.text ?? "") {
                throw ScriptError(
                    "RuntimeError",
                    "Unrecognized mode=\(try value.str()), should be one of: \(modes.joined(separator: ", "))"
                )
            }
        }
    }
}
