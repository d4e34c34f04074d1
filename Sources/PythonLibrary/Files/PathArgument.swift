import Disk
import Foundation
import Language

/// A path as an argument: a text, or an object that says its own by `__fspath__`.
struct PathArgument: ScriptConvertible {
    let text: String

    static var scriptName: String { "str or os.PathLike" }
    static func from(_ value: Value) throws -> PathArgument? { PathArgument(text: try required(value)) }
    var scriptValue: Value { .string(text) }

    /// The path that a value is; nil for what is none.
    static func optional(_ value: Value) throws -> String? {
        switch value {
        case .str(let text): return text.string
        case .object(let object as BytesValue): return String(decoding: object.bytes, as: UTF8.self)
        case .instance:
            guard let method = try Operations.attribute(value, Symbol("__fspath__")),
                let interpreter = Interpreter.current
            else { return nil }
            let given = try Operations.call(method, Arguments(), interpreter)
            guard let text = given.text else {
                throw ScriptError(
                    "TypeError",
                    "expected \(value.typeName).__fspath__() to return str or bytes, not \(given.typeName)")
            }
            return text
        default: return nil
        }
    }

    /// - Throws: TypeError for what is no path, ValueError for one with a NUL character.
    static func required(_ value: Value) throws -> String {
        guard let path = try optional(value) else {
            throw ScriptError(
                "TypeError", "expected str, bytes or os.PathLike object, not \(value.typeName)")
        }
        guard !path.utf8.contains(0) else { throw ScriptError("ValueError", "embedded null byte") }
        return path
    }
}

/// A path for a command of another library: a text, or an object that says its own by `__fspath__`.
package struct PathText: ScriptConvertible {
    package let text: String

    package static var scriptName: String { "str" }
    package static func from(_ value: Value) throws -> PathText? {
        try PathArgument.optional(value).map { PathText(text: $0) }
    }
    package var scriptValue: Value { .string(text) }
}

/// What the system says about files, as exceptions.
package enum SystemFailure {
    /// The exception for a value of `errno`.
    package static func error(_ code: Int32, _ path: String) -> ScriptError {
        ScriptError(
            ExceptionTypes.systemErrors[Int(code)] ?? "OSError",
            "[Errno \(code)] \(String(cString: strerror(code))): \(Operations.quoted(path))")
    }

    /// The exception for what a file could not do, in CPython's words where the system has said it.
    package static func error(_ error: FileError, _ path: String) -> any Error {
        if let code = error.code { return self.error(code, path) }
        return error.reason == .notFound ? self.error(ENOENT, path) : error
    }

    /// The exception for a call with two paths.
    static func error(_ code: Int32, _ path: String, _ target: String) -> ScriptError {
        var error = error(code, path)
        error.message += " -> \(Operations.quoted(target))"
        return error
    }
}

/// Where programs write files by `open`, `os` and what stands on them: in the working folder, in the
/// temporary one, and below both.
enum WritingPlaces {
    static var temporary: String {
        for name in ["TMPDIR", "TEMP", "TMP"] {
            if let folder = ProcessInfo.processInfo.environment[name], FilePath.isFolder(folder) {
                return folder
            }
        }
        return "/tmp"
    }

    /// - Throws: PermissionError that says where programs write, for a path that leads elsewhere: by `..`,
    ///   by a link, from the root.
    static func permit(_ path: String, _ interpreter: Interpreter) throws {
        let folder = interpreter.writingFolder ?? FileManager.default.currentDirectoryPath
        if path == "/dev/null" || FilePath.leads(path, into: folder) || FilePath.leads(path, into: temporary)
        {
            return
        }
        var error = SystemFailure.error(EACCES, path)
        error.details = ["programs write in the working folder, \(folder), and in \(temporary)"]
        error.hint =
            "a path without \"/\" at its beginning: "
            + Operations.quoted((path as NSString).lastPathComponent)
        throw error
    }
}
