import Encodings

/// From texts to bytes and back, with the errors that a program gets.
public enum TextEncoding {
    static let method = Method.make(
        "encode", ["encoding='utf-8'", "errors='strict'"], "The bytes of the text."
    ) { value, arguments, _ in
        let encoding = try TextMethods.optional(arguments[0])?.string ?? "utf-8"
        let errors = try TextMethods.optional(arguments[1])?.string ?? "strict"
        return .object(BytesValue(try encode(TextMethods.text(value), encoding, errors)))
    }

    /// What an encoding and a handler are called by a program.
    ///
    /// - Throws: LookupError for names that are not known.
    package static func codec(_ encoding: String, _ errors: String) throws -> (TextCodec, TextCodec.Handling)
    {
        guard let codec = TextCodec(named: encoding) else {
            throw ScriptError(
                "LookupError", "unknown encoding: \(encoding)",
                hint: TextCodec.allCases.map(\.rawValue).joined(separator: ", "))
        }
        guard let handling = TextCodec.Handling(rawValue: errors) else {
            throw ScriptError(
                "LookupError", "unknown error handler name '\(errors)'",
                hint: "strict, ignore, replace and backslashreplace are there")
        }
        return (codec, handling)
    }

    /// - Throws: LookupError for an encoding that is not here, UnicodeEncodeError for a character that it
    ///   does not have.
    package static func encode(_ text: ScriptText, _ encoding: String, _ errors: String) throws -> [UInt8] {
        let codec = try lookedUp(encoding, errors, isNeeded: !text.isASCII)
        do { return try codec.0.encode(text.bytes, codec.1) } catch let fault as CodecFault {
            throw error(fault, .str(text))
        }
    }

    /// - Throws: LookupError for an encoding that is not here, UnicodeDecodeError for bytes that are none
    ///   of its text.
    package static func decode(_ bytes: [UInt8], _ encoding: String, _ errors: String) throws -> String {
        let codec = try lookedUp(encoding, errors, isNeeded: bytes.contains { $0 >= 128 })
        do { return String(decoding: try codec.0.decode(bytes, codec.1), as: UTF8.self) } catch let fault
            as CodecFault
        {
            throw error(fault, .object(BytesValue(bytes)))
        }
    }

    /// As in CPython, a handler is looked for where one is needed.
    private static func lookedUp(_ encoding: String, _ errors: String, isNeeded: Bool) throws -> (
        TextCodec, TextCodec.Handling
    ) {
        let known = TextCodec.Handling(rawValue: errors) != nil
        return try codec(encoding, known || isNeeded ? errors : "strict")
    }

    /// What a program gets for bytes or characters that do not fit.
    package static func error(_ fault: CodecFault, _ object: Value) -> ScriptError {
        guard fault.kind != .general else { return ScriptError(fault.kind.rawValue, fault.message) }
        let kind = fault.kind.rawValue
        let instance = ExceptionTypes.make(
            ExceptionTypes.type(kind),
            [.string(fault.codec), object, .int(fault.start), .int(fault.end), .string(fault.reason)])
        var error = ScriptError(kind, fault.message, hint: "errors=\"replace\" puts a mark there")
        error.exception = instance
        return error
    }
}
