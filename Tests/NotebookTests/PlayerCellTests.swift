import Lab
import Language
import Notebook
import Testing

/// What single steps through a lesson do: hidden cells, tries, failures, places that are not there, scripts.
@Suite(.serialized) struct PlayerCellTests {
    @Test func hiddenCellsGoWithTheNext() throws {
        let (player, _) = try PlayerTests.player()
        _ = try player.go(to: "backward")
        _ = try player.next()
        #expect(player.current?.cell.number == 5)
        _ = try player.next()
        #expect(player.current?.cell.options.label == "draw")
        try player.back()
        // The silent cell ran for the one behind it.
        #expect(player.current?.cell.number == 5)
    }

    @Test func whatAnExcursionChangesIsTold() throws {
        let (player, _) = try PlayerTests.player()
        _ = try player.go(to: "train")
        try player.session.run("mine = 3", echo: .all)
        guard case .ran = try player.next() else {
            Issue.record("a new variable changes nothing in the lesson")
            return
        }
        try player.session.run("rows.clear(); sum = 3; torch.rand(1)", echo: .all)
        guard case .differs(let rows, let count) = try player.next() else {
            Issue.record("a changed variable was not told")
            return
        }
        #expect(count == 1)
        #expect(rows.map { $0[1] } == ["rows", "random numbers"])
        guard case .failed = try player.next() else { return }
        Issue.record("the second time it goes on")
    }

    /// However often a cell failed or was stopped: one `back` takes back all of it, and running it again
    /// begins at its beginning.
    @Test func triesOfOneCellAreOne() throws {
        let lesson = try Lesson.parse(
            Array(
                """
                ```{code-cell} lagado
                x = [1]; n = 0
                ```
                ```{code-cell} lagado
                x.append(2)
                y
                ```
                ```{code-cell} lagado
                z = 1
                ```

                """.utf8), name: "l.md")
        let player = Player(lesson, in: Session(sink: CapturedOutput()))
        _ = try player.next()
        for _ in 0..<3 { _ = try player.next() }
        #expect(try player.session.run("x")?.repr() == "[1, 2]")
        try player.back()
        #expect(try player.session.run("x")?.repr() == "[1]")
        #expect(player.place == 1)
        _ = try player.next()
        // What is typed after a failure may be its cure, and the cell runs on top of it.
        try player.session.run("y = 5")
        guard case .ran = try player.next() else {
            Issue.record("it has to run now")
            return
        }
        #expect(player.place == 2)
        try player.back()
        #expect(try player.session.run("x")?.repr() == "[1]")
        _ = try player.next()
        player.skip()
        #expect(player.wasSkipped(1))
        try player.back()
        #expect(player.place == 1)
        #expect(try player.session.run("x")?.repr() == "[1]")
    }

    @Test func aBuiltInThatIsHiddenIsTold() throws {
        let lesson = try Lesson.parse(
            Array("```{code-cell}\nx = [1, 2]\n```\n```{code-cell}\nsum(x)\n```\n".utf8), name: "l.md")
        for line in ["sum = max", "import math as sum", "def sum(x): return 0\n"] {
            let player = Player(lesson, in: Session(sink: CapturedOutput()))
            _ = try player.next()
            try player.session.run(line)
            guard case .differs(let rows, _) = try player.next() else {
                Issue.record("\(line) is not told")
                continue
            }
            #expect(rows.map { $0[1] } == ["sum"])
        }
    }

    /// A second lesson in a session knows nothing of the first.
    @Test func oneLessonAfterAnother() throws {
        let (first, output) = try PlayerTests.player()
        _ = first.runSilently(to: 3)
        let lesson = try Lesson.parse(
            Array("---\nlagado: {format: 1, seed: 7}\n---\n```{code-cell}\ntorch.rand(1)\n```\n".utf8),
            name: "two.md")
        let second = Player(lesson, in: first.session)
        #expect(try second.back() == false)
        _ = try second.next()
        #expect(output.text.hasSuffix("tensor([0.5349])\n"))
        #expect(try second.back())
        #expect(try second.back() == false)
        #expect(first.session.variables["X"] != nil)
    }

    @Test func labelsAndNumbersThatAreNotThere() throws {
        let (player, _) = try PlayerTests.player()
        #expect(throws: ScriptError.self) { try player.go(to: "modle") }
        do { _ = try player.go(to: "modle") } catch {
            #expect(ScriptError(error).message.contains("Did you mean 'model'?"))
        }
        #expect(throws: ScriptError.self) { try player.go(to: "99") }
        #expect(try player.back() == false)
    }

    @Test func aFailedCellStaysNext() throws {
        let lesson = try Lesson.parse(
            Array("```{code-cell} lagado\nx = 1\n```\n```{code-cell} lagado\nx = 2\ny = nothing\n```\n".utf8),
            name: "l.md")
        let player = Player(lesson, in: Session(sink: CapturedOutput()))
        _ = try player.next()
        guard case .failed(let step, let error) = try player.next() else {
            Issue.record("it has to fail")
            return
        }
        #expect(step.cell.number == 2)
        #expect(error.kind == "NameError")
        #expect(player.place == 1)
        #expect(try player.session.run("x")?.repr() == "2")
        try player.back()
        #expect(player.place == 1)
        #expect(try player.session.run("x")?.repr() == "1")
    }

    @Test func aScriptIsSteppedStatementByStatement() throws {
        let source = """
            # the first
            x = 1
            x += 1; y = 2

            # a function
            # of two lines
            def f(a):
                # inside
                return a

            @staticmethod
            def g(): pass
            print(f(x))  # done
            # the end
            """
        let lesson = try Lesson.parse(Array(source.utf8), name: "s.py")
        let player = Player(lesson, in: Session(sink: CapturedOutput()))
        #expect(
            player.steps.map(\.cell.source) == [
                "# the first\nx = 1", "x += 1; y = 2",
                "# a function\n# of two lines\ndef f(a):\n    # inside\n    return a",
                "@staticmethod\ndef g(): pass", "print(f(x))  # done\n# the end",
            ])
        #expect(player.steps.map(\.cell.line) == [1, 3, 5, 11, 13])
        #expect(player.runSilently(to: 5) == nil)
    }

    /// What `lagado run` does: remarks on a cell are no output of it.
    @Test func aCellWhoseOutputIsRemovedKeepsItsRemarks() throws {
        let text = """
            ```{code-cell} lagado
            :tags: [remove-output]
            class B:
                def __repr__(self): return 'B'
                def _repr_html_(self): return 1 / 0
            print('printed')
            B()
            ```
            """
        let output = CapturedOutput()
        let player = Player(try Lesson.parse(Array(text.utf8), name: "r.md"), in: Session(sink: output))
        _ = try player.next()
        #expect(output.text == "" && output.displayed.isEmpty)
        #expect(output.notes.contains { $0.contains("B._repr_html_() failed") })
        // Where cells run to get to a place, nothing is said.
        let silent = CapturedOutput()
        let other = Player(try Lesson.parse(Array(text.utf8), name: "r.md"), in: Session(sink: silent))
        _ = other.runSilently(to: 1)
        #expect(other.place == 1 && silent.text == "" && silent.notes.isEmpty)
    }

    private static let states = """
        ```{code-cell} lagado
        T = 8; rows = []
        ```
        ```{code-cell} lagado
        rows.append(T)
        ```
        ```{code-cell} lagado
        rows.append(1)
        while slow: pass
        ```
        ```{code-cell} lagado
        T, rows
        ```
        """

    private func states() throws -> Player {
        let player = Player(
            try Lesson.parse(Array(Self.states.utf8), name: "l.md"), in: Session(sink: CapturedOutput()))
        _ = try player.next()
        return player
    }

    /// A value that is typed back is what the lesson has.
    @Test func aChangeThatIsPutBackIsNone() throws {
        let player = try states()
        try player.session.run("T = 10")
        guard case .differs(let rows, _) = try player.next() else {
            Issue.record("T is told")
            return
        }
        #expect(rows == [["changed", "T", "8 → 10"]])
        guard case .ran = try player.next() else {
            Issue.record("the second time it goes on")
            return
        }
        try player.session.run("T = 8; slow = False")
        guard case .ran = try player.next() else {
            Issue.record("nothing is changed any more")
            return
        }
        try player.session.run("T = 9")
        guard case .differs = try player.next() else {
            Issue.record("and a new change is told")
            return
        }
    }

    @Test func aCellThatRunsOnATryOfItselfSaysSo() throws {
        let player = try states()
        _ = try player.next()
        guard case .failed = try player.next() else {
            Issue.record("there is no slow")
            return
        }
        try player.session.run("slow = True")
        for told in [
            "cell 3 runs on what its failed try has left, since you typed lines after it: "
                + "rows (1 → 2 elements). back takes all of it back"
        ] {
            var remarks: [String] = []
            try player.session.run("slow = False")
            guard case .ran = try player.next(tell: { remarks.append($0) }) else {
                Issue.record("it runs")
                return
            }
            #expect(remarks == [told])
        }
        try player.back()
        #expect(try player.session.run("rows")?.repr() == "[8]")
    }

    @Test func goingOnSaysWhatWasChanged() throws {
        var record = LessonJournal.Record()
        func step(_ place: Int, _ source: String) -> LessonJournal.Entry {
            LessonJournal.Entry(place: place, source: source, seconds: 0)
        }
        func line(_ source: String) -> LessonJournal.Entry {
            LessonJournal.Entry(place: nil, source: source, seconds: 0)
        }
        record.entries = [
            step(0, "T = 8; rows = []"), line("T = 10"), line("mine = 3"), step(1, "rows.append(T)"),
            line("slow = False"), step(2, "rows.append(1)\nwhile slow: pass"),
        ]
        func player() throws -> Player {
            Player(
                try Lesson.parse(Array(Self.states.utf8), name: "l.md"), in: Session(sink: CapturedOutput()))
        }
        let first = try player()
        #expect(
            try first.resume(record) == [
                "lines of yours have changed what the lesson uses, and cells have run with it: T (8 → 10)."
                    + " goto 1 goes back to before that"
            ])
        // It is said once.
        guard case .ran = try first.next() else {
            Issue.record("it goes on")
            return
        }
        // What was put back is no change, and what was typed last is told by the next step.
        record.entries.insert(line("T = 8"), at: 4)
        record.entries.append(line("T = 3"))
        let second = try player()
        #expect(try second.resume(record) == [])
        guard case .differs(let rows, _) = try second.next() else {
            Issue.record("T is told")
            return
        }
        #expect(rows == [["changed", "T", "8 → 3"]])
        record.entries[1].stopped = true
        #expect(
            try player().resume(record) == [
                "your line 'T = 10' was stopped by Ctrl-C then, and what it had done is missing now"
            ])
    }
}
