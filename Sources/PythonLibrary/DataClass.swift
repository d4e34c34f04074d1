import Language

/// One field of a `@dataclass`.
final class DataField: ScriptObject {
    var name = Symbol("")
    var value: Value?
    package var make: Value?
    var isGiven = true
    var isShown = true
    var isCompared = true
    var typeName: String { "Field" }

    /// Whether a call may leave the field out.
    var isOptional: Bool { value != nil || make != nil }

    func initial(_ interpreter: Interpreter) throws -> Value? {
        if let make { return try Operations.call(make, Arguments(), interpreter) }
        return value
    }
}

/// What `@dataclass` adds to a class.
enum DataClass {
    private static let key = Symbol("__dataclass_fields__")

    /// The fields of a class, those it inherits first; nil for a class that is no dataclass.
    static func fields(_ type: ScriptClass) -> [DataField]? {
        guard case .tuple(let row)? = type.lookup(key) else { return nil }
        return row.elements.compactMap {
            if case .object(let object) = $0 { return object as? DataField } else { return nil }
        }
    }

    /// - Throws: TypeError for a field without a default behind one with a default, ValueError for a mutable
    ///   default.
    static func complete(_ type: ScriptClass, _ rules: Set<String>, without refused: Set<String>) throws {
        var fields = type.bases.reversed().flatMap { DataClass.fields($0) ?? [] }
        for name in type.annotations {
            let field: DataField
            switch type.attributes[name] {
            case .object(let object as DataField)?:
                field = object
                if let value = field.value { type.set(name, value) } else { _ = type.remove(name) }
            case let value?:
                switch value {
                case .list, .dict, .set:
                    throw ScriptError(
                        "ValueError",
                        "mutable default \(try Value.type(Operations.type(of: value)).repr()) for field "
                            + "\(name.name) is not allowed: use default_factory",
                        hint: "field(default_factory=\(value.typeName))")
                default: break
                }
                field = DataField()
                field.value = value
            case nil: field = DataField()
            }
            field.name = name
            if let place = fields.firstIndex(where: { $0.name == name }) {
                fields[place] = field
            } else {
                fields.append(field)
            }
        }
        var previous: DataField?
        for field in fields where field.isGiven && !rules.contains("kw_only") {
            if let previous, previous.isOptional, !field.isOptional {
                throw ScriptError(
                    "TypeError", "non-default argument '\(field.name.name)' follows default argument")
            }
            previous = field
        }
        type.set(key, .tuple(fields.map { .object($0) }))
        func add(_ name: Symbol, _ method: Builtin) {
            if type.attributes[name] == nil { type.set(name, .builtin(method)) }
        }
        let places = Symbol("__match_args__")
        if !refused.contains("match_args"), type.attributes[places] == nil {
            let isByName = rules.contains("kw_only")
            type.set(
                places,
                .tuple(fields.filter { $0.isGiven && !isByName }.map { .string($0.name.name) }))
        }
        if !refused.contains("init") {
            add(Names.new, initialiser(type, fields, isByName: rules.contains("kw_only")))
        }
        if !refused.contains("repr") { add(Names.repr, representation(fields)) }
        if !refused.contains("eq") { add(Names.eq, comparison("__eq__", .equal, fields)) }
        if rules.contains("order") {
            add(Names.lt, comparison("__lt__", .less, fields))
            add(Names.le, comparison("__le__", .lessOrEqual, fields))
            add(Names.gt, comparison("__gt__", .greater, fields))
            add(Names.ge, comparison("__ge__", .greaterOrEqual, fields))
        }
        if rules.contains("frozen") {
            add(
                Names.setattr,
                Builtin(
                    "__setattr__", group: "methods", summary: "Refuses.",
                    raw: [
                        .init("self", "the instance", .positionalOnly), .init("name", "the field"),
                        .init("value", "the value"),
                    ]
                ) { _, arguments in
                    throw ScriptError(
                        "FrozenInstanceError",
                        "cannot assign to field '\(arguments.positional.dropFirst().first?.text ?? "")'")
                })
        }
        if rules.contains("frozen") || rules.contains("unsafe_hash") {
            add(
                Names.hash,
                Builtin(
                    "__hash__", group: "methods", summary: "Of the fields.",
                    raw: [.init("self", "the instance", .positionalOnly)]
                ) { _, arguments in
                    .int(try Operations.hash(row(arguments.positional.first ?? .none, fields)))
                })
        }
    }

    private static func initialiser(_ type: ScriptClass, _ fields: [DataField], isByName: Bool) -> Builtin {
        let given = fields.filter(\.isGiven)
        let parameters =
            [ParameterInformation("self", "the instance", .positionalOnly)]
            + given.map {
                ParameterInformation(
                    $0.name.name, "a field", default: $0.isOptional ? (try? $0.value?.repr()) ?? "…" : nil,
                    isByName ? .keywordOnly : .either)
            }
        return Builtin(
            name: "__init__", group: "methods", summary: "Sets the fields.", parameters: parameters,
            returns: "", example: "", pytorch: "", formula: ""
        ) { command, interpreter, values in
            guard case .instance(let instance)? = values[0] else { return .none }
            var missing: [String] = []
            for field in fields {
                let position = given.firstIndex { $0 === field }
                if let value = try position.flatMap({ values[$0 + 1] }) ?? field.initial(interpreter) {
                    instance.attributes.set(field.name, value)
                } else if position != nil {
                    missing.append("'\(field.name.name)'")
                }
            }
            if !missing.isEmpty { throw Wording.missing(missing, of: "\(type.name).__init__") }
            if let after = instance.type.lookup(Symbol("__post_init__")) {
                _ = try Operations.call(after, Arguments([.instance(instance)]), interpreter)
            }
            return .none
        }
    }

    private static func representation(_ fields: [DataField]) -> Builtin {
        Builtin(
            "__repr__", group: "methods", summary: "The fields.",
            raw: [.init("self", "the instance", .positionalOnly)]
        ) { _, arguments in
            guard case .instance(let instance)? = arguments.positional.first else { return .string("") }
            return try Operations.nested {
                let parts = try fields.filter(\.isShown).map {
                    "\($0.name.name)=\(try (instance.attributes[$0.name] ?? .none).repr())"
                }
                return .string("\(instance.type.name)(\(parts.joined(separator: ", ")))")
            }
        }
    }

    private static func comparison(_ name: String, _ operation: ComparisonOperator, _ fields: [DataField])
        -> Builtin
    {
        Builtin(
            name, group: "methods", summary: "Compares the fields.",
            raw: [.init("self", "the instance", .positionalOnly), .init("other", "another")]
        ) { _, arguments in
            guard arguments.positional.count == 2, case .instance(let one) = arguments.positional[0],
                case .instance(let other) = arguments.positional[1], one.type === other.type
            else { return .notImplemented }
            return try Operations.nested {
                try Operations.compare(
                    operation, row(arguments.positional[0], fields), row(arguments.positional[1], fields))
            }
        }
    }

    private static func row(_ value: Value, _ fields: [DataField]) -> Value {
        guard case .instance(let instance) = value else { return .tuple([]) }
        return .tuple(fields.filter(\.isCompared).map { instance.attributes[$0.name] ?? .none })
    }

    /// `asdict` and `astuple`: dataclasses inside become dicts and tuples too.
    static func parts(_ value: Value, asDict: Bool) throws -> Value {
        guard case .instance(let instance) = value, fields(instance.type) != nil else {
            throw ScriptError(
                "TypeError", "\(asDict ? "asdict" : "astuple")() should be called on dataclass instances")
        }
        return try inner(.instance(instance), asDict)
    }

    private static func inner(_ value: Value, _ asDict: Bool) throws -> Value {
        try Operations.nested {
            switch value {
            case .instance(let instance):
                guard let fields = fields(instance.type) else { return try CopyMemo().copy(value) }
                let pairs = try fields.map {
                    ($0.name.name, try inner(instance.attributes[$0.name] ?? .none, asDict))
                }
                return asDict ? .dict(pairs) : .tuple(pairs.map(\.1))
            case .list(let list): return .list(try list.elements.map { try inner($0, asDict) })
            case .tuple(let tuple): return .tuple(try tuple.elements.map { try inner($0, asDict) })
            case .dict(let dict):
                let result = DictValue()
                for (key, item) in dict.pairs { try result.set(key, inner(item, asDict)) }
                return .dict(result)
            default: return try CopyMemo().copy(value)
            }
        }
    }
}
