import Language

/// What `functools` has for classes.
enum ClassTools {
    static let commands: [Builtin] = [
        Builtin(
            "cached_property", group: "functools",
            summary: "A method that is called once and kept as an attribute.",
            Parameter<Value>("func", "the method")
        ) { _, function -> Value in .object(CachedProperty(function)) },
        Builtin(
            "total_ordering", group: "functools", summary: "Adds the comparisons that a class lacks.",
            Parameter<Value>("cls", "a class with __eq__ and one of __lt__, __le__, __gt__ and __ge__")
        ) { _, value -> Value in
            guard case .type(let type) = value else {
                throw ScriptError("TypeError", "total_ordering() wants a class, not \(value.typeName)")
            }
            let names = ["__lt__", "__le__", "__gt__", "__ge__"]
            guard let root = names.first(where: { type.lookup(Symbol($0)) != nil }) else {
                throw ScriptError(
                    "ValueError", "must define at least one ordering operation: < > <= >=")
            }
            for name in names where type.lookup(Symbol(name)) == nil {
                type.set(Symbol(name), .builtin(comparison(name, from: root)))
            }
            return value
        },
    ]

    /// One comparison told by another and by equality.
    private static func comparison(_ name: String, from root: String) -> Builtin {
        Builtin(
            name, group: "functools", summary: "Told by \(root).",
            raw: [
                .init("self", "the instance", .positionalOnly), .init("other", "the other", .positionalOnly),
            ]
        ) { interpreter, arguments in
            guard arguments.positional.count == 2,
                let method = try Operations.attribute(arguments.positional[0], Symbol(root))
            else { throw ScriptError("TypeError", "\(name)() takes one argument") }
            let answer = try Operations.call(method, Arguments([arguments.positional[1]]), interpreter)
            if case .notImplemented = answer { return answer }
            let holds = try Operations.truth(answer)
            func isEqual() throws -> Bool {
                try Operations.truth(
                    Operations.compare(.equal, arguments.positional[0], arguments.positional[1]))
            }
            // Whether the root and the wanted one point the same way, and which of them takes equals.
            let isSameWay = root.contains("l") == name.contains("l")
            let (rootTakesEquals, takesEquals) = (root.hasSuffix("e__"), name.hasSuffix("e__"))
            switch (isSameWay, rootTakesEquals, takesEquals) {
            case (true, false, true): return .bool(try holds || isEqual())
            case (true, true, false): return .bool(try holds && !isEqual())
            case (false, false, true), (false, true, false): return .bool(!holds)
            case (false, false, false): return .bool(try !holds && !isEqual())
            default: return .bool(try !holds || isEqual())
            }
        }
    }
}
