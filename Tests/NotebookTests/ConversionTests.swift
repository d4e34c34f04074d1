import Documents
import Foundation
import Notebook
import Presentation
import Testing

/// A lesson with everything that a lesson can say.
private let whole = """
    ---
    title: "All of it"
    lagado: {format: 1, minutes: 45, seed: 7, needs: [gulliver]}
    ---

    # Heading

    Words with `code` and $x_1$.

    <!-- note: ask the room
    first -->

    ```{code-cell} lagado
    :label: first
    :step: auto
    :cost: 40s
    :fast: x = 1
    :fast: y = 2
    :needs: gpt2
    :tol: 1e-5
    :output: sample
    :tags: [exercise, hint, hide-output, own-tag]

    x = 3
    print(x)
    ```

    ```output
    3
    <int> ...
    ```

    More words.

    ```{code-cell} lagado
    :check: error

    print("so far")
    1 / 0
    ```

    ```output
    so far
    ZeroDivisionError: division by zero
    ```

    ```check
    assert x == 3
    ```

    ```python
    read = "only"
    ```

    ```{code-cell} lagado
    y = ___
    ```

    ```hint
    think of *three*
    ```

    ```wrong
    y = 4
    ```

    ```solution
    y = 3
    ```

    ```check
    assert y == 3
    ```

    """

private func bytes(_ lesson: Lesson, _ format: DocumentFormat) -> [UInt8] {
    lesson.document().bytes(format).bytes
}

/// What a lesson means, without the places in its file.
private func meaning(_ lesson: Lesson) -> [Document.Block] { lesson.document().blocks }

@Test func conversionsKeepAllThatALessonSays() throws {
    let original = try lesson(whole)
    for format in [DocumentFormat.notebook, .program, .lesson] {
        let file = bytes(original, format)
        let again = try Lesson.parse(file, name: "again.\(format.rawValue)")
        #expect(again.settings == original.settings, "\(format)")
        #expect(again.cells.map(\.options) == original.cells.map(\.options), "\(format)")
        #expect(
            again.cells.map(\.kind) == original.cells.map(\.kind)
                && again.cells.map(\.number) == original.cells.map(\.number))
        #expect(
            again.cells.map(\.hints) == original.cells.map(\.hints)
                && again.cells.map(\.solution) == original.cells.map(\.solution))
        #expect(again.cells.map { $0.wrong.map(\.source) } == original.cells.map { $0.wrong.map(\.source) })
        #expect(again.cells.map(\.source) == original.cells.map(\.source), "\(format)")
        let texts = again.cells.map { $0.expected.map { $0.text.trimmingCharacters(in: .newlines) } }
        #expect(texts == original.cells.map { $0.expected?.text }, "\(format)")
        // And back: the same bytes whichever way it went.
        #expect(
            bytes(again, .lesson) == bytes(original, .lesson),
            "\(format): \(String(decoding: bytes(again, .lesson), as: UTF8.self))")
    }
    // A file in jupytext's layout comes back byte for byte.
    let written = bytes(original, .lesson)
    #expect(bytes(try Lesson.parse(written, name: "l.md"), .lesson) == written)
}

@Test func whatJupytextMadeOfALessonIsTheLessonAgain() throws {
    func cell(_ kind: String, _ source: String) -> String {
        let code = kind == "code" ? "\"execution_count\": null, \"outputs\": []," : ""
        return "{\"cell_type\": \"\(kind)\", \"metadata\": {}, \(code) \"source\": \"\(source)\"}"
    }
    let cells = [
        cell("markdown", "# T\\n\\nwords"), cell("code", "x = 1\\nx"),
        cell("markdown", "```output\\n1\\n```\\n\\nmore\\n\\n```check\\nassert x\\n```\\n\\nlast"),
        cell("markdown", "<!-- note: softly -->"),
    ]
    let own =
        "{\"nbformat\": 4, \"metadata\": {\"lagado\": {\"format\": 1, \"seed\": 3}}, \"cells\": "
        + "[\(cells.joined(separator: ","))]}"
    let read = try lesson(own, name: "n.ipynb")
    #expect(read.settings.seed == 3 && read.cells.map(\.kind) == [.code, .check])
    #expect(
        read.cells[0].expected?.text == "1" && read.cells[1].source == "assert x" && read.cells[1].number == 1
    )
    #expect(
        read.parts.suffix(2) == [
            .prose(Prose(text: "last", line: 11)), .note(Prose(text: "softly", line: 1)),
        ])
    // Anybody else's notebook has prose and nothing but prose there.
    let other = try lesson(own.replacingOccurrences(of: "lagado", with: "other"), name: "n.ipynb")
    #expect(other.cells.count == 1 && other.cells[0].expected == nil)
}

@Test func anExportedLessonIsTestedAsTheLessonIs() throws {
    let text =
        cell(":tol: 0.1\nprint 2.04", "2.0") + cell("print <x>|y", "<any>\n...")
        + cell(":check: error\nfail ShapeError: no", "ShapeError: no")
    for format in [DocumentFormat.notebook, .program, .lesson] {
        let again = try Lesson.parse(bytes(try lesson(text), format), name: "a.\(format.rawValue)")
        let report = LessonTest(again).run(FakeRunner())
        // A notebook that is somebody else's has no wild cards; this one says that it is a lesson.
        #expect(report.exit == .fine && report.cells.allSatisfy(\.compared), "\(format): \(report.summary)")
    }
}

@Test func picturesAndAttachmentsOfANotebookAreKept() throws {
    let text = """
        {"nbformat": 4, "metadata": {}, "cells": [
        {"cell_type": "markdown", "metadata": {}, "source": "![a](attachment:a%20b.png)",
         "attachments": {"a b.png": {"image/png": "AAAA\\n"}}},
        {"cell_type": "code", "metadata": {}, "execution_count": 1, "source": "f()", "outputs": [
        {"output_type": "stream", "name": "stdout", "text": "no end"},
        {"output_type": "execute_result", "data": {"text/plain": ["1"]}},
        {"output_type": "display_data", "data":
            {"image/png": "iVBO", "image/svg+xml": ["<svg/>"], "text/plain": "<Figure>"}}]}]}
        """
    let read = try lesson(text, name: "n.ipynb")
    #expect(
        read.cells[0].stored == [
            .text("no end"), .text("\n1\n"), .shown(Forms(StoredForms(plain: nil, [(.svg, Form("<svg/>"))]))),
        ])
    let page = String(decoding: bytes(read, .page), as: UTF8.self)
    #expect(
        page.contains("<img src=\"data:image/png;base64,AAAA\" alt=\"a\">")
            && page.contains("data:image/svg+xml;base64,PHN2Zy8+"))
}

@Test func whatWouldBeReadAsSomethingElseIsRefused() throws {
    let odd = try lesson("# %%\n:label: x\n", name: "s.py")
    do {
        try odd.check(odd.document())
        Issue.record("a cell that begins like an option was written")
    } catch let error as LessonError {
        #expect(error.message.contains("cell 1 cannot be written as a lesson"))
    }
    let whole = try lesson(whole)
    try whole.check(whole.document())
}

// MARK: - Notebooks that are none

private func notebook(_ cell: String) -> String { "{\"nbformat\": 4, \"cells\": [\n\(cell)\n]}" }

private func code(_ fields: String) -> String {
    notebook("{\"cell_type\": \"code\", \"source\": \"x\", \"metadata\": {}, \"outputs\": [], \(fields)}")
}

private let broken: [(text: String, line: Int?, message: String)] = [
    ("", 1, "a value was expected"),
    ("{\"nbformat\": 4,\n\"cells\": [\n{\"a\" 1}]}", 3, "a colon was expected"),
    (String(repeating: "[", count: 100_000), 1, "nested too deeply"),
    ("\u{0}\u{0}", 1, "a value was expected"), ("[1]", nil, "it is an array"),
    ("{\"cells\": []}", nil, "no 'nbformat'"), ("{\"nbformat\": \"4\"}", nil, "'nbformat' is a string"),
    ("{\"nbformat\": 3}", nil, "format 3"),
    ("{\"nbformat\": 4}", nil, "no list of cells"),
    ("{\"nbformat\": 4, \"cells\": {}}", nil, "'cells' is an object"),
    ("{\"nbformat\": 4, \"metadata\": [], \"cells\": []}", nil, "'metadata' is an array"),
    ("{\"nbformat\": 4, \"metadata\": {\"lagado\": {\"seed\": -1}}, \"cells\": []}", nil, "the seed -1"),
    (notebook("3"), nil, "cell 1 of the notebook: it is a number"),
    (notebook("{\"source\": \"x\"}"), nil, "says no 'cell_type'"),
    (notebook("{\"cell_type\": \"heading\", \"source\": \"x\"}"), nil, "'cell_type' is \"heading\""),
    (notebook("{\"cell_type\": \"code\"}"), nil, "has no 'source'"),
    (notebook("{\"cell_type\": \"code\", \"source\": [1]}"), nil, "a number among its lines"),
    (notebook("{\"cell_type\": \"code\", \"source\": 1}"), nil, "'source' is a number"),
    (code("\"metadata\": 1"), nil, "'metadata' is a number"),
    (code("\"metadata\": {\"tags\": \"a\"}"), nil, "'tags' is not a list"),
    (code("\"outputs\": {}"), nil, "'outputs' is an object"),
    (code("\"outputs\": [1]"), nil, "one of its outputs is a number"),
    (code("\"outputs\": [{}]"), nil, "says no 'output_type'"),
    (code("\"outputs\": [{\"output_type\": \"new\"}]"), nil, "unknown type 'new'"),
    (
        code("\"outputs\": [{\"output_type\": \"display_data\", \"data\": 1}]"), nil,
        "'data' of an output is a number"
    ),
]

@Test(arguments: broken) func notebooksThatAreNoneSayWhere(text: String, line: Int?, message: String) {
    do {
        _ = try lesson(text, name: "n.ipynb")
        Issue.record("read: \(text.prefix(80))")
    } catch let error as LessonError {
        #expect(error.line == line && error.message.contains(message) && error.hint != nil, "\(error)")
    } catch { Issue.record("\(error)") }
}

@Test func optionsOfOurOwnNotebooksAreChecked() {
    let text =
        "{\"nbformat\": 4, \"metadata\": {\"lagado\": {\"format\": 1}}, \"cells\": [{\"cell_type\": "
        + "\"code\", \"source\": \"x\", \"metadata\": {\"output\": \"what\"}}]}"
    do {
        _ = try lesson(text, name: "n.ipynb")
        Issue.record("an unknown value was read")
    } catch { #expect("\(error)".contains("cell 1 of the notebook: ':output:' cannot be 'what'")) }
    #expect(throws: Never.self) {
        try lesson(text.replacingOccurrences(of: "lagado", with: "other"), name: "n.ipynb")
    }
}

@Test func marksAndByteOrdersAreNoJSONMistakes() throws {
    #expect(try lesson("\u{feff}{\"nbformat\": 4,\r\n\"cells\": []}\r\n", name: "n.ipynb").cells.isEmpty)
}
