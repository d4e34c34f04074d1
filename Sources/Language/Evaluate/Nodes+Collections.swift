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
                guard let other = try Operations.mapping(item.value.evaluate(frame)) else {
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
        defer {
            for slot in slots { frame.slots[slot] = nil }
            if frame.interpreter.wantsAttention { frame.interpreter.closeOrphans() }
        }
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
    init(_ code: FunctionCode, _ captures: [Capture], _ first: Node, _ range: SourceRange) {
        self.code = code
        self.captures = captures
        self.first = first
        super.init(range)
    }
    override func evaluate(_ frame: Frame) throws -> Value {
        let source = try first.evaluate(frame)
        guard let layout = code.layout else { return .none }
        do {
            var parameter: Value? = .object(try Operations.iterator(source))
            let cells = captures.map { $0.isFree ? frame.free[$0.index] : frame.cells[$0.index] }
            return .object(
                GeneratorIterator(
                    Coroutine(
                        code, layout, cells: cells, owner: frame.owner, frame.interpreter,
                        parameters: &parameter)))
        } catch {
            throw first.located(error, frame)
        }
    }
}
