/// What the classes below a class of a library are besides classes: how they are completed, called, looked
/// through. It is what metaclasses are in Python, for libraries; nil leaves it to the language.
public protocol ClassBehaviour: AnyObject {
    /// Called when the body of a class has run.
    ///
    /// - Parameter names: what the body binds, in order.
    /// - Returns: what the statement binds to the name of the class.
    func completed(_ type: ScriptClass, _ names: [String], _ interpreter: Interpreter) throws -> Value
    func call(_ type: ScriptClass, _ arguments: Arguments, _ interpreter: Interpreter) throws -> Value?
    func iterate(_ type: ScriptClass) throws -> ScriptIterator?
    func item(_ type: ScriptClass, _ key: Value) throws -> Value?
    func length(_ type: ScriptClass) throws -> Int?
    func contains(_ type: ScriptClass, _ value: Value) throws -> Bool?
    func attribute(_ type: ScriptClass, _ name: String) throws -> Value?
    func repr(_ type: ScriptClass) throws -> String?
}

extension ClassBehaviour {
    public func completed(_ type: ScriptClass, _ names: [String], _ interpreter: Interpreter) throws -> Value
    {
        .type(type)
    }
    public func call(_ type: ScriptClass, _ arguments: Arguments, _ interpreter: Interpreter) throws -> Value?
    {
        nil
    }
    public func iterate(_ type: ScriptClass) throws -> ScriptIterator? { nil }
    public func item(_ type: ScriptClass, _ key: Value) throws -> Value? { nil }
    public func length(_ type: ScriptClass) throws -> Int? { nil }
    public func contains(_ type: ScriptClass, _ value: Value) throws -> Bool? { nil }
    public func attribute(_ type: ScriptClass, _ name: String) throws -> Value? { nil }
    public func repr(_ type: ScriptClass) throws -> String? { nil }
}

/// An object that may stand among the bases of a class, such as `typing.Generic[T]`.
public protocol StandsForBase: ScriptObject {
    /// The class that is meant; nil where nothing is inherited.
    var base: ScriptClass? { get }
}

extension ScriptClass {
    /// A class of a library on which programs build classes that are more than that.
    public convenience init(_ name: String, module: String?, behaviour: any ClassBehaviour) {
        self.init(name, bases: [Types.object])
        self.module = module
        isScript = true
        if let module { attributes.set(Names.module, .string(module)) }
        self.behaviour = behaviour
    }

    /// A class as a class statement makes it.
    package static func made(
        _ name: String, bases: [ScriptClass], attributes: [(name: String, value: Value)], module: String?,
        _ interpreter: Interpreter
    ) throws -> Value {
        let type = ScriptClass(name, bases: bases.isEmpty ? [Types.object] : bases)
        type.isScript = true
        type.set(Names.module, .string(module ?? "__main__"))
        for (name, value) in attributes { type.set(Symbol(name), value) }
        type.behaviour = bases.lazy.compactMap(\.behaviour).first
        return try type.behaviour?.completed(type, attributes.map(\.name), interpreter) ?? .type(type)
    }

    /// Whether a program made it, or what is written in the language.
    public var isProgramClass: Bool { isScript }

    /// What the class's own body annotates, by name: what stands there, or its text where that has no value.
    package var annotationValues: [(name: String, value: Value)] {
        guard let interpreter = Interpreter.current, let definition else { return [] }
        return annotations.compactMap { symbol in
            annotationTrees[symbol].map { (symbol.name, interpreter.annotation($0, in: definition.source)) }
        }
    }

    /// The names of its own attributes.
    package var ownNames: [Symbol] { attributes.symbols }

    /// The text of an annotation.
    package func annotationText(_ symbol: Symbol) -> String {
        guard let definition, let tree = annotationTrees[symbol] else { return "" }
        return definition.source.text(tree.range)
    }
}

extension Interpreter {
    /// What an annotation stands for; its text where a name in it has no value.
    ///
    /// - Parameter globals: where its names are looked for; the variables of the source where nil.
    func annotation(_ expression: Expression, in source: Source, _ globals: Globals? = nil) -> Value {
        let text = Value.string(source.text(expression.range))
        guard callDepth < Limits.callDepth else { return text }
        let compiler = Compiler(source: source, interpreter: self, globals: globals ?? variables(of: source))
        guard let node = try? compiler.expression(expression) else { return text }
        let mark = stack.top
        defer { stack.release(to: mark) }
        guard let slots = try? stack.reserve(compiler.scope.slotCount) else { return text }
        let frame = Frame(interpreter: self, slots: slots, source: source)
        frame.makeCells(compiler.scope.cellCount)
        return (try? node.evaluate(frame)) ?? text
    }
}
