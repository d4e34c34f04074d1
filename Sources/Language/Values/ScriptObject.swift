/// An operator with two operands, spelled as in a program.
public enum BinaryOperator: String, Sendable, CaseIterable {
    case add = "+", subtract = "-", multiply = "*", divide = "/", floorDivide = "//", remainder = "%"
    case power = "**", matrixMultiply = "@", shiftLeft = "<<", shiftRight = ">>"
    case and = "&", or = "|", exclusiveOr = "^"
}

/// An operator before one operand.
public enum UnaryOperator: String, Sendable {
    case negate = "-", plus = "+", invert = "~"
}

/// A comparison that an object may answer with anything (a tensor answers with a mask).
public enum ComparisonOperator: String, Sendable {
    case equal = "==", notEqual = "!=", less = "<", lessOrEqual = "<=", greater = ">", greaterOrEqual = ">="

    /// The operator for the operands the other way round.
    public var mirrored: ComparisonOperator {
        switch self {
        case .less: return .greater
        case .lessOrEqual: return .greaterOrEqual
        case .greater: return .less
        case .greaterOrEqual: return .lessOrEqual
        case .equal, .notEqual: return self
        }
    }
}

/// What a library hands to the language: a tensor, a model, a run, a figure.
///
/// Every requirement has a default that gives Python's usual refusal, so a type states only what it can do.
/// `nil` from an operator means "not with this operand" (Python's `NotImplemented`).
public protocol ScriptObject: AnyObject {
    /// The name that `type(x).__name__` gives.
    var typeName: String { get }
    /// The class that `type(x)` gives and `isinstance` looks at, if the object has one.
    var scriptClass: ScriptClass? { get }

    func repr() throws -> String
    func str() throws -> String
    func format(_ spec: String) throws -> String

    /// An attribute, nil where there is none of this name.
    func getAttribute(_ name: String) throws -> Value?
    func setAttribute(_ name: String, _ value: Value) throws
    func deleteAttribute(_ name: String) throws
    /// The names that completion offers after the dot; known without evaluating anything.
    var attributeNames: [String] { get }
    /// The keys that completion offers in `x["…`.
    var stringKeys: [String] { get }
    /// The declaration behind an attribute that is a command, for help and keyword completion.
    func declaration(of attribute: String) -> Builtin?
    /// The declaration behind calling the object itself.
    var callDeclaration: Builtin? { get }

    var isCallable: Bool { get }
    func call(_ arguments: Arguments, _ interpreter: Interpreter) throws -> Value

    func getItem(_ index: Value) throws -> Value
    func setItem(_ index: Value, _ value: Value) throws
    func deleteItem(_ index: Value) throws
    func length() throws -> Int
    func iterate() throws -> ScriptIterator
    func contains(_ value: Value) throws -> Bool

    func unary(_ operation: UnaryOperator) throws -> Value?
    /// `self operation other`, or `other operation self` when reflected.
    func binary(_ operation: BinaryOperator, _ other: Value, reflected: Bool) throws -> Value?
    /// `self operation= other`; nil falls back to `self = self operation other`.
    func inPlace(_ operation: BinaryOperator, _ other: Value) throws -> Value?
    /// `self operation other`; a reflected comparison arrives here with the mirrored operator.
    func compare(_ operation: ComparisonOperator, _ other: Value) throws -> Value?
    func truth() throws -> Bool
    /// The object as a position (`__index__`), nil where it is none.
    func index() throws -> Int?
    /// The object as a number for `float()` and `int()`, nil where it is none.
    func number() throws -> Value?
    /// The value of the language that the object is an instance of, as NumPy's float64 is a float; nil for
    /// almost all.
    var plainValue: Value? { get }
    /// Why a command that wants a number must not take the object for one, though it is one: something would
    /// be lost. Nil where it may.
    func refusal(asNumber parameter: ParameterInformation, of command: Builtin) -> ScriptError?
    /// Whether it is one of Python's kinds of numbers, for which `round` and `divmod` are defined.
    var isRounded: Bool { get }
    func hash() throws -> Int
    /// Equality as a dict key or list element.
    func isEqual(to other: Value) throws -> Bool

    /// What `copy.copy(x)` gives and, with a memo, `copy.deepcopy(x)`; an object that cannot change gives
    /// itself.
    func copied(_ memo: CopyMemo?) throws -> any ScriptObject

    /// What `with x as name` binds.
    func enter() throws -> Value
    /// Leaves the `with` block; true swallows the error.
    func exit(_ error: ScriptError?) throws -> Bool
}

extension ScriptObject {
    public func refusal(asNumber parameter: ParameterInformation, of command: Builtin) -> ScriptError? { nil }
    public var isRounded: Bool { true }
    public var scriptClass: ScriptClass? { nil }

    /// The object as a value.
    public var value: Value { .object(self) }

    public func repr() throws -> String { "<\(typeName)>" }
    public func str() throws -> String { try repr() }
    public func format(_ spec: String) throws -> String {
        if spec.isEmpty { return try str() }
        throw Wording.unsupportedFormat(typeName)
    }

    public func getAttribute(_ name: String) throws -> Value? { nil }
    public func setAttribute(_ name: String, _ value: Value) throws {
        throw Wording.noAttribute(typeName, name, candidates: attributeNames)
    }
    public func deleteAttribute(_ name: String) throws {
        throw Wording.noAttribute(typeName, name, candidates: attributeNames)
    }
    public var attributeNames: [String] { [] }
    public var stringKeys: [String] { [] }
    public func declaration(of attribute: String) -> Builtin? { nil }
    public var callDeclaration: Builtin? { nil }

    public var isCallable: Bool { false }
    public func call(_ arguments: Arguments, _ interpreter: Interpreter) throws -> Value {
        throw ScriptError("TypeError", "'\(typeName)' object is not callable")
    }

    public func getItem(_ index: Value) throws -> Value {
        throw ScriptError("TypeError", "'\(typeName)' object is not subscriptable")
    }
    public func setItem(_ index: Value, _ value: Value) throws {
        throw ScriptError("TypeError", "'\(typeName)' object does not support item assignment")
    }
    public func deleteItem(_ index: Value) throws {
        throw ScriptError("TypeError", "'\(typeName)' object doesn't support item deletion")
    }
    public func length() throws -> Int {
        throw ScriptError("TypeError", "object of type '\(typeName)' has no len()")
    }
    public func iterate() throws -> ScriptIterator {
        throw ScriptError("TypeError", "'\(typeName)' object is not iterable")
    }
    public func contains(_ value: Value) throws -> Bool {
        let iterator = try iterate(), interruption = Interpreter.current?.interruption
        while let element = try iterator.next() {
            // Some iterators never end: `1 in itertools.count(2)` must stop at Ctrl-C.
            try interruption?.check()
            if try Operations.identicalOrEqual(element, value) { return true }
        }
        return false
    }

    public func unary(_ operation: UnaryOperator) throws -> Value? { nil }
    public func binary(_ operation: BinaryOperator, _ other: Value, reflected: Bool) throws -> Value? { nil }
    public func inPlace(_ operation: BinaryOperator, _ other: Value) throws -> Value? { nil }
    public func compare(_ operation: ComparisonOperator, _ other: Value) throws -> Value? { nil }
    public func truth() throws -> Bool { true }
    public func index() throws -> Int? { nil }
    public func number() throws -> Value? { nil }
    public var plainValue: Value? { nil }
    public func hash() throws -> Int { ObjectIdentifier(self).hashValue }
    public func isEqual(to other: Value) throws -> Bool {
        if case .object(let object) = other { return object === self }
        return false
    }

    public func copied(_ memo: CopyMemo?) throws -> any ScriptObject { throw CopyMemo.unavailable(typeName) }

    public func enter() throws -> Value {
        throw ScriptError("TypeError", "'\(typeName)' object does not support the context manager protocol")
    }
    public func exit(_ error: ScriptError?) throws -> Bool { false }
}
