import Kernels
import Language
import Neural
import Tensors

/// The classes of `torch.nn`: how each is made, and the script classes they are.
package enum ModuleTypes {
    /// A class and its constructor; the command's result is the new module.
    private static let declarations: [Builtin] =
        ModuleLayers.all + ModuleActivations.modules + ModuleLosses.all + ModuleContainers.all

    package static let base: ScriptClass = {
        let declaration = Builtin(
            "Module", group: "torch.nn",
            summary: "The base of all modules: classes of your own are built upon it.", returns: "a module",
            example: "class Net(nn.Module): ...", pytorch: "class Net(nn.Module): …"
        ) { _ in ModuleObject(Module(), "Module") }
        let native = NativeClass(
            declaration: declaration, canBeSubclassed: true, isInstance: { $0 is ModuleObject }
        ) { owner, arguments, interpreter in
            guard let owner else {
                let object = try ModuleObject.require(declaration.call(interpreter, arguments))
                object.remake = { _ in ModuleObject(Module(), "Module") }
                return object
            }
            _ = try declaration.bind(arguments)
            let object = ModuleObject(ScriptModule(), "Module")
            object.adopt(owner: owner)
            return object
        }
        let type = ScriptClass("Module", native: native)
        for method in ModuleMethods.all { type.setAttribute(method.name, .builtin(method)) }
        return type
    }()

    private static let classes: [String: ScriptClass] =
        Dictionary(uniqueKeysWithValues: declarations.map { ($0.name, make($0)) } + [("Module", base)])

    /// Names and classes, for the module `torch.nn`.
    package static var all: [(String, ScriptClass)] {
        [("Module", base)] + declarations.compactMap { row in classes[row.name].map { (row.name, $0) } }
    }

    package static func scriptClass(_ name: String) -> ScriptClass { classes[name] ?? library }

    /// What parts of the library's own models are: modules without a class that a program could call.
    private static let library: ScriptClass = {
        let type = ScriptClass(
            "Module", bases: [base],
            native: NativeClass(isInstance: { $0 is ModuleObject }) { _, _, _ in
                throw ScriptError("TypeError", "this module can only be made with its model")
            })
        type.setAttribute("forward", .builtin(ModuleLayers.forward))
        return type
    }()

    private static func make(_ declaration: Builtin) -> ScriptClass {
        let name = declaration.name
        let native = NativeClass(
            declaration: declaration, canBeSubclassed: true,
            isInstance: { ($0 as? ModuleObject)?.className == name }
        ) { owner, arguments, interpreter in
            let object = try ModuleObject.require(declaration.call(interpreter, arguments))
            object.remake = { [unowned interpreter] changes in
                let arguments = changed(arguments, changes, declaration)
                return try ModuleObject.require(declaration.call(interpreter, arguments))
            }
            if let owner { object.adopt(owner: owner) }
            return object
        }
        let type = ScriptClass(name, bases: [base], native: native)
        let forward =
            ModuleLosses.all.contains { $0.name == name } ? ModuleLosses.forward : ModuleLayers.forward
        if !["ModuleList", "ModuleDict", "Sequential", "ParameterList"].contains(name) {
            type.setAttribute("forward", .builtin(WrongTypes.ofLayer(name, forward)))
        }
        if ["Linear", "Embedding", "LayerNorm"].contains(name) {
            type.setAttribute("reset_parameters", .builtin(ModuleLayers.reset))
        }
        if name == "Embedding" {
            type.setAttribute("from_pretrained", .builtin(WrongTypes.asking(ModuleLayers.pretrained)))
        }
        for method in ModuleContainers.methods(of: name) { type.setAttribute(method.name, .builtin(method)) }
        return type
    }

    /// Arguments with others in the place of some.
    private static func changed(
        _ arguments: Arguments, _ changes: [(name: String, value: Value)], _ declaration: Builtin
    ) -> Arguments {
        var result = arguments
        for (name, value) in changes {
            if let index = declaration.parameters.firstIndex(where: { $0.name == name }),
                result.positional.indices.contains(index)
            {
                result.positional[index] = value
            } else if let index = result.keywords.firstIndex(where: { $0.name == name }) {
                result.keywords[index].value = value
            } else {
                result.keywords.append((name, value))
            }
        }
        return result
    }

    /// Whether a name is something that the constructor of a module of the library is told.
    static func isSetting(_ name: String, of object: ModuleObject) -> Bool {
        guard object.className != "Module", !["device", "dtype"].contains(name) else { return false }
        if property(of: object.module, name) != nil { return true }
        return classes[object.className]?.native?.declaration?.parameters.contains {
            $0.name == name && $0.passing != .variadic && $0.passing != .keywords
        } ?? false
    }

    /// The name under which the language knows a module of the library.
    package static func className(of module: Module) -> String {
        let name = String(describing: type(of: module))
        switch name {
        case "ModuleDictionary": return "ModuleDict"
        default: return name
        }
    }

    /// A part of a container, as a container of the same kind.
    static func list(_ values: [Value], like module: Module) throws -> ModuleObject {
        let object =
            module is Sequential
            ? ModuleObject(Sequential([]), "Sequential") : ModuleObject(ModuleList(), "ModuleList")
        for (index, value) in values.enumerated() { try object.register(child: String(index), value) }
        return object
    }

    /// What a layer was made with, under PyTorch's names.
    static func property(of module: Module, _ name: String) -> Value? {
        switch (module, name) {
        case (let linear as Linear, "in_features"): return .int(linear.inFeatures)
        case (let linear as Linear, "out_features"): return .int(linear.outFeatures)
        case (let table as Embedding, "num_embeddings"): return .int(table.count)
        case (let table as Embedding, "embedding_dim"): return .int(table.width)
        case (let table as Embedding, "padding_idx"): return table.padding.map(Value.int) ?? Value.none
        case (let table as Embedding, "max_norm"): return table.longest.map(Value.float) ?? Value.none
        case (let table as Embedding, "norm_type"): return .float(table.p)
        case (let norm as LayerNorm, "normalized_shape"): return .tuple(norm.sizes.map(Value.int))
        case (let norm as LayerNorm, "eps"): return .float(norm.eps)
        case (let dropout as Dropout, "p"): return .float(dropout.p)
        case (let softmax as Softmax, "dim"): return .int(softmax.axis)
        case (let softmax as LogSoftmax, "dim"): return .int(softmax.axis)
        case (let loss as Loss, "reduction"): return .string(loss.reduction.rawValue)
        case (let gelu as GELU, "approximate"): return .string(gelu.form == .erf ? "none" : "tanh")
        default: return nil
        }
    }
}

extension ModuleObject {
    /// The module that a constructor gave.
    static func require(_ value: Value) throws -> ModuleObject {
        guard let object = try ModuleObject.from(value) else {
            throw ScriptError(
                "TypeError", "\(value.typeName) is not a Module subclass",
                hint: "nn.Linear(4, 4) and not nn.Linear")
        }
        return object
    }
}
