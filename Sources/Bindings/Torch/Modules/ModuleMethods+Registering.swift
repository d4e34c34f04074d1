import Language
import Neural
import Tensors

/// Methods that give a module something to keep: buffers, parameters, modules, hooks.
extension ModuleMethods {
    /// The name under which something is registered, checked in PyTorch's order and words.
    private static func registered(
        _ name: Value, _ what: String, in object: ModuleObject, _ part: ModuleSlots.Part, dotted: String = ""
    ) throws -> String {
        guard let text = name.text else {
            throw ScriptError("TypeError", "\(what) name should be a string. Got \(name.typeName)")
        }
        func clash() throws {
            let isTaken =
                try text == "forward" || Operations.attribute(object.scriptValue, Symbol(text)) != nil
            guard isTaken, try ModuleSlots.view(of: object, part).get(name) == nil else { return }
            throw ScriptError("KeyError", "attribute '\(text)' already exists")
        }
        if part == .modules { try clash() }
        if text.contains(".") { throw ScriptError("KeyError", "\(what) name can't contain \".\"\(dotted)") }
        if text.isEmpty { throw ScriptError("KeyError", "\(what) name can't be empty string \"\"") }
        if part != .modules { try clash() }
        return text
    }

    private static func addModule(_ object: ModuleObject, _ name: Value, _ value: Value) throws {
        guard try value.isNone || ModuleObject.from(value) != nil else {
            throw ScriptError("TypeError", "\(value.typeName) is not a Module subclass")
        }
        let text = try registered(
            name, "module", in: object, .modules, dotted: ", got: \(name.text ?? "")")
        if value.isNone { object.clear(child: text) } else { try object.register(child: text, value) }
    }

    static let registering: [Builtin] = [
        Builtin(
            "register_buffer", group: "torch.nn",
            summary: "Registers a buffer: a tensor of the module that is not trained.", target,
            anyName, Parameter<Value>("tensor", "the tensor, or None for one that comes later"),
            Parameter<Bool>("persistent", "whether state_dict() has it", default: true), returns: "None",
            example: "self.register_buffer('mask', torch.ones(3, 3).tril())",
            pytorch: "self.register_buffer(name, tensor)"
        ) { _, object, name, value, persistent -> Value in
            let text = try registered(name, "buffer", in: object, .buffers)
            var tensor: Tensor?
            if case .object(let given) = value { tensor = (given as? TensorObject)?.tensor }
            guard value.isNone || tensor != nil else {
                throw ScriptError(
                    "TypeError",
                    "cannot assign '\(value.typeName)' object to buffer "
                        + "'\(text)' (torch Tensor or None required)"
                )
            }
            object.module.register(buffer: text, tensor, isSaved: persistent)
            return .none
        },
        Builtin(
            "register_parameter", group: "torch.nn", summary: "Registers a parameter.", target,
            anyName,
            Parameter<Value>("param", "an nn.Parameter or None"), returns: "None",
            example: "self.register_parameter('w', nn.Parameter(x))",
            pytorch: "self.register_parameter(name, param)"
        ) { _, object, name, value -> Value in
            let text = try registered(name, "parameter", in: object, .parameters)
            guard let tensor = try Tensor?.from(value), tensor?.isParameter != false else {
                throw ScriptError(
                    "TypeError",
                    "cannot assign '\(value.typeName)' object to parameter '\(text)' "
                        + "(torch.nn.Parameter or None required)")
            }
            object.module.put(parameter: text, tensor)
            return .none
        },
        Builtin(
            "add_module", group: "torch.nn", summary: "Registers a submodule.", target, anyName,
            Parameter<Value>("module", "the module, or None"), returns: "None",
            example: "self.add_module('head', nn.Linear(4, 4))", pytorch: "self.add_module(name, module)"
        ) { _, object, name, value -> Value in
            try addModule(object, name, value)
            return .none
        },
        Builtin(
            "register_module", group: "torch.nn", summary: "Registers a submodule.", target, anyName,
            Parameter<Value>("module", "the module, or None"), returns: "None",
            example: "self.register_module('head', nn.Linear(4, 4))",
            pytorch: "self.register_module(name, module)"
        ) { _, object, name, value -> Value in
            try addModule(object, name, value)
            return .none
        },
    ]

    private static let withKeywords = Parameter<Bool>(
        "with_kwargs", "whether it gets the keyword arguments too", default: false, .keywordOnly)
    private static let first = Parameter<Bool>(
        "prepend", "whether it comes before the other hooks", default: false, .keywordOnly)

    static let hooks: [Builtin] = [
        Builtin(
            "register_forward_hook", group: "torch.nn",
            summary: "Calls a function after each forward pass of this module.", target, hook, first,
            withKeywords,
            returns: "a handle with remove()",
            example: "h = model.register_forward_hook(lambda m, x, y: print(y.shape))",
            pytorch: "module.register_forward_hook(hook)"
        ) { _, object, hook, first, keywords in
            try HookHandle.add(hook, to: object, \.forwardHooks, takesKeywords: keywords, first: first)
        },
        Builtin(
            "register_forward_pre_hook", group: "torch.nn",
            summary: "Calls a function before each forward pass of this module.", target, hook, first,
            withKeywords,
            returns: "a handle with remove()",
            example: "h = model.register_forward_pre_hook(lambda m, x: None)",
            pytorch: "module.register_forward_pre_hook(hook)"
        ) { _, object, hook, first, keywords in
            try HookHandle.add(hook, to: object, \.preHooks, takesKeywords: keywords, first: first)
        },
        Builtin(
            "register_full_backward_hook", group: "torch.nn",
            summary: "Calls a function when backward has the gradients of this module's inputs.", target,
            hook, first,
            returns: "a handle with remove()",
            example: "h = model.register_full_backward_hook(lambda m, dx, dy: print(dy[0].norm()))",
            pytorch: "module.register_full_backward_hook(hook)"
        ) { _, object, hook, first in
            try HookHandle.add(hook, to: object, \.backwardHooks, first: first)
        },
    ]
}
