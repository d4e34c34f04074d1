import Language

/// The module `functools`.
enum FunctionModule {
    package static func make() -> ModuleValue {
        let module = ModuleValue(
            "functools", documentation: "Functions made of functions.",
            commands: commands + ClassTools.commands)
        module["partial"] = .type(PartialCall.type)
        return module
    }

    private static let commands: [Builtin] = [
        Builtin(
            "reduce", group: "functools", summary: "Reduces elements to one value by a function of two.",
            raw: [
                .init("function", "of two values", .positionalOnly),
                .init("iterable", "the values", .positionalOnly),
                .init("initial", "where to begin", default: "", .positionalOnly),
            ], example: "functools.reduce(max, [1, 3, 2])"
        ) { interpreter, arguments in
            guard arguments.positional.count == 2 || arguments.positional.count == 3 else {
                throw ScriptError(
                    "TypeError", "reduce expected 2 or 3 arguments, got \(arguments.positional.count)")
            }
            let source = try Operations.iterator(arguments.positional[1])
            guard var result = try arguments.positional.count == 3 ? arguments.positional[2] : source.next()
            else {
                throw ScriptError("TypeError", "reduce() of empty iterable with no initial value")
            }
            while let next = try source.next() {
                try interpreter.interruption.check()
                result = try Operations.call(arguments.positional[0], Arguments([result, next]), interpreter)
            }
            return result
        },
        Builtin(
            "cache", group: "functools", summary: "Caches the results of a function.",
            Parameter<Value>("user_function", "the function"), example: "functools.cache(len)"
        ) { _, function -> Value in .object(RememberedCall(function, limit: nil)) },
        Builtin(
            "lru_cache", group: "functools", summary: "Caches the latest results of a function.",
            Parameter<Value>("maxsize", "how many results, None for all", default: .int(128)),
            Parameter<Bool>("typed", "ignored", default: false), example: "functools.lru_cache(maxsize=None)"
        ) { _, size, _ -> Value in
            if case .function = size { return .object(RememberedCall(size, limit: 128)) }
            let limit = size.isNone ? nil : try Operations.requireIndex(size)
            return .builtin(
                Builtin(
                    "lru_cache", group: "functools", summary: "Caches the latest results of a function.",
                    Parameter<Value>("user_function", "the function")
                ) { _, function -> Value in .object(RememberedCall(function, limit: limit)) })
        },
        Builtin(
            "wraps", group: "functools",
            summary: "Copies name and docstring of the function that is wrapped.",
            Parameter<Value>("wrapped", "the function that is wrapped"),
            example: "functools.wraps(len)"
        ) { _, wrapped -> Value in
            .builtin(
                Builtin(
                    "wraps", group: "functools",
                    summary: "Gives a function the name of the one that it wraps.",
                    Parameter<Value>("wrapper", "the function outside")
                ) { _, wrapper -> Value in
                    for name in [Names.name, Names.doc] {
                        if let value = try Operations.attribute(wrapped, name) {
                            try Operations.setAttribute(wrapper, name, value)
                        }
                    }
                    try Operations.setAttribute(wrapper, Symbol("__wrapped__"), wrapped)
                    return wrapper
                })
        },
        Builtin(
            "cmp_to_key", group: "functools", summary: "A sort key made from a comparison function.",
            Parameter<Value>("mycmp", "gives a number below, at or above 0"),
            example: "functools.cmp_to_key(lambda a, b: a - b)"
        ) { _, compare -> Value in
            .builtin(
                Builtin(
                    "key", group: "functools", summary: "A key for sorting.",
                    Parameter<Value>("obj", "a value")
                ) {
                    _, value -> Value in .object(ComparedKey(value, by: compare))
                })
        },
    ]
}

/// `functools.partial(f, 1, b=2)`.
final class PartialCall: Restorable {
    let function: Value
    private let positional: [Value]
    /// What `keywords` gives: live.
    private let named = DictValue()

    init(_ function: Value, _ arguments: Arguments) {
        (self.function, positional) = (function, arguments.positional)
        for (name, value) in arguments.keywords { named.setString(name, value) }
    }

    private var arguments: Arguments {
        Arguments(
            positional, keywords: named.pairs.compactMap { key, value in key.text.map { ($0, value) } })
    }

    static let type = ScriptClass("partial", of: "functools", isInstance: { $0 is PartialCall }) {
        arguments, _ in
        guard let function = arguments.positional.first else {
            throw ScriptError("TypeError", "type 'partial' takes at least one argument")
        }
        guard Operations.isCallable(function) else {
            throw ScriptError("TypeError", "the first argument must be callable")
        }
        return PartialCall(
            function, Arguments(Array(arguments.positional.dropFirst()), keywords: arguments.keywords))
    }

    var typeName: String { "partial" }
    package var scriptClass: ScriptClass? { PartialCall.type }
    var isCallable: Bool { true }
    func call(_ given: Arguments, _ interpreter: Interpreter) throws -> Value {
        let arguments = arguments
        let own = arguments.keywords.filter { given.keyword($0.name) == nil }
        return try Operations.nested {
            try Operations.call(
                function, Arguments(arguments.positional + given.positional, keywords: own + given.keywords),
                interpreter)
        }
    }
    func repr() throws -> String {
        let parts =
            try [function.repr()] + arguments.positional.map { try $0.repr() }
            + arguments.keywords.map { "\($0.name)=\(try $0.value.repr())" }
        return "functools.partial(\(parts.joined(separator: ", ")))"
    }
    func getAttribute(_ name: String) throws -> Value? {
        switch name {
        case "func": return function
        case "args": return .tuple(arguments.positional)
        case "keywords": return .dict(named)
        default: return nil
        }
    }
    var attributeNames: [String] { ["func", "args", "keywords"] }
    func record(in snapshot: Snapshot) {
        snapshot.record(self, parts: [function, .dict(named)] + positional) {}
    }
    func copied(_ memo: CopyMemo?) throws -> any ScriptObject { self }
}

/// What `functools.lru_cache` makes of a function.
final class RememberedCall: Restorable {
    private let function: Value
    private let limit: Int?
    private let results = DictValue()
    private var (hits, misses) = (0, 0)

    init(_ function: Value, limit: Int?) {
        (self.function, self.limit) = (function, limit.map { max(0, $0) })
    }

    func record(in snapshot: Snapshot) {
        let (hits, misses) = (hits, misses)
        snapshot.record(self, parts: [function, .dict(results)]) { (self.hits, self.misses) = (hits, misses) }
    }

    var typeName: String { "_lru_cache_wrapper" }
    var isCallable: Bool { true }
    func repr() throws -> String { try function.repr() }
    func copied(_ memo: CopyMemo?) throws -> any ScriptObject { self }

    func call(_ arguments: Arguments, _ interpreter: Interpreter) throws -> Value {
        let key = Value.tuple(
            arguments.positional + (arguments.keywords.isEmpty ? [] : [.ellipsis])
                + arguments.keywords.flatMap { [Value.string($0.name), $0.value] })
        if let known = try results.get(key) {
            hits += 1
            if limit != nil {
                // Used again: the last to be forgotten.
                try results.remove(key)
                try results.set(key, known)
            }
            return known
        }
        misses += 1
        // Guards against recursion as a call of the function itself does.
        let result = try Operations.call(function, arguments, interpreter)
        if limit == 0 { return result }
        try results.set(key, result)
        if let limit, results.count > limit, let oldest = results.pairs.first {
            try results.remove(oldest.key)
        }
        return result
    }

    func getAttribute(_ name: String) throws -> Value? {
        switch name {
        case "cache_info":
            return .builtin(
                Builtin("cache_info", group: "functools", summary: "How often a result was known.") {
                    [self] _ -> Value in
                    .tuple(
                        TupleValue(
                            [.int(hits), .int(misses), limit.map(Value.int) ?? .none, .int(results.count)],
                            kind: RememberedCall.information))
                })
        case "cache_clear":
            return .builtin(
                Builtin("cache_clear", group: "functools", summary: "Forgets all results.") {
                    [self] _ -> Value in
                    results.table.removeAll()
                    (hits, misses) = (0, 0)
                    return .none
                })
        case "__wrapped__": return function
        default: return try Operations.attribute(function, Symbol(name))
        }
    }
    var attributeNames: [String] { ["cache_info", "cache_clear"] }

    private static let information = TupleKind(
        "CacheInfo", fields: ["hits", "misses", "maxsize", "currsize"]
    ) { values in
        "CacheInfo("
            + (try zip(["hits", "misses", "maxsize", "currsize"], values).map { "\($0)=\(try $1.repr())" }
                .joined(separator: ", ")) + ")"
    }
}

/// What `functools.cmp_to_key` makes of a value.
final class ComparedKey: ScriptObject {
    let value: Value
    let function: Value
    init(_ value: Value, by function: Value) { (self.value, self.function) = (value, function) }
    var typeName: String { "K" }
    func compare(_ operation: ComparisonOperator, _ other: Value) throws -> Value? {
        guard case .object(let object) = other, let other = object as? ComparedKey,
            let interpreter = Interpreter.current
        else { return nil }
        let order = try Operations.call(function, Arguments([value, other.value]), interpreter)
        return try Operations.compare(operation, order, .int(0))
    }
}
