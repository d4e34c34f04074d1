/// What `bytes` and `bytearray` have in common: a row of bytes.
public protocol ByteRow: ScriptObject {
    var bytes: [UInt8] { get }
    /// A row of the same type.
    func made(_ bytes: [UInt8]) -> Value
}

extension Value {
    /// The bytes of a `bytes` or a `bytearray`, nil for anything else.
    public var bytes: [UInt8]? {
        guard case .object(let object) = self else { return nil }
        return (object as? any ByteRow)?.bytes
    }
}

extension ByteRow {
    public func length() throws -> Int { bytes.count }
    public func truth() throws -> Bool { !bytes.isEmpty }
    public func iterate() throws -> ScriptIterator {
        StatefulIterator("\(typeName)_iterator", 0, holding: { [self] _ in [.object(self)] }) { [self] walk in
            guard walk.state < bytes.count else { return nil }
            walk.state += 1
            return .int(Int(bytes[walk.state - 1]))
        }
    }

    public func getItem(_ index: Value) throws -> Value {
        if case .slice(let slice) = index {
            let (start, step, length) = try slice.indices(count: bytes.count)
            if step == 1 { return made(Array(bytes[start..<(start + length)])) }
            return made((0..<length).map { bytes[start &+ $0 &* step] })
        }
        return .int(Int(bytes[try position(index)]))
    }

    /// - Throws: TypeError for what is no position, IndexError outside of the row.
    func position(_ key: Value) throws -> Int {
        let name = typeName == "bytes" ? "byte" : typeName
        guard let index = try Operations.index(key) else {
            throw ScriptError(
                "TypeError", "\(name) indices must be integers or slices, not \(key.typeName)")
        }
        let place = index < 0 ? index &+ bytes.count : index
        guard bytes.indices.contains(place) else {
            throw ScriptError(
                "IndexError", "\(typeName == "bytes" ? "index" : "bytearray index") out of range")
        }
        return place
    }

    public func contains(_ value: Value) throws -> Bool {
        if let part = value.bytes { return ByteSearch.find(part, in: bytes[...]) != nil }
        guard let number = try Operations.index(value) else {
            throw ScriptError("TypeError", "a bytes-like object is required, not '\(value.typeName)'")
        }
        guard let byte = UInt8(exactly: number) else {
            throw ScriptError("ValueError", "byte must be in range(0, 256)")
        }
        return bytes.contains(byte)
    }

    public func isEqual(to other: Value) throws -> Bool { other.bytes == bytes }

    public func compare(_ operation: ComparisonOperator, _ other: Value) throws -> Value? {
        guard let other = other.bytes else { return nil }
        switch operation {
        case .equal: return .bool(bytes == other)
        case .notEqual: return .bool(bytes != other)
        case .less: return .bool(bytes.lexicographicallyPrecedes(other))
        case .greater: return .bool(other.lexicographicallyPrecedes(bytes))
        case .lessOrEqual: return .bool(!other.lexicographicallyPrecedes(bytes))
        case .greaterOrEqual: return .bool(!bytes.lexicographicallyPrecedes(other))
        }
    }

    public func binary(_ operation: BinaryOperator, _ other: Value, reflected: Bool) throws -> Value? {
        switch operation {
        case .add where !reflected:
            guard let more = other.bytes else {
                throw ScriptError(
                    "TypeError", "can't concat \(other.typeName) to \(typeName)",
                    hint: other.text == nil ? nil : "text.encode() gives the bytes of a text")
            }
            try Limits.check(textBytes: bytes.count + more.count)
            return made(bytes + more)
        case .multiply:
            guard let times = try Operations.index(other) else { return nil }
            return made(try repeated(times))
        case .remainder where !reflected: return made(try BytesFormat.format(bytes, other))
        default: return nil
        }
    }

    func repeated(_ times: Int) throws -> [UInt8] {
        if times <= 0 || bytes.isEmpty { return [] }
        let (total, overflow) = bytes.count.multipliedReportingOverflow(by: times)
        try Limits.check(textBytes: overflow ? Int.max : total)
        if bytes.count == 1 { return [UInt8](repeating: bytes[0], count: times) }
        return Array(repeatElement(bytes, count: times).joined())
    }

    /// The bytes as a program writes them.
    var literal: String {
        let quote: UInt8 = bytes.contains(39) && !bytes.contains(34) ? 34 : 39
        var text: [UInt8] = [98, quote]
        for byte in bytes {
            switch byte {
            case 10: text += [92, 110]
            case 13: text += [92, 114]
            case 9: text += [92, 116]
            case 92, quote: text += [92, byte]
            case 32...126: text.append(byte)
            default: text += Array("\\x\(byte < 16 ? "0" : "")\(String(byte, radix: 16))".utf8)
            }
        }
        return String(decoding: text + [quote], as: UTF8.self)
    }
}

/// The bytes of a text: what `encode()` gives.
public final class BytesValue: ByteRow {
    public let bytes: [UInt8]
    public init(_ bytes: [UInt8]) { self.bytes = bytes }
    public var typeName: String { "bytes" }
    public var scriptClass: ScriptClass? { Types.bytes }
    public func made(_ bytes: [UInt8]) -> Value { .object(BytesValue(bytes)) }
    public func repr() throws -> String { literal }
    public func hash() throws -> Int { ScriptText(bytes: bytes, count: bytes.count).hash &* 31 }
    public func copied(_ memo: CopyMemo?) throws -> any ScriptObject { self }
}

/// A row of bytes that can change.
public final class ByteArrayValue: ByteRow, Restorable {
    public var bytes: [UInt8]
    public init(_ bytes: [UInt8]) { self.bytes = bytes }
    public var typeName: String { "bytearray" }
    public var scriptClass: ScriptClass? { Types.bytearray }
    public func made(_ bytes: [UInt8]) -> Value { .object(ByteArrayValue(bytes)) }
    public func repr() throws -> String { "bytearray(\(literal))" }
    public func hash() throws -> Int { throw ScriptError("TypeError", "unhashable type: 'bytearray'") }
    public func copied(_ memo: CopyMemo?) throws -> any ScriptObject { ByteArrayValue(bytes) }

    public func record(in snapshot: Snapshot) {
        let bytes = bytes
        snapshot.record(self) {
            self.bytes = bytes
        } change: {
            self.bytes == bytes ? nil : "\(bytes.count) → \(self.bytes.count) bytes, changed"
        }
    }

    public func setItem(_ index: Value, _ value: Value) throws {
        guard case .slice(let slice) = index else {
            bytes[try position(index)] = try ByteArrayValue.byte(value)
            return
        }
        let new = try BytesMethods.row(value)
        let (start, step, length) = try slice.indices(count: bytes.count)
        if step == 1 {
            try Limits.check(textBytes: bytes.count + new.count)
            bytes.replaceSubrange(start..<(start + length), with: new)
            return
        }
        guard new.count == length else {
            throw ScriptError(
                "ValueError",
                "attempt to assign bytes of size \(new.count) to extended slice of size \(length)")
        }
        for (place, byte) in new.enumerated() { bytes[start &+ place &* step] = byte }
    }

    public func deleteItem(_ index: Value) throws {
        guard case .slice(let slice) = index else {
            bytes.remove(at: try position(index))
            return
        }
        let (start, step, length) = try slice.indices(count: bytes.count)
        let gone = Set((0..<length).map { start &+ $0 &* step })
        bytes = bytes.enumerated().filter { !gone.contains($0.offset) }.map(\.element)
    }

    public func inPlace(_ operation: BinaryOperator, _ other: Value) throws -> Value? {
        switch operation {
        case .add:
            guard let more = other.bytes else { return nil }
            try Limits.check(textBytes: bytes.count + more.count)
            bytes += more
        case .multiply:
            guard let times = try Operations.index(other) else { return nil }
            bytes = try repeated(times)
        default: return nil
        }
        return .object(self)
    }

    /// - Throws: TypeError for what is no integer, ValueError for one that is no byte.
    static func byte(_ value: Value) throws -> UInt8 {
        guard let byte = UInt8(exactly: try Operations.requireIndex(value)) else {
            throw ScriptError("ValueError", "byte must be in range(0, 256)")
        }
        return byte
    }
}

/// Looking for bytes in bytes.
enum ByteSearch {
    /// Where the part first stands.
    static func find(_ part: [UInt8], in row: ArraySlice<UInt8>) -> Int? {
        guard let first = part.first else { return row.startIndex }
        if part.count > row.count { return nil }
        var place = row.startIndex
        let last = row.endIndex - part.count
        while place <= last {
            if row[place] == first, row[place..<(place + part.count)].elementsEqual(part) { return place }
            place += 1
        }
        return nil
    }
}
