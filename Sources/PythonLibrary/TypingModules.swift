import Language

/// The modules `dataclasses`, `contextlib` and `__future__`.
enum TypingModules {
    static func future() -> ModuleValue {
        ModuleValue(
            "__future__", documentation: "What later versions of Python do anyway.",
            ["annotations", "division", "print_function"].map { ($0, .none) })
    }

    // MARK: contextlib

    static func contextlib() -> ModuleValue {
        ModuleValue(
            "contextlib", documentation: "Things for a with statement.",
            commands: [
                Builtin(
                    "_enter", group: "contextlib", summary: "Begins a with block.",
                    Parameter<Value>("context", "the context")
                ) { interpreter, context -> Value in try Contexts.enter(context, interpreter) },
                Builtin(
                    "_exit", group: "contextlib", summary: "Ends a with block.",
                    Parameter<Value>("context", "the context"),
                    Parameter<Value>("error", "the exception that ends it", default: .none)
                ) { interpreter, context, error -> Value in
                    .bool(try Contexts.exit(context, error, interpreter))
                },
                Builtin(
                    "nullcontext", group: "contextlib", summary: "Does nothing.",
                    Parameter<Value>("enter_result", "the value that `as` binds", default: .none)
                ) { _, value -> Value in
                    .object(PlainContext(value, swallowing: []))
                },
                Builtin(
                    "suppress", group: "contextlib", summary: "Suppresses exceptions of some classes.",
                    raw: [.init("exceptions", "the classes", .variadic)]
                ) { _, arguments in
                    .object(PlainContext(.none, swallowing: arguments.positional))
                },
                GeneratorContext.command,
            ])
    }

    // MARK: dataclasses

    static func dataclasses() -> ModuleValue {
        let options = [
            "init", "repr", "eq", "order", "unsafe_hash", "frozen", "match_args", "kw_only", "slots",
            "weakref_slot",
        ]
        let module = ModuleValue(
            "dataclasses", documentation: "Classes that are a row of named values.",
            commands: [
                Builtin(
                    "dataclass", group: "dataclasses",
                    summary: "Writes __init__, __repr__ and __eq__ for a class of annotated fields.",
                    raw: [.init("cls", "the class", default: "None", .positionalOnly)]
                        + options.map {
                            .init($0, "as dataclasses has it", default: "…", type: "bool", .keywordOnly)
                        }
                ) { _, arguments in
                    for (name, _) in arguments.keywords where !options.contains(name) {
                        throw Wording.unknownKeyword("dataclass", options, name)
                    }
                    let rules = Set(
                        try arguments.keywords.filter { try Operations.truth($0.value) }.map(\.name))
                    let refused = Set(
                        try arguments.keywords.filter { try !Operations.truth($0.value) }.map(\.name))
                    func decorate(_ value: Value) throws -> Value {
                        guard case .type(let type) = value, type.isScript else {
                            throw ScriptError("TypeError", "dataclass() wants a class, not \(value.typeName)")
                        }
                        try DataClass.complete(type, rules, without: refused)
                        return value
                    }
                    if let type = arguments.positional.first { return try decorate(type) }
                    return .builtin(
                        Builtin(
                            "dataclass", group: "dataclasses", summary: "Completes a class.",
                            Parameter<Value>("cls", "the class")
                        ) { _, type -> Value in try decorate(type) })
                },
                Builtin(
                    "field", group: "dataclasses", summary: "Options for one field of a dataclass.",
                    raw: [
                        "default", "default_factory", "init", "repr", "compare", "hash", "metadata",
                        "kw_only",
                    ].map { .init($0, "as dataclasses has it", default: "…", .keywordOnly) }
                ) { _, arguments in
                    let field = DataField()
                    for (name, value) in arguments.keywords {
                        switch name {
                        case "default": field.value = value
                        case "default_factory": field.make = value
                        case "init": field.isGiven = try Operations.truth(value)
                        case "repr": field.isShown = try Operations.truth(value)
                        case "compare": field.isCompared = try Operations.truth(value)
                        case "hash": field.hashed = value
                        case "metadata": field.metadata = value
                        case "kw_only": field.isByName = try Operations.truth(value)
                        default:
                            throw Wording.unknownKeyword(
                                "field", ["default", "default_factory", "init", "repr", "compare"], name)
                        }
                    }
                    return .object(field)
                },
                Builtin(
                    "asdict", group: "dataclasses", summary: "The fields by name.",
                    Parameter<Value>("obj", "an instance"),
                    Parameter<Value>(
                        "dict_factory", "what makes a dict of pairs", default: .none, .keywordOnly)
                ) { interpreter, value, make -> Value in
                    try DataClass.parts(
                        value, asDict: true,
                        make.isNone ? nil : { try Operations.call(make, Arguments([.list($0)]), interpreter) }
                    )
                },
                Builtin(
                    "astuple", group: "dataclasses", summary: "The fields in order.",
                    Parameter<Value>("obj", "an instance"),
                    Parameter<Value>(
                        "tuple_factory", "what makes a row of values", default: .none, .keywordOnly)
                ) { interpreter, value, make -> Value in
                    try DataClass.parts(
                        value, asDict: false,
                        make.isNone ? nil : { try Operations.call(make, Arguments([.list($0)]), interpreter) }
                    )
                },
                Builtin(
                    "replace", group: "dataclasses",
                    summary: "A copy of an instance with some fields replaced.",
                    raw: [
                        .init("obj", "an instance", .positionalOnly), .init("changes", "by name", .keywords),
                    ]
                ) { interpreter, arguments in
                    guard case .instance(let instance)? = arguments.positional.first,
                        let fields = DataClass.fields(instance.type)
                    else {
                        throw ScriptError("TypeError", "replace() should be called on dataclass instances")
                    }
                    var given = arguments.keywords
                    for field in fields where field.isGiven && arguments.keyword(field.name.name) == nil {
                        given.append((field.name.name, instance.attributes[field.name] ?? .none))
                    }
                    return try Operations.construct(
                        instance.type, Arguments([], keywords: given), interpreter)
                },
            ])
        module["FrozenInstanceError"] = .type(ExceptionTypes.type("FrozenInstanceError"))
        module["Field"] = .type(DataField.type)
        module["KW_ONLY"] = .object(TypeHint("dataclasses.KW_ONLY"))
        module["MISSING"] = .object(DataField.missing)
        module["InitVar"] = .object(TypeHint("dataclasses.InitVar"))
        for command in DataClass.commands { module[command.name] = .builtin(command) }
        return module
    }
}

/// A context that does nothing but swallow some exceptions.
private final class PlainContext: ScriptObject {
    private let value: Value
    private let swallowed: [Value]
    init(_ value: Value, swallowing swallowed: [Value]) { (self.value, self.swallowed) = (value, swallowed) }
    var typeName: String { swallowed.isEmpty ? "nullcontext" : "suppress" }
    func enter() throws -> Value { value }
    func exit(_ error: ScriptError?) throws -> Bool {
        guard var error, !swallowed.isEmpty, let interpreter = Interpreter.current else { return false }
        let exception = interpreter.exception(of: &error)
        return try swallowed.contains { try ExceptionTypes.matches(exception, $0) }
    }
}
