import Language
import Neural
import Tensors

/// Modules that hold modules.
enum ModuleContainers {
    package static let all: [Builtin] = [
        Builtin(
            "Sequential", group: "torch.nn",
            summary: "A container of modules that are called one after the other.",
            Parameter<Value>("modules", "the modules, or a dict of them", .variadic), returns: "a module",
            example: "nn.Sequential(nn.Linear(4, 4), nn.ReLU())", pytorch: "nn.Sequential(*modules)"
        ) { _, modules in
            let object = ModuleObject(Sequential([]), "Sequential")
            let values = try Operations.array(modules)
            if values.count == 1, case .dict(let named) = values[0] {
                try fill(object, named)
            } else {
                for (index, value) in values.enumerated() { try object.register(child: String(index), value) }
            }
            return object
        },
        Builtin(
            "ModuleList", group: "torch.nn", summary: "A list of modules that registers them.",
            Parameter<Value>("modules", "an iterable of modules", default: .none), returns: "a module",
            example: "nn.ModuleList([nn.Linear(4, 4)])", pytorch: "nn.ModuleList(modules)"
        ) { _, modules in
            let object = ModuleObject(ModuleList(), "ModuleList")
            if !modules.isNone { for value in try Operations.array(modules) { try append(object, value) } }
            return object
        },
        Builtin(
            "ModuleDict", group: "torch.nn", summary: "A dict of modules that registers them.",
            Parameter<Value>("modules", "a dict of modules by name", default: .none), returns: "a module",
            example: "nn.ModuleDict({'a': nn.Linear(4, 4)})", pytorch: "nn.ModuleDict(modules)"
        ) { _, modules in
            let object = ModuleObject(ModuleDictionary(), "ModuleDict")
            if case .dict(let named) = modules {
                try fill(object, named)
            } else if !modules.isNone {
                throw ScriptError(
                    "TypeError", "ModuleDict() wants a dict of modules, not \(modules.typeName)")
            }
            return object
        },
        Builtin(
            "ParameterList", group: "torch.nn", summary: "A list of parameters that registers them.",
            Parameter<Value>("values", "an iterable of tensors", default: .none), returns: "a module",
            example: "nn.ParameterList([nn.Parameter(torch.zeros(2))])", pytorch: "nn.ParameterList(values)"
        ) { _, values in
            let tensors = values.isNone ? [] : try NeuralModules.tensors(values)
            let parameters = try tensors.map { tensor -> Tensor in
                if tensor.isParameter { return tensor }
                let parameter = tensor.detachedView()
                return try parameter.requireGrad()
            }
            return ModuleObject(ParameterList(parameters), "ParameterList")
        },
    ]

    private static func fill(_ object: ModuleObject, _ named: DictValue) throws {
        for (key, value) in named.pairs {
            guard let name = key.text else {
                throw ScriptError("TypeError", "module name should be a string. Got \(key.typeName)")
            }
            guard !name.contains(".") else {
                throw ScriptError("KeyError", "module name can't contain \".\", got: \(name)")
            }
            guard !name.isEmpty else {
                throw ScriptError("KeyError", "module name can't be empty string \"\"")
            }
            try object.register(child: name, value)
        }
    }

    private static func append(_ object: ModuleObject, _ value: Value) throws {
        try object.register(child: String(object.module.children.count), value)
    }

    private static let target = Parameter<ModuleObject>("self", "the container", .positionalOnly)

    private static let row: [Builtin] = [
        Builtin(
            "append", group: "torch.nn", summary: "Adds a module at the end.", target,
            Parameter<Value>("module", "the module"),
            returns: "the container", example: "layers.append(nn.ReLU())", pytorch: "layers.append(module)"
        ) { _, object, value in
            try append(object, value)
            return object
        },
        Builtin(
            "extend", group: "torch.nn", summary: "Adds modules at the end.", target,
            Parameter<Value>("modules", "an iterable of modules"),
            returns: "the container", example: "layers.extend([nn.ReLU()])", pytorch: "layers.extend(modules)"
        ) { _, object, values in
            for value in try Operations.array(values) { try append(object, value) }
            return object
        },
        Builtin(
            "insert", group: "torch.nn", summary: "Puts a module before a position.", target,
            Parameter<Int>("index", "the position"),
            Parameter<Value>("module", "the module"), returns: "the container",
            example: "layers.insert(0, nn.ReLU())", pytorch: "layers.insert(0, module)"
        ) { _, object, index, value in
            var row = object.childList.map(\.value)
            guard index >= -row.count, index <= row.count else {
                throw ScriptError("IndexError", "Index out of range: \(index)")
            }
            row.insert(try ModuleObject.require(value).scriptValue, at: index < 0 ? index + row.count : index)
            try object.replaceRow(row)
            return object
        },
        Builtin(
            "pop", group: "torch.nn", summary: "Takes a module out.", target,
            Parameter<Int>("key", "the position", default: -1), returns: "the module",
            example: "layers.pop()", pytorch: "layers.pop(-1)"
        ) { _, object, index -> Value in
            let module = try object.getItem(.int(index))
            try object.deleteItem(.int(index))
            return module
        },
    ]

    private static let sequence = Builtin(
        "forward", group: "torch.nn", summary: "Calls the modules one after the other.", target,
        Parameter<Value>("input", "what the first one gets"),
        returns: "what the last one gives", example: "nn.Sequential(nn.ReLU())(x)", pytorch: "module(x)"
    ) { interpreter, object, x in
        var result = x
        for (name, _) in object.module.childSlots {
            result = try Operations.call(object.child(name) ?? .none, Arguments([result]), interpreter)
        }
        return result
    }

    private static let named: [Builtin] = [
        ("keys", "The names of the modules.", "dict_keys"), ("values", "The modules.", "dict_values"),
        ("items", "Names and modules.", "dict_items"),
    ].map { name, summary, kind in
        Builtin(
            name, group: "torch.nn", summary: summary, target, returns: "\(kind), live",
            example: "modules.\(name)()",
            pytorch: "modules.\(name)()"
        ) { interpreter, object -> Value in
            let modules = Value.dict(ModuleSlots.view(of: object, .modules))
            return try Operations.call(
                Operations.requireAttribute(modules, Symbol(name)), Arguments(), interpreter)
        }
    }

    private static let changing: [Builtin] = [
        Builtin(
            "update", group: "torch.nn", summary: "Adds or replaces modules by name.", target,
            Parameter<Value>("modules", "a dict of modules"),
            returns: "None", example: "modules.update({'a': nn.ReLU()})", pytorch: "modules.update(more)"
        ) { _, object, more -> Value in
            guard case .dict(let named) = more else {
                throw ScriptError("TypeError", "update() wants a dict of modules, not \(more.typeName)")
            }
            try fill(object, named)
            return .none
        },
        Builtin(
            "pop", group: "torch.nn", summary: "Takes a module out.", target,
            Parameter<String>("key", "its name"), returns: "the module",
            example: "modules.pop('a')", pytorch: "modules.pop('a')"
        ) { _, object, name -> Value in
            let module = try object.getItem(.string(name))
            try object.deleteItem(.string(name))
            return module
        },
        Builtin(
            "clear", group: "torch.nn", summary: "Takes all modules out.", target, returns: "None",
            example: "modules.clear()",
            pytorch: "modules.clear()"
        ) { _, object -> Value in
            for (name, _) in object.childList { object.removeChild(name) }
            return .none
        },
    ]

    private static let parameterRow: [Builtin] = [
        Builtin(
            "append", group: "torch.nn", summary: "Adds a parameter at the end.", target,
            Parameter<Tensor>("value", "the tensor"), returns: "the container",
            example: "ps.append(nn.Parameter(x))", pytorch: "ps.append(value)"
        ) { _, object, tensor in
            object.module.register(
                String(object.module.ownParameters.count),
                tensor.isParameter ? tensor : try tensor.detachedView().requireGrad())
            return object
        }
    ]

    static func methods(of name: String) -> [Builtin] {
        switch name {
        case "Sequential": return row + [sequence]
        case "ModuleList": return row
        case "ModuleDict": return named + changing
        case "ParameterList": return parameterRow
        default: return []
        }
    }
}
