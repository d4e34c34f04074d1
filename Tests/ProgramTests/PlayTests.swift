import Foundation
import Testing

/// `lagado play`, at a terminal and in a pipe.
struct PlayTests {
    let program: BuiltProgram

    init() throws { program = try BuiltProgram() }

    static let lesson = """
        ---
        lagado: {format: 1, seed: 42, minutes: 20}
        ---
        # A small lesson

        One number.

        <!-- note: ask the room first -->
        ```{code-cell} lagado
        :label: first
        x = torch.rand(2)
        x
        ```

        It grows.

        ```{code-cell} lagado
        :label: second
        x += 1
        x
        ```

        ```{code-cell} lagado
        :label: shift
        :tags: [exercise]
        y = x[___:]
        ```
        ```hint
        Count from 0.
        ```
        ```check
        assert y.numel() == 1, f"y has {y.numel()} numbers, and 1 is wanted"
        ```
        ```solution
        y = x[1:]
        ```
        ```wrong
        y = x[0:]
        ```

        ```{code-cell} lagado
        y.shape
        ```

        The end.
        """

    private func play(_ lines: String, _ options: String...) throws -> BuiltProgram.Result {
        try program.write("l.md", Self.lesson)
        var arguments = ["play", "l.md"]
        arguments += options
        return try program.run(arguments, input: Array(lines.utf8))
    }

    @Test func aPipeTypesTheLesson() throws {
        let result = try play("\n\nback\nx\n\ny = x[0:]\ncheck\nhint\ny = x[1:]\ncheck\n\nquit\n")
        #expect(result.code == 0, "\(result.errors)")
        let text = result.output
        #expect(
            text.hasPrefix(
                "A small lesson\n══════════════\n\nOne number.\n\ncell 1 of 4 (first)\n│ x = "
                    + "torch.rand(2)\n│ x\n"
            ))
        // Back, and what was looked at in between changes nothing.
        #expect(text.components(separatedBy: "tensor([1.8823, 1.9150])\n").count == 3, "\(text)")
        #expect(text.contains("y has 2 numbers, and 1 is wanted\nCount from 0.\n"), "\(text)")
        #expect(text.contains("Right.\n"))
        #expect(text.contains("torch.Size([1])\n\nThe end.\n"), "\(text)")
    }

    @Test func whatIsTypedIsCompared() throws {
        let result = try play("\nx *= 2\n\n\nquit\n")
        #expect(
            result.output.contains(
                "What you typed has changed what the lesson uses:\n  x  changed 2 of 2 numbers"))
        #expect(result.output.contains("tensor([2.7645, 2.8300])\n"), "\(result.output)")
    }

    @Test func optionsAreFollowed() throws {
        #expect(try play("\nquit\n", "--from", "second").output.contains("cell 2 of 4 (second)"))
        #expect(try play("", "--from", "secnd").code == 2)
        #expect(try play("", "--from", "secnd").errors.contains("Did you mean 'second'?"))
        #expect(try play("\n", "--present").output.contains("tensor([0.88, 0.92])"))
        #expect(try play("\n", "--seed", "1").output.contains("tensor([0.7576, 0.2793])"))
        let byItself = try play("", "--auto", "0")
        #expect(byItself.output.contains("tensor([1.8823, 1.9150])"))
        #expect(try play("\n", "--notes", "notes.txt").code == 0)
        #expect(try program.read("notes.txt").hasPrefix("l.md   cell 2 of 4   0:0"))
        #expect(try program.read("notes.txt").contains("of 20:00, "))
        #expect(try play("", "--notes", "no/such/folder").code == 2)
        #expect(try play("", "--auto", "-3").code == 2)
        #expect(try program.run("play").code == 2)
        try program.write("page.html", "<p>x</p>")
        #expect(
            try program.run("test", "page.html").errors.contains("a file that ends in .html is no lesson"))
        #expect(try play("next = 5\nnext\n").output.contains("5\n"))
        #expect(try play("next = 5\nnext\n").errors.contains("%next is for the lesson"))
        #expect(try program.run("play", "nothing.md").errors.contains("nothing.md"))
    }

    @Test func theLessonsWordsAndMistakesInThem() throws {
        let result = try play(
            "goto\ngoto 99\nskip\noutline\nnotes\nauto x\nnext = "
                + "5\nnext\n%next\n%back\nhint\nsolution\ncheck\n1/0\nquit\n"
        )
        #expect(result.code == 1)
        #expect(result.output.contains("goto wants a label or the number of a cell"))
        #expect(result.output.contains("the lesson has no cell '99'"))
        #expect(result.output.contains("> 2  second: x += 1\n"), "\(result.output)")
        // A variable of that name is meant; with % it is the lesson.
        #expect(result.output.contains("\n5\n"))
        #expect(result.output.contains("NameError: name 'x' is not defined"))
        #expect(result.errors.contains("ZeroDivisionError"))
    }

    @Test func anExerciseIsAnsweredAsAStudentDoes() throws {
        let result = try play(
            "\n\ncheck\ny = x[___:]\n\ny = x[0:]\n\nhint\nback 2\ny = x[1:]\n\noutline\nquit\n")
        let text = result.output + result.errors
        #expect(text.contains("there is no answer yet: type the cell, without the ___"), "\(text)")
        #expect(text.contains("there is still a blank: put your answer in the place of ___"))
        #expect(text.contains("y has 2 numbers, and 1 is wanted"))
        #expect(text.contains("hint 1 of 1: the last one; solution shows the answer"))
        #expect(text.contains("'back' takes nothing after it"))
        #expect(text.contains("Right.\n"))
        #expect(text.contains("+ 3  shift: (exercise) y = x[___:]\n> 4  y.shape\n"), "\(text)")
    }

    /// Stepped through at a terminal, killed, and gone on with.
    @Test func whatWasKilledGoesOn() throws {
        try program.write("l.md", Self.lesson)
        let path = program.folder.appendingPathComponent("l.md").path
        func open() throws -> PseudoTerminal {
            try PseudoTerminal(BuiltProgram.path, ["play", path], environment: program.environment)
        }
        let first = try open()
        try first.wait(for: "1> ")
        first.type("\r")
        try first.wait(for: "cell 2 of 4")
        first.type("\r")
        try first.wait(for: "cell 3 of 4")
        first.type("mine = 7\r")
        try first.wait(for: "4> ")
        // Ctrl-C leaves the lesson where it is.
        first.type("while True: pass\r\r")
        Thread.sleep(forTimeInterval: 0.5)
        first.type("\u{3}")
        try first.wait(for: "KeyboardInterrupt")
        first.type("%undo\r")
        try first.wait(for: "back before cell")
        first.killAtOnce()

        let second = try open()
        try second.wait(for: "go on there? [Y/n]")
        second.type("\r")
        try second.wait(for: "cell 3 of 4")
        second.type("mine, x\r")
        #expect(try second.wait(for: "(7, tensor([1.8823, 1.9150]))").isEmpty == false)
        second.type("y = x[1:]\r")
        try second.wait(for: "> ")
        second.type("check\r")
        try second.wait(for: "Right.")
        second.type("quit\r")
        #expect(try second.exitCode() == 0)

        // Nonsense is asked about again, Ctrl-D leaves, and neither loses the place.
        for _ in 0..<2 {
            let again = try open()
            try again.wait(for: "go on there? [Y/n]")
            again.type("outline\r")
            try again.wait(for: "Enter or y goes on there")
            try again.wait(for: "[Y/n]")
            again.type("\u{4}")
            #expect(try again.exitCode() == 0)
        }

        let third = try PseudoTerminal(
            BuiltProgram.path, ["play", "--forget", path], environment: program.environment)
        try third.wait(for: "cell 1 of 4")
        third.type("quit\r")
        #expect(try third.exitCode() == 0)
    }

    @Test func aLessonOpensAtThePrompt() throws {
        try program.write("l.md", Self.lesson)
        let path = program.folder.appendingPathComponent("l.md").path
        let terminal = try PseudoTerminal(BuiltProgram.path, environment: program.environment)
        try terminal.wait(for: "1> ")
        terminal.type("%next\r")
        try terminal.wait(for: "is for a lesson that is open at the prompt")
        terminal.type("%play \(path)\r")
        try terminal.wait(for: "cell 1 of 4")
        terminal.type("\r")
        try terminal.wait(for: "tensor([0.8823, 0.9150])")
        terminal.type("%play nothing.md\r")
        try terminal.wait(for: "nothing.md")
        terminal.type("%back\r")
        try terminal.wait(for: "back: everything is as it was")
        // The session goes on without the lesson.
        terminal.type("zz = 41\r")
        try terminal.wait(for: "> ")
        terminal.type("quit\r")
        try terminal.wait(for: "the lesson is closed")
        terminal.type("zz + 1\r")
        try terminal.wait(for: "42")
        terminal.type("quit\r")
        #expect(try terminal.exitCode() == 0)
    }
}
