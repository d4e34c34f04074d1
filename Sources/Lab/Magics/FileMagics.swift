import Bindings
import Disk
import Documents
import Foundation
import Language
import Presentation

/// Magics about what was typed, and files of it.
enum FileMagics {
    static let all: [Magic] = [history, save, export, run]

    static let history = Magic(
        "history", "Shows what was typed, with numbers; the last N cells if a number is given.",
        usage: "%history [N]", example: "%history 10"
    ) { session, line, _ in
        var entries = session.history
        if !line.isEmpty {
            guard let count = Int(line), count > 0 else {
                throw ScriptError(
                    "ValueError", "%history takes a number of cells, not '\(Formatting.visible(line))'",
                    hint: "%history 10")
            }
            entries = entries.suffix(count)
        }
        let width = entries.last.map { String($0.number).count } ?? 1
        for entry in entries {
            let lines = entry.source.split(separator: "\n", omittingEmptySubsequences: false)
            let body = lines.joined(separator: "\n" + String(repeating: " ", count: width + 2))
            session.output.write(
                "\(Columns.padded(String(entry.number), width, right: true))  \(Formatting.visible(body))\n")
        }
    }

    static let save = Magic(
        "save", "Writes the cells that ran without an error to a file: a lesson (.md) or a program (.py).",
        usage: "%save FILE",
        example: "%save my-session.py"
    ) { session, line, _ in
        let url = try Files.destination(
            unquoted(try Session.required(line, "save", "my-session.md")), endings: ["md", "py", "txt"],
            what: "a session", session.interpreter)
        try write(SessionDocument(session, .program), to: url, session)
    }

    static let export = Magic(
        "export",
        "Writes the session with all that it printed and drew: a notebook (.ipynb), a lesson (.md), a page "
            + "(.html), a program (.py); --without-errors leaves out cells that failed or were taken back.",
        usage: "%export FILE [--without-errors]", example: "%export my-session.ipynb"
    ) { session, line, _ in
        let flag = "--without-errors"
        var words = try Session.required(line, "export", "my-session.ipynb").trimmingCharacters(
            in: .whitespaces)
        var content = SessionDocument.Content.everything
        // The flag may stand before the name or behind it.
        for isBefore in [true, false]
        where isBefore ? words.hasPrefix(flag + " ") : words.hasSuffix(" " + flag) {
            words = String(isBefore ? words.dropFirst(flag.count) : words.dropLast(flag.count))
                .trimmingCharacters(in: .whitespaces)
            content = .withoutErrors
        }
        if words.hasPrefix("-") {
            throw ScriptError(
                "ValueError", "%export has one flag, \(flag), not '\(Formatting.visible(words))'",
                hint: "%export my-session.ipynb \(flag)")
        }
        let endings = DocumentFormat.allCases.map(\.rawValue)
        let url = try Files.destination(
            unquoted(words), endings: endings, what: "a session", session.interpreter)
        try write(SessionDocument(session, content), to: url, session)
    }

    private static func write(_ content: SessionDocument, to url: URL, _ session: Session) throws {
        let cells = content.document.cells
        guard !cells.isEmpty else {
            throw ScriptError("ValueError", "there is nothing to write yet: no cell has run")
        }
        let (bytes, remark) = content.bytes(ending: url.pathExtension.lowercased())
        try Files.write(Data(bytes), to: url)
        if let remark { session.output.note(remark) }
        session.output.note("\(Formatting.count(cells.count, "cell")) written to \(url.path)")
    }

    static let run = Magic(
        "run", "Runs a file of Python in this session.", usage: "%run FILE", example: "%run exercise.py",
        changesSession: true
    ) { session, line, _ in
        let path = unquoted(try Session.required(line, "run", "exercise.py"))
        let url = try Files.source(path)
        let source = try Source.decode(
            ReadableFile(url.path).all(limit: 16 << 20), name: url.lastPathComponent)
        try session.runInside(source.text, name: url.lastPathComponent, shown: false)
    }

    private static func unquoted(_ text: String) -> String {
        text.trimmingCharacters(in: CharacterSet(charactersIn: "\"' "))
    }
}
