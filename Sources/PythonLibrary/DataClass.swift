import Language

/// One field of a `@dataclass`.
final class DataField: ScriptObject {
    var name = Symbol("")
    var value: Value?
    package var make: Value?
    var isGiven = true
    var isShown = true
    var isCompared = true
    /// Whether it counts for the hash: as it is compared where None.
    var hashed = Value.none
    var isByName = false
    var metadata = Value.dict([(String, Value)]())
    /// Handed to `__init__` and `__post_init__`, and not kept.
    var isPassedOn = false
    /// What it is annotated with.
    var annotation = Value.none

    /// What stands for a default that is not there.
    static let missing = TypeHint("<dataclasses._MISSING_TYPE object>")
    static let type = ScriptClass(
        "Field", of: "dataclasses", isInstance: { $0 is DataField },
        construct: { _, _ in
            throw ScriptError("TypeError", "cannot create 'Field' instances", hint: "field()")
        })

    var typeName: String { "Field" }
    var scriptClass: ScriptClass? { DataField.type }
    func copied(_ memo: CopyMemo?) throws -> any ScriptObject { self }
    var attributeNames: [String] {
        [
            "name", "type", "default", "default_factory", "init", "repr", "hash", "compare", "metadata",
            "kw_only",
        ]
    }
    func getAttribute(_ attribute: String) throws -> Value? {
        switch attribute {
        case "name": return .string(name.name)
        case "type": return annotation
        case "default": return value ?? .object(DataField.missing)
        case "default_factory": return make ?? .object(DataField.missing)
        case "init": return .bool(isGiven)
        case "repr": return .bool(isShown)
        case "compare": return .bool(isCompared)
        case "hash": return hashed
        case "kw_only": return .bool(isByName)
        case "metadata": return metadata
        default: return nil
        }
    }
    func repr() throws -> String {
        let shown = try attributeNames.map { "\($0)=\(try getAttribute($0)?.repr() ?? "")" }
        return "Field(" + shown.joined(separator: ",") + ",_field_type=_FIELD)"
    }

    /// Whether a call may leave the field out.
    var isOptional: Bool { value != nil || make != nil }

    func initial(_ interpreter: Interpreter) throws -> Value? {
        if let make { return try Operations.call(make, Arguments(), interpreter) }
        return value
    }

    /// A field of its own for a class that inherits it.
    func own() -> DataField {
        let field = DataField()
        (field.name, field.value, field.make, field.isGiven) = (name, value, make, isGiven)
        (field.isShown, field.isCompared, field.hashed, field.isByName) = (
            isShown, isCompared, hashed, isByName
        )
        (field.metadata, field.isPassedOn, field.annotation) = (metadata, isPassedOn, annotation)
        return field
    }
}

/// What `@dataclass` adds to a class.
enum DataClass {
    private static let key = Symbol("__dataclass_fields__")

    /// The fields of a class, those it inherits first; nil for a class that is no dataclass.
    ///
    /// - Parameter all: with those that are only handed on.
    static func fields(_ type: ScriptClass, all: Bool = false) -> [DataField]? {
        guard case .dict(let dict)? = type.lookup(key) else { return nil }
        let fields = dict.pairs.compactMap { pair -> DataField? in
            if case .object(let object) = pair.value { return object as? DataField } else { return nil }
        }
        return all ? fields : fields.filter { !$0.isPassedOn }
    }

    /// What an annotation says: `ClassVar[int]` is no field, `InitVar[int]` one that is handed on.
    private static func mentions(_ word: String, _ text: String) -> Bool {
        let plain = text.hasPrefix("\"") || text.hasPrefix("'") ? String(text.dropFirst()) : text
        return plain.hasPrefix(word) || plain.hasPrefix("typing." + word) || plain.hasPrefix("t." + word)
            || plain.hasPrefix("dataclasses." + word)
    }

    /// - Throws: TypeError for a field without a default behind one with a default, ValueError for a mutable
    ///   default.
    static func complete(_ type: ScriptClass, _ rules: Set<String>, without refused: Set<String>) throws {
        var fields = type.bases.reversed().flatMap { DataClass.fields($0, all: true) ?? [] }
        let annotations = Dictionary(type.annotationValues, uniquingKeysWith: { $1 })
        var byName = rules.contains("kw_only")
        for name in type.annotations {
            let text = type.annotationText(name)
            if mentions("ClassVar", text) { continue }
            if mentions("KW_ONLY", text) {
                byName = true
                continue
            }
            let field = try field(name, in: type)
            field.name = name
            field.annotation = annotations[name.name] ?? .string(text)
            field.isPassedOn = mentions("InitVar", text)
            if byName { field.isByName = true }
            if let place = fields.firstIndex(where: { $0.name == name }) {
                fields[place] = field
            } else {
                fields.append(field)
            }
        }
        for name in type.ownNames {
            if case .object(let object)? = type.attributes[name], object is DataField,
                !type.annotations.contains(name)
            {
                throw ScriptError(
                    "TypeError", "\(Operations.quoted(name.name)) is a field but has no type annotation")
            }
        }
        var previous: DataField?
        for field in fields where field.isGiven && !field.isByName {
            if let previous, previous.isOptional, !field.isOptional {
                throw ScriptError(
                    "TypeError",
                    "non-default argument \(Operations.quoted(field.name.name)) follows default argument")
            }
            previous = field
        }
        for base in type.bases where DataClass.fields(base) != nil {
            let isFrozen = base.attribute("__dataclass_frozen__") != nil
            if isFrozen, !rules.contains("frozen") {
                throw ScriptError("TypeError", "cannot inherit non-frozen dataclass from a frozen one")
            }
            if !isFrozen, rules.contains("frozen") {
                throw ScriptError("TypeError", "cannot inherit frozen dataclass from a non-frozen one")
            }
        }
        type.set(key, .dict(fields.map { ($0.name.name, .object($0)) }))
        try addMethods(to: type, fields, rules, refused)
    }

    private static func field(_ name: Symbol, in type: ScriptClass) throws -> DataField {
        switch type.attributes[name] {
        case .object(let object as DataField)?:
            let field = object.own()
            if let value = field.value { type.set(name, value) } else { _ = type.remove(name) }
            return field
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
            let field = DataField()
            field.value = value
            return field
        case nil: return DataField()
        }
    }

    private static func addMethods(
        to type: ScriptClass, _ fields: [DataField], _ rules: Set<String>, _ refused: Set<String>
    ) throws {
        let kept = fields.filter { !$0.isPassedOn }
        func add(_ name: Symbol, _ method: Builtin) {
            if type.attributes[name] == nil { type.set(name, .builtin(method)) }
        }
        let places = Symbol("__match_args__")
        if !refused.contains("match_args"), type.attributes[places] == nil {
            type.set(
                places, .tuple(fields.filter { $0.isGiven && !$0.isByName }.map { .string($0.name.name) }))
        }
        let ownsEquality = type.attributes[Names.eq] != nil
        if !refused.contains("init") { add(Names.new, initialiser(type, fields)) }
        if !refused.contains("repr") { add(Names.repr, representation(kept)) }
        if !refused.contains("eq") { add(Names.eq, comparison("__eq__", .equal, kept)) }
        if rules.contains("order") {
            if refused.contains("eq") { throw ScriptError("ValueError", "eq must be true if order is true") }
            for (name, operation) in [
                (Names.lt, ComparisonOperator.less), (Names.le, .lessOrEqual), (Names.gt, .greater),
                (Names.ge, .greaterOrEqual),
            ] {
                guard type.attributes[name] == nil else {
                    throw ScriptError(
                        "TypeError",
                        "Cannot overwrite attribute \(name.name) in class \(type.name). Consider using "
                            + "functools.total_ordering")
                }
                add(name, comparison(name.name, operation, kept))
            }
        }
        if rules.contains("frozen") {
            type.set(Symbol("__dataclass_frozen__"), .bool(true))
            for (name, verb) in [(Names.setattr, "assign to"), (Names.delattr, "delete")] {
                add(name, refusal(name.name, verb))
            }
        }
        if rules.contains("unsafe_hash") || rules.contains("frozen") && !refused.contains("eq") {
            add(Names.hash, hashing(kept))
        } else if !refused.contains("eq"), !ownsEquality, type.attributes[Names.hash] == nil {
            type.set(Names.hash, .none)
        }
        if rules.contains("slots") {
            type.set(Symbol("__slots__"), .tuple(kept.map { .string($0.name.name) }))
        }
    }

    private static func refusal(_ name: String, _ verb: String) -> Builtin {
        Builtin(
            name, group: "methods", summary: "Refuses.",
            raw: [
                .init("self", "the instance", .positionalOnly), .init("name", "the field"),
                .init("value", "the value", default: "None"),
            ]
        ) { _, arguments in
            throw ScriptError(
                "FrozenInstanceError",
                "cannot \(verb) field '\(arguments.positional.dropFirst().first?.text ?? "")'")
        }
    }

    private static func hashing(_ fields: [DataField]) -> Builtin {
        let counted = fields.filter { field in
            field.hashed.isNone ? field.isCompared : (try? Operations.truth(field.hashed)) ?? false
        }
        return Builtin(
            "__hash__", group: "methods", summary: "Of the fields.",
            raw: [.init("self", "the instance", .positionalOnly)]
        ) { _, arguments in
            .int(try Operations.hash(row(arguments.positional.first ?? .none, counted)))
        }
    }

    private static func initialiser(_ type: ScriptClass, _ fields: [DataField]) -> Builtin {
        let given = fields.filter { $0.isGiven && !$0.isByName } + fields.filter { $0.isGiven && $0.isByName }
        let parameters =
            [ParameterInformation("self", "the instance", .positionalOnly)]
            + given.map {
                ParameterInformation(
                    $0.name.name, "a field",
                    default: $0.isOptional ? (try? $0.value?.repr()) ?? "<factory>" : nil,
                    $0.isByName ? .keywordOnly : .either)
            }
        let after = Symbol("__post_init__")
        return Builtin(
            name: "__init__", group: "methods", summary: "Sets the fields.", parameters: parameters,
            returns: "", example: "", pytorch: "", formula: ""
        ) { command, interpreter, values in
            guard case .instance(let instance)? = values[0] else { return .none }
            var missing: [String] = []
            var handedOn: [Value] = [.instance(instance)]
            for field in fields {
                let position = given.firstIndex { $0 === field }
                if let value = try position.flatMap({ values[$0 + 1] }) ?? field.initial(interpreter) {
                    if field.isPassedOn {
                        handedOn.append(value)
                    } else {
                        instance.attributes.set(field.name, value)
                    }
                } else if position != nil {
                    missing.append("'\(field.name.name)'")
                }
            }
            if !missing.isEmpty { throw Wording.missing(missing, of: "\(type.name).__init__") }
            if let after = instance.type.lookup(after) {
                _ = try Operations.call(after, Arguments(handedOn), interpreter)
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
                return .string("\(instance.type.qualifiedName)(\(parts.joined(separator: ", ")))")
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
            let compared = fields.filter(\.isCompared)
            return try Operations.nested {
                try Operations.compare(
                    operation, row(arguments.positional[0], compared), row(arguments.positional[1], compared))
            }
        }
    }

    private static func row(_ value: Value, _ fields: [DataField]) -> Value {
        guard case .instance(let instance) = value else { return .tuple([]) }
        return .tuple(fields.map { instance.attributes[$0.name] ?? .none })
    }

    /// `asdict` and `astuple`: dataclasses inside become dicts and tuples too.
    static func parts(_ value: Value, asDict: Bool, _ make: (([Value]) throws -> Value)? = nil) throws
        -> Value
    {
        guard case .instance(let instance) = value, fields(instance.type) != nil else {
            throw ScriptError(
                "TypeError", "\(asDict ? "asdict" : "astuple")() should be called on dataclass instances")
        }
        return try inner(.instance(instance), asDict, make)
    }

    private static func inner(_ value: Value, _ asDict: Bool, _ make: (([Value]) throws -> Value)?) throws
        -> Value
    {
        try Operations.nested {
            switch value {
            case .instance(let instance):
                guard let fields = fields(instance.type) else { return try CopyMemo().copy(value) }
                let pairs = try fields.map {
                    ($0.name.name, try inner(instance.attributes[$0.name] ?? .none, asDict, make))
                }
                if let make {
                    return try make(asDict ? pairs.map { .tuple([.string($0.0), $0.1]) } : pairs.map(\.1))
                }
                return asDict ? .dict(pairs) : .tuple(pairs.map(\.1))
            case .list(let list): return .list(try list.elements.map { try inner($0, asDict, make) })
            case .tuple(let tuple):
                return .tuple(
                    TupleValue(try tuple.elements.map { try inner($0, asDict, make) }, kind: tuple.kind))
            case .dict(let dict):
                let result = DictValue()
                for (key, item) in dict.pairs {
                    try result.set(inner(key, asDict, make), inner(item, asDict, make))
                }
                return .dict(result)
            default: return try CopyMemo().copy(value)
            }
        }
    }

    /// The class of an instance, or the class itself.
    private static func type(_ value: Value) -> ScriptClass? {
        switch value {
        case .type(let type): return type
        case .instance(let instance): return instance.type
        default: return nil
        }
    }

    static let commands: [Builtin] = [
        Builtin(
            "fields", group: "dataclasses", summary: "The fields of a dataclass.",
            Parameter<Value>("class_or_instance", "the class, or an instance")
        ) { _, value -> Value in
            guard let fields = type(value).flatMap({ fields($0) }) else {
                throw ScriptError("TypeError", "must be called with a dataclass type or instance")
            }
            return .tuple(fields.map { .object($0) })
        },
        Builtin(
            "is_dataclass", group: "dataclasses",
            summary: "Whether it is a dataclass, or an instance of one.",
            Parameter<Value>("obj", "any value")
        ) { _, value -> Bool in type(value).flatMap { fields($0) } != nil },
        Builtin(
            "make_dataclass", group: "dataclasses", summary: "A dataclass with these fields.",
            Parameter<String>("cls_name", "its name"),
            Parameter<Value>("fields", "names, or pairs with a type"),
            Parameter<[Value]>("bases", "classes above it", default: [], .keywordOnly),
            Parameter<Value>("namespace", "attributes of the class", default: .none, .keywordOnly),
            Parameter<Bool>("frozen", "whether fields stay as they are", default: false, .keywordOnly),
            Parameter<Bool>("order", "whether instances can be ordered", default: false, .keywordOnly)
        ) { interpreter, name, fields, bases, namespace, frozen, order -> Value in
            var attributes: [(name: String, value: Value)] = []
            if case .dict(let dict) = namespace {
                attributes = dict.pairs.compactMap { pair in pair.key.text.map { ($0, pair.value) } }
            }
            var names: [Symbol] = []
            for field in try Operations.array(fields) {
                if let text = field.text {
                    names.append(Symbol(text))
                    continue
                }
                let parts = try Operations.array(field)
                guard let text = parts.first?.text, parts.count < 4 else {
                    throw ScriptError("TypeError", "Invalid field: \(try field.repr())")
                }
                names.append(Symbol(text))
                if parts.count == 3 { attributes.append((text, parts[2])) }
            }
            let types = bases.compactMap { base -> ScriptClass? in
                if case .type(let type) = base { return type } else { return nil }
            }
            let made = try ScriptClass.made(
                name, bases: types, attributes: attributes, module: nil, interpreter)
            if case .type(let type) = made {
                type.annotations = names
                try complete(type, Set((frozen ? ["frozen"] : []) + (order ? ["order"] : [])), without: [])
            }
            return made
        },
    ]
}
