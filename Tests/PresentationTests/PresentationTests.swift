import Presentation
import Testing

@Suite struct ColumnTests {
    @Test(arguments: [
        ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("漢字", 4), ("한국", 4), ("\u{1112}\u{1161}\u{11AB}", 2),
        ("ｱ", 1), ("Ａ", 2), ("…", 1), ("─", 1), ("😀", 2), ("👍🏽", 2), ("👨‍👩‍👧", 2), ("🇩🇪", 2), ("❤️", 2),
        ("❤", 1), ("☺︎", 1), ("1️⃣", 1), ("🌡", 1), ("\u{200B}", 0), ("a\u{200D}b", 1), ("क्ष", 2), ("𝑥", 1),
    ])
    func widthIsWhatATerminalTakes(_ text: String, _ columns: Int) {
        #expect(Columns.width(text) == columns, "\(text)")
        #expect(Columns.width("x" + text + "y") == columns + 2, "\(text)")
    }

    @Test func textIsPaddedAndCutByColumns() {
        #expect(Columns.padded("漢字", 6) == "漢字  ")
        #expect(Columns.padded("漢字", 6, right: true) == "  漢字")
        #expect(Columns.padded("漢字漢字", 6) == "漢字… ")
        #expect(Columns.cut("abcdef", 4) == "abc…")
        #expect(Columns.prefix("漢字", 3) == "漢")
    }

    @Test func wordsFillLines() {
        #expect(Columns.filled("aa bb cc", 5) == ["aa bb", "cc"])
        #expect(Columns.filled("aa bbbbbbbb c", 4) == ["aa", "bbbbbbbb", "c"])
        #expect(Columns.filled("漢字 漢字", 8) == ["漢字", "漢字"])
        #expect(Columns.broken("  short\naa bb cc", 5) == ["short", "aa bb", "cc"])
        #expect(Columns.broken("  ab\n\nc", 5) == ["  ab", "", "c"])
    }
}

@Suite struct FormattingTests {
    @Test func bytesInTheUnitsOfTheirKind() {
        #expect(
            [0, 1023, 1024, 4000, 10240, 5 << 30].map(Formatting.memory) == [
                "0 bytes", "1023 bytes", "1 KB", "3.9 KB", "10 KB", "5 GB",
            ])
        #expect([999, 1000, 823_400_000].map(Formatting.size) == ["999 bytes", "1.0 kB", "823.4 MB"])
        #expect(
            [640.9, 12_400, 3_440_000, 2e10].map(Formatting.transferred) == [
                "640 B", "12 kB", "3.4 MB", "20000.0 MB",
            ])
    }

    @Test func numbersAndDurations() {
        #expect(Formatting.grouped(-1_234_567) == "-1,234,567")
        #expect(Formatting.grouped(digits: "12345678", by: 4, separator: "_") == "1234_5678")
        #expect([0.25, 12.34, 3400, 1.23e7].map(Formatting.brief) == ["0.25", "12.3", "3400", "1.2e+07"])
        #expect([7, 65, 3725].map(Formatting.clock) == ["0:07", "1:05", "1:02:05"])
        #expect([0.2, 65, 4e5].map(Formatting.remaining) == ["1 s", "1:05", "days"])
    }

    @Test func controlCharactersAreShownAndNeverSent() {
        #expect(Formatting.visible("a\r\n\t\u{1b}[31m\u{7f}\u{85}") == "a␍\n␉␛[31m␡\u{FFFD}")
        #expect(Formatting.safe("a\r\n\t\u{1b}\u{85}\u{202E}é", unicode: true) == "a␍\n\t␛\\u0085\\u202eé")
        #expect(Formatting.safe("\r\u{7f}é😀", unicode: false) == "^M^?\\u00e9\\U0001f600")
        #expect(Escaping.xml("a<b\u{1}\u{FFFE}\n") { $0 == "\n" ? "\\n" : nil } == "a&lt;b␁\u{FFFD}\\n")
        #expect(Escaping.html("<a b=\"c\">&") == "&lt;a b=&quot;c&quot;&gt;&amp;")
        #expect(Escaping.json("a\"\\\n\u{1}é😀") == "\"a\\\"\\\\\\n\\u0001é😀\"")
        #expect(Escaping.json("é😀\u{7f}", ascii: true) == "\"\\u00e9\\ud83d\\ude00\\u007f\"")
    }
}

@Suite struct LineTests {
    @Test func caretsStandUnderWideCharacters() {
        let line = MarkedLine(before: "  ['漢字', ", marked: "名前", after: "]")
        #expect(line.withoutIndentation.lines == ["    ['漢字', 名前]", "             ^^^^"])
        #expect(line.carets(margin: 3) == String(repeating: " ", count: 14) + "^^^^")
        #expect(MarkedLine(before: "a", marked: "").carets(margin: 0) == " ^")
    }

    @Test func tablesAlignByColumns() {
        let table = TextTable("t", headers: ["a", "b", "c"], rows: [["漢字", "1", "x"], ["y", "10", "zz"]])
        #expect(table.text == "t\n  a      b  c\n  漢字   1  x\n  y     10  zz")
        // Marks without a digit are no numbers.
        let marks = TextTable("t", headers: ["a", "b", "c"], rows: [["x", ",", "–"], ["y", ".", "12 %"]])
        #expect(marks.text == "t\n  a  b     c\n  x  ,     –\n  y  .  12 %")
    }

    @Test func tablesAreHTML() throws {
        let table = TextTable(
            "a < b", headers: ["name", "count"], rows: [["x & y", "1,200"], ["\u{1b}", "–"]],
            footer: ["1  \"2\""])
        #expect(
            try Forms(table).form(.html)?.data == """
                <table class="tex2jax_ignore">
                <caption style="text-align: left">a &lt; b</caption>
                <thead>
                <tr><th style="text-align: left">name</th><th style="text-align: right">count</th></tr>
                </thead>
                <tbody>
                <tr><td style="text-align: left">x &amp; y</td><td style="text-align: right">1,200</td></tr>
                <tr><td style="text-align: left">␛</td><td style="text-align: right">–</td></tr>
                </tbody>
                <tfoot>
                <tr><td colspan="2" style="text-align: left; white-space: pre-wrap">1  &quot;2&quot;</td></tr>
                </tfoot>
                </table>

                """)
        #expect(Forms(table).text() == table.text + "\n" && Forms(table).types == [.html])
        #expect(Forms(table).visible.text()?.contains("␛") == true)
        let empty = Forms(TextTable("nothing", rows: []))
        #expect(empty.types.isEmpty && empty.text() == "nothing\n")
        #expect(try empty.form(.html) == nil)
    }

    @Test func progressFitsItsWidth() {
        let steps = ProgressText(label: "train", total: 200, unit: "step")
        #expect(
            steps.line(50, seconds: 10, extras: ["loss 5.8"], width: 79)
                == "train ██████▊░░░░░░░░░░░░░░░░░░░░ 50/200  25%  5.00 step/s  30 s left  loss 5.8")
        let bytes = ProgressText(label: "", total: nil, unit: "B")
        #expect(bytes.line(3_400_000, seconds: 2, width: 79) == "3.4 MB  1.7 MB/s")
        let ascii = ProgressText(label: "a", total: 4, unit: "step", unicode: false)
        #expect(ascii.line(1, seconds: 0, width: 25) == "a [##..........] 1/4  25%")
        // A label in wide characters must not push the line over the edge.
        for width in 0...60 {
            let line = ProgressText(label: "训练进度", total: 200, unit: "step").line(
                50, seconds: 10, width: width)
            #expect(Columns.width(line) <= width)
        }
    }

    @Test func storedFormsAreKnownByTheirTypes() throws {
        let forms = Forms(StoredForms(plain: "x\u{1b}", [(.html, Form("<b>x</b>")), (.png, Form("AAAA"))]))
        #expect(forms.types == [.html, .png])
        #expect(forms.text() == "x\u{1b}\n")
        #expect(forms.visible.text() == "x␛\n")
        #expect(try forms.form(.html)?.data == "<b>x</b>")
        #expect(try forms.form(.svg) == nil)
        #expect(forms.isPicture && !forms.isDrawn)
        #expect(
            forms == Forms(StoredForms(plain: "x\u{1b}", [(.html, Form("<b>x</b>")), (.png, Form("AAAA"))])))
        #expect(forms != forms.visible)
    }
}
