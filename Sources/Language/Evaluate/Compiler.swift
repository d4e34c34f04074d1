/// A compiled program.
struct CompiledProgram {
    let statements: [StatementNode]
    let slotCount: Int
    let cellCount: Int
}

/// The variables of one function, class body or program while it is compiled.
final class Scope {
    enum Kind { case program, function, classBody }
    enum Place { case slot(Int), cell(Int) }
    let kind: Kind
    let parent: Scope?
    /// Innermost last: comprehensions have variables of their own inside a function.
    var blocks: [[String: Place]] = [[:]]
    package var free: [String: Int] = [:]
    var captures: [Capture] = []
    var globals: Set<String> = []
    var nonlocals: Set<String> = []
    var slotCount = 0
    var cellCount = 0
    /// The first parameter of a method, for `super()`.
    var receiver: String?
    /// What the statements of a generator function need.
    var layout: ResumableLayout?
    /// What a class body annotates, in order.
    package var annotations: [(name: Symbol, tree: Expression)] = []

    init(_ kind: Kind, parent: Scope?) {
        self.kind = kind
        self.parent = parent
    }

    func declare(_ name: String, captured: Bool) -> Place {
        let place: Place
        if captured {
            place = .cell(cellCount)
            cellCount += 1
        } else {
            place = .slot(slotCount)
            slotCount += 1
        }
        blocks[blocks.count - 1][name] = place
        return place
    }

    func own(_ name: String) -> Place? {
        for block in blocks.reversed() { if let place = block[name] { return place } }
        return nil
    }

    /// The index among the free variables, nil where no outer function has the name.
    func freeIndex(_ name: String) -> Int? {
        if let index = free[name] { return index }
        guard let parent else { return nil }
        let capture: Capture
        if parent.kind != .classBody, !parent.globals.contains(name), let place = parent.own(name) {
            guard case .cell(let index) = place else { return nil }
            capture = Capture(index: index, isFree: false)
        } else if let index = parent.freeIndex(name) {
            capture = Capture(index: index, isFree: true)
        } else {
            return nil
        }
        let index = captures.count
        captures.append(capture)
        free[name] = index
        return index
    }
}

/// Tree → nodes.
final class Compiler {
    let source: Source
    let interpreter: Interpreter
    /// Where names that no function binds are looked for.
    let globals: Globals
    /// What the program binds at its top, where that lies elsewhere.
    let locals: DictValue?
    var scope = Scope(.program, parent: nil)

    /// - Parameters:
    ///   - globals: the interpreter's own where nil.
    ///   - locals: a dict for what the program binds at its top.
    init(source: Source, interpreter: Interpreter, globals: Globals? = nil, locals: DictValue? = nil) {
        self.source = source
        self.interpreter = interpreter
        self.globals = globals ?? interpreter.globals
        self.locals = locals
    }

    func compile(_ program: Program) throws -> CompiledProgram {
        if locals != nil {
            var names = NameCollector()
            names.collect(program.statements)
            scope.globals = names.globals
        }
        let statements = try block(program.statements)
        return CompiledProgram(statements: statements, slotCount: scope.slotCount, cellCount: scope.cellCount)
    }

    func block(_ statements: [Statement]) throws -> [StatementNode] {
        try statements.map { try statement($0) }
    }

    // MARK: Names

    package func name(_ name: String, _ range: SourceRange) -> Node & Target {
        if !scope.globals.contains(name) {
            if !scope.nonlocals.contains(name), let place = scope.own(name) {
                switch place {
                case .slot(let slot):
                    let fallback = scope.kind == .classBody ? outer(name, range) : nil
                    return LocalNode(slot, name, fallback: fallback, range)
                case .cell(let index): return CellNode(index, name, isFree: false, range)
                }
            }
            return outer(name, range)
        }
        return global(name, range)
    }

    private func outer(_ name: String, _ range: SourceRange) -> Node & Target {
        if let index = scope.freeIndex(name) { return CellNode(index, name, isFree: true, range) }
        if let locals, scope.kind == .program {
            return DictNameNode(locals, name, global(name, range), range)
        }
        return global(name, range)
    }

    private func global(_ name: String, _ range: SourceRange) -> GlobalNode {
        GlobalNode(globals.cell(name), interpreter.builtins.cell(name), globals, range)
    }

    func target(_ expression: Expression) throws -> any Target {
        guard let target = try self.expression(expression) as? any Target else {
            throw ScriptError(
                "SyntaxError", "cannot assign to \(expression.describedForAssignment)",
                range: expression.range, source: source)
        }
        return target
    }

    // MARK: Functions

    func function(_ tree: FunctionTree) throws -> FunctionNode {
        let defaults = try tree.parameters.map { try $0.defaultValue.map(expression) }
        let end = tree.body.first?.range.lower ?? tree.expression?.range.lower ?? tree.range.upper
        let signature = Compiler.signature(tree, source)
        _ = end
        let code = FunctionCode(
            name: tree.name,
            parameters: tree.parameters.map {
                FunctionCode.Parameter(name: $0.name, passing: $0.passing, hasDefault: $0.defaultValue != nil)
            },
            signature: signature, source: source, range: tree.range)
        if case .expression(let first)? = tree.body.first?.kind, case .string(let text) = first.kind {
            code.documentation = text
        }
        code.annotations =
            tree.parameters.compactMap { parameter in parameter.annotation.map { (parameter.name, $0) } }
            + (tree.returns.map { [("return", $0)] } ?? [])
        let inner = Scope(.function, parent: scope)
        var names = NameCollector()
        names.collect(tree.body)
        if let expression = tree.expression { names.bindNamed(expression) }
        inner.globals = names.globals
        inner.nonlocals = names.nonlocals
        var mentioned = NameCollector.mentionedInside(tree.body)
        if let expression = tree.expression { NameCollector.mentioned(inside: expression, into: &mentioned) }
        inner.receiver = tree.parameters.first?.name
        // Parameters fill the first slots, in order; those that are shared move to cells on entry.
        for parameter in tree.parameters { _ = inner.declare(parameter.name, captured: false) }
        for (slot, parameter) in tree.parameters.enumerated() where mentioned.contains(parameter.name) {
            if case .cell(let cell) = inner.declare(parameter.name, captured: true) {
                code.cellParameters.append((slot, cell))
            }
        }
        let parameterNames = Set(tree.parameters.map(\.name))
        for name in names.bound
        where !parameterNames.contains(name) && !names.globals.contains(name)
            && !names.nonlocals.contains(name)
        {
            _ = inner.declare(name, captured: mentioned.contains(name))
        }
        try DeclarationOrder(parameters: tree.parameters.map(\.name), source).check(tree.body)
        let outer = scope
        scope = inner
        defer { scope = outer }
        for name in names.nonlocals.sorted() where inner.freeIndex(name) == nil {
            throw ScriptError(
                "SyntaxError", "no binding for nonlocal '\(name)' found", range: tree.range, source: source)
        }
        if tree.isGenerator {
            let result = tree.expression.map { [Statement(kind: .returnValue($0), range: $0.range)] }
            try generatorBody(result ?? tree.body, code)
        } else {
            code.body = try block(tree.body)
            code.expression = try tree.expression.map(expression)
        }
        finish(code)
        return FunctionNode(code, inner.captures, defaults, tree.range)
    }

    /// Notes what the scope has become.
    func finish(_ code: FunctionCode) {
        code.slotCount = scope.slotCount
        code.cellCount = scope.cellCount
        if globals !== interpreter.globals { code.globals = globals }
        code.isPrepared = scope.cellCount > 0 || !scope.captures.isEmpty || code.layout != nil
    }

    private static func signature(_ tree: FunctionTree, _ source: Source) -> String {
        var parts: [String] = []
        var starred = false
        for parameter in tree.parameters {
            switch parameter.passing {
            case .variadic:
                parts.append("*" + parameter.name)
                starred = true
                continue
            case .keywords:
                parts.append("**" + parameter.name)
                continue
            case .keywordOnly where !starred:
                parts.append("*")
                starred = true
            default: break
            }
            parts.append(parameter.name + (parameter.defaultValue.map { "=" + source.text($0.range) } ?? ""))
        }
        return "\(tree.name)(\(parts.joined(separator: ", ")))"
    }

    func classBody(_ name: String, _ arguments: [ArgumentTree], _ body: [Statement], _ range: SourceRange)
        throws -> ClassNode
    {
        if let named = arguments.first(where: { $0.name == "metaclass" }) {
            throw ScriptError(
                "SyntaxError", "'metaclass=' in the head of a class is not available",
                hint: "a decorator of the class can change it", range: named.range, source: source)
        }
        let bases = try compile(arguments)
        let code = FunctionCode(name: name, parameters: [], signature: name, source: source, range: range)
        if case .expression(let first)? = body.first?.kind, case .string(let text) = first.kind {
            code.documentation = text
        }
        let inner = Scope(.classBody, parent: scope)
        var names = NameCollector()
        names.collect(body)
        inner.globals = names.globals
        for name in names.bound where !names.globals.contains(name) {
            _ = inner.declare(name, captured: false)
        }
        let symbols = names.bound.filter { !names.globals.contains($0) }.map { Symbol($0) }
        let outer = scope
        scope = inner
        defer { scope = outer }
        code.body = try block(body)
        code.slotCount = inner.slotCount
        code.cellCount = inner.cellCount
        return ClassNode(name, bases, code, inner.captures, symbols, annotations: inner.annotations, range)
    }

    func compile(_ arguments: [ArgumentTree]) throws -> CompiledArguments {
        CompiledArguments(
            try arguments.map {
                CompiledArguments.Item(
                    name: $0.name, form: $0.form, node: try expression($0.value), range: $0.range)
            })
    }
}
