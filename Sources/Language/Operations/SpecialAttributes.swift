/// What stands behind the attributes of instances and classes that mean more than a name with a value:
/// `__dict__`, `__class__`, descriptors.
enum SpecialAttributes {
    private static let arguments: Set<Symbol> = [Names.args]

    /// Attributes that are kept beside the dict of an instance.
    static func kept(_ instance: Instance) -> Set<Symbol> {
        instance.type.isException ? arguments : []
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
            guard case .dict(let dict) = new.plain else {
                throw ScriptError(
                    "TypeError", "__dict__ must be set to a dictionary, not a '\(new.typeName)'")
            }
            guard instance.native == nil || instance.plainValue != nil else {
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
        guard type.nativeBase === instance.type.nativeBase, type.valueBase === instance.type.valueBase,
            type.isException == instance.type.isException
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
            return instance.type.lookup(Names.get) != nil || SpecialAttributes.takesWrites(instance)
        default: return false
        }
    }
}
