import Foundation
import Language

/// The module `struct`: values as bytes in the layout of a format.
enum StructModule {
    /// One letter of a format, and how often it stands there.
    struct Field {
        let letter: Character
        let count: Int
        let size: Int
        /// Where it begins, after what fills up to its alignment.
        let offset: Int
    }

    /// A format, read.
    struct Layout {
        let text: String
        let fields: [Field]
        let size: Int
        let isLittle: Bool
        /// The number of values that it takes and gives.
        var values: Int {
            fields.reduce(0) {
                $0 + ($1.letter == "x" ? 0 : $1.letter == "s" || $1.letter == "p" ? 1 : $1.count)
            }
        }

        init(_ value: Value) throws {
            guard let text = value.text ?? value.bytes.map({ String(decoding: $0, as: UTF8.self) }) else {
                throw ScriptError(
                    "TypeError", "Struct() argument 1 must be a str or bytes object, not \(value.typeName)")
            }
            self.text = text
            var rest = Substring(text)
            var order: Character = "@"
            if let first = rest.first, "@=<>!".contains(first) { order = rest.removeFirst() }
            isLittle = order != ">" && order != "!"
            let isNative = order == "@"
            var fields: [Field] = [], offset = 0
            while let next = rest.first {
                if next.isWhitespace {
                    rest.removeFirst()
                    continue
                }
                var digits = ""
                while let digit = rest.first, digit.isASCII, digit.isNumber {
                    digits.append(rest.removeFirst())
                }
                guard let letter = rest.popFirst() else {
                    throw StructModule.error("repeat count given without format specifier")
                }
                guard let size = StructModule.size(letter, isNative: isNative) else {
                    throw StructModule.error("bad char in struct format")
                }
                guard let count = digits.isEmpty ? 1 : Int(digits), count <= Limits.textBytes else {
                    throw StructModule.error("overflow in item count")
                }
                if isNative, size > 1 { offset = (offset + size - 1) / size * size }
                fields.append(Field(letter: letter, count: count, size: size, offset: offset))
                let (length, isLarge) = size.multipliedReportingOverflow(by: count)
                let (end, isOver) = offset.addingReportingOverflow(length)
                if isLarge || isOver || end > Limits.textBytes {
                    throw StructModule.error("total struct size too long")
                }
                offset = end
            }
            (self.fields, size) = (fields, offset)
        }
    }

    static func error(_ message: String) -> ScriptError { ScriptError("struct.error", message) }

    private static func size(_ letter: Character, isNative: Bool) -> Int? {
        switch letter {
        case "x", "c", "b", "B", "?", "s", "p": 1
        case "h", "H", "e": 2
        case "i", "I", "f": 4
        case "l", "L": isNative ? 8 : 4
        case "q", "Q", "d": 8
        case "n", "N", "P": isNative ? 8 : nil
        default: nil
        }
    }

    // MARK: Packing

    static func pack(_ layout: Layout, _ values: [Value]) throws -> [UInt8] {
        guard values.count == layout.values else {
            throw error("pack expected \(layout.values) items for packing (got \(values.count))")
        }
        var bytes = [UInt8](repeating: 0, count: layout.size)
        var next = 0
        for field in layout.fields {
            if field.letter == "x" { continue }
            if field.letter == "s" || field.letter == "p" {
                guard let given = values[next].bytes else {
                    throw error("argument for '\(field.letter)' must be a bytes object")
                }
                next += 1
                guard field.count > 0 else { continue }
                let isCounted = field.letter == "p"
                let room = field.count - (isCounted ? 1 : 0),
                    part = given.prefix(isCounted ? min(room, 255) : room)
                if isCounted { bytes[field.offset] = UInt8(part.count) }
                bytes.replaceSubrange(
                    (field.offset + (isCounted ? 1 : 0))..<(field.offset + (isCounted ? 1 : 0) + part.count),
                    with: part)
                continue
            }
            for place in 0..<field.count {
                var one = try packed(field.letter, field.size, values[next])
                if !layout.isLittle { one.reverse() }
                let at = field.offset + place * field.size
                bytes.replaceSubrange(at..<(at + field.size), with: one)
                next += 1
            }
        }
        return bytes
    }

    /// One value, the lowest byte first.
    private static func packed(_ letter: Character, _ size: Int, _ value: Value) throws -> [UInt8] {
        func little(_ bits: UInt64) -> [UInt8] {
            (0..<size).map { UInt8(truncatingIfNeeded: bits >> (8 * UInt64($0))) }
        }
        switch letter {
        case "c":
            guard let given = value.bytes, given.count == 1 else {
                throw error("char format requires a bytes object of length 1")
            }
            return given
        case "?": return [try Operations.truth(value) ? 1 : 0]
        case "f", "d", "e":
            guard let number = try Double.from(value) else {
                throw error("required argument is not a float")
            }
            switch letter {
            case "d": return little(number.bitPattern)
            case "f":
                let single = Float(number)
                if single.isInfinite, number.isFinite {
                    throw ScriptError("OverflowError", "float too large to pack with f format")
                }
                return little(UInt64(single.bitPattern))
            default:
                let half = Float16(number)
                if half.isInfinite, number.isFinite {
                    throw ScriptError("OverflowError", "float too large to pack with e format")
                }
                return little(UInt64(half.bitPattern))
            }
        default:
            guard let number = try whole(value) else { throw error("required argument is not an integer") }
            let isSigned = letter.isLowercase
            guard let bytes = BigInteger.bytes(of: number, count: size, isSigned: isSigned) else {
                let bits = 8 * size
                if size == 8 {
                    throw error(isSigned ? "int too large to convert" : "int too large to convert")
                }
                let low = isSigned ? "-\(1 << (bits - 1))" : "0"
                let high = isSigned ? "\((1 << (bits - 1)) - 1)" : "\((1 << bits) - 1)"
                let name = ["b": "byte", "B": "ubyte", "h": "short", "H": "ushort"][letter]
                throw error(
                    name.map { "\($0) format requires \(low) <= number <= \(high)" }
                        ?? "'\(letter)' format requires \(low) <= number <= \(high)")
            }
            return bytes.reversed()
        }
    }

    private static func whole(_ value: Value) throws -> Value? {
        if value.own.bigInteger != nil { return value.own }
        return try Operations.index(value).map(Value.int)
    }

    // MARK: Unpacking

    static func unpack(_ layout: Layout, _ bytes: ArraySlice<UInt8>) -> Value {
        var values: [Value] = []
        for field in layout.fields where field.letter != "x" {
            let start = bytes.startIndex + field.offset
            if field.letter == "s" || field.letter == "p" {
                let all = bytes[start..<(start + field.count)]
                let isCounted = field.letter == "p" && !all.isEmpty
                let part = isCounted ? all.dropFirst().prefix(Int(all[start])) : all
                values.append(.object(BytesValue(Array(part))))
                continue
            }
            for place in 0..<field.count {
                let at = start + place * field.size
                let part = bytes[at..<(at + field.size)]
                let highFirst = Array(layout.isLittle ? Array(part.reversed()) : Array(part))
                values.append(unpacked(field.letter, highFirst))
            }
        }
        return .tuple(values)
    }

    private static func unpacked(_ letter: Character, _ bytes: [UInt8]) -> Value {
        let bits = bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        switch letter {
        case "c": return .object(BytesValue(bytes))
        case "?": return .bool(bits != 0)
        case "d": return .float(Double(bitPattern: bits))
        case "f": return .float(Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits))))
        case "e": return .float(Double(Float16(bitPattern: UInt16(truncatingIfNeeded: bits))))
        default: return BigInteger.from(bytes, isSigned: letter.isLowercase)
        }
    }

    /// The bytes at a place of a row, for one layout.
    static func part(_ layout: Layout, _ row: [UInt8], at offset: Int) throws -> ArraySlice<UInt8> {
        let start = offset < 0 ? offset + row.count : offset
        guard start >= 0, row.count - start >= layout.size else {
            let needed = layout.size + max(0, start)
            throw error(
                "unpack_from requires a buffer of at least \(needed) bytes for unpacking \(layout.size) "
                    + "bytes at offset \(offset) (actual buffer size is \(row.count))")
        }
        return row[start..<(start + layout.size)]
    }

    private static func row(_ value: Value) throws -> [UInt8] {
        if let bytes = value.bytes { return bytes }
        throw ScriptError("TypeError", "a bytes-like object is required, not '\(value.typeName)'")
    }

    // MARK: Commands

    /// What each function of the module and each method of a `Struct` does with a layout.
    static var actions:
        [(name: String, parameters: [String], summary: String, body: (Layout, [Value]) throws -> Value)]
    {
        [
            ("pack", ["*values"], "Values as bytes.", { .object(BytesValue(try pack($0, $1))) }),
            (
                "pack_into", ["buffer", "offset", "*values"], "Puts values as bytes into a bytearray.",
                { layout, given in
                    guard given.count >= 2, case .object(let object) = given[0],
                        let target = object as? ByteArrayValue
                    else { throw ScriptError("TypeError", "pack_into() wants a bytearray and an offset") }
                    let bytes = try pack(layout, Array(given.dropFirst(2)))
                    var offset = try Operations.requireIndex(given[1])
                    if offset < 0 { offset += target.bytes.count }
                    guard offset >= 0, target.bytes.count - offset >= bytes.count else {
                        let needed = max(0, offset) + bytes.count
                        throw error(
                            "pack_into requires a buffer of at least \(needed) bytes for packing "
                                + "\(bytes.count) bytes at offset \(offset) (actual buffer size is "
                                + "\(target.bytes.count))")
                    }
                    target.bytes.replaceSubrange(offset..<(offset + bytes.count), with: bytes)
                    return .none
                }
            ),
            (
                "unpack", ["buffer"], "The values that bytes are.",
                { layout, given in
                    let row = try row(given.first ?? .none)
                    guard row.count == layout.size else {
                        throw error("unpack requires a buffer of \(layout.size) bytes")
                    }
                    return unpack(layout, row[...])
                }
            ),
            (
                "unpack_from", ["buffer", "offset"], "The values that bytes from a place on are.",
                { layout, given in
                    let offset = try given.count > 1 ? Operations.requireIndex(given[1]) : 0
                    return unpack(layout, try part(layout, row(given.first ?? .none), at: offset))
                }
            ),
            (
                "iter_unpack", ["buffer"], "The values of each part of the bytes.",
                { layout, given in
                    let row = try row(given.first ?? .none)
                    guard layout.size > 0, row.count % layout.size == 0 else {
                        throw error(
                            layout.size == 0
                                ? "cannot iteratively unpack with a struct of length 0"
                                : "iterative unpacking requires a buffer of a multiple of "
                                    + "\(layout.size) bytes"
                        )
                    }
                    let parts = stride(from: 0, to: row.count, by: layout.size).map {
                        unpack(layout, row[$0..<($0 + layout.size)])
                    }
                    return .object(try Operations.iterator(.list(parts)))
                }
            ),
        ]
    }

    static func make() -> ModuleValue {
        let functions = actions.map { action in
            Builtin(
                action.name, group: "struct", summary: action.summary,
                raw: [.init("format", "the layout, such as '<if'", .positionalOnly)]
                    + action.parameters.map { name in
                        name.hasPrefix("*")
                            ? .init(String(name.dropFirst()), "values", .variadic)
                            : .init(name, "a value", default: name == "offset" ? "0" : nil)
                    }
            ) { _, arguments in
                guard let format = arguments.positional.first else {
                    throw ScriptError("TypeError", "\(action.name) expected at least 1 argument, got 0")
                }
                let named = action.parameters.compactMap { arguments.keyword($0) }
                return try action.body(Layout(format), Array(arguments.positional.dropFirst()) + named)
            }
        }
        let module = ModuleValue(
            "struct", documentation: "Values as bytes.",
            commands: functions + [
                Builtin(
                    "calcsize", group: "struct", summary: "The number of bytes of a layout.",
                    Parameter<Value>("format", "the layout"), example: "struct.calcsize('<if')"
                ) { _, format -> Int in try Layout(format).size }
            ])
        module["Struct"] = .type(StructObject.type)
        module["error"] = .type(ExceptionTypes.type("struct.error"))
        return module
    }
}

/// `struct.Struct(format)`.
final class StructObject: ScriptObject {
    private let layout: StructModule.Layout
    init(_ format: Value) throws { layout = try StructModule.Layout(format) }

    var typeName: String { "Struct" }
    var scriptClass: ScriptClass? { StructObject.type }
    func copied(_ memo: CopyMemo?) throws -> any ScriptObject { self }
    func repr() throws -> String { "<_struct.Struct object>" }
    var attributeNames: [String] { ["format", "size"] }
    func getAttribute(_ name: String) throws -> Value? {
        switch name {
        case "format": return .string(layout.text)
        case "size": return .int(layout.size)
        default: return nil
        }
    }

    static let type = ScriptClass(
        "Struct", of: "_struct",
        methods: StructModule.actions.map { action in
            Builtin(
                action.name, group: "struct", summary: action.summary,
                raw: [.init("self", "the layout", .positionalOnly)]
                    + action.parameters.map { name in
                        name.hasPrefix("*")
                            ? .init(String(name.dropFirst()), "values", .variadic)
                            : .init(name, "a value", default: name == "offset" ? "0" : nil)
                    }
            ) { _, arguments in
                guard case .object(let object)? = arguments.positional.first,
                    let own = object as? StructObject
                else { throw ScriptError("TypeError", "\(action.name)() wants a Struct") }
                let named = action.parameters.compactMap { arguments.keyword($0) }
                return try action.body(own.layout, Array(arguments.positional.dropFirst()) + named)
            }
        }, isInstance: { $0 is StructObject }
    ) { arguments, _ in
        guard let format = arguments.positional.first ?? arguments.keyword("format") else {
            throw ScriptError("TypeError", "Struct() missing required argument 'format' (pos 1)")
        }
        return try StructObject(format)
    }
}
