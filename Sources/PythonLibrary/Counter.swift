import Language

extension DictKind {
    package static let counter: DictKind = DictKind(
        "Counter",
        constructor: Builtin(
            "Counter", group: "collections", summary: "Counts the elements of an iterable.",
            raw: [
                .init("iterable", "what to count", default: "()"),
                .init("values", "counts by name", .keywords),
            ]
        ) { _, arguments in
            let dict = DictValue()
            dict.sort = counter
            if let source = arguments.positional.first, !source.isNone { try Counting.add(source, to: dict) }
            for (name, value) in arguments.keywords { dict.setString(name, value) }
            return .dict(dict)
        },
        methods: Counting.methods, missing: .int(0), combine: Counting.combine
    ) { dict in
        if dict.count == 0 { return "Counter()" }
        // Counts that cannot be compared leave the order of insertion.
        let pairs = (try? Counting.ranked(dict)) ?? dict.pairs
        return "Counter(\(try Operations.braces(pairs)))"
    }
}

/// What a `Counter` does beyond a dict.
enum Counting {
    /// Counts the elements of an iterable, or adds another Counter's counts; `sign` -1 takes them away.
    static func add(_ source: Value, to dict: DictValue, sign: Int = 1) throws {
        if case .dict(let other) = source {
            for (key, value) in other.pairs {
                try dict.set(
                    key, Operations.binary(sign < 0 ? .subtract : .add, dict.get(key) ?? .int(0), value))
            }
            return
        }
        let iterator = try Operations.iterator(source)
        while let next = try iterator.next() {
            let hash = try Operations.hash(next)
            if let place = try dict.table.find(next, hash: hash) {
                if case .int(let count) = dict.table[place] {
                    dict.table[place] = .int(count &+ sign)
                } else {
                    dict.table[place] = try Operations.binary(.add, dict.table[place], .int(sign))
                }
            } else {
                try dict.table.set(next, .int(sign), hash: hash)
            }
        }
    }

    /// The pairs, the most frequent first.
    static func ranked(_ dict: DictValue) throws -> [(key: Value, value: Value)] {
        let pairs = dict.pairs
        return try Sorting.order(pairs.map(\.value), reverse: true).map { pairs[$0] }
    }

    /// `a + b`, `a - b`, `a & b`, `a | b`: only counts above zero stay.
    static func combine(_ operation: BinaryOperator, _ x: DictValue, _ y: DictValue) throws -> Value? {
        guard [.add, .subtract, .and, .or].contains(operation) else { return nil }
        let result = DictValue()
        result.sort = DictKind.counter
        for key in x.pairs.map(\.key) + (try y.pairs.map(\.key).filter { try x.get($0) == nil }) {
            let (a, b) = (try x.get(key) ?? .int(0), try y.get(key) ?? .int(0))
            let count: Value
            switch operation {
            case .and: count = try Operations.ordered(.less, a, b) ? a : b
            case .or: count = try Operations.ordered(.less, a, b) ? b : a
            default: count = try Operations.binary(operation, a, b)
            }
            if try Operations.ordered(.greater, count, .int(0)) { try result.set(key, count) }
        }
        return .dict(result)
    }

    private static func change(_ name: String, _ summary: String, sign: Int) -> Builtin {
        Builtin(
            name, group: "methods", summary: summary,
            raw: [
                .init("self", "the counter", .positionalOnly),
                .init("iterable", "what to count", default: "()"),
                .init("values", "counts by name", .keywords),
            ]
        ) { _, arguments in
            let dict = try DictMethods.dict(arguments.positional.first ?? .none)
            if arguments.positional.count > 1 { try add(arguments.positional[1], to: dict, sign: sign) }
            if !arguments.keywords.isEmpty {
                try add(.dict(arguments.keywords.map { ($0.name, $0.value) }), to: dict, sign: sign)
            }
            return .none
        }
    }

    static let methods: [Builtin] = [
        change("update", "Counts further elements.", sign: 1),
        change("subtract", "Takes elements away.", sign: -1),
        Method.make("most_common", ["n=None"], "The pairs, the most frequent first.") { value, arguments, _ in
            let pairs = try ranked(DictMethods.dict(value)).map { Value.tuple([$0.key, $0.value]) }
            guard let limit = arguments[0], !limit.isNone else { return .list(pairs) }
            return .list(Array(pairs.prefix(max(0, try Operations.requireIndex(limit)))))
        },
        Method.make("elements", [], "Each element as often as it was counted.") { value, _, _ in
            var result: [Value] = []
            for (key, count) in try DictMethods.dict(value).pairs {
                let count = max(0, try Operations.requireIndex(count))
                try Limits.check(elements: result.count + count)
                result.append(contentsOf: repeatElement(key, count: count))
            }
            return .object(ArrayIterator(result))
        },
        Method.make("total", [], "The sum of the counts.") { value, _, _ in
            try DictMethods.dict(value).pairs.reduce(.int(0)) { try Operations.binary(.add, $0, $1.value) }
        },
    ]
}
