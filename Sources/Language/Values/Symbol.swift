import Foundation

/// A name as a number: attributes and methods are found by comparing integers, not strings.
public struct Symbol: Hashable, Sendable {
    let id: Int32

    private final class Table: @unchecked Sendable {
        let lock = NSLock()
        var ids: [String: Int32] = [:]
        var names: [String] = []
    }

    private static let table = Table()

    public init(_ name: String) {
        let table = Symbol.table
        table.lock.lock()
        defer { table.lock.unlock() }
        if let id = table.ids[name] {
            self.id = id
        } else {
            id = Int32(table.names.count)
            table.ids[name] = id
            table.names.append(name)
        }
    }

    public var name: String {
        let table = Symbol.table
        table.lock.lock()
        defer { table.lock.unlock() }
        return table.names[Int(id)]
    }

    public static func == (a: Symbol, b: Symbol) -> Bool { a.id == b.id }
    public func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

/// A small ordered map from names to values: attributes of instances, classes and modules.
///
/// They lie in a row until a program asks for them as a dict (`x.__dict__`, `vars(x)`); from then on they
/// live in that dict, so that what is written to either is in both.
package struct AttributeTable {
    private var names: [Symbol] = []
    private var row: [Value] = []
    // Only beyond a dozen names does hashing win over looking along the row.
    private var positions: [Symbol: Int]? = nil
    /// The dict that the program holds, with everything that is not in the row.
    private(set) var dict: DictValue?

    @inline(__always)
    private func position(_ symbol: Symbol) -> Int? {
        if let positions { return positions[symbol] }
        for index in names.indices where names[index].id == symbol.id { return index }
        return nil
    }

    @inline(__always)
    package subscript(symbol: Symbol) -> Value? {
        if let index = position(symbol) { return row[index] }
        if let dict { return AttributeTable.find(symbol, dict) }
        return nil
    }

    // Told the dict alone: a look at the row must not hold the whole table.
    @inline(never)
    private static func find(_ symbol: Symbol, _ dict: DictValue) -> Value? { dict.string(symbol.name) }

    /// What lies in the row under a name; nil says only that one has to look further. Holds nothing while
    /// it looks.
    @inline(__always)
    func quick(_ symbol: Symbol) -> Value? {
        guard let index = position(symbol) else { return nil }
        return row[index]
    }

    /// Whether the name is certainly not there.
    @inline(__always)
    func lacks(_ symbol: Symbol) -> Bool { position(symbol) == nil && dict == nil }

    var symbols: [Symbol] { names + (dict?.pairs.compactMap { $0.key.text.map { Symbol($0) } } ?? []) }
    /// In the order of the names.
    var values: [Value] { row + (dict?.pairs.compactMap { $0.key.text == nil ? nil : $0.value } ?? []) }

    package mutating func set(_ symbol: Symbol, _ value: Value) {
        if let index = position(symbol) {
            row[index] = value
            return
        }
        add(symbol, value)
    }

    @inline(never)
    private mutating func add(_ symbol: Symbol, _ value: Value) {
        if let dict { return dict.setString(symbol.name, value) }
        names.append(symbol)
        row.append(value)
        if positions != nil {
            positions?[symbol] = names.count - 1
        } else if names.count > 12 {
            number()
        }
    }

    private mutating func number() {
        var map: [Symbol: Int] = [:]
        for (index, symbol) in names.enumerated() { map[symbol] = index }
        positions = map
    }

    /// Whether the name was there.
    package mutating func remove(_ symbol: Symbol) -> Bool {
        guard let index = position(symbol) else {
            return ((try? dict?.remove(.string(symbol.name))) ?? nil) != nil
        }
        names.remove(at: index)
        row.remove(at: index)
        if positions != nil { number() }
        return true
    }

    /// The dict in which the attributes live from now on.
    ///
    /// - Parameter kept: names that are no part of it, such as the `args` of an exception.
    package mutating func shared(except kept: Set<Symbol> = []) -> DictValue {
        if let dict { return dict }
        let result = DictValue()
        let (symbols, values) = (names, row)
        (names, row, positions) = ([], [], nil)
        for (symbol, value) in zip(symbols, values) {
            if kept.contains(symbol) { set(symbol, value) } else { result.setString(symbol.name, value) }
        }
        dict = result
        return result
    }

    /// Lets the attributes live in a dict of the program; those there were, but for the kept ones, are gone.
    mutating func share(_ other: DictValue, except kept: Set<Symbol> = []) {
        _ = shared(except: kept)
        dict = other
    }

    /// A table of its own with the same values.
    func copied() -> AttributeTable {
        var copy = self
        copy.dict = dict?.copied()
        return copy
    }

    /// The values of the row.
    var rowValues: [Value] { row }

    /// The values of the row, taken out.
    mutating func takeAll() -> [Value] {
        let taken = row
        (names, row, positions) = ([], [], nil)
        return taken
    }
}
