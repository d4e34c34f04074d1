/// Where a dict or a set keeps its keys: in order of insertion, found by Python's hash and equality.
///
/// Entries lie in one row; an open-addressed index holds positions in that row. A removed entry stays as a gap until
/// the next growth.
struct HashTable {
    struct Entry {
        var hash: Int
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
    func find(_ key: Value, hash: Int) throws -> Int? {
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

    subscript(position: Int) -> Value {
        get { entries[position].value }
        _modify { yield &entries[position].value }
    }

    /// Sets the value of a key; a key that was there keeps its place.
    mutating func set(_ key: Value, _ value: Value, hash: Int) throws {
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
    mutating func remove(at position: Int) -> (key: Value, value: Value) {
        let entry = entries[position]
        entries[position].isLive = false
        entries[position].key = .none
        entries[position].value = .none
        count -= 1
        version &+= 1
        if count == 0 { removeAll() } else { while entries.last?.isLive == false, trimmable { trim() } }
        return (entry.key, entry.value)
    }

    // A gap at the end must leave the index too, or a new entry at the same position would be found under two hashes;
    // rebuilding on every removal would be slow, so the row is trimmed only when half of it is gaps.
    private var trimmable: Bool { entries.count > 16 && count * 2 < entries.count }

    private mutating func trim() {
        entries.removeAll { !$0.isLive }
        index = []
        mask = 0
        grow()
    }

    mutating func removeAll() {
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
}

/// A dict: insertion-ordered, shared by all its holders.
public final class DictValue: TableOwner {
    var table = HashTable()
    var kind: String { "dictionary" }
    /// What a missing key creates (`collections.defaultdict`), with the callable behind it.
    var makeMissing: Value?
    /// What it is where it is more than a dict: `defaultdict`, `Counter`, `OrderedDict`.
    var sort: DictKind?

    public init() {}

    public var count: Int { table.count }

    /// - Throws: TypeError for a key that cannot be hashed.
    public func get(_ key: Value) throws -> Value? {
        guard let position = try table.find(key, hash: Operations.hash(key)) else { return nil }
        return table[position]
    }

    public func set(_ key: Value, _ value: Value) throws {
        try table.set(key, value, hash: Operations.hash(key))
    }

    /// The value that was there.
    @discardableResult
    public func remove(_ key: Value) throws -> Value? {
        guard let position = try table.find(key, hash: Operations.hash(key)) else { return nil }
        return table.remove(at: position).value
    }

    /// The pairs in order of insertion.
    public var pairs: [(key: Value, value: Value)] {
        table.entries.compactMap { $0.isLive ? ($0.key, $0.value) : nil }
    }

    public func string(_ name: String) -> Value? { try? get(.string(name)) }

    /// Strings always hash, so this cannot fail short of the size limit.
    public func setString(_ name: String, _ value: Value) { try? set(.string(name), value) }

    deinit {
        let row = table.entries.filter { $0.value.holdsOthers || $0.key.holdsOthers }.flatMap {
            [$0.key, $0.value]
        }
        if row.isEmpty { return }
        table.removeAll()
        Disposal.free(row)
    }
}

/// A set or a frozenset.
public final class SetValue: TableOwner {
    var table = HashTable()
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
