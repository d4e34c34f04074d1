final class ExpressionStatementNode: StatementNode {
    let value: Node
    init(_ value: Node, _ range: SourceRange) {
        self.value = value
        super.init(range)
    }
    override func execute(_ frame: Frame) throws -> Completion {
        _ = try value.evaluate(frame)
        if frame.interpreter.wantsAttention { frame.interpreter.attend(at: range, in: frame.source) }
        return .normal
    }
}

/// A line that is not Python: whoever embeds the interpreter says what it does.
final class InteractiveLineNode: StatementNode {
    let line: InteractiveLine
    init(_ line: InteractiveLine, _ range: SourceRange) {
        self.line = line
        super.init(range)
    }
    override func execute(_ frame: Frame) throws -> Completion {
        do {
            guard let run = frame.interpreter.interactive else {
                throw ScriptError("SyntaxError", "invalid syntax")
            }
            try run(line, frame.source)
        } catch { throw located(error, frame) }
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
        if frame.interpreter.wantsAttention { tell(frame) }
        return .normal
    }
}

final class AugmentedNode: StatementNode {
    let target: any Target
    package let current: Node
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
            if frame.interpreter.wantsAttention { tell(frame) }
            return .normal
        }
        if let attribute = current as? AttributeNode {
            let object = try attribute.object.evaluate(frame)
            if case .instance(let instance) = object, instance.type.setsPlainly,
                let old = instance.attributes[attribute.name]
            {
                let operand = try value.evaluate(frame)
                do {
                    instance.attributes.set(attribute.name, try Operations.inPlace(operation, old, operand))
                } catch {
                    throw located(error, frame)
                }
                if frame.interpreter.wantsAttention { tell(frame) }
                return .normal
            }
            do {
                let old = try Operations.requireAttribute(object, attribute.name)
                let operand = try value.evaluate(frame)
                try Operations.setAttribute(
                    object, attribute.name, Operations.inPlace(operation, old, operand))
            } catch { throw located(error, frame) }
            if frame.interpreter.wantsAttention { tell(frame) }
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
        if frame.interpreter.wantsAttention { tell(frame) }
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
        if frame.interpreter.wantsAttention { frame.interpreter.closeOrphans() }
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
        let completion = try loop(frame)
        if frame.interpreter.wantsAttention { frame.interpreter.closeOrphans() }
        switch completion {
        case .broke: return .normal
        case .returned: return .returned
        default: return try runBlock(otherwise, frame)
        }
    }

    /// - Returns: `.normal` at the end of what it walks along.
    @inline(__always)
    private func loop(_ frame: Frame) throws -> Completion {
        let source = try iterable.evaluate(frame)
        let iterator: ScriptIterator
        do { iterator = try Operations.iterator(source) } catch { throw iterable.located(error, frame) }
        let interruption = frame.interpreter.interruption
        while true {
            let item: Value
            do {
                guard let next = try iterator.next() else { return .normal }
                item = next
                try interruption.check()
            } catch { throw iterable.located(error, frame) }
            if let slot { frame.slots[slot] = item } else { try target.assign(item, frame) }
            let completion = try runBlock(body, frame)
            if completion == .broke || completion == .returned { return completion }
        }
    }
}
