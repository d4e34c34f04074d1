final class ExpressionStatementNode: StatementNode {
    let value: Node
    init(_ value: Node, _ range: SourceRange) {
        self.value = value
        super.init(range)
    }
    override func execute(_ frame: Frame) throws -> Completion {
        _ = try value.evaluate(frame)
        return .normal
    }
}

final class AssignNode: StatementNode {
    let targets: [any Target]
    let value: Node
    let slot: Int?
    init(_ targets: [any Target], _ value: Node, _ range: SourceRange) {
        self.targets = targets
        self.value = value
        slot = targets.count == 1 ? (targets[0] as? LocalNode)?.slot : nil
        super.init(range)
    }
    override func execute(_ frame: Frame) throws -> Completion {
        let result = try value.evaluate(frame)
        if let slot {
            frame.slots[slot] = result
        } else {
            for target in targets { try target.assign(result, frame) }
        }
        return .normal
    }
}

final class AugmentedNode: StatementNode {
    let target: any Target
    let current: Node
    let operation: BinaryOperator
    let value: Node
    init(
        _ target: any Target, _ current: Node, _ operation: BinaryOperator, _ value: Node,
        _ range: SourceRange
    ) {
        self.target = target
        self.current = current
        self.operation = operation
        self.value = value
        super.init(range)
    }
    override func execute(_ frame: Frame) throws -> Completion {
        // `a[f()] += 1` must call f once, so the object and the index are held for the assignment.
        if let subscripted = current as? SubscriptNode {
            let container = try subscripted.object.evaluate(frame)
            let key = try subscripted.index.evaluate(frame)
            do {
                let old = try Operations.item(container, key)
                let operand = try value.evaluate(frame)
                try Operations.setItem(container, key, Operations.inPlace(operation, old, operand))
            } catch { throw located(error, frame) }
            return .normal
        }
        if let attribute = current as? AttributeNode {
            let object = try attribute.object.evaluate(frame)
            do {
                let old = try Operations.requireAttribute(object, attribute.name)
                let operand = try value.evaluate(frame)
                try Operations.setAttribute(
                    object, attribute.name, Operations.inPlace(operation, old, operand))
            } catch { throw located(error, frame) }
            return .normal
        }
        let old = try current.evaluate(frame)
        let operand = try value.evaluate(frame)
        if case .int(let x) = old, case .int(let y) = operand, operation == .add {
            let (result, overflow) = x.addingReportingOverflow(y)
            if !overflow {
                try target.assign(.int(result), frame)
                return .normal
            }
        }
        let result: Value
        do { result = try Operations.inPlace(operation, old, operand) } catch { throw located(error, frame) }
        try target.assign(result, frame)
        return .normal
    }
}

final class DeleteNode: StatementNode {
    let targets: [any Target]
    init(_ targets: [any Target], _ range: SourceRange) {
        self.targets = targets
        super.init(range)
    }
    override func execute(_ frame: Frame) throws -> Completion {
        for target in targets { try target.delete(frame) }
        return .normal
    }
}

final class JumpNode: StatementNode {
    let completion: Completion
    init(_ completion: Completion, _ range: SourceRange) {
        self.completion = completion
        super.init(range)
    }
    override func execute(_ frame: Frame) throws -> Completion { completion }
}

final class ReturnNode: StatementNode {
    let value: Node?
    init(_ value: Node?, _ range: SourceRange) {
        self.value = value
        super.init(range)
    }
    override func execute(_ frame: Frame) throws -> Completion {
        frame.result = try value?.evaluate(frame) ?? .none
        return .returned
    }
}

@inline(__always)
func runBlock(_ body: [StatementNode], _ frame: Frame) throws -> Completion {
    for statement in body {
        let completion = try statement.execute(frame)
        if completion != .normal { return completion }
    }
    return .normal
}

@inline(__always)
func test(_ condition: Node, _ frame: Frame) throws -> Bool {
    let value = try condition.evaluate(frame)
    if case .bool(let flag) = value { return flag }
    do { return try Operations.truth(value) } catch { throw condition.located(error, frame) }
}

/// `if` with at most an `else`.
final class IfNode: StatementNode {
    let condition: Node
    let body: [StatementNode]
    let otherwise: [StatementNode]
    init(_ condition: Node, _ body: [StatementNode], _ otherwise: [StatementNode], _ range: SourceRange) {
        self.condition = condition
        self.body = body
        self.otherwise = otherwise
        super.init(range)
    }
    override func execute(_ frame: Frame) throws -> Completion {
        try runBlock(test(condition, frame) ? body : otherwise, frame)
    }
}

final class BranchNode: StatementNode {
    let branches: [(condition: Node, body: [StatementNode])]
    let otherwise: [StatementNode]
    init(
        _ branches: [(condition: Node, body: [StatementNode])], _ otherwise: [StatementNode],
        _ range: SourceRange
    ) {
        self.branches = branches
        self.otherwise = otherwise
        super.init(range)
    }
    override func execute(_ frame: Frame) throws -> Completion {
        for branch in branches where try test(branch.condition, frame) {
            return try runBlock(branch.body, frame)
        }
        return try runBlock(otherwise, frame)
    }
}

final class WhileNode: StatementNode {
    let condition: Node
    let body: [StatementNode]
    let otherwise: [StatementNode]
    init(_ condition: Node, _ body: [StatementNode], _ otherwise: [StatementNode], _ range: SourceRange) {
        self.condition = condition
        self.body = body
        self.otherwise = otherwise
        super.init(range)
    }
    override func execute(_ frame: Frame) throws -> Completion {
        let interruption = frame.interpreter.interruption
        while try test(condition, frame) {
            if interruption.isRequested {
                do { try interruption.check() } catch { throw located(error, frame) }
            }
            switch try runBlock(body, frame) {
            case .broke: return .normal
            case .returned: return .returned
            default: break
            }
        }
        return try runBlock(otherwise, frame)
    }
}

final class ForNode: StatementNode {
    let target: any Target
    let slot: Int?
    let iterable: Node
    let body: [StatementNode]
    let otherwise: [StatementNode]
    init(
        _ target: any Target, _ iterable: Node, _ body: [StatementNode], _ otherwise: [StatementNode],
        _ range: SourceRange
    ) {
        self.target = target
        slot = (target as? LocalNode)?.slot
        self.iterable = iterable
        self.body = body
        self.otherwise = otherwise
        super.init(range)
    }
    override func execute(_ frame: Frame) throws -> Completion {
        let source = try iterable.evaluate(frame)
        let iterator: ScriptIterator
        do { iterator = try Operations.iterator(source) } catch { throw iterable.located(error, frame) }
        let interruption = frame.interpreter.interruption
        while true {
            let item: Value
            do {
                guard let next = try iterator.next() else { break }
                item = next
                try interruption.check()
            } catch { throw iterable.located(error, frame) }
            if let slot { frame.slots[slot] = item } else { try target.assign(item, frame) }
            switch try runBlock(body, frame) {
            case .broke: return .normal
            case .returned: return .returned
            default: break
            }
        }
        return try runBlock(otherwise, frame)
    }
}

final class DefineNode: StatementNode {
    let target: any Target
    let value: Node
    let decorators: [Node]
    init(_ target: any Target, _ value: Node, _ decorators: [Node], _ range: SourceRange) {
        self.target = target
        self.value = value
        self.decorators = decorators
        super.init(range)
    }
    override func execute(_ frame: Frame) throws -> Completion {
        var result = try value.evaluate(frame)
        for decorator in decorators.reversed() {
            let wrapper = try decorator.evaluate(frame)
            do { result = try Operations.call(wrapper, Arguments([result]), frame.interpreter) } catch {
                throw decorator.located(error, frame)
            }
        }
        try target.assign(result, frame)
        return .normal
    }
}

final class ClassNode: Node {
    let name: String
    let bases: CompiledArguments
    let code: FunctionCode
    let captures: [Capture]
    /// Names of the body's variables, by slot.
    let names: [Symbol]
    init(
        _ name: String, _ bases: CompiledArguments, _ code: FunctionCode, _ captures: [Capture],
        _ names: [Symbol], _ range: SourceRange
    ) {
        self.name = name
        self.bases = bases
        self.code = code
        self.captures = captures
        self.names = names
        super.init(range)
    }
    override func evaluate(_ frame: Frame) throws -> Value {
        let interpreter = frame.interpreter
        var parents: [ScriptClass] = []
        for base in try bases.evaluate(frame).positional {
            guard case .type(let type) = base else {
                throw located(
                    ScriptError("TypeError", "'\(base.typeName)' object cannot be a base class"), frame)
            }
            if let native = type.native, !native.canBeSubclassed {
                throw located(ScriptError("TypeError", "'\(type.name)' cannot be a base class"), frame)
            }
            if type.recognises != nil, type !== Types.object {
                throw located(
                    ScriptError(
                        "TypeError", "a class built upon '\(type.name)' is not available",
                        hint: "keep the \(type.name) in an attribute"), frame)
            }
            if type !== Types.object { parents.append(type) }
        }
        let type = ScriptClass(name, bases: parents.isEmpty ? [Types.object] : parents)
        do { if parents.count > 1 { _ = try ScriptClass.linearise(type, parents) } } catch {
            throw located(error, frame)
        }
        type.isScript = true
        let mark = interpreter.stack.top
        let slots = try interpreter.stack.reserve(code.slotCount)
        defer { interpreter.stack.release(to: mark) }
        let inner = Frame(interpreter: interpreter, slots: slots, source: frame.source)
        inner.free = captures.map { $0.isFree ? frame.free[$0.index] : frame.cells[$0.index] }
        inner.owner = type
        inner.makeCells(code.cellCount)
        _ = try runBlock(code.body, inner)
        for (slot, symbol) in names.enumerated() {
            guard let value = slots[slot] else { continue }
            if case .object(let object) = value, object is Property { type.ownsProperty = true }
            type.set(symbol, value)
        }
        if let text = code.documentation { type.documentation = text }
        return .type(type)
    }
}

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

final class ImportNode: StatementNode {
    let name: String
    let place: SourceRange
    /// Nil binds the first part of a dotted name.
    let isAliased: Bool
    let target: any Target
    init(_ name: String, _ place: SourceRange, isAliased: Bool, _ target: any Target, _ range: SourceRange) {
        self.name = name
        self.place = place
        self.isAliased = isAliased
        self.target = target
        super.init(range)
    }
    override func execute(_ frame: Frame) throws -> Completion {
        do {
            let module = try frame.interpreter.module(name)
            if isAliased || !name.contains(".") {
                try target.assign(.module(module), frame)
            } else {
                try target.assign(
                    .module(frame.interpreter.module(String(name.split(separator: ".")[0]))), frame)
            }
        } catch { throw ScriptError(error).located(place, frame.source) }
        return .normal
    }
}

final class ImportNamesNode: StatementNode {
    let module: String
    let place: SourceRange
    let names: [(name: String, range: SourceRange, target: (any Target)?)]
    init(
        _ module: String, _ place: SourceRange,
        _ names: [(name: String, range: SourceRange, target: (any Target)?)], _ range: SourceRange
    ) {
        self.module = module
        self.place = place
        self.names = names
        super.init(range)
    }
    override func execute(_ frame: Frame) throws -> Completion {
        let interpreter = frame.interpreter
        let found: ModuleValue
        do { found = try interpreter.module(module) } catch {
            throw ScriptError(error).located(place, frame.source)
        }
        for (name, place, target) in names {
            guard let target else {
                for name in found.names where !name.hasPrefix("_") { interpreter.globals[name] = found[name] }
                continue
            }
            do {
                if let value = try found.get(Symbol(name)) {
                    try target.assign(value, frame)
                } else if let inner = try? interpreter.module(module + "." + name) {
                    try target.assign(.module(inner), frame)
                } else {
                    throw Wording.cannotImport(name, from: found)
                }
            } catch { throw ScriptError(error).located(place, frame.source) }
        }
        return .normal
    }
}
