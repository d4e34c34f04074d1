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

    package var attributeNames: [String] { ["write", "flush", "isatty"] }
    package func getAttribute(_ name: String) throws -> Value? {
        switch name {
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
