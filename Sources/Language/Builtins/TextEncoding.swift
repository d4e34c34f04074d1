/// What `encode` does with a text.
enum TextEncoding {
    static let method = Method.make(
        "encode", ["encoding='utf-8'", "errors='strict'"], "The bytes of the text."
    ) { value, arguments, _ in
        let encoding = try TextMethods.optional(arguments[0])?.string ?? "utf-8"
        let errors = try TextMethods.optional(arguments[1])?.string ?? "strict"
        return .object(BytesValue(try bytes(TextMethods.text(value), encoding, errors)))
    }

    /// - Throws: LookupError for an encoding that is not here, UnicodeEncodeError for a character that it
    ///   does not have.
    static func bytes(_ text: ScriptText, _ encoding: String, _ errors: String) throws -> [UInt8] {
        let limit: UInt32
        let name: String
        switch encoding.lowercased().replacing("_", with: "-") {
        case "utf-8", "utf8": return Array(text.bytes)
        case "ascii", "us-ascii": (limit, name) = (128, "ascii")
        case "latin-1", "latin1", "iso-8859-1": (limit, name) = (256, "latin-1")
        default: throw ScriptError("LookupError", "unknown encoding: \(encoding)")
        }
        var result: [UInt8] = []
        for (position, scalar) in text.string.unicodeScalars.enumerated() {
            if scalar.value < limit {
                result.append(UInt8(truncatingIfNeeded: scalar.value))
            } else if errors == "replace" {
                result.append(UInt8(ascii: "?"))
            } else if errors == "strict" {
                throw ScriptError(
                    "UnicodeEncodeError",
                    "'\(name)' codec can't encode character '\(Operations.escaped(scalar))' in position "
                        + "\(position): ordinal not in range(\(limit))")
            } else if errors != "ignore" {
                throw ScriptError("LookupError", "unknown error handler name '\(errors)'")
            }
        }
        return result
    }
}
