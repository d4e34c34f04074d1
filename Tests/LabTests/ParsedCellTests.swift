import Lab
import Language
import Testing

/// A cell is read once, by whoever asks first.
@Suite(.serialized)
struct ParsedCellTests {
    @Test(arguments: [
        ("x = 1", Completeness.complete), ("f(", .incomplete(indent: 0)), ("if x:", .incomplete(indent: 4)),
        ("if x:\n    %time y", .incomplete(indent: 4)), ("if x:\n    %time y\n", .complete),
        ("%%time", .incomplete(indent: 0)), ("%%time\nx = 1", .incomplete(indent: 0)),
        ("%%time\nx = 1\n", .complete), ("!ls", .complete), ("x?", .complete), ("x = 1 +", .invalid),
        ("%time f(", .complete), ("def f():\n    x?\n    if y:", .incomplete(indent: 8)),
    ])
    func completeness(_ text: String, _ expected: Completeness) {
        #expect(ParsedCell(text).completeness == expected, "\(text)")
    }

    @Test func emptyLinesAtTheEndAreNoOtherCell() {
        let cell = ParsedCell("if x:\n    y\n    \n")
        #expect(cell.typed(as: "if x:\n    y")?.typed == "if x:\n    y")
        #expect(cell.typed(as: "if x:") == nil && cell.typed(as: "if x:\n    z") == nil)
    }

    @Test func aCellRunsStatementByStatement() throws {
        let fixture = SessionFixture()
        #expect(try fixture.run("a = 1\na\na + 1;\na + 2; a + 3\n(a,\n a); a + 4") == "1\n4\n5\n")
        #expect(try fixture.run("%time a\r\na\r\n").hasSuffix("1\n"))
        #expect(try fixture.run("%%time\nb = 2\nb").hasPrefix("2\n"))
        #expect(fixture.failure("c = 1\n\nd = (2\n").contains("'(' was never closed"))
        #expect(fixture.session.variables["c"] == nil)
    }

    @Test func onlyWhatMayChangeSomethingIsTakenBack() throws {
        let fixture = SessionFixture()
        for cell in ["%who", "x?", "!ls", "%who\n\n%whos\n", "x = (", "%%cost\n1 + 1"] {
            try? fixture.session.run(cell)
            #expect(fixture.session.timeline.entries.isEmpty, "\(cell)")
        }
        for cell in ["x = 1", "%seed 3", "%who\nx", "if x:\n    %who", "%%time\nx = 2"] {
            let before = fixture.session.timeline.entries.count
            try fixture.session.run(cell)
            #expect(fixture.session.timeline.entries.count == before + 1, "\(cell)")
        }
    }

    @Test func pastedPromptsAndAnswers() throws {
        let fixture = SessionFixture()
        #expect(try fixture.run(">>> x = 1\n>>> x\n") == "1\n")
        #expect(fixture.failure("In [1]: x = 7\nOut[1]: 7").contains("is an answer of IPython's"))
        #expect(try fixture.run("x") == "7\n")
    }
}
