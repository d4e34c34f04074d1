/// What stands behind the attributes that mean more than a name with a value: `__dict__`, `__class__`, `__defaults__`.
enum PlainAttributes {
    private static let arguments: Set<Symbol> = [Names.args]

    /// Attributes that are kept beside the dict of an instance.
    static func kept(_ instance: Instance) -> Set<Symbol> {
        instance.type.isSubclass(of: ExceptionTypes.base) ? arguments : []
    }

    // MARK: Descriptors of a program

    /// What a descriptor in a class gives for an attribute (`__get__`), nil for any other value.
    ///
    /// - Parameter instance: whose attribute it is; nil for the class's own.
    static func describe(_ found: Value, _ instance: Instance?, _ type: ScriptClass) throws -> Value? {
        guard case .instance(let descriptor) = found else { return nil }
        let receiver = instance.map(Value.instance) ?? Value.none
        return try Operations.callSpecial(descriptor, Names.get, [receiver, .type(type)])
    }

    /// Whether a descriptor stands before what the instance itself has under its name.
    static func takesWrites(_ descriptor: Instance) -> Bool {
        descriptor.type.lookup(Names.set) != nil || descriptor.type.lookup(Names.delete) != nil
    }

    // MARK: Special names

    /// Sets `x.__dict__` or `x.__class__`; false for any other name.
    ///
    /// - Throws: TypeError for what is no dict or no class, or a class of another build.
    static func setSpecial(_ instance: Instance, _ name: Symbol, _ new: Value) throws -> Bool {
        if name == Names.dict {
            guard case .dict(let dict) = new else {
                throw ScriptError(
                    "TypeError", "__dict__ must be set to a dictionary, not a '\(new.typeName)'")
            }
            guard instance.native == nil else {
                throw ScriptError(
                    "NotImplementedError",
                    "setting __dict__ of an object built upon a library's class is not in Lagado",
                    hint: "x.__dict__.update(…)")
            }
            instance.attributes.share(dict, except: kept(instance))
            return true
        }
        guard name == Names.classSymbol else { return false }
        guard case .type(let type) = new else {
            throw ScriptError(
                "TypeError", "__class__ must be set to a class, not '\(new.typeName)' object")
        }
        guard type.isScript else { throw noOtherClass() }
        guard type.nativeBase === instance.type.nativeBase,
            type.isSubclass(of: ExceptionTypes.base) == instance.type.isSubclass(of: ExceptionTypes.base)
        else {
            throw ScriptError(
                "TypeError",
                "__class__ assignment: '\(type.name)' object layout differs from '\(instance.type.name)'")
        }
        instance.type = type
        (instance.native as? any NativePart)?.classChanged(of: instance)
        return true
    }

    static func noOtherClass() -> ScriptError {
        ScriptError(
            "TypeError", "__class__ assignment only supported for mutable types or ModuleType subclasses")
    }

    /// Why a class does not let go of an attribute that makes it what it is, nil where it does.
    static func refusal(ofClass name: Symbol) -> ScriptError? {
        switch name.name {
        case "__dict__":
            return ScriptError("AttributeError", "attribute '__dict__' of 'type' objects is not writable")
        case "__mro__": return ScriptError("AttributeError", "readonly attribute")
        case "__bases__":
            return ScriptError(
                "NotImplementedError", "setting __bases__ of a class is not in Lagado",
                hint: "a new class with other bases")
        default: return nil
        }
    }

    /// `object.__setattr__` and its like: they act on the instance itself, past what its class says.
    static func command(_ name: Symbol) -> Value? {
        func make(_ count: Int, _ body: @escaping (Instance, Symbol, [Value]) throws -> Value) -> Value {
            .builtin(
                Builtin(name.name, group: "", summary: "Acts on the instance itself.", raw: []) {
                    _, arguments in
                    guard arguments.positional.count == count, arguments.keywords.isEmpty,
                        let attribute = arguments.positional[1].text
                    else {
                        throw ScriptError("TypeError", "\(name.name)() takes \(count) arguments")
                    }
                    guard case .instance(let instance) = arguments.positional[0] else {
                        throw ScriptError(
                            "TypeError",
                            "can't apply this \(name.name) to \(arguments.positional[0].typeName) object")
                    }
                    return try body(instance, Symbol(attribute), arguments.positional)
                })
        }
        switch name {
        case Names.setattr:
            return make(3) { instance, name, given in
                if case .object(let object)? = instance.type.lookup(name), object is Property {
                    try Operations.setAttribute(.instance(instance), name, given[2])
                } else if try !setSpecial(instance, name, given[2]) {
                    instance.attributes.set(name, given[2])
                }
                return .none
            }
        case Names.delattr:
            return make(2) { instance, name, _ in
                try Operations.deleteOwn(instance, name)
                return .none
            }
        case Names.getattribute:
            return make(2) { instance, name, given in
                try Operations.requireAttribute(given[0], name)
            }
        default: return nil
        }
    }
}

extension Value {
    /// Whether, in a class, it decides what becomes of an attribute.
    var isDescriptor: Bool {
        switch self {
        case .object(let object): return object is Property
        case .instance(let instance):
            return instance.type.lookup(Names.get) != nil || PlainAttributes.takesWrites(instance)
        default: return false
        }
    }
}

// MARK: Functions

extension FunctionValue {
    /// Names that are not in `f.__dict__`.
    private static let own: Set<Symbol> = [
        Names.name, Names.doc, Names.module, Symbol("__qualname__"), Symbol("__annotations__"),
    ]

    private func places(_ isPositional: Bool) -> [Int] {
        code.parameters.indices.filter {
            let passing = code.parameters[$0].passing
            return isPositional ? passing == .either || passing == .positionalOnly : passing == .keywordOnly
        }
    }

    /// What a function tells of itself, nil for any other name.
    func special(_ name: Symbol) -> Value? {
        switch name.name {
        case "__dict__": return .dict(attributes.shared(except: FunctionValue.own))
        case "__globals__": return .dict(interpreter.globals.dictionary)
        case "__defaults__":
            let values = places(true).compactMap { defaults[$0] }
            return values.isEmpty ? Value.none : .tuple(values)
        case "__kwdefaults__":
            let view = DictValue(viewOf: KeywordDefaults(self))
            return view.count == 0 ? Value.none : .dict(view)
        default: return nil
        }
    }

    /// - Throws: TypeError for what cannot be there, NotImplementedError for what a function keeps to itself here.
    func set(_ name: Symbol, _ new: Value) throws {
        switch name.name {
        case "__dict__":
            guard case .dict(let dict) = new else {
                throw ScriptError(
                    "TypeError", "__dict__ must be set to a dictionary, not a '\(new.typeName)'")
            }
            attributes.share(dict, except: FunctionValue.own)
        case "__defaults__":
            var values: [Value] = []
            if case .tuple(let tuple) = new {
                values = tuple.elements
            } else if !new.isNone {
                throw ScriptError("TypeError", "__defaults__ must be set to a tuple object")
            }
            let places = places(true)
            for place in places { defaults[place] = nil }
            for (place, value) in zip(places.reversed(), values.reversed()) { defaults[place] = value }
        case "__kwdefaults__":
            var pairs: [(key: Value, value: Value)] = []
            if case .dict(let dict) = new {
                pairs = dict.pairs
            } else if !new.isNone {
                throw ScriptError("TypeError", "__kwdefaults__ must be set to a dict object")
            }
            for place in places(false) { defaults[place] = nil }
            let view = KeywordDefaults(self)
            for (key, value) in pairs { try view.set(key, value) }
        case "__code__":
            throw ScriptError(
                "NotImplementedError", "setting __code__ of a function is not in Lagado",
                hint: "the name can mean another function: f = g")
        case "__globals__", "__closure__": throw ScriptError("AttributeError", "readonly attribute")
        default: attributes.set(name, new)
        }
    }

    /// `f.__kwdefaults__`: live.
    private final class KeywordDefaults: DictSource {
        let function: FunctionValue
        init(_ function: FunctionValue) { self.function = function }

        private func place(_ key: Value) -> Int? {
            function.places(false).first { function.code.parameters[$0].name == key.text }
        }
        var pairs: [(key: Value, value: Value)] {
            function.places(false).compactMap { place in
                function.defaults[place].map { (.string(function.code.parameters[place].name), $0) }
            }
        }
        func set(_ key: Value, _ value: Value) throws {
            guard let place = place(key) else {
                throw ScriptError(
                    "TypeError", "\(function.name)() has no keyword-only parameter \(try key.repr())")
            }
            function.defaults[place] = value
        }
        func remove(_ key: Value) throws -> Value? {
            guard let place = place(key), let value = function.defaults[place] else { return nil }
            function.defaults[place] = nil
            return value
        }
        var holders: [Value] { [.function(function)] }
    }
}

// MARK: Classes

/// `C.__dict__`: what the class itself holds.
final class ClassDictionary: DictSource {
    let type: ScriptClass
    init(_ type: ScriptClass) { self.type = type }

    var pairs: [(key: Value, value: Value)] {
        zip(type.attributes.symbols, type.attributes.values).map { (.string($0.name), $1) }
    }
    func get(_ key: Value) throws -> Value? { key.text.flatMap { type.attributes[Symbol($0)] } }
    func set(_ key: Value, _ value: Value) throws {
        throw ScriptError("TypeError", "'mappingproxy' object does not support item assignment")
    }
    func remove(_ key: Value) throws -> Value? {
        throw ScriptError("TypeError", "'mappingproxy' object does not support item deletion")
    }
    var holders: [Value] { [.type(type)] }
}

/// A dict that can only be read.
final class MappingProxy: ScriptObject {
    let dict: DictValue
    init(_ dict: DictValue) { self.dict = dict }

    var typeName: String { "mappingproxy" }
    func repr() throws -> String { "mappingproxy(\(try Value.dict(dict).repr()))" }
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
    /// The dict behind a mapping, for `**`: a dict or what `C.__dict__` gives; nil for anything else.
    static func mapping(_ value: Value) -> DictValue? {
        switch value {
        case .dict(let dict): return dict
        case .object(let object): return (object as? MappingProxy)?.dict
        default: return nil
        }
    }
}

// MARK: Variables of a call

/// `locals()` in a function: the variables there as a dict, one of its own as in CPython: writing to it changes none.
final class LocalsNode: Node {
    private let scope: Scope
    private let name: String
    private let callee: Node
    private lazy var places: [(name: String, place: Scope.Place)] = scope.blocks[0].sorted {
        LocalsNode.rank($0.value) < LocalsNode.rank($1.value)
    }.map { ($0.key, $0.value) }

    init(_ scope: Scope, _ name: String, _ callee: Node, _ range: SourceRange) {
        (self.scope, self.name, self.callee) = (scope, name, callee)
        super.init(range)
    }

    private static func rank(_ place: Scope.Place) -> Int {
        switch place {
        case .slot(let slot): return slot
        case .cell(let cell): return 1 << 40 + cell
        }
    }

    override func evaluate(_ frame: Frame) throws -> Value {
        let function = try callee.evaluate(frame)
        // The person's own function of this name is called as any other.
        guard case .builtin(let builtin) = function, builtin.name == name else {
            do { return try Operations.call(function, Arguments(), frame.interpreter) } catch {
                throw located(error, frame)
            }
        }
        guard scope.kind == .function else {
            throw located(
                ScriptError("NotImplementedError", "\(name)() in the body of a class is not in Lagado"), frame
            )
        }
        let result = DictValue()
        for (name, place) in places {
            let value: Value?
            switch place {
            case .slot(let slot): value = frame.slots[slot]
            case .cell(let cell): value = frame.cells[cell].value
            }
            if let value { result.setString(name, value) }
        }
        for (name, index) in scope.free.sorted(by: { $0.value < $1.value }) {
            if let value = frame.free[index].value { result.setString(name, value) }
        }
        return .dict(result)
    }
}
