/// A value of the language: small, copied freely; containers and instances have reference semantics as in
/// Python.
///
/// Everything that is not the language's own (tensors, models, figures) is an `.object`, so a library never
/// widens this enum.
public enum Value {
    case none
    case bool(Bool)
    case int(Int)
    case float(Double)
    case str(ScriptText)
    case list(ListValue)
    case tuple(TupleValue)
    case dict(DictValue)
    case set(SetValue)
    case slice(SliceValue)
    case range(RangeValue)
    case ellipsis
    case notImplemented
    case function(FunctionValue)
    case boundMethod(BoundMethod)
    case type(ScriptClass)
    case instance(Instance)
    case module(ModuleValue)
    case builtin(Builtin)
    // Indirect, so that a value stays nine bytes (sixteen in an array) although an existential takes sixteen.
    indirect case object(any ScriptObject)
}

extension Value {
    /// A string value.
    public static func string(_ text: String) -> Value { .str(ScriptText(text)) }

    /// A new list value.
    public static func list(_ elements: [Value]) -> Value { .list(ListValue(elements)) }

    /// A new tuple value.
    public static func tuple(_ elements: [Value]) -> Value { .tuple(TupleValue(elements)) }

    /// A new dict value from pairs with distinct string keys, in order.
    public static func dict(_ pairs: [(String, Value)]) -> Value {
        let dict = DictValue()
        for (name, value) in pairs { dict.setString(name, value) }
        return .dict(dict)
    }

    public var isNone: Bool {
        if case .none = self { return true }
        return false
    }

    /// The name that `type(x).__name__` gives.
    public var typeName: String {
        switch self {
        case .none: return "NoneType"
        case .bool: return "bool"
        case .int: return "int"
        case .float: return "float"
        case .str: return "str"
        case .list: return "list"
        case .tuple(let tuple): return tuple.kind?.type.name ?? "tuple"
        case .dict(let dict): return dict.sort?.type.name ?? "dict"
        case .set(let set): return set.isFrozen ? "frozenset" : "set"
        case .slice: return "slice"
        case .range: return "range"
        case .ellipsis: return "ellipsis"
        case .notImplemented: return "NotImplementedType"
        case .function: return "function"
        case .boundMethod(let method):
            if case .builtin = method.function { return "builtin_function_or_method" }
            return "method"
        case .type: return "type"
        case .instance(let instance): return instance.type.name
        case .module: return "module"
        case .builtin: return "builtin_function_or_method"
        case .object(let object): return object.typeName
        }
    }

    /// The text of a string value, nil for anything else.
    public var text: String? {
        if case .str(let text) = self { return text.string }
        if case .str(let text) = plain { return text.string }
        return nil
    }

    /// `repr(x)`; throws what a script's `__repr__` throws, and RecursionError for something nested too
    /// deeply.
    public func repr() throws -> String { try Operations.repr(self) }

    /// `str(x)`.
    public func str() throws -> String { try Operations.str(self) }
}
