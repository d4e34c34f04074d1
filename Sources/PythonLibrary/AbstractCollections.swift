import Language

/// The module `collections.abc`: what values can do, as classes to ask `isinstance` about.
enum AbstractCollections {
    static func make() -> ModuleValue {
        ModuleValue(
            "collections.abc", documentation: "What values can do, as classes for isinstance.",
            rules.map { name, methods, types in (name, .type(abstract(name, methods, types))) })
    }

    /// For each class the methods that belong to it, and the language's own types that count whatever they
    /// have.
    private static let rules: [(name: String, methods: [String], types: Set<String>)] = {
        let rows: Set<String> = ["list", "tuple", "str", "range", "bytes", "bytearray"]
        let sets: Set<String> = ["set", "frozenset", "dict_keys"]
        let all = rows.union(sets).union(["dict"])
        return [
            ("Hashable", ["__hash__"], []), ("Iterable", ["__iter__"], all), ("Sized", ["__len__"], all),
            ("Container", ["__contains__"], all), ("Callable", ["__call__"], []),
            ("Iterator", ["__next__", "__iter__"], []), ("Generator", ["send", "throw", "__next__"], []),
            ("Reversible", ["__reversed__"], rows.union(["dict"])),
            ("Collection", ["__len__", "__iter__", "__contains__"], all), ("Sequence", [], rows),
            ("MutableSequence", [], ["list", "bytearray"]), ("ByteString", [], ["bytes", "bytearray"]),
            ("Set", [], sets), ("MutableSet", [], ["set"]), ("Mapping", [], ["dict", "mappingproxy"]),
            ("MutableMapping", [], ["dict"]),
            ("MappingView", [], ["dict_keys", "dict_values", "dict_items"]),
            ("KeysView", [], ["dict_keys"]), ("ValuesView", [], ["dict_values"]),
            ("ItemsView", [], ["dict_items"]), ("Awaitable", ["__await__"], []),
        ]
    }()

    private static func abstract(_ name: String, _ methods: [String], _ types: Set<String>) -> ScriptClass {
        func fits(_ value: Value) -> Bool {
            let type = Operations.type(of: value)
            if type.lineage.contains(where: { types.contains($0.name) && !$0.isProgramClass }) { return true }
            switch name {
            case "Callable": return Operations.isCallable(value)
            case "Hashable": return (try? Operations.hash(value)) != nil
            default: break
            }
            guard !methods.isEmpty else { return false }
            return methods.allSatisfy { method in
                if case .instance(let instance) = value { return instance.type.attribute(method) != nil }
                switch method {
                case "__iter__": return (try? Operations.iterator(value)) != nil
                case "__len__": return (try? Operations.length(value)) != nil
                default: return ((try? Operations.attribute(value, Symbol(method))) ?? nil) != nil
                }
            }
        }
        let type = ScriptClass(
            name, bases: [Types.object],
            native: NativeClass(isInstance: { fits(.object($0)) }) { _, _, _ in
                throw ScriptError("TypeError", "Can't instantiate abstract class \(name)")
            }, recognises: fits)
        type.module = "collections.abc"
        return type
    }
}
