import Lab
import Language
import Testing

/// Errors in magic lines show what the person typed.
@Suite(.serialized)
struct MagicErrorTests {
    /// Cells one after another; the whole report of the last one's error.
    private func report(_ cells: [String]) -> String {
        let session = SessionFixture().session
        var text = ""
        for cell in cells {
            text = ""
            do { try session.run(cell, echo: .all) } catch { text = session.report(error) }
        }
        return text
    }

    @Test(arguments: [
        (["%history x"], "    %history x\n    ^^^^^^^^^^\nValueError"),
        (["%foo x"], "    %foo x\n    ^^^^^^\nSyntaxError"),
        (["%%bash\nls"], "    %%bash\n    ^^^^^^\nSyntaxError"),
        (["\n\n%%bash\nls"], "line 3\n    %%bash\n    ^^^^^^\nSyntaxError"),
        (["x = 1\nfor i in range(2):\n    %foo"], "line 3\n    %foo\n    ^^^^\nSyntaxError"),
        (["%time 1/0"], "    %time 1/0\n          ^^^\nZeroDivisionError"),
        (["%%time\nx = 1\ny = z"], "line 3\n    y = z\n        ^\nNameError"),
        (["%cost nothing"], "    %cost nothing\n          ^^^^^^^\nNameError"),
        (["%time x = 1\ny = 1/0"], "line 2\n    y = 1/0\n        ^^^\nZeroDivisionError"),
        (["%time %foo"], "    %time %foo\n          ^^^^\nSyntaxError"),
        // In a function of an earlier cell.
        (
            ["%time 1", "def f():\n    %time 1\n    return 1/0", "f()"],
            "cell 2, line 3\n    return 1/0\n           ^^^\nZeroDivisionError"
        ),
        (["def f():\n    %foo", "%time f()"], "cell 1, line 2\n    %foo\n    ^^^^\nSyntaxError"),
    ])
    func theTypedLineIsShown(cells: [String], expected: String) {
        let text = report(cells)
        #expect(text.contains(expected), "\(text)")
        #expect(!text.contains("__magic__") && !text.contains("magic line"), "\(text)")
    }

    @Test(arguments: [
        ("%history x", "ValueError: %history takes a number of cells, not 'x'\n  try: %history 10"),
        ("%seed x", "ValueError: %seed takes a whole number, not 'x'\n  try: %seed 42"),
        (
            "%precision 18",
            "ValueError: %precision takes a number of digits from 0 to 17, not '18'\n  try: %precision 4"
        ),
        ("%color red", "ValueError: %color is on or off, not 'red'\n  try: %color off"),
        ("%timeit", "SyntaxError: %timeit wants something after it\n  try: %timeit sum(range(100))"),
        ("%timeit -n x", "ValueError: %timeit -n wants a number from 1 to 1,000,000\n  try: %timeit -n 10 …"),
        ("%save", "SyntaxError: %save wants something after it\n  try: %save my-session.py"),
        (
            "%export --all a.py",
            "ValueError: %export has one flag, --without-errors, not '--all a.py'\n"
                + "  try: %export my-session.ipynb --without-errors"
        ),
        ("%%who\nx = 1", "SyntaxError: %%who takes no lines below it\n  try: %who Tensor"),
        ("%%time x\ny", "SyntaxError: %%time takes the lines below it, not 'x'\n  try: %time for one line"),
    ])
    func argumentsAreReadByTheDeclaration(line: String, expected: String) {
        #expect(SessionFixture().failure(line) == expected, "\(line)")
    }

    @Test func magicsInsideOneAnotherEnd() {
        for line in [String(repeating: "%time ", count: 5000), String(repeating: "%%time\n", count: 5000)] {
            let session = SessionFixture().session
            let cell = line + "1"
            #expect(session.completions(cell, cursor: cell.utf8.count).candidates.count < 100)
            var kind = ""
            do { try session.run(cell) } catch { kind = ScriptError(error).kind }
            #expect(kind == "RecursionError")
        }
        #expect(SessionFixture().failure("def f(): \n    %time f()\nf()").hasPrefix("RecursionError"))
    }

    @Test func helpHasTheArguments() {
        let page = SessionFixture().session.help("%timeit")
        #expect(page.hasPrefix("%timeit [-n TIMES] [-r TIMES] STATEMENT\n"), "\(page)")
        for parameter in Magics.all.flatMap(\.parameters) { #expect(!parameter.help.isEmpty) }
    }

    @Test func aMagicInAFunctionRunsLater() throws {
        let fixture = SessionFixture()
        try fixture.run("def f():\n    %seed 3")
        #expect(fixture.failure("%who\nf()") == "")
    }
}
