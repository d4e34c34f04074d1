import Foundation
import Language

/// The module `binascii`: bytes as text of a few letters.
enum BinaryTextModule {
    static func make() -> ModuleValue {
        let module = ModuleValue(
            "binascii", documentation: "Bytes as ASCII.",
            commands: [
                Builtin(
                    "b2a_base64", group: "binascii", summary: "Bytes in base 64.",
                    Parameter<Value>("data", "the bytes", .positionalOnly),
                    Parameter<Bool>("newline", "whether a newline ends it", default: true, .keywordOnly)
                ) { _, data, newline -> Value in
                    let text = Data(try bytes(data)).base64EncodedString() + (newline ? "\n" : "")
                    return .object(BytesValue(Array(text.utf8)))
                },
                Builtin(
                    "a2b_base64", group: "binascii", summary: "The bytes that base 64 stands for.",
                    Parameter<Value>("data", "the letters", .positionalOnly),
                    Parameter<Bool>(
                        "strict_mode", "whether anything but its letters is an error", default: false,
                        .keywordOnly)
                ) { _, data, strict -> Value in .object(BytesValue(try decoded(ascii(data), strict))) },
                hexadecimal("hexlify"), hexadecimal("b2a_hex"), unhexadecimal("unhexlify"),
                unhexadecimal("a2b_hex"),
                Builtin(
                    "crc32", group: "binascii", summary: "The CRC-32 checksum.",
                    Parameter<Value>("data", "the bytes", .positionalOnly),
                    Parameter<Int>("crc", "of what came before", default: 0, .positionalOnly)
                ) { _, data, start -> Int in
                    var rest = ~UInt32(truncatingIfNeeded: start)
                    for byte in try bytes(data) {
                        rest ^= UInt32(byte)
                        for _ in 0..<8 { rest = rest & 1 == 1 ? rest >> 1 ^ 0xedb8_8320 : rest >> 1 }
                    }
                    return Int(~rest)
                },
            ])
        module["Error"] = .type(ExceptionTypes.type("binascii.Error"))
        return module
    }

    private static func hexadecimal(_ name: String) -> Builtin {
        Builtin(
            name, group: "binascii", summary: "Bytes in hexadecimal.", Parameter<Value>("data", "the bytes")
        ) { _, data -> Value in
            let digits = Array("0123456789abcdef".utf8)
            return .object(
                BytesValue(try bytes(data).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }))
        }
    }

    private static func unhexadecimal(_ name: String) -> Builtin {
        Builtin(
            name, group: "binascii", summary: "The bytes that hexadecimal digits stand for.",
            Parameter<Value>("hexstr", "the digits")
        ) { _, data -> Value in
            let digits = try ascii(data)
            guard digits.count % 2 == 0 else { throw error("Odd-length string") }
            let values = try digits.map { digit -> UInt8 in
                guard let value = Character(Unicode.Scalar(digit)).hexDigitValue else {
                    throw error("Non-hexadecimal digit found")
                }
                return UInt8(value)
            }
            return .object(
                BytesValue(stride(from: 0, to: values.count, by: 2).map { values[$0] << 4 | values[$0 + 1] }))
        }
    }

    private static func error(_ message: String) -> ScriptError { ScriptError("binascii.Error", message) }

    private static func bytes(_ value: Value) throws -> [UInt8] {
        if let bytes = value.bytes { return bytes }
        throw ScriptError("TypeError", "a bytes-like object is required, not '\(value.typeName)'")
    }

    private static func ascii(_ value: Value) throws -> [UInt8] {
        if let bytes = value.bytes { return bytes }
        guard let text = value.text else {
            throw ScriptError(
                "TypeError", "argument should be bytes, buffer or ASCII string, not '\(value.typeName)'")
        }
        guard text.utf8.allSatisfy({ $0 < 128 }) else {
            throw ScriptError("ValueError", "string argument should contain only ASCII characters")
        }
        return Array(text.utf8)
    }

    /// What is no letter of base 64 is passed over, as in CPython, but in strict mode.
    private static func decoded(_ letters: [UInt8], _ isStrict: Bool) throws -> [UInt8] {
        var result: [UInt8] = [], bits: UInt32 = 0, count = 0, padding = 0
        for letter in letters {
            let value: UInt32
            switch letter {
            case 65...90: value = UInt32(letter) - 65
            case 97...122: value = UInt32(letter) - 71
            case 48...57: value = UInt32(letter) + 4
            case UInt8(ascii: "+"): value = 62
            case UInt8(ascii: "/"): value = 63
            case UInt8(ascii: "="):
                if count % 4 >= 2 {
                    padding += 1
                    if count % 4 + padding >= 4 { return result }
                } else if isStrict {
                    throw error("Leading padding not allowed")
                }
                continue
            default:
                if isStrict { throw error("Only base64 data is allowed") }
                continue
            }
            if isStrict, padding > 0 { throw error("Discontinuous padding not allowed") }
            padding = 0
            bits = bits << 6 | value
            count += 1
            switch count % 4 {
            case 2: result.append(UInt8(truncatingIfNeeded: bits >> 4))
            case 3: result.append(UInt8(truncatingIfNeeded: bits >> 2))
            case 0: result.append(UInt8(truncatingIfNeeded: bits))
            default: break
            }
        }
        guard count % 4 == 0 else {
            throw error(
                count % 4 == 1
                    ? "Invalid base64-encoded string: number of data characters (\(count)) cannot be 1 "
                        + "more than a multiple of 4" : "Incorrect padding")
        }
        return result
    }
}
