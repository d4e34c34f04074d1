extension Compiler {
    func expression(_ tree: Expression) throws -> Node {
        let range = tree.range
        switch tree.kind {
        case .none: return ConstantNode(.none, range)
        case .ellipsis: return ConstantNode(.ellipsis, range)
        case .bool(let flag): return ConstantNode(.bool(flag), range)
        case .int(let number): return ConstantNode(.int(number), range)
        case .bigInteger(let digits, let radix):
            return ConstantNode(BigInteger.parse(digits, radix: radix) ?? .none, range)
        case .float(let number): return ConstantNode(.float(number), range)
        case .string(let text): return ConstantNode(.string(text), range)
        case .bytes(let bytes): return ConstantNode(.object(BytesValue(bytes)), range)
        case .joined(let parts): return try joined(parts, range)
        case .name("__class__") where scope.kind == .function && scope.own("__class__") == nil:
            return OwnerNode(range)
        case .name(let name): return self.name(name, range)
        case .collection(let kind, let elements):
            var stars: [Bool] = []
            let nodes = try elements.map { element in
                if case .starred(let inner) = element.kind {
                    stars.append(true)
                    return try expression(inner)
                }
                stars.append(false)
                return try expression(element)
            }
            return CollectionNode(kind, nodes, stars: stars, range)
        case .dict(let items):
            return DictNode(
                try items.map { (key: try $0.key.map(expression), value: try expression($0.value)) }, range)
        case .starred:
            throw ScriptError(
                "SyntaxError", "can't use starred expression here", range: range, source: source)
        case .unary(let operation, let operand): return UnaryNode(operation, try expression(operand), range)
        case .not(let operand): return NotNode(try expression(operand), range)
        case .binary(let operation, let a, let b):
            return BinaryNode(operation, try expression(a), try expression(b), range)
        case .and(let a, let b): return LogicNode(isAnd: true, try expression(a), try expression(b), range)
        case .or(let a, let b): return LogicNode(isAnd: false, try expression(a), try expression(b), range)
        case .compare(let first, let steps):
            return CompareNode(
                try expression(first), try steps.map { ($0.comparison, try expression($0.operand)) }, range)
        case .ternary(let condition, let value, let otherwise):
            return TernaryNode(
                try expression(condition), try expression(value), try expression(otherwise), range)
        case .call(let callee, let arguments):
            if case .name("super") = callee.kind, arguments.isEmpty, let receiver = methodReceiver() {
                return SuperNode(name(receiver, range), range)
            }
            let compiled = try compile(arguments)
            let node = try expression(callee)
            if case .name(let name) = callee.kind, let special = lookingAround(name, node, compiled, range) {
                return special
            }
            if let attribute = node as? AttributeNode {
                return MethodCallNode(
                    attribute.object, attribute.name, attribute.place, callee: node, compiled, range)
            }
            return CallNode(node, compiled, range)
        case .attribute(let object, let name, let place):
            return AttributeNode(try expression(object), Symbol(name), place, range)
        case .subscripted(let object, let index):
            return SubscriptNode(try expression(object), try expression(index), range)
        case .slice(let a, let b, let c):
            return SliceNode([try a.map(expression), try b.map(expression), try c.map(expression)], range)
        case .lambda(let function): return try self.function(function)
        case .comprehension(let kind, let element, let value, let clauses):
            return kind == .generator
                ? try generator(element, clauses, range)
                : try comprehension(kind, element, value, clauses, range)
        case .named(let name, let place, let value):
            if scope.kind == .classBody, scope.blocks.count > 1 { throw namedInClass(range) }
            return NamedNode(self.name(name, place), try expression(value), range)
        case .yield, .yieldFrom:
            throw ScriptError("SyntaxError", "'yield' outside function", range: range, source: source)
        }
    }

    /// A call whose function has to know the variables around it.
    private func lookingAround(
        _ name: String, _ callee: Node, _ arguments: CompiledArguments, _ range: SourceRange
    ) -> Node? {
        switch name {
        case "locals" where arguments.items.isEmpty, "vars" where arguments.items.isEmpty:
            if scope.kind != .program { return LocalsNode(scope, name, callee, range) }
            guard locals != nil || globals !== interpreter.globals else { return nil }
            return NamespaceNode(locals ?? globals.dictionary, name, callee, range)
        case "globals" where arguments.items.isEmpty && globals !== interpreter.globals:
            return NamespaceNode(globals.dictionary, name, callee, range)
        case "exec" where scope.kind != .program || scope.blocks.count > 1,
            "eval" where scope.kind != .program || scope.blocks.count > 1:
            return RunTextNode(scope, name, callee, arguments, range)
        default: return nil
        }
    }

    private func namedInClass(_ range: SourceRange) -> ScriptError {
        ScriptError(
            "SyntaxError", "assignment expression within a comprehension cannot be used in a class body",
            range: range, source: source)
    }

    private func methodReceiver() -> String? { scope.kind == .function ? scope.receiver : nil }

    private func joined(_ parts: [StringPart], _ range: SourceRange) throws -> Node {
        JoinedNode(
            try parts.map { part in
                switch part {
                case .text(let text): return .text(text)
                case .value(let value, let conversion, let spec):
                    return .value(
                        try expression(value), conversion: conversion,
                        spec: spec.isEmpty ? nil : try joined(spec, value.range))
                }
            }, range)
    }

    private func comprehension(
        _ kind: Expression.ComprehensionKind, _ element: Expression, _ value: Expression?,
        _ clauses: [ComprehensionClause], _ range: SourceRange
    ) throws -> Node {
        // The first iterable belongs to the scope outside.
        let first = try expression(clauses[0].iterable)
        var mentioned: Set<String> = []
        for part in [element] + (value.map { [$0] } ?? [])
            + clauses.flatMap({ $0.conditions + [$0.iterable] })
        {
            NameCollector.mentioned(inside: part, into: &mentioned)
        }
        var names = NameCollector()
        for clause in clauses { names.bind(clause.target) }
        scope.blocks.append([:])
        defer { scope.blocks.removeLast() }
        var slots: [Int] = []
        var cells: [Int] = []
        for name in names.bound {
            switch scope.declare(name, captured: mentioned.contains(name)) {
            case .slot(let slot): slots.append(slot)
            case .cell(let cell): cells.append(cell)
            }
        }
        let globals = scope.globals
        scope.globals.subtract(names.bound)
        defer { scope.globals = globals }
        let compiled = try compile(clauses, first)
        return ComprehensionNode(
            kind, try expression(element), try value.map(expression), compiled, slots: slots, cells: cells,
            range)
    }

    private func compile(_ clauses: [ComprehensionClause], _ first: Node) throws -> [ComprehensionNode.Clause]
    {
        try clauses.enumerated().map { index, clause in
            ComprehensionNode.Clause(
                target: try target(clause.target),
                iterable: index == 0 ? first : try expression(clause.iterable),
                conditions: try clause.conditions.map(expression))
        }
    }

    /// `(element for … in … if …)` is a generator function whose one argument is the first iterable.
    private func generator(_ element: Expression, _ clauses: [ComprehensionClause], _ range: SourceRange)
        throws -> Node
    {
        if scope.kind == .classBody,
            let inside = ([element] + clauses.flatMap(\.conditions)).first(where: \.binds)
        {
            throw namedInClass(inside.range)
        }
        let first = try expression(clauses[0].iterable)
        let source = FunctionCode.Parameter(name: ".0", passing: .positionalOnly, hasDefault: false)
        let code = FunctionCode(
            name: "<genexpr>", parameters: [source], signature: "", source: self.source, range: range)
        let inner = Scope(.function, parent: scope)
        inner.globals = scope.globals
        inner.receiver = nil
        _ = inner.declare(source.name, captured: false)
        var mentioned: Set<String> = []
        for part in [element] + clauses.flatMap({ $0.conditions + [$0.iterable] }) {
            NameCollector.mentioned(inside: part, into: &mentioned)
        }
        var names = NameCollector()
        for clause in clauses { names.bind(clause.target) }
        for name in names.bound { _ = inner.declare(name, captured: mentioned.contains(name)) }
        inner.globals.subtract(names.bound)
        var body = Statement(kind: .expression(Expression(.yield(element), element.range)), range: range)
        for (index, clause) in clauses.enumerated().reversed() {
            for condition in clause.conditions.reversed() {
                body = Statement(
                    kind: .branch([.init(condition: condition, body: [body])], otherwise: []), range: range)
            }
            let iterable =
                index == 0 ? Expression(.name(source.name), clause.iterable.range) : clause.iterable
            body = Statement(kind: .forLoop(clause.target, iterable, [body], otherwise: []), range: range)
        }
        let outer = scope
        scope = inner
        defer { scope = outer }
        try generatorBody([body], code)
        finish(code)
        return GeneratorNode(code, inner.captures, first, range)
    }

    // MARK: Statements

    /// - Parameter isLifted: whether what of it yields has been taken care of.
    func statement(_ tree: Statement, isLifted: Bool = false) throws -> StatementNode {
        if !isLifted, scope.layout != nil, tree.yields { return try resumable(tree) }
        let range = tree.range
        switch tree.kind {
        case .expression(let value): return ExpressionStatementNode(try expression(value), range)
        case .assign(let targets, let value):
            return AssignNode(try targets.map(target), try expression(value), range)
        case .annotated(let target, let value, let annotation):
            if scope.kind == .classBody, case .name(let name) = target.kind {
                scope.annotations.append((Symbol(name), annotation))
            }
            if let value { return AssignNode([try self.target(target)], try expression(value), range) }
            // Nothing is bound, but what stands in the place is looked up, as in Python: `In [5]: x` names
            // an `In`.
            let parts: [Expression]
            switch target.kind {
            case .attribute(let container, _, _): parts = [container]
            case .subscripted(let container, let index): parts = [container, index]
            default: return JumpNode(.normal, range)
            }
            let looked = scope.kind == .function ? parts : parts + [annotation]
            return ExpressionStatementNode(
                try expression(Expression(.collection(.tuple, looked), range)), range)
        case .augmented(let target, let operation, let value):
            let node = try expression(target)
            guard let place = node as? any Target else { return JumpNode(.normal, range) }
            return AugmentedNode(place, node, operation, try expression(value), range)
        case .delete(let targets): return DeleteNode(try targets.map(target), range)
        case .interactive(let line): return InteractiveLineNode(line, range)
        case .pass, .global, .nonlocal: return JumpNode(.normal, range)
        case .breakLoop: return JumpNode(.broke, range)
        case .continueLoop: return JumpNode(.continued, range)
        case .returnValue(let value): return ReturnNode(try value.map(expression), range)
        case .branch(let branches, let otherwise):
            if branches.count == 1 {
                return IfNode(
                    try expression(branches[0].condition), try block(branches[0].body), try block(otherwise),
                    range)
            }
            return BranchNode(
                try branches.map { (try expression($0.condition), try block($0.body)) }, try block(otherwise),
                range)
        case .whileLoop(let condition, let body, let otherwise):
            return WhileNode(try expression(condition), try block(body), try block(otherwise), range)
        case .forLoop(let target, let iterable, let body, let otherwise):
            return ForNode(
                try self.target(target), try expression(iterable), try block(body), try block(otherwise),
                range)
        case .define(let function, let decorators):
            let node = try self.function(function)
            return DefineNode(name(function.name, range), node, try decorators.map(expression), range)
        case .defineClass(let name, let bases, let body, let decorators):
            return DefineNode(
                self.name(name, range), try classBody(name, bases, body, range),
                try decorators.map(expression), range)
        case .importModules(let names):
            let nodes = names.map { imported in
                ImportNode(
                    imported.name, imported.range, isAliased: imported.alias != nil,
                    name(imported.alias ?? String(imported.name.split(separator: ".")[0]), imported.range),
                    range)
            }
            return nodes.count == 1 ? nodes[0] : BranchNode([], nodes, range)
        case .importNames(let module, let place, let names):
            if names.contains(where: { $0.name == "*" }), scope.kind != .program {
                throw ScriptError(
                    "SyntaxError", "import * only allowed at module level", range: range, source: source)
            }
            return ImportNamesNode(
                module, place,
                names.map {
                    ($0.name, $0.range, $0.name == "*" ? nil : name($0.alias ?? $0.name, $0.range))
                }, globals, range)
        case .assert(let condition, let message):
            return AssertNode(try expression(condition), try message.map(expression), range)
        case .raise(let value, let cause):
            return RaiseNode(try value.map(expression), from: try cause.map(expression), range)
        case .attempt(let body, let handlers, let otherwise, let finally):
            let compiled = try handlers.map { handler in
                TryNode.Handler(
                    type: try handler.type.map(expression), target: handler.name.map { name($0, range) },
                    body: try block(handler.body))
            }
            return TryNode(try block(body), compiled, try block(otherwise), try block(finally), range)
        case .match(let subject, let cases): return try match(subject, cases, range)
        case .with(let contexts, let body):
            return WithNode(
                try contexts.map { (try expression($0.value), try $0.target.map(target)) }, try block(body),
                range)
        }
    }
}
