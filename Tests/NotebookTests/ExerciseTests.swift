import Foundation
import Lab
import Language
import Notebook
import Testing

/// Exercises: answered, checked, solved, and what their checks are worth.
@Suite(.serialized) struct ExerciseTests {
    static let exercise = """
        ```{code-cell} lagado
        tokens = torch.arange(10, 20)
        X = tokens[:-2].view(4, 2)
        ```
        ```{code-cell} lagado
        :tags: [exercise]
        Y = tokens[___:-1].view(4, 2)
        ```
        ```hint
        Each answer is the token that follows.
        ```
        ```hint
        One token on.
        ```
        ```check
        assert Y.shape == X.shape, f"Y has the shape {tuple(Y.shape)}, and X {tuple(X.shape)}"
        by = (Y - X).unique().tolist()
        assert by == [1], f"you shifted by {by[0]} tokens"
        assert torch.equal(Y, X + 1)
        ```
        ```solution
        Y = tokens[1:-1].view(4, 2)
        ```
        ```wrong
        Y = tokens[2:].view(4, 2)
        ```
        ```wrong
        Y = X
        ```
        ```{code-cell} lagado
        Y[0]
        ```
        """

    @Test func anExerciseIsAnsweredAndChecked() throws {
        let output = CapturedOutput()
        let player = Player(
            try Lesson.parse(Array(Self.exercise.utf8), name: "e.md"), in: Session(sink: output))
        _ = try player.next()
        guard case .exercise = try player.next() else {
            Issue.record("it waits for an answer")
            return
        }
        #expect(player.checkExercise() == .wrong("there is no 'Y' yet: run the cell with your answer"))
        try player.session.run("Y = tokens[2:].view(4, 2)")
        #expect(player.checkExercise() == .wrong("you shifted by 2 tokens"))
        #expect(player.nextHint()?.text == "Each answer is the token that follows.")
        #expect(player.nextHint()?.number == 2)
        #expect(player.nextHint()?.number == 2)
        try player.session.run("Y = tokens[1:-1].view(4, 2)")
        #expect(player.checkExercise() == .right)
        #expect(player.solved == [2])
        #expect(player.place == 2)
        // A check leaves nothing behind.
        #expect(player.session.variables["by"] == nil)
        try player.back()
        #expect(player.place == 1)
    }

    @Test func theSolutionRunsOnceItWasShown() throws {
        let player = Player(
            try Lesson.parse(Array(Self.exercise.utf8), name: "e.md"),
            in: Session(sink: CapturedOutput()))
        _ = try player.next()
        #expect(player.showSolution() == "Y = tokens[1:-1].view(4, 2)")
        guard case .ran = try player.next() else {
            Issue.record("the solution runs")
            return
        }
        #expect(player.solutionsShown == [2])
        #expect(player.solved.isEmpty)
    }

    static let comparisons: [(String, String)] = [
        (
            "assert torch.equal(x, y)",
            "rows 1 and 3 differ: in row 1 x has tensor([2., 3.]), and y has tensor([0., 3.])"
        ),
        (
            "assert (x == y).all()",
            "rows 1 and 3 differ: in row 1 x has tensor([2., 3.]), and y has tensor([0., 3.])"
        ),
        ("assert torch.equal(x, y[0])", "x has the shape [4, 2], and y[0] has [2]"),
        ("assert n == 4", "n is 3, not 4"),
        ("assert row == [1, 5, 3]", "element 1 differs: row has 2, and [1, 5, 3] has 5"),
        ("assert row == [1]", "row has 3 elements, and [1] has 1"),
        ("assert n > 4", "n is 3, and n > 4 is wanted"),
        ("assert not n", "not yet: a check of the result fails"),
        ("assert zzz == 1", "there is no 'zzz' yet: run the cell with your answer"),
        (
            "assert n.foo == 1",
            "the check cannot be made with these values: 'int' object has no attribute 'foo'"
        ),
        ("assert n == 4, 'four is wanted'", "four is wanted"),
    ]

    @Test(arguments: comparisons) func aFailedCheckSaysWhatDiffers(source: String, words: String) throws {
        let session = Session(sink: CapturedOutput())
        try session.run(
            "x = torch.arange(8.).view(4, 2); y = x.clone(); y[1, 0] = 0; y[3, 1] = 0; n = 3; row = [1, 2, 3]"
        )
        #expect(session.check([Cell(kind: .check, number: 1, source: source, line: 1)]) == .wrong(words))
    }

    @Test func testingProvesTheCheckOfAnExercise() throws {
        func report(_ text: String) throws -> LessonReport {
            LessonTest(try Lesson.parse(Array(text.utf8), name: "e.md")).run(SessionRunner())
        }
        let good = try report(Self.exercise)
        #expect(good.exit == .fine, "\(good.cells.map(\.status))")
        let lax = Self.exercise.replacingOccurrences(
            of: "assert by == [1], f\"you shifted by {by[0]} tokens\"\nassert torch.equal(Y, X + 1)\n",
            with: "")
        #expect(try report(lax).cells[1].status == .accepts("the wrong answer in line 23"))
        let blind = Self.exercise.replacingOccurrences(
            of: "Y = tokens[2:].view(4, 2)", with: "Y = tokens[1:-1].view(4, 2)")
        #expect(try report(blind).exit == .differs)
        let broken = Self.exercise.replacingOccurrences(
            of: "```solution\nY = tokens[1:-1]", with: "```solution\nY = tokens[2:]")
        #expect(try report(broken).exit == .cellFailed)
    }

    /// In a test as in the player.
    @Test func aCheckLeavesNoTrace() throws {
        let text = """
            ```{code-cell} lagado
            x = [1]
            ```
            ```check
            y, x[0] = 2, 3
            assert x == [3]
            ```
            ```{code-cell} lagado
            x, "y" in globals()
            ```
            ```output
            ([1], False)
            ```
            """
        let report = LessonTest(try Lesson.parse(Array(text.utf8), name: "e.md")).run(SessionRunner())
        #expect(report.exit == .fine, "\(report.cells.map(\.status))")
    }

    /// A right answer may set a name that the lesson had set otherwise: no excursion has changed it.
    @Test func aRightAnswerIsNoChangeOfTheLesson() throws {
        let text = """
            ```{code-cell} lagado
            T = 8
            ```
            ```{code-cell} lagado
            :tags: [exercise]
            T = 64
            places = 100 - ___
            ```
            ```check
            assert places == 36, "not so many"
            ```
            ```solution
            T = 64
            places = 100 - T
            ```
            ```{code-cell} lagado
            T
            ```
            """
        func player() throws -> Player {
            let player = Player(
                try Lesson.parse(Array(text.utf8), name: "e.md"), in: Session(sink: CapturedOutput()))
            _ = try player.next()
            _ = try player.next()
            return player
        }
        let right = try player()
        try right.session.run("T = 64\nplaces = 100 - T")
        #expect(right.checkExercise() == .right)
        guard case .ran = try right.next() else {
            Issue.record("the lesson goes on")
            return
        }
        // What is changed beside it is told all the same.
        let other = try player()
        try other.session.run("T = 64; places = 36")
        #expect(other.checkExercise() == .right)
        try other.session.run("len = 3")
        _ = try other.next()
        #expect(right.isAtEnd)
        // What is changed after the answer is told, and what is put back is no change.
        let later = try player()
        try later.session.run("T = 64; places = 36")
        #expect(later.checkExercise() == .right)
        try later.session.run("T = 9")
        guard case .differs(let rows, let count) = try later.next() else {
            Issue.record("T is told")
            return
        }
        // Taking it back leaves the answer.
        #expect(rows == [["changed", "T", "64 → 9"]] && count == 1)
        try later.session.run("T = 64")
        guard case .ran = try later.next() else {
            Issue.record("T is as it was")
            return
        }
    }

    /// A cell with lines above and below its blank.
    static let wide = """
        ```{code-cell} lagado
        T = 8; data = torch.arange(100)
        ```
        ```{code-cell} lagado
        :tags: [exercise]
        T = 64
        starts = torch.tensor([0, 3])
        places = len(data) - ___
        last = places - 1
        ```
        ```check
        assert places == 36, "not so many"
        assert last == 35
        ```
        ```solution
        T = 64
        starts = torch.tensor([0, 3])
        places = len(data) - T
        last = places - 1
        ```
        ```{code-cell} lagado
        T, starts.tolist(), places, last
        ```
        """

    /// Plays to the exercise, answers, and goes on: what was told, and what the lesson shows at its end.
    private func answered(_ lines: [String]) throws -> (result: CheckResult?, told: [String], shown: String) {
        let output = CapturedOutput()
        let player = Player(
            try Lesson.parse(Array(Self.wide.utf8), name: "e.md"), in: Session(sink: output))
        _ = try player.next()
        var told: [String] = []
        for line in lines {
            let given = player.runGivenLines(before: line)
            if !given.isEmpty { told.append(Player.ran(given)) }
            _ = try? player.session.run(line)
        }
        let result = player.checkExercise { told.append($0) }
        guard result == .right else { return (result, told, "") }
        let before = output.text.count
        guard case .ran = try player.next() else {
            Issue.record("the lesson goes on")
            return (result, told, "")
        }
        return (result, told, String(output.text.dropFirst(before)))
    }

    @Test func anAnswerOfOneLineIsCompletedByItsCell() throws {
        let given = "the cell's own lines ran with it: T = 64; starts = torch.tensor([0, 3])"
        let below = "the cell's own line ran with it: last = places - 1"
        let whole = "(64, [0, 3], 36, 35)\n"
        for (lines, told) in [
            (["places = len(data) - T"], [given, below]),
            (["places = 36"], [given, below]),
            // A look at what the answer is made of sees the cell's values, and so does the next try.
            (["len(data) - T", "places = len(data) - T"], [given, below]),
            (["places = len(data) - 1", "places = len(data) - T"], [given, below]),
            (["places = len(data) - T\nlast = places - 1"], [given]),
            (["T = 64\nstarts = torch.tensor([0, 3])\nplaces = len(data) - T\nlast = places - 1"], []),
            (["T=64", "starts = torch.tensor([0,3])", "places = len(data) - T"], [below]),
            // Another value beside a right answer.
            (
                ["T = 32", "places = 36"],
                [
                    "the cell's own line ran with it: starts = torch.tensor([0, 3])", below,
                    "T was 32 with you, and the cell sets 64: the lesson goes on with that",
                ]
            ),
            (
                ["places = 3", "T = 32", "places = 36"],
                [given, below, "T was 32 with you, and the cell sets 64: the lesson goes on with that"]
            ),
            (
                ["T = 64; starts = torch.zeros(2); places = 36; last = 35"],
                [
                    "starts was tensor([0., 0.]) with you, and the cell sets tensor([0, 3]): "
                        + "the lesson goes on with that"
                ]
            ),
        ] {
            let found = try answered(lines)
            #expect(found.result == .right, "\(lines)")
            #expect(found.told == told, "\(lines)")
            #expect(found.shown == whole, "\(lines)")
        }
    }

    @Test func aCheckSaysWhatItLooksAt() throws {
        let looks =
            "the check looks at 'places', and nothing has set it yet: type the line places = len(data) - ___"
            + " with your answer in place of ___"
        #expect(try answered(["len(data) - T"]).result == .wrong(looks))
        #expect(try answered(["data.shape"]).result == .wrong(looks))
        #expect(
            try answered(["places = None"]).result
                == .wrong(
                    "the rest of the cell, 'last = places - 1', fails: unsupported operand type(s) for -: "
                        + "'NoneType' and 'int'"))
        #expect(try answered(["places = 99"]).result == .wrong("not so many"))
    }
}
