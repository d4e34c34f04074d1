/// `x.__len__()`, `dict.__setitem__(self, k, v)`, `super().__getitem__(k)`: what operators do, as methods
/// of the language's own types.
enum SpecialMethods {
    private enum Kind { case number, integer, text, row, changingRow, mapping, collection }

    private static func kinds(_ type: ScriptClass) -> Set<Kind> {
        func isA(_ other: ScriptClass) -> Bool { type.isSubclass(of: other) }
        if isA(Types.int) || type.isNumeric { return [.number, .integer] }
        if isA(Types.float) { return [.number] }
        if isA(Types.str) || isA(Types.bytes) { return [.text, .row] }
        if isA(Types.list) || isA(Types.bytearray) { return [.row, .changingRow] }
        if isA(Types.tuple) || isA(Types.range) { return [.row] }
        if isA(Types.dict) { return [.mapping] }
        if isA(Types.set) || isA(Types.frozenset) { return [.collection] }
        return []
    }

    /// The method of this name for the values of a type; nil where they have none.
    static func method(_ name: Symbol, of type: ScriptClass) -> Builtin? {
        guard let entry = table[name] else { return nil }
        let kinds = kinds(type)
        return kinds.isEmpty || kinds.isDisjoint(with: entry.kinds) ? nil : entry.method
    }

    private static let table: [Symbol: (kinds: Set<Kind>, method: Builtin)] = {
        var table: [Symbol: (kinds: Set<Kind>, method: Builtin)] = [:]
        let all: Set<Kind> = [.number, .text, .row, .mapping, .collection]
        let sized: Set<Kind> = [.text, .row, .mapping, .collection]
        func add(
            _ name: String, _ kinds: Set<Kind>, _ count: Int,
            _ body: @escaping (Value, [Value], Interpreter) throws -> Value
        ) {
            table[Symbol(name)] = (
                kinds,
                Builtin(
                    name, group: "special", summary: "What an operator or a function does.",
                    raw: [.init("self", "the value", .positionalOnly), .init("args", "operands", .variadic)]
                ) { interpreter, arguments in
                    guard let receiver = arguments.positional.first else {
                        throw ScriptError("TypeError", "unbound method \(name)() needs an argument")
                    }
                    let rest = Array(arguments.positional.dropFirst())
                    guard rest.count == count else {
                        throw ScriptError(
                            "TypeError",
                            "expected \(count) argument\(count == 1 ? "" : "s"), got \(rest.count)")
                    }
                    return try body(receiver, rest, interpreter)
                }
            )
        }
        add("__len__", sized, 0) { value, _, _ in .int(try Operations.length(value.own)) }
        add("__iter__", sized, 0) { value, _, _ in .object(try Operations.iterator(value.own)) }
        add("__contains__", sized, 1) { value, given, _ in
            .bool(try Operations.contains(value.own, given[0]))
        }
        add("__reversed__", [.changingRow, .mapping], 0) { value, _, _ in
            .object(ArrayIterator(try Operations.array(value.own).reversed()))
        }
        add("__getitem__", [.row, .mapping], 1) { value, given, _ in try subscripted(value, given[0]) }
        add("__setitem__", [.changingRow, .mapping], 2) { value, given, _ in
            try Operations.setItem(value.own, given[0], given[1])
            return .none
        }
        add("__delitem__", [.changingRow, .mapping], 1) { value, given, _ in
            try Operations.deleteItem(value.own, given[0])
            return .none
        }
        add("__repr__", all, 0) { value, _, _ in .string(try Operations.repr(value.own)) }
        add("__str__", all, 0) { value, _, _ in
            if case .str = value.own { return value.own }
            return .string(try Operations.repr(value.own))
        }
        add("__format__", all, 1) { value, given, _ in
            .string(try Format.format(value.own, given[0].text ?? ""))
        }
        add("__hash__", [.number, .text, .row, .collection], 0) { value, _, _ in
            .int(try Operations.hash(value.own))
        }
        add("__bool__", [.number], 0) { value, _, _ in .bool(try Operations.truth(value.own)) }
        add("__int__", [.number], 0) { value, _, _ in try Conversions.int(value.own, base: nil) }
        add("__float__", [.number], 0) { value, _, _ in try Conversions.float(value.own) }
        add("__index__", [.integer], 0) { value, _, _ in
            if case .object = value, value.bigInteger == nil {
                return .int(try Operations.requireIndex(value))
            }
            return value.own
        }
        add("__abs__", [.number], 0) { value, _, interpreter in
            guard case .builtin(let abs)? = interpreter.builtins["abs"] else { return value }
            return try abs.call(interpreter, Arguments([value.own]))
        }
        for (name, operation) in [("__neg__", UnaryOperator.negate), ("__pos__", .plus)] {
            add(name, [.number], 0) { value, _, _ in try Operations.unary(operation, value.own) }
        }
        add("__invert__", [.integer], 0) { value, _, _ in try Operations.unary(.invert, value.own) }
        for operation in [
            ComparisonOperator.equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual,
        ] {
            let isEquality = operation == .equal || operation == .notEqual
            add(Names.comparison(operation).name, isEquality ? all : [.number, .text, .row, .collection], 1) {
                value, given, _ in
                let (own, other) = (value.own, given[0].own)
                guard areAlike(own, other) else { return .notImplemented }
                return try Operations.compare(operation, own, other)
            }
        }
        for operation in BinaryOperator.allCases {
            let kinds: Set<Kind>
            switch operation {
            case .add, .multiply: kinds = [.number, .text, .row]
            case .remainder: kinds = [.number, .text]
            case .or: kinds = [.integer, .mapping, .collection]
            case .and, .exclusiveOr: kinds = [.integer, .collection]
            case .subtract: kinds = [.number, .collection]
            case .shiftLeft, .shiftRight: kinds = [.integer]
            case .matrixMultiply: continue
            default: kinds = [.number]
            }
            let names = Names.binary(operation)
            func tried(_ body: () throws -> Value) throws -> Value {
                do { return try body() } catch let error as ScriptError where error.kind == "TypeError" {
                    return .notImplemented
                }
            }
            add(names.plain.name, kinds, 1) { value, given, _ in
                try tried { try Operations.binary(operation, value.own, given[0].own) }
            }
            add(names.reflected.name, kinds, 1) { value, given, _ in
                try tried { try Operations.binary(operation, given[0].own, value.own) }
            }
            let changing: Set<Kind> = kinds.intersection([.row, .mapping, .collection])
            if changing.isEmpty { continue }
            add(names.inPlace.name, [.changingRow, .mapping, .collection], 1) { value, given, _ in
                let result = try Operations.inPlace(operation, value.own, given[0].own)
                return Operations.identical(result, value.own) ? value : result
            }
        }
        table[Names.new] = (all, initialiser)
        return table
    }()

    private static func areAlike(_ a: Value, _ b: Value) -> Bool {
        let (x, y) = (kinds(Operations.type(of: a)), kinds(Operations.type(of: b)))
        if x.contains(.number) { return y.contains(.number) }
        if a.bytes != nil { return b.bytes != nil }
        return x == y || x.contains(.row) && Operations.type(of: a) === Operations.type(of: b)
    }

    /// `value[key]` past what its class says, but for `__missing__`.
    static func subscripted(_ value: Value, _ key: Value) throws -> Value {
        if case .instance(let instance) = value, case .dict(let dict)? = instance.plainValue,
            instance.type.lookup(Names.missing) != nil
        {
            if let found = try dict.get(key) { return found }
            if let made = try Operations.callSpecial(instance, Names.missing, [key]) { return made }
        }
        return try Operations.item(value.own, key)
    }

    private static let initialiser = Builtin(
        "__init__", group: "special", summary: "Fills what __new__ has made.",
        raw: [
            .init("self", "the value", .positionalOnly), .init("args", "as the type takes them", .variadic),
            .init("kwargs", "as the type takes them", .keywords),
        ]
    ) { interpreter, arguments in
        guard let receiver = arguments.positional.first else {
            throw ScriptError("TypeError", "descriptor '__init__' needs an argument")
        }
        let rest = Arguments(Array(arguments.positional.dropFirst()), keywords: arguments.keywords)
        if case .instance(let instance) = receiver, let half = instance.native as? ValueHalf,
            let base = instance.type.valueBase
        {
            try half.fill(base, rest, interpreter)
        } else {
            try ValueHalf(receiver).fill(Operations.type(of: receiver), rest, interpreter)
        }
        return .none
    }

    /// `object.__init_subclass__()`.
    static let newSubclass = Builtin(
        "__init_subclass__", group: "special", summary: "Takes note of a new class: object does nothing."
    ) { _ -> Value in .none }

    /// `T.__new__(cls, …)`: an instance that nothing has initialised yet.
    static let maker = Builtin(
        "__new__", group: "special", summary: "Makes an instance that nothing has initialised yet.",
        raw: [
            .init("cls", "the class", .positionalOnly), .init("args", "for the value that it is", .variadic),
            .init("kwargs", "for the value that it is", .keywords),
        ]
    ) { interpreter, arguments in
        guard case .type(let type)? = arguments.positional.first else {
            throw ScriptError("TypeError", "object.__new__(X): X is not a type object")
        }
        let rest = Arguments(Array(arguments.positional.dropFirst()), keywords: arguments.keywords)
        guard type.isScript else { return try Operations.construct(type, rest, interpreter) }
        return .instance(try type.makeInstance(rest, interpreter))
    }
}

extension ScriptClass {
    /// An instance of a program's class before `__init__`.
    package func makeInstance(_ arguments: Arguments, _ interpreter: Interpreter) throws -> Instance {
        let instance = Instance(self)
        if isException { ExceptionTypes.fill(instance, arguments.positional) }
        instance.native = try makeValue(arguments, interpreter)
        return instance
    }
}
