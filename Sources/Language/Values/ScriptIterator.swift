/// What a `for` loop pulls from; itself a value (`iter(x)`, `enumerate(x)`, a generator expression).
///
/// An iterator is read on by whoever has it, so going back has to know where it stood: each says in
/// `record(in:)` what it has to put back, and what it holds.
open class ScriptIterator: Restorable {
    public init() {}

    /// The next value, nil at the end.
    open func next() throws -> Value? { nil }

    // MARK: What generators can besides

    /// Goes on with what the `yield` at which it stands gives.
    /// - Throws: AttributeError where nothing can be sent.
    open func send(_ value: Value) throws -> Value? {
        throw Wording.noAttribute(typeName, "send", candidates: [])
    }

    /// Raises an error where the iterator stands, and goes on to the next value; an iterator that cannot
    /// throws it.
    open func raise(_ error: ScriptError) throws -> Value? { throw error }

    /// Ends it early.
    open func close() throws {}

    /// What it has given back at its end (`return` in a generator), for the first who asks.
    open func takeReturned() -> Value { .none }

    /// The StopIteration with which it ends for a program.
    package func stop() throws -> Value {
        var error = ScriptError("StopIteration", "")
        let value = takeReturned()
        if !value.isNone {
            error.exception = ExceptionTypes.make(ExceptionTypes.type("StopIteration"), [value])
        }
        throw error
    }

    // MARK: As an object

    open var scriptClass: ScriptClass? { nil }
    open func getAttribute(_ name: String) throws -> Value? {
        switch name {
        case "__iter__":
            return .builtin(
                Builtin("__iter__", group: "methods", summary: "The iterator itself.") { [self] _ -> Value in
                    .object(self)
                })
        case "__next__":
            return .builtin(
                Builtin("__next__", group: "methods", summary: "The next value.") { [self] _ -> Value in
                    try next() ?? stop()
                })
        default: return nil
        }
    }
    open var attributeNames: [String] { [] }
    open func copied(_ memo: CopyMemo?) throws -> any ScriptObject { throw CopyMemo.unavailable(typeName) }
    open func enter() throws -> Value {
        throw ScriptError(
            "TypeError", "'\(typeName)' object does not support the context manager protocol")
    }
    open func exit(_ error: ScriptError?) throws -> Bool { false }
    open var typeName: String { "iterator" }
    open func repr() throws -> String { "<\(typeName) object>" }
    public func iterate() throws -> ScriptIterator { self }

    /// What is told of an iterator that stands elsewhere than before.
    static let wasReadOn = "was read on"

    /// Records where the iterator stands. One that does not override this has no place of its own.
    open func record(in snapshot: Snapshot) { snapshot.record(self) {} }
}

/// An iterator from a closure and the state that the closure changes.
///
/// What changes from one element to the next is in `state`, and not in variables of the closure, so that a
/// snapshot can put it back.
public final class StatefulIterator<State>: ScriptIterator {
    private let name: String
    private let parts: (State) -> [Value]
    private let body: (StatefulIterator) throws -> Value?
    public var state: State
    /// How often an element was asked for.
    private var reads = 0

    /// - Parameters:
    ///   - state: where the iterator begins.
    ///   - parts: values that it holds: iterators that it pulls from, functions that it calls.
    ///   - body: gives the next element, nil at the end. It reads and writes the iterator's `state`; a
    ///     program's function that it calls may pull from the same iterator.
    public init(
        _ typeName: String, _ state: State, holding parts: @escaping (State) -> [Value] = { _ in [] },
        _ body: @escaping (StatefulIterator) throws -> Value?
    ) {
        (name, self.state, self.parts, self.body) = (typeName, state, parts, body)
    }

    public override func next() throws -> Value? {
        reads &+= 1
        return try body(self)
    }
    public override var typeName: String { name }

    public override func record(in snapshot: Snapshot) {
        let (state, reads) = (state, reads)
        snapshot.record(self, parts: parts(state)) {
            (self.state, self.reads) = (state, reads)
        } change: {
            self.reads == reads ? nil : ScriptIterator.wasReadOn
        }
    }
}

package final class ArrayIterator: ScriptIterator {
    let elements: [Value]
    var position = 0

    package init(_ elements: [Value]) { self.elements = elements }

    package override func next() throws -> Value? {
        guard position < elements.count else { return nil }
        position += 1
        return elements[position - 1]
    }
    package override var typeName: String { "tuple_iterator" }
    package override func record(in snapshot: Snapshot) {
        let position = position
        snapshot.record(self, parts: elements) {
            self.position = position
        } change: {
            self.position == position ? nil : ScriptIterator.wasReadOn
        }
    }
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
    package override func record(in snapshot: Snapshot) {
        let position = position
        snapshot.record(self, parts: [.list(list)]) {
            self.position = position
        } change: {
            self.position == position ? nil : ScriptIterator.wasReadOn
        }
    }
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
    package override func record(in snapshot: Snapshot) {
        let position = position
        snapshot.record(self) {
            self.position = position
        } change: {
            self.position == position ? nil : ScriptIterator.wasReadOn
        }
    }
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
    package override func record(in snapshot: Snapshot) {
        let offset = offset
        snapshot.record(self) {
            self.offset = offset
        } change: {
            self.offset == offset ? nil : ScriptIterator.wasReadOn
        }
    }
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
    package override func record(in snapshot: Snapshot) {
        let position = position
        snapshot.record(self, parts: [owner.asValue]) {
            self.position = position
        } change: {
            self.position == position ? nil : ScriptIterator.wasReadOn
        }
    }
}
