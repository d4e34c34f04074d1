extension Operations {
    public static func isCallable(_ value: Value) -> Bool {
        switch value {
        case .function, .boundMethod, .type, .builtin: return true
        case .object(let object): return object.isCallable
        case .instance(let instance):
            return instance.type.lookup(Names.call) != nil || instance.native?.isCallable == true
        default: return false
        }
    }

    /// `callee(arguments)`.
    public static func call(_ callee: Value, _ arguments: Arguments, _ interpreter: Interpreter) throws
        -> Value
    {
        switch callee {
        case .function(let function): return try interpreter.call(function, arguments)
        case .builtin(let builtin): return try builtin.call(interpreter, arguments)
        case .boundMethod(let method):
            var arguments = arguments
            arguments.positional.insert(method.receiver, at: 0)
            return try call(method.function, arguments, interpreter)
        case .type(let type): return try construct(type, arguments, interpreter)
        case .object(let object):
            try interpreter.interruption.check()
            return try object.call(arguments, interpreter)
        case .instance(let instance):
            if let method = instance.type.lookup(Names.call) {
                var arguments = arguments
                arguments.positional.insert(callee, at: 0)
                return try call(method, arguments, interpreter)
            }
            if let native = instance.native { return try native.call(arguments, interpreter) }
        default: break
        }
        throw ScriptError(
            "TypeError", "'\(callee.typeName)' object is not callable",
            hint: {
                switch callee {
                case .list, .tuple, .dict, .str: return "square brackets take an element: x[0]"
                default: return nil
                }
            }())
    }

    package static func construct(_ type: ScriptClass, _ arguments: Arguments, _ interpreter: Interpreter)
        throws
        -> Value
    {
        if type.isScript {
            if let behaviour = type.behaviour, let made = try behaviour.call(type, arguments, interpreter) {
                return made
            }
            let isException = type.isException
            let instance: Instance
            if let maker = type.lookup(Names.create) {
                let made = try make(type, maker, arguments, interpreter)
                guard case .instance(let its) = made, its.type.isSubclass(of: type) else { return made }
                instance = its
            } else {
                instance = try type.makeInstance(arguments, interpreter)
            }
            if let initialiser = type.lookup(Names.new) {
                var all = arguments
                all.positional.insert(.instance(instance), at: 0)
                let result = try call(initialiser, all, interpreter)
                if !result.isNone {
                    throw ScriptError("TypeError", "__init__() should return None, not '\(result.typeName)'")
                }
            } else if let base = type.nativeBase {
                instance.native = try base.native?.construct(instance, arguments, interpreter)
            } else if let half = instance.native as? ValueHalf, let base = type.valueBase {
                try half.fill(base, arguments, interpreter)
            } else if isException {
                if !arguments.keywords.isEmpty {
                    throw ScriptError("TypeError", "\(type.name)() takes no keyword arguments")
                }
                try ExceptionTypes.check(instance)
            } else if type.lookup(Names.create) == nil,
                !arguments.positional.isEmpty || !arguments.keywords.isEmpty
            {
                throw ScriptError("TypeError", "\(type.name)() takes no arguments")
            }
            return .instance(instance)
        }
        if let native = type.native {
            return .object(try native.construct(nil, arguments, interpreter))
        }
        if let constructor = type.constructor { return try constructor.call(interpreter, arguments) }
        if type.isException { return .instance(try ExceptionTypes.construct(type, arguments)) }
        throw ScriptError("TypeError", "cannot create '\(type.name)' instances")
    }
}

extension Operations {
    /// Calls a program's `__new__`.
    private static func make(
        _ type: ScriptClass, _ maker: Value, _ arguments: Arguments, _ interpreter: Interpreter
    ) throws -> Value {
        var function = maker
        if case .object(let object) = maker, let method = object as? StaticMethod {
            function = method.function
        }
        var all = arguments
        all.positional.insert(.type(type), at: 0)
        return try call(function, all, interpreter)
    }
}

extension Interpreter {
    /// Calls one of the program's functions with arguments in any form.
    func call(_ function: FunctionValue, _ arguments: Arguments) throws -> Value {
        let code = function.code
        let mark = stack.top
        let slots = try stack.reserve(code.slotCount)
        defer { stack.release(to: mark) }
        if arguments.keywords.isEmpty, arguments.positional.count == code.arity {
            for (index, value) in arguments.positional.enumerated() { slots[index] = value }
        } else {
            try code.bind(arguments, function.defaults, into: slots)
        }
        return try enter(function, slots)
    }

    /// Runs a function whose parameters are in place.
    @inline(__always)
    func enter(_ function: FunctionValue, _ slots: UnsafeMutablePointer<Value?>) throws -> Value {
        let code = function.code
        let depth = callDepth
        if depth >= callLimit { throw Wording.tooDeep() }
        if interruption.isRequested { try interruption.check() }
        callDepth = depth + 1
        // Calls at one depth follow one another, so each depth has one frame that all of them use.
        if depth >= frames.count { makeFrame(slots, code.source) }
        let frame = frames[depth]
        frame.slots = slots
        frame.source = code.source
        frame.owner = function.owner
        do {
            let result = code.isPrepared ? try runPrepared(function, frame) : try code.run(frame)
            callDepth = depth
            return result
        } catch {
            callDepth = depth
            throw error
        }
    }

    @inline(never)
    private func makeFrame(_ slots: UnsafeMutablePointer<Value?>, _ source: Source) {
        while frames.count <= callDepth {
            frames.append(Frame(interpreter: self, slots: slots, source: source))
        }
    }

    @inline(never)
    private func runPrepared(_ function: FunctionValue, _ frame: Frame) throws -> Value {
        let code = function.code
        if let layout = code.layout {
            return .object(
                GeneratorIterator(
                    Coroutine(
                        code, layout, cells: function.cells, owner: function.owner, self,
                        parameters: frame.slots)))
        }
        frame.free = function.cells
        frame.makeCells(code.cellCount)
        for (slot, cell) in code.cellParameters { frame.cells[cell].value = frame.slots[slot] }
        defer {
            frame.cells = []
            frame.free = []
        }
        return try code.run(frame)
    }
}

extension FunctionCode {
    /// Runs the body in a frame that is ready.
    @inline(__always)
    func run(_ frame: Frame) throws -> Value {
        if let expression { return try expression.evaluate(frame) }
        for statement in body {
            if try statement.execute(frame) == .returned {
                let result = frame.result
                frame.result = .none
                return result
            }
        }
        return .none
    }
}
