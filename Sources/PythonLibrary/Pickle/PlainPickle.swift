import Language

/// Plain data, and objects of classes that the program itself has: what `pickle` reads and writes, and the
/// part of `torch.save` that is not PyTorch's.
///
/// An object is made of its class without a call of anything: it gets the attributes that it had.
open class PlainPickle: PickleVocabulary {
    private let interpreter: Interpreter?

    public init(_ interpreter: Interpreter? = Interpreter.current) { self.interpreter = interpreter }

    open var namesAreValues: Bool { false }

    /// Containers that pickle makes by a call of their classes, under the names of both Pythons.
    private static let containers: Set<String> = [
        "collections.OrderedDict", "collections.Counter", "collections.defaultdict", "builtins.set",
        "builtins.frozenset", "builtins.bytearray", "builtins.bytes", "_codecs.encode",
        "copyreg._reconstructor",
    ]
    private static let types: [String: ScriptClass] = [
        "builtins.list": Types.list, "builtins.dict": Types.dict, "builtins.int": Types.int,
        "builtins.float": Types.float, "builtins.str": Types.str, "builtins.object": Types.object,
        "builtins.tuple": Types.tuple, "builtins.bool": Types.bool,
    ]

    /// A name as today's Python writes it.
    public static func present(_ name: PickledName) -> PickledName {
        switch name.module {
        case "__builtin__": PickledName("builtins", name.name)
        case "copy_reg": PickledName("copyreg", name.name)
        default: name
        }
    }

    open func value(of name: PickledName) throws -> Value {
        let name = PlainPickle.present(name)
        if PlainPickle.containers.contains(name.path) { return .object(name) }
        if let type = PlainPickle.types[name.path] { return .type(type) }
        if let type = try ownClass(name) { return .type(type) }
        throw refusal(of: name)
    }

    /// A class that the program has made, or imported from a module that is written in the language.
    public func ownClass(_ name: PickledName) throws -> ScriptClass? {
        guard let interpreter else { return nil }
        var found: Value?
        if name.module == "__main__" {
            found = interpreter.globals[name.name]
        } else if let module = interpreter.modules[name.module] {
            found = try? Operations.attribute(.module(module), Symbol(name.name))
        }
        guard case .type(let type)? = found, PlainPickle.isOwn(type) else { return nil }
        return type
    }

    /// Whether objects of a class are no more than their attributes.
    public static func isOwn(_ type: ScriptClass) -> Bool {
        type.isScript && type.nativeBase == nil && !type.isException && type.attribute("__setstate__") == nil
            && type.attribute("__reduce__") == nil && type.attribute("__getstate__") == nil
            && !type.lineage.contains { !$0.isScript && $0 !== Types.object }
    }

    open func refusal(of name: PickledName) -> ScriptError {
        ScriptError(
            "UnpicklingError",
            "the pickle holds \(name.path), and pickle reads plain data here: nothing in a file is run",
            hint: name.module.hasPrefix("torch") ? "torch.load(path)" : nil)
    }

    open func call(_ name: PickledName, _ arguments: [Value]) throws -> Value {
        switch name.path {
        case "collections.OrderedDict":
            let dict = DictValue.ordered()
            for pair in try arguments.first.map({ try Operations.array($0) }) ?? [] {
                let parts = try Operations.array(pair)
                guard parts.count == 2 else { throw PickleReader.broken("a pair was expected") }
                try dict.set(parts[0], parts[1])
            }
            return .dict(dict)
        case "collections.Counter":
            let dict = DictValue()
            dict.sort = DictKind.counter
            if let counts = arguments.first { try PlainPickle.fill(dict, counts) }
            return .dict(dict)
        case "collections.defaultdict":
            let dict = DictValue()
            dict.sort = DictKind.defaulting
            if let make = arguments.first, !make.isNone {
                guard case .type = make else { throw PickleReader.broken("a class was expected") }
                dict.makeMissing = make
            }
            return .dict(dict)
        case "builtins.set", "builtins.frozenset":
            let elements = try arguments.first.map { try Operations.array($0) } ?? []
            return .set(try SetValue(elements, isFrozen: name.name == "frozenset"))
        case "_codecs.encode": return .object(BytesValue(try PlainPickle.latin(arguments.first)))
        case "builtins.bytes":
            return .object(BytesValue(try arguments.first.map { try PlainPickle.bytes($0) } ?? []))
        case "builtins.bytearray":
            return .object(ByteArrayValue(try arguments.first.map { try PlainPickle.bytes($0) } ?? []))
        case "copyreg._reconstructor":
            guard arguments.count == 3, case .type(let base) = arguments[1], base === Types.object else {
                throw refusal(of: name)
            }
            return try instance(of: arguments[0])
        default: throw refusal(of: name)
        }
    }

    /// A bare object of a class of the program.
    public func instance(of type: Value) throws -> Value {
        guard case .type(let type) = type, PlainPickle.isOwn(type) else {
            throw PickleReader.broken("the pickle makes an object of what is no class of the program")
        }
        return .instance(Instance(type))
    }

    private static func fill(_ dict: DictValue, _ values: Value) throws {
        guard case .dict(let values) = values else { throw PickleReader.broken("a dict was expected") }
        for pair in values.pairs { try dict.set(pair.key, pair.value) }
    }

    /// Bytes that were written as the text of their numbers.
    private static func latin(_ value: Value?) throws -> [UInt8] {
        guard let text = value?.text else { throw PickleReader.broken("a text was expected") }
        return try text.unicodeScalars.map { scalar in
            guard let byte = UInt8(exactly: scalar.value) else {
                throw PickleReader.broken("a text of bytes holds U+\(String(scalar.value, radix: 16))")
            }
            return byte
        }
    }

    private static func bytes(_ value: Value) throws -> [UInt8] {
        if let bytes = value.bytes { return bytes }
        return try latin(value)
    }

    open func restore(_ value: Value, _ state: Value) throws -> Value? {
        switch value {
        case .instance(let instance) where PlainPickle.isOwn(instance.type):
            // A pair of a dict and one of slots.
            var parts = [state]
            if case .tuple(let pair) = state, pair.elements.count == 2 { parts = pair.elements }
            for part in parts where !part.isNone {
                guard case .dict(let dict) = part else { throw PickleReader.broken("a dict was expected") }
                for (key, value) in dict.pairs {
                    guard let name = key.text else { throw PickleReader.broken("a name was expected") }
                    instance.setAttribute(name, value)
                }
            }
        // What libraries note on a dict is not kept.
        case .dict: break
        default: throw PickleReader.broken("the pickle sets the state of \(value.typeName)")
        }
        return nil
    }

    open func load(_ identity: Value) throws -> Value {
        throw PickleReader.broken("A load persistent id instruction was encountered, but no persistent_load")
    }
}

/// How what is no plain data is written by `pickle`.
open class PlainForms: PickleForms {
    public init() {}

    open func form(of value: Value) throws -> PickleForm {
        if let form = PlainForms.common(value) { return form }
        throw ScriptError(
            "PicklingError", "Can't pickle \(value.typeName) objects: pickle takes plain data here",
            details: ["None, numbers, texts, bytes, lists, tuples, dicts and sets of them"],
            hint: "torch.save(…) for tensors and models; json or a dict of plain values for the rest")
    }

    /// Objects of the program's own classes, and the classes by which `defaultdict` makes values.
    public static func common(_ value: Value) -> PickleForm? {
        switch value {
        case .instance(let instance):
            guard PlainPickle.isOwn(instance.type) else { return nil }
            let module = instance.type.attribute("__module__")?.text ?? "__main__"
            return .instance(
                PickledName(module, instance.type.qualifiedName),
                attributes: .dict(instance.attributeNames.map { ($0, instance.attribute($0) ?? .none) }))
        case .type(let type)
        where [Types.list, Types.dict, Types.int, Types.float, Types.str].contains { $0 === type }:
            return .name(PickledName("builtins", type.name))
        case .object(let object as PickledName): return .name(object)
        default: return nil
        }
    }
}
