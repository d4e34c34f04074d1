import Documents
import Foundation
import Lab
import Language
import Presentation
import Testing

/// What a value can be shown as, from the session to the file.
@Suite struct FormsTests {
    private static let table = """
        class Table:
            def __repr__(self): return 'Table(2)'
            def _repr_html_(self):
                return '<table><tr><td onclick="x()">1 &amp; 2</td></tr></table><script>bad()</script>'
            def _repr_markdown_(self): return '| a |'
            def _repr_latex_(self): return '$x^2$', {'meta': 1}
            def _repr_svg_(self): return None
            def _repr_png_(self): return 'abc'.encode()
        """

    @Test func aClassSaysHowItIsShown() throws {
        let fixture = SessionFixture()
        try fixture.run(Self.table)
        #expect(try fixture.run("Table()") == "")
        let forms = try #require(fixture.output.displayed.last)
        #expect(forms.types == [.html, .markdown, .latex, .png])
        #expect(forms.text() == "Table(2)\n")
        #expect(try forms.form(.latex)?.data == "$x^2$")
        #expect(try forms.form(.png)?.data == "YWJj")
        #expect(!forms.isDrawn)
        // A container shows its elements as text, as Jupyter does.
        #expect(try fixture.run("[Table()]") == "[Table(2)]\n")
    }

    @Test func theBundleComesFirst() throws {
        let fixture = SessionFixture()
        try fixture.run(
            """
            class A:
                def _repr_mimebundle_(self, include=None, exclude=None):
                    return {'text/html': '<b>bundle</b>', 'text/plain': 'not this', 'application/x': 'y'}
                def _repr_html_(self): return '<b>method</b>'
                def __repr__(self): return 'A'
            """)
        try fixture.run("A()")
        let forms = try #require(fixture.output.displayed.last)
        #expect(try forms.form(.html)?.data == "<b>bundle</b>")
        #expect(forms.text() == "A\n" && forms.types.map(\.rawValue) == ["text/html", "application/x"])
    }

    @Test func aFormThatFailsIsTold() throws {
        let fixture = SessionFixture()
        try fixture.run(
            "class B:\n    def _repr_html_(self): return nope\n    def __repr__(self): return 'B'")
        #expect(try fixture.run("B()") == "B\n")
        #expect(fixture.output.notes.last?.contains("B._repr_html_() failed") == true)
        #expect(fixture.output.notes.last?.contains("NameError: name 'nope' is not defined") == true)
    }

    @Test func whatHasNoOtherFormIsText() throws {
        let fixture = SessionFixture()
        #expect(
            try fixture.run("class C: pass\nC._repr_html_ = None\nisinstance(C(), C)\nC().__class__.__name__")
                == "True\n'C'\n")
        #expect(try fixture.run("'a'\ntorch.tensor([1, 2])") == "'a'\ntensor([1, 2])\n")
        #expect(fixture.output.displayed.isEmpty)
        #expect(try fixture.session.forms(of: .int(3)).text() == "3\n")
    }

    @Test func textsOfIPythonGoIntoTheFile() throws {
        let fixture = SessionFixture()
        try fixture.run("from IPython.display import HTML, Markdown, Latex, SVG, display")
        try fixture.run("display(HTML('<i>x</i>'), Markdown('*y*'))\nLatex('z^2')")
        #expect(fixture.output.displayed.map(\.types) == [[.html], [.markdown], [.latex]])
        #expect(fixture.output.displayed[0].text() == "<IPython.core.display.HTML object>\n")
        #expect(try fixture.run("SVG('<svg/>').data") == "'<svg/>'\n")
    }

    @Test func tablesAreShownAsHTMLToo() throws {
        let fixture = try SessionFixture().withLecture()
        for line in [
            "params(model)", "ties(model)", "coverage(sampler)", "form(text[:500], text)", "memory()",
            "cost(trainer)", "lens(model.trace(X))", "vocabulary(text, tokenizer)", "trainer.run(11)",
            "trainer.memory", "%whos", "%cost model(X)", "%ops model(X)", "grads(model)",
            "%snap a\nx = 1\n%diff a",
        ] {
            let text = try fixture.run(line)
            let forms = try #require(fixture.output.displayed.last, "\(line)")
            #expect(forms.types == [.html] && forms.text().map(text.hasSuffix) == true, "\(line)")
            let html = try #require(try forms.form(.html)?.data)
            #expect(html.hasPrefix("<table ") && html.hasSuffix("</table>\n"), "\(line)")
        }
        // What has no rows is text alone.
        #expect(
            try fixture.run("ties(Model5(n_vocab=300, embed_dim=16, n_blocks=1, n_heads=2, tied=\"none\"))")
                .contains("none"))
        #expect(fixture.output.displayed.last?.text()?.contains("none") == false)
    }

    @Test func aTableGoesIntoNotebookAndPage() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let fixture = SessionFixture()
        try fixture.run("vocabulary('<b> & <b>\\x01', n=3)")
        for (ending, words) in [
            ("html", "<td style=\"text-align: left\">&lt;</td><td style=\"text-align: right\">2</td>"),
            (
                "ipynb",
                "<td style=\\\"text-align: left\\\">&lt;</td><td style=\\\"text-align: right\\\">2</td>"
            ),
            ("md", "\n  <              2  b         2\n"),
        ] {
            let path = folder.appendingPathComponent("x." + ending).path
            try fixture.run("%export \(path)")
            let text = try String(contentsOfFile: path, encoding: .utf8)
            #expect(text.contains(words), "\(text)")
            #expect(!text.unicodeScalars.contains("\u{1}"))
            if ending == "ipynb" { #expect(text.contains("The vocabulary of the text\\n")) }
        }
    }

    @Test func anExportHasAllForms() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let fixture = SessionFixture()
        try fixture.run(Self.table)
        try fixture.run("print('first')\nTable()")
        func exported(_ ending: String) throws -> String {
            let path = folder.appendingPathComponent("x.\(ending)").path
            try fixture.run("%export \(path)")
            return try String(contentsOfFile: path, encoding: .utf8)
        }
        let notebook = try exported("ipynb")
        for part in [
            "\"text/html\": [", "\"text/markdown\": [", "\"text/latex\": [", "\"image/png\": \"YWJj\"",
            "\"Table(2)\"",
        ] { #expect(notebook.contains(part), "\(part)") }
        let page = try exported("html")
        #expect(page.contains("<table><tr><td>1 &amp; 2</td></tr></table>"))
        #expect(!page.contains("bad()</") && !page.contains("onclick=\"x"))
        #expect(try exported("md").contains("first\nTable(2)\n"))
    }
}
