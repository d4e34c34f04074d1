/// The bytes of a text: what `encode()` gives.
public final class BytesValue: ScriptObject {
    public let bytes: [UInt8]
    public init(_ bytes: [UInt8]) { self.bytes = bytes }
    public var typeName: String { "bytes" }
    public func repr() throws -> String {
        let quote: UInt8 = bytes.contains(39) && !bytes.contains(34) ? 34 : 39
        var text = "b" + String(UnicodeScalar(quote))
        for byte in bytes {
            switch byte {
            case 10: text += "\\n"
            case 13: text += "\\r"
            case 9: text += "\\t"
            case 92: text += "\\\\"
            case quote: text += "\\'"
            case 32...126: text.unicodeScalars.append(UnicodeScalar(byte))
            default: text += "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }
        }
        return text + String(UnicodeScalar(quote))
    }
    public func length() throws -> Int { bytes.count }
    public func iterate() throws -> ScriptIterator { ArrayIterator(bytes.map { .int(Int($0)) }) }
    public func getItem(_ index: Value) throws -> Value {
        let values = try Operations.item(.tuple(bytes.map { .int(Int($0)) }), index)
        if case .tuple(let part) = values {
            return .object(BytesValue(part.elements.compactMap { Operations.integer($0).map { UInt8($0) } }))
        }
        return values
    }
    public func isEqual(to other: Value) throws -> Bool {
        if case .object(let object) = other, let other = object as? BytesValue { return other.bytes == bytes }
        return false
    }
    public func hash() throws -> Int { bytes.hashValue }
    public func copied(_ memo: CopyMemo?) throws -> any ScriptObject { self }
    public func truth() throws -> Bool { !bytes.isEmpty }
    public var attributeNames: [String] { ["decode"] }
    public func getAttribute(_ name: String) throws -> Value? {
        guard name == "decode" else { return nil }
        return .builtin(
            Builtin("decode", group: "methods", summary: "The text of the bytes.", raw: []) {
                [bytes] _, arguments in
                let errors =
                    arguments.keyword("errors")?.text
                    ?? (arguments.positional.count > 1 ? arguments.positional[1].text : nil) ?? "strict"
                let text = String(decoding: bytes, as: UTF8.self)
                if errors == "strict", Array(text.utf8) != bytes {
                    throw ScriptError(
                        "UnicodeDecodeError", "the bytes are not valid UTF-8",
                        hint: "decode(errors=\"replace\")")
                }
                return .string(text)
            })
    }
}
