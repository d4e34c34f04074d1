final class DefineNode: StatementNode {
    let target: any Target
    let value: Node
    let decorators: [Node]
    init(_ target: any Target, _ value: Node, _ decorators: [Node], _ range: SourceRange) {
        self.target = target
        self.value = value
        self.decorators = decorators
        super.init(range)
    }
    override func execute(_ frame: Frame) throws -> Completion {
        let wrappers = try decorators.map { try $0.evaluate(frame) }
        var result = try value.evaluate(frame)
        for (decorator, wrapper) in zip(decorators, wrappers).reversed() {
            do { result = try Operations.call(wrapper, Arguments([result]), frame.interpreter) } catch {
                throw decorator.located(error, frame)
            }
        }
        try target.assign(result, frame)
        return .normal
    }
}

final class ClassNode: Node {
    package let name: String
    let bases: CompiledArguments
    let code: FunctionCode
    let captures: [Capture]
    /// Names of the body's variables, by slot.
    let names: [Symbol]
    /// Names that the body annotates.
    package let annotations: [(name: Symbol, tree: Expression)]
    init(
        _ name: String, _ bases: CompiledArguments, _ code: FunctionCode, _ captures: [Capture],
        _ names: [Symbol], annotations: [(name: Symbol, tree: Expression)], _ range: SourceRange
    ) {
        self.annotations = annotations
        self.name = name
        self.bases = bases
        self.code = code
        self.captures = captures
        self.names = names
        super.init(range)
    }
    override func evaluate(_ frame: Frame) throws -> Value {
        let interpreter = frame.interpreter
        var parents: [ScriptClass] = []
        let head = try bases.evaluate(frame)
        for base in head.positional {
            if case .object(let object) = base, let stand = object as? any StandsForBase {
                if let type = stand.base { parents.append(type) }
                continue
            }
            guard case .type(let type) = base else {
                throw located(
                    ScriptError("TypeError", "'\(base.typeName)' object cannot be a base class"), frame)
            }
            if let native = type.native, !native.canBeSubclassed {
                throw located(ScriptError("TypeError", "'\(type.name)' cannot be a base class"), frame)
            }
            if type.recognises != nil, type !== Types.object, !type.isException, !Types.isValueBase(type) {
                throw located(
                    ScriptError("TypeError", "type '\(type.name)' is not an acceptable base type"), frame)
            }
            if type !== Types.object { parents.append(type) }
        }
        let type = ScriptClass(name, bases: parents.isEmpty ? [Types.object] : parents)
        do { if parents.count > 1 { _ = try ScriptClass.linearise(type, parents) } } catch {
            throw located(error, frame)
        }
        type.isScript = true
        // What stands above in a module must not lend its name.
        if let module = frame.source.module {
            type.set(Names.module, .string(module))
        } else if parents.contains(where: { $0.lookup(Names.module) != nil }) {
            type.set(Names.module, .string("__main__"))
        }
        let values = parents.compactMap(\.valueBase)
        if let first = values.first,
            values.contains(where: { !$0.isSubclass(of: first) && !first.isSubclass(of: $0) })
                || type.nativeBase != nil || type.isException
        {
            throw located(
                ScriptError("TypeError", "multiple bases have instance lay-out conflict"), frame)
        }
        let mark = interpreter.stack.top
        let slots = try interpreter.stack.reserve(code.slotCount)
        defer { interpreter.stack.release(to: mark) }
        let inner = Frame(interpreter: interpreter, slots: slots, source: frame.source)
        inner.free = captures.map { $0.isFree ? frame.free[$0.index] : frame.cells[$0.index] }
        inner.owner = type
        inner.makeCells(code.cellCount)
        _ = try runBlock(code.body, inner)
        for (slot, symbol) in names.enumerated() {
            guard let value = slots[slot] else { continue }
            type.set(symbol, value)
        }
        for (slot, symbol) in names.enumerated() {
            guard case .instance(let descriptor)? = slots[slot] else { continue }
            let given: [Value] = [.type(type), .string(symbol.name)]
            do { _ = try Operations.callSpecial(descriptor, Names.setName, given) } catch {
                throw located(error, frame)
            }
        }
        type.annotations = annotations.map(\.name)
        for (name, tree) in annotations { type.annotationTrees[name] = tree }
        type.definition = (frame.source, range)
        if let text = code.documentation { type.documentation = text }
        do { try announce(type, head.keywords, interpreter) } catch { throw located(error, frame) }
        guard let behaviour = parents.lazy.compactMap(\.behaviour).first else { return .type(type) }
        type.behaviour = behaviour
        let bound = names.indices.filter { slots[$0] != nil }.map { names[$0].name }
        do { return try behaviour.completed(type, bound, interpreter) } catch { throw located(error, frame) }
    }
}

extension ClassNode {
    /// Tells the class above that there is a new one below it.
    private func announce(
        _ type: ScriptClass, _ keywords: [(name: String, value: Value)], _ interpreter: Interpreter
    ) throws {
        guard let (found, _) = type.lookup(Names.initSubclass, after: type) else {
            guard let first = keywords.first else { return }
            throw ScriptError(
                "TypeError", "\(type.name).__init_subclass__() takes no keyword arguments", hint: first.name)
        }
        var hook = found
        if case .object(let object) = found, let method = object as? ClassMethod { hook = method.function }
        _ = try Operations.call(hook, Arguments([.type(type)], keywords: keywords), interpreter)
    }
}

final class ImportNode: StatementNode {
    package let name: String
    let place: SourceRange
    /// Nil binds the first part of a dotted name.
    let isAliased: Bool
    let target: any Target
    init(_ name: String, _ place: SourceRange, isAliased: Bool, _ target: any Target, _ range: SourceRange) {
        self.name = name
        self.place = place
        self.isAliased = isAliased
        self.target = target
        super.init(range)
    }
    override func execute(_ frame: Frame) throws -> Completion {
        do {
            let module = try frame.interpreter.imported(name, by: frame.source)
            if isAliased || !name.contains(".") {
                try target.assign(.module(module), frame)
            } else {
                let root = String(name.split(separator: ".")[0])
                try target.assign(.module(frame.interpreter.imported(root, by: frame.source)), frame)
            }
        } catch { throw frame.interpreter.importing(error, place, frame.source) }
        return .normal
    }
}

final class ImportNamesNode: StatementNode {
    let module: String
    let place: SourceRange
    let names: [(name: String, range: SourceRange, target: (any Target)?)]
    /// Where `*` puts what it finds.
    let globals: Globals
    init(
        _ module: String, _ place: SourceRange,
        _ names: [(name: String, range: SourceRange, target: (any Target)?)], _ globals: Globals,
        _ range: SourceRange
    ) {
        self.globals = globals
        self.module = module
        self.place = place
        self.names = names
        super.init(range)
    }
    override func execute(_ frame: Frame) throws -> Completion {
        let interpreter = frame.interpreter
        let found: ModuleValue
        do { found = try interpreter.imported(module, by: frame.source) } catch {
            throw interpreter.importing(error, place, frame.source)
        }
        for (name, place, target) in names {
            do {
                guard let target else {
                    for name in try found.starNames() {
                        guard let value = try interpreter.member(name, of: found, by: frame.source) else {
                            throw Wording.noModuleAttribute(found, name)
                        }
                        globals[name] = value
                    }
                    continue
                }
                guard let value = try interpreter.member(name, of: found, by: frame.source) else {
                    throw Wording.cannotImport(name, from: found)
                }
                try target.assign(value, frame)
            } catch { throw interpreter.importing(error, place, frame.source) }
        }
        return .normal
    }
}
