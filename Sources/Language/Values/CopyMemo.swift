/// What `copy.deepcopy` has copied so far: an object that is reached twice is copied once, so that sharing
/// and cycles stay as they were.
///
/// A library's object takes part through `ScriptObject.copied`; there `memo.copy(value)` copies what it
/// holds.
public final class CopyMemo {
    private var copies: [ObjectIdentifier: (original: AnyObject, copy: Value)] = [:]

    public init() {}

    /// The copy that was made of an object, nil where none was.
    public func copy(of original: AnyObject) -> Value? { copies[ObjectIdentifier(original)]?.copy }

    /// Says what the copy of an object is, before its parts are copied.
    public func remember(_ original: AnyObject, _ copy: Value) {
        copies[ObjectIdentifier(original)] = (original, copy)
    }

    static func unavailable(_ typeName: String) -> ScriptError {
        ScriptError("TypeError", "a '\(typeName)' object cannot be copied")
    }

    /// The value with everything in it copied, as `copy.deepcopy` does.
    /// - Throws: TypeError for what cannot be copied, RecursionError for values nested too deeply.
    public func copy(_ value: Value) throws -> Value {
        switch value {
        case .none, .bool, .int, .float, .str, .range, .ellipsis, .notImplemented, .function, .type, .module,
            .builtin:
            return value
        case .slice: return value
        case .list(let list):
            if let known = copy(of: list) { return known }
            let result = ListValue()
            remember(list, .list(result))
            result.elements = try Operations.nested { try list.elements.map(copy) }
            return .list(result)
        case .tuple(let tuple):
            if let known = copy(of: tuple) { return known }
            let elements = try Operations.nested { try tuple.elements.map(copy) }
            if zip(elements, tuple.elements).allSatisfy({ Operations.identical($0, $1) }) { return value }
            let result = Value.tuple(TupleValue(elements, kind: tuple.kind))
            remember(tuple, result)
            return result
        case .dict(let dict):
            if let known = copy(of: dict) { return known }
            let result = DictValue()
            (result.sort, result.makeMissing) = (dict.sort, dict.makeMissing)
            remember(dict, .dict(result))
            try Operations.nested { for (key, item) in dict.pairs { try result.set(copy(key), copy(item)) } }
            return .dict(result)
        case .set(let set):
            if let known = copy(of: set) { return known }
            let result = Value.set(
                try SetValue(Operations.nested { try set.elements.map(copy) }, isFrozen: set.isFrozen))
            remember(set, result)
            return result
        case .boundMethod(let method):
            return .boundMethod(BoundMethod(receiver: try copy(method.receiver), function: method.function))
        case .instance(let instance): return try copy(instance)
        case .object(let object):
            if let known = copy(of: object) { return known }
            let result = Value.object(try Operations.nested { try object.copied(self) })
            remember(object, result)
            return result
        }
    }

    private func copy(_ instance: Instance) throws -> Value {
        if let known = copy(of: instance) { return known }
        if let made = try Operations.callSpecial(
            instance, Symbol("__deepcopy__"), [.object(MemoObject(self))])
        {
            remember(instance, made)
            return made
        }
        if let made = try CopyMemo.rebuilt(instance, self) { return made }
        let result = Instance(instance.type)
        remember(instance, .instance(result))
        try Operations.nested {
            if let native = instance.native { result.native = try CopyMemo.half(native, self, owner: result) }
            for (name, value) in zip(instance.attributes.symbols, instance.attributes.values) {
                result.attributes.set(name, try copy(value))
            }
        }
        return .instance(result)
    }

    /// The copy that the class itself describes, by `__reduce__`, or by `__getstate__` and `__setstate__`;
    /// nil where it says nothing.
    private static func rebuilt(_ instance: Instance, _ memo: CopyMemo?) throws -> Value? {
        guard let interpreter = Interpreter.current else { return nil }
        func taken(_ value: Value) throws -> Value { try memo?.copy(value) ?? value }
        if let reduced = try Operations.callSpecial(instance, Symbol("__reduce__")) {
            guard case .tuple(let parts) = reduced, (2...5).contains(parts.elements.count) else {
                if reduced.text != nil { return .instance(instance) }
                throw ScriptError("TypeError", "__reduce__ must return a string or tuple")
            }
            let arguments = try Operations.array(parts.elements[1]).map(taken)
            let made = try Operations.call(parts.elements[0], Arguments(arguments), interpreter)
            memo?.remember(instance, made)
            if parts.elements.count > 2, !parts.elements[2].isNone {
                try restore(made, taken(parts.elements[2]))
            }
            return made
        }
        let getter = Symbol("__getstate__"), setter = Symbol("__setstate__")
        guard instance.native == nil, !instance.type.isException,
            instance.type.lookup(getter) != nil || instance.type.lookup(setter) != nil
        else { return nil }
        let state =
            try Operations.callSpecial(instance, getter)
            ?? Operations.attribute(.instance(instance), Names.dict) ?? .none
        let result = Instance(instance.type)
        memo?.remember(instance, .instance(result))
        try restore(.instance(result), taken(state))
        return .instance(result)
    }

    /// Gives a new object the state of the one it is a copy of.
    private static func restore(_ made: Value, _ state: Value) throws {
        guard case .instance(let instance) = made, !state.isNone else { return }
        if try Operations.callSpecial(instance, Symbol("__setstate__"), [state]) != nil { return }
        guard case .dict(let dict) = state.plain else {
            throw ScriptError(
                "TypeError", "the state of a '\(made.typeName)' is no dict: __setstate__ is missing")
        }
        for (key, value) in dict.pairs { try Operations.setAttribute(made, Symbol(key.str()), value) }
    }

    private static func half(_ native: any ScriptObject, _ memo: CopyMemo?, owner: Instance) throws
        -> any ScriptObject
    {
        try (native as? any NativePart)?.copied(memo, owner: owner) ?? native.copied(memo)
    }

    /// The value with what it holds shared, as `copy.copy` does.
    public static func shallow(_ value: Value) throws -> Value {
        switch value {
        case .list(let list): return .list(list.elements)
        case .dict(let dict): return .dict(dict.copied())
        case .set(let set) where !set.isFrozen: return .set(try SetValue(set.elements))
        case .object(let object): return .object(try object.copied(nil))
        case .instance(let instance):
            if let made = try Operations.callSpecial(instance, Symbol("__copy__")) { return made }
            if let made = try rebuilt(instance, nil) { return made }
            let result = Instance(instance.type)
            if let native = instance.native { result.native = try half(native, nil, owner: result) }
            result.attributes = instance.attributes.copied()
            return .instance(result)
        default: return value
        }
    }
}

/// What `__deepcopy__(self, memo)` gets: `copy.deepcopy(part, memo)` goes on with it.
package final class MemoObject: ScriptObject {
    package let memo: CopyMemo
    init(_ memo: CopyMemo) { self.memo = memo }
    package var typeName: String { "dict" }
    package func length() throws -> Int { 0 }
    /// Programs note what they have copied under `id(x)`, which is noted here already.
    package func setItem(_ index: Value, _ value: Value) throws {}
    package func contains(_ value: Value) throws -> Bool { false }
    package func getAttribute(_ name: String) throws -> Value? {
        guard name == "get" else { return nil }
        return .builtin(
            Builtin(
                "get", group: "copy", summary: "Nothing: what was copied is known already.",
                raw: [.init("id", "of an object"), .init("default", "what to give", default: "None")]
            ) { _, arguments in arguments.positional.count > 1 ? arguments.positional[1] : .none })
    }
}

extension DictValue {
    /// A dict of the same sort with the same pairs.
    func copied() -> DictValue {
        let copy = DictValue()
        // The table itself, shared until one side changes; of a view, what it shows now.
        (copy.table, copy.sort, copy.makeMissing) = (table, sort, makeMissing)
        return copy
    }
}
