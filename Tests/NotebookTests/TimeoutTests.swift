import Foundation
import Lab
import Notebook
import Testing

/// Cells that would never end, in real sessions.
@Suite(.serialized) struct TimeoutTests {
    private func test(_ text: String) throws -> LessonReport {
        let runner = SessionRunner()
        runner.timeout = 0.05
        return LessonTest(try lesson(text)).run(runner)
    }

    @Test(arguments: [
        "while True: pass",
        "while True:\n    try:\n        while True: pass\n    except KeyboardInterrupt:\n        pass",
        "try:\n    while True: pass\nfinally:\n    while True: pass", ":check: error\nwhile True: pass",
        "def f():\n    try:\n        f2()\n    except BaseException:\n        f()\ndef f2():\n    while "
            + "True: pass\nf()",
    ]) func anEndlessCellIsEndedAndHasFailed(source: String) throws {
        let report = try test(cell(source) + cell("1 + 1", "2"))
        #expect(report.exit == .cellFailed && report.cells[0].timedOut)
        guard case .failed(let message) = report.cells[0].status else {
            Issue.record("\(report.cells[0].status)")
            return
        }
        #expect(message == "TimeoutError: the cell ran longer than 0.05 s and was stopped")
        #expect(report.cells[1].status == .skipped("cell 1 took too long"))
    }

    @Test func whoHandlesTheRequestAndEndsHasFailedToo() throws {
        let report = try test(
            cell("try:\n    while True: pass\nexcept KeyboardInterrupt:\n    print('caught')", "caught"))
        #expect(report.exit == .cellFailed && report.cells[0].output.hasPrefix("caught\nTimeoutError"))
    }

    @Test func anEndlessCheckEndsTheLesson() throws {
        let report = try test(cell("x = 1") + "```check\nwhile True: pass\n```\n" + cell("x", "1"))
        #expect(report.exit == .cellFailed && report.cells[2].status == .skipped("cell 1 took too long"))
    }

    @Test func whatIsQuickIsNotStopped() throws {
        let runner = SessionRunner()
        runner.timeout = 60
        #expect(LessonTest(try lesson(cell("1 + 1", "2") + cell("3", "3"))).run(runner).exit == .fine)
    }
}

@Test func whatFixWillChangeIsADifference() throws {
    let text =
        "# T\r\n\r\n" + cell("print a|b|c", "a\nold\nc") + "words\n" + cell("print x", "")
        + cell("print 1", "1")
    let report = LessonTest(
        try lesson(text.replacingOccurrences(of: "```output\n\n```", with: "```output\n```"))
    ).run(FakeRunner())
    #expect(
        report.fixDifference == """
            --- lesson.md
            +++ lesson.md, with the real outputs
            @@ -8,1 +8,1 @@
            -old
            +b
            @@ -15,0 +16,1 @@
            +x

            """, "\(report.fixDifference)")
    #expect(LessonTest(try lesson(cell("print 1", "1"))).run(FakeRunner()).fixDifference == "")
}
