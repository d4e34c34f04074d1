final class CollectionNode: Node, Target {
    let kind: Expression.Collection
    let elements: [Node]
    let stars: [Bool]
    let hasStars: Bool
    init(_ kind: Expression.Collection, _ elements: [Node], stars: [Bool], _ range: SourceRange) {
        self.kind = kind
        self.elements = elements
        self.stars = stars
        hasStars = stars.contains(true)
        super.init(range)
    }
    override func evaluate(_ frame: Frame) throws -> Value {
        var values: [Value] = []
        values.reserveCapacity(elements.count)
        for (index, element) in elements.enumerated() {
            let value = try element.evaluate(frame)
            if hasStars, stars[index] {
                do { values.append(contentsOf: try Operations.array(value)) } catch {
                    throw element.located(error, frame)
                }
            } else {
                values.append(value)
            }
        }
        switch kind {
        case .list: return .list(ListValue(values))
        case .tuple: return .tuple(TupleValue(values))
        case .set: do { return .set(try SetValue(values)) } catch { throw located(error, frame) }
        }
    }
    func assign(_ value: Value, _ frame: Frame) throws {
        let values: [Value]
        do {
            values = try Operations.unpack(value, count: elements.count, star: stars.firstIndex(of: true))
        } catch {
            throw located(error, frame)
        }
        for (target, value) in zip(elements, values) { try (target as? any Target)?.assign(value, frame) }
    }
    func delete(_ frame: Frame) throws {
        for target in elements { try (target as? any Target)?.delete(frame) }
    }
}

final class DictNode: Node {
    let items: [(key: Node?, value: Node)]
    init(_ items: [(key: Node?, value: Node)], _ range: SourceRange) {
        self.items = items
        super.init(range)
    }
    override func evaluate(_ frame: Frame) throws -> Value {
        let dict = DictValue()
        for item in items {
            if let keyNode = item.key {
                let key = try keyNode.evaluate(frame)
                let value = try item.value.evaluate(frame)
                do { try dict.set(key, value) } catch { throw keyNode.located(error, frame) }
            } else {
                guard let other = Operations.mapping(try item.value.evaluate(frame)) else {
                    throw item.value.located(
                        ScriptError("TypeError", "the value after ** is not a mapping"), frame)
                }
                for (key, value) in other.pairs { try dict.set(key, value) }
            }
        }
        return .dict(dict)
    }
}

final class JoinedNode: Node {
    enum Part {
        case text(String)
        case value(Node, conversion: Character?, spec: Node?)
    }
    let parts: [Part]
    init(_ parts: [Part], _ range: SourceRange) {
        self.parts = parts
        super.init(range)
    }
    override func evaluate(_ frame: Frame) throws -> Value {
        var result = ""
        for part in parts {
            switch part {
            case .text(let text): result += text
            case .value(let node, let conversion, let spec):
                var value = try node.evaluate(frame)
                let specText = try spec?.evaluate(frame).text ?? ""
                do {
                    if let conversion { value = .string(try Operations.convert(value, conversion)) }
                    result += try Format.format(value, specText)
                } catch { throw node.located(error, frame) }
            }
        }
        return .string(result)
    }
}

/// A list, set or dict comprehension, run in the frame around it.
final class ComprehensionNode: Node {
    struct Clause {
        let target: any Target
        let iterable: Node
        let conditions: [Node]
    }
    let kind: Expression.ComprehensionKind
    let element: Node
    let value: Node?
    let clauses: [Clause]
    let slots: [Int]
    let cells: [Int]
    init(
        _ kind: Expression.ComprehensionKind, _ element: Node, _ value: Node?, _ clauses: [Clause],
        slots: [Int],
        cells: [Int], _ range: SourceRange
    ) {
        self.kind = kind
        self.element = element
        self.value = value
        self.clauses = clauses
        self.slots = slots
        self.cells = cells
        super.init(range)
    }
    override func evaluate(_ frame: Frame) throws -> Value {
        for cell in cells { frame.cells[cell] = ClosureCell() }
        defer { for slot in slots { frame.slots[slot] = nil } }
        switch kind {
        case .dict:
            let dict = DictValue()
            try run(0, frame) { [element, value] in
                let key = try element.evaluate(frame)
                let item = try value!.evaluate(frame)
                do { try dict.set(key, item) } catch { throw element.located(error, frame) }
            }
            return .dict(dict)
        case .set:
            let set = SetValue()
            try run(0, frame) { [element] in
                let item = try element.evaluate(frame)
                do { try set.insert(item) } catch { throw element.located(error, frame) }
            }
            return .set(set)
        default:
            var result: [Value] = []
            try run(0, frame) { [element] in
                result.append(try element.evaluate(frame))
                if result.count > Limits.elements { throw Wording.tooManyElements(result.count) }
            }
            return .list(ListValue(result))
        }
    }
    private func run(_ level: Int, _ frame: Frame, _ body: () throws -> Void) throws {
        if level == clauses.count { return try body() }
        let clause = clauses[level]
        let source = try clause.iterable.evaluate(frame)
        let iterator: ScriptIterator
        do { iterator = try Operations.iterator(source) } catch {
            throw clause.iterable.located(error, frame)
        }
        next: while let item = try iterator.next() {
            try frame.interpreter.interruption.check()
            try clause.target.assign(item, frame)
            for condition in clause.conditions {
                let test = try condition.evaluate(frame)
                do { if try !Operations.truth(test) { continue next } } catch {
                    throw condition.located(error, frame)
                }
            }
            try run(level + 1, frame, body)
        }
    }
}

/// `(x for x in …)`: pulls lazily, with a frame of its own.
final class GeneratorNode: Node {
    let code: FunctionCode
    let captures: [Capture]
    let first: Node
    let element: Node
    let clauses: [ComprehensionNode.Clause]
    init(
        _ code: FunctionCode, _ captures: [Capture], _ first: Node, _ element: Node,
        _ clauses: [ComprehensionNode.Clause], _ range: SourceRange
    ) {
        self.code = code
        self.captures = captures
        self.first = first
        self.element = element
        self.clauses = clauses
        super.init(range)
    }
    override func evaluate(_ frame: Frame) throws -> Value {
        let source = try first.evaluate(frame)
        do { return .object(Generator(self, frame, try Operations.iterator(source))) } catch {
            throw first.located(error, frame)
        }
    }
}

final class Generator: ScriptIterator {
    private let node: GeneratorNode
    private let owner: ScriptClass?
    private let frame: Frame
    private let slots: UnsafeMutablePointer<Value?>
    private var iterators: [ScriptIterator]
    private var isRunning = false

    init(_ node: GeneratorNode, _ outer: Frame, _ first: ScriptIterator) {
        self.node = node
        owner = outer.owner
        slots = UnsafeMutablePointer<Value?>.allocate(capacity: max(1, node.code.slotCount))
        slots.initialize(repeating: nil, count: max(1, node.code.slotCount))
        frame = Frame(interpreter: outer.interpreter, slots: slots, source: node.code.source)
        frame.owner = outer.owner
        frame.free = node.captures.map { $0.isFree ? outer.free[$0.index] : outer.cells[$0.index] }
        frame.makeCells(node.code.cellCount)
        iterators = [first]
    }

    deinit {
        slots.deinitialize(count: max(1, node.code.slotCount))
        slots.deallocate()
    }

    override var typeName: String { "generator" }

    package override func record(in snapshot: Snapshot) {
        let (iterators, count) = (iterators, node.code.slotCount)
        let values = (0..<count).map { slots[$0] }
        let cells = (frame.cells + frame.free).map { (cell: $0, value: $0.value) }
        let parts = iterators.map(Value.object) + values.compactMap { $0 } + cells.compactMap(\.value)
        snapshot.record(self, parts: parts) { [self] in
            self.iterators = iterators
            for (index, value) in values.enumerated() { slots[index] = value }
        } change: { [self] in
            self.iterators.elementsEqual(iterators, by: ===) ? nil : ScriptIterator.wasReadOn
        }
        for (cell, value) in cells { snapshot.record(cell) { cell.value = value } }
    }

    override func next() throws -> Value? {
        if isRunning { throw ScriptError("ValueError", "generator already executing") }
        isRunning = true
        defer { isRunning = false }
        let interpreter = frame.interpreter
        interpreter.callDepth += 1
        defer { interpreter.callDepth -= 1 }
        if interpreter.callDepth > Limits.callDepth { throw Wording.tooDeep() }
        do {
            search: while let iterator = iterators.last {
                try interpreter.interruption.check()
                guard let item = try iterator.next() else {
                    iterators.removeLast()
                    continue
                }
                let clause = node.clauses[iterators.count - 1]
                try clause.target.assign(item, frame)
                for condition in clause.conditions where try !Operations.truth(condition.evaluate(frame)) {
                    continue search
                }
                if iterators.count == node.clauses.count { return try node.element.evaluate(frame) }
                let inner = node.clauses[iterators.count].iterable
                iterators.append(try Operations.iterator(inner.evaluate(frame)))
            }
            return nil
        } catch {
            iterators = []
            var failure = ScriptError(error)
            guard failure.kind == "StopIteration" else { throw failure }
            // Let through, it would look like the end of the generator.
            let cause = interpreter.exception(of: &failure)
            interpreter.remember(failure)
            var stopped = ScriptError("RuntimeError", "generator raised StopIteration")
            if let place = failure.range, let source = failure.source {
                stopped = stopped.located(place, source)
            }
            let exception = interpreter.exception(of: &stopped)
            exception.exceptionState.cause = cause
            exception.exceptionState.isContextSuppressed = true
            exception.setContext(cause)
            throw stopped
        }
    }
}
