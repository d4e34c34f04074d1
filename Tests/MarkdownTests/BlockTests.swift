import Foundation
import Markdown
import Testing

/// The tree of a prose: Markdown, the HTML in it, formulas, directives.
@Suite struct BlockTests {
    private func words(_ inlines: [Inline]) -> String { inlines.map(\.words).joined() }

    /// The kinds of blocks and their words, so that a case fits on a line.
    private func outline(_ blocks: [ProseBlock]) -> String {
        blocks.map { block in
            switch block {
            case .heading(let level, let inlines): "h\(level)(\(words(inlines)))"
            case .paragraph(let inlines): "p(\(words(inlines)))"
            case .code(let language, let text): "code[\(language ?? "")](\(text))"
            case .formula(let latex): "math(\(latex))"
            case .list(let list):
                (list.start.map { "ol\($0)" } ?? "ul") + (list.isLoose ? "~" : "")
                    + "["
                    + list.items.map { ($0.isDone.map { $0 ? "x:" : "o:" } ?? "") + outline($0.blocks) }
                    .joined(separator: ";") + "]"
            case .quote(let inner): "quote[\(outline(inner))]"
            case .admonition(let title, let inner): "note(\(words(title)))[\(outline(inner))]"
            case .indented(let inner): "in[\(outline(inner))]"
            case .table(let table):
                "table["
                    + (table.header.map { ("head", $0) } + table.rows.map { ("row", $0) }).map {
                        name, cells in
                        name + "(" + cells.map { outline($0.blocks) }.joined(separator: "|") + ")"
                    }.joined() + "]"
            case .rule: "rule"
            }
        }.joined(separator: " ")
    }

    @Test(arguments: [
        ("# A *b*\ntext\nmore", "h1(A b) p(text more)"),
        ("a  \nb", "p(a\nb)"),
        ("- a\n- b\n  1. c", "ul[p(a);p(b) ol1[p(c)]]"),
        ("- a\n\n- b", "ul~[p(a);p(b)]"),
        ("3. a\n4. b", "ol3[p(a);p(b)]"),
        ("- [x] a\n- [ ] b", "ul[x:p(a);o:p(b)]"),
        ("> a\n> - b", "quote[p(a) ul[p(b)]]"),
        ("> [!TIP]\n> a", "note(Tip)[p(a)]"),
        ("```python\nx = 1\n\ty\n```", "code[python](x = 1\n\ty)"),
        ("    x\n", "code[](x)"),
        ("a\n\n---\n\nb", "p(a) rule p(b)"),
        ("| a | b |\n|---|--:|\n| 1 | 2 |", "table[head(p(a)|p(b))row(p(1)|p(2))]"),
        ("see[^1]\n\n[^1]: there", "p(see1) rule ol1~[p(there)]"),
        ("&lt;b&gt; &amp; &copy; &alpha;", "p(<b> & © α)"),
    ])
    func markdown(source: String, expected: String) throws {
        #expect(outline(try Markdown(source).blocks()) == expected)
    }

    @Test(arguments: [
        ("a <b>b</b> <i>c</i> <unknown>d</unknown>", "p(a b c d)"),
        ("<h2>A</h2>\n<p>b</p>", "h2(A) p(b)"),
        ("<b><p>a</p></b><h1>t", "p(a) h1(t)"),
        ("<!-- gone -->a", "p(a)"),
        ("a <!-- gone --> b", "p(a b)"),
        ("<script>x = 1</script><style>b {}</style>\n\na", "p(a)"),
        ("<div>\n\n*a*\n\n</div>", "p(a)"),
        ("<table><tr><td>a<br>b</td><th>c</th></tr></table>", "table[row(p(a\nb)|p(c))]"),
        ("| <h2>a</h2> | <h1>b<h1> |\n|-|-|\n| x<br>y | <b>z |", "table[head(h2(a)|h1(b))row(p(x\ny)|p(z))]"),
        ("<ul><li>a<li>b</ul>", "ul[p(a);p(b)]"),
        ("<dl><dt>a<dd>b</dl>", "p(a) in[p(b)]"),
        ("<details><summary>a</summary>b</details>", "p(a) p(b)"),
        ("<font color='red'>a</font> <center>b</center>", "p(a) p(b)"),
        ("<br>", ""),
        ("<pre>a\n  b</pre>", "code[](a\n  b)"),
        ("<p hidden>a</p><p style='display: none'>b</p>c", "p(c)"),
        ("x < y and <int> > 3", "p(x < y and > 3)"),
        ("<html lang=x><body>a</body></html>", "p(a)"),
        ("<a href='x'><h1>t</h1></a>", "h1(t) p()"),
    ])
    func html(source: String, expected: String) throws {
        #expect(outline(try Markdown(source).blocks()) == expected)
    }

    @Test(arguments: [
        ("$a_1 * b_2 * c$", "p(a_1 * b_2 * c)"), ("$5 and $10", "p($5 and $10)"),
        (#"costs \$5, $x$"#, "p(costs $5, x)"),
        (#"$\{a\}$"#, #"p(\{a\})"#), ("`$x$`", "p($x$)"), ("$$\nx\n= y\n$$", "math(x\n= y)"),
        ("a\n$$x$$", "p(a) math(x)"),
        ("$$\na\n- b\n$$ (label)", "math(a\n- b)"),
        (
            #"\begin{align}"# + "\nx &= 1 \\\\\n\\end{align}",
            "math(\\begin{align}\nx &= 1 \\\\\n\\end{align})"
        ),
        ("$a", "p($a)"), ("$$a", "p($$a)"), ("{math}`x^2` y", "p(x^2 y)"),
        ("a $x < y$ & b", "p(a x < y & b)"),
        ("| a $b_1$ |\n|-|\n| $c$ |", "table[head(p(a b_1))row(p(c))]"),
        ("[a $x$](b) ![$y$](c)", "p(a x $y$)"),
    ])
    func formulas(source: String, expected: String) throws {
        #expect(outline(try Markdown(source).blocks()) == expected)
    }

    @Test func aFormulaIsAFormula() throws {
        #expect(try Markdown("**$x$**").blocks() == [.paragraph([.formula("x", .strong)])])
    }

    @Test(arguments: [
        ("```{note}\n*a*\n```", "note(Note)[p(a)]"),
        ("```{note} b\na\n```", "note(Note)[p(b) p(a)]"),
        (":::{tip}\n:class: x\na\n:::", "note(Tip)[p(a)]"),
        ("::::{warning}\n:::{note}\na\n:::\n::::", "note(Warning)[note(Note)[p(a)]]"),
        (":::note\na\n:::", "note(Note)[p(a)]"),
        ("```{admonition} T\n---\nclass: x\n---\na\n```", "note(T)[p(a)]"),
        ("```{math}\n:label: e\nx\n```", "math(x)"),
        ("```{image} a.png\n:alt: b\n```", "p(b)"),
        ("```{figure} a.png\nCaption\n```", "p() in[p(Caption)]"),
        ("```{code-block} python\nx\n```", "code[python](x)"),
        ("```{toctree}\na\n```", ""),
        (":::{note}\nnever closed", "p(:::{note} never closed)"),
        ("(here)=\n# A", "h1(A)"), ("a\n\n+++\n\nb", "p(a) p(b)"), ("% gone\n\na\n% b", "p(a % b)"),
        ("```\n:::{note}\n% x\n$$\n```", "code[](:::{note}\n% x\n$$)"),
        ("see {ref}`here <there>` and {term}`token`", "p(see here and token)"),
    ])
    func directives(source: String, expected: String) throws {
        #expect(outline(try Markdown(source).blocks()) == expected)
    }

    @Test func linksSayWhereTheyLead() throws {
        func addresses(_ source: String) throws -> [String] {
            try Markdown(source).blocks().flatMap { block -> [Inline] in
                if case .paragraph(let inlines) = block { inlines } else { [] }
            }.compactMap { if case .address(let address) = $0 { address } else { nil } }
        }
        #expect(
            try addresses("[a](http://b.c) <http://d.e> https://f.g <i@j.k> [x](#there)") == ["http://b.c"])
        #expect(
            try addresses("<a href='https://b.c/'>b.c</a> <a href='javascript:x()'>y</a> <a name=z>z</a>")
                == [])
    }

    @Test func nothingIsTooDeepOrTooLong() throws {
        let many = 10_000
        for source in [
            String(repeating: ">", count: many) + " x", String(repeating: "<div>", count: many) + "x",
            String(repeating: "<table><tr><td>", count: many) + "x",
            String(repeating: "<b>", count: many) + "x",
            String(repeating: "[", count: many) + "x", String(repeating: "<ul><li>", count: many) + "x",
            String(repeating: ":::{note}\n", count: 500) + "x\n" + String(repeating: ":::\n", count: 500),
            String(repeating: "$a ", count: many) + "x", String(repeating: "word ", count: 10 * many) + "x",
        ] {
            let blocks = try Markdown(source).blocks()
            #expect("\(blocks)".contains("x"))
        }
    }
}
