import Language

/// The module `operator`: operators and look-ups as functions.
enum OperatorModule {
    package static func make() -> ModuleValue {
        let binary: [(String, BinaryOperator)] = [
            ("add", .add), ("sub", .subtract), ("mul", .multiply), ("truediv", .divide),
            ("floordiv", .floorDivide),
            ("mod", .remainder), ("pow", .power), ("matmul", .matrixMultiply), ("and_", .and), ("or_", .or),
            ("xor", .exclusiveOr), ("lshift", .shiftLeft), ("rshift", .shiftRight),
        ]
        let comparisons: [(String, ComparisonOperator)] = [
            ("eq", .equal), ("ne", .notEqual), ("lt", .less), ("le", .lessOrEqual), ("gt", .greater),
            ("ge", .greaterOrEqual),
        ]
        var commands: [Builtin] = binary.map { name, operation in
            two(name, "The result of a \(operation.rawValue) b.") { try Operations.binary(operation, $0, $1) }
        }
        commands += comparisons.map { name, operation in
            two(name, "Whether a \(operation.rawValue) b.") { try Operations.compare(operation, $0, $1) }
        }
        commands += [
            two("getitem", "The element a[b].") { try Operations.item($0, $1) },
            two("contains", "Whether b in a.") { .bool(try Operations.contains($0, $1)) },
            two("is_", "Whether a is b.") { .bool(Operations.identical($0, $1)) },
            one("neg", "The result of -a.") { try Operations.unary(.negate, $0) },
            one("not_", "The result of not a.") { .bool(try !Operations.truth($0)) },
            one("truth", "The truth of a, as bool gives it.") { .bool(try Operations.truth($0)) },
            getter("itemgetter", "A function that gets items by index or key.") {
                try Operations.item($0, $1)
            },
            getter("attrgetter", "A function that gets attributes by name.") { value, name in
                guard let path = name.text else {
                    throw ScriptError("TypeError", "attribute name must be a string")
                }
                return try path.split(separator: ".").reduce(value) {
                    try Operations.requireAttribute($0, Symbol(String($1)))
                }
            },
            Builtin(
                "methodcaller", group: "operator", summary: "A function that calls a method by its name.",
                raw: [
                    .init("name", "of the method"), .init("args", "its positional arguments", .variadic),
                    .init("kwargs", "its keyword arguments", .keywords),
                ],
                example: "operator.methodcaller('upper')"
            ) { _, arguments in
                guard let name = arguments.positional.first?.text else {
                    throw ScriptError("TypeError", "method name must be a string")
                }
                let rest = Arguments(Array(arguments.positional.dropFirst()), keywords: arguments.keywords)
                return .builtin(
                    Builtin(
                        "methodcaller", group: "operator", summary: "Calls a method.",
                        Parameter<Value>("obj", "the object")
                    ) {
                        interpreter, value -> Value in
                        try Operations.call(
                            Operations.requireAttribute(value, Symbol(name)), rest, interpreter)
                    })
            },
        ]
        return ModuleValue("operator", documentation: "Operators as functions.", commands: commands)
    }

    private static func one(_ name: String, _ summary: String, _ body: @escaping (Value) throws -> Value)
        -> Builtin
    {
        let command = Builtin(name, group: "operator", summary: summary, Parameter<Value>("a", "a value")) {
            _, a -> Value in
            try body(a)
        }
        command.unary = body
        return command
    }

    private static func two(
        _ name: String, _ summary: String, _ body: @escaping (Value, Value) throws -> Value
    ) -> Builtin {
        Builtin(
            name, group: "operator", summary: summary, Parameter<Value>("a", "a value"),
            Parameter<Value>("b", "a value")
        ) { _, a, b -> Value in try body(a, b) }
    }

    private static func getter(
        _ name: String, _ summary: String, _ take: @escaping (Value, Value) throws -> Value
    ) -> Builtin {
        Builtin(name, group: "operator", summary: summary, raw: [.init("items", "what to take", .variadic)]) {
            _, arguments in
            let keys = arguments.positional
            guard let first = keys.first else {
                throw ScriptError("TypeError", "\(name) expected 1 argument, got 0")
            }
            return .builtin(
                one(name, summary) { value in
                    if keys.count == 1 { return try take(value, first) }
                    return .tuple(try keys.map { try take(value, $0) })
                })
        }
    }
}
