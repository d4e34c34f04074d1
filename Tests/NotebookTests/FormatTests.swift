import Foundation
import Notebook
import Testing

func lesson(_ text: String, name: String = "lesson.md") throws -> Lesson {
    try Lesson.parse([UInt8](text.utf8), name: name)
}

let sample = """
    ---
    file_format: mystnb
    kernelspec: {name: lagado, display_name: Lagado, language: lagado}
    jupytext: {notebook_metadata_filter: "lagado,file_format"}
    lagado: {format: 1, seed: 42, needs: [gulliver]}
    ---
    # 3 · The sampler
    Sixteen windows.

    <!-- note: ask the room
    before pressing Enter -->
    ```{code-cell} lagado
    :label: sample
    :cost: 40s
    :tags: exercise, hint
    X, Y = sampler.batch()
    X.shape
    ```

    ```output
    torch.Size([16, 256])
    ```
    ```check
    assert X.shape == Y.shape
    ```
    ````text
    ```{code-cell} lagado
    not a cell
    ```
    ````
    - in a list

      ```{code-cell} lagado
      :fast: trainer.run(20)
      :tol: 0.01
      for i in range(2):
          i
      ```
      ```output
      0.5
      ```

    """

@Test func readsALessonAsItIsDocumented() throws {
    let lesson = try lesson(sample)
    #expect(lesson.settings == Lesson.Settings(format: 1, seed: 42, needs: [.gulliver]))
    #expect(lesson.cells.count == 3)
    let (first, check, second) = (lesson.cells[0], lesson.cells[1], lesson.cells[2])
    #expect(first.source == "X, Y = sampler.batch()\nX.shape")
    #expect(first.line == 16 && first.number == 1)
    #expect(
        first.options.label == "sample" && first.options.cost == "40s"
            && first.options.tags == [.exercise, .hint])
    #expect(first.expected?.text == "torch.Size([16, 256])" && first.expected?.line == 21)
    #expect(check.kind == .check && check.source == "assert X.shape == Y.shape" && check.expected == nil)
    #expect(second.number == 2 && second.source == "for i in range(2):\n    i")
    #expect(second.options.fast == "trainer.run(20)" && second.options.tolerance == 0.01)
    #expect(second.expected?.text == "0.5" && second.expected?.indent == "  ")
    guard case .prose(let heading) = lesson.parts[0], case .note(let note) = lesson.parts[1] else {
        Issue.record("the parts are \(lesson.parts)")
        return
    }
    #expect(heading.text == "# 3 · The sampler\nSixteen windows." && heading.line == 7)
    #expect(note.text == "ask the room\nbefore pressing Enter")
}

/// A broken lesson, the line named, and a piece of the message.
private let broken: [(text: String, line: Int?, message: String)] = [
    ("a\n```{code-cell} lagado\nx\n", 2, "not closed"),
    ("````\n```\n", 1, "not closed"),
    ("```output\n1\n```\n", 1, "belongs to no cell"),
    ("```{code-cell} lagado\nx\n```\ntext\n```output\n1\n```\n", 5, "belongs to no cell"),
    ("```{code-cell} lagado\nx\n```\n```output\n1\n```\n```output\n1\n```\n", 7, "belongs to no cell"),
    ("```{code-cell} lagado\n:lable: a\nx\n```\n", 2, "no option ':lable:'"),
    ("```{code-cell} lagado\n:label:\nx\n```\n", 2, "has no value"),
    ("```{code-cell} lagado\n:label: a\n:label: b\nx\n```\n", 3, "given twice"),
    (
        "```{code-cell} lagado\n:label: a\n```\n```{code-cell} lagado\n:label: a\n```\n", 4,
        "is taken by the cell in line 1"
    ),
    ("```{code-cell} lagado\n:tol: much\n```\n", 2, "cannot be 'much'"),
    ("```{code-cell} lagado\n:step: go\n```\n", 2, "cannot be 'go'"),
    ("```{code-cell} lagado\n:needs: gulliver, rocket\n```\n", 2, "cannot be 'rocket'"),
    ("```{code-cell} lagado\n:check: maybe\n```\n", 2, "cannot be 'maybe'"),
    ("```{code-cell} julia\nx\n```\n", 1, "'julia'"),
    ("```{code-cel} lagado\nx\n```\n", 1, "no fence is called"),
    ("---\nlagado: {format: 1\n---\n", 2, "not understood"),
    ("---\nlagado: {format: 2}\n---\n", 2, "format 2"),
    ("---\nlagado: {seed: many}\n---\n", 2, "seed 'many'"),
    ("---\nlagado: {sed: 1}\n---\n", 2, "no key 'sed'"),
    ("---\ntitle: a\n", 1, "not closed"),
    ("---\njust words\n---\n", 2, "not 'key: value'"),
    ("---\na: {b\n---\n", 2, "not understood"),
    ("<!-- note: never ends\n", 1, "not closed"),
    ("fine\nb\u{0}d\n", 2, "not text"),
]

@Test(arguments: broken)
func namesLineAndCureOfWhatIsBroken(_ row: (text: String, line: Int?, message: String)) {
    do {
        _ = try lesson(row.text)
        Issue.record("read without an error: \(row.text)")
    } catch let error as LessonError {
        #expect(error.line == row.line, "\(error)")
        #expect(error.message.contains(row.message), "\(error)")
        #expect(error.hint != nil && error.description.hasPrefix("lesson.md:"))
    } catch {
        Issue.record("another error: \(error)")
    }
}

@Test func refusesBytesThatAreNotText() {
    #expect(throws: LessonError.self) { try Lesson.parse([0x61, 0x0a, 0xff, 0xfe], name: "x.md") }
    #expect(throws: LessonError.self) { try Lesson.parse([0x00, 0x01], name: "x.py") }
    #expect(throws: LessonError.self) { try Lesson.read(path: "/nowhere/at/all.md") }
    #expect(throws: LessonError.self) { try Lesson.read(path: "/") }
}

@Test func emptyFilesAreEmptyLessons() throws {
    #expect(try lesson("").parts.isEmpty)
    #expect(try lesson("", name: "a.py").parts.isEmpty)
    #expect(try lesson("\n\n---\n").cells.isEmpty)
}

@Test func yamlInBlocksAndLists() throws {
    let text = """
        ---
        # a comment
        title: "Quoted: \\"yes\\""
        kernelspec:
          name: lagado
          display_name: 'It''s'
        lagado:
          seed: 7   # lucky
          needs:
            - gpt2
            - gpu
        ---
        """
    let settings = try lesson(text).settings
    #expect(settings.title == "Quoted: \"yes\"" && settings.seed == 7 && settings.needs == [.gpt2, .gpu])
}

@Test func readsNotebooks() throws {
    let text = """
        {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [
          {"cell_type": "markdown", "source": ["# Title\\n", "text"], "metadata": {}},
          {"cell_type": "code", "source": ["x = 1\\n", "x"], "metadata": {"tags": ["raises-exception"]},
           "outputs": []},
          {"cell_type": "code", "source": "y = 2", "outputs": []}]}
        """
    let notebook = try lesson(text, name: "a.ipynb")
    #expect(notebook.cells.map(\.source) == ["x = 1\nx", "y = 2"])
    #expect(notebook.cells[0].options.mayFail && !notebook.cells[0].options.mustFail)
    #expect(notebook.cells[1].number == 2)
    for (bad, message) in [
        ("{\"nbformat\": 3, \"worksheets\": []}", "format 3"), ("{", "JSON is broken"),
        ("[]", "not a notebook"),
        ("{\"nbformat\": 4}", "no list of cells"),
        ("{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"code\"}]}", "it has no 'source'"),
    ] {
        do {
            _ = try lesson(bad, name: "a.ipynb")
            Issue.record("read: \(bad)")
        } catch {
            #expect("\(error)".contains(message), "\(error)")
        }
    }
}

@Test func readsScriptsWithAndWithoutMarks() throws {
    #expect(try lesson("a = 1\nb = 2\n", name: "s.py").cells.map(\.source) == ["a = 1\nb = 2"])
    let script = try lesson(
        "a = 1\n# %% second\nb = 2\n# %% [markdown]\n# # Title\n# text\n# %%\nc = 3\n", name: "s.py")
    #expect(script.cells.map(\.source) == ["a = 1", "b = 2", "c = 3"])
    #expect(script.cells.map(\.line) == [1, 3, 8] && script.cells[1].options.label == "second")
    guard case .prose(let prose) = script.parts[2] else { return }
    #expect(prose.text == "# Title\ntext")
}
