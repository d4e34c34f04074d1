/// A function that a script defined.
public final class FunctionValue {
    let code: FunctionCode
    let cells: [ClosureCell]
    /// For each parameter the value where it is left out, nil where it cannot be.
    var defaults: [Value?]
    unowned let interpreter: Interpreter
    /// The class whose body defined it, for `super()`.
    var owner: ScriptClass?
    /// What a script has set on the function, `__name__` and `__doc__` among it.
    package var attributes = AttributeTable()

    init(code: FunctionCode, cells: [ClosureCell], defaults: [Value?], interpreter: Interpreter) {
        self.code = code
        self.cells = cells
        self.defaults = defaults
        self.interpreter = interpreter
    }

    public var name: String { attributes[Names.name]?.text ?? code.name }
    /// The string at the top of the body.
    public var documentation: String? { attributes[Names.doc]?.text ?? code.documentation }
    /// As written: `f(x, scale=2)`.
    public var signature: String { code.signature }
    /// Names that a call may give by keyword.
    public var parameterNames: [String] { code.parameters.map(\.name) }
    /// The source of the definition.
    public var sourceText: String { code.source.text(code.range) }
}

/// A variable that an inner function shares with an outer one.
package final class ClosureCell {
    var value: Value?
    init(_ value: Value? = nil) { self.value = value }
}

/// `x.method`, with `x` already in place.
public final class BoundMethod {
    public let receiver: Value
    public let function: Value

    public init(receiver: Value, function: Value) {
        self.receiver = receiver
        self.function = function
    }
}

/// A module: a name and what it holds.
public final class ModuleValue {
    public let name: String
    public var documentation: String
    var members = AttributeTable()
    /// The variables of a module that is written in the language; they are its members.
    public let variables: Globals?
    /// The file that it was read from, as it is told.
    public let file: String?
    /// The folders in which the modules inside it lie; nil where it is no package.
    public let folders: [String]?
    /// Whether its source still runs: it lacks what comes further down.
    var isPartial = false
    /// Names that the library added by itself, when they were first asked for.
    private(set) var provided: Set<Symbol> = []
    /// Resolves a member when first asked for, so that start-up does not pay for it.
    public var resolveMissing: ((String) throws -> Value?)?

    public init(_ name: String, documentation: String = "", _ members: [(String, Value)] = []) {
        self.name = name
        self.documentation = documentation
        (variables, file, folders) = (nil, nil, nil)
        for (name, value) in members { self.members.set(Symbol(name), value) }
    }

    /// A module that is written in the language: its source has still to run.
    init(_ name: String, variables: Globals, file: String?, folders: [String]?) {
        self.name = name
        documentation = ""
        (self.variables, self.file, self.folders) = (variables, file, folders)
        members.share(variables.dictionary)
    }

    /// Adds commands under their own names.
    public convenience init(_ name: String, documentation: String = "", commands: [Builtin]) {
        self.init(name, documentation: documentation, commands.map { ($0.name, .builtin($0)) })
    }

    public subscript(name: String) -> Value? {
        get { members[Symbol(name)] }
        set {
            if let newValue { members.set(Symbol(name), newValue) } else { _ = members.remove(Symbol(name)) }
        }
    }

    func get(_ symbol: Symbol) throws -> Value? {
        if let value = members[symbol] { return value }
        guard let value = try resolveMissing?(symbol.name) else { return nil }
        provide(symbol, value)
        return value
    }

    /// Adds a member on the library's own account.
    func provide(_ symbol: Symbol, _ value: Value) {
        provided.insert(symbol)
        members.set(symbol, value)
    }

    /// Names that `resolveMissing` finds, for lists of names.
    public var laterNames: [String] = []

    public var names: [String] {
        let own = members.symbols.map(\.name)
        return laterNames.isEmpty ? own : own + laterNames.filter { members[Symbol($0)] == nil }
    }
}
