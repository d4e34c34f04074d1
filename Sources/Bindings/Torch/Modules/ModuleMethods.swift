import Language
import Neural
import PythonLibrary
import Tensors

/// The methods of `nn.Module`.
enum ModuleMethods {
    static let target = Parameter<ModuleObject>("self", "the module", .positionalOnly)
    private static let recurse = Parameter<Bool>("recurse", "whether submodules are included", default: true)
    private static let prefix = Parameter<String>("prefix", "put before each name", default: "")
    private static let once = Parameter<Bool>(
        "remove_duplicate", "a shared one only at its first place", default: true)
    static let anyName = Parameter<Value>("name", "the attribute's name")
    static let hook = Parameter<Value>("hook", "a function")

    /// A lazy list, as Python's generators are.
    private static func generator(_ values: [Value]) -> Value {
        .object(StatefulIterator("generator", values[...], holding: Array.init) { $0.state.popFirst() })
    }

    private static func pair(_ name: String, _ value: Value) -> Value { .tuple([.string(name), value]) }

    /// This module and everything below it with their paths, each once.
    private static func walk(
        _ object: ModuleObject, _ path: String, once: Bool = true, besides known: [ModuleObject] = []
    ) throws -> [(path: String, value: Value)] {
        var seen = Set(known.map { ObjectIdentifier($0.module) })
        func visit(_ path: String, _ value: Value) throws -> [(path: String, value: Value)] {
            guard let object = try ModuleObject.from(value),
                seen.insert(ObjectIdentifier(object.module)).inserted || !once
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

    package static let all: [Builtin] =
        reading + changing + ModuleConversions.methods + registering + hooks + state

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
            recurse, once, returns: "a generator of pairs",
            example: "dict(model.named_buffers())", pytorch: "model.named_buffers()"
        ) { _, object, prefix, recurse, once in
            var seen = Set<ObjectIdentifier>()
            let found = buffers(object, prefix, recurse).filter {
                seen.insert(ObjectIdentifier($0.tensor)).inserted || !once
            }
            return generator(found.map { pair($0.name, $0.tensor.scriptValue) })
        },
        Builtin(
            "modules", group: "torch.nn", summary: "This module and all below it.", target, once,
            returns: "a generator of modules",
            example: "for m in model.modules(): print(type(m))", pytorch: "model.modules()"
        ) { _, object, once in
            generator(try walk(object, "", once: once).map(\.value))
        },
        Builtin(
            "named_modules", group: "torch.nn", summary: "This module and all below it, with their paths.",
            target, Parameter<Value>("memo", "a set of modules that are left out", default: .none), prefix,
            once,
            returns: "a generator of pairs", example: "dict(model.named_modules())",
            pytorch: "model.named_modules()"
        ) { _, object, memo, prefix, once in
            let known = memo.isNone ? [] : try Operations.array(memo).compactMap { try ModuleObject.from($0) }
            return generator(
                try walk(object, prefix, once: once, besides: known).map { pair($0.path, $0.value) })
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
}
