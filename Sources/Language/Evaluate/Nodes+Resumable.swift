// The statements in which a `yield` stands: each notes its stage where it is left by one, and begins there
// again when the body is run the next time. A stage is taken, and so set back to 0, before anything else
// happens: what ends in an error begins anew.

extension Frame {
    /// How far a statement has come; it has not begun, as far as the next run is concerned.
    @inline(__always)
    func take(_ stage: Int) -> Int {
        let value = stages[stage]
        stages[stage] = 0
        return value
    }

    @inline(__always)
    func stop(_ stage: Int, at value: Int) { stages[stage] = value }

    /// What the body has left behind.
    @inline(__always)
    func takeResult() -> Value {
        let value = result
        result = .none
        return value
    }

    /// Keeps what a loop walks along; nil lets it go.
    func hold(_ iterator: ScriptIterator?, at place: Int) {
        let before = iterators[place]
        iterators[place] = iterator.map { Unmanaged.passRetained($0) }
        before?.release()
    }
}

/// Statements one after another.
final class ResumableBlock {
    private let statements: [StatementNode]
    /// Nil where the place needs no note: where no statement yields, or where there is only one.
    private let stage: Int?
    private let only: StatementNode?

    init(_ statements: [StatementNode], stage: Int?) {
        self.statements = statements
        self.stage = statements.count == 1 ? nil : stage
        only = statements.count == 1 ? statements[0] : nil
    }

    @inline(__always)
    func run(_ frame: Frame) throws -> Completion {
        if let only { return try only.execute(frame) }
        return try row(frame)
    }

    private func row(_ frame: Frame) throws -> Completion {
        guard let stage else { return try runBlock(statements, frame) }
        var index = frame.take(stage)
        while index < statements.count {
            let completion = try statements[index].execute(frame)
            if completion != .normal {
                if completion == .yielded { frame.stop(stage, at: index) }
                return completion
            }
            index += 1
        }
        return .normal
    }

    /// As `runGuarded`: a Ctrl-C of the last statement belongs to the block.
    func runGuarded(_ frame: Frame) throws -> Completion {
        var index = stage.map { frame.take($0) } ?? 0
        while index < statements.count {
            let completion = try statements[index].execute(frame)
            if frame.interpreter.interruption.isRequested { try frame.interpreter.interruption.check() }
            if completion != .normal {
                if completion == .yielded, let stage { frame.stop(stage, at: index) }
                return completion
            }
            index += 1
        }
        return .normal
    }
}

/// What one statement of the source became.
final class ResumableRowNode: StatementNode {
    let body: ResumableBlock
    init(_ body: ResumableBlock, _ range: SourceRange) {
        self.body = body
        super.init(range)
    }
    override func execute(_ frame: Frame) throws -> Completion { try body.run(frame) }
}

/// `yield value` and `target = yield value`.
final class YieldNode: StatementNode {
    let value: Node?
    let targets: [any Target]
    let slot: Int?
    let hasTargets: Bool
    let stage: Int
    init(_ value: Node?, _ targets: [any Target], stage: Int, _ range: SourceRange) {
        self.value = value
        self.targets = targets
        self.stage = stage
        hasTargets = !targets.isEmpty
        slot = targets.count == 1 ? (targets[0] as? LocalNode)?.slot : nil
        super.init(range)
    }

    override func execute(_ frame: Frame) throws -> Completion {
        if frame.take(stage) == 0 {
            frame.result = try value?.evaluate(frame) ?? .none
            frame.stop(stage, at: 1)
            return .yielded
        }
        if frame.isThrowing { throw thrown(frame) }
        if let slot {
            frame.slots[slot] = frame.sent
        } else if hasTargets {
            for target in targets { try target.assign(frame.sent, frame) }
        }
        return .normal
    }

    @inline(never)
    private func thrown(_ frame: Frame) -> ScriptError {
        located(frame.coroutine.unsafelyUnwrapped.takeThrown(), frame)
    }
}

/// `yield from iterable`: all that it gives, and to it all that is sent.
final class YieldFromNode: StatementNode {
    let iterable: Node
    let targets: [any Target]
    let stage: Int
    let place: Int
    init(_ iterable: Node, _ targets: [any Target], stage: Int, place: Int, _ range: SourceRange) {
        self.iterable = iterable
        self.targets = targets
        self.stage = stage
        self.place = place
        super.init(range)
    }

    override func execute(_ frame: Frame) throws -> Completion {
        let isFirst = frame.take(stage) == 0
        if isFirst {
            let value = try iterable.evaluate(frame)
            do { frame.hold(try Operations.iterator(value), at: place) } catch {
                throw iterable.located(error, frame)
            }
        }
        let source = frame.iterators[place].unsafelyUnwrapped
        do {
            if let item = try source._withUnsafeGuaranteedRef({ try pull($0, frame, isFirst: isFirst) }) {
                frame.result = item
                frame.stop(stage, at: 1)
                return .yielded
            }
        } catch {
            frame.hold(nil, at: place)
            throw located(error, frame)
        }
        let result = source.takeUnretainedValue().takeReturned()
        frame.hold(nil, at: place)
        for target in targets { try target.assign(result, frame) }
        return .normal
    }

    @inline(__always)
    private func pull(_ source: ScriptIterator, _ frame: Frame, isFirst: Bool) throws -> Value? {
        if !isFirst, frame.isThrowing || !frame.sent.isNone { return try hand(source, frame) }
        return try source.next()
    }

    /// Hands on what was sent or thrown.
    @inline(never)
    private func hand(_ source: ScriptIterator, _ frame: Frame) throws -> Value? {
        if frame.isThrowing {
            let error = frame.coroutine.unsafelyUnwrapped.takeThrown()
            guard error.isInstance(of: "GeneratorExit") else { return try source.raise(error) }
            try source.close()
            throw error
        }
        return try source.send(frame.sent)
    }
}

final class ResumableBranchNode: StatementNode {
    let branches: [(condition: Node, body: ResumableBlock)]
    let otherwise: ResumableBlock
    let stage: Int
    init(
        _ branches: [(condition: Node, body: ResumableBlock)], _ otherwise: ResumableBlock, stage: Int,
        _ range: SourceRange
    ) {
        self.branches = branches
        self.otherwise = otherwise
        self.stage = stage
        super.init(range)
    }

    override func execute(_ frame: Frame) throws -> Completion {
        var place = frame.take(stage)
        if place == 0 {
            place = branches.count + 1
            for (index, branch) in branches.enumerated() where try test(branch.condition, frame) {
                place = index + 1
                break
            }
        }
        let completion = try (place > branches.count ? otherwise : branches[place - 1].body).run(frame)
        if completion == .yielded { frame.stop(stage, at: place) }
        return completion
    }
}

final class ResumableWhileNode: StatementNode {
    /// What the condition needs done first.
    let before: ResumableBlock?
    let condition: Node
    let body: ResumableBlock
    let otherwise: ResumableBlock
    let stage: Int
    init(
        before: ResumableBlock?, _ condition: Node, _ body: ResumableBlock, _ otherwise: ResumableBlock,
        stage: Int, _ range: SourceRange
    ) {
        self.before = before
        self.condition = condition
        self.body = body
        self.otherwise = otherwise
        self.stage = stage
        super.init(range)
    }

    override func execute(_ frame: Frame) throws -> Completion {
        var place = frame.take(stage)
        while place != 3 {
            if place < 2 {
                if let before {
                    let completion = try before.run(frame)
                    if completion != .normal {
                        if completion == .yielded { frame.stop(stage, at: 1) }
                        return completion
                    }
                }
                if try !test(condition, frame) { break }
                do { try frame.home._withUnsafeGuaranteedRef { try $0.interruption.check() } } catch {
                    throw located(error, frame)
                }
            }
            place = 0
            switch try body.run(frame) {
            case .yielded:
                frame.stop(stage, at: 2)
                return .yielded
            case .broke: return .normal
            case .returned: return .returned
            default: break
            }
        }
        let completion = try otherwise.run(frame)
        if completion == .yielded { frame.stop(stage, at: 3) }
        return completion
    }
}

final class ResumableForNode: StatementNode {
    let target: any Target
    let slot: Int?
    let iterable: Node
    let body: ResumableBlock
    let otherwise: ResumableBlock
    let stage: Int
    let place: Int
    init(
        _ target: any Target, _ iterable: Node, _ body: ResumableBlock, _ otherwise: ResumableBlock,
        stage: Int, place: Int, _ range: SourceRange
    ) {
        self.target = target
        slot = (target as? LocalNode)?.slot
        self.iterable = iterable
        self.body = body
        self.otherwise = otherwise
        self.stage = stage
        self.place = place
        super.init(range)
    }

    override func execute(_ frame: Frame) throws -> Completion {
        let begun = frame.take(stage)
        if begun == 2 { return try rest(frame) }
        if begun == 0 {
            let source = try iterable.evaluate(frame)
            do { frame.hold(try Operations.iterator(source), at: place) } catch {
                throw iterable.located(error, frame)
            }
        }
        let completion: Completion
        do { completion = try loop(isInBody: begun == 1, frame) } catch {
            frame.hold(nil, at: place)
            throw error
        }
        if completion == .yielded {
            frame.stop(stage, at: 1)
            return .yielded
        }
        frame.hold(nil, at: place)
        switch completion {
        case .broke: return .normal
        case .returned: return .returned
        default: return try rest(frame)
        }
    }

    /// - Returns: `.normal` at the end of the iterator.
    @inline(__always)
    private func loop(isInBody: Bool, _ frame: Frame) throws -> Completion {
        let iterator = frame.iterators[place].unsafelyUnwrapped
        var isInBody = isInBody
        while true {
            if !isInBody {
                let item: Value
                do {
                    guard let next = try iterator._withUnsafeGuaranteedRef({ try $0.next() }) else {
                        return .normal
                    }
                    item = next
                    try frame.home._withUnsafeGuaranteedRef { try $0.interruption.check() }
                } catch { throw iterable.located(error, frame) }
                if let slot { frame.slots[slot] = item } else { try target.assign(item, frame) }
            }
            isInBody = false
            let completion = try body.run(frame)
            if completion != .normal, completion != .continued { return completion }
        }
    }

    private func rest(_ frame: Frame) throws -> Completion {
        let completion = try otherwise.run(frame)
        if completion == .yielded { frame.stop(stage, at: 2) }
        return completion
    }
}

final class ResumableTryNode: StatementNode {
    struct Handler {
        let type: Node?
        let target: (any Target)?
        let body: ResumableBlock
    }
    let body: ResumableBlock
    let handlers: [Handler]
    let otherwise: ResumableBlock
    /// Nil where there is no `finally`.
    let finally: ResumableBlock?
    let stage: Int
    let lastStage: Int
    let place: Int
    let lastPlace: Int

    init(
        _ body: ResumableBlock, _ handlers: [Handler], _ otherwise: ResumableBlock,
        _ finally: ResumableBlock?, _ layout: ResumableLayout, _ range: SourceRange
    ) {
        self.body = body
        self.handlers = handlers
        self.otherwise = otherwise
        self.finally = finally
        stage = layout.stage(isGuard: true)
        lastStage = layout.stage(isGuard: true)
        place = layout.holder()
        lastPlace = layout.holder()
        super.init(range)
    }

    private func takeHeld(_ place: Int, _ frame: Frame) -> Coroutine.Held {
        let held = frame.coroutine.unsafelyUnwrapped.held
        let value = held[place].unsafelyUnwrapped
        held[place] = nil
        return value
    }

    override func execute(_ frame: Frame) throws -> Completion {
        guard let finally else { return try guarded(frame) }
        if frame.take(lastStage) != 0 { return try finish(finally, takeHeld(lastPlace, frame), frame) }
        let interpreter = frame.interpreter
        let depth = (interpreter.callDepth, interpreter.stack.top)
        let completion: Completion
        do { completion = try guarded(frame) } catch {
            var failure = ScriptError(error)
            if interpreter.interruption.isFinal { throw failure }
            interpreter.callDepth = depth.0
            interpreter.stack.release(to: depth.1)
            _ = interpreter.exception(of: &failure)
            return try finish(finally, Coroutine.Held(failure: failure), frame)
        }
        if completion == .yielded { return .yielded }
        return try finish(finally, Coroutine.Held(completion, frame.result), frame)
    }

    private func finish(_ finally: ResumableBlock, _ held: Coroutine.Held, _ frame: Frame) throws
        -> Completion
    {
        let last: Completion
        if let failure = held.failure {
            last = try frame.interpreter.answering(failure, { try finally.runGuarded(frame) }) {
                $0 != .normal
            }
        } else {
            last = try finally.run(frame)
        }
        if last == .yielded {
            frame.stop(lastStage, at: 1)
            frame.coroutine.unsafelyUnwrapped.held[lastPlace] = held
        }
        if last != .normal { return last }
        if let failure = held.failure { throw failure }
        frame.result = held.value
        return held.completion
    }

    private func guarded(_ frame: Frame) throws -> Completion {
        let begun = frame.take(stage)
        if begun >= 3 { return try answer(begun - 3, takeHeld(place, frame), frame) }
        if begun == 2 { return try rest(frame) }
        let interpreter = frame.interpreter
        let depth = (interpreter.callDepth, interpreter.stack.top)
        do {
            let completion = try body.runGuarded(frame)
            if completion == .yielded { frame.stop(stage, at: 1) }
            if completion != .normal { return completion }
        } catch {
            var failure = ScriptError(error)
            if handlers.isEmpty || interpreter.interruption.isFinal { throw failure }
            interpreter.callDepth = depth.0
            interpreter.stack.release(to: depth.1)
            let exception = interpreter.exception(of: &failure)
            let found = try handlers.firstIndex {
                try interpreter.catches(exception, failure, $0.type, frame)
            }
            guard let found else { throw failure }
            if let target = handlers[found].target {
                interpreter.remember(failure)
                try target.assign(.instance(exception), frame)
            }
            return try answer(found, Coroutine.Held(failure: failure), frame)
        }
        return try rest(frame)
    }

    private func rest(_ frame: Frame) throws -> Completion {
        let completion = try otherwise.runGuarded(frame)
        if completion == .yielded { frame.stop(stage, at: 2) }
        return completion
    }

    private func answer(_ index: Int, _ held: Coroutine.Held, _ frame: Frame) throws -> Completion {
        let handler = handlers[index]
        guard let failure = held.failure else { return .normal }
        let completion: Completion
        do {
            completion = try frame.interpreter.answering(failure, { try handler.body.runGuarded(frame) }) {
                _ in true
            }
        } catch {
            try? handler.target?.delete(frame)
            throw error
        }
        if completion == .yielded {
            frame.stop(stage, at: index + 3)
            frame.coroutine.unsafelyUnwrapped.held[place] = held
        } else {
            try? handler.target?.delete(frame)
        }
        return completion
    }
}

/// `with` with one context.
final class ResumableWithNode: StatementNode {
    let context: (value: Node, target: (any Target)?)
    let body: ResumableBlock
    let stage: Int
    let place: Int
    init(
        _ context: (value: Node, target: (any Target)?), _ body: ResumableBlock, _ layout: ResumableLayout,
        _ range: SourceRange
    ) {
        self.context = context
        self.body = body
        stage = layout.stage(isGuard: true)
        place = layout.holder()
        super.init(range)
    }

    override func execute(_ frame: Frame) throws -> Completion {
        let held = frame.coroutine.unsafelyUnwrapped.held
        let manager: Value
        let isBegun = frame.take(stage) == 1
        var entered = Value.none
        if isBegun {
            manager = held[place].unsafelyUnwrapped.value
            held[place] = nil
        } else {
            manager = try context.value.evaluate(frame)
            entered = try enter(manager, context.value, frame)
        }
        let completion = try running(manager, frame) {
            if !isBegun {
                do { try context.target?.assign(entered, frame) } catch {
                    throw context.value.located(error, frame)
                }
            }
            return try body.runGuarded(frame)
        }
        if completion == .yielded {
            frame.stop(stage, at: 1)
            held[place] = Coroutine.Held(.normal, manager)
        }
        return completion
    }
}
