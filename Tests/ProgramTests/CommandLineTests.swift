import Foundation
import Testing

/// `-c`, pipes, scripts, flags: what is printed where, and with which code the program ends.
struct CommandLineTests {
    let program: BuiltProgram

    init() throws { program = try BuiltProgram() }

    @Test func aLineShowsTheValueOfEachExpression() throws {
        let result = try program.run("-c", "x = 20\nx + 1\n'a'\nx * 2;\nNone")
        #expect(result.output == "21\n'a'\n")
        #expect(result.code == 0)
        #expect(result.errors == "")
    }

    @Test func aPipeIsAProgram() throws {
        let result = try program.run(input: Array("def f(n):\n    return n * 2\n\nf(21)\nprint('x')\n".utf8))
        #expect(result.output == "x\n")
        #expect(result.code == 0)
        #expect(try program.run(input: []).code == 0)
    }

    @Test func whatStandsBehindAScriptIsItsOwn() throws {
        try program.write("a.py", "import sys\nprint(sys.argv, __name__, __file__ == sys.path[0] + 'a.py')")
        #expect(
            try program.run("a.py", "--lr", "0.1", "--seed", "x", "-h").output.hasPrefix(
                "['a.py', '--lr', '0.1', '--seed', 'x', '-h'] __main__"))
        try program.write("b.py", "import torch\nprint(torch.rand(1).item())")
        let seeded = try program.run("--seed", "3", "b.py", "--seed", "4").output
        #expect(try seeded == program.run("run", "b.py", "--seed", "3").output && !seeded.isEmpty)
        let piped = try program.run("-", "x", "y", input: Array("import sys\nprint(sys.argv)".utf8))
        #expect(piped.output == "['-', 'x', 'y']\n")
    }

    @Test func aScriptImportsTheFilesBesideIt() throws {
        let folder = program.folder.appendingPathComponent("src")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try program.write(
            "src/helper.py", "def double(x):\n    return 2 * x\n\ndef fail():\n    return 1 / 0\n")
        try program.write("near.py", "here = 'working folder'\n")
        try program.write(
            "src/a.py", "import helper, near\nprint(helper.double(4), near.here)\nhelper.fail()\n")
        let result = try program.run("src/a.py")
        #expect(result.output == "8 working folder\n")
        #expect(result.code == 1)
        #expect(
            result.errors == """
                src/helper.py:5:12: ZeroDivisionError: division by zero
                    return 1 / 0
                           ^^^^^
                called from src/a.py:3:1 in fail
                    helper.fail()

                """)
        try program.write("src/b.py", "\nimport broken\n")
        try program.write("src/broken.py", "x = 1\ny = (\n")
        let broken = try program.run("src/b.py").errors
        #expect(broken.contains("src/broken.py:2:5: SyntaxError: '(' was never closed"), "\(broken)")
        #expect(broken.contains("imported from src/b.py:2:8"), "\(broken)")
    }

    @Test func programsInOlderEncodingsAreRead() throws {
        try program.write("old.py", Array("print('caf".utf8) + [0xE9] + Array("')\n".utf8))
        let old = try program.run("old.py")
        #expect(old.output == "café\n" && old.errors == "old.py is read as cp1252\n")
        let wide: [UInt8] = "print('é')".utf16.reduce(into: [0xFF, 0xFE]) {
            $0 += [UInt8($1 & 255), UInt8($1 >> 8)]
        }
        try program.write("wide.py", wide)
        #expect(try program.run("wide.py").output == "é\n")
        try program.write(
            "said.py", Array("# -*- coding: latin-1 -*-\nprint('".utf8) + [0xE4] + Array("')".utf8))
        #expect(try program.run("said.py").output == "ä\n" && program.run("said.py").errors == "")
    }

    @Test func whatWaitsInFilesIsWrittenAtTheEnd() throws {
        try program.write("w.py", "f = open('out.txt', 'w')\nf.write('kept')\nimport sys\nsys.exit(3)")
        #expect(try program.run("w.py").code == 3)
        #expect(try program.read("out.txt") == "kept")
        try program.write(
            "deny.py", "try: open('/etc/lagado-never', 'w')\nexcept PermissionError as e: print(e)")
        #expect(try program.run("deny.py").output == "[Errno 13] Permission denied: '/etc/lagado-never'\n")
        let told = try program.run("-c", "open('/etc/lagado-never', 'w')").errors
        #expect(told.contains("programs write in the working folder"))
    }

    @Test func aScriptDoesNotEcho() throws {
        try program.write("a.py", "1 + 1\nprint('only this')\n")
        for arguments in [["run", "a.py"], ["a.py"]] {
            let result = try arguments.count == 1 ? program.run("a.py") : program.run("run", "a.py")
            #expect(result.output == "only this\n")
            #expect(result.code == 0)
        }
    }

    /// Content of a script, and the beginning of what is said about it.
    static let broken: [(String, String)] = [
        (
            "print('before')\nx = lenn([1])\n",
            "a.py:2:5: NameError: name 'lenn' is not defined. Did you mean 'len'?\n"
        ),
        ("x = [1,\n     2\n", "a.py:1:5: SyntaxError: '[' was never closed\n"),
        ("if True:\n", "a.py:"),
        ("def f(n):\n    return f(n + 1)\nf(0)\n", "a.py:2:"),
        ("x = 2.0 ** 5000\n", "a.py:1:5: OverflowError"),
        ("'ä' + 1/0\n", "a.py:1:7: ZeroDivisionError"),
        ("print('\0')\n", "SyntaxError: a.py is not a program"),
    ]

    @Test(arguments: broken) func anErrorHasItsPlace(source: String, message: String) throws {
        try program.write("a.py", source)
        let result = try program.run("run", "a.py")
        #expect(result.code == 1)
        #expect(result.errors.hasPrefix(message), "\(result.errors)")
    }

    @Test func anErrorTellsWhoCalled() throws {
        try program.write("a.py", "def f(n):\n    return 1 / n\nf(0)\n")
        let result = try program.run("run", "a.py")
        #expect(result.errors.contains("a.py:2:"))
        #expect(result.errors.contains("called from a.py:3:1 in f\n    f(0)\n"))
    }

    @Test func filesThatAreNoProgram() throws {
        try program.write("latin.py", Array("print('".utf8) + [0x81] + Array("')\n".utf8))
        try program.write("binary.py", [0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 3])
        try program.write("tour.py", "1\n")
        for (name, message) in [
            ("latin.py", "not UTF-8"), ("binary.py", "zero byte"), ("none.py", "there is no file 'none.py'"),
            (".", "is a folder"), ("tuor.py", "lagado tour.py"),
        ] {
            let result = try program.run("run", name)
            #expect(result.code == 1)
            #expect(result.errors.contains(message), "\(name): \(result.errors)")
            #expect(result.output == "")
        }
        #expect(try program.run(input: [0x7f, 0x45, 0, 1]).code == 1)
    }

    @Test func marksAndLineEndsOfOtherSystems() throws {
        try program.write("a.py", [0xef, 0xbb, 0xbf] + Array("if True:\r\n    print('yes')\r\n".utf8))
        try program.write("empty.py", "")
        #expect(try program.run("run", "a.py").output == "yes\n")
        #expect(try program.run("run", "empty.py").code == 0)
    }

    @Test(arguments: ["0", "10000", "abc", "-1", "", "2.5"]) func threadsThatCannotBeAreRefusedAtTheStart(
        threads: String
    ) throws {
        let result = try program.run("-c", "print('work')", environment: ["LAGADO_THREADS": threads])
        #expect(result.code == 2)
        #expect(result.output == "")
        #expect(
            result.errors.contains("LAGADO_THREADS is '\(threads)', expected a whole number from 1 to 1024"),
            "\(result.errors)")
    }

    @Test func threadsDoNotChangeADigit() throws {
        let training = """
            torch.manual_seed(1)
            sampler = RandomSampler(torch.randint(0, 300, (4000,)), 8, 64)
            model = Model5(n_vocab=300, embed_dim=96, n_blocks=2, n_heads=4, seq_len=64)
            trainer = Trainer(model, AdamW(model.parameters(), lr=0.001), sampler, clip=1.0)
            trainer.run(4)
            print(torch.get_num_threads(), [repr(x) for x in trainer.losses], model.wte.weight.sum().item())
            """
        let runs = try ["1", "2"].map { try program.run("-c", training, environment: ["LAGADO_THREADS": $0]) }
        #expect(runs[0].code == 0, "\(runs[0].errors)")
        #expect(runs[0].output.contains("\n1 [") && runs[1].output.contains("\n2 ["))
        #expect(runs[0].output.replacingOccurrences(of: "\n1 [", with: "\n2 [") == runs[1].output)
    }

    /// Arguments of a trainer that make no sense, and what is said before any work is done.
    static let options = [
        ("accumulate=0", "ValueError: accumulate must be from 1 to 1000000, got 0"),
        ("accumulate=1.5", "accumulate"),
        ("recompute='yes'", "recompute"), ("eval_every=0", "eval_every must be at least 1, got 0"),
        ("eval_batches=0", "eval_batches must be at least 1"),
        ("clip=-1", "clip must be above 0"), ("acumulate=2", "Did you mean 'accumulate'?"),
    ]

    @Test(arguments: options) func trainersThatMakeNoSense(arguments: String, message: String) throws {
        let result = try program.run("-c", Self.trainer(arguments))
        #expect(result.code == 1 && result.output == "")
        #expect(result.errors.contains(message), "\(result.errors)")
    }

    @Test func aRunThatCannotFitIsRefusedAtTheStart() throws {
        let result = try program.run("-c", Self.trainer("accumulate=2", batch: "2 ** 24", width: 512))
        #expect(
            result.errors.contains("MemoryError: training Model5 with batches of [16777216, 8] needs "),
            "\(result.errors)")
        #expect(result.errors.contains("try: batch_size="), "\(result.errors)")
        let fine = try program.run(
            "-c",
            Self.trainer("accumulate=2, recompute=True") + "\ntrainer.run(1)\nprint(trainer.memory, trainer)")
        #expect(
            fine.errors == "" && fine.output.contains("all tensors")
                && fine.output.contains("2 batches in a step"), "\(fine.errors)\(fine.output)")
    }

    private static func trainer(_ arguments: String, batch: String = "4", width: Int = 8) -> String {
        """
        sampler = RandomSampler(torch.arange(50), \(batch), 8)
        model = Model5(n_vocab=50, embed_dim=\(width), n_blocks=1, n_heads=2, seq_len=8)
        trainer = Trainer(model, AdamW(model.parameters()), sampler, \(arguments))
        """
    }

    @Test func unknownWordsAreTold() throws {
        for (arguments, message) in [
            ("tset", "Did you mean 'test'?"), ("--hlep", "Did you mean '--help'?"),
            ("play", "wants a lesson"),
            ("exprot", "Did you mean 'export'?"), ("export", "wants one file"),
            ("-c", "-c wants a program"), ("run", "wants a file"), ("test", "wants a lesson"),
        ] {
            let result = try program.run(arguments)
            #expect(result.code == 2)
            #expect(result.errors.contains(message), "\(result.errors)")
        }
        let flag = try program.run("run", "--keepgoing", "a.py")
        #expect(flag.code == 2)
        #expect(flag.errors.contains("Did you mean '--keep-going'?"))
        #expect(try program.run("run", "--seed", "minus", "a.py").errors.contains("wants a whole number"))
    }

    @Test func benchesRunAndBadWordsAreTold() throws {
        for (arguments, message) in [
            (["generate", "--weights", "int3"], "--weights does not know 'int3'"),
            (["step", "--preset", "huge"], "--preset does not know 'huge'"),
            (["forwards"], "wants one of step, forward, generate"),
            (["forward", "--runs", "0"], "a whole number from 1"),
        ] {
            let result = try program.run(["bench"] + arguments)
            #expect(result.code == 2)
            #expect(result.errors.contains(message), "\(result.errors)")
        }
        for subject in [
            ["generate", "--weights", "int8", "--tokens", "3"], ["forward", "--batch", "1"],
            ["step", "--batch", "1", "--steps", "1"],
        ] {
            let result = try program.run(["bench"] + subject + ["--preset", "tiny", "--json"])
            let report = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
            #expect(
                report?["benchmark"] as? String == subject[0] && report?["preset"] as? String == "tiny",
                "\(result.errors)")
        }
    }

    @Test func helpAndVersion() throws {
        #expect(try program.run("--version").output.hasPrefix("lagado "))
        #expect(try program.run("--help").output == program.run("help").output)
        for name in ["run", "test", "bench", "help"] {
            #expect(try program.run("help", name).output.contains("lagado \(name)"))
        }
        #expect(try program.run("run", "--help").code == 0)
    }

    @Test func interruptedScriptsEndWith130() throws {
        let result = try program.run("-c", "print('on')\nwhile True: pass", interruptAfter: 0.7)
        #expect(result.code == 130)
        #expect(result.output == "on\n")
        #expect(result.errors.contains("KeyboardInterrupt"))
    }

    @Test func scriptsHandleAnInterruptAndGoOn() throws {
        let source =
            "try:\n    print('on')\n    while True: pass\nexcept KeyboardInterrupt: "
            + "print('saved')\nprint('end')"
        let result = try program.run("-c", source, interruptAfter: 0.7)
        #expect(result.output == "on\nsaved\nend\n")
        #expect(result.code == 0)
        let own = try program.run("-c", "raise KeyboardInterrupt('mine')")
        #expect(own.code == 130)
        #expect(own.errors.contains("KeyboardInterrupt: mine"))
    }

    @Test func errorsThatLedToAnErrorAreTold() throws {
        let result = try program.run(
            "-c", "try: 1/0\nexcept ZeroDivisionError as e: raise ValueError('bad') from e")
        #expect(
            result.errors == """
                <command>:1:6: ZeroDivisionError: division by zero
                    try: 1/0
                         ^^^

                The above exception was the direct cause of the following exception:

                <command>:2:32: ValueError: bad
                    except ZeroDivisionError as e: raise ValueError('bad') from e
                                                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

                """)
    }

    @Test func aFullDiskIsTold() throws {
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/bin/sh")
        shell.arguments = ["-c", "'\(BuiltProgram.path)' -c 'print(1)' > /dev/full 2> message"]
        shell.currentDirectoryURL = program.folder
        try shell.run()
        shell.waitUntilExit()
        #expect(shell.terminationStatus == 1)
        #expect(try program.read("message").contains("cannot write to standard output"))
    }

    /// A thread that the system refuses to start must not be waited for.
    @Test(.timeLimit(.minutes(1))) func memoryTooSmallForTheEvaluatorIsTold() throws {
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/bin/sh")
        shell.arguments = [
            "-c", "ulimit -d 300000; '\(BuiltProgram.path)' -c 'print(1)' > output 2> message",
        ]
        shell.currentDirectoryURL = program.folder
        try shell.run()
        shell.waitUntilExit()
        #expect(shell.terminationStatus == 1)
        #expect(try program.read("output") == "")
        #expect(try program.read("message").contains("MemoryError: no thread with a stack of 512 MB"))
    }

    @Test func aReaderMayLeave() throws {
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/bin/sh")
        shell.arguments = [
            "-c",
            "'\(BuiltProgram.path)' -c 'for i in range(200000): print(i)' 2> message | head -n 1 > first",
        ]
        shell.currentDirectoryURL = program.folder
        try shell.run()
        shell.waitUntilExit()
        #expect(try program.read("first") == "0\n")
        #expect(try program.read("message") == "")
    }

    @Test func severalFilesAndTheFirstError() throws {
        try program.write("a.py", "print('a')\n1/0\n")
        try program.write("b.py", "print('b')\n")
        #expect(try program.run("run", "a.py", "b.py").output == "a\n")
        let all = try program.run("run", "a.py", "b.py", "--keep-going")
        #expect(all.output == "a\nb\n")
        #expect(all.code == 1)
    }
}
