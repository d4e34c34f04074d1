import Language

/// What a function under `@contextlib.contextmanager` gives: the one `yield` of its generator is the body
/// of the `with`.
final class GeneratorContext: Restorable {
    private let function: Value
    private let arguments: Arguments
    private let iterator: ScriptIterator

    private init(_ function: Value, _ arguments: Arguments, _ interpreter: Interpreter) throws {
        (self.function, self.arguments) = (function, arguments)
        let made = try Operations.call(function, arguments, interpreter)
        guard case .object(let object as ScriptIterator) = made else {
            throw ScriptError(
                "TypeError", "'\(made.typeName)' object is not an iterator",
                hint: "the function under @contextmanager has a yield")
        }
        iterator = object
    }

    static let command = Builtin(
        "contextmanager", group: "contextlib", summary: "Makes a with statement of a generator function.",
        Parameter<Value>("func", "a generator function with one yield"),
        example: "@contextmanager\ndef quiet():\n    yield"
    ) { interpreter, function -> Value in
        let name = try Operations.attribute(function, Symbol("__name__"))?.text ?? "contextmanager"
        let words = try Operations.attribute(function, Symbol("__doc__"))?.text
        return .builtin(
            Builtin(
                name, group: "contextlib", summary: words ?? "A context.",
                raw: [
                    .init("args", "for the function", .variadic),
                    .init("kwds", "for the function", .keywords),
                ]
            ) { interpreter, arguments in .object(try GeneratorContext(function, arguments, interpreter)) })
    }

    var typeName: String { "_GeneratorContextManager" }
    func repr() throws -> String { "<contextlib._GeneratorContextManager object>" }
    func record(in snapshot: Snapshot) {
        snapshot.record(
            self,
            parts: [function, .object(iterator)] + arguments.positional + arguments.keywords.map(\.value)
        ) {}
    }

    func getAttribute(_ name: String) throws -> Value? {
        switch name {
        case "__enter__":
            return .builtin(
                Builtin(name, group: "contextlib", summary: "Runs the function up to its yield.") {
                    [self] _ -> Value in try enter()
                })
        case "__exit__":
            return .builtin(
                Builtin(
                    name, group: "contextlib", summary: "Runs what stands behind the yield.",
                    raw: [
                        .init("type", "the class of an exception, or None", .positionalOnly),
                        .init("value", "the exception", .positionalOnly),
                        .init("traceback", "where it was raised", .positionalOnly),
                    ]
                ) { [self] interpreter, arguments in
                    let given = arguments.positional
                    guard given.count == 3 else {
                        throw ScriptError("TypeError", "__exit__() takes 3 arguments, \(given.count) given")
                    }
                    if given[0].isNone { return .bool(try exit(nil)) }
                    let exception = try ExceptionTypes.thrown(given[0], given[1], interpreter)
                    return .bool(try exit(interpreter.raising(exception, nil)))
                })
        default: return nil
        }
    }
    var attributeNames: [String] { ["__enter__", "__exit__"] }

    func enter() throws -> Value {
        guard let value = try iterator.next() else {
            throw ScriptError("RuntimeError", "generator didn't yield")
        }
        return value
    }

    func exit(_ error: ScriptError?) throws -> Bool {
        guard let error else {
            if try iterator.next() != nil {
                try iterator.close()
                throw ScriptError("RuntimeError", "generator didn't stop")
            }
            return false
        }
        let given = error.exception
        do {
            guard try iterator.raise(error) != nil else { return true }
        } catch let failure as ScriptError {
            // The error of the body that comes out again, a StopIteration in other clothes, goes on by
            // itself.
            guard let exception = failure.exception, let given else { throw failure }
            if exception === given || given.type.name == "StopIteration" && exception.state?.cause === given {
                return false
            }
            throw failure
        }
        try iterator.close()
        throw ScriptError("RuntimeError", "generator didn't stop after throw()")
    }

    // MARK: As a decorator

    var isCallable: Bool { true }

    /// `@room()` above a function: each call of it runs in a context of its own.
    func call(_ given: Arguments, _ interpreter: Interpreter) throws -> Value {
        guard let wrapped = given.positional.first, given.positional.count == 1, given.keywords.isEmpty else {
            throw ScriptError("TypeError", "a context takes one function, which it decorates")
        }
        let name = try Operations.attribute(wrapped, Symbol("__name__"))?.text ?? "inner"
        return .builtin(
            Builtin(
                name, group: "contextlib", summary: "A function that runs in a context.",
                raw: [
                    .init("args", "for the function", .variadic),
                    .init("kwds", "for the function", .keywords),
                ]
            ) { [function, arguments] interpreter, given in
                let context = try GeneratorContext(function, arguments, interpreter)
                _ = try context.enter()
                let result: Value
                do { result = try Operations.call(wrapped, given, interpreter) } catch {
                    var failure = ScriptError(error)
                    _ = interpreter.exception(of: &failure)
                    if try context.exit(failure) { return .none }
                    throw failure
                }
                _ = try context.exit(nil)
                return result
            })
    }
}
