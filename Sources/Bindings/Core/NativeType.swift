import Language

/// What the language can do with one type of this library: its attributes and methods, each declared once.
///
/// Methods are `Builtin`s whose first parameter is the receiver; attribute look-up, `dir`, completion, help
/// and error texts all come from the two lists.
///
/// Sendable: declared once, shared by all interpreters, and never changed afterwards.
public final class NativeType<Receiver: ScriptObject>: @unchecked Sendable {
    /// An attribute that is read (and perhaps set) without a call.
    ///
    /// Sendable: declared once, shared by all interpreters, and never changed afterwards.
    public struct Property: @unchecked Sendable {
        let name: String
        let summary: String
        let get: (Receiver) throws -> Value
        let set: ((Receiver, Value) throws -> Void)?

        public init(
            _ name: String, _ summary: String, get: @escaping (Receiver) throws -> Value,
            set: ((Receiver, Value) throws -> Void)? = nil
        ) {
            (self.name, self.summary, self.get, self.set) = (name, summary, get, set)
        }
    }

    public let scriptClass: ScriptClass
    private let properties: [String: Property]
    public let propertyNames: [String]

    /// - Parameter scriptClass: the class that `type(x)` gives; the methods become its attributes.
    public init(_ scriptClass: ScriptClass, properties: [Property] = [], methods: [Builtin] = []) {
        self.scriptClass = scriptClass
        self.properties = Dictionary(properties.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
        propertyNames = properties.map(\.name)
        for method in methods { scriptClass.setAttribute(method.name, .builtin(method)) }
    }

    /// An attribute that is no method; methods are found in the class.
    public func get(_ receiver: Receiver, _ name: String) throws -> Value? {
        try properties[name]?.get(receiver)
    }

    /// - Throws: AttributeError for what cannot be set or is not there.
    public func set(_ receiver: Receiver, _ name: String, _ value: Value) throws {
        guard let property = properties[name] else {
            let names = propertyNames.filter { properties[$0]?.set != nil }
            let meant = Suggestions.best(for: name, among: names).map { ". Did you mean '\($0)'?" } ?? ""
            throw ScriptError(
                "AttributeError",
                "'\(receiver.typeName)' object has no attribute '\(name)' that can be set\(meant)")
        }
        guard let set = property.set else {
            throw ScriptError(
                "AttributeError", "attribute '\(name)' of '\(receiver.typeName)' objects is not writable")
        }
        try set(receiver, value)
    }

    /// What help says about an attribute that is no method.
    public func summary(of name: String) -> String? { properties[name]?.summary }
}

/// An object whose attributes and methods are declared in a `NativeType`.
public protocol NativeObject: ScriptObject {
    associatedtype Described: ScriptObject
    static var nativeType: NativeType<Described> { get }
}

extension NativeObject {
    private var described: Described? { self as? Described }

    public var typeName: String { Self.nativeType.scriptClass.name }
    public var scriptClass: ScriptClass? { Self.nativeType.scriptClass }
    public func getAttribute(_ name: String) throws -> Value? {
        guard let described else { return nil }
        return try Self.nativeType.get(described, name)
    }
    public func setAttribute(_ name: String, _ value: Value) throws {
        guard let described else { return }
        try Self.nativeType.set(described, name, value)
    }
    public var attributeNames: [String] { Self.nativeType.propertyNames }
    public func declaration(of attribute: String) -> Builtin? {
        if case .builtin(let builtin)? = Self.nativeType.scriptClass.attribute(attribute) { return builtin }
        return nil
    }
}

/// The receiver of a method, for its declaration.
public func receiver<Receiver: ScriptConvertible>(_ help: String) -> Parameter<Receiver> {
    Parameter<Receiver>("self", help, .positionalOnly)
}

/// An object that can say what each of its plain attributes is.
package protocol SummarisedProperties: ScriptObject {
    var summary: String { get }
    func propertySummary(_ name: String) -> String?
}
