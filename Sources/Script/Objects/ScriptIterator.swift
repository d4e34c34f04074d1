/// What a `for` loop pulls from; itself a value (`iter(x)`, `enumerate(x)`, a generator expression).
open class ScriptIterator: ScriptObject {
    public init() {}

    /// The next value, nil at the end.
    open func next() throws -> Value? { nil }

    open var typeName: String { "iterator" }
    open func repr() throws -> String { "<\(typeName) object>" }
    public func iterate() throws -> ScriptIterator { self }
}

/// An iterator from a closure.
public final class ClosureIterator: ScriptIterator {
    private let name: String
    private let body: () throws -> Value?

    public init(_ typeName: String = "iterator", _ body: @escaping () throws -> Value?) {
        name = typeName
        self.body = body
    }

    public override func next() throws -> Value? { try body() }
    public override var typeName: String { name }
}

final class ArrayIterator: ScriptIterator {
    let elements: [Value]
    var position = 0

    init(_ elements: [Value]) { self.elements = elements }

    override func next() throws -> Value? {
        guard position < elements.count else { return nil }
        position += 1
        return elements[position - 1]
    }
    override var typeName: String { "tuple_iterator" }
}

/// Sees what the loop body appends, as in Python.
final class ListIterator: ScriptIterator {
    let list: ListValue
    var position = 0

    init(_ list: ListValue) { self.list = list }

    override func next() throws -> Value? {
        guard position < list.elements.count else { return nil }
        position += 1
        return list.elements[position - 1]
    }
    override var typeName: String { "list_iterator" }
}

final class RangeIterator: ScriptIterator {
    let range: RangeValue
    var position = 0

    init(_ range: RangeValue) { self.range = range }

    override func next() throws -> Value? {
        guard position < range.count else { return nil }
        position += 1
        return .int(range[position - 1])
    }
    override var typeName: String { "range_iterator" }
}

final class TextIterator: ScriptIterator {
    let text: ScriptText
    var offset = 0

    init(_ text: ScriptText) { self.text = text }

    override func next() throws -> Value? {
        guard offset < text.bytes.count else { return nil }
        let width = ScriptText.width(text.bytes[offset])
        let start = offset
        offset += width
        return .str(text.piece(start, start + width))
    }
    override var typeName: String { "str_iterator" }
}

final class TableIterator: ScriptIterator {
    enum Part { case keys, values, items }
    let owner: any TableOwner
    let part: Part
    var position = 0
    let version: Int

    init(_ owner: any TableOwner, _ part: Part) {
        self.owner = owner
        self.part = part
        version = owner.table.version
    }

    override func next() throws -> Value? {
        if owner.table.version != version {
            throw ScriptError(
                "RuntimeError", "\(owner.kind) changed size during iteration",
                hint: "loop over a copy: for … in list(…)")
        }
        while position < owner.table.entries.count {
            let entry = owner.table.entries[position]
            position += 1
            guard entry.isLive else { continue }
            switch part {
            case .keys: return entry.key
            case .values: return entry.value
            case .items: return .tuple([entry.key, entry.value])
            }
        }
        return nil
    }
    override var typeName: String { "\(owner.kind)_iterator" }
}
