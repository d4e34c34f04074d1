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
