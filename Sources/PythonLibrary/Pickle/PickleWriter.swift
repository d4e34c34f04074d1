import Foundation
import Language

/// Writes plain data as Python's pickle (protocol 4): numbers, texts, containers, and nothing that would run
/// where it is read.
struct PickleWriter {
    private var bytes: [UInt8] = [0x80, 4]
    private var memo: [ObjectIdentifier: Int] = [:]
    /// What is in `memo` has to stay, so that nothing else gets its place in memory.
    private var held: [AnyObject] = []

    /// - Throws: TypeError that names what is no plain data, RecursionError for what is nested too deeply.
    static func write(_ value: Value) throws -> [UInt8] {
        var writer = PickleWriter()
        try writer.add(value, depth: 0)
        writer.bytes.append(UInt8(ascii: "."))
        return writer.bytes
    }

    private mutating func op(_ letter: Character) { bytes += Array(letter.utf8) }

    private mutating func little(_ number: UInt64, _ count: Int) {
        for index in 0..<count { bytes.append(UInt8(truncatingIfNeeded: number >> (8 * UInt64(index)))) }
    }

    private mutating func remember(_ object: AnyObject) {
        memo[ObjectIdentifier(object)] = memo.count
        held.append(object)
        bytes.append(0x94)
    }

    /// Writes where an object is that was written before; false where it was not.
    private mutating func recall(_ object: AnyObject) -> Bool {
        guard let place = memo[ObjectIdentifier(object)] else { return false }
        if place < 256 {
            op("h")
            bytes.append(UInt8(place))
        } else {
            op("j")
            little(UInt64(place), 4)
        }
        return true
    }

    private mutating func add(_ value: Value, depth: Int) throws {
        guard depth < Limits.valueDepth else { throw Wording.valueTooDeep() }
        switch value {
        case .none: op("N")
        case .bool(let flag): bytes.append(flag ? 0x88 : 0x89)
        case .int(let number): integer(number)
        case .float(let number):
            op("G")
            let bits = number.bitPattern
            for index in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: bits >> UInt64(56 - 8 * index))) }
        case .str(let text):
            if recall(text) { return }
            sized(text.bytes, short: 0x8C, four: UInt8(ascii: "X"), eight: 0x8D)
            remember(text)
        case .list(let list):
            if recall(list) { return }
            op("]")
            remember(list)
            guard !list.elements.isEmpty else { return }
            op("(")
            for element in list.elements { try add(element, depth: depth + 1) }
            op("e")
        case .tuple(let tuple) where tuple.kind == nil:
            if recall(tuple) { return }
            if tuple.elements.isEmpty { return op(")") }
            if tuple.elements.count > 3 { op("(") }
            for element in tuple.elements { try add(element, depth: depth + 1) }
            switch tuple.elements.count {
            case 1: bytes.append(0x85)
            case 2: bytes.append(0x86)
            case 3: bytes.append(0x87)
            default: op("t")
            }
            remember(tuple)
        case .dict(let dict): try add(dict, depth)
        case .set(let set):
            if recall(set) { return }
            if set.isFrozen {
                op("(")
                for element in set.elements { try add(element, depth: depth + 1) }
                bytes.append(0x91)
                remember(set)
                return
            }
            bytes.append(0x8F)
            remember(set)
            guard set.count > 0 else { return }
            op("(")
            for element in set.elements { try add(element, depth: depth + 1) }
            bytes.append(0x90)
        case .object(let object as BytesValue):
            if recall(object) { return }
            sized(object.bytes, short: UInt8(ascii: "C"), four: UInt8(ascii: "B"), eight: 0x8E)
            remember(object)
        default:
            throw ScriptError(
                "PicklingError", "Can't pickle \(value.typeName) objects: pickle takes plain data here",
                details: ["None, numbers, texts, bytes, lists, tuples, dicts and sets of them"],
                hint: "torch.save(…) for tensors and models; json or a dict of plain values for the rest")
        }
    }

    private mutating func integer(_ number: Int) {
        if number >= 0, number < 256 {
            op("K")
            bytes.append(UInt8(number))
        } else if number >= 0, number < 65536 {
            op("M")
            little(UInt64(number), 2)
        } else if let small = Int32(exactly: number) {
            op("J")
            little(UInt64(UInt32(bitPattern: small)), 4)
        } else {
            // As few bytes as say the sign too.
            var count = 8
            while count > 1 {
                let shift = 64 - 8 * (count - 1)
                guard (number << shift) >> shift == number else { break }
                count -= 1
            }
            bytes += [0x8A, UInt8(count)]
            little(UInt64(bitPattern: Int64(number)), count)
        }
    }

    private mutating func sized(_ content: [UInt8], short: UInt8, four: UInt8, eight: UInt8) {
        if content.count < 256 {
            bytes += [short, UInt8(content.count)]
        } else if content.count <= UInt32.max {
            bytes.append(four)
            little(UInt64(content.count), 4)
        } else {
            bytes.append(eight)
            little(UInt64(content.count), 8)
        }
        bytes += content
    }

    private mutating func add(_ dict: DictValue, _ depth: Int) throws {
        if recall(dict) { return }
        switch dict.kindName {
        case nil: op("}")
        case "OrderedDict", "Counter":
            bytes += Array("ccollections\n\(dict.kindName ?? "")\n".utf8)
            op(")")
            op("R")
        default:
            throw ScriptError(
                "PicklingError", "Can't pickle \(dict.kindName ?? "dict") objects", hint: "dict(x)")
        }
        remember(dict)
        let pairs = dict.pairs
        guard !pairs.isEmpty else { return }
        op("(")
        for pair in pairs {
            try add(pair.key, depth: depth + 1)
            try add(pair.value, depth: depth + 1)
        }
        op("u")
    }
}
