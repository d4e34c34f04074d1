/// The methods of lists and tuples.
enum ListMethods {
    package static let make = Builtin(
        "list", group: "types", summary: "A list of an iterable's elements.",
        raw: [.init("iterable", "what to take from", default: "()")]
    ) { _, arguments in
        guard let value = arguments.positional.first else { return .list([]) }
        return .list(try Operations.array(value))
    }
    static let makeTuple = Builtin(
        "tuple", group: "types", summary: "A tuple of an iterable's elements.",
        raw: [.init("iterable", "what to take from", default: "()")]
    ) { _, arguments in
        guard let value = arguments.positional.first else { return .tuple([]) }
        if case .tuple(let tuple) = value, tuple.kind == nil { return value }
        return .tuple(try Operations.array(value))
    }

    private static func list(_ value: Value) throws -> ListValue {
        guard case .list(let list) = value else {
            throw ScriptError("TypeError", "expected list, not \(value.typeName)")
        }
        try list.checkChangeable()
        return list
    }

    private static func append(_ value: Value, _ element: Value) throws -> Value {
        let list = try list(value)
        try Limits.check(elements: list.elements.count + 1)
        list.elements.append(element)
        return .none
    }

    private static let count = Method.make("count", ["value"], "How often a value occurs.") {
        value, arguments, _ in
        let wanted = arguments[0] ?? .none
        return .int(
            try Operations.array(value).reduce(0) {
                try $0 + (Operations.identicalOrEqual($1, wanted) ? 1 : 0)
            })
    }
    private static let index = Method.make(
        "index", ["value", "start=0", "stop=None"], "Where a value first stands."
    ) { value, arguments, _ in
        let elements = try Operations.array(value)
        let wanted = arguments[0] ?? .none
        let bounds = try SliceValue(start: arguments[1] ?? .none, stop: arguments[2] ?? .none, step: .none)
            .indices(count: elements.count)
        for place in bounds.start..<(bounds.start + bounds.length)
        where try Operations.identicalOrEqual(elements[place], wanted) { return .int(place) }
        throw ScriptError("ValueError", "\(try wanted.repr()) is not in \(value.typeName)")
    }

    static let tuple = [count, index]

    package static let all: [Builtin] = [
        count, index,
        Method.make("append", ["object"], "Adds one element at the end.", oneArgument: append) {
            value, arguments, _ in
            try append(value, arguments[0] ?? .none)
        },
        Method.make("extend", ["iterable"], "Adds all elements of an iterable.") { value, arguments, _ in
            _ = try Operations.inPlace(.add, value, arguments[0] ?? .none)
            return .none
        },
        Method.make("insert", ["index", "object"], "Adds one element before a place.") {
            value, arguments, _ in
            let list = try list(value)
            let index = try Operations.requireIndex(arguments[0] ?? .none)
            let place = index < 0 ? max(0, index &+ list.elements.count) : min(index, list.elements.count)
            list.elements.insert(arguments[1] ?? .none, at: place)
            return .none
        },
        Method.make("pop", ["index=-1"], "Takes an element out, the last by default.") {
            value, arguments, _ in
            let list = try list(value)
            let index = try arguments[0].map { try Operations.requireIndex($0) } ?? -1
            if list.elements.isEmpty { throw ScriptError("IndexError", "pop from empty list") }
            let place = index < 0 ? index &+ list.elements.count : index
            guard place >= 0, place < list.elements.count else {
                throw ScriptError("IndexError", "pop index out of range")
            }
            return place == list.elements.count - 1
                ? list.elements.removeLast() : list.elements.remove(at: place)
        },
        Method.make("remove", ["value"], "Takes the first such element out.") { value, arguments, _ in
            let list = try list(value)
            for place in list.elements.indices
            where try Operations.identicalOrEqual(list.elements[place], arguments[0] ?? .none) {
                list.elements.remove(at: place)
                return .none
            }
            throw ScriptError("ValueError", "list.remove(x): x not in list")
        },
        Method.make("clear", [], "Takes everything out.") { value, _, _ in
            try list(value).elements = []
            return .none
        },
        Method.make("copy", [], "A new list with the same elements.") { value, _, _ in
            .list(try Operations.array(value))
        },
        Method.make("reverse", [], "Turns the order around.") { value, _, _ in
            try list(value).elements.reverse()
            return .none
        },
        Builtin(
            "sort", group: "methods", summary: "Puts the elements in order.",
            raw: [
                .init("self", "the list", .positionalOnly),
                .init("key", "what to compare", default: "None", .keywordOnly),
                .init("reverse", "largest first", default: "False", .keywordOnly),
            ]
        ) { interpreter, arguments in
            let list = try list(arguments.positional.first ?? .none)
            let reverse = try Operations.truth(arguments.keyword("reverse") ?? .none)
            let elements = list.elements
            list.elements = []
            do {
                list.elements = try Sorting.sorted(
                    elements, key: arguments.keyword("key"), reverse: reverse, interpreter)
            } catch {
                list.elements = elements
                throw error
            }
            return .none
        },
    ]
}
