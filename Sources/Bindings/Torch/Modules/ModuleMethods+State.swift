import Language
import Neural
import PythonLibrary
import Tensors

/// Functions that a program registered around `state_dict()` and `load_state_dict()` of a module.
struct StateHooks {
    var beforeSaving: [ModuleHook] = []
    var afterSaving: [ModuleHook] = []
    var beforeLoading: [ModuleHook] = []
    var afterLoading: [ModuleHook] = []

    var all: [ModuleHook] { beforeSaving + afterSaving + beforeLoading + afterLoading }
}

extension ModuleObject {
    /// A method that the class of a program has put in the place of the library's.
    fileprivate func ownMethod(_ name: String) throws -> Value? {
        guard let found = owner?.type.attribute(name) else { return nil }
        if case .builtin = found { return nil }
        return try Operations.attribute(scriptValue, Symbol(name))
    }

    /// Whether no function and no method of a program has a say in what is saved.
    func hasPlainState() throws -> Bool {
        try walk("").allSatisfy { _, object in
            try object.stateHooks.all.isEmpty && object.ownMethod("_save_to_state_dict") == nil
                && object.ownMethod("get_extra_state") == nil
        }
    }

    private static let extraName = "_extra_state"

    /// `state_dict()` of this module and all below it.
    ///
    /// - Parameter keepsRecording: whether the parameters themselves are told, and not what they share.
    func save(
        into state: DictValue, _ prefix: String, keepsRecording: Bool, _ interpreter: Interpreter
    ) throws {
        for hook in stateHooks.beforeSaving {
            _ = try Operations.call(
                hook.function, Arguments([scriptValue, .string(prefix), .bool(keepsRecording)]), interpreter)
        }
        if let method = try ownMethod("_save_to_state_dict") {
            _ = try Operations.call(
                method, Arguments([.dict(state), .string(prefix), .bool(keepsRecording)]), interpreter)
        } else {
            try saveOwn(into: state, prefix, keepsRecording: keepsRecording, interpreter)
        }
        for (name, value) in childList {
            try ModuleObject.from(value)?.save(
                into: state, prefix + name + ".", keepsRecording: keepsRecording, interpreter)
        }
        for hook in stateHooks.afterSaving {
            _ = try Operations.call(
                hook.function, Arguments([scriptValue, .dict(state), .string(prefix), .dict([])]), interpreter
            )
        }
    }

    /// Parameters, buffers and extra state of this module alone.
    func saveOwn(into state: DictValue, _ prefix: String, keepsRecording: Bool, _ interpreter: Interpreter)
        throws
    {
        let own =
            module.ownParameters.map { ($0.name, $0.parameter) }
            + module.buffers.filter(\.isSaved).map { ($0.name, $0.tensor) }
        for (name, tensor) in own {
            state.setString(
                prefix + name, (keepsRecording ? tensor : tensor.detachedView()).scriptValue)
        }
        if let method = try ownMethod("get_extra_state") {
            state.setString(
                prefix + ModuleObject.extraName, try Operations.call(method, Arguments(), interpreter))
        }
    }

    /// `load_state_dict()`: the numbers of a dict into this module and all below it.
    ///
    /// - Parameter assigns: whether the tensors of the dict become the module's own.
    func load(_ given: DictValue, strict: Bool, assigns: Bool, _ interpreter: Interpreter) throws -> (
        missing: [String], unexpected: [String]
    ) {
        let state = DictValue()
        for (key, value) in given.pairs { try state.set(key, value) }
        let parts = try walk("")
        let (missing, unexpected, errors) = (ListValue(), ListValue(), ListValue())
        for (path, object) in parts {
            let prefix = path.isEmpty ? "" : path + "."
            for hook in object.stateHooks.beforeLoading {
                let told: [Value] = [
                    .dict(state), .string(prefix), .dict([]), .bool(strict), .list(missing),
                    .list(unexpected),
                    .list(errors),
                ]
                _ = try Operations.call(
                    hook.function, Arguments((hook.takesKeywords ? [object.scriptValue] : []) + told),
                    interpreter)
            }
            let key = prefix + ModuleObject.extraName
            if let method = try object.ownMethod("set_extra_state") {
                if let extra = try state.remove(.string(key)) {
                    _ = try Operations.call(method, Arguments([extra]), interpreter)
                } else if strict {
                    missing.elements.append(.string(key))
                }
            }
        }
        var tensors: [String: Tensor] = [:]
        for (key, value) in state.pairs {
            guard let name = key.text, let tensor = try Tensor.from(value) else {
                throw ScriptError(
                    "RuntimeError",
                    "a state dict holds tensors by name; this one holds a \(value.typeName)")
            }
            tensors[name] = tensor
        }
        if assigns { try assign(tensors, parts) }
        var keys = try module.loadStateDictionary(
            tensors, strict: strict, order: state.pairs.compactMap(\.key.text))
        keys.missing += missing.elements.compactMap(\.text)
        keys.unexpected += unexpected.elements.compactMap(\.text)
        guard errors.elements.isEmpty, !strict || keys.missing.isEmpty && keys.unexpected.isEmpty else {
            let lists = [("Missing", keys.missing), ("Unexpected", keys.unexpected)].filter { !$0.1.isEmpty }
            let words = lists.map { kind, names -> String in
                let quoted = names.map { "\"\($0)\"" }.joined(separator: ", ")
                return "\(kind) key(s) in state_dict: \(quoted). "
            }
            throw ScriptError(
                "RuntimeError",
                "Error(s) in loading state_dict for \(typeName):\n\t"
                    + ((strict ? words : []) + errors.elements.compactMap(\.text)).joined(separator: "\n\t"))
        }
        for (_, object) in parts.reversed() where !object.stateHooks.afterLoading.isEmpty {
            for hook in object.stateHooks.afterLoading {
                _ = try Operations.call(
                    hook.function, Arguments([object.scriptValue, IncompatibleKeys.value(keys)]), interpreter)
            }
        }
        return keys
    }

    /// This module and everything below it with their paths, each once.
    private func walk(_ path: String) throws -> [(path: String, object: ModuleObject)] {
        var seen = Set<ObjectIdentifier>()
        func visit(_ path: String, _ object: ModuleObject) throws -> [(path: String, object: ModuleObject)] {
            guard seen.insert(ObjectIdentifier(object.module)).inserted else { return [] }
            return [(path, object)]
                + (try object.childList.flatMap { name, value in
                    try ModuleObject.from(value).map {
                        try visit(path.isEmpty ? name : path + "." + name, $0)
                    } ?? []
                })
        }
        return try visit(path, self)
    }

    /// The tensors of a state in the place of the module's own, of one shape with them.
    private func assign(_ tensors: [String: Tensor], _ parts: [(path: String, object: ModuleObject)]) throws {
        for (path, object) in parts {
            for (name, parameter) in object.module.ownParameters {
                guard let tensor = tensors[path.isEmpty ? name : path + "." + name],
                    tensor.shape == parameter.shape
                else { continue }
                let own = tensor.isParameter ? tensor : try Parameters.sharing(tensor)
                if !tensor.isParameter { try own.requireGrad(parameter.requiresGrad) }
                object.module.register(name, own)
            }
            for (name, buffer, _) in object.module.buffers {
                guard let tensor = tensors[path.isEmpty ? name : path + "." + name],
                    tensor.shape == buffer.shape
                else { continue }
                object.module.register(buffer: name, tensor.detachedView())
            }
        }
    }
}

extension ModuleMethods {
    private static let first = Parameter<Bool>(
        "prepend", "whether it comes before the other hooks", default: false, .keywordOnly)

    /// A command that registers a function around saving or loading.
    private static func registering(
        _ name: String, _ summary: String, _ list: ReferenceWritableKeyPath<ModuleObject, [ModuleHook]>,
        tellsModule: Bool = false
    ) -> Builtin {
        Builtin(
            name, group: "torch.nn", summary: summary, target, hook, returns: "a handle with remove()",
            example: "h = nn.Linear(2, 2).\(name)(lambda *args: None)", pytorch: "module.\(name)(hook)"
        ) { _, object, hook in try HookHandle.add(hook, to: object, list, takesKeywords: tellsModule) }
    }

    static let state: [Builtin] = [
        Builtin(
            "state_dict", group: "torch.nn", summary: "All parameters and buffers by their paths.", target,
            Parameter<Value>("destination", "a dict that they are put into", default: .none),
            Parameter<String>("prefix", "put before each path", default: ""),
            Parameter<Bool>("keep_vars", "whether the parameters themselves are told", default: false),
            returns: "an OrderedDict",
            example: "model.state_dict()['0.weight']", pytorch: "model.state_dict()"
        ) { interpreter, object, destination, prefix, keeps -> Value in
            var state: DictValue
            if case .dict(let given) = destination {
                state = given
            } else if case .dict(let fresh) = Value.orderedDict([]) {
                state = fresh
            } else {
                state = DictValue()
            }
            if try !keeps && object.hasPlainState() {
                for (name, tensor) in object.module.stateDictionary() {
                    state.setString(prefix + name, tensor.scriptValue)
                }
            } else {
                try object.save(into: state, prefix, keepsRecording: keeps, interpreter)
            }
            return .dict(state)
        },
        Builtin(
            "_save_to_state_dict", group: "torch.nn",
            summary: "Puts what this module itself has into a dict.",
            target, Parameter<Value>("destination", "the dict"),
            Parameter<String>("prefix", "before each name"),
            Parameter<Bool>("keep_vars", "whether the parameters themselves are told"), returns: "None"
        ) { interpreter, object, destination, prefix, keeps -> Value in
            guard case .dict(let state) = destination else {
                throw ScriptError("TypeError", "destination must be a dict, not \(destination.typeName)")
            }
            try object.saveOwn(into: state, prefix, keepsRecording: keeps, interpreter)
            return .none
        },
        Builtin(
            "load_state_dict", group: "torch.nn",
            summary: "Copies parameters and buffers from a state dict.", target,
            Parameter<Value>("state_dict", "a dict of tensors by path"),
            Parameter<Bool>("strict", "whether all paths must agree", default: true),
            Parameter<Bool>("assign", "whether the tensors become the module's own", default: false),
            returns: "a note", example: "model.load_state_dict(torch.load(path))",
            pytorch: "model.load_state_dict(state)"
        ) { interpreter, object, state, strict, assigns in
            guard case .dict(let dict) = state else {
                throw ScriptError(
                    "TypeError", "Expected state_dict to be dict-like, got \(state.typeName).")
            }
            return IncompatibleKeys.value(
                try object.load(dict, strict: strict, assigns: assigns, interpreter))
        },
        registering(
            "register_state_dict_pre_hook", "Calls a function before state_dict().", \.stateHooks.beforeSaving
        ),
        registering(
            "register_state_dict_post_hook", "Calls a function with what state_dict() gives.",
            \.stateHooks.afterSaving),
        registering(
            "_register_state_dict_hook", "Calls a function with what state_dict() gives.",
            \.stateHooks.afterSaving),
        registering(
            "register_load_state_dict_pre_hook", "Calls a function before load_state_dict().",
            \.stateHooks.beforeLoading, tellsModule: true),
        registering(
            "_register_load_state_dict_pre_hook", "Calls a function before load_state_dict().",
            \.stateHooks.beforeLoading),
        registering(
            "register_load_state_dict_post_hook", "Calls a function after load_state_dict().",
            \.stateHooks.afterLoading),
        registering(
            "register_full_backward_pre_hook",
            "Calls a function when backward has the gradients of this module's outputs.", \.backwardPreHooks),
        Builtin(
            "get_buffer", group: "torch.nn", summary: "The buffer at a path.", target,
            Parameter<String>("target", "the path"), returns: "a tensor",
            example: "nn.BatchNorm1d(2).get_buffer('running_mean')", pytorch: "model.get_buffer(path)"
        ) { _, object, path in
            guard let found = object.module.namedBuffers().first(where: { $0.name == path }) else {
                throw ScriptError("AttributeError", "\(object.typeName) has no buffer '\(path)'")
            }
            return found.tensor
        },
        Builtin(
            "set_submodule", group: "torch.nn", summary: "Puts another module at a path.", target,
            Parameter<String>("target", "the path"), Parameter<ModuleObject>("module", "the other module"),
            Parameter<Bool>("strict", "whether there must be one already", default: false), returns: "None",
            example: "nn.Sequential(nn.Linear(2, 2)).set_submodule('0', nn.Identity())",
            pytorch: "model.set_submodule(path, module)"
        ) { _, object, path, other, strict -> Value in
            var names = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
            guard !path.isEmpty, let last = names.popLast() else {
                throw ScriptError("ValueError", "Cannot set the submodule without a target name!")
            }
            var place = object
            for name in names {
                guard let child = place.child(name), let next = try ModuleObject.from(child) else {
                    throw ScriptError("AttributeError", "\(place.typeName) has no attribute `\(name)`")
                }
                place = next
            }
            guard !strict || place.child(last) != nil else {
                throw ScriptError("AttributeError", "\(place.typeName) has no attribute `\(last)`")
            }
            try place.register(child: last, other.scriptValue)
            return .none
        },
        Builtin(
            "to_empty", group: "torch.nn",
            summary:
                "Moves parameters and buffers to a device; PyTorch leaves their numbers behind, here they "
                + "come along.",
            target, Parameter<Device?>("device", "the device"),
            Parameter<Bool>("recurse", "whether modules below are moved too", default: true, .keywordOnly),
            returns: "the module", example: "nn.Linear(2, 2).to_empty(device='cpu')",
            pytorch: "model.to_empty(device='cpu')"
        ) { _, object, device, _ in
            if let device { try object.module.move(to: device.resolved()) }
            return object
        },
        Builtin(
            "share_memory", group: "torch.nn", summary: "Nothing: there is one process here.", target,
            returns: "the module", example: "nn.Linear(2, 2).share_memory()", pytorch: "model.share_memory()"
        ) { _, object in object },
        Builtin(
            "compile", group: "torch.nn", summary: "Nothing: modules run as they are.", target,
            Parameter<Value>("args", "how PyTorch compiles", .variadic),
            Parameter<Value>("kwargs", "how PyTorch compiles", .keywords), returns: "None",
            example: "nn.Linear(2, 2).compile()", pytorch: "model.compile()"
        ) { _, _, _, _ -> Value in .none },
        Builtin(
            "_compute", group: "torch.nn", summary: "Lets a tensor be computed each time its name is read.",
            target,
            Parameter<String>("name", "the name"), Parameter<Value>("function", "what computes it, or None"),
            returns: "None"
        ) { _, object, name, function -> Value in
            object.computed[name] = function.isNone ? nil : function
            return .none
        },
        Builtin(
            "_rename", group: "torch.nn", summary: "Says what repr calls the module; None: its class.",
            target,
            Parameter<String?>("name", "the name"), returns: "None"
        ) { _, object, name -> Value in
            object.module.givenName = name ?? object.owner?.type.name
            return .none
        },
        Builtin(
            "extra_repr", group: "torch.nn", summary: "What stands between the parentheses of repr.", target,
            returns: "str", example: "nn.Linear(2, 3).extra_repr()", pytorch: "module.extra_repr()"
        ) { _, object in object.module is ScriptModule ? "" : object.module.details },
        Builtin(
            "get_extra_state", group: "torch.nn", summary: "What a class of a program saves besides.", target,
            returns: "nothing"
        ) { _, _ -> Value in
            throw ScriptError(
                "RuntimeError",
                "Reached a code path in Module.get_extra_state() that should never be called.")
        },
        Builtin(
            "set_extra_state", group: "torch.nn", summary: "Takes what get_extra_state() gave.", target,
            Parameter<Value>("state", "what it gave"), returns: "nothing"
        ) { _, _, _ -> Value in
            throw ScriptError(
                "RuntimeError",
                "Reached a code path in Module.set_extra_state() that should never be called.")
        },
    ]
}

/// What load_state_dict() gives: the names that did not match.
enum IncompatibleKeys {
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
