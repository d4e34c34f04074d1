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
        let head = try bases.evaluate(frame)
        let making: ClassMaking
        do {
            making = try ClassMaking(name, head.positional, module: frame.source.module)
        } catch { throw located(error, frame) }
        let type = making.type
        let mark = interpreter.stack.top
        let slots = try interpreter.stack.reserve(code.slotCount)
        defer { interpreter.stack.release(to: mark) }
        let inner = Frame(interpreter: interpreter, slots: slots, source: frame.source)
        inner.free = captures.map { $0.isFree ? frame.free[$0.index] : frame.cells[$0.index] }
        inner.owner = type
        inner.makeCells(code.cellCount)
        _ = try runBlock(code.body, inner)
        type.annotations = annotations.map(\.name)
        for (name, tree) in annotations { type.annotationTrees[name] = tree }
        type.definition = (frame.source, range)
        if let text = code.documentation { type.documentation = text }
        let members = names.enumerated().compactMap { slot, symbol in slots[slot].map { (symbol, $0) } }
        do {
            return try making.finished(members, head.keywords, interpreter)
        } catch { throw located(error, frame) }
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
