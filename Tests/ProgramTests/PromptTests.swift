import Foundation
import Testing

/// The prompt, typed at through a terminal.
struct PromptTests {
    let program: BuiltProgram
    let terminal: PseudoTerminal

    init() throws {
        program = try BuiltProgram()
        terminal = try PseudoTerminal(
            BuiltProgram.path, environment: program.environment)
        try terminal.wait(for: "1> ")
    }

    @Test func aTypoGetsACaretAndTheRightWord() throws {
        terminal.type("lenn([1])\r")
        let text = try terminal.wait(for: "2> ")
        #expect(text.contains("\n   ^^^^\nNameError: name 'lenn' is not defined. Did you mean 'len'?\n"), "\(text)")
        terminal.type("len([1])\r")
        #expect(try terminal.wait(for: "3> ").contains("\n1\n"))
    }

    @Test func tabCompletes() throws {
        terminal.type("a_long_name = 'words'\r")
        try terminal.wait(for: "2> ")
        terminal.type("a_lo\t.upp\t()\r")
        #expect(try terminal.wait(for: "3> ").contains("'WORDS'\n"))
    }

    @Test func tabCompletesAnArgumentsNameBeforeWhatMerelyBeginsLikeIt() throws {
        terminal.type("sampler = RandomSampler(torch.arange(50), 2, 4)\r")
        try terminal.wait(for: "2> ")
        terminal.type("sampler.batch(se\t3)[0].shape\r")
        #expect(try terminal.wait(for: "3> ").contains("torch.Size([2, 4])\n"))
    }

    @Test func aPasteRunsAsOneEntry() throws {
        terminal.type("\u{1b}[200~for i in range(3):\n    x = i * i\n    print('square', x)\nprint('end')\u{1b}[201~\r")
        let text = try terminal.wait(for: "2> ")
        #expect(text.contains("square 0\nsquare 1\nsquare 4\nend\n"), "\(text)")
    }

    @Test func blocksAreTypedLineByLine() throws {
        terminal.type("def twice(x):\r")
        try terminal.wait(for: "·· ")
        // The indentation is there already.
        terminal.type("return x * 2\r")
        try terminal.wait(for: "·· ")
        terminal.type("\r")
        try terminal.wait(for: "2> ")
        terminal.type("twice(21)\r")
        #expect(try terminal.wait(for: "3> ").contains("42\n"))
    }

    @Test func controlCStopsTheStatementAndNothingElse() throws {
        terminal.type("x = 7\r")
        try terminal.wait(for: "2> ")
        terminal.type("while True: pass\r")
        try terminal.wait(for: "·· ")
        terminal.type("\r")
        Thread.sleep(forTimeInterval: 0.5)
        terminal.type("\u{3}")
        #expect(try terminal.wait(for: "3> ").contains("KeyboardInterrupt"))
        terminal.type("x * 6\r")
        #expect(try terminal.wait(for: "4> ").contains("42\n"))
        // At the prompt it throws away what was typed.
        terminal.type("half a li")
        try terminal.wait(for: "half a li")
        terminal.type("\u{3}")
        try terminal.wait(for: "4> ")
        terminal.type("x\r")
        #expect(try terminal.wait(for: "5> ").contains("7\n"))
    }

    @Test func controlCharactersAreShownAndNeverSent() throws {
        terminal.type("print('a' + chr(27) + '[31m' + chr(13) + 'b')\r")
        #expect(try terminal.wait(for: "2> ").contains("a␛[31m␍b\n"))
    }

    @Test func controlDLeaves() throws {
        terminal.type("\u{4}")
        #expect(try terminal.exitCode() == 0)
    }

    @Test(arguments: ["quit", "exit", "quit()", "exit()"]) func wordsThatLeave(word: String) throws {
        terminal.type(word + "\r")
        #expect(try terminal.exitCode() == 0)
    }

    @Test func historyIsKept() throws {
        terminal.type("'first' + \\\r")
        try terminal.wait(for: "·· ")
        terminal.type("'second'\r")
        try terminal.wait(for: "2> ")
        terminal.type("\u{4}")
        _ = try terminal.exitCode()
        #expect(try program.read(".local/state/lagado/history").contains("'first' + \\\n'second'\n"))
        let again = try PseudoTerminal(
            BuiltProgram.path, environment: program.environment)
        try again.wait(for: "1> ")
        again.type("\u{1b}[A\r")
        #expect(try again.wait(for: "2> ").contains("'firstsecond'\n"))
    }
}
