import Language

/// The two ends of a with block, for what opens and closes contexts by itself.
enum Contexts {
    /// - Throws: TypeError for what is no context.
    static func enter(_ context: Value, _ interpreter: Interpreter) throws -> Value {
        switch context {
        case .object(let object): return try object.enter()
        case .instance(let instance):
            guard let enter = instance.type.attribute("__enter__"), instance.type.attribute("__exit__") != nil
            else { break }
            return try Operations.call(enter, Arguments([context]), interpreter)
        default: break
        }
        throw ScriptError(
            "TypeError", "'\(context.typeName)' object does not support the context manager protocol")
    }

    /// - Parameter error: the exception that ends the block, None where it ends well.
    /// - Returns: whether the exception is swallowed.
    static func exit(_ context: Value, _ error: Value, _ interpreter: Interpreter) throws -> Bool {
        switch context {
        case .object(let object):
            guard case .instance(let exception) = error else { return try object.exit(nil) }
            var raised = ScriptError(exception.type.name, (try? error.str()) ?? "")
            (raised.exception, raised.isRaised) = (exception, true)
            return try object.exit(raised)
        case .instance(let instance):
            guard let exit = instance.type.attribute("__exit__") else { return false }
            var arguments: [Value] = [context, .none, .none, .none]
            if case .instance(let exception) = error {
                let traceback = try Operations.attribute(error, Symbol("__traceback__"))
                arguments = [context, .type(exception.type), error, traceback ?? .none]
            }
            return try Operations.truth(Operations.call(exit, Arguments(arguments), interpreter))
        default: return false
        }
    }
}
