/// Finds which names a body binds, and which its inner functions mention.
struct NameCollector {
    private(set) var bound: [String] = []
    private var seen: Set<String> = []
    private(set) var globals: Set<String> = []
    private(set) var nonlocals: Set<String> = []

    private mutating func bind(_ name: String) {
        if seen.insert(name).inserted { bound.append(name) }
    }

    mutating func bind(_ target: Expression) {
        switch target.kind {
        case .name(let name): bind(name)
        case .collection(_, let elements): for element in elements { bind(element) }
        case .starred(let inner): bind(inner)
        default: break
        }
    }

    /// The names that a `:=` binds, those in comprehensions too.
    mutating func bindNamed(_ expression: Expression) {
        guard expression.binds else { return }
        switch expression.kind {
        case .named(let name, _, let value):
            bindNamed(value)
            bind(name)
        case .lambda(let function): function.parameters.compactMap(\.defaultValue).forEach { bindNamed($0) }
        default: for part in expression.parts { bindNamed(part) }
        }
    }

    mutating func collect(_ statements: [Statement]) {
        for statement in statements {
            for expression in statement.expressions { bindNamed(expression) }
            switch statement.kind {
            case .match(_, let cases):
                for item in cases {
                    for name in item.pattern.names { bind(name) }
                    collect(item.body)
                }
            case .assign(let targets, _): for target in targets { bind(target) }
            case .annotated(let target, _, _), .augmented(let target, _, _): bind(target)
            case .delete(let targets): for target in targets { bind(target) }
            case .branch(let branches, let otherwise):
                for branch in branches { collect(branch.body) }
                collect(otherwise)
            case .whileLoop(_, let body, let otherwise):
                collect(body)
                collect(otherwise)
            case .forLoop(let target, _, let body, let otherwise):
                bind(target)
                collect(body)
                collect(otherwise)
            case .define(let function, _): bind(function.name)
            case .defineClass(let name, _, _, _): bind(name)
            case .importModules(let names):
                for name in names { bind(name.alias ?? String(name.name.split(separator: ".")[0])) }
            case .importNames(_, _, let names):
                for name in names where name.name != "*" { bind(name.alias ?? name.name) }
            case .global(let names): globals.formUnion(names)
            case .nonlocal(let names): nonlocals.formUnion(names)
            case .attempt(let body, let handlers, let otherwise, let finally):
                collect(body)
                for handler in handlers {
                    if let name = handler.name { bind(name) }
                    collect(handler.body)
                }
                collect(otherwise)
                collect(finally)
            case .with(let contexts, let body):
                for context in contexts { if let target = context.target { bind(target) } }
                collect(body)
            default: break
            }
        }
    }

    /// Names that functions, classes and generators inside the body mention. A few too many do no harm: a
    /// variable that is needlessly shared is only a little slower.
    static func mentionedInside(_ statements: [Statement]) -> Set<String> {
        var names: Set<String> = []
        for statement in statements {
            visit(statement) { expression in
                mentioned(inside: expression, into: &names)
            } inner: { statement in
                mentionedAll(statement, into: &names)
            }
        }
        return names
    }

    static func mentioned(inside expression: Expression, into names: inout Set<String>) {
        switch expression.kind {
        case .lambda, .comprehension(.generator, _, _, _): mentionedAll(expression, into: &names)
        default: Expression.visit(expression.kind) { mentioned(inside: $0, into: &names) }
        }
    }

    private static func mentionedAll(_ expression: Expression, into names: inout Set<String>) {
        switch expression.kind {
        case .name(let name), .named(let name, _, _): names.insert(name)
        default: break
        }
        Expression.visit(expression.kind) { mentionedAll($0, into: &names) }
    }

    private static func mentionedAll(_ statement: Statement, into names: inout Set<String>) {
        switch statement.kind {
        case .nonlocal(let more): names.formUnion(more)
        default: break
        }
        visit(statement) {
            mentionedAll($0, into: &names)
        } inner: {
            mentionedAll($0, into: &names)
        }
        for block in statement.blocks { for inner in block { mentionedAll(inner, into: &names) } }
    }

    /// Calls `body` with each expression of a statement; `inner` with the statements of functions and classes
    /// in it.
    private static func visit(
        _ statement: Statement, _ body: (Expression) -> Void, inner: (Statement) -> Void
    ) {
        statement.expressions.forEach(body)
        switch statement.kind {
        case .define(let function, _):
            function.body.forEach(inner)
        case .defineClass(_, _, let statements, _): statements.forEach(inner)
        default:
            for block in statement.blocks { for statement in block { visit(statement, body, inner: inner) } }
        }
    }
}

/// Finds a `global` or a `nonlocal` that comes too late.
final class DeclarationOrder {
    private let source: Source
    private let parameters: Set<String>
    private var bound: Set<String> = []
    private var used: Set<String> = []

    init(parameters: [String], _ source: Source) {
        (self.parameters, self.source) = (Set(parameters), source)
    }

    /// - Throws: SyntaxError in CPython's words.
    func check(_ statements: [Statement]) throws {
        // Only a function with a declaration has an order.
        guard statements.contains(where: { $0.declares }) else { return }
        try walk(statements)
    }

    private func walk(_ statements: [Statement]) throws {
        for statement in statements {
            switch statement.kind {
            case .global(let names): try declare(names, "global", statement.range)
            case .nonlocal(let names): try declare(names, "nonlocal", statement.range)
            default:
                for expression in statement.expressions { use(expression) }
                var collector = NameCollector()
                collector.collect([statement.withoutBlocks])
                bound.formUnion(collector.bound)
                for block in statement.blocks { try walk(block) }
            }
        }
    }

    private func use(_ expression: Expression) {
        switch expression.kind {
        case .name(let name): used.insert(name)
        case .lambda: break
        default: expression.parts.forEach(use)
        }
    }

    private func declare(_ names: [String], _ word: String, _ range: SourceRange) throws {
        for name in names {
            let reason: String
            if parameters.contains(name) {
                reason = "name '\(name)' is parameter and \(word)"
            } else if bound.contains(name) {
                reason = "name '\(name)' is assigned to before \(word) declaration"
            } else if used.contains(name) {
                reason = "name '\(name)' is used prior to \(word) declaration"
            } else {
                continue
            }
            throw ScriptError("SyntaxError", reason, range: range, source: source)
        }
    }
}

extension Statement {
    /// Whether a `global` or a `nonlocal` of the function around it stands in it.
    fileprivate var declares: Bool {
        switch kind {
        case .global, .nonlocal: return true
        default: return blocks.contains { $0.contains(where: \.declares) }
        }
    }

    /// What it binds by itself.
    fileprivate var withoutBlocks: Statement {
        switch kind {
        case .branch(let branches, _):
            return Statement(
                kind: .branch(branches.map { .init(condition: $0.condition, body: []) }, otherwise: []),
                range: range)
        case .whileLoop(let condition, _, _):
            return Statement(kind: .whileLoop(condition, [], otherwise: []), range: range)
        case .forLoop(let target, let iterable, _, _):
            return Statement(kind: .forLoop(target, iterable, [], otherwise: []), range: range)
        case .attempt, .with(_, _), .match: return Statement(kind: .pass, range: range)
        default: return self
        }
    }

    /// The blocks that belong to the same function.
    var blocks: [[Statement]] {
        switch kind {
        case .branch(let branches, let otherwise): return branches.map(\.body) + [otherwise]
        case .whileLoop(_, let body, let otherwise), .forLoop(_, _, let body, let otherwise):
            return [body, otherwise]
        case .attempt(let body, let handlers, let otherwise, let finally):
            return [body] + handlers.map(\.body) + [otherwise, finally]
        case .with(_, let body): return [body]
        case .match(_, let cases): return cases.map(\.body)
        default: return []
        }
    }

    /// The expressions that stand in the statement itself.
    var expressions: [Expression] {
        switch kind {
        case .expression(let value): return [value]
        case .assign(let targets, let value): return targets + [value]
        case .annotated(let target, let value, let annotation):
            // Read where nothing is bound: see the compiler.
            return [target] + (value.map { [$0] } ?? [annotation])
        case .augmented(let target, _, let value): return [target, value]
        case .delete(let targets): return targets
        case .returnValue(let value): return value.map { [$0] } ?? []
        case .branch(let branches, _): return branches.map(\.condition)
        case .whileLoop(let condition, _, _): return [condition]
        case .forLoop(let target, let iterable, _, _): return [target, iterable]
        case .define(let function, let decorators):
            return decorators + function.parameters.compactMap(\.defaultValue)
        case .defineClass(_, let bases, _, let decorators): return bases.map(\.value) + decorators
        case .assert(let condition, let message): return [condition] + (message.map { [$0] } ?? [])
        case .raise(let value, let cause): return [value, cause].compactMap { $0 }
        case .attempt(_, let handlers, _, _): return handlers.compactMap(\.type)
        case .with(let contexts, _): return contexts.flatMap { [$0.value] + ($0.target.map { [$0] } ?? []) }
        case .match(let subject, let cases):
            return [subject] + cases.flatMap { $0.pattern.expressions + ($0.condition.map { [$0] } ?? []) }
        default: return []
        }
    }
}
