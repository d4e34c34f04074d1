/// Where a dict or a set keeps its keys: in order of insertion, found by Python's hash and equality.
///
/// Entries lie in one row; an open-addressed index holds positions in that row. A removed entry stays as a
/// gap until the next growth.
package struct HashTable {
    struct Entry {
        package var hash: Int
        var isLive: Bool
        var key: Value
        var value: Value
    }

    private(set) var entries: [Entry] = []
    private(set) var count = 0
    /// Changes with every insertion and removal of a key.
    private(set) var version = 0
    private var index: [Int32] = []
    private var mask = 0

    @inline(__always)
    private static func scramble(_ hash: Int) -> Int {
        let mixed = UInt(bitPattern: hash) &* 0x9E37_79B9_7F4A_7C15
        return Int(truncatingIfNeeded: mixed >> 20)
    }

    /// Where the key is in the row, nil if absent.
    @inline(__always)
    package func find(_ key: Value, hash: Int) throws -> Int? {
        guard mask > 0 else { return nil }
        var slot = HashTable.scramble(hash) & mask
        while true {
            let position = Int(index[slot])
            if position < 0 { return nil }
            let matches: Bool? = entries.withUnsafeBufferPointer { buffer in
                guard buffer[position].hash == hash, buffer[position].isLive else { return false }
                switch (buffer[position].key, key) {
                case (.int(let a), .int(let b)): return a == b
                case (.str(let a), .str(let b)): return a == b
                default: return nil
                }
            }
            if let matches {
                if matches { return position }
            } else if try Operations.identicalOrEqual(entries[position].key, key) {
                return position
            }
            slot = (slot + 1) & mask
        }
    }

    package subscript(position: Int) -> Value {
        get { entries[position].value }
        _modify { yield &entries[position].value }
    }

    /// Sets the value of a key; a key that was there keeps its place.
    package mutating func set(_ key: Value, _ value: Value, hash: Int) throws {
        if let position = try find(key, hash: hash) {
            entries[position].value = value
            return
        }
        try append(key, value, hash: hash)
    }

    /// Adds a key that is known to be absent.
    mutating func append(_ key: Value, _ value: Value, hash: Int) throws {
        try Limits.check(elements: count + 1)
        if entries.count * 3 >= index.count * 2 { grow() }
        place(hash, entries.count)
        entries.append(Entry(hash: hash, isLive: true, key: key, value: value))
        count += 1
        version &+= 1
    }

    private mutating func place(_ hash: Int, _ position: Int) {
        var slot = HashTable.scramble(hash) & mask
        while index[slot] >= 0 { slot = (slot + 1) & mask }
        index[slot] = Int32(position)
    }

    private mutating func grow() {
        if count < entries.count { entries.removeAll { !$0.isLive } }
        var size = 8
        while size * 2 < (count + 1) * 5 { size *= 2 }
        index = [Int32](repeating: -1, count: size)
        mask = size - 1
        for (position, entry) in entries.enumerated() { place(entry.hash, position) }
    }

    /// Removes the entry at a position that `find` gave.
    package mutating func remove(at position: Int) -> (key: Value, value: Value) {
        let entry = entries[position]
        entries[position].isLive = false
        entries[position].key = .none
        entries[position].value = .none
        count -= 1
        version &+= 1
        if count == 0 { removeAll() } else { while entries.last?.isLive == false, trimmable { trim() } }
        return (entry.key, entry.value)
    }

    // A gap at the end must leave the index too, or a new entry at the same position would be found under two
    // hashes; rebuilding on every removal would be slow, so the row is trimmed only when half of it is gaps.
    private var trimmable: Bool { entries.count > 16 && count * 2 < entries.count }

    private mutating func trim() {
        entries.removeAll { !$0.isLive }
        index = []
        mask = 0
        grow()
    }

    package mutating func removeAll() {
        entries = []
        index = []
        mask = 0
        count = 0
        version &+= 1
    }
}

/// A dict or a set, for what iterates over either.
protocol TableOwner: AnyObject {
    var table: HashTable { get }
    var kind: String { get }
    var asValue: Value { get }
}

/// What a dict shows and changes where it is a live view: the variables of a program, the parameters of a
/// module.
public protocol DictSource: AnyObject {
    /// What there is now, in order.
    var pairs: [(key: Value, value: Value)] { get }
    func get(_ key: Value) throws -> Value?
    /// - Throws: TypeError for a key or a value that cannot be there.
    func set(_ key: Value, _ value: Value) throws
    /// The value that was there, nil where none was.
    func remove(_ key: Value) throws -> Value?
    /// Values that bring along, in a snapshot, what the view can change.
    var holders: [Value] { get }
}

extension DictSource {
    public func get(_ key: Value) throws -> Value? {
        pairs.first { Snapshot.isSame($0.key, key) }?.value
    }
    public var holders: [Value] { [] }
}

/// A dict: insertion-ordered, shared by all its holders.
///
/// With a `source` it is a live view: every look asks the source, every change is made there.
public final class DictValue: TableOwner {
    var asValue: Value { .dict(self) }
    /// The pairs; of a view the keys alone, as they were last seen: what a program has deleted is not kept
    /// alive.
    private var stored = HashTable()
    /// What the dict is a view of; nil for a dict that holds its pairs itself.
    public internal(set) var source: (any DictSource)?

    /// The pairs, those of the source as they are now. Changes of a view go through the methods below.
    package var table: HashTable {
        @inline(__always) _read {
            if let source { yield shown(source.pairs) } else { yield stored }
        }
        @inline(__always) _modify { yield &stored }
    }

    var kind: String { "dictionary" }
    /// What a missing key creates (`collections.defaultdict`), with the callable behind it.
    package var makeMissing: Value?
    /// What it is where it is more than a dict: `defaultdict`, `Counter`, `OrderedDict`.
    package var sort: DictKind?

    public init() { source = nil }

    /// A live view.
    public init(viewOf source: any DictSource) { self.source = source }

    /// Becomes a live view for all who hold it: its pairs are the source's from now on.
    public func become(viewOf source: any DictSource) { self.source = source }

    public var count: Int { source?.pairs.count ?? stored.count }

    /// - Throws: TypeError for a key that cannot be hashed.
    public func get(_ key: Value) throws -> Value? {
        let hash = try Operations.hash(key)
        if let source { return try source.get(key) }
        guard let position = try stored.find(key, hash: hash) else { return nil }
        return stored[position]
    }

    /// - Throws: TypeError for a key that cannot be hashed, what the source of a view throws.
    public func set(_ key: Value, _ value: Value) throws {
        let hash = try Operations.hash(key)
        if let source { return try source.set(key, value) }
        try stored.set(key, value, hash: hash)
    }

    /// The value that was there.
    @discardableResult
    public func remove(_ key: Value) throws -> Value? {
        let hash = try Operations.hash(key)
        if let source { return try source.remove(key) }
        guard let position = try stored.find(key, hash: hash) else { return nil }
        return stored.remove(at: position).value
    }

    package func removeAll() throws {
        guard let source else { return stored.removeAll() }
        for (key, _) in source.pairs { _ = try source.remove(key) }
    }

    /// The pairs in order of insertion.
    public var pairs: [(key: Value, value: Value)] {
        source?.pairs ?? stored.entries.compactMap { $0.isLive ? ($0.key, $0.value) : nil }
    }

    /// What the source has now; the version changes only with the keys, as an iteration expects.
    private func shown(_ now: [(key: Value, value: Value)]) -> HashTable {
        let isSame =
            now.count == stored.count
            && zip(now, stored.entries).allSatisfy { Snapshot.isSame($0.key, $1.key) }
        if !isSame {
            stored.removeAll()
            for (key, _) in now {
                if let hash = try? Operations.hash(key) { try? stored.append(key, .none, hash: hash) }
            }
        }
        var table = stored
        if table.count == now.count {
            for (position, pair) in now.enumerated() { table[position] = pair.value }
        }
        return table
    }

    public func string(_ name: String) -> Value? { try? get(.string(name)) }

    /// Strings always hash, so this cannot fail short of the size limit.
    public func setString(_ name: String, _ value: Value) { try? set(.string(name), value) }

    deinit {
        let row = stored.entries.filter { $0.value.holdsOthers || $0.key.holdsOthers }.flatMap {
            [$0.key, $0.value]
        }
        if row.isEmpty { return }
        stored.removeAll()
        Disposal.free(row)
    }
}

/// A set or a frozenset.
public final class SetValue: TableOwner {
    var asValue: Value { .set(self) }
    package var table = HashTable()
    var kind: String { "set" }
    public let isFrozen: Bool

    public init(isFrozen: Bool = false) { self.isFrozen = isFrozen }

    public init(_ elements: [Value], isFrozen: Bool = false) throws {
        self.isFrozen = isFrozen
        for element in elements { try insert(element) }
    }

    public var count: Int { table.count }

    public var elements: [Value] { table.entries.compactMap { $0.isLive ? $0.key : nil } }

    public func contains(_ key: Value) throws -> Bool {
        try table.find(key, hash: Operations.hash(key)) != nil
    }

    public func insert(_ key: Value) throws {
        let hash = try Operations.hash(key)
        if try table.find(key, hash: hash) == nil { try table.append(key, .none, hash: hash) }
    }

    /// Whether it was there.
    @discardableResult
    public func remove(_ key: Value) throws -> Bool {
        guard let position = try table.find(key, hash: Operations.hash(key)) else { return false }
        _ = table.remove(at: position)
        return true
    }
}
