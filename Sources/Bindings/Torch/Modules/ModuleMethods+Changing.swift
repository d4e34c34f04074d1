import Language
import Neural
import PythonLibrary
import Tensors

/// Methods that change a module or its parameters: numbers, modes, gradients. Types and
/// devices are in `ModuleConversions`.
extension ModuleMethods {
    static let changing: [Builtin] =
        [
            Builtin(
                "load_state_dict", group: "torch.nn",
                summary: "Copies parameters and buffers from a state dict.", target,
                Parameter<Value>("state_dict", "a dict of tensors by path"),
                Parameter<Bool>("strict", "whether all paths must agree", default: true),
                returns: "a note", example: "model.load_state_dict(torch.load(path))",
                pytorch: "model.load_state_dict(state)"
            ) { _, object, state, strict in
                guard case .dict(let dict) = state else {
                    throw ScriptError(
                        "TypeError", "Expected state_dict to be dict-like, got \(state.typeName).")
                }
                var tensors: [String: Tensor] = [:]
                for (key, value) in dict.pairs {
                    guard let name = key.text, let tensor = try Tensor.from(value) else {
                        throw ScriptError(
                            "RuntimeError",
                            "a state dict holds tensors by name; this one holds a \(value.typeName)")
                    }
                    tensors[name] = tensor
                }
                return IncompatibleKeys.value(
                    try object.module.loadStateDictionary(
                        tensors, strict: strict, order: dict.pairs.compactMap(\.0.text)))
            },
            Builtin(
                "train", group: "torch.nn",
                summary: "Switches to training mode: dropout is on, batch norms use each batch.", target,
                Parameter<Bool>("mode", "False is the same as eval()", default: true), returns: "the module",
                example: "model.train()",
                pytorch: "model.train()"
            ) { _, object, mode in
                object.module.train(mode)
                return object
            }.raisingWrongTypes(as: "ValueError"),
            Builtin(
                "eval", group: "torch.nn",
                summary: "Switches to evaluation mode: dropout does nothing, "
                    + "batch norms use their running averages.",
                target,
                returns: "the module", example: "model.eval()",
                pytorch: "model.eval()"
            ) { _, object in
                object.module.eval()
                return object
            },
            Builtin(
                "zero_grad", group: "torch.nn", summary: "Clears all gradients.", target,
                Parameter<Bool>("set_to_none", "or sets them to zero", default: true), returns: "None",
                example: "model.zero_grad(set_to_none=True)",
                pytorch: "model.zero_grad(set_to_none=True)"
            ) { _, object, none -> Value in
                try object.module.zeroGrad(setToNone: none)
                return .none
            },
            Builtin(
                "requires_grad_", group: "torch.nn",
                summary: "Turns the gradients of all parameters on or off.", target,
                Parameter<Bool>("requires_grad", "True or False", default: true), returns: "the module",
                example: "model.requires_grad_(False)",
                pytorch: "model.requires_grad_(False)"
            ) { _, object, flag in
                try object.module.requireGrad(flag)
                return object
            },
            Builtin(
                "apply", group: "torch.nn",
                summary: "Calls a function with every submodule, then with this module.", target,
                Parameter<Value>("fn", "a function of a module"), returns: "the module",
                example: "model.apply(initialise)",
                pytorch: "model.apply(fn)"
            ) { interpreter, object, function in
                func visit(_ value: Value) throws {
                    guard let object = try ModuleObject.from(value) else { return }
                    for (_, child) in object.childList { try visit(child) }
                    _ = try Operations.call(function, Arguments([value]), interpreter)
                }
                try visit(object.scriptValue)
                return object
            },
        ]
}

/// What load_state_dict() gives: the names that did not match.
private enum IncompatibleKeys {
    private static let kind = TupleKind(
        "_IncompatibleKeys", fields: ["missing_keys", "unexpected_keys"]
    ) { elements in
        if try elements.allSatisfy({ try Operations.length($0) == 0 }) {
            return "<All keys matched successfully>"
        }
        return
            "_IncompatibleKeys(missing_keys=\(try elements[0].repr()), "
            + "unexpected_keys=\(try elements[1].repr()))"
    }

    static func value(_ keys: (missing: [String], unexpected: [String])) -> Value {
        .tuple(
            TupleValue(
                [.list(keys.missing.map(Value.string)), .list(keys.unexpected.map(Value.string))], kind: kind)
        )
    }
}
