import Disk
import Documents
import Plots
import Presentation
import Testing

private let figure = Figure(axes: [
    Axes(title: "Loss", xLabel: "step", elements: [.line(Line(name: "train", y: [3, 1, 2]))])
])

private let document = Document(
    settings: Document.Settings(title: "A <small> lesson", seed: 42, needs: ["gulliver"]),
    blocks: [
        .prose("# A small lesson\n\nSome *words*."), .note("ask the room"),
        .cell(
            Document.Code(
                number: 1, source: "x = 3  # three\nprint(\"<b>\", x)",
                options: [.init("label", "first"), .init("tol", "0.01")],
                outputs: [.text("<b> 3\n")])),
        .cell(
            Document.Code(
                number: 2, source: "plot([3, 1, 2])", tags: ["hint"], outputs: [.shown(Forms(figure))])),
        .cell(Document.Code(source: "assert x == 3", isCheck: true)),
        .cell(
            Document.Code(
                number: 3, source: "1 / 0",
                outputs: [
                    .text("so far"),
                    .error(kind: "ZeroDivisionError", message: "ZeroDivisionError: division by zero"),
                ])),
        .cell(
            Document.Code(
                source: "z = ___",
                answers: [.init(.hint, "a *hint*"), .init(.wrong, "z = 0"), .init(.solution, "z = 1")])),
        .cell(Document.Code(source: "print('```')", outputs: [.text("```\n")])),
    ])

@Test func aNotebookIsWhatJupyterReads() throws {
    let text = try document.notebook()
    let root = try StrictJSON(Array(text.utf8))
    #expect(root["nbformat"]?.count == 4 && root["nbformat_minor"]?.count == 5)
    #expect(
        root["metadata"]?["lagado"]?["seed"]?.count == 42
            && root["metadata"]?["title"]?.text == "A <small> lesson")
    let cells = try #require(root["cells"]?.elements)
    #expect(
        cells.compactMap { $0["cell_type"]?.text } == [
            "markdown", "markdown", "code", "code", "code", "code", "code", "markdown", "code",
        ])
    let names = cells.compactMap { $0["id"]?.text }
    #expect(Set(names).count == cells.count && names[2] == "first")
    #expect(cells[2]["source"]?.elements?.compactMap(\.text) == ["x = 3  # three\n", "print(\"<b>\", x)"])
    #expect(cells[2]["metadata"]?["tol"] == .number("0.01") && cells[2]["execution_count"]?.count == 1)
    #expect(
        cells[4]["metadata"]?["tags"]?.elements == [.string("check")] && cells[4]["execution_count"] == .null)
    let picture = try #require(cells[3]["outputs"]?.elements?.first)
    #expect(picture["data"]?["image/svg+xml"]?.elements?.first?.text?.hasPrefix("<svg") == true)
    #expect(picture["data"]?["image/png"]?.text?.hasPrefix("iVBORw0KGgo") == true)
    #expect(picture["metadata"]?["image/png"]?["width"]?.count == 640)
    let failed = try #require(cells[5]["outputs"]?.elements)
    #expect(
        failed.count == 2 && failed[1]["ename"]?.text == "ZeroDivisionError"
            && failed[1]["evalue"]?.text == "division by zero")
    #expect(cells[5]["metadata"]?["tags"]?.elements == [.string("raises-exception")])
    // As `json.dumps(…, indent=1)` lays it out.
    #expect(
        text.hasPrefix(
            "{\n \"cells\": [\n  {\n   \"cell_type\": \"markdown\",\n   \"id\": \"cell-1\",\n   "
                + "\"metadata\": {},\n"
        ))
    #expect(try !document.notebook(withPNG: false).contains("image/png"))
}

@Test func aLessonHasOptionsOutputsAndLongerFencesWhereTheyAreWanted() {
    let text = document.lesson
    #expect(text.hasPrefix("---\ntitle: \"A <small> lesson\"\nfile_format: mystnb\n"))
    #expect(text.contains("lagado: {format: 1, seed: 42, needs: [gulliver]}\n---\n"))
    #expect(text.contains("<!-- note: ask the room -->"))
    #expect(
        text.contains(
            "```{code-cell} lagado\n:label: first\n:tol: 0.01\n\nx = 3  # three\nprint(\"<b>\", "
                + "x)\n```\n\n```output\n<b> 3\n```\n"
        ))
    #expect(text.contains("```check\nassert x == 3\n```\n"))
    #expect(
        text.contains(
            ":check: error\n\n1 / 0\n```\n\n```output\nso far\nZeroDivisionError: division by zero\n```\n"))
    #expect(text.contains("````{code-cell} lagado\nprint('```')\n````\n\n````output\n```\n````\n"))
    #expect(text.contains(":tags: [hint]"))
}

@Test func proseCannotRunOnIntoACell() {
    let open = Document(blocks: [.prose("```python\nx = 1"), .cell(Document.Code(source: "y = 2"))])
    #expect(open.lesson.contains("```python\nx = 1\n```\n\n```{code-cell} lagado\ny = 2\n"))
    let fence = Document(blocks: [.prose("```{code-cell} lagado\nrm()\n```\n~~~output\n1\n~~~")])
    #expect(fence.lesson.contains("```python\nrm()\n```\n~~~text\n1\n~~~\n"))
}

@Test func aProgramHasMarksAndProseAsComments() {
    let text = document.program
    #expect(text.hasPrefix("# ---\n# jupyter:\n#   title: \"A <small> lesson\"\n"))
    #expect(text.contains("\n# %% [markdown]\n# # A small lesson\n#\n# Some *words*.\n"))
    #expect(text.contains("\n# %% first tol=0.01\nx = 3  # three\n"))
    #expect(text.contains("\n# %% tags=[\"hint\"]\nplot([3, 1, 2])\n"))
    #expect(text.contains("\n# %% tags=[\"check\"]\nassert x == 3\n"))
    #expect(text.contains("\n# %% [markdown]\n# ```output\n# <b> 3\n# ```\n"))
}

@Test func aPageStandsAloneAndIsSafe() {
    let page = Document(
        blocks: [
            .prose(
                "# Title\n\n## One & two\n\n<script>alert(1)</script>\n\n[a](javascript:x) "
                    + "![cat](http://x.org/cat.png)\n\n$a_1^2$ and `$5`"
            ),
            .prose("## One & two\n\n## Three\n\n```python\nx = 1 < 2\n```\n"),
        ] + document.blocks.suffix(6)
    ).page
    #expect(
        page.hasPrefix("<!doctype html>") && page.contains("<meta name=\"viewport\"")
            && page.contains("prefers-color-scheme: dark"))
    for word in ["<script", "javascript:", "src=\"http", "@import", "<link"] {
        #expect(!page.contains(word), "\(word)")
    }
    // A picture that is elsewhere is a link: nothing is fetched.
    #expect(page.contains("<a href=\"http://x.org/cat.png\">cat</a>"))
    #expect(
        page.contains("id=\"one--two\"") && page.contains("id=\"one--two-1\"")
            && page.contains("<a href=\"#three\">Three</a>"))
    #expect(page.contains("<math") && page.contains("<msubsup>") && page.contains("<code>$5</code>"))
    #expect(
        page.contains("<span class=\"c\"># three</span>")
            && page.contains("<span class=\"s\">&quot;&lt;b&gt;&quot;</span>"))
    #expect(page.contains("&lt;b&gt; 3") && !page.contains("<b>"))
    #expect(page.contains("<details class=\"cell\"><summary>Hint</summary>"))
    #expect(
        page.contains("<svg") && page.contains("aria-label=\"Loss: 1 line (train); step across\"")
            && page.contains("figure-1-plot0"))
    #expect(page.contains("class=\"output error\">ZeroDivisionError"))
    #expect(page.contains("<summary>Solution</summary>") && page.contains("a <em>hint</em>"))
    #expect(!page.contains("z = 0"))
    #expect(!page.contains("assert x == 3") && !page.contains("ask the room"))
}

@Test func tagsHideAndRemove() {
    func page(_ tags: String...) -> String {
        let code = Document.Code(source: "the_source", tags: tags, outputs: [.text("the output\n")])
        return Document(blocks: [.cell(code)]).page
    }
    #expect(!page("remove-cell").contains("the_source") && !page("remove-cell").contains("the output"))
    for tag in ["hidden", "remove-input"] {
        #expect(!page(tag).contains("the_source") && page(tag).contains("the output"))
    }
    #expect(page("remove-output").contains("the_source") && !page("remove-output").contains("the output"))
    #expect(
        page("hide-input").contains("<summary>Code</summary>")
            && page("hide-output").contains("<summary>Output</summary>"))
    #expect(page("hide-cell").contains("<summary>Cell</summary>"))
}

@Test func errorsAreLeftOutOnRequest() {
    #expect(document.withoutErrors.cells.map(\.source).contains("1 / 0") == false)
    #expect(document.withoutErrors.cells.count == document.cells.count - 1)
}
