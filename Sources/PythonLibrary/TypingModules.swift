import Language

/// The modules `typing`, `dataclasses`, `contextlib` and `__future__`: what a program's first lines import.
enum TypingModules {
    /// Types are read and never checked, so every name stands for itself.
    static func typing() -> ModuleValue {
        let names = [
            "Any", "Callable", "ClassVar", "DefaultDict", "Deque", "Dict", "Final", "FrozenSet", "Generator",
            "Generic", "Hashable", "Iterable",
            "Iterator", "List", "Literal", "Mapping", "MutableMapping", "NamedTuple", "NoReturn", "Optional",
            "Sequence", "Set", "Sized", "Tuple", "Type",
            "Union", "Protocol", "TypedDict", "Self",
        ]
        let module = ModuleValue(
            "typing", documentation: "Names for annotations, which are read and not checked.",
            names.map { ($0, .object(TypeHint("typing." + $0))) })
        module["TYPE_CHECKING"] = .bool(false)
        module["TypeVar"] = .builtin(
            Builtin(
                "TypeVar", group: "typing", summary: "A type variable.",
                raw: [
                    .init("name", "its name"), .init("constraints", "ignored", .variadic),
                    .init("options", "ignored", .keywords),
                ]
            ) { _, arguments in
                .object(TypeHint("~" + (arguments.positional.first?.text ?? "T")))
            })
        module["cast"] = .builtin(
            Builtin(
                "cast", group: "typing", summary: "Returns the value unchanged.",
                Parameter<Value>("typ", "ignored"),
                Parameter<Value>("val", "the value")
            ) { _, _, value -> Value in value })
        return module
    }

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
                        case "hash", "metadata", "kw_only": break
                        default:
                            throw Wording.unknownKeyword(
                                "field", ["default", "default_factory", "init", "repr", "compare"], name)
                        }
                    }
                    return .object(field)
                },
                Builtin(
                    "asdict", group: "dataclasses", summary: "The fields by name.",
                    Parameter<Value>("obj", "an instance")
                ) { _, value -> Value in try DataClass.parts(value, asDict: true) },
                Builtin(
                    "astuple", group: "dataclasses", summary: "The fields in order.",
                    Parameter<Value>("obj", "an instance")
                ) { _, value -> Value in try DataClass.parts(value, asDict: false) },
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
        return module
    }
}

/// `List`, `Optional[int]`: stands in an annotation.
final class TypeHint: ScriptObject {
    let name: String
    init(_ name: String) { self.name = name }
    var typeName: String { "_SpecialForm" }
    func repr() throws -> String { name }
    func copied(_ memo: CopyMemo?) throws -> any ScriptObject { self }
    func getItem(_ index: Value) throws -> Value {
        let parts: [Value]
        if case .tuple(let tuple) = index { parts = tuple.elements } else { parts = [index] }
        let shown = try Operations.nested {
            try parts.map { part -> String in
                if case .type(let type) = part { return type.name }
                return try part.repr()
            }
        }
        return .object(TypeHint("\(name)[\(shown.joined(separator: ", "))]"))
    }
    func binary(_ operation: BinaryOperator, _ other: Value, reflected: Bool) throws -> Value? {
        operation == .or ? .object(self) : nil
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
