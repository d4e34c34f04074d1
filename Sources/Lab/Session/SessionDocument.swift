import Foundation
import Plots
import Script

/// The cells of a session as a file: what a person carries away.
struct SessionDocument {
    let cells: [Session.HistoryEntry]
    private let seed: UInt64
    private let withOutputs: Bool

    /// - Parameter withOutputs: also what was printed and drawn, and the cells that failed.
    init(_ session: Session, withOutputs: Bool) {
        cells = session.history.filter {
            (withOutputs || $0.succeeded) && !SessionDocument.isAboutTheSession($0.source)
        }
        (seed, self.withOutputs) = (session.configuration.seed, withOutputs)
    }

    /// Questions and lists, which say nothing to who reads the file.
    private static func isAboutTheSession(_ source: String) -> Bool {
        let cell = Session.prepare(source)
        guard !cell.magics.isEmpty else { return false }
        return !cell.canChangeSession
            && cell.magics.allSatisfy { line in
                if case .magic(let name, _, _) = line.kind {
                    return ["save", "export", "history", "who", "whos", "snap", "diff"].contains(name)
                }
                return true
            }
    }

    /// - Parameter format: the ending of the file: `ipynb`, `md`, `html`, `py`.
    func data(format: String) throws -> Data {
        switch format {
        case "ipynb": return try notebook()
        case "md": return Data(lesson.utf8)
        case "html": return Data(page.utf8)
        default: return Data(program.utf8)
        }
    }

    // MARK: A program

    private var program: String {
        cells.filter(\.succeeded).map { cell in
            let source = PastedPrompts.removed(from: cell.source)
            return (withOutputs ? "# %%\n" : "") + (source.hasSuffix("\n") ? source : source + "\n")
        }
        .joined(separator: "\n")
    }

    // MARK: A lesson

    /// MyST Markdown that `lagado test` runs: outputs in fences, a failed cell as one that has to fail.
    private var lesson: String {
        let head = """
            ---
            file_format: mystnb
            kernelspec: {name: lagado, display_name: Lagado, language: lagado}
            jupytext: {notebook_metadata_filter: "lagado,file_format"}
            lagado: {format: 1, seed: \(seed)}
            ---

            """
        return head
            + cells.map { cell in
                var text =
                    "\n"
                    + fenced(
                        "{code-cell} lagado",
                        (cell.succeeded ? "" : ":check: error\n")
                            + cell.source.trimmingCharacters(in: .newlines))
                guard withOutputs else { return text }
                let output = cell.succeeded ? plainText(cell) : errorText(cell)
                if !output.isEmpty { text += fenced("output", output) }
                return text
            }.joined()
    }

    /// A fence longer than any row of backticks inside.
    private func fenced(_ kind: String, _ text: String) -> String {
        var (longest, present) = (2, 0)
        for character in text {
            present = character == "`" ? present + 1 : 0
            longest = max(longest, present)
        }
        let fence = String(repeating: "`", count: longest + 1)
        return "\(fence)\(kind)\n\(text)\(text.hasSuffix("\n") ? "" : "\n")\(fence)\n"
    }

    private func plainText(_ cell: Session.HistoryEntry) -> String {
        cell.outputs.map { output in
            switch output {
            case .text(let text): return Words.visible(text)
            case .figure(let figure): return figure.render()
            case .error: return ""
            }
        }.joined()
    }

    private func errorText(_ cell: Session.HistoryEntry) -> String {
        cell.outputs.reduce("") {
            if case .error(_, let message) = $1 { return $0 + message } else { return $0 }
        }
    }

    // MARK: A notebook

    private func notebook() throws -> Data {
        func lines(_ text: String) -> [String] {
            var rows = text.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) + "\n" }
            if let last = rows.popLast(), last.count > 1 { rows.append(String(last.dropLast())) }
            return rows
        }
        func output(_ output: CellOutput) -> [String: Any] {
            switch output {
            case .text(let text):
                return ["output_type": "stream", "name": "stdout", "text": lines(Words.visible(text))]
            case .figure(let figure):
                let data: [String: Any] = [
                    "image/svg+xml": lines(figure.svg()), "text/plain": lines(figure.render()),
                ]
                return ["output_type": "display_data", "data": data, "metadata": [String: Any]()]
            case .error(let kind, let message):
                return [
                    "output_type": "error", "ename": kind, "evalue": message, "traceback": lines(message),
                ]
            }
        }
        let root: [String: Any] = [
            "nbformat": 4, "nbformat_minor": 5,
            "metadata": [
                "kernelspec": ["name": "lagado", "display_name": "Lagado", "language": "python"],
                "language_info": ["name": "python"],
                "lagado": ["format": 1, "seed": Int(clamping: seed)],
            ] as [String: Any],
            "cells": cells.map { cell in
                [
                    "cell_type": "code", "id": "cell-\(cell.number)", "execution_count": cell.number,
                    "metadata": [String: Any](),
                    "source": lines(cell.source), "outputs": withOutputs ? cell.outputs.map(output) : [],
                ] as [String: Any]
            },
        ]
        return try JSONSerialization.data(
            withJSONObject: root, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
    }

    // MARK: A page

    private var page: String {
        func escaped(_ text: String) -> String {
            Words.visible(text).replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(
                of: "<", with: "&lt;"
            ).replacingOccurrences(of: ">", with: "&gt;")
        }
        let body = cells.map { cell in
            let outputs = cell.outputs.map { output in
                switch output {
                case .text(let text): return "<pre>\(escaped(text))</pre>"
                case .figure(let figure): return "<figure>\(figure.svg())</figure>"
                case .error(_, let message): return "<pre class=\"error\">\(escaped(message))</pre>"
                }
            }
            return
                "<section><pre class=\"code\"><b>\(cell.number)&gt; </b>\(escaped(cell.source))</pre>\n\(outputs.joined(separator: "\n"))</section>"
        }
        return """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>A session with Lagado</title>
            <style>
            body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; font-family: sans-serif; }
            pre { overflow-x: auto; margin: 0.3rem 0; line-height: 1.35; }
            pre.code { background: #f4f4f0; padding: 0.6rem 0.8rem; } pre.code b { color: #777; }
            pre.error { color: #a00; } figure { margin: 0.5rem 0; }
            </style></head><body>
            \(body.joined(separator: "\n"))
            </body></html>

            """
    }
}
