/// What a call's parentheses hold, compiled.
struct CompiledArguments {
    struct Item {
        package let name: String?
        package let form: ArgumentTree.Form
        let node: Node
        let range: SourceRange
    }
    let items: [Item]
    let isPlain: Bool
    private let hasDoubleStar: Bool
    /// What a call without keywords and stars evaluates, in order.
    let plain: [Node]

    init(_ items: [Item]) {
        self.items = items
        isPlain = items.allSatisfy { $0.form == .plain && $0.name == nil }
        hasDoubleStar = items.contains { $0.form == .doubleStar }
        plain = isPlain ? items.map(\.node) : []
    }

    @inline(__always)
    func evaluate(_ frame: Frame, receiver: Value? = nil) throws -> Arguments {
        var positional: [Value] = []
        positional.reserveCapacity(items.count + 1)
        if let receiver { positional.append(receiver) }
        if isPlain {
            for node in plain { positional.append(try node.evaluate(frame)) }
            return Arguments(positional)
        }
        return try mixed(frame, positional)
    }

    private func mixed(_ frame: Frame, _ start: [Value]) throws -> Arguments {
        var result = Arguments(start)
        for item in items {
            let value = try item.node.evaluate(frame)
            switch item.form {
            case .plain:
                if let name = item.name {
                    // Only behind a `**` can it be there already.
                    if hasDoubleStar, result.keyword(name) != nil {
                        throw item.node.located(
                            ScriptError("TypeError", "got multiple values for keyword argument '\(name)'"),
                            frame)
                    }
                    result.keywords.append((name, value))
                } else {
                    result.positional.append(value)
                }
            case .star:
                do { result.positional.append(contentsOf: try Operations.array(value)) } catch {
                    throw item.node.located(error, frame)
                }
            case .doubleStar:
                guard let dict = try Operations.mapping(value) else {
                    throw item.node.located(
                        ScriptError(
                            "TypeError", "argument after ** must be a mapping, not \(value.typeName)"), frame)
                }
                for (key, value) in dict.pairs {
                    guard let name = key.text else {
                        throw item.node.located(ScriptError("TypeError", "keywords must be strings"), frame)
                    }
                    if result.keyword(name) != nil {
                        throw item.node.located(
                            ScriptError("TypeError", "got multiple values for keyword argument '\(name)'"),
                            frame)
                    }
                    result.keywords.append((name, value))
                }
            }
        }
        return result
    }
}

class CallNode: Node {
    let callee: Node
    let arguments: CompiledArguments
    init(_ callee: Node, _ arguments: CompiledArguments, _ range: SourceRange) {
        self.callee = callee
        self.arguments = arguments
        super.init(range)
    }

    override func evaluate(_ frame: Frame) throws -> Value {
        try apply(callee.evaluate(frame), nil, frame)
    }

    @inline(__always)
    final func apply(_ function: Value, _ receiver: Value?, _ frame: Frame) throws -> Value {
        if case .function(let function) = function { return try callScript(function, receiver, frame) }
        if case .builtin(let builtin) = function, receiver == nil, arguments.plain.count == 1,
            let unary = builtin.unary
        {
            let value = try arguments.plain[0].evaluate(frame)
            do {
                let result = try unary(value)
                if frame.interpreter.wantsAttention { frame.interpreter.attend(at: range, in: frame.source) }
                return result
            } catch { throw failed(error, frame) }
        }
        let given = try arguments.evaluate(frame, receiver: receiver)
        do {
            let result = try Operations.call(function, given, frame.interpreter)
            if frame.interpreter.wantsAttention { frame.interpreter.attend(at: range, in: frame.source) }
            return result
        } catch {
            throw failed(error, frame)
        }
    }

    private final func callScript(_ function: FunctionValue, _ receiver: Value?, _ frame: Frame) throws
        -> Value
    {
        let interpreter = frame.interpreter
        let code = function.code
        let extra = receiver == nil ? 0 : 1
        if arguments.isPlain, arguments.plain.count + extra == code.arity {
            let stack = interpreter.stack
            let mark = stack.top
            let slots: UnsafeMutablePointer<Value?>
            do { slots = try stack.reserve(code.slotCount) } catch { throw failed(error, frame) }
            do {
                if let receiver { slots[0] = receiver }
                var index = extra
                for node in arguments.plain {
                    slots[index] = try node.evaluate(frame)
                    index += 1
                }
            } catch {
                stack.release(to: mark)
                throw error
            }
            do {
                let result = try interpreter.enter(function, slots)
                stack.release(to: mark)
                return result
            } catch {
                stack.release(to: mark)
                throw through(error, function, frame)
            }
        }
        let given = try arguments.evaluate(frame, receiver: receiver)
        do { return try interpreter.call(function, given) } catch { throw through(error, function, frame) }
    }

    /// An error from inside one of the person's functions passes through this call.
    @inline(never)
    private final func through(_ error: any Error, _ function: FunctionValue, _ frame: Frame) -> ScriptError {
        var error = ScriptError(error)
        if error.range == nil { return failed(error, frame) }
        if error.frames.count < 50, !frame.source.isLibrary {
            error.frames.append(
                ScriptError.Frame(function: function.name, range: range, source: frame.source))
        }
        return error
    }

    @inline(never)
    final func failed(_ error: any Error, _ frame: Frame) -> ScriptError {
        var error = ScriptError(error)
        if error.range == nil, let keyword = error.offendingKeyword,
            let item = arguments.items.first(where: { $0.name == keyword })
        {
            error.offendingKeyword = nil
            return error.located(item.range, frame.source)
        }
        return error.located(range, frame.source)
    }
}

/// `object.method(…)` without making a bound method.
final class MethodCallNode: CallNode {
    let object: Node
    package let name: Symbol
    let place: SourceRange
    private var knownType: ScriptClass?
    fileprivate var knownMethod: Value = .none
    private var knownVersion = -1

    init(
        _ object: Node, _ name: Symbol, _ place: SourceRange, callee: Node, _ arguments: CompiledArguments,
        _ range: SourceRange
    ) {
        self.object = object
        self.name = name
        self.place = place
        super.init(callee, arguments, range)
    }

    override func evaluate(_ frame: Frame) throws -> Value {
        let receiver = try object.evaluate(frame)
        switch receiver {
        case .list, .str, .dict, .set, .tuple, .int, .float:
            let type = Operations.type(of: receiver)
            if knownType === type { return try applyKnown(receiver, frame) }
            if let method = type.lookup(name) {
                if case .builtin = method {
                    knownType = type
                    knownMethod = method
                    return try apply(method, receiver, frame)
                }
            }
        case .instance(let instance):
            let version = ScriptClass.currentVersion
            if instance.type !== knownType || version != knownVersion {
                guard let method = instance.type.lookup(name), case .function = method else { break }
                knownType = instance.type
                knownMethod = method
                knownVersion = version
            }
            if instance.attributes.lacks(name) { return try apply(knownMethod, receiver, frame) }
        default: break
        }
        let method: Value
        do { method = try Operations.requireAttribute(receiver, name) } catch {
            throw ScriptError(error).located(place, frame.source)
        }
        return try apply(method, nil, frame)
    }
}

extension MethodCallNode {
    /// A method of one of the language's own types, past the binding where it has a short cut.
    @inline(__always)
    private func applyKnown(_ receiver: Value, _ frame: Frame) throws -> Value {
        if arguments.isPlain, case .builtin(let method) = knownMethod {
            if arguments.plain.count == 1, let body = method.oneArgument {
                let value = try arguments.plain[0].evaluate(frame)
                do { return try body(receiver, value) } catch { throw failed(error, frame) }
            }
            if arguments.plain.count == 2, let body = method.twoArguments {
                let first = try arguments.plain[0].evaluate(frame)
                let second = try arguments.plain[1].evaluate(frame)
                do { return try body(receiver, first, second) } catch { throw failed(error, frame) }
            }
        }
        return try apply(knownMethod, receiver, frame)
    }
}

/// `super()` inside a method.
final class SuperNode: Node {
    let receiver: Node
    init(_ receiver: Node, _ range: SourceRange) {
        self.receiver = receiver
        super.init(range)
    }
    override func evaluate(_ frame: Frame) throws -> Value {
        guard let owner = frame.owner else {
            throw located(ScriptError("RuntimeError", "super(): no class is being defined here"), frame)
        }
        return .object(SuperObject(owner, try receiver.evaluate(frame)))
    }
}

/// `__class__` in a method: the class whose body defines it.
final class OwnerNode: Node {
    override func evaluate(_ frame: Frame) throws -> Value {
        guard let owner = frame.owner else {
            throw located(ScriptError("NameError", "name '__class__' is not defined"), frame)
        }
        return .type(owner)
    }
}

/// What `super()` gives: looks names up above the class whose method is running.
final class SuperObject: ScriptObject {
    let owner: ScriptClass
    let receiver: Value
    init(_ owner: ScriptClass, _ receiver: Value) {
        self.owner = owner
        self.receiver = receiver
    }
    var typeName: String { "super" }
    func getAttribute(_ name: String) throws -> Value? {
        let type: ScriptClass
        if case .type(let itself) = receiver { type = itself } else { type = Operations.type(of: receiver) }
        let symbol = Symbol(name)
        if let found = type.lookup(symbol, after: owner) {
            if case .object(let object) = found.value, let property = object as? Property {
                return try property.get(receiver)
            }
            guard case .type = receiver else { return Operations.bind(found.value, receiver) }
            guard case .object(let object) = found.value else { return found.value }
            if let method = object as? ClassMethod {
                return .boundMethod(BoundMethod(receiver: receiver, function: method.function))
            }
            return (object as? StaticMethod)?.function ?? found.value
        }
        if symbol == Names.create { return .builtin(SpecialMethods.maker) }
        if symbol == Names.initSubclass { return .builtin(SpecialMethods.newSubclass) }
        guard case .instance(let instance) = receiver else { return nil }
        if instance.plainValue != nil, let base = instance.type.valueBase,
            let method = SpecialMethods.method(symbol, of: base)
        {
            return .boundMethod(BoundMethod(receiver: receiver, function: .builtin(method)))
        }
        if symbol == Names.new {
            let base = instance.type.lineage.drop { $0 !== owner }.dropFirst().first { $0.native != nil }
            let isException = instance.type.isException
            return .builtin(
                Builtin("__init__", group: "", summary: "Initialises the base class.", raw: []) {
                    interpreter, arguments in
                    if let native = base?.native {
                        instance.native = try native.construct(instance, arguments, interpreter)
                    } else if isException {
                        ExceptionTypes.fill(instance, arguments.positional)
                    } else if !arguments.positional.isEmpty || !arguments.keywords.isEmpty {
                        throw ScriptError(
                            "TypeError",
                            "object.__init__() takes exactly one argument (the instance to initialize)")
                    }
                    return .none
                })
        }
        if symbol == Names.eq || symbol == Names.ne || symbol == Names.hash {
            return .builtin(
                Builtin(name, group: "special", summary: "By identity, as object has it.", raw: []) {
                    _, given in
                    if symbol == Names.hash { return .int(ObjectIdentifier(instance).hashValue) }
                    let isSame =
                        given.positional.first.map { Operations.identical($0, .instance(instance)) } ?? false
                    return isSame ? .bool(symbol == Names.eq) : .notImplemented
                })
        }
        if symbol == Names.getattribute, let command = SpecialAttributes.command(symbol) {
            return .boundMethod(BoundMethod(receiver: receiver, function: command))
        }
        if name == "__setattr__" {
            return .builtin(
                Builtin("__setattr__", group: "", summary: "Sets an attribute.", raw: []) { _, arguments in
                    guard arguments.positional.count == 2, let name = arguments.positional[0].text else {
                        throw ScriptError("TypeError", "__setattr__() takes a name and a value")
                    }
                    try Operations.setOwn(instance, Symbol(name), arguments.positional[1])
                    return .none
                })
        }
        if name == "__delattr__" {
            return .builtin(
                Builtin("__delattr__", group: "", summary: "Deletes an attribute.", raw: []) { _, arguments in
                    guard arguments.positional.count == 1, let name = arguments.positional[0].text else {
                        throw ScriptError("TypeError", "__delattr__() takes a name")
                    }
                    try Operations.deleteOwn(instance, Symbol(name))
                    return .none
                })
        }
        if name == "__repr__" || name == "__str__" {
            return .builtin(
                Builtin(name, group: "", summary: "The plain text of the object.", raw: []) { _, _ in
                    if let native = instance.native { return .string(try native.repr()) }
                    if isExceptionInstance(instance) { return .string(try ExceptionTypes.message(instance)) }
                    return .string(Operations.plainText(instance))
                })
        }
        return try instance.native?.getAttribute(name)
    }
}

private func isExceptionInstance(_ instance: Instance) -> Bool {
    instance.type.isException
}

/// Where a closure finds a shared variable when it is made.
struct Capture {
    let index: Int
    let isFree: Bool
}

final class FunctionNode: Node {
    let code: FunctionCode
    let captures: [Capture]
    let defaults: [Node?]
    init(_ code: FunctionCode, _ captures: [Capture], _ defaults: [Node?], _ range: SourceRange) {
        self.code = code
        self.captures = captures
        self.defaults = defaults
        super.init(range)
    }
    override func evaluate(_ frame: Frame) throws -> Value {
        let cells = captures.map { $0.isFree ? frame.free[$0.index] : frame.cells[$0.index] }
        let values = try defaults.map { try $0?.evaluate(frame) }
        let function = FunctionValue(
            code: code, cells: cells, defaults: values, interpreter: frame.interpreter)
        function.owner = frame.owner
        return .function(function)
    }
}
