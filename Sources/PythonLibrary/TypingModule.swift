import Language

/// The module `typing`: types are read and never checked, so almost every name stands for itself.
enum TypingModule {
    static let names = [
        "AbstractSet", "Annotated", "Any", "AsyncContextManager", "AsyncGenerator", "AsyncIterable",
        "AsyncIterator", "Awaitable", "BinaryIO", "ByteString", "Callable", "ChainMap", "ClassVar",
        "Collection", "Concatenate", "Container", "ContextManager", "Coroutine", "Counter", "DefaultDict",
        "Deque", "Dict", "Final", "FrozenSet", "Generator", "Generic", "Hashable", "IO", "ItemsView",
        "Iterable",
        "Iterator", "KeysView", "List", "Literal", "LiteralString", "Mapping", "MappingView", "Match",
        "MutableMapping", "MutableSequence", "MutableSet", "Never", "NoReturn", "NotRequired", "Optional",
        "OrderedDict", "Pattern", "Protocol", "Required", "Reversible", "Self", "Sequence", "Set", "Sized",
        "SupportsAbs", "SupportsBytes", "SupportsComplex", "SupportsFloat", "SupportsIndex", "SupportsInt",
        "SupportsRound", "TextIO", "Tuple", "Type", "TypeAlias", "TypeGuard", "Union", "Unpack", "ValuesView",
    ]

    static func make() -> ModuleValue {
        let module = ModuleValue(
            "typing", documentation: "Names for annotations, which are read and not checked.",
            names.map { ($0, .object(TypeHint("typing." + $0))) } + commands.map { ($0.name, .builtin($0)) })
        module["TYPE_CHECKING"] = .bool(false)
        module["Text"] = .type(Types.str)
        module["AnyStr"] = .object(TypeHint("~AnyStr"))
        let named = ScriptClass("NamedTuple", module: "typing", behaviour: NamedTupleBehaviour())
        let typed = ScriptClass("TypedDict", module: "typing", behaviour: TypedDictBehaviour())
        (module["NamedTuple"], module["TypedDict"]) = (.type(named), .type(typed))
        return module
    }

    private static func variable(_ name: String) -> Builtin {
        Builtin(
            name, group: "typing", summary: "A type variable.",
            raw: [
                .init("name", "its name"), .init("constraints", "read and not checked", .variadic),
                .init("options", "read and not checked", .keywords),
            ]
        ) { _, arguments in .object(TypeHint("~" + (arguments.positional.first?.text ?? "T"))) }
    }

    private static func same(_ name: String, _ summary: String) -> Builtin {
        Builtin(name, group: "typing", summary: summary, Parameter<Value>("f", "a function or a class")) {
            _, value -> Value in value
        }
    }

    private static let commands: [Builtin] = [
        variable("TypeVar"), variable("ParamSpec"), variable("TypeVarTuple"),
        same("final", "The class or method as it is."), same("overload", "The function as it is."),
        same("no_type_check", "The function as it is."), same("reveal_type", "The value as it is."),
        Builtin(
            "cast", group: "typing", summary: "The value as it is.", Parameter<Value>("typ", "not looked at"),
            Parameter<Value>("val", "the value")
        ) { _, _, value -> Value in value },
        Builtin(
            "assert_type", group: "typing", summary: "The value as it is.",
            Parameter<Value>("val", "the value"),
            Parameter<Value>("typ", "not looked at")
        ) { _, value, _ -> Value in value },
        Builtin(
            "NewType", group: "typing", summary: "A name for a type: a call gives its argument.",
            Parameter<String>("name", "its name"), Parameter<Value>("tp", "the type")
        ) { _, name, _ -> Value in
            .builtin(
                Builtin(
                    name, group: "typing", summary: "The value as it is.", Parameter<Value>("x", "the value")
                ) {
                    _, value -> Value in value
                })
        },
        Builtin(
            "get_type_hints", group: "typing", summary: "What a function or a class annotates, by name.",
            Parameter<Value>("obj", "the function or class")
        ) { _, value -> Value in
            guard case .type(let type) = value else {
                return try Operations.requireAttribute(value, Symbol("__annotations__"))
            }
            let result = DictValue()
            for base in type.lineage.reversed() {
                for (name, value) in base.annotationValues { result.setString(name, value) }
            }
            return .dict(result)
        },
        Builtin(
            "get_args", group: "typing", summary: "What stands in the brackets of a type.",
            Parameter<Value>("tp", "a type")
        ) { _, value -> Value in
            guard case .object(let object) = value, let hint = object as? TypeHint else { return .tuple([]) }
            return .tuple(hint.parts)
        },
        Builtin(
            "get_origin", group: "typing", summary: "What stands before the brackets of a type.",
            Parameter<Value>("tp", "a type")
        ) { _, value -> Value in
            guard case .object(let object) = value, let hint = object as? TypeHint, !hint.parts.isEmpty else {
                return .none
            }
            return hint.origin
        },
    ]
}

/// `List`, `Optional[int]`: stands in an annotation, or among the bases of a class.
///
/// Sendable: a hint never changes.
final class TypeHint: ScriptObject, StandsForBase, @unchecked Sendable {
    let name: String
    /// What stands in brackets behind it.
    let parts: [Value]
    private let plain: String

    init(_ name: String) { (self.name, plain, parts) = (name, name, []) }

    private init(_ plain: String, _ parts: [Value]) throws {
        (self.plain, self.parts) = (plain, parts)
        let isOptional = plain == "typing.Union" && parts.count == 2 && parts.contains(where: \.isNone)
        let shown = isOptional ? parts.filter { !$0.isNone } : parts
        name =
            (isOptional ? "typing.Optional" : plain) + "["
            + (try shown.map { try TypeHint.text($0, isLiteral: plain.hasSuffix("Literal")) }.joined(
                separator: ", "))
            + "]"
    }

    private static func text(_ part: Value, isLiteral: Bool = false) throws -> String {
        if isLiteral { return try part.repr() }
        switch part {
        case .type(let type):
            let module = type.isProgramClass ? type.attribute("__module__")?.text ?? "__main__" : type.module
            return (module.map { $0 + "." } ?? "") + type.qualifiedName
        case .list(let list):
            return "[" + (try list.elements.map { try text($0) }.joined(separator: ", ")) + "]"
        case .none: return "NoneType"
        case .ellipsis: return "..."
        case .str(let text): return "ForwardRef(\(Operations.quoted(text.string)))"
        default: return try part.repr()
        }
    }

    /// The class that a name of `typing` is about.
    var origin: Value {
        switch plain.split(separator: ".").last ?? "" {
        case "List": return .type(Types.list)
        case "Dict": return .type(Types.dict)
        case "Tuple": return .type(Types.tuple)
        case "Set": return .type(Types.set)
        case "FrozenSet": return .type(Types.frozenset)
        case "Type": return .type(Types.type)
        case "Optional": return .object(TypeHint("typing.Union"))
        default: return .object(TypeHint(plain))
        }
    }

    var base: ScriptClass? { nil }
    var typeName: String { "_SpecialForm" }
    func repr() throws -> String { name }
    func copied(_ memo: CopyMemo?) throws -> any ScriptObject { self }
    func getItem(_ index: Value) throws -> Value {
        var parts = [index]
        if case .tuple(let tuple) = index { parts = tuple.elements }
        return .object(try Operations.nested { try TypeHint(plain, parts) })
    }
    func binary(_ operation: BinaryOperator, _ other: Value, reflected: Bool) throws -> Value? {
        guard operation == .or else { return nil }
        let parts = reflected ? [other, .object(self)] : [.object(self), other]
        return .object(try TypeHint("typing.Union", parts))
    }
    func isEqual(to other: Value) throws -> Bool {
        if case .object(let object) = other, let hint = object as? TypeHint { return hint.name == name }
        return false
    }
    func hash() throws -> Int { name.hashValue }
}
