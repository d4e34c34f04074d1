/// `C.__dict__`: what the class itself holds.
final class ClassDictionary: DictSource {
    package let type: ScriptClass
    init(_ type: ScriptClass) { self.type = type }

    var pairs: [(key: Value, value: Value)] {
        zip(type.attributes.symbols, type.attributes.values).map { (.string($0.name), $1) }
    }
    func get(_ key: Value) throws -> Value? { key.text.flatMap { type.attributes[Symbol($0)] } }
    package func set(_ key: Value, _ value: Value) throws {
        throw ScriptError("TypeError", "'mappingproxy' object does not support item assignment")
    }
    package func remove(_ key: Value) throws -> Value? {
        throw ScriptError("TypeError", "'mappingproxy' object does not support item deletion")
    }
    var holders: [Value] { [.type(type)] }
}

/// A dict that can only be read.
final class MappingProxy: ScriptObject {
    package let dict: DictValue
    init(_ dict: DictValue) { self.dict = dict }

    var typeName: String { "mappingproxy" }
    package func repr() throws -> String { "mappingproxy(\(try Value.dict(dict).repr()))" }
    func str() throws -> String { try Value.dict(dict).repr() }
    func getItem(_ index: Value) throws -> Value { try Operations.item(.dict(dict), index) }
    func setItem(_ index: Value, _ value: Value) throws {
        throw ScriptError(
            "TypeError", "'mappingproxy' object does not support item assignment", hint: "setattr(C, name, x)"
        )
    }
    func deleteItem(_ index: Value) throws {
        throw ScriptError(
            "TypeError", "'mappingproxy' object does not support item deletion", hint: "delattr(C, name)")
    }
    func length() throws -> Int { dict.count }
    func truth() throws -> Bool { dict.count > 0 }
    func contains(_ value: Value) throws -> Bool { try dict.get(value) != nil }
    func iterate() throws -> ScriptIterator { TableIterator(dict, .keys) }
    func isEqual(to other: Value) throws -> Bool {
        if case .object(let object) = other, let other = object as? MappingProxy {
            return try Operations.equal(.dict(dict), .dict(other.dict))
        }
        return try Operations.equal(.dict(dict), other)
    }
    func binary(_ operation: BinaryOperator, _ other: Value, reflected: Bool) throws -> Value? {
        guard operation == .or else { return nil }
        let mine = Value.dict(dict.copied())
        return try Operations.binary(.or, reflected ? other : mine, reflected ? mine : other)
    }
    func copied(_ memo: CopyMemo?) throws -> any ScriptObject { throw CopyMemo.unavailable(typeName) }

    private static let methods = ["get", "keys", "values", "items", "copy"]
    var attributeNames: [String] { MappingProxy.methods }
    func getAttribute(_ name: String) throws -> Value? {
        guard MappingProxy.methods.contains(name), let method = Types.dict.lookup(Symbol(name)) else {
            return nil
        }
        return .boundMethod(BoundMethod(receiver: .dict(dict), function: method))
    }
}

extension Operations {
    /// The dict behind a mapping, for `**`: a dict, what `C.__dict__` gives, or the pairs of what has
    /// `keys()` and `__getitem__`; nil for anything else.
    static func mapping(_ value: Value) throws -> DictValue? {
        switch value.plain {
        case .dict(let dict): return dict
        case .object(let object): return (object as? MappingProxy)?.dict
        case .instance(let instance):
            guard let keys = try attribute(value, Symbol("keys")), let interpreter = Interpreter.current,
                instance.type.lookup(Names.getitem) != nil
            else { return nil }
            let dict = DictValue()
            for key in try array(call(keys, Arguments(), interpreter)) {
                try dict.set(key, item(value, key))
            }
            return dict
        default: return nil
        }
    }
}
