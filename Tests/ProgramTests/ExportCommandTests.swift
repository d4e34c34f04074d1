import Foundation
import Testing

/// `lagado export`, and what `lagado test` does besides comparing.
struct ExportCommandTests {
    let program: BuiltProgram

    init() throws {
        program = try BuiltProgram()
        try program.write("l.md", Self.lesson)
    }

    static let lesson = """
        ---
        lagado: {format: 1, seed: 42}
        ---
        # Three

        ```{code-cell} lagado
        torch.randint(100, (3,))
        ```

        ```{code-cell} lagado
        plot([3, 1, 2])
        ```

        ```{code-cell} lagado
        :check: error

        1 / 0
        ```

        """

    @Test func everyFormatIsWrittenAndRunsAgain() throws {
        for format in ["ipynb", "html", "md", "py"] {
            let result = try program.run("export", "l.md", "--to", format, "-o", "out.\(format)", "--run")
            #expect(
                result.code == 0 && result.errors.hasSuffix("3 cells written to out.\(format)\n"),
                "\(result.errors)")
        }
        // The seed goes along: the same numbers wherever it runs.
        let numbers = "tensor([42, 67, 76])"
        for file in ["out.md", "out.ipynb", "out.html"] {
            #expect(try program.read(file).contains(numbers), "\(file)")
        }
        #expect(try program.run("test", "out.md", "out.ipynb").code == 0)
        #expect(try program.run("run", "out.py").output == "" && program.run("test", "out.py").code == 0)
        #expect(
            try program.read("out.html").contains("<svg") && program.read("out.ipynb").contains("image/png"))
        #expect(
            try program.run("export", "l.md", "--to", "md", "-o", "-").output
                == Self.lesson.replacingOccurrences(
                    of: "---\nlagado",
                    with:
                        "---\nfile_format: mystnb\nkernelspec: {name: lagado, display_name: Lagado, "
                        + "language: lagado}\njupytext: {notebook_metadata_filter: "
                        + "\"lagado,file_format\"}\nlagado"
                ))
    }

    @Test func aFileThatIsThereStays() throws {
        #expect(try program.run("export", "l.md", "--to", "html").code == 0)
        let again = try program.run("export", "l.md", "--to", "html")
        #expect(
            again.code == 2 && again.errors.contains("is there already") && again.errors.contains("--force"))
        #expect(try program.run("export", "l.md", "--to", "html", "--force").code == 0)
        let own = try program.run("export", "l.md", "--to", "md", "--force")
        #expect(own.code == 2 && own.errors.contains("is the file that is exported"))
        #expect(try program.read("l.md") == Self.lesson)
    }

    static let mistakes: [(arguments: [String], words: String)] = [
        (["l.md"], "wants a format"), (["l.md", "--to", "pdf"], "formats: ipynb, md, html, py"),
        ([], "wants one file"), (["l.md", "l.md", "--to", "md"], "not 2"),
        (["l.md", "--to", "md", "-o", "x.html"], "do not agree"),
        (["none.md", "--to", "md"], "there is no file 'none.md'"),
        (["l.md", "--to", "html", "--torch"], "--torch makes a notebook or a program"),
        (["l.md", "--to", "html", "-o", "no/x.html"], "there is no folder 'no'"),
        (["l.md", "--too", "md"], "no flag '--too'"), (["l.md", "--to"], "needs a value"),
        (["bad.md", "--to", "ipynb"], "bad.md:1: this fence is not closed"),
    ]

    @Test(arguments: mistakes) func mistakesAreSaid(arguments: [String], words: String) throws {
        try program.write("bad.md", "```{code-cell} lagado\n")
        let result = try program.run(["export"] + arguments)
        #expect(result.code == 2 && result.errors.contains(words), "\(result.errors)")
    }

    @Test func anErrorIsToldAndWritten() throws {
        try program.write("e.md", Self.lesson.replacingOccurrences(of: ":check: error\n\n", with: ""))
        let result = try program.run("export", "e.md", "--to", "ipynb", "--run")
        #expect(
            result.code == 1 && result.errors.contains("e.md:15:1: ZeroDivisionError"), "\(result.errors)")
        #expect(try program.read("e.ipynb").contains("\"ename\": \"ZeroDivisionError\""))
        let without = try program.run(
            "export", "e.md", "--to", "ipynb", "--run", "--without-errors", "--force")
        #expect(without.code == 0 && without.errors.contains("2 cells written"))
    }

    @Test func pythonWithPyTorchHasWhatIsLagados() throws {
        let result = try program.run("export", "l.md", "--to", "py", "--torch")
        #expect(result.code == 0, "\(result.errors)")
        let text = try program.read("l.py")
        #expect(
            text.contains("def plot(") && text.contains("torch.manual_seed(42);")
                && !text.contains("class Model5"))
        try program.write("own.md", "```{code-cell} lagado\nlens(3)\n```\n")
        let own = try program.run("export", "own.md", "--to", "ipynb", "--torch")
        #expect(own.code == 2 && own.errors.contains("nothing in PyTorch for: lens"), "\(own.errors)")
    }

    @Test func endlessCellsEndWithATimeout() throws {
        try program.write(
            "endless.md", "```{code-cell} lagado\nwhile True: pass\n```\n\n```{code-cell} lagado\n1\n```\n")
        let result = try program.run("test", "--timeout", "0.2", "endless.md", "--junit", "report.xml")
        #expect(
            result.code == 3
                && result.output.contains("endless.md:2:1: TimeoutError: the cell ran longer than 0.2 s"),
            "\(result.output)")
        let report = try program.read("report.xml")
        #expect(report.contains("<error type=\"TimeoutError\"") && report.contains("<skipped"))
        for bad in ["0", "x", "nan", "-1"] {
            #expect(try program.run("test", "--timeout", bad, "l.md").code == 2)
        }
        for bad in ["l.md", "no/x.xml", ""] {
            #expect(try program.run("test", "--junit", bad, "l.md").code == 2)
        }
        #expect(try program.read("l.md") == Self.lesson)
    }

    @Test func fixShowsTheDifferenceAndKeepsEveryOtherByte() throws {
        let text =
            "\u{feff}# T\r\n\r\n```{code-cell} lagado\r\n1 + 1\r\n```\r\n```output\r\n3\r\n```\r\nend\t "
            + "\r\n\r\n"
        try program.write("f.md", text)
        let result = try program.run("test", "--fix", "f.md")
        #expect(
            result.code == 0 && result.output.contains("@@ -7,1 +7,1 @@\n-3\n+2\nf.md: 1 output written\n"),
            "\(result.output)")
        let bytes = try Data(contentsOf: program.folder.appendingPathComponent("f.md"))
        #expect(Array(bytes) == Array(text.replacingOccurrences(of: "3\r\n", with: "2\r\n").utf8))
    }

    @Test func lessonsThatAreBrokenEndWithTwo() throws {
        try program.write("open.md", "```{code-cell} lagado\nx\n")
        try program.write("j.ipynb", "{\n\"nbformat\": 4,\n}")
        try program.write("nul.md", [UInt8](repeating: 0, count: 100))
        try FileManager.default.createDirectory(
            at: program.folder.appendingPathComponent("f.md"), withIntermediateDirectories: true)
        #expect(mkfifo(program.folder.appendingPathComponent("p.md").path, 0o600) == 0)
        for (file, words) in [
            ("open.md", "open.md:1:"), ("j.ipynb", "j.ipynb:3:"), ("nul.md", "nul.md:1:"),
            ("f.md", "is a folder"), ("p.md", "a device or a pipe"), ("none.md", "there is no file"),
        ] {
            for command in ["run", "test"] {
                let result = try program.run(command, file)
                #expect(
                    result.code == 2 && result.errors.contains(words),
                    "\(command) \(file): \(result.code) \(result.errors)")
            }
        }
    }

    @Test func aLessonWritesInItsFolderOnly() throws {
        try program.write(
            "w.md",
            "```{code-cell} lagado\nplot([1, 2]).save('in.svg')\n```\n\n```{code-cell} lagado\nplot([1, "
                + "2]).save('../out.svg')\n```\n"
        )
        for command in ["run", "test"] {
            let result = try program.run(command, "w.md")
            #expect(
                result.code == (command == "run" ? 1 : 3)
                    && (result.errors + result.output).contains("w.md:6:1: PermissionError"))
        }
        let played = try program.run("play", "w.md", input: Array("\n\n\n".utf8))
        #expect((played.errors + played.output).contains("PermissionError"), "\(played)")
        #expect(FileManager.default.fileExists(atPath: program.folder.appendingPathComponent("in.svg").path))
        #expect(
            !FileManager.default.fileExists(atPath: program.folder.appendingPathComponent("../out.svg").path))
    }
}
