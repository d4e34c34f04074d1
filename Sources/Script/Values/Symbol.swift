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
struct AttributeTable {
    private(set) var symbols: [Symbol] = []
    private(set) var values: [Value] = []
    // Only beyond a dozen names does hashing win over looking along the row.
    private var positions: [Symbol: Int]? = nil

    @inline(__always)
    func position(_ symbol: Symbol) -> Int? {
        if let positions { return positions[symbol] }
        for index in symbols.indices where symbols[index].id == symbol.id { return index }
        return nil
    }

    @inline(__always)
    subscript(symbol: Symbol) -> Value? {
        guard let index = position(symbol) else { return nil }
        return values[index]
    }

    mutating func set(_ symbol: Symbol, _ value: Value) {
        if let index = position(symbol) {
            values[index] = value
            return
        }
        symbols.append(symbol)
        values.append(value)
        if positions != nil {
            positions![symbol] = symbols.count - 1
        } else if symbols.count > 12 {
            var map: [Symbol: Int] = [:]
            for (index, symbol) in symbols.enumerated() { map[symbol] = index }
            positions = map
        }
    }

    /// Whether the name was there.
    mutating func remove(_ symbol: Symbol) -> Bool {
        guard let index = position(symbol) else { return false }
        symbols.remove(at: index)
        values.remove(at: index)
        if positions != nil {
            var map: [Symbol: Int] = [:]
            for (index, symbol) in symbols.enumerated() { map[symbol] = index }
            positions = map
        }
        return true
    }

    /// The values, taken out.
    mutating func takeAll() -> [Value] {
        let row = values
        values = []
        symbols = []
        positions = nil
        return row
    }
}
