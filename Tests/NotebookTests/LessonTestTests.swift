import Foundation
import Notebook
import Testing

/// Stands for a session: `print N` prints, `fail N` fails, `stop` is interrupted.
final class FakeRunner: CellRunner {
    func judge(_ answer: String, by checks: [Cell]) -> CheckResult { .wrong("") }

    var sources: [String] = []
    var absent: [Need: String] = [:]

    func run(_ source: String, cell: CellIdentity) -> CellResult {
        sources.append(source)
        var output = ""
        for line in source.split(separator: "\n") {
            let (word, rest) = (line.prefix { $0 != " " }, String(line.drop { $0 != " " }.dropFirst()))
            if word == "print" { output += rest.replacingOccurrences(of: "|", with: "\n") + "\n" }
            if word == "fail" { return CellResult(output: output, error: rest, seconds: 0.5) }
            if word == "stop" {
                return CellResult(output: output, error: "KeyboardInterrupt", interrupted: true)
            }
        }
        return CellResult(output: output, seconds: 0.25)
    }

    func missing(_ need: Need) -> String? { absent[need] }
}

func cell(_ source: String, _ output: String? = nil) -> String {
    "```{code-cell} lagado\n\(source)\n```\n" + (output.map { "```output\n\($0)\n```\n" } ?? "")
}

private func report(_ text: String, fast: Bool = false, _ runner: FakeRunner = FakeRunner()) throws
    -> LessonReport
{
    LessonTest(try lesson(text), fast: fast).run(runner)
}

@Test func exitCodesSayHowALessonEnded() throws {
    #expect(try report(cell("print 1", "1")).exit == .fine)
    #expect(try report(cell("print 2", "1")).exit == .differs)
    #expect(try report(cell("fail NameError: x")).exit == .cellFailed)
    #expect(try report(cell("print 2", "1") + cell("fail x")).exit.rawValue == 3)
    #expect(try report(cell(":check: error\nprint 1", "x")).exit == .differs)
    #expect(try report(cell(":check: error\nfail ShapeError: no", "ShapeError: no")).exit == .fine)
    #expect(try report(cell(":check: error\nfail ShapeError: no", "ShapeError: yes")).exit == .differs)
    #expect(try report(cell(":output: sample\nprint 2", "1")).exit == .fine)
    #expect(try report(cell("print 5")).exit == .fine)
    #expect(try report(cell("stop")).exit == .cellFailed)
}

/// A sample is not compared; --fix writes the one that there is now.
@Test func staleSamplesAreFixed() throws {
    let text =
        cell(":output: sample\nprint 2", "1") + cell(":output: sample\nprint 3", "3") + cell("print 4", "4")
    let stale = try report(text)
    #expect(stale.exit == .fine && stale.cells.map(\.writes) == [true, false, false])
    #expect(
        String(decoding: stale.fixedSource, as: UTF8.self)
            == text.replacingOccurrences(of: "\n1\n", with: "\n2\n"))
    #expect(try report(cell(":output: sample\nnothing", "1")).cells[0].writes == false)
}

@Test func afterAFailedCellTheRestIsSkipped() throws {
    let runner = FakeRunner()
    let report = try report(cell("fail E") + cell("print 1", "1"), runner)
    #expect(runner.sources == ["fail E"])
    #expect(report.cells[1].status == .skipped("cell 1 failed"))
    #expect(
        report.summary
            == "lesson.md: NOT OK: 2 cells, 0 compared, 1 failed, 1 skipped (cell 1 failed) in 0.5 s")
}

@Test func aFailedCheckLetsTheLessonGoOn() throws {
    let text = cell("print 1") + "```check\nfail AssertionError\n```\n" + cell("print 2", "2")
    let report = try report(text)
    #expect(report.cells[1].status == .failed("AssertionError") && report.cells[2].status == .ok)
    #expect(
        report.cells[1].text(file: "lesson.md")
            == "lesson.md:5: check after cell 1: failed\n    AssertionError")
    #expect(report.exit == .cellFailed)
}

@Test func fastRunsTheShortVariantAndDoesNotCompareIt() throws {
    let text = cell(":fast: print 20\nprint 500", "500") + cell("print 1", "1")
    let runner = FakeRunner()
    let fast = try report(text, fast: true, runner)
    #expect(runner.sources == ["print 20", "print 1"] && fast.exit == .fine)
    let loop = FakeRunner()
    _ = try report(cell(":fast: for i in x:\n:fast:     print i\nprint 500", "500"), fast: true, loop)
    #expect(loop.sources == ["for i in x:\n    print i"])
    #expect(fast.cells.map(\.compared) == [false, true])
    #expect(try report(text).cells.map(\.compared) == [true, true])
}

@Test func whatIsNeededAndNotThereIsSkippedWithItsReason() throws {
    let runner = FakeRunner()
    runner.absent = [.gpu: "this machine has none"]
    let check = "```check\nfail NameError\n```\n"
    let report = try report(cell(":needs: gpu\nprint 1", "2") + check + cell("print 3", "3"), runner)
    #expect(report.exit == .fine && runner.sources == ["print 3"])
    #expect(report.cells[0].status == .skipped("needs gpu: this machine has none"))
    #expect(report.cells[1].status == report.cells[0].status)
}

@Test func fixChangesOnlyOutputsThatDiffer() throws {
    let text =
        "# T\r\n\n  odd\t \n" + cell("print 2.04", "2.0") + "x\n" + cell("print a|b", "old")
        + "end, no line feed"
    let report = try report(text)
    let fixed = String(decoding: report.fixedSource, as: UTF8.self)
    #expect(fixed == text.replacingOccurrences(of: "\nold\n", with: "\na\nb\n"))
    #expect(try LessonTest(lesson(fixed)).run(FakeRunner()).exit == .fine)
}

@Test func fixFillsASampleThatIsEmpty() throws {
    let empty = "```{code-cell} lagado\n:output: sample\nprint 1\n```\n```output\n```\n"
    let text = empty + cell(":output: sample\nprint 2", "2")
    let report = try report(text)
    #expect(report.exit == .fine)
    let fixed = String(decoding: report.fixedSource, as: UTF8.self)
    #expect(fixed == text.replacingOccurrences(of: "```output\n```", with: "```output\n1\n```"))
}

@Test func fixKeepsLineEndsIndentAndMark() throws {
    let windows = "\u{feff}" + cell("print a|b", "old").replacingOccurrences(of: "\n", with: "\r\n")
    let fixed = String(decoding: try report(windows).fixedSource, as: UTF8.self)
    #expect(Array(fixed.utf8) == Array(windows.replacingOccurrences(of: "old\r\n", with: "a\r\nb\r\n").utf8))

    let indented = "- item\n\n  ```{code-cell} lagado\n  print a|b\n  ```\n  ```output\n  ```\n"
    let mended = String(decoding: try report(indented).fixedSource, as: UTF8.self)
    #expect(mended == indented.replacingOccurrences(of: "```output\n", with: "```output\n  a\n  b\n"))
}

@Test func fixGivesOutputWithFencesLongerMarks() throws {
    let text = cell("print ```py|x|```", "old") + "after\n"
    let fixed = String(decoding: try report(text).fixedSource, as: UTF8.self)
    #expect(fixed.hasSuffix("````output\n```py\nx\n```\n````\nafter\n"))
    #expect(try LessonTest(lesson(fixed)).run(FakeRunner()).exit == .fine)
}

@Test func reportsPointIntoTheFile() throws {
    let report = try report("# T\n\n" + cell("print 3", "4"))
    #expect(
        report.cells[0].text(file: "lesson.md")
            == "lesson.md:4: cell 1: the output differs (output begins in line 7)\n   1 - 4\n   1 + 3\n     "
            + "  ^  expected 4, got 3"
    )
    #expect(report.summary == "lesson.md: NOT OK: 1 cell, 1 compared, 1 differs in 0.2 s")
}

/// A notebook of code cells with what each has stored.
private func notebook(_ cells: [(source: String, outputs: String)], count: String = "1") throws -> Lesson {
    let body = cells.map {
        "{\"cell_type\": \"code\", \"execution_count\": \(count), \"metadata\": {}, \"source\": "
            + "\"\($0.source)\", \"outputs\": [\($0.outputs)]}"
    }.joined(separator: ",")
    return try Lesson.parse(Array("{\"nbformat\": 4, \"cells\": [\(body)]}".utf8), name: "n.ipynb")
}

private func stream(_ text: String, _ name: String = "stdout") -> String {
    "{\"output_type\": \"stream\", \"name\": \"\(name)\", \"text\": [\"\(text)\"]}"
}

private func data(_ parts: String) -> String { "{\"output_type\": \"execute_result\", \"data\": {\(parts)}}" }

@Test func storedOutputsOfANotebookAreCompared() throws {
    func exit(_ source: String, _ outputs: String) throws -> LessonExit {
        LessonTest(try notebook([(source, outputs)])).run(FakeRunner()).exit
    }
    #expect(try exit("print 1", stream("1\\n")) == .fine)
    #expect(try exit("print 2", stream("1\\n")) == .differs)
    #expect(try exit("print 1", data("\"text/plain\": [\"1\"]")) == .fine)
    #expect(try exit("print 2", data("\"text/plain\": \"1\"")) == .differs)
    #expect(try exit("print 2", "") == .differs)
    // What lessons have as wild cards is text in a notebook.
    #expect(try exit("print 2", stream("<int>\\n")) == .differs)
    #expect(try exit("print 2", stream("...\\n")) == .differs)
    #expect(try exit("print a at 0x7f00aa00bb00", stream("a at 0x7f3c2d1e0f00\\n")) == .fine)
    // Progress, warnings and pictures do not count.
    #expect(try exit("print 1", stream("1\\n") + "," + stream("50%", "stderr")) == .fine)
    #expect(
        try exit(
            "print 1", stream("1\\n") + "," + data("\"image/png\": \"iVBO\", \"text/plain\": \"<Figure>\""))
            == .fine)
    let error =
        "{\"output_type\": \"error\", \"ename\": \"NameError\", \"evalue\": \"other words\", \"traceback\": "
        + "[]}"
    #expect(try exit("fail NameError: x", error) == .fine)
    #expect(try exit("fail TypeError: x", error) == .differs)
    #expect(try exit("print 1", error) == .differs)
    #expect(try exit("fail NameError: x", "") == .cellFailed)
}

@Test func whatIsNotComparedIsSaid() throws {
    let widget = data("\"application/vnd.jupyter.widget-view+json\": {}, \"text/plain\": \"Box()\"")
    let report = LessonTest(try notebook([("print 1", stream("1\\n") + "," + widget)])).run(FakeRunner())
    #expect(
        report.exit == .fine
            && report.summary.contains("not compared: application/vnd.jupyter.widget-view+json"))
    let fresh = LessonTest(try notebook([("print 1", "")], count: "null")).run(FakeRunner())
    #expect(
        fresh.exit == .fine && fresh.summary.hasPrefix("n.ipynb: ran, nothing was compared"),
        "\(fresh.summary)")
    let script = LessonTest(try Lesson.parse(Array("print 1\n".utf8), name: "s.py")).run(FakeRunner())
    #expect(script.summary.hasPrefix("s.py: ran, nothing was compared"), "\(script.summary)")
}
