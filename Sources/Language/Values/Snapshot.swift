/// An object of a library that can be put back as it was.
public protocol Restorable: ScriptObject {
    /// Hands the snapshot what brings this object back, and the values that it holds.
    func record(in snapshot: Snapshot)
}

/// What a program's values were at one moment: every container, instance and restorable object that can be
/// reached, each recorded once.
///
/// Arrays and tables are shared with the values until one side changes, so that a snapshot costs little
/// beside the walk.
open class Snapshot {
    private struct Record {
        /// Held, so that its identity stays its own.
        let object: AnyObject
        let parts: [Value]
        let restore: () -> Void
        let change: () throws -> String?
    }

    private var records: [ObjectIdentifier: Record] = [:]
    private var order: [ObjectIdentifier] = []
    private var pending: [Value] = []
    private var isWalking = false
    private let most: Int
    /// Whether the walk was broken off, so that the snapshot must not be used.
    public private(set) var isTooLarge = false

    /// - Parameter most: objects after which the walk is broken off.
    public init(most: Int = .max) { self.most = most }

    /// Objects that are recorded.
    public var count: Int { order.count }

    // MARK: Recording

    /// Records a value and all that it holds.
    public func visit(_ value: Value) { visit([value]) }

    public func visit(_ values: [Value]) {
        guard !isTooLarge else { return }
        pending += values.filter(\.holdsState)
        guard !isWalking else { return }
        isWalking = true
        defer { isWalking = false }
        while let next = pending.popLast() {
            if order.count > most {
                (isTooLarge, pending) = (true, [])
                return
            }
            walk(next)
        }
    }

    /// Records one object; false where it was recorded already.
    ///
    /// - Parameters:
    ///   - parts: values that it holds.
    ///   - restore: puts it back.
    ///   - change: says what is different now, nil where nothing is.
    @discardableResult
    public func record(
        _ object: AnyObject, parts: [Value] = [], restore: @escaping () -> Void,
        change: @escaping () throws -> String? = { nil }
    ) -> Bool {
        let key = ObjectIdentifier(object)
        guard records[key] == nil else { return false }
        let parts = parts.filter(\.holdsState)
        records[key] = Record(object: object, parts: parts, restore: restore, change: change)
        order.append(key)
        visit(parts)
        return true
    }

    public func hasRecorded(_ object: AnyObject) -> Bool { records[ObjectIdentifier(object)] != nil }

    private func walk(_ value: Value) {
        switch value {
        case .list(let list):
            let elements = list.elements
            record(list, parts: elements) {
                list.elements = elements
            } change: {
                Snapshot.difference(elements, list.elements, "element")
            }
        case .tuple(let tuple): record(tuple, parts: tuple.elements) {}
        case .dict(let dict):
            if let source = dict.source {
                record(dict, parts: source.holders) {}
                return
            }
            let table = dict.table
            record(dict, parts: table.values) {
                dict.source = nil
                dict.table = table
            } change: {
                Snapshot.difference(table, dict.table, "key")
            }
        case .set(let set):
            let table = set.table
            record(set, parts: table.values) {
                set.table = table
            } change: {
                Snapshot.difference(table, set.table, "element")
            }
        case .instance(let instance):
            let (type, attributes, native) = (instance.type, instance.attributes, instance.native)
            let shown = attributes.copied()
            let parts = [.type(type)] + attributes.parts + (native.map { [.object($0)] } ?? [])
            record(instance, parts: parts) {
                (instance.type, instance.attributes, instance.native) = (type, attributes, native)
            } change: {
                Snapshot.difference(shown, instance.attributes)
            }
        case .type(let type):
            // Classes of libraries are shared by all sessions and never change.
            guard type.isScript else { return }
            let (attributes, name, qualifiedName) = (type.attributes, type.name, type.qualifiedName)
            record(type, parts: attributes.values + type.bases.map(Value.type)) {
                type.restore(attributes, name: name, qualifiedName: qualifiedName)
            } change: {
                Snapshot.difference(attributes, type.attributes)
            }
        case .function(let function):
            for cell in function.cells {
                let value = cell.value
                record(cell, parts: value.map { [$0] } ?? []) { cell.value = value }
            }
            let (defaults, attributes) = (function.defaults, function.attributes)
            record(function, parts: defaults.compactMap { $0 } + attributes.parts) {
                (function.defaults, function.attributes) = (defaults, attributes)
            }
        case .boundMethod(let method): record(method, parts: [method.receiver, method.function]) {}
        case .module(let module):
            if let variables = module.variables {
                let all = variables.all
                record(module, parts: all.map(\.value)) {
                    variables.removeAll()
                    for (name, value) in all { variables[name] = value }
                }
                return
            }
            let members = module.members
            record(module, parts: members.parts) { module.restore(members) }
        case .object(let object): (object as? any Restorable)?.record(in: self)
        default: break
        }
    }

    // MARK: Going back

    /// Puts every recorded object back.
    open func restore() {
        for key in order { records[key]?.restore() }
    }

    /// What has changed in a value, or first in what it holds, since then; nil where nothing has.
    public func change(of value: Value) throws -> String? {
        var seen: Set<ObjectIdentifier> = []
        var row = [value][...]
        while let next = row.popFirst() {
            guard let key = next.identity, let record = records[key], seen.insert(key).inserted else {
                continue
            }
            if let change = try record.change() { return change }
            row += record.parts
        }
        return nil
    }

    /// Whether two values are one: equal numbers and texts, the same object otherwise. Asks no `__eq__`.
    public static func isSame(_ a: Value, _ b: Value) -> Bool {
        switch (a, b) {
        case (.none, .none), (.ellipsis, .ellipsis), (.notImplemented, .notImplemented): return true
        case (.bool(let a), .bool(let b)): return a == b
        case (.int(let a), .int(let b)): return a == b
        case (.float(let a), .float(let b)): return a == b || a.isNaN && b.isNaN
        case (.str(let a), .str(let b)): return a === b || a.bytes == b.bytes
        default: return a.identity != nil && a.identity == b.identity
        }
    }

    package static func difference(_ before: [Value], _ now: [Value], _ noun: String) -> String? {
        if before.count != now.count { return "\(before.count) → \(counted(now.count, noun))" }
        let changed = zip(before, now).reduce(0) { $0 + (isSame($1.0, $1.1) ? 0 : 1) }
        return changed == 0 ? nil : "\(changed) of \(counted(now.count, noun)) replaced"
    }

    private static func difference(_ before: HashTable, _ now: HashTable, _ noun: String) -> String? {
        if before.count != now.count { return "\(before.count) → \(counted(now.count, noun))" }
        return difference(before.values, now.values, noun).map { _ in
            "some of \(counted(now.count, noun)) replaced"
        }
    }

    private static func difference(_ before: AttributeTable, _ now: AttributeTable) -> String? {
        let new = now.symbols.filter { before[$0] == nil }, gone = before.symbols.filter { now[$0] == nil }
        let changed = before.symbols.filter { symbol in
            guard let a = before[symbol], let b = now[symbol] else { return false }
            return !isSame(a, b)
        }
        let words = [("new", new), ("gone", gone), ("changed", changed)].filter { !$0.1.isEmpty }.map {
            word, symbols in
            "\(word): " + symbols.prefix(4).map { "." + $0.name }.joined(separator: " ")
                + (symbols.count > 4 ? " …" : "")
        }
        return words.isEmpty ? nil : words.joined(separator: ", ")
    }

    private static func counted(_ count: Int, _ noun: String) -> String {
        "\(count) \(noun)\(count == 1 ? "" : "s")"
    }
}

extension Value {
    /// Whether there may be something in it that can change.
    fileprivate var holdsState: Bool {
        switch self {
        case .list, .tuple, .dict, .set, .instance, .type, .function, .boundMethod, .module, .object:
            return true
        default: return false
        }
    }

    /// What makes it one and the same, for values with an identity.
    fileprivate var identity: ObjectIdentifier? {
        switch self {
        case .list(let it): return ObjectIdentifier(it)
        case .tuple(let it): return ObjectIdentifier(it)
        case .dict(let it): return ObjectIdentifier(it)
        case .set(let it): return ObjectIdentifier(it)
        case .slice(let it): return ObjectIdentifier(it)
        case .range(let it): return ObjectIdentifier(it)
        case .function(let it): return ObjectIdentifier(it)
        case .boundMethod(let it): return ObjectIdentifier(it)
        case .type(let it): return ObjectIdentifier(it)
        case .instance(let it): return ObjectIdentifier(it)
        case .module(let it): return ObjectIdentifier(it)
        case .builtin(let it): return ObjectIdentifier(it)
        case .object(let it): return ObjectIdentifier(it)
        default: return nil
        }
    }
}

extension HashTable {
    /// Keys and values in order.
    fileprivate var values: [Value] { entries.flatMap { $0.isLive ? [$0.key, $0.value] : [] } }
}

extension AttributeTable {
    /// The dict where there is one, and what lies in the row.
    fileprivate var parts: [Value] { rowValues + (dict.map { [.dict($0)] } ?? []) }
}

extension ModuleValue {
    /// Puts the members back as they were; what the library has added since then stays.
    fileprivate func restore(_ before: AttributeTable) {
        let added = members.symbols.filter { provided.contains($0) }.compactMap { symbol in
            members[symbol].map { (symbol, $0) }
        }
        members = before
        for (symbol, value) in added where members[symbol] == nil { members.set(symbol, value) }
    }
}
