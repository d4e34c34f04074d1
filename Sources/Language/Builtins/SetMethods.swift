/// The methods of sets.
enum SetMethods {
    package static func make(isFrozen: Bool) -> Builtin {
        Builtin(
            isFrozen ? "frozenset" : "set", group: "types", summary: "A set of an iterable's elements.",
            raw: [.init("iterable", "what to take from", default: "()")]
        ) { _, arguments in
            let elements = try arguments.positional.first.map { try Operations.array($0) } ?? []
            return .set(try SetValue(elements, isFrozen: isFrozen))
        }
    }

    private static func set(_ value: Value, changing: Bool = false) throws -> SetValue {
        guard case .set(let set) = value else {
            throw ScriptError("TypeError", "expected set, not \(value.typeName)")
        }
        if changing, set.isFrozen { throw ScriptError("AttributeError", "a frozenset cannot change") }
        return set
    }

    private static func combine(_ name: String, _ summary: String, _ operation: BinaryOperator) -> Builtin {
        Method.make(name, ["*others"], summary) { value, arguments, _ in
            var result = value
            for other in try Operations.array(arguments[0] ?? .tuple([])) {
                result = try Operations.binary(operation, result, .set(SetValue(Operations.array(other))))
            }
            if case .set(let one) = result, one === (try set(value)) {
                return .set(try SetValue(one.elements))
            }
            return result
        }
    }

    private static func compare(_ name: String, _ summary: String, _ operation: ComparisonOperator) -> Builtin
    {
        Method.make(name, ["other"], summary) { value, arguments, _ in
            try Operations.compare(operation, value, .set(SetValue(Operations.array(arguments[0] ?? .none))))
        }
    }

    private static func change(
        _ name: String, _ parameters: [String], _ summary: String,
        _ body: @escaping (SetValue, [Value?]) throws -> Value
    ) -> Builtin {
        Method.make(name, parameters, summary) { value, arguments, _ in
            try body(set(value, changing: true), arguments)
        }
    }

    package static let all: [Builtin] = [
        change("add", ["elem"], "Adds an element.") { set, arguments in
            try set.insert(arguments[0] ?? .none)
            return .none
        },
        change("discard", ["elem"], "Takes an element out, if it is there.") { set, arguments in
            try set.remove(arguments[0] ?? .none)
            return .none
        },
        change("remove", ["elem"], "Takes an element out.") { set, arguments in
            if try !set.remove(arguments[0] ?? .none) {
                throw Wording.missingKey(arguments[0] ?? .none)
            }
            return .none
        },
        change("pop", [], "Takes any element out.") { set, _ in
            guard let first = set.table.entries.first(where: \.isLive) else {
                throw Wording.missingKey(.string("pop from an empty set"))
            }
            try set.remove(first.key)
            return first.key
        },
        change("clear", [], "Takes everything out.") { set, _ in
            set.table.removeAll()
            return .none
        },
        change("update", ["*others"], "Adds all elements of iterables.") { set, arguments in
            for other in try Operations.array(arguments[0] ?? .tuple([])) {
                for element in try Operations.array(other) { try set.insert(element) }
            }
            return .none
        },
        Method.make("copy", [], "A new set with the same elements.") { value, _, _ in
            .set(try SetValue(set(value).elements))
        },
        combine("union", "All elements of either.", .or),
        combine("intersection", "The elements in both.", .and),
        combine("difference", "The elements not in the others.", .subtract),
        combine("symmetric_difference", "The elements in exactly one.", .exclusiveOr),
        compare("issubset", "Whether the other has all of these.", .lessOrEqual),
        compare("issuperset", "Whether this has all of the others.", .greaterOrEqual),
        Method.make("isdisjoint", ["other"], "Whether two sets have no element in common.") {
            value, arguments, _ in
            let mine = try set(value)
            return .bool(try !Operations.array(arguments[0] ?? .none).contains { try mine.contains($0) })
        },
    ]
}
