extension StandardBuiltins {
    private static func classes(_ value: Value, _ command: String) throws -> [ScriptClass] {
        switch value {
        case .type(let type): return [type]
        case .tuple(let tuple): return try tuple.elements.flatMap { try classes($0, command) }
        case .none: return [Types.none]
        default:
            throw ScriptError(
                "TypeError", "\(command)() arg 2 must be a type or a tuple of types, not \(value.typeName)")
        }
    }

    private static func name(_ value: Value, _ command: String) throws -> Symbol {
        guard let text = value.text else {
            throw ScriptError(
                "TypeError", "\(command)(): attribute name must be string, not '\(value.typeName)'")
        }
        return Symbol(text)
    }

    static let objects: [Builtin] = [
        Builtin(
            "isinstance", group: "python", summary: "Whether a value belongs to a class.",
            Parameter<Value>("x", "the value"), Parameter<Value>("classes", "a class or a tuple of classes"),
            example: "isinstance(1, int)"
        ) { _, value, types -> Value in
            .bool(try classes(types, "isinstance").contains { $0.isInstance(value) })
        },
        Builtin(
            "issubclass", group: "python", summary: "Whether a class inherits from another.",
            Parameter<Value>("cls", "the class"),
            Parameter<Value>("classes", "a class or a tuple of classes"), example: "issubclass(bool, int)"
        ) { _, value, types -> Value in
            guard case .type(let type) = value else {
                throw ScriptError("TypeError", "issubclass() arg 1 must be a class")
            }
            return .bool(
                try classes(types, "issubclass").contains { type.isSubclass(of: $0) || $0 === Types.object })
        },
        Builtin(
            "hasattr", group: "python", summary: "Whether an attribute exists.",
            Parameter<Value>("x", "the object"), Parameter<Value>("name", "of the attribute"),
            example: "hasattr('a', 'upper')"
        ) { _, value, attribute -> Value in
            do { return .bool(try Operations.attribute(value, name(attribute, "hasattr")) != nil) } catch let
                error as ScriptError where error.kind == "AttributeError"
            { return .bool(false) }
        },
        Builtin(
            "getattr", group: "python", summary: "An attribute by name.",
            raw: [
                .init("x", "the object", .positionalOnly),
                .init("name", "of the attribute", type: "str", .positionalOnly),
                .init("default", "the value for missing elements", default: "", .positionalOnly),
            ], example: "getattr('a', 'upper')()"
        ) { _, arguments in
            let given = arguments.positional
            guard given.count == 2 || given.count == 3 else {
                throw ScriptError("TypeError", "getattr expected 2 or 3 arguments, got \(given.count)")
            }
            do {
                if let found = try Operations.attribute(given[0], name(given[1], "getattr")) { return found }
            } catch let error as ScriptError where error.kind == "AttributeError" && given.count == 3 {}
            if given.count == 3 { return given[2] }
            throw Operations.missingAttribute(given[0], given[1].text ?? "")
        },
        Builtin(
            "setattr", group: "python", summary: "Sets an attribute by name.",
            Parameter<Value>("x", "the object"), Parameter<Value>("name", "of the attribute"),
            Parameter<Value>("value", "the value")
        ) { _, value, attribute, new -> Value in
            try Operations.setAttribute(value, name(attribute, "setattr"), new)
            return .none
        },
        Builtin(
            "delattr", group: "python", summary: "Deletes an attribute by name.",
            Parameter<Value>("x", "the object"), Parameter<Value>("name", "of the attribute")
        ) { _, value, attribute -> Value in
            try Operations.deleteAttribute(value, name(attribute, "delattr"))
            return .none
        },
        Builtin(
            "format", group: "python", summary: "Formats a value by a format specification.",
            Parameter<Value>("value", "what to write"),
            Parameter<String>("spec", "such as '.3f'", default: ""), example: "format(3.14159, '.2f')"
        ) { _, value, spec -> Value in
            .string(try Format.format(value, spec))
        },
        Builtin(
            "dir", group: "python", summary: "The names of a value's attributes, or of the variables.",
            raw: [.init("x", "the value", default: "")]
        ) { interpreter, arguments in
            let names = arguments.positional.first.map(Operations.attributeNames) ?? interpreter.globals.names
            return .list(Set(names).sorted().map(Value.string))
        },
        Builtin(
            "vars", group: "python", summary: "The attributes of an object as a dict, or the variables.",
            raw: [.init("x", "the object", default: "")]
        ) { interpreter, arguments in
            guard let value = arguments.positional.first else {
                return .dict(interpreter.globals.dictionary)
            }
            guard let found = try Operations.attribute(value, Names.dict) else {
                throw ScriptError("TypeError", "vars() argument must have __dict__ attribute")
            }
            return found
        },
        Builtin("globals", group: "python", summary: "The variables of the program as a dict.") {
            interpreter -> Value in .dict(interpreter.globals.dictionary)
        },
        // In a function a node of its own stands for the call: `LocalsNode`.
        Builtin("locals", group: "python", summary: "The variables here as a dict.") {
            interpreter -> Value in .dict(interpreter.globals.dictionary)
        },
        Builtin(
            "help", group: "python", summary: "Explains a command or a value.",
            raw: [.init("x", "what to explain", default: "")], example: "help(len)"
        ) { interpreter, arguments in
            if let help = interpreter.help {
                try help(arguments.positional.first, interpreter)
            } else if case .builtin(let builtin)? = arguments.positional.first {
                interpreter.output.write(builtin.helpText)
            } else if case .function(let function)? = arguments.positional.first {
                interpreter.output.write(
                    function.signature + "\n" + (function.documentation.map { "    \($0)\n" } ?? ""))
            }
            return .none
        },
        Builtin(
            "property", group: "python", summary: "Makes a property: methods that read like an attribute.",
            Parameter<Value>("fget", "reads it", default: .none),
            Parameter<Value>("fset", "sets it", default: .none),
            Parameter<Value>("fdel", "deletes it", default: .none),
            Parameter<Value>("doc", "what it is", default: .none)
        ) { _, getter, setter, deleter, words -> Value in
            .object(
                Property(
                    getter, setter: setter.isNone ? nil : setter, deleter: deleter.isNone ? nil : deleter,
                    documentation: words))
        },
        Builtin(
            "staticmethod", group: "python", summary: "Makes a static method.",
            Parameter<Value>("function", "the method")
        ) { _, function -> Value in .object(StaticMethod(function)) },
        Builtin(
            "classmethod", group: "python", summary: "Makes a class method.",
            Parameter<Value>("function", "the method")
        ) { _, function -> Value in .object(ClassMethod(function)) },
        Builtin(
            "super", group: "python", summary: "Gives access to methods of the base classes.",
            raw: [.init("cls", "the class", default: ""), .init("self", "the instance", default: "")]
        ) { _, arguments in
            guard arguments.positional.count == 2, case .type(let type) = arguments.positional[0] else {
                throw ScriptError("RuntimeError", "super(): no arguments outside a method")
            }
            return .object(SuperObject(type, arguments.positional[1]))
        },
    ]
}

extension Property {
    var attributeNames: [String] { ["getter", "setter", "deleter", "fget", "fset", "fdel"] }

    func getAttribute(_ name: String) throws -> Value? {
        func changing(_ make: @escaping (Value) -> Property) -> Value {
            .builtin(
                Builtin(
                    name, group: "", summary: "The property with another \(name).",
                    Parameter<Value>("function", "the method")
                ) { _, function -> Value in .object(make(function)) })
        }
        switch name {
        case "getter":
            return changing { [self] in
                Property($0, setter: setter, deleter: deleter, documentation: documentation)
            }
        case "setter":
            return changing { [self] in
                Property(getter, setter: $0, deleter: deleter, documentation: documentation)
            }
        case "deleter":
            return changing { [self] in
                Property(getter, setter: setter, deleter: $0, documentation: documentation)
            }
        case "fget": return getter
        case "fset": return setter ?? Value.none
        case "fdel": return deleter ?? Value.none
        case "__doc__":
            return documentation.isNone ? try Operations.attribute(getter, Names.doc) : documentation
        default: return nil
        }
    }
}

extension Builtin {
    /// What `help` prints: signature, sentence, parameters, example, the line of PyTorch.
    public var helpText: String {
        var lines = [signature, "  " + summary]
        let width = parameters.map(\.name.count).max() ?? 0
        for parameter in parameters {
            let name = parameter.name + String(repeating: " ", count: width - parameter.name.count)
            lines.append(
                "    \(name)  "
                    + "\(parameter.typeName == "any" ? "" : parameter.typeName + ": ")\(parameter.help)"
            )
        }
        if !returns.isEmpty { lines.append("  gives    \(returns)") }
        if !example.isEmpty { lines.append("  example  \(example)") }
        if !pytorch.isEmpty { lines.append("  PyTorch  \(pytorch)") }
        return lines.joined(separator: "\n") + "\n"
    }
}
