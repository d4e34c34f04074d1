import Foundation
import Notebook
import Testing

/// MyST-NB's and nbval's tags, and the ways in which cells are written.
@Suite struct TagTests {
    private func lesson(_ text: String, name: String = "lesson.md") throws -> Lesson {
        try Lesson.parse(Array(text.utf8), name: name)
    }

    @Test(arguments: [
        "```{code-cell} ipython3\n:tags: [hide-input]\nx = 1\n```\n",
        "````{code-cell} python\n---\ntags: [hide-input]\n---\nx = 1\n````\n",
        "~~~{code-cell}\n---\ntags:\n  - hide-input\n---\n\nx = 1\n~~~\n",
        "```{code-cell} IPython3\n:tags: hide-input\n\nx = 1\n```\n",
        ":::{code-cell} python\n:tags: [\"hide-input\"]\nx = 1\n:::\n",
        "---\njupytext:\n  text_representation:\n    format_name: markdown\n---\n```python "
            + "tags=[\"hide-input\"]\nx = 1\n```\n",
    ])
    func cellsAreWrittenInManyWays(text: String) throws {
        let cells = try lesson(text).cells
        #expect(cells.count == 1)
        #expect(cells[0].source == "x = 1" && cells[0].options.tags == [.hideInput])
        #expect(!cells[0].options.showsSource && cells[0].options.showsOutput)
    }

    @Test func theLineOfASourceBehindABlockOfOptions() throws {
        #expect(try lesson("```{code-cell}\n---\ntags: [a]\nlabel: b\n---\nx\n```\n").cells[0].line == 6)
    }

    @Test func scriptsAndNotebooksHaveThemToo() throws {
        let script = try lesson("# %% tags=[\"skip-execution\"]\nx = 1\n# %%\ny = 2\n", name: "a.py")
        #expect(script.cells.map(\.options.skipped) == ["tagged skip-execution", nil])
        let notebook = try lesson(
            #"{"nbformat": 4, "cells": [{"cell_type": "code", "source": "x", "outputs": [], "#
                + #""metadata": {"tags": ["nbval-ignore-output", "own"]}}]}"#,
            name: "a.ipynb")
        #expect(notebook.cells[0].options.output == .sample)
        #expect(notebook.remarks == ["a.ipynb, cell 1: the tag 'own' is not known, and changes nothing"])
    }

    @Test func unknownTagsAreRemarksAndUnknownOptionsErrors() throws {
        let text =
            "```{code-cell}\n:tags: [own, hide-cell, full-width]\nx\n```\n```{code-cell}\n:tags: own, "
            + "other\ny\n```\n"
        #expect(
            try lesson(text).remarks == [
                "lesson.md:3: the tag 'own' is not known, and changes nothing",
                "lesson.md:7: the tag 'other' is not known, and changes nothing",
            ])
        for (text, line, words) in [
            ("```{code-cell}\n---\ntagz: a\n---\nx\n```\n", 3, "no option ':tagz:'"),
            ("```{code-cell}\n---\ntags: [a]\nx\n```\n", 2, "not closed"),
            ("```{code-cell}\n---\nlabel: {a: b}\n---\nx\n```\n", 3, "cannot be a mapping"),
            ("```{code-cell}\n---\njust words\n---\nx\n```\n", 3, "options of the cell"),
        ] {
            do {
                _ = try lesson(text)
                Issue.record("read: \(text)")
            } catch let error as LessonError {
                #expect(error.line == line && error.message.contains(words), "\(error)")
            }
        }
    }

    @Test func frontMatterOfOtherPrograms() throws {
        let text =
            "---\nauthors:\n  - name: A B\n    email: c@d.e\n  - name: F\nabstract: |\n  Some: text\n\n  "
            + "more\nlagado: {seed: 3}\n---\n# A\n"
        #expect(try lesson(text).settings.seed == 3)
    }

    @Test func whatTheyDoInATest() throws {
        func report(_ text: String) throws -> LessonReport {
            LessonTest(try lesson(text)).run(SessionRunner())
        }
        let report = try report(
            """
            ```{code-cell}
            :tags: [raises-exception]
            1 / 0
            ```
            ```{code-cell}
            :tags: [nbval-raises-exception]
            x = 1
            ```
            ```{code-cell}
            :tags: [nbval-skip]
            x = 2
            ```
            ```{code-cell}
            :tags: [nbval-ignore-output]
            x
            ```
            ```output
            7
            ```
            ```{code-cell}
            :tags: [remove-output]
            x
            ```
            ```output
            1
            ```
            """)
        #expect(report.exit == .fine)
        #expect(report.cells.map(\.status) == [.ok, .ok, .skipped("tagged nbval-skip"), .ok, .ok])
        #expect(report.cells.map(\.compared) == [false, false, false, false, true])
    }
}
