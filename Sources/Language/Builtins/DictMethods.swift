/// The methods of dicts.
package enum DictMethods {
    package static let make = Builtin(
        "dict", group: "types", summary: "A dict from pairs and keywords.",
        raw: [.init("pairs", "a dict or pairs", default: "()"), .init("values", "by name", .keywords)]
    ) { _, arguments in
        let dict = DictValue()
        if let source = arguments.positional.first { try update(dict, source) }
        for (name, value) in arguments.keywords { dict.setString(name, value) }
        return .dict(dict)
    }

    package static func update(_ dict: DictValue, _ source: Value) throws {
        if case .dict(let other) = source.plain {
            for (key, value) in other.pairs { try dict.set(key, value) }
            return
        }
        if case .object(let object) = source, object.attributeNames.contains("keys") {
            for key in try Operations.array(.object(object)) { try dict.set(key, object.getItem(key)) }
            return
        }
        if case .instance = source, let interpreter = Interpreter.current,
            let keys = try Operations.attribute(source, Symbol("keys"))
        {
            for key in try Operations.array(Operations.call(keys, Arguments(), interpreter)) {
                try dict.set(key, Operations.item(source, key))
            }
            return
        }
        for (index, pair) in try Operations.array(source).enumerated() {
            let parts = try Operations.array(pair)
            guard parts.count == 2 else {
                throw ScriptError(
                    "ValueError",
                    "dictionary update sequence element #\(index) has length \(parts.count); 2 is required")
            }
            try dict.set(parts[0], parts[1])
        }
    }

    package static func dict(_ value: Value) throws -> DictValue {
        guard case .dict(let dict) = value else {
            throw ScriptError("TypeError", "expected dict, not \(value.typeName)")
        }
        return dict
    }

    package static let all: [Builtin] = [
        Method.make(
            "get", ["key", "default=None"], "The value of a key, or a default.",
            oneArgument: { try dict($0).get($1) ?? .none }, twoArguments: { try dict($0).get($1) ?? $2 }
        ) { value, arguments, _ in
            try dict(value).get(arguments[0] ?? .none) ?? arguments[1] ?? .none
        },
        Method.make("keys", [], "The keys.") { value, _, _ in .object(DictView(try dict(value), .keys)) },
        Method.make("values", [], "The values.") { value, _, _ in .object(DictView(try dict(value), .values))
        },
        Method.make("items", [], "The pairs.") { value, _, _ in .object(DictView(try dict(value), .items)) },
        Method.make("pop", ["key", "default="], "Takes a key out and gives its value.") {
            value, arguments, _ in
            let dict = try dict(value)
            if let found = try dict.remove(arguments[0] ?? .none) { return found }
            if let other = arguments[1] { return other }
            throw Operations.missingKey(dict, arguments[0] ?? .none)
        },
        Method.make("popitem", [], "Takes the last pair out.") { value, _, _ in
            let dict = try dict(value)
            guard let last = dict.table.entries.last(where: \.isLive) else {
                throw Wording.missingKey(.string("popitem(): dictionary is empty"))
            }
            try dict.remove(last.key)
            return .tuple([last.key, last.value])
        },
        Method.make("setdefault", ["key", "default=None"], "The value of a key, set first if absent.") {
            value, arguments, _ in
            let dict = try dict(value)
            if let found = try dict.get(arguments[0] ?? .none) { return found }
            try dict.set(arguments[0] ?? .none, arguments[1] ?? .none)
            return arguments[1] ?? .none
        },
        Builtin(
            "update", group: "methods", summary: "Takes over pairs.",
            raw: [
                .init("self", "the dict", .positionalOnly), .init("pairs", "a dict or pairs", default: "()"),
                .init("values", "by name", .keywords),
            ]
        ) { _, arguments in
            let dict = try dict(arguments.positional.first ?? .none)
            if arguments.positional.count > 1 {
                try update(dict, arguments.positional[1])
            }
            for (name, value) in arguments.keywords { dict.setString(name, value) }
            return .none
        },
        Method.make("clear", [], "Takes everything out.") { value, _, _ in
            try dict(value).removeAll()
            return .none
        },
        Method.make("copy", [], "A new dict with the same pairs.") { value, _, _ in
            .dict(try dict(value).copied())
        },
        Builtin(
            "fromkeys", group: "methods", summary: "A dict with one value for all keys.",
            Parameter<Value>("iterable", "the keys"), Parameter<Value>("value", "for all", default: .none)
        ) { _, keys, value -> Value in
            let dict = DictValue()
            for key in try Operations.array(keys) { try dict.set(key, value) }
            return .dict(dict)
        },
    ]
}

/// `d.keys()`, `d.values()`, `d.items()`: live views.
final class DictView: Restorable {
    package let dict: DictValue
    let part: TableIterator.Part
    init(_ dict: DictValue, _ part: TableIterator.Part) {
        self.dict = dict
        self.part = part
    }
    var typeName: String {
        (dict.sort?.viewPrefix ?? "")
            + (part == .keys ? "dict_keys" : part == .values ? "dict_values" : "dict_items")
    }
    private func elements() throws -> [Value] { try Operations.array(.object(TableIterator(dict, part))) }
    package func repr() throws -> String { "\(typeName)(\(try Operations.repr(.list(elements()))))" }
    func length() throws -> Int { dict.count }
    func truth() throws -> Bool { dict.count > 0 }
    package func record(in snapshot: Snapshot) { snapshot.record(self, parts: [.dict(dict)]) {} }
    func iterate() throws -> ScriptIterator { TableIterator(dict, part) }
    func getAttribute(_ name: String) throws -> Value? {
        switch name {
        case "mapping": return .object(MappingProxy(dict))
        case "__iter__":
            return .builtin(
                Builtin("__iter__", group: "methods", summary: "An iterator.") { [self] _ -> Value in
                    .object(try iterate())
                })
        case "__len__":
            return .builtin(
                Builtin("__len__", group: "methods", summary: "The number of elements.") { [self] _ -> Int in
                    dict.count
                })
        default: return nil
        }
    }
    func contains(_ value: Value) throws -> Bool {
        if part == .keys { return try dict.get(value) != nil }
        return try elements().contains { try Operations.identicalOrEqual($0, value) }
    }
    func binary(_ operation: BinaryOperator, _ other: Value, reflected: Bool) throws -> Value? {
        guard part != .values, [.and, .or, .subtract, .exclusiveOr].contains(operation) else { return nil }
        let mine = Value.set(try SetValue(elements()))
        let others = Value.set(try SetValue(Operations.array(other)))
        return try Operations.binary(operation, reflected ? others : mine, reflected ? mine : others)
    }
    func isEqual(to other: Value) throws -> Bool {
        guard part != .values else {
            if case .object(let object) = other { return object === self }
            return false
        }
        switch other {
        case .set: return try Operations.equal(.set(SetValue(elements())), other)
        case .object(let object):
            guard let view = object as? DictView, view.part != .values else { return false }
            return try Operations.equal(.set(SetValue(elements())), .set(SetValue(view.elements())))
        default: return false
        }
    }
}
