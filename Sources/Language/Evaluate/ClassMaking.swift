/// The making of a class, from a `class` statement or by `type(name, bases, members)`.
struct ClassMaking {
    let type: ScriptClass
    private let parents: [ScriptClass]

    /// A class without members yet.
    ///
    /// - Parameter module: where it is made; nil for the program itself.
    /// - Throws: TypeError for bases that cannot be some, or not together.
    init(_ name: String, _ bases: [Value], module: String?) throws {
        var parents: [ScriptClass] = []
        for base in bases {
            if case .object(let object) = base, let stand = object as? any StandsForBase {
                if let type = stand.base { parents.append(type) }
                continue
            }
            guard case .type(let type) = base else {
                throw ScriptError("TypeError", "'\(base.typeName)' object cannot be a base class")
            }
            if let native = type.native, !native.canBeSubclassed {
                throw ScriptError("TypeError", "'\(type.name)' cannot be a base class")
            }
            if type.recognises != nil, type !== Types.object, !type.isException, !Types.isValueBase(type) {
                throw ScriptError("TypeError", "type '\(type.name)' is not an acceptable base type")
            }
            if type !== Types.object { parents.append(type) }
        }
        type = ScriptClass(name, bases: parents.isEmpty ? [Types.object] : parents)
        self.parents = parents
        if parents.count > 1 { _ = try ScriptClass.linearise(type, parents) }
        type.isScript = true
        // What stands above in a module must not lend its name.
        if let module {
            type.set(Names.module, .string(module))
        } else if parents.contains(where: { $0.lookup(Names.module) != nil }) {
            type.set(Names.module, .string("__main__"))
        }
        let values = parents.compactMap(\.valueBase)
        if let first = values.first,
            values.contains(where: { !$0.isSubclass(of: first) && !first.isSubclass(of: $0) })
                || type.nativeBase != nil || type.isException
        {
            throw ScriptError("TypeError", "multiple bases have instance lay-out conflict")
        }
    }

    /// The class with its members, announced to the classes above it; what stands for it, where one of them
    /// says so.
    func finished(
        _ members: [(name: Symbol, value: Value)], _ keywords: [(name: String, value: Value)],
        _ interpreter: Interpreter
    ) throws -> Value {
        for (name, value) in members { type.set(name, value) }
        for (name, value) in members {
            guard case .instance(let descriptor) = value else { continue }
            _ = try Operations.callSpecial(descriptor, Names.setName, [.type(type), .string(name.name)])
        }
        try announce(keywords, interpreter)
        guard let behaviour = parents.lazy.compactMap(\.behaviour).first else { return .type(type) }
        type.behaviour = behaviour
        return try behaviour.completed(type, members.map(\.name.name), interpreter)
    }

    /// Tells the class above that there is a new one below it.
    private func announce(_ keywords: [(name: String, value: Value)], _ interpreter: Interpreter) throws {
        guard let (found, _) = type.lookup(Names.initSubclass, after: type) else {
            guard let first = keywords.first else { return }
            throw ScriptError(
                "TypeError", "\(type.name).__init_subclass__() takes no keyword arguments", hint: first.name)
        }
        var hook = found
        if case .object(let object) = found, let method = object as? ClassMethod { hook = method.function }
        _ = try Operations.call(hook, Arguments([.type(type)], keywords: keywords), interpreter)
    }

    /// `type(name, bases, members)`.
    ///
    /// - Throws: TypeError as CPython has it, and what `init` throws.
    static func make(_ arguments: Arguments, _ interpreter: Interpreter) throws -> Value {
        guard arguments.positional.count == 3 else {
            throw ScriptError("TypeError", "type() takes 1 or 3 arguments")
        }
        let (name, bases, members) = (
            arguments.positional[0], arguments.positional[1], arguments.positional[2]
        )
        guard let name = name.text else {
            throw ScriptError("TypeError", "type.__new__() argument 1 must be str, not \(name.typeName)")
        }
        guard case .tuple(let row) = bases else {
            throw ScriptError("TypeError", "type.__new__() argument 2 must be tuple, not \(bases.typeName)")
        }
        guard case .dict(let dict) = members else {
            throw ScriptError("TypeError", "type.__new__() argument 3 must be dict, not \(members.typeName)")
        }
        let making = try ClassMaking(name, row.elements, module: interpreter.source?.module)
        let named = try dict.pairs.map { key, value in
            guard let name = key.text else {
                throw ScriptError("TypeError", "a class's members have names, not \(key.typeName)")
            }
            return (name: Symbol(name), value: value)
        }
        return try making.finished(named, arguments.keywords, interpreter)
    }
}
