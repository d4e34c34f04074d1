/// One variable of a program, found once when the program is compiled.
final class GlobalCell {
    package let name: String
    var value: Value?
    /// Makes the value when it is first asked for.
    fileprivate var maker: (() -> Value?)?
    /// The name as the key of `globals()`.
    private(set) lazy var key = Value.string(name)
    init(_ name: String) { self.name = name }

    /// The value, made now if nobody has asked for it before.
    func read() -> Value? {
        if let value { return value }
        guard let maker else { return nil }
        self.maker = nil
        value = maker()
        return value
    }
}

/// The variables of a program, in the order in which they first got a value.
public final class Globals {
    private var cells: [String: GlobalCell] = [:]
    private var order: [GlobalCell] = []

    public init() {}

    func cell(_ name: String) -> GlobalCell {
        if let cell = cells[name] { return cell }
        let cell = GlobalCell(name)
        cells[name] = cell
        order.append(cell)
        return cell
    }

    /// Nil where there is no such variable; setting nil deletes it.
    public subscript(name: String) -> Value? {
        get { cells[name]?.read() }
        set {
            if newValue == nil && cells[name] == nil { return }
            let cell = cell(name)
            (cell.value, cell.maker) = (newValue, nil)
        }
    }

    /// Has a variable's value made when it is first asked for; nil leaves it without one.
    public func provide(_ name: String, _ make: @escaping () -> Value?) {
        let cell = cell(name)
        (cell.value, cell.maker) = (nil, make)
    }

    /// Names of variables that have a value, or will have one when asked.
    public var names: [String] {
        order.compactMap { $0.value == nil && $0.maker == nil ? nil : $0.name }
    }

    public var all: [(name: String, value: Value)] {
        order.compactMap { cell in cell.read().map { (cell.name, $0) } }
    }

    public func removeAll() {
        for cell in order { (cell.value, cell.maker) = (nil, nil) }
    }

    private weak var view: DictValue?

    /// The variables as a dict, live: what `globals()` gives.
    var dictionary: DictValue {
        if let view { return view }
        let made = DictValue(viewOf: self)
        view = made
        return made
    }
}

extension Globals: DictSource {
    public var pairs: [(key: Value, value: Value)] {
        order.compactMap { cell in cell.read().map { (cell.key, $0) } }
    }

    public func get(_ key: Value) throws -> Value? { key.text.flatMap { self[$0] } }

    public func set(_ key: Value, _ value: Value) throws {
        guard let name = key.text else {
            throw ScriptError("TypeError", "a variable's name must be a str, not \(key.typeName)")
        }
        self[name] = value
    }

    public func remove(_ key: Value) throws -> Value? {
        guard let name = key.text, let value = self[name] else { return nil }
        self[name] = nil
        return value
    }
}

/// The local variables of all running calls, in one row of memory.
final class ValueStack {
    private static let capacity = 1 << 20
    private let base: UnsafeMutablePointer<Value?>
    private(set) var top = 0

    init() {
        // Untouched pages cost nothing: only what calls really use is ever paged in.
        base = UnsafeMutablePointer<Value?>.allocate(capacity: ValueStack.capacity)
    }

    deinit {
        release(to: 0)
        base.deallocate()
    }

    /// Room for a call's variables, all unset.
    /// - Throws: RecursionError where the row is full.
    @inline(__always)
    func reserve(_ count: Int) throws -> UnsafeMutablePointer<Value?> {
        if top + count > ValueStack.capacity { throw Wording.tooDeep() }
        let slots = base + top
        slots.initialize(repeating: nil, count: count)
        top += count
        return slots
    }

    @inline(__always)
    func release(to mark: Int) {
        guard top > mark else { return }
        var slot = base + top
        let end = base + mark
        while slot > end {
            slot -= 1
            slot.deinitialize(count: 1)
        }
        top = mark
    }
}

/// One running call. The frame of a call that ended serves the next call at its depth; nothing but a
/// generator keeps one.
final class Frame {
    unowned(unsafe) let interpreter: Interpreter
    var slots: UnsafeMutablePointer<Value?>
    // Whoever runs the frame holds the code, and with it the source and the class.
    unowned(unsafe) var source: Source
    /// Variables that inner functions share.
    var cells: [ClosureCell] = []
    /// Variables shared with outer functions.
    package var free: [ClosureCell] = []
    var result: Value = .none
    /// The class whose method this is, for `super()`.
    unowned(unsafe) var owner: ScriptClass?
    /// What the frame belongs to where it is a generator's. Its parts that every statement asks for lie
    /// here too, where they are reached without holding it.
    unowned(unsafe) var coroutine: Coroutine?
    /// How far each statement with a `yield` has come.
    var stages = Frame.noStages
    /// What the loops with a `yield` walk along.
    var iterators = Frame.noIterators
    /// The interpreter, for those who ask it at every turn: a look at it holds nothing.
    let home: Unmanaged<Interpreter>
    /// What the `yield` at which it stands gives, and whether it raises instead.
    var sent = Value.none
    var isThrowing = false

    nonisolated(unsafe) private static let noStages = UnsafeMutablePointer<Int>.allocate(capacity: 1)
    nonisolated(unsafe) private static let noIterators =
        UnsafeMutablePointer<Unmanaged<ScriptIterator>?>.allocate(capacity: 1)

    @inline(__always)
    init(interpreter: Interpreter, slots: UnsafeMutablePointer<Value?>, source: Source) {
        self.interpreter = interpreter
        home = Unmanaged.passUnretained(interpreter)
        self.slots = slots
        self.source = source
    }

    func makeCells(_ count: Int) {
        for _ in 0..<count { cells.append(ClosureCell()) }
    }
}
