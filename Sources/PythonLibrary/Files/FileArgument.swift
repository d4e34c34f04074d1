import Disk
import Foundation
import Language

/// A file as an argument: a path, or an object that is read and written as an open file is.
package enum FileArgument: ScriptConvertible {
    case path(String)
    case object(Value)

    package static var scriptName: String { "str, path or file" }
    package static func from(_ value: Value) throws -> FileArgument? {
        if let path = try PathArgument.optional(value) { return .path(path) }
        for name in ["read", "write"] {
            if try Operations.attribute(value, Symbol(name)) != nil { return .object(value) }
        }
        return nil
    }
    package var scriptValue: Value {
        switch self {
        case .path(let path): .string(path)
        case .object(let value): value
        }
    }

    /// Nil for an object.
    package var path: String? { if case .path(let path) = self { path } else { nil } }

    /// Hands bytes to the object's `write`.
    package func write(_ bytes: [UInt8], _ interpreter: Interpreter) throws {
        guard case .object(let value) = self else { return }
        guard let method = try Operations.attribute(value, Symbol("write")) else {
            throw ScriptError("AttributeError", "'\(value.typeName)' object has no attribute 'write'")
        }
        _ = try Operations.call(method, Arguments([.object(BytesValue(bytes))]), interpreter)
    }

    /// What the object's `read` gives, from where it stands.
    package func read(_ interpreter: Interpreter) throws -> [UInt8] {
        guard case .object(let value) = self else { return [] }
        guard let method = try Operations.attribute(value, Symbol("read")) else {
            throw ScriptError("AttributeError", "'\(value.typeName)' object has no attribute 'read'")
        }
        let data = try Operations.call(method, Arguments(), interpreter)
        guard let bytes = data.bytes else {
            throw ScriptError(
                "TypeError", "a file of bytes was expected; its read() gave a \(data.typeName)",
                hint: "open(path, \"rb\")")
        }
        return bytes
    }
}
