import Language

/// What `abc.ABC` is: classes below it of which no object can be made while a method is abstract.
final class AbstractBehaviour: ClassBehaviour {
    private static let key = Symbol("__abstractmethods__"), mark = Symbol("__isabstractmethod__")

    static func make() throws -> ScriptClass {
        let type = ScriptClass("ABC", module: "abc", behaviour: AbstractBehaviour())
        type.setAttribute(key.name, .set(try SetValue([], isFrozen: true)))
        return type
    }

    private static func isAbstract(_ value: Value?) -> Bool {
        guard let value else { return false }
        var inner = value
        if case .object(let object) = value, let holder = object as? any FunctionHolder {
            inner = holder.held
        }
        guard let found = try? Operations.attribute(inner, mark) else { return false }
        return (try? Operations.truth(found)) ?? false
    }

    func completed(_ type: ScriptClass, _ names: [String], _ interpreter: Interpreter) throws -> Value {
        var abstract = names.filter { AbstractBehaviour.isAbstract(type.attributes[Symbol($0)]) }
        for base in type.bases {
            guard let inherited = base.lookup(AbstractBehaviour.key) else { continue }
            for name in try Operations.array(inherited).compactMap(\.text)
            where !abstract.contains(name) && AbstractBehaviour.isAbstract(type.lookup(Symbol(name))) {
                abstract.append(name)
            }
        }
        let set = try SetValue(abstract.sorted().map(Value.string), isFrozen: true)
        type.set(AbstractBehaviour.key, .set(set))
        return .type(type)
    }

    func call(_ type: ScriptClass, _ arguments: Arguments, _ interpreter: Interpreter) throws -> Value? {
        guard case .set(let set)? = type.attributes[AbstractBehaviour.key], set.count > 0 else { return nil }
        let names = set.elements.compactMap(\.text).sorted()
        throw ScriptError(
            "TypeError",
            "Can't instantiate abstract class \(type.name) with abstract "
                + "method\(names.count == 1 ? "" : "s") "
                + names.joined(separator: ", "))
    }
}

/// What a module that is written in the language says of its classes: an object with the methods
/// `completed`, `call`, `iterate` and so on.
final class WrittenBehaviour: ClassBehaviour {
    private let object: Value
    init(_ object: Value) { self.object = object }

    private func ask(_ name: String, _ arguments: [Value]) throws -> Value? {
        guard let interpreter = Interpreter.current,
            let method = try Operations.attribute(object, Symbol(name))
        else { return nil }
        return try Operations.call(method, Arguments(arguments), interpreter)
    }

    func completed(_ type: ScriptClass, _ names: [String], _ interpreter: Interpreter) throws -> Value {
        try ask("completed", [.type(type), .list(names.map(Value.string))]) ?? .type(type)
    }
    func call(_ type: ScriptClass, _ arguments: Arguments, _ interpreter: Interpreter) throws -> Value? {
        try ask(
            "call",
            [.type(type), .list(arguments.positional), .dict(arguments.keywords.map { ($0.name, $0.value) })])
    }
    func iterate(_ type: ScriptClass) throws -> ScriptIterator? {
        try ask("iterate", [.type(type)]).map { try Operations.iterator($0) }
    }
    func item(_ type: ScriptClass, _ key: Value) throws -> Value? { try ask("item", [.type(type), key]) }
    func length(_ type: ScriptClass) throws -> Int? {
        try ask("length", [.type(type)]).map { try Operations.requireIndex($0) }
    }
    func contains(_ type: ScriptClass, _ value: Value) throws -> Bool? {
        try ask("contains", [.type(type), value]).map { try Operations.truth($0) }
    }
    func attribute(_ type: ScriptClass, _ name: String) throws -> Value? {
        guard name.hasPrefix("__") else { return nil }
        return try ask("attribute", [.type(type), .string(name)]).flatMap { $0.isNone ? nil : $0 }
    }
    func repr(_ type: ScriptClass) throws -> String? { try ask("represent", [.type(type)])?.text }
}

/// `class Point(typing.NamedTuple)`.
final class NamedTupleBehaviour: ClassBehaviour {
    func completed(_ type: ScriptClass, _ names: [String], _ interpreter: Interpreter) throws -> Value {
        let fields = type.annotations.map(\.name)
        var defaults: [Value] = []
        for field in fields {
            if let value = type.attributes[Symbol(field)] {
                defaults.append(value)
            } else if !defaults.isEmpty {
                throw ScriptError(
                    "TypeError", "non-default namedtuple field \(field) cannot follow default fields")
            }
        }
        let made = try NamedTuples.made(type.name, fields, defaults, module: "__main__")
        for name in names where !fields.contains(name) {
            made.type.attributes.set(Symbol(name), type.attributes[Symbol(name)] ?? .none)
        }
        return .type(made.type)
    }

    /// `NamedTuple("Point", [("x", int)])`.
    func call(_ type: ScriptClass, _ arguments: Arguments, _ interpreter: Interpreter) throws -> Value? {
        guard let name = arguments.positional.first?.text else {
            throw ScriptError("TypeError", "NamedTuple() wants a name and a list of fields")
        }
        var fields: [String] = arguments.keywords.map(\.name)
        if arguments.positional.count > 1 {
            fields = try Operations.array(arguments.positional[1]).map { pair in
                guard let field = try Operations.array(pair).first?.text else {
                    throw ScriptError("TypeError", "NamedTuple() wants fields as pairs of a name and a type")
                }
                return field
            }
        }
        return .type(try NamedTuples.made(name, fields, [], module: "__main__").type)
    }
}

/// `class Movie(typing.TypedDict)`: a call of it makes a dict.
final class TypedDictBehaviour: ClassBehaviour {
    func call(_ type: ScriptClass, _ arguments: Arguments, _ interpreter: Interpreter) throws -> Value? {
        if type.name == "TypedDict", let name = arguments.positional.first?.text {
            return try ScriptClass.made(name, bases: [type], attributes: [], module: nil, interpreter)
        }
        return try Operations.call(.type(Types.dict), arguments, interpreter)
    }
}

/// What modules that are written in the language ask about classes.
enum ClassModule {
    static func make() throws -> ModuleValue {
        ModuleValue(
            "_classes", documentation: "Classes, made and asked.",
            [
                ("ABC", .type(try AbstractBehaviour.make())),
                ("ABCMeta", .object(TypeHint("abc.ABCMeta"))),
            ] + commands.map { ($0.name, .builtin($0)) })
    }

    private static let commands: [Builtin] = [
        Builtin(
            "root", group: "classes", summary: "A class below which classes do what an object says.",
            Parameter<String>("name", "its name"), Parameter<String>("module", "its module"),
            Parameter<Value>("behaviour", "the object")
        ) { _, name, module, behaviour -> Value in
            .type(ScriptClass(name, module: module, behaviour: WrittenBehaviour(behaviour)))
        },
        Builtin(
            "make", group: "classes",
            summary:
                "An instance of a class before __init__; with the value of the type that it derives from.",
            raw: [.init("cls", "the class"), .init("args", "for the value", .variadic)]
        ) { interpreter, arguments in
            guard case .type(let type)? = arguments.positional.first else { return .none }
            return .instance(
                try type.makeInstance(Arguments(Array(arguments.positional.dropFirst())), interpreter))
        },
        Builtin(
            "derive", group: "classes", summary: "A class upon others, with attributes.",
            Parameter<String>("name", "its name"), Parameter<[Value]>("bases", "the classes"),
            Parameter<Value>("attributes", "pairs of names and values"),
            Parameter<String?>("module", "its module", default: nil)
        ) { interpreter, name, bases, attributes, module -> Value in
            let types = bases.compactMap { base -> ScriptClass? in
                if case .type(let type) = base { return type } else { return nil }
            }
            let pairs = try Operations.array(attributes).map { pair -> (name: String, value: Value) in
                let parts = try Operations.array(pair)
                return (try parts[0].str(), parts[1])
            }
            return try ScriptClass.made(name, bases: types, attributes: pairs, module: module, interpreter)
        },
        Builtin(
            "is_descriptor", group: "classes",
            summary: "Whether a value in a class is a method or a property.",
            Parameter<Value>("value", "the value")
        ) { _, value -> Bool in
            switch value {
            case .function, .builtin, .boundMethod: return true
            case .object(let object): return object is any FunctionHolder
            case .instance(let instance):
                return ["__get__", "__set__", "__delete__"].contains { instance.type.attribute($0) != nil }
            default: return false
            }
        },
    ]
}
