import Language

/// `collections.deque`: a row that grows and shrinks at both ends.
final class Deque: Restorable {
    // The first elements lie in `front`, the last of them foremost; so both ends are ends of an array.
    private var front: [Value] = []
    private var back: [Value] = []
    let limit: Int?

    init(_ elements: [Value], limit: Int?) {
        self.limit = limit
        back = limit.map { Array(elements.suffix($0)) } ?? elements
    }

    var count: Int { front.count + back.count }
    var elements: [Value] { front.reversed() + back }

    deinit {
        let row = front + back
        guard Disposal.isDeep(row) else { return }
        (front, back) = ([], [])
        Disposal.free(row)
    }

    func append(_ value: Value) throws {
        try Limits.check(elements: count + 1)
        back.append(value)
        if let limit, count > limit { _ = try popFirst() }
    }

    func prepend(_ value: Value) throws {
        try Limits.check(elements: count + 1)
        front.append(value)
        if let limit, count > limit { _ = try popLast() }
    }

    func popFirst() throws -> Value {
        if front.isEmpty {
            // Half of the row moves over, so that a pop costs the same wherever the elements lie.
            let half = (back.count + 1) / 2
            front = back[..<half].reversed()
            back.removeFirst(half)
        }
        guard let value = front.popLast() else { throw ScriptError("IndexError", "pop from an empty deque") }
        return value
    }

    func popLast() throws -> Value {
        if back.isEmpty {
            let half = (front.count + 1) / 2
            back = front[..<half].reversed()
            front.removeFirst(half)
        }
        guard let value = back.popLast() else { throw ScriptError("IndexError", "pop from an empty deque") }
        return value
    }

    fileprivate func replace(_ elements: [Value]) { (front, back) = ([], elements) }

    private func position(_ index: Value) throws -> Int {
        guard let number = try Operations.index(index) else {
            throw ScriptError(
                "TypeError", "sequence index must be integer, not '\(index.typeName)'",
                hint: { if case .slice = index { return "list(d)[…] takes slices" } else { return nil } }())
        }
        let place = number < 0 ? number &+ count : number
        guard place >= 0, place < count else { throw ScriptError("IndexError", "deque index out of range") }
        return place
    }

    // MARK: As a value

    var typeName: String { "deque" }
    package var scriptClass: ScriptClass? { Deque.type }
    func repr() throws -> String {
        let state = NestingDepth.current
        let identity = Int(bitPattern: Unmanaged.passUnretained(self).toOpaque())
        if state.printing.contains(identity) { return "deque([...])" }
        state.printing.append(identity)
        defer { state.printing.removeLast() }
        let body = try Operations.nested { try Value.list(elements).repr() }
        return "deque(" + body + (limit.map { ", maxlen=\($0)" } ?? "") + ")"
    }
    func length() throws -> Int { count }
    func truth() throws -> Bool { count > 0 }
    func iterate() throws -> ScriptIterator {
        let size = count
        return StatefulIterator("_collections._deque_iterator", 0, holding: { [self] _ in [.object(self)] }) {
            [self] walk in
            if count != size { throw ScriptError("RuntimeError", "deque mutated during iteration") }
            guard walk.state < size else { return nil }
            walk.state += 1
            return element(walk.state - 1)
        }
    }
    func record(in snapshot: Snapshot) {
        let (front, back) = (front, back)
        snapshot.record(self, parts: front + back) {
            (self.front, self.back) = (front, back)
        } change: { [self] in
            Snapshot.difference(front.reversed() + back, elements, "element")
        }
    }
    private func element(_ place: Int) -> Value {
        place < front.count ? front[front.count - 1 - place] : back[place - front.count]
    }
    func getItem(_ index: Value) throws -> Value { element(try position(index)) }
    func setItem(_ index: Value, _ value: Value) throws {
        let place = try position(index)
        if place < front.count {
            front[front.count - 1 - place] = value
        } else {
            back[place - front.count] = value
        }
    }
    func deleteItem(_ index: Value) throws {
        var row = elements
        row.remove(at: try position(index))
        replace(row)
    }
    func compare(_ operation: ComparisonOperator, _ other: Value) throws -> Value? {
        guard case .object(let object) = other, let other = object as? Deque else { return nil }
        return try Operations.compare(operation, .list(elements), .list(other.elements))
    }
    func binary(_ operation: BinaryOperator, _ other: Value, reflected: Bool) throws -> Value? {
        if operation == .add, !reflected, case .object(let object) = other, let other = object as? Deque {
            return .object(Deque(elements + other.elements, limit: limit))
        }
        if operation == .multiply, let times = try Operations.index(other),
            case .list(let row) = try Operations.binary(.multiply, .list(elements), .int(times))
        {
            return .object(Deque(row.elements, limit: limit))
        }
        return nil
    }
    func inPlace(_ operation: BinaryOperator, _ other: Value) throws -> Value? {
        guard operation == .add else { return nil }
        for value in try Operations.array(other) { try append(value) }
        return .object(self)
    }
    func hash() throws -> Int { throw ScriptError("TypeError", "unhashable type: 'collections.deque'") }
    func getAttribute(_ name: String) throws -> Value? {
        name == "maxlen" ? limit.map(Value.int) ?? Value.none : nil
    }
    func copied(_ memo: CopyMemo?) throws -> any ScriptObject {
        let copy = Deque([], limit: limit)
        memo?.remember(self, .object(copy))
        copy.replace(try memo.map { try elements.map($0.copy) } ?? elements)
        return copy
    }

    static let type = ScriptClass("deque", of: "collections", methods: methods, isInstance: { $0 is Deque }) {
        arguments, _ in
        let limit = arguments.positional.count > 1 ? arguments.positional[1] : arguments.keyword("maxlen")
        let size = try limit.flatMap { $0.isNone ? nil : try Operations.requireIndex($0) }
        if let size, size < 0 { throw ScriptError("ValueError", "maxlen must be non-negative") }
        let source = arguments.positional.first ?? arguments.keyword("iterable")
        return Deque(try source.map { try Operations.array($0) } ?? [], limit: size)
    }

    private static func method(
        _ name: String, _ parameters: [String], _ summary: String,
        _ body: @escaping (Deque, [Value?]) throws -> Value?
    ) -> Builtin {
        Method.of(Deque.self, name, parameters, summary) { deque, arguments, _ in
            try body(deque, arguments) ?? .none
        }
    }

    private static let methods: [Builtin] = [
        method("append", ["x"], "Adds an element at the end.") {
            try $0.append($1[0] ?? .none); return nil
        },
        method("appendleft", ["x"], "Adds an element at the start.") {
            try $0.prepend($1[0] ?? .none); return nil
        },
        method("pop", [], "Takes the last element out.") { deque, _ in try deque.popLast() },
        method("popleft", [], "Takes the first element out.") { deque, _ in try deque.popFirst() },
        method("extend", ["iterable"], "Adds elements at the end.") { deque, arguments in
            for value in try Operations.array(arguments[0] ?? .none) { try deque.append(value) }
            return nil
        },
        method("extendleft", ["iterable"], "Adds elements at the start, one before the other.") {
            deque, arguments in
            for value in try Operations.array(arguments[0] ?? .none) { try deque.prepend(value) }
            return nil
        },
        method("rotate", ["n=1"], "Moves elements from the end to the start.") { deque, arguments in
            let row = deque.elements
            guard row.count > 1 else { return nil }
            let steps = try arguments[0].map { try Operations.requireIndex($0) } ?? 1
            let cut = ((-(steps % row.count)) % row.count + row.count) % row.count
            deque.replace(Array(row[cut...] + row[..<cut]))
            return nil
        },
        method("clear", [], "Takes everything out.") { deque, _ in
            deque.replace([]); return nil
        },
        method("reverse", [], "Turns the order around.") { deque, _ in
            deque.replace(deque.elements.reversed()); return nil
        },
        method("copy", [], "A new deque with the same elements.") { deque, _ in .object(try deque.copied(nil))
        },
        method("count", ["x"], "How often an element occurs.") { deque, arguments in
            .int(
                try deque.elements.filter { try Operations.identicalOrEqual($0, arguments[0] ?? .none) }.count
            )
        },
        method("index", ["x"], "Where an element first stands.") { deque, arguments in
            let wanted = arguments[0] ?? .none
            if let place = try deque.elements.firstIndex(where: {
                try Operations.identicalOrEqual($0, wanted)
            }) {
                return .int(place)
            }
            throw ScriptError("ValueError", "\(try wanted.repr()) is not in deque")
        },
        method("remove", ["value"], "Takes the first such element out.") { deque, arguments in
            var row = deque.elements
            guard
                let place = try row.firstIndex(where: {
                    try Operations.identicalOrEqual($0, arguments[0] ?? .none)
                })
            else { throw ScriptError("ValueError", "deque.remove(x): x not in deque") }
            row.remove(at: place)
            deque.replace(row)
            return nil
        },
        method("insert", ["i", "x"], "Adds an element before a place.") { deque, arguments in
            if let limit = deque.limit, deque.count >= limit {
                throw ScriptError("IndexError", "deque already at its maximum size")
            }
            let list = ListValue(deque.elements)
            let index = try Operations.requireIndex(arguments[0] ?? .none)
            let place = index < 0 ? max(0, index &+ list.elements.count) : min(index, list.elements.count)
            list.elements.insert(arguments[1] ?? .none, at: place)
            deque.replace(list.elements)
            return nil
        },
    ]
}
