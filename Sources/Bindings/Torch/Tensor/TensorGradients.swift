import Language
import Tensors

/// Gradients.
enum TensorGradients {
    private static let target: Parameter<TensorObject> = receiver("the tensor")

    static let methods: [Builtin] = [
        Builtin(
            "backward", group: "torch",
            summary: "Computes the gradient of this number for every leaf that asked for it.", input,
            Parameter<Tensor?>(
                "gradient", "the gradient with respect to this tensor; 1 for one element", default: nil),
            Parameter<Bool?>(
                "retain_graph", "keeps the graph for another backward(); None: as create_graph says",
                default: nil),
            Parameter<Bool>(
                "create_graph", "gives gradients that can be differentiated themselves", default: false),
            Parameter<Value>("inputs", "the only tensors whose .grad is added to", default: .none),
            returns: "None; gradients are in x.grad",
            example: "loss.backward()", pytorch: "loss.backward()", formula: "x.grad += ∂loss/∂x"
        ) { interpreter, x, gradient, keep, create, inputs -> Value in
            try AutogradModules.backward([(x, gradient)], keep, create, inputs, interpreter)
            return .none
        },
        Builtin(
            "requires_grad_", group: "torch", summary: "Turns the gradient of this tensor on or off.",
            target,
            Parameter<Bool>("requires_grad", "True or False", default: true), returns: "the tensor itself",
            example: "x.requires_grad_()",
            pytorch: "x.requires_grad_()"
        ) { _, x, flag in
            try x.tensor.requireGrad(flag)
            return x
        },
        Builtin(
            "retain_grad", group: "torch", summary: "Keeps the gradient of a tensor that is not a leaf.",
            input, returns: "None",
            example: "x.retain_grad()", pytorch: "x.retain_grad()"
        ) { _, x -> Value in
            try x.retainGrad()
            return .none
        },
        Builtin(
            "detach_", group: "torch", summary: "Detaches the tensor from the recorded computation.", target,
            returns: "the tensor itself", example: "x.detach_()", pytorch: "x.detach_()"
        ) { _, x in
            x.tensor.forgetRecording()
            return x
        },
        Builtin(
            "register_hook", group: "torch",
            summary:
                "Calls a function with this tensor's gradient; what it returns, if anything, replaces it.",
            input,
            Parameter<Value>("hook", "a function of the gradient"), returns: "a handle with remove()",
            example: "x.register_hook(lambda g: g * 2)", pytorch: "x.register_hook(hook)"
        ) { interpreter, x, function in
            try registered(.before, function, on: x, interpreter)
        },
        Builtin(
            "register_post_accumulate_grad_hook", group: "torch",
            summary: "Calls a function with this leaf when backward() has added to its .grad.", input,
            Parameter<Value>("hook", "a function of the leaf"), returns: "a handle with remove()",
            example: "w.register_post_accumulate_grad_hook(lambda p: print(p.grad.norm()))",
            pytorch: "w.register_post_accumulate_grad_hook(hook)"
        ) { interpreter, x, function in
            try registered(.after, function, on: x, interpreter)
        },
    ]

    private static func registered(
        _ time: GradientHook.Time, _ function: Value, on x: Tensor, _ interpreter: Interpreter
    ) throws -> HookHandle {
        try HookHandle.check(function)
        let hook = GradientHook(time) { [unowned interpreter] told in
            let changed = try Operations.call(function, Arguments([told.scriptValue]), interpreter)
            if changed.isNone { return nil }
            guard time == .before else {
                throw ScriptError(
                    "RuntimeError", "post accumulate grad hooks should return None.",
                    hint: "x.register_hook(hook) changes a gradient")
            }
            guard let tensor = try Tensor.from(changed) else {
                throw ScriptError("TypeError", "a hook gives a Tensor or None, not \(changed.typeName)")
            }
            return tensor
        }
        try x.register(hook)
        return HookHandle { hook.remove() }
    }
}
