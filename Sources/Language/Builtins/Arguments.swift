/// What a call hands over, before it is bound to parameters.
public struct Arguments {
    public var positional: [Value]
    public var keywords: [(name: String, value: Value)]

    public init(_ positional: [Value] = [], keywords: [(name: String, value: Value)] = []) {
        self.positional = positional
        self.keywords = keywords
    }

    public func keyword(_ name: String) -> Value? { keywords.first { $0.name == name }?.value }
}

/// A type that arguments and results of commands can have.
public protocol ScriptConvertible {
    /// How help and errors call the type: `int`, `tensor`, `list of int`.
    static var scriptName: String { get }
    /// Whether an argument of this type is a number and nothing more: what else an object knows of its
    /// value is lost.
    static var isPlainNumber: Bool { get }
    /// The words that the type has, where it is one out of a few.
    static var choices: [String] { get }
    /// Words that it has beside others, such as the names of books.
    static var suggestions: [String] { get }
    /// Nil where the value does not fit; the call then says what was expected.
    static func from(_ value: Value) throws -> Self?
    var scriptValue: Value { get }
}

extension ScriptConvertible {
    public static var isPlainNumber: Bool { false }
    public static var choices: [String] { [] }
    public static var suggestions: [String] { [] }
}

extension Value: ScriptConvertible {
    public static var scriptName: String { "any" }
    public static func from(_ value: Value) throws -> Value? { value }
    public var scriptValue: Value { self }
}

extension Int: ScriptConvertible {
    public static var scriptName: String { "int" }
    public static func from(_ value: Value) throws -> Int? {
        switch value {
        case .int(let number): return number
        case .bool(let flag): return flag ? 1 : 0
        default: return try Operations.index(value)
        }
    }
    public var scriptValue: Value { .int(self) }
}

extension Double: ScriptConvertible {
    public static var scriptName: String { "float" }
    public static var isPlainNumber: Bool { true }
    public static func from(_ value: Value) throws -> Double? {
        switch value {
        case .float(let number): return number
        case .int(let number): return Double(number)
        case .bool(let flag): return flag ? 1 : 0
        case .object(let object):
            guard let number = try object.number() else { return nil }
            return try Double.from(number)
        case .instance(let instance): return try Conversions.real(instance)
        default: return nil
        }
    }
    public var scriptValue: Value { .float(self) }
}

extension Bool: ScriptConvertible {
    public static var scriptName: String { "bool" }
    public static func from(_ value: Value) throws -> Bool? {
        switch value {
        case .bool(let flag): return flag
        case .int(let number): return number != 0
        case .none: return false
        case .object(let object):
            // A truth value of NumPy, or in a tensor.
            guard case .bool(let flag)? = try object.number() else { return nil }
            return flag
        default: return nil
        }
    }
    public var scriptValue: Value { .bool(self) }
}

extension String: ScriptConvertible {
    public static var scriptName: String { "str" }
    public static func from(_ value: Value) throws -> String? { value.text }
    public var scriptValue: Value { .string(self) }
}

extension Optional: ScriptConvertible where Wrapped: ScriptConvertible {
    public static var scriptName: String { "\(Wrapped.scriptName) or None" }
    public static var isPlainNumber: Bool { Wrapped.isPlainNumber }
    public static var choices: [String] { Wrapped.choices }
    public static var suggestions: [String] { Wrapped.suggestions }
    public static func from(_ value: Value) throws -> Wrapped?? {
        if value.isNone { return .some(nil) }
        guard let inner = try Wrapped.from(value) else { return nil }
        return .some(inner)
    }
    public var scriptValue: Value { self?.scriptValue ?? .none }
}

extension Array: ScriptConvertible where Element: ScriptConvertible {
    public static var scriptName: String { "list of \(Element.scriptName)" }
    public static func from(_ value: Value) throws -> [Element]? {
        let elements: [Value]
        switch value.plain {
        case .list(let list): elements = list.elements
        case .tuple(let tuple): elements = tuple.elements
        case .range, .set: elements = try Operations.array(value.plain)
        default: return nil
        }
        var result: [Element] = []
        result.reserveCapacity(elements.count)
        for element in elements {
            guard let converted = try Element.from(element) else { return nil }
            result.append(converted)
        }
        return result
    }
    public var scriptValue: Value { .list(map(\.scriptValue)) }
}
