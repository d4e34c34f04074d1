import Foundation
import Presentation
import Testing

/// `run` and `test` with lessons and notebooks.
struct LessonCommandTests {
    let program: BuiltProgram

    init() throws { program = try BuiltProgram() }

    static let lesson = """
        ---
        kernelspec: {name: lagado, display_name: Lagado, language: lagado}
        lagado: {format: 1, seed: 42}
        ---
        # A **small** lesson
        Some `words`.

        ```{code-cell} lagado
        :label: first
        x = 3
        x * 2
        ```
        ```output
        6
        ```

        ```{code-cell} lagado
        :check: error
        1 / 0
        ```
        ```output
        ZeroDivisionError: division by zero
        ```

        """

    @Test func aLessonIsShownAsItRuns() throws {
        try program.write("l.md", Self.lesson)
        let result = try program.run("run", "l.md")
        #expect(result.code == 0)
        #expect(
            result.output == """
                A small lesson
                ══════════════

                Some `words`.

                1> x = 3
                   x * 2

                6

                2> 1 / 0

                ZeroDivisionError: division by zero


                """)
        #expect(result.errors == "")
    }

    @Test func testCodes() throws {
        try program.write("fine.md", Self.lesson)
        try program.write("differs.md", Self.lesson.replacingOccurrences(of: "\n6\n", with: "\n7\n"))
        try program.write("fails.md", Self.lesson.replacingOccurrences(of: "x = 3", with: "x = y"))
        try program.write("broken.md", Self.lesson.replacingOccurrences(of: ":label:", with: ":lable:"))
        #expect(try program.run("test", "fine.md").code == 0)
        let differs = try program.run("test", "differs.md")
        #expect(differs.code == 1)
        #expect(differs.output.contains("expected 7, got 6"))
        let fails = try program.run("test", "fails.md")
        #expect(fails.code == 3)
        #expect(fails.output.contains("fails.md:10:5: NameError"))
        #expect(try program.run("test", "broken.md").code == 2)
        #expect(try program.run("test", "none.md").code == 2)
        #expect(try program.run("test", "fine.md", "differs.md", "fails.md").code == 3)
    }

    @Test func fixWritesWhatIsReal() throws {
        try program.write("l.md", Self.lesson.replacingOccurrences(of: "\n6\n", with: "\n7\nold\n"))
        let fixed = try program.run("test", "--fix", "l.md")
        #expect(fixed.code == 0)
        #expect(fixed.output.contains("1 output written"))
        #expect(try program.read("l.md") == Self.lesson)
        #expect(try program.run("test", "l.md").code == 0)
    }

    @Test func anErrorInALessonStandsInItsFile() throws {
        try program.write("l.md", Self.lesson.replacingOccurrences(of: "x * 2", with: "x * nothing"))
        let result = try program.run("run", "l.md")
        #expect(result.code == 1)
        #expect(result.errors.hasPrefix("l.md:11:5: NameError"), "\(result.errors)")
    }

    @Test func notebooks() throws {
        func notebook(_ last: String) -> String {
            #"{"nbformat":4,"nbformat_minor":5,"metadata":{},"cells":["#
                + #"{"cell_type":"markdown","metadata":{},"source":["Words."]},"#
                + #"{"cell_type":"code","metadata":{},"outputs":[],"source":["x = 4\n","x"]},"#
                + #"{"cell_type":"code","metadata":{},"outputs":[],"source":"\#(last)"}]}"#
        }
        try program.write("n.ipynb", notebook("x * x"))
        let result = try program.run("n.ipynb")
        #expect(result.code == 0)
        #expect(result.output == "Words.\n\n1> x = 4\n   x\n\n4\n\n2> x * x\n\n16\n\n")
        try program.write("wrong.ipynb", notebook("x * y"))
        #expect(try program.run("wrong.ipynb").errors.hasPrefix("wrong.ipynb, cell 2:1:5: NameError"))
        try program.write("broken.ipynb", "{")
        #expect(try program.run("broken.ipynb").errors.contains("JSON is broken"))
    }

    @Test func goingOnEndsWithATable() throws {
        func cell(_ source: String) -> String {
            #"{"cell_type":"code","metadata":{},"outputs":[],"source":"\#(source)"}"#
        }
        let cells = [
            "%matplotlib inline\\n!pip install torch", "x = 4\\ny = x * z", "print(x)",
            "def f(a):\\n  return a / 0\\nf(1)", "%config x = 3",
        ].map(cell)
        try program.write(
            "n.ipynb",
            #"{"nbformat":4,"nbformat_minor":5,"metadata":{},"cells":["# + cells.joined(separator: ",") + "]}"
        )
        let result = try program.run("run", "n.ipynb", "--keep-going")
        #expect(result.code == 1)
        #expect(result.output.contains("\n\n4\n"))
        #expect(
            result.errors.contains(
                "n.ipynb, cell 2:2:9: NameError: name 'z' is not defined\n    y = x * z\n            ^\n"),
            "\(result.errors)")
        #expect(
            result.errors.hasSuffix(
                """
                n.ipynb: 5 cells run, 2 failed
                  cell 2  line 2    NameError: name 'z' is not defined
                  cell 4  line 2    ZeroDivisionError: division by zero

                """), "\(result.errors)")
        #expect(result.errors.components(separatedBy: "passed over").count == 2, "\(result.errors)")
    }

    @Test func tagsFoldAndRemove() throws {
        func cell(_ tags: String, _ source: String) -> String {
            "```{code-cell}\n:tags: [\(tags)]\n\(source)\n```\n"
        }
        try program.write(
            "l.md",
            cell("hide-input", "print('a')") + cell("remove-input", "print('b')")
                + cell("hide-output", "print('c')")
                + cell("remove-output", "print('d')") + cell("hide-cell", "print('e')")
                + cell("remove-cell", "print('f')")
                + cell("raises-exception", "1 / 0") + cell("skip-execution, own", "print('g')"))
        let result = try program.run("run", "l.md")
        #expect(result.code == 0)
        #expect(
            result.output == """
                (code folded away)

                a
                b
                3> print('c')

                (output folded away)

                4> print('d')

                (cell folded away)

                7> 1 / 0

                ZeroDivisionError: division by zero

                8> print('g')


                """)
        #expect(
            result.errors
                == "l.md:31: the tag 'own' is not known, and changes nothing\ncell 8 is not run: tagged "
                + "skip-execution\n"
        )
    }

    @Test func anErrorInAMagicShowsTheLine() throws {
        try program.write("l.md", "# T\n\n```{code-cell}\nx = 1\n%foo x\n```\n")
        let lesson = try program.run("run", "l.md")
        #expect(
            lesson.errors.hasPrefix(
                "l.md:5:1: SyntaxError: there is no magic '%foo'\n    %foo x\n    ^^^^^^\n"))
        try program.write("s.py", "%undo\n")
        #expect(
            try program.run("run", "s.py").errors.hasPrefix(
                "s.py:1:1: ValueError: cells are remembered at the prompt only\n    %undo\n    ^^^^^\n"))
    }
}
