import Language
import Tensors

/// The module `torch.utils.checkpoint`.
enum CheckpointModule {
    package static func make() -> ModuleValue {
        let module = ModuleValue(
            "torch.utils.checkpoint", documentation: "Computing again instead of keeping.",
            commands: [checkpoint])
        MissingNames.explain(in: module)
        return module
    }

    static let checkpoint = Builtin(
        "checkpoint", group: "torch.utils",
        summary: "Calls a function and keeps only its inputs; backward() calls it again for what it needs.",
        Parameter<Value>("function", "what is computed, such as a block of a model; it gives one tensor"),
        Parameter<[Value]>("args", "its arguments", default: [], .variadic),
        Parameter<Bool?>("use_reentrant", "makes no difference here", default: nil, .keywordOnly),
        Parameter<Bool>(
            "preserve_rng_state", "draws the same random numbers the second time", default: true, .keywordOnly
        ),
        returns: "what the function gave",
        example: "torch.utils.checkpoint.checkpoint(torch.tanh, x, use_reentrant=False)",
        pytorch: "torch.utils.checkpoint.checkpoint(block, x, use_reentrant=False)"
    ) { interpreter, function, values, _, preserves -> Tensor in
        let places = try values.indices.filter { try Tensor.from(values[$0]) != nil }
        let inputs = try places.compactMap { try Tensor.from(values[$0]) }
        return try Tensor.checkpoint(inputs, preservingRandomState: preserves) { tensors in
            var arguments = values
            for (place, tensor) in zip(places, tensors) { arguments[place] = tensor.scriptValue }
            let result = try Operations.call(function, Arguments(arguments), interpreter)
            guard let tensor = try Tensor.from(result) else {
                throw ScriptError(
                    "TypeError",
                    "checkpoint() wants a function that gives one tensor, this one gave \(result.typeName)",
                    hint: "a checkpoint for each of the results")
            }
            return tensor
        }
    }
}
