// Generator functions: what a statement with a `yield` in it becomes.
//
// A `yield` deep in an expression is lifted out first: `f(a, (yield b))` becomes `.1 = f; .2 = a; .3 =
// yield b; .1(.2, .3)`, so that what stands before it is evaluated before it. After that a `yield` is a
// statement of its own, or all that is assigned.

extension Expression {
    fileprivate init(name: String, _ range: SourceRange) { self.init(.name(name), range) }
}

extension Statement {
    /// Whether a `yield` of the function around it stands in it.
    var yields: Bool {
        expressions.contains(where: \.yields) || blocks.contains { $0.contains(where: \.yields) }
    }
}

extension FunctionTree {
    /// Whether a call gives a generator.
    var isGenerator: Bool { body.contains(where: \.yields) || expression?.yields ?? false }
}

/// Takes expressions apart at their `yield`s.
private struct Lifting {
    /// What is to be done before the expression that is left.
    var before: [Statement] = []
    let makeName: () -> String

    init(_ makeName: @escaping () -> String) { self.makeName = makeName }

    /// A variable with the value of an expression that has no `yield`, or is one.
    mutating func kept(_ value: Expression) -> Expression {
        let name = Expression(name: makeName(), value.range)
        before.append(Statement(kind: .assign([name], value), range: value.range))
        return name
    }

    mutating func lift(_ tree: Expression) -> Expression {
        guard tree.yields else { return tree }
        switch tree.kind {
        case .yield(let value):
            return kept(Expression(.yield(value.map { lift($0) }), tree.range))
        case .yieldFrom(let value): return kept(Expression(.yieldFrom(lift(value)), tree.range))
        case .and(let a, let b):
            let left = kept(lift(a))
            choose(left, [(left, b)], [])
            return left
        case .or(let a, let b):
            let left = kept(lift(a))
            choose(left, [], [(left, b)])
            return left
        case .ternary(let condition, let a, let b):
            let test = lift(condition)
            let result = Expression(name: makeName(), tree.range)
            choose(test, [(result, a)], [(result, b)])
            return result
        case .named(let name, let place, let value):
            return Expression(.named(name, place, lift(value)), tree.range)
        case .compare(let first, let steps) where steps.count > 1:
            return chain(kept(lift(first)), steps[...], tree.range)
        case .joined(let parts): return joined(parts, tree.range)
        default: return rebuilt(tree)
        }
    }

    private mutating func choose(
        _ test: Expression, _ then: [(Expression, Expression)], _ otherwise: [(Expression, Expression)]
    ) {
        func statements(_ row: [(Expression, Expression)]) -> [Statement] {
            row.flatMap { target, value in
                var inner = Lifting(makeName)
                let rest = inner.lift(value)
                return inner.before + [Statement(kind: .assign([target], rest), range: value.range)]
            }
        }
        let branch = Statement.Branch(condition: test, body: statements(then))
        before.append(
            Statement(kind: .branch([branch], otherwise: statements(otherwise)), range: test.range))
    }

    private mutating func chain(
        _ left: Expression, _ steps: ArraySlice<Expression.ComparisonStep>, _ range: SourceRange
    ) -> Expression {
        guard let step = steps.first else { return left }
        let right = kept(lift(step.operand))
        let result = kept(
            Expression(.compare(left, [.init(comparison: step.comparison, operand: right)]), range))
        if steps.count == 1 { return result }
        var inner = Lifting(makeName)
        let rest = inner.chain(right, steps.dropFirst(), range)
        let body = inner.before + [Statement(kind: .assign([result], rest), range: range)]
        before.append(
            Statement(kind: .branch([.init(condition: result, body: body)], otherwise: []), range: range))
        return result
    }

    private mutating func joined(_ parts: [StringPart], _ range: SourceRange) -> Expression {
        let last = parts.lastIndex { $0.yields } ?? -1
        var result: [StringPart] = []
        for (index, part) in parts.enumerated() {
            guard index <= last, case .value(let value, let conversion, let spec) = part else {
                result.append(part)
                continue
            }
            let shown = lift(value)
            var form = spec
            if spec.contains(where: \.yields) {
                let text = joined(spec, value.range)
                form = [.value(kept(text), conversion: nil, spec: [])]
            }
            let whole = Expression(
                .joined([.value(shown, conversion: conversion, spec: form)]), value.range)
            result.append(.value(kept(whole), conversion: nil, spec: []))
        }
        return Expression(.joined(result), range)
    }

    /// The expression with all parts before its last `yield` in variables.
    private mutating func rebuilt(_ tree: Expression) -> Expression {
        var last = -1, count = 0
        _ = tree.kind.mapped { part, _ in
            if part.yields { last = count }
            count += 1
            return part
        }
        var index = 0
        let kind = tree.kind.mapped { part, form in
            defer { index += 1 }
            if index > last { return part }
            let rest = lift(part)
            if index == last || rest.isFixed { return rest }
            switch form {
            case .plain: return kept(rest)
            case .star:
                return kept(
                    Expression(.collection(.list, [Expression(.starred(rest), rest.range)]), rest.range))
            case .doubleStar: return kept(Expression(.dict([.init(key: nil, value: rest)]), rest.range))
            }
        }
        return Expression(kind, tree.range)
    }

    mutating func lift(target: Expression) -> Expression {
        switch target.kind {
        case .collection(let kind, let elements):
            return Expression(.collection(kind, elements.map { lift(target: $0) }), target.range)
        case .starred(let inner): return Expression(.starred(lift(target: inner)), target.range)
        default: return lift(target)
        }
    }
}

extension StringPart {
    fileprivate var yields: Bool {
        guard case .value(let value, _, let spec) = self else { return false }
        return value.yields || spec.contains(where: \.yields)
    }
}

extension Expression {
    /// Whether it can stay where it is although a `yield` comes behind it.
    fileprivate var isFixed: Bool {
        switch kind {
        case .none, .ellipsis, .bool, .int, .bigInteger, .float, .string, .bytes: return true
        default: return false
        }
    }
}

extension Expression.Kind {
    /// The same with other direct parts, in the order in which they are evaluated.
    fileprivate func mapped(_ body: (Expression, ArgumentTree.Form) -> Expression) -> Expression.Kind {
        func plain(_ part: Expression) -> Expression { body(part, .plain) }
        func element(_ part: Expression) -> Expression {
            guard case .starred(let inner) = part.kind else { return plain(part) }
            return Expression(.starred(body(inner, .star)), part.range)
        }
        switch self {
        case .none, .ellipsis, .bool, .int, .bigInteger, .float, .string, .bytes, .joined, .name, .and, .or,
            .ternary:
            return self
        case .collection(let kind, let elements): return .collection(kind, elements.map(element))
        case .dict(let items):
            return .dict(
                items.map { item in
                    let key = item.key.map(plain)
                    return .init(key: key, value: body(item.value, item.key == nil ? .doubleStar : .plain))
                })
        case .starred(let inner): return .starred(body(inner, .star))
        case .unary(let operation, let inner): return .unary(operation, plain(inner))
        case .not(let inner): return .not(plain(inner))
        case .attribute(let inner, let name, let place): return .attribute(plain(inner), name, place)
        case .binary(let operation, let a, let b):
            let left = plain(a)
            return .binary(operation, left, plain(b))
        case .subscripted(let a, let b):
            let left = plain(a)
            return .subscripted(left, plain(b))
        case .compare(let first, let steps):
            let left = plain(first)
            return .compare(
                left, steps.map { .init(comparison: $0.comparison, operand: plain($0.operand)) })
        case .call(let callee, let arguments):
            let function = plain(callee)
            return .call(
                function,
                arguments.map {
                    ArgumentTree(
                        name: $0.name, form: $0.form, value: body($0.value, $0.form), range: $0.range)
                })
        case .slice(let a, let b, let c):
            let (start, stop) = (a.map(plain), b.map(plain))
            return .slice(start, stop, c.map(plain))
        case .lambda(var function):
            for index in function.parameters.indices {
                function.parameters[index].defaultValue = function.parameters[index].defaultValue.map(plain)
            }
            return .lambda(function)
        case .comprehension(let kind, let element, let value, var clauses):
            clauses[0].iterable = plain(clauses[0].iterable)
            return .comprehension(kind, element, value: value, clauses)
        case .yield(let value): return .yield(value.map(plain))
        case .yieldFrom(let value): return .yieldFrom(plain(value))
        case .named(let name, let place, let value): return .named(name, place, plain(value))
        }
    }
}

extension Compiler {
    /// Compiles the body of a generator function, whose scope stands ready.
    func generatorBody(_ body: [Statement], _ code: FunctionCode) throws {
        let layout = ResumableLayout()
        scope.layout = layout
        layout.body = try resumableBlock(body)
        code.layout = layout
    }

    /// A statement with a `yield` in it.
    func resumable(_ tree: Statement) throws -> StatementNode {
        let row = try lifted(tree)
        if row.count == 1 { return try resumableNode(row[0]) }
        return ResumableRowNode(try resumableBlock(row, isLifted: true), tree.range)
    }

    func resumableBlock(_ statements: [Statement], isLifted: Bool = false) throws -> ResumableBlock {
        guard let layout = scope.layout, statements.contains(where: \.yields) else {
            return ResumableBlock(try block(statements), stage: nil)
        }
        let nodes =
            try isLifted
            ? statements.map { try $0.yields ? resumableNode($0) : statement($0) } : block(statements)
        return ResumableBlock(nodes, stage: layout.stage())
    }

    /// A name that no program can write.
    private func hiddenName() -> String {
        let name = ".\(scope.slotCount)"
        _ = scope.declare(name, captured: false)
        return name
    }

    /// The statement with `yield`s only where a node can stop: as a statement, as what is assigned, in
    /// blocks.
    private func lifted(_ tree: Statement) throws -> [Statement] {
        var lifting = Lifting { self.hiddenName() }
        func last(_ kind: Statement.Kind) -> [Statement] {
            lifting.before + [Statement(kind: kind, range: tree.range)]
        }
        /// The expression itself where it is a `yield`: nothing else is evaluated beside it.
        func top(_ value: Expression) -> Expression {
            switch value.kind {
            case .yield(let operand): return Expression(.yield(operand.map { lifting.lift($0) }), value.range)
            case .yieldFrom(let operand): return Expression(.yieldFrom(lifting.lift(operand)), value.range)
            default: return lifting.lift(value)
            }
        }
        switch tree.kind {
        case .expression(let value):
            let rest = top(value)
            return last(.expression(rest))
        case .assign(let targets, let value):
            if !targets.contains(where: \.yields) {
                let rest = top(value)
                return last(.assign(targets, rest))
            }
            let result = lifting.kept(top(value))
            for target in targets {
                let place = lifting.lift(target: target)
                lifting.before.append(Statement(kind: .assign([place], result), range: tree.range))
            }
            return lifting.before
        case .annotated(let target, let value?, _):
            return try lifted(Statement(kind: .assign([target], value), range: tree.range))
        case .annotated(let target, nil, _):
            let place = lifting.lift(target: target)
            return last(.expression(place))
        case .augmented(let target, let operation, let value):
            return augmented(target, operation, value, tree, &lifting)
        case .delete(let targets):
            for target in targets {
                let place = lifting.lift(target: target)
                lifting.before.append(Statement(kind: .delete([place]), range: tree.range))
            }
            return lifting.before
        case .returnValue(let value?):
            let rest = lifting.lift(value)
            return last(.returnValue(rest))
        case .branch(let branches, let otherwise):
            guard let index = branches.firstIndex(where: \.condition.yields) else { return [tree] }
            if index > 0 {
                let rest = Statement(
                    kind: .branch(Array(branches[index...]), otherwise: otherwise), range: tree.range)
                return [
                    Statement(kind: .branch(Array(branches[..<index]), otherwise: [rest]), range: tree.range)
                ]
            }
            let condition = lifting.lift(branches[0].condition)
            let rest =
                branches.count == 1
                ? otherwise
                : [Statement(kind: .branch(Array(branches[1...]), otherwise: otherwise), range: tree.range)]
            return last(.branch([.init(condition: condition, body: branches[0].body)], otherwise: rest))
        case .forLoop(let target, let iterable, let body, let otherwise):
            if target.yields { throw unavailable("the target of a for loop", target.range) }
            let rest = lifting.lift(iterable)
            return last(.forLoop(target, rest, body, otherwise: otherwise))
        case .with(let contexts, let body):
            let first = contexts[0]
            if let target = first.target, target.yields {
                throw unavailable("the target of a with statement", target.range)
            }
            let manager = lifting.lift(first.value)
            let inner =
                contexts.count == 1
                ? body : [Statement(kind: .with(Array(contexts[1...]), body), range: tree.range)]
            return last(.with([.init(value: manager, target: first.target)], inner))
        case .define(var function, let decorators):
            let wrappers = decorators.map { lifting.kept(lifting.lift($0)) }
            for index in function.parameters.indices {
                function.parameters[index].defaultValue = function.parameters[index].defaultValue.map {
                    lifting.kept(lifting.lift($0))
                }
            }
            return last(.define(function, decorators: wrappers))
        case .defineClass(let name, let bases, let body, let decorators):
            let wrappers = decorators.map { lifting.kept(lifting.lift($0)) }
            let above = bases.map {
                ArgumentTree(
                    name: $0.name, form: $0.form, value: lifting.kept(lifting.lift($0.value)), range: $0.range
                )
            }
            return last(.defineClass(name, above, body, decorators: wrappers))
        case .match(let subject, let cases):
            let rest = lifting.lift(subject)
            return last(.match(rest, cases))
        case .assert(let condition, let message):
            let test = lifting.lift(condition)
            guard let message, message.yields else { return last(.assert(test, message)) }
            var inner = Lifting { self.hiddenName() }
            let words = inner.lift(message)
            let fails = Statement(
                kind: .assert(Expression(.bool(false), condition.range), words), range: tree.range)
            return last(
                .branch(
                    [.init(condition: Expression(.not(test), test.range), body: inner.before + [fails])],
                    otherwise: []))
        case .raise(let value?, let cause):
            if let cause, cause.yields {
                let raised = lifting.kept(lifting.lift(value))
                let reason = lifting.lift(cause)
                return last(.raise(raised, from: reason))
            }
            let raised = lifting.lift(value)
            return last(.raise(raised, from: cause))
        default: return [tree]
        }
    }

    private func augmented(
        _ target: Expression, _ operation: BinaryOperator, _ value: Expression, _ tree: Statement,
        _ lifting: inout Lifting
    ) -> [Statement] {
        let place: Expression
        switch target.kind {
        case .attribute(let object, let name, let spot):
            let owner = lifting.kept(lifting.lift(object))
            place = Expression(.attribute(owner, name, spot), target.range)
        case .subscripted(let object, let index):
            let owner = lifting.kept(lifting.lift(object))
            let key = lifting.kept(lifting.lift(index))
            place = Expression(.subscripted(owner, key), target.range)
        default: place = target
        }
        guard value.yields else {
            return lifting.before + [Statement(kind: .augmented(place, operation, value), range: tree.range)]
        }
        let current = lifting.kept(place)
        let operand = lifting.lift(value)
        return lifting.before + [
            Statement(kind: .augmented(current, operation, operand), range: tree.range),
            Statement(kind: .assign([place], current), range: tree.range),
        ]
    }

    private func unavailable(_ place: String, _ range: SourceRange) -> ScriptError {
        ScriptError(
            "SyntaxError", "'yield' in \(place) is not available", hint: "give its value a name first",
            range: range, source: source)
    }

    private func resumableNode(_ tree: Statement) throws -> StatementNode {
        guard let layout = scope.layout else { return try statement(tree) }
        let range = tree.range
        func pause(_ value: Expression, _ targets: [Expression]) throws -> StatementNode? {
            switch value.kind {
            case .yield(let operand):
                let node = try operand.map(expression)
                return YieldNode(node, try targets.map(target), stage: layout.stage(), value.range)
            case .yieldFrom(let operand):
                return YieldFromNode(
                    try expression(operand), try targets.map(target), stage: layout.stage(),
                    place: layout.iterator(), value.range)
            default: return nil
            }
        }
        switch tree.kind {
        case .expression(let value): if let node = try pause(value, []) { return node }
        case .assign(let targets, let value): if let node = try pause(value, targets) { return node }
        case .branch(let branches, let otherwise):
            return ResumableBranchNode(
                try branches.map { (try expression($0.condition), try resumableBlock($0.body)) },
                try resumableBlock(otherwise), stage: layout.stage(), range)
        case .whileLoop(let condition, let body, let otherwise):
            var lifting = Lifting { self.hiddenName() }
            let rest = lifting.lift(condition)
            let before = try lifting.before.isEmpty ? nil : resumableBlock(lifting.before, isLifted: true)
            return ResumableWhileNode(
                before: before, try expression(rest), try resumableBlock(body), try resumableBlock(otherwise),
                stage: layout.stage(), range)
        case .forLoop(let target, let iterable, let body, let otherwise):
            let rest = try expression(iterable)
            return ResumableForNode(
                try self.target(target), rest, try resumableBlock(body), try resumableBlock(otherwise),
                stage: layout.stage(), place: layout.iterator(), range)
        case .match(let subject, let cases):
            if let place = cases.lazy.compactMap(\.condition).first(where: \.yields) {
                throw unavailable("the condition of a case", place.range)
            }
            let rest = try expression(subject)
            return ResumableMatchNode(
                rest,
                try cases.map {
                    (try pattern($0.pattern), try $0.condition.map(expression), try resumableBlock($0.body))
                }, stage: layout.stage(), range)
        case .attempt(let body, let handlers, let otherwise, let finally):
            if let type = handlers.lazy.compactMap(\.type).first(where: \.yields) {
                throw unavailable("the head of an except", type.range)
            }
            let compiled = try handlers.map { handler in
                ResumableTryNode.Handler(
                    type: try handler.type.map(expression), target: handler.name.map { name($0, range) },
                    body: try resumableBlock(handler.body))
            }
            return ResumableTryNode(
                try resumableBlock(body), compiled, try resumableBlock(otherwise),
                finally.isEmpty ? nil : try resumableBlock(finally), layout, range)
        case .with(let contexts, let body):
            let inner =
                contexts.count == 1
                ? body : [Statement(kind: .with(Array(contexts[1...]), body), range: range)]
            let context = (try expression(contexts[0].value), try contexts[0].target.map(target))
            return ResumableWithNode(context, try resumableBlock(inner), layout, range)
        default: break
        }
        return try statement(Statement(kind: tree.kind, range: range), isLifted: true)
    }
}
