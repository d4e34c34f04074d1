import Foundation
import Script

/// Magics about what was typed, and files of it.
enum FileMagics {
    static let all: [Magic] = [history, save, run]

    static let history = Magic("history", "Shows what was typed, with numbers; the last N cells if a number is given.", usage: "%history [N]") { session, line, _ in
        var entries = session.history
        if !line.isEmpty {
            guard let count = Int(line), count > 0 else {
                throw ScriptError("ValueError", "%history takes a number of cells, not '\(Words.visible(line))'", hint: "%history 10")
            }
            entries = entries.suffix(count)
        }
        let width = entries.last.map { String($0.number).count } ?? 1
        for entry in entries {
            let lines = entry.source.split(separator: "\n", omittingEmptySubsequences: false)
            let body = lines.joined(separator: "\n" + String(repeating: " ", count: width + 2))
            session.sink.write("\(Words.padded(String(entry.number), width, right: true))  \(Words.visible(body))\n")
        }
    }

    static let save = Magic(
        "save", "Writes the cells that ran without an error to a file: a lesson (.md) or a program (.py).", usage: "%save FILE"
    ) { session, line, _ in
        let path = unquoted(try Session.required(line, "save", "my-session.md"))
        let url = try Files.destination(path, endings: ["md", "py", "txt"], what: "a session")
        let cells = session.history.filter(\.succeeded).filter { !isAboutTheSession($0.source) }
        guard !cells.isEmpty else { throw ScriptError("ValueError", "there is nothing to save yet: no cell has run") }
        let text: String
        if url.pathExtension == "md" {
            let head = """
                ---
                file_format: mystnb
                kernelspec: {name: lagado, display_name: Lagado, language: lagado}
                jupytext: {notebook_metadata_filter: "lagado,file_format"}
                lagado: {format: 1, seed: \(session.configuration.seed)}
                ---

                """
            text = head + cells.map { "\n" + fenced($0.source) }.joined()
        } else {
            text = cells.map { $0.source.hasSuffix("\n") ? $0.source : $0.source + "\n" }.joined(separator: "\n")
        }
        try Files.write(Data(text.utf8), to: url)
        session.sink.note("\(Words.count(cells.count, "cell")) written to \(url.path)")
    }

    static let run = Magic("run", "Runs a file of Python in this session.", usage: "%run FILE") { session, line, _ in
        let path = unquoted(try Session.required(line, "run", "exercise.py"))
        let url = try Files.source(path)
        guard let data = try? Data(contentsOf: url) else { throw ScriptError("OSError", "cannot read '\(Words.visible(path))'") }
        guard data.count <= 16 << 20 else { throw ScriptError("ValueError", "'\(Words.visible(path))' is too long for a program: \(DisplayCommands.memory(data.count))") }
        let source = try Source.decode(Array(data), name: url.lastPathComponent)
        try session.runInside(source.text, name: url.lastPathComponent, shown: false)
    }

    /// A fence longer than any row of backticks inside.
    private static func fenced(_ source: String) -> String {
        var (longest, present) = (2, 0)
        for character in source {
            present = character == "`" ? present + 1 : 0
            longest = max(longest, present)
        }
        let fence = String(repeating: "`", count: longest + 1)
        return "\(fence){code-cell} lagado\n\(source.trimmingCharacters(in: .newlines))\n\(fence)\n"
    }

    private static func isAboutTheSession(_ source: String) -> Bool {
        let text = source.trimmingCharacters(in: .whitespacesAndNewlines)
        return ["%save", "%history", "%who", "?"].contains { text.hasPrefix($0) } || text.hasSuffix("?")
    }

    private static func unquoted(_ text: String) -> String { text.trimmingCharacters(in: CharacterSet(charactersIn: "\"' ")) }
}
