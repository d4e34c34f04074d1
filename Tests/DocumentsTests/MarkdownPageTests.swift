import Markdown
import Testing

private func html(_ source: String, picture: @escaping (String) -> String? = { _ in nil }) -> String {
    Markdown(source).html(.init(anchor: { $0.lowercased() }, picture: picture)).html
}

@Test func githubsMarkdownBecomesHTML() {
    #expect(html("# *A* `b`\n") == "<h1><a id=\"a b\"></a><em>A</em> <code>b</code></h1>\n")
    let table = html("| a | b |\n|---|--:|\n| 1 | ~~2~~ |\n")
    #expect(table.contains("<table>") && table.contains("<td align=\"right\"><del>2</del></td>"))
    #expect(html("- [x] done\n").contains("type=\"checkbox\""))
    #expect(html("https://example.org").contains("<a href=\"https://example.org\">"))
    #expect(
        html("![a \"b\"](x.png)") { _ in "data:image/png;base64,AA==" }.contains(
            "<img src=\"data:image/png;base64,AA==\" alt=\"a &quot;b&quot;\">"))
    #expect(html("") == "")
}

@Test func rawHTMLIsLeftOut() {
    for source in [
        "<script>x</script>", "a <img src=x onerror=y> b", "<div onclick=x>\n\nb</div>",
        "[x](JaVaScRiPt:alert(1))", "[x](data:text/html,x)",
    ] {
        let text = html(source)
        for bad in ["<script", "onerror", "onclick", "avascript", "avaScRiPt", "data:text"] {
            #expect(!text.lowercased().contains(bad.lowercased()), "\(text)")
        }
    }
}

@Test func formulasAreTakenOutOfMarkdown() {
    #expect(html("$a_b$ and _c_ $d_e$").contains("</math> and <em>c</em> <math"))
    #expect(html("$$\nx * y\n$$").contains("display=\"block\""))
    // Money, code and what is escaped are none.
    for plain in ["it costs $5 and $6", "`$x$`", "```\n$x$\n```", "\\$x\\$", "$ x$", "a $x", "$$x"] {
        #expect(!html(plain).contains("<math"), "\(plain)")
    }
    #expect(Markdown("# On $x_1$\n").html(.init(anchor: { _ in "a" })).headings.map(\.text) == ["On $x_1$"])
}

private let formulas: [(latex: String, parts: [String])] = [
    ("\\frac{1}{\\sqrt{d}}", ["<mfrac><mrow><mn>1</mn></mrow><mrow><msqrt>"]),
    ("x_i^{2}", ["<msubsup><mi>x</mi><mi>i</mi><mrow><mn>2</mn></mrow></msubsup>"]),
    ("\\sum_{i=1}^n x_i", ["<munderover><mo>∑</mo>"]),
    ("\\alpha \\cdot \\beta", ["<mi>α</mi><mo>⋅</mo><mi>β</mi>"]),
    ("\\text{softmax}(z)", ["<mtext>softmax</mtext>"]),
    ("\\mathrm{head}_h", ["<mi mathvariant=\"normal\">head</mi>"]),
    ("\\mathbb{R}^{T \\times E}", ["ℝ", "×"]), ("\\mathbf{W}", ["𝐖"]),
    ("\\hat{y}", ["<mover accent=\"true\"><mrow><mi>y</mi></mrow>"]),
    ("\\left( \\frac{a}{b} \\right]", ["<mo>(</mo>", "<mo>]</mo>"]),
    (
        "\\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}",
        ["<mtr><mtd><mi>a</mi></mtd><mtd><mi>b</mi></mtd></mtr>"]
    ),
    ("f'(x) < 3.14", ["<msup><mi>f</mi><mo>′</mo></msup>", "&lt;", "<mn>3.14</mn>"]),
    ("-\\log p", ["<mo>−</mo><mi>log</mi><mspace"]),
    ("\\sqrt[3]{x}", ["<mroot>"]), ("\\operatorname{argmax}_x", ["argmax"]),
    ("\\max_i x_i", ["<munder><mo>max</mo>"]),
]

@Test(arguments: formulas) func latexBecomesMathML(latex: String, parts: [String]) {
    let text = html("$\(latex)$")
    for part in parts { #expect(text.contains(part), "\(text)") }
}

@Test func whatIsNotUnderstoodIsShownAsItIsWritten() {
    for latex in [
        "\\unknown{x}", "\\frac{1}", "{x", "x}", "a^b^c", "\\left( x", "\\begin{what} x \\end{what}", "x_",
        "&", "\\end{matrix}",
    ] {
        #expect(html("$\(latex)$").contains("<code class=\"latex\">"), "\(latex): \(html("$\(latex)$"))")
    }
    let deep = String(repeating: "{", count: 5000) + String(repeating: "}", count: 5000)
    #expect(html("$x\(deep)$").contains("latex"))
}
