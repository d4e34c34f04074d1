import Foundation
import Language

/// Reads what Python's pickle has written. Nothing in a file is ever called: what names in it stand for says
/// a vocabulary, and what that does not know is refused by its name.
package struct PickleReader {
    private enum Item {
        case value(Value)
        case mark
    }

    private let bytes: [UInt8]
    private let vocabulary: any PickleVocabulary
    /// What the texts of Python 2 are in; "bytes" where they stay bytes.
    private let encoding: String
    private var at = 0
    private var stack: [Item] = []
    private var memo: [Int: Value] = [:]

    private init(_ bytes: [UInt8], _ start: Int, _ vocabulary: any PickleVocabulary, _ encoding: String) {
        (self.bytes, at, self.vocabulary, self.encoding) = (bytes, start, vocabulary, encoding)
    }

    /// - Parameter encoding: what the texts of Python 2 are in: "ASCII", "latin1", "utf-8", or "bytes".
    /// - Returns: the value, and where the next one begins.
    /// - Throws: UnpicklingError for what is not what the vocabulary knows, EOFError where the data ends
    ///   early.
    package static func read(
        _ bytes: [UInt8], from start: Int = 0, _ vocabulary: any PickleVocabulary = PlainPickle(),
        encoding: String = "ASCII"
    ) throws -> (Value, Int) {
        var reader = PickleReader(bytes, start, vocabulary, encoding)
        let value = try reader.run()
        return (value, reader.at)
    }

    package static func broken(_ words: String) -> ScriptError { ScriptError("UnpicklingError", words) }

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

    /// A text that Python 2 wrote.
    private func old(_ content: [UInt8]) throws -> Value {
        if encoding == "bytes" { return .object(BytesValue(content)) }
        do { return .string(try TextEncoding.decode(content, encoding, "strict")) } catch var error
            as ScriptError
            where error.kind == "UnicodeDecodeError"
        {
            error.hint = "encoding=\"latin1\", or encoding=\"bytes\""
            throw error
        }
    }

    private mutating func push(_ value: Value) { stack.append(.value(value)) }

    private func checked(_ value: Value) throws -> Value {
        if case .object(let object) = value, let name = object as? PickledName, !vocabulary.namesAreValues {
            throw PickleReader.broken(
                "the pickle holds the name \(name.path), and pickle reads plain data here")
        }
        return value
    }

    private mutating func pop() throws -> Value {
        switch stack.popLast() {
        case .value(let value)?: return try checked(value)
        case .mark?: throw PickleReader.broken("unexpected MARK found")
        case nil: throw PickleReader.broken("unpickling stack underflow")
        }
    }

    /// What lies above the last mark.
    private mutating func popToMark() throws -> [Value] {
        guard
            let place = stack.lastIndex(where: { if case .mark = $0 { true } else { false } })
        else { throw PickleReader.broken("could not find MARK") }
        let values = try stack[(place + 1)...].map { item in
            if case .value(let value) = item { return try checked(value) }
            return .none
        }
        stack.removeSubrange(place...)
        return values
    }

    /// An int of any size.
    private mutating func long(_ count: Int) throws -> Value {
        BigInteger.from(Array(try part(count).reversed()), isSigned: true)
    }

    /// An int as its digits.
    private static func number(_ digits: String) throws -> Value {
        if let number = Int(digits) { return .int(number) }
        let isNegative = digits.hasPrefix("-")
        guard digits.utf8.count < 4300,
            let big = BigInteger.parse(isNegative ? String(digits.dropFirst()) : digits, radix: 10)
        else { throw PickleReader.broken("a number was expected, not \(Operations.quoted(digits))") }
        return isNegative ? try Operations.unary(.negate, big) : big
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
        case 0x80:
            let version = try byte()
            guard version <= 5 else {
                throw ScriptError("ValueError", "unsupported pickle protocol: \(version)")
            }
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
            push(try PickleReader.number(text.hasSuffix("L") ? String(text.dropLast()) : text))
        case UInt8(ascii: "F"):
            let text = try line()
            guard let number = Double(text) else { throw PickleReader.broken("a number was expected") }
            push(.float(number))
        case UInt8(ascii: "G"):
            let bits = try part(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            push(.float(Double(bitPattern: bits)))
        case 0x8C: push(try text(Int(byte())))
        case UInt8(ascii: "X"): push(try text(little(4)))
        case 0x8D: push(try text(little(8)))
        case UInt8(ascii: "V"): push(.string(try line()))
        case UInt8(ascii: "C"): push(.object(BytesValue(Array(try part(Int(byte()))))))
        case UInt8(ascii: "B"): push(.object(BytesValue(Array(try part(little(4))))))
        case UInt8(ascii: "U"): push(try old(Array(part(Int(byte())))))
        case UInt8(ascii: "T"): push(try old(Array(part(little(4)))))
        case UInt8(ascii: "S"):
            let quoted = try line()
            guard quoted.count > 1, quoted.first == quoted.last, !quoted.contains("\\") else {
                throw PickleReader.broken("the STRING opcode argument must be quoted")
            }
            push(try old(Array(quoted.utf8.dropFirst().dropLast())))
        case 0x8E: push(.object(BytesValue(Array(try part(little(8))))))
        case 0x96: push(.object(ByteArrayValue(Array(try part(little(8))))))
        default: try container(code)
        }
    }

    /// Steps that make containers of what lies on the stack, and those that name things.
    private mutating func container(_ code: UInt8) throws {
        switch code {
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
        case 0x91: push(.set(try SetValue(popToMark(), isFrozen: true)))
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
            guard case .set(let set)? = top, !set.isFrozen else {
                throw PickleReader.broken("a set was expected")
            }
            for element in added { try set.insert(element) }
        case 0x94: try keep(memo.count)
        case UInt8(ascii: "q"): try keep(Int(byte()))
        case UInt8(ascii: "r"): try keep(little(4))
        case UInt8(ascii: "p"): try keep(Int(line()) ?? -1)
        case UInt8(ascii: "h"): try recall(Int(byte()))
        case UInt8(ascii: "j"): try recall(little(4))
        case UInt8(ascii: "g"): try recall(Int(line()) ?? -1)
        default: try make(code)
        }
    }

    /// Steps by which a pickle would run what it names.
    private mutating func make(_ code: UInt8) throws {
        switch code {
        case UInt8(ascii: "c"):
            let module = try line()
            push(try vocabulary.value(of: PickledName(module, line())))
        case 0x93:
            let name = try pop(), module = try pop()
            push(try vocabulary.value(of: PickledName(module.text ?? "?", name.text ?? "?")))
        case UInt8(ascii: "R"):
            let given = try Operations.array(pop())
            guard case .value(.object(let object))? = stack.popLast(), let name = object as? PickledName
            else {
                throw PickleReader.broken("the pickle calls what it may not call")
            }
            push(try vocabulary.call(name, given))
        case 0x81:
            let given = try Operations.array(pop())
            guard case .value(let type)? = stack.popLast() else {
                throw PickleReader.broken("unpickling stack underflow")
            }
            if case .object(let object) = type, let name = object as? PickledName {
                push(try vocabulary.call(name, given))
            } else if given.isEmpty, let plain = vocabulary as? PlainPickle {
                push(try plain.instance(of: type))
            } else {
                throw PickleReader.broken("the pickle makes an object of what is no class")
            }
        case UInt8(ascii: "b"):
            let state = try pop()
            guard let top else { throw PickleReader.broken("unpickling stack underflow") }
            if let value = try vocabulary.restore(top, state) { replace(top, by: value) }
        case UInt8(ascii: "Q"): push(try vocabulary.load(pop()))
        default:
            throw PickleReader.broken(
                "the pickle is no plain data: operation 0x\(String(code, radix: 16)) at position \(at - 1)")
        }
    }

    /// Puts a value in the place of one that was only begun with.
    private mutating func replace(_ old: Value, by new: Value) {
        stack[stack.count - 1] = .value(new)
        for (place, value) in memo where Operations.identical(value, old) { memo[place] = new }
    }

    private var top: Value? {
        if case .value(let value)? = stack.last { return value }
        return nil
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
        guard let value = top, place >= 0 else { throw PickleReader.broken("memo without a value") }
        memo[place] = value
    }

    private mutating func recall(_ place: Int) throws {
        guard let value = memo[place] else {
            throw PickleReader.broken("Memo value not found at index \(place)")
        }
        push(value)
    }
}
