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
        .number(
            "N", "how many cells; all if left out", what: "a number of cells", in: 1...Int.max, sample: 10),
        example: "%history 10", subject: .session
    ) { session, count in
        var entries = session.history
        if let count { entries = entries.suffix(count) }
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
        .file("where to, by its ending: .md or .py"), example: "%save my-session.py", subject: .session
    ) { session, file in
        let url = try Files.destination(
            file, endings: ["md", "py", "txt"], what: "a session", session.interpreter)
        try write(SessionDocument(session, .program), to: url, session)
    }

    static let export = Magic(
        "export",
        "Writes the session with all that it printed and drew: a notebook (.ipynb), a lesson (.md), a page "
            + "(.html), a program (.py); --without-errors leaves out cells that failed or were taken back.",
        .file("where to, by its ending"),
        .flag("--without-errors", "leaves out cells that failed or were taken back"),
        example: "%export my-session.ipynb", subject: .session
    ) { session, file, isWithoutErrors in
        let endings = DocumentFormat.allCases.map(\.rawValue)
        let url = try Files.destination(file, endings: endings, what: "a session", session.interpreter)
        try write(SessionDocument(session, isWithoutErrors ? .withoutErrors : .everything), to: url, session)
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
        "run", "Runs a file of Python in this session.", .file("the program"), example: "%run exercise.py",
        changesSession: true
    ) { session, path in
        let url = try Files.source(path)
        let source = try Source.decode(
            ReadableFile(url.path).all(limit: 16 << 20), name: url.lastPathComponent)
        try session.runInside(ParsedCell(source.text, name: source.name), shown: false)
    }
}
