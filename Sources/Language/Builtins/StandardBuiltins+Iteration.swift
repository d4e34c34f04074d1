extension StandardBuiltins {
    static let iteration: [Builtin] = [
        Builtin(
            "enumerate", group: "python", summary: "Pairs of an index and an element.",
            Parameter<Value>("iterable", "what to count"),
            Parameter<Int>("start", "the first count", default: 0), example: "list(enumerate('ab'))"
        ) { _, value, start -> Value in
            let source = try Operations.iterator(value)
            // nil past the largest integer.
            return .object(
                StatefulIterator("enumerate", Optional(start), holding: { _ in [.object(source)] }) { walk in
                    guard let next = try source.next() else { return nil }
                    guard let place = walk.state else { throw Wording.overflow() }
                    walk.state = place == .max ? nil : place + 1
                    return .tuple([.int(place), next])
                })
        },
        Builtin(
            "zip", group: "python", summary: "Tuples of the elements at the same position.",
            raw: [
                .init("iterables", "what to iterate over", .variadic),
                .init(
                    "strict", "whether different lengths are an error", default: "False", type: "bool",
                    .keywordOnly),
            ], example: "list(zip([1, 2], 'ab'))"
        ) { _, arguments in
            let sources = try arguments.positional.map(Operations.iterator)
            let strict = try Operations.truth(arguments.keyword("strict") ?? .none)
            return .object(
                StatefulIterator("zip", (), holding: { _ in sources.map(Value.object) }) { _ in
                    if sources.isEmpty { return nil }
                    var row: [Value] = []
                    for (index, source) in sources.enumerated() {
                        guard let next = try source.next() else {
                            if strict {
                                if index > 0 {
                                    throw ScriptError(
                                        "ValueError",
                                        "zip() argument \(index + 1) is shorter than "
                                            + "argument\(index == 1 ? " 1" : "s 1-\(index)")"
                                    )
                                }
                                for (other, source) in sources.enumerated().dropFirst()
                                where try source.next() != nil {
                                    throw ScriptError(
                                        "ValueError",
                                        "zip() argument \(other + 1) is longer than "
                                            + "argument\(other == 1 ? " 1" : "s 1-\(other)")"
                                    )
                                }
                            }
                            return nil
                        }
                        row.append(next)
                    }
                    return .tuple(row)
                })
        },
        Builtin(
            "map", group: "python", summary: "Applies a function to each element of iterables.",
            raw: [
                .init("func", "what to call", .positionalOnly),
                .init("iterables", "the arguments", .variadic),
            ], example: "list(map(str, [1, 2]))"
        ) { interpreter, arguments in
            guard arguments.positional.count >= 2 else {
                throw ScriptError("TypeError", "map() must have at least two arguments.")
            }
            let function = arguments.positional[0]
            let sources = try arguments.positional.dropFirst().map(Operations.iterator)
            return .object(
                StatefulIterator("map", (), holding: { _ in [function] + sources.map(Value.object) }) {
                    [unowned interpreter] _ in
                    var row: [Value] = []
                    for source in sources {
                        guard let next = try source.next() else { return nil }
                        row.append(next)
                    }
                    return try Operations.call(function, Arguments(row), interpreter)
                })
        },
        Builtin(
            "filter", group: "python", summary: "The elements that a function accepts.",
            Parameter<Value>("function", "the test, or None"),
            Parameter<Value>("iterable", "what to look through"), example: "list(filter(None, [0, 1]))"
        ) { interpreter, function, value -> Value in
            let source = try Operations.iterator(value)
            return .object(
                StatefulIterator("filter", (), holding: { _ in [function, .object(source)] }) {
                    [unowned interpreter] _ in
                    while let next = try source.next() {
                        try interpreter.interruption.check()
                        if try Operations.truth(
                            function.isNone ? next : Operations.call(function, Arguments([next]), interpreter)
                        ) {
                            return next
                        }
                    }
                    return nil
                })
        },
        Builtin(
            "iter", group: "python",
            summary: "An iterator; with a sentinel over what a function gives until it gives that.",
            raw: [
                .init("object", "what to iterate over, or a function", .positionalOnly),
                .init("sentinel", "what ends it", default: "", .positionalOnly),
            ], example: "next(iter([1]))"
        ) { interpreter, arguments in
            guard let value = arguments.positional.first else {
                throw ScriptError("TypeError", "iter expected at least 1 argument, got 0")
            }
            guard arguments.positional.count > 1 else { return .object(try Operations.iterator(value)) }
            guard Operations.isCallable(value) else {
                throw ScriptError("TypeError", "iter(v, w): v must be callable")
            }
            let sentinel = arguments.positional[1]
            return .object(
                StatefulIterator("callable_iterator", false, holding: { _ in [value, sentinel] }) {
                    [unowned interpreter] walk in
                    if walk.state { return nil }
                    do {
                        let next = try Operations.call(value, Arguments(), interpreter)
                        if try !Operations.identicalOrEqual(next, sentinel) { return next }
                    } catch let error as ScriptError where error.isInstance(of: "StopIteration") {}
                    walk.state = true
                    return nil
                })
        },
        Builtin(
            "next", group: "python", summary: "The next element of an iterator.",
            raw: [.init("iterator", "the iterator"), .init("default", "at the end", default: "")],
            example: "next(iter([1]))"
        ) { _, arguments in
            guard let value = arguments.positional.first else {
                throw ScriptError("TypeError", "next expected at least 1 argument, got 0")
            }
            let source: ScriptIterator
            switch value {
            case .object(let object as ScriptIterator): source = object
            case .instance(let instance) where instance.type.lookup(Names.next) != nil:
                source = InstanceIterator(instance)
            default:
                throw ScriptError(
                    "TypeError", "'\(value.typeName)' object is not an iterator", hint: "iter(x) makes one")
            }
            if let next = try source.next() { return next }
            if arguments.positional.count > 1 { return arguments.positional[1] }
            return try source.stop()
        },
        Builtin(
            "reversed", group: "python", summary: "The elements from the last to the first.",
            Parameter<Value>("sequence", "what to reverse"), example: "list(reversed([1, 2]))"
        ) { _, value -> Value in
            switch value {
            case .list, .tuple, .dict: return .object(ArrayIterator(try Operations.array(value).reversed()))
            case .object(let object as LongRange): return .object(try object.reversed().iterate())
            case .range(let range):
                return .object(
                    StatefulIterator("range_iterator", range.count) { walk in
                        guard walk.state > 0 else { return nil }
                        walk.state -= 1
                        return .int(range[walk.state])
                    })
            case .instance(let instance):
                if let result = try Operations.callSpecial(instance, Names.reversed) {
                    return .object(try Operations.iterator(result))
                }
                fallthrough
            case .str, .object:
                if case .object(let object) = value, object is ScriptIterator { break }
                let count = try Operations.length(value)
                return .object(
                    StatefulIterator("reversed", count, holding: { _ in [value] }) { walk in
                        guard walk.state > 0 else { return nil }
                        walk.state -= 1
                        return try Operations.item(value, .int(walk.state))
                    })
            default: break
            }
            throw ScriptError("TypeError", "'\(value.typeName)' object is not reversible")
        },
        Builtin(
            "sorted", group: "python", summary: "A new sorted list.",
            raw: [
                .init("iterable", "what to sort", .positionalOnly),
                .init("key", "what to compare", default: "None", .keywordOnly),
                .init("reverse", "largest first", default: "False", type: "bool", .keywordOnly),
            ], example: "sorted([2, 1])"
        ) { interpreter, arguments in
            guard arguments.positional.count == 1 else {
                throw ScriptError(
                    "TypeError", "sorted expected 1 argument, got \(arguments.positional.count)")
            }
            for (name, _) in arguments.keywords where name != "key" && name != "reverse" {
                throw Wording.unknownKeyword("sorted", ["key", "reverse"], name)
            }
            return .list(
                try Sorting.sorted(
                    Operations.array(arguments.positional[0]), key: arguments.keyword("key"),
                    reverse: Operations.truth(arguments.keyword("reverse") ?? .none), interpreter))
        },
        Builtin(
            "any", group: "python", summary: "Whether some element is true.",
            Parameter<Value>("iterable", "what to look through"), example: "any([0, 1])"
        ) { interpreter, value -> Value in
            let source = try Operations.iterator(value)
            while let next = try source.next() {
                try interpreter.interruption.check()
                if try Operations.truth(next) { return .bool(true) }
            }
            return .bool(false)
        },
        Builtin(
            "all", group: "python", summary: "Whether every element is true.",
            Parameter<Value>("iterable", "what to look through"), example: "all([1, 1])"
        ) { interpreter, value -> Value in
            let source = try Operations.iterator(value)
            while let next = try source.next() {
                try interpreter.interruption.check()
                if try !Operations.truth(next) { return .bool(false) }
            }
            return .bool(true)
        },
        Builtin(
            "sum", group: "python", summary: "The sum of the elements.",
            Parameter<Value>("iterable", "what to add"),
            Parameter<Value>("start", "where to begin", default: .int(0)), example: "sum([1, 2])"
        ) { interpreter, value, start -> Value in
            if case .str = start {
                throw ScriptError("TypeError", "sum() can't sum strings [use ''.join(seq) instead]")
            }
            var result = start
            let source = try Operations.iterator(value)
            while let next = try source.next() {
                try interpreter.interruption.check()
                result = try Operations.binary(.add, result, next)
            }
            return result
        },
        extreme("min", .less), extreme("max", .greater),
    ]

    private static func extreme(_ name: String, _ operation: ComparisonOperator) -> Builtin {
        Builtin(
            name, group: "python", summary: "The \(name == "min" ? "smallest" : "largest") element.",
            raw: [
                .init("values", "an iterable, or values", .variadic),
                .init("key", "what to compare", default: "None", .keywordOnly),
                .init("default", "for nothing at all", default: "", .keywordOnly),
            ], example: "\(name)(1, 2)"
        ) { interpreter, arguments in
            let values: [Value]
            switch arguments.positional.count {
            case 0: throw ScriptError("TypeError", "\(name) expected at least 1 argument, got 0")
            case 1: values = try Operations.array(arguments.positional[0])
            default: values = arguments.positional
            }
            guard var best = values.first else {
                if let otherwise = arguments.keyword("default") { return otherwise }
                throw ScriptError("ValueError", "\(name)() arg is an empty sequence")
            }
            let key = arguments.keyword("key").flatMap { $0.isNone ? nil : $0 }
            var bestKey = try key.map { try Operations.call($0, Arguments([best]), interpreter) } ?? best
            for value in values.dropFirst() {
                let candidate =
                    try key.map { try Operations.call($0, Arguments([value]), interpreter) } ?? value
                if try Operations.ordered(operation, candidate, bestKey) {
                    (best, bestKey) = (value, candidate)
                }
            }
            return best
        }
    }
}
