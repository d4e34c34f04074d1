import Language
import Neural
import PythonLibrary
import Tensors

/// The methods of `nn.Module`.
enum ModuleMethods {
    private static let target = Parameter<ModuleObject>("self", "the module", .positionalOnly)
    private static let recurse = Parameter<Bool>("recurse", "also of the modules below", default: true)
    private static let prefix = Parameter<String>("prefix", "put before each name", default: "")
    private static let anyName = Parameter<Value>("name", "the attribute's name")
    private static let hook = Parameter<Value>("hook", "a function")

    /// A lazy list, as Python's generators are.
    private static func generator(_ values: [Value]) -> Value {
        .object(StatefulIterator("generator", values[...], holding: Array.init) { $0.state.popFirst() })
    }

    private static func pair(_ name: String, _ value: Value) -> Value { .tuple([.string(name), value]) }

    /// This module and everything below it with their paths, each once.
    private static func walk(_ object: ModuleObject, _ path: String) throws -> [(path: String, value: Value)]
    {
        var seen = Set<ObjectIdentifier>()
        func visit(_ path: String, _ value: Value) throws -> [(path: String, value: Value)] {
            guard let object = try ModuleObject.from(value),
                seen.insert(ObjectIdentifier(object.module)).inserted
            else { return [] }
            return [(path, value)]
                + (try object.childList.flatMap {
                    try visit(path.isEmpty ? $0.name : path + "." + $0.name, $0.value)
                })
        }
        return try visit(path, object.scriptValue)
    }

    private static func parameters(_ object: ModuleObject, _ prefix: String, _ recurse: Bool) -> [(
        name: String, parameter: Tensor
    )] {
        if recurse { return object.module.namedParameters(prefix) }
        return object.module.ownParameters.map {
            (prefix.isEmpty ? $0.name : prefix + "." + $0.name, $0.parameter)
        }
    }

    private static func buffers(_ object: ModuleObject, _ prefix: String, _ recurse: Bool) -> [(
        name: String, tensor: Tensor
    )] {
        let found =
            recurse ? object.module.namedBuffers() : object.module.buffers.map { ($0.name, $0.tensor) }
        return found.map { (prefix.isEmpty ? $0.0 : prefix + "." + $0.0, $0.1) }
    }

    package static let all: [Builtin] = reading + changing + ModuleConversions.methods + registering + hooks

    private static let reading: [Builtin] = [
        Builtin(
            "parameters", group: "torch.nn", summary: "All parameters, each once.", target, recurse,
            returns: "a generator of tensors",
            example: "sum(p.numel() for p in model.parameters())", pytorch: "model.parameters()"
        ) { _, object, recurse in
            generator(parameters(object, "", recurse).map { $0.parameter.scriptValue })
        },
        Builtin(
            "named_parameters", group: "torch.nn", summary: "All parameters with their paths, each once.",
            target, prefix, recurse,
            Parameter<Bool>("remove_duplicate", "a shared one only at its first place", default: true),
            returns: "a generator of pairs",
            example: "for name, p in model.named_parameters(): print(name, p.shape)",
            pytorch: "model.named_parameters()"
        ) { _, object, prefix, recurse, once in
            let found =
                recurse && !once
                ? object.module.namedParameters(prefix, removeDuplicates: false)
                : parameters(object, prefix, recurse)
            return generator(found.map { pair($0.name, $0.parameter.scriptValue) })
        },
        Builtin(
            "buffers", group: "torch.nn", summary: "All buffers.", target, recurse,
            returns: "a generator of tensors", example: "list(model.buffers())",
            pytorch: "model.buffers()"
        ) { _, object, recurse in generator(buffers(object, "", recurse).map(\.tensor.scriptValue)) },
        Builtin(
            "named_buffers", group: "torch.nn", summary: "All buffers with their paths.", target, prefix,
            recurse, returns: "a generator of pairs",
            example: "dict(model.named_buffers())", pytorch: "model.named_buffers()"
        ) { _, object, prefix, recurse in
            generator(buffers(object, prefix, recurse).map { pair($0.name, $0.tensor.scriptValue) })
        },
        Builtin(
            "modules", group: "torch.nn", summary: "This module and all below it.", target,
            returns: "a generator of modules",
            example: "for m in model.modules(): print(type(m))", pytorch: "model.modules()"
        ) { _, object in
            generator(try walk(object, "").map(\.value))
        },
        Builtin(
            "named_modules", group: "torch.nn", summary: "This module and all below it, with their paths.",
            target, prefix,
            returns: "a generator of pairs", example: "dict(model.named_modules())",
            pytorch: "model.named_modules()"
        ) { _, object, prefix in
            generator(try walk(object, prefix).map { pair($0.path, $0.value) })
        },
        Builtin(
            "children", group: "torch.nn", summary: "The modules directly below.", target,
            returns: "a generator of modules",
            example: "list(model.children())", pytorch: "model.children()"
        ) { _, object in generator(object.childList.map(\.value)) },
        Builtin(
            "named_children", group: "torch.nn", summary: "The modules directly below, with their names.",
            target,
            returns: "a generator of pairs", example: "dict(model.named_children())",
            pytorch: "model.named_children()"
        ) { _, object in
            generator(object.childList.map { pair($0.name, $0.value) })
        },
        Builtin(
            "state_dict", group: "torch.nn", summary: "Every parameter and buffer by its path.", target,
            returns: "an OrderedDict",
            example: "model.state_dict()['0.weight']", pytorch: "model.state_dict()"
        ) { _, object in
            Value.orderedDict(object.module.stateDictionary().map { ($0.name, $0.tensor.scriptValue) })
        },
        Builtin(
            "get_parameter", group: "torch.nn", summary: "The parameter at a path.", target,
            Parameter<String>("target", "the path"),
            returns: "a tensor", example: "model.get_parameter('0.weight')",
            pytorch: "model.get_parameter(path)"
        ) { _, object, path in
            guard
                let found = object.module.namedParameters(removeDuplicates: false).first(where: {
                    $0.name == path
                })
            else {
                let meant = Suggestions.best(for: path, among: object.module.namedParameters().map(\.name))
                    .map { ". Did you mean '\($0)'?" }
                throw ScriptError(
                    "AttributeError", "\(object.typeName) has no parameter '\(path)'\(meant ?? "")")
            }
            return found.parameter
        },
        Builtin(
            "get_submodule", group: "torch.nn", summary: "The module at a path.", target,
            Parameter<String>("target", "the path"),
            returns: "a module", example: "model.get_submodule('blocks.0')",
            pytorch: "model.get_submodule(path)"
        ) { _, object, path in
            guard let found = try walk(object, "").first(where: { $0.path == path }) else {
                throw ScriptError("AttributeError", "\(object.typeName) has no module at '\(path)'")
            }
            return found.value
        },
        Builtin(
            "_get_name", group: "torch.nn", summary: "The name of the class.", target, returns: "str",
            example: "model._get_name()",
            pytorch: "model._get_name()"
        ) { _, object in object.typeName },
    ]

    private static let changing: [Builtin] =
        [
            Builtin(
                "load_state_dict", group: "torch.nn",
                summary: "Copies numbers into the parameters of the same paths.", target,
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
                "train", group: "torch.nn", summary: "Dropout and its like work as in training.", target,
                Parameter<Bool>("mode", "False is the same as eval()", default: true), returns: "the module",
                example: "model.train()",
                pytorch: "model.train()"
            ) { _, object, mode in
                object.module.train(mode)
                return object
            }.raisingWrongTypes(as: "ValueError"),
            Builtin(
                "eval", group: "torch.nn", summary: "Dropout and its like do nothing.", target,
                returns: "the module", example: "model.eval()",
                pytorch: "model.eval()"
            ) { _, object in
                object.module.eval()
                return object
            },
            Builtin(
                "zero_grad", group: "torch.nn", summary: "Forgets all gradients.", target,
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
                Parameter<Bool>("requires_grad", "whether", default: true), returns: "the module",
                example: "model.requires_grad_(False)",
                pytorch: "model.requires_grad_(False)"
            ) { _, object, flag in
                try object.module.requireGrad(flag)
                return object
            },
            Builtin(
                "apply", group: "torch.nn",
                summary: "Calls a function with every module below, then with this one.", target,
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

    private static let registering: [Builtin] = [
        Builtin(
            "register_buffer", group: "torch.nn",
            summary: "Keeps a tensor with the module that is not trained.", target,
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
                    "cannot assign '\(value.typeName)' object to buffer '\(text)' (torch Tensor or None "
                        + "required)"
                )
            }
            object.module.register(buffer: text, tensor, isSaved: persistent)
            return .none
        },
        Builtin(
            "register_parameter", group: "torch.nn", summary: "Keeps a parameter with the module.", target,
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
            "add_module", group: "torch.nn", summary: "Keeps a module under a name.", target, anyName,
            Parameter<Value>("module", "the module, or None"), returns: "None",
            example: "self.add_module('head', nn.Linear(4, 4))", pytorch: "self.add_module(name, module)"
        ) { _, object, name, value -> Value in
            try addModule(object, name, value)
            return .none
        },
        Builtin(
            "register_module", group: "torch.nn", summary: "Keeps a module under a name.", target, anyName,
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

    private static let hooks: [Builtin] = [
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
