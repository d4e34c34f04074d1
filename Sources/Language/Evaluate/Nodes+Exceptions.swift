final class AssertNode: StatementNode {
    let condition: Node
    let message: Node?
    init(_ condition: Node, _ message: Node?, _ range: SourceRange) {
        self.condition = condition
        self.message = message
        super.init(range)
    }
    override func execute(_ frame: Frame) throws -> Completion {
        if try test(condition, frame) { return .normal }
        let value = try message?.evaluate(frame)
        let instance = ExceptionTypes.make(ExceptionTypes.assertion, value.map { [$0] } ?? [])
        throw raising(instance, frame)
    }
}

extension Interpreter {
    /// An exception object as an error on its way. What it says is asked for where it is told.
    ///
    /// - Parameter place: that of the statement which raises it; nil for a generator's `throw`.
    package func raising(_ instance: Instance, _ place: (range: SourceRange, source: Source)?) -> ScriptError
    {
        if !handling.isEmpty { instance.setContext(handledException) }
        // Raised again, it keeps the name, the details and the place that it had.
        var error =
            instance.state?.raised
            ?? ScriptError(instance.type.name, "", range: place?.range, source: place?.source)
        if instance.state?.raised == nil {
            error.isRaised = true
            // The library's own lines are no place to look for a mistake.
            if place?.source.isLibrary == true { (error.range, error.source) = (nil, nil) }
        }
        error.exception = instance
        return error
    }
}

extension StatementNode {
    fileprivate func raising(_ instance: Instance, _ frame: Frame) -> ScriptError {
        frame.interpreter.raising(instance, (range, frame.source))
    }
}

extension ExceptionTypes {
    /// The exception that a value is or, being a class, makes; nil where it is none.
    static func raised(
        _ value: Value, _ interpreter: Interpreter, arguments: [Value] = []
    ) throws -> Instance? {
        switch value {
        case .instance(let instance) where instance.type.isException: return instance
        case .type(let type) where type.isException:
            let made = try Operations.construct(type, Arguments(arguments), interpreter)
            if case .instance(let instance) = made { return instance }
            return nil
        default: return nil
        }
    }

    /// What a generator's `throw(type, value)` raises.
    package static func thrown(_ type: Value, _ value: Value, _ interpreter: Interpreter) throws -> Instance {
        if case .type = type, case .instance(let instance) = value, instance.type.isException {
            return instance
        }
        if case .instance = type, !value.isNone {
            throw ScriptError("TypeError", "instance exception may not have a separate value")
        }
        var arguments: [Value] = []
        if case .tuple(let tuple) = value {
            arguments = tuple.elements
        } else if !value.isNone {
            arguments = [value]
        }
        guard let made = try raised(type, interpreter, arguments: arguments) else {
            throw ScriptError(
                "TypeError",
                "exceptions must be classes or instances deriving from BaseException, not \(type.typeName)")
        }
        return made
    }
}

final class RaiseNode: StatementNode {
    let value: Node?
    package let cause: Node?
    init(_ value: Node?, from cause: Node?, _ range: SourceRange) {
        self.value = value
        self.cause = cause
        super.init(range)
    }
    override func execute(_ frame: Frame) throws -> Completion {
        guard let value else {
            guard let error = frame.interpreter.handling.last else {
                throw located(ScriptError("RuntimeError", "No active exception to reraise"), frame)
            }
            throw error
        }
        let raised = try value.evaluate(frame)
        let instance: Instance
        do {
            guard let made = try ExceptionTypes.raised(raised, frame.interpreter) else {
                throw ScriptError(
                    "TypeError", "exceptions must derive from BaseException", hint: "raise ValueError(\"…\")")
            }
            instance = made
        } catch { throw located(error, frame) }
        if let cause {
            let given = try cause.evaluate(frame)
            do {
                if given.isNone {
                    instance.exceptionState.cause = nil
                } else if let made = try ExceptionTypes.raised(given, frame.interpreter) {
                    instance.exceptionState.cause = made
                } else {
                    throw ScriptError("TypeError", "exception causes must derive from BaseException")
                }
            } catch { throw located(error, frame) }
            instance.exceptionState.isContextSuppressed = true
        }
        throw raising(instance, frame)
    }
}

/// A block that `except`, `finally` or `__exit__` stands behind: a Ctrl-C of its last statement belongs to
/// it still.
@inline(__always)
private func runGuarded(_ body: [StatementNode], _ frame: Frame) throws -> Completion {
    for statement in body {
        let completion = try statement.execute(frame)
        if frame.interpreter.interruption.isRequested { try frame.interpreter.interruption.check() }
        if completion != .normal { return completion }
    }
    return .normal
}

extension Interpreter {
    /// Runs the program's own answer to a failure: a handler, a `finally`, an `__exit__`.
    ///
    /// While it runs, a bare `raise` raises the failure again, an error of its own has the failure as its
    /// context, and a Ctrl-C that the failure stands for is its business; a second one ends it.
    ///
    /// - Parameter isHandled: whether the program goes on as if nothing had happened, given how the answer
    ///   ended.
    /// - Throws: what the answer throws.
    func answering<Result>(
        _ failure: ScriptError, _ answer: () throws -> Result, isHandled: (Result) -> Bool
    ) throws -> Result {
        if failure.isInterruption { interruption.acknowledge() }
        handling.append(failure)
        let count = handling.count
        do {
            let result = try answer()
            handling.removeLast(handling.count - count + 1)
            if failure.isInterruption {
                if isHandled(result) { interruption.settle() } else { interruption.goOn() }
                try interruption.check(unless: !isHandled(result))
            }
            return result
        } catch {
            handling.removeLast(handling.count - count)
            var next = ScriptError(error)
            // Made here, where the failure is what is being handled, so that it becomes the context.
            _ = exception(of: &next)
            handling.removeLast()
            if failure.isInterruption {
                if next.isInterruption { interruption.goOn() } else { interruption.settle() }
            }
            throw next
        }
    }
}

extension Interruption {
    /// Checks, unless an interruption is on its way already.
    fileprivate func check(unless isOnItsWay: Bool) throws {
        if !isOnItsWay { try check() }
    }
}

final class TryNode: StatementNode {
    struct Handler {
        package let type: Node?
        let target: (any Target)?
        let body: [StatementNode]
    }
    let body: [StatementNode]
    let handlers: [Handler]
    let otherwise: [StatementNode]
    let finally: [StatementNode]
    init(
        _ body: [StatementNode], _ handlers: [Handler], _ otherwise: [StatementNode],
        _ finally: [StatementNode], _ range: SourceRange
    ) {
        self.body = body
        self.handlers = handlers
        self.otherwise = otherwise
        self.finally = finally
        super.init(range)
    }

    override func execute(_ frame: Frame) throws -> Completion {
        if finally.isEmpty { return try guarded(frame) }
        let interpreter = frame.interpreter
        let depth = (interpreter.callDepth, interpreter.stack.top)
        let completion: Completion
        do { completion = try guarded(frame) } catch {
            var failure = ScriptError(error)
            // After a second Ctrl-C nothing of the program's own runs any more: a loop in `finally` could
            // outlive it.
            if interpreter.interruption.isFinal { throw failure }
            interpreter.callDepth = depth.0
            interpreter.stack.release(to: depth.1)
            _ = interpreter.exception(of: &failure)
            let last = try interpreter.answering(failure, { try runGuarded(finally, frame) }) {
                $0 != .normal
            }
            if last != .normal { return last }
            throw failure
        }
        let result = frame.result
        let last = try runBlock(finally, frame)
        if last != .normal { return last }
        frame.result = result
        return completion
    }

    private func guarded(_ frame: Frame) throws -> Completion {
        if handlers.isEmpty { return try runGuarded(body, frame) }
        let interpreter = frame.interpreter
        let depth = (interpreter.callDepth, interpreter.stack.top)
        do {
            let completion = try runGuarded(body, frame)
            if completion != .normal { return completion }
        } catch {
            var failure = ScriptError(error)
            if interpreter.interruption.isFinal { throw failure }
            interpreter.callDepth = depth.0
            interpreter.stack.release(to: depth.1)
            let exception = interpreter.exception(of: &failure)
            guard
                let handler = try handlers.first(where: {
                    try interpreter.catches(exception, failure, $0.type, frame)
                })
            else { throw failure }
            if let target = handler.target {
                interpreter.remember(failure)
                try target.assign(.instance(exception), frame)
            }
            defer { try? handler.target?.delete(frame) }
            return try interpreter.answering(failure, { try runGuarded(handler.body, frame) }) { _ in true }
        }
        return try runGuarded(otherwise, frame)
    }
}

extension Interpreter {
    /// Whether an `except` with this expression catches the exception.
    func catches(_ exception: Instance, _ failure: ScriptError, _ type: Node?, _ frame: Frame) throws -> Bool
    {
        guard let type else { return true }
        // A name, as good as always; anything else is the program's own code and answers to Ctrl-C.
        let wanted =
            type is GlobalNode
            ? try type.evaluate(frame)
            : try answering(failure, { try type.evaluate(frame) }) { _ in false }
        do { return try ExceptionTypes.matches(exception, wanted) } catch {
            let wrong = type.located(error, frame)
            return try answering(failure, { throw wrong }) { _ in false }
        }
    }
}

final class WithNode: StatementNode {
    let contexts: [(value: Node, target: (any Target)?)]
    let body: [StatementNode]
    init(_ contexts: [(value: Node, target: (any Target)?)], _ body: [StatementNode], _ range: SourceRange) {
        self.contexts = contexts
        self.body = body
        super.init(range)
    }
    override func execute(_ frame: Frame) throws -> Completion { try run(0, frame) }

    private func run(_ index: Int, _ frame: Frame) throws -> Completion {
        if index == contexts.count { return try runGuarded(body, frame) }
        let context = contexts[index]
        let manager = try context.value.evaluate(frame)
        let entered = try enter(manager, context.value, frame)
        return try running(manager, frame) {
            do { try context.target?.assign(entered, frame) } catch {
                throw context.value.located(error, frame)
            }
            return try run(index + 1, frame)
        }
    }
}

/// What stands between `with` and its body, and what comes after it.
extension StatementNode {
    /// What `as` binds.
    func enter(_ manager: Value, _ node: Node, _ frame: Frame) throws -> Value {
        do {
            switch manager {
            case .object(let object): return try object.enter()
            case .instance(let instance):
                guard instance.type.lookup(Names.exit) != nil,
                    let result = try Operations.callSpecial(instance, Names.enter)
                else { break }
                return result
            default: break
            }
            throw ScriptError(
                "TypeError", "'\(manager.typeName)' object does not support the context manager protocol")
        } catch { throw node.located(error, frame) }
    }

    /// Runs the body, and leaves the context whatever has happened; a `yield` leaves nothing.
    func running(_ manager: Value, _ frame: Frame, _ body: () throws -> Completion) throws -> Completion {
        let completion: Completion
        do { completion = try body() } catch {
            var failure = ScriptError(error)
            let interpreter = frame.interpreter
            if interpreter.interruption.isFinal {
                // A library's context is put back in order; a program's own runs no more.
                if case .object(let object) = manager { _ = try object.exit(failure) }
                throw failure
            }
            _ = interpreter.exception(of: &failure)
            interpreter.remember(failure)
            let isSwallowed = try interpreter.answering(failure, { try leave(manager, failure, frame) }) {
                $0
            }
            if isSwallowed { return .normal }
            throw failure
        }
        if completion == .yielded { return .yielded }
        let result = frame.result
        _ = try leave(manager, nil, frame)
        frame.result = result
        return completion
    }

    private func leave(_ manager: Value, _ failure: ScriptError?, _ frame: Frame) throws -> Bool {
        do {
            switch manager {
            case .object(let object): return try object.exit(failure)
            case .instance(let instance):
                var arguments: [Value] = [.none, .none, .none]
                if let exception = failure?.exception {
                    let traceback = try Operations.attribute(.instance(exception), Symbol("__traceback__"))
                    arguments = [.type(exception.type), .instance(exception), traceback ?? .none]
                }
                guard let result = try Operations.callSpecial(instance, Names.exit, arguments) else {
                    return false
                }
                return try Operations.truth(result)
            default: return false
            }
        } catch { throw located(error, frame) }
    }
}
