/// A call of a command that gives arguments beyond those that the command's body knows (`Builtin.taking`).
public struct FurtherCall {
    /// The command as it is declared, with the further parameters.
    public let command: Builtin
    public let interpreter: Interpreter
    /// What the command itself gets.
    public var arguments: Arguments
    private let given: [String: Value]
    private let body: (Arguments) throws -> Value

    init(
        _ command: Builtin, _ interpreter: Interpreter, _ arguments: Arguments, _ given: [String: Value],
        _ body: @escaping (Arguments) throws -> Value
    ) {
        (self.command, self.interpreter, self.arguments) = (command, interpreter, arguments)
        (self.given, self.body) = (given, body)
    }

    /// A further argument as it was given; nil where it was left out.
    public subscript(name: String) -> Value? { given[name] }

    /// A further argument as its parameter has it; the default where it was left out.
    ///
    /// - Throws: TypeError that names the command and the parameter.
    public func value<T>(_ parameter: Parameter<T>) throws -> T {
        try parameter.convert(given[parameter.name], command)
    }

    /// The same call; what it gives is asked of `body`.
    public func asking(_ body: @escaping (_ call: FurtherCall) throws -> Value) -> FurtherCall {
        FurtherCall(command, interpreter, arguments, given) { arguments in
            var call = self
            call.arguments = arguments
            return try body(call)
        }
    }

    /// What the command itself gives for the other arguments.
    public func result() throws -> Value { try body(arguments) }

    /// One of the other arguments, however it was given; nil where it was left out.
    public func argument(_ name: String) throws -> Value? {
        guard let place = command.parameters.firstIndex(where: { $0.name == name }) else { return nil }
        return try command.bound(arguments)[place]
    }
}
