extension Program {
    /// What one statement does with names: those that it reads and does not bind itself before, and those
    /// that it binds.
    public struct NameUse: Equatable {
        public var read: Set<String>
        public var bound: Set<String>
    }

    /// The names that each statement reads and binds, in the order of the program. Names of attributes and of
    /// keyword arguments do not count, nor what is a function's own.
    public var nameUses: [NameUse] {
        statements.map { statement in
            var collector = NameCollector()
            collector.collect([statement])
            return NameUse(read: FreeNames.read(by: statement), bound: Set(collector.bound))
        }
    }
}

/// Names that are read and belong to whatever stands around.
private enum FreeNames {
    static func read(by statement: Statement) -> Set<String> {
        var names: Set<String> = []
        for expression in statement.values { names.formUnion(read(by: expression)) }
        switch statement.kind {
        case .define(let function, _): names.formUnion(inside(function))
        case .defineClass(_, _, let body, _): names.formUnion(read(by: body))
        default:
            // What a block binds before it reads is its own.
            var bound: Set<String> = []
            if case .forLoop(let target, _, _, _) = statement.kind { bound = targets([target]) }
            if case .with(let contexts, _) = statement.kind { bound = targets(contexts.compactMap(\.target)) }
            for block in statement.blocks { names.formUnion(read(by: block).subtracting(bound)) }
        }
        return names
    }

    /// Statement by statement: what an earlier one has bound is not free in a later one.
    private static func read(by statements: [Statement]) -> Set<String> {
        var (names, bound): (Set<String>, Set<String>) = ([], [])
        for statement in statements {
            names.formUnion(read(by: statement).subtracting(bound))
            var collector = NameCollector()
            collector.collect([statement])
            bound.formUnion(collector.bound)
        }
        return names
    }

    private static func inside(_ function: FunctionTree) -> Set<String> {
        var collector = NameCollector()
        collector.collect(function.body)
        var names = Set(function.body.flatMap(read))
        if let expression = function.expression { names.formUnion(read(by: expression)) }
        let own = Set(collector.bound).subtracting(collector.globals).union(function.parameters.map(\.name))
        return names.subtracting(own)
    }

    private static func read(by expression: Expression) -> Set<String> {
        switch expression.kind {
        case .name(let name): return [name]
        case .lambda(let function):
            let defaults = function.parameters.compactMap(\.defaultValue).flatMap(read)
            return inside(function).union(defaults)
        case .comprehension(_, _, _, let clauses):
            return Set(expression.parts.flatMap(read)).subtracting(targets(clauses.map(\.target)))
        default: return Set(expression.parts.flatMap(read))
        }
    }

    private static func targets(_ expressions: [Expression]) -> Set<String> {
        var collector = NameCollector()
        for expression in expressions { collector.bind(expression) }
        return Set(collector.bound)
    }
}

extension Statement {
    /// The expressions of the statement itself that are read: a name that is assigned is not, `x[0]` on the
    /// left is.
    fileprivate var values: [Expression] {
        switch kind {
        case .assign(let targets, let value): return targets.flatMap(\.readInTarget) + [value]
        case .annotated(let target, let value, let annotation):
            return target.readInTarget + (value.map { [$0] } ?? [annotation])
        case .forLoop(let target, let iterable, _, _): return target.readInTarget + [iterable]
        case .with(let contexts, _):
            return contexts.flatMap { [$0.value] + ($0.target?.readInTarget ?? []) }
        default: return expressions
        }
    }
}

extension Expression {
    fileprivate var readInTarget: [Expression] {
        switch kind {
        case .name: []
        case .collection(_, let elements): elements.flatMap(\.readInTarget)
        case .starred(let inner): inner.readInTarget
        default: [self]
        }
    }
}
