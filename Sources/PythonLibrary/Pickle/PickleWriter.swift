import Foundation
import Language

/// Writes plain data as Python's pickle: numbers, texts, containers, and the rest as its forms say.
package struct PickleWriter {
    private let forms: any PickleForms
    private var bytes: [UInt8]
    /// 2, which PyTorch's files are in, or 4.
    private let version: Int
    private var memo: [ObjectIdentifier: Int] = [:]
    private var names: [String: Int] = [:]
    private var count = 0
    /// What is in `memo` has to stay, so that nothing else gets its place in memory.
    private var held: [AnyObject] = []

    private init(_ version: Int, _ forms: any PickleForms) {
        (self.version, self.forms) = (version, forms)
        bytes = [0x80, UInt8(version)]
    }

    /// - Parameter version: pickle's protocol: 2 or 4.
    /// - Throws: what the forms say of what has none, RecursionError for what is nested too deeply.
    package static func write(_ value: Value, version: Int = 4, _ forms: any PickleForms) throws -> [UInt8] {
        var writer = PickleWriter(version, forms)
        try writer.add(value, depth: 0)
        writer.bytes.append(UInt8(ascii: "."))
        return writer.bytes
    }

    private mutating func op(_ letter: Character) { bytes += Array(letter.utf8) }

    private mutating func little(_ number: UInt64, _ count: Int) {
        for index in 0..<count { bytes.append(UInt8(truncatingIfNeeded: number >> (8 * UInt64(index)))) }
    }

    /// Notes where what was just written is found.
    private mutating func note() -> Int {
        defer { count += 1 }
        if version >= 4 {
            bytes.append(0x94)
        } else if count < 256 {
            op("q")
            bytes.append(UInt8(count))
        } else {
            op("r")
            little(UInt64(count), 4)
        }
        return count
    }

    private mutating func remember(_ object: AnyObject) {
        memo[ObjectIdentifier(object)] = note()
        held.append(object)
    }

    private mutating func recall(at place: Int) {
        if place < 256 {
            op("h")
            bytes.append(UInt8(place))
        } else {
            op("j")
            little(UInt64(place), 4)
        }
    }

    /// Writes where an object is that was written before; false where it was not.
    private mutating func recall(_ object: AnyObject) -> Bool {
        guard let place = memo[ObjectIdentifier(object)] else { return false }
        recall(at: place)
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
            add(text: text.bytes)
            remember(text)
        case .list(let list):
            if recall(list) { return }
            op("]")
            remember(list)
            guard !list.elements.isEmpty else { return }
            op("(")
            for element in list.elements { try add(element, depth: depth + 1) }
            op("e")
        case .tuple(let tuple) where tuple.kind == nil: try add(tuple, depth)
        case .dict(let dict): try add(dict, depth)
        case .set(let set): try add(set, depth)
        case .object(let object):
            if recall(object) { return }
            if value.bigInteger != nil { return try add(big: value) }
            try add(object, value, depth)
        case .instance(let instance):
            if recall(instance) { return }
            try add(forms.form(of: value), instance, depth)
        default: try add(forms.form(of: value), nil, depth)
        }
    }

    private mutating func add(_ tuple: TupleValue, _ depth: Int) throws {
        if recall(tuple) { return }
        let elements = tuple.elements
        if elements.isEmpty { return op(")") }
        if elements.count > 3 { op("(") }
        for element in elements { try add(element, depth: depth + 1) }
        // It may hold itself, and has been written meanwhile.
        if let place = memo[ObjectIdentifier(tuple)] {
            if elements.count > 3 { op("1") } else { for _ in elements { op("0") } }
            return recall(at: place)
        }
        switch elements.count {
        case 1: bytes.append(0x85)
        case 2: bytes.append(0x86)
        case 3: bytes.append(0x87)
        default: op("t")
        }
        remember(tuple)
    }

    private mutating func add(_ set: SetValue, _ depth: Int) throws {
        if recall(set) { return }
        guard version >= 4 else {
            name(PickledName("__builtin__", set.isFrozen ? "frozenset" : "set"))
            try add(.tuple([.list(set.elements)]), depth: depth + 1)
            op("R")
            return remember(set)
        }
        if set.isFrozen {
            op("(")
            for element in set.elements { try add(element, depth: depth + 1) }
            bytes.append(0x91)
            return remember(set)
        }
        bytes.append(0x8F)
        remember(set)
        guard set.count > 0 else { return }
        op("(")
        for element in set.elements { try add(element, depth: depth + 1) }
        bytes.append(0x90)
    }

    private mutating func add(_ object: any ScriptObject, _ value: Value, _ depth: Int) throws {
        switch object {
        case let row as BytesValue:
            guard version < 4 else {
                sized(row.bytes, short: UInt8(ascii: "C"), four: UInt8(ascii: "B"), eight: 0x8E)
                return remember(row)
            }
            // No bytes before protocol 3: the text of their numbers.
            if row.bytes.isEmpty {
                name(PickledName("__builtin__", "bytes"))
                op(")")
            } else {
                name(PickledName("_codecs", "encode"))
                try add(.tuple([PickleWriter.latin(row.bytes), .string("latin1")]), depth: depth + 1)
            }
            op("R")
            remember(row)
        case let row as ByteArrayValue:
            name(PickledName(version < 4 ? "__builtin__" : "builtins", "bytearray"))
            let content =
                version < 4
                ? [PickleWriter.latin(row.bytes), .string("latin-1")] : [Value.object(BytesValue(row.bytes))]
            try add(.tuple(row.bytes.isEmpty ? [] : content), depth: depth + 1)
            op("R")
            remember(row)
        default: try add(forms.form(of: value), object, depth)
        }
    }

    private static func latin(_ bytes: [UInt8]) -> Value {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: bytes.map { Unicode.Scalar($0) })
        return .string(String(text))
    }

    private mutating func add(_ form: PickleForm, _ object: AnyObject?, _ depth: Int) throws {
        switch form {
        case .name(let known): return name(known)
        case .call(let called, let arguments, let state):
            name(called)
            try add(.tuple(arguments), depth: depth + 1)
            op("R")
            if let object { remember(object) }
            if let state {
                try add(state, depth: depth + 1)
                op("b")
            }
        case .instance(let type, let attributes):
            name(type)
            op(")")
            bytes.append(0x81)
            if let object { remember(object) }
            if try Operations.truth(attributes) {
                try add(attributes, depth: depth + 1)
                op("b")
            }
        case .outside(let identity):
            try add(identity, depth: depth + 1)
            op("Q")
        }
    }

    private mutating func name(_ known: PickledName) {
        var module = known.module
        if version < 4, module == "builtins" { module = "__builtin__" }
        let path = module + "\n" + known.name
        if let place = names[path] { return recall(at: place) }
        bytes += Array("c\(path)\n".utf8)
        names[path] = note()
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

    private mutating func add(big value: Value) throws {
        let count = (value.bigInteger?.bitLength ?? 0) / 8 + 1
        guard let content = BigInteger.bytes(of: value, count: count, isSigned: true) else { return }
        if count < 256 {
            bytes += [0x8A, UInt8(count)]
        } else {
            bytes.append(0x8B)
            little(UInt64(count), 4)
        }
        bytes += content.reversed()
    }

    private mutating func add(text content: [UInt8]) {
        // Protocol 2 has the form of four bytes only.
        sized(content, short: version < 4 ? nil : 0x8C, four: UInt8(ascii: "X"), eight: 0x8D)
    }

    private mutating func sized(_ content: [UInt8], short: UInt8?, four: UInt8, eight: UInt8) {
        if let short, content.count < 256 {
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
            name(PickledName("collections", dict.kindName ?? ""))
            op(")")
            op("R")
        case "defaultdict":
            name(PickledName("collections", "defaultdict"))
            try add(.tuple([dict.makeMissing ?? .none]), depth: depth + 1)
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
