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

    @Test func aMagicInAFunctionRunsLater() throws {
        let fixture = SessionFixture()
        try fixture.run("def f():\n    %seed 3")
        #expect(fixture.failure("%who\nf()") == "")
    }
}
