import Foundation
import Language

/// Reads plain data that Python's pickle has written. Nothing in a file is ever called: what is not plain
/// data is refused by its name.
struct PickleReader {
    private enum Item {
        case value(Value)
        case mark
        /// A class that the data names; only those of a few containers are made.
        case name(module: String, name: String)
    }

    private let bytes: [UInt8]
    private var at = 0
    private var stack: [Item] = []
    private var memo: [Int: Item] = [:]

    private init(_ bytes: [UInt8], _ start: Int) { (self.bytes, at) = (bytes, start) }

    /// - Returns: the value, and where the next one begins.
    /// - Throws: UnpicklingError for what is not plain data, EOFError where the data ends early.
    static func read(_ bytes: [UInt8], from start: Int = 0) throws -> (Value, Int) {
        var reader = PickleReader(bytes, start)
        let value = try reader.run()
        return (value, reader.at)
    }

    private static func broken(_ words: String) -> ScriptError { ScriptError("UnpicklingError", words) }

    private mutating func byte() throws -> UInt8 {
        guard at < bytes.count else { throw ScriptError("EOFError", "Ran out of input") }
        at += 1
        return bytes[at - 1]
    }

    private mutating func part(_ count: Int) throws -> ArraySlice<UInt8> {
        guard count >= 0, count <= bytes.count - at else {
            throw PickleReader.broken("pickle data was truncated")
        }
        at += count
        return bytes[(at - count)..<at]
    }

    private mutating func little(_ count: Int) throws -> Int {
        var number: UInt64 = 0
        for (index, byte) in try part(count).enumerated() { number |= UInt64(byte) << (8 * UInt64(index)) }
        guard let count = Int(exactly: number) else { throw PickleReader.broken("pickle data was truncated") }
        return count
    }

    private mutating func line() throws -> String {
        guard let end = bytes[at...].firstIndex(of: 10) else {
            throw PickleReader.broken("pickle data was truncated")
        }
        defer { at = end + 1 }
        return String(decoding: bytes[at..<end], as: UTF8.self)
    }

    private mutating func text(_ count: Int) throws -> Value {
        let content = Array(try part(count))
        guard let text = String(validating: content, as: UTF8.self) else {
            throw PickleReader.broken("a text in the pickle is not UTF-8")
        }
        return .string(text)
    }

    private mutating func push(_ value: Value) { stack.append(.value(value)) }

    private mutating func pop() throws -> Value {
        switch stack.popLast() {
        case .value(let value)?: return value
        case .name(let module, let name)?: throw PickleReader.refused(module, name)
        case .mark?: throw PickleReader.broken("unexpected MARK found")
        case nil: throw PickleReader.broken("unpickling stack underflow")
        }
    }

    /// What lies above the last mark.
    private mutating func popToMark() throws -> [Value] {
        var values: [Value] = []
        while let item = stack.popLast() {
            switch item {
            case .mark: return values.reversed()
            case .value(let value): values.append(value)
            case .name(let module, let name): throw PickleReader.refused(module, name)
            }
        }
        throw PickleReader.broken("could not find MARK")
    }

    private static func refused(_ module: String, _ name: String) -> ScriptError {
        ScriptError(
            "UnpicklingError",
            "the pickle holds \(module).\(name), and pickle reads plain data here: nothing in a file is run",
            hint: module.hasPrefix("torch") ? "torch.load(path)" : nil)
    }

    /// An int of any width, as the machine's words hold it.
    private mutating func long(_ count: Int) throws -> Value {
        let content = Array(try part(count))
        guard !content.isEmpty else { return .int(0) }
        let isNegative = (content.last ?? 0) >= 0x80
        let filler: UInt8 = isNegative ? 0xFF : 0
        guard content.dropFirst(8).allSatisfy({ $0 == filler }) else { throw Wording.overflow() }
        var number: UInt64 = isNegative ? .max : 0
        for (index, byte) in content.prefix(8).enumerated() {
            let shift = 8 * UInt64(index)
            number = number & ~(0xFF << shift) | UInt64(byte) << shift
        }
        let result = Int64(bitPattern: number)
        guard (result < 0) == isNegative else { throw Wording.overflow() }
        return .int(Int(result))
    }

    private mutating func run() throws -> Value {
        var steps = 0
        while true {
            steps += 1
            if steps & 4095 == 0 { try Interpreter.current?.interruption.check() }
            let code = try byte()
            if code == UInt8(ascii: ".") { return try pop() }
            try step(code)
            try Limits.check(elements: stack.count)
        }
    }

    private mutating func step(_ code: UInt8) throws {
        switch code {
        case 0x80: _ = try byte()
        case 0x95: _ = try part(8)
        case UInt8(ascii: "("): stack.append(.mark)
        case UInt8(ascii: "0"): _ = stack.popLast()
        case UInt8(ascii: "1"): _ = try popToMark()
        case UInt8(ascii: "2"): if let top = stack.last { stack.append(top) }
        case UInt8(ascii: "N"): push(.none)
        case 0x88: push(.bool(true))
        case 0x89: push(.bool(false))
        case UInt8(ascii: "K"): push(.int(Int(try byte())))
        case UInt8(ascii: "M"): push(.int(try little(2)))
        case UInt8(ascii: "J"): push(.int(Int(Int32(truncatingIfNeeded: try little(4)))))
        case 0x8A:
            let count = Int(try byte())
            push(try long(count))
        case 0x8B:
            let count = try little(4)
            push(try long(count))
        case UInt8(ascii: "I"), UInt8(ascii: "L"):
            let text = try line()
            if text == "00" || text == "01" { return push(.bool(text == "01")) }
            guard let number = Int(text.hasSuffix("L") ? String(text.dropLast()) : text) else {
                throw Wording.overflow()
            }
            push(.int(number))
        case UInt8(ascii: "F"): push(.float(Double(try line()) ?? .nan))
        case UInt8(ascii: "G"):
            let bits = try part(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            push(.float(Double(bitPattern: bits)))
        case 0x8C: push(try text(Int(byte())))
        case UInt8(ascii: "X"): push(try text(little(4)))
        case 0x8D: push(try text(little(8)))
        case UInt8(ascii: "V"): push(.string(try line()))
        case UInt8(ascii: "C"), UInt8(ascii: "U"): push(.object(BytesValue(Array(try part(Int(byte()))))))
        case UInt8(ascii: "B"), UInt8(ascii: "T"): push(.object(BytesValue(Array(try part(little(4))))))
        case 0x8E: push(.object(BytesValue(Array(try part(little(8))))))
        case UInt8(ascii: "]"): push(.list([]))
        case UInt8(ascii: "}"): push(.dict(DictValue()))
        case UInt8(ascii: ")"): push(.tuple([]))
        case 0x8F: push(.set(try SetValue([], isFrozen: false)))
        case UInt8(ascii: "l"): push(.list(try popToMark()))
        case UInt8(ascii: "t"): push(.tuple(try popToMark()))
        case UInt8(ascii: "d"):
            let dict = DictValue()
            try fill(dict, popToMark())
            push(.dict(dict))
        case 0x91: push(.set(try PickleReader.set(popToMark(), isFrozen: true)))
        case 0x85: push(.tuple([try pop()]))
        case 0x86:
            let b = try pop(), a = try pop()
            push(.tuple([a, b]))
        case 0x87:
            let c = try pop(), b = try pop(), a = try pop()
            push(.tuple([a, b, c]))
        case UInt8(ascii: "a"): try extend([pop()])
        case UInt8(ascii: "e"): try extend(popToMark())
        case UInt8(ascii: "s"):
            let value = try pop(), key = try pop()
            try fill([key, value])
        case UInt8(ascii: "u"): try fill(popToMark())
        case 0x90:
            let added = try popToMark()
            guard case .set(let set)? = top else { throw PickleReader.broken("a set was expected") }
            for element in added { try set.insert(element) }
        case 0x94: try keep(memo.count)
        case UInt8(ascii: "q"): try keep(Int(byte()))
        case UInt8(ascii: "r"): try keep(little(4))
        case UInt8(ascii: "p"): try keep(Int(line()) ?? -1)
        case UInt8(ascii: "h"): try recall(Int(byte()))
        case UInt8(ascii: "j"): try recall(little(4))
        case UInt8(ascii: "g"): try recall(Int(line()) ?? -1)
        case UInt8(ascii: "c"):
            let module = try line()
            stack.append(.name(module: module, name: try line()))
        case 0x93:
            let name = try pop(), module = try pop()
            stack.append(.name(module: module.text ?? "?", name: name.text ?? "?"))
        case UInt8(ascii: "R"): try make()
        case UInt8(ascii: "b"): _ = try pop()
        default:
            throw PickleReader.broken(
                "the pickle is no plain data: operation 0x\(String(code, radix: 16)) at position \(at - 1)")
        }
    }

    private var top: Value? {
        if case .value(let value)? = stack.last { return value }
        return nil
    }

    private static func set(_ elements: [Value], isFrozen: Bool) throws -> SetValue {
        try SetValue(elements, isFrozen: isFrozen)
    }

    private mutating func extend(_ values: [Value]) throws {
        guard case .list(let list)? = top else { throw PickleReader.broken("a list was expected") }
        try Limits.check(elements: list.elements.count + values.count)
        list.elements += values
    }

    private mutating func fill(_ values: [Value]) throws {
        guard case .dict(let dict)? = top else { throw PickleReader.broken("a dict was expected") }
        try fill(dict, values)
    }

    private func fill(_ dict: DictValue, _ values: [Value]) throws {
        guard values.count % 2 == 0 else { throw PickleReader.broken("a key without a value") }
        for index in stride(from: 0, to: values.count, by: 2) {
            try dict.set(values[index], values[index + 1])
        }
    }

    private mutating func keep(_ place: Int) throws {
        guard let item = stack.last, place >= 0 else { throw PickleReader.broken("memo without a value") }
        memo[place] = item
    }

    private mutating func recall(_ place: Int) throws {
        guard let item = memo[place] else {
            throw PickleReader.broken("Memo value not found at index \(place)")
        }
        stack.append(item)
    }

    /// Makes one of the few containers that are plain data, though pickle calls their classes.
    private mutating func make() throws {
        let given = try pop()
        guard case .name(let module, let name)? = stack.popLast() else {
            throw PickleReader.broken("the pickle calls what is no class")
        }
        let arguments = try Operations.array(given)
        switch (module, name) {
        case ("collections", "OrderedDict"):
            let dict = DictValue.ordered()
            if let pairs = arguments.first {
                for pair in try Operations.array(pairs) {
                    let parts = try Operations.array(pair)
                    if parts.count == 2 { try dict.set(parts[0], parts[1]) }
                }
            }
            push(.dict(dict))
        case ("collections", "Counter"):
            let dict = DictValue()
            dict.sort = DictKind.counter
            if case .dict(let counts)? = arguments.first {
                for pair in counts.pairs { try dict.set(pair.key, pair.value) }
            }
            push(.dict(dict))
        case ("builtins", "set"), ("__builtin__", "set"), ("builtins", "frozenset"),
            ("__builtin__", "frozenset"):
            let elements = try arguments.first.map { try Operations.array($0) } ?? []
            push(.set(try PickleReader.set(elements, isFrozen: name == "frozenset")))
        case ("_codecs", "encode"):
            guard let text = arguments.first?.text, text.unicodeScalars.allSatisfy({ $0.value < 256 }) else {
                throw PickleReader.refused(module, name)
            }
            push(.object(BytesValue(text.unicodeScalars.map { UInt8($0.value) })))
        default: throw PickleReader.refused(module, name)
        }
    }
}
