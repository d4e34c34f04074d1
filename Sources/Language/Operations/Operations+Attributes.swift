extension Operations {
    /// `value.name`, nil where there is none.
    public static func attribute(_ value: Value, _ name: Symbol) throws -> Value? {
        switch value {
        case .object(let object):
            if let found = try object.getAttribute(name.name) { return found }
            if let type = object.scriptClass, let found = type.lookup(name) { return bind(found, value) }
            if name == Names.classSymbol { return .type(type(of: value)) }
            return object.scriptClass.flatMap { SpecialMethods.method(name, of: $0) }.map {
                .boundMethod(BoundMethod(receiver: value, function: .builtin($0)))
            }
        case .instance(let instance): return try attribute(instance, name)
        case .type(let type):
            if let found = type.lookup(name) {
                if case .object(let object) = found, let method = object as? ClassMethod {
                    return .boundMethod(BoundMethod(receiver: value, function: method.function))
                }
                if case .object(let object) = found, let method = object as? StaticMethod {
                    return method.function
                }
                if let got = try SpecialAttributes.describe(found, nil, type) { return got }
                return found
            }
            if name == Names.name { return .string(type.name) }
            if name == Names.qualifiedName { return .string(type.qualifiedName) }
            if name == Names.module { return .string(type.isScript ? "__main__" : type.module ?? "builtins") }
            if name == Names.doc { return type.documentation.map(Value.string) ?? Value.none }
            if name.name == "__bases__" { return .tuple(type.bases.map(Value.type)) }
            if type.isScript, name.name == "__annotations__" { return .dict(type.annotationValues) }
            if let found = try type.behaviour?.attribute(type, name.name) { return found }
            if name.name == "__mro__" { return .tuple(type.lineage.map(Value.type)) }
            if name == Names.dict { return .object(MappingProxy(DictValue(viewOf: ClassDictionary(type)))) }
            if name == Names.create { return .builtin(SpecialMethods.maker) }
            if let base = type.isScript ? type.valueBase : type,
                let method = SpecialMethods.method(name, of: base)
            {
                return .builtin(method)
            }
            return type === Types.object ? SpecialAttributes.command(name) : nil
        case .module(let module):
            if let found = try module.get(name) { return found }
            if name == Names.dict { return .dict(module.members.shared()) }
            if name == Names.name { return .string(module.name) }
            if module.variables != nil { return nil }
            // `import torch` alone makes `torch.nn.functional` reachable, as PyTorch does.
            return (try? Interpreter.current?.module(module.name + "." + name.name)).map(Value.module)
        case .function(let function):
            if let own = function.attributes[name] { return own }
            if name == Names.name { return .string(function.name) }
            if name == Names.doc { return function.documentation.map(Value.string) ?? Value.none }
            if name == Names.module { return .string(function.code.source.module ?? "__main__") }
            if let found = function.special(name) { return found }
            if name == Names.call { return value }
        case .builtin(let builtin):
            if name == Names.name { return .string(builtin.name) }
            if name == Names.doc { return .string(builtin.summary) }
            if name == Names.call { return value }
            if let found = builtin.members?(builtin, name.name) { return found }
        case .boundMethod(let method):
            if name.name == "__self__" { return method.receiver }
            if name.name == "__func__" { return method.function }
            if name == Names.call { return value }
            return try attribute(method.function, name)
        case .slice(let slice):
            switch name.name {
            case "start": return slice.start
            case "stop": return slice.stop
            case "step": return slice.step
            default: break
            }
        case .range(let range):
            switch name.name {
            case "start": return .int(range.start)
            case "stop": return .int(range.stop)
            case "step": return .int(range.step)
            default: break
            }
        case .tuple(let tuple):
            if let kind = tuple.kind, let position = kind.position(name.name) {
                return tuple.elements[position]
            }
        case .dict(let dict):
            if name == Names.defaultFactory, dict.sort?.type.name == "defaultdict" {
                return dict.makeMissing ?? Value.none
            }
            if dict.sort?.keysAreAttributes == true, let found = dict.string(name.name) { return found }
        case .int(let number):
            if name.name == "real" || name.name == "numerator" { return .int(number) }
            if name.name == "imag" { return .int(0) }
            if name.name == "denominator" { return .int(1) }
        case .float(let number):
            if name.name == "real" { return .float(number) }
            if name.name == "imag" { return .float(0) }
        default: break
        }
        let type = type(of: value)
        if let method = type.lookup(name) { return bind(method, value) }
        if name == Names.classSymbol { return .type(type) }
        if name == Names.doc { return Value.none }
        return SpecialMethods.method(name, of: type).map {
            .boundMethod(BoundMethod(receiver: value, function: .builtin($0)))
        }
    }

    private static func attribute(_ instance: Instance, _ name: Symbol) throws -> Value? {
        let inClass = instance.type.lookup(name)
        if case .object(let object)? = inClass, let property = object as? Property {
            return try property.get(.instance(instance))
        }
        if case .instance(let descriptor)? = inClass, SpecialAttributes.takesWrites(descriptor),
            let got = try SpecialAttributes.describe(.instance(descriptor), instance, instance.type)
        {
            return got
        }
        if let own = instance.attributes[name] {
            instance.learnWhetherPlain()
            return own
        }
        if let inClass {
            if case .object(let object) = inClass, let cached = object as? CachedProperty {
                return try cached.get(instance, name)
            }
            if let got = try SpecialAttributes.describe(inClass, instance, instance.type) { return got }
            return bind(inClass, .instance(instance))
        }
        if name == Names.classSymbol { return .type(instance.type) }
        if name == Names.dict, instance.type.slots == nil {
            if let view = (instance.native as? any NativePart)?.attributeDictionary(of: instance) {
                return .dict(view)
            }
            return .dict(instance.attributes.shared(except: SpecialAttributes.kept(instance)))
        }
        if instance.type.isException, let found = ExceptionTypes.attribute(instance, name) { return found }
        if name == Names.doc { return instance.type.documentation.map(Value.string) ?? Value.none }
        if instance.plainValue != nil, let base = instance.type.valueBase,
            let method = SpecialMethods.method(name, of: base)
        {
            return .boundMethod(BoundMethod(receiver: .instance(instance), function: .builtin(method)))
        }
        if let found = try instance.native?.getAttribute(name.name) { return found }
        if instance.type.lookup(Names.getattr) == nil { return nil }
        return try callSpecial(instance, Names.getattr, [.string(name.name)])
    }

    /// A function found in a class becomes a method of the receiver.
    static func bind(_ found: Value, _ receiver: Value) -> Value {
        switch found {
        case .function, .builtin: return .boundMethod(BoundMethod(receiver: receiver, function: found))
        case .object(let object):
            if let method = object as? StaticMethod { return method.function }
            if let method = object as? ClassMethod {
                return .boundMethod(
                    BoundMethod(receiver: .type(type(of: receiver)), function: method.function))
            }
            return found
        default: return found
        }
    }

    /// `value.name`, with the error that a program gets.
    public static func requireAttribute(_ value: Value, _ name: Symbol) throws -> Value {
        if let found = try attribute(value, name) { return found }
        throw missingAttribute(value, name.name)
    }

    static func missingAttribute(_ value: Value, _ name: String) -> ScriptError {
        let type = if case .type(let type) = value { type } else { self.type(of: value) }
        if let explain = Interpreter.current?.explainMissing {
            for ancestor in type.lineage where !ancestor.isScript {
                if let error = explain(ancestor, name) { return error }
            }
        }
        switch value {
        case .module(let module): return Wording.noModuleAttribute(module, name)
        case .type(let type): return Wording.noClassAttribute(type, name)
        default: return Wording.noAttribute(value.typeName, name, candidates: attributeNames(value))
        }
    }

    /// Names after the dot, without evaluating anything.
    public static func attributeNames(_ value: Value) -> [String] {
        switch value {
        case .object(let object):
            return object.attributeNames + (object.scriptClass?.attributeNames ?? [])
        case .instance(let instance):
            return instance.attributeNames + instance.type.attributeNames
                + (instance.native?.attributeNames ?? [])
        case .module(let module): return module.names
        case .type(let type): return type.attributeNames
        case .tuple(let tuple): return (tuple.kind?.fields ?? []) + type(of: value).attributeNames
        default: return type(of: value).attributeNames
        }
    }

    /// `value.name = new`.
    public static func setAttribute(_ value: Value, _ name: Symbol, _ new: Value) throws {
        switch value {
        case .instance(let instance):
            if case .object(let object)? = instance.type.lookup(name), let property = object as? Property {
                guard let setter = property.setter else {
                    throw ScriptError(
                        "AttributeError",
                        "property '\(name.name)' of '\(instance.type.name)' object has no setter")
                }
                if let interpreter = Interpreter.current {
                    _ = try call(setter, Arguments([value, new]), interpreter)
                }
                return
            }
            if case .instance(let descriptor)? = instance.type.lookup(name),
                try callSpecial(descriptor, Names.set, [value, new]) != nil
            {
                return
            }
            if instance.type.lookup(Names.setattr) != nil,
                try callSpecial(instance, Names.setattr, [.string(name.name), new]) != nil
            {
                return
            }
            try setOwn(instance, name, new)
        case .type(let type):
            guard type.isScript else {
                throw ScriptError(
                    "TypeError", "cannot set '\(name.name)' attribute of immutable type '\(type.name)'")
            }
            if let refusal = SpecialAttributes.refusal(ofClass: name) { throw refusal }
            if try !type.rename(name, new) { type.set(name, new) }
        case .object(let object):
            if name == Names.classSymbol { throw SpecialAttributes.noOtherClass() }
            try object.setAttribute(name.name, new)
        case .module(let module):
            if name == Names.dict { throw ScriptError("AttributeError", "readonly attribute") }
            module.members.set(name, new)
        case .function(let function): try function.set(name, new)
        default:
            if name == Names.classSymbol { throw SpecialAttributes.noOtherClass() }
            if try attribute(value, name) != nil {
                throw ScriptError(
                    "AttributeError", "'\(value.typeName)' object attribute '\(name.name)' is read-only")
            }
            throw missingAttribute(value, name.name)
        }
    }

    /// Sets on the instance itself, past any `__setattr__`.
    static func setOwn(_ instance: Instance, _ name: Symbol, _ new: Value) throws {
        if instance.type.isException, try ExceptionTypes.setAttribute(instance, name, new) { return }
        if try SpecialAttributes.setSpecial(instance, name, new) { return }
        if let slots = instance.type.slots, !slots.contains(name) {
            throw Wording.noAttribute(instance.type.name, name.name, candidates: slots.map(\.name).sorted())
        }
        if let native = instance.native as? any NativePart {
            if try native.adopt(name.name, new, owner: instance) {
                _ = instance.attributes.remove(name)
                return
            }
        } else if instance.native == nil, instance.type.nativeBase != nil, new.isLibraryObject {
            throw ScriptError(
                "AttributeError", "cannot assign '\(name.name)' before super().__init__() has been called",
                hint: "make super().__init__() the first line of __init__")
        }
        instance.attributes.set(name, new)
    }

    /// `del value.name`.
    public static func deleteAttribute(_ value: Value, _ name: Symbol) throws {
        switch value {
        case .instance(let instance):
            if instance.type.lookup(Names.delattr) != nil,
                try callSpecial(instance, Names.delattr, [.string(name.name)]) != nil
            {
                return
            }
            return try deleteOwn(instance, name)
        case .type(let type) where type.isScript:
            if name == Names.name || name == Names.qualifiedName {
                throw ScriptError(
                    "TypeError", "cannot delete '\(name.name)' attribute of immutable type '\(type.name)'")
            }
            if type.remove(name) { return }
        case .object(let object): return try object.deleteAttribute(name.name)
        case .function(let function):
            if function.attributes.remove(name) { return }
        case .module(let module):
            if module.members.remove(name) { return }
        default: break
        }
        throw missingAttribute(value, name.name)
    }

    /// Deletes from the instance itself, past any `__delattr__`.
    static func deleteOwn(_ instance: Instance, _ name: Symbol) throws {
        if case .object(let object)? = instance.type.lookup(name), let property = object as? Property {
            if let deleter = property.deleter, let interpreter = Interpreter.current {
                _ = try call(deleter, Arguments([.instance(instance)]), interpreter)
                return
            }
            throw ScriptError(
                "AttributeError", "property '\(name.name)' of '\(instance.type.name)' object has no deleter")
        }
        if case .instance(let descriptor)? = instance.type.lookup(name),
            try callSpecial(descriptor, Names.delete, [.instance(instance)]) != nil
        {
            return
        }
        if instance.attributes.remove(name) { return }
        if name == Names.dict, instance.native == nil {
            return instance.attributes.share(DictValue(), except: SpecialAttributes.kept(instance))
        }
        guard let native = instance.native else { throw missingAttribute(.instance(instance), name.name) }
        try native.deleteAttribute(name.name)
    }

    /// `type(x)`.
    public static func type(of value: Value) -> ScriptClass {
        switch value {
        case .none: return Types.none
        case .bool: return Types.bool
        case .int: return Types.int
        case .float: return Types.float
        case .str: return Types.str
        case .list: return Types.list
        case .tuple(let tuple): return tuple.kind?.type ?? Types.tuple
        case .dict(let dict): return dict.sort?.type ?? Types.dict
        case .set(let set): return set.isFrozen ? Types.frozenset : Types.set
        case .slice: return Types.slice
        case .range: return Types.range
        case .ellipsis: return Types.ellipsis
        case .notImplemented: return Types.notImplemented
        case .function: return Types.function
        case .boundMethod(let method):
            if case .builtin = method.function { return Types.builtin }
            return Types.method
        case .type: return Types.type
        case .instance(let instance): return instance.type
        case .module: return Types.module
        case .builtin: return Types.builtin
        case .object(let object): return object.scriptClass ?? ScriptClass(object.typeName)
        }
    }
}

extension Value {
    var isLibraryObject: Bool {
        switch self {
        case .object: return true
        case .instance(let instance): return instance.native != nil
        default: return false
        }
    }
}

/// What a class holds around a function: `staticmethod`, `classmethod`, `property`.
package protocol FunctionHolder: ScriptObject {
    var held: Value { get }
}

/// `@staticmethod`.
package final class StaticMethod: Restorable, FunctionHolder {
    let function: Value
    package var held: Value { function }
    package init(_ function: Value) { self.function = function }
    package var typeName: String { "staticmethod" }
    package func copied(_ memo: CopyMemo?) throws -> any ScriptObject { self }
    package func record(in snapshot: Snapshot) { snapshot.record(self, parts: [function]) {} }
}

/// `@classmethod`.
final class ClassMethod: Restorable, FunctionHolder {
    let function: Value
    package var held: Value { function }
    init(_ function: Value) { self.function = function }
    var typeName: String { "classmethod" }
    func copied(_ memo: CopyMemo?) throws -> any ScriptObject { self }
    package func record(in snapshot: Snapshot) { snapshot.record(self, parts: [function]) {} }
}

/// `@property`.
final class Property: Restorable, FunctionHolder {
    let getter: Value
    let setter: Value?
    let deleter: Value?
    let documentation: Value
    package var held: Value { getter }
    init(_ getter: Value, setter: Value? = nil, deleter: Value? = nil, documentation: Value = .none) {
        (self.getter, self.setter, self.deleter, self.documentation) = (
            getter, setter, deleter, documentation
        )
    }
    var typeName: String { "property" }
    func copied(_ memo: CopyMemo?) throws -> any ScriptObject { self }
    package func record(in snapshot: Snapshot) {
        snapshot.record(self, parts: [getter] + [setter, deleter].compactMap { $0 }) {}
    }

    func get(_ receiver: Value) throws -> Value {
        guard let interpreter = Interpreter.current else { return .none }
        return try Operations.call(getter, Arguments([receiver]), interpreter)
    }
}
