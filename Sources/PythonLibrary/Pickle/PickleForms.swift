import Language

/// A name in a pickle: a class or a function of Python, which is never looked up there and never run. What a
/// file may make by it says a ``PickleVocabulary``.
///
/// Sendable: never changed.
public final class PickledName: ScriptObject, @unchecked Sendable {
    /// The module and the name in it.
    public let module: String, name: String

    public init(_ module: String, _ name: String) { (self.module, self.name) = (module, name) }

    /// `collections.OrderedDict`.
    public var path: String { "\(module).\(name)" }
    public var typeName: String { "type" }
    public func repr() throws -> String { "<class '\(path)'>" }
    public func copied(_ memo: CopyMemo?) throws -> any ScriptObject { self }
}

/// What the names in a pickle stand for. Nothing else than what a vocabulary knows is ever made.
public protocol PickleVocabulary: AnyObject {
    /// What a name is: a value that it stands for, or a `PickledName` that the vocabulary calls.
    ///
    /// - Throws: UnpicklingError for a name that it does not know.
    func value(of name: PickledName) throws -> Value
    /// What the call of a name gives.
    func call(_ name: PickledName, _ arguments: [Value]) throws -> Value
    /// Gives what was made the state that it had.
    ///
    /// - Returns: what stands in its place from then on; nil where it is the same.
    func restore(_ value: Value, _ state: Value) throws -> Value?
    /// What stands outside of the pickle under a name of its own.
    func load(_ identity: Value) throws -> Value
    /// Whether names may stand in what is read, as arguments of calls.
    var namesAreValues: Bool { get }
}

/// How a value that is no plain data is written.
public enum PickleForm {
    /// The value is a name of Python's.
    case name(PickledName)
    /// The value is what a call of a name gives, with a state that it gets afterwards.
    case call(PickledName, [Value], state: Value? = nil)
    /// The value is an instance of a class, with its attributes.
    case instance(PickledName, attributes: Value)
    /// The value stands outside of the pickle, and this says where.
    case outside(Value)
}

/// Says how values that are no plain data are written.
public protocol PickleForms: AnyObject {
    /// - Throws: what says why it cannot be written, for a value that has no form.
    func form(of value: Value) throws -> PickleForm
}
