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
        var error = ScriptError("AssertionError", try value?.str() ?? "", range: range, source: frame.source)
        error.exception = instance
        throw error
    }
}

final class RaiseNode: StatementNode {
    let value: Node?
    init(_ value: Node?, _ range: SourceRange) {
        self.value = value
        super.init(range)
    }
    override func execute(_ frame: Frame) throws -> Completion {
        guard let value else {
            guard let error = frame.interpreter.handling.last else {
                throw located(ScriptError("RuntimeError", "No active exception to reraise"), frame)
            }
            throw error
        }
        var raised = try value.evaluate(frame)
        if case .type(let type) = raised {
            do { raised = try Operations.call(.type(type), Arguments(), frame.interpreter) } catch {
                throw located(error, frame)
            }
        }
        guard case .instance(let instance) = raised, instance.type.isSubclass(of: ExceptionTypes.base) else {
            throw located(
                ScriptError(
                    "TypeError", "exceptions must derive from BaseException", hint: "raise ValueError(\"…\")"),
                frame)
        }
        var error = ScriptError(
            instance.type.name, try Operations.str(raised), range: range, source: frame.source)
        error.exception = instance
        throw error
    }
}

final class TryNode: StatementNode {
    struct Handler {
        let type: Node?
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
        var completion = Completion.normal
        var failure: ScriptError?
        do { completion = try guarded(frame) } catch { failure = ScriptError(error) }
        // After an interruption nothing of the script's own runs any more: a loop in `finally` could outlive Ctrl-C.
        if let failure, failure.isInterruption { throw failure }
        if !finally.isEmpty {
            let result = frame.result
            let last = try runBlock(finally, frame)
            if last != .normal { return last }
            frame.result = result
        }
        if let failure { throw failure }
        return completion
    }

    private func guarded(_ frame: Frame) throws -> Completion {
        let interpreter = frame.interpreter
        let depth = (interpreter.callDepth, interpreter.stack.top)
        do {
            let completion = try runBlock(body, frame)
            if completion != .normal { return completion }
        } catch {
            var failure = ScriptError(error)
            if failure.isInterruption || handlers.isEmpty { throw failure }
            interpreter.callDepth = depth.0
            interpreter.stack.release(to: depth.1)
            let exception = interpreter.exception(of: &failure)
            for handler in handlers {
                if let type = handler.type {
                    let wanted = try type.evaluate(frame)
                    do { if try !ExceptionTypes.matches(exception, wanted) { continue } } catch {
                        throw type.located(error, frame)
                    }
                } else if failure.kind == "KeyboardInterrupt" {
                    continue
                }
                try handler.target?.assign(.instance(exception), frame)
                interpreter.handling.append(failure)
                defer {
                    interpreter.handling.removeLast()
                    try? handler.target?.delete(frame)
                }
                return try runBlock(handler.body, frame)
            }
            throw failure
        }
        return try runBlock(otherwise, frame)
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
        if index == contexts.count { return try runBlock(body, frame) }
        let context = contexts[index]
        let manager = try context.value.evaluate(frame)
        do {
            let entered: Value
            switch manager {
            case .object(let object): entered = try object.enter()
            case .instance(let instance):
                guard instance.type.lookup(Names.exit) != nil,
                    let result = try Operations.callSpecial(instance, Names.enter)
                else {
                    throw ScriptError(
                        "TypeError",
                        "'\(instance.type.name)' object does not support the context manager protocol")
                }
                entered = result
            default:
                throw ScriptError(
                    "TypeError", "'\(manager.typeName)' object does not support the context manager protocol")
            }
            try context.target?.assign(entered, frame)
        } catch { throw context.value.located(error, frame) }
        let completion: Completion
        do { completion = try run(index + 1, frame) } catch {
            let failure = ScriptError(error)
            if try leave(manager, failure, frame), !failure.isInterruption { return .normal }
            throw failure
        }
        _ = try leave(manager, nil, frame)
        return completion
    }

    private func leave(_ manager: Value, _ error: ScriptError?, _ frame: Frame) throws -> Bool {
        switch manager {
        case .object(let object): return try object.exit(error)
        case .instance(let instance):
            if let error, error.isInterruption { return false }
            var arguments: [Value] = [.none, .none, .none]
            if var error {
                let exception = frame.interpreter.exception(of: &error)
                arguments = [.type(exception.type), .instance(exception), .none]
            }
            guard let result = try Operations.callSpecial(instance, Names.exit, arguments) else {
                return false
            }
            return try Operations.truth(result)
        default: return false
        }
    }
}
