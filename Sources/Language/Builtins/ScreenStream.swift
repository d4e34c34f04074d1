/// `sys.stdout` and `sys.stderr`.
package final class ScreenStream: ScriptObject {
    let isError: Bool
    package init(isError: Bool) { self.isError = isError }
    package var typeName: String { "TextIOWrapper" }
    package func repr() throws -> String { "<\(isError ? "stderr" : "stdout")>" }
    package func copied(_ memo: CopyMemo?) throws -> any ScriptObject { self }

    func write(_ text: String, _ interpreter: Interpreter) {
        if !isError { return interpreter.output.write(text) }
        let line = text.hasSuffix("\n") ? String(text.dropLast()) : text
        if !line.isEmpty { interpreter.output.note(line) }
    }

    /// Writes values as `print` does: a text on the screen, piece by piece to anything else.
    ///
    /// - Parameter target: the screen where nil; nothing is written to None.
    /// - Throws: AttributeError for what cannot be written to, what its own `write` throws.
    static func print(
        _ values: [Value], _ separator: String, _ end: String, to target: Value?, flushes: Bool,
        _ interpreter: Interpreter
    ) throws {
        func text() throws -> String { try values.map(Operations.str).joined(separator: separator) + end }
        guard let target else { return interpreter.output.write(try text()) }
        if case .object(let object) = target, let stream = object as? ScreenStream {
            return stream.write(try text(), interpreter)
        }
        if target.isNone { return }
        let write = try Operations.requireAttribute(target, Names.write)
        for (index, value) in values.enumerated() {
            if index > 0, !separator.isEmpty {
                _ = try Operations.call(write, Arguments([.string(separator)]), interpreter)
            }
            let shown = Value.string(try Operations.str(value))
            _ = try Operations.call(write, Arguments([shown]), interpreter)
        }
        if !end.isEmpty { _ = try Operations.call(write, Arguments([.string(end)]), interpreter) }
        if flushes {
            let flush = try Operations.requireAttribute(target, Names.flush)
            _ = try Operations.call(flush, Arguments(), interpreter)
        }
    }

    package var attributeNames: [String] {
        ["write", "writelines", "flush", "isatty", "fileno", "encoding", "errors", "name", "mode", "closed"]
    }
    package func getAttribute(_ name: String) throws -> Value? {
        switch name {
        case "encoding": return .string("utf-8")
        case "errors": return .string(isError ? "backslashreplace" : "strict")
        case "name": return .string(isError ? "<stderr>" : "<stdout>")
        case "mode": return .string("w")
        case "closed": return .bool(false)
        case "fileno":
            return .builtin(
                Builtin("fileno", group: "sys", summary: "The number of the stream.") { [self] _ -> Int in
                    isError ? 2 : 1
                })
        case "writelines":
            return .builtin(
                Builtin(
                    "writelines", group: "sys", summary: "Writes texts one after the other.",
                    Parameter<Value>("lines", "the texts")
                ) { [self] interpreter, lines -> Value in
                    write(try Operations.array(lines).map { try $0.str() }.joined(), interpreter)
                    return .none
                })
        case "write":
            return .builtin(
                Builtin(
                    "write", group: "sys", summary: "Writes a text.", Parameter<String>("text", "the text")
                ) { [self] interpreter, text -> Int in
                    write(text, interpreter)
                    return text.unicodeScalars.count
                })
        case "flush":
            return .builtin(
                Builtin("flush", group: "sys", summary: "Does nothing: output is not buffered.") {
                    _ -> Value in
                    .none
                })
        case "isatty":
            return .builtin(
                Builtin("isatty", group: "sys", summary: "False: ask nothing of it.") { _ -> Bool in false })
        default: return nil
        }
    }
}
