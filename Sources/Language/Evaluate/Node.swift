/// A compiled expression. The tree of nodes is what runs: names are resolved to slots, operators to classes.
class Node {
    let range: SourceRange
    init(_ range: SourceRange) { self.range = range }

    func evaluate(_ frame: Frame) throws -> Value { .none }

    /// The error with this node's place, if it has none.
    @inline(never)
    final func located(_ error: any Error, _ frame: Frame) -> ScriptError {
        ScriptError(error).located(range, frame.source)
    }
}

/// How a statement ended.
enum Completion { case normal, broke, continued, returned, yielded }

/// A compiled statement.
class StatementNode {
    let range: SourceRange
    init(_ range: SourceRange) { self.range = range }
    func execute(_ frame: Frame) throws -> Completion { .normal }

    @inline(never)
    final func located(_ error: any Error, _ frame: Frame) -> ScriptError {
        ScriptError(error).located(range, frame.source)
    }
}

/// Something that can be assigned to.
protocol Target {
    func assign(_ value: Value, _ frame: Frame) throws
    func delete(_ frame: Frame) throws
}

final class ConstantNode: Node {
    let value: Value
    init(_ value: Value, _ range: SourceRange) {
        self.value = value
        super.init(range)
    }
    override func evaluate(_ frame: Frame) throws -> Value { value }
}

final class LocalNode: Node, Target {
    let slot: Int
    package let name: String
    /// Where a class body looks for a name that it has not bound yet.
    let fallback: Node?
    init(_ slot: Int, _ name: String, fallback: Node? = nil, _ range: SourceRange) {
        self.slot = slot
        self.name = name
        self.fallback = fallback
        super.init(range)
    }
    override func evaluate(_ frame: Frame) throws -> Value {
        if let value = frame.slots[slot] { return value }
        if let fallback { return try fallback.evaluate(frame) }
        throw located(Wording.unboundLocal(name), frame)
    }
    func assign(_ value: Value, _ frame: Frame) throws { frame.slots[slot] = value }
    func delete(_ frame: Frame) throws {
        if frame.slots[slot] == nil { throw located(Wording.unboundLocal(name), frame) }
        frame.slots[slot] = nil
    }
}

final class CellNode: Node, Target {
    let index: Int
    package let name: String
    let isFree: Bool
    init(_ index: Int, _ name: String, isFree: Bool, _ range: SourceRange) {
        self.index = index
        self.name = name
        self.isFree = isFree
        super.init(range)
    }
    @inline(__always)
    func cell(_ frame: Frame) -> ClosureCell { isFree ? frame.free[index] : frame.cells[index] }
    override func evaluate(_ frame: Frame) throws -> Value {
        if let value = cell(frame).value { return value }
        throw located(
            isFree
                ? ScriptError(
                    "NameError",
                    "cannot access free variable '\(name)' where it is not associated with a value in "
                        + "enclosing scope"
                )
                : Wording.unboundLocal(name), frame)
    }
    func assign(_ value: Value, _ frame: Frame) throws { cell(frame).value = value }
    func delete(_ frame: Frame) throws { cell(frame).value = nil }
}

final class GlobalNode: Node, Target {
    let cell: GlobalCell
    let builtin: GlobalCell
    let globals: Globals
    init(_ cell: GlobalCell, _ builtin: GlobalCell, _ globals: Globals, _ range: SourceRange) {
        self.cell = cell
        self.builtin = builtin
        self.globals = globals
        super.init(range)
    }
    override func evaluate(_ frame: Frame) throws -> Value {
        if let value = cell.value { return value }
        if let value = builtin.value { return value }
        return try provided(frame)
    }
    @inline(never)
    private func provided(_ frame: Frame) throws -> Value {
        if let value = builtin.read() { return value }
        throw unknown(frame)
    }
    @inline(never)
    private func unknown(_ frame: Frame) -> ScriptError {
        let interpreter = frame.interpreter
        if ["open", "__import__"].contains(cell.name) {
            let hint =
                cell.name == "open"
                ? "load(\"…\") reads a text; %save writes the session" : "write the statement itself"
            return located(ScriptError("NameError", "'\(cell.name)' is not available", hint: hint), frame)
        }
        return located(
            Wording.unknownName(
                cell.name,
                candidates: globals.names + interpreter.builtins.names + [
                    "True", "False", "None",
                ]),
            frame)
    }
    func unknownName(_ frame: Frame) throws { throw unknown(frame) }
    func assign(_ value: Value, _ frame: Frame) throws { cell.value = value }
    func delete(_ frame: Frame) throws {
        if cell.value == nil { throw unknown(frame) }
        cell.value = nil
    }
}

final class BinaryNode: Node {
    let operation: BinaryOperator
    let left: Node
    let right: Node
    init(_ operation: BinaryOperator, _ left: Node, _ right: Node, _ range: SourceRange) {
        self.operation = operation
        self.left = left
        self.right = right
        super.init(range)
    }
    override func evaluate(_ frame: Frame) throws -> Value {
        let a = try left.evaluate(frame)
        let b = try right.evaluate(frame)
        switch (a, b) {
        case (.int(let x), .int(let y)):
            switch operation {
            case .add:
                let (result, overflow) = x.addingReportingOverflow(y)
                if !overflow { return .int(result) }
            case .subtract:
                let (result, overflow) = x.subtractingReportingOverflow(y)
                if !overflow { return .int(result) }
            case .multiply:
                let (result, overflow) = x.multipliedReportingOverflow(by: y)
                if !overflow { return .int(result) }
            case .remainder where x >= 0 && y > 0: return .int(x % y)
            case .floorDivide where x >= 0 && y > 0: return .int(x / y)
            default: break
            }
        case (.float(let x), .float(let y)):
            switch operation {
            case .add: return .float(x + y)
            case .subtract: return .float(x - y)
            case .multiply: return .float(x * y)
            default: break
            }
        default: break
        }
        do { return try Operations.binary(operation, a, b) } catch { throw located(error, frame) }
    }
}

final class UnaryNode: Node {
    let operation: UnaryOperator
    let operand: Node
    init(_ operation: UnaryOperator, _ operand: Node, _ range: SourceRange) {
        self.operation = operation
        self.operand = operand
        super.init(range)
    }
    override func evaluate(_ frame: Frame) throws -> Value {
        let value = try operand.evaluate(frame)
        do { return try Operations.unary(operation, value) } catch { throw located(error, frame) }
    }
}

final class NotNode: Node {
    let operand: Node
    init(_ operand: Node, _ range: SourceRange) {
        self.operand = operand
        super.init(range)
    }
    override func evaluate(_ frame: Frame) throws -> Value {
        let value = try operand.evaluate(frame)
        do { return .bool(try !Operations.truth(value)) } catch { throw located(error, frame) }
    }
}

final class LogicNode: Node {
    let isAnd: Bool
    let left: Node
    let right: Node
    init(isAnd: Bool, _ left: Node, _ right: Node, _ range: SourceRange) {
        self.isAnd = isAnd
        self.left = left
        self.right = right
        super.init(range)
    }
    override func evaluate(_ frame: Frame) throws -> Value {
        let value = try left.evaluate(frame)
        let truth: Bool
        do { truth = try Operations.truth(value) } catch { throw left.located(error, frame) }
        return truth == isAnd ? try right.evaluate(frame) : value
    }
}

final class TernaryNode: Node {
    let condition: Node
    let value: Node
    let otherwise: Node
    init(_ condition: Node, _ value: Node, _ otherwise: Node, _ range: SourceRange) {
        self.condition = condition
        self.value = value
        self.otherwise = otherwise
        super.init(range)
    }
    override func evaluate(_ frame: Frame) throws -> Value {
        let test = try condition.evaluate(frame)
        let truth: Bool
        do { truth = try Operations.truth(test) } catch { throw condition.located(error, frame) }
        return truth ? try value.evaluate(frame) : try otherwise.evaluate(frame)
    }
}

final class CompareNode: Node {
    let first: Node
    let steps: [(comparison: Comparison, operand: Node)]
    let single: ComparisonOperator?
    let second: Node
    init(_ first: Node, _ steps: [(comparison: Comparison, operand: Node)], _ range: SourceRange) {
        self.first = first
        self.steps = steps
        second = steps[0].operand
        if steps.count == 1, case .value(let operation) = steps[0].comparison {
            single = operation
        } else {
            single = nil
        }
        super.init(range)
    }
    override func evaluate(_ frame: Frame) throws -> Value {
        var left = try first.evaluate(frame)
        if let single {
            let right = try second.evaluate(frame)
            if case .int(let x) = left, case .int(let y) = right {
                switch single {
                case .less: return .bool(x < y)
                case .lessOrEqual: return .bool(x <= y)
                case .greater: return .bool(x > y)
                case .greaterOrEqual: return .bool(x >= y)
                case .equal: return .bool(x == y)
                case .notEqual: return .bool(x != y)
                }
            }
            do { return try Operations.compare(single, left, right) } catch { throw located(error, frame) }
        }
        var result = Value.bool(true)
        for (index, step) in steps.enumerated() {
            let right = try step.operand.evaluate(frame)
            do {
                switch step.comparison {
                case .value(let operation): result = try Operations.compare(operation, left, right)
                case .isSame: result = .bool(Operations.identical(left, right))
                case .isNotSame: result = .bool(!Operations.identical(left, right))
                case .isIn: result = .bool(try Operations.contains(right, left))
                case .isNotIn: result = .bool(try !Operations.contains(right, left))
                }
                if index < steps.count - 1, try !Operations.truth(result) { return result }
            } catch { throw located(error, frame) }
            left = right
        }
        return result
    }
}

/// `name := value`.
final class NamedNode: Node {
    let target: any Target
    let value: Node
    init(_ target: any Target, _ value: Node, _ range: SourceRange) {
        self.target = target
        self.value = value
        super.init(range)
    }
    override func evaluate(_ frame: Frame) throws -> Value {
        let result = try value.evaluate(frame)
        try target.assign(result, frame)
        if frame.interpreter.isWatched { CallWatching.tell([target], value.range, frame) }
        return result
    }
}

final class AttributeNode: Node, Target {
    let object: Node
    package let name: Symbol
    let place: SourceRange
    /// Whether setting it does more than to set an attribute.
    let isSpecial: Bool
    init(_ object: Node, _ name: Symbol, _ place: SourceRange, _ range: SourceRange) {
        self.object = object
        self.name = name
        self.place = place
        isSpecial = name == Names.dict || name == Names.classSymbol
        super.init(range)
    }
    override func evaluate(_ frame: Frame) throws -> Value {
        let value = try object.evaluate(frame)
        do {
            // Whether it reads plainly is learnt in `Operations`: nothing here has to hold the instance.
            if case .instance(let instance) = value, let own = instance.attributes.quick(name),
                instance.isKnownPlain()
            {
                return own
            }
            return try Operations.requireAttribute(value, name)
        } catch { throw ScriptError(error).located(place, frame.source) }
    }
    func assign(_ value: Value, _ frame: Frame) throws {
        let target = try object.evaluate(frame)
        if case .instance(let instance) = target, !isSpecial, instance.type.setsPlainly {
            return instance.attributes.set(name, value)
        }
        do { try Operations.setAttribute(target, name, value) } catch {
            throw ScriptError(error).located(place, frame.source)
        }
    }
    func delete(_ frame: Frame) throws {
        let target = try object.evaluate(frame)
        do { try Operations.deleteAttribute(target, name) } catch {
            throw ScriptError(error).located(place, frame.source)
        }
    }
}

final class SubscriptNode: Node, Target {
    let object: Node
    let index: Node
    init(_ object: Node, _ index: Node, _ range: SourceRange) {
        self.object = object
        self.index = index
        super.init(range)
    }
    override func evaluate(_ frame: Frame) throws -> Value {
        let container = try object.evaluate(frame)
        let key = try index.evaluate(frame)
        if case .list(let list) = container, case .int(let position) = key, position >= 0,
            position < list.elements.count
        {
            return list.elements[position]
        }
        do { return try Operations.item(container, key) } catch { throw located(error, frame) }
    }
    func assign(_ value: Value, _ frame: Frame) throws {
        let container = try object.evaluate(frame)
        let key = try index.evaluate(frame)
        if case .list(let list) = container, case .int(let position) = key, position >= 0,
            position < list.elements.count, !list.isRecord
        {
            list.elements[position] = value
            return
        }
        do { try Operations.setItem(container, key, value) } catch { throw located(error, frame) }
    }
    func delete(_ frame: Frame) throws {
        let container = try object.evaluate(frame)
        let key = try index.evaluate(frame)
        do { try Operations.deleteItem(container, key) } catch { throw located(error, frame) }
    }
}

final class SliceNode: Node {
    let parts: [Node?]
    init(_ parts: [Node?], _ range: SourceRange) {
        self.parts = parts
        super.init(range)
    }
    override func evaluate(_ frame: Frame) throws -> Value {
        .slice(
            SliceValue(
                start: try parts[0]?.evaluate(frame) ?? .none, stop: try parts[1]?.evaluate(frame) ?? .none,
                step: try parts[2]?.evaluate(frame) ?? .none))
    }
}
