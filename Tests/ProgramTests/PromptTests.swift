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
        #expect(
            text.contains("\n   ^^^^\nNameError: name 'lenn' is not defined. Did you mean 'len'?\n"),
            "\(text)")
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
        terminal.type(
            "\u{1b}[200~for i in range(3):\n    x = i * i\n    print('square', x)\nprint('end')\u{1b}[201~\r")
        let text = try terminal.wait(for: "2> ")
        #expect(text.contains("square 0\nsquare 1\nsquare 4\nend\n"), "\(text)")
    }

    @Test func blocksAreTypedLineByLine() throws {
        #expect(try terminal.defineLineByLine("21 * 2", continuation: "·· ").contains("42\n"))
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

    /// What is typed while a bar renews itself leaves nothing beside it, and is there at the next prompt.
    @Test func typingAheadLeavesTheBarAlone() throws {
        terminal.type("import time\r")
        try terminal.wait(for: "2> ")
        terminal.type("from tqdm import tqdm\r")
        try terminal.wait(for: "3> ")
        terminal.type("\u{1b}[200~for i in tqdm(range(30)): time.sleep(0.05)\u{1b}[201~\r\r")
        try terminal.wait(for: "/30")
        terminal.type("zebra = 1\rzebra + 41\r")
        let during = try terminal.wait(for: "4> ", seconds: 60)
        #expect(!during.contains("zebra"), "\(during)")
        try terminal.wait(for: "zebra + 41")
        try terminal.wait(for: "42")
    }

    /// A training loop within try and except, left early by Ctrl-C: it saves and goes on; then Ctrl-C in the
    /// handler.
    @Test func controlCIsAProgramsOwnBusinessOnce() throws {
        func paste(_ program: String) { terminal.type("\u{1b}[200~\(program)\u{1b}[201~\r") }
        paste(
            """
            import torch
            w = torch.zeros(3, requires_grad=True)
            optimizer = torch.optim.SGD([w], lr=0.01)
            steps = 0
            try:
                print("train" + "ing")
                while True:
                    optimizer.zero_grad()
                    ((w - 1) ** 2).sum().backward()
                    optimizer.step()
                    steps += 1
            except KeyboardInterrupt:
                print("sav" + "ing", steps > 0)
            finally:
                print("clean" + "ing")
            print("go" + "ing on")
            """)
        try terminal.wait(for: "training\n")
        Thread.sleep(forTimeInterval: 0.3)
        terminal.type("\u{3}")
        let text = try terminal.wait(for: "2> ")
        #expect(text.contains("saving True\ncleaning\ngoing on\n"), "\(text)")
        #expect(!text.contains("KeyboardInterrupt:"), "\(text)")
        paste(
            "try:\n    print('wait' + 'ing')\n    while True: pass\nexcept KeyboardInterrupt:\n    "
                + "print('hand' + 'ling')\n    while True: pass\nfinally:\n    print('nev' + 'er')"
        )
        try terminal.wait(for: "waiting\n")
        terminal.type("\u{3}")
        try terminal.wait(for: "handling\n")
        terminal.type("\u{3}")
        let end = try terminal.wait(for: "3> ")
        #expect(end.contains("KeyboardInterrupt: stopped"), "\(end)")
        #expect(!end.contains("never"), "\(end)")
        terminal.type("steps > 0\r")
        #expect(try terminal.wait(for: "4> ").contains("True\n"))
    }

    /// From the first stop of a forward pass to one head's pattern, a look at it, and on without stopping.
    @Test func steppingIntoOneAttentionHead() throws {
        terminal.type("model = Model5(n_vocab=64, embed_dim=16, n_blocks=1, n_heads=2, seq_len=8)\r")
        try terminal.wait(for: "2> ")
        terminal.type("X = torch.arange(8)[None]\r")
        try terminal.wait(for: "3> ")
        terminal.type("%step log_probs = model(X)\r")
        #expect(try terminal.wait(for: "\nstep> ").contains("[1] embed   in Model5\n"))
        terminal.type("\r")
        #expect(try terminal.wait(for: "\nstep> ").contains("[2] blocks.0   Block\n"))
        terminal.type("into\r")
        try terminal.wait(for: "resid_pre")
        for name in ["layernorm_1", "blocks.0.attn "] {
            try terminal.wait(for: "blocks.0 step> ")
            terminal.type("\r")
            try terminal.wait(for: name)
        }
        try terminal.wait(for: "blocks.0 step> ")
        terminal.type("into\r")
        for name in ["attn.k ", "attn.v ", "attn.scores", "attn.pattern"] {
            try terminal.wait(for: "attn step> ")
            terminal.type("\r")
            try terminal.wait(for: name)
        }
        try terminal.wait(for: "attn step> ")
        terminal.type("pattern[0, 1, 0, :2]\r")
        #expect(try terminal.wait(for: "attn step> ").contains("\ntensor([1., 0.])\n"))
        terminal.type("stop\r")
        #expect(try terminal.wait(for: "4> ").contains("everything that it computed is there"))
        terminal.type("log_probs.shape\r")
        #expect(try terminal.wait(for: "5> ").contains("torch.Size([1, 8, 64])\n"))
        terminal.type("%step model(X)\r")
        try terminal.wait(for: "\nstep> ")
        terminal.type("\u{3}")
        #expect(try terminal.wait(for: "6> ").contains("KeyboardInterrupt"))
        // What was typed at a stop is no entry: the last one is the line itself.
        terminal.type("\u{1b}[A")
        try terminal.wait(for: "%step model(X)")
        terminal.type("\u{3}")
        try terminal.wait(for: "6> ")
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

    @Test func leavingWithACode() throws {
        terminal.type("exit(3)\r")
        #expect(try terminal.exitCode() == 3)
        #expect(try program.run("-c", "print(1)\nquit()\nprint(2)").output == "1\n")
        #expect(try program.run("-c", "exit('no data')").errors == "no data\n")
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

    // MARK: Entries of several lines

    private static let up = "\u{1b}[A", down = "\u{1b}[B", left = "\u{1b}[D"

    private func paste(_ text: String) { terminal.type("\u{1b}[200~" + text + "\u{1b}[201~") }

    @Test func anEntryOfSeveralLinesIsRecalledAndEdited() throws {
        paste("def twice(x):\n    y = x * 2\n\n    return y")
        terminal.type("\r")
        try terminal.wait(for: "2> ")
        terminal.type("twice(21)\r")
        try terminal.wait(for: "3> ")
        // Up twice: the definition, the cursor at its end; twice more: its second line.
        terminal.type(Self.up + Self.up)
        try terminal.wait(for: "return y")
        terminal.type(Self.up + Self.up + "\u{5}0" + Self.down + Self.down + "\r")
        try terminal.wait(for: "4> ")
        terminal.type("twice(2)\r")
        #expect(try terminal.wait(for: "5> ").contains("40\n"))
    }

    @Test func enterInTheMiddleBreaksTheLine() throws {
        paste("for i in range(2):\n    print('a', i)")
        try terminal.wait(for: "print('a', i)")
        terminal.type(Self.up + "\u{5}\r")
        try terminal.wait(for: "··     ")
        terminal.type("j = i + 5")
        try terminal.wait(for: "j = i + 5")
        terminal.type(Self.down + "\u{5}" + "\u{7f}, j)\r")
        let text = try terminal.wait(for: "2> ")
        #expect(text.contains("a 0 5\na 1 6\n"), "\(text)")
    }

    @Test func aPasteWithBlankLinesIsOneDefinition() throws {
        paste("def f(x):\n    a = 1\n\n    b = 2\n\n    return a + b + x\n\nprint(f(1))\nf(2)")
        terminal.type("\r")
        let text = try terminal.wait(for: "2> ")
        #expect(text.hasSuffix("·· f(2)\n4\n5\n2> "), "\(text)")
    }

    @Test func aPasteTallerThanTheScreen() throws {
        paste("def g(x):\n" + (0..<60).map { "    x = x + \($0)\n" }.joined() + "    return x")
        terminal.type("\r")
        try terminal.wait(for: "2> ")
        terminal.type("g(0)\r")
        #expect(try terminal.wait(for: "3> ").hasSuffix("\n1770\n3> "))
        terminal.type(Self.up + Self.up)
        try terminal.wait(for: "return x")
        terminal.type(" + 1\r")
        try terminal.wait(for: "4> ")
        terminal.type("g(0)\r")
        #expect(try terminal.wait(for: "5> ").hasSuffix("\n1771\n5> "))
    }

    @Test func aLineLongerThanTheScreen() throws {
        let long = String(repeating: "abcdefghi ", count: 30)
        terminal.type("len('" + long + "')")
        terminal.type(Self.left + Self.left + "ä\u{1b}OH\u{1}\u{5}\r")
        #expect(try terminal.wait(for: "2> ").hasSuffix("\n301\n2> "))
    }

    @Test func backspaceTakesAStepOfIndentation() throws {
        terminal.type("if False:\r")
        try terminal.wait(for: "··     ")
        terminal.type("x = 1\r")
        try terminal.wait(for: "··     ")
        terminal.type("\u{7f}else:\r")
        try terminal.wait(for: "··     ")
        terminal.type("x = 2\r")
        try terminal.wait(for: "··     ")
        terminal.type("\r")
        try terminal.wait(for: "2> ")
        terminal.type("x\r")
        #expect(try terminal.wait(for: "3> ").hasSuffix("\n2\n3> "))
    }

    @Test func searchingThroughTheHistory() throws {
        terminal.type("alpha = 41\r")
        try terminal.wait(for: "2> ")
        terminal.type("beta = 2\r")
        try terminal.wait(for: "3> ")
        terminal.type("\u{12}alph")
        try terminal.wait(for: "alpha = 41")
        terminal.type("\u{5} + 1; alpha\r")
        #expect(try terminal.wait(for: "4> ").hasSuffix("\n42\n4> "))
    }

    @Test func tabTwiceShowsTheSignatureAndTheArguments() throws {
        terminal.type("RandomSampler(\t")
        terminal.type("\t")
        let text = try terminal.wait(for: "seq_len=256)\n")
        #expect(text.contains("RandomSampler(tokens, batch_size=16, seq_len=256)"), "\(text)")
        try terminal.wait(for: "RandomSampler(")
        terminal.type("torch.arange(50), 2, 4).seq_len\r")
        #expect(try terminal.wait(for: "2> ").hasSuffix("\n4\n2> "))
    }

    @Test func undoTakesBackACell() throws {
        for line in ["x = 1", "x = 2"] {
            terminal.type(line + "\r")
            try terminal.wait(for: "> ")
        }
        terminal.type("%undo\r")
        try terminal.wait(for: "back before cell 2")
        terminal.type("x\r")
        #expect(try terminal.wait(for: "5> ").contains("\n1\n"))
    }
}

/// Terminals that can do less.
struct PlainTerminalTests {
    let program: BuiltProgram

    init() throws { program = try BuiltProgram() }

    private func terminal(_ variables: [String: String]) throws -> PseudoTerminal {
        let terminal = try PseudoTerminal(
            BuiltProgram.path, environment: program.environment.merging(variables) { $1 })
        try terminal.wait(for: "1> ")
        return terminal
    }

    @Test func aDumbTerminalReadsLineByLine() throws {
        let terminal = try terminal(["TERM": "dumb"])
        #expect(try terminal.defineLineByLine("21 * 2", continuation: "·· ").contains("42\n"))
    }

    @Test func anAsciiLocaleIsSentAsciiOnly() throws {
        let terminal = try terminal(["LANG": "C", "LC_ALL": "C"])
        let text = try terminal.defineLineByLine("chr(8217)", continuation: ".. ")
        #expect(text.contains("\\u2019") && text.unicodeScalars.allSatisfy(\.isASCII), "\(text)")
    }
}

extension PseudoTerminal {
    /// Types a function of one line, Enter by Enter as a person does, and calls it; gives what the call
    /// showed.
    fileprivate func defineLineByLine(_ result: String, continuation: String) throws -> String {
        type("def f():\r")
        try wait(for: continuation)
        // The indentation is there already.
        type("return \(result)\r")
        try wait(for: continuation)
        type("\r")
        try wait(for: "2> ")
        type("f()\r")
        return try wait(for: "3> ")
    }
}
